//! What reaches the program through keyboard, input method, paste and mouse: text by clusters in
//! every field, clicks that stand for keys, and keys in any width.

mod support;

use kotowari::app::Start;
use kotowari::app::overlay::Overlay;
use kotowari::app::screens::Screen;
use kotowari::app::shelf::Shelf;
use kotowari::app::view::Frame;
use kotowari::config::Config;
use kotowari::input::key::{Mouse, TermEvent};
use kotowari::input::keymap::Mode;
use support::{Driver, complete, selection};

/// Every place where text is typed, empty.
fn fields() -> Vec<(&'static str, Driver)> {
    let at = |goal: &str, question: &str| {
        let mut answers = complete(goal, "mail");
        answers.remove(question);
        let mut d =
            Driver::with((80, 24), Start { answers, ..Start::default() }, Config::default());
        d.open(question);
        d
    };
    let press = |mut d: Driver, keys: &str| {
        d.press(keys);
        d
    };
    let review = || Driver::answered(complete("withdraw", "form"));
    vec![
        ("text", at("withdraw", "sender.name")),
        ("long text", at("change_handler", "must_have")),
        ("date", press(at("withdraw", "effective"), "ctrl+a ctrl+k")),
        ("month", press(at("pause", "resume"), "ctrl+a ctrl+k")),
        ("form", press(at("withdraw", "selections"), "a")),
        ("hours", press(at("reduce_contact", "no_call"), "a down ctrl+a ctrl+k")),
        ("path", press(review(), "w ctrl+a ctrl+k")),
        ("limit", press(review(), "l ctrl+a ctrl+k")),
        ("editor", press(review(), "e enter up")),
    ]
}

/// The text of the field, up to the cursor.
fn typed(d: &mut Driver) -> String {
    let buffer = match (&mut d.app.overlay, &mut d.app.screen) {
        (Some(Overlay::Prompt(_, b)), _) => b,
        (None, Screen::Edit(e)) => &mut e.buffer,
        (None, Screen::Question(q)) => q.field.buffer().expect("a text"),
        _ => panic!("no text is typed here"),
    };
    buffer.text().get(..buffer.cursor()).expect("on a border").to_owned()
}

/// A variant of a kanji, a voiced mark of its own, a joined emoji, a kanji outside the BMP,
/// compatibility kanji (which NFC would replace), half-width kana with their mark.
const CLUSTERS: [(&str, &str, usize); 7] = [
    ("葛\u{E0100}", "葛\u{E0100}", 2),
    ("か\u{3099}", "が", 2),
    ("👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧", 2),
    ("\u{20BB7}", "\u{20BB7}", 2),
    ("\u{FA19}", "\u{FA19}", 2),
    ("\u{2F800}", "\u{2F800}", 2),
    ("ｶﾞ", "ｶﾞ", 2),
];

#[test]
fn clusters_are_whole_in_every_field_typed_and_pasted() {
    for (name, d) in &mut fields() {
        let column = |d: &Driver| d.app.view().cursor.map(|c| (c.x, c.y));
        let start = column(d).unwrap_or_else(|| panic!("no cursor in {name}"));
        for by_key in [true, false] {
            let (mut all, mut cells) = (String::new(), 0);
            for (text, stored, width) in CLUSTERS {
                // An input method sends characters one by one, in one burst.
                if by_key {
                    d.type_text(text);
                } else {
                    d.paste(text);
                }
                all.push_str(stored);
                cells += width;
                assert_eq!(typed(d), all, "{name}");
                let at = column(d).unwrap_or_else(|| panic!("no cursor in {name}"));
                let wrapped = at.1 != start.1;
                assert!(
                    wrapped || usize::from(at.0 - start.0) == cells,
                    "{name}: {at:?} after {all}"
                );
            }
            for (_, stored, _) in CLUSTERS.iter().rev().take(3) {
                d.press("left");
                all.truncate(all.len() - stored.len());
                assert_eq!(typed(d), all, "{name}: left over {stored:?}");
            }
            d.press("right right delete");
            let kept: String = CLUSTERS.iter().take(6).map(|c| c.1).collect();
            assert_eq!(typed(d), kept, "{name}");
            for n in (0..6).rev() {
                d.press("backspace");
                let kept: String = CLUSTERS.iter().take(n).map(|c| c.1).collect();
                assert_eq!(typed(d), kept, "{name}");
            }
        }
    }
}

