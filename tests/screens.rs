//! What is on the screen: snapshots of every kind of screen, and every size without a panic.
//! `INSTA_UPDATE=always cargo test --test screens` accepts new ones.

mod support;

use kotowari::app::Start;
use kotowari::app::msg::Copied;
use kotowari::config::Config;
use kotowari::domain::answers::{Answers, Value};
use kotowari::text::width::{Ambiguous, is_unsure};
use kotowari::ui::painter::Painter;
use std::fmt::Write as _;
use support::{Driver, GOALS, complete, many, one, selection};

/// The program on a question, with everything before it answered and nothing after it.
fn on(question: &str, goal: &str, size: (u16, u16)) -> Driver {
    let mut answers = complete(goal, "mail");
    let probe = Driver::answered(answers.clone());
    let path: Vec<String> = {
        let walk = probe.app.session.walk(&probe.app.content);
        walk.steps.iter().map(|s| s.question.id.clone()).collect()
    };
    let at = path.iter().position(|id| id == question).expect("a question of this goal");
    for id in &path[at..] {
        answers.remove(id);
    }
    let mut d = with(size, answers);
    // Given answers open the first question that must be answered; an optional one lies before it.
    for _ in 0..path.len() {
        if d.at() == question {
            return d;
        }
        d.press("esc");
    }
    panic!("{question} is not reached: at {}", d.at());
}

fn with(size: (u16, u16), answers: Answers) -> Driver {
    Driver::with(size, Start { answers, ..Start::default() }, Config::default())
}

fn review(goal: &str, channel: &str, size: (u16, u16)) -> Driver {
    with(size, complete(goal, channel))
}

/// A review with a block, something worth saying, and both kinds of dates.
fn blocked(size: (u16, u16)) -> Driver {
    let mut a = complete("withdraw", "mail");
    a.remove("sender.phone");
    a.set("effective", one("2026-11-23"));
    let rows = vec![
        selection("みなと薬局", "first_interview", "2026-11-24", "decline"),
        selection("ひかり病院", "final_interview", "", "keep"),
    ];
    a.set("selections", Value::Entries(rows));
    let mut d = with(size, a);
    // The open question comes first; from there one can look at the letter, and go back to the review over the rest.
    assert_eq!(d.at(), "sender.phone");
    d.app.screen = kotowari::app::screens::Screen::Review(kotowari::app::screens::review::Review::default());
    d
}

const WIDE: (u16, u16) = (120, 40);
const MEDIUM: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (60, 20);
const FLAT: (u16, u16) = (40, 12);

