//! What an edited text has lost: later answers are missing from it, or a declined selection appears
//! without the refusal.

use super::finding::{Finding, Level, numbered, of_entry, part_of};
use crate::domain::answers::Value;
use crate::domain::calendar;
use crate::domain::flow::spec::{Kind, Question};
use crate::domain::flow::walk::Walk;
use crate::domain::hours::Span;
use crate::domain::letter::lint::{Part, Place};
use crate::domain::validate::date_of;
use crate::domain::words::{self, has};
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

/// Rule of these findings. Readers of the text alone do not report the same place again.
pub(in crate::domain) const CHANGED: &str = "changed";

/// What has already been reported about the text.
#[derive(Clone, Copy)]
pub(in crate::domain) struct EditStatus {
    /// It was changed before the answers were: that is said, with what it lacks.
    pub outdated: bool,
    /// The user keeps the text as it is and is not stopped for it.
    pub meant: bool,
}

/// `text`: subject and body. `first`: the text that was changed by hand; `now`: of the answers.
pub(in crate::domain) fn changed(
    walk: &Walk<'_>,
    told: EditStatus,
    [first, now]: [&str; 2],
    text: [&str; 2],
) -> Vec<Finding> {
    let mut out = if told.outdated { Vec::new() } else { against(walk, [first, now], text) };
    if first == now {
        return out;
    }
    let level = if told.meant && !told.outdated { Level::Say } else { Level::Block };
    let (were, are) = (moments(first), moments(now));
    let gone: Vec<&String> = were.iter().filter(|m| !are.contains(m)).collect();
    let new: Vec<&String> = are.iter().filter(|m| !were.contains(m)).collect();
    let subject = std::iter::once((Place { part: Part::Subject, line: 1 }, text[0]));
    let body = text[1].lines().zip(1..).map(|(l, line)| (Place { part: Part::Body, line }, l));
    let lines: Vec<(Place, Vec<String>)> =
        subject.chain(body).map(|(place, line)| (place, moments(line))).collect();
    for (i, old) in gone.iter().enumerate() {
        let Some((place, _)) = lines.iter().find(|(_, here)| here.contains(old)) else { continue };
        // Paragraphs keep their order, and so do the days in them.
        let is = new.get(i).filter(|_| new.len() == gone.len());
        let says = match is {
            Some(is) => text!("gate.changed.to", old, is),
            None => text!("gate.changed", old),
        };
        let says = text!("gate.found", place = part_of(*place), text = says);
        let found = Finding::new(level, CHANGED, None, says);
        out.push(Finding { place: Some(*place), ..found });
    }
    if !told.outdated {
        out.extend(unsaid(walk, [first, now], text).into_iter().map(|q| {
            let says = text!("gate.changed.unsaid", label = q.label);
            Finding::new(Level::Say, CHANGED, Some(&q.id), says)
        }));
    }
    out
}

/// Answers that are missing from the text or contradicted by it. Deletions may be intended: it is
/// only asked about if another day or hour took their place.
fn against(walk: &Walk<'_>, [first, now]: [&str; 2], text: [&str; 2]) -> Vec<Finding> {
    let whole = text.join("\n");
    let (said, stands) = (moments(now), moments(&whole));
    let lost = |m: &String| said.contains(m) && !stands.contains(m);
    let new = |unit: char| stands.iter().any(|m| m.contains(unit) && !said.contains(m));
    let mut out = rows(walk, [first, now], text, lost);
    let asked = walk.steps.iter().map(|s| s.question);
    for q in asked.filter(|q| !q.id.starts_with("sender.")) {
        let hours = || walk.many(&q.id).iter().filter_map(|s| Some(Span::parse(s).ok()?.to_ja()));
        let times = |(id, of): &(&str, &[&str])| {
            (Some(*id) == walk.one(&q.id), has(&whole, of), has(now, of))
        };
        let was = match q.kind {
            Kind::Date => {
                let on = walk.day(&q.id).filter(|on| lost(&day_of(*on)) && new('日'));
                on.map(calendar::format_ja)
            }
            Kind::Hours => {
                let gone = said.iter().any(|m| m.contains('時') && lost(m));
                Some(hours().collect::<Vec<_>>().join(text!("sign.comma")))
                    .filter(|was| !was.is_empty() && gone && new('時'))
            }
            Kind::Choice if q.id == "frequency" => {
                let all: Vec<_> = words::TIMES_SAID.iter().map(times).collect();
                let other =
                    all.contains(&(true, false, true)) && all.contains(&(false, true, false));
                walk.one(&q.id).and_then(|v| q.label(v)).filter(|_| other).map(str::to_owned)
            }
            _ => None,
        };
        let says = was.map(|was| text!("gate.other", name = q.label, was));
        out.extend(says.map(|says| Finding::new(Level::Say, CHANGED, Some(&q.id), says)));
    }
    let gone = words::WAYS.iter().filter(|(_, of)| has(now, of) && !has(&whole, of));
    let law = has(&whole, words::LAWS) && !has(now, words::LAWS);
    let says = gone.map(|(way, _)| text!("gate.dropped", way));
    let says = says.chain(law.then(|| text!("gate.law").to_owned()));
    out.extend(says.map(|says| Finding::new(Level::Say, CHANGED, None, says)));
    out
}

