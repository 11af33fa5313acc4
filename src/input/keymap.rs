//! Key × mode → intent. One table; the footer and the help are computed from it.

use super::key::{Code, Key};
use crate::text::clean::{ascii_key, visible};
use std::collections::BTreeMap;

pub use super::intent::{Intent, Mode};

/// A row: name in the configuration, intent, default keys, whether the footer shows it.
pub type Binding = (&'static str, Intent, &'static [&'static str], bool);
pub type BindingTable = &'static [Binding];

const MOVE: BindingTable =
    &[("up", Intent::Up, &["up", "k"], true), ("down", Intent::Down, &["down", "j"], true)];
/// [`MOVE`] where the footer has no room for it.
const MOVE_TOO: BindingTable =
    &[("up", Intent::Up, &["up", "k"], false), ("down", Intent::Down, &["down", "j"], false)];
/// [`MOVE`] where letters are text.
const ARROWS: BindingTable =
    &[("up", Intent::Up, &["up"], true), ("down", Intent::Down, &["down"], true)];
const ACROSS: BindingTable =
    &[("left", Intent::Left, &["left"], false), ("right", Intent::Right, &["right"], false)];
const PAGES: BindingTable = &[
    ("page_up", Intent::PageUp, &["pageup"], false),
    ("page_down", Intent::PageDown, &["pagedown"], false),
];
const ENDS: BindingTable =
    &[("home", Intent::Home, &["home"], false), ("end", Intent::End, &["end"], false)];
const WAY: BindingTable = &[
    ("next", Intent::Next, &["enter"], true),
    ("back", Intent::Back, &["esc"], true),
    ("letter", Intent::Letter, &["tab"], true),
];
const NEXT: BindingTable = &[("next", Intent::Next, &["enter"], true)];
const BACK: BindingTable = &[("back", Intent::Back, &["esc"], true)];
const LETTER: BindingTable = &[("letter", Intent::Letter, &["tab"], true)];
/// Where letters are not text; F1 works everywhere.
const HELP: BindingTable = &[("help", Intent::Help, &["?"], true)];
/// Within a line of text.
const CURSOR: BindingTable = &[
    ("left", Intent::Left, &["left", "ctrl+b"], false),
    ("right", Intent::Right, &["right", "ctrl+f"], false),
];
const LINE_ENDS: BindingTable = &[
    ("home", Intent::Home, &["home", "ctrl+a"], false),
    ("end", Intent::End, &["end", "ctrl+e"], false),
];
const TEXT_ENDS: BindingTable = &[
    ("top", Intent::Top, &["ctrl+home"], false),
    ("bottom", Intent::Bottom, &["ctrl+end"], false),
];
const DELETE: BindingTable = &[
    ("backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    ("delete", Intent::Delete, &["delete", "ctrl+d"], false),
    ("kill", Intent::Kill, &["ctrl+k"], false),
];
const CHANGE: BindingTable = &[
    ("kill_start", Intent::KillStart, &["ctrl+u"], false),
    ("undo", Intent::Undo, &["ctrl+_"], false),
    ("redo", Intent::Redo, &["ctrl+r"], false),
];
const FIELD: BindingTable = &[("copy_field", Intent::CopyField, &["n"], true)];
const PARTS: BindingTable = &[
    ("copy_subject", Intent::CopySubject, &["s"], true),
    ("copy_body", Intent::CopyBody, &["b"], true),
];
/// Within a run.
const LETTERS: BindingTable = &[
    ("next_letter", Intent::NextLetter, &["]"], false),
    ("last_letter", Intent::LastLetter, &["["], false),
    ("letters", Intent::Letters, &["o"], true),
];
const ALL: BindingTable = &[
    ("quit", Intent::Quit, &["ctrl+c"], false),
    ("suspend", Intent::Suspend, &["ctrl+z"], false),
    ("help", Intent::Help, &["f1"], true),
];
const FIND: BindingTable = &[
    ("up", Intent::Up, &["up", "ctrl+p"], true),
    ("down", Intent::Down, &["down", "ctrl+n"], true),
];
const TOGGLE: BindingTable = &[("toggle", Intent::Toggle, &["space"], true)];
const NEW_LINE: BindingTable = &[("newline", Intent::NewLine, &["alt+enter", "ctrl+n"], true)];
const LINES: BindingTable =
    &[("up", Intent::Up, &["up"], false), ("down", Intent::Down, &["down"], false)];
const LIST: BindingTable = &[
    ("add", Intent::Add, &["a"], true),
    ("remove", Intent::Remove, &["d", "delete"], true),
    ("undo", Intent::Undo, &["u", "ctrl+u"], true),
    ("record", Intent::Jump, &["o"], true),
];
const FORM: BindingTable =
    &[("left", Intent::Left, &["left"], true), ("right", Intent::Right, &["right"], true)];
const PARAGRAPH: BindingTable =
    &[("jump", Intent::Jump, &["enter"], true), ("letter", Intent::Letter, &["tab", "esc"], true)];
const REVIEW: BindingTable =
    &[("copy", Intent::Copy, &["c"], true), ("edit", Intent::Edit, &["e"], true)];
const SKIP: BindingTable = &[("skip", Intent::Skip, &["x"], true)];
const REWRITE: BindingTable = &[
    ("edit_external", Intent::EditExternal, &["v"], true),
    ("regenerate", Intent::Regenerate, &["g"], false),
    ("tone", Intent::Tone, &["t"], false),
    ("detail", Intent::Detail, &["d"], false),
    ("limit", Intent::Limit, &["l"], false),
    ("write", Intent::Write, &["w"], true),
];
const JUMP: BindingTable = &[("jump", Intent::Jump, &["space", "right"], false)];
const EDIT: BindingTable = &[
    ("newline", Intent::NewLine, &["enter"], false),
    ("kill_start", Intent::KillStart, &["ctrl+u"], false),
    ("undo", Intent::Undo, &["ctrl+_"], true),
    ("redo", Intent::Redo, &["ctrl+r"], true),
    ("regenerate", Intent::Regenerate, &["ctrl+g"], true),
    ("up", Intent::Up, &["up", "ctrl+p"], false),
    ("down", Intent::Down, &["down", "ctrl+n"], false),
];
const THANKS: BindingTable =
    &[("next", Intent::Next, &["enter", "q"], true), ("sent", Intent::LogSent, &["y"], true)];
const UNSAY: BindingTable = &[("take_back", Intent::Undo, &["ctrl+u"], true)];
const MAIL: BindingTable = &[("mail_program", Intent::MailProgram, &["m"], true)];
const WAYS: BindingTable = &[
    ("sent_at", Intent::LogSentAt, &["t"], true),
    ("copy", Intent::Copy, &["c"], true),
    ("write", Intent::Write, &["w"], true),
    ("print", Intent::Print, &["p"], true),
    ("ics", Intent::Ics, &["i"], false),
    ("qr", Intent::Qr, &["r"], false),
];
const START: BindingTable = &[
    ("add", Intent::Add, &["+"], true),
    ("mine", Intent::Jump, &["="], false),
    ("remove", Intent::Remove, &["delete"], false),
    ("back", Intent::Back, &["esc"], true),
];
const RUN: BindingTable =
    &[("remove", Intent::Remove, &["x", "delete"], true), ("add", Intent::Add, &["+"], true)];
const CASE: BindingTable = &[
    ("sent", Intent::LogSent, &["s"], true),
    ("reply", Intent::LogReply, &["r"], true),
    ("answer", Intent::LogAnswer, &["a"], true),
    ("replied", Intent::LogReplied, &["w"], false),
    ("bounced", Intent::LogBounced, &["v"], false),
    ("call", Intent::LogCall, &["t"], true),
    ("not_reached", Intent::LogNotReached, &["b"], true),
    ("contact", Intent::LogContact, &["o"], true),
    ("moved", Intent::LogMoved, &["h"], false),
    ("part", Intent::LogPart, &["p"], false),
    ("done", Intent::LogDone, &["d"], true),
    ("give_up", Intent::GiveUp, &["g"], false),
    ("note", Intent::LogNote, &["m"], false),
    ("plan", Intent::Plan, &["f"], true),
    ("skip_plan", Intent::SkipPlan, &["x"], false),
    ("take_back", Intent::Undo, &["ctrl+u"], true),
    ("due", Intent::Due, &["u"], false),
    ("again", Intent::Again, &["n"], true),
    ("read", Intent::Read, &["l"], true),
    ("copy", Intent::Copy, &["c"], true),
    ("export", Intent::Export, &["e"], false),
    ("ics", Intent::Ics, &["i"], false),
    ("remove", Intent::Remove, &["delete"], false),
];
const ASK: BindingTable = &[
    ("yes", Intent::Yes, &["y"], false),
    ("no", Intent::No, &["n"], false),
    ("drop", Intent::GiveUp, &["x"], false),
];
const CLOSE: BindingTable = &[("back", Intent::Back, &["esc", "enter", "q", "?"], true)];
const READ: BindingTable =
    &[("copy", Intent::Copy, &["c"], true), ("back", Intent::Back, &["esc", "enter", "q"], true)];

/// All modes with their names in the configuration, and their keys in the order of the help.
pub const MODES: &[(Mode, &str, &[BindingTable])] = &[
    (Mode::All, "all", &[ALL]),
    (Mode::Choice, "choice", &[MOVE, ENDS, PAGES, WAY, HELP]),
    (Mode::Find, "find", &[FIND, WAY, ENDS, PAGES, CURSOR, DELETE, CHANGE]),
    (Mode::Choices, "choices", &[MOVE, ENDS, PAGES, TOGGLE, WAY, HELP]),
    (Mode::Text, "text", &[WAY, CURSOR, LINE_ENDS, DELETE, CHANGE]),
    (
        Mode::LongText,
        "long_text",
        &[NEXT, NEW_LINE, BACK, LETTER, LINES, CURSOR, LINE_ENDS, TEXT_ENDS, DELETE, CHANGE],
    ),
    (Mode::Date, "date", &[ARROWS, PAGES, WAY, CURSOR, LINE_ENDS, DELETE, CHANGE]),
    (Mode::List, "list", &[MOVE, ENDS, PAGES, NEXT, LIST, BACK, LETTER, HELP]),
    (Mode::Form, "form", &[ARROWS, FORM, WAY, LINE_ENDS, DELETE, CHANGE]),
    (Mode::Letter, "letter", &[MOVE, PAGES, ENDS, PARAGRAPH, HELP]),
    (
        Mode::Review,
        "review",
        &[
            NEXT, LETTERS, SKIP, REVIEW, PARTS, FIELD, REWRITE, ENDS, MOVE_TOO, JUMP, PAGES, BACK,
            LETTER, HELP,
        ],
    ),
    (Mode::Edit, "edit", &[BACK, EDIT, PAGES, CURSOR, LINE_ENDS, TEXT_ENDS, DELETE]),
    (
        Mode::After,
        "after",
        &[THANKS, UNSAY, FIELD, LETTERS, MAIL, WAYS, PARTS, MOVE_TOO, PAGES, BACK, LETTER, HELP],
    ),
    // Any other letter starts the search for a service.
    (Mode::Start, "start", &[MOVE, ENDS, PAGES, NEXT, START, HELP]),
    (Mode::Run, "run", &[NEXT, RUN, MOVE, PAGES, ENDS, BACK, HELP]),
    (Mode::Case, "case", &[NEXT, CASE, ACROSS, MOVE_TOO, PAGES, BACK, HELP]),
    (Mode::Ask, "ask", &[MOVE, NEXT, ASK, BACK, HELP]),
    (Mode::Prompt, "prompt", &[NEXT, BACK, CURSOR, LINE_ENDS, DELETE, CHANGE]),
    (Mode::Help, "help", &[CLOSE, MOVE, PAGES, ENDS]),
    (Mode::Read, "read", &[MOVE, ACROSS, PAGES, ENDS, READ, HELP]),
];

fn rows(mode: Mode) -> impl Iterator<Item = &'static Binding> {
    MODES.iter().filter(move |m| m.0 == mode).flat_map(|m| m.2.iter().copied().flatten())
}

/// What an intent of a mode is called in the configuration.
pub fn action(mode: Mode, intent: Intent) -> &'static str {
    rows(mode).find(|row| row.1 == intent).map_or("", |row| row.0)
}

/// Parses a key as in the configuration (`ctrl+u`, `pageup`), or in the help: `Ctrl-U`, `PageUp`.
pub fn parse_key(text: &str) -> Option<Key> {
    let (mut ctrl, mut alt, mut rest) = (false, false, text);
    loop {
        if let Some(r) = behind(rest, "ctrl").filter(|_| !ctrl) {
            (ctrl, rest) = (true, r);
        } else if let Some(r) = behind(rest, "alt").filter(|_| !alt) {
            (alt, rest) = (true, r);
        } else {
            break;
        }
    }
    let mut chars = rest.chars();
    let code = match (chars.next(), chars.next()) {
        // Invisible characters cannot be shown in the help.
        (Some(c), None) if c.is_ascii_graphic() || !c.is_ascii() && visible(rest) == rest => {
            // The IME may have been on: read like in menus.
            let c = ascii_key(c);
            Code::Char(if ctrl { c.to_ascii_lowercase() } else { c })
        }
        _ => match rest.to_ascii_lowercase().as_str() {
            "space" => Code::Char(' '),
            "enter" => Code::Enter,
            "esc" => Code::Esc,
            "tab" => Code::Tab,
            "backtab" => Code::BackTab,
            "backspace" => Code::Backspace,
            "delete" => Code::Delete,
            "up" => Code::Up,
            "down" => Code::Down,
            "left" => Code::Left,
            "right" => Code::Right,
            "home" => Code::Home,
            "end" => Code::End,
            "pageup" => Code::PageUp,
            "pagedown" => Code::PageDown,
            f => Code::F(f.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n))?),
        },
    };
    Some(Key { code, ctrl, alt })
}

