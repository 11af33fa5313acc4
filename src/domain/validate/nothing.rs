//! Words that people put into a field in order to say that there is nothing to put into it.

use crate::text::clean;

/// The words, as [`clean::fold`] gives them.
const WORDS: [&str; 64] = [
    "なし", "なしです", "無し", "無しです", "無", "ない", "ないです", "無い", "無いです", "特に",
    "とくに", "特になし", "とくになし", "特に無し", "特にない", "とくにない", "特に無い",
    "特にないです", "特にありません", "とくにありません", "ありません", "該当なし", "該当無し",
    "該当しない", "該当しません", "不明", "不明です", "名前不明", "担当者不明", "わからない",
    "分からない", "わからないです", "わかりません", "分かりません", "知らない", "知りません",
    "覚えていない", "覚えていません", "思い出せない", "思い出せません", "忘れた", "忘れました",
    "名前忘れた", "名前を忘れた", "失念しました", "未定", "未確認", "未記入", "未入力", "空欄",
    "省略", "非公開", "匿名", "秘密", "不在", "いません", "同上", "変わりなし", "変わらない",
    "変わりません", "変更なし", "変更ありません", "none", "n/a",
];

/// Whether a text says no more than an empty one: 「なし」「特にありません。」「－」. An optional answer like that
/// is none.
pub fn says_nothing(text: &str) -> bool {
    let folded: String = clean::fold(text).split_whitespace().collect();
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() || c == 'ー');
    let dashes = |c: char| "-ー‐‑‒–—―−─…・.。、,/".contains(c);
    !folded.is_empty() && (folded.chars().all(dashes) || WORDS.contains(&bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_none_say_nothing() {
        for none in [
            "なし", "ナシ", "ﾅｼ", "無し", "特になし", "特にありません。", "（なし）", "不明",
            "わからない", "わかりません", "未定", "N/A", "None", "-", "ー", "－", "―", "…",
            "変わりなし", "非公開", "名前忘れた", "思い出せません",
        ] {
            assert!(says_nothing(none), "{none}");
        }
        for some in [
            "", "梨田", "無量小路", "なしこ", "夜勤なし", "残業がないこと",
            "不明点はメールで伺います", "非公開求人は要りません", "Na", "A", "10",
        ] {
            assert!(!says_nothing(some), "{some}");
        }
    }
}
