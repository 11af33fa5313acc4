//! Drives the program in-process: key strings in, frames and effects out. The outside is [`World`],
//! which records.

#![expect(dead_code, reason = "every test file uses another part of this")]

use chrono::{DateTime, FixedOffset, NaiveDate};
use kotowari::app::effect::{CaseOrder, DraftToSave, Exit, Target};
use kotowari::app::msg::{Copied, Msg};
use kotowari::app::overlay::{Ask, Overlay};
use kotowari::app::screens::question::field::Field;
use kotowari::app::screens::question::find;
use kotowari::app::screens::start::StartRow;
use kotowari::app::screens::{Screen, question, review};
use kotowari::app::view::Frame;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Profile};
use kotowari::domain::answers::{Answers, Entry, Value};
use kotowari::domain::case::CaseRecord;
use kotowari::domain::case::draft::{self, Draft, StoredDraft};
use kotowari::domain::content::Content;
use kotowari::domain::service::OTHER;
use kotowari::input::key::{Code, Key, TermEvent};
use kotowari::input::keymap::parse_key;
use kotowari::shell::runner::{self, Ports, Stores, Terminal};
use kotowari::text::width::width;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;

/// The size of most tests.
pub(crate) const SIZE: (u16, u16) = (80, 24);

/// A Friday; the Monday after it is a holiday.
pub(crate) fn today() -> NaiveDate {
    date(2026, 11, 20)
}

/// A day.
pub(crate) fn date(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a day that exists")
}

/// Keeps the expectation at the top met in a file that uses everything else.
fn used_by_nobody() {}

/// The outside: records what it is told and answers as scripted.
pub(crate) struct World {
    events: VecDeque<Vec<TermEvent>>,
    /// Frames shown: the bytes of each.
    pub(crate) shown: Vec<String>,
    /// Texts copied.
    pub(crate) copied: Vec<String>,
    /// Files written.
    pub(crate) written: Vec<(PathBuf, String)>,
    /// Texts given to the external editor.
    pub(crate) edited: Vec<String>,
    /// Profiles saved.
    pub(crate) saved: Vec<Profile>,
    /// How often the program was suspended.
    pub(crate) suspended: usize,
    /// How every copy goes.
    pub(crate) copies: Copied,
    /// How every writing goes: an error, or the path that was asked for.
    pub(crate) writes: Result<(), String>,
    /// What the external editor gives back.
    pub(crate) edits: Result<String, String>,
    /// How every saving goes.
    pub(crate) saves: Result<(), String>,
    /// The stored cases.
    pub(crate) cases: Vec<CaseRecord>,
    /// The drafts.
    pub(crate) drafts: Vec<StoredDraft>,
    /// Addresses opened.
    pub(crate) opened: Vec<String>,
    /// The clock.
    pub(crate) now: Option<DateTime<FixedOffset>>,
    /// How every storing of a case or a draft goes.
    pub(crate) stores: Result<(), String>,
    /// How every opening of an address goes.
    pub(crate) opens: Result<(), String>,
}

/// What the folder of cases does with an order.
pub(crate) fn store(
    cases: &mut Vec<CaseRecord>,
    order: CaseOrder,
) -> Result<Option<Box<CaseRecord>>, String> {
    match order {
        CaseOrder::Create(mut record) => {
            record.id = record.id.numbered(u32::try_from(cases.len()).unwrap_or(0) + 1);
            cases.push(*record.clone());
            Ok(Some(record))
        }
        CaseOrder::Remove(id) => {
            cases.retain(|c| c.id != id);
            Ok(None)
        }
        order => {
            let id = order.changes().cloned();
            let record =
                cases.iter_mut().find(|c| Some(&c.id) == id.as_ref()).ok_or("no such case")?;
            order.apply(record);
            Ok(Some(Box::new(record.clone())))
        }
    }
}

