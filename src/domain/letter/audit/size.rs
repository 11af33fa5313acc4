//! A: how much there is to read.

use super::breach::Found;
use super::letter::{Letter, Role};
use super::text::{head, sentences, trim, without_quotes};
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use crate::domain::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The kind of letter whose bounds apply: `withdraw mail`, `second mail`, `message`.
    pub kind: &'static str,
    /// Characters without names, the user's own words and quotations.
    pub characters: usize,
    /// Lines that are not empty.
    pub lines: usize,
    /// How often it says 「お願い」.
    pub requests: usize,
}

/// The least and the most characters, and the most lines, of a kind of letter.
type Bounds = (usize, usize, usize);

/// Goal, channel, name, bounds. "again": any letter that comes after another one.
const KINDS: [(&str, Channel, &str, Option<Bounds>); 29] = [
    ("", Channel::Message, "message", Some((80, 220, 6))),
    ("again", Channel::Mail, "second mail", Some((180, 540, 24))),
    ("again", Channel::Form, "second form", Some((180, 560, 26))),
    ("again", Channel::Phone, "second phone", None),
    ("again", Channel::Post, "second post", None),
    ("withdraw", Channel::Mail, "withdraw mail", Some((240, 500, 19))),
    ("withdraw", Channel::Form, "withdraw form", Some((240, 540, 20))),
    ("withdraw", Channel::Phone, "withdraw phone", Some((350, 760, 34))),
    ("withdraw", Channel::Post, "withdraw post", Some((240, 560, 26))),
    ("pause", Channel::Mail, "pause mail", Some((200, 480, 18))),
    ("pause", Channel::Form, "pause form", Some((200, 520, 19))),
    ("pause", Channel::Phone, "pause phone", None),
    ("pause", Channel::Post, "pause post", None),
    ("change_handler", Channel::Mail, "change mail", Some((220, 580, 24))),
    ("change_handler", Channel::Form, "change form", Some((220, 580, 24))),
    ("change_handler", Channel::Phone, "change phone", None),
    ("change_handler", Channel::Post, "change post", None),
    ("reduce_contact", Channel::Mail, "reduce mail", Some((160, 460, 16))),
    ("reduce_contact", Channel::Form, "reduce form", Some((160, 500, 17))),
    ("reduce_contact", Channel::Phone, "reduce phone", None),
    ("reduce_contact", Channel::Post, "reduce post", None),
    ("decline", Channel::Mail, "decline mail", Some((140, 320, 13))),
    ("decline", Channel::Form, "decline form", Some((140, 340, 14))),
    ("decline", Channel::Phone, "decline phone", None),
    ("decline", Channel::Post, "decline post", None),
    ("resume", Channel::Mail, "resume mail", None),
    ("resume", Channel::Form, "resume form", None),
    ("resume", Channel::Phone, "resume phone", None),
    ("resume", Channel::Post, "resume post", None),
];

pub(super) fn check(l: &Letter<'_>, found: &mut Found) -> Size {
    let goal = match l.channel {
        Channel::Message => "",
        _ if l.again => "again",
        _ => l.goal.map_or("", Goal::id),
    };
    let kind = KINDS.iter().find(|k| k.0 == goal && k.1 == l.channel);
    let characters = l.counted.chars().filter(|c| *c != '\n').count();
    if let Some((least, most, lines)) = kind.and_then(|k| k.3) {
        let firm = usize::from(l.firm);
        let selections = l.told.entries("selections").len();
        // Wishes may stand on lines of their own where there are several.
        let wishes = if goal == Goal::ChangeHandler.id() { l.told.many("wishes").len() } else { 0 };
        let most = most + 80 * firm + 140 * selections;
        // So does each of what is asked besides.
        let own = l.told.one("own_requests").map_or(0, |text| text.lines().count());
        let lines = lines + 3 * firm + 5 * selections + own + if wishes > 1 { wishes } else { 0 };
        if !(least..=most).contains(&characters) {
            found.add("A1", text!("audit.a1", characters, least, most));
        }
        if l.height > lines {
            found.add("A2", text!("audit.a2", n = l.height, most = lines));
        }
    }
    let longest = if l.spoken() { 45 } else { 80 };
    for line in l.of(Role::Prose) {
        // What is quoted is not the letter's own length.
        let unquoted = !l.spoken() && line.text.contains('「');
        let bare = unquoted.then(|| sentences(&without_quotes(line.text, "")));
        for s in bare.as_ref().unwrap_or(&line.sentences) {
            let n = s.chars().count();
            if n > longest {
                found.add("A3", text!("audit.a3", n, most = longest, text = head(s)));
            }
        }
    }
    for item in l.of(Role::Item).filter(|_| !l.spoken()) {
        let (n, most) =
            (item.text.chars().count(), if item.text.ends_with('。') { 80 } else { 56 });
        if n > most {
            found.add("A4", text!("audit.a4", n, most, text = head(item.text)));
        }
    }
    if l.channel.on_paper() {
        for line in l.body.lines().skip(1).filter(|x| x.ends_with('。')) {
            if trim(line).chars().count() < 5 {
                found.add("A5", text!("audit.a5", line = trim(line)));
            }
        }
    }
    Size {
        kind: kind.map_or("other", |k| k.2),
        characters,
        lines: l.height,
        requests: l.quoteless.matches(words::REQUEST).count(),
    }
}