/// Selections that the text no longer names, or not with their day.
fn rows(
    walk: &Walk<'_>,
    [first, now]: [&str; 2],
    text: [&str; 2],
    lost: impl Fn(&String) -> bool,
) -> Vec<Finding> {
    let now = now.split_once('\n').map_or(now, |(_, body)| body);
    let mut out = Vec::new();
    for (i, e) in walk.entries("selections").iter().enumerate() {
        let (employer, nth) = (e.get("employer"), numbered(i));
        let named = |text: &str| !employer.is_empty() && flat(text).contains(employer);
        let mut say = |field, says| out.push(of_entry(Level::Say, CHANGED, (i, field), says));
        if !named(text[1]) {
            if named(first) && named(now) {
                say("employer", text!("gate.gone", nth));
            }
            continue;
        }
        let Some(on) = date_of(e.get("date"), walk.today) else { continue };
        let day = day_of(on);
        // In the sentences that name it.
        let days = |text: &str| -> Vec<String> {
            let named = text.split(['。', '\n']).filter(|s| s.contains(employer));
            named.flat_map(moments).filter(|m| m.contains('日')).collect()
        };
        let (were, are) = (days(now), days(text[1]));
        let moved = were.contains(&day) && !are.is_empty() && !are.contains(&day);
        if lost(&day) || moved {
            let name = text!("sign.day_of", nth);
            say("date", text!("gate.other", name, was = calendar::format_ja(on)));
        }
    }
    out
}

/// On paper, words may be split over two lines.
fn flat(text: &str) -> String {
    text.replace('\n', "")
}

fn day_of(on: NaiveDate) -> String {
    moments(&calendar::format_ja(on)).concat()
}

/// The questions whose names and words the letter would have by now, and this text has not.
fn unsaid<'a>(walk: &Walk<'a>, [first, now]: [&str; 2], text: [&str; 2]) -> Vec<&'a Question> {
    let lost = |value: &str| {
        !value.is_empty()
            && now.contains(value)
            && !first.contains(value)
            && !text.iter().any(|t| t.contains(value))
    };
    // Of the sender the gate tells anyway.
    let told = |id: &str, optional: bool| id.starts_with("sender.") && !optional;
    let asked = walk.steps.iter().filter(|s| !told(&s.question.id, s.question.optional));
    let gone = asked.filter(|s| match walk.get(&s.question.id) {
        Some(Value::One(value)) => lost(value),
        Some(Value::Entries(all)) => all.iter().any(|e| e.0.values().any(|v| lost(v))),
        _ => false,
    });
    gone.map(|s| s.question).collect()
}

/// The same by their labels, in words.
pub(in crate::domain) fn lacks(walk: &Walk<'_>, texts: [&str; 2], text: [&str; 2]) -> String {
    let labels: Vec<&str> =
        unsaid(walk, texts, text).into_iter().map(|q| q.label.as_str()).collect();
    labels.join(text!("sign.comma"))
}

/// Declined selections in the text without a refusal: neither in their block, nor in the next
/// sentence, nor announced before.
pub(in crate::domain) fn bare(walk: &Walk<'_>, body: &str) -> Vec<Finding> {
    let blocks: Vec<&str> = body.split("\n\n").map(str::trim).collect();
    let refuses = |at: usize, begins: &[&str]| {
        let block = blocks.get(at).filter(|b| begins.is_empty() || has(b, begins));
        block.is_some_and(|b| has(b, words::NO_LONGER_WANTED))
    };
    let mut out = Vec::new();
    let all = walk.entries("selections").iter().enumerate();
    for (i, e) in all.filter(|(_, e)| e.get("wish") == "decline") {
        let employer = e.get("employer");
        let stands = |at: &usize| !employer.is_empty() && blocks[*at].contains(employer);
        let said = |at: usize| {
            refuses(at, &[])
                || refuses(at + 1, words::OF_THESE)
                || at > 0 && refuses(at - 1, words::THESE_FOLLOW)
        };
        let mut there = (0..blocks.len()).filter(stands).peekable();
        if there.peek().is_some() && !there.any(said) {
            let says = text!("gate.bare", nth = numbered(i));
            out.push(of_entry(Level::Say, CHANGED, (i, "wish"), says));
        }
    }
    out
}