fn behind<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (held, key) = text.split_at_checked(name.len())?;
    let key = key.strip_prefix(['+', '-']).filter(|key| !key.is_empty())?;
    held.eq_ignore_ascii_case(name).then_some(key)
}

/// Why a key can't mean anything in a mode.
fn never(key: Key, mode: Mode) -> Option<String> {
    match key.code {
        Code::Char(c) if !key.ctrl && !key.alt => {
            if mode.types() {
                return Some(text!("keys.is_text", key = show_key(key)));
            }
            c.is_ascii_digit().then(|| text!("keys.digit", key = show_key(key)))
        }
        _ => match key.arrives() {
            None => Some(text!("keys.never", key = show_key(key))),
            Some(other) if other != key => {
                Some(text!("keys.same", key = show_key(key), other = show_key(other)))
            }
            Some(_) => None,
        },
    }
}

pub fn show_key(key: Key) -> String {
    let name = match key.code {
        Code::Char(' ') => "Space".to_owned(),
        Code::Char(c) if key.ctrl => c.to_uppercase().collect(),
        Code::Char(c) => c.to_string(),
        Code::F(n) => format!("F{n}"),
        Code::Up => text!("keys.up").to_owned(),
        Code::Down => text!("keys.down").to_owned(),
        Code::Left => text!("keys.left").to_owned(),
        Code::Right => text!("keys.right").to_owned(),
        other => format!("{other:?}"),
    };
    let ctrl = if key.ctrl { "Ctrl-" } else { "" };
    let alt = if key.alt { "Alt-" } else { "" };
    format!("{ctrl}{alt}{name}")
}

