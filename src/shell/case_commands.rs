//! `kotowari cases` and `kotowari due`.

use super::case_cli::{CaseCommand, CasesArgs, DueArgs, LogArgs};
use super::case_show::{self, CaseContext, View};
use super::cases::{CaseError, Cases, Imported, Listing};
use super::cli::Cli;
use super::load::{clock, if_answers, load_config, so_far, today};
use super::ports::save_as;
use super::say::{Failure, complain, print, print_kept, say, shown};
use super::stored_files::{copies, leftovers};
use super::upkeep::{confirmed, elsewhere, with_target};
use super::values::{Output, OutputFormat};
use super::{paths, store};
use crate::config::agents;
use crate::domain::calendar::{OfficeCalendar, format_ja};
use crate::domain::case::{
    self, CaseId, CaseRecord, Kind, Rules,
    archive::{self, Archive},
    bundle, handover,
    strange::strange,
};
use crate::domain::content::Content;
use crate::domain::handover::ics;
use crate::domain::service::OTHER;
use crate::domain::toml_reader::size;
use crate::text::clean::visible;
use crate::text::sound;
use chrono::NaiveDate;
use std::io::{self, IsTerminal as _};
use std::path::Path;

/// A case that does not exist is wrong usage (2); everything else failed outside (1).
impl From<CaseError> for Failure {
    fn from(e: CaseError) -> Self {
        let code = if matches!(e, CaseError::NoSuch | CaseError::Several(_)) { 2 } else { 1 };
        Self { code, lines: e.lines().iter().map(|l| visible(l)).collect() }
    }
}

/// At most this many lines of a kind are said.
const MAX_NOTES: usize = 5;

/// Says the first of these lines, and how many more there are: a folder copied from elsewhere would
/// give the same note for every file.
fn say_some(lines: &[String], others: impl FnOnce(usize) -> String) {
    let (first, rest) = lines.split_at(lines.len().min(MAX_NOTES));
    for line in first {
        say(visible(line));
    }
    if !rest.is_empty() {
        say(others(rest.len()));
    }
}

pub(super) fn say_notes(notes: &[String]) {
    say_some(notes, |n| text!("cases.others", n));
}

/// Reports on standard error what was corrected and what could not be read; whether all could.
pub(super) fn said(listing: &Listing) -> bool {
    say_notes(&listing.notes);
    complain(listing.broken.iter().map(ToString::to_string));
    listing.broken.is_empty()
}

pub(super) struct CaseRun<'c> {
    pub(super) cli: &'c Cli,
    pub(super) content: Content,
    cases: Cases,
}

pub(super) fn cases(cli: &Cli, args: &CasesArgs) -> Result<u8, Failure> {
    let run = CaseRun::open(cli)?;
    match args.command.as_ref().unwrap_or(&CaseCommand::List { format: args.format }) {
        CaseCommand::List { format } => run.list(*format),
        CaseCommand::Show { id, letter, format } => run.show(id, *letter, *format),
        CaseCommand::Log(l) => run.log(l),
        CaseCommand::Read(r) => run.read(r),
        CaseCommand::Sent(s) => run.sent(s),
        CaseCommand::Done { id, on, person, note } => run.log(&LogArgs {
            on: on.clone(),
            person: person.clone(),
            note: note.clone(),
            ..LogArgs::of(id, Kind::Done)
        }),
        CaseCommand::Set(s) => run.set(s),
        CaseCommand::Undo { id, kind, on } => run.undo(id, (*kind, on.as_deref())),
        CaseCommand::Remove { id, yes } => run.remove(id, *yes),
        CaseCommand::Export { id: Some(id), handover, to, .. } => run.bundle(id, *handover, to),
        CaseCommand::Export { to, .. } => run.export(to),
        CaseCommand::Import { file } => run.import(file),
        CaseCommand::Places => run.places(),
    }
}

