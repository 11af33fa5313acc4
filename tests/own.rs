//! Services and wording of the user's own, and `kotowari check` on files and folders.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::{Place, answers};
use std::fs;
use std::path::Path;

fn pause(service: &str) -> String {
    answers(
        service,
        "pause",
        "pause_from = \"today\"\nresume = \"2027-04\"\npause_scope = [\"offers\"]\n",
    )
}

const SERVICE: &str = r#"id = "minato"
name = "みなと薬剤師ナビ"
desk = "登録窓口 御中"
answer_business_days = 5
form_limit = 360
[[contact]]
kind = "phone"
value = "000-000-0000"
open = ["weekday 10:00-17:00"]
source = "手元のメール"
checked_on = "2026-11-01"
verified = true
"#;

#[test]
fn a_service_of_ones_own_is_known_everywhere() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    let answers = p.file("a.toml", pause("minato"));
    let (code, out, err) = p.told(&["letter", "--answers", &answers, "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("みなと薬剤師ナビ") && out.contains("登録窓口 御中"), "{out}");
    assert!(
        out.contains("\"answer_by\": \"2026-11-30\""),
        "five business days, with a holiday: {out}"
    );
    let (_, out, _) = p.told(&["services"]);
    assert!(out.contains("minato") && out.contains("apoplus-pharmacist"), "{out}");
    // Its form takes 360 characters.
    let (_, out, _) =
        p.told(&["letter", "--answers", &answers, "--channel", "form", "--format", "json"]);
    assert!(out.contains("\"short\": true") && out.contains("\"form_limit\": 360"), "{out}");
    let (code, out, err) = p.told(&["check"]);
    assert_eq!((code, out.contains("ファイル 1 個")), (0, true), "{out}{err}");
}

/// What a script tells to dial, and what goes into an address line, is what its kind says.
#[test]
fn a_contact_is_of_its_kind() {
    for (kind, value) in [
        ("phone", "javascript:x"),
        ("phone", "110"),
        ("phone", "x@y.jp"),
        ("mail", "desk@minato.jp, x@y.jp"),
        ("mail", "desk@minato.jp?bcc=x@y.jp"),
        ("mail", "みなと <desk@minato.jp>"),
        ("form", "minato.jp"),
    ] {
        let p = Place::new();
        let contact = format!("kind = \"{kind}\"\nvalue = \"{value}\"");
        let old = "kind = \"phone\"\nvalue = \"000-000-0000\"";
        p.file("services/minato.toml", SERVICE.replace(old, &contact));
        let (code, _, err) = p.told(&["check"]);
        assert!(code == 1 && err.contains("contact[1].value"), "{kind} {value}: {err}");
    }
}

/// A name as long as a file may be is none: every text of a record has a bound, and all that go
/// beyond are named.
#[test]
fn a_service_without_end_is_named_and_left_out() {
    let p = Place::new();
    let long = |key: &str| format!("{key} = \"{}\"\n", "あ".repeat(20_000));
    let text = SERVICE.replacen("name =", &format!("{}{}unused =", long("name"), long("note")), 1);
    let text = text.lines().filter(|l| !l.starts_with("unused")).collect::<Vec<_>>().join("\n");
    p.file("services/minato.toml", &text);
    let (code, _, err) = p.told(&["check"]);
    assert_eq!((code, err.matches("長すぎます").count()), (1, 2), "{err}");
}

#[test]
fn a_broken_service_is_named_and_left_out() {
    let p = Place::new();
    let bad = SERVICE
        .replace("id = \"minato\"", "id = \"../x\"")
        .replace("10:00-17:00", "17:00-10:00")
        .replace("answer_business_days = 5", "answer_business_days = 0");
    p.file("services/bad.toml", &bad);
    p.file("services/unreadable.toml", "id = \"x\"\nnam = \"y\"\n");
    p.file(
        "services/both.toml",
        "id = \"both\"\nnam = \"y\"\nname = 3\nanswer_business_days = 0\ndesk = \"係\"\n\
         [[contact]]\nkind = \"fax\"\nvalue = \"03-0000-0000\"\nsource = \"名刺\"\n\
         checked_on = 2026-11-01\nverified = false\nopen = [\"昼\"]\n",
    );
    p.file("services/minato.toml", SERVICE);
    let (code, _, err) = p.told(&["check"]);
    assert_eq!(code, 1);
    for (line, key) in [
        ("bad.toml:1", "id"),
        ("bad.toml:4", "answer_business_days"),
        ("bad.toml:9", "open"),
        ("unreadable.toml:2", "nam"),
        // Also of a file of which not all can be read.
        ("both.toml:2", "nam"),
        ("both.toml:3", "name"),
        ("both.toml:4", "answer_business_days"),
        ("both.toml:5", "desk"),
        ("both.toml:7", "kind"),
        ("both.toml:12", "open"),
    ] {
        assert!(err.lines().any(|l| l.contains(line) && l.contains(key)), "{line} {key} in {err}");
    }
    let (_, out, _) = p.told(&["services"]);
    assert!(out.contains("minato") && !out.contains("../x"), "{out}");
}

/// What a record lacks and what is wrong in it is told at once, however its tables are written.
#[test]
fn every_mistake_of_a_service_is_named_at_once() {
    let p = Place::new();
    let rows = "category = \"dentist\"\nwithdraw_ways = [\"fax\", 3]\ncontact = [\n\
        { kind = \"fax\", value = \"03-0000-0000\", source = \"名刺\" },\n\
        { kind = \"phone\", valeu = \"\", source = 1, checked_on = 2026-11-01 },\n]\n";
    let tables = "id = \"tables\"\ndesk = \"係\"\n[[contact]]\nkind = \"fax\"\nvalue = \"\"\n\
        [[contact]]\nkind = \"phone\"\nverified = \"yes\"\n[[similar]]\ndomain = \"A B\"\n";
    for (name, text, mistakes) in [
        (
            "rows.toml",
            rows,
            &[
                "1: id: ", "1: name: ", "1: category: ", "2: withdraw_ways: ",
                "2: withdraw_ways[2]: ", "4: contact[1].kind: ", "4: contact[1].checked_on: ",
                "4: contact[1].verified: ", "5: contact[2].valeu: ", "5: contact[2].value: ",
                "5: contact[2].source: ", "5: contact[2].verified: ",
            ][..],
        ),
        (
            "tables.toml",
            tables,
            &[
                "1: name: ", "2: desk: ", "3: contact[1].source: ", "3: contact[1].checked_on: ",
                "3: contact[1].verified: ", "4: contact[1].kind: ", "5: contact[1].value: ",
                "6: contact[2].value: ", "6: contact[2].source: ", "6: contact[2].checked_on: ",
                "8: contact[2].verified: ", "9: similar[1].name: ", "9: similar[1].note: ",
                "10: similar[1].domain: ",
            ],
        ),
    ] {
        p.file(&format!("services/{name}"), text);
        let (_, _, err) = p.told(&["check"]);
        let told: Vec<&str> =
            err.lines().filter_map(|l| l.split_once(&format!("{name}:")).map(|l| l.1)).collect();
        for mistake in mistakes {
            assert!(told.iter().any(|l| l.starts_with(mistake)), "{mistake} in {err}");
        }
        assert_eq!(told.len(), mistakes.len(), "{err}");
    }
    // Written so, a record is as good as any.
    let row = "{ kind = \"phone\", value = \"000-000-0000\", source = \"x\", \
               checked_on = 2026-11-01, verified = true }";
    let own = SERVICE.split_once("[[contact]]").expect("its contact").0;
    let p = Place::new();
    p.file("services/minato.toml", format!("{own}contact = [{row}]\n"));
    let (code, out, err) = p.told(&["check"]);
    assert!(code == 0 && out.contains("ファイル 1 個"), "{out}{err}");
}

#[test]
fn wording_of_ones_own_replaces_a_paragraph() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    p.file(
        "letters/mine.toml",
        "[[paragraph]]\nid = \"closing.stay\"\ntext = \"どうぞよろしくお願いいたします。{{ sender.name }}\"\n",
    );
    let answers = p.file("a.toml", pause("minato"));
    let (code, out, err) = p.told(&["letter", "--answers", &answers]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("どうぞよろしくお願いいたします。山田 花子"), "{out}");
    assert_eq!(p.told(&["check"]).0, 0);
}

