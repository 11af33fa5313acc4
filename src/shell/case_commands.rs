//! `kotowari cases` and `kotowari due`.

use super::case_cli::{CaseCommand, CasesArgs, DueArgs, Log, Sent, Set};
use super::case_show::{self, View};
use super::cases::{CaseError, Cases, Imported, Listing};
use super::cli::Cli;
use super::load::{clock, load_config, today};
use super::places::{copies, leftovers};
use super::ports::save_as;
use super::say::{Failure, complain, output as output_of, print, print_kept, say, shown};
use super::upkeep::{confirmed, with_target};
use super::values::Format;
use super::{paths, store};
use crate::config::agents;
use crate::domain::calendar::Year;
use crate::domain::case::{
    self, AnswerKind, CaseId, CaseRecord, How, Kind, Means, OwnDue, Parts, PlanStep, Rules, What,
    When, Word,
    archive::{self, Archive},
    bundle,
    moment::{self, Possible},
};
use crate::domain::content::Content;
use crate::domain::day;
use crate::domain::flow::spec::Format as Takes;
use crate::domain::toml_reader::size;
use crate::domain::validate;
use crate::text::clean::{clean, visible};
use chrono::NaiveDate;
use std::fmt::Display;
use std::io::{self, IsTerminal as _};
use std::path::Path;

/// A failure with its exit code: a case that is not there is wrong usage, the rest is outside.
pub(super) fn case_failure(e: &CaseError) -> Failure {
    let code = if matches!(e, CaseError::NoSuch | CaseError::Several(_)) { 2 } else { 1 };
    Failure { code, lines: e.lines().iter().map(|l| visible(l)).collect() }
}

/// So many files with mended rights are named.
const MAX_NOTES: usize = 5;

/// Says on standard error what was put right.
pub(super) fn say_notes(notes: &[String]) {
    // A folder that was copied from elsewhere has the same to say of every file.
    let (first, rest) = notes.split_at(notes.len().min(MAX_NOTES));
    for line in first {
        say(visible(line));
    }
    if !rest.is_empty() {
        say(text!("cases.others", n = rest.len()));
    }
}

/// Says on standard error what was put right and what could not be read; whether everything could.
pub(super) fn said(listing: &Listing) -> bool {
    say_notes(&listing.notes);
    complain(listing.broken.iter().map(ToString::to_string));
    listing.broken.is_empty()
}

/// The stored cases under a command.
struct Run {
    cases: Cases,
}

/// `kotowari cases`.
pub(super) fn cases(cli: &Cli, args: &CasesArgs) -> Result<u8, Failure> {
    let run = Run { cases: Cases::open().map_err(|e| case_failure(&e))? };
    match args.command.as_ref().unwrap_or(&CaseCommand::List { format: args.format }) {
        CaseCommand::List { format } => run.list(cli, *format),
        CaseCommand::Show { id, letter, format } => run.show(cli, id, *letter, *format),
        CaseCommand::Log(l) => run.log(cli, l),
        CaseCommand::Sent(s) => run.sent(cli, s),
        CaseCommand::Done { id, on, person, note } => run.log(
            cli,
            &Log {
                on: on.clone(),
                person: person.clone(),
                note: note.clone(),
                ..Log::of(id, Kind::Done)
            },
        ),
        CaseCommand::Set(s) => run.set(cli, s),
        CaseCommand::Undo { id } => run.undo(cli, id),
        CaseCommand::Remove { id, yes } => run.remove(id, *yes),
        CaseCommand::Export { id: Some(id), output, .. } => run.bundle(cli, id, output.as_deref()),
        CaseCommand::Export { output, .. } => run.export(cli, output.as_deref()),
        CaseCommand::Import { file } => run.import(file),
        CaseCommand::Places => run.places(cli),
    }
}

/// `kotowari due`.
pub(super) fn due(cli: &Cli, args: &DueArgs) -> Result<u8, Failure> {
    let found =
        Cases::open().map_err(|e| case_failure(&e)).and_then(|cases| Run { cases }.due(cli, args));
    match found {
        // 1 means that something is due: what can't be told is 2.
        Err(f) if args.exit_code => Err(Failure { code: 2, ..f }),
        other => other,
    }
}

