//! Key × mode → intent. One table; the footer and the help are computed from it.

use super::key::{Code, Key};
use crate::text::clean::{ascii_key, visible};
use std::collections::BTreeMap;

/// Where keys are pressed: what they mean depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Everywhere.
    All,
    /// A list of choices.
    Choice,
    /// A list of choices that is narrowed down by typing.
    Find,
    /// Choices that are marked.
    Choices,
    /// A line of text.
    Text,
    /// A text of several lines.
    LongText,
    /// A date or a month: text, and the arrows move it.
    Date,
    /// A list of entries.
    List,
    /// The form of one entry.
    Form,
    /// The letter has the focus.
    Letter,
    /// The review.
    Review,
    /// The letter is edited.
    Edit,
    /// After copying.
    After,
    /// What is stored.
    Start,
    /// The letters of a run.
    Run,
    /// A stored case.
    Case,
    /// A question that needs an explicit yes.
    Ask,
    /// A path is typed.
    Prompt,
    /// The help.
    Help,
    /// A letter of a case is read.
    Read,
}

/// What the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intent {
    /// Leave the program.
    Quit,
    /// Stop it for now (Ctrl-Z).
    Suspend,
    /// Show the keys.
    Help,
    /// Move.
    Up,
    /// Move.
    Down,
    /// Move.
    Left,
    /// Move.
    Right,
    /// Move.
    Home,
    /// Move.
    End,
    /// Move.
    PageUp,
    /// Move.
    PageDown,
    /// Go on.
    Next,
    /// Go back.
    Back,
    /// To the letter and back.
    Letter,
    /// Mark or unmark.
    Toggle,
    /// The nth choice, from 1.
    Digit(u8),
    /// A typed character.
    Insert(char),
    /// A letter that means nothing else in a list: part of the name of a choice.
    Seek(char),
    /// A line break in a text.
    NewLine,
    /// Remove the character before the cursor.
    Backspace,
    /// Remove the character at the cursor.
    Delete,
    /// Remove to the end of the line.
    Kill,
    /// Remove to the start of the line.
    KillStart,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// Add an entry.
    Add,
    /// Remove an entry.
    Remove,
    /// Copy all.
    Copy,
    /// Copy the subject.
    CopySubject,
    /// Copy the body.
    CopyBody,
    /// Copy the next field of the form.
    CopyField,
    /// Edit in place.
    Edit,
    /// Edit in the user's editor.
    EditExternal,
    /// Go back to the generated text.
    Regenerate,
    /// The next tone of the letter.
    Tone,
    /// Short, or every request spelled out.
    Detail,
    /// How many characters the form takes.
    Limit,
    /// It was sent.
    LogSent,
    /// It was sent at another time, or told somebody.
    LogSentAt,
    /// An automatic reply came.
    LogReply,
    /// An answer came.
    LogAnswer,
    /// There was a call.
    LogCall,
    /// Nobody answered a call.
    LogNotReached,
    /// They made contact again.
    LogContact,
    /// A part was carried out.
    LogPart,
    /// All was carried out.
    LogDone,
    /// Let it go.
    GiveUp,
    /// Anything else that is worth noting.
    LogNote,
    /// The next step of the plan is not wanted any more.
    SkipPlan,
    /// Plan another step.
    Plan,
    /// Set the date.
    Due,
    /// Another letter of the case.
    Again,
    /// Write the case as a text.
    Export,
    /// Read the last letter of the case.
    Read,
    /// Write the date for a calendar program.
    Ics,
    /// Open the mail program.
    MailProgram,
    /// Show the phone number as a QR code.
    Qr,
    /// Write to a file.
    Write,
    /// Print on leaving.
    Print,
    /// Go to the question behind what is selected.
    Jump,
    /// The next letter of a run.
    NextLetter,
    /// The letter before.
    LastLetter,
    /// All letters of a run.
    Letters,
    /// Leave a letter out.
    Skip,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A row of the table: mode, name in the configuration, intent, default keys, whether the footer