pub(super) fn due(cli: &Cli, args: &DueArgs) -> Result<u8, Failure> {
    match CaseRun::open(cli).and_then(|run| run.due(args)) {
        // 1 means that something is due, so a failure is 2.
        Err(f) if args.exit_code => Err(Failure { code: 2, ..f }),
        other => other,
    }
}

impl<'c> CaseRun<'c> {
    fn open(cli: &'c Cli) -> Result<Self, Failure> {
        Ok(Self { cli, content: Content::builtin(), cases: Cases::open()? })
    }
    /// Read before anything is written: a mistake in the configuration is reported first.
    pub(super) fn office(&self) -> Result<OfficeCalendar, Failure> {
        Ok(load_config(self.cli, &self.content)?.0.office)
    }
    /// The case with this id, or the only one of the service with this name.
    fn resolve(&self, id: &str) -> Result<CaseId, Failure> {
        match self.cases.resolve(id) {
            Err(CaseError::NoSuch) => Ok(self.named(id)?),
            found => Ok(found?),
        }
    }
    fn named(&self, name: &str) -> Result<CaseId, CaseError> {
        let (content, key) = (&self.content, sound::key(name));
        let (found, ids) = (content.finder().find(name), content.service_ids());
        let ids: Vec<&str> = ids.collect();
        let known = found.records.iter().filter(|_| !found.near).filter_map(|i| ids.get(*i));
        let known: Vec<&str> = known.copied().filter(|id| *id != OTHER).collect();
        let mut cases = self.cases.list()?.cases;
        let called = |c: &CaseRecord| [&c.service_name, &c.service].map(|n| sound::key(n));
        let whole = |c: &CaseRecord| {
            content.named_service(name) == Some(&c.service) || called(c).contains(&key)
        };
        let exact = cases.iter().any(whole);
        cases.retain(|c| match exact {
            true => whole(c),
            false if key.is_empty() => false,
            false => known.contains(&&*c.service) || called(c).iter().any(|n| n.contains(&key)),
        });
        match cases.as_slice() {
            [] => Err(CaseError::NoSuch),
            [one] => Ok(one.id.clone()),
            several => Err(CaseError::Several(several.iter().map(|c| c.id.clone()).collect())),
        }
    }
    pub(super) fn load(&self, id: &str) -> Result<CaseRecord, Failure> {
        let id = self.resolve(id)?;
        let (record, note) = self.cases.load(&id)?.ok_or(CaseError::NoSuch)?;
        if let Some(note) = note {
            say(visible(&note));
        }
        Ok(record)
    }

    pub(super) fn list_all(&self) -> Result<Vec<CaseRecord>, Failure> {
        Ok(self.cases.list()?.cases)
    }

    fn list(&self, format: OutputFormat) -> Result<u8, Failure> {
        let listing = self.cases.list()?;
        let complete = said(&listing);
        let today = today(self.cli);
        let known = CaseContext::new(&self.content, self.office()?, today, &listing.cases);
        let mut views: Vec<_> = listing.cases.iter().map(|c| View::new(c, &known)).collect();
        // What can be done without a day first, then the earliest; last what is over.
        views.sort_by_key(|v| {
            let due = v.due.as_ref().map(|d| d.on);
            (v.is_over(), due, v.record.id.clone())
        });
        if views.is_empty() && complete && format == OutputFormat::Text {
            print(concat!(text!("cases.none"), "\n"))?;
        }
        case_show::list(&views, format)?;
        Ok(u8::from(!complete))
    }

