//! `kotowari letter`: the same walk without questions.

use super::cli::{Cli, LetterArgs, LetterFormat};
use super::clock::{Clock, in_japan};
use super::load::{clock, load_config, load_content, read_answers, say_own_mistakes};
use super::paths::same_file;
use super::ports::save_as;
use super::say::{Failure, pretty, print, print_kept, say, shown};
use super::values::Output;
use crate::app::clock::other_day;
use crate::config::Config;
use crate::domain::answers_file::several::Several;
use crate::domain::answers_file::{Parsed, key_of};
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::desk_hours::{self, DeskState};
use crate::domain::document::Document;
use crate::domain::gate::{Finding, Level};
use crate::domain::hours;
use crate::domain::letter::blank;
use crate::domain::manner::DETAIL;
use crate::domain::problem::Problem;
use crate::text::{clean, said};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::json;
use std::path::Path;

/// The time of writing; for a given day noon, so that the same arguments give the same file.
fn moment(clock: Clock) -> DateTime<FixedOffset> {
    let noon = |day: NaiveDate| in_japan(day.and_hms_opt(12, 0, 0).unwrap_or_default());
    clock.day.map_or_else(|| clock.now(), noon)
}

/// Merges the command line over the file and stored details under it; all mistakes of both.
fn preset(
    l: &LetterArgs,
    given: &mut Several,
    content: &Content,
    config: &Config,
    today: NaiveDate,
) -> Vec<Problem> {
    let mut wrong = std::mem::take(&mut given.problems);
    let option = |name: &'static str, key: &str, v: &Option<String>| {
        v.as_ref().map(|v| (name, format!("{key}={v}")))
    };
    let pairs = l.set.iter().map(|p| ("--set", p.clone()));
    let pairs: Vec<_> = pairs
        .chain(option("--channel", "channel", &l.channel))
        .chain(option("--tone", "tone", &l.tone))
        .chain(option("--detail", DETAIL, &l.detail))
        .collect();
    for (from, pair) in &pairs {
        wrong.extend(given.set(from, pair, content, today).err());
    }
    let sound = wrong.is_empty();
    for parsed in &mut given.letters {
        complete(parsed, config, content, today, sound);
    }
    wrong.extend(given.unreached(&shown(&l.answers), content.flow(), today));
    wrong.sort();
    wrong
}

/// The name of one of several letters: its service, else its number.
fn name_of(n: usize, doc: &Document<'_>) -> String {
    let nth = || text!("letter.nth", n);
    let name = Some(clean::visible(doc.service_name())).filter(|name| !name.is_empty());
    text!("letter.of", name = name.unwrap_or_else(nth))
}

