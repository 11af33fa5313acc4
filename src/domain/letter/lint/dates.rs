//! Dates in the text: whether they exist, their weekdays, deadlines.

use super::finding::Lint;
use super::spec::Weight;
use super::tables::say;
use super::text::{LintedText, Unit};
use crate::domain::calendar::{self, FIRST_YEAR, LAST_YEAR};
use crate::domain::words::{self, begins, has};
use chrono::NaiveDate;

pub(in crate::domain::letter) struct WrittenDay {
    pub(in crate::domain::letter) at: usize,
    /// The offset after it, weekday included.
    pub(in crate::domain::letter) end: usize,
    year: Option<i32>,
    pub(in crate::domain::letter) month: u32,
    pub(in crate::domain::letter) day: u32,
    /// 令和8年.
    era: bool,
    pub(in crate::domain::letter) weekday: Option<char>,
    /// The brackets contain only the weekday.
    pub(in crate::domain::letter) bracketed: bool,
    /// `11/26`: not surely a date unless a weekday or a deadline follows.
    pub(in crate::domain::letter) bare: bool,
}

impl WrittenDay {
    pub(in crate::domain::letter) fn date(&self, today: NaiveDate) -> Option<NaiveDate> {
        calendar::nearest_day(self.year, self.month, self.day, today)
    }
}

/// Where the dates of a text end, weekdays included.
pub(super) fn ends(text: &str) -> Vec<usize> {
    dates(text).into_iter().filter(|d| !d.bare || d.weekday.is_some()).map(|d| d.end).collect()
}

/// Whether a day is written there that no calendar has.
pub(super) fn impossible(text: &str, today: NaiveDate) -> bool {
    dates(text).iter().any(|d| !d.bare && d.date(today).is_none())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Deadline {
    No,
    /// までに: if something is asked until then.
    Until,
    /// 期限は….
    Named,
}

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let (mut western, mut era) = (false, None);
    for unit in &letter.units {
        for d in dates(&unit.text) {
            let after = unit.text.get(d.end..).unwrap_or_default();
            let before = unit.text.get(..d.at).unwrap_or_default();
            // 保存の期限 is nobody's deadline for an answer.
            let named = words::LIMIT.iter().any(|l| {
                let of = before.strip_suffix(l);
                of.is_some_and(|b| !words::ends(b, words::LIMIT_OF_DATA))
            });
            let deadline = if named {
                Deadline::Named
            } else if begins(after, words::UNTIL) {
                Deadline::Until
            } else {
                Deadline::No
            };
            if d.bare && d.weekday.is_none() && deadline == Deadline::No {
                continue;
            }
            western |= d.year.is_some() && !d.era;
            if d.era && era.is_none() {
                era = Some(unit.place(d.at));
            }
            check_date(letter, unit, &d, deadline, out);
        }
    }
    beside(letter, out);
    if let (true, Some(place)) = (western, era) {
        out.push(say::MIXED_ERAS.at(place));
    }
}

/// Dates that contradict each other: a past deadline, another "today", two deadlines at once.
fn beside(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let today = letter.input.today;
    let mut first = None;
    for unit in &letter.units {
        let over = words::DAYS_OVER.iter().flat_map(|day| unit.text.match_indices(day));
        for (at, day) in over {
            let after = unit.text.get(at + day.len()..).unwrap_or_default();
            if begins(after, words::UNTIL) && asked(after, false) {
                out.push(say::DEADLINE_PAST.at(unit.place(at)));
            }
        }
        for d in dates(&unit.text) {
            let Some(on) = d.date(today) else { continue };
            let before = unit.text.get(..d.at).unwrap_or_default();
            if words::ends(before, words::TODAYS) && on != today {
                let day = calendar::format_ja(today);
                out.push(say::NOT_TODAY.with(unit.place(d.at), &[("{day}", &day)]));
            }
            let after = unit.text.get(d.end..).unwrap_or_default();
            let answer = has(&sentence(after), words::REPLIES_ASKED);
            if !(begins(after, words::UNTIL) && asked(after, false) && answer) {
                continue;
            }
            if first.is_some_and(|first| first != on) {
                out.push(say::TWO_DEADLINES.at(unit.place(d.at)));
            }
            first = first.or(Some(on));
        }
    }
}

