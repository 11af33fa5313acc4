//! What is noted of a case: `kotowari cases log`, `sent`, `set` and `undo`.

use super::case_cli::{LogArgs, SentArgs, Set};
use super::case_commands::CaseRun;
use super::clock::Clock;
use super::load::{clock, today};
use super::say::{Failure, print, say};
use crate::domain::calendar::{Year, add_months, format_ja};
use crate::domain::case::{
    self, CaseRecord, Event, Kind, OwnDue, Parts, PlanStep, What, When, Word, bundle,
    moment::{self, Possible},
};
use crate::domain::channel::Channel;
use crate::domain::day;
use crate::domain::flow::spec::{DateRule, FieldSpec, Format as Takes, Kind as Field};
use crate::domain::goal::Goal;
use crate::domain::validate;
use crate::text::clean::clean;
use chrono::NaiveDate;
use std::fmt::Display;

impl LogArgs {
    pub(super) fn of(id: &str, kind: Kind) -> Self {
        Self { id: id.to_owned(), kind, ..Self::default() }
    }

    /// An option, or the key of an event, as it is typed.
    fn option(&self, key: &str) -> String {
        let named = self.named.iter().find(|(other, _)| *other == key);
        format!("--{}", named.map_or(key, |(_, name)| name).replace('_', "-"))
    }
}

pub(super) fn wrong_at(option: &str, e: impl Display) -> Failure {
    Failure::usage(format!("{option}: {e}"))
}

/// The details of an event from the options; defaults come from the letter or are today.
fn parts(
    l: &LogArgs,
    (kind, letter): (Kind, Option<usize>),
    record: &CaseRecord,
    (at, when): (When, &Possible),
    kept: (&[String], NaiveDate),
) -> Result<Parts, Failure> {
    let takes = |name: &str| kind.takes().contains(&name);
    let number = validate::text(Takes::Caller, l.number.as_deref().unwrap_or_default(), true);
    let person = validate::text(Takes::Handler, l.person.as_deref().unwrap_or_default(), true);
    // A plan step is identified by its day, which may lie anywhere.
    let on = l.on.as_deref().map(|d| match kind {
        kind if kind.of_plan() => day::read(d, at.day(), Year::Nearest).map_err(|e| e.to_string()),
        _ => when.day(d),
    });
    let on = on.transpose().map_err(|e| wrong_at("--on", e))?;
    let promised = l.promised_by.as_deref().map(|d| Possible::promised(d, at.day()));
    let promised_by = promised.transpose().map_err(|e| wrong_at("--promised-by", e))?;
    let deadline = l.deadline.as_deref().map(|d| Possible::promised(d, at.day()));
    let deadline = deadline.transpose().map_err(|e| wrong_at("--deadline", e))?;
    let person = person.map_err(|e| wrong_at(&l.option("person"), e))?;
    let given = l.person.as_deref().unwrap_or_default();
    if let Some(taken) = validate::title_taken(given, &person) {
        say(format!("{}: {taken}", l.option("person")));
    }
    Ok(Parts {
        letter,
        how: l.how.or_else(|| {
            let made = record.letter(l.letter.unwrap_or(record.latest_letter()));
            made.filter(|_| takes("how")).map(|l| l.channel)
        }),
        answer: l.answer,
        means: l.means,
        person,
        number: number.map_err(|e| wrong_at("--number", e))?,
        on: on.or_else(|| (kind == Kind::Done).then(|| at.day())),
        promised_by,
        deadline,
        ..moved(l, kind, kept)?
    })
}

/// Which selection has moved and to which day: of these, or of the only one there is.
fn moved(l: &LogArgs, kind: Kind, (kept, today): (&[String], NaiveDate)) -> Result<Parts, Failure> {
    let given = |of: &Option<String>| of.clone().unwrap_or_default();
    let mut parts = Parts { employer: given(&l.employer), to: given(&l.to), ..Parts::default() };
    if !kind.takes().contains(&"employer") {
        return Ok(parts);
    }
    match (kept, parts.employer.as_str()) {
        ([], _) => return Err(wrong_at("--kind", text!("notice.none_kept"))),
        ([only], "") => parts.employer.clone_from(only),
        (several, name) => {
            let meant: Vec<&String> = several.iter().filter(|k| k.contains(name)).collect();
            let [one] = meant.as_slice() else {
                let names = several.iter().map(String::as_str);
                return Err(wrong_at("--employer", validate::one_of(names)));
            };
            parts.employer.clone_from(one);
        }
    }
    if kind != Kind::Moved {
        return Ok(parts);
    }
    let to = FieldSpec {
        kind: Field::Date,
        timed: true,
        rule: DateRule::NotPast,
        ..FieldSpec::default()
    };
    parts.to = validate::field(&to, &parts.to, today).map_err(|e| wrong_at("--to", e))?;
    Ok(parts)
}