macro_rules! snap {
    ($name:literal, $driver:expr) => {
        let d: &Driver = &$driver;
        let (w, h) = d.app.size;
        insta::assert_snapshot!($name, format!("{w}x{h}\n{}", d.frame()));
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
    d.press("'1' enter");
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

/// Beside the question the letter marks its own selection, on each line of the paragraph; the question then marks nothing.
#[test]
fn one_side_alone_marks_what_is_selected() {
    // Lines with a mark on the side of the question, and of the letter.
    let marks = |d: &Driver| {
        let frame = d.frame();
        let sides = || frame.lines().filter_map(|l| l.rsplit_once('|'));
        let marked = |side: &str| side.trim_start().starts_with('>');
        (sides().filter(|(l, _)| marked(l)).count(), sides().filter(|(_, r)| marked(r)).count())
    };
    for (question, goal, keys) in [
        ("reason", "withdraw", "down"),
        ("requests", "withdraw", "down"),
        ("selections", "withdraw", "a 'みなと薬局' enter 1 enter enter 1 enter up"),
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
    d.press("2");
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
    snap!("ask_quit", d);
    let mut d = review("withdraw", "mail", MEDIUM);
    d.press("w");
    snap!("path", d);
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
    assert!(frame.contains("空欄: 登録メールアドレス、登録電話番号"), "{frame}");
    assert!(frame.contains("〔登録メールアドレス〕"), "{frame}");
    assert!(frame.contains("kotowari › アポプラス薬剤師 › 退会する › 登録メールアドレス"), "{frame}");
    assert!(frame.contains("11/14"), "{frame}");
}

/// Every kind of screen in some state.
fn every_screen(size: (u16, u16)) -> Vec<(String, Driver)> {
    let mut out: Vec<(String, Driver)> = Vec::new();
    for goal in GOALS {
        let probe = Driver::answered(complete(goal, "mail"));
        let walk = probe.app.session.walk(&probe.app.content);
        for s in &walk.steps {
            let id = &s.question.id;
            let known = out.iter().any(|(n, _)| n == id);
            if !known {
                out.push((id.clone(), on(id, goal, size)));
            }
        }
    }
    let mut add = |name: &str, mut d: Driver, keys: &str| {
        d.press(keys);
        out.push((name.to_owned(), d));
    };
    add("form", on("selections", "withdraw", size), "a 'みなと薬局' enter '3' enter '11/26' enter");
    add("hours", on("no_call", "reduce_contact", size), "a '1' enter '25' enter 'x' enter");
    add("letter", on("reason", "withdraw", size), "tab end");
    add("review", review("withdraw", "form", size), "");
    add("blocked", blocked(size), "down");
    add("edit", review("pause", "mail", size), "e pagedown 'あ' end");
    add("after", review("pause", "form", size), "enter down");
    add("review by phone", review("change_handler", "phone", size), "");
    add("review by post", review("resume", "post", size), "tab pagedown");
    add("after a call", review("decline", "phone", size), "enter");
    add("after a letter by post", review("withdraw", "post", size), "enter");
    add("removed", on("selections", "withdraw", size), "a 'みなと薬局' enter 1 enter enter 1 enter up up d");
    add("help", on("reason", "withdraw", size), "? down");
    add(
        "path",
        review("withdraw", "mail", size),
        "w 'ながいながいながいながいながいながいながいながいなまえ'",
    );
    add("ask", blocked(size), "c");
    add("quit", on("sender.name", "pause", size), "'x' ctrl+c");
    out
}

/// On the smallest screen, too, the help can be read whole: every key, and all of what it does.
#[test]
fn the_help_is_whole_at_every_size() {
    let mut modes = std::collections::BTreeSet::new();
    for (name, mut d) in every_screen(MEDIUM) {
        let of = d.app.mode();
        if d.app.overlay.is_some() || !modes.insert(of) {
            continue;
        }
        d.press("f1");
        let rows = d.app.keymap.list(of, false);
        for size in [(36, 10), FLAT, NARROW, MEDIUM, (200, 60)] {
            d.resize(size.0, size.1).press("home");
            let mut seen = String::new();
            loop {
                let frame = d.frame();
                seen.push_str(&frame.replace(['|', ' ', '\n', '^'], ""));
                d.press("pagedown");
                if d.frame() == frame {
                    break;
                }
            }
            for (keys, action, _) in &rows {
                let says = d.app.content.text(&format!("key.{action}")).to_owned();
                let keys = keys.replace(' ', "");
                assert!(seen.contains(&keys), "{name} at {size:?}: {keys} ({says})\n{seen}");
            }
            assert!(seen.contains("sc。"), "{name} at {size:?}\n{seen}");
            // The way back up is as long as the page, and not longer.
            let end = d.frame();
            d.press("down down pagedown up");
            assert!(d.frame() != end || rows.len() + 6 < usize::from(size.1), "{name} at {size:?}");
        }
    }
    assert!(modes.len() > 9, "{modes:?}");
}

/// On a large screen text keeps to a width that can be read.
#[test]
fn nothing_is_stretched_on_a_large_screen() {
    for (name, d) in every_screen((200, 60)) {
        let frame = d.frame();
        for line in frame.lines().skip(1) {
            // The question beside the letter, and each of them alone.
            for part in line.split(" | ") {
                let cells = kotowari::text::width::width(part.trim());
                assert!(
                    cells <= 90 || part.contains("F1 ") || part.contains("? キー"),
                    "{name}: {cells}\n{line}"
                );
            }
        }
    }
}

/// A theme changes colours and nothing else: the same characters stand in every frame.
#[test]
fn themes_change_colours_alone() {
    let themes = ["dark", "light", "mono"].map(|t| {
        let text = format!("[look]\ntheme = \"{t}\"\n");
        (t, Config::parse("x", &text).expect("a theme").palette)
    });
    for (name, mut d) in every_screen(WIDE) {
        let frame = d.frame();
        for (theme, palette) in themes {
            d.app.config.palette = palette;
            assert_eq!(d.frame(), frame, "{name} with {theme}");
            let coloured = d.app.view().buffer.content.iter().any(|c| c.fg != ratatui::style::Color::Reset);
            assert_eq!(coloured, theme != "mono", "{name} with {theme}");
        }
    }
}

/// From nothing to larger than most: no panic, and the cursor, where there is one, stands on a cell.
#[test]
fn every_screen_at_every_size() {
    let mut drawn = 0;
    let columns = [0, 1, 2, 3, 5, 10, 20, 35, 36, 37, 44, 59, 60, 79, 80, 99, 100, 101, 120, 130];
    let rows = [0, 1, 2, 3, 5, 9, 10, 11, 12, 16, 17, 18, 24, 33, 45];
    for (name, mut d) in every_screen(MEDIUM) {
        for c in columns {
            for r in rows {
                d.app.size = (c, r);
                let frame = d.app.view();
                drawn += 1;
                assert_eq!((frame.buffer.area.width, frame.buffer.area.height), (c, r), "{name}");
                if let Some(at) = frame.cursor {
                    assert!(at.x < c && at.y < r, "{name} at {c}x{r}: the cursor at {at}");
                }
                if c < 36 || r < 10 {
                    assert_eq!(frame.cursor, None, "{name} at {c}x{r}");
                }
            }
        }
    }
    println!("{drawn} frames");
}

/// What is written for each size lies on the screen of that size, whichever way the terminal draws ambiguous characters.
#[test]
fn every_screen_is_written_at_every_size() {
    let sizes =
        [(80, 24), (1, 1), (2, 3), (36, 10), (0, 0), (7, 2), (8, 1), (41, 11), (100, 30), (1, 50), (80, 24)];
    for (name, mut d) in every_screen(MEDIUM) {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            d.app.ambiguous = ambiguous;
            let mut painter = Painter::asking();
            painter.suit(ambiguous);
            for (c, r) in sizes {
                d.app.size = (c, r);
                let frame = d.app.view();
                let bytes = painter.paint(frame.buffer, frame.cursor);
                for place in
                    bytes.split("\x1b[").filter_map(|s| s.split_once('H')).filter_map(|s| s.0.split_once(';'))
                {
                    let (Ok(y), Ok(x)) = (place.0.parse::<u16>(), place.1.parse::<u16>()) else { continue };
                    assert!((1..=r).contains(&y) && (1..=c).contains(&x), "{name} at {c}x{r}: {place:?}");
                }
            }
        }
    }
}

/// What stands in the second cell of a wide character is never seen: a mark at the edge, a border, a letter.
#[test]
fn no_wide_character_hides_what_stands_behind_it() {
    let mut hidden = String::new();
    for (name, mut d) in every_screen(MEDIUM) {
        for size in [FLAT, NARROW, (61, 21), MEDIUM, (81, 25), WIDE] {
            d.app.size = size;
            let buffer = d.app.view().buffer;
            for (x, y) in (0..size.1).flat_map(|y| (1..size.0).map(move |x| (x, y))) {
                let wide = kotowari::text::width::width(buffer[(x - 1, y)].symbol()) > 1;
                let symbol = buffer[(x, y)].symbol();
                if wide && !symbol.trim().is_empty() {
                    let _ = writeln!(hidden, "{name} at {size:?}: {symbol} in column {x} of row {y}");
                }
            }
        }
    }
    assert!(hidden.is_empty(), "{hidden}");
}

/// Where the terminal draws ambiguous characters two columns wide, each has its room: nothing is hidden, nothing cut off, and
/// what is typed is measured so.
#[test]
fn a_terminal_that_draws_ambiguous_characters_wide_has_room_for_them() {
    let mut wrong = String::new();
    let mut seen = 0;
    let typed = "①※×—“α”■→　…第①希望…";
    let mut answers = complete("reduce_contact", "mail");
    answers.set("sender.name", one(typed));
    answers.set("lesson", one(typed));
    let start = Start { answers, ..Start::default() };
    let mut screens = every_screen(MEDIUM);
    screens.push(("name".to_owned(), Driver::with(MEDIUM, start, Config::default())));
    let mut d = on("must_have", "change_handler", MEDIUM);
    d.paste(&typed.repeat(8));
    screens.push(("long text".to_owned(), d));
    for (name, mut d) in screens {
        d.app.ambiguous = Ambiguous::Wide;
        for size in [FLAT, NARROW, (61, 21), MEDIUM, WIDE] {
            d.app.size = size;
            let buffer = d.app.view().buffer;
            for (x, y) in (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))) {
                let symbol = buffer[(x, y)].symbol();
                if !is_unsure(symbol) {
                    continue;
                }
                seen += 1;
                if x + 1 >= size.0 || buffer[(x + 1, y)].symbol() != " " {
                    let _ = writeln!(wrong, "{name} at {size:?}: {symbol} in column {x} of row {y}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen > 500, "{seen}");
}

/// Where text is typed there is a cursor at every size that can show it, so that an input method has its place.
#[test]
fn the_cursor_stands_where_text_is_typed() {
    let mut typed = 0;
    for (name, mut d) in every_screen(MEDIUM) {
        if !d.app.mode().types() {
            continue;
        }
        typed += 1;
        for size in [(36, 10), (40, 12), (60, 20), (80, 24), (100, 30), (130, 45)] {
            d.app.size = size;
            // A choice in a form is not typed.
            let choice = name == "form";
            assert!(d.app.view().cursor.is_some() || choice, "{name} at {size:?}\n{}", d.frame());
        }
    }
    assert!(typed > 12, "only {typed} screens take text");
}

/// Opened at a size or brought to it later: the same frame.
#[test]
fn a_resize_gives_the_frame_of_that_size() {
    for size in [FLAT, NARROW, WIDE] {
        for ((name, a), (_, mut b)) in every_screen(size).into_iter().zip(every_screen(MEDIUM)) {
            if matches!(name.as_str(), "edit" | "letter" | "help") {
                continue; // PageDown goes by the rows that there were
            }
            b.resize(size.0, size.1);
            assert_eq!(a.frame(), b.frame(), "{name}");
        }
    }
}

/// Wide characters take two cells, so a line that is full is 80 cells and not 80 characters.
#[test]
fn no_line_is_wider_than_the_screen() {
    let mut lines = String::new();
    for (name, d) in every_screen(NARROW) {
        for line in d.frame().lines() {
            let cells = kotowari::text::width::width(&line.replace('█', ""));
            if cells > 60 {
                let _ = writeln!(lines, "{name}: {line}");
            }
        }
    }
    assert!(lines.is_empty(), "{lines}");
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

/// A letter by post stands on the review in the very lines that are copied, from 80 columns on; below that it says why not.
#[test]
fn a_letter_by_post_is_shown_in_the_lines_that_are_copied() {
    for goal in GOALS {
        let mut answers = complete(goal, "post");
        let wish = "ご担当者様には「薬局」と「病院」の違いまで、たいへん丁寧に教えていただきました。";
        answers.set("must_have", one(&wish.repeat(3)));
        for columns in [80, 100, 120, 146, 147, 200] {
            let d = with((columns, 140), answers.clone());
            let frame = d.frame();
            // The letter is the right side, or all of the screen, behind its gutter.
            let bare = |line: &str| line.trim_matches(' ').to_owned();
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

/// The marks of a page that goes on stand where no text does.
#[test]
fn no_mark_hides_a_text() {
    let mut marks = 0;
    for (name, mut d) in every_screen(MEDIUM) {
        for size in [FLAT, NARROW, MEDIUM] {
            d.app.size = size;
            let buffer = d.app.view().buffer;
            // In a box over the screen: the column before its border.
            let edge =
                |y| (1..size.0).rev().find(|x| buffer[(*x, y)].symbol() == "|").map_or(size.0 - 1, |x| x - 1);
            for y in 2..size.1 - 1 {
                let edge = if d.app.overlay.is_some() { edge(y) } else { size.0 - 1 };
                let symbol = buffer[(edge, y)].symbol();
                marks += usize::from(symbol != " ");
                assert!(
                    matches!(symbol, " " | "^" | "v" | "-"),
                    "{name} at {size:?}: {symbol} in row {y}\n{}",
                    d.frame()
                );
            }
        }
    }
    assert!(marks > 20, "{marks}");
}
