//! Telephone numbers by the numbering plan of Japan (電気通信番号計画), foreign ones by E.164.

use super::label::{MARKS, unlabelled};
use crate::domain::calendar::digits;
use crate::domain::words::{EXTENSION, NO_CALLER, NUMBER, PHONE_LEADS, PHONE_TRAILS, ends};
use unicode_normalization::UnicodeNormalization;

/// The carriers' own prefixes, which may precede 010. Alone they look like 00 and a country code,
/// so the number is ambiguous.
const CARRIERS: [&str; 8] = ["001", "0033", "0036", "0039", "0061", "0077", "0078", "0088"];

const WORDS_BESIDE: &str = text!("validate.phone.words");

/// A number in its normal form: hyphens between the groups, a trailing extension (`03-1234-5678
/// 内線12`), `+` for foreign ones. Japanese numbers are written as dialled there. Grouping differs by
/// region, so no hyphens are added.
pub(super) fn phone(line: &str) -> Result<String, String> {
    let unreadable = || text!("validate.phone.unreadable").to_owned();
    let folded: String = digits(line).nfkc().flat_map(char::to_uppercase).collect();
    let text = unnamed(folded.trim());
    let (number, extension) = extended(text);
    let number = number.trim_end_matches([' ', '(', ',', ';', '-', '、', '。']);
    let mark = |c: char| "-. ()+/・･_~〜‐‑‒–—―−ー─".contains(c);
    if !number.chars().all(|c| c.is_ascii_digit() || mark(c)) {
        return Err(match number.chars().filter(char::is_ascii_digit).count() {
            0..9 => unreadable(),
            9..19 => WORDS_BESIDE.to_owned(),
            _ => text!("validate.phone.two").to_owned(),
        });
    }
    refuse!(number.trim_start_matches(['+', '(']).contains('+'), unreadable());
    let groups: Vec<&str> = number.split(mark).filter(|g| !g.is_empty()).collect();
    let groups = without_carrier(groups)?;
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    // E.164 allows no longer one, including the international prefix.
    refuse!(digits > 18, text!("validate.phone.two"));
    let first = groups.first().copied().ok_or_else(unreadable)?;
    // 010 and 00 lead abroad, as + does; 81 alone does where what follows is a number of Japan.
    let international = if number.contains('+') {
        Some(groups.clone())
    } else if groups.concat().starts_with("010") {
        Some(without(&groups, 3))
    } else if first.starts_with("00") && digits > 11 {
        Some(without(&groups, 2))
    } else {
        Some(groups.clone()).filter(|_| first.starts_with("81") && (11..=13).contains(&digits))
    };
    let written = match international {
        None => national(&groups)?,
        Some(groups) if groups.concat().starts_with("81") => {
            let mut rest = without(&groups, 2);
            if rest.concat().starts_with('0') {
                rest = without(&rest, 1);
            }
            let first = format!("0{}", rest.first().copied().unwrap_or_default());
            let rest: Vec<&str> =
                std::iter::once(first.as_str()).chain(rest.into_iter().skip(1)).collect();
            national(&rest)?
        }
        Some(groups) => {
            // `(0)` is dialled inside of the country only.
            let trunk = number.contains("(0)");
            let groups: Vec<&str> = groups.into_iter().filter(|g| !trunk || *g != "0").collect();
            foreign(&groups, if number.contains('-') { "-" } else { " " })?
        }
    };
    with_extension(written, extension)
}

/// A number, and the rest from the extension sign on.
fn extended(text: &str) -> (&str, &str) {
    // 090-XXXX and FAX have none.
    let digit = |at: usize, m: &str| {
        let behind = text.get(at + m.len()..).unwrap_or_default().trim_start();
        m != "X" || behind.starts_with(|c: char| c.is_ascii_digit())
    };
    let at = EXTENSION.iter().filter_map(|m| text.find(m).filter(|at| digit(*at, m))).min();
    at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// A number without labels before and after it.
fn unnamed(text: &str) -> &str {
    // 連絡先, 携帯番号, お電話; the number of a fax is no telephone.
    let is = |label: &str| ends(label, PHONE_LEADS) || label.ends_with(NUMBER);
    let mut text = unlabelled(text, MARKS, is);
    while let Some(rest) = PHONE_LEADS.iter().find_map(|l| text.strip_prefix(l)) {
        text = rest.trim_start_matches([':', '.', ' ']);
    }
    for main in PHONE_TRAILS {
        text = text.strip_suffix(main).unwrap_or(text).trim_end();
    }
    let behind = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    behind
        .filter(|(_, lead)| PHONE_LEADS.contains(lead))
        .map_or(text, |(number, _)| number.trim_end())
}

fn without_carrier(groups: Vec<&str>) -> Result<Vec<&str>, String> {
    let all = groups.concat();
    let carrier = CARRIERS.iter().find(|c| all.len() > 11 && all.starts_with(**c));
    match carrier.map(|c| without(&groups, c.len())) {
        Some(rest) if rest.concat().starts_with("010") => Ok(rest),
        Some(_) => Err(text!("validate.phone.country").to_owned()),
        None => Ok(groups),
    }
}

fn with_extension(number: String, extension: &str) -> Result<String, String> {
    if extension.is_empty() {
        return Ok(number);
    }
    let name = EXTENSION.iter().find_map(|m| extension.strip_prefix(m)).unwrap_or_default();
    let inner = name.trim_matches([' ', ':', '.', '=', ')', '-', '番', '号']);
    if inner.is_empty() || inner.len() > 8 || !inner.bytes().all(|b| b.is_ascii_digit()) {
        return Err(text!("validate.phone.extension").to_owned());
    }
    Ok(text!("validate.phone.with_extension", number, extension = inner))
}

/// The number of somebody who called, or why none was shown.
pub(super) fn caller(line: &str) -> Result<String, String> {
    if NO_CALLER.contains(&line) {
        return Ok(line.to_owned());
    }
    phone(line)
}

fn without<'a>(groups: &[&'a str], mut n: usize) -> Vec<&'a str> {
    let mut out = Vec::new();
    for g in groups {
        let cut = n.min(g.len());
        n -= cut;
        out.extend(g.get(cut..).filter(|g| !g.is_empty()));
    }
    out
}

