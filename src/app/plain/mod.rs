//! The same program line by line, for terminals without a screen, pipes and screen readers: a line
//! in, text and effects out.
//!
//! Nothing is decided here. A line becomes the field's input or the intent that a key on the full
//! screen would have been, and [`App`] does the rest; then the changes are printed, from top to
//! bottom. The text has no escape sequences, no colours and no frames.

mod case;
mod find;
mod here;
mod letter;
mod list;
mod mine;
mod place;
mod question;
mod run;
mod start;
mod usual;
mod ways_out;
mod words;

use super::App;
use super::effect::Effect;
use super::msg::{Copied, Msg, Outcome};
use super::overlay::{Ask, Overlay};
use super::said::Voice;
use super::screens::Screen;
use super::screens::question::field::Field;
use super::screens::question::{self as asked};
use super::screens::review::CopyPart;
use crate::domain::calendar::format_ja;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Question as Spec;
use crate::input::keymap::Intent;
use crate::text::clean;
use crate::ui::said::{Role, Said};
use place::{Looks, Place};
use words::Command;

/// The longest line, in bytes: far more than any answer, far less than memory.
pub const MAX_LINE: usize = crate::text::edit::LONGEST;

/// The size of a screen for the core; nothing is drawn.
pub const SIZE: (u16, u16) = (80, 24);

#[derive(Default, PartialEq, Eq)]
pub struct Turn {
    /// What to show: lines, and at the end the prompt without an end of line.
    pub says: String,
    /// What to carry out, in order, telling [`Plain::done`] what came of it.
    pub effects: Vec<Effect>,
}

// The text is personal.
shows!(Debug Turn, it, "Turn({} bytes, {:?})", it.says.len(), it.effects);

#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Plain {
    pub app: App,
    /// The output may contain drawings.
    pub pictures: bool,
    /// There is a clipboard that line mode reaches.
    pub copies: bool,
    /// What is being copied.
    copying: String,
    out: String,
    shown: Place,
    /// The case as it was last printed.
    told: Place,
    long: Option<Vec<String>>,
    /// The outcome of an effect has to come before the next output.
    waiting: bool,
    /// A known field of a page is being changed.
    changing: bool,
    /// How the answers are looked over before the letter.
    looks: Looks,
}

shows!(Debug Plain, it, "Plain({:?})", it.app);

impl Plain {
    pub fn new(app: App) -> Self {
        let (shown, told) = (Place::default(), Place::default());
        Self {
            app,
            pictures: true,
            copies: true,
            copying: String::new(),
            out: String::new(),
            shown,
            told,
            long: None,
            waiting: false,
            changing: false,
            looks: Looks::default(),
        }
    }

    pub fn open(&mut self) -> Turn {
        self.say(text!("plain.intro"));
        if matches!(self.app.screen, Screen::Review(_)) {
            self.looked_over();
        }
        self.settle()
    }

    /// Passes the time on; what there is to say of a new day.
    pub fn time(&mut self, time: Msg) -> String {
        self.app.update(time);
        let new_day = std::mem::take(&mut self.app.new_day);
        let words = || {
            let day = format_ja(self.app.session.today);
            let text = self.app.redated.then(|| text!("plain.new_day.text", day));
            text.unwrap_or_else(|| self.app.new_day_words())
        };
        if new_day { words() + "\n" } else { String::new() }
    }

