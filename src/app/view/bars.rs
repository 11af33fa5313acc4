//! The lines around the body of a screen: where one is and how much is to come, notices, keys.

use crate::app::App;
use crate::app::said::sheet_title;
use crate::app::screens::Screen;
use crate::app::screens::case;
use crate::app::screens::question::entries::List;
use crate::app::screens::question::field::Field;
use crate::app::screens::question::find::Find;
use crate::app::screens::start::StartRow;
use crate::domain::case::{CaseRecord, NextStep, State};
use crate::domain::flow::graph::START;
use crate::domain::flow::walk::Walk;
use crate::input::keymap::{Intent, Mode};
use crate::text::wrap::wrap;
use crate::ui::page::{Hits, put, put_line};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, LineGauge, Widget as _};
use std::cell::LazyCell;

/// Below this width the bar of keys has no room for words that say little.
const NARROW: u16 = 70;

/// How much of the way is done, if that is known, and what is left of it in words.
type Way = (Option<f64>, String);

impl App {
    /// Where the user is, from the whole to its part; how much of the way is done and left.
    fn place(&self, walk: &Walk<'_>) -> (Vec<String>, Option<Way>) {
        let label =
            |id: &str, v: &str| walk.step(id).and_then(|s| s.question.label(v)).map(str::to_owned);
        let mut path = Vec::new();
        path.extend(
            walk.one("service_name")
                .map(str::to_owned)
                .or_else(|| walk.one("service").and_then(|v| label("service", v))),
        );
        path.extend(walk.one("goal").and_then(|v| label("goal", v)));
        if let Some(run) = &self.run {
            let (at, of) = ((run.at + 1).to_string(), run.legs.len().to_string());
            path.insert(0, text!("run.of", at, of));
        }
        let calls = self.session.answers.channel().spoken();
        let handing = if calls { text!("after.title.call") } else { text!("after.title") };
        let mut way = None;
        match &self.screen {
            Screen::Question(_) if self.screen.several().is_some() => {
                path = vec![text!("run.header").to_owned()];
            }
            // What is asked for all letters does not belong to the first.
            Screen::Question(q) if q.id == "goal" && self.shares_goal() => {
                path = vec![text!("run.header").to_owned(), text!("run.shared.goal").to_owned()];
            }
            Screen::Question(q) => {
                if let Some(i) = walk.position(&q.id) {
                    path.push(walk.steps[i].question.label.clone());
                    // From the review everything was answered once.
                    let done = if self.session.from_review {
                        Some(1.0)
                    } else {
                        self.session.done(walk, &q.id)
                    };
                    way = Some((done, self.left(walk, &q.id)));
                }
            }
            Screen::Review(_) => {
                path.push(text!("review.title").to_owned());
                way = Some((Some(1.0), String::new()));
            }
            Screen::Edit(_) => {
                let what = sheet_title(self.session.answers.channel());
                path.push(text!("edit.title", what));
            }
            Screen::After(_) => path.push(handing.to_owned()),
            Screen::Run(_) => path = vec![text!("run.header").to_owned()],
            Screen::Mine(_) => path = vec![text!("mine.header").to_owned()],
            Screen::Start(_) => {
                path.clear();
                path.extend(self.content.entry().get(START).map(|q| q.label.clone()));
            }
            Screen::Log(l) if l.case.is_none() => path.push(handing.to_owned()),
            Screen::Case(_) | Screen::Log(_) => {
                path = vec![text!("start.header").to_owned(), text!("case.header").to_owned()];
            }
        }
        (path, way)
    }