    fn due(&self, args: &DueArgs) -> Result<u8, Failure> {
        let office = self.office()?;
        let listing = self.cases.list()?;
        let complete = said(&listing);
        let today = today(self.cli);
        let known = CaseContext::new(&self.content, office, today, &listing.cases);
        let (mut any, mut goes_on) = (false, false);
        if let Some(to) = &args.ics {
            any = self.calendar(&listing, to, &known)?;
        } else if !listing.cases.is_empty() || args.format == OutputFormat::Json {
            let each = |c| View::each_due(c, &known);
            let mut views: Vec<_> = listing.cases.iter().flat_map(each).collect();
            views.sort_by_key(|v| (v.due.as_ref().map(|d| d.on), v.record.id.clone()));
            agents::together(&mut views, |v| v.record);
            any = !views.is_empty();
            case_show::list(&views, args.format)?;
            if args.format == OutputFormat::Text {
                goes_on = self.print_days(&listing, &views)?;
            }
        }
        // To a person silence looks like a failure; a script that asked for the exit code has its
        // answer. A calendar also holds later dates and says by itself when it is empty.
        let nothing = !any && !goes_on && complete;
        let silent = nothing && args.ics.is_none() && args.format == OutputFormat::Text;
        if silent && (!args.exit_code || io::stderr().is_terminal()) {
            print(&(self.nothing_due(&listing, &known) + "\n"))?;
        }
        Ok(match (args.exit_code, complete) {
            (true, true) => u8::from(any),
            (true, false) => 2,
            (false, complete) => u8::from(!complete),
        })
    }

