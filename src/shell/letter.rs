//! `kotowari letter`: the same walk without questions.

use super::cli::{Cli, Letter, LetterFormat};
use super::clock::{Clock, in_japan};
use super::commands::{Failure, clock, load_config, load_content, pretty, print, read_answers, shown};
use super::say::say;
use super::store;
use crate::app::clock::other_day;
use crate::config::Config;
use crate::domain::answers_file::{self, Parsed, key_of};
use crate::domain::content::Content;
use crate::domain::desk::{self, Desk};
use crate::domain::document::{DETAIL, Document};
use crate::domain::flow::walk::{State, Walk};
use crate::domain::gate::{self, Level};
use crate::domain::letter::blank;
use crate::text::clean;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::json;

/// The time of writing; for a day that was given, noon, so that the same arguments give the same file.
fn moment(clock: Clock) -> DateTime<FixedOffset> {
    let noon = |day: NaiveDate| in_japan(day.and_hms_opt(12, 0, 0).unwrap_or_default());
    clock.day.map_or_else(|| clock.now(), noon)
}

/// Writes the letter, or says what it lacks (3).
pub(super) fn letter(cli: &Cli, l: &Letter) -> Result<u8, Failure> {
    let (content, clock) = (load_content(cli), clock(cli));
    let today = clock.today();
    if let Some(there) = clock.other_day() {
        say(other_day(&content, today, there));
    }
    for p in content.own_mistakes() {
        say(format_args!("注意: {}（このファイルは使っていません）", clean::visible(&p.to_string())));
    }
    let (config, _) = load_config(cli, &content)?;
    let mut parsed = read_answers(&l.answers, &content, today)?;
    let mut wrong = Vec::new();
    let option =
        |name: &'static str, key: &str, v: &Option<String>| v.as_ref().map(|v| (name, format!("{key}={v}")));
    let pairs = l.set.iter().map(|p| ("--set", p.clone()));
    let pairs = pairs
        .chain(option("--channel", "channel", &l.channel))
        .chain(option("--tone", "tone", &l.tone))
        .chain(option("--detail", DETAIL, &l.detail));
    for (from, pair) in pairs {
        wrong.extend(answers_file::set(&mut parsed, from, &pair, &content, today).err());
    }
    if !wrong.is_empty() {
        return Err(Failure::problems(&wrong));
    }
    for id in offer(&mut parsed, &config, &content, today) {
        say(format_args!("設定から補いました: {}", key_of(&id)));
    }
    parsed.fill_absent(content.flow(), today);
    let file = shown(&l.answers);
    let walk = Walk::new(content.flow(), &parsed.answers, today);
    let unreached = parsed.unreached(&file, &walk);
    if !unreached.is_empty() {
        return Err(Failure::problems(&unreached));
    }
    if l.format == LetterFormat::Eml {
        mailable(&walk)?;
    }
    for n in &parsed.notes {
        say(n);
    }
    let doc = Document::new(&content, &parsed.answers, None, today, config.office).proofread(config.office);
    let (missing, rest): (Vec<_>, Vec<_>) = doc.findings.iter().partition(|f| f.level == Level::Block);
    for f in rest {
        say(format_args!("注意: {}", f.message));
    }
    if gate::blocked(&doc.findings) {
        let line = |f: &&gate::Finding| {
            let key = f.question.as_deref().map_or_else(String::new, |q| format!("{}: ", key_of(q)));
            format!("未完成: {key}{}", f.message)
        };
        return Err(Failure { code: 3, lines: missing.iter().map(line).collect() });
    }
    let desk = clock.desk().zip(doc.service).and_then(|(now, s)| desk::desk(s, now, config.office));
    if let Some(desk) = desk.as_ref().filter(|_| doc.plan.channel == "phone") {
        say(format_args!("電話の窓口: {}", desk::says(desk)));
    }
    let text = match l.format {
        LetterFormat::Text => doc.plan.all() + "\n",
        LetterFormat::Json => pretty(&as_json(&content, &parsed, &doc, today, desk.as_ref())),
        LetterFormat::Eml => doc.as_mail(moment(clock)).map_err(|e| Failure::usage(e.to_string()))?,
    };
    match &l.output {
        None => print(&text),
        Some(path) => {
            store::write_output(path, text.as_bytes()).map_err(|e| Failure::outside(e.to_string()))?;
            say(format_args!("保存しました: {}", shown(path)));
            Ok(0)
        }
    }
}

