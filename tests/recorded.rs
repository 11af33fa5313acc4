//! The recorded walk in docs/walk.cast (asciicast 2, for `asciinema play`): what it shows is what
//! the program shows today. `KOTOWARI_ACCEPT=1 cargo test --test recorded` records it anew.
#![cfg(target_os = "linux")]

#[path = "support/counted.rs"]
mod counted;
#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with tests of the real program")]
mod pty;

use pty::Home;
use serde_json::{Value, json};

const CAST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/walk.cast");
const SIZE: (u16, u16) = (30, 100);
/// Seconds until the next key, and for each character that is typed.
const PAUSE: f64 = 1.6;
const TYPING: f64 = 0.12;

/// A user who gets too many calls, from the first screen to the text in the clipboard: typed text,
/// keys, the text then on the screen.
const WALK: [(&str, &str, &str); 16] = [
    ("", "", "どのサービス"),
    ("あぽぷらす", "", "あぽぷらす"),
    ("", "enter", "どうしたいですか"),
    ("へらす", "", "さがす：へらす"),
    ("", "enter", "連絡の手段"),
    ("", "down enter", "どのくらいの頻度"),
    ("", "2", "電話を受けられない時間帯"),
    ("", "down enter", "求人の案内は、どうしますか"),
    ("", "1", "どうやって送りますか"),
    ("", "1", "> 氏名"),
    ("山田 花子", "enter", "> フリガナ"),
    ("ヤマダ ハナコ", "enter", "> 登録メールアドレス"),
    ("hanako@example.jp", "enter", "> 登録電話番号"),
    ("090-1234-5678", "enter enter enter", "手紙ができました"),
    ("", "t", "[丁寧]"),
    ("", "t", "[毅然]"),
];

/// One piece of output: when, and what.
type Piece = (f64, String);

fn above_zero(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).expect("a size")
}

fn screens(pieces: &[Piece]) -> Vec<String> {
    let mut parser = vt100::Parser::new(above_zero(SIZE.0), above_zero(SIZE.1), 0);
    let seen = pieces.iter().map(|(_, out)| {
        parser.process(out.as_bytes());
        counted::uncounted(&parser.screen().contents())
    });
    seen.collect()
}

/// Walks through the real program.
fn walk() -> Vec<Piece> {
    let home = Home::new();
    let exe = env!("CARGO_BIN_EXE_kotowari");
    let mut t = home.tui(
        exe,
        &["--today", "2026-12-01", "--no-save", "--ambiguous", "narrow"],
        &[],
        SIZE.0,
        SIZE.1,
    );
    let (mut at, mut seen, mut pieces) = (0.0, 0, Vec::new());
    for (typed, keys, then) in WALK {
        let mut show = |t: &pty::Tui, after: f64| {
            t.settle();
            let all = t.raw();
            at += after;
            let new =
                String::from_utf8(all.get(seen..).unwrap_or_default().to_vec()).expect("UTF-8");
            seen = all.len();
            pieces.push(((at * 100.0_f64).round() / 100.0, new));
        };
        for c in typed.chars() {
            let before = t.bytes_seen();
            t.send(&c.to_string());
            t.wait_more(before);
            show(&t, TYPING);
        }
        t.keys(keys);
        t.wait_text(then);
        show(&t, PAUSE);
    }
    t.keys("C-c C-c");
    t.wait_exit();
    pieces
}

#[test]
fn the_recorded_walk_is_that_of_today() {
    let now = walk();
    if std::env::var_os("KOTOWARI_ACCEPT").is_some() {
        let head = json!({ "version": 2, "width": SIZE.1, "height": SIZE.0, "title": "kotowari" });
        let lines = now.iter().map(|(at, out)| json!([at, "o", out]));
        let lines: Vec<String> =
            std::iter::once(head).chain(lines).map(|l| l.to_string()).collect();
        std::fs::write(CAST, lines.join("\n") + "\n").expect("the recording");
    }
    let stored = std::fs::read_to_string(CAST).expect("docs/walk.cast");
    let pieces: Vec<Piece> = stored
        .lines()
        .skip(1)
        .map(|l| match serde_json::from_str(l).expect("a line of JSON") {
            Value::Array(v) => {
                (v[0].as_f64().expect("seconds"), v[2].as_str().expect("output").to_owned())
            }
            other => panic!("{other}"),
        })
        .collect();
    assert!(pieces.is_sorted_by(|a, b| a.0 < b.0));
    // Where a step ends; between two letters of a word a frame may be behind by one.
    let ends: Vec<usize> = WALK
        .iter()
        .scan(0, |at, (typed, ..)| {
            *at += typed.chars().count() + 1;
            Some(*at - 1)
        })
        .collect();
    let (then, now) = (screens(&pieces), screens(&now));
    for at in ends {
        assert_eq!(
            then.get(at),
            now.get(at),
            "record it anew: KOTOWARI_ACCEPT=1 cargo test --test recorded"
        );
    }
}
