//! A start date in the user's own words that differs from the answers.

use super::dates;
use super::finding::{Day, Lint};
use super::tables::say;
use super::text::{LintedText, hits};
use crate::domain::calendar::{self, Year};
use crate::domain::day;
use crate::domain::words::{self, begins, ends, has};
use chrono::{Datelike as _, NaiveDate};

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let input = letter.input;
    for told in input.told.days {
        let of = words::MATTERS.iter().filter(|(id, _)| *id == told.question);
        let matters: Vec<&str> = of.flat_map(|(_, words)| words.iter().copied()).collect();
        for (place, s) in letter.said() {
            // A part of a day that does not exist may read as another one.
            let unclear = has(s, words::ANOTHER_TIME) || has(s, words::TOLD_BEFORE);
            if !has(s, &matters) || unclear || dates::impossible(s, input.today) {
                continue;
            }
            let named = matters.iter().flat_map(|m| hits(s, m)).find_map(|(_, before, after)| {
                named_before(before, after, input.today)
                    .or_else(|| named_behind(after, input.today))
            });
            if let Some(own) = named.filter(|own| !own.is(told)) {
                let values = [
                    ("{word}", own.shown()),
                    ("{what}", told.label.to_owned()),
                    ("{day}", shown(told.on, told.month)),
                ];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                out.push(say::OTHER_DAY.with(place, &values));
            }
        }
    }
}

fn shown(on: NaiveDate, month: bool) -> String {
    if month { calendar::format_month_ja(on.year(), on.month()) } else { calendar::format_ja(on) }
}

/// A day or a month as written; without a year, the next or the nearest one.
struct NamedDay {
    days: [NaiveDate; 2],
    month: bool,
}

impl NamedDay {
    fn read(text: &str, today: NaiveDate) -> Option<Self> {
        let bare = text.trim();
        if has(bare, words::OF_ANOTHER_DAY) || has(bare, words::UP_TO) {
            return None;
        }
        let day = |year| day::read(bare, today, year).ok();
        if let (Some(next), Some(near)) = (day(Year::Next), day(Year::Nearest)) {
            return Some(Self { days: [next, near], month: false });
        }
        let first = |year| {
            let (y, m) = calendar::month_of(bare, today, year).ok()?;
            NaiveDate::from_ymd_opt(y, m, 1)
        };
        let days = [first(Year::Next)?, first(Year::Nearest)?];
        Some(Self { days, month: true })
    }

    fn is(&self, told: &Day<'_>) -> bool {
        let month = |d: NaiveDate| (d.year(), d.month());
        self.days.iter().any(|own| {
            if self.month || told.month { month(*own) == month(told.on) } else { *own == told.on }
        })
    }

    fn shown(&self) -> String {
        shown(self.days[0], self.month)
    }
}

/// Longest text between a date and the act that starts then: 「から転職活動を」.
const OBJECT: usize = 14;

/// 「12月20日付で退会」「5月から活動を再開」, in a decision or a request.
fn named_before(before: &str, after: &str, today: NaiveDate) -> Option<NamedDay> {
    if !begins(after, words::DECIDES) && !after.trim().is_empty() {
        return None;
    }
    let joined = |join: &&str| {
        let (head, object) = before.rsplit_once(*join)?;
        let near = object.chars().count() <= OBJECT && !object.contains('、');
        let fits = object.is_empty() || object == "、" || near && object.ends_with('を');
        fits.then_some(head).and_then(|head| at_the_end(head, today))
    };
    words::BEGINS_AT.iter().chain(&[""]).find_map(joined)
}

/// 「退会日は12月20日で」「再開は5月の予定」.
fn named_behind(after: &str, today: NaiveDate) -> Option<NamedDay> {
    if has(after, words::PAST_ENDS) {
        return None;
    }
    let called = words::DAY_OF.iter().find_map(|of| after.strip_prefix(of)).unwrap_or(after);
    let day = called.strip_prefix(['は', '：', ':', 'を'])?.trim_start_matches(['、', ' ', '　']);
    day::at_start(day, |day, behind| {
        let whole = behind.is_empty() || begins(behind, words::BEHIND_DAYS);
        let fits = whole && !has(behind, words::DENIED) && !begins(behind, words::UP_TO);
        fits.then(|| NamedDay::read(day, today)).flatten()
    })
}

fn at_the_end(text: &str, today: NaiveDate) -> Option<NamedDay> {
    let text = words::ABOUT_THEN.iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text);
    day::at_end(text, |before, day| {
        let inside = ['年', '月', '/', '／', '.', '-', '第', '毎'];
        let whole = !before.ends_with(|c: char| c.is_numeric() || inside.contains(&c));
        (whole && !ends(before, words::UP_TO)).then(|| NamedDay::read(day, today)).flatten()
    })
}