    pub fn line(&mut self, raw: &str) -> Turn {
        if raw.len() > MAX_LINE {
            return self.too_long();
        }
        self.app.notice = None;
        let cleaned = clean::clean(raw, false);
        if !cleaned.removed.is_empty() {
            let marks: Vec<&str> = cleaned.removed.iter().map(String::as_str).take(5).collect();
            self.say(&format!("{}{}", text!("notice.removed"), marks.join(" ")));
        }
        let line = cleaned.text.as_str();
        // An arrow key must not count as Enter.
        if line.trim().is_empty() && !cleaned.removed.is_empty() {
            return self.settle();
        }
        // What was printed is no longer what would leave.
        let redated = self.app.redated;
        match words::command(line) {
            None if redated && self.would_send(line) => {
                self.app.read_anew();
                // It was said above.
                self.app.notice = None;
            }
            Some(Command::Back) => self.back(),
            Some(Command::Quit) => {
                self.keep_long();
                self.app.intent(Intent::Quit);
            }
            Some(Command::Help) => self.help(),
            Some(Command::Letter) => self.letter(),
            Some(Command::Why(which)) => self.why(which),
            None => self.answer(line),
        }
        if redated {
            self.app.redated = false;
            if self.app.overlay.is_none() && matches!(self.app.screen, Screen::Review(_)) {
                self.shown = Place::Nowhere;
            }
        }
        self.settle()
    }

    /// The program was to end, but continues.
    pub fn stay(&mut self) -> Turn {
        self.settle()
    }

    /// A line was longer than [`MAX_LINE`]; it was not taken.
    pub fn too_long(&mut self) -> Turn {
        self.wrong(text!("plain.too_long"));
        self.settle()
    }

    /// A line was no text; it was not taken.
    pub fn no_text(&mut self) -> Turn {
        self.wrong(text!("plain.no_text"));
        self.settle()
    }

    /// End of input. If only the final questions are open, they stay unanswered: neither sent nor
    /// stored. Otherwise like Ctrl-C.
    pub fn end(&mut self) -> Turn {
        let asked =
            |app: &App| matches!(app.overlay, Some(Overlay::Ask(Ask::Save(..) | Ask::Sent { .. })));
        if !asked(&self.app) {
            return self.leave(130);
        }
        while asked(&self.app) {
            self.app.intent(Intent::No);
        }
        self.settle()
    }

    /// Leaves in the middle, with this exit code; what was begun is kept, if that was agreed to.
    pub fn leave(&mut self, code: u8) -> Turn {
        self.keep_long();
        self.app.end(code);
        self.settle()
    }

    pub fn done(&mut self, outcome: Outcome) -> Turn {
        let copied = matches!(outcome, Outcome::Copied(_));
        let failed = matches!(outcome, Outcome::Copied(Copied::Failed(_)));
        let written = match &outcome {
            Outcome::Written(Ok(path)) => Some(path.display().to_string()),
            _ => None,
        };
        let part = self.app.copying.as_ref().map(|c| (c.part, c.shown.clone()));
        self.app.take_in(Msg::Done(outcome));
        // Where nothing can be copied that is no failure; the whole letter stands above.
        if let (true, false, Some((part, shown))) = (failed, self.copies, part) {
            self.app.notice = None;
            self.say("");
            self.say(&match part {
                CopyPart::Main => text!("plain.above").to_owned(),
                _ => text!("plain.part.by_hand", part = shown),
            });
            if part != CopyPart::Main {
                let text = std::mem::take(&mut self.copying);
                self.say_all(&[String::new(), text]);
            }
            return self.settle();
        }
        if let Some(path) = written {
            self.app.notice = None;
            self.say(&format!("{}{path}", text!("notice.written")));
        }
        // The core has its own message for a part.
        if copied && self.app.notice.is_none() {
            self.say("");
            self.say_those(self.app.copy_said());
        }
        if failed {
            let text = std::mem::take(&mut self.copying);
            self.say_all(&[String::new(), text!("plain.by_hand").to_owned(), String::new(), text]);
        }
        // Storing a draft is silent unless it fails.
        if self.app.effects.is_empty() && !self.waiting && self.app.notice.is_none() {
            return Turn::default();
        }
        self.settle()
    }

    /// Says what is new, and asks for the next line.
    fn settle(&mut self) -> Turn {
        let effects = self.app.effects();
        // Outcomes are printed when they are known.
        self.waiting = effects.iter().any(|e| !matches!(e, Effect::SaveDraft(_)));
        for effect in &effects {
            if let Effect::Copy(text) = effect {
                self.copying.clone_from(&text.0);
            }
        }
        if !self.waiting {
            if let Some(words) = self.app.notice.take() {
                self.say(&words);
            }
            self.show();
        }
        Turn { says: std::mem::take(&mut self.out), effects }
    }

