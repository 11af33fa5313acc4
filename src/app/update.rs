//! Message → state, next screen, effects.

use super::ctx::Ctx;
use super::effect::{CaseOrder, Effect, Exit, Over, Private};
use super::letter_view::{self, LetterView};
use super::msg::{Copied, Msg, Outcome};
use super::overlay::{Ask, Overlay, Prompt};
use super::screens::question::field::Field;
use super::screens::review::update::Part;
use super::screens::{Screen, after, edit, log, mine, question, review};
use super::{App, screens};
use crate::config::{Profile, Save};
use crate::domain::answers::Value;
use crate::domain::answers_file;
use crate::domain::case::{Event, What};
use crate::domain::document::Edited;
use crate::domain::flow::graph::START;
use crate::domain::gate;
use crate::domain::manner::{LIMIT, manner_of};
use crate::domain::service::NAME;
use crate::input::key::{Code, Key, TermEvent};
use crate::input::keymap::{Intent, Mode};
use crate::text::clean;
use crate::text::edit::EditBuffer;
use std::rc::Rc;

/// What stands between several letters on standard output.
const APART: &str = "\n\n----\n\n";
/// The smallest exit code of a shell for Ctrl-C.
const CTRL_C: u8 = 130;

impl App {
    /// Takes a message; what is returned is for the shell to carry out, in order.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Term(TermEvent::Resize(c, r)) => {
                self.size = (c, r);
                self.peek = None;
                Vec::new()
            }
            Msg::Term(TermEvent::Suspend) => vec![Effect::Suspend],
            Msg::Term(TermEvent::Continued) => Vec::new(),
            Msg::Term(TermEvent::End(code)) => self.quit_with(code),
            // A terminal whose mouse another program has left on reports it unasked.
            Msg::Term(TermEvent::Mouse(_)) if !self.config.mouse => Vec::new(),
            // Nobody sees what it would do.
            Msg::Term(TermEvent::Mouse(_) | TermEvent::Paste(_)) if self.too_small() => Vec::new(),
            Msg::Term(TermEvent::Mouse(mouse)) => self.mouse(mouse),
            Msg::Term(TermEvent::Ambiguous(how)) => {
                self.ambiguous = how;
                Vec::new()
            }
            Msg::Term(TermEvent::Paste(text)) => {
                self.paste(&text);
                Vec::new()
            }
            Msg::Term(TermEvent::Key(key)) => match self.resolve(key) {
                // Stopping and going on is no answer to what is said.
                Some(Intent::Suspend) => vec![Effect::Suspend],
                Some(intent) if intent != Intent::Quit && self.too_small() => Vec::new(),
                Some(intent) => {
                    // An input method sends its whole text at once: what follows in it must not hide the notice.
                    if !(self.unseen && matches!(intent, Intent::Insert(_))) {
                        self.notice = None;
                    }
                    let effects = self.intent(intent);
                    if let Intent::Insert(c) = intent {
                        let marks = clean::clean(c.encode_utf8(&mut [0; 4]), true).removed;
                        if let Some(says) = self.removed_notice(&marks) {
                            (self.notice, self.unseen) = (Some(says), true);
                        }
                    }
                    effects
                }
                None => Vec::new(),
            },
            Msg::Done(outcome) => self.done(outcome),
        }
    }

    /// What a key means now. Within the name of a choice every letter belongs to the name.
    fn resolve(&self, key: Key) -> Option<Intent> {
        if let (None, None, Screen::Question(q)) = (&self.overlay, &self.letter, &self.screen)
            && matches!(&q.field, Field::Choice { sought, missed: false, .. } if !sought.is_empty())
            && let Code::Char(c) = key.code
            && c.is_alphabetic()
            && !key.ctrl
            && !key.alt
        {
            return Some(Intent::Seek(c));
        }
        self.keymap.resolve(key, self.mode())
    }

    fn paste(&mut self, raw: &str) {
        // What was not UTF-8 has come as U+FFFD, and says as little as the one that an earlier program has left.
        let text: String = raw.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER).collect();
        let mut marks = clean::clean(&text, true).removed;
        if text.len() < raw.len() {
            marks.insert(0, "U+FFFD".to_owned());
        }
        let taken = match (&mut self.overlay, &mut self.letter, &mut self.screen) {
            (Some(Overlay::Prompt(_, b)), _, _) => Some(b),
            (None, None, Screen::Question(q)) => {
                q.replace_offer();
                q.field.buffer()
            }
            (None, None, Screen::Edit(e)) => Some(&mut e.buffer),
            (None, None, Screen::Log(log::Log { list, .. }) | Screen::Mine(mine::Mine { list, .. })) => {
                list.replace_offer();
                list.buffer()
            }
            _ => None,
        };
        if let Some(b) = taken {
            if !b.fits(&text) {
                self.notice = Some(self.content.text("notice.too_long").to_owned());
                return;
            }
            b.insert(&text);
            if let Screen::Question(q) = &mut self.screen {
                q.look(&self.content);
            }
            self.session.typed = true;
            self.notice = self.removed_notice(&marks);
        }
    }

    /// What was taken out of a text that came in.
    fn removed_notice(&self, marks: &[String]) -> Option<String> {
        let shown: Vec<&str> = marks.iter().map(String::as_str).take(5).collect();
        (!marks.is_empty()).then(|| format!("{}{}", self.content.text("notice.removed"), shown.join(" ")))
    }

    pub(super) fn intent(&mut self, intent: Intent) -> Vec<Effect> {
        let peek = self.peek.take();
        match intent {
            Intent::PageUp | Intent::PageDown if self.pages() => {
                self.peek = peek;
                let to = self.paged(intent == Intent::PageDown);
                // Behind the end of the page, the list of what was found goes on.
                if self.mode() == Mode::Find && to.is_none_or(|to| to == peek.unwrap_or(0)) {
                    self.peek = None;
                } else {
                    self.peek = to;
                    return Vec::new();
                }
            }
            Intent::Quit => return self.quit(),
            Intent::Suspend => return vec![Effect::Suspend],
            Intent::Help if self.mode() != Mode::Help => {
                let of = self.mode();
                let under = self.overlay.take().map(Box::new);
                self.overlay = Some(Overlay::Help { of, scroll: 0, under });
                return Vec::new();
            }
            // The key that has called it up.
            Intent::Help => return self.intent(Intent::Back),
            _ => {}
        }
        if let Some(o) = self.overlay.take() {
            return self.in_overlay(o, intent);
        }
        let content = Rc::clone(&self.content);
        if let Some(view) = &mut self.letter {
            let doc = self.session.document(&content);
            match letter_view::update(view, &doc, intent) {
                letter_view::Reply::Stay => {}
                letter_view::Reply::Close => self.letter = None,
                letter_view::Reply::Jump(id) => self.jump(&id, None),
            }
            return Vec::new();
        }
        let walks = !matches!(
            self.screen,
            Screen::Start(_) | Screen::Case(_) | Screen::Log(_) | Screen::Mine(_) | Screen::Run(_)
        );
        if intent == Intent::Letter && walks {
            self.letter = Some(LetterView { at: 0 });
            return Vec::new();
        }
        let effects = self.on_screen(intent);
        self.clamp_scroll();
        effects
    }

    /// A page is never scrolled further than it is long, so that the way back is as short as the way there.
    fn clamp_scroll(&mut self) {
        let scrolled = match &self.screen {
            Screen::After(a) => a.scroll,
            Screen::Case(c) => c.scroll,
            _ => 0,
        };
        if scrolled > 0 {
            let most = self.most_scroll();
            match &mut self.screen {
                Screen::After(a) => a.scroll = a.scroll.min(most),
                Screen::Case(c) => c.scroll = c.scroll.min(most),
                _ => {}
            }
        }
    }

    /// Ctrl-C asks once if something would be lost, or could be stored; the second always leaves.
    fn quit(&mut self) -> Vec<Effect> {
        let asked = matches!(self.asked(), Some(Ask::Quit(_) | Ask::Save(_)));
        let ask = if asked {
            None
        } else if self.would_lose() {
            Some(Ask::Quit(CTRL_C))
        } else {
            (self.finished() && self.asks_to_store()).then_some(Ask::Save(Some(CTRL_C)))
        };
        match ask {
            Some(ask) => {
                self.overlay = Some(Overlay::Ask(ask));
                Vec::new()
            }
            None => self.quit_with(CTRL_C),
        }
    }

    /// Whether it was sent is asked where something is kept of it.
    fn asks_whether_sent(&self) -> bool {
        self.session.sent.is_none()
            && !self.lasting
            && self.run.is_none()
            && (self.stores() || self.asks_to_store())
    }

    /// Nobody has said yet whether anything may be stored.
    fn asks_to_store(&self) -> bool {
        self.config.save == Save::Ask && !self.no_save
    }

    /// Leaves in the middle: what was begun is kept, if storing was agreed to, also what is half-typed. What is in the cases
    /// already needs no draft beside them.
    pub(super) fn quit_with(&mut self, code: u8) -> Vec<Effect> {
        let mut out = self.keep_draft();
        if self.finished() && self.letters().iter().all(|s| self.record(s).is_none()) {
            out.push(Effect::RemoveDraft(self.end_of_walk()));
        }
        out.push(Effect::Exit(Exit::Left(code)));
        out
    }

    fn on_screen(&mut self, intent: Intent) -> Vec<Effect> {
        let content = Rc::clone(&self.content);
        let ctx = Ctx { content: &content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        match &mut self.screen {
            Screen::Question(q) => {
                // Nothing is lost with what is only looked for.
                let finds = matches!(q.field, Field::Find(_));
                let several = matches!(&q.field, Field::Find(f) if f.several.is_some());
                if let (Field::Find(f), Intent::Insert('?' | '\u{ff1f}')) = (&q.field, intent)
                    && f.is_blank()
                {
                    return self.intent(Intent::Help);
                }
                if matches!(intent, Intent::Insert(_)) && !finds {
                    self.session.typed = true;
                }
                match question::update::update(q, &self.session, &ctx, intent) {
                    question::update::Reply::Stay => Vec::new(),
                    question::update::Reply::Answered(v) => {
                        let id = q.id.clone();
                        match (&q.field, &v) {
                            (Field::Find(f), Value::One(service)) => {
                                let name = f.name().map(str::to_owned);
                                self.found(&service.clone(), name.as_deref());
                            }
                            _ => self.answered(&id, v),
                        }
                        self.keep_draft()
                    }
                    question::update::Reply::Together(values) => {
                        self.answered_all(values);
                        self.keep_draft()
                    }
                    question::update::Reply::Detour(to) => {
                        // The question is asked anew after it: with other choices, or with another one offered.
                        let from = q.id.clone();
                        self.session.drafts.remove(&from);
                        self.session.answers.remove(&from);
                        self.session.answers.open(&to);
                        self.open(&to);
                        Vec::new()
                    }
                    question::update::Reply::Several => self.several(),
                    question::update::Reply::Back if several => self.not_several(),
                    question::update::Reply::Back => self.back(),
                }
            }
            Screen::Start(_) => self.on_start(intent),
            Screen::Case(_) => self.on_case(intent),
            Screen::Log(_) => self.on_log(intent),
            Screen::Mine(_) => self.on_mine(intent),
            Screen::Run(_) => self.on_run(intent),
            Screen::Review(_)
                if matches!(intent, Intent::Up | Intent::Down | Intent::PageUp | Intent::PageDown) =>
            {
                self.step_review(intent);
                Vec::new()
            }
            Screen::Review(r) => {
                let doc = self.session.reviewed(&content);
                let reply = review::update::update(r, &doc, intent);
                self.reviewed(reply)
            }
            Screen::Edit(e) => {
                let (columns, rows) = edit::view::text_size(self.size);
                match edit::update::update(e, intent, self.ambiguous.room(columns), rows) {
                    edit::update::Reply::Stay => self.session.typed = true,
                    edit::update::Reply::Close => {
                        let edited = e.read();
                        let effects = self.keep_edit(edited);
                        self.back_to_review();
                        return effects;
                    }
                    edit::update::Reply::Regenerate => self.overlay = Some(Overlay::Ask(Ask::Regenerate)),
                }
                Vec::new()
            }
            Screen::After(_) => self.on_after(intent),
        }
    }

    fn on_after(&mut self, intent: Intent) -> Vec<Effect> {
        let Screen::After(a) = &mut self.screen else { return Vec::new() };
        match intent {
            Intent::Copy => return self.copy(Part::All),
            Intent::CopySubject => return self.copy(Part::Subject),
            Intent::CopyBody => return self.copy(Part::Body),
            Intent::CopyField => return self.copy(Part::Field),
            Intent::Write => return self.ask_path(),
            Intent::Print => {
                self.print = !self.print;
                let key = if self.print { "notice.print" } else { "notice.no_print" };
                self.notice = Some(self.content.text(key).to_owned());
            }
            Intent::Back => self.screen = Screen::Review(review::Review::default()),
            Intent::Next => {
                let ask = if self.nowhere() && !self.lasting {
                    Ask::Nowhere
                } else if self.asks_whether_sent() {
                    Ask::Sent { phone: self.session.answers.one("channel") == Some("phone") }
                } else {
                    return self.finish();
                };
                self.overlay = Some(Overlay::Ask(ask));
            }
            Intent::NextLetter => return self.turn(true),
            Intent::LastLetter => return self.turn(false),
            Intent::Letters => return self.all_letters(),
            Intent::LogSent => return self.sent_now(),
            Intent::LogSentAt => self.sent_form(),
            Intent::MailProgram => return self.mail_program(),
            Intent::Ics => self.ask_file(Prompt::Ics),
            Intent::Qr => self.show_qr(),
            _ => screens::scroll(&mut a.scroll, intent, 1),
        }
        Vec::new()
    }

    /// A service was found, or a name was typed for one that is not known.
    fn found(&mut self, service: &str, name: Option<&str>) {
        let content = Rc::clone(&self.content);
        if let Screen::Question(question::Question { field: Field::Find(f), .. }) = &mut self.screen
            && f.several.is_some()
        {
            self.notice = f.take(service, name, content.finder()).err();
        } else {
            self.chose(service, name);
        }
    }

    pub(super) fn answered(&mut self, id: &str, value: Value) {
        let content = Rc::clone(&self.content);
        self.session.answer(&content, id, value);
        self.shared(id);
        if id == "goal" && self.run.as_ref().is_some_and(|r| !r.planned) {
            return self.overview();
        }
        self.go_on(id);
        // While the goal is asked for again, the answer that it had says nothing.
        if !matches!(&self.screen, Screen::Question(q) if q.id == "goal") {
            self.tell_of_open_case();
        }
    }

    fn answered_all(&mut self, values: Vec<(String, Value)>) {
        let content = Rc::clone(&self.content);
        let ids: Vec<String> = values.iter().map(|(id, _)| id.clone()).collect();
        self.session.answer_all(&content, values);
        for id in &ids {
            self.shared(id);
        }
        self.go_on(ids.last().map_or("", String::as_str));
    }

    /// Answers what is passed over on the full screen as most people leave it.
    pub(super) fn settle(&mut self) {
        let content = Rc::clone(&self.content);
        let ctx = Ctx { content: &content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        question::settle(&mut self.session, &ctx);
    }

    /// To what is asked after the question with this id.
    fn go_on(&mut self, id: &str) {
        let content = Rc::clone(&self.content);
        self.settle();
        let next = if self.session.from_review {
            // Back to the review, unless the new answer has opened questions that were not asked yet.
            self.session.first_missing(&content)
        } else {
            self.session.after(&content, id)
        };
        if let Some(next) = next {
            self.open(&next);
        } else if !self.next_walk() {
            self.session.from_review = false;
            self.back_to_review();
        }
    }

    /// To the review, at the row from which it was left.
    fn back_to_review(&mut self) {
        let content = Rc::clone(&self.content);
        let Some(left) = self.session.left_review.take() else {
            self.screen = Screen::Review(review::Review::default());
            return;
        };
        let doc = self.session.reviewed(&content);
        let at = review::row_again(&review::rows(&doc), &left, gate::blocked(&doc.findings));
        drop(doc);
        self.screen = Screen::Review(review::Review { at, scroll: left.scroll });
        let (rows, _, height) = self.review_rows();
        if let (Screen::Review(r), Some(row)) = (&mut self.screen, rows.get(at)) {
            let top = if at <= 1 { 0 } else { row.start };
            r.scroll = left.scroll.max(row.end.saturating_sub(height)).min(top);
        }
    }

    pub(super) fn open(&mut self, id: &str) {
        self.session.seen.insert(id.to_owned());
        let content = Rc::clone(&self.content);
        let ctx = Ctx { content: &content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        // What leaving gains and costs is said once: as the comparison of all steps, or beside what is asked next.
        if let Screen::Question(q) = &self.screen {
            let spec = question::spec(&self.session, &ctx, &q.id);
            let compared =
                spec.compare.is_some() || question::advised(&self.session, &content, &q.id).is_some();
            self.session.compared |= compared;
        }
        if id == START && self.greets() {
            self.greet();
            return;
        }
        let question = question::Question::open(&self.session, &ctx, id);
        self.session.seen.extend(question.parts().into_iter().map(|(id, _)| id));
        self.screen = Screen::Question(question);
    }

    /// Whether what is stored stands before the first question.
    pub(in crate::app) fn greets(&self) -> bool {
        let registered = !self.no_save && !self.config.registration.is_empty();
        (registered || !self.shelf.is_empty()) && (self.run.is_some() || self.session.case.is_none())
    }

    /// Looks for a service among all, where those that one has to do with stand first.
    pub(super) fn find_service(&mut self) {
        let content = Rc::clone(&self.content);
        let ctx = Ctx { content: &content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        self.screen = Screen::Question(question::Question::open(&self.session, &ctx, START));
    }

    /// Whether a question still shows what it showed when it was opened without a draft.
    pub(super) fn untouched(&self, id: &str, field: &Field) -> bool {
        let ctx =
            Ctx { content: &self.content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        question::Question::fresh(&self.session, &ctx, id).same(field)
    }

    /// Keeps what is typed on the screen that is left.
    pub(super) fn park(&mut self) {
        let Screen::Question(q) = &self.screen else { return };
        for (id, field) in q.parts() {
            // What was only offered is offered again, as it is then: another service has another address.
            if self.untouched(&id, &field) {
                self.session.drafts.remove(&id);
            } else {
                self.session.drafts.insert(id, field);
            }
        }
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        let content = Rc::clone(&self.content);
        self.park();
        if self.session.from_review {
            self.session.from_review = false;
            self.back_to_review();
            return Vec::new();
        }
        let Screen::Question(q) = &self.screen else { return Vec::new() };
        let (id, field) = (q.id.clone(), q.field.clone());
        let before = self.session.before_question(&content, &id);
        let began = self.session.from_case.as_ref().is_some_and(|f| f.at == id);
        if self.run.is_some() && id != START && before.as_deref().is_none_or(|b| b == START || b == NAME) {
            if self.session.answers.get("goal").is_some() {
                self.overview();
            } else {
                self.find_several();
            }
            return Vec::new();
        }
        if (began || before.is_none())
            && let Some(effects) = self.back_to_case()
        {
            return effects;
        }
        // Back from a detour is back to where it began, and off it; what was marked there is kept.
        if let Some(from) = self.session.detour_from(&content, &id) {
            self.session.drafts.insert(id.clone(), field);
            self.session.answers.close(&id);
            self.open(&from);
            return Vec::new();
        }
        match before {
            Some(id) => {
                self.open(&id);
                Vec::new()
            }
            None if id == START && self.greets() => {
                self.greet();
                Vec::new()
            }
            // Esc on the first question leaves, unless something would be lost.
            None if self.would_lose() => {
                self.overlay = Some(Overlay::Ask(Ask::Quit(0)));
                Vec::new()
            }
            None => self.quit_with(0),
        }
    }

    pub(super) fn jump(&mut self, id: &str, entry: Option<(usize, &str)>) {
        self.park();
        self.leave_review();
        self.session.from_review |= matches!(self.screen, Screen::Review(_) | Screen::After(_));
        self.letter = None;
        self.open(id);
        // Line by line an entry is called up by its number.
        if let (Some((at, field)), Screen::Question(q), false) = (entry, &mut self.screen, self.lasting)
            && let Field::List(list) = &mut q.field
        {
            list.go_to(at, field);
        }
    }

    /// Remembers where on the review one is.
    fn leave_review(&mut self) {
        if let Screen::Review(r) = &self.screen {
            let doc = self.session.reviewed(&self.content);
            let (row, blocked) = (review::rows(&doc).into_iter().nth(r.at), gate::blocked(&doc.findings));
            self.session.left_review = row.map(|row| review::Left { row, scroll: r.scroll, blocked });
        }
    }

    fn reviewed(&mut self, reply: review::update::Reply) -> Vec<Effect> {
        use review::update::Reply;
        let content = Rc::clone(&self.content);
        match reply {
            Reply::Jump(id, entry) => {
                self.jump(&id, entry);
                Vec::new()
            }
            Reply::Turn(forward) => self.turn(forward),
            Reply::Overview => self.all_letters(),
            Reply::Skip if self.run.is_some() => self.skip(),
            Reply::Stay | Reply::Skip => Vec::new(),
            Reply::Copy(part) => self.copy(part),
            Reply::Confirm(part) => {
                self.overlay = Some(Overlay::Ask(Ask::CopyAnyway(part)));
                Vec::new()
            }
            Reply::Write(true) => self.ask_path(),
            Reply::Write(false) => {
                self.overlay = Some(Overlay::Ask(Ask::WriteAnyway));
                Vec::new()
            }
            Reply::Edit(found) => {
                let doc = self.session.document(&content);
                let mut screen = edit::Edit::open(doc.plan.subject.as_deref(), &doc.plan.body);
                if let Some(found) = found {
                    screen.go_to(&found);
                }
                self.leave_review();
                self.screen = Screen::Edit(screen);
                Vec::new()
            }
            Reply::EditExternal => {
                let doc = self.session.document(&content);
                vec![Effect::EditExternal(Private(doc.plan.all()))]
            }
            Reply::Switch(id, words) => {
                if self.session.edited.is_some() {
                    self.notice = Some(content.text("notice.tone_edited").to_owned());
                    return Vec::new();
                }
                let now = manner_of(&self.session.answers, id);
                let after = words.iter().skip_while(|w| **w != now).nth(1);
                let next = after.or(words.first()).copied().unwrap_or_default();
                let letter = |s: &crate::app::session::Session| s.document(&content).plan.all();
                let before = letter(&self.session);
                self.session.answer(&content, id, Value::One(next.to_owned()));
                let same = letter(&self.session) == before;
                let words = if same { "notice.switch.same".into() } else { format!("notice.{id}.{next}") };
                self.notice = Some(content.text(&words).to_owned());
                Vec::new()
            }
            Reply::Limit => {
                let doc = self.session.document(&content);
                if doc.plan.channel != "form" {
                    self.notice = Some(content.text("notice.no_fields").to_owned());
                    return Vec::new();
                }
                let now = doc.limit.map_or_else(String::new, |n| n.to_string());
                self.overlay = Some(Overlay::Prompt(Prompt::Limit, EditBuffer::new(&now, false)));
                Vec::new()
            }
            Reply::Regenerate => {
                if self.session.edited.is_some() {
                    self.overlay = Some(Overlay::Ask(Ask::Regenerate));
                }
                Vec::new()
            }
            Reply::Back => {
                if let Some(id) = self.session.last_question(&content) {
                    self.open(&id);
                }
                Vec::new()
            }
        }
    }

    /// Keeps what was edited, here and in the draft.
    fn keep_edit(&mut self, text: (String, String)) -> Vec<Effect> {
        if let Some(edited) = self.edited(text) {
            self.session.edited = Some(edited);
        }
        self.keep_draft()
    }

    /// What was edited, as made from the text that the answers give now; None: nothing was changed.
    pub(super) fn edited(&self, (subject, body): (String, String)) -> Option<Edited> {
        let doc = self.session.document(&self.content);
        let same = doc.plan.body == body && doc.plan.subject.as_deref().unwrap_or_default() == subject;
        if !same || self.session.edited.is_some() {
            let base = doc.base.clone();
            return Some(Edited { subject, body, base });
        }
        None
    }

    pub(super) fn copy(&mut self, part: Part) -> Vec<Effect> {
        let content = Rc::clone(&self.content);
        let t = |key: &str| content.text(key).to_owned();
        let doc = self.session.document(&content);
        let plan = &doc.plan;
        let (text, label) = match part {
            // Of what has no other parts the body is all there is.
            Part::Main if plan.parts().is_empty() => (plan.body.clone(), t("part.all")),
            Part::Main | Part::Body | Part::Again => (plan.body.clone(), t("part.body")),
            Part::All => (plan.all(), t("part.all")),
            Part::Subject => {
                let Some(subject) = &plan.subject else {
                    self.notice = Some(t("notice.no_subject"));
                    return Vec::new();
                };
                (subject.clone(), t("part.subject"))
            }
            Part::Field => {
                let parts = plan.parts();
                let n = parts.len();
                if n == 0 {
                    self.notice = Some(t("notice.no_fields"));
                    return Vec::new();
                }
                let i = self.session.field_copied % n;
                self.session.field_copied += 1;
                let f = &parts[i];
                (f.value.clone(), format!("{}（{}/{n}）", f.label, i + 1))
            }
        };
        self.copying = Some((part, label));
        vec![Effect::Copy(Private(text))]
    }

    /// Takes the longest text that the form takes; an empty one lifts the limit.
    fn limited(&mut self, b: EditBuffer) {
        let content = Rc::clone(&self.content);
        if b.text().trim().is_empty() {
            self.session.answers.remove(LIMIT);
            return;
        }
        match answers_file::limit(b.text()) {
            Ok(n) => self.session.answer(&content, LIMIT, Value::One(n)),
            Err(e) => {
                self.notice = Some(e);
                self.overlay = Some(Overlay::Prompt(Prompt::Limit, b));
            }
        }
    }

    fn ask_path(&mut self) -> Vec<Effect> {
        self.ask_file(Prompt::Path);
        Vec::new()
    }

    fn in_overlay(&mut self, overlay: Overlay, intent: Intent) -> Vec<Effect> {
        match overlay {
            Overlay::Help { under, .. } if intent == Intent::Back => self.overlay = under.map(|o| *o),
            Overlay::Read { .. } | Overlay::Qr(..) if intent == Intent::Back => {}
            Overlay::Read { number, .. } if matches!(intent, Intent::Left | Intent::Right) => {
                self.overlay = Some(overlay);
                self.read_other(number, intent);
            }
            Overlay::Help { .. } | Overlay::Read { .. } => {
                let mut o = overlay;
                let most = self.most_over(&o);
                o.scroll(intent, most);
                self.overlay = Some(o);
            }
            Overlay::Prompt(Prompt::Limit, b) if intent == Intent::Next => self.limited(b),
            Overlay::Prompt(Prompt::Path, b) if intent == Intent::Next => {
                let to = self.target(Prompt::Path, b.text().trim());
                // It stays until the file is there, so that a slip need not be typed again.
                self.overlay = Some(Overlay::Prompt(Prompt::Path, b));
                if to.path.as_os_str().is_empty() {
                    return Vec::new();
                }
                if to.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("eml")) {
                    return self.as_mail(to);
                }
                let content = Rc::clone(&self.content);
                let text = self.session.document(&content).plan.all();
                return vec![Effect::Write(to, Private(text + "\n"))];
            }
            Overlay::Prompt(prompt, b) if intent == Intent::Next => {
                let effects = self.prompted(prompt, b.clone());
                if matches!(effects.as_slice(), [Effect::Write(..)]) {
                    self.overlay = Some(Overlay::Prompt(prompt, b));
                }
                return effects;
            }
            Overlay::Prompt(..) if intent == Intent::Back => {}
            Overlay::Qr(..) => self.overlay = Some(overlay),
            Overlay::Prompt(prompt, mut b) => {
                question::typing::typed(&mut b, intent);
                self.overlay = Some(Overlay::Prompt(prompt, b));
            }
            Overlay::Ask(ask) => match intent {
                Intent::Yes => return self.yes(&ask),
                Intent::No => return self.no(&ask),
                Intent::GiveUp if matches!(ask, Ask::Sent { .. }) => return self.drop_letter(),
                // Back to the question whose answer has brought it up, which asks again.
                Intent::Back if matches!(ask, Ask::OpenCase(_) | Ask::SkipFor(_)) => {
                    self.session.told_of = None;
                    return self.intent(Intent::Back);
                }
                // Back to where one was; nothing is decided.
                Intent::Back => {}
                _ => self.overlay = Some(Overlay::Ask(ask)),
            },
        }
        Vec::new()
    }

    fn yes(&mut self, ask: &Ask) -> Vec<Effect> {
        match ask {
            Ask::CopyAnyway(part) => self.copy(*part),
            Ask::WriteAnyway => self.ask_path(),
            Ask::PrintAnyway => {
                self.print = true;
                self.finish()
            }
            Ask::Regenerate => {
                self.session.edited = None;
                self.screen = Screen::Review(review::Review::default());
                self.notice = Some(self.content.text("notice.regenerated").to_owned());
                Vec::new()
            }
            Ask::Save(code) => {
                // Agreed once: from now on it is not asked again.
                self.config.save = Save::Always;
                self.store_and_leave(true, *code)
            }
            Ask::OpenCase(id) => self.rather_open(&id.clone()),
            Ask::SkipFor(_) => self.rather_skip(),
            Ask::Forget(number) => self.forget(*number),
            Ask::TakeBack(event) => {
                let Screen::Case(c) = &self.screen else { return Vec::new() };
                vec![Effect::Case(CaseOrder::TakeBack(c.id.clone(), event.clone()))]
            }
            Ask::RemoveCase => {
                let Screen::Case(c) = &self.screen else { return Vec::new() };
                let id = c.id.clone();
                self.shelf.cases.retain(|c| c.id != id);
                self.greet();
                vec![Effect::Case(CaseOrder::Remove(id))]
            }
            Ask::Nowhere => self.finish(),
            Ask::Sent { .. } => {
                let mut out = self.sent_now();
                out.extend(self.finish());
                out
            }
            Ask::Quit(code) => self.quit_with(*code),
        }
    }

    fn no(&mut self, ask: &Ask) -> Vec<Effect> {
        match ask {
            Ask::Save(code) => vec![self.leave(*code)],
            // Later: the case stays as not sent yet.
            Ask::Sent { .. } => self.finish(),
            _ => Vec::new(),
        }
    }

    /// The letter is not sent at all: what is stored says so, and nothing else is stored.
    fn drop_letter(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        if let Some(id) = self.session.case.clone().filter(|_| self.session.recorded.is_some()) {
            let event = Event { at: self.now(), what: What::GivenUp, note: String::new() };
            out.push(Effect::Case(CaseOrder::Log(id, Box::new(event))));
        }
        out.extend([Effect::RemoveDraft(self.end_of_walk()), self.leave(None)]);
        out
    }

    /// The walk on the screen, of which no draft shall be left.
    fn end_of_walk(&self) -> Over {
        Over { walk: Some(self.session.walk), number: self.session.kept.as_ref().map(|k| k.number) }
    }

    /// Moves on the review, by the page as it is drawn.
    fn step_review(&mut self, intent: Intent) {
        let (rows, lines, height) = self.review_rows();
        if let Screen::Review(r) = &mut self.screen {
            review::update::step(r, &rows, lines, height, intent);
        }
    }

    /// What was copied, where the record is, until when an answer is due: for the normal screen, after leaving.
    #[must_use]
    pub fn farewell(&self) -> Option<String> {
        let t = |key: &str| self.content.text(key).to_owned();
        let letters = self.letters();
        let unstored = self.unstored.as_ref().map(|why| t("bye.unstored").replace("{why}", why));
        if letters.iter().all(|s| s.copied_at.is_none()) {
            return unstored;
        }
        let mut parts = vec![match self.copied {
            Copied::Confirmed => t("bye.copied"),
            _ => t("bye.handed"),
        }];
        parts.extend(unstored);
        let stored: Vec<&crate::domain::case::CaseId> =
            letters.iter().filter(|s| s.recorded.is_some()).filter_map(|s| s.case.as_ref()).collect();
        if !stored.is_empty() {
            let ids: Vec<&str> = stored.iter().map(|id| id.as_str()).collect();
            parts.push(t("bye.case").replace("{id}", &ids.join("、")));
        }
        let dues = stored.iter().filter_map(|id| self.case(id)).filter_map(|c| c.due(self.rules(c)));
        if let Some(due) = dues.min_by_key(|d| d.on) {
            let day = crate::domain::calendar::format_ja(due.on);
            parts.push(t("bye.due").replace("{day}", &day).replace("{what}", &self.due_words(&due.what)));
        }
        Some(parts.join(" "))
    }

    /// Ends with the letter on standard output.
    pub(super) fn print_out(&mut self) -> Vec<Effect> {
        if self.blocked() {
            self.overlay = Some(Overlay::Ask(Ask::PrintAnyway));
            return Vec::new();
        }
        self.print = true;
        self.finish()
    }

    pub(super) fn finish(&mut self) -> Vec<Effect> {
        if self.run.is_some() && !matches!(self.screen, Screen::Run(_)) {
            return self.letter_done();
        }
        if self.asks_to_store() {
            self.overlay = Some(Overlay::Ask(Ask::Save(None)));
            return Vec::new();
        }
        if self.stores() { self.store_and_leave(false, None) } else { vec![self.leave(None)] }
    }

    /// Stores what is not stored yet, one after the other, then leaves; `code`: that of whoever leaves with Ctrl-C.
    fn store_and_leave(&mut self, agreed: bool, code: Option<u8>) -> Vec<Effect> {
        let mut todo = Vec::new();
        for s in self.letters() {
            if agreed || self.is_new(s) {
                todo.push(Effect::Save(Profile { agreed, ..self.profile(s) }));
            }
            todo.extend(self.record(s).map(Effect::Case));
        }
        let mut out = Vec::new();
        if self.writes_more() {
            out = self.keep_draft();
        } else {
            todo.push(Effect::RemoveDraft(self.end_of_walk()));
        }
        todo.push(self.leave(code));
        self.leaving = todo;
        out.extend(self.go_on_leaving());
        out
    }

    fn go_on_leaving(&mut self) -> Vec<Effect> {
        if self.leaving.is_empty() { Vec::new() } else { vec![self.leaving.remove(0)] }
    }

    /// What could not be stored is said once, and not tried again: leaving must stay possible.
    fn not_stored(&mut self, why: String) {
        self.leaving.clear();
        self.no_save = true;
        self.notice = Some(why.clone());
        self.unstored = Some(why);
        // What was filled in is there to be tried again, once there is room for it.
        if let Some(form) = self.noting.take() {
            self.screen = Screen::Log(form);
        }
    }

    /// The end, with the letter for standard output if it is wanted there.
    fn leave(&self, code: Option<u8>) -> Effect {
        if let Some(code) = code {
            return Effect::Exit(Exit::Left(code));
        }
        let failed = self.unstored.is_some() || self.nowhere();
        if !self.print {
            return Effect::Exit(if failed { Exit::Failed(None) } else { Exit::Done(None) });
        }
        let docs: Vec<_> = self.letters().into_iter().map(|s| s.reviewed(&self.content)).collect();
        let letter = Private(docs.iter().map(|d| d.plan.all()).collect::<Vec<_>>().join(APART));
        // Printed although something blocks: a script must be able to tell.
        let blocked = docs.iter().any(|d| gate::blocked(&d.findings));
        Effect::Exit(if blocked {
            Exit::Incomplete(letter)
        } else if failed {
            Exit::Failed(Some(letter))
        } else {
            Exit::Done(Some(letter))
        })
    }

    fn done(&mut self, outcome: Outcome) -> Vec<Effect> {
        let content = Rc::clone(&self.content);
        let t = |k: &str| content.text(k).to_owned();
        match outcome {
            Outcome::Copied(c) => {
                let (part, label) = self.copying.take().unwrap_or((Part::Body, String::new()));
                let words = match &c {
                    Copied::Confirmed => t("copied.confirmed"),
                    Copied::Handed => t("copied.handed"),
                    Copied::Failed(_) => t("copied.failed"),
                };
                if matches!(part, Part::Main | Part::All) && !self.on_shelf() {
                    self.copied = c.clone();
                    let left = !matches!(c, Copied::Failed(_));
                    self.session.copied_at = left.then(|| self.now()).or(self.session.copied_at);
                    self.screen =
                        Screen::After(after::After { copied: c, part: label, scroll: 0, path: None });
                    if left && self.stores() {
                        return self.record(&self.session).map(Effect::Case).into_iter().collect();
                    }
                } else {
                    let why =
                        if let Copied::Failed(why) = &c { format!("（{why}）") } else { String::new() };
                    self.notice = Some(format!("{label}：{words}{why}"));
                }
            }
            Outcome::Written(Ok(path)) => {
                // A date for a calendar is no letter.
                self.session.out |= path.extension().is_none_or(|e| e != "ics");
                let shown = clean::visible(&path.display().to_string());
                self.overlay = None;
                // The page after copying keeps it in sight; elsewhere it is said once.
                if let Screen::After(a) = &mut self.screen {
                    // Where it can be seen, however far the page is scrolled.
                    a.scroll = 0;
                    a.path = Some(shown);
                } else {
                    self.notice = Some(format!("{}{shown}", t("notice.written")));
                }
            }
            Outcome::Case(Ok(record)) => {
                self.noting = None;
                if let Some(record) = record {
                    self.stored(*record);
                }
                if self.goes_on() {
                    return self.after_letter();
                }
                return self.go_on_leaving();
            }
            Outcome::Draft(Ok(Some(kept))) => self.kept(*kept),
            Outcome::Saved(result) if self.saving.is_some() => {
                if let Some(profile) = self.saving.take() {
                    self.saved(profile, result);
                }
            }
            Outcome::Saved(Ok(())) | Outcome::Draft(Ok(None)) => return self.go_on_leaving(),
            Outcome::Saved(Err(e)) | Outcome::Case(Err(e)) | Outcome::Draft(Err(e)) => self.not_stored(e),
            Outcome::Written(Err(e)) | Outcome::Edited(Err(e)) | Outcome::Opened(Err(e)) => {
                self.notice = Some(e);
            }
            Outcome::Edited(Ok(text)) => {
                let subject = self.session.document(&content).plan.subject.is_some();
                let cleaned = clean::clean(&text, true);
                self.screen = Screen::Review(review::Review::default());
                let removed = self.removed_notice(&cleaned.removed);
                self.notice =
                    Some(t("notice.edited") + &removed.map_or_else(String::new, |r| format!("。{r}")));
                return self.keep_edit(edit::part(&cleaned.text, subject));
            }
            Outcome::Opened(Ok(())) => self.session.out = true,
            Outcome::Resumed => {}
        }
        Vec::new()
    }

    /// Whether the gate lets the letter out.
    #[must_use]
    pub fn blocked(&self) -> bool {
        gate::blocked(&self.session.reviewed(&self.content).findings)
    }

    /// Answers with what is typed now, where that is valid: the letter grows while one types.
    #[must_use]
    pub fn preview(&self) -> crate::domain::answers::Answers {
        let mut answers = self.session.answers.clone();
        let Screen::Question(q) = &self.screen else { return answers };
        if matches!(q.field, Field::Choice { .. } | Field::Find(_)) || answers.get("goal").is_none() {
            return answers;
        }
        let ctx =
            Ctx { content: &self.content, config: &self.config, size: self.size, ambiguous: self.ambiguous };
        // What is only offered counts where it is shown as a whole.
        let shown = matches!(q.field, Field::Choices { .. } | Field::Together { .. });
        for (id, field) in q.parts() {
            if !shown && self.untouched(&id, &field) {
                continue;
            }
            let spec = screens::question::spec(&self.session, &ctx, &id);
            if let Ok(v) = field.value(&spec, self.session.today) {
                answers.set(&id, v);
            }
        }
        answers
    }
}
