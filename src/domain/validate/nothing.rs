//! Words that people put into a field in order to say that there is nothing to put into it.

use crate::text::clean;

/// The words, as [`clean::fold`] gives them.
const WORDS: [&str; 60] = [
    "無", "特に", "とくに", "該当しない", "該当しません", "不明", "不明です", "名前不明",
    "担当者不明", "わからない", "分からない", "わからないです", "わかりません", "分かりません",
    "知らない", "知りません", "覚えていない", "覚えていません", "思い出せない", "思い出せません",
    "忘れた", "忘れました", "名前忘れた", "名前を忘れた", "名前を忘れました", "名前は忘れました",
    "名前がわからない", "名前がわかりません", "名前は不明", "失念しました", "未定", "未確認",
    "未記入", "未入力", "空欄", "省略", "非公開", "匿名", "秘密", "不在", "いません", "同上",
    "変わりなし", "変わらない", "変わりません", "変更なし", "変更ありません", "none", "n/a",
    "nothing", "null", "nil", "undefined", "以上", "以上です", "すきっぷ", "skip", "ぱす", "?",
    "??",
];

/// The same, with what may stand before them, what there is nothing of, and what may stand behind.
const NONE: [&str; 9] =
    ["なし", "無し", "ない", "無い", "ありません", "御座いません", "ございません", "空欄", "空白"];
const LEADS: [&str; 14] = [
    "特に", "とくに", "別に", "今のところ", "いまのところ", "現在", "現時点では", "今は", "今回は",
    "何も", "なにも", "ここは", "は", "、",
];
const OF: [&str; 19] = [
    "言うこと", "書くこと", "話すこと", "伝えること", "伝えたいこと", "お伝えすること",
    "お伝えしたいこと", "要望", "ご要望", "希望", "質問", "お礼", "追記", "補足", "備考", "条件",
    "お願い", "該当", "該当するもの",
];
const ENDS: [&str; 8] = [
    "です", "でした", "でお願いします", "でお願いいたします", "で大丈夫です", "で結構です", "で",
    "ので",
];

/// No such text is longer, in characters.
const LONGEST: usize = 40;

/// Whether a text is one of [`NONE`], with what may stand around it.
fn is_none(text: &str) -> bool {
    let of = OF
        .iter()
        .filter_map(|of| text.strip_prefix(of))
        .map(|t| ["は", "が", "も"].iter().find_map(|p| t.strip_prefix(p)).unwrap_or(t));
    let less = of
        .chain(LEADS.iter().filter_map(|lead| text.strip_prefix(lead)))
        .chain(ENDS.iter().filter_map(|end| text.strip_suffix(end)));
    NONE.contains(&text) || less.into_iter().any(is_none)
}

/// Whether a text says no more than an empty one: 「なし」「特にありません。」「－」. An optional answer like that
/// is none.
pub fn says_nothing(text: &str) -> bool {
    let folded: String = clean::fold(text).split_whitespace().collect();
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() || c == 'ー');
    let dashes = |c: char| "-ー‐‑‒–—―−─…・.。、,/".contains(c);
    !folded.is_empty()
        && (folded.chars().all(dashes)
            || WORDS.contains(&bare)
            || WORDS.contains(&folded.as_str())
            || bare.chars().count() <= LONGEST && is_none(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_none_say_nothing() {
        for none in [
            "なし", "ナシ", "ﾅｼ", "無し", "特になし", "特にありません。", "（なし）", "不明",
            "わからない", "わかりません", "未定", "N/A", "None", "-", "ー", "－", "―", "…",
            "変わりなし", "非公開", "名前忘れた", "思い出せません", "特に言うことはありません",
            "とくにはありません", "今のところありません。", "お礼はありません", "以上です",
            "スキップ", "なしでお願いします", "ここは空欄でお願いします", "特に要望はございません",
            "null", "？",
        ] {
            assert!(says_nothing(none), "{none}");
        }
        for some in [
            "",
            "梨田",
            "無量小路",
            "なしこ",
            "夜勤なし",
            "残業がないこと",
            "不明点はメールで伺います",
            "非公開求人は要りません",
            "Na",
            "A",
            "10",
            "返信は不要です",
            "秘密でお願いします",
            "担当者が不在でした",
            "ないものねだり",
            "条件なしで探していただき、助かりました",
            "お礼の言葉もありません",
        ] {
            assert!(!says_nothing(some), "{some}");
        }
    }
}
