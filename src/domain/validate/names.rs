//! Names of persons and offices, and how they are read. What people are called but by name is in
//! `assets/lint/persons.toml`.

use super::label::{COLONS, MARKS, bracket_first, bracket_last, unlabelled, within};
use super::nothing::says_nothing;
use crate::domain::words::{
    self, ADDRESS_WAYS, COMPANIES, DEPARTMENTS, GIVEN_ENDS, GUEST_TITLES, INSTEAD_OF_NAMES,
    INTRODUCED, KANJI_TITLES, MAIDEN_NAME, NAME_TITLES, NOBODY, NOBODY_ENDS, OTHER_NAMES,
    OTHERS_BEHIND, OWN_ENDS, OWN_LAST_WORDS, OWN_LEADS, OWN_REMARKS, PERSON_JOINTS, PERSON_LABELS,
    PERSON_LEADS, PERSON_OTHERS, PERSON_ROLES, PERSON_TRAILS, PERSON_WAYS, POLITE, POSTS,
    READ_TITLES, READING_LABELS, READING_NAMES, SPOKEN_TITLES, SURNAMES, TITLED_JOINTS, TITLES,
    WITH_OTHERS,
};
use crate::text::sound::is_hiragana;
use std::iter;
use unicode_normalization::UnicodeNormalization as _;

/// Marks of sentences or quotes; no name has them. `.` and brackets do (Jr., a maiden name).
const STOPS: [char; 23] = [
    '=', '＝', '。', '、', '，', ',', '：', ':', '；', ';', '！', '!', '？', '?', '「', '」', '『',
    '』', '<', '>', '"', '“', '”',
];

pub(super) fn kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゟ' | 'ァ'..='ヿ' | 'ㇰ'..='ㇿ' | 'ｦ'..='ﾟ' | '\u{1B000}'..='\u{1B16F}')
}
pub(super) fn katakana(c: char) -> bool {
    kana(c) && !matches!(c, 'ぁ'..='ゟ')
}
fn kanji(c: char) -> bool {
    c.is_alphanumeric() && !c.is_ascii() && !kana(c)
}

/// A person's own name. Nothing in it is changed.
pub(super) fn name(line: &str) -> Result<String, String> {
    let line = unlabelled(line, MARKS, |label| PERSON_LABELS.contains(&label));
    refuse!(line.contains(['@', '＠']), text!("validate.name.mail"));
    let nobody = [NOBODY, POLITE, POSTS, INSTEAD_OF_NAMES].concat();
    if PERSON_LABELS.contains(&line)
        || nobody.contains(&line)
        || line.chars().all(|c| c.is_numeric() || !c.is_alphanumeric())
    {
        return Err(text!("validate.name.needed").to_owned());
    }
    if numbered(line)
        || colon(line)
        || line.starts_with(STOPS)
        || line.ends_with(STOPS)
        || line.starts_with('\'') && line.ends_with('\'')
        || said(line).is_some()
    {
        return Err(text!("validate.name.alone").to_owned());
    }
    let company = |word: &str| COMPANIES.iter().any(|c| word.starts_with(c) || word.ends_with(c));
    refuse!(line.split_whitespace().any(company), text!("validate.name.company"));
    refuse!(parted(line), text!("validate.name.space"));
    adorned(line)?;
    Ok(line.to_owned())
}

/// The name in a sentence that says no more: 「佐藤と申します」.
pub(super) fn said(line: &str) -> Option<&str> {
    INTRODUCED
        .iter()
        .find_map(|end| line.strip_suffix(end))
        .map(str::trim_end)
        .filter(|n| !n.is_empty())
}

/// A label that is not known; in brackets one tells what the other name is (旧姓：佐藤).
fn colon(line: &str) -> bool {
    line.split(['（', '(']).next().is_some_and(|before| before.contains(COLONS))
}

