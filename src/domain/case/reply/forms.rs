//! The sentence forms that are understood (`[keyed.reply_forms]`). A sentence has to match one from
//! its beginning to its end: whatever is left over may change its meaning.

use crate::domain::words as list;
use std::collections::BTreeMap;
use std::sync::LazyLock;

enum Node {
    Text(&'static str),
    Piece(&'static str, Times),
    Any(Vec<Nodes>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    AtMostOnce,
    Often,
}

type Nodes = Vec<Node>;

/// Forms by name, each with the goal or answer it is limited to; "" for all.
type Forms = BTreeMap<&'static str, Vec<(&'static str, Nodes)>>;

struct Grammar {
    forms: Forms,
    pieces: Forms,
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar {
    forms: forms(list::REPLY_FORMS),
    pieces: forms(list::REPLY_PIECES),
});

fn forms(all: &[(&'static str, &[&'static str])]) -> Forms {
    let mut out = Forms::new();
    for (key, of) in all {
        let (name, whose) = key.split_once('.').unwrap_or((key, ""));
        let forms = of.iter().map(|text| (whose, form(&mut { *text })));
        out.entry(name).or_default().extend(forms);
    }
    out
}

/// Parses a form up to the end of the alternative that encloses it.
fn form(rest: &mut &'static str) -> Nodes {
    let mut out = Nodes::new();
    while let Some(c) = rest.chars().next().filter(|c| !['|', '>'].contains(c)) {
        let (inner, behind) = match c {
            '{' | '<' => ("", rest.get(1..).unwrap_or_default()),
            _ => rest.split_at(rest.find(['{', '<', '|', '>']).unwrap_or(rest.len())),
        };
        *rest = behind;
        out.push(match c {
            '{' => {
                let (name, behind) = rest.split_once('}').unwrap_or((*rest, ""));
                *rest = behind;
                match (name.strip_suffix('?'), name.strip_suffix('*')) {
                    (Some(name), _) => Node::Piece(name, Times::AtMostOnce),
                    (_, Some(name)) => Node::Piece(name, Times::Often),
                    _ => Node::Piece(name, Times::Once),
                }
            }
            '<' => {
                let mut any = vec![form(rest)];
                while let Some(behind) = rest.strip_prefix('|') {
                    *rest = behind;
                    any.push(form(rest));
                }
                *rest = rest.strip_prefix('>').unwrap_or(rest);
                Node::Any(any)
            }
            _ => Node::Text(inner),
        });
    }
    out
}

/// Longer sentences, in bytes, are not tried: it would take too long.
const LONGEST: usize = 600;

/// The pieces whose values come from the case, and not from the list.
pub(super) trait Pieces {
    /// At which lengths, in bytes, the beginning of a text is this piece; None: it is in the list.
    fn lengths(&self, piece: &str, text: &str) -> Option<Vec<usize>>;
    /// Whether a form that is limited to this goal or answer applies.
    fn fits(&self, whose: &str) -> bool;
}

pub(super) struct Matcher<'t> {
    text: &'t str,
    pieces: &'t dyn Pieces,
    /// The ends of a piece by its name and its start, each computed once.
    known: BTreeMap<(&'static str, usize), Vec<usize>>,
}

impl<'t> Matcher<'t> {
    pub(super) fn new(text: &'t str, pieces: &'t dyn Pieces) -> Self {
        Self { text, pieces, known: BTreeMap::new() }
    }

    /// Whether the whole text is a form of that name.
    pub(super) fn is(&mut self, name: &str) -> bool {
        if self.text.len() > LONGEST {
            return false;
        }
        let pieces = self.pieces;
        let all = GRAMMAR.forms.get(name).into_iter().flatten();
        let mut all = all.filter(|(whose, _)| pieces.fits(whose));
        all.any(|(_, form)| self.form(form, &[0]).contains(&self.text.len()))
    }

