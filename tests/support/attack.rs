//! Random events through the real core, and what must stay true after each: see `# What must stay
//! true` in src/lib.rs.
//!
//! A life begins with some answers, a configuration and a size, and ends with the program, or after
//! so many events with a way out that must be there. It follows from its seed alone; what fails is
//! a seed and a list of events, made as short as it gets.

use crate::support::{CHANNELS, GOALS, complete, date, today};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use kotowari::app::effect::{CaseOrder, Effect, Exit, Private, Target};
use kotowari::app::msg::{Copied, Msg, Outcome};
use kotowari::app::overlay::{Ask, Overlay, Prompt};
use kotowari::app::screens::Screen;
use kotowari::app::screens::question::Question;
use kotowari::app::screens::question::field::Field;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Save};
use kotowari::domain::answers::Answers;
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::draft::{self, Draft, StoredDraft};
use kotowari::domain::case::{
    AnswerKind, CaseRecord, Keep, KeptText, LetterRecord, Means, What as Happened, Word, file,
};
use kotowari::domain::content::Content;
use kotowari::domain::delivery::{DeliveryPlan, whole};
use kotowari::domain::document::{Document, flow_for};
use kotowari::domain::flow::walk::Walk;
use kotowari::domain::manner::{DETAIL, LIMIT};
use kotowari::domain::{answers_file, answers_toml};
use kotowari::input::key::{Code, Key, TermEvent};
use kotowari::input::keymap::{Mode, show_key};
use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;

/// Most events of a life.
pub(crate) const LIFE: usize = 250;
/// Esc as often as this leads out of everything: a path has some thirty questions, each with a form
/// over it at most.
const WAY_OUT: usize = 120;

#[path = "rng.rs"]
mod rng;
pub(crate) use rng::Rng;

impl Rng {
    /// Less than `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).expect("a size"))
            .expect("less than a size")
    }
    /// True `n` times in a hundred.
    pub(crate) fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// What happens to the program.
#[derive(Clone)]
enum What {
    Term(TermEvent),
    /// The day is another one.
    Day(NaiveDate),
    /// The clock in Japan is another one, or not known.
    Clock(Option<NaiveDateTime>),
}

/// An event, and how the effects that it causes turn out.
#[derive(Clone)]
pub(crate) struct Event {
    what: What,
    luck: usize,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Term(TermEvent::Key(k)) => {
                f.write_str(&show_key(*k).escape_debug().to_string())?;
            }
            What::Term(TermEvent::Paste(t)) => write!(f, "paste {t:?}")?,
            What::Term(TermEvent::Resize(c, r)) => write!(f, "{c}x{r}")?,
            What::Term(other) => write!(f, "{other:?}")?,
            What::Day(d) => write!(f, "day {d}")?,
            What::Clock(c) => write!(f, "clock {c:?}")?,
        }
        write!(f, " ({})", self.luck)
    }
}

/// What went wrong, and the shortest list of events found that makes it go wrong.
pub(crate) struct Failure {
    pub(crate) seed: u64,
    pub(crate) why: String,
    pub(crate) events: Vec<Event>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "life {}: {}", self.seed, self.why)?;
        self.events.iter().try_for_each(|e| writeln!(f, "  {e}"))
    }
}

const SIZES: [(u16, u16); 14] = [
    (80, 24),
    (80, 24),
    (100, 30),
    (120, 40),
    (99, 24),
    (44, 12),
    (36, 10),
    (35, 10),
    (36, 9),
    (1, 1),
    (0, 0),
    (1, 60),
    (200, 60),
    (3, 200),
];