impl CaseRun<'_> {
    /// Removes the last event, or the last one of a kind or a day, and prints it in full so that it
    /// can be entered again.
    pub(super) fn undo(
        &self,
        id: &str,
        (kind, on): (Option<Kind>, Option<&str>),
    ) -> Result<u8, Failure> {
        let record = self.load(id)?;
        let day =
            |on| possible(&record, None, clock(self.cli))?.day(on).map_err(|e| wrong_at("--on", e));
        let on = on.map(day).transpose()?;
        let meant = |e: &&Event| {
            kind.is_none_or(|kind| e.what.kind() == kind) && on.is_none_or(|on| e.at.day() == on)
        };
        let Some(last) = record.events.iter().rev().find(meant) else {
            let id = &record.id;
            return Err(Failure::usage(if record.events.is_empty() {
                text!("cases.no_events", id)
            } else {
                text!("cases.no_such_event", id)
            }));
        };
        self.change(record.id.as_str(), text!("plain.taken_back"), |c| {
            c.take_back(last);
        })?;
        let plan =
            record.planned(last).map(|p| text!("cases.plan", on = p.on, what = p.words()) + "\n");
        let event = bundle::event(last, &record);
        print(&(text!("cases.taken_back", event) + &plan.unwrap_or_default()))
    }

    pub(super) fn sent(&self, s: &SentArgs) -> Result<u8, Failure> {
        let log = LogArgs {
            how: s.by,
            person: s.with.clone(),
            at: s.at.clone(),
            letter: s.letter,
            promised_by: s.promised_by.clone(),
            note: s.note.clone(),
            named: &[("how", "by"), ("person", "with")],
            ..LogArgs::of(&s.id, Kind::Sent)
        };
        self.log(&log)
    }

    pub(super) fn set(&self, s: &Set) -> Result<u8, Failure> {
        let today = today(self.cli);
        let own = match &s.due {
            Some(d) => Some(Some(OwnDue::On(ahead("--due", d, today)?))),
            None if s.no_due => Some(None),
            None => s.due_days.map(|n| Some(OwnDue::Days(n))),
        };
        let plan = s.plan.iter().map(|p| plan_step(p, today)).collect::<Result<Vec<_>, _>>()?;
        let drop = s
            .no_plan
            .iter()
            .map(|d| {
                // Past steps can be dropped too.
                day::read(d, today, Year::Nearest).map_err(|e| wrong_at("--no-plan", e))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let planned = self.load(&s.id)?.plan;
        if drop.iter().any(|day| !planned.iter().any(|p| p.on == *day)) {
            return Err(wrong_at("--no-plan", text!("cases.no_such_plan")));
        }
        Self::say_plans(&planned, &plan, &drop);
        self.change(&s.id, text!("cases.logged"), |c| {
            c.own_due = own.unwrap_or(c.own_due);
            c.plan.retain(|p| !drop.contains(&p.on));
            // Adding an open step again changes nothing.
            let mut open: Vec<_> = c.open_plan().into_iter().cloned().collect();
            for step in plan {
                if !open.contains(&step) {
                    open.push(step.clone());
                    c.plan.push(step);
                }
            }
        })
    }

    /// Says what else is planned on the days that are set, and what goes with dropped ones.
    fn say_plans(planned: &[PlanStep], added: &[PlanStep], dropped: &[NaiveDate]) {
        let goals = |some: Vec<&PlanStep>| {
            some.iter().map(|p| p.words()).collect::<Vec<_>>().join(text!("sign.comma"))
        };
        for on in dropped {
            let gone: Vec<_> = planned.iter().filter(|p| p.on == *on).collect();
            if gone.len() > 1 {
                say(text!("cases.plans_dropped", day = format_ja(*on), goals = goals(gone)));
            }
        }
        for step in added.iter().filter(|step| !dropped.contains(&step.on)) {
            let beside: Vec<_> =
                planned.iter().filter(|p| p.on == step.on && p.goal != step.goal).collect();
            if !beside.is_empty() {
                let day = format_ja(step.on);
                say(text!("cases.plan_beside", day, goals = goals(beside), on = step.on));
            }
        }
    }

    pub(super) fn log(&self, l: &LogArgs) -> Result<u8, Failure> {
        let clock = clock(self.cli);
        let now = clock.now();
        let record = self.load(&l.id)?;
        let kind = l.kind;
        let latest = record.latest_letter();
        if l.letter.is_some_and(|n| n == 0 || n > latest) {
            return Err(Failure::usage(text!("cases.letter_number", latest)));
        }
        let takes = |name: &str| kind.takes().contains(&name);
        let letter = l.letter.or_else(|| takes("letter").then_some(latest));
        let when = possible(&record, letter, clock)?;
        let at = l.at.as_deref().map(|t| moment::parse(t, &when)).transpose();
        let at = at.map_err(|e| wrong_at("--at", e))?.unwrap_or(now.into());
        let today = now.date_naive();
        let kept = record.kept_employers(&self.content, today);
        let parts = parts(l, (kind, letter), &record, (at, &when), (&kept, today))?;
        // No time was given for it: it counts from its day, before anything that came later.
        let told = parts.on.filter(|on| kind == Kind::Done && l.at.is_none() && *on < at.day());
        let at = told.map_or(at, When::On);
        // Letters quote the time of a call, and the time of logging is not it.
        let spoken = kind == Kind::Contacted || parts.how.is_some_and(Channel::spoken);
        let at = if spoken && l.at.is_none() { When::On(at.day()) } else { at };
        let mut wrong = Vec::new();
        if kind.of_plan() && parts.on.is_some_and(|on| !record.plan.iter().any(|p| p.on == on)) {
            wrong.push(text!("cases.no_plan").to_owned());
        }
        let what = What::new(kind, parts).map_err(|e| {
            wrong.extend(e.iter().map(|(name, m)| format!("{}: {m}", l.option(name))));
        });
        let (Ok(what), true) = (what, wrong.is_empty()) else {
            return Err(Failure { code: 2, lines: wrong });
        };
        let note = l.note.as_deref().map_or_else(String::new, |t| clean(t, true).text);
        if kind == Kind::Note && note.trim().is_empty() {
            return Err(wrong_at("--note", text!("cases.empty_note")));
        }
        let mut odd = Vec::new();
        let done = self.change(record.id.as_str(), text!("cases.logged"), |c| {
            c.log(at, what, &note);
            odd = c.odd();
        })?;
        odd.iter().for_each(say);
        Ok(done)
    }
}

/// The period in which an event noted now can have happened.
/// Errors: `--today` lies before the letter, or is a day for trying things out.
pub(super) fn possible(
    record: &CaseRecord,
    letter: Option<usize>,
    clock: Clock,
) -> Result<Possible, Failure> {
    let now = clock.now();
    // Nothing can have happened to a letter before it was made. Only `--today` is refused: a clock
    // may have been set back.
    let made = record.made(letter).map(|made| made.with_timezone(now.offset()));
    if let Some(made) = made.filter(|m| now.date_naive() < m.date_naive()) {
        let made = case::in_words(made);
        refuse!(!clock.is_real(), wrong_at("--today", text!("case.before_letter", made)));
        say(text!("case.clock_back", now = case::in_words(now), made));
    }
    // A far future `--today` is for trying things out, not for events.
    let real = Clock::default().today();
    if !clock.is_real() && now.date_naive() > add_months(real, 12) {
        return Err(Failure::usage(text!("cases.far_today", day = format_ja(real))));
    }
    Ok(Possible::of(Some(record), letter, now, clock.is_real()))
}

fn ahead(option: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    moment::ahead(text, today).map_err(|e| wrong_at(option, e))
}

fn plan_step(text: &str, today: NaiveDate) -> Result<PlanStep, Failure> {
    let parts = text.split_once(['=', '＝']);
    let known = || wrong_at("--plan", validate::one_of(Goal::ids().into_iter()));
    let goal = parts.map(|(_, goal)| Goal::parse(goal.trim()).ok_or_else(known)).transpose()?;
    let on = ahead("--plan", parts.map_or(text, |(on, _)| on), today)?;
    Ok(PlanStep { on, goal, note: String::new() })
}