/// A number as dialled within Japan.
fn national(groups: &[&str]) -> Result<String, String> {
    let digits = groups.concat();
    let long = digits.len();
    let starts = |with: &[&str]| with.iter().any(|w| digits.starts_with(w));
    let first_alone = groups.first() == Some(&"0") && groups.len() > 1;
    let nth = |i: usize| digits.chars().nth(i).unwrap_or('0');
    let length = |right: usize, what: &str| {
        if long == right { Ok(()) } else { Err(text!("validate.phone.length", what, right, long)) }
    };
    let none = || Err(text!("validate.phone.no_such").to_owned());
    // The prefixes that withhold or show the number of the caller, whatever number follows.
    refuse!(starts(&["1840", "1860"]), text!("validate.phone.no_prefix"));
    refuse!(!digits.starts_with('0'), text!("validate.phone.from_zero"));
    refuse!(first_alone, text!("validate.phone.lone_zero"));
    refuse!(starts(&["020"]), text!("validate.phone.machines"));
    // The numbers of 0990 are gone, nothing else is parted as those of 0800 are, and nobody has one
    // of zeros.
    let as_free = groups.first().is_some_and(|g| ["0500", "0600", "0700", "0900"].contains(g));
    if as_free || starts(&["0990"]) || digits.chars().skip(3).all(|c| c == '0') {
        return none();
    }
    if starts(&["0800"]) {
        length(11, text!("validate.phone.free"))?;
    } else if starts(&["0120", "0570"]) {
        length(10, text!("validate.phone.special"))?;
    } else if starts(&["050", "060", "070", "080", "090"]) {
        // Not by the digit that follows: which blocks are given out changes.
        length(11, text!("validate.phone.mobile"))?;
    } else if nth(1) == '0' || nth(2) == '0' || (nth(2) == '1' && !"136".contains(nth(1))) {
        return none();
    } else {
        length(10, text!("validate.phone.landline"))?;
    }
    // The last group of a Japanese number has four digits, or three.
    let torn = groups.last().is_some_and(|g| g.len() < 3);
    Ok(if torn { digits } else { groups.join("-") })
}

/// A number of another country, from its code on.
fn foreign(groups: &[&str], between: &str) -> Result<String, String> {
    let digits = groups.concat();
    let north_america = digits.starts_with('1');
    let area = digits.chars().nth(1).is_some_and(|c| ('2'..='9').contains(&c));
    // 9 with 69, 79, 89 … are not given out in these zones; the lengths are those of E.164.
    if !assigned(&digits)
        || !(8..=15).contains(&digits.len())
        || (north_america && !(digits.len() == 11 && area))
    {
        return Err(text!("validate.phone.country").to_owned());
    }
    Ok(format!("+{}", groups.join(between)))
}

/// Codes of countries and of services without one by ITU-T (E.164): first and last of each run.
const CODES: [u32; 92] = [
    1, 1, 7, 7, 20, 20, 27, 27, 30, 34, 36, 36, 39, 41, 43, 49, 51, 58, 60, 66, 81, 82, 84, 84, 86,
    86, 90, 95, 98, 98, 211, 213, 216, 216, 218, 218, 220, 258, 260, 269, 290, 291, 297, 299, 350,
    359, 370, 378, 380, 383, 385, 387, 389, 389, 420, 421, 423, 423, 500, 509, 590, 599, 670, 670,
    672, 683, 685, 692, 800, 800, 808, 808, 850, 850, 852, 853, 855, 856, 870, 883, 886, 886, 888,
    888, 960, 968, 970, 977, 979, 989, 992, 998,
];

/// Whether a number begins with the code of a country.
fn assigned(digits: &str) -> bool {
    let begins = |n: usize| digits.get(..n).and_then(|d| d.parse::<u32>().ok());
    let known = |code: u32| CODES.chunks(2).any(|run| (run[0]..=run[1]).contains(&code));
    !digits.starts_with('0') && (1..=3).filter_map(begins).any(known)
}

#[cfg(test)]
mod tests {
    use super::phone;
    use crate::domain::typed::as_typed;

    #[test]
    fn as_people_write_them() {
        as_typed("phone", phone);
    }
}