/// The user's keys: (mode, action) → keys.
pub type Bindings = BTreeMap<(Mode, String), Vec<Key>>;

/// The effective keys: the table overlaid with the user's. A linear search per key press is cheaper
/// than building a map before the first frame.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Bindings,
}

impl Keymap {
    /// Errors: two actions on one key, a plain character where characters are text, a digit where
    /// digits choose, a key that no terminal sends, an unknown action: (mode, action, what).
    pub fn new(bindings: &Bindings) -> Result<Self, Vec<(Mode, String, String)>> {
        let keymap = Self { bindings: bindings.clone() };
        let wrong = if bindings.is_empty() { Vec::new() } else { keymap.mistakes() };
        if wrong.is_empty() { Ok(keymap) } else { Err(wrong) }
    }

    fn mistakes(&self) -> Vec<(Mode, String, String)> {
        let mut wrong = Vec::new();
        for (mode, action) in self.bindings.keys() {
            if !rows(*mode).any(|r| r.0 == action) {
                let known: Vec<&str> = rows(*mode).map(|r| r.0).collect();
                wrong.push((*mode, action.clone(), text!("keys.unknown", known = known.join(" "))));
            }
        }
        let mut map: BTreeMap<(Mode, Key), Intent> = BTreeMap::new();
        let all = MODES.iter().flat_map(|(mode, ..)| rows(*mode).map(move |row| (*mode, row)));
        for (mode, row) in all {
            let (action, intent) = (row.0, row.1);
            // Going on and going back are always possible.
            if matches!(intent, Intent::Next | Intent::Back) && self.keys(mode, row).is_empty() {
                wrong.push((mode, action.to_owned(), text!("keys.needed").to_owned()));
            }
            for key in self.keys(mode, row) {
                wrong.extend(never(key, mode).map(|m| (mode, action.to_owned(), m)));
                let global = map.get(&(Mode::All, key)).is_some_and(|i| *i != intent);
                let taken = map.insert((mode, key), intent).is_some_and(|i| i != intent);
                if global || taken {
                    let m = text!("keys.taken", key = show_key(key));
                    wrong.push((mode, action.to_owned(), m));
                }
            }
        }
        wrong
    }