impl Log {
    fn of(id: &str, kind: Kind) -> Self {
        Self {
            id: id.to_owned(),
            kind: kind.id().to_owned(),
            at: None,
            person: None,
            number: None,
            means: None,
            answer: None,
            how: None,
            letter: None,
            on: None,
            promised_by: None,
            note: None,
        }
    }
}

fn wrong_at(option: &str, e: impl Display) -> Failure {
    Failure::usage(format!("{option}: {e}"))
}

/// What is said of an event; what is not said is as the letter says, or today.
fn parts(
    l: &Log,
    kind: Kind,
    letter: Option<usize>,
    record: &CaseRecord,
    (at, when): (When, &Possible),
) -> Result<Parts, Failure> {
    let takes = |name: &str| kind.takes().contains(&name);
    let number = validate::text(Takes::Caller, l.number.as_deref().unwrap_or_default(), true);
    let person = validate::text(Takes::Handler, l.person.as_deref().unwrap_or_default(), true);
    // A step of the plan is named by its day, which may be any.
    let on = l.on.as_deref().map(|d| match kind {
        Kind::PlanDone => day::read(d, at.day(), Year::Nearest).map_err(|e| e.to_string()),
        _ => when.day(d),
    });
    let on = on.transpose().map_err(|e| wrong_at("--on", e))?;
    let promised = l.promised_by.as_deref().map(|d| Possible::promised(d, at.day()));
    let promised_by = promised.transpose().map_err(|e| wrong_at("--promised-by", e))?;
    Ok(Parts {
        letter,
        how: word::<How>("--how", l.how.as_deref())?.or_else(|| {
            let made = l
                .letter
                .unwrap_or(record.latest_letter())
                .checked_sub(1)
                .and_then(|i| record.letters.get(i));
            made.filter(|_| takes("how")).and_then(|l| How::parse(&l.channel))
        }),
        answer: word::<AnswerKind>("--answer", l.answer.as_deref())?,
        means: word::<Means>("--means", l.means.as_deref())?,
        person: person.map_err(|e| wrong_at("--person", e))?,
        number: number.map_err(|e| wrong_at("--number", e))?,
        on: on.or_else(|| (kind == Kind::Done).then(|| at.day())),
        promised_by,
    })
}

impl Run {
    fn resolve(&self, id: &str) -> Result<CaseId, Failure> {
        self.cases.resolve(id).map_err(|e| case_failure(&e))
    }
    fn load(&self, id: &str) -> Result<CaseRecord, Failure> {
        let id = self.resolve(id)?;
        let found = self.cases.load(&id).and_then(|found| found.ok_or(CaseError::NoSuch));
        let (record, note) = found.map_err(|e| case_failure(&e))?;
        if let Some(note) = note {
            say(visible(&note));
        }
        Ok(record)
    }

    fn list(&self, cli: &Cli, format: Format) -> Result<u8, Failure> {
        let listing = self.cases.list().map_err(|e| case_failure(&e))?;
        let complete = said(&listing);
        let content = Content::builtin();
        let (config, _) = load_config(cli, &content)?;
        let today = today(cli);
        let mut views: Vec<_> =
            listing.cases.iter().map(|c| View::new(c, &content, config.office, today)).collect();
        // The earliest first; what waits for nothing last.
        views.sort_by_key(|v| {
            (v.due.as_ref().map_or(NaiveDate::MAX, |d| d.on), v.record.id.clone())
        });
        if views.is_empty() && complete && format == Format::Text {
            say(text!("cases.none"));
        }
        case_show::list(&views, format)?;
        Ok(u8::from(!complete))
    }

    fn due(&self, cli: &Cli, args: &DueArgs) -> Result<u8, Failure> {
        let content = Content::builtin();
        let (config, _) = load_config(cli, &content)?;
        let listing = self.cases.list().map_err(|e| case_failure(&e))?;
        let complete = said(&listing);
        let mut any = false;
        if !listing.cases.is_empty() || args.format == Format::Json {
            let today = today(cli);
            let each = |c| View::each_due(c, &content, config.office, today);
            let mut views: Vec<_> = listing.cases.iter().flat_map(each).collect();
            views.sort_by_key(|v| (v.due.as_ref().map(|d| d.on), v.record.id.clone()));
            agents::together(&mut views, |v| v.record);
            any = !views.is_empty();
            case_show::list(&views, args.format)?;
        }
        Ok(match (args.exit_code, complete) {
            (true, true) => u8::from(any),
            (true, false) => 2,
            (false, complete) => u8::from(!complete),
        })
    }

