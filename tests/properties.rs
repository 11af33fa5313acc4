//! Whatever is pressed, pasted or read: no panic, a way out, nothing hidden in the letter, nothing
//! raw on the terminal.

mod support;

use kotowari::app::App;
use kotowari::app::effect::{CaseOrder, Effect, Exit, Private};
use kotowari::app::msg::{Copied, Msg, Outcome};
use kotowari::app::overlay::{Ask, Overlay};
use kotowari::config::Config;
use kotowari::domain::answers_file;
use kotowari::domain::content::Content;
use kotowari::input::key::{Code, Key, Mouse, TermEvent};
use kotowari::text::width::Ambiguous;
use kotowari::ui::painter::{Painter, area};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;
use std::path::PathBuf;
use support::{CHANNELS, Driver, GOALS, complete, print, today};

/// How many cases in a build without optimisation; all of them together take seconds.
fn cases(n: u32) -> ProptestConfig {
    ProptestConfig { cases: n, failure_persistence: None, ..ProptestConfig::default() }
}

fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => prop::sample::select("0123456789aybcdegjknpqsvwy? -/:@.".chars().collect::<Vec<_>>()),
        2 => prop::sample::select("山田花子ヤマダ１２３　ｊ年月日".chars().collect::<Vec<_>>()),
        1 => prop::sample::select(
            "\u{3099}\u{E0100}\u{200D}👨👩\u{FE0F}ｶﾞ\u{1b}\u{7}\u{202E}\u{FDD0}"
                .chars()
                .collect::<Vec<_>>()
        ),
        1 => any::<char>(),
    ]
}

fn key() -> impl Strategy<Value = Key> {
    let named = prop::sample::select(vec![
        Code::Enter,
        Code::Enter,
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::BackTab,
        Code::Backspace,
        Code::Delete,
        Code::Up,
        Code::Down,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::F(1),
        Code::F(5),
    ]);
    let control = prop::sample::select("abdefghkknpruz".chars().collect::<Vec<_>>());
    prop_oneof![
        6 => named.prop_map(Key::plain),
        5 => character().prop_map(|c| Key::plain(Code::Char(c))),
        1 => control.prop_map(Key::ctrl),
        1 => Just(Key { code: Code::Enter, ctrl: false, alt: true }),
    ]
}

fn pasted() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(character(), 0..20).prop_map(|c| c.into_iter().collect()),
        Just("hanako@example.jp".to_owned()),
        Just("090-1234-5678".to_owned()),
        Just("ヤマダ\r\nハナコ\r\r\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}2J".to_owned()),
        any::<String>(),
    ]
}

fn event() -> impl Strategy<Value = TermEvent> {
    prop_oneof![
        20 => key().prop_map(TermEvent::Key),
        2 => pasted().prop_map(TermEvent::Paste),
        1 => (0u16..140, 0u16..50).prop_map(|(c, r)| TermEvent::Resize(c, r)),
        2 => (0u16..140, 0u16..50).prop_map(|(c, r)| TermEvent::Mouse(Mouse::Press(c, r))),
        1 => prop::sample::select(vec![
            TermEvent::Mouse(Mouse::WheelUp),
            TermEvent::Mouse(Mouse::WheelDown),
            TermEvent::Ambiguous(Ambiguous::Wide),
            TermEvent::Ambiguous(Ambiguous::Narrow),
        ]),
    ]
}

/// Where a run begins: at the first question, or with a goal's complete answers at the review.
fn start() -> impl Strategy<Value = Option<(&'static str, &'static str)>> {
    let goals = prop::sample::select(GOALS.to_vec());
    prop_oneof![Just(None), (goals, prop::sample::select(CHANNELS.to_vec())).prop_map(Some)]
}

fn open(at: Option<(&str, &str)>) -> App {
    at.map_or_else(Driver::new, |(goal, channel)| Driver::answered(complete(goal, channel))).app
}

fn harmless(text: &str) -> Result<(), TestCaseError> {
    let bad = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{FDD0}' | '\u{FDD1}' | '\u{202E}')
    };
    prop_assert!(!text.contains(bad), "{text:?}");
    Ok(())
}

