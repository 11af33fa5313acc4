//! Where keys are pressed, and what they mean there.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    All,
    Choice,
    /// A list of choices that is narrowed down by typing.
    Find,
    /// Several choices can be marked.
    Choices,
    Text,
    LongText,
    /// A date or a month: text, and the arrows move it.
    Date,
    List,
    Form,
    Letter,
    Review,
    Edit,
    After,
    Start,
    Run,
    Case,
    /// A question that needs an explicit yes.
    Ask,
    Prompt,
    Help,
    Read,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intent {
    Quit,
    /// Stop it for now (Ctrl-Z).
    Suspend,
    Help,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    /// To the start of the whole text.
    Top,
    Bottom,
    PageUp,
    PageDown,
    Next,
    Back,
    /// To the letter and back.
    Letter,
    Toggle,
    /// The nth choice, from 1.
    Digit(u8),
    Insert(char),
    /// A letter without a meaning in a list: it searches the choices.
    Seek(char),
    NewLine,
    Backspace,
    Delete,
    Kill,
    KillStart,
    Undo,
    Redo,
    Add,
    Remove,
    Copy,
    CopySubject,
    CopyBody,
    CopyField,
    Edit,
    EditExternal,
    Regenerate,
    Tone,
    /// Short, or every request spelled out.
    Detail,
    Limit,
    LogSent,
    /// Sent at another time, or said on the phone.
    LogSentAt,
    LogReply,
    LogAnswer,
    LogReplied,
    LogBounced,
    LogCall,
    LogNotReached,
    LogContact,
    LogMoved,
    LogPart,
    LogDone,
    GiveUp,
    LogNote,
    SkipPlan,
    Plan,
    Due,
    Again,
    Export,
    Read,
    Ics,
    MailProgram,
    Qr,
    Write,
    Print,
    /// Go to the question behind what is selected.
    Jump,
    NextLetter,
    LastLetter,
    Letters,
    Skip,
    Yes,
    No,
}

impl Mode {
    /// Characters are inserted as text.
    pub fn types(self) -> bool {
        const TYPES: [Mode; 7] = [
            Mode::Find,
            Mode::Text,
            Mode::LongText,
            Mode::Date,
            Mode::Form,
            Mode::Edit,
            Mode::Prompt,
        ];
        TYPES.contains(&self)
    }
    /// Rows, of which one is selected.
    pub fn lists(self) -> bool {
        matches!(self, Self::Choice | Self::Choices | Self::List | Self::Run)
    }
}

impl Intent {
    /// Changes what is typed, other than by a character.
    pub fn edits(self) -> bool {
        const EDITS: [Intent; 7] = [
            Intent::Backspace,
            Intent::Delete,
            Intent::Kill,
            Intent::KillStart,
            Intent::Undo,
            Intent::Redo,
            Intent::NewLine,
        ];
        EDITS.contains(&self)
    }
    /// Where it leads from a place, by a page of so many, among those up to the last.
    pub fn moved(self, at: usize, page: usize, last: usize) -> usize {
        let at = at.min(last);
        match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => (at + 1).min(last),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => (at + page).min(last),
            Self::Home => 0,
            Self::End => last,
            _ => at,
        }
    }
    /// Moves by a line, by a page or to an end.
    pub fn goes_up_or_down(self) -> bool {
        matches!(
            self,
            Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::Home | Self::End
        )
    }
}