/// Writes the letter or letters, or says what they lack (3).
pub(super) fn letter(cli: &Cli, l: &LetterArgs) -> Result<u8, Failure> {
    let (content, clock) = (load_content(), clock(cli));
    let today = clock.today();
    if let Some(there) = clock.other_day() {
        say(other_day(today, there));
    }
    say_own_mistakes(&content);
    let (config, _) = load_config(cli, &content)?;
    if l.to.file().is_some_and(|to| same_file(to, &l.answers)) {
        return Err(Failure::usage(text!("letter.over_answers", path = shown(&l.answers))));
    }
    let mut given = read_answers(&l.answers, &content, today)?;
    if given.several && l.format == LetterFormat::Eml && folder(l, given.several).is_none() {
        let m = text!("letter.many_mails");
        return Err(Failure::usage(m.to_owned()));
    }
    let wrong = preset(l, &mut given, &content, &config, today);
    let sound = wrong.is_empty();
    let (mut letters, mut open, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for (n, parsed) in (1..).zip(&given.letters) {
        let doc = Document::new(&content, &parsed.answers, None, today, config.office)
            .at(clock.is_real().then(|| clock.now().naive_local()));
        // An incomplete letter has no text to report.
        let doc = if sound {
            if l.format == LetterFormat::Eml {
                mailable(&doc)?;
            }
            doc.proofread(config.office)
        } else {
            doc
        };
        for n in &parsed.notes {
            say(n);
        }
        let name = if given.several { name_of(n, &doc) } else { String::new() };
        for f in doc.findings.iter().filter(|f| sound && f.level != Level::Block) {
            say(text!("letter.note", name, text = f.message));
        }
        let blocks = blocks(parsed, &doc, sound);
        missing.extend(blocks.iter().map(|(key, text)| {
            let key = said(key, |key| format!("{key}: "));
            text!("letter.open", name, key, text)
        }));
        open.push(blocks);
        letters.push((parsed, doc));
    }
    // All or none: a part could be taken for the whole.
    if !sound {
        let mut wrong = Failure::problems(&wrong);
        wrong.lines.extend(missing);
        return Err(wrong);
    }
    if !missing.is_empty() {
        if l.format == LetterFormat::Json && l.to.file().is_none() {
            incomplete(&letters, &open, today, given.several)?;
        }
        return Err(Failure { code: 3, lines: missing });
    }
    hand_over(l, &content, &config, clock, &letters, given.several)
}

/// What keeps a letter from being whole: the key and why. What a mistake in the file took away is
/// told by the mistake, and what contradicts may do so for that.
fn blocks(parsed: &Parsed, doc: &Document<'_>, sound: bool) -> Vec<(String, String)> {
    let told = |f: &&Finding| match f.question.as_deref() {
        _ if f.level != Level::Block => false,
        Some(id) => parsed.leaves_open(id) && (sound || f.rule != "contradiction"),
        None => sound,
    };
    let key = |f: &Finding| f.question.as_deref().map_or_else(String::new, |q| parsed.key(q));
    doc.findings.iter().filter(told).map(|f| (key(f), f.message.clone())).collect()
}

type MadeLetter<'a> = (&'a Parsed, Document<'a>);

/// Lists the open questions for programs: an incomplete letter is not printed.
fn incomplete(
    letters: &[MadeLetter<'_>],
    open: &[Vec<(String, String)>],
    today: NaiveDate,
    several: bool,
) -> Result<u8, Failure> {
    let one = |((parsed, doc), missing): (&MadeLetter<'_>, &Vec<(String, String)>)| {
        let missing = missing.iter().map(|(key, m)| json!({ "key": key, "message": m }));
        let missing: Vec<_> = missing.collect();
        json!({
            "service": parsed.answers.one("service"),
            "service_name": doc.service_name(),
            "goal": parsed.answers.one("goal"),
            "today": today.to_string(),
            "complete": missing.is_empty(),
            "missing": missing,
        })
    };
    let all: Vec<_> = letters.iter().zip(open).map(one).collect();
    let first = all.first().cloned().unwrap_or_default();
    print(&pretty(&if several { all.into() } else { first }))
}

fn hand_over(
    l: &LetterArgs,
    content: &Content,
    config: &Config,
    clock: Clock,
    letters: &[MadeLetter<'_>],
    several: bool,
) -> Result<u8, Failure> {
    let today = clock.today();
    let mut texts = Vec::new();
    let mut json = Vec::new();
    for (parsed, doc) in letters {
        let desk = clock
            .desk()
            .zip(doc.service)
            .and_then(|(now, s)| desk_hours::desk(s, now, config.office));
        if let Some(desk) = desk.as_ref().filter(|_| doc.plan.channel.spoken()) {
            say(text!("letter.desk", desk = desk_hours::says(desk)));
        }
        match l.format {
            LetterFormat::Text => texts.push(doc.plan.all() + "\n"),
            LetterFormat::Json => {
                let one = as_json(content, parsed, doc, today, desk.as_ref());
                texts.push(pretty(&one));
                json.push(one);
            }
            LetterFormat::Eml => {
                let subject = doc.mail_subject(content, &parsed.answers, config.office);
                let mail = doc.as_mail(&subject, moment(clock));
                texts.push(mail.map_err(|e| Failure::usage(e.to_string()))?);
            }
        }
    }
    let extension = match l.format {
        LetterFormat::Text => "txt",
        LetterFormat::Json => "json",
        LetterFormat::Eml => "eml",
    };
    let name = format!("kotowari-{}.{extension}", today.format("%Y%m%d"));
    let of = letters.len();
    let Some(folder) = folder(l, several) else {
        if several && l.format == LetterFormat::Json {
            return out(&pretty(&json.into()), &l.to, &name);
        }
        let text = (1..).zip(letters.iter().zip(texts)).map(|(n, ((_, doc), text))| {
            let rule = if n > 1 { "\n" } else { "" };
            if several {
                format!("{rule}==== {n}/{of} {} ====\n{text}", doc.service_name())
            } else {
                text
            }
        });
        return out(&text.collect::<String>(), &l.to, &name);
    };
    for (n, ((parsed, _), text)) in (1..).zip(letters.iter().zip(texts)) {
        let service = parsed.answers.one("service").unwrap_or_default();
        save_as(folder, &format!("{n:02}-{service}.{extension}"), &text)?;
    }
    Ok(0)
}

fn folder(l: &LetterArgs, several: bool) -> Option<&Path> {
    l.to.file().filter(|p| several && p.is_dir())
}

/// Writes to standard output or to a file; `name` is the file name inside a folder.
fn out(text: &str, to: &Output, name: &str) -> Result<u8, Failure> {
    to.file().map_or_else(|| print_kept(text), |path| save_as(path, name, text))
}

/// Whether this channel can produce a mail: a mail, or the copy of a form for the consultant.
/// Reports a missing address.
/// Errors: what to do instead (2).
fn mailable(doc: &Document<'_>) -> Result<(), Failure> {
    let walk = &doc.walk;
    let handler = "sender.handler_email";
    let (what, or) = match walk.channel() {
        Channel::Phone => (text!("letter.script"), text!("letter.as_mail")),
        Channel::Post => (text!("letter.post"), text!("letter.as_mail")),
        Channel::Message => (text!("letter.message"), text!("letter.as_mail")),
        // Only the copy of a form can be a mail, if it may go to the consultant at all.
        Channel::Form if walk.step(handler).is_none() => {
            (text!("letter.form"), text!("letter.as_mail"))
        }
        Channel::Form if walk.one(handler).unwrap_or_default().is_empty() => {
            (text!("letter.form_copy"), text!("letter.with_handler"))
        }
        Channel::Mail | Channel::Form => {
            if doc.plan.to.is_none() && doc.plan.cc.is_none() {
                say(text!("letter.no_to"));
            }
            return Ok(());
        }
    };
    let line = text!("letter.no_mail", what, or);
    Err(Failure::usage(line))
}

/// Fills in what an answers file leaves open: stored details, which are reported, then defaults.
pub(super) fn complete(
    parsed: &mut Parsed,
    config: &Config,
    content: &Content,
    today: NaiveDate,
    told: bool,
) {
    let filled = config.fill(&mut parsed.answers, content.flow(), today);
    for id in filled.into_iter().filter(|_| told) {
        say(text!("letter.filled", key = key_of(&id)));
    }
    parsed.fill_absent(content.flow(), today);
}

fn as_json(
    content: &Content,
    parsed: &Parsed,
    doc: &Document<'_>,
    today: NaiveDate,
    desk: Option<&DeskState>,
) -> serde_json::Value {
    let one = |id: &str| parsed.answers.one(id);
    let plan = &doc.plan;
    json!({
        "service": one("service"),
        "service_name": doc.service_name(),
        "goal": one("goal"),
        "channel": plan.channel.to_string(),
        "tone": crate::domain::manner::tone_of(&parsed.answers),
        "detail": crate::domain::manner::detail_of(&parsed.answers),
        "today": today.to_string(),
        "complete": true,
        "to": plan.to,
        "cc": plan.cc,
        "subject": plan.subject,
        "body": plan.body,
        "fields": plan.fields,
        "follow_up": one("follow_up"),
        "form_limit": doc.limit,
        "short": doc.manner.cut > 0,
        // Null where the hours are not known, or the day was given.
        "desk": desk.map(|d| match d {
            DeskState::Open(until) => json!({ "open": true, "until": hours::clock(*until) }),
            DeskState::Closed(day, from) => {
                let next = format!("{day} {}", hours::clock(*from));
                json!({ "open": false, "next": next })
            }
        }),
        "answer_by": plan.answer_by().to_string(),
        "paragraphs": doc.letter.paragraphs.iter().map(|p| json!({
            "id": p.id,
            "section": p.section,
            "text": blank::plain(content.flow(), &p.text),
            "why": p.why,
        })).collect::<Vec<_>>(),
        "findings": doc.findings,
    })
}