/// Gives an event to the program and answers its effects; true when it has ended.
fn step(app: &mut App, event: TermEvent, copies: &Copied) -> Result<bool, TestCaseError> {
    let mut queue = app.update(Msg::Term(event));
    while let Some(effect) = queue.pop() {
        let outcome = match effect {
            Effect::Copy(text) => {
                harmless(&text.0)?;
                Outcome::Copied(copies.clone())
            }
            Effect::Write(_, text) => {
                // Mails and dates end their lines as their standards say (RFC 5322, RFC 5545).
                harmless(&text.0.replace("\r\n", "\n"))?;
                Outcome::Written(Ok(PathBuf::from("letter.txt")))
            }
            Effect::EditExternal(text) => {
                harmless(&text.0)?;
                Outcome::Edited(Ok(Private(text.0 + "\u{1b}[31m追記\r\n\u{7}")))
            }
            Effect::Save(_) => Outcome::Saved(Err("満杯です".to_owned())),
            Effect::Suspend => Outcome::Resumed,
            Effect::Case(CaseOrder::Create(record)) => Outcome::Case(Ok(Some(record))),
            Effect::Case(_) => Outcome::Case(Err("満杯です".to_owned())),
            Effect::SaveDraft(draft) => Outcome::Draft(Ok(Some(Box::new(draft.kept(1))))),
            Effect::RemoveDraft(_) => Outcome::Draft(Ok(None)),
            Effect::Open(address) => {
                harmless(&address.0)?;
                Outcome::Opened(Err("ありません".to_owned()))
            }
            Effect::Exit(Exit::Done(letter) | Exit::Failed(letter)) => {
                if let Some(letter) = letter {
                    harmless(&letter.0)?;
                }
                return Ok(true);
            }
            Effect::Exit(Exit::Incomplete(letter)) => {
                harmless(&letter.0)?;
                return Ok(true);
            }
            Effect::Exit(Exit::Left(code)) => {
                prop_assert!(code == 0 || code == 130);
                return Ok(true);
            }
        };
        queue.extend(app.update(Msg::Done(outcome)));
    }
    Ok(false)
}