/// What people type, and what they should not have.
const TEXTS: [&str; 40] = [
    "",
    " ",
    "　",
    "山田 花子",
    "𠮷野 葛󠄀葉",
    "ﾔﾏﾀﾞ ﾊﾅｺ",
    "ヤマダ ハナコ",
    "hanako@example.jp",
    "a..b@docomo.example.jp",
    "nobody",
    "090-1234-5678",
    "０９０１２３４５６７８",
    "119",
    "1990-04-01",
    "平成2年4月1日",
    "2026/11/30",
    "11/30",
    "今日",
    "2027-04",
    "令和9年4月",
    "9999-12-31",
    "0000-00-00",
    "9:00",
    "25:61",
    "18時",
    "佐藤様",
    "みなと薬局",
    "年収600万円以上",
    "一行目\n二行目\r\n三行目\r四行目",
    "\u{1b}[31m赤\u{1b}[0m\u{7}\u{9b}2J",
    "\u{202E}逆\u{200B}幅なし\u{FEFF}",
    "か\u{3099}\u{3099}\u{3099}",
    "👨\u{200D}👩\u{200D}👧\u{FE0F}",
    "〔氏名〕",
    "{{ sender_name }}{% raw %}",
    "件名：別の件名",
    "\"\"\"'''\\u0041[answers]\n# x = 1",
    "①②㈱㌔Ⅲ～－∥",
    "死ね、バカ。絶対に訴える！！！",
    "あああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああ",
];

const DAYS: [(i32, u32, u32); 10] = [
    (2026, 11, 20),
    (2026, 11, 20),
    (2026, 11, 21),
    (2026, 12, 29),
    (2027, 1, 1),
    (2024, 2, 29),
    (1970, 1, 1),
    (2100, 12, 31),
    (2200, 12, 31),
    (1868, 1, 1),
];

fn plain(c: char) -> Key {
    Key::plain(Code::Char(c))
}

/// A life: the program, what it will get, and what was seen of it.
pub(crate) struct Life {
    app: App,
    rng: Rng,
    /// What was thought of together: clear the field, type, go on.
    queue: VecDeque<Event>,
    /// The answers and the day at which the letter was last compared, so that it is not done for
    /// nothing.
    seen: Option<(Answers, NaiveDate)>,
    /// Where it has been: ids of questions, names of screens and overlays.
    places: BTreeSet<String>,
}

impl Life {
    /// The program as the seed has it.
    pub(crate) fn new(content: &Rc<Content>, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let mut answers = Answers::default();
        if rng.percent(60) {
            let whole = complete(rng.pick(&GOALS), rng.pick(&CHANNELS));
            let holes = rng.percent(50);
            for id in whole.ids() {
                if !(holes && rng.percent(15))
                    && let Some(v) = whole.get(id)
                {
                    answers.set(id, v.clone());
                }
            }
        }
        let mut config =
            Config { save: rng.pick(&[Save::Ask, Save::Always, Save::Never]), ..Config::default() };
        if rng.percent(30) {
            config.sender.insert("name".to_owned(), "鈴木 一".to_owned());
            config.sender.insert("email".to_owned(), "own@example.jp".to_owned());
        }
        let start = Start {
            answers,
            more: Vec::new(),
            no_save: rng.percent(20),
            print: rng.percent(30),
            shelf: shelf(content, &mut rng),
            file_name: if rng.percent(50) { "letter.txt".to_owned() } else { String::new() },
            lines: false,
        };
        let size = rng.pick(&SIZES);
        let app = App::new(Rc::clone(content), config, today(), start, size);
        Self { app, rng, queue: VecDeque::new(), seen: None, places: BTreeSet::new() }
    }

    fn key(&mut self, k: Key) -> Event {
        Event { what: What::Term(TermEvent::Key(k)), luck: self.rng.below(64) }
    }
    fn paste(&mut self, text: &str) -> Event {
        Event { what: What::Term(TermEvent::Paste(text.to_owned())), luck: self.rng.below(64) }
    }

    /// The next event: often what a person would do here, else anything.
    fn invent(&mut self) -> Event {
        if let Some(e) = self.queue.pop_front() {
            return e;
        }
        let luck = self.rng.below(64);
        match self.rng.below(100) {
            0..2 => {
                let mut size = self.rng.pick(&SIZES);
                if self.rng.percent(30) {
                    let mut up_to = |most| u16::try_from(self.rng.below(most)).expect("small");
                    size = (up_to(150), up_to(60));
                }
                Event { what: What::Term(TermEvent::Resize(size.0, size.1)), luck }
            }
            2 => {
                let (y, m, d) = self.rng.pick(&DAYS);
                Event { what: What::Day(date(y, m, d)), luck }
            }
            3 => {
                let (y, m, d) = self.rng.pick(&DAYS);
                let hour = u32::try_from(self.rng.below(24)).expect("an hour");
                let clock = date(y, m, d).and_hms_opt(hour, 59, 59);
                Event { what: What::Clock(clock.filter(|_| luck > 10)), luck }
            }
            4..9 => {
                let text = self.text();
                self.paste(&text)
            }
            9..14 => {
                let key = self.control();
                self.key(key)
            }
            14..17 => self.key(Key::plain(Code::Esc)),
            17..60 => self.sensible(),
            _ => {
                let key = self.any_key();
                self.key(key)
            }
        }
    }