    /// Selections that go on today or tomorrow, of cases of which nothing is due. Returns whether
    /// there are any.
    fn print_days(&self, listing: &Listing, due: &[View<'_>]) -> Result<bool, Failure> {
        let today = today(self.cli);
        let soon = today.succ_opt().unwrap_or(today);
        let others = listing.cases.iter().filter(|c| due.iter().all(|v| v.record.id != c.id));
        let of = |c: &CaseRecord| {
            let service = visible(&c.service_name);
            let kept = c.kept_ahead(&self.content, today).filter(|(on, _)| *on <= soon);
            let line = |(_, kept)| text!("cases.kept", kept, service = &service, id = c.id) + "\n";
            kept.map(line).collect::<Vec<_>>()
        };
        let lines: Vec<String> = others.flat_map(of).collect();
        print(&lines.concat())?;
        Ok(!lines.is_empty())
    }

    /// The message that nothing is due, with the next date if there is one, and all that is due
    /// then.
    fn nothing_due(&self, listing: &Listing, known: &CaseContext<'_>) -> String {
        let today = today(self.cli);
        let of = |c: &CaseRecord| {
            let kept = c.kept_days(known.content, today);
            c.dates(known.rules(c)).into_iter().chain(kept).collect::<Vec<_>>()
        };
        let ahead = listing.cases.iter().flat_map(of).filter(|d| d.day > today);
        let ahead: Vec<_> = ahead.collect();
        let Some(next) = ahead.iter().map(|d| d.day).min() else {
            return text!("cases.none_due").to_owned();
        };
        let then = ahead.iter().filter(|d| d.day == next).map(|d| d.summary.as_str());
        let what = then.collect::<Vec<_>>().join(text!("sign.comma"));
        text!("cases.none_due.next", day = format_ja(next), what)
    }

    /// Writes all due dates, future ones included, as one calendar. Returns whether any is due.
    fn calendar(
        &self,
        listing: &Listing,
        to: &Path,
        known: &CaseContext<'_>,
    ) -> Result<bool, Failure> {
        let clock = clock(self.cli);
        let of = |c: &CaseRecord| c.dates(known.rules(c));
        let mut all: Vec<_> = listing.cases.iter().flat_map(of).collect();
        let due = all.iter().any(|date| date.day <= clock.today());
        all.extend(listing.cases.iter().flat_map(|c| c.kept_days(known.content, clock.today())));
        all.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
        if all.is_empty() {
            say(text!("cases.no_calendar"));
        }
        let name = format!("kotowari-{}.ics", clock.today().format("%Y%m%d"));
        let to = Output { output: Some(to.to_owned()) };
        written(&ics::ics(&all, clock.now().to_utc()), &to, &name)?;
        Ok(due)
    }

    fn show(&self, id: &str, letter: Option<usize>, format: OutputFormat) -> Result<u8, Failure> {
        let record = self.load(id)?;
        if let Some(n) = letter {
            let found = record.letter(n).ok_or_else(|| {
                Failure::usage(text!("cases.no_such_letter", n = record.letters.len()))
            })?;
            let whole =
                found.whole().ok_or_else(|| Failure::usage(text!("cases.only_hash").to_owned()))?;
            return print(&(bundle::plain(&whole) + "\n"));
        }
        let (office, beside) = (self.office()?, self.cases.beside(&record)?);
        let known = CaseContext::new(&self.content, office, today(self.cli), &beside);
        print(&View::new(&record, &known).show(format))
    }

    /// The rules for a case, including later requests to the same service.
    pub(super) fn rules(
        &self,
        office: OfficeCalendar,
        record: &CaseRecord,
    ) -> Result<Rules, Failure> {
        let beside = self.cases.beside(record)?;
        Ok(CaseContext::new(&self.content, office, today(self.cli), &beside).rules(record))
    }

    /// Changes a case and prints `what` was done and the new state.
    pub(super) fn change(
        &self,
        id: &str,
        what: &str,
        change: impl FnOnce(&mut CaseRecord),
    ) -> Result<u8, Failure> {
        print(&(self.changed(id, what, change)? + "\n"))
    }

    /// Changes a case and returns the text that [`Self::change`] prints.
    pub(super) fn changed(
        &self,
        id: &str,
        what: &str,
        change: impl FnOnce(&mut CaseRecord),
    ) -> Result<String, Failure> {
        let (office, id) = (self.office()?, self.resolve(id)?);
        let record = self.cases.change(&id, change)?;
        let rules = self.rules(office, &record)?;
        let next = record.next_step(rules).ja_on(today(self.cli));
        Ok(text!("cases.changed", what, id, state = record.state_ja(), next))
    }

    fn remove(&self, id: &str, yes: bool) -> Result<u8, Failure> {
        let id = self.resolve(id)?;
        let path = shown(&self.cases.path(&id));
        if !yes && !confirmed(&text!("cases.ask_remove", path))? {
            return Err(Failure::outside(text!("cli.kept").to_owned()));
        }
        self.cases.remove(&id)?;
        print(&(text!("cli.removed", path) + "\n"))
    }

    fn bundle(&self, id: &str, handover: bool, to: &Output) -> Result<u8, Failure> {
        let record = self.load(id)?;
        let made = case::second(clock(self.cli).now());
        let text = if handover {
            let rules = self.rules(self.office()?, &record)?;
            handover::text(&record, rules, made)
        } else {
            bundle::text(&record, made)
        };
        written(&text, to, &format!("kotowari-{}.txt", record.id))
    }

    fn export(&self, to: &Output) -> Result<u8, Failure> {
        let (text, rest) = self.cases.archive()?;
        let complete = said(&rest);
        let text = text.ok_or_else(|| {
            Failure::outside(text!(
                "cases.too_large",
                max = size(archive::LARGEST),
                folder = shown(&self.cases.folder())
            ))
        })?;
        written(&text, to, &format!("kotowari-{}.toml", today(self.cli).format("%Y%m%d")))?;
        self.say_profile(true);
        Ok(u8::from(!complete))
    }

    /// Prints the sender's own details; `there` says how to use them elsewhere.
    fn say_profile(&self, there: bool) {
        let Ok((config, Ok(file))) = load_config(self.cli, &self.content) else { return };
        let (file, none) = (shown(&file), config.sender.is_empty());
        match there {
            true if none && config.registration.is_empty() => {}
            true => say(text!("cases.export.without", file)),
            false if none => say(text!("cases.import.without", file)),
            false => {}
        }
    }

    fn import(&self, file: &Path) -> Result<u8, Failure> {
        let text = store::read_text(file, archive::LARGEST as u64)
            .map_err(|e| Failure::usage(e.to_string()))?
            .ok_or_else(|| Failure::usage(text!("cli.no_file", file = shown(file))))?;
        // Read twice: nothing of a file with mistakes is stored, and the file is never in memory as
        // a whole.
        let read = |each: &mut dyn FnMut(Archive)| {
            archive::read(&shown(file), &text, each).map_err(|e| Failure::problems(&e.problems()))
        };
        read(&mut |_| {}).map_err(|e| if_answers(file, &text).unwrap_or_else(|| torn(&text, e)))?;
        let (mut cases, mut drafts, mut stored) =
            (Vec::new(), Vec::new(), Ok((Vec::new(), Vec::new())));
        let here = self.cases.clone().watching();
        let today = so_far(today(self.cli));
        let mut odd = Vec::new();
        let store = |cases: &mut Vec<CaseRecord>,
                     stored: &mut Result<(Vec<Imported>, Vec<_>), CaseError>| {
            if let Ok((done, aside)) = stored {
                match here.import(&std::mem::take(cases)) {
                    Ok((more, set_aside)) => {
                        done.extend(more);
                        aside.extend(set_aside);
                    }
                    Err(e) => *stored = Err(e),
                }
            }
        };
        read(&mut |some| {
            odd.extend(some.cases.iter().flat_map(|case| oddities(case, &self.content, today)));
            cases.extend(some.cases);
            drafts.extend(some.drafts);
            if cases.len() >= BATCH {
                store(&mut cases, &mut stored);
            }
        })?;
        store(&mut cases, &mut stored);
        say_some(&odd, |n| text!("cases.strange.others", n));
        let (done, aside) = stored?;
        for path in aside {
            say(text!("cases.set_aside", file = shown(&path)));
        }
        let said = |one| match one {
            Imported::New(id) => text!("cases.added", id) + "\n",
            Imported::Same(id) => text!("cases.same", id) + "\n",
            Imported::Renamed(from, to) => text!("cases.added_anew", from, to) + "\n",
        };
        let mut out: String = done.into_iter().map(said).collect();
        for new in here.import_drafts(&drafts)? {
            out += if new {
                concat!(text!("cases.draft_added"), "\n")
            } else {
                concat!(text!("cases.same_draft"), "\n")
            };
        }
        self.say_profile(false);
        print(&out)
    }

    fn places(&self) -> Result<u8, Failure> {
        let config_file = paths::config_file().ok();
        let (stored, failed) = self.cases.places();
        let foreign = [self.cases.foreign(&stored), copies(config_file.as_deref())].concat();
        let places = stored.into_iter().chain(leftovers(config_file.as_deref()));
        let places = places
            .map(|p| text!("sign.with", name = with_target(&p.path), words = p.kind.ja()) + "\n");
        let config = config_file.filter(|c| c.exists());
        let config = config.map(|c| text!("cases.config", file = with_target(&c)) + "\n");
        let foreign = foreign.iter().map(|p| text!("cases.foreign", file = shown(p)) + "\n");
        let elsewhere = elsewhere();
        let elsewhere = elsewhere.iter().map(|p| text!("cases.elsewhere", file = shown(p)) + "\n");
        let all = config.into_iter().chain(places).chain(foreign).chain(elsewhere);
        let out: String = all.collect();
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

/// A mistake of a backup that ends in the middle of a line is most likely not the user's.
fn torn(text: &str, mut e: Failure) -> Failure {
    if archive::looks_like_one(text) && !text.ends_with('\n') {
        e.lines.push(text!("cases.torn").to_owned());
    }
    e
}

/// What cannot be so in a case, in words.
fn oddities(case: &CaseRecord, content: &Content, today: NaiveDate) -> Vec<String> {
    let found = strange(case, content, today).into_iter();
    found.map(|s| text!("cases.strange", id = case.id, key = s.key(), why = s.why)).collect()
}

/// Cases of an archive held in memory at a time.
const BATCH: usize = 160;

/// Writes to standard output or to a file; `name` is the file name inside a folder.
fn written(text: &str, to: &Output, name: &str) -> Result<u8, Failure> {
    let Some(path) = to.file() else {
        if !io::stdout().is_terminal() {
            return print_kept(text);
        }
        // A file keeps every character; a terminal would act on control characters.
        return print(&bundle::plain(text));
    };
    save_as(path, name, text)
}
