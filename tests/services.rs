//! The directory of services: found as typed, warned of, shown with its evidence, held to its
//! rules.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;
mod support;

use kotowari::domain::content::Content;
use kotowari::domain::service::find::Finder;
use kotowari::domain::service::{CATEGORIES, OTHER, Service, category_rank};
use ran::{Place, answers};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use support::Driver;

/// Exit code, standard output, standard error; `files` stand beside the configuration.
fn run(files: &[(&str, &str)], args: &[&str]) -> (i32, String, String) {
    let place = Place::new();
    for (name, text) in files {
        place.file(name, text);
    }
    place.told(args)
}

fn ids(query: &str) -> Vec<String> {
    let content = Content::builtin();
    let all: Vec<&Service> = content.services().collect();
    content.finder().find(query).records.iter().map(|i| all[*i].id.clone()).collect()
}

#[test]
fn services_are_found_however_they_are_typed() {
    for (query, id) in [
        ("アポプラス", "apoplus-pharmacist"),
        ("ｱﾎﾟﾌﾟﾗｽ", "apoplus-pharmacist"),
        ("apopurasu", "apoplus-pharmacist"),
        ("ＡＰＯ－ＰＬＵＳ", "apoplus-pharmacist"),
        ("あぷぽらす", "apoplus-pharmacist"),
        ("看護のお仕事", "levwell-kango"),
        ("kangonooshigoto", "levwell-kango"),
        ("きらけあ", "levwell-kaigo"),
        ("ナース人材バンク", "nurse-senka-tenshoku"),
        ("パーソルキャリア", "doda"),
        ("deyuda", "doda"),
        ("びずりーち", "bizreach"),
        ("bizreech", "bizreach"),
        ("rikuruuto eejento", "recruit-agent"),
        ("job-medley", "job-medley"),
        ("jobmedly", "job-medley"),
        ("career-ticket.jp", "career-ticket-tenshoku"),
        ("かんごるー", "kango-roo"),
        ("薬剤師 マイナビ", "mynavi-pharma"),
        ("type tenshoku", "type-agent"),
    ] {
        assert_eq!(ids(query).first().map(String::as_str), Some(id), "{query}: {:?}", ids(query));
    }
    for nothing in ["zzzz", "nowhere", "まったく知らない会社", "〇"] {
        assert!(nothing == "〇" || ids(nothing).is_empty(), "{nothing}: {:?}", ids(nothing));
    }
    let doctors = ids("医師");
    assert!(doctors.len() >= 4 && doctors.contains(&"mrt".to_owned()), "{doctors:?}");
}

#[test]
fn the_list_goes_by_category_and_one_is_for_all_others() {
    let content = Content::builtin();
    let all: Vec<&Service> = content.services().collect();
    assert_eq!(all.len(), content.service_ids().count());
    assert!(all.len() >= 60, "{}", all.len());
    assert_eq!(all.first().map(|s| s.id.as_str()), Some("apoplus-pharmacist"));
    assert_eq!(all.last().map(|s| s.id.as_str()), Some(OTHER));
    let ranks: Vec<usize> = all.iter().map(|s| category_rank(&s.category)).collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/services"))
        .expect("a folder");
    assert_eq!(files.count(), all.len(), "a file each");
    for (category, _) in CATEGORIES {
        let (code, out, _) = run(&[], &["services", "--category", category, "--format", "json"]);
        let found: Vec<serde_json::Value> = serde_json::from_str(&out).expect("JSON");
        assert!(
            code == 0 && !found.is_empty() && found.iter().all(|s| s["category"] == category),
            "{category}"
        );
    }
    assert_eq!(run(&[], &["services", "--category", "pilot"]).0, 2);
}

#[test]
fn ten_thousand_records_are_searched_between_two_frames() {
    let record = |n: usize| -> Service {
        let text = format!(
            "id = \"s{n}\"\nname = \"みなと薬剤師ナビ{n}\"\noperator = \"株式会社みなとキャリア第{n}\"\n\
             domain = \"minato{n}.example.jp\"\n\
             aliases = [\"みなとやくざいしなび\", \"minato yakuzaishi {n}\", \"ミナト\"]\n"
        );
        toml::from_str(&text).expect("a record")
    };
    let records: Vec<Service> = (0..10_000).map(record).collect();
    let finder = Finder::new(records.iter());
    // The program is not optimised here: a tenth of the released one's speed, and other tests
    // beside it.
    let limit =
        if cfg!(debug_assertions) { Duration::from_secs(2) } else { Duration::from_millis(16) };
    for query in
        ["み", "みなと", "minatoyakuzaishi 9999", "minatoyakuzashii", "どこにもない名前です"]
    {
        let best = (0..3)
            .map(|_| {
                let start = Instant::now();
                let _ = finder.find(query);
                start.elapsed()
            })
            .min();
        assert!(best.is_some_and(|t| t < limit), "{query}: {best:?}");
    }
}