/// The bytes of a name reach the clipboard as they were given.
#[test]
fn names_are_copied_byte_for_byte() {
    let name = "葛\u{E0100}\u{FA19}辻\u{E0101} 𠮷\u{2F800}";
    let mut d = Driver::with(
        (80, 24),
        Start { answers: complete("withdraw", "mail"), ..Start::default() },
        Config::default(),
    );
    d.open("sender.name");
    d.press("ctrl+a ctrl+k").type_text(name).press("enter");
    while d.at() != "review" {
        d.press("enter");
    }
    d.press("enter");
    let copied = d.world.copied.first().expect("a copy").clone();
    assert!(copied.contains(name), "{copied}");
}

/// The same from every field that a letter quotes, and from the editor: what was typed, pasted or
/// edited in.
#[test]
fn every_field_of_a_letter_is_copied_byte_for_byte() {
    // Variants (of two planes), compatibility kanji, one outside the BMP, a mark of its own that
    // NFC joins.
    let typed = "葛\u{E0100}\u{FA19}辻\u{E0101}\u{20BB7}か\u{3099}";
    let kept = "葛\u{E0100}\u{FA19}辻\u{E0101}\u{20BB7}が";
    let copied = |d: &mut Driver, name: &str| {
        while d.at() != "review" {
            d.press("enter");
        }
        // What the linter has to say about a name is passed over.
        d.press("c");
        if d.app.mode() == Mode::Ask {
            d.press("y");
        }
        let text = d.world.copied.last().unwrap_or_else(|| panic!("{name}: no copy")).clone();
        assert!(text.contains(kept), "{name}: {text}");
    };
    for paste in [false, true] {
        let enter = |d: &mut Driver| {
            if paste {
                d.paste(typed);
            } else {
                d.type_text(typed);
            }
        };
        for (goal, question) in [
            ("withdraw", "sender.name"),
            ("withdraw", "sender.handler"),
            ("change_handler", "must_have"),
            ("change_handler", "job_type"),
            ("change_handler", "region"),
            ("change_handler", "salary"),
            ("resume", "changed"),
            ("resume", "lesson"),
        ] {
            let mut d = Driver::answered(complete(goal, "mail"));
            d.open(question);
            d.press("ctrl+a ctrl+k");
            enter(&mut d);
            d.press("enter");
            copied(&mut d, question);
        }
        let mut d = Driver::answered(complete("withdraw", "mail"));
        d.open("selections");
        d.press("a");
        enter(&mut d);
        d.press("enter =applied enter enter =decline enter");
        copied(&mut d, "employer");
        let mut d = Driver::answered(complete("withdraw", "mail"));
        while d.at() != "service" {
            d.press("esc");
        }
        d.press("=other");
        enter(&mut d);
        d.press("enter");
        copied(&mut d, "service_name");
        let mut d = Driver::answered(complete("pause", "mail"));
        d.press("e down down end");
        enter(&mut d);
        d.press("esc");
        copied(&mut d, "editor");
        // The external editor gives it back as it was saved.
        let mut d = Driver::answered(complete("pause", "mail"));
        d.world.edits = Ok(format!("{}\n{typed}\n", d.letter()));
        d.press("v");
        copied(&mut d, "external editor");
    }
}

/// Line ends of every kind: a field of one line gets a blank, one of several a line.
#[test]
fn pasted_line_ends() {
    for end in ["\r", "\r\n", "\n", "\r\r"] {
        for (name, d) in &mut fields() {
            d.paste(&format!("一{end}二{end}"));
            let text = typed(d);
            if matches!(*name, "long text" | "editor") {
                assert!(text.starts_with("一\n二"), "{name}: {text:?} of {end:?}");
            } else {
                assert_eq!(text, "一 二", "{name} of {end:?}");
            }
        }
    }
}

