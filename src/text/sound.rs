//! A form to find names by, however they are typed: kana of either kind, Latin letters in any of
//! the usual systems, with or without spaces, hyphens and long vowels.

use super::clean::fold;

/// Two-kana syllables that are not formed with one of [`PALATAL`].
const PAIRS: &[(&str, &str)] = &[
    ("しぇ", "sye"),
    ("ちぇ", "tye"),
    ("じぇ", "zye"),
    ("ふぁ", "fa"),
    ("ふぃ", "fi"),
    ("ふぇ", "fe"),
    ("ふぉ", "fo"),
    ("うぃ", "wi"),
    ("うぇ", "we"),
    ("うぉ", "wo"),
    ("てぃ", "ti"),
    ("でぃ", "di"),
    ("でゅ", "dyu"),
    ("とぅ", "tu"),
    ("どぅ", "du"),
    ("ゔぁ", "va"),
    ("ゔぃ", "vi"),
    ("ゔぇ", "ve"),
    ("ゔぉ", "vo"),
];

/// Kana that a small や, ゆ or よ joins: きゃ is kya.
const PALATAL: &str = "きしちにひみりぎじびぴ";

/// The rows of the table of kana: a consonant, and the kana that it makes with a, i, u, e, o.
const ROWS: &[(&str, &str)] = &[
    ("", "あいうえお"),
    ("", "ぁぃぅぇぉ"),
    ("k", "かきくけこ"),
    ("s", "さしすせそ"),
    ("t", "たちつてと"),
    ("n", "なにぬねの"),
    ("h", "はひふへほ"),
    ("m", "まみむめも"),
    ("r", "らりるれろ"),
    ("g", "がぎぐげご"),
    ("z", "ざじずぜぞ"),
    ("d", "だぢづでど"),
    ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"),
];

const SINGLE: &[(char, &str)] = &[
    ('や', "ya"),
    ('ゆ', "yu"),
    ('よ', "yo"),
    ('ゃ', "ya"),
    ('ゅ', "yu"),
    ('ょ', "yo"),
    ('わ', "wa"),
    ('を', "o"),
    ('ん', "n"),
    ('ゔ', "vu"),
    // A doubled consonant counts once, and so does a long vowel.
    ('っ', ""),
];

/// Spelling variants mapped to one form, the longest first. Coarse: it only finds more.
const LATIN: &[(&str, &str)] = &[
    ("shi", "si"),
    ("tsu", "tu"),
    ("cch", "t"),
    ("tch", "t"),
    ("sh", "s"),
    ("sy", "s"),
    ("ch", "t"),
    ("ty", "t"),
    ("ts", "t"),
    ("zy", "z"),
    ("jy", "z"),
    ("dz", "z"),
    ("mb", "nb"),
    ("mp", "np"),
    ("ou", "o"),
    ("j", "z"),
    ("f", "h"),
    ("v", "b"),
    ("l", "r"),
    ("c", "k"),
];

/// The form of a text by which names are found. Two texts that sound alike have the same; of kanji,
/// which have many readings, the characters stay.
pub fn key(text: &str) -> String {
    one_way(&latin(&fold(text)))
}

/// Kana as Latin letters; marks and blanks go.
fn latin(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        // The longest match is taken.
        if let Some((kana, says)) = PAIRS.iter().find(|(kana, _)| rest.starts_with(kana)) {
            out.push_str(says);
            rest = rest.strip_prefix(kana).unwrap_or_default();
            continue;
        }
        match syllable(c) {
            Some((consonant, vowel)) => {
                let next = rest.chars().nth(1);
                let joined = PALATAL.contains(c) && next.is_some_and(|n| "ゃゅょ".contains(n));
                out.push_str(consonant);
                out.push_str(if joined { "" } else { vowel });
            }
            // Long vowels, hyphens, blanks, dots: nobody types them alike. The rest stays.
            None if c.is_alphanumeric() && c != 'ー' => out.push(c),
            None => {}
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// A kana as consonant and vowel.
fn syllable(c: char) -> Option<(&'static str, &'static str)> {
    if !('ぁ'..='ゖ').contains(&c) {
        return None;
    }
    for (consonant, row) in ROWS {
        if let Some(i) = row.chars().position(|k| k == c) {
            return Some((
                consonant,
                ["a", "i", "u", "e", "o"].get(i).copied().unwrap_or_default(),
            ));
        }
    }
    SINGLE.iter().find(|(k, _)| *k == c).map(|(_, says)| (*says, ""))
}

/// Latin letters in one of the ways they are written, and two alike as one.
fn one_way(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len());
    let mut doubled = false;
    let mut push = |c: char| {
        // Digits are kept, and a letter repeated three times is not a long vowel.
        doubled = !doubled && !c.is_ascii_digit() && out.ends_with(c);
        if !doubled {
            out.push(c);
        }
    };
    let mut rest = latin;
    while let Some(c) = rest.chars().next() {
        if let Some((from, to)) = LATIN.iter().find(|(from, _)| rest.starts_with(from)) {
            to.chars().for_each(&mut push);
            rest = rest.strip_prefix(from).unwrap_or_default();
        } else {
            push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

pub fn is_kanji(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c) || c == '々'
}

pub fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{3096}').contains(&c)
}

pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use super::key;
    use crate::domain::typed::as_typed;

    #[test]
    fn what_sounds_alike_is_alike_and_what_differs_stays_apart() {
        as_typed("sound", |name| Ok::<_, &str>(key(name)));
        assert_ne!(key("まいなび"), key("りくなび"));
        assert_ne!(key("zzzz"), key("z"));
    }
}
