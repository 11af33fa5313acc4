//! G: whom it goes to, and how they are thanked.

use super::breach::Found;
use super::letter::{Letter, Role};
use super::text::{count, first, has};

const THANKS: [&str; 4] = ["ありがとうござい", "感謝", "お礼を申し上げ", "お礼申し上げ"];

/// Words of the news.
const NEWS: [&str; 8] = [
    "付で退会",
    "休むことに",
    "の変更をお願い",
    "停止をお願い",
    "次のとおりに",
    "次のように",
    "再開したく",
    "請求いたします",
];

/// Whether it asks who is in charge: 「ご対応くださった方のお名前」, 「ご担当の方のお名前」.
fn asks_who(text: &str) -> bool {
    text.match_indices("方のお名前").any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_suffix('の').unwrap_or(before);
        let bare = ["くださった", "くださる"].iter().find_map(|s| before.strip_suffix(s)).unwrap_or(before);
        bare.ends_with("ご担当") || bare.ends_with("ご対応")
    })
}

pub(super) fn check(l: &Letter<'_>, found: &mut Found) {
    let person = l.person();
    if person.is_some() {
        if asks_who(l.text) {
            found.add("G1", text!("audit.g1.name"));
        }
        if !l.again && l.says(&["窓口"]) {
            found.add("G1", text!("audit.g1.desk"));
        }
    } else if l.is_written()
        && matches!(l.goal, "withdraw" | "change_handler")
        && !l.flat.contains("方のお名前")
    {
        found.add("G2", text!("audit.g2"));
    }
    if l.on_screen() && !has(&l.flat, &["お世話になって", "ご無沙汰"]) {
        found.add("G3", text!("audit.g3"));
    }
    thanks(l, person.as_deref(), found);
    if let Some(p) = person {
        let told = |t: &str| has(t, &[&format!("{p}より"), &format!("{p}から")]) && !t.contains("までに");
        if l.of(Role::Item).any(|i| told(i.text)) {
            found.add("G8", text!("audit.g8"));
        }
    }
}

fn thanks(l: &Letter<'_>, person: Option<&str>, found: &mut Found) {
    // Thanks in the user's own words stand as they are, whatever these are.
    let own = l.told.one("thanks_text").is_some();
    if !l.again && !l.spoken() && !own && !has(&l.flat, &THANKS) {
        found.add("G4", text!("audit.g4"));
    }
    let most = if l.spoken() { 3 } else { 1 };
    let n = count(
        &l.quoteless,
        &["ありがとうございました", "ありがとうございます", "感謝", "お礼を申し上げ", "お礼申し上げ"],
    );
    if n > most {
        found.add("G5", text!("audit.g5", n, most));
    }
    let general = l.told.many("thanks").is_empty() && !own;
    if !l.again
        && l.goal != "decline"
        && !l.firm
        && general
        && let (Some(thanks), Some(news)) = (first(&l.flat, &THANKS), first(&l.flat, &NEWS))
        && thanks > news
    {
        found.add("G6", text!("audit.g6"));
    }
    if l.soft && !l.again && l.is_written() && !own {
        let named =
            |s: &str| person.is_some_and(|p| s.contains(p)) && has(s, &["感謝", "ありがとう", "お礼"]);
        if person.is_some() && !l.sentences().any(named) {
            found.add("G7", text!("audit.g7.person"));
        }
        if !l.flat.contains("心より") {
            found.add("G7", text!("audit.g7.heart"));
        }
    }
}
