//! Letter → delivery plan: addresses, subject, body, and for a form its fields.

use super::calendar::OfficeCalendar;
use super::condition::Lookup;
use super::deadline::{self, Deadlines};
use super::facts::reader;
use super::flow::spec::Hint;
use super::flow::walk::Walk;
use super::periods;
use super::service::{Contact, Service, WithoutLetter};
use crate::domain::channel::Channel;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A field of a form, copied on its own.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FormField {
    /// `name`, `reading`, `email`, `phone`, `text`.
    pub id: &'static str,
    pub label: &'static str,
    pub value: String,
}

shows!(Debug FormField, it, "FormField({})", it.id);

/// Everything that leaves the program with one letter. What its case does later, on days of its
/// own, is in [`PlanStep`](super::case::PlanStep)s.
#[derive(Clone, PartialEq, Eq)]
pub struct DeliveryPlan {
    pub channel: Channel,
    pub to: Option<String>,
    pub cc: Option<String>,
    pub subject: Option<String>,
    pub body: String,
    /// For a form, in the order in which they are filled in.
    pub fields: Vec<FormField>,
    pub deadlines: Deadlines,
    /// The user phones if there is no answer by then: somebody expects them for an interview.
    pub calls: Option<NaiveDate>,
    /// Until when an answer is usual, where the letter names no day for it.
    pub usual: NaiveDate,
    /// Whether an answer is expected after the day of the call. Thanks ask for nothing.
    pub waits: bool,
}

shows!(Debug DeliveryPlan, it, "DeliveryPlan({}, {} fields)", it.channel, it.fields.len());

/// Until when an answer to a letter written today can be expected: a business day.
fn usual_receipt(walk: &Walk<'_>, service: Option<&Service>, office: OfficeCalendar) -> NaiveDate {
    let on_the_way = if walk.channel().on_paper() { periods::POST } else { 0 };
    office.add_business_days(
        walk.today,
        service.map_or(periods::ANSWER, |s| s.answer_business_days) + on_the_way,
    )
}

impl DeliveryPlan {
    /// Puts subject and body (as generated, or as edited) into the shape of the channel.
    pub fn new(
        walk: &Walk<'_>,
        service: Option<&Service>,
        subject: &str,
        body: &str,
        office: OfficeCalendar,
    ) -> Self {
        let one = |id: &str| walk.one(id).unwrap_or_default().to_owned();
        let channel = walk.channel();
        // An address belongs to its owner; another reader has another one.
        let (reader, named) = (reader(walk), walk.one("sender.handler").unwrap_or_default());
        let theirs = [reader, named].contains(&"") || reader == named;
        let handler = Some(one("sender.handler_email")).filter(|s| theirs && !s.is_empty());
        // A request for another consultant goes to the desk. An address without a dated official
        // source is never put in an address line.
        let to_desk = walk.goal() == Some(Goal::ChangeHandler) && handler.is_none();
        let desk = service.filter(|_| to_desk).and_then(|s| s.desk_contact(Channel::Mail));
        let desk = desk.filter(|c| c.usable()).map(|c| c.value.clone());
        let form = channel.filled_in();
        let field = |id, label, value| FormField { id, label, value };
        let fields = if form {
            vec![
                field("name", text!("field.name"), one("sender.name")),
                field("reading", text!("field.reading"), one("sender.reading")),
                field("email", text!("field.email"), one("sender.email")),
                field("phone", text!("field.phone"), one("sender.phone")),
                field("text", text!("part.body"), body.to_owned()),
            ]
        } else {
            Vec::new()
        };
        let deadlines = Deadlines::of(walk, office);
        let usual = usual_receipt(walk, service, office);
        // A pure refusal waits for nothing else.
        let calls = deadline::call_by(walk, office);
        let waits = !matches!((calls, walk.goal()), (Some(_), Some(Goal::Decline)));
        // Thanks wait for nothing, and after an answer the wait is that of the letter before.
        let asks_nothing = matches!(walk.follow_up(), Some(FollowUp::Confirm | FollowUp::Question));
        Self {
            deadlines,
            calls,
            waits: waits && !asks_nothing,
            to: handler.clone().or(desk).filter(|_| channel.mailed()),
            cc: handler.filter(|_| form),
            subject: channel.mailed().then(|| subject.to_owned()),
            body: body.to_owned(),
            fields,
            usual,
            channel,
        }
    }
    /// The parts that are copied one by one: form fields; for a mail address, subject and body.
    pub fn parts(&self) -> Vec<FormField> {
        if !self.channel.mailed() {
            return self.fields.clone();
        }
        let part = |id, label, value: &Option<String>| {
            let value = value.clone().filter(|v| !v.is_empty())?;
            Some(FormField { id, label, value })
        };
        let body = FormField { id: "text", label: text!("part.body"), value: self.body.clone() };
        let parts = [
            part("to", text!("part.to"), &self.to),
            part("subject", text!("part.subject"), &self.subject),
            Some(body),
        ];
        parts.into_iter().flatten().collect()
    }
    /// Until when an answer can be expected: the day that the letter names, if it names one.
    pub fn answer_by(&self) -> NaiveDate {
        self.deadlines.answer_by.unwrap_or(self.usual)
    }
    /// All in one text: for a mail with its subject above the body.
    pub fn all(&self) -> String {
        whole(self.subject.as_deref(), &self.body)
    }
}