/// With an input method on, menus are read as without.
#[test]
fn menus_read_full_width_characters() {
    let mut d = Driver::new();
    d.type_text("０");
    assert_eq!(d.at(), "service_name");
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.type_text("？");
    assert_eq!(d.app.mode(), Mode::Help);
    d.type_text("ｑ").type_text("ｗ");
    assert_eq!(d.app.mode(), Mode::Prompt);
    d.press("esc").type_text("ｅ").type_text("ｘ").press("esc").type_text("ｇ");
    assert_eq!(d.app.mode(), Mode::Ask);
    d.type_text("ｙ");
    assert!(d.app.session.edited.is_none());
    while d.at() != "requests" {
        d.press("esc");
    }
    let before = d.frame();
    d.type_text("　");
    assert_ne!(d.frame(), before, "a full-width space marks");
    d.type_text("　");
    assert_eq!(d.frame(), before);
    d.type_text("Ｊ"); // a capital is another key
    assert_eq!(d.frame(), before);
}

/// Where a text stands in a frame.
fn place(frame: &Frame, text: &str) -> (u16, u16) {
    let area = frame.buffer.area;
    for y in 0..area.height {
        let row: String = (0..area.width).map(|x| frame.buffer[(x, y)].symbol()).collect();
        // Wide characters hold a blank behind them, so a column is a character of the row.
        let dense = text.chars().fold(String::new(), |all, c| {
            let wide = kotowari::text::width::width(&c.to_string()) > 1;
            all + &c.to_string() + if wide { " " } else { "" }
        });
        if let Some(at) = row.find(dense.trim_end()) {
            let x = row.get(..at).expect("a border").chars().count();
            return (u16::try_from(x).expect("a column"), y);
        }
    }
    panic!("{text} is not there:\n{}", support::print(frame));
}

fn click(d: &mut Driver, text: &str) {
    let (x, y) = place(&d.app.view(), text);
    d.event(TermEvent::Mouse(Mouse::Press(x, y)));
}

#[test]
fn a_click_stands_for_the_keys_of_what_is_clicked() {
    let mut d = Driver::new();
    click(&mut d, "アポプラス薬剤師");
    assert_eq!(d.at(), "goal");
    click(&mut d, "退会する");
    assert_eq!(d.at(), "requests");
    let before = d.frame();
    click(&mut d, "求人の紹介の停止");
    assert_ne!(d.frame(), before, "marked or not");
    click(&mut d, "Enter 進む");
    assert_eq!(d.at(), "selections");
    // Where nothing stands, nothing happens.
    let before = d.frame();
    for at in [(0, 0), (79, 12), (200, 200)] {
        d.event(TermEvent::Mouse(Mouse::Press(at.0, at.1)));
        assert_eq!(d.frame(), before);
    }
    click(&mut d, "+ ");
    assert_eq!(d.app.mode(), Mode::Form);
    d.type_text("みなと薬局");
    click(&mut d, "段階");
    d.press("=applied esc");
    assert_eq!(d.app.mode(), Mode::List);
}

/// A terminal that was not asked for them may send such reports all the same.
#[test]
fn without_the_mouse_in_the_configuration_no_report_counts() {
    let mut d = Driver::new();
    d.app.config.mouse = false;
    let before = d.frame();
    click(&mut d, "アポプラス薬剤師");
    d.event(TermEvent::Mouse(Mouse::WheelDown));
    assert_eq!((d.at(), d.frame()), ("service", before));
}