    fn text(&mut self) -> String {
        if self.rng.percent(30) {
            return self.rng.pick(naughty_strings::BLNS).to_owned();
        }
        let n = 1 + self.rng.below(3);
        (0..n).map(|_| self.rng.pick(&TEXTS)).collect()
    }

    fn control(&mut self) -> Key {
        let chars: Vec<char> = "aabdefghkknnpruuz".chars().collect();
        match self.rng.below(12) {
            0 => Key { code: Code::Enter, ctrl: false, alt: true },
            1 => Key::plain(Code::F(u8::try_from(self.rng.below(13)).expect("small"))),
            2 => Key { code: Code::Char(self.rng.pick(&chars)), ctrl: true, alt: true },
            // Rarely, since it ends the life.
            3 if self.rng.percent(10) => Key::ctrl('c'),
            _ => Key::ctrl(self.rng.pick(&chars)),
        }
    }

    fn any_key(&mut self) -> Key {
        const CODES: [Code; 18] = [
            Code::Enter,
            Code::Enter,
            Code::Enter,
            Code::Down,
            Code::Down,
            Code::Up,
            Code::Left,
            Code::Right,
            Code::Home,
            Code::End,
            Code::PageUp,
            Code::PageDown,
            Code::Tab,
            Code::BackTab,
            Code::Backspace,
            Code::Backspace,
            Code::Delete,
            Code::Char(' '),
        ];
        if self.rng.percent(60) {
            return Key::plain(self.rng.pick(&CODES));
        }
        let text = if self.rng.percent(80) {
            "0123456789aybcdegjklnpqstvwy?１２ｊ"
        } else {
            "山ｶﾞ\u{3099}\u{E0100}\u{200D}👩é\u{1b}\u{7}\u{202E}\u{0}"
        };
        let chars: Vec<char> = text.chars().collect();
        plain(self.rng.pick(&chars))
    }

    /// What brings one on from here.
    fn sensible(&mut self) -> Event {
        let id = match &self.app.screen {
            Screen::Question(q) => q.id.clone(),
            _ => String::new(),
        };
        let keys: &str = match self.app.mode() {
            Mode::Choice | Mode::All => "1234567\r\r\rj",
            Mode::Find => "0123?+あkd\r\r\r\r",
            Mode::Choices => "  \r\rj",
            Mode::List => "aad\r\r\rju",
            Mode::Letter => "jjk\r\t",
            Mode::Review => "ccsbbenntlwvg]o[x\r\r12 ",
            Mode::After => "\r\rcsbnwpkjytmir",
            Mode::Start => "1234+j\r\rdk",
            Mode::Run => "12\r\r\rxj",
            Mode::Case => "\r\rsratopdguneijk",
            Mode::Ask => "yynj\r",
            Mode::Help => "jkq",
            Mode::Read => "jkcq",
            Mode::Text | Mode::LongText | Mode::Date | Mode::Form | Mode::Prompt => {
                let text = match id.as_str() {
                    "sender.name" | "sender.handler" | "done_by" => "山田 花子",
                    "sender.reading" => "ヤマダ ハナコ",
                    "sender.email" | "sender.handler_email" => "hanako@example.jp",
                    "sender.phone" => "090-1234-5678",
                    "sender.birth_date" => "1990-04-01",
                    "resume" => "2027-04",
                    _ if self.app.mode() == Mode::Date => "2026-11-20",
                    _ => self.rng.pick(&TEXTS),
                };
                let all = [Key::ctrl('a'), Key::ctrl('k')];
                for k in all {
                    let e = self.key(k);
                    self.queue.push_back(e);
                }
                let e = self.paste(text);
                self.queue.push_back(e);
                if self.app.mode() == Mode::Form && self.rng.percent(60) {
                    let e = self.key(Key::plain(Code::Down));
                    self.queue.push_back(e);
                }
                return self.key(Key::plain(Code::Enter));
            }
            Mode::Edit => "abあ\r",
        };
        let chars: Vec<char> = keys.chars().collect();
        let key = match self.rng.pick(&chars) {
            '\r' => Key::plain(Code::Enter),
            '\t' => Key::plain(Code::Tab),
            c => plain(c),
        };
        self.key(key)
    }