/// Whether what is sent this way can be a mail: one, or the copy of a form for the consultant.
///
/// # Errors
/// What to do instead (2).
fn mailable(walk: &Walk<'_>) -> Result<(), Failure> {
    let handler = "sender.handler_email";
    let (what, or) = match walk.one("channel") {
        Some("phone") => ("電話の台本", "--channel mail にしてください"),
        Some("post") => ("郵便の手紙", "--channel mail にしてください"),
        // A form is filled in; what can be a mail is the copy for the consultant, if the letter may go there at all.
        Some("form") if walk.step(handler).is_none() => ("フォームの文面", "--channel mail にしてください"),
        Some("form") if walk.one(handler).unwrap_or_default().is_empty() => {
            ("宛先のないフォームの控え", "--set sender.handler_email=… で担当者のアドレスを加えてください")
        }
        _ => return Ok(()),
    };
    let line = format!("--format eml: {what}はメールにできません。--format text で出すか、{or}");
    Err(Failure::usage(line))
}

/// What the configuration offers fills the questions on the path that the file leaves open; returns which. A file that says who
/// writes says all of it: two people must not become one.
fn offer(parsed: &mut Parsed, config: &Config, content: &Content, today: NaiveDate) -> Vec<String> {
    use crate::domain::answers::Value;
    use crate::domain::validate;
    let named = parsed.answers.ids().any(|id| id.starts_with("sender."));
    let mut filled = Vec::new();
    loop {
        let walk = Walk::new(content.flow(), &parsed.answers, today);
        let service = parsed.answers.one("service").unwrap_or_default().to_owned();
        let open =
            walk.steps.iter().filter(|s| matches!(s.state, State::Missing | State::Open)).find_map(|s| {
                if named && s.question.id.starts_with("sender.") {
                    return None;
                }
                let v = Value::One(config.offer(&s.question.id, &service)?.to_owned());
                validate::check(s.question, &v, today).ok().map(|v| (s.question.id.clone(), v))
            });
        let Some((id, v)) = open else { break };
        parsed.answers.set(&id, v);
        filled.push(id);
    }
    filled
}

fn as_json(
    content: &Content,
    parsed: &Parsed,
    doc: &Document<'_>,
    today: NaiveDate,
    desk: Option<&Desk>,
) -> serde_json::Value {
    let one = |id: &str| parsed.answers.one(id);
    let plan = &doc.plan;
    json!({
        "service": one("service"),
        "goal": one("goal"),
        "channel": plan.channel,
        "tone": crate::domain::document::tone_of(&parsed.answers),
        "detail": crate::domain::document::detail_of(&parsed.answers),
        "today": today.to_string(),
        "complete": true,
        "to": plan.to,
        "cc": plan.cc,
        "subject": plan.subject,
        "body": plan.body,
        "fields": plan.fields,
        "follow_up": one("follow_up"),
        "form_limit": doc.limit,
        "short": doc.cut > 0,
        // Null where the hours are not known, or the day was given.
        "desk": desk.map(|d| match d {
            Desk::Open(until) => json!({ "open": true, "until": desk::clock(*until) }),
            Desk::Closed(day, from) => json!({ "open": false, "next": format!("{day} {}", desk::clock(*from)) }),
        }),
        "answer_by": plan.answer_by.to_string(),
        "paragraphs": doc.letter.paragraphs.iter().map(|p| json!({
            "id": p.id,
            "section": p.section,
            "text": blank::plain(content.flow(), &p.text),
            "why": p.why,
        })).collect::<Vec<_>>(),
        "findings": doc.findings,
    })
}
