//! The letter linter: what a careful colleague would say about a letter before it is sent, for generated and for edited text.
//!
//! Every rule is a table of fixed phrases or a small scanner, by family: `leftovers`, `elements` (data in `required`, `seen` and `infer` read the text), `names`,
//! `address`, `keigo`, `humble`, `repeats`, `stance` (law, anger, wavering), `private`, `dates`, `chars`; `phrases` looks the tables up. A
//! finding says where, which rule, why, and what to write instead. Nothing is ever changed, names least of all; a message quotes
//! the offending fixed phrase or a single character, never a name, an address or a number from the letter.
//!
//! **Why no morphological analyser.** Its dictionary (`IPADIC` 50 MB unpacked, `UniDic` several times that) would weigh far more than
//! this program, and start before the first letter is read. It would tell whose act a verb describes no better than the phrases do:
//! the subject of a Japanese sentence is seldom written. The phrases are those that textbooks warn of, and each names
//! where it may stand; what needs understanding is left to the reader.
//!
//! **Why no regular expressions.** All patterns are fixed strings with an exception before or after them, and dates, which
//! are read by hand in one pass. `str` does that in linear time and adds nothing to the program.
//!
//! The rules on honorifics follow 文化審議会答申「敬語の指針」(2007), cited by page.

mod address;
mod chars;
mod dates;
mod elements;
mod humble;
mod infer;
mod keigo;
mod leftovers;
mod names;
mod phrases;
mod private;
mod repeats;
mod required;
mod seen;
mod stance;
mod text;

use crate::domain::calendar::OfficeCalendar;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt;
use text::Letter;

/// Stands for a goal where the letter is a second one: it asks for the next step only.
pub const FOLLOW_UP: &str = "follow_up";

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The subject, if the channel has one.
    pub subject: Option<&'a str>,
    /// The body.
    pub body: &'a str,
    /// `mail`, `form`, `phone`, `post`.
    pub channel: &'a str,
    /// `withdraw`, `pause`, `change_handler`, `reduce_contact`, `decline`, `resume`, [`FOLLOW_UP`]. Another id has no required elements.
    pub goal: &'a str,
    /// The service's name as it should stand.
    pub service: Option<&'a str>,
    /// The sender's name. Without it, and without the service's, the text is compared with itself.
    pub sender: Option<&'a str>,
    /// The name of the consultant in charge.
    pub handler: Option<&'a str>,
    /// For a withdrawal: `erase`, `stop_use`, `stop_third_party`, `stop_offers`, `stop_mail`, `stop_calls`.
    pub requests: &'a [String],
    /// The day of writing.
    pub today: NaiveDate,
    /// When the desk is open.
    pub office: OfficeCalendar,
    /// The longest text that the channel takes, in characters.
    pub limit: Option<usize>,
}

impl fmt::Debug for Input<'_> {
    /// Letters are personal: sizes only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({}, {}, {} bytes)", self.goal, self.channel, self.body.len())
    }
}

/// A part of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The subject.
    Subject,
    /// The body.
    Body,
}

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The part.
    pub part: Part,
    /// The line, from 1. What is missing is found at line 1 of the body.
    pub line: usize,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The letter should not leave like this.
    Block,
    /// Most likely a mistake.
    Warn,
    /// Could be better.
    Hint,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lint {
    /// Its rule, one of [`RULES`].
    pub rule: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// Where it is.
    pub place: Place,
    /// What was found.
    pub message: String,
    /// Why it matters.
    pub why: &'static str,
    /// What to do instead.
    pub suggestion: String,
}

/// Looks at a letter. Findings in order of weight, then of place.
#[must_use]
pub fn lint(input: &Input<'_>) -> Vec<Lint> {
    let letter = Letter::new(input);
    let mut out = Vec::new();
    leftovers::check(&letter, &mut out);
    elements::check(&letter, &mut out);
    names::check(&letter, &mut out);
    address::check(&letter, &mut out);
    phrases::check(&letter, &mut out);
    keigo::check(&letter, &mut out);
    humble::check(&letter, &mut out);
    repeats::check(&letter, &mut out);
    stance::check(&letter, &mut out);
    private::check(&letter, &mut out);
    dates::check(&letter, &mut out);
    chars::check(&letter, &mut out);
    debug_assert!(out.iter().all(|l| RULES.iter().any(|(id, _)| *id == l.rule)), "a rule without a sentence");
    out.sort_by_key(|l| (l.weight, l.place));
    // The same words twice in a line are one finding.
    let mut seen = HashSet::new();
    out.retain(|l| seen.insert((l.rule, l.place, l.message.clone())));
    out
}