    fn show(
        &self,
        cli: &Cli,
        id: &str,
        letter: Option<usize>,
        format: Format,
    ) -> Result<u8, Failure> {
        let record = self.load(id)?;
        if let Some(n) = letter {
            let found = n.checked_sub(1).and_then(|i| record.letters.get(i));
            let found = found.ok_or_else(|| {
                Failure::usage(text!("cases.no_such_letter", n = record.letters.len()))
            })?;
            let whole =
                found.whole().ok_or_else(|| Failure::usage(text!("cases.only_hash").to_owned()))?;
            return print(&(bundle::plain(&whole) + "\n"));
        }
        let content = Content::builtin();
        let (config, _) = load_config(cli, &content)?;
        print(&View::new(&record, &content, config.office, today(cli)).show(format))
    }

    /// Changes a case, says `what` was done and how it stands now.
    fn change(
        &self,
        cli: &Cli,
        id: &str,
        what: &str,
        change: impl FnOnce(&mut CaseRecord),
    ) -> Result<u8, Failure> {
        let content = Content::builtin();
        // A mistake in the configuration is said before anything is written.
        let (config, _) = load_config(cli, &content)?;
        let id = self.resolve(id)?;
        let record = self.cases.change(&id, change).map_err(|e| case_failure(&e))?;
        let rules = Rules::new(&record, &content, config.office);
        let next = record.next_step(rules, today(cli)).ja();
        print(&(text!("cases.changed", what, id, state = record.state_ja(), next) + "\n"))
    }

    fn sent(&self, cli: &Cli, s: &Sent) -> Result<u8, Failure> {
        let log = Log {
            how: s.by.clone(),
            person: s.with.clone(),
            at: s.at.clone(),
            letter: s.letter,
            promised_by: s.promised_by.clone(),
            note: s.note.clone(),
            ..Log::of(&s.id, Kind::Sent)
        };
        // The same details have other names there.
        let named = |line: String| match line.split_once(": ") {
            Some(("--how", why)) => format!("--by: {why}"),
            Some(("--person", why)) => format!("--with: {why}"),
            _ => line,
        };
        self.log(cli, &log)
            .map_err(|f| Failure { lines: f.lines.into_iter().map(named).collect(), ..f })
    }

