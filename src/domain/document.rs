//! The pipeline as one function: answers → letter, findings, plan. All that leaves the program.

use super::answers::{Answers, Value};
use super::calendar::{OfficeCalendar, first_day};
use super::content::Content;
use super::deadline::{self, NO_DATE};
use super::delivery::DeliveryPlan;
use super::facts::{Facts, reader};
use super::flow::graph::Flow;
use super::flow::walk::Walk;
use super::gate::{self, Finding};
use super::handover::eml::{self, BadAddress, Mailbox, Message};
use super::letter::render::Letter;
use super::letter::{blank, form, lint, paper};
use super::manner::{Manner, detail_of, limit_of, tone_of};
use super::service::Service;
use super::validate::date_of;
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

#[derive(Clone, PartialEq, Eq)]
pub struct Edited {
    /// Subject, "" where the channel has none.
    pub subject: String,
    pub body: String,
    /// The generated text that was edited. If the answers now give another one, the edit is stale.
    pub base: String,
    /// The first edited text; later answers may still be as they were in it.
    pub first: String,
    /// The user keeps the text as it is despite the answers of `base`.
    pub meant: bool,
}

shows!(Debug Edited, it, "Edited({} bytes)", it.body.len());

/// Names, in which no sign is replaced.
const NAMES: [&str; 3] = ["sender.name", "sender.reading", "sender.handler"];

#[derive(Debug)]
pub struct Document<'a> {
    pub flow: &'a Flow,
    pub walk: Walk<'a>,
    pub service: Option<&'a Service>,
    pub letter: Letter,
    /// The generated text, without edits by hand.
    pub base: String,
    /// What the gate found in what would leave.
    pub findings: Vec<Finding>,
    /// What would be sent: the edited text if there is one, with blanks as 〔label〕.
    pub plan: DeliveryPlan,
    /// How it is written, and how far it was shortened to fit.
    pub manner: Manner<'a>,
    /// The longest text that the form takes, if that is known.
    pub limit: Option<usize>,
    by_hand: bool,
}

/// The flow that these answers need: the entry alone, until the goal is known or a detour taken.
pub fn flow_for<'a>(content: &'a Content, answers: &Answers) -> &'a Flow {
    let entry = content.entry();
    let strayed = || entry.questions().flat_map(|q| &q.detour).any(|d| answers.reaches(&d.to));
    if answers.get("goal").is_some() || strayed() { content.flow() } else { entry }
}

fn named<'a>(walk: &'a Walk<'_>, service: Option<&'a Service>) -> &'a str {
    let known = service.map(Service::plain_name).filter(|n| !n.is_empty());
    known.or(walk.one("service_name")).unwrap_or_default()
}

/// Subject and body as the answers give them.
fn generated_by(flow: &Flow, walk: &Walk<'_>, letter: &Letter) -> (String, String) {
    if walk.channel().on_paper() {
        (String::new(), paper::page(letter, flow))
    } else {
        (blank::plain(flow, &letter.subject()), blank::plain(flow, &letter.body()))
    }
}

impl<'a> Document<'a> {
    /// Computes the document. `today` is the day of writing in Japan.
    ///
    /// # Panics
    /// If a built-in template fails on valid facts; the tests render every path.
    pub fn new(
        content: &'a Content,
        answers: &'a Answers,
        edited: Option<&Edited>,
        today: NaiveDate,
        office: OfficeCalendar,
    ) -> Self {
        let (flow, templates) = (content.flow(), content.templates());
        let walk = Walk::new(flow, answers, today);
        let service = walk.one("service").and_then(|id| content.service(id));
        let mut manner = Manner { tone: tone_of(answers), detail: detail_of(answers), cut: 0 };
        let render = |manner| {
            let facts = Facts::new(flow, &walk, service, manner, Content::law_names(), office);
            templates
                .render(&facts)
                .expect("built-in templates render on every path (tests/letters.rs)")
        };
        let form = walk.channel().filled_in();
        let limit = if form { limit_of(answers, service) } else { None };
        let mut letter = render(manner);
        let mut generated = generated_by(flow, &walk, &letter);
        // Shortened step by step until it fits; if it never does, the linter says so.
        while limit.is_some_and(|most| form::characters(&generated.1) > most)
            && let Some(shorter) = manner.shorter()
        {
            manner = shorter;
            letter = render(manner);
            generated = generated_by(flow, &walk, &letter);
        }
        let mut replaced = Vec::new();
        if form {
            let names: Vec<&str> = NAMES.iter().filter_map(|id| walk.one(id)).collect();
            (generated.1, replaced) = form::replace(&generated.1, &names);
        }
        let base = format!("{}\n{}", generated.0, generated.1);
        let (subject, body) = edited.map_or(generated, |e| (e.subject.clone(), e.body.clone()));
        let stale = edited.filter(|e| e.base != base);
        let lacks = stale.map(|e| gate::lacks(&walk, [&e.first, &base], [&subject, &body]));
        let (by_hand, stale) = (edited.is_some(), lacks.as_deref());
        let text = gate::OutgoingText { subject: &subject, body: &body, edited: by_hand, stale };
        let mut findings = gate::check(flow, &walk, named(&walk, service), text, office);
        if let Some(e) = edited {
            let told = gate::EditStatus { outdated: stale.is_some(), meant: e.meant };
            findings.extend(gate::changed(&walk, told, [&e.first, &base], [&subject, &body]));
        } else {
            findings.extend(gate::not_own(&letter.not_own));
            let cut = manner.cut > 0 || manner.detail != detail_of(answers);
            let fits = cut && limit.is_some_and(|most| form::characters(&body) <= most);
            findings.extend(gate::for_a_form(&replaced, limit.filter(|_| fits), &body));
        }
        let plan = DeliveryPlan::new(&walk, service, &subject, &body, office);
        findings.extend(gate::recipient(&walk, service, plan.to.as_deref()));
        Self { flow, walk, service, letter, base, findings, plan, manner, limit, by_hand }
    }