    /// Gives the program an event and looks at what came of it; true when it has ended.
    fn step(&mut self, event: &Event) -> Result<bool, String> {
        let before = Before::of(&mut self.app);
        let effects = match &event.what {
            What::Term(e) => self.app.update(Msg::Term(e.clone())),
            What::Day(d) => {
                self.app.session.today = *d;
                Vec::new()
            }
            What::Clock(c) => {
                self.app.session.clock = *c;
                Vec::new()
            }
        };
        before.held(&mut self.app, event, &effects)?;
        let mut queue = VecDeque::from(effects);
        let mut luck = event.luck;
        while let Some(effect) = queue.pop_front() {
            let Some(outcome) = self.outcome(effect, luck)? else { return Ok(true) };
            queue.extend(self.app.update(Msg::Done(outcome)));
            luck /= 2;
        }
        self.been();
        self.look()?;
        self.leaves()?;
        self.follows()?;
        Ok(false)
    }

    /// Whether a text is of the letter on the screen, or the last one of the case that is open.
    fn may_be_copied(&self, plan: &DeliveryPlan, text: &str) -> bool {
        let last = match &self.app.screen {
            Screen::Case(c) => self.app.case(&c.id).and_then(|c| c.letters.last()),
            _ => None,
        };
        let kept = last.and_then(|l| match &l.kept {
            KeptText::Text { subject, text } => {
                Some(whole(Some(subject.as_str()).filter(|s| !s.is_empty()), text))
            }
            KeptText::Hash(_) => None,
        });
        let parts = plan.parts().into_iter().map(|f| f.value);
        parts.chain([plan.all(), plan.body.clone()]).chain(kept).any(|t| t == text)
    }

