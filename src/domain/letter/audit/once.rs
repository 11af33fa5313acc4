//! C: each fact once.

use super::breach::Found;
use super::letter::{Channel, Letter};
use super::text::{count, days, without_quotes};

/// What a withdrawal can ask, and the words that ask for it.
const REQUESTS: [(&str, &[&str]); 6] = [
    ("erase", &["個人情報の消去"]),
    ("stop_use", &["利用の停止", "利用と第三者への提供の停止"]),
    ("stop_third_party", &["第三者への提供の停止"]),
    ("stop_offers", &["求人のご紹介", "求人紹介"]),
    ("stop_mail", &["メール配信"]),
    ("stop_calls", &["お電話・SMS"]),
];

/// How often a reading stands in the text as a whole: a short one is part of many words.
fn readings(text: &str, reading: &str) -> usize {
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let alone = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).unwrap_or_default();
        let behind = text.get(at + reading.len()..).unwrap_or_default();
        !before.ends_with(kana) && !behind.starts_with(kana)
    };
    text.match_indices(reading).filter(alone).count()
}

pub(super) fn check(l: &Letter<'_>, found: &mut Found) {
    let message = l.channel == Channel::Message;
    for (id, what) in [("sender.email", "メールアドレス"), ("sender.phone", "電話番号")] {
        let n = l.told.one(id).map(|s| l.text.matches(s).count());
        if let Some(n) = n.filter(|n| *n != usize::from(!message)) {
            found.add("C1", format!("{what}が{n}回"));
        }
    }
    if let Some(reading) = l.told.one("sender.reading") {
        if reading == l.name {
            if l.text.contains(&format!("（{reading}）")) {
                found.add("C2", "読みが名前と同じです");
            }
        } else if !message {
            let n = readings(l.text, reading);
            if n != 1 {
                found.add("C2", format!("読みが{n}回"));
            }
        }
    }
    names(l, found);
    if l.is_first("withdraw") && !l.spoken() {
        for (id, words) in REQUESTS {
            let (n, wanted) = (count(&l.bare, words), usize::from(l.chose("requests", id)));
            if n != wanted {
                found.add("C4", format!("「{}」が{n}回（{wanted}回に）", words[0]));
            }
        }
        let n = days(&l.flat).filter(|d| d.bracketed && d.rest.starts_with("付で")).count();
        if n != 1 {
            found.add("C5", format!("「…日（曜）付で」が{n}回"));
        }
    }
    let asked = l.chose("requests", "stop_line");
    let open = l.chose("undone", "stop_line");
    let by_line = || l.told.entries("contacts").iter().any(|e| e.get("means") == "line");
    let may = asked || message || l.told.one("means") == Some("message_only") || by_line();
    if l.says(&["LINE"]) && !may && !open {
        found.add("C6", "LINE は答えにありません");
    }
    // What is done, or where only the way is asked for, is not asked for once more.
    let again = l.told.one("follow_up");
    let once = !open && matches!(again, Some("partly_done" | "other_procedure" | "confirm"));
    if asked && !once && !l.says(&["LINE"]) {
        found.add("C6", "LINE が文面にありません");
    }
}

fn names(l: &Letter<'_>, found: &mut Found) {
    if l.name.is_empty() {
        return;
    }
    let most = match l.channel {
        Channel::Form => 3,
        Channel::Message => 1,
        _ => 2,
    };
    let n = if l.spoken() {
        l.text.matches(l.name).count()
    } else {
        without_quotes(l.text, "").matches(l.name).count()
    };
    if n > most {
        found.add("C3", format!("氏名が{n}回（{most}回まで）"));
    }
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn a_short_reading_is_not_found_in_other_words() {
        assert_eq!(readings("キャリアの李（リ）、リスト", "リ"), 1);
        assert_eq!(readings("（ミヤケ トモコ）、ミヤケ トモコです", "ミヤケ トモコ"), 2);
    }
}