/// A number or an address beside a name; a name itself may contain a figure (John 3rd).
fn numbered(line: &str) -> bool {
    line.contains("://")
        || line.starts_with("No.")
        || line.chars().filter(|c| c.is_numeric()).count() > 2
}

/// A mark of a list between parts in Japanese; between letters it may be a name's (Davis, Jr.).
fn parted(name: &str) -> bool {
    let marks = ['、', '，', ',', '／', '/', '＆', '&', '_', '＿', '|', '｜', '；', ';'];
    name.split(marks).filter(|part| japanese(part)).count() > 1
}

/// Whether a part of a text is written in other letters than ours.
pub(super) fn japanese(part: &str) -> bool {
    part.chars().any(|c| c.is_alphanumeric() && !c.is_ascii())
}

/// Refuses signs that no register has in a name: hearts, stars, arrows, emoji.
fn adorned(name: &str) -> Result<(), String> {
    let sign = |c: &char| {
        matches!(
            c,
            '\u{2190}'..='\u{2BFF}' | '\u{3004}' | '\u{3012}' | '\u{3013}' | '\u{3020}'
                | '\u{1F000}'..='\u{1FAFF}' | '*' | '#' | '＊' | '＃' | '※'
        )
    };
    name.chars().find(sign).map_or(Ok(()), |c| Err(text!("validate.name.sign", sign = c)))
}

/// A title after a name: the name, the title, and whether it is a separate word.
pub(super) fn titled<'a>(
    name: &'a str,
    titles: &[&'static str],
) -> Option<(&'a str, &'static str, bool)> {
    titles.iter().find_map(|t| {
        let stem = name.strip_suffix(t)?;
        // Sato-san
        let bare = stem.trim_end_matches('-').trim_end();
        let last = bare.chars().next_back()?;
        // アウン サン is a name.
        let own = bare.len() < stem.len()
            && !(SPOKEN_TITLES.contains(t) && t.ends_with(katakana) && katakana(last));
        // Names end like titles: 鵜殿, 鵜殿 in kana, オサマ. What is not parted from the name has to be
        // unlike it, or to stand behind more than one character of it.
        let long =
            bare.rsplit(char::is_whitespace).next().is_some_and(|w| w.chars().nth(1).is_some());
        let glued = match *t {
            t if NAME_TITLES.contains(&t) => long,
            t if WITH_OTHERS.contains(&t) => false,
            t if KANJI_TITLES.contains(&t) => kanji(last),
            // Susan
            t if t.is_ascii() => !last.is_ascii(),
            t if t.ends_with(katakana) => !katakana(last),
            t if t.ends_with(kana) => !kana(last) || bare.chars().nth(1).is_some(),
            _ => true,
        };
        (own || glued).then_some((bare, *t, own))
    })
}

/// A consultant's name without what people write around it (担当者：, 様, （CA）): the letter adds 様.
pub(super) fn handler(line: &str) -> Result<String, String> {
    refuse!(line.contains(['@', '＠']) || numbered(line), text!("validate.handler.contact"));
    let mut name = behind_leads(line);
    for to in ADDRESS_WAYS.iter().chain(PERSON_WAYS) {
        let addressed = name.strip_suffix(*to).map(str::trim_end);
        let whole = |n: &&str| titled(n, POLITE).is_some() || SURNAMES.contains(n);
        name = addressed.filter(whole).unwrap_or(name);
    }
    let around = |c: char| parts(c) || "。．？?！!…~〜～'‘’`´”″".contains(c);
    // At the end these close a bracket.
    let closes = |c: char| ">＞〉»≫”\"'’".contains(c);
    name = name.trim_start_matches(around).trim_end_matches(|c| around(c) && !closes(c));
    name = said(name).unwrap_or(name);
    while let Some(inside) = quoted(name) {
        name = inside.trim();
    }
    name = name.trim_end_matches(|c| "”\"'’".contains(c));
    refuse!(several(name), text!("validate.handler.one"));
    loop {
        if let Some(rest) = without_role(name).or_else(|| quoted(name)) {
            name = rest.trim();
        } else if let Some((rest, title, own)) = titled(name, POLITE) {
            if !own && NAME_TITLES.contains(&title) && !is_whole(rest) {
                break;
            }
            name = rest;
            // The text before a title is the name, unless it is another such title.
            let again = titled(name, POLITE).is_some_and(|(.., own)| own);
            if own && !again && without_role(name).is_none() {
                break;
            }
        } else {
            break;
        }
    }
    name = name.trim_end_matches(parts);
    refuse!(colon(name), text!("validate.name.alone"));
    let none = [NOBODY, POLITE, PERSON_TRAILS, POSTS, INSTEAD_OF_NAMES].concat();
    if says_nothing(name)
        || none.contains(&name) && !NAME_TITLES.contains(&name)
        || NOBODY_ENDS.iter().any(|end| name.ends_with(end))
        || !name.chars().any(char::is_alphanumeric)
    {
        Err(text!("validate.handler.needed").to_owned())
    } else {
        adorned(name)?;
        Ok(name.to_owned())
    }
}

