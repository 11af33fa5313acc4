//! What is on the screen: snapshots of every kind of screen, and every size without a panic.
//! `INSTA_UPDATE=always cargo test --test screens` accepts new ones.

#[path = "support/counted.rs"]
mod counted;
#[path = "support/screens.rs"]
mod screens;
mod support;

use counted::uncounted;
use kotowari::app::Start;
use kotowari::app::msg::Copied;
use kotowari::config::Config;
use screens::{FLAT, MEDIUM, NARROW, WIDE, blocked, on, review, with};
use support::{Driver, GOALS, complete, many, one};

macro_rules! snap {
    ($name:literal, $driver:expr) => {
        let d: &Driver = &$driver;
        let (w, h) = d.app.ctx().size;
        insta::assert_snapshot!($name, uncounted(&format!("{w}x{h}\n{}", d.frame())));
    };
}

#[test]
fn first_question() {
    snap!("first", Driver::sized(MEDIUM));
    snap!("first_narrow", Driver::sized(NARROW));
    snap!("first_wide", Driver::sized(WIDE));
    snap!("first_flat", Driver::sized(FLAT));
    snap!("too_small", Driver::sized((35, 10)));
    snap!("too_flat", Driver::sized((80, 9)));
}

#[test]
fn several_letters_in_one_sitting() {
    let mut d = Driver::sized(MEDIUM);
    d.press("'+' 'doda' enter 'みなとキャリア' enter");
    snap!("several", d);
    d.resize(NARROW.0, NARROW.1).press("'べずりーち'");
    snap!("several_found", d);
    d.resize(MEDIUM.0, MEDIUM.1).press("enter enter =withdraw 2 =pause");
    snap!("run_plan", d);
    let mut more = complete("pause", "form");
    more.set("service", one("doda"));
    let start =
        Start { answers: complete("withdraw", "mail"), more: vec![more], ..Start::default() };
    let mut d = Driver::with(MEDIUM, start, Config::default());
    snap!("run_review", d);
    d.press("enter enter enter o");
    snap!("run", d);
}

#[test]
fn where_one_is_registered() {
    let text = "[sender]\nemail = \"hanako@example.jp\"\n[registration.doda]\nhandler = \"佐藤\"\n\
        since = \"2024-04\"\n\
                [registration.own-1]\nservice_name = \"みなとキャリア\"\nemail = \"work@example.jp\"\n";
    let config = Config::parse("config.toml", text).expect("a configuration");
    let mut d = Driver::with(MEDIUM, Start::default(), config);
    d.press("=mine");
    snap!("mine", d);
    d.press("2");
    snap!("mine_form", d);
}

#[test]
fn choices() {
    let mut d = on("goal", "withdraw", MEDIUM);
    d.press("down down");
    snap!("goal", d);
    let mut d = on("requests", "withdraw", MEDIUM);
    d.press("down space down space");
    snap!("requests", d);
    d.resize(NARROW.0, NARROW.1);
    snap!("requests_narrow", d);
    d.resize(WIDE.0, WIDE.1);
    snap!("requests_wide", d);
    d.resize(FLAT.0, FLAT.1);
    snap!("requests_flat", d);
}

#[test]
fn texts() {
    snap!("text_empty", on("sender.email", "withdraw", MEDIUM));
    let mut d = on("sender.email", "withdraw", MEDIUM);
    d.press("'hanako' enter");
    snap!("text_error", d);
    d.resize(NARROW.0, NARROW.1);
    snap!("text_error_narrow", d);
    let mut d = on("must_have", "change_handler", NARROW);
    d.type_text("土日のいずれかは休みであること。夜間や早朝の呼び出しがないことも、長く続けるために大切にしたいと考えています。");
    d.press("alt+enter").type_text("二つめの段落");
    snap!("long_text", d);
}

#[test]
fn dates_and_months() {
    let mut d = on("effective", "withdraw", MEDIUM);
    d.press("up up up");
    snap!("date_holiday", d);
    d.press("ctrl+a ctrl+k '2026-2-30'");
    snap!("date_that_does_not_exist", d);
    d.press("enter");
    snap!("date_error", d);
    let mut d = on("resume", "pause", MEDIUM);
    snap!("month_empty", d);
    d.press("'2027-04'");
    snap!("month", d);
}

