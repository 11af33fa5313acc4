//! A stored case in lines: its state, its events, what can be done, the form of an event.

use super::words::{self, Row};
use super::{Place, Plain, aloud};
use crate::app::said::{Voice, sheet_title};
use crate::app::screens::Screen;
use crate::app::screens::case::{noted, said};
use crate::app::screens::log::Log;
use crate::app::screens::log::update::field as log_field;
use crate::domain::case::{CaseId, CaseRecord, Kind, When, moment};
use crate::domain::flow::spec::FieldSpec;
use crate::domain::word::Word;
use crate::input::key::{Code, Key};
use crate::input::keymap::{Intent, Mode};
use crate::ui::said::{Role, Said};

/// The latest events that are listed; the others on demand.
const LATEST: usize = 5;

impl Plain {
    /// The case on the screen, or that of the event in the form.
    fn here(&self) -> Option<&CaseRecord> {
        match &self.app.screen {
            Screen::Case(c) => self.app.case(&c.id),
            Screen::Log(l) => self.app.case(l.case.as_ref()?),
            _ => None,
        }
    }

    pub(super) fn standing(&self, id: &CaseId) -> Vec<Said> {
        let r = self.app.case(id);
        r.map_or_else(Vec::new, |r| said::standing(&self.app, r, Voice::Lines))
    }

    /// Says a case: all of it the first time, then what has changed.
    pub(super) fn case(&mut self, now: &Place) {
        let Place::Case(id, events, standing) = now else { return };
        let (n, stood) = match std::mem::replace(&mut self.told, now.clone()) {
            Place::Case(before, n, stood) if before == *id => (n, stood),
            _ => {
                self.say("");
                self.whole_case(LATEST, false);
                return self.case_menu();
            }
        };
        if *events > n {
            let last = self.here().and_then(|r| Some(said::event(r.events.last()?, r)));
            let last: Vec<String> = last.into_iter().flatten().map(aloud).collect();
            self.say(&format!("{}{}", text!("plain.logged"), last.join("\n")));
        }
        if *events < n {
            self.say(text!("plain.taken_back"));
        }
        if stood != *standing {
            self.say_those(standing.clone());
        }
    }

    /// `next`: with the next step, which else begins the list of what can be done.
    fn whole_case(&mut self, latest: usize, next: bool) {
        let Some(r) = self.here() else {
            return self.say(text!("case.gone"));
        };
        let said = said::page(&self.app, r, Voice::Lines, latest);
        self.say_those(said.into_iter().filter(|said| next || said.role != Role::Next));
    }

    /// What can be done with a case: the keys of the full screen, without those that move.
    fn case_rows(&self) -> Vec<(Intent, Row)> {
        if !matches!(self.app.screen, Screen::Case(_)) {
            return Vec::new();
        }
        let row = |(keys, action, intent): (String, &str, Intent)| {
            let own = match intent {
                Intent::Next => self.here().map_or_else(String::new, |r| {
                    let step = r.next_step(self.app.rules(r));
                    format!("{}{}", text!("plain.case.next"), self.app.step_words(&step))
                }),
                Intent::Again if !self.here().is_some_and(CaseRecord::can_be_rewritten) => {
                    text!("plain.case.again").to_owned()
                }
                Intent::Again
                | Intent::LogCall
                | Intent::Remove
                | Intent::Due
                | Intent::Plan
                | Intent::Copy
                | Intent::Export
                | Intent::Ics
                | Intent::Undo
                | Intent::SkipPlan => self.app.key_text(Mode::Case, action),
                _ => {
                    let kind = noted(intent)?;
                    self.here().map_or(kind.ja(), |r| kind.named(r.goal)).to_owned()
                }
            };
            // The keys of the full screen work too; listing them would only be noise.
            let key = keys.split(" / ").next().unwrap_or_default().to_lowercase();
            Some((intent, (key, own)))
        };
        let all = self.app.keymap.list(Mode::Case, false);
        let possible = self.app.possible(Mode::Case);
        all.into_iter().filter(|k| possible(k.2)).filter_map(row).collect()
    }

    pub(super) fn case_menu(&mut self) {
        let mut lines = vec![text!("plain.menu").to_owned()];
        let rows = self.case_rows();
        lines.extend(
            rows.iter().enumerate().map(|(i, (_, (_, label)))| format!("{}. {label}", i + 1)),
        );
        lines.push(text!("plain.case.words").to_owned());
        self.say_all(&lines);
    }

    pub(super) fn in_case(&mut self, line: &str) {
        if words::is_all(line) {
            return self.whole_case(usize::MAX, true);
        }
        if let Some(n) = words::letter_number(line) {
            return self.kept_letter(Some(n));
        }
        let mut typed = line.trim().chars();
        if let (Some(c), None) = (typed.next(), typed.next())
            && self.app.keymap.resolve(Key::plain(Code::Char(c)), Mode::Case) == Some(Intent::Read)
        {
            return self.kept_letter(None);
        }
        let rows = self.case_rows();
        let labels: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
        let empty = line.trim().is_empty();
        match words::begun(line, &labels).and_then(|i| rows.get(i)) {
            Some((intent, _)) => self.app.intent(*intent),
            None if empty => self.app.intent(Intent::Next),
            None => self.not_a_row(rows.len(), line),
        }
    }