    /// What the outside says to an effect, after a look at the effect; None: the end.
    #[expect(clippy::too_many_lines, reason = "an arm for each effect")]
    fn outcome(&self, effect: Effect, luck: usize) -> Result<Option<Outcome>, String> {
        let doc = self.app.session.document(self.app.content());
        let plan = &doc.plan;
        let bad = luck % 4 == 1;
        Ok(Some(match effect {
            Effect::Copy(text) => {
                harmless(&text.0)?;
                ensure(self.may_be_copied(plan, &text.0), || {
                    "what is copied is no part of the plan".to_owned()
                })?;
                Outcome::Copied(match luck % 3 {
                    0 => Copied::Confirmed,
                    1 => Copied::Handed,
                    _ => Copied::Failed("だめです".to_owned()),
                })
            }
            Effect::Write(Target { path, .. }, text) => {
                harmless(&text.0.replace("\r\n", "\n"))?;
                // A case as a text, a date and a mail are other texts; what they hold is tested
                // where they are made.
                let other = matches!(self.app.screen, Screen::Case(_))
                    || path.extension().is_some_and(|e| {
                        e.eq_ignore_ascii_case("ics") || e.eq_ignore_ascii_case("eml")
                    })
                    || text.0.starts_with("BEGIN:VCALENDAR");
                ensure(other || text.0 == plan.all() + "\n", || {
                    "what is written is not the letter".to_owned()
                })?;
                ensure(!path.as_os_str().is_empty(), || "written to no path".to_owned())?;
                Outcome::Written(if bad {
                    Err("満杯です".to_owned())
                } else {
                    Ok(PathBuf::from("a\u{1b}[31m.txt"))
                })
            }
            Effect::EditExternal(text) => {
                harmless(&text.0)?;
                let whole = plan.all();
                ensure(text.0 == whole, || "what is edited is not the letter".to_owned())?;
                let edited = match luck % 5 {
                    0 => Err("だめです".to_owned()),
                    1 => Ok(String::new()),
                    2 => Ok(text.0),
                    3 => Ok(TEXTS[luck % TEXTS.len()].to_owned()),
                    _ => Ok(text.0 + "\u{1b}[31m追記\r\n\u{7}〔氏名〕"),
                };
                Outcome::Edited(edited.map(Private))
            }
            Effect::Save(profile) => {
                let allowed = !self.app.no_save() && self.app.config.save != Save::Never;
                ensure(allowed, || "identity is stored against the user's word".to_owned())?;
                profile
                    .sender
                    .values()
                    .chain(profile.registration.values())
                    .try_for_each(|v| harmless(v))?;
                Outcome::Saved(if bad { Err("満杯です".to_owned()) } else { Ok(()) })
            }
            Effect::Case(order) => {
                let allowed = !self.app.no_save() && self.app.config.save == Save::Always;
                let known = order.changes().is_some() || matches!(order, CaseOrder::Remove(_));
                ensure(allowed || known, || "a case is stored against the user's word".to_owned())?;
                Outcome::Case(if bad {
                    Err("満杯です".to_owned())
                } else {
                    Ok(self.stored(order)?)
                })
            }
            Effect::SaveDraft(draft) => {
                let allowed = !self.app.no_save() && self.app.config.save == Save::Always;
                ensure(allowed, || "a draft is kept against the user's word".to_owned())?;
                let back = draft::parse("x", &draft::to_toml(&draft.draft));
                ensure(back.is_ok_and(|d| d == draft.draft), || {
                    "the draft is not read back".to_owned()
                })?;
                let there = &self.app.shelf.drafts;
                // What was never stored, or is another one now, gets a file of its own.
                let free = (1..=99).find(|n| there.iter().all(|d| d.number != *n)).unwrap_or(1);
                let number =
                    draft.over.as_ref().filter(|o| there.contains(o)).map_or(free, |o| o.number);
                Outcome::Draft(if bad {
                    Err("満杯です".to_owned())
                } else {
                    Ok(Some(Box::new(draft.kept(number))))
                })
            }
            Effect::RemoveDraft(_) => Outcome::Draft(Ok(None)),
            Effect::Open(address) => {
                harmless(&address.0)?;
                ensure(address.0.starts_with("mailto:") && address.0.is_ascii(), || {
                    "no address".to_owned()
                })?;
                Outcome::Opened(if bad { Err("ありません".to_owned()) } else { Ok(()) })
            }
            Effect::Suspend => Outcome::Resumed,
            Effect::Exit(exit) => {
                match exit {
                    Exit::Done(None) | Exit::Failed(None) => {}
                    Exit::Done(Some(text)) | Exit::Failed(Some(text)) => {
                        harmless(&text.0)?;
                        ensure(text.0 == plan.all() && !self.app.blocked(), || {
                            "printed as complete, and is not".to_owned()
                        })?;
                    }
                    Exit::Incomplete(text) => {
                        harmless(&text.0)?;
                        ensure(text.0 == plan.all() && self.app.blocked(), || {
                            "printed as incomplete, and is not".to_owned()
                        })?;
                    }
                    Exit::Left(code) => {
                        ensure(code == 0 || code == 130, || format!("left with {code}"))?;
                    }
                }
                return Ok(None);
            }
        }))
    }

    /// What the folder of cases would hold after an order; its file reads back equal.
    fn stored(&self, order: CaseOrder) -> Result<Option<Box<CaseRecord>>, String> {
        let mut record = match (&order, order.changes()) {
            (CaseOrder::Create(record), _) => {
                let mut record = (**record).clone();
                record.id =
                    record.id.numbered(u32::try_from(self.app.shelf.cases.len()).unwrap_or(0) + 1);
                record
            }
            (_, Some(id)) => self
                .app
                .shelf
                .cases
                .iter()
                .find(|c| c.id == *id)
                .cloned()
                .ok_or("an unknown case is changed")?,
            _ => return Ok(None),
        };
        order.apply(&mut record);
        let back = file::parse("x", &file::to_toml(&record));
        ensure(back.is_ok_and(|r| r == record), || "a case is not read back".to_owned())?;
        Ok(Some(Box::new(record)))
    }