    fn keys(&self, mode: Mode, row: &Binding) -> Vec<Key> {
        let user = if self.bindings.is_empty() {
            None
        } else {
            self.bindings.get(&(mode, row.0.to_owned()))
        };
        user.cloned().unwrap_or_else(|| row.2.iter().filter_map(|k| parse_key(k)).collect())
    }

    pub fn resolve(&self, key: Key, mode: Mode) -> Option<Intent> {
        let look = |k: Key| {
            let of = |m: Mode| rows(m).find(|r| self.keys(m, r).contains(&k));
            of(mode).or_else(|| of(Mode::All)).map(|r| r.1)
        };
        match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => {
                if mode.types() {
                    return Some(Intent::Insert(c));
                }
                // An IME may be on: menus read full-width characters as the plain ones.
                let plain = ascii_key(c);
                look(Key::plain(Code::Char(plain))).or_else(|| {
                    plain
                        .to_digit(10)
                        // 0 means the tenth.
                        .and_then(|d| u8::try_from(if d == 0 { 10 } else { d }).ok())
                        .map(Intent::Digit)
                        .or_else(|| {
                            let seeks = matches!(mode, Mode::Choice | Mode::List | Mode::Start);
                            (seeks && c.is_alphabetic()).then_some(Intent::Seek(c))
                        })
                })
            }
            // Ctrl-C always quits, even if the configuration rebinds it.
            _ => look(key).or_else(|| (key == Key::ctrl('c')).then_some(Intent::Quit)),
        }
    }

    /// The keys of a mode for the help: (keys, action, intent); `main`: only those of the footer.
    pub fn list(&self, mode: Mode, main: bool) -> Vec<(String, &'static str, Intent)> {
        // Global keys come last; where characters are text the footer shows them, to keep the help.
        let general = mode != Mode::All && (!main || mode.types());
        let general = rows(Mode::All).filter(|_| general).map(|r| (Mode::All, r));
        rows(mode)
            .map(|r| (mode, r))
            .chain(general)
            .filter(|(_, r)| !main || r.3)
            .map(|(mode, r)| (self.keys(mode, r), r))
            .filter(|(keys, _)| !keys.is_empty())
            .map(|(keys, r)| {
                let shown: Vec<String> =
                    keys.iter().take(if main { 1 } else { 3 }).map(|k| show_key(*k)).collect();
                (shown.join(if main { "" } else { " / " }), r.0, r.1)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
