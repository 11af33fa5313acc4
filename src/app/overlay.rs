//! What lies over a screen: help, questions that need an explicit yes, the path of a file.

use super::effect::Private;
use super::screens::review::CopyPart;
use crate::domain::case::{CaseId, Event};
use crate::input::keymap::{Intent, Mode};
use crate::text::edit::EditBuffer;

/// Lines that a page key scrolls.
const PAGE: usize = 6;

#[derive(Debug, Clone)]
pub enum Overlay {
    Help {
        of: Mode,
        scroll: usize,
        under: Option<Box<Overlay>>,
    },
    Read {
        title: String,
        text: Private,
        number: usize,
        scroll: usize,
    },
    /// A question that only `y` answers with yes.
    Ask(Ask),
    Prompt(Prompt, EditBuffer),
    /// A phone number as a QR code: its lines, the number, the scroll position.
    Qr(Vec<String>, String, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    Path,
    Limit,
    Due,
    /// A day of a case, and the letter that is then due.
    Plan,
    Export,
    /// Where to write the date for a calendar program.
    Ics,
}

impl Prompt {
    /// The key of its text.
    pub fn text(self) -> &'static str {
        match self {
            Self::Path => "prompt.path",
            Self::Limit => "prompt.limit",
            Self::Due => "prompt.due",
            Self::Plan => "prompt.plan",
            Self::Export => "prompt.export",
            Self::Ics => "prompt.ics",
        }
    }
}

/// What would be stored besides the sender's details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Letter,
    Call,
    Draft,
    /// Nothing: the letter is not used.
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    CopyAnyway(CopyPart),
    WriteAnyway,
    PrintAnyway,
    Regenerate,
    /// Store identity and this, and leave with this exit code; None: that of a letter that is done.
    Save(Option<u8>, Keep),
    /// Open the case in which the same was asked, instead of asking once more; `leaves`: or the one
    /// to leave, which the letter would contradict.
    OpenCase {
        case: CaseId,
        leaves: bool,
    },
    /// Leave a letter of a run out for such a case.
    SkipFor {
        case: CaseId,
        leaves: bool,
    },
    /// Nothing is left to be asked for: note that it is done, instead of a letter.
    AllDone(CaseId),
    Forget(u32),
    /// And whether others were noted before it.
    TakeBack(Box<Event>, bool),
    RemoveCase,
    /// Take the selected agent off the list of registrations.
    Unregister,
    /// Note a pasted reply in which another agent is named, and not that of the case.
    OtherAgent(Private),
    /// Finish, although the letter has gone nowhere.
    Nowhere,
    Sent {
        /// Or told on the phone.
        phone: bool,
    },
    /// Leave, with this exit code, although something typed would be lost.
    Quit(u8),
}

impl Ask {
    /// Its answers, in the order in which they are listed.
    pub fn answers(&self) -> &'static [Intent] {
        match self {
            Self::Sent { .. } => &[Intent::Yes, Intent::No, Intent::GiveUp, Intent::Back],
            Self::Save(..) | Self::OpenCase { .. } | Self::SkipFor { .. } => {
                &[Intent::Yes, Intent::No, Intent::Back]
            }
            Self::TakeBack(_, true) => &[Intent::Yes, Intent::GiveUp, Intent::No],
            // Going back means no.
            _ => &[Intent::Yes, Intent::No],
        }
    }
    /// The answer that does no harm: it is selected first. Enter must not lead back there.
    pub fn harmless(&self) -> Intent {
        match self {
            Self::OpenCase { .. } | Self::SkipFor { .. } | Self::AllDone(_) => Intent::Yes,
            Self::Save(..) => Intent::Back,
            _ => Intent::No,
        }
    }
    /// The key of its text.
    pub fn text(&self) -> &'static str {
        match self {
            Self::CopyAnyway(_) => "ask.copy_anyway",
            Self::WriteAnyway => "ask.write_anyway",
            Self::PrintAnyway => "ask.print_anyway",
            Self::Regenerate => "ask.regenerate",
            Self::Save(_, Keep::Letter) => "ask.save",
            Self::Save(_, Keep::Call) => "ask.save.phone",
            Self::Save(_, Keep::Draft) => "ask.save.draft",
            Self::Save(_, Keep::Nothing) => "ask.save.person",
            Self::OpenCase { leaves: false, .. } => "ask.open_case",
            Self::OpenCase { leaves: true, .. } => "ask.open_left",
            Self::SkipFor { leaves: false, .. } => "ask.skip_for",
            Self::SkipFor { leaves: true, .. } => "ask.skip_left",
            Self::AllDone(_) => "ask.all_done",
            Self::Forget(_) => "ask.forget",
            Self::TakeBack(..) => "ask.take_back",
            Self::RemoveCase => "ask.remove_case",
            Self::Unregister => "ask.unregister",
            Self::OtherAgent(_) => "ask.other_agent",
            Self::Nowhere => "ask.nowhere",
            Self::Sent { phone: false } => "ask.sent",
            Self::Sent { phone: true } => "ask.sent.phone",
            Self::Quit(_) => "ask.quit",
        }
    }
}

impl Overlay {
    pub fn mode(&self) -> Mode {
        match self {
            Self::Read { .. } => Mode::Read,
            Self::Help { .. } | Self::Qr(..) => Mode::Help,
            Self::Ask(_) => Mode::Ask,
            Self::Prompt(..) => Mode::Prompt,
        }
    }
    /// Scrolls the help, no further than it is long.
    pub fn scroll(&mut self, intent: Intent, most: usize) {
        if let Self::Help { scroll, .. } | Self::Read { scroll, .. } | Self::Qr(_, _, scroll) = self
        {
            *scroll = intent.moved(*scroll, PAGE, most);
        }
    }
}
