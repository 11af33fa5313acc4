//! What the user's own wording may be made of: names and their parts, texts, comparisons, lists
//! that are written out, `if`, `for`, one `join` with a text, `%` by a number. Nothing in it makes
//! a value that is larger than the facts and the texts written out in it, so what bounds steps and
//! output bounds memory as well; and its tags are short and few, so that no chain of operators is
//! deeper than the stack of whoever reads it. Built-in wording is ours: tests read it.

use crate::domain::toml_reader::size;

/// The longest template, in bytes: some pages.
const LONGEST: usize = 16 * 1024;
/// The longest tag, in bytes: ours have less than two hundred.
const LONGEST_TAG: usize = 400;
/// Most tags in a template: ours have less than a hundred.
const MOST_TAGS: usize = 300;
/// Keywords that may start a statement.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];
/// After these a parenthesis groups; after any other name it would be a call.
const OPERATORS: [&str; 7] = ["and", "or", "not", "in", "if", "elif", "else"];

/// Refuses a template that does more than a letter needs; the words are for the user.
pub(super) fn check(source: &str) -> Result<(), String> {
    refuse!(source.len() > LONGEST, text!("syntax.long", most = size(LONGEST)));
    let (mut rest, mut tags) = (source, 0);
    while let Some((at, kind)) = next(rest) {
        let body = rest.get(at + 2..).unwrap_or_default();
        let length = match kind {
            // Unclosed comments are left to the parser.
            '#' => body.find("#}").unwrap_or(body.len()),
            _ => tag(body, kind)?,
        };
        tags += 1;
        refuse!(tags > MOST_TAGS, text!("syntax.many", most = MOST_TAGS));
        rest = body.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// Why a template can't be read, for people: the parser's own words are English.
pub(super) fn why(source: &str, e: &minijinja::Error) -> String {
    // Ours are in Japanese already.
    if let Some(own) = e.detail().filter(|d| !d.is_ascii()) {
        return own.to_owned();
    }
    let count = |what: &str| source.matches(what).count();
    let statement = |word: &str| {
        let begins = |tag: &str| {
            tag.trim_start_matches('-').trim_start().split(|c| !is_of_word(c)).next() == Some(word)
        };
        source.split("{%").skip(1).filter(|tag| begins(tag)).count()
    };
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("{#", "#}")] {
        if count(open) > count(close) {
            return text!("syntax.unclosed", open, close);
        }
    }
    for (begin, end) in [("if", "endif"), ("for", "endfor")] {
        if statement(begin) != statement(end) {
            return text!("syntax.unended", begin, end);
        }
    }
    text!("syntax.unread", line = e.line().unwrap_or(1))
}

/// Where the next tag begins, and its second character.
fn next(text: &str) -> Option<(usize, char)> {
    let at = text.match_indices('{').map(|(at, _)| at);
    at.filter_map(|at| Some((at, text.get(at + 1..)?.chars().next()?)))
        .find(|(_, c)| matches!(c, '{' | '%' | '#'))
}

/// Checks a tag after its two opening characters; returns its length.
fn tag(body: &str, kind: char) -> Result<usize, String> {
    let close = if kind == '{' { "}}" } else { "%}" };
    let (mut at, mut list, mut joined) = (0, false, false);
    let (mut first, mut before) = ("", "");
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(close) {
            return if kind == '%' && !STATEMENTS.contains(&first) {
                Err(text!("syntax.tags").to_owned())
            } else {
                Ok(at + close.len())
            };
        }
        let token = token(rest);
        let behind = rest.get(token.len()..).unwrap_or_default();
        let mut length = token.len();
        let c = token.chars().next().unwrap_or_default();
        let fits = match c {
            '\'' | '"' => true,
            // Only a literal list may be in brackets; slices use numbers.
            '[' => !std::mem::replace(&mut list, true),
            ']' => std::mem::replace(&mut list, false),
            ',' | ':' => list,
            // `{%-` and `-%}` take blanks away.
            '-' => list || at == 0 || behind.starts_with(close),
            '|' => {
                let join = join(behind).filter(|_| kind == '{' && !list);
                length += join.unwrap_or_default();
                join.is_some() && !std::mem::replace(&mut joined, true)
            }
            '%' => !list && behind.trim_start().starts_with(|c: char| c.is_ascii_digit()),
            '(' => !list && !calls(before),
            ')' | '.' | '=' | '!' | '<' | '>' => !list,
            c if c.is_ascii_digit() || c.is_whitespace() => true,
            c => is_of_word(c) && !list,
        };
        refuse!(!fits, text!("syntax.sign", sign = c));
        at += length;
        refuse!(at > LONGEST_TAG, text!("syntax.long_tag", most = size(LONGEST_TAG)));
        if !c.is_whitespace() {
            before = token;
            first = if first.is_empty() && c != '-' { token } else { first };
        }
    }
    Ok(body.len())
}

/// The tokens of a tag after its two opening characters, and the rest.
fn tokens<'a>(body: &'a str, close: &str) -> (Vec<&'a str>, &'a str) {
    let (mut out, mut rest) = (Vec::new(), body);
    while !rest.is_empty() && !rest.starts_with(close) {
        let token = token(rest);
        rest = rest.get(token.len()..).unwrap_or_default();
        out.push(token);
    }
    out.retain(|t| !t.trim().is_empty());
    (out, rest)
}

