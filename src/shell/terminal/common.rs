//! What the terminals of both systems share: what they are sent, a panic's words, an untold size.

use std::io;
use std::time::Duration;

/// How long the program may take to keep half-typed input after a signal: it ends within a second.
pub(in crate::shell) const GRACE: Duration = Duration::from_millis(800);

/// Alternate screen, bracketed paste, cursor hidden, and the keypad as digits, whatever a program
/// before has left: sent in the same write as the first frame.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b>";
/// The reverse, attributes first so that nothing coloured is left on the main screen.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// The mouse, asked for with ENTER if the user wants it, and given up with LEAVE.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

pub(in crate::shell) fn opening(mouse: bool, frame: &[u8]) -> Vec<u8> {
    [ENTER, if mouse { MOUSE_ON } else { b"" }, frame].concat()
}

pub(in crate::shell) fn closing(mouse: bool) -> Vec<u8> {
    [if mouse { MOUSE_OFF } else { b"" }, LEAVE].concat()
}

/// The text for a panic: where it happened, never what was typed (the payload may quote a letter).
fn panic_text(place: Option<(&str, u32)>) -> String {
    let place = place.map_or_else(
        || text!("terminal.no_place").to_owned(),
        |(file, line)| format!("{file}:{line}"),
    );
    text!("terminal.panic", place)
}

/// A panic tells its place and ends the program, without a memory image; `around` comes first.
pub(in crate::shell) fn on_panic(around: impl Fn(&dyn Fn()) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |info| {
        use std::io::Write as _;
        around(&|| {
            let text = panic_text(info.location().map(|l| (l.file(), l.line())));
            let _ = writeln!(io::stderr(), "{text}");
        });
        std::process::exit(101);
    }));
}

/// A larger screen is drawn on up to here: a wall of screens has less, but terminals err.
const LARGEST: (u16, u16) = (1000, 300);

/// The size when the terminal does not tell it: what the environment says, else the classic one.
pub(in crate::shell) fn size_or_default(
    told: Option<(u16, u16)>,
    var: impl Fn(&str) -> Option<String>,
) -> (u16, u16) {
    let number = |name| var(name).and_then(|v| v.trim().parse::<u16>().ok()).filter(|n| *n > 0);
    let (columns, rows) = told.unwrap_or((0, 0));
    let columns = if columns > 0 { columns } else { number("COLUMNS").unwrap_or(80) };
    let rows = if rows > 0 { rows } else { number("LINES").unwrap_or(24) };
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

pub(in crate::shell) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub(in crate::shell) fn gone(cause: &io::Error) -> io::Error {
    io::Error::new(cause.kind(), text!("terminal.lost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_size_comes_from_the_environment_or_is_classic() {
        assert_eq!(size_or_default(Some((120, 40)), |_| None), (120, 40));
        assert_eq!(size_or_default(Some((0, 0)), |_| None), (80, 24));
        assert_eq!(size_or_default(None, |n| (n == "COLUMNS").then(|| "100".into())), (100, 24));
        assert_eq!(size_or_default(None, |_| Some("0".into())), (80, 24));
        assert_eq!(size_or_default(Some((20_000, 20_000)), |_| None), LARGEST);
        assert_eq!(size_or_default(None, |_| Some("65535".into())), LARGEST);
    }

    #[test]
    fn a_panic_text_tells_the_place_only() {
        let text = panic_text(Some(("src/a.rs", 7)));
        assert!(text.contains("src/a.rs:7") && text.contains("README"));
    }
}
