//! Whether an answer is valid for its question, and its normal form. The caller keeps the draft.

mod label;
mod mail;
mod names;
mod nothing;
mod office;
mod phone;

pub use mail::{ascii, both_forms};
pub use names::{family_name_alone, title_left};
pub use nothing::{only_signs, says_nothing};

use super::answers::{Entry, Value};
use super::calendar::{self, DateError, Year};
use super::day;
use super::flow::spec::{Choice, DateRule, FieldSpec, Format, Kind, Question};
use super::hours::{self, Span};
use super::words;
use crate::text::clean;
use chrono::{NaiveDate, NaiveTime};
use unicode_segmentation::UnicodeSegmentation;

/// The answer to a month question that leaves the time open.
pub const WHEN_I_ASK: &str = "when_i_ask";
/// The answer to a date question that means the day of writing.
pub const TODAY: &str = "today";

pub fn date_of(answer: &str, today: NaiveDate) -> Option<NaiveDate> {
    if answer == TODAY { Some(today) } else { day_and_time(answer).0.parse().ok() }
}

/// The day of such an answer, and its time if it has one.
pub fn dated(answer: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let (day, time) = day_and_time(answer);
    Some((day.parse().ok()?, NaiveTime::parse_from_str(time, "%H:%M").ok()))
}

pub fn day_and_time(answer: &str) -> (&str, &str) {
    answer.split_once(' ').unwrap_or((answer, ""))
}

/// Longest line and longest text, in graphemes: enough for any sentence, short enough for any form.
const MAX_LINE: usize = 120;
pub const MAX_TEXT: usize = 600;
/// A day further ahead, in months, is a slip in the year.
const FAR: i32 = 60;
/// The longest list of entries; nobody has more selections under way.
pub const MAX_ENTRIES: usize = 20;

/// Checks a stored answer and returns its normal form.
/// Errors: what is wrong and what is expected, in Japanese, without quoting the answer.
pub fn check(q: &Question, value: &Value, today: NaiveDate) -> Result<Value, String> {
    match (q.kind, value) {
        (Kind::Choice, Value::One(v)) => {
            if q.choices_from.is_some() || q.choice.iter().any(|c| c.value == *v) {
                Ok(value.clone())
            } else {
                Err(choose(&q.choice, v))
            }
        }
        (Kind::Choices, Value::Many(v)) => {
            if let Some(unknown) = v.iter().find(|v| !q.choice.iter().any(|c| c.value == **v)) {
                return Err(choose(&q.choice, unknown));
            }
            refuse!(v.is_empty() && !q.optional && !q.none_too, text!("validate.choose"));
            // In the order of the question, each once: the order of marking says nothing.
            let order =
                q.choice.iter().map(|c| c.value.clone()).filter(|c| v.contains(c)).collect();
            Ok(Value::Many(order))
        }
        (Kind::Text, Value::One(v)) => text(q.format, v, q.optional).map(Value::One),
        (Kind::LongText, Value::One(v)) => long(v, q.optional, q.lines).map(Value::One),
        (Kind::Date, Value::One(v)) => {
            match q.choice.iter().find(|c| [&c.value, &c.label].contains(&v)) {
                Some(word) => Ok(Value::One(word.value.clone())),
                None if q.optional && empty(v) => Ok(Value::One(String::new())),
                None => date(q, v, today).map(Value::One),
            }
        }
        (Kind::Month, Value::One(v)) => month(v, today).map(Value::One),
        (Kind::Entries, Value::Entries(v)) => {
            refuse!(v.len() > MAX_ENTRIES, text!("validate.too_many", most = MAX_ENTRIES));
            refuse!(v.is_empty() && !q.optional, text!("validate.add"));
            v.iter()
                .map(|e| entry(&q.field, e, today).map_err(|(_, why)| why))
                .collect::<Result<_, _>>()
                .map(Value::Entries)
        }
        (Kind::Hours, Value::Many(v)) => {
            refuse!(v.len() > MAX_ENTRIES, text!("validate.too_many", most = MAX_ENTRIES));
            let spans: Result<Vec<_>, _> =
                v.iter().filter(|s| !says_nothing(s)).map(|s| Span::parse_all(s)).collect();
            Ok(Value::Many(Span::joined(&spans?.concat()).iter().map(Span::to_answer).collect()))
        }
        _ => Err(text!("validate.wrong_kind").to_owned()),
    }
}

/// A choice must be listed; says which are.
pub fn one_of<'a>(known: impl Iterator<Item = &'a str>) -> String {
    text!("validate.one_of", words = known.collect::<Vec<_>>().join(" "))
}

