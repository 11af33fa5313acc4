//! What holds for every kind of screen: at every size, with every key that leaves, in every
//! terminal.

#[path = "support/screens.rs"]
mod screens;
mod support;

use kotowari::app::Start;
use kotowari::app::effect::Exit;
use kotowari::app::overlay::Overlay;
use kotowari::app::screens::Screen;
use kotowari::config::{Config, Save};
use kotowari::input::key::{Code, Key, TermEvent};
use kotowari::input::keymap::{Intent, Mode};
use kotowari::text::width::{Ambiguous, is_unsure, width};
use kotowari::ui::painter::Painter;
use kotowari::ui::theme::THEMES;
use ratatui::style::{Color, Modifier};
use screens::{FLAT, MEDIUM, NARROW, WIDE, every_screen, on};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZero;
use support::{Driver, complete, one};

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
        for size in [(36, 10), FLAT, NARROW, MEDIUM, (200, 60)] {
            d.resize(size.0, size.1).press("home");
            let mut rows = d.app.keymap().list(of, false);
            rows.retain(|(_, _, intent)| d.app.helps(of)(*intent));
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
                let says = d.app.content().text(&format!("key.{action}")).to_owned();
                let keys = keys.replace(' ', "");
                assert!(seen.contains(&keys), "{name} at {size:?}: {keys} ({says})\n{seen}");
            }
            assert!(seen.contains("ます。"), "{name} at {size:?}\n{seen}");
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
        if d.app.overlay.is_some() {
            // What lies over it is a box that is never wider than this.
            let body: Vec<&str> = frame.lines().skip(2).collect();
            let body = body.join("\n");
            assert!(body.contains("+--") && !body.contains(&"-".repeat(113)), "{name}\n{frame}");
            continue;
        }
        for line in frame.lines().skip(2) {
            // The question beside the letter, what happened beside the calendar, and each of them
            // alone.
            for part in line.split('|').flat_map(|part| part.split("   ")) {
                let cells = kotowari::text::width::width(part.trim());
                assert!(
                    cells <= 90 || part.contains("F1 ") || part.contains("使えるキー"),
                    "{name}: {cells}\n{line}"
                );
            }
        }
    }
}

/// A theme changes colours and nothing else: the same characters stand in every frame.
#[test]
fn themes_change_colours_alone() {
    let themes = THEMES.map(|(t, ..)| {
        let text = format!("[look]\ntheme = \"{t}\"\n");
        (t, Config::parse("x", &text).expect("a theme").palette)
    });
    for (name, mut d) in every_screen(WIDE) {
        let frame = d.frame();
        for (theme, palette) in themes {
            d.app.config.palette = palette;
            assert_eq!(d.frame(), frame, "{name} with {theme}");
            let buffer = d.app.view().buffer;
            if let Some(Overlay::Qr(lines, ..)) = &d.app.overlay {
                // A camera needs black on white, whatever the terminal's own colours are: the code
                // and the border around it.
                let paper =
                    buffer.content.iter().filter(|c| (c.fg, c.bg) == (Color::Black, Color::White));
                let cells: usize = lines.iter().map(|l| l.chars().count()).sum();
                assert_eq!(paper.count(), cells, "{name} with {theme}");
                continue;
            }
            let coloured = buffer.content.iter().any(|c| c.fg != Color::Reset);
            assert_eq!(coloured, theme != "mono", "{name} with {theme}");
        }
    }
}