/// The rest after the company, the label and the department of a consultant.
fn behind_leads(line: &str) -> &str {
    let mut name = behind_company(unlabelled(line.trim(), MARKS, is_lead));
    while let Some(rest) = PERSON_LEADS.iter().find_map(|l| lead(name, l)) {
        // 「ご担当者様 佐藤」
        let titled = POLITE.iter().find_map(|t| rest.strip_prefix(t));
        let rest = titled.filter(|rest| !rest.is_empty()).unwrap_or(rest);
        name = rest.trim_start_matches(['の', 'は']).trim_start_matches(parts);
    }
    let posted = POSTS.iter().find_map(|post| name.strip_prefix(post));
    name = posted.filter(|rest| words::begins(rest, SURNAMES)).unwrap_or(name);
    if let Some((first, rest)) = name.split_once(char::is_whitespace)
        && (POSTS.contains(&first) || DEPARTMENTS.iter().any(|d| first.ends_with(d)))
    {
        name = rest.trim_start();
    }
    name
}

/// Separators between a name and a role, or the blank that paper would have there.
fn parts(c: char) -> bool {
    c.is_whitespace() || MARKS.contains(&c) || "、，,／/・･|｜>＞〉»≫→⇒▶-－‐−–—―".contains(c)
}

/// Whether a form calls a consultant so, also in other kana.
fn is_lead(label: &str) -> bool {
    let heard = crate::text::clean::fold(label);
    PERSON_LEADS.iter().any(|l| crate::text::clean::fold(l) == heard)
}

/// Whether the part before 殿 or 氏 is a complete name. Some names end in them: 足利尊氏, 水殿.
fn is_whole(name: &str) -> bool {
    let mut words = name.rsplit(char::is_whitespace);
    let given = words.next().is_some_and(|word| word.chars().nth(1).is_some());
    !name.ends_with(kanji) || SURNAMES.contains(&name) || given && words.next().is_some()
}

/// The name after the company that somebody works for, separated by a blank.
fn behind_company(line: &str) -> &str {
    let Some((first, rest)) = line.split_once(char::is_whitespace) else { return line };
    let rest = rest.trim_start();
    if COMPANIES.contains(&first) {
        return rest.split_once(char::is_whitespace).map_or(line, |(_, name)| name.trim_start());
    }
    let company = COMPANIES.iter().any(|c| first.starts_with(c) || first.ends_with(c));
    if company { rest } else { line }
}

/// What follows a lead. Letters that go on in letters are a word of their own: Carol.
fn lead<'a>(name: &'a str, lead: &str) -> Option<&'a str> {
    let rest = name.strip_prefix(lead)?;
    let goes_on = lead.chars().all(char::is_alphabetic)
        && lead.is_ascii()
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (!goes_on).then_some(rest)
}

/// The content of brackets around the whole; （株） is not a name.
pub(super) fn quoted(name: &str) -> Option<&str> {
    within(name)
        .filter(|inside| !COMPANIES.contains(&name) && inside.contains(char::is_alphanumeric))
}