/// The same, or how the one is written that is meant: people write what they read, 「退会する」.
pub fn choose(choices: &[Choice], raw: &str) -> String {
    let named = choices.iter().map(|c| (c.value.as_str(), c.label.as_str()));
    let all = named.flat_map(|(value, label)| [label, value].map(|name| (value, label, name)));
    meant(raw, all).unwrap_or_else(|| one_of(choices.iter().map(|c| c.value.as_str())))
}

/// The spelling of the value that is probably meant, among values with a label and a name.
pub fn meant<'c>(
    raw: &str,
    mut named: impl Iterator<Item = (&'c str, &'c str, &'c str)>,
) -> Option<String> {
    let plain = |text: &str| clean::fold(text.trim()).replace(['-', ' '], "_");
    let (value, label, _) = named.find(|(.., name)| plain(name) == plain(raw))?;
    Some(text!("validate.written", label, value))
}

/// A line of text in its normal form. Names are never normalised beyond trimming.
pub fn text(format: Format, raw: &str, optional: bool) -> Result<String, String> {
    // Two lines are two people.
    if format == Format::Handler && clean::clean(raw, true).text.trim().contains('\n') {
        return Err(text!("validate.handler.one").to_owned());
    }
    let line = clean::clean(&apart(format, raw), false).text;
    let line = line.trim();
    if line.is_empty() || format != Format::Reply && says_nothing(line) {
        return nothing(line, optional);
    }
    fits(line, MAX_LINE)?;
    filled_in(line)?;
    match format {
        Format::Reply if is_bare(line) => Err(text!("validate.bare").to_owned()),
        Format::Free | Format::Reply => Ok(line.to_owned()),
        Format::Name => names::name(line),
        Format::Handler => names::handler(line),
        Format::Office => office::office(line),
        Format::Subject => subject(line, optional),
        Format::Reading => names::reading(line),
        Format::Email => mail::email(line),
        Format::Phone => phone::phone(line),
        Format::Caller => phone::caller(line),
        // The end of a day is not a time: a call comes when it begins.
        Format::Time => match hours::minutes(line).ok().filter(|m| *m < hours::DAY_END) {
            Some(minutes) => Ok(hours::time(minutes)),
            None => Err(text!("validate.time").to_owned()),
        },
        Format::Third => third(line),
    }
}

/// Whether it is only a day, a number or an address: an answer also says of what.
fn is_bare(line: &str) -> bool {
    let says = |c: char| c.is_alphabetic() && !c.is_ascii() && !words::IN_DAYS.contains(c);
    let plain = clean::fold(line);
    plain.contains(|c: char| c.is_ascii_digit() || c == '@') && !plain.contains(says)
}