    /// A letter of the case as it was kept; None: the latest.
    pub(super) fn kept_letter(&mut self, n: Option<usize>) {
        let Some(r) = self.here() else {
            return self.say(text!("plain.no_letter"));
        };
        let of = r.letters.len();
        let n = n.unwrap_or(of);
        let Some(l) = r.letter(n) else {
            self.wrong(&match of {
                0 => text!("plain.no_letter").to_owned(),
                n => text!("plain.no_such_letter", n),
            });
            return;
        };
        let text =
            l.whole().unwrap_or_else(|| format!("{}{}", text!("plain.only_hash"), l.sha256()));
        let what = sheet_title(l.channel);
        let lines = [
            said::letter(n, l),
            text!("plain.letter.from", what),
            text,
            text!("plain.letter.to", what),
        ];
        self.say_all(&lines);
    }

    /// How a field of an event is asked: a line a field, since there are up to five.
    pub(super) fn log_prompt(&self, f: &FieldSpec) -> String {
        let takes = match f.id.as_str() {
            "at" => {
                // What was made today can't have been sent before.
                let now = self.app.now();
                let made = self.log().and_then(|l| l.possible(now, true).made);
                let made = made.filter(|made| made.date_naive() == now.date_naive());
                made.map_or_else(
                    || text!("plain.takes.moment").to_owned(),
                    |made| text!("plain.takes.moment.today", from = made.format("%-H:%M")),
                )
            }
            "on" => text!("plain.takes.day").to_owned(),
            "to" => text!("plain.takes.time").to_owned(),
            "promised_by" | "deadline" => text!("plain.takes.promise").to_owned(),
            _ if f.optional => text!("plain.takes.nothing").to_owned(),
            _ => String::new(),
        };
        format!("{}{takes}", f.label)
    }

    pub(super) fn log(&self) -> Option<&Log> {
        match &self.app.screen {
            Screen::Log(l) => Some(l),
            _ => None,
        }
    }

    pub(super) fn log_title(&mut self) {
        let (title, fields) =
            self.log().map_or((String::new(), 0), |l| (l.title(), l.list.fields.len()));
        let words = format!("{title}{}", text!("plain.log", n = fields));
        self.say("");
        self.say(&words);
        if self.reads_replies() {
            self.say(text!("plain.log.paste"));
        }
    }

    /// Whether a reply can be pasted into the form, that was not read from one.
    fn reads_replies(&self) -> bool {
        self.log().is_some_and(|l| l.case.is_some() && l.kind == Kind::Answer && !l.was_read())
    }

    /// A line of the form of an event, or one of a pasted reply, which a full stop alone ends.
    pub(super) fn in_log(&mut self, line: &str) {
        let Some(lines) = &mut self.long else {
            if self.reads_replies() && words::is(line, text!("plain.says.paste")) {
                self.long = Some(Vec::new());
                return;
            }
            return self.in_form(line);
        };
        if line.trim() == "." {
            let text = self.long.take().unwrap_or_default().join("\n");
            return self.read_pasted(&text);
        }
        if lines.iter().map(String::len).sum::<usize>() + line.len() > super::MAX_LINE {
            return self.wrong(text!("plain.too_long"));
        }
        lines.push(line.to_owned());
    }

    /// Reads a pasted reply into the form, and says what stands in it then.
    fn read_pasted(&mut self, text: &str) {
        if !self.app.read_reply(text) {
            return self.wrong(text!("reply.nothing"));
        }
        let Some(l) = self.log().filter(|l| l.was_read()) else { return };
        let entry = l.list.form.as_ref().map(|form| l.list.read(form)).unwrap_or_default();
        let mut lines = Vec::new();
        for f in l.list.fields.iter().filter(|f| !entry.get(&f.id).is_empty()) {
            let value = entry.get(&f.id);
            let label = f.choice.iter().find(|c| c.value == value).map(|c| c.label.as_str());
            lines.push(text!("reply.line", name = f.label, value = label.unwrap_or(value)));
        }
        self.say_all(&lines);
    }

    /// A field of the event in the form, as it was understood; None: there is none.
    pub(super) fn noted(&self, f: &FieldSpec, raw: &str) -> Option<Result<String, String>> {
        let log = self.log()?;
        let when = log.possible(self.app.now(), self.app.session.clock.is_some());
        if f.id == "at" {
            // As any field first: it may have nothing to say.
            if let Err(why) = log_field(f, raw, when.now.into(), &when) {
                return Some(Err(why));
            }
            let at = moment::parse(raw, &when);
            return Some(at.map(When::in_words));
        }
        let form = log.list.form.as_ref()?;
        let at = moment::parse(log.list.read(form).get("at"), &when).unwrap_or(when.now.into());
        Some(log_field(f, raw, at, &when))
    }
}