fn sentence(after: &str) -> String {
    after.chars().take(60).take_while(|c| *c != '。').collect()
}

/// Whether an answer is asked for by the date before this text; `named` as the deadline.
fn asked(after: &str, named: bool) -> bool {
    let rest = sentence(after);
    let soon: String = rest.chars().take(12).collect();
    (named || has(&rest, words::ASKS_UNTIL)) && !has(&soon, words::PAST)
}

fn check_date(
    letter: &LintedText<'_>,
    unit: &Unit,
    d: &WrittenDay,
    deadline: Deadline,
    out: &mut Vec<Lint>,
) {
    let (today, office) = (letter.input.today, letter.input.office);
    let Some(date) = d.date(today) else {
        out.push(say::NO_SUCH_DAY.at(unit.place(d.at)));
        return;
    };
    let weekday = calendar::weekday_ja(date);
    if let Some(w) = d.weekday
        && !weekday.starts_with(w)
    {
        let weight = if d.year.is_some() { Weight::Block } else { Weight::Warn };
        let values = [
            ("{word}", w.to_string()),
            ("{weekday}", weekday.to_owned()),
            ("{day}", calendar::format_ja(date)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        out.push(say::WEEKDAY.weighing(weight).with(unit.place(d.at), &values));
    }
    let after = unit.text.get(d.end..).unwrap_or_default();
    if date < today && begins(after, words::LEAVES_ON) {
        out.push(say::LEAVING_PAST.at(unit.place(d.at)));
    }
    let before = unit.text.get(..d.at).unwrap_or_default();
    if date > today && words::ends(before, words::BIRTH_LABELS) {
        out.push(say::BORN_LATER.at(unit.place(d.at)));
    }
    if deadline == Deadline::No || !asked(after, deadline == Deadline::Named) {
        return;
    }
    let late = letter.input.told.waits.is_some_and(|on| date >= on);
    // What a mere refusal wants to hear by a day is that the employer was told.
    let decline = letter.input.goal == "decline";
    if late && (decline || has(&sentence(after), words::EMPLOYERS_TOLD)) {
        out.push(say::DEADLINE_LATE.at(unit.place(d.at)));
    }
    if date < today {
        out.push(say::DEADLINE_PAST.at(unit.place(d.at)));
    } else if !office.is_business_day(date) {
        let reason = calendar::holiday(date).unwrap_or(match weekday {
            "土" => words::SATURDAY,
            "日" => words::SUNDAY,
            _ => words::YEAR_END,
        });
        let day = calendar::format_ja(office.next_business_day(date));
        let values = [("{reason}", reason), ("{day}", day.as_str())];
        out.push(say::DEADLINE_CLOSED.with(unit.place(d.at), &values));
    }
}

/// Full-width digits are already converted.
struct DateReader<'t> {
    chars: &'t [(usize, char)],
    end: usize,
    i: usize,
}

impl DateReader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.i).map(|c| c.1)
    }
    fn at(&self) -> usize {
        self.chars.get(self.i).map_or(self.end, |c| c.0)
    }
    fn take(&mut self, any: &str) -> Option<char> {
        let c = self.peek().filter(|c| any.contains(*c))?;
        self.i += 1;
        Some(c)
    }
    /// A number of up to `most` digits that no further digit follows.
    fn number(&mut self, most: usize) -> Option<(i32, usize)> {
        let (mut n, mut len) = (0, 0);
        while let Some(d) = self.peek().and_then(|c| c.to_digit(10)) {
            if len == most {
                return None;
            }
            n = n * 10 + i32::try_from(d).ok()?;
            len += 1;
            self.i += 1;
        }
        (len > 0).then_some((n, len))
    }
    fn spaces(&mut self) {
        while self.take(" 　").is_some() {}
    }
}