/// The frame is drawn, holds nothing raw, and its cursor stands on a cell.
fn look(app: &App) -> Result<(), TestCaseError> {
    let frame = app.view();
    for cell in &frame.buffer.content {
        prop_assert!(!cell.symbol().chars().any(char::is_control), "{:?}", cell.symbol());
    }
    if let Some(p) = frame.cursor {
        let size = app.ctx().size;
        prop_assert!(p.x < size.0 && p.y < size.1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn nothing_that_is_pressed_panics_and_esc_leads_out(
        at in start(),
        events in prop::collection::vec(event(), 0..60),
        every in 1usize..9,
    ) {
        let mut app = open(at);
        let mut ended = false;
        for (i, e) in events.into_iter().enumerate() {
            if step(&mut app, e, &Copied::Handed)? {
                ended = true;
                break;
            }
            if i % every == 0 {
                look(&app)?;
            }
        }
        if !ended {
            look(&app)?;
            // Back from everywhere: out of overlays, editors and forms, through the questions, to
            // the end or to the one question whether what was typed may go.
            let mut left = false;
            // Where nothing can be shown no key but Ctrl-C leads anywhere.
            step(&mut app, TermEvent::Resize(80, 24), &Copied::Handed)?;
            for _ in 0..60 {
                let asks = matches!(app.overlay, Some(Overlay::Ask(Ask::Quit(_) | Ask::Save(..))));
                if step(&mut app, TermEvent::Key(Key::plain(Code::Esc)), &Copied::Handed)? {
                    left = true;
                    break;
                }
                if asks && app.overlay.is_none() {
                    // Esc said no; yes would have left.
                    let ctrl_c = || TermEvent::Key(Key::ctrl('c'));
                    let quit = |app: &mut App| step(app, ctrl_c(), &Copied::Handed);
                    left = quit(&mut app)? || quit(&mut app)?;
                    if left {
                        break;
                    }
                }
            }
            prop_assert!(left, "no way out of\n{}", print(&app.view()));
        }
    }

    #[test]
    fn twice_ctrl_c_leaves_from_everywhere(
        at in start(),
        events in prop::collection::vec(event(), 0..40)
    ) {
        let mut app = open(at);
        for e in events {
            if step(&mut app, e, &Copied::Failed("だめです".to_owned()))? {
                return Ok(());
            }
        }
        let mut quit = || step(&mut app, TermEvent::Key(Key::ctrl('c')), &Copied::Handed);
        prop_assert!(quit()? || quit()?);
    }

    /// What the path does not reach is not in the letter, however it got into the answers.
    #[test]
    fn the_letter_is_that_of_the_path_alone(events in prop::collection::vec(event(), 20..90)) {
        let mut app = open(None);
        for e in events {
            if step(&mut app, e, &Copied::Confirmed)? {
                return Ok(());
            }
        }
        let all = app.session.answers.clone();
        let on_path: Vec<String> =
            app.session.walk(app.content()).steps.iter().map(|s| s.question.id.clone()).collect();
        let before = app.session.document(app.content()).letter.clone();
        let passed = |id: &&str| !on_path.iter().any(|p| p == id);
        let off: Vec<String> = all.ids().filter(passed).map(str::to_owned).collect();
        for id in off {
            app.session.answers.remove(&id);
        }
        prop_assert_eq!(before, app.session.document(app.content()).letter.clone());
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_answers_file_panics(text in any::<String>()) {
        let content = Content::builtin();
        let _ = answers_file::parse("x", &text, &content, today());
        let _ = Config::parse("x", &text);
    }

    /// Something that looks like a file: keys that exist with values of every kind.
    #[test]
    fn no_answers_of_any_type_panic(
        pairs in prop::collection::vec((
            prop::sample::select(vec![
                "service", "goal", "channel", "tone", "sender", "sender.name", "sender.birth_date",
                "answers", "answers.requests", "answers.selections", "answers.effective",
                "answers.resume", "answers.no_call",
                "answers.wishes", "sender.phone", "answers.must_have", "other", "'\u{9b}x'",
            ]),
            prop::sample::select(vec![
                "1", "true", "1.5", "\"withdraw\"", "\"\"", "\"\\u001b[31m\"", "[]", "[1, \"a\"]",
                "{ a = 1 }",
                "[{ employer = 1 }, 2]", "[{ employer = \"a\", stage = \"offer\",
                wish = \"keep\" }]",
                "2026-11-30", "2026-02-30", "\"today\"", "\"2027-04\"", "[\"erase\"]",
                "[\"weekday 9:00-25:00\"]",
                "10:00:00", "{",
            ]),
        ), 0..8),
    ) {
        let text: String = pairs.iter().flat_map(|(k, v)| [k, " = ", v, "\n"]).collect();
        let content = Content::builtin();
        match answers_file::parse("x", &text, &content, today()) {
            Ok(parsed) => {
                let doc = Driver::answered(parsed.answers);
                harmless(&doc.letter())?;
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                let lines = text.lines().count().max(1);
                prop_assert!(problems.iter().all(|p| p.line <= lines), "{problems:?}");
            }
        }
    }
}

/// A cell that every terminal draws alike.
fn sure_cell() -> impl Strategy<Value = (&'static str, Style)> {
    let text = prop::sample::select(vec!["a", "Z", " ", "#", "あ", "葛", "申", "ｱ", "退会", "A山"]);
    let style = prop::sample::select(vec![
        Style::new(),
        Style::new().fg(Color::Cyan),
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        Style::new().add_modifier(Modifier::REVERSED),
        Style::new().add_modifier(Modifier::DIM),
    ]);
    (text, style)
}

const SCREEN: (u16, u16) = (12, 4);

prop_compose! {
    fn frame()(
        parts in prop::collection::vec((0..SCREEN.0, 0..SCREEN.1, sure_cell()), 0..10),
        cursor in prop::option::of((0..SCREEN.0, 0..SCREEN.1)),
        forget in prop::bool::weighted(0.1),
    ) -> (Buffer, Option<Position>, bool) {
        let mut buffer = Buffer::empty(area(SCREEN));
        for (x, y, (text, style)) in parts {
            // What lies under the first half of a wide character is not drawn over by half.
            if x > 0 && kotowari::text::width::width(buffer[(x - 1, y)].symbol()) > 1 {
                buffer[(x - 1, y)].set_symbol(" ");
            }
            buffer.set_string(x, y, text, Style::reset().patch(style));
        }
        (buffer, cursor.map(Position::from), forget)
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// The bytes of frame after frame give on a terminal what the frames hold: text, styles,
    /// cursor.
    #[test]
    fn the_terminal_shows_what_the_frames_hold(frames in prop::collection::vec(frame(), 1..6)) {
        let mut painter = Painter::default();
        let size = |n| NonZeroU16::new(n).expect("a size");
        let mut terminal = vt100::Parser::new(size(SCREEN.1), size(SCREEN.0), 0);
        // As the program enters it.
        terminal.process(b"\x1b[?25l");
        for (buffer, cursor, forget) in frames {
            if forget {
                painter.forget();
                // Another program had the terminal; it is entered anew.
                terminal.process(b"\x1b[2;3Hrubbish\x1b[7m\x1b[?25l");
            }
            terminal.process(painter.paint(buffer.clone(), cursor).as_bytes());
            let screen = terminal.screen();
            for y in 0..SCREEN.1 {
                let mut covered = 0;
                for x in 0..SCREEN.0 {
                    if covered > 0 {
                        covered -= 1;
                        continue;
                    }
                    let cell = &buffer[(x, y)];
                    covered = kotowari::text::width::width(cell.symbol()).saturating_sub(1);
                    let shown = screen.cell(y, x).expect("a cell");
                    let text = if shown.has_contents() { shown.contents() } else { " " };
                    prop_assert_eq!(text, cell.symbol(), "at {},{}", x, y);
                    // Blanks have text alone: where the other half of a wide character was drawn
                    // over, terminals differ in the style of what is left.
                    if cell.symbol() != " " {
                        let meant = [Modifier::REVERSED, Modifier::BOLD];
                        let meant = meant.map(|m| cell.modifier.contains(m));
                        prop_assert_eq!([shown.inverse(), shown.bold()], meant, "at {},{}", x, y);
                        let plain = shown.fgcolor() == vt100::Color::Default;
                        prop_assert_eq!(plain, cell.fg == Color::Reset, "at {},{}", x, y);
                    }
                }
            }
            prop_assert_eq!(screen.hide_cursor(), cursor.is_none());
            if let Some(p) = cursor {
                prop_assert_eq!(screen.cursor_position(), (p.y, p.x));
            }
        }
    }
}

/// Frame after frame on one painter and one terminal: the rows that the terminal shows at the end.
fn painted(frames: &[&[(u16, &str)]]) -> String {
    let mut painter = Painter::default();
    let size = |n| NonZeroU16::new(n).expect("a size");
    let mut terminal = vt100::Parser::new(size(1), size(SCREEN.0), 0);
    for cells in frames {
        let mut buffer = Buffer::empty(area((SCREEN.0, 1)));
        for (x, symbol) in *cells {
            // As the program overwrites by halves: no neighbour is cleared.
            buffer[(*x, 0)].set_symbol(symbol);
        }
        terminal.process(painter.paint(buffer, None).as_bytes());
    }
    terminal.screen().contents().trim_end().to_owned()
}

/// What lay under the second half of a wide character is the same in both frames, and was never on
/// the terminal.
#[test]
fn what_a_wide_character_covered_is_painted_when_it_goes() {
    assert_eq!(painted(&[&[(0, "あ"), (1, "x")], &[(0, "a"), (1, "x")]]), "ax");
    assert_eq!(painted(&[&[(0, "あ"), (1, "x")], &[(1, "x")]]), " x");
    assert_eq!(painted(&[&[(0, "あ"), (1, "い"), (3, "x")], &[(1, "い"), (3, "x")]]), " いx");
    assert_eq!(painted(&[&[(1, "い"), (3, "x")], &[(0, "あ"), (2, "y"), (3, "x")]]), "あyx");
    assert_eq!(painted(&[&[(0, "あ"), (2, "い")], &[(1, "う")]]), " う");
    assert_eq!(painted(&[&[(0, "あ"), (2, "い")], &[(1, "う"), (3, "z")]]), " うz");
}

/// Where the other half of a wide character is left over, the next cell is written although it is
/// blank in both frames.
#[test]
fn the_rest_of_a_wide_character_is_wiped() {
    let mut painter = Painter::default();
    let frame = |x: u16, symbol: &str| {
        let mut b = Buffer::empty(area((SCREEN.0, 1)));
        b[(x, 0)].set_symbol(symbol);
        b
    };
    painter.paint(frame(0, "あ"), None);
    assert_eq!(painter.paint(frame(0, "a"), None), "\x1b[1;1Ha ");
    painter.paint(frame(1, "い"), None);
    // The new one reaches into the old one, whose second half stands one further.
    assert_eq!(painter.paint(frame(0, "う"), None), "\x1b[1;1Hう ");
}

/// A cursor that is gone from the next frame is hidden, whether or not anything else changes.
#[test]
fn a_cursor_that_goes_is_hidden() {
    for (symbol, size) in [("a", SCREEN), ("b", SCREEN), ("b", (3, 2))] {
        let mut painter = Painter::default();
        let mut first = Buffer::empty(area(SCREEN));
        first[(0, 0)].set_symbol("a");
        assert!(painter.paint(first, Some(Position::new(1, 0))).ends_with("\x1b[?25h"));
        let mut next = Buffer::empty(area(size));
        next[(0, 0)].set_symbol(symbol);
        let out = painter.paint(next, None);
        assert!(out.contains("\x1b[?25l") && !out.contains("\x1b[?25h"), "{size:?} {out:?}");
    }
}
