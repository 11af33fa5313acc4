//! Where the user is registered: the screen, the configuration, the command; and one file for
//! several services.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;
mod support;

use kotowari::app::Start;
use kotowari::app::shelf::Shelf;
use kotowari::config::{Config, EXAMPLE};
use kotowari::domain::case::CaseRecord;
use ran::{GOOD, Place};
use std::fs;
use support::{Driver, SIZE, complete};

const CONFIG: &str = "# mine\n[sender]\nname = \"山田 花子\"\nemail = \"hanako@example.jp\"\n\
    [registration.doda]\nhandler = \"佐藤\"\nsince = 2024-04-01\n\
    [registration.own-1]\nservice_name = \"みなとキャリア\"\nemail = \"work@example.jp\"\nsince = 2025\n";

fn config(text: &str) -> Config {
    Config::parse("config.toml", text).expect("a configuration")
}

/// The program with registrations, and these cases.
fn driver(cases: Vec<CaseRecord>, text: &str) -> Driver {
    let shelf = Shelf { cases: cases.clone(), ..Shelf::default() };
    let mut d = Driver::with(SIZE, Start { shelf, ..Start::default() }, config(text));
    d.world.cases = cases;
    d
}

#[test]
fn the_command_adds_changes_shows_and_removes() {
    let place = Place::new();
    let at = |args: &[&str]| place.told(args);
    let file = || fs::read_to_string(place.path("config.toml")).unwrap_or_default();
    let none = at(&["registrations"]);
    assert!(none.0 == 0 && none.1.starts_with("登録先はまだありません"), "{none:?}");
    let (code, out, _) =
        at(&["registrations", "add", "doda", "--handler", "佐藤様", "--since", "2024-04"]);
    assert_eq!((code, out.as_str()), (0, "加えました：doda（doda）\n"));
    // What nobody sees is no title, and white space is none.
    for (name, titled) in [("佐藤様", true), ("佐藤\u{200b}", false), ("\u{3000}佐藤 ", false)]
    {
        let (code, _, err) = at(&["registrations", "add", "doda", "--handler", name]);
        assert_eq!((code, err.contains("「様」は外しました")), (0, titled), "{name:?}: {err}");
    }
    assert_eq!(file(), "[registration.doda]\nhandler = \"佐藤\"\nsince = \"2024-04\"\n");
    let (code, out, _) =
        at(&["registrations", "add", "--name", "みなとキャリア", "--email", "a@example.jp"]);
    assert_eq!((code, out.as_str()), (0, "加えました：own-1（みなとキャリア）\n"));
    // A known name is that service, an empty value takes away.
    let (code, out, _) = at(&["registrations", "add", "--name", "ビズリーチ"]);
    assert_eq!((code, out.as_str()), (0, "加えました：bizreach（ビズリーチ）\n"));
    assert_eq!(
        at(&["registrations", "add", "doda", "--handler", "", "--phone", "080-1234-5678"]).0,
        0
    );
    let (_, out, _) = at(&["registrations", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let ids: Vec<&str> =
        all.as_array().expect("a list").iter().filter_map(|a| a["id"].as_str()).collect();
    assert_eq!(ids, ["bizreach", "doda", "own-1"], "as services are listed");
    assert_eq!(
        (&all[1]["handler"], &all[1]["phone"]),
        (&serde_json::Value::Null, &"080-1234-5678".into())
    );
    let (code, out, _) = at(&["registrations", "show", "みなとキャリア"]);
    assert!(code == 0 && out == "own-1  みなとキャリア\n    登録メール：a@example.jp\n", "{out}");
    // An unknown name is reported, with similar ones.
    let (code, _, err) = at(&["registrations", "add", "dodaa"]);
    assert!(code == 2 && err.contains("doda") && err.contains("--name"), "{err}");
    let (code, _, err) = at(&["registrations", "add", "doda", "--email", "nobody"]);
    assert!(code == 2 && err.contains("--email"), "{err}");
    assert_eq!(at(&["registrations", "remove", "nowhere", "--yes"]).0, 2);
    assert_eq!(at(&["registrations", "remove", "みなとキャリア", "--yes"]).0, 0);
    assert!(!file().contains("own-1") && file().contains("bizreach"), "{}", file());
    assert_eq!(at(&["check", "config.toml"]).0, 0);
}

/// Instances that add at once lose nothing of each other.
#[test]
fn what_is_added_at_once_is_all_there() {
    let place = Place::new();
    let services = ["doda", "jac", "recruit-agent", "bizreach", "mynavi-pharma", "pharma-staff"];
    std::thread::scope(|s| {
        for id in services {
            s.spawn(|| assert_eq!(place.told(&["registrations", "add", id]).0, 0));
        }
    });
    let text = fs::read_to_string(place.path("config.toml")).expect("the file");
    let config = config(&text);
    for id in services {
        assert!(config.registration.contains_key(id), "{id} is lost:\n{text}");
    }
}

/// An addition during a wipe does not bring back deleted data.
#[test]
fn what_is_wiped_does_not_come_back() {
    let add = ["registrations", "add", "doda", "--handler", "佐藤"];
    for _ in 0..20 {
        let place = Place::new();
        let file = place.path("config.toml");
        fs::write(&file, CONFIG).expect("a file");
        std::thread::scope(|s| {
            s.spawn(|| place.told(&add));
            s.spawn(|| assert_eq!(place.told(&["wipe", "--yes"]).0, 0));
        });
        let left = fs::read_to_string(&file).unwrap_or_default();
        assert!(!left.contains("山田") && !left.contains("みなと"), "{left}");
    }
}

#[test]
fn registrations_in_the_configuration_are_checked() {
    let place = Place::new();
    let text = "[registration.nowhere]\nhandler = \"佐藤\"\n[registration.doda]\n\
        service_name = \"ドゥーダ\"\n\
                [registration.a]\nservice_name = \"みなと\"\n[registration.b]\n\
                service_name = \"みなと\"\nsince = \"春\"\n";
    place.file("config.toml", text.replace("since = \"春\"\n", ""));
    let (code, _, err) = place.told(&["registrations"]);
    assert_eq!(code, 2);
    for line in [
        "config.toml:1: registration.nowhere", "config.toml:3: registration.doda",
        "config.toml:7: registration.b",
    ] {
        assert!(err.contains(line), "{line} in {err}");
    }
    let wrong = Config::parse("config.toml", text).expect_err("no date");
    assert_eq!(
        wrong.iter().map(|p| (p.line, p.key.as_str())).collect::<Vec<_>>(),
        [(9, "registration.b.since")]
    );
    assert!(EXAMPLE.contains("since"), "the example shows it");
}

#[test]
fn all_of_mine_on_one_page() {
    let mut d = driver(Vec::new(), CONFIG);
    assert_eq!(d.at(), "start", "who is registered somewhere is greeted with it");
    d.press("=mine");
    let frame = d.frame();
    for words in [
        "1. doda",
        "どの登録先にも使うもの：hanako@example.jp",
        "担当 佐藤／2024-04-01から",
        "2. みなとキャリア",
        "work@example.jp／2025から",
    ] {
        assert!(frame.contains(words), "{words} in {frame}");
    }
    // Shared details are used if nothing else is set.
    d.press("1");
    assert!(d.frame().contains("（空のままなら hanako@example.jp）"), "{}", d.frame());
    d.press("esc");
    // Another consultant, and the address gone.
    d.press("2 down 'mail@example.jp' ");
    d.press("up up down ctrl+a ctrl+k 'new@example.jp' enter enter '鈴木' enter enter enter");
    let saved = d.world.saved.last().expect("stored");
    assert_eq!(saved.service, "own-1");
    assert_eq!(saved.registration["handler"], "鈴木");
    assert_eq!(saved.registration["email"], "new@example.jp");
    assert_eq!(saved.registration["service_name"], "みなとキャリア");
    assert!(d.frame().contains("担当 鈴木／new@example.jp"), "{}", d.frame());
    // One key takes nothing away: it is asked, with what would be gone.
    let stored = d.world.saved.len();
    d.press("d");
    let asked = d.app.content().text("ask.unregister").split('（').next().unwrap_or_default();
    assert!(d.frame().contains(asked) && d.frame().contains("担当 鈴木"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("2. みなとキャリア"), "{}", d.frame());
    assert_eq!(d.world.saved.len(), stored);
    d.press("d y");
    assert!(
        d.world.saved.last().is_some_and(|p| p.gone) && !d.frame().contains("みなとキャリア"),
        "{}",
        d.frame()
    );
    // Half-typed input can be restored.
    d.press("a 'みなと' esc d");
    assert!(!d.frame().contains("書きかけ"), "{}", d.frame());
    d.press("u");
    assert!(d.frame().contains("書きかけ"), "{}", d.frame());
    d.press("d");
    // A new one, by one of the names of a known service; not twice.
    d.press("a 'びずりーち' enter enter enter enter enter enter");
    assert_eq!(d.world.saved.last().map(|p| p.service.as_str()), Some("bizreach"));
    d.press("a 'ビズリーチ' enter enter enter enter enter enter");
    assert!(d.frame().contains("もう登録先にあります"), "{}", d.frame());
    d.press("esc esc");
    assert_eq!(d.at(), "start");
}

/// A form that was left is filled in where it is opened again, and the program asks before it is
/// lost.
#[test]
fn a_half_typed_registration_comes_back() {
    let mut d = driver(Vec::new(), CONFIG);
    d.press("=mine a 'あおば転職' enter 'aoba@example.jp' esc esc");
    assert_eq!(d.at(), "start");
    assert!(d.frame().contains("続きから書けます"), "{}", d.frame());
    d.press("=mine a");
    assert!(d.frame().contains("あおば転職") && d.frame().contains("aoba@"), "{}", d.frame());
    // Of one that is there, too, also after another one was stored.
    d.press("esc 1 enter 'd@example.jp' esc 2 enter enter enter enter enter enter");
    assert_eq!(d.world.saved.len(), 1);
    d.press("1");
    assert!(d.frame().contains("d@example.jp"), "{}", d.frame());
    d.press("esc esc ctrl+c");
    assert_eq!(d.end, None, "{}", d.frame());
    assert!(d.frame().contains("終了"), "{}", d.frame());
}

/// The address of the consultant before is not that of the one after.
#[test]
fn another_consultant_has_another_address() {
    let text = format!("{CONFIG}handler = \"三宅\"\nhandler_email = \"miyake@example.jp\"\n");
    let mut d = driver(Vec::new(), &text);
    d.press("=mine 2 down down down ctrl+u '伊藤様' enter enter enter");
    assert!(d.frame().contains("三宅様のアドレス") && d.world.saved.is_empty(), "{}", d.frame());
    d.press("enter enter");
    let saved = d.world.saved.last().expect("stored");
    assert_eq!(
        (&*saved.registration["handler"], &*saved.registration["handler_email"]),
        ("伊藤", "")
    );
    // It may be the same, if it is said again.
    let mut d = driver(Vec::new(), &text);
    d.press(
        "=mine 2 down down down ctrl+u '伊藤' enter enter enter 'miyake@example.jp' enter enter",
    );
    let saved = d.world.saved.last().expect("stored");
    assert_eq!(saved.registration["handler_email"], "miyake@example.jp");
    // In a letter, too.
    let mut d = driver(Vec::new(), &text);
    d.press("=みなとキャリア =pause enter enter enter enter");
    for _ in 0..20 {
        if d.at().starts_with("sender.") {
            break;
        }
        d.press("enter");
    }
    d.press("enter 'ヤマダ ハナコ' down down down");
    assert!(d.frame().contains("miyake@example.jp"), "{}", d.frame());
    d.press("ctrl+u '伊藤' enter");
    assert!(d.frame().contains("三宅様のアドレス"), "{}", d.frame());
    assert_eq!(d.at(), "sender.handler_email");
    // And by the command.
    let place = Place::new();
    place.told(&[
        "registrations", "add", "doda", "--handler", "佐藤", "--handler-email", "s@example.jp",
    ]);
    let (_, _, err) = place.told(&["registrations", "add", "doda", "--handler", "伊藤"]);
    assert!(err.contains("前の担当の方（佐藤）のアドレスは外しました"), "{err}");
    let file = fs::read_to_string(place.path("config.toml")).unwrap_or_default();
    assert_eq!(file, "[registration.doda]\nhandler = \"伊藤\"\n");
}

#[test]
fn what_a_typed_in_agent_has_is_offered_again() {
    let mut d = driver(Vec::new(), CONFIG);
    d.press("=みなとキャリア");
    assert_eq!(d.at(), "goal", "its name is known");
    d.press("=pause enter enter enter enter");
    for _ in 0..20 {
        if d.at().starts_with("sender.") {
            break;
        }
        d.press("enter");
    }
    assert!(d.frame().contains("work@example.jp"), "{}", d.frame());
}

#[test]
fn a_typed_in_agent_is_remembered() {
    let mut answers = complete("reduce_contact", "mail");
    answers.set("service", support::one("other"));
    answers.set("service_name", support::one("みなとキャリア"));
    answers.set("sender.handler", support::one("佐藤"));
    let mut d = Driver::answered(answers);
    d.press("enter y enter y");
    let saved = d.world.saved.last().expect("stored");
    assert_eq!(
        (saved.service.as_str(), saved.registration["service_name"].as_str()),
        ("own-1", "みなとキャリア")
    );
    assert_eq!(saved.registration["handler"], "佐藤");
}

#[test]
fn nothing_is_stored_where_nothing_may_be() {
    let text = format!("{CONFIG}[privacy]\nsave = \"never\"\n");
    let mut d = driver(Vec::new(), &text);
    d.press("=mine 1 enter enter enter enter enter enter");
    assert!(d.world.saved.is_empty() && d.frame().contains("保存しない設定"), "{}", d.frame());
}

/// Answers for three services at once.
fn several() -> String {
    let (head, _) = GOOD.split_once("[[answers").expect("selections");
    let head =
        head.replace("service = \"apoplus-pharmacist\"\n", "").replace("other_service", "none");
    head.replace("\n\n", "\n") + THREE
}

const THREE: &str = r#"[[registration]]
service = "doda"
handler = "佐藤"
[[registration]]
service_name = "みなとキャリア"
channel = "form"
email = "work@example.jp"
[[registration]]
service = "bizreach"
goal = "reduce_contact"
[registration.answers]
means = "mail_only"
frequency = "monthly"
urgent_offers = "stop"
"#;

#[test]
fn one_file_writes_to_several_services() {
    let place = Place::new();
    place.file("a.toml", several());
    let at = |args: &[&str]| place.told(&[&["letter", "--answers", "a.toml"], args].concat());
    let (code, out, err) = at(&["--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let all: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let of = |i: usize, key: &str| all[i][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(all.as_array().map(Vec::len), Some(3));
    assert_eq!(
        [of(0, "service_name"), of(1, "service_name"), of(2, "service_name")],
        ["doda", "みなとキャリア", "ビズリーチ"]
    );
    assert_eq!(
        [of(0, "goal"), of(1, "channel"), of(2, "goal")],
        ["withdraw", "form", "reduce_contact"]
    );
    assert!(of(0, "body").contains("佐藤 様") && !of(1, "body").contains("佐藤"), "{out}");
    assert!(
        of(1, "body").contains("work@example.jp") && of(2, "body").contains("hanako@example.jp"),
        "{out}"
    );
    let (code, out, _) = at(&[]);
    assert!(
        code == 0
            && out.contains("==== 1/3 doda ====\n")
            && out.contains("==== 3/3 ビズリーチ ====\n"),
        "{out}"
    );
    // A file each.
    fs::create_dir(place.path("out")).expect("a folder");
    let (code, _, err) = at(&["--output", "out", "--channel", "mail", "--format", "eml"]);
    assert_eq!(code, 0, "{err}");
    let mut names: Vec<String> = fs::read_dir(place.path("out"))
        .expect("a folder")
        .map(|e| e.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["01-doda.eml", "02-other.eml", "03-bizreach.eml"]);
    assert_eq!(at(&["--format", "eml"]).0, 2);
    assert_eq!(place.told(&["check", "a.toml"]).0, 0);
}

#[test]
fn mistakes_in_such_a_file_are_named_with_their_place() {
    let place = Place::new();
    let file = |text: &str| {
        place.file("a.toml", text);
        place.told(&["letter", "--answers", "a.toml"])
    };
    // One letter lacks something: none is written.
    let (code, out, err) = file(&several().replace("frequency = \"monthly\"\n", ""));
    assert!(
        code == 3 && out.is_empty() && err.contains("未完成：ビズリーチ：answers.frequency"),
        "{err}"
    );
    for (from, to, line, key) in [
        ("service = \"bizreach\"", "service = \"doda\"", "a.toml:20:", "同じサービス"),
        ("handler = \"佐藤\"", "handlr = \"佐藤\"", "a.toml:15:", "registration[1].handlr"),
        (
            "means = \"mail_only\"", "means = \"pigeon\"", "a.toml:24:",
            "registration[3].answers.means",
        ),
        ("service = \"doda\"", "service = \"dodaa\"", "a.toml:14:", "registration[1].service"),
        (
            "frequency = \"monthly\"",
            "frequency = \"monthly\"\nreason = \"none\"",
            "a.toml:26:",
            "answers.reason",
        ),
        (
            "reason = \"none\"",
            "reason = \"none\"\nresume = \"2027-04\"",
            "a.toml:12:",
            "answers.resume",
        ),
    ] {
        assert!(several().contains(from), "{from}");
        let (code, _, err) = file(&several().replace(from, to));
        assert!(code == 2 && err.contains(line) && err.contains(key), "{to}: {err}");
    }
    assert_eq!(file("registration = []\n").0, 2);
}

/// A letter names nobody and nothing of another service.
#[test]
fn what_is_known_of_one_service_holds_for_no_other() {
    let place = Place::new();
    let told = |text: &str, more: &[&str]| {
        place.file("a.toml", text);
        place.told(&[&["letter", "--answers", "a.toml", "--today", "2026-11-20"], more].concat())
    };
    let entry = "selections = [{ employer = \"みなと薬局\", stage = \"first_interview\", \
        wish = \"decline\" }]\n";
    let mixed = format!(
        "service = \"job-medley\"\n{}",
        several()
            .replace(
                "[sender]\n",
                "[sender]\nhandler = \"佐藤\"\nhandler_email = \"sato@example.jp\"\n"
            )
            .replace("[answers]\n", &format!("[answers]\ncall_person = \"佐藤\"\n{entry}"))
    );
    let (code, out, err) = told(&mixed, &[]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    let says =
        |line: u32, key: &str| err.contains(&format!("a.toml:{line}: {key}: どのサービスのことか"));
    for (line, key) in [
        (1, "service"),
        (5, "sender.handler"),
        (6, "sender.handler_email"),
        (13, "answers.call_person"),
        (14, "answers.selections"),
    ] {
        assert!(says(line, key), "{line} {key}: {err}");
    }
    for pair in ["sender.handler=佐藤", "service=doda"] {
        let (code, _, err) = told(&several(), &["--set", pair]);
        let key = pair.split_once('=').expect("a pair").0;
        assert!(code == 2 && err.contains(&format!("--set: {key}: どのサービスのことか")), "{err}");
    }
    // "None" applies to all, and details of the sender hold for all.
    let (code, out, err) =
        told(&several().replace("[answers]\n", "[answers]\nselections = []\n"), &[]);
    assert!(code == 0 && out.contains("090-1234-5678"), "{err}");
}

#[test]
fn more_letters_than_anybody_writes_are_refused_at_once() {
    let place = Place::new();
    let file = |text: &str| {
        place.file("a.toml", text);
        place.told(&["letter", "--answers", "a.toml"])
    };
    let (code, _, err) = file(&"[[registration]]\nservice_name = \"A\"\n".repeat(2000));
    assert_eq!(code, 2);
    assert!(
        err.ends_with("registration: 20 件までにしてください\n") && err.lines().count() < 3,
        "{err}"
    );
    // Without a service the place in the file is the name.
    let (code, _, err) =
        file("[[registration]]\nservice = \"doda\"\n[[registration]]\ngoal = \"withdraw\"\n");
    assert!(
        code == 3
            && err.contains("未完成：2通目：registration[2].service: ")
            && !err.contains("：："),
        "{err}"
    );
    // A name that is typed in needs no id, in a file about one either.
    let (_, _, err) = file("service_name = \"みなとキャリア\"\ngoal = \"withdraw\"\n");
    assert!(!err.contains("service: ") && !err.contains("service_name: "), "{err}");
}

#[test]
fn many_registrations_take_no_time_and_are_shown_as_they_are_stored() {
    let place = Place::new();
    let many = (0..4000).fold(String::new(), |all, n| {
        all + &format!("[registration.own-{n}]\nservice_name = \"名前{n}\"\n")
    });
    place.file("config.toml", many);
    let start = std::time::Instant::now();
    let (code, out, err) = place.told(&["registrations"]);
    assert_eq!((code, out.lines().count()), (0, 4000), "{err}");
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    place.file("config.toml", "");
    let (code, out, _) = place.told(&["registrations", "add", "--name", "エ\u{9b}31m"]);
    let stored = fs::read_to_string(place.path("config.toml")).expect("a configuration");
    assert_eq!((code, out.as_str()), (0, "加えました：own-1（エ）\n"), "{stored}");
}

/// What holds somebody's data is for them alone, wherever a link leads: the configuration, the
/// folder that it is in, or the name that a variable gives.
#[cfg(unix)]
#[test]
fn what_is_stored_through_a_link_is_for_its_owner_alone() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    for folder in [false, true] {
        let place = Place::new();
        let (dotfiles, linked) = (place.path("dotfiles"), place.path("linked"));
        fs::create_dir(&dotfiles).expect("a folder");
        let file = dotfiles.join("config.toml");
        let path = if folder {
            symlink(&dotfiles, &linked).expect("a link");
            linked.join("config.toml")
        } else {
            symlink(&file, &linked).expect("a link");
            linked
        };
        fs::write(&file, "[registration.doda]\nhandler = \"佐藤\"\n").expect("a file");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).expect("rights");
        let path = path.display().to_string();
        let run = |args: &[&str]| place.told(&[&["--config", &path], args].concat());
        // Reading changes nothing there.
        for args in [&["registrations"][..], &["due"], &["check"]] {
            let (_, _, err) = run(args);
            assert!(err.contains("ほかの人も読めます。chmod 600"), "{args:?}: {err}");
        }
        let mode = || file.metadata().expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode(), 0o664);
        let (code, _, err) = run(&["registrations", "add", "doda", "--handler", "鈴木"]);
        assert_eq!(code, 0, "{err}");
        assert!(fs::read_to_string(&file).expect("the file").contains("鈴木"));
        assert_eq!(mode(), 0o600);
    }
}

/// Since when, as people say it beside today; a configuration is read on any day.
#[test]
fn since_when_is_read_beside_today() {
    let place = Place::new();
    let since = |text: &str| {
        let (code, _, err) = place.told(&["registrations", "add", "doda", "--since", text]);
        let file = fs::read_to_string(place.path("config.toml")).unwrap_or_default();
        (
            code,
            file.lines()
                .find_map(|l| l.strip_prefix("since = "))
                .unwrap_or_default()
                .trim_matches('"')
                .to_owned(),
            err,
        )
    };
    for (text, day) in [
        ("昨日", "2026-11-19"),
        ("2025", "2025"),
        ("2024年4月", "2024-04"),
        ("11/20", "2026-11-20"),
        ("12/24", "2025-12-24"),
        ("12/1", "2025-12-01"),
        ("令和元年5月1日", "2019-05-01"),
    ] {
        let (code, stored, err) = since(text);
        assert_eq!((code, stored.as_str()), (0, day), "{text}: {err}");
    }
    for ahead in ["明日", "2026-12-01"] {
        let (code, _, err) = since(ahead);
        assert!(code == 2 && err.contains("今日（2026年11月20日（金））"), "{ahead}: {err}");
    }
}

/// However many cases there are of a service, they stand in it as if they had been written at once.
#[test]
fn the_json_of_registrations_is_that_of_a_whole() {
    let place = Place::new();
    place.file(
        "config.toml",
        "[registration.doda]\nhandler = \"佐藤\"\n[registration.bizreach]\nhandler = \"鈴木\"\n",
    );
    for n in 1..4 {
        let case = format!(
            "version = 1\nid = \"2026112{n}-doda-withdraw\"\nservice = \"doda\"\n\
                service_name = \"doda\"\ngoal = \"withdraw\"\n"
        );
        place.file(&format!("data/cases/2026112{n}-doda-withdraw.toml"), case);
    }
    let (code, out, err) = place.told(&["registrations", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let all: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(format!("{all:#}\n"), out);
    let doda = all.as_array().and_then(|a| a.iter().find(|a| a["id"] == "doda")).expect("doda");
    assert_eq!(doda["cases"].as_array().map(Vec::len), Some(3));
}

/// Due days depend on the configuration: an unreadable one is reported even with nothing stored.
#[test]
fn a_configuration_that_cannot_be_read_is_named_by_what_is_due() {
    let place = Place::new();
    place.file("config.toml", "[sender\nname = \"x\"\n");
    for args in [&["due"][..], &["due", "--exit-code"], &["cases"], &["registrations"]] {
        let (code, _, err) = place.told(args);
        assert!(
            code == 2 && err.contains("config.toml:1: sender: 見出しの括弧"),
            "{args:?}: {code} {err}"
        );
    }
}

/// What cannot be is refused, and a name that is like a known one is said.
#[test]
fn what_a_registration_cannot_have_is_refused() {
    let place = Place::new();
    place.file("config.toml", "[sender]\nemail = \"hanako@example.jp\"\n");
    for (option, value, why) in [
        ("--handler-email", "hanako@example.jp", "ご自分のアドレスと同じ"),
        ("--phone", "0990-12-3456", "電話番号はありません"),
        ("--phone", "090-0000-0000", "電話番号はありません"),
        ("--since", "1950", "登録した年"),
    ] {
        let (code, _, err) = place.told(&["registrations", "add", "doda", option, value]);
        assert!(code == 2 && err.contains(why), "{value}: {err}");
    }
    let (code, _, err) = place.told(&["registrations", "add", "--name", "ドゥーダ"]);
    assert!(code == 0 && err.contains("doda のことなら"), "{err}");
    let (code, _, err) = place.told(&["registrations", "add", "--name", "みなとキャリア"]);
    assert_eq!((code, err.as_str()), (0, ""));
}