/// Every rule with one sentence about it.
pub const RULES: &[(&str, &str)] = &[
    ("blank", "書き終えていない欄（〔…〕など）が残っていないかを見ます"),
    ("sample", "見本の文字（〇〇、xxx、YYYY、（氏名）など）が残っていないかを見ます"),
    ("undecided", "選び残した選択肢（［AまたはB］など）がないかを見ます"),
    ("missing_decision", "何を頼む文面かが、はっきり書かれているかを見ます"),
    ("missing_name", "差出人の氏名が本文にあるかを見ます"),
    ("missing_identity", "登録と照合できるもの（生年月日、登録メール、登録電話）が本文にあるかを見ます"),
    ("missing_data", "再開の文面に、以前の登録情報の扱いが書かれているかを見ます"),
    ("missing_first", "続きの手紙に、前の手紙の日付があるかを見ます"),
    ("missing_opening", "フォームの1行目で用件が分かるかを見ます"),
    ("missing_date", "退会、休止、新しい連絡の仕方の始まる日が書かれているかを見ます"),
    ("missing_request", "選んだ依頼（消去・利用停止・第三者提供の停止など）が文面にあるかを見ます"),
    ("missing_selections", "応募中・選考中の案件の扱いが書かれているかを見ます"),
    ("missing_completion", "完了の日の返答を頼んでいるかを見ます"),
    ("missing_person", "対応した方、新しい担当の方の名前の返答を頼んでいるかを見ます"),
    ("missing_procedure", "所定の手続きや書式の案内を頼んでいるかを見ます"),
    ("missing_resume", "休止のあと、いつどのように再開するかが書かれているかを見ます"),
    ("missing_scope", "休止の間に何を止めるかが書かれているかを見ます"),
    ("missing_registration", "休止の間も登録を残すことが書かれているかを見ます"),
    ("missing_thanks", "担当変更の文面に、これまでへのお礼があるかを見ます"),
    ("missing_means", "連絡の手段が書かれているかを見ます"),
    ("missing_frequency", "連絡の回数が数字で書かれているかを見ます"),
    ("missing_employer", "辞退する先が書かれているかを見ます"),
    ("missing_stage", "辞退する選考の段階が書かれているかを見ます"),
    ("missing_contact_rule", "再開の文面に、連絡の取り方が書かれているかを見ます"),
    ("erase_without_mailings", "消去だけを頼み、配信の停止を頼み忘れていないかを見ます"),
    ("mailings_without_erase", "配信の停止だけを頼み、個人情報の扱いを書き忘れていないかを見ます"),
    ("service_missing", "サービス名が本文にあるかを見ます"),
    ("service_other", "別のサービスの名前が混ざっていないかを見ます"),
    ("service_variant", "サービス名の書き方が食い違っていないかを見ます"),
    ("sender_variant", "差出人の氏名の書き方が食い違っていないかを見ます"),
    ("handler_other", "宛名の担当者の名前が、ほかの箇所や答えと食い違っていないかを見ます"),
    ("mail_other", "登録メールアドレスと署名のアドレスが食い違っていないかを見ます"),
    ("sender_subject", "件名に氏名があるかを見ます"),
    ("onchu_sama", "「御中」と「様」を併用していないかを見ます"),
    ("kakui_sama", "「各位」に「様」「殿」を重ねていないかを見ます"),
    ("sama_after_office", "会社名・部署名・サービス名に「様」を付けていないかを見ます"),
    ("title_sama", "役職に「様」を重ねていないかを見ます"),
    ("double_honorific", "二重敬語がないかを見ます"),
    ("sasete_itadaku", "「させていただく」が二度以上出てこないかを見ます"),
    ("sasete_decision", "決めたことを「させていただく」で書いていないかを見ます"),
    ("sa_ire", "さ入れ言葉（「休まさせて」など）がないかを見ます"),
    ("humble_for_reader", "相手の動作に謙譲語を使っていないかを見ます"),
    ("self_honorific", "自分の側を立てていないかを見ます"),
    ("plain_words", "手紙に向かない言い方（「了解しました」「すいません」など）がないかを見ます"),
    ("onsha", "書き言葉で「御社」と書いていないかを見ます"),
    ("head_and_close", "頭語と結語（拝啓と敬具など）が合っているかを見ます"),
    ("same_sentence", "同じ文が二度出てこないかを見ます"),
    ("same_ending", "同じ文末が三度続いていないかを見ます"),
    ("legal_claim", "法律違反や義務を言い切っていないかを見ます"),
    ("legal_days", "日数を法律上の義務のように書いていないかを見ます"),
    ("legal_all", "全データの即時消去を義務として求めていないかを見ます"),
    ("legal_article", "引く条文が依頼の内容に合っているかを見ます"),
    ("threat", "訴訟や公表をほのめかしていないかを見ます"),
    ("anger", "感情的な言葉がないかを見ます"),
    ("wavering", "退会や辞退の意思を弱める言葉がないかを見ます"),
    ("contradiction", "退会と再開・休止の依頼が混ざっていないかを見ます"),
    ("my_number", "マイナンバーやそれらしい12桁の数字がないかを見ます"),
    ("card_number", "カード番号らしい数字がないかを見ます"),
    ("private_word", "要らない個人情報（免許番号、口座番号など）がないかを見ます"),
    ("health", "病名や健康の情報がないかを見ます"),
    ("no_such_day", "暦にない日付がないかを見ます"),
    ("weekday", "日付と曜日が合っているかを見ます"),
    ("deadline_closed", "期限が土日・祝日・休業日でないかを見ます"),
    ("deadline_past", "期限が過ぎた日でないかを見ます"),
    ("mixed_eras", "西暦と和暦が混ざっていないかを見ます"),
    ("form_character", "フォームで化けるおそれのある文字（JIS X 0208 にない文字）がないかを見ます"),
    ("form_ambiguous", "フォームの作りによって化ける記号（〜、−など）がないかを見ます"),
    ("length", "文字数の上限を超えていないかを見ます"),
];
