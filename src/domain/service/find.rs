//! Finding a service as the user types: by a part of any of its names, with typos, by category.

use super::{Service, category_label};
use crate::domain::words::{COMPANIES, HONORIFICS};
use crate::text::clean::fold;
use crate::text::sound;

/// A slip is overlooked from so many characters on, two from so many: less would fit all.
const ONE_SLIP: usize = 4;
const TWO_SLIPS: usize = 8;
/// Characters of the query that count.
const LONGEST: usize = 60;

/// How well a record fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Part,
    Words,
    Category,
    /// A name as a whole, with slips.
    Alike(usize),
    /// A part of a name, with slips.
    Slips(usize),
}

/// The normalised names of all records, computed once: each key only needs a pass over them.
#[derive(Debug, Default)]
pub struct Finder {
    records: Vec<Keys>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    pub records: Vec<usize>,
    /// Nothing fits as it was typed: these are alike.
    pub near: bool,
    /// The first one is probably meant: more than a part of its name resembles the query.
    pub likely: bool,
}

/// The names of a record, a line each, and its category.
#[derive(Debug)]
struct Keys {
    names: String,
    domain: String,
    category: String,
}

impl Finder {
    /// Indexes the names of these records; results are their indices.
    pub fn new<'a>(records: impl Iterator<Item = &'a Service>) -> Self {
        let keys = |s: &Service| {
            // The group is listed with the operator.
            let own = [&s.name, &s.id, &s.operator, &s.operator_note, &s.domain];
            let mut names = String::new();
            for name in own.into_iter().chain(&s.former_names).chain(&s.aliases) {
                let key = sound::key(name);
                if !key.is_empty() && !names.lines().any(|n| n == key) {
                    names.push_str(&key);
                    names.push('\n');
                }
            }
            let domain = sound::key(&s.domain);
            Keys { names, domain, category: sound::key(category_label(&s.category)) }
        };
        Self { records: records.map(keys).collect() }
    }

    /// The only record that has this name as a whole.
    pub fn named(&self, name: &str) -> Option<usize> {
        let key = sound::key(name);
        let mut of =
            self.records.iter().enumerate().filter(|(_, k)| k.names.lines().any(|n| n == key));
        let first = of.next().map(|(i, _)| i);
        first.filter(|_| of.next().is_none())
    }

    /// The domain of a record that a host is of: `www2.` before it, a port and a page are left out.
    fn domain<'q>(&self, query: &'q str) -> Option<&'q str> {
        let host = query.split([':', '/', '?', '#']).next().unwrap_or_default();
        let below = host.match_indices('.').filter_map(|(at, dot)| host.get(at + dot.len()..));
        let known = |domain: &str| {
            let key = sound::key(domain);
            self.records.iter().any(|k| k.domain == key)
        };
        std::iter::once(host).chain(below).filter(|d| d.contains('.')).find(|d| known(d))
    }

    /// The records that fit, the best ones first and else in their order; all for a query of
    /// blanks. An address of a page or of mail is looked for by its domain.
    pub fn find(&self, query: &str) -> Matches {
        self.find_near(query, &[])
    }

    /// The same, those first that are nearest to the user, by number: 0 is next to them, and so are
    /// all of which nothing is said. A name that was typed as a whole comes before them.
    pub fn find_near(&self, query: &str, far: &[u8]) -> Matches {
        if query.trim().is_empty() {
            return Matches {
                records: (0..self.records.len()).collect(),
                near: false,
                likely: true,
            };
        }
        let query = fold(query);
        let query = bare(&query);
        let query = self.domain(query).unwrap_or(query);
        let words: Vec<String> =
            query.split_whitespace().map(sound::key).filter(|w| !w.is_empty()).collect();
        let whole: String = sound::key(query).chars().take(LONGEST).collect();
        if whole.is_empty() {
            return Matches { records: Vec::new(), near: false, likely: false };
        }
        let mut found: Vec<(Fit, usize)> = Vec::new();
        for (i, keys) in self.records.iter().enumerate() {
            found.extend(keys.fit(&whole, &words).map(|fit| (fit, i)));
        }
        let near = found.is_empty();
        if near {
            let pattern: Vec<char> = whole.chars().collect();
            let most = match pattern.len() {
                TWO_SLIPS.. => 2,
                ONE_SLIP.. => 1,
                _ => 0,
            };
            if most > 0 {
                for (i, keys) in self.records.iter().enumerate() {
                    let fits = keys.names.lines().filter_map(|name| {
                        let n = slips(&pattern, name);
                        let whole = name.chars().count().abs_diff(pattern.len()) <= most;
                        (n <= most).then_some(if whole { Fit::Alike(n) } else { Fit::Slips(n) })
                    });
                    found.extend(fits.min().map(|fit| (fit, i)));
                }
            }
        }
        let far = |i: usize| if near { 0 } else { far.get(i).copied().unwrap_or_default() };
        found.sort_unstable_by_key(|(fit, i)| (*fit != Fit::Whole, far(*i), *fit, *i));
        let likely = !matches!(found.first(), None | Some((Fit::Slips(_), _)));
        Matches {
            likely,
            near: near && !found.is_empty(),
            records: found.into_iter().map(|(_, i)| i).collect(),
        }
    }
}