/// Whether more than one person is named: with a title in the middle, or a separator between
/// Japanese names. `・` occurs inside a name except between kanji, と and か except in longer ones
/// (美と子), と except after the end of a given name (林と森), and a comma between letters (Davis, Jr.).
fn several(name: &str) -> bool {
    let after = |b: &str| titled(b.trim(), POLITE).is_some_and(|(second, ..)| japanese(second));
    let titled = GUEST_TITLES.iter().any(|t| {
        let both = |and| {
            name.split_once(&format!("{t}{and}")).is_some_and(|(a, b)| japanese(a) && after(b))
        };
        TITLED_JOINTS.iter().any(both)
    });
    let joined = PERSON_JOINTS
        .iter()
        .any(|and| name.split_once(and).is_some_and(|(a, b)| japanese(a) && japanese(b)));
    let between = [('・', 1), ('と', 2), ('か', 2)].into_iter().any(|(and, least)| {
        name.split_once(and).is_some_and(|(a, b)| {
            let surname =
                and == 'と' && b.starts_with(kanji) && !b.ends_with(|c| GIVEN_ENDS.contains(c));
            a.ends_with(kanji) && (surname || b.chars().take_while(|c| kanji(*c)).count() >= least)
        })
    });
    let others = words::ends(name, OTHERS_BEHIND)
        || name.ends_with(PERSON_OTHERS) && name.chars().rev().nth(2).is_some_and(kanji)
        || name.ends_with('名') && name.contains(char::is_numeric);
    parted(name) || titled || joined || between || others
}

/// A name without leading or trailing brackets if they hold a role or a reading, or follow a title.
fn without_role(name: &str) -> Option<&str> {
    let upper: String =
        name.chars().map(|c| crate::text::clean::ascii_key(c).to_ascii_uppercase()).collect();
    if let Some(role) = PERSON_TRAILS.iter().find(|r| upper.ends_with(**r)) {
        let cut = name.chars().count().saturating_sub(role.chars().count());
        let (at, _) = name.char_indices().nth(cut)?;
        let rest = name.get(..at)?;
        // A name in letters may end like a role: Erica, Laura.
        let own = rest.ends_with(|c: char| parts(c) || kanji(c) || kana(c));
        return Some(rest.trim_end_matches(parts)).filter(|r| own && !r.is_empty());
    }
    let first = bracket_first(name).filter(|(inside, _)| is_role(inside));
    let first = first.map(|(_, rest)| rest.trim_start_matches(parts));
    let last = || {
        let (rest, inside) = bracket_last(name)?;
        let (rest, inside) = (rest.trim_end(), crate::text::clean::fold(inside).to_uppercase());
        let reading = inside.chars().all(|c| kana(c) || c.is_whitespace());
        let title = POLITE.contains(&inside.as_str());
        let told = reading || title || titled(rest, TITLES).is_some();
        (told || is_role(&inside)).then_some(rest)
    };
    first.or_else(last).filter(|rest| !rest.is_empty())
}

/// Whether brackets say what somebody is, and not what else they are called.
fn is_role(inside: &str) -> bool {
    let folded = |text: &str| crate::text::clean::fold(text).to_uppercase();
    let inside = folded(inside);
    PERSON_ROLES.iter().any(|r| inside.contains(&folded(r)))
}

/// Whether it is too short for a family name and another one: hardly anybody is called so.
pub fn family_name_alone(name: &str) -> bool {
    let of = |most: usize, script: fn(char) -> bool| {
        name.chars().count() <= most && name.chars().all(script)
    };
    of(2, kanji) || of(4, is_hiragana)
}