    fn been(&mut self) {
        let mut add = |place: &str| {
            if !self.places.contains(place) {
                self.places.insert(place.to_owned());
            }
        };
        match &self.app.screen {
            Screen::Question(q) => add(&q.id),
            Screen::Review(_) => add("review"),
            Screen::Edit(_) => add("edit"),
            Screen::After(_) => add("after"),
            Screen::Start(_) => add("start"),
            Screen::Case(_) => add("case"),
            Screen::Log(l) => add(l.kind.id()),
            Screen::Mine(_) => add("mine"),
            Screen::Run(_) => add("run"),
        }
        match &self.app.overlay {
            Some(Overlay::Help { .. }) => add("help"),
            Some(Overlay::Ask(ask)) => add(ask.text()),
            Some(Overlay::Prompt(prompt, _)) => add(prompt.text()),
            Some(Overlay::Qr(..)) => add("qr"),
            Some(Overlay::Read { .. }) => add("reading"),
            None => {}
        }
        if self.app.letter().is_some() {
            add("letter");
        }
    }

    /// The frame is drawn and holds nothing raw; its cursor stands on a cell.
    fn look(&self) -> Result<(), String> {
        let frame = self.app.view();
        for cell in &frame.buffer.content {
            ensure(!cell.symbol().chars().any(char::is_control), || {
                format!("a control character in a cell: {:?}", cell.symbol())
            })?;
        }
        let (w, h) = self.app.ctx().size;
        let inside = frame.cursor.is_none_or(|p| p.x < w && p.y < h);
        ensure(inside, || format!("the cursor {:?} is outside of {w}x{h}", frame.cursor))
    }

    /// Twice Ctrl-C leaves, whatever the state is; it is put back afterwards.
    fn leaves(&mut self) -> Result<(), String> {
        let notice = self.app.notice.clone();
        let overlay = self.app.overlay.clone();
        let mut quit = || {
            let effects = self.app.update(Msg::Term(TermEvent::Key(Key::ctrl('c'))));
            matches!(effects.as_slice(), [.., Effect::Exit(Exit::Left(130))])
        };
        let left = quit() || quit();
        self.app.overlay = overlay;
        self.app.notice = notice;
        ensure(left, || "two Ctrl-C do not leave".to_owned())
    }

    /// The letter is that of the path alone, and the answers are read back from their file.
    fn follows(&mut self) -> Result<(), String> {
        let (answers, today) = (&self.app.session.answers, self.app.session.today);
        if self.seen.as_ref().is_some_and(|(a, t)| a == answers && *t == today) {
            return Ok(());
        }
        let content = self.app.content();
        let walk = self.app.session.walk(content);
        let mut path_alone = answers.clone();
        for id in answers.ids() {
            if walk.step(id).is_none() && !["tone", DETAIL, LIMIT].contains(&id) {
                path_alone.remove(id);
            }
        }
        if path_alone != *answers {
            let office = self.app.session.office;
            let of = |a: &Answers| Document::new(content, a, None, today, office).base;
            ensure(of(answers) == of(&path_alone), || {
                "an answer off the path is in the letter".to_owned()
            })?;
        }
        let file = answers_toml::to_toml(answers, content.flow());
        let back = answers_file::parse("x", &file, content, today)
            .map_err(|p| format!("the answers are not read back: {} {}", p[0].key, p[0].message))?
            .answers;
        let differs = answers.ids().find(|id| answers.get(id) != back.get(id));
        ensure(differs.is_none() && back.ids().count() == answers.ids().count(), || {
            format!("read back otherwise: {differs:?}")
        })?;
        // A detour that was taken and has no answer yet is not in the file.
        let detours = content.flow().questions().flat_map(|q| &q.detour);
        if detours.into_iter().all(|d| answers.reaches(&d.to) == back.reaches(&d.to)) {
            let steps = |w: &Walk<'_>| -> Vec<_> {
                w.steps.iter().map(|s| (s.question.id.clone(), s.state.clone())).collect()
            };
            let again = Walk::new(flow_for(content, &back), &back, today);
            ensure(steps(&walk) == steps(&again), || "the walk replays otherwise".to_owned())?;
        }
        self.seen = Some((answers.clone(), today));
        Ok(())
    }

    /// Esc leads out, whatever the state is: through the questions, to the end or to the one
    /// question whether what was typed may go.
    fn way_out(&mut self) -> Result<(), String> {
        // Where nothing can be shown no key but Ctrl-C leads anywhere.
        self.step(&Event { what: What::Term(TermEvent::Resize(80, 24)), luck: 0 })?;
        for _ in 0..WAY_OUT {
            if matches!(self.app.overlay, Some(Overlay::Ask(Ask::Quit(_) | Ask::Save(..)))) {
                return Ok(());
            }
            let esc = self.key(Key::plain(Code::Esc));
            if self.step(&esc)? {
                return Ok(());
            }
        }
        Err("Esc does not lead out".to_owned())
    }
}