/// What the folder of drafts does with one.
pub(crate) fn keep(drafts: &mut Vec<StoredDraft>, k: &DraftToSave) -> u32 {
    // What comes back is compared the next time.
    assert!(
        draft::parse("x", &draft::to_toml(&k.draft)).is_ok_and(|d| d == k.draft),
        "not read back"
    );
    if let Some(old) = drafts.iter_mut().find(|d| k.over.as_ref() == Some(&**d)) {
        old.draft = k.draft.clone();
        return old.number;
    }
    let number = (1..=99).find(|n| drafts.iter().all(|d| d.number != *n)).expect("a number");
    drafts.push(StoredDraft { number, draft: k.draft.clone() });
    number
}

/// A shelf with a draft, or without one.
pub(crate) fn only(draft: Option<&Draft>) -> Vec<StoredDraft> {
    draft.map(|draft| StoredDraft { number: 1, draft: draft.clone() }).into_iter().collect()
}

impl Stores for World {
    fn save(&mut self, profile: &Profile) -> Result<(), String> {
        self.saved.push(profile.clone());
        self.saves.clone()
    }
    fn case(&mut self, order: CaseOrder) -> Result<Option<Box<CaseRecord>>, String> {
        self.stores.clone()?;
        store(&mut self.cases, order)
    }
    fn keep_draft(&mut self, draft: &DraftToSave) -> Result<u32, String> {
        self.stores.clone()?;
        Ok(keep(&mut self.drafts, draft))
    }
    fn remove_draft(&mut self, number: u32) -> Result<(), String> {
        self.stores.clone()?;
        self.drafts.retain(|d| d.number != number);
        Ok(())
    }
}

impl Ports for World {
    fn stores(&mut self) -> &mut impl Stores {
        self
    }
    fn copy(&mut self, text: &str) -> Copied {
        self.copied.push(text.to_owned());
        self.copies.clone()
    }
    fn write(&mut self, to: &Target, text: &str) -> Result<PathBuf, String> {
        self.writes.clone()?;
        self.written.push((to.path.clone(), text.to_owned()));
        Ok(to.path.clone())
    }
    fn edit(&mut self, text: &str) -> Result<String, String> {
        self.edited.push(text.to_owned());
        self.edits.clone()
    }
    fn open(&mut self, address: &str) -> Result<(), String> {
        self.opened.push(address.to_owned());
        self.opens.clone()
    }
    fn suspend(&mut self) -> io::Result<()> {
        self.suspended += 1;
        Ok(())
    }
}

impl Terminal for World {
    fn show(&mut self, frame: &str) -> io::Result<()> {
        self.shown.push(frame.to_owned());
        Ok(())
    }
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        // Nothing left to press: the terminal is gone, which ends the runner and leaves the program
        // as it is.
        out.extend(self.events.pop_front().ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
    fn time(&mut self) -> Option<Msg> {
        self.now.map(|now| Msg::Time { now, real: false })
    }
}

impl World {
    /// Where everything goes well, and nothing is stored.
    pub(crate) fn new() -> Self {
        Self {
            events: VecDeque::new(),
            shown: Vec::new(),
            copied: Vec::new(),
            written: Vec::new(),
            edited: Vec::new(),
            saved: Vec::new(),
            suspended: 0,
            copies: Copied::Confirmed,
            writes: Ok(()),
            edits: Err("no editor".to_owned()),
            saves: Ok(()),
            cases: Vec::new(),
            drafts: Vec::new(),
            opened: Vec::new(),
            now: DateTime::parse_from_rfc3339("2026-11-20T10:00:00.25+09:00").ok(),
            stores: Ok(()),
            opens: Ok(()),
        }
    }

    /// The only draft.
    pub(crate) fn draft(&self) -> Option<Draft> {
        assert!(self.drafts.len() < 2, "several drafts");
        self.drafts.first().map(|d| d.draft.clone())
    }
}

/// The program and its outside.
pub(crate) struct Driver {
    /// The program.
    pub(crate) app: App,
    /// Its outside.
    pub(crate) world: World,
    /// How it ended, if it did.
    pub(crate) end: Option<Exit>,
}

impl Driver {
    /// The program as it opens.
    pub(crate) fn new() -> Self {
        Self::with(SIZE, Start::default(), Config::default())
    }

    /// The program at another size.
    pub(crate) fn sized(size: (u16, u16)) -> Self {
        Self::with(size, Start::default(), Config::default())
    }

