//! Context of a reply.

use crate::domain::calendar::OfficeCalendar;
use crate::domain::case::record::CaseRecord;
use crate::domain::content::Content;

/// What is known about a reply besides its text.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub case: Option<&'a CaseRecord>,
    pub office: OfficeCalendar,
    /// Knows the names of the other services.
    pub content: &'a Content,
    /// The user's other agents.
    pub beside: &'a [MailAgent],
}

/// An agent of the user's, by what its mails show.
pub struct MailAgent {
    pub name: String,
    /// The consultant's; "" if it is not known.
    pub address: String,
}

shows!(Debug MailAgent, it, "Agent({} chars)", it.name.chars().count());