    pub(super) fn header(&self, walk: &Walk<'_>, theme: &Theme, buf: &mut Buffer) {
        let (mut path, way) = self.place(walk);
        let w = self.size.0;
        let width = |s: &str| theme.ambiguous.width(s);
        let count = way.as_ref().map_or("", |(_, says)| says.as_str());
        let name = " kotowari ";
        let room = usize::from(w).saturating_sub(width(count) + name.len() + 3);
        // On narrow screens the goal goes first, then what leads to the question, the service
        // before the question itself. In a sitting the question goes, because it must be clear
        // which letter it is.
        let mut goal = path.len().saturating_sub(2);
        while path.len() > 1 && width(&path.join(" › ")) > room {
            path.remove(match std::mem::take(&mut goal) {
                0 if self.run.is_some() => path.len() - 1,
                at => at,
            });
        }
        let path = theme.ambiguous.truncate(&path.join(" › "), room);
        let x = put(buf, (0, 0), name, theme.header, w, theme.ambiguous);
        put(buf, (x + 1, 0), &path, theme.title, w, theme.ambiguous);
        let place = w.saturating_sub(u16::try_from(width(count) + 1).unwrap_or(w));
        put(buf, (place, 0), count, theme.dim, w, theme.ambiguous);
        if self.body(1).y > 1 {
            let (rule, thick) = theme.rule();
            let ratio = way.and_then(|(done, _)| done).unwrap_or(0.0);
            LineGauge::default()
                .label("")
                .ratio(ratio)
                .filled_symbol(thick)
                .unfilled_symbol(rule)
                .filled_style(theme.key)
                .unfilled_style(theme.dim)
                .render(Rect::new(0, 1, w.saturating_sub(1), 1), buf);
        }
    }

    /// How many questions are about to come, in words; nothing while the goal is open.
    pub(in crate::app) fn left(&self, walk: &Walk<'_>, id: &str) -> String {
        if self.session.from_review {
            return text!("progress.review").to_owned();
        }
        if !walk.ends {
            return String::new();
        }
        text!("progress", n = self.session.to_come(walk, id))
    }