    /// The program with answers given beforehand.
    pub(crate) fn answered(answers: Answers) -> Self {
        Self::with(SIZE, Start { answers, ..Start::default() }, Config::default())
    }

    /// The program with everything chosen.
    pub(crate) fn with(size: (u16, u16), start: Start, config: Config) -> Self {
        let file_name =
            if start.file_name.is_empty() { "letter.txt".to_owned() } else { start.file_name };
        let start = Start { file_name, ..start };
        // Who sends mouse events has asked for them.
        let config = Config { mouse: true, ..config };
        let app = App::new(Rc::new(Content::builtin()), config, today(), start, size);
        let world = World::new();
        Self { app, world, end: None }
    }

    /// Presses keys one after another: names as in the configuration, text in single quotes;
    /// `=other` is the digit of that choice, and `=draft` or `=case2` that of a row of what is
    /// stored, wherever they stand by then.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        let mut plain = String::new();
        for (i, part) in keys.split('\'').enumerate() {
            if i % 2 == 1 {
                let _ = write!(plain, "'{part}'");
                continue;
            }
            for key in part.split_whitespace() {
                match key.strip_prefix('=').filter(|value| !value.is_empty()) {
                    Some(value) => {
                        self.press_plain(&std::mem::take(&mut plain));
                        let digit = self.digit_of(value);
                        self.event(digit);
                    }
                    None => _ = write!(plain, " {key} "),
                }
            }
        }
        self.press_plain(&plain)
    }

    fn press_plain(&mut self, keys: &str) -> &mut Self {
        let events = parse(keys);
        if events.is_empty() && self.end.is_some() {
            return self;
        }
        self.world.events.extend(events.into_iter().map(|e| vec![e]));
        self.go()
    }