pub(in crate::domain::letter) fn dates(text: &str) -> Vec<WrittenDay> {
    let chars: Vec<(usize, char)> = text
        .char_indices()
        .map(|(i, c)| match c {
            '０'..='９' => (i, char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)),
            '／' => (i, '/'),
            '－' => (i, '-'),
            c => (i, c),
        })
        .collect();
    let mut out: Vec<WrittenDay> = Vec::new();
    let mut i = 0;
    while let Some((_, c)) = chars.get(i) {
        let before = i.checked_sub(1).and_then(|b| chars.get(b)).map_or(' ', |c| c.1);
        if !c.is_ascii_digit() || before.is_ascii_digit() {
            i += 1;
            continue;
        }
        let mut r = DateReader { chars: &chars, end: text.len(), i };
        // After these marks it may belong to something else, unless it has words: 面接／2026年4月1日.
        let marked = "/-.@_+".contains(before);
        // After a letter only a date in words counts: a typing slip.
        let lettered = before.is_ascii_alphabetic();
        match date(&mut r, &chars, i).filter(|d| {
            let has = |word| text.get(d.at..d.end).is_some_and(|t| t.contains(word));
            (!marked || d.year.is_some() && has('年')) && (!lettered || !d.bare && has('月'))
        }) {
            Some(d) => {
                out.push(d);
                i = r.i;
            }
            None => i += 1,
        }
    }
    out
}

fn date(r: &mut DateReader<'_>, chars: &[(usize, char)], start: usize) -> Option<WrittenDay> {
    let at = r.at();
    let (first, len) = r.number(4)?;
    let (year, month, bare, day, era);
    if r.take("年").is_some() {
        let two = |back: usize| start.checked_sub(back).and_then(|b| chars.get(b)).map(|c| c.1);
        let offset = match (two(2), two(1)) {
            (Some('令'), Some('和')) => 2018,
            (Some('平'), Some('成')) => 1988,
            (Some('昭'), Some('和')) => 1925,
            _ => 0,
        };
        era = offset > 0;
        r.spaces();
        let (m, _) = r.number(2)?;
        r.take("月")?;
        r.spaces();
        let (d, _) = r.number(2)?;
        r.take("日")?;
        (year, month, day, bare) = (Some(first + offset), m, d, false);
    } else if r.take("月").is_some() {
        r.spaces();
        let (d, _) = r.number(2).filter(|_| len <= 2)?;
        r.take("日")?;
        (year, month, day, bare, era) = (None, first, d, false, false);
    } else {
        let sep = r.take("/-.")?;
        let (m, _) = r.number(2)?;
        era = false;
        if len == 4 {
            r.take(&sep.to_string())?;
            let (d, _) = r.number(2)?;
            (year, month, day, bare) = (Some(first), m, d, sep == '.');
        } else if sep == '/' && len <= 2 {
            (year, month, day, bare) = (None, first, m, true);
        } else {
            return None;
        }
        if r.peek().is_some_and(|c| c.is_ascii_alphanumeric() || "/-:@_年月".contains(c)) {
            return None;
        }
    }
    if year.is_some_and(|y| !(FIRST_YEAR..=LAST_YEAR).contains(&y)) {
        return None;
    }
    let (weekday, bracketed) = weekday(r);
    let unsigned = |n: i32| u32::try_from(n).ok();
    Some(WrittenDay {
        at,
        end: r.at(),
        year,
        month: unsigned(month)?,
        day: unsigned(day)?,
        era,
        weekday,
        bracketed,
        bare,
    })
}

/// `（水）`, `(水曜日)`, `（月・祝）`, `水曜日`.
fn weekday(r: &mut DateReader<'_>) -> (Option<char>, bool) {
    let start = r.i;
    r.spaces();
    let open = r.take("（(").is_some();
    let day = r.take("月火水木金土日");
    let behind = r.i;
    if open && day.is_some() {
        while r.take("曜日・祝休、 振替").is_some() {}
        let bracketed = r.i == behind;
        if r.take("）)").is_some() {
            return (day, bracketed);
        }
    } else if day.is_some() && r.take("曜").is_some() {
        r.take("日");
        return (day, false);
    }
    r.i = start;
    (None, false)
}