/// shows it.
type Row = (Mode, &'static str, Intent, &'static [&'static str], bool);

const TABLE: &[Row] = &[
    (Mode::All, "quit", Intent::Quit, &["ctrl+c"], false),
    (Mode::All, "suspend", Intent::Suspend, &["ctrl+z"], false),
    (Mode::All, "help", Intent::Help, &["f1"], true),
    (Mode::Choice, "up", Intent::Up, &["up", "k"], true),
    (Mode::Choice, "down", Intent::Down, &["down", "j"], true),
    (Mode::Choice, "home", Intent::Home, &["home"], false),
    (Mode::Choice, "end", Intent::End, &["end"], false),
    (Mode::Choice, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Choice, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Choice, "next", Intent::Next, &["enter"], true),
    (Mode::Choice, "back", Intent::Back, &["esc"], true),
    (Mode::Choice, "letter", Intent::Letter, &["tab"], true),
    (Mode::Choice, "help", Intent::Help, &["?"], true),
    (Mode::Find, "up", Intent::Up, &["up", "ctrl+p"], true),
    (Mode::Find, "down", Intent::Down, &["down", "ctrl+n"], true),
    (Mode::Find, "next", Intent::Next, &["enter"], true),
    (Mode::Find, "back", Intent::Back, &["esc"], true),
    (Mode::Find, "letter", Intent::Letter, &["tab"], true),
    (Mode::Find, "home", Intent::Home, &["home"], false),
    (Mode::Find, "end", Intent::End, &["end"], false),
    (Mode::Find, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Find, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Find, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::Find, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::Find, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Find, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Find, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::Find, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Find, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::Find, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::Choices, "up", Intent::Up, &["up", "k"], true),
    (Mode::Choices, "down", Intent::Down, &["down", "j"], true),
    (Mode::Choices, "home", Intent::Home, &["home"], false),
    (Mode::Choices, "end", Intent::End, &["end"], false),
    (Mode::Choices, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Choices, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Choices, "toggle", Intent::Toggle, &["space"], true),
    (Mode::Choices, "next", Intent::Next, &["enter"], true),
    (Mode::Choices, "back", Intent::Back, &["esc"], true),
    (Mode::Choices, "letter", Intent::Letter, &["tab"], true),
    (Mode::Choices, "help", Intent::Help, &["?"], true),
    (Mode::Text, "next", Intent::Next, &["enter"], true),
    (Mode::Text, "back", Intent::Back, &["esc"], true),
    (Mode::Text, "letter", Intent::Letter, &["tab"], true),
    (Mode::Text, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::Text, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::Text, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::Text, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::Text, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Text, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Text, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::Text, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Text, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::Text, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::LongText, "next", Intent::Next, &["enter"], true),
    (Mode::LongText, "newline", Intent::NewLine, &["alt+enter", "ctrl+n"], true),
    (Mode::LongText, "back", Intent::Back, &["esc"], true),
    (Mode::LongText, "letter", Intent::Letter, &["tab"], true),
    (Mode::LongText, "up", Intent::Up, &["up"], false),
    (Mode::LongText, "down", Intent::Down, &["down"], false),
    (Mode::LongText, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::LongText, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::LongText, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::LongText, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::LongText, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::LongText, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::LongText, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::LongText, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::LongText, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::LongText, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::Date, "up", Intent::Up, &["up"], true),
    (Mode::Date, "down", Intent::Down, &["down"], true),
    (Mode::Date, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Date, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Date, "next", Intent::Next, &["enter"], true),
    (Mode::Date, "back", Intent::Back, &["esc"], true),
    (Mode::Date, "letter", Intent::Letter, &["tab"], true),
    (Mode::Date, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::Date, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::Date, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::Date, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::Date, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Date, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Date, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::Date, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Date, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::Date, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::List, "up", Intent::Up, &["up", "k"], true),
    (Mode::List, "down", Intent::Down, &["down", "j"], true),
    (Mode::List, "home", Intent::Home, &["home"], false),
    (Mode::List, "end", Intent::End, &["end"], false),
    (Mode::List, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::List, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::List, "next", Intent::Next, &["enter"], true),
    (Mode::List, "add", Intent::Add, &["a"], true),
    (Mode::List, "remove", Intent::Remove, &["d", "delete"], true),
    (Mode::List, "undo", Intent::Undo, &["u", "ctrl+u"], true),
    (Mode::List, "back", Intent::Back, &["esc"], true),
    (Mode::List, "letter", Intent::Letter, &["tab"], true),
    (Mode::List, "help", Intent::Help, &["?"], true),
    (Mode::Form, "up", Intent::Up, &["up"], true),
    (Mode::Form, "down", Intent::Down, &["down"], true),
    (Mode::Form, "left", Intent::Left, &["left"], true),
    (Mode::Form, "right", Intent::Right, &["right"], true),
    (Mode::Form, "next", Intent::Next, &["enter"], true),
    (Mode::Form, "back", Intent::Back, &["esc"], true),
    (Mode::Form, "letter", Intent::Letter, &["tab"], true),
    (Mode::Form, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::Form, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::Form, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Form, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Form, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::Form, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Form, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::Form, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::Letter, "up", Intent::Up, &["up", "k"], true),
    (Mode::Letter, "down", Intent::Down, &["down", "j"], true),
    (Mode::Letter, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Letter, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Letter, "home", Intent::Home, &["home"], false),
    (Mode::Letter, "end", Intent::End, &["end"], false),
    (Mode::Letter, "jump", Intent::Jump, &["enter"], true),
    (Mode::Letter, "letter", Intent::Letter, &["tab", "esc"], true),
    (Mode::Letter, "help", Intent::Help, &["?"], true),
    (Mode::Review, "next", Intent::Next, &["enter"], true),
    (Mode::Review, "copy", Intent::Copy, &["c"], true),
    (Mode::Review, "edit", Intent::Edit, &["e"], true),
    (Mode::Review, "next_letter", Intent::NextLetter, &["]"], true),
    (Mode::Review, "last_letter", Intent::LastLetter, &["["], false),
    (Mode::Review, "letters", Intent::Letters, &["o"], true),
    (Mode::Review, "skip", Intent::Skip, &["x"], true),
    (Mode::Review, "copy_subject", Intent::CopySubject, &["s"], true),
    (Mode::Review, "copy_body", Intent::CopyBody, &["b"], true),
    (Mode::Review, "copy_field", Intent::CopyField, &["n"], true),
    (Mode::Review, "edit_external", Intent::EditExternal, &["v"], true),
    (Mode::Review, "regenerate", Intent::Regenerate, &["g"], false),
    (Mode::Review, "tone", Intent::Tone, &["t"], false),
    (Mode::Review, "detail", Intent::Detail, &["d"], false),
    (Mode::Review, "limit", Intent::Limit, &["l"], true),
    (Mode::Review, "write", Intent::Write, &["w"], true),
    (Mode::Review, "home", Intent::Home, &["home"], false),
    (Mode::Review, "end", Intent::End, &["end"], false),
    (Mode::Review, "up", Intent::Up, &["up", "k"], false),
    (Mode::Review, "down", Intent::Down, &["down", "j"], false),
    (Mode::Review, "jump", Intent::Jump, &["space", "right"], false),
    (Mode::Review, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Review, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Review, "back", Intent::Back, &["esc"], true),
    (Mode::Review, "letter", Intent::Letter, &["tab"], true),
    (Mode::Review, "help", Intent::Help, &["?"], true),
    (Mode::Edit, "back", Intent::Back, &["esc"], true),
    (Mode::Edit, "newline", Intent::NewLine, &["enter"], false),
    (Mode::Edit, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Edit, "undo", Intent::Undo, &["ctrl+_"], true),
    (Mode::Edit, "redo", Intent::Redo, &["ctrl+r"], true),
    (Mode::Edit, "regenerate", Intent::Regenerate, &["ctrl+g"], true),
    (Mode::Edit, "up", Intent::Up, &["up", "ctrl+p"], false),
    (Mode::Edit, "down", Intent::Down, &["down", "ctrl+n"], false),
    (Mode::Edit, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Edit, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Edit, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::Edit, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::Edit, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::Edit, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::Edit, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Edit, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Edit, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::After, "next", Intent::Next, &["enter", "q"], true),
    (Mode::After, "sent", Intent::LogSent, &["y"], true),
    (Mode::After, "sent_at", Intent::LogSentAt, &["t"], true),
    (Mode::After, "copy", Intent::Copy, &["c"], true),
    (Mode::After, "copy_subject", Intent::CopySubject, &["s"], true),
    (Mode::After, "copy_body", Intent::CopyBody, &["b"], true),
    (Mode::After, "copy_field", Intent::CopyField, &["n"], true),
    (Mode::After, "write", Intent::Write, &["w"], true),
    (Mode::After, "print", Intent::Print, &["p"], true),
    (Mode::After, "mail_program", Intent::MailProgram, &["m"], true),
    (Mode::After, "ics", Intent::Ics, &["i"], false),
    (Mode::After, "qr", Intent::Qr, &["r"], false),
    (Mode::After, "up", Intent::Up, &["up", "k"], false),
    (Mode::After, "down", Intent::Down, &["down", "j"], false),
    (Mode::After, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::After, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::After, "next_letter", Intent::NextLetter, &["]"], true),
    (Mode::After, "last_letter", Intent::LastLetter, &["["], false),
    (Mode::After, "letters", Intent::Letters, &["o"], true),
    (Mode::After, "back", Intent::Back, &["esc"], true),
    (Mode::After, "help", Intent::Help, &["?"], true),
    (Mode::Start, "up", Intent::Up, &["up", "k"], true),
    (Mode::Start, "down", Intent::Down, &["down", "j"], true),
    (Mode::Start, "home", Intent::Home, &["home"], false),
    (Mode::Start, "end", Intent::End, &["end"], false),
    (Mode::Start, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Start, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Start, "next", Intent::Next, &["enter"], true),
    (Mode::Start, "add", Intent::Add, &["+"], true),
    (Mode::Start, "remove", Intent::Remove, &["d", "delete"], false),
    (Mode::Start, "back", Intent::Back, &["esc", "q"], true),
    (Mode::Start, "help", Intent::Help, &["?"], true),
    (Mode::Run, "up", Intent::Up, &["up", "k"], true),
    (Mode::Run, "down", Intent::Down, &["down", "j"], true),
    (Mode::Run, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Run, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Run, "home", Intent::Home, &["home"], false),
    (Mode::Run, "end", Intent::End, &["end"], false),
    (Mode::Run, "next", Intent::Next, &["enter"], true),
    (Mode::Run, "remove", Intent::Remove, &["x", "delete"], true),
    (Mode::Run, "back", Intent::Back, &["esc"], true),
    (Mode::Run, "help", Intent::Help, &["?"], true),
    (Mode::Case, "next", Intent::Next, &["enter"], true),
    (Mode::Case, "sent", Intent::LogSent, &["s"], true),
    (Mode::Case, "reply", Intent::LogReply, &["r"], true),
    (Mode::Case, "answer", Intent::LogAnswer, &["a"], true),
    (Mode::Case, "call", Intent::LogCall, &["t"], true),
    (Mode::Case, "not_reached", Intent::LogNotReached, &["b"], true),
    (Mode::Case, "contact", Intent::LogContact, &["o"], true),
    (Mode::Case, "part", Intent::LogPart, &["p"], false),
    (Mode::Case, "done", Intent::LogDone, &["d"], true),
    (Mode::Case, "give_up", Intent::GiveUp, &["g"], false),
    (Mode::Case, "note", Intent::LogNote, &["m"], false),
    (Mode::Case, "plan", Intent::Plan, &["f"], true),
    (Mode::Case, "skip_plan", Intent::SkipPlan, &["x"], false),
    (Mode::Case, "take_back", Intent::Undo, &["ctrl+u"], false),
    (Mode::Case, "due", Intent::Due, &["u"], false),
    (Mode::Case, "again", Intent::Again, &["n"], true),
    (Mode::Case, "read", Intent::Read, &["l"], true),
    (Mode::Case, "copy", Intent::Copy, &["c"], true),
    (Mode::Case, "export", Intent::Export, &["e"], false),
    (Mode::Case, "ics", Intent::Ics, &["i"], false),
    (Mode::Case, "remove", Intent::Remove, &["delete"], false),
    (Mode::Case, "left", Intent::Left, &["left"], false),
    (Mode::Case, "right", Intent::Right, &["right"], false),
    (Mode::Case, "up", Intent::Up, &["up", "k"], false),
    (Mode::Case, "down", Intent::Down, &["down", "j"], false),
    (Mode::Case, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Case, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Case, "back", Intent::Back, &["esc"], true),
    (Mode::Case, "help", Intent::Help, &["?"], true),
    (Mode::Ask, "up", Intent::Up, &["up", "k"], true),
    (Mode::Ask, "down", Intent::Down, &["down", "j"], true),
    (Mode::Ask, "next", Intent::Next, &["enter"], true),
    (Mode::Ask, "yes", Intent::Yes, &["y"], false),
    (Mode::Ask, "no", Intent::No, &["n"], false),
    (Mode::Ask, "drop", Intent::GiveUp, &["x"], false),
    (Mode::Ask, "back", Intent::Back, &["esc"], true),
    (Mode::Ask, "help", Intent::Help, &["?"], true),
    (Mode::Prompt, "next", Intent::Next, &["enter"], true),
    (Mode::Prompt, "back", Intent::Back, &["esc"], true),
    (Mode::Prompt, "left", Intent::Left, &["left", "ctrl+b"], false),
    (Mode::Prompt, "right", Intent::Right, &["right", "ctrl+f"], false),
    (Mode::Prompt, "home", Intent::Home, &["home", "ctrl+a"], false),
    (Mode::Prompt, "end", Intent::End, &["end", "ctrl+e"], false),
    (Mode::Prompt, "backspace", Intent::Backspace, &["backspace", "ctrl+h"], false),
    (Mode::Prompt, "delete", Intent::Delete, &["delete", "ctrl+d"], false),
    (Mode::Prompt, "kill", Intent::Kill, &["ctrl+k"], false),
    (Mode::Prompt, "kill_start", Intent::KillStart, &["ctrl+u"], false),
    (Mode::Prompt, "undo", Intent::Undo, &["ctrl+_"], false),
    (Mode::Prompt, "redo", Intent::Redo, &["ctrl+r"], false),
    (Mode::Help, "back", Intent::Back, &["esc", "enter", "q", "?"], true),
    (Mode::Help, "up", Intent::Up, &["up", "k"], true),
    (Mode::Help, "down", Intent::Down, &["down", "j"], true),
    (Mode::Help, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Help, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Help, "home", Intent::Home, &["home"], false),
    (Mode::Help, "end", Intent::End, &["end"], false),
    (Mode::Read, "up", Intent::Up, &["up", "k"], true),
    (Mode::Read, "down", Intent::Down, &["down", "j"], true),
    (Mode::Read, "left", Intent::Left, &["left"], false),
    (Mode::Read, "right", Intent::Right, &["right"], false),
    (Mode::Read, "page_up", Intent::PageUp, &["pageup"], false),
    (Mode::Read, "page_down", Intent::PageDown, &["pagedown"], false),
    (Mode::Read, "home", Intent::Home, &["home"], false),
    (Mode::Read, "end", Intent::End, &["end"], false),
    (Mode::Read, "copy", Intent::Copy, &["c"], true),
    (Mode::Read, "back", Intent::Back, &["esc", "enter", "q"], true),
    (Mode::Read, "help", Intent::Help, &["?"], true),
];

impl Mode {
    /// All modes with their names in the configuration.
    pub const NAMES: [(Self, &'static str); 20] = [
        (Self::All, "all"),
        (Self::Choice, "choice"),
        (Self::Find, "find"),
        (Self::Choices, "choices"),
        (Self::Text, "text"),
        (Self::LongText, "long_text"),
        (Self::Date, "date"),
        (Self::List, "list"),
        (Self::Form, "form"),
        (Self::Letter, "letter"),
        (Self::Review, "review"),
        (Self::Edit, "edit"),
        (Self::After, "after"),
        (Self::Start, "start"),
        (Self::Run, "run"),
        (Self::Case, "case"),
        (Self::Ask, "ask"),
        (Self::Prompt, "prompt"),
        (Self::Help, "help"),
        (Self::Read, "read"),
    ];
    /// Characters are text here.
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Find
                | Self::Text
                | Self::LongText
                | Self::Date
                | Self::Form
                | Self::Edit
                | Self::Prompt
        )
    }
}

/// Reads a key as the configuration writes it: `c`, `ctrl+u`, `alt+enter`, `space`, `pageup`, `f1`.
pub fn parse_key(text: &str) -> Option<Key> {
    let (mut ctrl, mut alt, mut rest) = (false, false, text);
    loop {
        if let Some(r) = rest.strip_prefix("ctrl+") {
            (ctrl, rest) = (true, r);
        } else if let Some(r) = rest.strip_prefix("alt+") {
            (alt, rest) = (true, r);
        } else {
            break;
        }
    }
    let mut chars = rest.chars();
    let code = match (chars.next(), chars.next()) {
        // What can't be seen can't be shown in the help either.
        (Some(c), None) if c.is_ascii_graphic() || !c.is_ascii() && visible(rest) == rest => {
            Code::Char(c)
        }
        _ => match rest {
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

/// How a key reads on the screen.
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

/// Keys set by the user: (mode, action) → keys.
pub type Bindings = BTreeMap<(Mode, String), Vec<Key>>;

/// The keys in force: the table, with what the user set over it. A key is looked for row by row;
/// that takes less time than building a map before the first frame, and nobody types that fast.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Bindings,
}

impl Keymap {
    /// The default keys, changed by `bindings`.
    ///
    /// # Errors
    /// Two actions on one key, a plain character where characters are text, an unknown action:
    /// (mode, action, what).
    pub fn new(bindings: &Bindings) -> Result<Self, Vec<(Mode, String, String)>> {
        let keymap = Self { bindings: bindings.clone() };
        // The table itself is checked by a test.
        let wrong = if bindings.is_empty() { Vec::new() } else { keymap.mistakes() };
        if wrong.is_empty() { Ok(keymap) } else { Err(wrong) }
    }

    fn mistakes(&self) -> Vec<(Mode, String, String)> {
        let mut wrong = Vec::new();
        for (mode, action) in self.bindings.keys() {
            if !TABLE.iter().any(|r| r.0 == *mode && r.1 == action) {
                let known: Vec<&str> = TABLE.iter().filter(|r| r.0 == *mode).map(|r| r.1).collect();
                wrong.push((*mode, action.clone(), text!("keys.unknown", known = known.join(" "))));
            }
        }
        let mut map: BTreeMap<(Mode, Key), Intent> = BTreeMap::new();
        for row in TABLE {
            let (mode, action, intent) = (row.0, row.1, row.2);
            for key in self.keys(row) {
                if mode.types() && matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt {
                    let m = text!("keys.is_text", key = show_key(key));
                    wrong.push((mode, action.to_owned(), m));
                }
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

    /// The keys of a row.
    fn keys(&self, row: &Row) -> Vec<Key> {
        let user = if self.bindings.is_empty() {
            None
        } else {
            self.bindings.get(&(row.0, row.1.to_owned()))
        };
        user.cloned().unwrap_or_else(|| row.3.iter().filter_map(|k| parse_key(k)).collect())
    }

    /// What a key means in a mode; None: nothing.
    pub fn resolve(&self, key: Key, mode: Mode) -> Option<Intent> {
        let look = |k: Key| {
            let of = |m: Mode| {
                TABLE.iter().filter(move |r| r.0 == m).find(|r| self.keys(r).contains(&k))
            };
            of(mode).or_else(|| of(Mode::All)).map(|r| r.2)
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
                        // 0 stands for the tenth.
                        .and_then(|d| u8::try_from(if d == 0 { 10 } else { d }).ok())
                        .map(Intent::Digit)
                        .or_else(|| {
                            (mode == Mode::Choice && c.is_alphabetic()).then_some(Intent::Seek(c))
                        })
                })
            }
            // Nobody is locked in by a configuration that has given the way out another key.
            _ => look(key).or_else(|| (key == Key::ctrl('c')).then_some(Intent::Quit)),
        }
    }

    /// The keys of a mode, as (keys, name of the action, intent), for the help; `main`: only those
    /// that the footer shows.
    pub fn list(&self, mode: Mode, main: bool) -> Vec<(String, &'static str, Intent)> {
        // What holds everywhere comes last; the footer shows it where characters are text, so that
        // the help is never hidden.
        let general = TABLE
            .iter()
            .filter(|r| r.0 == Mode::All && mode != Mode::All && (!main || mode.types()));
        TABLE
            .iter()
            .filter(|r| r.0 == mode)
            .chain(general)
            .filter(|r| !main || r.4)
            .map(|r| (self.keys(r), r))
            .filter(|(keys, _)| !keys.is_empty())
            .map(|(keys, r)| {
                let shown: Vec<String> =
                    keys.iter().take(if main { 1 } else { 3 }).map(|k| show_key(*k)).collect();
                (shown.join(if main { "" } else { " / " }), r.1, r.2)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