/// Whether a word follows a name. 王昭君 and 山田 麗君 are names, 山田 花子君 hardly is.
fn ends_in(name: &str, word: &&str) -> bool {
    let Some(stem) = name.strip_suffix(*word) else { return false };
    let given = stem.split(char::is_whitespace).next_back().unwrap_or_default();
    let parted = given.len() < stem.len();
    let least = if parted { 1 } else { 3 };
    let glued = WITH_OTHERS.contains(word) && given.chars().all(kanji);
    parted && given.is_empty() || glued && given.chars().nth(least).is_some()
}

/// The part that should not follow a name in a letter, and the right form. `own`: the sender's.
pub fn title_left(name: &str, own: bool) -> Option<String> {
    let mend = |t: &str| {
        if own {
            text!("validate.name.titled", title = t)
        } else {
            text!("validate.handler.titled", title = t)
        }
    };
    if own {
        // 鵜殿 is a name; after three or more characters none of these is part of one.
        let ends = |end: &&&str| {
            name.strip_suffix(**end).is_some_and(|stem| {
                let long = stem.chars().filter(|c| kanji(*c)).count() > 2;
                stem.ends_with(char::is_whitespace) || long && stem.ends_with(kanji)
            })
        };
        let last = |word: &&&str| ends_in(name, word);
        let remark = name.strip_suffix(['）', ')']).and_then(|open| open.rsplit_once(['（', '(']));
        let remark = remark.and_then(|(_, said)| OWN_REMARKS.iter().find(|r| said.ends_with(**r)));
        let leads =
            || OWN_LEADS.iter().find(|l| lead(name, l).is_some_and(|rest| !rest.trim().is_empty()));
        // An age, or how often one has written already.
        let figure = name.trim_end_matches(['歳', '才', '）', ')']).chars().next_back();
        if figure.is_some_and(char::is_numeric) {
            return Some(text!("validate.name.figure").to_owned());
        }
        if several(name) {
            return Some(text!("validate.name.several").to_owned());
        }
        let titled = titled(name, TITLES).map(|(_, t, _)| t);
        let end = || OWN_ENDS.iter().find(ends).or_else(|| OWN_LAST_WORDS.iter().find(last));
        return titled.or_else(|| end().or(remark).or_else(leads).copied()).map(mend);
    }
    let wide: String = name.nfkc().collect();
    let behind = |t: &&&str| wide.strip_suffix(**t).is_some_and(|n| !n.trim_end().is_empty());
    if let Some(t) = POSTS.iter().find(behind) {
        return Some(mend(t));
    }
    if let Some((_, title, own)) = titled(name, TITLES) {
        let part = !own && NAME_TITLES.contains(&title);
        return Some(if part { text!("validate.handler.ends", title) } else { mend(title) });
    }
    // 麗君 is a name, 佐藤君 hardly.
    let behind = |t: &&&str| {
        name.strip_suffix(**t).is_some_and(|n| n.chars().count() > 1 && n.chars().all(kanji))
    };
    let end = WITH_OTHERS.iter().find(behind).map(|t| text!("validate.name.end", title = t));
    end.or_else(|| {
        bracket_last(name).filter(beside).map(|_| text!("validate.handler.bracket").to_owned())
    })
}

/// Whether the brackets after a consultant's name contain no other name: 佐藤（新宿）.
fn beside((_, inside): &(&str, &str)) -> bool {
    japanese(inside) && !words::has(inside, OTHER_NAMES) && !words::begins(inside, SURNAMES)
}

/// A dash after a kana is its long vowel mark, unless the kana has none (ジャン-リュック). A hyphen is one
/// only before another kana or at the end of a word, since it also joins names in Latin letters.
fn with_long_marks(line: &str) -> String {
    let dash = |c| "‐‑‒–—―−─－﹣".contains(c);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let before = out.chars().next_back();
        let lengthens = |b: &char| kana(*b) && !"ンんッっﾝｯー・･ｰ".contains(*b);
        let hyphen = c == '-' && rest.peek().is_none_or(|next| kana(*next) || next.is_whitespace());
        out.push(match before.filter(|b| (hyphen || dash(c)) && lengthens(b)) {
            Some('ｦ'..='ﾟ') => 'ｰ',
            Some(_) => 'ー',
            None if dash(c) => '-',
            None => c,
        });
    }
    out
}