/// What lies over a screen hides what is under it, its look as well.
#[test]
fn a_box_shows_nothing_of_what_is_under_it() {
    let mut boxes = 0;
    for (name, mut d) in every_screen(MEDIUM) {
        if d.app.overlay.is_none() {
            d.press("f1");
        }
        if matches!(d.app.overlay, None | Some(Overlay::Qr(..))) {
            continue;
        }
        let buffer = d.app.view().buffer;
        let corner = |c: &ratatui::buffer::Cell| c.symbol() == "+";
        let (w, rows) =
            (usize::from(buffer.area.width), buffer.content.chunks(usize::from(buffer.area.width)));
        let edges: Vec<&[ratatui::buffer::Cell]> = rows.collect();
        let top =
            edges.iter().position(|r| r.iter().filter(|c| corner(c)).count() == 2).expect("a box");
        let left = edges[top].iter().position(corner).expect("a corner");
        let bottom = edges.iter().rposition(|r| corner(&r[left])).expect("a corner");
        for row in &edges[top..=bottom] {
            // The answer that is selected is the box's own.
            if row[left + 2].symbol() == ">" {
                continue;
            }
            let look = row[left..w - left].iter().find(|c| c.modifier.contains(Modifier::REVERSED));
            assert_eq!(look, None, "{name}\n{}", d.frame());
        }
        boxes += 1;
    }
    assert!(boxes > 30, "{boxes}");
}

