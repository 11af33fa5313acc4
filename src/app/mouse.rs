//! Clicks and the wheel. Nothing needs the mouse: each click stands for a key.

use super::App;
use crate::input::key::Mouse;
use crate::input::keymap::{Intent, Mode};

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        let keys = match mouse {
            Mouse::Press(x, y) => self.view().hit(x, y).unwrap_or_default(),
            Mouse::WheelUp | Mouse::WheelDown if !self.rolls() => Vec::new(),
            Mouse::WheelUp => vec![Intent::Up],
            Mouse::WheelDown => vec![Intent::Down],
        };
        if !keys.is_empty() {
            self.notice = None;
        }
        for k in keys {
            self.intent(k);
        }
    }

    /// Whether up and down move through visible rows; in a date they would change the input.
    fn rolls(&self) -> bool {
        let moves = [Mode::Find, Mode::Letter, Mode::Review, Mode::Edit, Mode::After, Mode::Start];
        let over = [Mode::Case, Mode::Help, Mode::Read];
        let mode = self.mode();
        mode.lists() || moves.contains(&mode) || over.contains(&mode)
    }
}