#[test]
fn wording_is_held_to_the_rules_of_the_built_in_one() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    let mine = "[[paragraph]]\nid = \"closing.stay\"\ntext = \"{{ nobody }}\"\n\n\
                [[paragraph]]\nid = \"no.such\"\ntext = \"x\"\n\n\
                [[paragraph]]\nid = \"pause.news.one\"\ntext = \"{{ law['appi-99'].law }}\"\n\n\
                [[paragraph]]\nid = \"pause.resume.one\"\ntext = \"{{ law['appi-36'].lawx }}\"\n\n\
                [[paragraph]]\nid = \"pause.reply\"\ntext = \"{% for\"\n\n\
                [[paragraph]]\nid = \"withdraw.procedure\"\n\
                text = \"{% if tone == 'fimr' %}x{% endif %}\"\n";
    p.file("letters/mine.toml", mine);
    let angry =
        "[[paragraph]]\nid = \"withdraw.news\"\ntext = \"最悪なので退会させていただきます。\"\n";
    p.file("letters/angry.toml", angry);
    let (code, _, err) = p.told(&["check"]);
    assert_eq!(code, 1);
    for (line, what) in [
        ("mine.toml:2", "nobody"),
        ("mine.toml:6", "no.such"),
        ("mine.toml:10", "appi-99"),
        ("mine.toml:14", "lawx"),
        ("mine.toml:18", "pause.reply"),
        ("mine.toml:22", "tone が fimr に"),
        ("angry.toml:2", "最悪"),
    ] {
        assert!(
            err.lines().any(|l| l.contains(line) && l.contains(what)),
            "{line} {what} in {err}"
        );
    }
    // The file with mistakes is not used, and the letter still comes.
    let answers = p.file("a.toml", pause("minato"));
    let (code, out, err) = p.told(&["letter", "--answers", &answers]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("登録はそのままとし、") && err.contains("使っていません"), "{out}{err}");
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    let nest = |depth: usize| {
        let list = "['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']";
        let loops = format!("{{% for a in {list} %}}").repeat(depth);
        format!("{loops}x{}", "{% endfor %}".repeat(depth))
    };
    let long = nest(20);
    // The built-in wording of the second one is made of phrases, which stand in with it.
    let own = ["closing.stay", "pause.reply"]
        .map(|id| format!("[[paragraph]]\nid = \"{id}\"\ntext = \"{long}\"\n"));
    p.file("letters/long.toml", own.concat());
    let answers = p.file("a.toml", pause("minato"));
    let start = std::time::Instant::now();
    let (code, out, err) = p.told(&["letter", "--answers", &answers]);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("どうぞよろしくお願いいたします。"),
        "the built-in wording stands in: {out}"
    );
    assert!(out.contains("予定日を、11月30日（月）までに"), "{out}");
    // It says so, there and in the check.
    assert!(err.contains("closing.stay") && err.contains("組み込みの文面"), "{err}");
    let (code, _, err) = p.told(&["check"]);
    assert!(code == 1 && err.contains("組み込みの文面"), "{code} {err}");
}