/// From nothing to larger than most: no panic, and the cursor, where there is one, stands on a
/// cell.
#[test]
fn every_screen_at_every_size() {
    let mut drawn = 0;
    let columns = [0, 1, 2, 3, 10, 35, 36, 37, 59, 60, 80, 99, 100, 130];
    let rows = [0, 1, 2, 5, 9, 10, 11, 16, 17, 24];
    for (name, mut d) in every_screen(MEDIUM) {
        for c in columns {
            for r in rows {
                d.event(TermEvent::Resize(c, r));
                let frame = d.app.view();
                drawn += 1;
                assert_eq!((frame.buffer.area.width, frame.buffer.area.height), (c, r), "{name}");
                let parked = frame.parked;
                assert!(
                    c < 36 || r < 10 || (parked.x < c && parked.y < r),
                    "{name} at {c}x{r}: parked at {parked}"
                );
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

/// The content written for each size fits a screen of that size, however wide ambiguous characters
/// are drawn.
#[test]
fn every_screen_is_written_at_every_size() {
    let sizes = [
        (80, 24),
        (1, 1),
        (2, 3),
        (36, 10),
        (0, 0),
        (7, 2),
        (8, 1),
        (41, 11),
        (100, 30),
        (1, 50),
        (80, 24),
    ];
    for (name, mut d) in every_screen(MEDIUM) {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            d.event(TermEvent::Ambiguous(ambiguous));
            let mut painter = Painter::asking();
            painter.suit(ambiguous);
            for (c, r) in sizes {
                d.event(TermEvent::Resize(c, r));
                let frame = d.app.view();
                let bytes = painter.paint(frame.buffer, frame.cursor);
                for place in bytes
                    .split("\x1b[")
                    .filter_map(|s| s.split_once('H'))
                    .filter_map(|s| s.0.split_once(';'))
                {
                    let (Ok(y), Ok(x)) = (place.0.parse::<u16>(), place.1.parse::<u16>()) else {
                        continue;
                    };
                    assert!(
                        (1..=r).contains(&y) && (1..=c).contains(&x),
                        "{name} at {c}x{r}: {place:?}"
                    );
                }
            }
        }
    }
}

/// Nothing is drawn into the second cell of a wide character: no mark at the edge, no border, no
/// letter.
#[test]
fn no_wide_character_hides_what_stands_behind_it() {
    let mut hidden = String::new();
    for (name, mut d) in every_screen(MEDIUM) {
        for size in [FLAT, NARROW, (61, 21), MEDIUM, (81, 25), WIDE] {
            d.event(TermEvent::Resize(size.0, size.1));
            let buffer = d.app.view().buffer;
            for (x, y) in (0..size.1).flat_map(|y| (1..size.0).map(move |x| (x, y))) {
                let wide = kotowari::text::width::width(buffer[(x - 1, y)].symbol()) > 1;
                let symbol = buffer[(x, y)].symbol();
                if wide && !symbol.trim().is_empty() {
                    let _ =
                        writeln!(hidden, "{name} at {size:?}: {symbol} in column {x} of row {y}");
                }
            }
        }
    }
    assert!(hidden.is_empty(), "{hidden}");
}

/// Where the terminal draws ambiguous characters two columns wide, each has its room: nothing is
/// hidden, nothing cut off, and what is typed is measured so.
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
        d.event(TermEvent::Ambiguous(Ambiguous::Wide));
        if name == "number" {
            d.press("esc r"); // a code is made for the terminal as it is known then
        }
        for size in [FLAT, NARROW, (61, 21), MEDIUM, WIDE] {
            d.event(TermEvent::Resize(size.0, size.1));
            let buffer = d.app.view().buffer;
            for (x, y) in (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))) {
                let symbol = buffer[(x, y)].symbol();
                if !is_unsure(symbol) {
                    continue;
                }
                seen += 1;
                if x + 1 >= size.0 || buffer[(x + 1, y)].symbol() != " " {
                    let _ =
                        writeln!(wrong, "{name} at {size:?}: {symbol} in column {x} of row {y}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen > 500, "{seen}");
}

/// Where text is typed there is a cursor at every size that can show it, so that an input method
/// has its place.
#[test]
fn the_cursor_stands_where_text_is_typed() {
    let mut typed = 0;
    for (name, mut d) in every_screen(MEDIUM) {
        if !d.app.mode().types() {
            continue;
        }
        typed += 1;
        for size in [(36, 10), (40, 12), (60, 20), (80, 24), (100, 30), (130, 45)] {
            d.event(TermEvent::Resize(size.0, size.1));
            // A choice in a form or a list is not typed.
            let choice = matches!(name.as_str(), "form" | "contact" | "several");
            assert!(d.app.view().cursor.is_some() || choice, "{name} at {size:?}\n{}", d.frame());
        }
    }
    assert!(typed > 12, "only {typed} screens take text");
}

/// Opened at a size or brought to it later: the same frame.
#[test]
fn a_resize_gives_the_frame_of_that_size() {
    let mut resized = every_screen(MEDIUM);
    for size in [FLAT, NARROW, WIDE] {
        for ((name, a), (_, b)) in every_screen(size).into_iter().zip(&mut resized) {
            if matches!(name.as_str(), "edit" | "letter" | "help" | "month" | "case with a plan") {
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

/// The marks of a page that goes on stand where no text does.
#[test]
fn no_mark_hides_a_text() {
    let mut marks = 0;
    for (name, mut d) in every_screen(MEDIUM) {
        for size in [FLAT, NARROW, MEDIUM] {
            d.event(TermEvent::Resize(size.0, size.1));
            let buffer = d.app.view().buffer;
            // In a box over the screen: the column before its border.
            let edge = |y| {
                (1..size.0)
                    .rev()
                    .find(|x| buffer[(*x, y)].symbol() == "|")
                    .map_or(size.0 - 1, |x| x - 1)
            };
            for y in 2..size.1 - 1 {
                let edge = if d.app.overlay.is_some() { edge(y) } else { size.0 - 1 };
                let symbol = buffer[(edge, y)].symbol();
                marks += usize::from(symbol != " ");
                assert!(
                    matches!(symbol, " " | "^" | "v" | "-" | "|" | "+"),
                    "{name} at {size:?}: {symbol} in row {y}\n{}",
                    d.frame()
                );
            }
        }
    }
    assert!(marks > 20, "{marks}");
}

/// Ctrl-C asks once where something would be lost; twice leaves from everywhere, with 130, and what
/// was begun is kept.
#[test]
fn ctrl_c_twice_always_leaves() {
    let (mut asked, mut kept) = (0, 0);
    for (name, mut d) in every_screen(MEDIUM) {
        d.app.config.save = Save::Always;
        d.press("ctrl+c");
        if d.end.is_none() {
            assert_eq!(d.app.mode(), Mode::Ask, "{name}\n{}", d.frame());
            let form = ["registration", "contact"].contains(&name.as_str());
            assert!(d.app.session.typed || form, "{name}: nothing would be lost");
            asked += 1;
            d.press("ctrl+c");
        }
        assert_eq!(d.end, Some(Exit::Left(130)), "{name}");
        kept += d.world.drafts.len();
    }
    // What the draft keeps is not lost: nearly all.
    assert!(asked > 0 && kept > 60, "{asked} {kept}");
}

/// Ctrl-Z gives the terminal back and, continued, draws all of the same screen again, over anything
/// that stands there.
#[test]
fn ctrl_z_redraws_every_screen() {
    let cells = |n| NonZero::new(n).expect("above 0");
    for (name, mut d) in every_screen(MEDIUM) {
        // The first event of a run draws; what is drawn then is not what this is about.
        d.event(TermEvent::Ambiguous(Ambiguous::Narrow));
        let before = d.frame();
        d.world.shown.clear();
        d.press("ctrl+z");
        assert_eq!((d.world.suspended, d.frame()), (1, before.clone()), "{name}");
        let whole = d.world.shown.last().unwrap_or_else(|| panic!("{name}: nothing is drawn"));
        assert!(whole.contains("\x1b[2J"), "{name}: {whole:?}");
        let mut terminal = vt100::Parser::new(cells(MEDIUM.1), cells(MEDIUM.0), 0);
        terminal.process(whole.as_bytes());
        let drawn = terminal.screen().contents();
        let dense = |text: &str| text.replace(['█', ' ', '\n'], "");
        assert_eq!(dense(&drawn), dense(&before), "{name}");
    }
}

/// A burst, as an input method sends it, is taken in order and drawn once.
#[test]
fn a_burst_is_drawn_once() {
    for (name, mut d) in every_screen(MEDIUM) {
        d.press("f1").press("esc");
        d.world.shown.clear();
        d.burst("up down up down");
        assert!(d.world.shown.len() <= 2, "{name}: {} frames", d.world.shown.len());
    }
}

/// On the smallest screen that the program is made for, everything that a tall one shows can be
/// brought into view.
#[test]
fn everything_is_reachable_at_60x20() {
    let (mut missing, mut longer) = (String::new(), 0);
    for (name, mut d) in every_screen(NARROW) {
        // What lies over a screen has its own rows: the help is held above, the others fit.
        if d.app.overlay.is_some() {
            continue;
        }
        // The body, line by line, without marks of what is selected.
        let lines = |d: &Driver| -> BTreeSet<String> {
            let bare = |l: &str| {
                let l = l.replace(['█', '|', '>', ' ', '　'], "");
                l.trim_end_matches(['^', 'v']).to_owned()
            };
            d.frame().lines().skip(1).map(bare).filter(|l| !l.is_empty()).collect()
        };
        d.event(TermEvent::Resize(60, 400));
        let tall = lines(&d);
        d.event(TermEvent::Resize(NARROW.0, NARROW.1));
        let (mut seen, mut frames) = (lines(&d), BTreeSet::new());
        if tall.is_subset(&seen) {
            continue;
        }
        longer += 1;
        let most = if d.app.mode().types() { 16 } else { 30 };
        for key in [
            "pagedown", "pageup", "home", "down", "pageup", "home", "pagedown", "up", "end",
            "pagedown", "pageup",
        ] {
            // Until nothing new comes: a list may begin anew at its end. (A date has no end.)
            for _ in 0..most {
                if !frames.insert((key, d.press(key).frame())) {
                    break;
                }
                seen.extend(lines(&d));
            }
        }
        for line in tall.difference(&seen) {
            let _ = writeln!(missing, "{name}: {line}");
        }
    }
    assert!(missing.is_empty() && longer > 10, "{longer}\n{missing}");
}

/// Texts for people have days as people write them, and no brackets in brackets.
#[test]
fn days_and_brackets_are_as_people_write_them() {
    let mut wrong = String::new();
    for (name, d) in every_screen((200, 60)) {
        for line in d.frame().lines() {
            let mut depth = 0;
            // The letter beside has lines of its own.
            let line = line.split_once("  |").map_or(line, |(left, _)| left);
            let nested = line.chars().any(|c| {
                depth += i32::from(c == '（') - i32::from(c == '）');
                depth > 1
            });
            // Input, examples of it, and names of files and records are for the program.
            let typed = ["> ", "例：", ".txt", "日時", "記録しました", "生年月日"]
                .iter()
                .any(|t| line.contains(t));
            let iso = |w: &str| {
                let parts: Vec<&str> = w.split('-').collect();
                let [y, m, d, ..] = parts.as_slice() else { return false };
                let digit = |c: char| c.is_ascii_digit();
                y.len() >= 4
                    && y.ends_with(digit)
                    && d.starts_with(digit)
                    && m.len() == 2
                    && m.chars().all(digit)
                    && !w.contains("090-")
            };
            if nested || !typed && line.split_whitespace().any(iso) {
                let _ = writeln!(wrong, "{name}: {}", line.trim());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// How much of a page is on the screen, in characters, and whether the letter stands beside it. A
/// row that is cut is the beginning of something that stands elsewhere.
fn shown(d: &Driver) -> (usize, bool) {
    let frame = d.frame();
    let letter = frame.lines().find_map(|l| l.split_once("+ 手紙 -"));
    let columns = letter.map_or(usize::MAX, |(page, _)| width(page) - 1);
    let rows = frame.lines().count();
    let top = if rows < 28 { 2 } else { 3 };
    let body = frame.lines().skip(top).take(rows - top - 2);
    let words = body.map(|row| {
        let mut cells = 0;
        let fits = |c: &char| {
            cells += width(c.encode_utf8(&mut [0; 4]));
            cells <= columns
        };
        row.chars().take_while(fits).collect::<String>()
    });
    let words = words.filter(|row| !row.contains(".."));
    let marks = ['|', ' ', '-', '+', 'v', '^', '>'];
    (words.map(|row| row.replace(marks, "").chars().count()).sum(), letter.is_some())
}

/// A larger terminal never shows less, of the page or of the letter beside it.
#[test]
fn a_larger_terminal_shows_no_less() {
    let sizes =
        [(60, 20), (80, 24), (99, 24), (100, 24), (119, 24), (120, 24), (120, 40), (200, 60)];
    let more = [("leaving", "=apoplus-pharmacist =withdraw"), ("companies", "'ナース'")];
    let more = more.map(|(name, keys)| {
        let mut d = Driver::new();
        d.press(keys);
        (name.to_owned(), d)
    });
    let mut less = String::new();
    for (name, mut d) in every_screen(MEDIUM).into_iter().chain(more) {
        // A box has its own room, and the review shows the letter where there is none beside it.
        let reviews = matches!(d.app.screen, Screen::Review(_));
        if reviews || d.app.overlay.is_some() || d.app.letter().is_some() {
            continue;
        }
        let mut before = (0, false);
        for size in sizes {
            let now = shown(d.resize(size.0, size.1));
            if now.0 < before.0 || before.1 && !now.1 {
                let _ = writeln!(less, "{name} at {size:?}: {before:?} {now:?}\n{}", d.frame());
            }
            before = now;
        }
    }
    assert!(less.is_empty(), "{less}");
}

/// All that a key can change: the frame, its own notice included, and what goes out.
fn state(d: &Driver) -> (String, [usize; 8], Option<Exit>) {
    let w = &d.world;
    let out = [
        w.copied.len(),
        w.written.len(),
        w.edited.len(),
        w.saved.len(),
        w.suspended,
        w.cases.len(),
        w.drafts.len(),
        w.opened.len(),
    ];
    (d.frame(), out, d.end.clone())
}

/// The keys that the help names, each with its action; those that change a text do so where there
/// is one.
fn named(d: &Driver) -> Vec<(String, &'static str, Intent)> {
    let of = d.app.mode();
    let changes = |i: Intent| i.edits() && i != Intent::NewLine;
    let arrows = [("上", "up"), ("下", "down"), ("左", "left"), ("右", "right")];
    let plain = |key: &str| {
        let arrow = arrows.iter().find(|(shown, _)| *shown == key);
        arrow.map_or(key, |(_, name)| name).replace("Ctrl-", "ctrl+").replace("Alt-", "alt+")
    };
    let mut all = d.app.keymap().list(of, false);
    all.retain(|(_, _, i)| d.app.helps(of)(*i) && !(of.types() && changes(*i)));
    let keys = |(keys, action, intent): &(String, &'static str, Intent)| {
        keys.split(" / ").map(|key| (plain(key), *action, *intent)).collect::<Vec<_>>()
    };
    all.iter().flat_map(keys).collect()
}

/// What the help or the bar of keys names does something where it is named: what goes one way at
/// least the other way.
#[test]
fn what_the_help_names_does_something() {
    let other = |i: Intent| match i {
        Intent::Up => Some("down"),
        Intent::Down => Some("up"),
        Intent::Left => Some("right"),
        Intent::Right => Some("left"),
        Intent::Home => Some("end"),
        Intent::End => Some("home"),
        Intent::PageUp => Some("pagedown"),
        Intent::PageDown => Some("pageup"),
        _ => None,
    };
    let (mut idle, mut pressed, mut rounds) = (String::new(), 0, 0);
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let before = pressed;
        rounds += 1;
        for (name, mut d) in every_screen(MEDIUM) {
            // The error is already shown.
            let said = matches!(name.as_str(), "limit" | "hours");
            let place = |d: &Driver| (d.at().to_owned(), d.app.mode());
            let (first, here) = (named(&d), place(&d));
            let at = next.entry(name.clone()).or_default();
            for (key, action, intent) in first.into_iter().skip(*at) {
                *at += 1;
                if !d.app.helps(here.1)(intent) {
                    continue;
                }
                pressed += 1;
                // Where a text goes and is empty, there is nothing to move in.
                let text = d.app.mode().types() && other(intent).is_some();
                if text && d.app.overlay.is_none() {
                    let long = d.app.mode() == Mode::LongText;
                    d.press(if long { "'ab' alt+enter 'ab' up" } else { "'ab' left" });
                }
                d.app.notice = None;
                let was = state(&d);
                d.press(&key);
                let now = state(&d);
                let moves = |d: &mut Driver| other(intent).map(|key| state(d.press(key)) != now);
                if now == was && moves(&mut d) != Some(true) && !(said && action == "next") {
                    let _ = writeln!(idle, "{name}: {key} ({action})");
                }
                // Over what can be gone back from, on with the next key.
                if d.end.is_none() && place(&d) != here {
                    d.press("esc");
                }
                if d.end.is_some() || place(&d) != here {
                    break;
                }
            }
        }
        if pressed == before {
            break;
        }
    }
    assert!(idle.is_empty() && pressed > 1000, "{pressed} in {rounds}\n{idle}");
}

/// Every key that a terminal sends without a text: letters, signs, with Ctrl, and those with names.
fn keys() -> impl Iterator<Item = Key> {
    use Code::{BackTab, Backspace, Delete, Down, End, Enter, Esc, Home, Left, PageDown, PageUp};
    let signs = (' '..='~').filter(|c| !c.is_ascii_digit());
    let plain = signs.map(|c| Key::plain(Code::Char(c)));
    let ctrl = ('a'..='z').filter(|c| !"cz".contains(*c)).chain(['_']).map(Key::ctrl);
    let named = [
        BackTab,
        Backspace,
        Delete,
        Down,
        End,
        Enter,
        Esc,
        Home,
        Left,
        PageDown,
        PageUp,
        Code::Right,
        Code::Tab,
        Code::Up,
    ];
    plain.chain(ctrl).chain(named.map(Key::plain)).chain((1..=12).map(|n| Key::plain(Code::F(n))))
}

/// A key that the help does not name changes nothing: it may say why.
#[test]
fn what_the_help_does_not_name_changes_nothing() {
    let (mut wrong, mut pressed) = (String::new(), 0);
    for (name, mut d) in every_screen(MEDIUM) {
        for key in keys() {
            let mode = d.app.mode();
            let Some(intent) = d.app.keymap().resolve(key, mode) else { continue };
            // Text input and the search among choices are explained in prose.
            let words = matches!(intent, Intent::Insert(_) | Intent::Seek(_) | Intent::Digit(_));
            if words || d.app.helps(mode)(intent) {
                continue;
            }
            pressed += 1;
            d.app.notice = None;
            let was = state(&d);
            d.event(TermEvent::Key(key));
            d.app.notice = None;
            if state(&d) != was {
                let _ = writeln!(wrong, "{name}: {key:?} ({intent:?})");
                break;
            }
        }
    }
    assert!(wrong.is_empty() && pressed > 150, "{pressed}\n{wrong}");
}
