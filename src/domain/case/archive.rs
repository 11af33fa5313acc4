//! All cases and drafts in one TOML file, for backup or another machine. The configuration is a
//! separate file and not included.

use super::draft::{Draft, draft, draft_table};
use super::file::{self, case_table};
use super::file_read::case;
use super::record::CaseRecord;
use super::table::{self, FileError, VERSION, list, table, written};
use crate::domain::content::Content;
use crate::domain::problem::Problem;
use crate::domain::toml_group::{Group, judged};
use crate::domain::toml_reader;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml_edit::value;
use toml_parser::lexer::TokenKind;

pub const KIND: &str = "kotowari-cases";

/// The largest file of this kind: some twenty thousand cases.
pub const LARGEST: usize = 64 * 1024 * 1024;
/// The head before the first row is a few lines.
const LONGEST_HEAD: usize = 4096;
/// Mistakes listed at most.
const MOST_WRONG: usize = 200;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    pub cases: Vec<CaseRecord>,
    pub drafts: Vec<Draft>,
}

pub fn to_toml(archive: &Archive) -> String {
    let doc = table([
        ("version", Some(value(VERSION))),
        ("kind", Some(value(KIND))),
        ("draft", list(archive.drafts.iter().map(draft_table))),
        ("case", list(archive.cases.iter().map(case_table))),
    ]);
    text!("archive.head", doc = written(doc))
}

/// One more case to append to the file.
pub fn row(case: &CaseRecord) -> String {
    let doc = table([("case", list([case_table(case)].into_iter()))]);
    format!("\n{}", written(doc).trim_start())
}

/// Reads an archive, or the file of a single case.
/// Errors: a newer version; else every mistake.
pub fn parse(name: &str, text: &str) -> Result<Archive, FileError> {
    let mut all = Archive::default();
    read(name, text, |some| {
        all.cases.extend(some.cases);
        all.drafts.extend(some.drafts);
    })?;
    Ok(all)
}

/// Whether a text is an archive, perhaps one with mistakes.
pub fn looks_like_one(text: &str) -> bool {
    let head = text.lines().take_while(|l| !l.trim_start().starts_with('['));
    head.filter_map(|l| l.trim().strip_prefix("kind")).any(|rest| rest.contains(KIND))
}

/// Every mistake of an archive, including those within its cases.
pub fn check(name: &str, text: &str, content: &Content, today: NaiveDate) -> Vec<Problem> {
    let (mut n, mut inside) = (0, Vec::new());
    let read = read(name, text, |some| {
        for case in some.cases {
            n += 1;
            // The line would be that of a separate file; the key tells the case.
            let found = file::check(name, &file::to_toml(&case), content, today);
            inside.extend(found.into_iter().map(|p| Problem {
                line: 0,
                key: format!("case[{n}].{}", p.key),
                ..p
            }));
        }
    });
    read.err().map_or(inside, FileError::problems)
}

/// Reads an archive row by row, each as a small file with the common head, because parsing takes
/// many times the size of the text in memory. `each` is called before the rest of the archive has
/// been checked.
/// Errors: a newer version, else every mistake.
pub fn read(name: &str, text: &str, mut each: impl FnMut(Archive)) -> Result<(), FileError> {
    let mut starts = starts(text).peekable();
    let head = text.get(..starts.peek().map_or(text.len(), |s| s.at)).unwrap_or_default();
    if starts.peek().is_none() || head.len() > LONGEST_HEAD {
        each(whole(name, text)?);
        return Ok(());
    }
    let lines = head.matches('\n').count();
    let (mut wrong, mut numbers) = (Vec::new(), BTreeMap::new());
    let mut first = true;
    while let Some(start) = starts.next() {
        let end = starts.peek().map_or(text.len(), |next| next.at);
        let number = numbers.entry(start.kind).and_modify(|n| *n += 1).or_insert(1);
        let row = text.get(start.at..end).unwrap_or_default();
        // Checked before it is copied.
        let short = row.len() <= toml_reader::LARGEST;
        let read = if short { whole(name, &format!("{head}{row}")) } else { Err(too_large(name)) };
        match read {
            Ok(row) => each(row),
            Err(FileError::Newer { file, version }) => {
                return Err(FileError::Newer { file, version });
            }
            // Mistakes in the head were reported with the first row.
            Err(FileError::Wrong(found)) => {
                wrong.extend(found.into_iter().filter(|p| first || p.line > lines).map(|p| {
                    let line = if p.line > lines { p.line - lines + start.line } else { p.line };
                    let key = p.key.replacen(
                        &format!("{}[1]", start.kind),
                        &format!("{}[{number}]", start.kind),
                        1,
                    );
                    Problem { line, key, ..p }
                }));
            }
        }
        if wrong.len() > MOST_WRONG {
            break;
        }
        first = false;
    }
    if wrong.is_empty() { Ok(()) } else { Err(FileError::Wrong(wrong)) }
}

fn too_large(name: &str) -> FileError {
    let message = text!("archive.too_large", max = toml_reader::size(toml_reader::LARGEST));
    FileError::Wrong(vec![Problem::new(name, 0, "", message)])
}

fn whole(name: &str, text: &str) -> Result<Archive, FileError> {
    refuse!(text.len() > toml_reader::LARGEST, too_large(name));
    table::read(name, text, |g| {
        if g.table.contains_key("id") && !g.table.contains_key("kind") {
            return case(g).map(|c| Archive { cases: vec![c], drafts: Vec::new() });
        }
        archive(g)
    })
}

