//! `kotowari cases read`: what an agent's reply is, and what follows.

use super::case_cli::Read;
use super::case_commands::CaseRun;
use super::case_log::{possible, wrong_at};
use super::load::{clock, load_config, read_given, today};
use super::say::{Failure, pretty, print, say, shown};
use super::upkeep::confirmed;
use super::values::OutputFormat;
use crate::domain::calendar::{DateError, OfficeCalendar, Year, format_ja};
use crate::domain::case::moment::{self, Possible};
use crate::domain::case::noted::{line, person_ja};
use crate::domain::case::reply::{self, About, Reading, ReplyKind as R};
use crate::domain::case::{
    AnswerKind, CaseRecord, Event, FollowUp, Kind, NextStep, When, Word as _,
};
use crate::domain::day;
use crate::text::clean::visible;
use chrono::NaiveDate;
use serde_json::json;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

impl CaseRun<'_> {
    pub(super) fn read(&self, args: &Read) -> Result<u8, Failure> {
        let bare = args.id == "-";
        refuse!(bare && args.yes, Failure::usage(text!("reply.no_case").to_owned()));
        let config = load_config(self.cli, &self.content)?.0;
        let office = config.office;
        let record = if bare { None } else { Some(self.load(&args.id)?) };
        let clock = clock(self.cli);
        let when = match &record {
            Some(record) => possible(record, None, clock)?,
            None => Possible::new(None, clock.now(), clock.is_real()),
        };
        let (name, text) = source(args.file.as_deref())?;
        let others = |r| Ok::<_, Failure>(config.beside(r, &self.content, &self.list_all()?));
        let beside = record.as_ref().map(others).transpose()?.unwrap_or_default();
        let about =
            About { case: record.as_ref(), office, content: &self.content, beside: &beside };
        let text = reply::take(&text, about)
            .map_err(|e| Failure::usage(text!("sign.says", name = shown(&name), text = e)))?;
        refuse!(text.is_empty(), Failure::usage(text!("reply.empty", file = shown(&name))));
        let at = came(args.received.as_deref(), text.date(), &when)?;
        let reading = text.reading(at.day());
        let event = reading.noted(at, record.as_ref());
        let json = args.format == OutputFormat::Json;
        if json {
            print(&pretty(&as_json(&reading)))?;
        } else {
            print(&told(&reading))?;
            if let (Some(record), Some(event)) = (&record, &event) {
                print(&self.after(office, record, event)?)?;
            } else if bare && let Some(kind) = letter(&reading) {
                print(&(text!("reply.letter.bare", kind = kind.ja()) + "\n"))?;
            }
            print(&advice(&reading))?;
        }
        match record {
            Some(record) => self.keep(args, &record, &reading, event),
            None => Ok(0),
        }
    }

    /// The state of the case with this event added.
    fn after(
        &self,
        office: OfficeCalendar,
        record: &CaseRecord,
        event: &Event,
    ) -> Result<String, Failure> {
        let today = today(self.cli);
        let mut after = record.clone();
        after.log(event.at, event.what.clone(), &event.note);
        let rules = self.rules(office, &after)?;
        let step = after.next_step(rules);
        let mut out =
            text!("reply.after", state = after.state_ja(), next = step.ja_on(today)) + "\n";
        if let Some(due) = after.due(rules).filter(|d| !d.is_turn()) {
            out += &(text!("reply.due", day = format_ja(due.on), what = due.what.ja()) + "\n");
        }
        if matches!(step, NextStep::SecondLetter(_)) {
            out += concat!(text!("reply.letter"), "\n");
        }
        Ok(out)
    }

    /// Stores the event if the user agrees.
    fn keep(
        &self,
        args: &Read,
        record: &CaseRecord,
        reading: &Reading,
        event: Option<Event>,
    ) -> Result<u8, Failure> {
        let Some(event) = event else {
            say(text!("reply.nothing"));
            if !reading.sure {
                say(by_hand(reading, record));
            }
            return Ok(if args.yes && !reading.sure { 2 } else { 0 });
        };
        let same = |e: &Event| {
            e.what == event.what && e.note == event.note && e.at.day() == event.at.day()
        };
        if record.events.iter().any(same) {
            say(text!("reply.again"));
            return Ok(0);
        }
        if args.yes && !reading.sure {
            let by_hand = by_hand(reading, record);
            return Err(Failure { code: 2, lines: vec![text!("reply.doubt").to_owned(), by_hand] });
        }
        let asked = args.format == OutputFormat::Text && io::stdin().is_terminal();
        match (args.yes, asked && io::stderr().is_terminal()) {
            (true, _) => {}
            (false, true) if confirmed(question(reading))? => {}
            (false, true) => {
                say(text!("reply.kept_out"));
                return Ok(0);
            }
            (false, false) if reading.sure => {
                say(text!("reply.not_stored"));
                return Ok(0);
            }
            (false, false) => {
                say(text!("reply.kept_out"));
                say(by_hand(reading, record));
                return Ok(0);
            }
        }
        let mut odd = Vec::new();
        let said = self.changed(record.id.as_str(), text!("cases.logged"), |c| {
            c.log(event.at, event.what, &event.note);
            odd = c.odd();
        })?;
        odd.iter().for_each(say);
        if args.format == OutputFormat::Json {
            say(said);
            return Ok(0);
        }
        print(&(said + "\n"))
    }
}