    /// The document at this time, if known: events told as past must be past.
    pub fn at(mut self, now: Option<NaiveDateTime>) -> Self {
        let found = now.map_or_else(Vec::new, |now| gate::by_clock(&self.walk, now));
        self.findings.retain(|f| {
            !gate::BEFORE_IT.contains(&f.rule) || !found.iter().any(|new| gate::beside(f, new))
        });
        self.with(found)
    }

    /// The labels of the letter's blanks, then of missing answers that have no place in it yet.
    pub fn blank_labels(&self) -> Vec<&str> {
        let shown = self.letter.blanks();
        let mut out: Vec<&str> =
            shown.iter().filter_map(|id| self.flow.get(id)).map(|q| q.label.as_str()).collect();
        for missing in self.walk.missing().map(|s| s.question.label.as_str()) {
            if !out.contains(&missing) {
                out.push(missing);
            }
        }
        out
    }
    /// The service by name, as the letter writes it; "" while it is unknown.
    pub fn service_name(&self) -> &str {
        named(&self.walk, self.service)
    }
    /// Whether it is a mail that goes to the desk and not to the consultant.
    pub fn to_the_desk(&self) -> bool {
        self.plan.channel.mailed() && self.walk.goal() == Some(Goal::ChangeHandler)
    }
    /// Whether the letter can be a mail: one, or the copy of a form for the consultant.
    pub fn mailable(&self) -> bool {
        match self.plan.channel {
            Channel::Mail => true,
            // Only the copy of a form can be a mail, if it may go to the consultant at all.
            Channel::Form => self.plan.cc.is_some(),
            Channel::Phone | Channel::Post | Channel::Message => false,
        }
    }

    /// The subject of a mail. A form has none; its copy takes the one of the letter.
    pub fn subject(&self) -> String {
        self.plan.subject.clone().unwrap_or_else(|| blank::plain(self.flow, &self.letter.subject()))
    }

    /// The subject as a mail; for a form, that of the same letter sent as a mail.
    pub fn mail_subject(
        &self,
        content: &Content,
        answers: &Answers,
        office: OfficeCalendar,
    ) -> String {
        if !self.plan.channel.filled_in() {
            return self.subject();
        }
        let mut answers = answers.clone();
        answers.set("channel", Value::One(Channel::Mail.to_string()));
        Document::new(content, &answers, None, self.walk.today, office).subject()
    }

    /// The letter as a draft for a mail program (`.eml`).
    pub fn as_mail(
        &self,
        subject: &str,
        date: DateTime<FixedOffset>,
    ) -> Result<String, BadAddress> {
        let one = |id: &str| self.walk.one(id).unwrap_or_default();
        let (to, cc) = (&self.plan.to, &self.plan.cc);
        // The consultant's name goes with their own address, and not when another is requested.
        let own = self.walk.goal() != Some(Goal::ChangeHandler)
            && !one("sender.handler_email").is_empty();
        let handler = match one("sender.handler") {
            name if own && !name.is_empty() => text!("letter.person", name),
            _ => String::new(),
        };
        eml::eml(&Message {
            from: Some(Mailbox { name: one("sender.name"), address: one("sender.email") })
                .filter(|m| !m.address.is_empty()),
            to: to.as_deref().map(|address| Mailbox { name: &handler, address }),
            cc: cc.as_deref().map(|address| Mailbox { name: &handler, address }),
            subject,
            date,
            body: &self.plan.body,
        })
    }