    fn show(&mut self) {
        if self.app.overlay.is_some() {
            return self.over();
        }
        let now = self.place();
        if !matches!(now, Place::Case(..) | Place::Log(..)) {
            self.told = Place::Nowhere;
        }
        let before = std::mem::replace(&mut self.shown, now.clone());
        self.changing &= matches!(now, Place::Field(..));
        if now != before {
            self.show_place(&now, &before);
        }
        self.prompt();
    }

    fn show_place(&mut self, now: &Place, before: &Place) {
        match now {
            // Only an entry of the list changed: the question is known.
            Place::List(id, ..) if before.id() == Some(id) => self.rows(id),
            Place::Question(id) | Place::List(id, ..) => self.question(id),
            Place::Several(_) => self.question(START),
            Place::Form(..) | Place::Registration(..) => self.form_field(false),
            Place::Known(..) => self.known(),
            Place::Field(..) => {
                self.form_field(matches!(before, Place::Field(..) | Place::Known(..)));
            }
            Place::Usual(rows) => self.usual(rows),
            Place::Review(..) => self.review(),
            Place::After(_) if matches!(before, Place::After(_) | Place::Log(None, ..)) => {
                self.say_those([self.app.sent_said(Voice::Lines)]);
            }
            Place::After(_) => self.after(),
            Place::Start(..) => self.start(false),
            Place::Mine(..) => self.mine(),
            Place::Run(_) => self.run_lines(),
            Place::Case(..) => self.case(now),
            Place::Log(..) => {
                if !matches!(before, Place::Log(..)) {
                    self.log_title();
                }
                self.form_field(false);
            }
            Place::Nowhere => {}
        }
    }

    fn answer(&mut self, line: &str) {
        if self.app.overlay.is_some() {
            return self.in_overlay(line);
        }
        match &self.app.screen {
            Screen::Question(q) => match &q.field {
                Field::List(l) if l.form.is_some() => self.in_form(line),
                Field::List(_) => self.in_list(line),
                Field::Together { .. } => self.in_page(line),
                _ => self.in_question(line),
            },
            Screen::Review(_) if matches!(self.shown, Place::Usual(_)) => self.in_usual(line),
            Screen::Review(_) => self.in_review(line),
            Screen::After(_) => self.in_after(line),
            Screen::Start(_) => self.in_start(line),
            Screen::Case(_) => self.in_case(line),
            Screen::Log(_) => self.in_log(line),
            Screen::Mine(m) if m.list.form.is_some() => self.in_form(line),
            Screen::Mine(_) => self.in_mine(line),
            Screen::Run(_) => self.in_run(line),
            Screen::Edit(_) => self.app.intent(Intent::Back),
        }
    }

    fn back(&mut self) {
        self.keep_long();
        if self.app.overlay.is_none() && matches!(self.app.screen, Screen::Start(_)) {
            return self.say(text!("plain.first"));
        }
        let form = matches!(&self.app.screen, Screen::Mine(m) if m.list.form.is_some());
        if self.app.overlay.is_none() && (form || self.log().is_some()) {
            return self.back_in_form();
        }
        if self.app.overlay.is_none()
            && let Screen::Question(q) = &self.app.screen
        {
            if matches!(&q.field, Field::List(l) if l.form.is_some()) {
                return self.back_in_form();
            }
            if self.back_in_page() {
                return;
            }
            let Screen::Question(q) = &self.app.screen else { return };
            let (session, content) = (&self.app.session, &self.app.content);
            let first = session.before_question(content, &q.id).is_none()
                && session.detour_from(content, &q.id).is_none();
            let greets = q.id == START && self.app.greets();
            // Esc leaves the full screen here; a word for "back" should not.
            if first && !session.from_review && !greets {
                return self.say(text!("plain.first"));
            }
            // Back to the stored items is one step, whatever was searched for.
            if greets && let Some(Field::Find(f)) = self.field() {
                f.query.set_text("");
            }
        }
        self.app.intent(Intent::Back);
    }