/// What was there before an event.
struct Before {
    review: bool,
    /// A yes was asked for.
    asked: bool,
    prompt: bool,
    /// A question with text: its id and the text.
    typed: Option<(String, String)>,
    answers: usize,
}

impl Before {
    fn of(app: &mut App) -> Self {
        let clear = app.overlay.is_none() && app.letter().is_none();
        let typed = match &mut app.screen {
            Screen::Question(q) if clear && !matches!(q.field, Field::List(_)) => {
                q.field.buffer().map(|b| (q.id.clone(), b.text().to_owned()))
            }
            _ => None,
        };
        Self {
            review: matches!(app.screen, Screen::Review(_)),
            asked: matches!(app.overlay, Some(Overlay::Ask(Ask::CopyAnyway(_) | Ask::WriteAnyway))),
            prompt: matches!(app.overlay, Some(Overlay::Prompt(Prompt::Path, _))),
            typed,
            answers: app.session.answers.ids().count(),
        }
    }

    /// The gate was passed or a yes was given; Esc has kept what was typed; nothing but Enter or a
    /// digit answers.
    fn held(self, app: &mut App, event: &Event, effects: &[Effect]) -> Result<(), String> {
        let writes = matches!(app.overlay, Some(Overlay::Prompt(Prompt::Path, _))) && !self.prompt;
        let out = writes || effects.iter().any(|e| matches!(e, Effect::Copy(_)));
        if self.review && out && !self.asked {
            ensure(!app.blocked(), || "past the gate without a yes".to_owned())?;
        }
        let esc =
            matches!(&event.what, What::Term(TermEvent::Key(k)) if *k == Key::plain(Code::Esc));
        if let (true, Some((id, text))) = (esc, self.typed) {
            ensure(app.session.answers.ids().count() <= self.answers, || "Esc answers".to_owned())?;
            let still = matches!(&app.screen, Screen::Question(q) if q.id == id);
            if !still {
                let parked = app
                    .session
                    .half_typed
                    .get_mut(&id)
                    .and_then(Field::buffer)
                    .map(|b| b.text().to_owned());
                let mut fresh = Question::fresh(&app.session, &app.ctx(), &id);
                let offered = fresh.buffer().map(|b| b.text().to_owned());
                // Back to the case from which the walk began: it goes on from its draft, and what
                // was only offered is offered again.
                let saves = effects.iter().any(|e| matches!(e, Effect::SaveDraft(_)));
                let kept = |e: &Effect| match e {
                    Effect::SaveDraft(k) => k.draft.texts.get(&id) == Some(&text),
                    _ => false,
                };
                let to_case = matches!(app.screen, Screen::Case(_))
                    && (text.is_empty() || !saves || effects.iter().any(kept));
                ensure(to_case || parked.or(offered).as_ref() == Some(&text), || {
                    format!("Esc loses what was typed in {id}")
                })?;
            }
        }
        Ok(())
    }
}