/// How a label of a reading sounds, however it is written.
fn heard(label: &str) -> String {
    crate::text::clean::fold(label).replace(' ', "")
}

/// A reading in the form that letters and forms use: full width, marks composed with their kana.
fn in_katakana(reading: &str) -> String {
    let wide = |c: char| match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        '゛' | 'ﾞ' => '\u{3099}',
        '゜' | 'ﾟ' => '\u{309A}',
        '･' | 'ｦ'..='ﾝ' => iter::once(c).nfkc().next().unwrap_or(c),
        c => c,
    };
    reading.chars().map(wide).nfc().collect()
}

/// Kana with their marks; Latin letters, also with accents, for a name in letters. Sizes of ッャュョ
/// are not judged: registers differ.
pub(super) fn reading(line: &str) -> Result<String, String> {
    let latin = |c: char| {
        c.is_ascii_alphabetic()
            || matches!(c, 'ａ'..='ｚ' | 'Ａ'..='Ｚ')
            || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{300}'..='\u{36F}')
                && !matches!(c, '×' | '÷')
    };
    let mark = |c: char| c.is_whitespace() || "-'’‘ʼʻ`.．,，・･·＝=゠゛゜（）()：:".contains(c);
    let called = |label: &str, as_some: &[&str]| as_some.contains(&heard(label).as_str());
    let labels = [READING_NAMES, READING_LABELS].concat();
    let line = unlabelled(line, MARKS, |label| called(label, &labels));
    // Seimei is a name as well.
    let line = match line.split_once(char::is_whitespace) {
        Some((label, rest)) if called(label, READING_NAMES) => rest.trim_start(),
        _ => line,
    };
    let whole = |open, close| line.strip_prefix(open)?.strip_suffix(close);
    let line = whole('（', '）').or_else(|| whole('(', ')')).unwrap_or(line);
    let out = with_long_marks(line);
    if said(&out).is_some() || colon(&out) || out.ends_with(STOPS) {
        return Err(text!("validate.name.alone").to_owned());
    }
    refuse!(called(&out, &labels), text!("validate.name.needed"));
    let read =
        out.chars().any(|c| latin(c) || (kana(c) && !"・ー゛゜･ｰﾞﾟゝゞヽヾゟヿッっｯ".contains(c)));
    refuse!(parted(&out), text!("validate.name.space"));
    // サン is a name as well.
    let polite = titled(&out, READ_TITLES);
    // Nor is オサマ: what is not parted has other letters than the name, or stands behind a whole one.
    let unlike = |stem: &str, title: &str| {
        let word = stem.rsplit(char::is_whitespace).next().unwrap_or(stem);
        stem.ends_with(katakana) != title.ends_with(katakana)
            || title == "さま" && word.chars().nth(1).is_some()
            // しょうさん is a name.
            || title == "さん" && word.chars().filter(|c| !"ゃゅょっ".contains(*c)).nth(2).is_some()
    };
    let polite = polite
        .filter(|(stem, t, own)| *own && *t != "さん" || !t.chars().all(kana) || unlike(stem, t));
    if let Some((_, title, _)) = polite {
        return Err(text!("validate.name.titled", title));
    }
    // The one word beside kana that people write there.
    let said = out.replace(MAIDEN_NAME, "");
    let figure = |c: char| c.is_ascii_digit() && said.chars().any(latin);
    let strange = said.chars().find(|c| !(kana(*c) || latin(*c) || mark(*c) || figure(*c)));
    match strange {
        // 夕 and 力 look like kana.
        Some(sign) if read => Err(text!("validate.reading.sign", sign)),
        None if read && !numbered(&said) => Ok(in_katakana(&out)),
        _ => Err(text!("validate.reading").to_owned()),
    }
}

#[cfg(test)]
mod tests;