    fn wrong(&mut self, why: &str) {
        self.say(&format!("{}{why}", text!("plain.wrong")));
    }

    /// Adds lines to what is said; nothing but text gets through.
    fn say(&mut self, text: &str) {
        for line in text.split('\n') {
            self.out.push_str(&clean::visible(line));
            self.out.push('\n');
        }
    }

    fn say_all(&mut self, lines: &[String]) {
        for l in lines {
            self.say(l);
        }
    }

    /// Says what the full screen shows with marks and styles.
    fn say_those(&mut self, said: impl IntoIterator<Item = Said>) {
        let mut list = String::new();
        for said in said {
            // The title of a list stands once.
            let listed = matches!(said.role, Role::Gain(_) | Role::Loss(_) | Role::Step(_));
            if listed && !said.label.is_empty() && said.label != list {
                self.say(&said.label);
                list.clone_from(&said.label);
            }
            // What there is to say of a row stands behind it.
            if matches!(said.role, Role::Under(_)) {
                self.out.pop();
            }
            match said.role {
                Role::Gap => {}
                Role::Field => match &self.app.screen {
                    Screen::Review(_) => self.letter(),
                    Screen::Question(q) => {
                        let found = self.found(&self.spec(&q.id));
                        self.say_those(found);
                    }
                    _ => {}
                },
                _ => self.say(&aloud(said)),
            }
        }
    }

    /// Asks for a line; `now`: what Enter alone takes.
    fn ask(&mut self, words: &str, now: &str) {
        let now = if now.is_empty() { String::new() } else { format!(" [{now}]") };
        self.out.push_str(&clean::visible(&text!("plain.asked", words, now)));
    }

    fn spec(&self, id: &str) -> Spec {
        asked::spec(&self.app.session, &self.app.ctx(), id).into_owned()
    }

    fn asked(&self) -> String {
        match &self.app.screen {
            Screen::Question(q) => q.id.clone(),
            _ => String::new(),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.app.screen.field_mut()
    }
}

/// What is said of a row of a page.
fn aloud(said: Said) -> String {
    let Said { role, label, text, key } = said;
    match role {
        Role::Step(n) => format!("{n}. {text}"),
        Role::Found { n, blocks } => {
            let weight = if blocks { text!("plain.block") } else { text!("plain.remark") };
            format!("{n}. {weight}{text}")
        }
        Role::Row => format!("{key}. {label}{text}"),
        Role::Way => format!("0. {text}"),
        Role::Under(_) => text!("sign.next", text),
        Role::Block => format!("{}{text}", text!("plain.block")),
        Role::Reply(_) => format!("{key} {text}"),
        Role::Event => format!("{label} {text}"),
        Role::Memo => format!("{}{text}", text!("plain.case.note")),
        Role::Switch { .. } => text!("sign.says", name = label, text = text.trim()),
        Role::Part(part) => {
            let mark = if part.gone { text!("plain.part.gone") } else { "" };
            format!("{}. {label}{mark}", part.n)
        }
        Role::Choice(c) => {
            let note = if c.best { text!("compare.best") } else { &text };
            // Avoids two brackets in a row.
            let note = crate::text::said(note, |words| {
                if label.ends_with('）') {
                    text!("sign.then", text = words)
                } else {
                    text!("sign.brackets", words)
                }
            });
            format!("{key}. {label}{note}")
        }
        Role::Gain(speaks) | Role::Loss(speaks) => {
            text!("sign.item", text, mark = if speaks { text!("plain.speaks") } else { "" })
        }
        Role::Hint | Role::Aside => format!("{}{text}", text!("plain.hint")),
        _ => text,
    }
}