/// What an earlier life may have left: a case in some state, a draft.
fn shelf(content: &Rc<Content>, rng: &mut Rng) -> Shelf {
    let mut shelf = Shelf::default();
    let now = DateTime::parse_from_rfc3339("2026-11-10T09:00:00+09:00").expect("a moment");
    for _ in 0..rng.below(3) {
        let answers = complete(rng.pick(&GOALS), rng.pick(&CHANNELS));
        let doc = Document::new(content, &answers, None, today(), OfficeCalendar::default());
        let keep = if rng.percent(30) { Keep::Hash } else { Keep::Letter };
        let letter = LetterRecord::new(now, &doc.plan, "standard", None, keep);
        let service = answers.one("service").unwrap_or_default();
        let goal = answers.goal().expect("a complete letter");
        let mut record = CaseRecord::new(now.date_naive(), service, "アポプラス薬剤師", goal);
        record.id = record.id.numbered(u32::try_from(shelf.cases.len()).unwrap_or(0) + 1);
        let how = letter.channel;
        record.add_letter(letter, Some(answers_toml::to_toml(&answers, content.flow())));
        let person = String::new();
        for what in [
            Happened::Sent { letter: 1, how, person: person.clone(), promised_by: None },
            Happened::Answer {
                answer: rng.pick(&[
                    AnswerKind::HeldBack,
                    AnswerKind::Accepted,
                    AnswerKind::Question,
                ]),
                person: person.clone(),
                promised_by: None,
                deadline: None,
            },
            Happened::Contacted {
                means: Means::Call,
                person: person.clone(),
                number: String::new(),
            },
            Happened::Done { on: Some(now.date_naive()), person },
        ]
        .into_iter()
        .take(rng.below(5))
        {
            record.log(now, what, "");
        }
        shelf.cases.push(record);
    }
    if rng.percent(20) {
        let answers = answers_toml::to_toml(&complete(rng.pick(&GOALS), "mail"), content.flow());
        let texts = [("sender.name".to_owned(), rng.pick(&TEXTS).to_owned())].into();
        let draft =
            Draft { saved: now, answers, opened: None, texts, case: None, edited: None, run: None };
        shelf.drafts.push(StoredDraft { number: 1, draft });
    }
    shelf
}

fn ensure(good: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if good { Ok(()) } else { Err(why()) }
}

/// Nothing that a terminal would obey or that hides.
pub(crate) fn harmless(text: &str) -> Result<(), String> {
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(
                c,
                '\u{FDD0}' | '\u{FDD1}' | '\u{202A}'
                    ..='\u{202E}' | '\u{200B}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}'
            )
    };
    ensure(!text.contains(bad), || {
        let found: Vec<String> =
            text.chars().filter(|c| bad(*c)).map(|c| format!("{c:?}")).take(5).collect();
        format!("raw characters in what leaves: {}", found.join(" "))
    })
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panic: {}", text.unwrap_or("?"))
}

/// Runs `run`; a panic is a failure like others, where panics unwind.
fn caught<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|p| Err(said(&*p)))
}

/// These events in the life of this seed; what goes wrong.
fn replay(content: &Rc<Content>, seed: u64, events: &[Event], out: bool) -> Option<String> {
    let mut life = Life::new(content, seed);
    let run = || {
        life.look()?;
        for e in events {
            if life.step(e)? {
                return Ok(());
            }
        }
        if out { life.way_out() } else { Ok(()) }
    };
    caught(run).err()
}

/// What a life was like.
pub(crate) struct Lived {
    /// How many events it had.
    pub(crate) events: usize,
    /// Where it has been.
    pub(crate) places: BTreeSet<String>,
}

/// Lives one life to its end.
///
/// # Errors
/// What went wrong, with as few events as make it.
pub(crate) fn live(content: &Rc<Content>, seed: u64) -> Result<Lived, Failure> {
    let mut life = Life::new(content, seed);
    let mut events = Vec::new();
    let mut ended = false;
    let lived = caught(|| {
        life.look()?;
        while events.len() < LIFE && !ended {
            let e = life.invent();
            events.push(e.clone());
            ended = life.step(&e)?;
        }
        if ended { Ok(()) } else { life.way_out() }
    });
    match lived {
        Ok(()) => Ok(Lived { events: events.len(), places: life.places }),
        Err(why) => {
            let out = replay(content, seed, &events, false).is_none();
            let events = shortened(events, |e| replay(content, seed, e, out).is_some());
            let why = replay(content, seed, &events, out).unwrap_or(why);
            Err(Failure { seed, why, events })
        }
    }
}

/// As few of the events as still fail: ever smaller pieces are left out.
fn shortened(mut events: Vec<Event>, fails: impl Fn(&[Event]) -> bool) -> Vec<Event> {
    if !fails(&events) {
        return events;
    }
    let mut piece = events.len().div_ceil(2);
    while piece > 0 {
        let mut at = 0;
        while at < events.len() {
            let mut fewer = events.clone();
            fewer.drain(at..(at + piece).min(events.len()));
            if fails(&fewer) {
                events = fewer;
            } else {
                at += piece;
            }
        }
        piece = if piece == 1 { 0 } else { piece.div_ceil(2) };
    }
    events
}