/// Templates that would fill the memory or the stack are mistakes with words, in every command that
/// reads them.
#[test]
fn a_template_that_grows_without_end_is_refused() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    let answers = p.file("a.toml", pause("minato"));
    for long in [
        "{% set a=['x']*1000 %}{% set b=[a]*1000 %}{% set c=[b]*1000 %}{{ c|join }}".to_owned(),
        format!("{{{{ 1{} }}}}", "+1".repeat(29_000)),
        format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}".repeat(5_000)),
        "x".repeat(1_000_000),
    ] {
        p.file(
            "letters/long.toml",
            format!("[[paragraph]]\nid = \"closing.stay\"\ntext = \"{long}\"\n"),
        );
        let start = std::time::Instant::now();
        let (code, out, err) = p.told(&["letter", "--answers", &answers]);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
        assert!(code == 0 && out.contains("どうぞよろしくお願いいたします。"), "{code} {err}");
        let (code, _, err) = p.told(&["check"]);
        assert!(
            code == 1
                && err.contains("long.toml")
                && (err.contains("使え") || err.contains("すぎます")),
            "{err}"
        );
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the assets").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

/// Every kind of mistake that an asset can have: (file, what is replaced, by what, what is said).
/// Those that are seen in one reading are made together and all said.
#[test]
fn a_mistake_in_an_asset_is_found_with_file_and_line() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let batches: [&[(&str, &str, &str, &str)]; 8] = [
        &[
            (
                "flow/pause.toml", "next = [{ to = \"pause_scope\" }]",
                "next = [{ to = \"nowhere\" }]", "nowhere",
            ),
            ("flow/pause.toml", "facts = [\"B6\"]", "facts = [\"B66\"]", "B66"),
            ("flow/entry.toml", "goal = [\"pause\"]", "goal = [\"paus\"]", "paus"),
            ("flow/entry.toml", "to = \"hurts\"", "to = \"hurt\"", "hurt"),
            ("steps.toml", "goal = \"pause\"", "goal = \"sleep\"", "sleep"),
        ],
        &[
            ("letters/pause.toml", "{{ pause_from }}から", "{{ pause_fron }}から", "pause_fron"),
            ("letters/pause.toml", "section = \"middle\"", "section = \"midlde\"", "midlde"),
            (
                "letters/pause.toml", "pause_scope = [\"offers\"]", "pause_scope = [\"nothing\"]",
                "nothing",
            ),
            ("letters/pause.toml", "law = [\"spam-3-3\"]", "law = [\"spam-9\"]", "spam-9"),
            ("letters/withdraw.toml", "law['appi-35-5'].article", "law['appi-35-5'].lawx", "lawx"),
        ],
        &[
            (
                "flow/change_handler.toml", "next = [{ to = \"job_type\" }]",
                "next = [{ to = \"region\" }]", "たどり着けない",
            ),
            (
                "letters/withdraw.toml", "law['appi-35-5'].article", "law['appi-353'].article",
                "appi-353",
            ),
            (
                "letters/pause.toml", "{% if pause_from_today %}", "{% if pause_from_today",
                "テンプレート",
            ),
            (
                "letters/withdraw.toml", "law['appi-35-5'].article", "law['appi-35-5']",
                "law、article",
            ),
        ],
        &[
            ("flow/pause.toml", "id = \"resume\"", "id = \"pause_from\"", "二つ"),
            ("law.toml", "checked_on = \"2026-11-22\"", "checked_on = \"2026-22-22\"", "日付は"),
        ],
        &[(
            "flow/pause.toml", "next = [{ to = \"pause_scope\" }]",
            "next = [{ to = \"pause_from\" }]", "輪",
        )],
        &[(
            "letters/pause.toml",
            "stops_some = [\"yes\"], pause_scope",
            "stops_some = [\"yes\"], means = [\"mail_only\"], pause_scope",
            "現れることのない",
        )],
        &[("letters/withdraw.toml", "law['appi-35-5'].article", "law[tone].article", "law の中は")],
        &[("law.toml", "article = \"第22条\"", "article = 22", "appi-22.article: 値の種類")],
    ];
    let tried = &|batch: &[(&str, &str, &str, &str)]| {
        let p = Place::new();
        let tree = p.0.path().join("assets");
        copy(&assets, &tree);
        for (file, old, new, _) in batch {
            let text = fs::read_to_string(tree.join(file)).expect("an asset");
            assert!(text.contains(old), "{file} has no {old}");
            fs::write(tree.join(file), text.replacen(old, new, 1)).expect("an asset");
        }
        let (code, _, err) = p.told(&["check", "assets"]);
        assert_eq!(code, 1, "{batch:?}");
        for (file, _, new, says) in batch {
            let named = |l: &str| {
                let at = l.split_once(&format!("{file}:")).and_then(|(_, r)| r.split_once(':'));
                at.is_some_and(|(line, _)| line.parse::<usize>().is_ok_and(|n| n > 0))
                    && l.contains(says)
            };
            assert!(err.lines().any(named), "{file}: {new}: {err}");
        }
    };
    // Each takes seconds: as many at once as there are cores to be had anywhere.
    std::thread::scope(|s| {
        for half in batches.chunks(batches.len() / 2) {
            s.spawn(move || half.iter().copied().for_each(tried));
        }
    });
    let p = Place::new();
    copy(&assets, &p.0.path().join("assets"));
    let (code, _, err) = p.told(&["check", "assets"]);
    assert_eq!(code, 0, "{err}");
}

