use super::*;
use crate::domain::typed::as_typed;

#[test]
fn conflicts_and_text_keys_are_refused() {
    let mut b = Bindings::new();
    b.insert((Mode::Review, "copy".to_owned()), vec![Key::plain(Code::Char('e'))]);
    b.insert((Mode::Text, "back".to_owned()), vec![Key::plain(Code::Char('x'))]);
    b.insert((Mode::Review, "fly".to_owned()), vec![]);
    let wrong = Keymap::new(&b).expect_err("three mistakes");
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

#[test]
fn a_key_that_never_comes_is_refused_with_the_reason() {
    as_typed("bound", |typed| {
        let bound = vec![parse_key(typed).expect(typed)];
        let map = Keymap::new(&[((Mode::Review, "copy".to_owned()), bound)].into());
        let map = map.map(|_| typed.to_owned());
        map.map_err(|wrong| wrong.into_iter().map(|(.., m)| m).collect::<String>())
    });
    for (mode, action) in [(Mode::Text, "back"), (Mode::Choice, "next")] {
        let none = Keymap::new(&[((mode, action.to_owned()), vec![])].into());
        assert_eq!(none.expect_err("no way").len(), 1, "{action}");
    }
    let none = Keymap::new(&[((Mode::Review, "copy".to_owned()), vec![])].into());
    assert!(none.is_ok(), "Enter copies as well");
    assert_eq!(parse_key("Ctrl-Ctrl-Q"), None);
    assert_eq!(parse_key("ｃ"), parse_key("c"));
}

#[test]
fn ctrl_c_leaves_whatever_else_does() {
    let mut b = Bindings::new();
    b.insert((Mode::All, "quit".to_owned()), vec![Key::ctrl('q')]);
    let keys = Keymap::new(&b).expect("no conflict");
    for &(mode, ..) in MODES {
        for c in ['c', 'q'] {
            assert_eq!(keys.resolve(Key::ctrl(c), mode), Some(Intent::Quit), "{mode:?} {c}");
        }
    }
}

#[test]
fn the_table_has_no_conflicts() {
    assert_eq!(Keymap::default().mistakes(), []);
}

#[test]
fn every_default_key_can_be_read() {
    for row in MODES.iter().flat_map(|(mode, ..)| rows(*mode)) {
        for k in row.2 {
            assert!(parse_key(k).is_some(), "{k}");
        }
    }
}

/// What the help shows can be written into the configuration.
#[test]
fn a_key_is_read_as_it_is_shown() {
    for text in ["ctrl+u", "alt+enter", "space", "pageup", "f1", "c", "C", "?", "ctrl+_", "ctrl+-"]
    {
        let key = parse_key(text).expect(text);
        assert_eq!(parse_key(&show_key(key)), Some(key), "{text}: {}", show_key(key));
    }
    assert_eq!(parse_key("CTRL-q"), parse_key("ctrl+q"));
    assert_eq!(parse_key("ctrl+"), None);
}