    /// The document with the linter's findings. Not part of [`Document::new`]: the letter is drawn
    /// at every key, but linted only before it leaves.
    pub fn proofread(self, office: OfficeCalendar) -> Self {
        let found = self.read_through(office);
        self.with(found)
    }
    pub fn read_through(&self, office: OfficeCalendar) -> Vec<Finding> {
        // A letter with blanks is not linted yet: half of the findings would follow from them.
        if !self.walk.complete() {
            return Vec::new();
        }
        let requests = gate::asked_beside(&self.walk);
        let first = self.walk.one("follow_up").is_none();
        let (days, selections) = (days(&self.walk), self.walk.entries("selections"));
        let declined: Vec<&str> = self.walk.wished("decline").map(|e| e.get("employer")).collect();
        let keeps = declined.len() < selections.len();
        let waits = deadline::last_declined(&self.walk).filter(|_| first);
        let input = lint::LintInput {
            subject: self.plan.subject.as_deref(),
            body: &self.plan.body,
            channel: self.plan.channel,
            goal: self.walk.one("goal").filter(|_| first).unwrap_or(lint::FOLLOW_UP),
            service: Some(self.service_name()).filter(|n| !n.is_empty()),
            sender: self.walk.one("sender.name"),
            handler: Some(reader(&self.walk))
                .filter(|r| !r.is_empty())
                .or(self.walk.one("sender.handler")),
            requests: &requests,
            told: lint::KnownAnswers { days: &days, declined: &declined, keeps, waits },
            today: self.walk.today,
            office,
            limit: self.limit,
        };
        // Addresses are never sample text; names can be.
        let mut rest =
            format!("{}\n{}", self.plan.subject.as_deref().unwrap_or_default(), self.plan.body);
        for own in
            ["sender.email", "sender.handler_email"].iter().filter_map(|id| self.walk.one(id))
        {
            if !own.is_empty() {
                rest = rest.replace(own, "");
            }
        }
        let stands = |lint: &lint::Lint| rest.contains(&lint.found);
        let mut found = gate::proofread(&self.walk, &input, self.by_hand);
        found.retain(|f| f.rule != "sample" || f.lint.as_ref().is_none_or(stands));
        let left_out = self.left_out();
        found.retain(|f| !left_out.contains(&f.rule));
        // What the gate reports by question is not repeated.
        if self.finds("blank") {
            found.retain(|f| f.rule != "blank");
        }
        for (said, by_text) in [(gate::AT_ODDS, gate::AT_ODDS), (gate::CHANGED, "other_day")] {
            if self.finds(said) {
                found.retain(|f| f.rule != by_text);
            }
        }
        if self.finds("identity") {
            found.retain(|f| !matches!(f.rule, "missing_name" | "missing_identity"));
        }
        found
    }
    pub fn finds(&self, rule: &str) -> bool {
        self.findings.iter().any(|f| f.rule == rule)
    }
    /// The elements that this letter lacks on purpose: left open, not applicable, or cut to fit.
    fn left_out(&self) -> Vec<&'static str> {
        let has = |id: &str, value: &str| self.walk.one(id) == Some(value);
        let cut = self.manner.cut;
        let leaves = self.walk.goal() == Some(Goal::Withdraw);
        [
            ("missing_contact_rule", has("means", "any")),
            ("missing_means", has("means", "any")),
            ("missing_frequency", has("frequency", "any")),
            ("missing_date", leaves && has("effective", NO_DATE)),
            ("missing_person", cut > 0),
            (
                "missing_completion",
                self.walk.goal() == Some(Goal::Pause) && has("reply_by", NO_DATE),
            ),
        ]
        .into_iter()
        .filter_map(|(rule, out)| out.then_some(rule))
        .collect()
    }
    pub fn with(mut self, found: Vec<Finding>) -> Self {
        self.findings.extend(found);
        self.findings.sort_by_key(|f| f.level);
        self
    }
}

fn days<'w>(walk: &'w Walk<'_>) -> Vec<lint::Day<'w>> {
    let day = |question| {
        let (answer, label) = (walk.one(question)?, &walk.step(question)?.question.label);
        let day = date_of(answer, walk.today).map(|on| (on, false));
        let (on, month) = day.or_else(|| first_day(answer).map(|on| (on, true)))?;
        Some(lint::Day { question, label, on, month })
    };
    ["effective", "pause_from", "resume", "resume_from"].into_iter().filter_map(day).collect()
}