#[test]
fn lists() {
    let mut d = on("selections", "withdraw", MEDIUM);
    snap!("entries_empty", d);
    d.press("a 'みなと薬局' enter '3' enter '11/26' enter");
    snap!("entry_form", d);
    d.press("'1' enter enter");
    snap!("entries", d);
    d.press("a 'ひかり病院' esc");
    snap!("entries_half_typed", d);
    // The draft goes first, then the entry, which can be put back.
    d.press("up d up d");
    snap!("entries_removed", d);
    let mut d = on("no_call", "reduce_contact", MEDIUM);
    d.press("a '1' enter '9' enter '18:00' enter");
    snap!("hours", d);
    d.press("a '2' enter '18' enter '9' enter");
    snap!("hours_error", d);
    d.resize(FLAT.0, FLAT.1);
    snap!("hours_error_flat", d);
}

#[test]
fn the_letter_behind_tab() {
    let mut d = on("reason", "withdraw", MEDIUM);
    d.press("tab");
    snap!("letter", d);
    d.press("pagedown pagedown down down");
    snap!("letter_why", d);
    let mut d = on("reason", "withdraw", WIDE);
    d.press("down");
    snap!("letter_beside", d);
    d.press("tab down down down");
    snap!("letter_beside_why", d);
}

/// Beside the question the letter marks its own selection, on each line of the paragraph; the
/// question then marks nothing.
#[test]
fn one_side_alone_marks_what_is_selected() {
    // Lines with a mark on the side of the question, and of the letter.
    let marks = |d: &Driver| {
        let frame = d.frame();
        // The frame of the letter begins in column 54.
        let cut = |l: &str| {
            let mut cells = 0;
            let beyond = l.char_indices().find(|(_, c)| {
                cells += kotowari::text::width::width(&c.to_string());
                cells > 54
            });
            beyond.map_or(l.len(), |(at, _)| at)
        };
        let sides = || frame.lines().skip(3).map(|l| l.split_at(cut(l)));
        let marked = |side: &str| side.trim_start_matches(['|', ' ']).starts_with('>');
        (sides().filter(|(l, _)| marked(l)).count(), sides().filter(|(_, r)| marked(r)).count())
    };
    for (question, goal, keys) in [
        ("reason", "withdraw", "down"),
        ("requests", "withdraw", "down"),
        (
            "selections",
            "withdraw",
            "a 'みなと薬局' enter =applied enter enter =decline enter enter up",
        ),
        ("no_call", "reduce_contact", ""),
        ("goal", "pause", ""),
    ] {
        let mut d = on(question, goal, WIDE);
        d.press(keys);
        assert_eq!(marks(&d), (1, 0), "{question}\n{}", d.frame());
        d.press("tab down");
        let (question_side, letter_side) = marks(&d);
        assert_eq!(question_side, 0, "the letter has the focus: {question}\n{}", d.frame());
        assert!(letter_side > 0, "{question}\n{}", d.frame());
        d.press("tab");
        assert_eq!(marks(&d), (1, 0), "{question}\n{}", d.frame());
    }
    let mut d = on("goal", "withdraw", WIDE);
    d.press("tab");
    snap!("letter_beside_goal", d);
}

/// Lines that the last answer changed carry a plus.
#[test]
fn a_change_is_marked() {
    let mut d = on("reason", "withdraw", WIDE);
    d.press("=other_service");
    snap!("letter_changed", d);
}

#[test]
fn the_review() {
    snap!("review", review("withdraw", "mail", MEDIUM));
    snap!("review_wide", review("withdraw", "mail", WIDE));
    snap!("review_form_narrow", review("reduce_contact", "form", NARROW));
    snap!("review_blocked", blocked(MEDIUM));
    snap!("review_blocked_wide", blocked(WIDE));
    let mut d = blocked(MEDIUM);
    d.press("down down");
    snap!("review_blocked_third", d);
    snap!("review_blocked_flat", blocked(FLAT));
    snap!("review_phone", review("pause", "phone", MEDIUM));
    snap!("review_phone_wide", review("pause", "phone", WIDE));
    snap!("review_post", review("withdraw", "post", MEDIUM));
    snap!("review_post_wide", review("withdraw", "post", WIDE));
}

#[test]
fn the_editor() {
    let mut d = review("withdraw", "mail", MEDIUM);
    d.press("e end '！'");
    snap!("edit", d);
    d.resize(FLAT.0, FLAT.1);
    snap!("edit_flat", d);
    d.resize(MEDIUM.0, MEDIUM.1);
    d.press("esc");
    snap!("review_edited", d);
}

