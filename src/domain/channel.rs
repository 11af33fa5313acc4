//! How a letter leaves.

use super::word::{Word, words};

words! {
    #[derive(Default)]
    Channel {
        /// The one that a letter has until another is chosen.
        #[default]
        Mail "mail" text!("means.mail"),
        Form "form" text!("means.form"),
        Phone "phone" text!("means.phone"),
        Post "post" text!("means.post"),
        /// A short message: LINE, SMS.
        Message "message" text!("means.message"),
    }
}

// Every property of a channel; a new channel has to answer each of them.
impl Channel {
    /// It goes to an address, under a subject.
    pub fn mailed(self) -> bool {
        match self {
            Self::Mail => true,
            Self::Form | Self::Phone | Self::Post | Self::Message => false,
        }
    }
    /// It is pasted into fields that may count characters.
    pub fn filled_in(self) -> bool {
        match self {
            Self::Form => true,
            Self::Mail | Self::Phone | Self::Post | Self::Message => false,
        }
    }
    /// It is a script, to be read out.
    pub fn spoken(self) -> bool {
        match self {
            Self::Phone => true,
            Self::Mail | Self::Form | Self::Post | Self::Message => false,
        }
    }
    /// It is laid out in lines, and some days on its way.
    pub fn on_paper(self) -> bool {
        match self {
            Self::Post => true,
            Self::Mail | Self::Form | Self::Phone | Self::Message => false,
        }
    }
    /// Addressed to a person who already knows the sender.
    pub fn chat(self) -> bool {
        match self {
            Self::Message => true,
            Self::Mail | Self::Form | Self::Phone | Self::Post => false,
        }
    }
    /// A complete text of its own.
    pub fn is_letter(self) -> bool {
        !self.spoken() && !self.chat()
    }
    /// Its parts are copied one by one.
    pub fn in_parts(self) -> bool {
        self.mailed() || self.filled_in()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;

    #[test]
    fn the_question_offers_each() {
        let asked = Content::builtin();
        let asked = asked.flow().get("channel").expect("a question");
        let offered: Vec<_> = asked.choice.iter().map(|c| c.value.as_str()).collect();
        assert_eq!(offered, Channel::ids());
    }
}