/// The days and times in a text, without years: in the order of the text, each once.
fn moments(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect();
    let mut out: Vec<String> = Vec::new();
    for run in text
        .split(|c: char| !c.is_ascii_digit() && !['年', '月', '日', '時', '分', ':'].contains(&c))
        .flat_map(|run| run.split_inclusive('日'))
    {
        let of_year = run.rsplit('年').next().unwrap_or(run);
        let moment = of_year.trim_start_matches(|c: char| !c.is_ascii_digit());
        if moment.contains(['月', '日', '時', ':']) && !out.iter().any(|m| m == moment) {
            out.push(moment.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answers_file;
    use crate::domain::calendar::OfficeCalendar;
    use crate::domain::content::Content;
    use crate::domain::document::{Document, Edited, flow_for};
    use serde::Deserialize;

    /// A heading that was taken out leaves what stood under it without a word of refusal.
    #[test]
    fn what_is_declined_stands_with_a_word_of_it() {
        let answers = "service = \"apoplus-pharmacist\"
goal = \"withdraw\"
[[answers.selections]]
employer = \"みなと薬局\"
stage = \"applied\"
wish = \"decline\"
[[answers.selections]]
employer = \"ひかり病院\"
stage = \"applied\"
wish = \"keep\"
";
        let (content, day) = (Content::builtin(), NaiveDate::from_ymd_opt(2026, 11, 20));
        let day = day.expect("a day");
        let answers = answers_file::parse("x", answers, &content, day).expect("answers").answers;
        let walk = Walk::new(flow_for(&content, &answers), &answers, day);
        let news = "選考の辞退と、退会をお願いしたく、ご連絡いたしました。";
        let kept = "■続けて受ける選考\nひかり病院様";
        for (list, is_bare) in [
            ("みなと薬局様　応募", true),
            ("■辞退する選考\nみなと薬局様　応募", false),
            ("みなと薬局様　応募\n\nこちらは、辞退いたしたく存じます。", false),
            ("みなと薬局様の選考は、お断りいたします。", false),
            ("次の選考を辞退いたします。\n\nみなと薬局様　応募", false),
            ("みなと薬局様　応募\n\n先方へお伝えください。", true),
            ("", false),
        ] {
            let found = bare(&walk, &format!("{news}\n\n{list}\n\n{kept}"));
            let places: Vec<_> = found.iter().map(|f| f.entry).collect();
            let expected = if is_bare { vec![Some((0, "wish"))] } else { Vec::new() };
            assert_eq!(places, expected, "{list}");
        }
    }
    #[derive(Deserialize)]
    struct Letters {
        letter: Vec<Changes>,
    }

    #[derive(Deserialize)]
    struct Changes {
        answers: String,
        bad: Vec<Vec<String>>,
        good: Vec<Vec<String>>,
    }

    /// Letters that were changed by hand: a mistake is asked about, and other words are not.
    #[test]
    fn a_slip_of_the_hand_is_seen_and_other_words_pass() {
        let all: Letters =
            toml::from_str(include_str!("../../../tests/data/edits.toml")).expect("changes");
        let (content, day) = (Content::builtin(), NaiveDate::from_ymd_opt(2026, 12, 1));
        let (day, office) = (day.expect("a day"), OfficeCalendar::default());
        let mut wrong = Vec::new();
        for Changes { answers, bad, good } in &all.letter {
            let answers =
                answers_file::parse("x", answers, &content, day).expect("answers").answers;
            let doc = Document::new(&content, &answers, None, day, office);
            let subject = doc.plan.subject.clone().unwrap_or_default();
            let found = |with: &[String]| {
                let now = |text: &str| {
                    with.chunks(2).fold(text.to_owned(), |text, w| text.replace(&w[0], &w[1]))
                };
                let (base, first) = (doc.base.clone(), doc.base.clone());
                let (subject, body) = (now(&subject), now(&doc.plan.body));
                assert!(
                    with.is_empty() || body != doc.plan.body || subject != doc.subject(),
                    "{with:?}\n{}",
                    doc.base
                );
                let edited = Edited { subject, body, base, first, meant: false };
                let doc = Document::new(&content, &answers, Some(&edited), day, office);
                let found = doc.proofread(office).findings;
                found.into_iter().map(|f| f.message).collect::<Vec<_>>()
            };
            let before = found(&[]);
            for (changes, is_bad) in [(bad, true), (good, false)] {
                for with in changes {
                    let more: Vec<_> =
                        found(with).into_iter().filter(|m| !before.contains(m)).collect();
                    if more.is_empty() == is_bad {
                        wrong.push(format!("{with:?}: {more:?}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
