//! Names that differ within the letter: the service's and the sender's. They are compared, never changed, never quoted.

use super::infer;
use super::text::{Letter, finding, hits, squeezed};
use super::{Lint, Part, Place, Weight};

/// Well-known services of this trade, to notice one that slipped in from another letter. Nothing is claimed about them.
pub(super) const SERVICES: [&str; 27] = [
    "アポプラス薬剤師",
    "薬キャリAGENT",
    "薬キャリエージェント",
    "薬キャリ",
    "マイナビ薬剤師",
    "マイナビエージェント",
    "ファルマスタッフ",
    "ジョブメドレー",
    "リクナビ薬剤師",
    "リクルートエージェント",
    "ファーマキャリア",
    "お仕事ラボ",
    "ヤクジョブ",
    "ヤクマッチ",
    "薬剤師ドットコム",
    "ファルメイト",
    "セルワーク",
    "レバウェル薬剤師",
    "ファーマジョブ",
    "クラシス",
    "アプロ・ドットコム",
    "アポプラス登販ナビ",
    "ママヤク",
    "オレヤク",
    "doda",
    "ビズリーチ",
    "グッピー",
];

const WHY_SERVICE: &str = "サービス名が違うと、別の窓口への依頼と受け取られます";
const WHY_SENDER: &str = "登録と照合できず、本人確認の連絡が来ることがあります";

/// Compares the names.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    if let Some(name) = &letter.service {
        service(letter, name, out);
    }
    if let Some(name) = &letter.sender {
        sender(letter, name, out);
    }
    two_services(letter, out);
    mails(letter, out);
    handler(letter, out);
}

fn service(letter: &Letter<'_>, name: &str, out: &mut Vec<Lint>) {
    // A short message goes to a person who knows whose it is.
    let known = letter.input.channel == "message" && letter.input.handler.is_some_and(|h| !h.is_empty());
    let given = letter.input.service.is_some() && !known;
    if given
        && !letter.lines.iter().any(|(p, l)| p.part == Part::Body && l.contains(name))
        && !letter.has(name)
    {
        out.push(finding(
            "service_missing",
            Weight::Warn,
            Place { part: Part::Body, line: 1 },
            WHY_SERVICE,
            "サービス名が本文にありません",
            "宛名か本文に、登録したサービスの名前を書いてください",
        ));
    }
    let others: Vec<&str> =
        SERVICES.into_iter().filter(|o| letter.has(o) && !name.contains(o) && !o.contains(name)).collect();
    for (place, line) in &letter.lines {
        // Of names that begin alike the longest is first.
        let other = others.iter().find(|o| line.contains(*o));
        if let Some(other) = other {
            let weight = if place.part == Part::Subject || in_addressee(letter, *place) {
                Weight::Block
            } else {
                Weight::Warn
            };
            out.push(finding(
                "service_other",
                weight,
                *place,
                WHY_SERVICE,
                format!("別のサービスの名前「{other}」が書かれています"),
                "送り先のサービス名に直すか、名前を出さずに「別のサービス」と書いてください",
            ));
        }
        if nearly(line, name) {
            out.push(finding(
                "service_variant",
                Weight::Warn,
                *place,
                WHY_SERVICE,
                "サービス名とよく似た、書き方の違う名前があります",
                "サービス名の書き方を、登録したときのものに揃えてください",
            ));
        }
    }
}

/// What the addressee and the body call the service, where they don't agree.
fn two_services(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let registered = infer::registered(letter);
    let mut add = |place, weight| {
        out.push(finding(
            "service_other",
            weight,
            place,
            WHY_SERVICE,
            "宛名や本文で、サービスの名前が食い違っています",
            "登録したサービスの名前に揃えてください",
        ));
    };
    let Some((_, first)) = registered.first() else { return };
    if let Some((place, _)) = registered.iter().find(|(_, other)| !infer::same(first, other)) {
        add(*place, Weight::Warn);
    }
    // Given, the name was looked for everywhere.
    let words = infer::addressee(letter);
    if letter.input.service.is_some() || words.iter().any(|(_, w)| infer::same(w, first)) {
        return;
    }
    let office = |w: &str| {
        ["会社", "法人", "（株）", "担当", "責任者", "窓口", "センター", "部", "課", "室", "係", "局"]
            .iter()
            .any(|o| w.contains(o))
    };
    // The first word is the service's where others follow: a single one is a person's.
    if let [(place, word), _, ..] = words.as_slice()
        && !office(word)
        && word.chars().count() > 3
    {
        add(*place, Weight::Warn);
    }
}

/// The registered address, and another one in the signature.
fn mails(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let label = ["登録メール", "登録アドレス", "登録のメール", "メールアドレス："];
    let own = letter.lines.iter().find_map(|(p, l)| {
        (p.part == Part::Body && label.iter().any(|w| l.contains(w))).then(|| infer::address(l))?
    });
    let Some(own) = own else { return };
    let end = letter.lines.iter().rev().filter(|(_, l)| !l.trim().is_empty()).take(5);
    let alone = |l: &str, a: &str| {
        let rest = l.replacen(a, "", 1);
        rest.chars().count() <= 8 && !label.iter().any(|w| l.contains(w)) && !l.contains("担当")
    };
    for (place, line) in end {
        if let Some(other) = infer::address(line)
            && alone(line, other)
            && !other.eq_ignore_ascii_case(own)
        {
            out.push(finding(
                "mail_other",
                Weight::Warn,
                *place,
                WHY_SENDER,
                "署名のメールアドレスが、登録メールアドレスと違います",
                "登録したアドレスに揃えるか、どちらに返信してほしいかを書き添えてください",
            ));
        }
    }
}