    /// The key that chooses this row of the screen.
    fn digit_of(&self, value: &str) -> TermEvent {
        let at = match &self.app.screen {
            Screen::Start(s) => {
                let (mut drafts, mut cases) = (0, 0);
                let at = s.rows.iter().position(|r| match r {
                    StartRow::Service(id) => id == value,
                    // Opens the search among all; there it is the same value again that stands for
                    // another one.
                    StartRow::Find => value == OTHER,
                    StartRow::Mine => value == "mine",
                    StartRow::Several => value == "several",
                    StartRow::Own(name) => name.0 == value,
                    StartRow::Draft(..) => {
                        drafts += 1;
                        value == "draft" && drafts == 1
                    }
                    StartRow::Case(_) | StartRow::Over(_) => {
                        cases += 1;
                        value == format!("case{cases}")
                    }
                });
                let mark = at.map(|at| s.mark(at)).filter(|mark| mark.len() == 1);
                if let Some(sign) = mark.as_ref().and_then(|mark| mark.chars().next()) {
                    return TermEvent::Key(Key::plain(Code::Char(sign)));
                }
                None
            }
            Screen::Question(q) => {
                let app = &self.app;
                let ctx = app.ctx();
                let spec = question::spec(&app.session, &ctx, &q.id);
                if let Field::Find(f) = &q.field {
                    if value == OTHER {
                        return TermEvent::Key(Key::plain(Code::Char('0')));
                    }
                    let is = |i: &usize| spec.choice.get(*i).is_some_and(|c| c.value == value);
                    f.hits.iter().take(find::ROWS).position(is)
                } else if let Field::List(list) = &q.field
                    && let Some(form) = &list.form
                {
                    // A choice of the entry that is written.
                    list.fields[form.at].choice.iter().position(|c| c.value == value)
                } else {
                    let detours = spec.detour.iter().map(|d| &d.to);
                    spec.choice.iter().map(|c| &c.value).chain(detours).position(|v| v == value)
                }
            }
            _ => None,
        };
        let at = at.unwrap_or_else(|| panic!("no {value} on\n{}", self.frame()));
        let digit =
            u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)).expect("a digit");
        TermEvent::Key(Key::plain(Code::Char(digit)))
    }

    /// Whether the selected row has this label, whichever number stands before it.
    pub(crate) fn is_on(&self, label: &str) -> bool {
        let number = |c: char| " []x".contains(c) || c.is_ascii_digit();
        let frame = self.frame();
        let mut rows = frame.lines().filter_map(|l| l.split_once("> "));
        rows.any(|(_, row)| row.trim_start_matches(number).starts_with(label))
    }

    /// Whether the choice with this label is ticked, likewise.
    pub(crate) fn ticks(&self, label: &str) -> bool {
        self.frame().lines().any(|l| l.contains("[x]") && l.contains(label))
    }

    /// Presses keys that all arrive in one read, as an input method sends them.
    pub(crate) fn burst(&mut self, keys: &str) -> &mut Self {
        self.world.events.push_back(parse(keys));
        self.go()
    }

    /// Types a text, each character a key.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        self.world
            .events
            .extend(text.chars().map(|c| vec![TermEvent::Key(Key::plain(Code::Char(c)))]));
        self.go()
    }

    /// The screen of a question, as if it were asked now.
    pub(crate) fn open(&mut self, id: &str) -> &mut Self {
        let app = &mut self.app;
        app.session.seen.insert(id.to_owned());
        let asked = question::Question::open(&app.session, &app.ctx(), id);
        app.screen = Screen::Question(asked);
        self
    }

    /// From the review to the answer of a question, by its row.
    pub(crate) fn change(&mut self, id: &str) -> &mut Self {
        let rows = review::rows(&self.app.session.reviewed(self.app.content()));
        let to = rows
            .iter()
            .position(|r| *r == review::ReviewRow::Answer(id.to_owned()))
            .expect("a row");
        for _ in 0..200 {
            let Screen::Review(r) = &self.app.screen else { panic!("at {}", self.at()) };
            if r.at == to {
                break;
            }
            let key = if r.at < to { "down" } else { "up" };
            self.press(key);
        }
        self.press("enter")
    }

    /// Presses a key until a place is reached.
    pub(crate) fn until(&mut self, at: &str, key: &str) -> &mut Self {
        for _ in 0..60 {
            if self.at() == at {
                return self;
            }
            self.press(key);
        }
        panic!("not at {at}:\n{}", self.frame());
    }

    /// Leaves the last screen; what is asked about sending is left for later.
    pub(crate) fn finish(&mut self) -> &mut Self {
        self.press("enter");
        if matches!(self.app.overlay, Some(Overlay::Ask(Ask::Sent { .. }))) {
            self.press("n");
        }
        self
    }

    /// Pastes.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.event(TermEvent::Paste(text.to_owned()))
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.event(TermEvent::Resize(columns, rows))
    }

    /// Anything that a terminal can tell.
    pub(crate) fn event(&mut self, event: TermEvent) -> &mut Self {
        self.world.events.push_back(vec![event]);
        self.go()
    }

    fn go(&mut self) -> &mut Self {
        assert!(self.end.is_none(), "keys after the end: {:?}", self.end);
        match runner::run(&mut self.app, &mut self.world) {
            Ok(exit) => self.end = Some(exit),
            Err(e) => assert_eq!(e.kind(), io::ErrorKind::UnexpectedEof),
        }
        self
    }

    /// The frame as text.
    pub(crate) fn frame(&self) -> String {
        print(&self.app.view())
    }

    /// The id of the question on the screen, or the name of the screen.
    pub(crate) fn at(&self) -> &str {
        place(&self.app.screen)
    }

    /// The text that is copied as a whole now.
    pub(crate) fn letter(&self) -> String {
        self.app.session.document(self.app.content()).plan.all()
    }
}

/// The id of the question that is asked, or the name of the screen.
pub(crate) fn place(screen: &Screen) -> &str {
    match screen {
        Screen::Question(q) => &q.id,
        Screen::Review(_) => "review",
        Screen::Edit(_) => "edit",
        Screen::After(_) => "after",
        Screen::Start(_) => "start",
        Screen::Case(_) => "case",
        Screen::Log(_) => "log",
        Screen::Mine(_) => "mine",
        Screen::Run(_) => "run",
    }
}