    /// Which keys of a mode have anything to do now. Whether the page moves is found out once for
    /// all of them: it is laid out for that.
    pub fn possible(&self, mode: Mode) -> impl Fn(Intent) -> bool + '_ {
        let channel = self.session.answers.channel();
        let moves = LazyCell::new(move || self.scrolls(mode));
        move |intent| match intent {
            Intent::GiveUp if mode == Mode::Ask => {
                self.asked().is_some_and(|ask| ask.answers().contains(&intent))
            }
            Intent::Left | Intent::Right if mode == Mode::Read => {
                self.shown_case().is_some_and(|r| r.letters.len() > 1)
            }
            Intent::Due
            | Intent::Plan
            | Intent::SkipPlan
            | Intent::Ics
            | Intent::LogReplied
            | Intent::LogMoved
            | Intent::LogSent
            | Intent::LogNotReached
            | Intent::LogReply
            | Intent::LogBounced
                if mode == Mode::Case =>
            {
                self.of_case(intent)
            }
            // Once the user has said so, only undo takes it back.
            Intent::LogSent if mode == Mode::After => self.keeps() && self.session.sent.is_none(),
            Intent::LogSentAt => self.keeps(),
            Intent::Undo if mode == Mode::After => self.session.sent.is_some(),
            // The other keys of a list move its selection.
            Intent::PageUp | Intent::PageDown if mode.lists() => *moves,
            _ if intent.goes_up_or_down() => mode.lists() || *moves,
            // The form of an event has no letter beside it.
            Intent::Letter => !self.on_shelf() && !matches!(self.screen, Screen::Log(_)),
            Intent::NextLetter | Intent::LastLetter | Intent::Letters | Intent::Skip => {
                self.run.is_some()
            }
            Intent::CopySubject => channel.mailed(),
            // The copy of a form for the consultant is a mail, too.
            Intent::MailProgram => {
                let handler = self.session.answers.one("sender.handler_email").unwrap_or_default();
                channel.mailed() || channel.filled_in() && !handler.is_empty()
            }
            // Elsewhere the body is all there is.
            Intent::CopyField | Intent::CopyBody => channel.in_parts(),
            Intent::Limit => channel.filled_in(),
            Intent::Detail => self.session.has_lengths(&self.content),
            Intent::Regenerate if mode == Mode::Review => self.session.edited.is_some(),
            // In a list only: there it puts the removed entry back.
            Intent::Undo => {
                mode != Mode::List || self.screen.list().is_some_and(|l| !l.removed.is_empty())
            }
            Intent::Jump | Intent::Remove => self.on_row(mode, intent),
            _ => true,
        }
    }

    /// What the shown case can be asked for.
    fn of_case(&self, intent: Intent) -> bool {
        self.shown_case().is_some_and(|r| match intent {
            // Both keys note the same event: a call.
            Intent::LogSent => !r.is_call(),
            // What is said on the phone is answered by no machine, and comes back from nowhere.
            Intent::LogReply => case::keys_now(r).contains(&intent),
            Intent::LogBounced => r.state() == State::Sent && !r.is_call(),
            // Of a letter on its way one also asks on the phone.
            Intent::LogNotReached => r.is_call() || r.has_left(),
            Intent::LogMoved => {
                let (kept, over) = (r.kept_employers(&self.content, self.session.today), r.state());
                !kept.is_empty() && over != State::GivenUp
            }
            // Only what was asked is answered.
            Intent::LogReplied => matches!(r.next_step(self.rules(r)), NextStep::Answer(_)),
            // A closed case has nothing due, and an abandoned one no next step.
            Intent::Due => r.state() < State::Done,
            Intent::Plan => r.state() != State::GivenUp,
            Intent::SkipPlan => !r.open_plan().is_empty(),
            _ => r.due(self.rules(r)).is_some(),
        })
    }

    fn on_row(&self, mode: Mode, intent: Intent) -> bool {
        match (&self.screen, intent) {
            // From the first row of the review there is nowhere to go.
            (Screen::Review(r), Intent::Jump) => mode != Mode::Review || r.at > 0,
            (screen, Intent::Jump) => {
                mode != Mode::List
                    || match screen {
                        Screen::Mine(m) => {
                            m.agents.get(m.list.at).is_some_and(|a| a.record.is_some())
                        }
                        _ => false,
                    }
            }
            (Screen::Start(s), _) => {
                mode != Mode::Start || matches!(s.rows.get(s.at), Some(StartRow::Draft(..)))
            }
            (Screen::Run(o), _) => mode != Mode::Run || o.at < o.of,
            (screen, _) if screen.list().is_some_and(List::is_half_typed) => true,
            // What is known from records alone is no registration.
            (Screen::Mine(m), _) if mode == Mode::List => {
                m.agents.get(m.list.at).is_some_and(|a| a.key.is_some())
            }
            // An entry, not what stands below the entries.
            (screen, _) => mode != Mode::List || screen.list().is_none_or(|l| l.at < l.rows.len()),
        }
    }

    /// Whether a page goes up or down: what fits on the screen does not.
    fn scrolls(&self, mode: Mode) -> bool {
        match mode {
            Mode::Help | Mode::Read => {
                self.scrolled_over(mode).is_some_and(|o| self.most_over(o) > 0)
            }
            Mode::After | Mode::Case => self.most_scroll() > 0,
            _ => !mode.lists() || self.is_cut(),
        }
    }

    pub(in crate::app) fn shown_case(&self) -> Option<&CaseRecord> {
        match &self.screen {
            Screen::Case(c) => self.case(&c.id),
            _ => None,
        }
    }

    /// The notice, wrapped: whole, because its end often says what to do.
    fn notice_lines(&self) -> Vec<&str> {
        let room = self.ambiguous.room(usize::from(self.size.0).saturating_sub(2).max(2));
        let of = |n| wrap(n, room).into_iter().filter_map(move |r| n.get(r));
        self.notice.iter().flat_map(|n| of(n.as_str())).take(3).collect()
    }

    /// The rows of the notice, plus one for how much of the page is below, if that does not fit on
    /// its last line.
    pub(super) fn notice_rows(&self) -> u16 {
        let lines = self.notice_lines();
        let taken = lines.last().map_or(0, |last| self.ambiguous.width(last));
        let more = self.ambiguous.width(&text!("more", n = 999));
        let own = taken + more + 4 > usize::from(self.size.0);
        u16::try_from(lines.len() + usize::from(!lines.is_empty() && own)).unwrap_or(1)
    }

    /// Above the keys: the notice, and how many lines are `below`, a comparison among them or not.
    fn above_keys(&self, theme: &Theme, below: (usize, bool), buf: &mut Buffer) {
        let (w, h) = self.size;
        let (lines, rows) = (self.notice_lines(), self.notice_rows());
        let top = h.saturating_sub(1 + rows);
        Clear.render(Rect::new(0, top, w, rows), buf);
        for (y, line) in (top..).zip(&lines) {
            put(buf, (1, y), line, theme.title, w - 1, theme.ambiguous);
        }
        if below.0 > 0
            && self.overlay.is_none()
            && self.letter.is_none()
            && (self.pages() || !self.mode().types())
        {
            let (n, compared) = (below.0, below.1 && lines.is_empty());
            let says = if compared { text!("more.compared", n) } else { text!("more", n) };
            let cells = u16::try_from(theme.ambiguous.width(&says)).unwrap_or(w);
            // Beside a notice it stands at the end of its row.
            let x = if lines.is_empty() { 1 } else { w.saturating_sub(cells + 1).max(1) };
            put(buf, (x, h - 2), &says, theme.dim, w - x, theme.ambiguous);
        }
    }

    /// Whether a case has nothing to do now.
    pub(in crate::app) fn waits(&self, r: &CaseRecord) -> bool {
        let step = r.next_step(self.rules(r));
        matches!(step, NextStep::Wait(_) | NextStep::Crossed(_) | NextStep::Nothing)
    }

    /// The keys that do something here: what it says, its action, what it means.
    fn keys(&self) -> Vec<(String, &'static str, Intent)> {
        let mut keys = self.keymap.list(self.mode(), true);
        let possible = self.possible(self.mode());
        keys.retain(|k| possible(k.2));
        if let Screen::Case(c) = &self.screen
            && self.mode() == Mode::Case
            && let Some(record) = self.case(&c.id)
        {
            // The others are in the help.
            let now = case::keys_now(record);
            let waits = self.waits(record);
            keys.retain(|k| now.contains(&k.2) && !(waits && k.2 == Intent::Next));
            keys.sort_by_key(|k| now.iter().position(|i| *i == k.2));
        }
        keys
    }

    /// A key and the name of what it does; the two directions of a movement are one entry.
    fn entry<'a>(
        &self,
        keys: &[(String, &'static str, Intent)],
        (key, action, intent): (&str, &'a str, Intent),
        wide: bool,
    ) -> Option<(String, &'a str)> {
        let other = |i| keys.iter().find(|k| k.2 == i).map(|k| format!("{key}/{}", k.0));
        Some(match intent {
            Intent::Down | Intent::Right => return None,
            // In text fields they only move the cursor.
            Intent::Left if self.mode() == Mode::Form && !self.chooses() => return None,
            Intent::Up => (other(Intent::Down).unwrap_or_default(), "move"),
            Intent::Left => (other(Intent::Right).unwrap_or_default(), "pick"),
            Intent::Letter if wide && self.letter.is_none() => (key.to_owned(), "letter_beside"),
            _ => (key.to_owned(), action),
        })
    }

    /// The keys of the bar, and what each does.
    fn bar(&self, theme: &Theme, wide: bool) -> Vec<(String, String, Intent)> {
        let keys = self.keys();
        let shown = |(key, action, intent): &(String, &'static str, Intent)| {
            let (key, action) = self.entry(&keys, (key, action, *intent), wide)?;
            let both = *intent == Intent::Next && self.marks();
            let key = theme.arrows(&if both { format!("{key}/Space") } else { key });
            Some((key, self.key_text(self.mode(), action), *intent))
        };
        let mut out: Vec<(String, String, Intent)> = Vec::new();
        for entry in keys.iter().filter_map(shown) {
            // Keys that do the same are listed once.
            if out.iter().all(|e| e.1 != entry.1) {
                out.push(entry);
            }
        }
        out
    }

    /// Whether a key is always in the bar: the ways on and back, help, and keys that are essential
    /// here. The letter beside a page has its own scroll keys once it has the focus.
    fn pinned(&self, intent: Intent, wide: bool) -> bool {
        let scrolled = match self.screen {
            Screen::Review(_) => true,
            Screen::After(_) => wide,
            _ => false,
        };
        match intent {
            Intent::Next | Intent::Back | Intent::Help | Intent::Toggle => true,
            Intent::Letter => scrolled || self.letter.is_some(),
            Intent::Undo | Intent::CopyField => self.mode() == Mode::After,
            _ => false,
        }
    }

    pub(super) fn footer(
        &self,
        theme: &Theme,
        (below, wide): ((usize, bool), bool),
        buf: &mut Buffer,
        hits: &mut Hits,
    ) {
        self.above_keys(theme, below, buf);
        let (w, h) = self.size;
        Clear.render(Rect::new(0, h - 1, w, 1), buf);
        let mut line = Line::default();
        let mut used = 1;
        let mut keys = self.bar(theme, wide);
        let cells = |key: &str, says: &str| {
            let apart = if says.is_empty() { 2 } else { 3 };
            theme.ambiguous.width(key) + theme.ambiguous.width(says) + apart
        };
        // Behind the last one no gap is needed.
        let room = usize::from(w) + 2;
        let always = |keys: &[(String, String, Intent)]| -> usize {
            keys.iter().filter(|k| self.pinned(k.2, wide)).map(|k| cells(&k.0, &k.1)).sum()
        };
        let all: usize = keys.iter().map(|k| cells(&k.0, &k.1)).sum();
        // On narrow screens the help is a bare key: its name would take another key's place.
        if let Some(help) = keys.iter().position(|k| k.2 == Intent::Help)
            && (w < NARROW && used + all > room || used + always(&keys) > room)
        {
            keys[help].1.clear();
        }
        let mut kept = always(&keys);
        for (key, says, intent) in keys {
            let cells = cells(&key, &says);
            if self.pinned(intent, wide) {
                kept = kept.saturating_sub(cells);
            } else if used + cells + kept > room {
                continue;
            }
            if !matches!(intent, Intent::Up | Intent::Left) {
                let place = |n: usize| u16::try_from(n).unwrap_or(w);
                hits.push((Rect::new(place(used), h - 1, place(cells), 1), vec![intent]));
            }
            used += cells;
            line.push_span(Span::styled(key, theme.key));
            line.push_span(Span::styled(format!(" {says}  "), theme.dim));
        }
        put_line(buf, (1, h - 1), &line, w - 1, theme.ambiguous);
    }

    /// Whether a row is marked by the keys that elsewhere go on.
    fn marks(&self) -> bool {
        let looks = |f: &Find| f.several.is_some() && f.is_blank() && !f.at_several();
        self.mode() == Mode::Find && matches!(self.screen.field(), Some(Field::Find(f)) if looks(f))
    }

    /// Whether the field of a form that has the focus is a choice.
    pub(super) fn chooses(&self) -> bool {
        self.chosen_from() > 0
    }

    pub(super) fn chosen_from(&self) -> usize {
        let asked = self.screen.list().and_then(|l| l.fields.get(l.form.as_ref()?.at));
        asked.map_or(0, |f| f.choice.len())
    }
}