/// A file in the place of a folder of ours is named, and not an empty folder.
#[test]
fn a_file_in_the_place_of_the_services_is_named() {
    let p = Place::new();
    let services = p.0.path().join("services");
    let _ = fs::remove_dir_all(&services);
    fs::write(&services, "not a folder").expect("written");
    let (code, _, err) = p.told(&["check"]);
    assert!(code == 1 && err.contains("services を読めません（途中に"), "{err}");
}

/// A folder is looked into, whatever its files are; one with nothing to look at is not called
/// right.
#[test]
fn a_folder_is_looked_into() {
    let p = Place::new();
    let folder = p.0.path().join("mine");
    fs::create_dir(&folder).expect("a folder");
    let (code, _, err) = p.told(&["check", "mine"]);
    assert!(code == 1 && err.contains("調べるファイル（.toml）がありません"), "{err}");
    p.file("mine/a.toml", "goal = \"x\"\n");
    let whole = p.told(&["check", "mine"]);
    let file = Path::new("mine").join("a.toml");
    assert_eq!(whole, p.told(&["check", file.to_str().expect("UTF-8")]));
    assert!(whole.0 == 1 && whole.2.contains("a.toml:1: "), "{}", whole.2);
}

#[test]
fn a_letter_is_read_through() {
    let p = Place::new();
    let letter = "件名：退会のお願い（山田 花子）\n\nアポプラス薬剤師 御中\n佐藤様\n\n最悪な対応でしたので退会します。〇〇をお願いします。\n\
        2026年11月21日（金）までにお返事ください。\n";
    let file = p.file("letter.txt", letter);
    let (code, _, err) = p.told(&["check", &file]);
    assert_eq!(code, 1);
    for (line, what) in
        [("letter.txt:6", "anger"), ("letter.txt:6", "sample"), ("letter.txt:7", "weekday")]
    {
        assert!(
            err.lines().any(|l| l.contains(line) && l.contains(what)),
            "{line} {what} in {err}"
        );
    }
    // A letter of ours passes.
    let answers = p.file("a.toml", pause("apoplus-pharmacist"));
    let (_, out, _) = p.told(&["letter", "--answers", &answers]);
    let file = p.file("good.txt", &out);
    let (code, _, err) = p.told(&["check", &file]);
    assert_eq!(code, 0, "{err}");
}

