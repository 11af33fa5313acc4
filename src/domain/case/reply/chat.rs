//! A chat as it was exported: who said what, a line each.

use super::name::squeezed;
use crate::domain::words::{self, ends};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A line of a chat: the time, who it is, and what they said, with tabs between them.
struct Line<'t> {
    who: &'t str,
    said: &'t str,
}

/// What the other one said; of what is no chat, all of it.
pub(super) struct Chat<'t> {
    pub(super) text: Cow<'t, str>,
    /// The other one, as it calls them.
    pub(super) who: String,
    /// The last day of it.
    pub(super) date: String,
    /// It is not known who of them the user is.
    pub(super) torn: bool,
}

/// So many lines make a chat.
const FEWEST: usize = 2;

impl<'t> Chat<'t> {
    /// `own`: what the user is called.
    pub(super) fn read(text: &'t str, own: &[String]) -> Self {
        let (who, date) = (String::new(), String::new());
        let named = || text.lines().filter_map(Line::read).filter(|l| !l.who.is_empty());
        if named().nth(FEWEST - 1).is_none() {
            return Self { text: text.into(), who, date, torn: false };
        }
        let all: BTreeSet<String> = named().map(|l| squeezed(l.who)).collect();
        let title = text.lines().map(squeezed).find(|l| ends(l, words::REPLY_CHATS));
        let with = |name: &str| title.as_ref().is_some_and(|t| t.contains(name));
        let known = all.iter().any(|name| own.contains(name));
        let titled = all.iter().any(|name| with(name));
        let theirs = |name: &str| {
            let name = squeezed(name);
            if known { !own.contains(&name) } else { !titled || with(&name) }
        };
        let torn = !known && !titled && all.len() > 1;
        let mut chat = Self { text: Cow::default(), who, date, torn };
        let mut says = false;
        for line in text.lines() {
            if let Some(Line { who, said }) = Line::read(line) {
                says = theirs(who);
                if says {
                    chat.text += "\n";
                    chat.text += said;
                    who.clone_into(&mut chat.who);
                }
            } else if is_day(line) {
                line.trim().clone_into(&mut chat.date);
                says = false;
            } else if says {
                chat.text += line;
            }
            chat.text += "\n";
        }
        chat
    }
}

impl<'t> Line<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let (time, rest) = line.trim_start().split_once('\t')?;
        let (hour, minute) = time.split_once(':')?;
        let count = |s: &str| (1..=2).contains(&s.len()) && s.chars().all(|c| c.is_ascii_digit());
        let (who, said) = rest.split_once('\t')?;
        // A picture stands there as its name.
        let said = if said.starts_with('[') && said.ends_with(']') { "" } else { said };
        (count(hour) && count(minute)).then_some(Self { who, said })
    }
}

/// 「2026/11/30(月)」.
fn is_day(line: &str) -> bool {
    let line = squeezed(line);
    let digits = line.chars().filter(char::is_ascii_digit).count();
    line.starts_with("20") && digits >= 6 && digits * 2 >= line.chars().count()
}