    /// The ends of the matches that start at one of these places.
    fn form(&mut self, form: &[Node], from: &[usize]) -> Vec<usize> {
        let mut ends = from.to_vec();
        for node in form {
            ends = self.node(node, &ends);
            ends.sort_unstable();
            ends.dedup();
            if ends.is_empty() {
                break;
            }
        }
        ends
    }

    fn node(&mut self, node: &Node, from: &[usize]) -> Vec<usize> {
        match node {
            Node::Text(text) => {
                let rest = |at: usize| self.text.get(at..).unwrap_or_default();
                let there = from.iter().filter(|at| rest(**at).starts_with(text));
                there.map(|at| at + text.len()).collect()
            }
            Node::Any(any) => any.iter().flat_map(|form| self.form(form, from)).collect(),
            Node::Piece(name, times) => {
                let mut out = if *times == Times::Once { Vec::new() } else { from.to_vec() };
                let mut next = from.to_vec();
                while let Some(at) = next.pop() {
                    let ends = self.piece(name, at);
                    let ends: Vec<_> = ends.into_iter().filter(|e| !out.contains(e)).collect();
                    if *times == Times::Often {
                        next.extend(&ends);
                    }
                    out.extend(ends);
                }
                out
            }
        }
    }

    fn piece(&mut self, name: &'static str, at: usize) -> Vec<usize> {
        if let Some(ends) = self.known.get(&(name, at)) {
            return ends.clone();
        }
        // A piece that begins with itself must not recurse for ever.
        self.known.insert((name, at), Vec::new());
        let rest = self.text.get(at..).unwrap_or_default();
        let pieces = self.pieces;
        let mut ends: Vec<usize> = if let Some(lengths) = pieces.lengths(name, rest) {
            lengths.into_iter().map(|n| at + n).collect()
        } else {
            let all = GRAMMAR.pieces.get(name).into_iter().flatten();
            let all = all.filter(|(whose, _)| pieces.fits(whose));
            all.flat_map(|(_, form)| self.form(form, &[at])).collect()
        };
        ends.sort_unstable();
        ends.dedup();
        self.known.insert((name, at), ends.clone());
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    struct Nothing;
    impl Pieces for Nothing {
        fn lengths(&self, _: &str, _: &str) -> Option<Vec<usize>> {
            None
        }
        fn fits(&self, _: &str) -> bool {
            true
        }
    }

    fn named(form: &Nodes, out: &mut Vec<&'static str>) {
        for node in form {
            match node {
                Node::Text(_) => {}
                Node::Piece(name, _) => out.push(name),
                Node::Any(any) => any.iter().for_each(|form| named(form, out)),
            }
        }
    }

    #[test]
    fn every_piece_that_a_form_names_is_there_and_each_is_named() {
        let mut all = Vec::new();
        for (_, form) in GRAMMAR.forms.values().chain(GRAMMAR.pieces.values()).flatten() {
            named(form, &mut all);
        }
        for name in &all {
            let listed = GRAMMAR.pieces.contains_key(name);
            assert_ne!(listed, plain::FILLED.contains(name), "{name}");
        }
        for name in GRAMMAR.pieces.keys() {
            assert!(all.contains(name), "{name}");
        }
        for name in GRAMMAR.forms.keys() {
            let said = plain::SAYS.iter().any(|(form, _)| form == name);
            assert!(said || *name == plain::SUBJECT, "{name}");
        }
    }

    #[test]
    fn a_form_is_read_as_it_is_written() {
        let form = |text: &'static str| form(&mut { text });
        let ends = |of: &'static str, text: &'static str| {
            Matcher::new(text, &Nothing).form(&form(of), &[0])
        };
        assert_eq!(ends("a<b|c<d|>|>e", "acde"), [4]);
        assert_eq!(ends("a<b|c<d|>|>e", "ace"), [3]);
        assert_eq!(ends("a<b|c<d|>|>e", "ae"), [2]);
        assert!(ends("a<b|c<d|>|>e", "ade").is_empty());
    }
}