/// The consultant in charge, where the addressee or the body names another one.
fn handler(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let said = letter.lines.iter().find_map(|(_, l)| {
        let name = l.trim().trim_start_matches('・').strip_prefix("担当：")?.trim();
        name.strip_suffix('様').map(str::trim_end)
    });
    let Some(handler) = letter.input.handler.map(str::trim).filter(|h| !h.is_empty()).or(said) else {
        return;
    };
    let known = |name: &str| {
        let title = ["担当", "責任者", "皆", "窓口"].iter().any(|w| name.contains(w));
        title || infer::same(name, handler) || letter.service.as_deref().is_some_and(|s| infer::same(name, s))
    };
    for (place, line) in letter.lines.iter().filter(|(p, _)| p.part == Part::Body) {
        let line = line.trim();
        let addressed = in_addressee(letter, *place) || line.starts_with("担当：");
        let person = line.strip_suffix("様").map(str::trim_end).filter(|_| addressed);
        let person = person.map(|n| n.rsplit('：').next().unwrap_or_default().trim());
        let asked = || {
            hits(line, "様をお願いでき")
                .next()
                .map(|(_, before, _)| before.rsplit(['。', '、', '「']).next().unwrap_or_default())
        };
        if let Some(person) = person.or_else(asked)
            && !person.is_empty()
            && !known(person)
        {
            out.push(finding(
                "handler_other",
                Weight::Warn,
                *place,
                "別の方に届くか、宛先を確かめる連絡が来ることがあります",
                "担当者の名前が、ほかの箇所や入力と違います",
                "担当者の名前を確かめてください",
            ));
        }
    }
}

fn in_addressee(letter: &Letter<'_>, place: Place) -> bool {
    letter.addressee().any(|(p, _)| *p == place)
}

/// Whether the line holds the name with one character changed, or with other spaces. Short names are too like other words.
fn nearly(line: &str, name: &str) -> bool {
    let name: Vec<char> = squeezed(name).chars().collect();
    if !(5..=40).contains(&name.len()) {
        return false;
    }
    let line: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    let apart = |w: &[char]| w.iter().zip(&name).filter(|(a, b)| a != b).take(2).count();
    // Where the name stands as it should, the windows beside it are no names.
    let mut exact: Vec<bool> = vec![false; line.len()];
    for (i, w) in line.windows(name.len()).enumerate() {
        if apart(w) == 0 {
            exact.iter_mut().skip(i).take(name.len()).for_each(|e| *e = true);
        }
    }
    line.windows(name.len())
        .enumerate()
        .any(|(i, w)| apart(w) == 1 && !exact.iter().skip(i).take(name.len()).any(|e| *e))
}

/// A character as the common one of those that stand for one another in surnames.
fn common(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' | '嵜' | '埼' => '崎',
        '齋' | '齊' | '斉' => '斎',
        '邊' | '邉' => '辺',
        '澤' => '沢',
        '濵' | '濱' => '浜',
        '嶋' | '嶌' => '島',
        '𠮷' => '吉',
        '櫻' => '桜',
        '廣' => '広',
        '國' => '国',
        '冨' => '富',
        '惠' => '恵',
        '眞' => '真',
        '德' => '徳',
        '龍' => '竜',
        '瀧' => '滝',
        '條' => '条',
        '關' => '関',
        '與' => '与',
        '寳' | '寶' => '宝',
        '峯' => '峰',
        '藪' => '薮',
        '檜' => '桧',
        '淵' => '渕',
        c => c,
    }
}

fn sender(letter: &Letter<'_>, name: &str, out: &mut Vec<Lint>) {
    let whole = squeezed(name);
    let folded: String = whole.chars().map(common).collect();
    // Surname and given name, where a space parts them.
    let parts: Vec<&str> = name.split_whitespace().collect();
    let parted = match parts.as_slice() {
        [surname, given] if given.chars().count() > 1 => Some((*surname, *given)),
        _ => None,
    };
    let places = infer::names(letter);
    for (place, line) in &letter.lines {
        // Told on purpose: 登録時は「高橋」.
        if ["登録時", "登録名", "旧姓", "旧字", "戸籍", "表記"].iter().any(|w| line.contains(w))
        {
            continue;
        }
        let line = squeezed(line);
        let other_variant = || {
            let f: String = line.chars().map(common).collect();
            f.matches(&folded).count() > line.matches(&whole).count()
        };
        let named = || places.iter().any(|(p, n)| p == place && !infer::same(n, name));
        let other_surname = parted.is_some_and(|(surname, given)| {
            hits(&line, given).any(|(_, before, after)| {
                let ends = after.is_empty()
                    || ["（", "）", "(", ")", "」", "です", "と申", "、", "。"]
                        .iter()
                        .any(|e| after.starts_with(e));
                ends && !before.ends_with(surname) && before.ends_with(infer::is_name_character)
            })
        });
        if other_variant() || other_surname || named() {
            out.push(finding(
                "sender_variant",
                Weight::Warn,
                *place,
                WHY_SENDER,
                "差出人の氏名が、ほかの箇所と違う書き方になっています",
                "氏名の書き方を揃えるか、「登録時は『…』です」と書き添えてください",
            ));
        }
    }
    if letter.input.channel == "mail"
        && letter.input.subject.is_some_and(|s| !s.trim().is_empty() && !squeezed(s).contains(&whole))
    {
        out.push(finding(
            "sender_subject",
            Weight::Hint,
            Place { part: Part::Subject, line: 1 },
            "件名は用件と氏名が一目で分かると、探しやすく、見落とされにくくなります",
            "件名に氏名がありません",
            "件名の最後に（氏名）を添えてください",
        ));
    }
}