/// Keys as events.
pub(crate) fn parse(keys: &str) -> Vec<TermEvent> {
    let mut out = Vec::new();
    for (i, part) in keys.split('\'').enumerate() {
        if i % 2 == 1 {
            out.extend(part.chars().map(|c| Key::plain(Code::Char(c))));
        } else {
            let name = |k: &str| parse_key(k).unwrap_or_else(|| panic!("no key {k}"));
            out.extend(part.split_whitespace().map(name));
        }
    }
    out.into_iter().map(TermEvent::Key).collect()
}

/// A frame as text: trailing blanks off, `█` before the cell on which the cursor stands.
pub(crate) fn print(frame: &Frame) -> String {
    let area = frame.buffer.area;
    let mut lines = Vec::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..area.width {
            if frame.cursor.is_some_and(|c| (c.x, c.y) == (x, y)) {
                line.push('█');
            }
            // The second cell of a wide character holds nothing of its own.
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = frame.buffer[(x, y)].symbol();
            line.push_str(symbol);
            covered = width(symbol).saturating_sub(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// A single value.
pub(crate) fn one(s: &str) -> Value {
    Value::One(s.to_owned())
}

/// Several values.
pub(crate) fn many(v: &[&str]) -> Value {
    Value::Many(v.iter().map(|s| (*s).to_owned()).collect())
}

/// A selection under way.
pub(crate) fn selection(employer: &str, stage: &str, date: &str, wish: &str) -> Entry {
    let fields = [("employer", employer), ("stage", stage), ("date", date), ("wish", wish)];
    Entry(fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into())
}

/// A selection that is declined, with its reason.
pub(crate) fn declined(employer: &str, stage: &str, date: &str, reason: &str) -> Entry {
    let mut e = selection(employer, stage, date, "decline");
    e.0.insert("reason".to_owned(), reason.to_owned());
    e
}

/// Who writes, in every test.
pub(crate) const SENDER: [(&str, &str); 5] = [
    ("sender.name", "山田 花子"),
    ("sender.reading", "ヤマダ ハナコ"),
    ("sender.birth_date", "1990-04-01"),
    ("sender.email", "hanako@example.jp"),
    ("sender.phone", "090-1234-5678"),
];

/// Every default request of a withdrawal.
pub(crate) const REQUESTS: [&str; 6] =
    ["erase", "stop_use", "stop_third_party", "stop_offers", "stop_mail", "stop_calls"];

/// All goals.
pub(crate) const GOALS: [&str; 6] =
    ["withdraw", "pause", "change_handler", "reduce_contact", "resume", "decline"];

/// All channels.
pub(crate) const CHANNELS: [&str; 4] = ["mail", "form", "phone", "post"];

/// Complete answers for a goal: everything that is optional left out, and no selections but the one
/// that is declined.
pub(crate) fn complete(goal: &str, channel: &str) -> Answers {
    let mut a = Answers::default();
    let mut set = |id: &str, v: Value| a.set(id, v);
    set("service", one("apoplus-pharmacist"));
    set("goal", one(goal));
    set("channel", one(channel));
    set("extras", one("done"));
    match goal {
        "withdraw" => {
            set("requests", many(&REQUESTS));
            set("selections", Value::Entries(Vec::new()));
            set("reason", one("none"));
            set("effective", one("today"));
        }
        "pause" => {
            set("pause_from", one("today"));
            set("resume", one("2027-04"));
            set("plan", one("none"));
            set("pause_scope", many(&["offers", "mail", "calls"]));
            set("exceptions", one("none"));
        }
        "change_handler" | "reduce_contact" | "resume" => {
            if goal == "change_handler" {
                set("wishes", many(&["field_expert", "listens"]));
            }
            if goal == "resume" {
                set("resume_from", one("today"));
                set("data_kept", one("unknown"));
            }
            set("means", one("mail_only"));
            set("frequency", one("monthly"));
            set("urgent_offers", one("stop"));
        }
        "decline" => {
            let row = declined("みなと薬局", "first_interview", "2026-12-03", "");
            set("selections", Value::Entries(vec![row]));
            set("reason", one("none"));
        }
        other => panic!("no goal {other}"),
    }
    for (id, v) in SENDER {
        if id != "sender.birth_date" || goal == "withdraw" {
            set(id, one(v));
        }
    }
    a
}