/// The texts that names are compared with in a template: `tone == 'firm'`, `'erase' in requests`,
/// `goal in ['pause', 'resume']`; name and text. Of a value that is reached by its place
/// (`list[0].stage`) the name begins with the point.
pub(in crate::domain) fn compared(source: &str) -> Vec<(String, String)> {
    let (mut out, mut rest) = (Vec::new(), source);
    while let Some((at, kind)) = next(rest) {
        let body = rest.get(at + 2..).unwrap_or_default();
        let (tokens, behind) = match kind {
            '#' => (Vec::new(), body.split_once("#}").map_or("", |(_, rest)| rest)),
            kind => tokens(body, if kind == '{' { "}}" } else { "%}" }),
        };
        rest = behind;
        // Start of the list around the token, and the next end of one.
        let (mut list, mut end) = (None, 0);
        for (i, token) in tokens.iter().enumerate() {
            match *token {
                "[" => {
                    list = Some(i);
                    if end < i {
                        let length = tokens[i..].iter().position(|t| *t == "]");
                        end = length.map_or(tokens.len(), |length| i + length);
                    }
                }
                "]" => list = None,
                _ => {}
            }
            let Some(text) = token.strip_prefix(['\'', '"']) else { continue };
            let text = text.strip_suffix(['\'', '"']).unwrap_or(text);
            let (mut before, mut after) = (&tokens[..i], &tokens[i + 1..]);
            // In a list, it is the list that is compared.
            if let Some(begin) = list {
                (before, after) = (&before[..begin], tokens.get(end + 1..).unwrap_or_default());
            }
            let name = match before {
                [name @ .., "=" | "!", "="] | [name @ .., "not", "in"] | [name @ .., "in"] => {
                    match name {
                        [.., of, ".", part] if of.starts_with(is_of_word) => format!("{of}.{part}"),
                        [.., ".", part] => format!(".{part}"),
                        [.., name] => (*name).to_owned(),
                        [] => continue,
                    }
                }
                _ => match after {
                    ["=" | "!", "=", name @ ..] | ["not", "in", name @ ..] | ["in", name @ ..] => {
                        match name {
                            [_, "[", ..] | [] => continue,
                            [of, ".", part, ..] => format!("{of}.{part}"),
                            [name, ..] => (*name).to_owned(),
                        }
                    }
                    _ => continue,
                },
            };
            out.push((name, text.to_owned()));
        }
    }
    out
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first word, number, text with its quotes or single character of a text.
fn token(text: &str) -> &str {
    let c = text.chars().next().unwrap_or_default();
    let length = match c {
        '\'' | '"' => {
            let mut escaped = false;
            let end = text.char_indices().skip(1).find(|&(_, d)| {
                let plain = !std::mem::take(&mut escaped);
                escaped = plain && d == '\\';
                plain && d == c
            });
            // Unclosed tags are left to the parser.
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        c if is_of_word(c) => text.find(|c| !is_of_word(c)).unwrap_or(text.len()),
        c => c.len_utf8(),
    };
    text.get(..length).unwrap_or_default()
}

/// Whether a parenthesis after this is a call.
fn calls(before: &str) -> bool {
    let value = |c: char| is_of_word(c) || matches!(c, ')' | ']' | '\'' | '"');
    before.ends_with(value) && !OPERATORS.contains(&before)
}

/// The length of `join` at the beginning, alone or with the text that it puts between.
fn join(text: &str) -> Option<usize> {
    let rest =
        text.trim_start().strip_prefix("join").filter(|rest| !rest.starts_with(is_of_word))?;
    let end = match rest.trim_start().strip_prefix('(') {
        None => rest,
        Some(inner) => {
            let inner = inner.trim_start();
            let between = token(inner);
            let text = between.starts_with(['\'', '"']);
            inner.get(between.len()..).filter(|_| text)?.trim_start().strip_prefix(')')?
        }
    };
    Some(text.len() - end.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;
    use crate::domain::typed::as_typed;

    #[test]
    fn what_letters_need_is_taken_and_what_makes_values_grow_is_not() {
        as_typed("template", |source| check(source).map(|()| "taken".to_owned()));
        as_typed("compared", |source| {
            let found = compared(source).into_iter().map(|(name, text)| format!("{name}={text}"));
            Ok::<_, String>(found.collect::<Vec<_>>().join(" "))
        });
        let chain = format!("{{{{ 1{} }}}}", "+1".repeat(29_000));
        let nested = format!("{{{{ {}a{} }}}}", "(".repeat(30_000), ")".repeat(30_000));
        let elifs = format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(1000));
        for bad in [
            chain.as_str(),
            &nested,
            &elifs,
            &"あ".repeat(LONGEST),
            &format!("{{{{ {} }}}}", "a.".repeat(LONGEST_TAG)),
        ] {
            let start: String = bad.chars().take(60).collect();
            assert!(check(bad).is_err(), "{start}");
        }
    }

    /// Users start their own wording from the built-in one.
    #[test]
    fn built_in_wording_may_be_taken_over() {
        let content = Content::builtin();
        for (_, paragraph) in content.templates().paragraphs() {
            assert_eq!(check(&paragraph.text), Ok(()), "{}", paragraph.id);
        }
    }
}
