//! F: words that no letter uses.

use super::Found;
use super::letter::Letter;
use std::collections::HashMap;
use std::sync::LazyLock;

const FORBIDDEN: [&str; 63] = [
    "項目・理由・期限",
    "残るものは、",
    "保存のほかに使わず",
    "私からの連絡をお待ち",
    "その節は",
    "1件ずつ",
    "希望条件を改めてお伝え",
    "進め方を見直し",
    "落ち着いて検討",
    "とくにお電話を受けられない",
    "ご支援：",
    "はじめにメールで",
    "ご連絡が多く",
    "本日をもって",
    "共同利用",
    "委託先",
    "例外を設けず",
    "この内容のとおりに",
    "差し支え",
    "検討できますよう",
    "にまとめていただけ",
    "続けるものと保留",
    "経緯",
    "お応えしきれ",
    "退会後の",
    "登録の終了",
    "営業日",
    "到着から",
    "日頃より親身に",
    "つきましては、次の手続き",
    "登録についてお願いしたいことがあり",
    "ご登録の件で",
    "再考のご提案には及びません",
    "取り決めとして",
    "念のため書き添え",
    "【お願いしたいこと】",
    "【あわせてお願いしたいこと】",
    "【登録情報】",
    "【応募・選考中の案件】",
    "【今後のご連絡について】",
    "させていただ",
    "できれば",
    "可能であれば",
    "違法",
    "義務があ",
    "直ちに",
    "訴え",
    "御社様",
    "貴社様",
    "結構で",
    "末筆",
    "お祈り申し",
    "勝手を申し",
    "ご相談させて",
    "このまま受けます",
    "ただし、",
    "続けたいのですが",
    "24時",
    "0時",
    "土日祝",
    "祝日",
    "要求し",
    "見込みの日",
];

/// The words by their first character.
static BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut out: HashMap<char, Vec<&str>> = HashMap::new();
    for word in FORBIDDEN {
        out.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
    }
    out
});

/// Where such a word is none.
fn is_right(word: &str, before: &str, from: &str) -> bool {
    match word {
        // 10時, 20時.
        "0時" => before.ends_with(|c: char| c.is_ascii_digit()),
        // A wish at the end, not a reproach.
        "差し支え" => from.starts_with("差し支えなければ"),
        _ => false,
    }
}

pub(super) fn check(l: &Letter<'_>, found: &mut Found) {
    let heading = l.without_own(l.heading());
    let mut said: Vec<&str> = Vec::new();
    for text in [&l.counted, &heading] {
        for (at, c) in text.char_indices() {
            let Some(words) = BY_FIRST.get(&c) else { continue };
            let (before, from) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
            for word in words.iter().filter(|w| from.starts_with(**w)) {
                if !said.contains(word) && !is_right(word, before, from) {
                    said.push(word);
                    found.add("F1", format!("使わない言葉：{word}"));
                }
            }
        }
    }
}