/// The label before the subject where it is part of the text.
pub const SUBJECT: &str = text!("delivery.subject");

pub fn whole(subject: Option<&str>, body: &str) -> String {
    subject.map_or_else(|| body.to_owned(), |s| format!("{SUBJECT}{s}\n\n{body}"))
}

/// What to do after copying (`assets/ui/after.toml`). The conditions can ask for channel, goal, and
/// the names that [`AfterFacts`] adds. Filled in are `{answer_by}`, `{call_by}`,
/// `{handler_email}`, `{domain}`, `{phone}`, `{hours}`, `{form}`, `{mail}`, for each of `phone`,
/// `form` and `mail` where it is from (`{phone_seen}`), and `{policy}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterFile {
    pub item: Vec<Hint>,
}

/// What the conditions of the lines can ask beyond the answers.
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct AfterFacts<'a> {
    pub walk: &'a Walk<'a>,
    pub plan: &'a DeliveryPlan,
    pub service: Option<&'a Service>,
    /// An interview is near (see [`super::gate`]).
    pub phone_first: bool,
    /// The user says that it was sent, or told on the phone.
    pub sent: bool,
    /// The day that was promised on the phone.
    pub promised: Option<NaiveDate>,
    pub kept: bool,
    /// A record is kept, or may be.
    pub records: bool,
}

impl Lookup for AfterFacts<'_> {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        let yes = |b: bool| allowed.iter().any(|a| a == if b { "yes" } else { "" });
        match id {
            "has_handler_email" => yes(self.plan.to.is_some() || self.plan.cc.is_some()),
            "has_phone" => yes(self.contact(Channel::Phone).is_some()),
            "has_form" => yes(self.contact(Channel::Form).is_some()),
            "has_domain" => yes(!self.domain().is_empty()),
            "has_mail" => yes(self.contact(Channel::Mail).is_some()),
            "without_letter" => {
                let way = self.service.and_then(Service::without_letter).map_or("", |w| match w {
                    WithoutLetter::MyPage => "mypage",
                    WithoutLetter::Form => "form",
                });
                allowed.iter().any(|a| a == way)
            }
            "has_policy" => yes(self.policy().is_some()),
            "phone_first" => yes(self.phone_first),
            "sent" => yes(self.sent),
            "promised" => yes(self.promised.is_some()),
            "kept" => yes(self.kept),
            "records" => yes(self.records),
            "calls" => yes(self.plan.calls.is_some()),
            "waits" => yes(self.plan.waits),
            "has_selections" => yes(!self.walk.entries("selections").is_empty()),
            _ => self.walk.is_one_of(id, allowed),
        }
    }
}

impl AfterFacts<'_> {
    fn contact(&self, by: Channel) -> Option<&Contact> {
        self.service.and_then(|s| s.desk_contact(by))
    }
    fn domain(&self) -> &str {
        self.service.map_or("", |s| s.domain.as_str())
    }
    fn policy(&self) -> Option<String> {
        self.service.and_then(Service::policy)
    }
    pub fn lines(&self, items: &[Hint]) -> Vec<String> {
        let handler = self.plan.to.as_deref().or(self.plan.cc.as_deref()).unwrap_or_default();
        let answer_by = super::calendar::format_ja(self.plan.answer_by());
        let promised = self.promised.map_or_else(String::new, super::calendar::format_ja);
        let call_by = self.plan.calls.map_or_else(String::new, super::calendar::format_ja);
        let contacts = |text: String, by: Channel| {
            let contact = self.contact(by);
            let seen = contact.map(|c| c.provenance(self.walk.today) + c.confirm());
            text.replace(&format!("{{{by}}}"), contact.map_or("", |c| c.value.as_str()))
                .replace(&format!("{{{by}_seen}}"), &seen.unwrap_or_default())
        };
        let policy = self.policy().unwrap_or_default();
        let hours =
            self.contact(Channel::Phone).map(|c| c.hours.as_str()).filter(|h| !h.is_empty());
        items
            .iter()
            .filter(|i| i.when.holds(self))
            .map(|i| {
                let by = [Channel::Phone, Channel::Form, Channel::Mail].into_iter();
                by.fold(i.text.clone(), contacts)
                    .replace("{answer_by}", &answer_by)
                    .replace("{promised}", &promised)
                    .replace("{call_by}", &call_by)
                    .replace("{handler_email}", handler)
                    .replace("{domain}", self.domain())
                    .replace("{hours}", hours.unwrap_or(text!("delivery.no_hours")))
                    .replace("{policy}", &policy)
            })
            .collect()
    }
}
