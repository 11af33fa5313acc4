//! What people write in an own field as they would say it, as a letter says it. What a sentence
//! says stays, and one that is written as in a letter already stays as it is.

use crate::domain::words;
use std::iter;

/// How much of it is rewritten.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Style {
    /// A letter, and neither a message nor speech: wishes are worded as one words them on paper.
    pub(in crate::domain) letter: bool,
    /// Only the reader can have done what it tells.
    pub(in crate::domain) favours: bool,
}

/// A text of one's own, sentence by sentence. `known` is who goes by 様 in the letter.
pub(in crate::domain) fn written(text: &str, style: Style, known: &[&str]) -> String {
    let mut text = text.to_owned();
    for name in known.iter().filter(|n| !n.is_empty()) {
        let spoken = format!("{name}{}", words::SPOKEN_HONORIFIC);
        text = text.replace(&spoken, &format!("{name}{}", words::HONORIFIC));
    }
    text.split_inclusive(['。', '！', '？']).map(|s| one(s, style)).collect()
}

/// All ways in which a text may stand in a letter; its own words first.
pub(in crate::domain) fn ways(text: &str) -> impl Iterator<Item = String> {
    let styles = [(true, true), (true, false), (false, true), (false, false)];
    let styles = styles.map(|(letter, favours)| Style { letter, favours });
    iter::once(text.to_owned()).chain(styles.into_iter().map(|style| written(text, style, &[])))
}

fn one(whole: &str, style: Style) -> String {
    let sentence = whole.trim_end_matches(['。', '！', '？']);
    let stop = whole.strip_prefix(sentence).unwrap_or_default();
    let opening = words::SPOKEN_OPENINGS
        .iter()
        .find_map(|(spoken, instead)| Some((*instead, sentence.strip_prefix(spoken)?)));
    let (opening, rest) = opening.unwrap_or(("", sentence));
    let mut said = format!("{opening}{rest}");
    let favours = if style.favours { words::SPOKEN_FAVOURS } else { &[] };
    for (spoken, instead) in words::SPOKEN_WORDS.iter().chain(favours) {
        said = said.replace(spoken, instead);
    }
    let wishes = if style.letter { words::SPOKEN_WISHES } else { &[] };
    let polite = words::POLITE_ENDS.iter().any(|end| said.ends_with(end));
    let ends = if polite { &[] } else { words::SPOKEN_ENDS };
    longest(&said, wishes).or_else(|| longest(&said, ends)).unwrap_or(said) + stop
}

/// A sentence with the longest end that fits it written as what stands beside that.
fn longest(sentence: &str, ends: &[(&str, &str)]) -> Option<String> {
    let fits = |(end, instead): &(&str, &str)| {
        let kept = sentence.strip_suffix(end)?;
        Some((end.len(), format!("{kept}{instead}")))
    };
    ends.iter().filter_map(fits).max_by_key(|(length, _)| *length).map(|(_, said)| said)
}

#[cfg(test)]
mod tests {
    use super::{Style, written};

    const LETTER: Style = Style { letter: true, favours: false };

    #[test]
    fn what_is_told_as_one_speaks_is_written_politely() {
        for (spoken, right) in [
            ("先月、異動になった。", "先月、異動になりました。"),
            ("夜勤明けは眠っている。", "夜勤明けは眠っています。"),
            ("三度も電話に出られなかった。", "三度も電話に出られませんでした。"),
            ("仕事中は出られない。時間がない。", "仕事中は出られません。時間がありません。"),
            ("日勤だけにしかない。", "日勤だけにしかありません。"),
            ("母が入院して、介護が必要だ。", "母が入院して、介護が必要です。"),
            ("決めるのは私なんだ。", "決めるのは私なのです。"),
            ("面接では緊張してしまった。", "面接では緊張してしまいました。"),
            ("薬局に行った。担当の方に言った。", "薬局に行きました。担当の方に言いました。"),
            ("夜は忙しい。通うのはつらい。", "夜は忙しいです。通うのはつらいです。"),
            ("しばらく休む。家のことで手いっぱいだ", "しばらく休みます。家のことで手いっぱいです"),
            ("土日は家族で過ごしたいです。", "土日は家族で過ごしたく存じます。"),
            ("電話は止めてほしい。", "電話は止めていただきたく存じます。"),
            ("訪問看護の日勤がいいです。", "訪問看護の日勤を希望しております。"),
            ("経理でもいい。", "経理でもかまいません。"),
            (
                "なので、電話じゃなくメールが助かります。",
                "そのため、電話ではなくメールが助かります。",
            ),
        ] {
            assert_eq!(written(spoken, LETTER, &[]), right);
        }
    }

    #[test]
    fn what_is_written_as_in_a_letter_stays() {
        for text in [
            "夜勤があり、日中は眠っております。",
            "登録のメールアドレスは変わりません。",
            "ご提案は、ありがたく拝見しました。",
            "求人は、週に1回おまとめください。",
            "母の介護のため。",
            "訪問看護の日勤、2月から。",
            "こちらの都合で、申し訳ございません。",
        ] {
            assert_eq!(written(text, LETTER, &[]), text);
        }
    }

    #[test]
    fn wishes_are_plain_where_one_speaks_and_favours_are_those_of_the_reader() {
        let speech = Style { letter: false, favours: false };
        assert_eq!(written("また担当してほしい。", speech, &[]), "また担当してほしいです。");
        let thanks = Style { letter: true, favours: true };
        assert_eq!(
            written("佐伯さんが掛け合ってくれて、助けてもらった。", thanks, &["佐伯"]),
            "佐伯様が掛け合ってくださって、助けていただきました。"
        );
        assert_eq!(written("母に見てもらっています。", LETTER, &[]), "母に見てもらっています。");
    }
}