#[test]
fn what_is_left_out_is_said_also_where_it_is_typed() {
    for (name, d) in &mut fields() {
        d.type_text("\u{202e}");
        assert!(d.frame().contains("U+202E"), "{name}\n{}", d.frame());
        d.type_text("a");
        assert!(!d.frame().contains("U+202E"), "{name}\n{}", d.frame());
        // As an input method sends it, with more behind it.
        d.burst("'\u{202e}ア'");
        assert!(d.frame().contains("U+202E"), "{name}\n{}", d.frame());
    }
}

#[test]
fn clicks_in_lists_findings_questions_and_over_a_screen() {
    let mut answers = complete("withdraw", "mail");
    let row = |name: &str| selection(name, "applied", "", "decline");
    answers.set(
        "selections",
        kotowari::domain::answers::Value::Entries(vec![row("一薬局"), row("二薬局")]),
    );
    let mut d = Driver::with((80, 24), Start { answers, ..Start::default() }, Config::default());
    d.open("selections");
    click(&mut d, "二薬局");
    assert_eq!(d.app.mode(), Mode::Form);
    assert_eq!(typed(&mut d), "二薬局");
    d.press("esc");
    click(&mut d, "これで");
    assert_eq!(d.at(), "reason");
    // A question over the screen takes the clicks alone.
    d.open("sender.name");
    d.type_text("x").press("ctrl+c");
    assert_eq!(d.app.mode(), Mode::Ask);
    click(&mut d, "Esc");
    assert_eq!(d.app.mode(), Mode::Form);
    d.press("f1");
    let (x, y) = place(&d.app.view(), "Backspace");
    d.event(TermEvent::Mouse(Mouse::Press(x, y)));
    assert_eq!(d.app.mode(), Mode::Help, "the help only tells of keys");
}

#[test]
fn the_wheel_moves_what_is_shown_and_never_what_is_typed() {
    for (name, d) in &mut fields() {
        if *name == "editor" {
            continue;
        }
        d.type_text("1");
        let before = (typed(d), d.frame());
        d.event(TermEvent::Mouse(Mouse::WheelUp)).event(TermEvent::Mouse(Mouse::WheelDown));
        assert_eq!((typed(d), d.frame()), before, "{name}");
    }
    let mut d = Driver::new();
    d.event(TermEvent::Mouse(Mouse::WheelDown));
    assert!(d.frame().contains("> 2"), "{}", d.frame());
    d.event(TermEvent::Mouse(Mouse::WheelUp));
    assert!(d.frame().contains("> 1"));
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let top = d.frame();
    for _ in 0..4 {
        d.event(TermEvent::Mouse(Mouse::WheelDown));
    }
    assert_ne!(d.frame(), top);
}

#[test]
fn clicks_and_the_wheel_on_what_is_stored() {
    let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
    let agreed = || Config { save: kotowari::config::Save::Always, ..Config::default() };
    let mut d = Driver::with((80, 24), start, agreed());
    d.press("enter y enter");
    let shelf = Shelf { cases: d.world.cases.clone(), ..Shelf::default() };
    let mut d =
        Driver::with((80, 24), Start { shelf: shelf.clone(), ..Start::default() }, agreed());
    d.world.cases = shelf.cases;
    assert_eq!(d.at(), "start");
    let before = d.frame();
    d.event(TermEvent::Mouse(Mouse::WheelDown));
    assert_ne!(d.frame(), before, "the wheel moves");
    click(&mut d, "退会する（");
    assert_eq!(d.at(), "case");
    let top = d.resize(80, 20).frame();
    d.event(TermEvent::Mouse(Mouse::WheelDown));
    assert_ne!(d.frame(), top, "the wheel scrolls");
    d.press("a");
    assert_eq!(d.at(), "log");
    click(&mut d, "返事の内容");
    assert!(d.frame().contains("> 返事の内容"), "{}", d.frame());
}

/// The configuration gives the mouse to the program; without it none of its reports is asked for
/// (tests/smoke.rs).
#[test]
fn the_mouse_is_off_by_itself() {
    assert!(!Config::default().mouse);
    assert!(Config::parse("x", "[input]\nmouse = true\n").expect("a configuration").mouse);
}