/// A letter of ours with one thing wrong, given as text: (what is replaced, by what, the rule that
/// says so).
#[test]
fn a_letter_alone_is_held_to_its_elements_and_names() {
    let p = Place::new();
    let answers = p.file("a.toml", pause("apoplus-pharmacist"));
    let (_, whole, err) = p.told(&["letter", "--answers", &answers]);
    assert!(whole.starts_with("件名："), "{whole}{err}");
    let check = |text: &str| {
        let file = p.file("letter.txt", text);
        p.told(&["check", &file])
    };
    assert_eq!(check(&whole).0, 0);
    // A mark at the beginning of the file changes nothing.
    let (code, _, err) = check(&format!("\u{FEFF}{whole}"));
    assert_eq!((code, err.contains("form_character")), (0, false), "{err}");
    let lines = |drop: &[&str]| -> String {
        let kept = |l: &&str| !drop.iter().any(|d| l.contains(d));
        whole.lines().filter(kept).collect::<Vec<_>>().join("\n")
    };
    for (text, rule) in [
        (lines(&["日（金）から", "開始日"]), "missing_date"),
        (lines(&["登録メール：", "登録電話："]), "missing_identity"),
        (whole.replacen("アポプラス薬剤師\n", "マイナビ薬剤師\n", 1), "service_other"),
        (whole.replacen("（山田 花子）", "（鈴木 一郎）", 1), "sender_variant"),
        (String::new(), "empty"),
        (" \n\u{3000}\n".to_owned(), "empty"),
    ] {
        let (code, _, err) = check(&text);
        assert!(code == 1 && err.contains(rule), "{rule}: {code} {err}");
    }
    // The goal is named by the first word, whatever is polite about it.
    let (code, _, err) = check("退会希望\n\n山田花子\n登録メール：hanako@example.jp\n");
    assert!(code == 1 && err.contains("missing_decision"), "{err}");
    // Where nothing is named, it says so.
    let (_, _, err) = check("こんにちは。\n");
    assert!(err.contains("用件"), "{err}");
}

/// A wording that says nothing of what its paragraph is there for.
#[test]
fn wording_that_loses_the_substance_is_found() {
    let p = Place::new();
    p.file("services/minato.toml", SERVICE);
    for (id, rule) in [
        ("withdraw.news", "退会の日付"),
        ("withdraw.reply", "終わったときの知らせ"),
        ("closing.stay", ""),
        ("change.news", "担当変更の依頼"),
        ("resume.news", "再開の依頼"),
        ("withdraw.selections.none", "選考中の案件について"),
    ] {
        p.file(
            "letters/mine.toml",
            format!("[[paragraph]]\nid = \"{id}\"\ntext = \"ごきげんよう。\"\n"),
        );
        let (code, _, err) = p.told(&["check"]);
        // A courtesy is no substance.
        assert!(
            err.contains(rule) && code == u8::from(!rule.is_empty()).into(),
            "{id}: {code} {err}"
        );
    }
}