/// Puts a full stop between sentences that were on separate lines of a one-line field.
fn apart(format: Format, raw: &str) -> String {
    let text = clean::clean(raw, true).text;
    if !matches!(format, Format::Free | Format::Reply) {
        return text;
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let whole = |line: &&str| words::ends(line, words::POLITE_ENDS);
    let (last, before) = lines.split_last().unwrap_or((&"", &[]));
    let before = before.iter().map(|line| {
        if whole(line) { format!("{line}{}", text!("sign.stop")) } else { format!("{line}\n") }
    });
    before.collect::<String>() + last
}

/// The message about a name that was read without the words around it, quoting the name. None:
/// nothing readable was left.
pub fn title_taken(raw: &str, read: &str) -> Option<String> {
    let seen = |text: &str| clean::fold(text).replace(' ', "");
    let raw = clean::clean(raw, false).text;
    if read.is_empty() || seen(&raw) == seen(read) {
        return None;
    }
    let around =
        raw.split_once(read).map_or([raw.as_str(), ""], |(before, behind)| [before, behind]);
    let parts = around.map(str::trim).into_iter().filter(|part| !part.is_empty());
    let parts: String = parts.map(|part| text!("answers.title_taken.part", part)).collect();
    Some(text!("answers.title_taken", parts))
}

/// Whether the input consists of signs only, which are read as nothing: 「…」.
pub fn signs_left_out(raw: &str, read: &str) -> bool {
    read.is_empty() && !raw.trim().is_empty() && !raw.contains(|c: char| c.is_alphanumeric())
}

/// The number of a letter: 「三通目」 is 3.
fn third(line: &str) -> Result<String, String> {
    let line = calendar::digits(&clean::fold(line));
    let number = line.trim_end_matches(['以', '上']).trim_end_matches('目');
    let number = number.trim_end_matches(['通', '度', '回', '番']).trim();
    let number = number.parse::<u32>().ok().filter(|n| (3..100).contains(n));
    number.map_or_else(|| Err(text!("validate.third").to_owned()), |n| Ok(n.to_string()))
}

/// A subject without mail prefixes, form labels or enclosing marks.
fn subject(line: &str, optional: bool) -> Result<String, String> {
    let mut rest = line;
    while let Some(behind) = words::BEFORE_SUBJECT.iter().find_map(|mark| {
        let head = rest.get(..mark.len()).filter(|head| head.eq_ignore_ascii_case(mark))?;
        rest.strip_prefix(head)?.trim_start().strip_prefix([':', '：']).map(str::trim_start)
    }) {
        rest = behind;
    }
    let inside = rest.strip_prefix('「').and_then(|r| r.strip_suffix('」'));
    match inside.filter(|r| !r.contains(['「', '」'])).unwrap_or(rest).trim() {
        "" => nothing("", optional),
        subject => Ok(subject.to_owned()),
    }
}

/// Whether an answer has nothing to say, in words or without.
fn empty(text: &str) -> bool {
    text.trim().is_empty() || says_nothing(text)
}

/// What such an answer comes to.
fn nothing(text: &str, optional: bool) -> Result<String, String> {
    match (optional, text.trim().is_empty()) {
        (true, _) => Ok(String::new()),
        (false, true) => Err(text!("validate.empty").to_owned()),
        (false, false) => Err(text!("validate.nothing").to_owned()),
    }
}

/// A template that was pasted with its blanks is not filled in yet.
fn filled_in(text: &str) -> Result<(), String> {
    if text.split_once('〔').is_some_and(|(_, rest)| rest.contains('〕')) {
        return Err(text!("validate.blank").to_owned());
    }
    Ok(())
}

/// Most code points in one character; the longest emoji have eleven.
const MAX_MARKS: usize = 16;

/// Whether a text is short enough, in displayed and in stored characters.
fn fits(text: &str, max: usize) -> Result<(), String> {
    for (n, cluster) in text.graphemes(true).enumerate() {
        refuse!(n >= max, text!("validate.too_long", max));
        refuse!(cluster.chars().nth(MAX_MARKS).is_some(), text!("validate.marks"));
    }
    Ok(())
}

/// A text of several lines, of at most so many.
pub fn long(raw: &str, optional: bool, most: Option<usize>) -> Result<String, String> {
    let cleaned = clean::clean(raw, true).text;
    let t = cleaned.trim();
    if empty(t) {
        return nothing(t, optional);
    }
    fits(t, MAX_TEXT)?;
    let lines = t.lines().filter(|l| !l.trim().is_empty()).count();
    if let Some(most) = most.filter(|most| lines > *most) {
        return Err(text!("validate.too_many_lines", most));
    }
    filled_in(t)?;
    Ok(t.to_owned())
}

/// A day in its normal form, or [`TODAY`] where the question allows it.
/// Errors: no readable day, or one that makes no sense here.
pub fn date(q: &Question, raw: &str, today: NaiveDate) -> Result<String, String> {
    if q.today && raw.trim() == TODAY {
        return Ok(TODAY.to_owned());
    }
    refuse!(raw.trim().is_empty(), text!("validate.no_date"));
    // If the time is a separate question, a time after the day would be lost.
    refuse!(q.only_day && day::with_time(raw, today), text!("validate.only_day"));
    let on = day(q.rule, raw, today)?;
    // No letter tells the time of a day that is to come.
    refuse!(q.rule == DateRule::NotPast && day::with_time(raw, today), text!("validate.no_time"));
    Ok(on.to_string())
}

/// The year that a day without one belongs to.
pub fn year(rule: DateRule) -> Year {
    match rule {
        DateRule::NotFuture => Year::Last,
        DateRule::Past => Year::Written,
        DateRule::NotPast => Year::Next,
        DateRule::Any => Year::Open,
    }
}

/// Why a birth date could not be taken, without the day itself: that ends in reports.
pub fn no_birth(e: DateError) -> String {
    let says = match e {
        DateError::Unreadable => text!("validate.born.unreadable"),
        DateError::NoYear | DateError::ShortYear => text!("validate.born.no_year"),
        DateError::NoDay => text!("validate.born.no_day"),
        DateError::NoSuchDay { .. } | DateError::NoSuchMonth { .. } | DateError::NoFifth { .. } => {
            text!("validate.born.no_such_day")
        }
        DateError::WrongWeekday { .. } => text!("validate.born.weekday"),
        DateError::OutOfRange => text!("validate.born.old"),
        e => return e.without_the_day(),
    };
    says.to_owned()
}

/// A day that makes sense by the rule.
/// Errors: no readable day, or one that the rule refuses.
pub fn day(rule: DateRule, raw: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let read = day::read(raw, today, year(rule));
    let d = read.map_err(|e| if rule == DateRule::Past { no_birth(e) } else { e.to_string() })?;
    match rule {
        DateRule::NotFuture if d > today => Err(text!("validate.ahead").to_owned()),
        DateRule::NotFuture if d < calendar::add_months(today, -60) => {
            Err(text!("validate.long_ago").to_owned())
        }
        DateRule::Past if d > today => Err(text!("validate.born.ahead").to_owned()),
        // Nobody under 15 may be employed (労働基準法56条).
        DateRule::Past if d > calendar::add_months(today, -12 * 15) => {
            Err(text!("validate.born.young").to_owned())
        }
        DateRule::Past if d < NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default() => {
            Err(text!("validate.born.old").to_owned())
        }
        DateRule::NotPast if d < today => Err(text!("validate.gone_by").to_owned()),
        DateRule::NotPast if d > calendar::add_months(today, FAR) => {
            Err(text!("validate.far").to_owned())
        }
        _ => Ok(d),
    }
}

/// A month `2027-04`, a day, or [`WHEN_I_ASK`]; an empty text means the latter.
/// Errors: unreadable, past, or too far ahead.
pub fn month(raw: &str, today: NaiveDate) -> Result<String, String> {
    use chrono::Datelike;
    let raw = raw.trim();
    if empty(raw) || raw == WHEN_I_ASK {
        return Ok(WHEN_I_ASK.to_owned());
    }
    let (read, last) = (calendar::parse_month(raw, today), calendar::add_months(today, FAR));
    if let Ok((y, m)) = read {
        return if (y, m) < (today.year(), today.month()) {
            Err(text!("validate.month.gone_by").to_owned())
        } else if (y, m) > (last.year(), last.month()) {
            Err(text!("validate.far").to_owned())
        } else {
            Ok(format!("{y:04}-{m:02}"))
        };
    }
    match day::read(calendar::exactly(raw), today, Year::Next) {
        Ok(d) if d < today => Err(text!("validate.month.day_gone_by").to_owned()),
        Ok(d) if d > last => Err(text!("validate.far").to_owned()),
        Ok(d) => Ok(d.to_string()),
        Err(day) => {
            let why = match (read.err(), day) {
                (
                    None | Some(DateError::UnreadableMonth),
                    DateError::Unreadable | DateError::NoDay,
                ) => text!("validate.month.unreadable").to_owned(),
                (Some(month), DateError::Unreadable | DateError::NoDay) => month.to_string(),
                (_, day) => day.to_string(),
            };
            Err(why)
        }
    }
}

/// An entry in its normal form.
/// Errors: index of the faulty field, and what is wrong, with its label.
pub fn entry(fields: &[FieldSpec], e: &Entry, today: NaiveDate) -> Result<Entry, (usize, String)> {
    let mut out = Entry::default();
    for (at, f) in fields.iter().enumerate() {
        if e.get(&f.id).is_empty() && !f.when.holds(e) {
            out.0.insert(f.id.clone(), String::new());
            continue;
        }
        let v = field(f, e.get(&f.id), today)
            .map_err(|m| (at, text!("sign.says", name = f.label, text = m)))?;
        out.0.insert(f.id.clone(), v);
    }
    Ok(out)
}

/// The time after a day, if the field keeps it: `15:00`.
pub fn time_behind(f: &FieldSpec, raw: &str, today: NaiveDate) -> Option<String> {
    day::time_behind(raw, today).filter(|_| f.timed).map(hours::time)
}

pub fn field(f: &FieldSpec, raw: &str, today: NaiveDate) -> Result<String, String> {
    // "none" is an ordinary choice if the field lists it.
    if f.kind == Kind::Choice && f.choice.iter().any(|c| c.value == raw) {
        return Ok(raw.to_owned());
    }
    // A day or a choice that is needed says itself what it takes.
    let none_too = f.kind != Kind::Text || f.format == Format::Reply;
    if raw.trim().is_empty() || (empty(raw) && (f.optional || !none_too)) {
        return match nothing(raw, f.optional) {
            Err(_) if f.kind == Kind::Choice => Err(text!("validate.choose_one").to_owned()),
            read => read,
        };
    }
    match f.kind {
        Kind::Choice => Err(choose(&f.choice, raw)),
        Kind::Date => {
            let d = day(f.rule, raw, today)?;
            let time = time_behind(f, raw, today);
            Ok(time.map_or_else(|| d.to_string(), |time| format!("{d} {time}")))
        }
        _ => text(f.format, raw, f.optional),
    }
}
