//! Names of services and employers, as letters have them.

use super::names::{japanese, kana, katakana, quoted, said, titled};
use crate::domain::words::{
    ADDRESS_WAYS, CHARGE, COMPANIES, DEPARTMENTS, GUESTS, MANSION, NO_OFFICES, OFFICE_JOINTS,
    OFFICE_OTHERS, OFFICE_PERSONS, OFFICE_TRAILS, OFFICES_ALONE, PERSON_LEADS, PERSON_TITLE,
    PLACE_TITLES, SPOKEN_TITLES, SURNAMES, TITLED_ANYWAY, WORKPLACES, ends,
};

/// A service or an office without a trailing 御中 or 様, and without the person in charge.
pub(super) fn office(line: &str) -> Result<String, String> {
    let mail =
        line.split_once('@').is_some_and(|(to, domain)| !to.is_empty() && domain.contains('.'));
    if mail || line.contains("://") || line.chars().filter(|c| c.is_numeric()).count() > 8 {
        return Err(text!("validate.service.contact").to_owned());
    }
    let line = line.trim_end_matches(['。', '、', '，', '！']).trim_end();
    let mut name = said(line).unwrap_or(line);
    name = quoted(name).unwrap_or(name);
    for person in OFFICE_PERSONS {
        let rest = name.strip_suffix(person).map(str::trim_end).filter(|n| !n.is_empty());
        name = rest.map_or(name, without_person);
    }
    name = without_title(name);
    // The matter that is pursued there is not part of its name: みなと薬局の選考.
    let trail = OFFICE_TRAILS.iter().find_map(|trail| name.strip_suffix(trail));
    name = trail.map(str::trim_end).filter(|rest| !rest.is_empty()).unwrap_or(name);
    if NO_OFFICES.contains(&name)
        || COMPANIES.contains(&name)
        || !name.chars().any(char::is_alphanumeric)
    {
        return Err(text!("validate.service.needed").to_owned());
    }
    refuse!(several(name), text!("validate.service.one"));
    Ok(name.to_owned())
}

/// The name without a title, and without the person that it belongs to.
fn without_title(line: &str) -> &str {
    let mut name = line;
    while let Some((rest, title, own)) = titled(name, PLACE_TITLES) {
        // A letter goes 「みなと薬局 行」; みなと銀行 is a name.
        if ADDRESS_WAYS.contains(&title) && !own {
            break;
        }
        // 湯の御殿
        let glued = (title != MANSION || ends(rest, WORKPLACES))
            && (OFFICES_ALONE.contains(&title) || !ends(rest, GUESTS));
        if !own && !glued {
            break;
        }
        name = rest;
    }
    // 「薬局さん」 is said, not written; glued to hiragana it may be the name itself: ひまわりさん.
    if let Some((rest, _, own)) = titled(name, SPOKEN_TITLES)
        && (own || !rest.ends_with(|c| kana(c) && !katakana(c)))
    {
        name = rest;
    }
    if name != line {
        name = without_person(name);
    }
    // Nor are they without their title: みなと薬局 採用担当.
    let charges = || PERSON_LEADS.iter().filter(|l| l.contains(CHARGE));
    let behind = |l: &&str| {
        let (rest, person) = name.split_once(*l)?;
        let whole = person.is_empty() || person.starts_with(char::is_whitespace);
        (whole && rest.ends_with(char::is_whitespace)).then(|| rest.trim_end())
    };
    charges().find_map(behind).unwrap_or(name)
}

/// The text before a surname, or before a recruiting department.
fn without_person(name: &str) -> &str {
    let parted = |(at, c): (usize, char)| {
        let mark = c == 'の' || c.is_whitespace();
        mark.then(|| Some((name.get(..at)?, name.get(at + c.len_utf8()..)?))).flatten()
    };
    let mut parts = name.char_indices().rev().filter_map(parted);
    match parts.next() {
        Some((office, person)) if SURNAMES.contains(&person) || DEPARTMENTS.contains(&person) => {
            without_person(office.trim_end())
        }
        _ => name,
    }
}

/// Whether more than one employer is named: with a title in the middle, with a mark between names
/// in Japanese, or by what says that there are others.
fn several(name: &str) -> bool {
    let titled = name.split_once(PERSON_TITLE);
    if titled.is_some_and(|(before, rest)| !rest.is_empty() && !ends(before, TITLED_ANYWAY)) {
        return true;
    }
    let marks = ['、', '，', ',', '；', ';', '/', '／', '\n'];
    if name.split(marks).filter(|part| japanese(part)).count() > 1 {
        return true;
    }
    // みなと薬局とやまと薬局; みなと is a name as well.
    let places = |part: &str| ends(part.trim(), WORKPLACES);
    let joined = OFFICE_JOINTS.iter().any(|and| {
        name.match_indices(and).any(|(at, _)| {
            let (before, behind) = (name.get(..at), name.get(at + and.len()..));
            before.zip(behind).is_some_and(|(a, b)| places(a) && places(b))
        })
    });
    let counted = name.trim_end_matches(['社', '件', '名', '院', '店']);
    let others = counted.len() < name.len() && counted.ends_with(char::is_numeric);
    let count = counted.trim_end_matches(char::is_numeric);
    joined
        || others && (count.is_empty() || ends(count, OFFICE_OTHERS))
        || ends(name, OFFICE_OTHERS)
}

#[cfg(test)]
mod tests {
    use super::office;
    use crate::domain::typed::as_typed;

    #[test]
    fn as_people_write_them() {
        as_typed("office", office);
    }
}