#[test]
fn after_copying() {
    let mut a = complete("withdraw", "mail");
    a.set("sender.handler", one("佐藤"));
    a.set("sender.handler_email", one("sato@example.jp"));
    let mut d = with(MEDIUM, a);
    d.press("enter");
    snap!("after_mail_confirmed", d);
    let mut d = review("pause", "form", MEDIUM);
    d.world.copies = Copied::Handed;
    d.press("enter n n");
    snap!("after_form_handed", d);
    d.resize(WIDE.0, WIDE.1);
    snap!("after_form_handed_wide", d);
    let mut d = review("change_handler", "mail", NARROW);
    d.world.copies = Copied::Failed("画面がありません".to_owned());
    d.press("c");
    snap!("after_failed_narrow", d);
    d.press("w enter");
    snap!("after_failed_written_narrow", d);
    let mut d = review("pause", "phone", MEDIUM);
    d.press("enter");
    snap!("after_phone", d);
    let mut d = review("withdraw", "post", MEDIUM);
    d.press("enter");
    snap!("after_post", d);
    d.resize(NARROW.0, NARROW.1);
    snap!("after_post_narrow", d);
}

#[test]
fn overlays() {
    let mut d = on("requests", "withdraw", MEDIUM);
    d.press("?");
    snap!("help", d);
    let mut d = review("withdraw", "mail", FLAT);
    d.press("? pagedown pagedown");
    snap!("help_flat", d);
    let mut d = blocked(MEDIUM);
    d.press("enter");
    snap!("ask_copy_anyway", d);
    let mut d = on("sender.name", "withdraw", MEDIUM);
    d.press("'山田' ctrl+c");
    snap!("ask_keep", d);
    let mut d = review("withdraw", "mail", MEDIUM);
    d.press("w");
    snap!("path", d);
    // Paper is no draft of a mail.
    let mut paper = review("withdraw", "post", MEDIUM);
    paper.press("w");
    assert!(!paper.frame().contains(".eml"), "{}", paper.frame());
    d.press("esc enter enter");
    snap!("ask_save", d);
    let mut d = review("withdraw", "mail", MEDIUM);
    d.press("e 'x' esc g");
    snap!("ask_regenerate", d);
}

/// A blank is shown as such in the letter, and listed.
#[test]
fn blanks_are_named() {
    let d = on("sender.email", "withdraw", (120, 70));
    let frame = d.frame();
    assert!(frame.contains("空欄 2"), "{frame}");
    assert!(frame.contains("〔登録メールアドレス〕"), "{frame}");
    assert!(
        frame.contains(" kotowari  アポプラス薬剤師 › 退会する › 登録メールアドレス"),
        "{frame}"
    );
    assert!(frame.contains("あと約1問"), "{frame}");
    // They are counted as they are seen, also where a line ends in one.
    let frame = Driver::sized((120, 40)).press("tab").frame();
    assert_eq!(frame.matches('〔').count(), 5, "{frame}");
    assert!(frame.contains("空欄 5"), "{frame}");
}

/// Colours only add: without them every frame has the same characters.
#[test]
fn without_colours_nothing_is_lost() {
    let config = Config { colors: kotowari::config::Colors::Never, ..Config::default() };
    // A blank and what keeps the letter back have a colour; most of a screen has none.
    let mut a = complete("withdraw", "mail");
    a.set("requests", many(&["erase"]));
    a.remove("selections");
    let start = || Start { answers: a.clone(), ..Start::default() };
    let plain = Driver::with(WIDE, start(), config);
    let coloured = Driver::with(WIDE, start(), Config::default());
    assert_eq!(plain.frame(), coloured.frame());
    let colours = |d: &Driver| {
        d.app.view().buffer.content.iter().filter(|c| c.fg != ratatui::style::Color::Reset).count()
    };
    assert_eq!(colours(&plain), 0);
    assert!(colours(&coloured) > 0);
}

/// A letter by post stands on the review in the very lines that are copied, from 80 columns on;
/// below that it says why not.
#[test]
fn a_letter_by_post_is_shown_in_the_lines_that_are_copied() {
    for goal in GOALS {
        let mut answers = complete(goal, "post");
        let wish =
            "ご担当者様には「薬局」と「病院」の違いまで、たいへん丁寧に教えていただきました。";
        answers.set("must_have", one(&wish.repeat(3)));
        for columns in [80, 100, 120, 146, 147, 200] {
            let d = with((columns, 140), answers.clone());
            let frame = d.frame();
            // The letter is the right side, or all of the screen, behind its gutter.
            let bare = |line: &str| line.trim_matches([' ', '|']).to_owned();
            let side = |line: &str| bare(line.split_once('|').map_or(line, |(_, letter)| letter));
            let shown: Vec<String> = frame.lines().map(side).collect();
            let copied: Vec<String> = d.letter().lines().map(bare).collect();
            let there = shown.windows(copied.len()).any(|w| w == copied);
            assert!(there, "{goal} at {columns}:\n{frame}\n{}", d.letter());
        }
        let frame = with((60, 140), answers).frame();
        assert!(frame.contains("紙では全角38字で改行します"), "{frame}");
    }
}
