//! Titles of the addressee: 様 for a person, 御中 for an office, 各位 for several, one of them at a time.

use super::names::SERVICES;
use super::text::{Letter, finding, hits, squeezed};
use super::{Lint, Place, Weight};

const WHY: &str = "敬称は一つだけです。個人には「様」、組織には「御中」、複数の人には「各位」を使います";

/// Ends of the names of offices. 部 and 室 end surnames too (阿部、氷室), so that these are written out.
const OFFICES: [&str; 27] = [
    "会社",
    "（株）",
    "(株)",
    "窓口",
    "センター",
    "事務局",
    "本部",
    "支店",
    "支社",
    "営業所",
    "オフィス",
    "グループ",
    "チーム",
    "人事部",
    "人事課",
    "営業部",
    "総務部",
    "総務課",
    "管理部",
    "事業部",
    "採用部",
    "企画部",
    "紹介部",
    "サポート部",
    "相談室",
    "秘書室",
    "法人",
];

const COMPANIES: [&str; 4] = ["株式会社", "有限会社", "合同会社", "合資会社"];

/// Someone after a company's name.
const PEOPLE: [&str; 11] =
    ["担当", "責任者", "部長", "課長", "係長", "社長", "代表", "店長", "先生", "主任", "氏"];

/// Titles of office that are honorific already when they follow a name.
const TITLES: [&str; 8] = ["社長様", "部長様", "課長様", "係長様", "店長様", "支店長様", "所長様", "主任様"];

/// Looks at the titles.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let addressee = || letter.addressee().map(|(p, l)| (*p, squeezed(l)));
    let onchu = addressee().find(|(_, l)| l.contains("御中"));
    let in_addressee = |place| letter.addressee().any(|(p, _)| *p == place);
    let mut both = |place| {
        out.push(finding(
            "onchu_sama",
            Weight::Warn,
            place,
            WHY,
            "「御中」と「様」が併用されています",
            "担当の方に宛てるなら「様」だけ、部署に宛てるなら「御中」だけにしてください",
        ));
    };
    if let Some((place, _)) = onchu
        && addressee().any(|(_, l)| ["様", "殿", "さま"].iter().any(|t| l.ends_with(t)))
    {
        both(place);
    }
    for (place, line) in &letter.lines {
        let l = squeezed(line);
        if hits(&l, "御中").any(|(_, before, after)| {
            ["様", "殿", "さま", "担当者", "各位"].iter().any(|t| before.ends_with(t))
                || ["様", "殿", "さま"].iter().any(|t| after.starts_with(t))
                || (in_addressee(*place) && ["様", "殿", "さま"].iter().any(|t| after.ends_with(t)))
        }) {
            both(*place);
        }
    }
    for (place, line) in &letter.lines {
        kakui(*place, &squeezed(line), out);
    }
    for (i, (place, line)) in letter.addressee().enumerate() {
        office(letter, *place, line.trim(), out);
        person(letter, *place, line.trim(), i > 0, out);
    }
}

fn kakui(place: Place, line: &str, out: &mut Vec<Lint>) {
    let wrong = hits(line, "各位").any(|(_, before, after)| {
        ["様", "殿", "さま"].iter().any(|t| after.starts_with(t))
            || ((before.ends_with("様") || before.ends_with("さま") || before.ends_with("殿"))
                && !["お客様", "お客さま", "お得意様", "お得意さま"].iter().any(|t| before.ends_with(t)))
    });
    if wrong {
        out.push(finding(
            "kakui_sama",
            Weight::Warn,
            place,
            "「各位」は「皆様方」の意味で、それ自体が敬称です（「お客様各位」は慣用として認められています）",
            "「各位」に「様」や「殿」が重なっています",
            "「担当者各位」のように「各位」だけにしてください",
        ));
    }
}

/// 佐藤 御中: the consultant, or below a name of an office a word of at most three characters that is none.
fn person(letter: &Letter<'_>, place: Place, line: &str, below: bool, out: &mut Vec<Lint>) {
    let Some(name) = line.strip_suffix("御中").map(str::trim_end) else { return };
    let mut words = name.split_whitespace();
    let last = words.next_back().unwrap_or_default();
    let ends = ["部", "課", "室", "係", "局", "院", "店", "所", "社", "会", "校", "園", "団", "係", "中"];
    let short = (1..=3).contains(&last.chars().count())
        && last.chars().all(|c| ('\u{3400}'..='\u{9FFF}').contains(&c) || c == '々')
        && !ends.iter().any(|e| last.ends_with(e))
        && (below || words.next().is_some());
    if short || letter.input.handler.is_some_and(|h| squeezed(h) == squeezed(last) && !last.is_empty()) {
        out.push(finding(
            "onchu_sama",
            Weight::Warn,
            place,
            WHY,
            "個人の名前に「御中」が付いているようです",
            "個人に宛てるなら「様」にしてください",
        ));
    }
}

fn office(letter: &Letter<'_>, place: Place, line: &str, out: &mut Vec<Lint>) {
    let whole = squeezed(line);
    if let Some(title) = TITLES.iter().find(|t| whole.ends_with(*t)) {
        out.push(finding(
            "title_sama",
            Weight::Hint,
            place,
            "役職名はそれ自体が敬称の働きをします",
            format!("「{title}」と、役職に「様」が重なっています"),
            "「営業部長 ○○様」のように、役職を氏名の前に置いてください",
        ));
        return;
    }
    let Some(name) = ["様", "さま", "殿"].iter().find_map(|t| line.strip_suffix(t)).map(str::trim_end)
    else {
        return;
    };
    let last = name.split_whitespace().last().unwrap_or_default();
    let company = COMPANIES.iter().any(|c| last.starts_with(c)) && !PEOPLE.iter().any(|p| last.contains(p));
    let is = |s: &str| squeezed(s) == squeezed(name) || squeezed(s) == squeezed(last);
    let service = letter.service.as_deref().is_some_and(is) || SERVICES.into_iter().any(is);
    if company || service || OFFICES.iter().any(|o| last.ends_with(o)) {
        out.push(finding(
            "sama_after_office",
            Weight::Warn,
            place,
            WHY,
            "会社名・部署名・サービス名に「様」が付いています",
            "「御中」にするか、次の行に「ご担当者様」と書いてください",
        ));
    }
}
