//! A letter of which only the text is known: its channel and its goal, by what stands at its beginning.

use super::lint::{FOLLOW_UP, Input};
use crate::domain::calendar::OfficeCalendar;
use chrono::NaiveDate;

/// What a text tells of itself.
pub struct Foreign<'a> {
    /// The subject, if it begins with one.
    pub subject: Option<&'a str>,
    /// The line on which it stands, from 1.
    pub subject_line: usize,
    /// The rest.
    pub body: String,
    /// How many lines stand before the body.
    pub skipped: usize,
    /// `mail`, `form`, `phone`, `post`.
    pub channel: &'static str,
    /// The goal; [`FOLLOW_UP`] for a second letter; "" if the beginning names none. Such a letter is held to no elements.
    pub goal: &'static str,
}

impl Foreign<'_> {
    /// The text for the linter. Of answers nothing is known: what it says is compared with itself.
    #[must_use]
    pub fn input(&self, today: NaiveDate, office: OfficeCalendar) -> Input<'_> {
        Input {
            subject: self.subject,
            body: &self.body,
            channel: self.channel,
            goal: self.goal,
            service: None,
            sender: None,
            handler: None,
            requests: &[],
            today,
            office,
            limit: None,
        }
    }
}

impl std::fmt::Debug for Foreign<'_> {
    /// Letters are personal: sizes only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Foreign({}, {}, {} bytes)", self.goal, self.channel, self.body.len())
    }
}

/// Words that name a goal. Of two in one line the first of this table counts: 選考辞退 in a letter of withdrawal is no withdrawal.
const GOALS: [(&str, &[&str]); 6] = [
    ("decline", &["辞退", "取り下げ", "取下げ"]),
    (
        "change_handler",
        &[
            "担当者変更",
            "担当変更",
            "担当の変更",
            "担当者の変更",
            "担当の方の変更",
            "担当を替",
            "担当を変",
            "担当の交代",
            "担当者の交代",
        ],
    ),
    ("resume", &["再開", "再登録"]),
    ("withdraw", &["退会", "登録解除", "登録の解除", "登録抹消", "登録の抹消", "登録の終了"]),
    ("pause", &["一時停止", "休止", "休会", "活動をお休み", "活動を休", "をしばらく止め"]),
    (
        "reduce_contact",
        &[
            "連絡方法",
            "連絡の方法",
            "連絡頻度",
            "連絡の頻度",
            "連絡手段",
            "連絡の手段",
            "連絡の回数",
            "連絡を減ら",
            "ご連絡について",
        ],
    ),
];

/// What names a goal without having it.
const NOT: [&str; 9] = [
    "退会せず",
    "退会はせず",
    "退会ではな",
    "退会した",
    "退会しました",
    "退会して以来",
    "休止して",
    "再開の際",
    "再開するとき",
];

/// What the title of a second letter has.
const AGAIN: [&str; 4] = ["ご確認", "再度", "残りの", "受付について"];

/// So many lines with text are the beginning: date, addressee and greeting of a letter on paper come before its first sentence.
const HEAD: usize = 12;

/// Reads a text.
#[must_use]
pub fn read(text: &str) -> Foreign<'_> {
    let blank = text.lines().take_while(|l| l.trim().is_empty()).count();
    let first = text.lines().nth(blank).unwrap_or_default().trim();
    let subject = ["件名：", "件名:", "Subject:"].iter().find_map(|s| first.strip_prefix(s)).map(str::trim);
    let skipped = if subject.is_some() {
        blank + 1 + text.lines().skip(blank + 1).take_while(|l| l.trim().is_empty()).count()
    } else {
        0
    };
    let body = text.lines().skip(skipped).collect::<Vec<_>>().join("\n");
    let channel = match () {
        () if subject.is_some() => "mail",
        () if text.contains("拝啓") => "post",
        () if ["【つながったら", "【名乗り"].iter().any(|t| first.starts_with(t)) => "phone",
        () => "form",
    };
    let head: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(HEAD).collect();
    let title = |l: &str| !l.contains('。') && AGAIN.iter().any(|w| l.contains(w));
    let call = |l: &str| l.contains("先日の") && l.contains("お電話しました");
    let again = head.iter().any(|l| title(l) || call(l));
    let goal = if again { FOLLOW_UP } else { head.iter().find_map(|l| goal_of(l)).unwrap_or_default() };
    Foreign { subject, subject_line: blank + 1, body, skipped, channel, goal }
}

fn goal_of(line: &str) -> Option<&'static str> {
    let line = NOT.iter().fold(line.to_owned(), |l, n| l.replace(n, ""));
    GOALS.iter().find(|(_, words)| words.iter().any(|w| line.contains(w))).map(|g| g.0)
}