/// How to note it by hand. Doubtful parts are not noted as complete.
fn by_hand(reading: &Reading, record: &CaseRecord) -> String {
    let (kind, parts) = reading.event().filter(|(kind, _)| *kind != Kind::Done).unzip();
    let answer = parts.and_then(|parts| parts.answer).unwrap_or(AnswerKind::Receipt).id();
    let kind = kind.unwrap_or(Kind::Answer).id();
    let answer =
        if kind == Kind::Answer.id() { format!(" --answer {answer}") } else { String::new() };
    text!("reply.by_hand", id = record.id, what = format!("{kind}{answer}"))
}

/// The question before storing; an unclear reply is stored as an answer only.
fn question(reading: &Reading) -> &'static str {
    if reading.bare { text!("reply.ask.bare") } else { text!("reply.ask") }
}

/// The text of the reply, and what it came from.
fn source(file: Option<&Path>) -> Result<(PathBuf, String), Failure> {
    let file = file.unwrap_or(Path::new("-"));
    let streamed = file == Path::new("-");
    if streamed && io::stdin().is_terminal() {
        say(text!("reply.paste"));
    }
    let name = if streamed { Path::new(text!("load.stdin")) } else { file };
    Ok((name.to_owned(), read_given(file)?))
}

/// When the reply came: the option, else its mail header, else now.
fn came(received: Option<&str>, date: &str, when: &Possible) -> Result<When, Failure> {
    if let Some(day) = received {
        return when.day(day).map(When::On).map_err(|e| wrong_at("--received", e));
    }
    let today = when.now.date_naive();
    if date.is_empty() {
        return Ok(when.now.into());
    }
    let wrong = |why: String| Failure::usage(text!("reply.too_early", date = visible(date), why));
    match day::read(date, today, Year::Nearest) {
        Err(DateError::Unreadable) => {
            say(text!("reply.no_date", date = visible(date), day = format_ja(today)));
            Ok(when.now.into())
        }
        // An impossible day is rejected, not ignored.
        Err(e) => Err(wrong(e.to_string())),
        Ok(_) => moment::parse(date, when).map_err(wrong),
    }
}

/// The kind of the reply and the sentences that show it.
fn told(r: &Reading) -> String {
    let mut out = vec![r.said()];
    // Sentences that were not understood are listed below.
    let because = r.because.iter().filter(|s| !r.doubts.contains(s));
    out.extend(because.map(|s| text!("reply.quote", text = visible(s))));
    let days = [
        (text!("reply.done_on"), r.done_on),
        (text!("reply.promised_by"), r.promised_by),
        (if r.work_call { text!("reply.call_on") } else { text!("reply.deadline") }, r.deadline),
        (text!("reply.kept_until"), r.kept_until),
    ];
    out.extend(days.iter().filter_map(|(name, on)| Some(line(name, &format_ja((*on)?)))));
    let texts = [
        (text!("reply.addressee"), r.addressee.as_str()),
        (text!("reply.another"), &r.another),
        (text!("reply.odd_day"), &r.odd_day),
        (text!("reply.kept"), r.kept.as_deref().unwrap_or_default()),
        (person_ja(r), &r.person),
    ];
    let texts = texts.iter().filter(|(_, text)| !text.is_empty());
    out.extend(texts.map(|(name, text)| line(name, &visible(text))));
    let doubts = r.doubts.iter().map(|s| line(text!("reply.unclear"), &visible(s)));
    out.extend(doubts);
    out.join("\n") + "\n"
}

fn letter(r: &Reading) -> Option<FollowUp> {
    r.kinds.iter().find_map(|k| match k {
        R::Done if !r.bare => Some(FollowUp::Confirm),
        R::PartlyDone | R::Refused => Some(FollowUp::PartlyDone),
        R::HeldBack if r.rest => Some(FollowUp::PartlyDone),
        R::HeldBack => Some(FollowUp::HeldBack),
        R::OtherProcedure => Some(FollowUp::OtherProcedure),
        R::Question | R::IdentityWanted => Some(FollowUp::Question),
        _ => None,
    })
}

/// What to do besides writing a letter.
fn advice(r: &Reading) -> String {
    let has = |of: &[R]| r.kinds.iter().any(|k| of.contains(k));
    let all = [
        (r.work_call, text!("reply.next.work_call")),
        (has(&[R::Question, R::IdentityWanted]) && !r.work_call, text!("reply.next.answer")),
        (r.bare && has(&[R::Done]), text!("reply.next.bare")),
        (has(&[R::Bounce]), text!("reply.next.bounce")),
        (has(&[R::Moved, R::CalledOff]) && r.kinds.len() > 1, text!("reply.next.moved")),
        (has(&[R::Transfer]), text!("reply.next.transfer")),
    ];
    all.iter().filter(|(there, _)| *there).flat_map(|(_, line)| [*line, "\n"]).collect()
}

fn as_json(r: &Reading) -> serde_json::Value {
    let day = |on: Option<NaiveDate>| on.map(|d| d.to_string());
    json!({
        "kinds": r.kinds.iter().map(|k| k.id()).collect::<Vec<_>>(),
        "sure": r.sure,
        "done_on": day(r.done_on),
        "promised_by": day(r.promised_by),
        "deadline": day(r.deadline),
        "person": (!r.person.is_empty()).then_some(&r.person),
        "kept": r.kept,
        "kept_until": day(r.kept_until),
        "because": r.because,
        "unclear": r.doubts,
    })
}