    fn set(&self, cli: &Cli, s: &Set) -> Result<u8, Failure> {
        let today = today(cli);
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
                // Also one that has gone by.
                day::read(d, today, Year::Nearest)
                    .map_err(|e| Failure::usage(format!("--no-plan: {e}")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let planned = self.load(&s.id)?.plan;
        if drop.iter().any(|day| !planned.iter().any(|p| p.on == *day)) {
            return Err(Failure::usage(
                concat!("--no-plan: ", text!("cases.no_such_plan")).to_owned(),
            ));
        }
        self.change(cli, &s.id, text!("cases.logged"), |c| {
            c.own_due = own.unwrap_or(c.own_due);
            c.plan.retain(|p| !drop.contains(&p.on));
            // The same step once more is the same step, unless it was taken.
            let open: Vec<_> = c.open_plan().into_iter().cloned().collect();
            c.plan.extend(plan.into_iter().filter(|p| !open.contains(p)));
        })
    }

    fn log(&self, cli: &Cli, l: &Log) -> Result<u8, Failure> {
        let clock = clock(cli);
        let now = clock.now();
        let record = self.load(&l.id)?;
        let kind = Kind::parse(&l.kind)
            .ok_or_else(|| Failure::usage(format!("--kind: {}", one_of::<Kind>())))?;
        let latest = record.latest_letter();
        if l.letter.is_some_and(|n| n == 0 || n > latest) {
            return Err(Failure::usage(text!("cases.letter_number", latest)));
        }
        let takes = |name: &str| kind.takes().contains(&name);
        let letter = l.letter.or_else(|| takes("letter").then_some(latest));
        let when = Possible::of(Some(&record), letter, now, clock.is_real());
        // On a day that was given before the letter nothing can have happened to it; a clock that
        // was set back is another matter.
        let made = Possible::made(&record, letter).map(|made| made.with_timezone(now.offset()));
        if let Some(made) = made.filter(|m| !clock.is_real() && now.date_naive() < m.date_naive()) {
            let why = text!("case.before_letter", made = case::in_words(made));
            return Err(Failure::usage(format!("--today: {why}")));
        }
        let at = l.at.as_deref().map(|t| moment::parse(t, &when)).transpose();
        let at = at.map_err(|e| wrong_at("--at", e))?.unwrap_or(now.into());
        let parts = parts(l, kind, letter, &record, (at, &when))?;
        let mut wrong = Vec::new();
        if kind == Kind::PlanDone
            && parts.on.is_some_and(|on| !record.plan.iter().any(|p| p.on == on))
        {
            wrong.push(text!("cases.no_plan").to_owned());
        }
        let what = What::new(kind, parts).map_err(|e| {
            wrong.extend(e.iter().map(|(name, m)| format!("--{}: {m}", name.replace('_', "-"))));
        });
        let (Ok(what), true) = (what, wrong.is_empty()) else {
            return Err(Failure { code: 2, lines: wrong });
        };
        let note = l.note.as_deref().map_or_else(String::new, |t| clean(t, true).text);
        let mut odd = Vec::new();
        let done = self.change(cli, record.id.as_str(), text!("cases.logged"), |c| {
            c.log(at, what, &note);
            odd = c.odd();
        })?;
        odd.iter().for_each(say);
        Ok(done)
    }

    /// Takes back what was noted last, and says all of it: nothing is lost that was not meant to
    /// be.
    fn undo(&self, cli: &Cli, id: &str) -> Result<u8, Failure> {
        let record = self.load(id)?;
        let Some(last) = record.events.last() else {
            return Err(Failure::usage(text!("cases.no_events", id = record.id)));
        };
        self.change(cli, record.id.as_str(), text!("plain.taken_back"), |c| {
            c.take_back(last);
        })?;
        print(&text!("cases.taken_back", event = bundle::event(last)))
    }

    fn remove(&self, id: &str, yes: bool) -> Result<u8, Failure> {
        let id = self.resolve(id)?;
        let path = shown(&self.cases.path(&id));
        if !yes && !confirmed(&text!("cases.ask_remove", path))? {
            return Err(Failure::outside(text!("cli.kept").to_owned()));
        }
        self.cases.remove(&id).map_err(|e| case_failure(&e))?;
        print(&(text!("cli.removed", path) + "\n"))
    }

    fn bundle(&self, cli: &Cli, id: &str, output: Option<&Path>) -> Result<u8, Failure> {
        let record = self.load(id)?;
        let content = Content::builtin();
        let goal = |id: &str| case_show::goal(&content, id);
        let text = bundle::text(&record, goal, case::second(clock(cli).now()));
        written(&text, output, &format!("kotowari-{}.txt", record.id))
    }

    fn export(&self, cli: &Cli, output: Option<&Path>) -> Result<u8, Failure> {
        let (text, rest) = self.cases.archive().map_err(|e| case_failure(&e))?;
        let complete = said(&rest);
        let text = text.ok_or_else(|| {
            Failure::outside(text!(
                "cases.too_large",
                max = size(archive::LARGEST),
                folder = shown(&self.cases.folder())
            ))
        })?;
        written(&text, output, &format!("kotowari-{}.toml", today(cli).format("%Y%m%d")))?;
        Ok(u8::from(!complete))
    }

    fn import(&self, file: &Path) -> Result<u8, Failure> {
        let text = store::read_text(file, archive::LARGEST as u64)
            .map_err(|e| Failure::usage(e.to_string()))?
            .ok_or_else(|| Failure::usage(text!("cli.no_file", file = shown(file))))?;
        // Twice, so that nothing is stored of a file with mistakes, and not all of it is in memory
        // at once.
        let read = |each: &mut dyn FnMut(Archive)| {
            archive::read(&shown(file), &text, each).map_err(|e| Failure::problems(&e.problems()))
        };
        read(&mut |_| {})?;
        let (mut cases, mut drafts, mut stored) =
            (Vec::new(), Vec::new(), Ok((Vec::new(), Vec::new())));
        let store = |cases: &mut Vec<CaseRecord>,
                     stored: &mut Result<(Vec<Imported>, Vec<_>), CaseError>| {
            if let Ok((done, aside)) = stored {
                match self.cases.import(&std::mem::take(cases)) {
                    Ok((more, set_aside)) => {
                        done.extend(more);
                        aside.extend(set_aside);
                    }
                    Err(e) => *stored = Err(e),
                }
            }
        };
        read(&mut |some| {
            cases.extend(some.cases);
            drafts.extend(some.drafts);
            if cases.len() >= BATCH {
                store(&mut cases, &mut stored);
            }
        })?;
        store(&mut cases, &mut stored);
        let (done, aside) = stored.map_err(|e| case_failure(&e))?;
        for path in aside {
            say(text!("cases.set_aside", file = shown(&path)));
        }
        let said = |one| match one {
            Imported::New(id) => text!("cases.added", id) + "\n",
            Imported::Same(id) => text!("cases.same", id) + "\n",
            Imported::Renamed(from, to) => text!("cases.added_anew", from, to) + "\n",
        };
        let mut out: String = done.into_iter().map(said).collect();
        let there = self.cases.drafts().map_err(|e| case_failure(&e))?.found;
        for draft in drafts {
            out += if there.iter().any(|d| d.draft == draft) {
                concat!(text!("cases.same_draft"), "\n")
            } else {
                self.cases.save_draft(None, &draft).map_err(|e| case_failure(&e))?;
                concat!(text!("cases.draft_added"), "\n")
            };
        }
        print(&out)
    }

    fn places(&self, cli: &Cli) -> Result<u8, Failure> {
        let config_file = cli.config.clone().map_or_else(paths::config_file, Ok).ok();
        let config = config_file.clone().filter(|c| c.exists());
        let (stored, failed) = self.cases.places();
        let foreign = [self.cases.foreign(&stored), copies(config_file.as_deref())].concat();
        let places = stored.into_iter().chain(leftovers(config.as_deref()));
        let places = places
            .map(|p| text!("sign.with", name = with_target(&p.path), words = p.kind.ja()) + "\n");
        let config = config.map(|c| text!("cases.config", file = with_target(&c)) + "\n");
        let foreign = foreign.iter().map(|p| text!("cases.foreign", file = shown(p)) + "\n");
        let out: String = config.into_iter().chain(places).chain(foreign).collect();
        if out.is_empty() && failed.is_empty() {
            say(text!("cli.nothing_stored"));
        }
        print(&out)?;
        if failed.is_empty() {
            return Ok(0);
        }
        Err(Failure { code: 1, lines: failed.iter().flat_map(CaseError::lines).collect() })
    }
}

/// So many cases of an archive are in memory at a time.
const BATCH: usize = 160;

/// To standard output, or to a file; into a folder under this name.
fn written(text: &str, output: Option<&Path>, name: &str) -> Result<u8, Failure> {
    let Some(path) = output_of(output) else {
        if !io::stdout().is_terminal() {
            return print_kept(text);
        }
        // A file keeps every character; a terminal would obey some.
        return print(&text.split('\n').map(visible).collect::<Vec<_>>().join("\n"));
    };
    save_as(path, name, text)
}

fn one_of<W: Word>() -> String {
    validate::one_of(W::ids().into_iter())
}

fn word<W: Word>(option: &str, text: Option<&str>) -> Result<Option<W>, Failure> {
    text.map(|t| W::parse(t).ok_or_else(|| Failure::usage(format!("{option}: {}", one_of::<W>()))))
        .transpose()
}

/// A day that lies ahead, given to an option.
fn ahead(option: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    moment::ahead(text, today).map_err(|e| Failure::usage(format!("{option}: {e}")))
}

fn plan_step(text: &str, today: NaiveDate) -> Result<PlanStep, Failure> {
    let (on, goal) = text.split_once('=').unwrap_or((text, ""));
    let content = Content::builtin();
    let known: Vec<&str> = case_show::goals(&content).map(|c| c.value.as_str()).collect();
    if text.contains('=') && !known.contains(&goal) {
        return Err(Failure::usage(format!("--plan: {}", validate::one_of(known.into_iter()))));
    }
    Ok(PlanStep { on: ahead("--plan", on, today)?, goal: goal.to_owned(), note: String::new() })
}