#[test]
fn a_template_that_cant_be_read_is_explained_once() {
    let p = Place::new();
    for (text, words) in [
        ("{{ sender.name 様", "「{{」が「}}」で閉じていません"),
        ("{% if tone == 'soft' %}はい", "{% if %} と {% endif %} の数が合っていません"),
        ("{% for w in wishes %}はい", "{% for %} と {% endfor %} の数が合っていません"),
        ("一\n二{{ 'sender }}", "2行目の {{ }} か {% %} の中の書き方が違います"),
    ] {
        p.file(
            "letters/mine.toml",
            format!("[[paragraph]]\nid = \"withdraw.news\"\ntext = \"\"\"{text}\"\"\"\n"),
        );
        let (code, _, err) = p.told(&["check"]);
        assert_eq!((code, err.lines().count()), (1, 1), "{err}");
        assert!(err.contains(words) && err.is_ascii() == words.is_ascii(), "{words}: {err}");
    }
}

/// Everything that is wrong with files of one's own is told at once, with its line and key.
#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let p = Place::new();
    p.file(
        "services/a.toml",
        "id = minato\nname ＝ \"みなと\"\ndesk = 「窓口」\nanswer_business_days = ３\n",
    );
    p.file(
        "services/b.toml",
        "id = \"b\"\ndesk = 3\nnai = 1\nform_limit = \"700\"\n[[contact]]\nkind = 3\n\
            [[contact]]\nkind = \"mail\"\nnai = 2\n",
    );
    p.file(
        "services/c.toml",
        "name = \"c\"\n[[contact]]\nkind = \"mail\"\n[[contact]]\nkind = \"mail\"\n",
    );
    p.file(
        "services/d.toml",
        "category = \"x\"\nform_limit = \"700\"\n[[contact]]\nkind = \"fax\"\nnai = 1\n\
            source = \"名刺\"\nverified = 3\n",
    );
    p.file(
        "letters/m.toml",
        "[[paragraph]]\nid = \"withdraw.procedure\"\n[paragraph.when]\n[[paragraph]]\n\
            id = \"withdraw.opening\"\n",
    );
    p.file(
        "letters/l.toml",
        "[[paragraph]]\nid = \"a\"\ntext = 3\n[[paragraph]\nid = \"b\"\n[[paragraph]]\nid = c\n\
            nai = 1\n",
    );
    let (code, _, err) = p.told(&["check"]);
    assert_eq!(code, 1, "{err}");
    // By its name: what stands before it is written as the system does.
    for (file, told) in [
        (
            "a.toml",
            &[
                "1: id: ",
                "2: 全角の「＝」",
                "3: desk: 値が全角の引用符",
                "4: answer_business_days: 全角の「３」",
            ][..],
        ),
        (
            "b.toml",
            &[
                "1: name: ", "2: desk: 値の種類", "3: nai: この項目", "4: form_limit: 値の種類",
                "5: contact[1].checked_on: ", "5: contact[1].source: ", "5: contact[1].value: ",
                "5: contact[1].verified: ", "6: contact[1].kind: 値の種類",
                "7: contact[2].checked_on: ", "7: contact[2].source: ", "7: contact[2].value: ",
                "7: contact[2].verified: ", "9: contact[2].nai: この項目",
            ],
        ),
        (
            "c.toml",
            &[
                "1: id: ", "2: contact[1].checked_on: ", "2: contact[1].source: ",
                "2: contact[1].value: ", "2: contact[1].verified: ", "4: contact[2].checked_on: ",
                "4: contact[2].source: ", "4: contact[2].value: ", "4: contact[2].verified: ",
            ],
        ),
        (
            "d.toml",
            &[
                "1: category: ", "1: id: ", "1: name: ", "2: form_limit: 値の種類",
                "3: contact[1].checked_on: ", "3: contact[1].value: ", "4: contact[1].kind: ",
                "5: contact[1].nai: この項目", "7: contact[1].verified: 値の種類",
            ],
        ),
        ("m.toml", &["1: paragraph[1].text: ", "3: paragraph[1].when: ", "4: paragraph[2].text: "]),
        (
            "l.toml",
            &[
                "3: paragraph[1].text: 値の種類", "4: paragraph: 見出しの括弧",
                "7: paragraph.id: 値が", "8: paragraph[2].nai: この項目",
            ],
        ),
    ] {
        let lines: Vec<&str> =
            err.lines().filter_map(|l| Some(l.split_once(&format!("{file}:"))?.1)).collect();
        assert_eq!(lines.len(), told.len(), "{lines:#?}");
        for (line, told) in lines.iter().zip(told) {
            assert!(line.starts_with(told), "{told}: {line}");
        }
    }
}