fn archive(g: &mut Group<'_, '_, '_>) -> Option<Archive> {
    let is_ours = |kind: &str| match kind {
        KIND => Ok(()),
        _ => Err(text!("archive.kind", kind = KIND)),
    };
    let kind = g.must("kind", judged(is_ours));
    let (cases, drafts) = (g.rows("case", case), g.rows("draft", draft));
    kind.map(|()| Archive { cases, drafts })
}

struct RowStart {
    at: usize,
    /// The lines before it.
    line: usize,
    kind: &'static str,
}

/// Where the rows of an archive begin, one after the other: a file may have millions. A heading
/// inside a string does not count.
fn starts(text: &str) -> impl Iterator<Item = RowStart> {
    let (mut begin, mut line, mut fresh) = (0, 0, true);
    toml_parser::Source::new(text).lex().filter_map(move |token| {
        let span = token.span();
        let said = text.get(span.start()..span.end()).unwrap_or_default();
        let heads = fresh && token.kind() == TokenKind::LeftSquareBracket;
        let kind = kind_of(text.get(begin..).filter(|_| heads).unwrap_or_default());
        let start = kind.map(|kind| RowStart { at: begin, line, kind });
        line += said.matches('\n').count();
        match token.kind() {
            TokenKind::Newline => (begin, fresh) = (span.end(), true),
            TokenKind::Whitespace => {}
            _ => fresh = false,
        }
        start
    })
}

/// What the row is that begins there, if one does.
fn kind_of(text: &str) -> Option<&'static str> {
    let head = text.lines().next()?.split('#').next()?;
    // Not collected into a string: a line may be as long as the file.
    let bare = || head.chars().filter(|c| !c.is_whitespace());
    ["case", "draft"].into_iter().find(|k| bare().eq(format!("[[{k}]]").chars()))
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{draft, drawn, record};
    use super::*;
    use crate::domain::goal::Goal;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(drawn(50))]
        #[test]
        fn what_is_written_is_read(
            cases in prop::collection::vec(record(), 0..4),
            drafts in prop::collection::vec(draft(), 0..3),
        ) {
            let archive = Archive { cases, drafts };
            let text = to_toml(&archive);
            prop_assert!(parse("x", &text).as_ref() == Ok(&archive), "{}", text);
            for c in archive.cases {
                let one = parse("x", &file::to_toml(&c)).map(|a| a.cases);
                prop_assert!(one == Ok(vec![c]));
            }
        }
    }

    #[test]
    fn nothing_in_a_file_does_something_to_a_terminal() {
        let odd =
            "a\u{9b}31m\u{85}\u{202e}\u{2066}\u{2028}\u{200f}\u{61c}\x1b[0m\r\n'\"\"\"\\\n\u{feff}";
        let name = odd.replace('\n', "");
        let mut case = CaseRecord::new(chrono::NaiveDate::default(), "s", &name, Goal::Withdraw);
        case.answers = Some(odd.to_owned());
        let archive = Archive { cases: vec![case.clone()], drafts: Vec::new() };
        let all = to_toml(&Archive::default()) + &row(&case);
        for text in [to_toml(&archive), all, file::to_toml(&case)] {
            let acts = |c: char| c != '\n' && crate::text::clean::does_something(c);
            assert!(!text.contains(acts), "{text:?}");
            assert_eq!(parse("x", &text).map(|a| a.cases), Ok(vec![case.clone()]), "{text}");
        }
    }

    #[test]
    fn a_row_begins_at_its_head_and_nowhere_in_a_text() {
        let inside = "[[case]]\n\"\"\n'''\n[[draft]]\\";
        let mut case = CaseRecord::new(chrono::NaiveDate::default(), "s", inside, Goal::Withdraw);
        case.answers = Some(format!("{inside}\n[[case]] # \"\"\"\n"));
        let archive = Archive { cases: vec![case.clone(), case], drafts: Vec::new() };
        let text = to_toml(&archive);
        assert_eq!(starts(&text).count(), 2, "{text}");
        assert!(parse("x", &text).as_ref() == Ok(&archive), "{text}");
        let one_by_one: String = archive.cases.iter().map(row).collect();
        let text = to_toml(&Archive::default()) + &one_by_one;
        assert!(parse("x", &text).as_ref() == Ok(&archive), "{text}");
        for (line, open) in [
            ("a = \"\"\"", true),
            ("a = \"\"\"b\"\"\"\"\"", false),
            ("a = '''\"\"\"", true),
            ("a = \"\\\"'''\" # '''", false),
            ("a = '\\' '''", true),
            ("a = \"\"\"\n\\\"\"\"", true),
        ] {
            assert_eq!(starts(&format!("{line}\n[[case]]\n")).next().is_none(), open, "{line}");
        }
    }

    #[test]
    fn mistakes_name_the_case_they_are_in() {
        let text = "version = 1\nkind = \"pictures\"\n[[case]]\nid = \"a\"\nservice = \"s\"\n\
            goal = \"pause\"\n\
                    [[case]]\nid = \"b\"\nservice = \"s\"\ngoal = \"pause\"\n[[case.event]]\n\
                    kind = \"fly\"\n";
        let Err(FileError::Wrong(wrong)) = parse("x", text) else { panic!("accepted") };
        let found: Vec<_> = wrong.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert_eq!(
            found,
            [(2, "kind"), (11, "case[2].event[1].at"), (12, "case[2].event[1].kind")]
        );
        let newer = parse("x", "version = 9\nkind = \"kotowari-cases\"\n").expect_err("newer");
        assert!(matches!(newer, FileError::Newer { version: 9, .. }));
    }
}
