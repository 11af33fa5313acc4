//! A due date for a calendar (RFC 5545).
//!
//! Written by hand: of the crates, icalendar brings random ids and a clock (uuid, getrandom) and
//! lets a lone CR through, and ics folds at 76 octets instead of 75. What is needed here is one
//! event, escaping and folding.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Octets of a line without its CRLF (RFC 5545 §3.1).
const MAX_LINE: usize = 75;

/// A calendar entry for a due day. Contains typed text, hence no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct IcsEntry {
    /// Of all days of all cases this one alone has it, and keeps it while its day moves.
    pub id: String,
    pub day: NaiveDate,
    /// None: in the morning.
    pub time: Option<NaiveTime>,
    pub summary: String,
    /// What to do on that day; "" for nothing.
    pub description: String,
}

/// The UID of a day (RFC 5545 §3.8.4.7). The right-hand side is the program and no host name: that
/// would tell whose machine it was.
fn uid(id: &str) -> String {
    format!("{id}@kotowari")
}

/// Duration of the event, and lead time of its reminder, in minutes.
const MINUTES: i64 = 15;

/// Time zone of the event. Without one Google takes some files for UTC; without its definition
/// Outlook rejects the name (§3.6.5).
const ZONE: &str = "Asia/Tokyo";
const ZONE_LINES: [(&str, &str); 8] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", ZONE),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19700101T000000"),
    ("TZOFFSETFROM", "+0900"),
    ("TZOFFSETTO", "+0900"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

const HEAD: [(&str, &str); 3] =
    [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//kotowari//kotowari//JA")];

/// The time of entries without one: when desks open.
pub const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");

/// The due dates as a calendar of short events, each with a reminder before it, CRLF after every
/// line. `made`: when this version of them was.
///
/// No all-day event: Outlook passes over an alarm after the start, which is midnight there, and
/// Google imports no alarm of an all-day event and has none of its own for it. A timed one every
/// program reminds of.
///
/// The event takes up no time and is private: calendars are shared at work, where nobody should see
/// that somebody leaves an agent.
pub fn ics(dues: &[IcsEntry], made: DateTime<Utc>) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    for (name, value) in HEAD.into_iter().chain(ZONE_LINES) {
        line(name, value);
    }
    for due in dues {
        event(&mut line, due, made);
    }
    line("END", "VCALENDAR");
    out
}

fn event(line: &mut impl FnMut(&str, &str), due: &IcsEntry, made: DateTime<Utc>) {
    let summary = escape(&super::one_line(&due.summary));
    let local = |t: NaiveDateTime| t.format("%Y%m%dT%H%M%S").to_string();
    let start = due.day.and_time(due.time.unwrap_or(MORNING));
    line("BEGIN", "VEVENT");
    line("UID", &escape(&super::one_line(&uid(&due.id))));
    line("DTSTAMP", &made.format("%Y%m%dT%H%M%SZ").to_string());
    line(&format!("DTSTART;TZID={ZONE}"), &local(start));
    line(&format!("DTEND;TZID={ZONE}"), &local(start + Duration::minutes(MINUTES)));
    line("SUMMARY", &summary);
    if !due.description.is_empty() {
        line("DESCRIPTION", &escape(&due.description));
    }
    line("CLASS", "PRIVATE");
    line("TRANSP", "TRANSPARENT");
    line("BEGIN", "VALARM");
    line("ACTION", "DISPLAY");
    line("DESCRIPTION", &summary);
    line("TRIGGER", &format!("-PT{MINUTES}M"));
    line("END", "VALARM");
    line("END", "VEVENT");
}

/// TEXT (§3.3.11): backslash, semicolon and comma escaped, line breaks as `\n`, other control
/// characters but the tab dropped, as they must not occur.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a content line, folded before the character that would not fit (§3.1); the blank at the
/// start of a continuation counts.
fn fold(out: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > MAX_LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            escape("a\\b;c,d:e\"f\r\ng\rh\ni\u{85}j\u{7}k\tl"),
            "a\\\\b\\;c\\,d:e\"f\\ng\\nh\\ni\\njk\tl"
        );
    }

    #[test]
    fn lines_are_folded_by_octets_between_characters() {
        for lead in 0..4 {
            let line = "x".repeat(lead) + &"断\u{20BB7}é".repeat(60);
            let mut out = String::new();
            fold(&mut out, &line);
            assert!(out.split("\r\n").all(|l| l.len() <= MAX_LINE), "{out}");
            // No line is shorter than it has to be.
            let (full, _) = out.split_once("\r\n").expect("a fold");
            assert!(full.len() > MAX_LINE - 4);
            assert_eq!(out.replace("\r\n ", "").trim_end(), line);
        }
        let mut out = String::new();
        fold(&mut out, &"x".repeat(MAX_LINE));
        assert_eq!(out, "x".repeat(MAX_LINE) + "\r\n");
    }
}