#[test]
fn nothing_found_is_1_and_the_wizard_takes_the_name() {
    for format in ["text", "json"] {
        let (code, out, err) = run(&[], &["services", "zzzz", "--format", format]);
        assert!(code == 1 && err.contains("見つかりません"), "{out}{err}");
        assert_eq!(out.trim(), if format == "json" { "[]" } else { "" });
    }
    let mut d = Driver::new();
    d.press("'みなとキャリア相談室'");
    assert!(d.frame().contains("「みなとキャリア相談室」という名前で進む"), "{}", d.frame());
    // It was typed already: nobody is asked for it again.
    d.press("enter");
    assert_eq!(d.at(), "goal");
    // Found by typing; what is typed is no answer of its own.
    let mut d = Driver::new();
    d.press("'bizr' enter");
    assert_eq!(d.app.session.answers.one("service"), Some("bizreach"));
}

#[test]
fn what_a_service_is_mistaken_for_is_said_when_it_is_chosen() {
    let mut d = Driver::new();
    assert!(
        !d.frame().contains("登録販売者") && !d.frame().contains("careerticket"),
        "{}",
        d.frame()
    );
    d.press("'キャリアチケット転職' enter");
    assert_eq!(d.at(), "goal");
    assert!(
        d.frame().contains("career-ticket.jp") && d.frame().contains("careerticket.jp"),
        "{}",
        d.frame()
    );
    // Once, and not beside the questions after it.
    d.press("=reduce_contact");
    assert!(!d.frame().contains("careerticket.jp"), "{}", d.frame());
    d.press("esc");
    assert!(!d.frame().contains("careerticket.jp"), "{}", d.frame());
    let (_, out, _) = run(&[], &["services", "キャリアチケット転職", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found[0]["similar"][0]["domain"], "careerticket.jp");
}

#[test]
fn where_no_letter_is_needed_that_is_said_first() {
    for (query, words) in
        [("doda", "マイページから退会できる"), ("recruit-agent", "退会用のフォーム")]
    {
        let mut d = Driver::new();
        d.press(&format!("'{query}' enter 4"));
        let frame = d.frame();
        assert!(frame.contains(words) && frame.contains("第三者"), "{query}: {frame}");
    }
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw");
    assert!(!d.frame().contains("マイページから退会できる"), "{}", d.frame());
}

fn change() -> String {
    let wishes = "means = \"mail_only\"\nfrequency = \"monthly\"\nurgent_offers = \"stop\"\n";
    answers("minato", "change_handler", &format!("wishes = [\"listens\"]\n{wishes}"))
}

/// A record of the user's own with a desk's address, `more` in it.
fn minato(more: &str) -> String {
    format!(
        "id = \"minato\"\nname = \"みなとナビ\"\n[[contact]]\nkind = \"mail\"\n\
            value = \"desk@minato.example.jp\"\n\
         source = \"公式の問い合わせページ\"\nchecked_on = 2026-11-01\n{more}\n"
    )
}

#[test]
fn an_address_is_filled_in_only_if_it_was_seen_on_the_operators_page_with_a_date() {
    for (more, to) in [
        ("verified = false", false),
        ("verified = true", true),
        ("verified = true\nsource_kind = \"official\"", false),
        ("verified = true\nsource_kind = \"official\"\npage_date = 2026-10", true),
        ("verified = true\npurpose = \"privacy\"", false),
    ] {
        let more = more.replace("2026-10", "\"2026-10\"");
        let files = [("services/minato.toml", minato(&more)), ("a.toml", change())];
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let (code, out, err) = run(&files, &["letter", "--answers", "a.toml", "--format", "eml"]);
        assert_eq!(code, 0, "{more}: {err}");
        assert_eq!(out.contains("To: desk@minato.example.jp"), to, "{more}: {out}");
    }
}

/// Data seen on the operator's own page needs no confirmation.
#[test]
fn a_script_doubts_a_number_that_nobody_has_seen() {
    for (more, doubts) in [("verified = false", true), ("verified = true", false)] {
        let record = minato(more).replace("kind = \"mail\"", "kind = \"phone\"");
        let record = record.replace("desk@minato.example.jp", "0120-000-000");
        let files = [("services/minato.toml", record.as_str()), ("a.toml", &change())];
        let (_, out, err) = run(&files, &["letter", "--answers", "a.toml", "--channel", "phone"]);
        assert!(out.contains("窓口：0120-000-000（"), "{out}{err}");
        assert_eq!(out.contains("公式では未確認。公式サイトで確認を"), doubts, "{out}");
    }
}

#[test]
fn a_contact_says_where_it_is_from_and_that_it_may_be_old() {
    let (_, out, _) = run(&[], &["services", "apoplus-pharmacist"]);
    assert!(out.contains("公式では未確認。古いかもしれません"), "{out}");
    for (more, old, seen) in [
        ("verified = true", false, "に公式で確認"),
        ("verified = true\nsource_kind = \"official\"", true, "に公式で確認"),
        ("verified = false\npage_date = \"2026-05-23\"", true, "公式では未確認"),
        ("verified = false\npage_date = \"2026-05-24\"", false, "公式では未確認"),
    ] {
        let (_, out, _) = run(&[("services/minato.toml", &minato(more))], &["services", "minato"]);
        assert_eq!(
            (out.contains("古いかもしれません"), out.contains(seen)),
            (old, true),
            "{more}: {out}"
        );
    }
    let (code, out, _) = run(&[], &["services", "--stale"]);
    assert!(code == 0 && out.contains("apoplus-pharmacist") && !out.contains("bizreach"), "{out}");
}

#[test]
fn a_field_of_ones_own_replaces_that_field_alone() {
    let own = "id = \"doda\"\ndesk = \"退会受付ご担当者様\"\nformer_names = [\"DODA\"]\n";
    let (_, out, _) =
        run(&[("services/doda.toml", own)], &["services", "doda", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found[0]["former_names"][0], "DODA");
    assert_eq!(found[0]["operator"], "パーソルキャリア株式会社");
    assert_eq!(run(&[("services/doda.toml", own)], &["check"]).0, 0);
}

#[test]
fn mistakes_in_records_have_their_file_and_line() {
    let good = "name = \"A\"\noperator = \"A社\"\ndomain = \"a.example.jp\"\ncategory = \"nurse\"\n\
                checked_on = \"2026-11-25\"\n[[source]]\ntitle = \"x\"\nkind = \"official\"\n";
    let a = format!("id = \"a\"\n{good}");
    let b = a.replace("\"A\"", "\"B\"").replace("a.example", "b.example");
    let c = "id = \"c\"\nname = \"C\"\noperator = \"C社\"\ndomain = \"c.example.jp\"\n\
        category = \"nurse\"\n\
             checked_on = \"2026-02-30\"\n[[similar]]\nname = \"doda\"\n\
             domain = \"bizreach.jp\"\nnote = \"\"\n\
             [[contact]]\nkind = \"phone\"\nvalue = \"1\"\nsource = \"\"\n\
             source_kind = \"third_party\"\n\
             checked_on = \"2026-13-01\"\nverified = true\n";
    let files = [
        ("x/services/a.toml", a.as_str()),
        ("x/services/b.toml", b.as_str()),
        ("x/services/c.toml", c),
    ];
    let (code, _, err) = run(&files, &["check", "x"]);
    assert_eq!(code, 1);
    for (place, what) in [
        ("b.toml:1:", "同じ id"),
        ("c.toml:6:", "暦にない日付"),
        ("c.toml:8:", "二つに当たります"),
        ("c.toml:14:", "出典"),
        ("c.toml:16:", "暦にない日付"),
        ("c.toml:17:", "verified"),
        ("c.toml:1:", "出典（[[source]]）がありません"),
    ] {
        assert!(
            err.lines().any(|l| l.contains(place) && l.contains(what)),
            "{place} {what} in {err}"
        );
    }
    let own = "id = \"d\"\nname = \"D\"\n[[contact]]\nkind = \"phone\"\nvalue = \"1\"\n\
        checked_on = 2026-02-30\nverified = false\n";
    let (code, _, err) = run(&[("services/d.toml", own)], &["check"]);
    assert!(code == 1 && err.contains("d.toml:6"), "{err}");
}

/// Beside a script, too, a number says where and when it was seen, and whether that may be old.
#[test]
fn a_number_to_call_says_where_it_is_from() {
    let d = Driver::answered(support::complete("withdraw", "phone"));
    assert_eq!(d.at(), "review");
    let frame = d.frame().replace([' ', '\n'], "");
    let phone = Content::builtin();
    let phone = phone.service("apoplus-pharmacist").expect("a record");
    let number = phone.contact.iter().find(|c| c.kind == "phone").expect("a number");
    let says = number.provenance(support::today()).replace(' ', "");
    assert!(frame.contains(&number.value) && frame.contains(&says), "{says}\n{}", d.frame());
}

/// Where the privacy policy stands is said where leaving is asked for, and only where the record
/// knows it.
#[test]
fn the_privacy_policy_is_named_where_one_leaves() {
    let page = "https://quads-nurse.com/privacy.html";
    let content = Content::builtin();
    let known = content.service("nurse-robby").and_then(Service::policy);
    assert_eq!(known, Some(format!("{page} （2026-02-16の版）")));
    for (goal, service, named) in [
        ("withdraw", "nurse-robby", true),
        ("withdraw", "apoplus-pharmacist", false),
        ("pause", "nurse-robby", false),
    ] {
        let mut answers = support::complete(goal, "mail");
        answers.set("service", support::one(service));
        let mut d = support::Driver::answered(answers);
        d.resize(90, 70).press("enter");
        // A long address goes on in the next line.
        let said: String = d.frame().split_whitespace().collect();
        assert_eq!(said.contains(page), named, "{goal} {service}\n{}", d.frame());
    }
}

/// The letter adds 御中; the record has the name.
#[test]
fn a_record_has_a_name_without_a_title() {
    for (name, good) in [
        ("株式会社うみ 御中", false),
        ("うみナビ様", false),
        ("うみナビ", true),
        ("お客様ナビ", true),
    ] {
        let own = minato("verified = true")
            .replace("name = \"みなとナビ\"", &format!("name = \"{name}\""));
        assert!(own.contains(name), "{own}");
        let (_, out, err) = run(&[("services/minato.toml", &own)], &["services", "minato"]);
        assert_eq!(out.contains(name), good, "{name}: {err}");
        assert_eq!(err.contains("名前だけを書いてください"), !good, "{name}: {err}");
    }
}

/// An own record has a name of its own, and what is odd about its address is said in the letter.
#[test]
fn a_record_of_ones_own_is_held_to_what_it_says() {
    const RECORD: &str = "id = \"minato\"\nname = \"みなとナビ\"\ndomain = \"minato.jp\"\n\
        [[contact]]\nkind = \"mail\"\nvalue = \"desk@minato.jp\"\nsource = \"連絡先\"\n\
        checked_on = 2026-11-01\npage_date = 2026-11-01\nverified = true\n";
    let check = |text: &str| run(&[("services/minato.toml", text)], &["check"]);
    assert_eq!(check(RECORD).0, 0);
    for (from, to, key) in [
        ("\"みなとナビ\"", "\"doda\"", ":2: name: doda と同じ"),
        ("\"みなとナビ\"", "\"デューダ\"", ":2: name: doda と同じ"),
        ("\"みなとナビ\"", "\"みなと{{ x }}\"", ":2: name: 書き終えていない"),
        ("\"minato\"", "\"own-1\"", ":1: id: "),
        ("\"minato\"", "\"-\"", ":1: id: "),
        ("domain", "aliases = [\"doda\"]\ndomain", ":3: aliases: doda と同じ"),
        ("\"minato\"\nname = \"みなとナビ\"", "\"doda\"\nname = \"ビズリーチ\"", "bizreach と同じ"),
    ] {
        let (code, _, said) = check(&RECORD.replace(from, to));
        assert!(code == 1 && said.contains(key), "{said}");
    }
    let file = answers("minato", "change_handler", "wishes = [\"listens\"]\nmeans = \"any\"\n");
    for (from, to, why) in [
        ("", "", None),
        ("desk@minato.jp", "desk@www.minato.jp", None),
        (
            "desk@minato.jp",
            "desk@other.com",
            Some("（other.com）は、サービスのドメイン（minato.jp）"),
        ),
        ("desk@minato.jp", "hanako@example.jp", Some("ご自分のアドレスと同じ")),
        ("2026-11-01", "2027-11-01", Some("（2027年11月1日（月））が、まだ来ていません")),
        ("page_date = 2026-11-01", "page_date = 2001-10-01", Some("日がたっています")),
    ] {
        let record = RECORD.replace(from, to);
        let files = [("services/minato.toml", record.as_str()), ("a.toml", &file)];
        let (_, _, said) = run(&files, &["letter", "--answers", "a.toml"]);
        match why {
            Some(why) => assert!(said.contains(why), "{to}: {said}"),
            None => assert!(!said.contains("宛先"), "{to}: {said}"),
        }
    }
}