/// A query reduced to the name it looks for, without `https://` and the page, the local part of an
/// address, or the legal form of a company.
fn bare(query: &str) -> &str {
    let query = query.trim();
    let query = match query.split_once("://") {
        Some((_, page)) => page.split(['/', '?', '#']).next().unwrap_or(page),
        None => query,
    };
    let query = query.rsplit_once('@').map_or(query, |(_, domain)| domain);
    let query = query.strip_prefix("www.").unwrap_or(query);
    let titled = HONORIFICS.iter().find_map(|title| query.strip_suffix(title));
    let query = titled.map(str::trim_end).filter(|name| !name.is_empty()).unwrap_or(query);
    let named = |mark: &&str| {
        let name = query.strip_prefix(*mark).or_else(|| query.strip_suffix(*mark))?.trim();
        (!name.is_empty()).then_some(name)
    };
    COMPANIES.iter().find_map(named).unwrap_or(query)
}

impl Keys {
    fn fit(&self, whole: &str, words: &[String]) -> Option<Fit> {
        if self.names.contains(whole) {
            let at = |line: &str| match line.strip_prefix(whole) {
                Some("") => Fit::Whole,
                Some(_) => Fit::Beginning,
                None => Fit::Part,
            };
            return self.names.lines().map(at).min();
        }
        let somewhere =
            |w: &String| self.names.contains(w.as_str()) || self.category.contains(w.as_str());
        if words.len() > 1 && words.iter().all(somewhere) {
            return Some(Fit::Words);
        }
        self.category.contains(whole).then_some(Fit::Category)
    }
}

/// The minimum edit distance between the pattern and a part of the text: insertion, deletion,
/// substitution, transposition. Computed row by row.
fn slips(pattern: &[char], text: &str) -> usize {
    let text: Vec<char> = text.chars().collect();
    // The pattern may begin anywhere: to begin late costs nothing.
    let (mut above, mut row) = (Vec::new(), vec![0; text.len() + 1]);
    for (i, c) in pattern.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, t) in text.iter().enumerate() {
            let other = row[j] + usize::from(c != t);
            let mut least = other.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && pattern[i - 1] == *t && *c == text[j - 1] {
                least = least.min(above[j - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
    }
    row.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    fn service(id: &str, name: &str, category: &str) -> Service {
        let text = format!("id = \"{id}\"\nname = \"{name}\"\ncategory = \"{category}\"\n");
        toml::from_str(&text).expect("a service")
    }

    #[test]
    fn the_best_come_first() {
        let site = |s: Service| Service { domain: "minato.example".to_owned(), ..s };
        let records = [
            site(service("a", "みなと看護ナビ", "nurse")),
            service("b", "看護のひろば", "care"),
            service("c", "看護", "care"),
            service("d", "ほかのもの", "doctor"),
        ];
        let finder = Finder::new(records.iter());
        as_typed("looked_for", |query| {
            Ok::<_, &str>(finder.find(query).records.iter().map(usize::to_string).collect())
        });
        // Those that one has to do with, but for one that was named as a whole.
        assert_eq!(finder.find_near("看護", &[1, 0, 1, 1]).records, [2, 1, 0]);
        assert_eq!(finder.find_near("な", &[2, 2, 2, 2]).records, finder.find("な").records);
        for other in ["example", "aminato.example", "a.b.example", "minato.example.jp"] {
            assert!(finder.domain(other).is_none(), "{other}");
        }
    }
}
