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
    /// `mail`, `form`, `phone`, `post`, `message`.
    pub channel: &'static str,
    /// The goal; [`FOLLOW_UP`] for a second letter; "" if the beginning names none. Such a letter is held to no elements.
    pub goal: &'static str,
}

impl Foreign<'_> {
    /// The text for the linter. Of answers nothing is known: what it says is compared with itself.
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

/// Words that name a goal; `…` stands for anything between two. Of two in one line the first of this table counts: 選考辞退 in a
/// letter of withdrawal is no withdrawal.
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
    ("pause", &["一時停止", "休止", "休会", "活動を…休", "をしばらく止め", "登録…続け…停止"]),
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
            "登録…続け…ご連絡",
            "以降のご連絡は",
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

/// A line of so many characters that ends in the middle of a sentence goes on in the next one.
const BROKEN: usize = 20;

/// Reads a text.
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
        () if chatty(first, text) => "message",
        () => "form",
    };
    let head: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(HEAD).collect();
    let title = |l: &str| !l.contains('。') && AGAIN.iter().any(|w| l.contains(w));
    let call = |l: &str| l.contains("先日の") && l.contains("お電話しました");
    let again = head.iter().any(|l| title(l) || call(l));
    let goal =
        if again { FOLLOW_UP } else { unbroken(text).iter().find_map(|l| goal_of(l)).unwrap_or_default() };
    Foreign { subject, subject_line: blank + 1, body, skipped, channel, goal }
}

/// Whether a text is written as one writes in a chat: sentences from the first line to the last, without address, title and
/// signature.
fn chatty(first: &str, text: &str) -> bool {
    first.contains('。') && text.trim_end().ends_with(['。', '！', '!', '？', '?'])
}

/// The beginning, with the sentences put together that a mail program has broken into lines.
fn unbroken(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut goes_on, mut seen) = (false, 0);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        seen += 1;
        if seen > HEAD {
            break;
        }
        match out.last_mut().filter(|_| goes_on) {
            Some(before) => before.push_str(line),
            None => out.push(line.to_owned()),
        }
        goes_on = line.chars().count() >= BROKEN && !line.ends_with(['。', '】', '）', '：']);
    }
    out
}

fn goal_of(line: &str) -> Option<&'static str> {
    let line = NOT.iter().fold(line.to_owned(), |l, n| l.replace(n, ""));
    GOALS.iter().find(|(_, words)| words.iter().any(|w| holds(&line, w))).map(|g| g.0)
}

/// Whether the parts of a pattern stand in a line, one after the other.
fn holds(line: &str, pattern: &str) -> bool {
    let mut rest = Some(line);
    for part in pattern.split('…') {
        rest = rest.and_then(|r| r.split_once(part)).map(|(_, after)| after);
    }
    rest.is_some()
}
