//! The real world behind [`Ports`].

use super::commands::{local_today, now_in_japan};
use super::runner::Ports;
use super::terminal::Tty;
use super::{clipboard, store};
use crate::app::msg::Copied;
use crate::config::{Profile, with_profile};
use crate::input::key::TermEvent;
use chrono::{NaiveDate, NaiveDateTime};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Terminal, clipboard, files.
#[derive(Debug)]
pub struct Real {
    /// The terminal.
    pub tty: Tty,
    /// The configuration file; Err: why there is none.
    pub config: Result<PathBuf, String>,
    shown: bool,
    /// The zone of the user is read after the first frame, which shows no date.
    ask_today: bool,
    /// The clock is real: the day was not given.
    clock: bool,
}

impl Real {
    /// The real world, drawing on `tty`; `ask_today`: the day was guessed so far; `clock`: the clock counts.
    #[must_use]
    pub fn new(tty: Tty, config: Result<PathBuf, String>, ask_today: bool, clock: bool) -> Self {
        Self { tty, config, shown: false, ask_today, clock }
    }
}

impl Ports for Real {
    fn show(&mut self, frame: &str) -> io::Result<()> {
        self.tty.write_frame(frame.as_bytes())?;
        // tests/smoke.rs checks that a panic gives the terminal back and that its text stays inside.
        #[cfg(debug_assertions)]
        assert!(std::env::var_os("KOTOWARI_TEST_PANIC").is_none(), "SECRET");
        if !self.shown {
            self.shown = true;
            self.tty.asked();
            // After the first frame, so that it does not wait for a thread.
            self.tty.spawn_guard_thread()?;
        }
        Ok(())
    }
    fn asks_width(&self) -> bool {
        self.tty.asks()
    }
    fn today(&mut self) -> Option<NaiveDate> {
        std::mem::take(&mut self.ask_today).then(local_today)
    }
    fn clock(&mut self) -> Option<NaiveDateTime> {
        self.clock.then(now_in_japan)
    }
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        self.tty.read_events(out)
    }
    fn copy(&mut self, text: &str) -> Copied {
        let tty = &mut self.tty;
        match clipboard::copy(text, &clipboard::Display::from_env(), &mut |bytes| tty.write_frame(bytes)) {
            clipboard::Copied::Confirmed => Copied::Confirmed,
            clipboard::Copied::Handed => Copied::Handed,
            clipboard::Copied::Failed(why) => Copied::Failed(why),
        }
    }
    fn write(&mut self, path: &Path, text: &str) -> Result<PathBuf, String> {
        let home = path.strip_prefix("~").ok().and_then(|rest| std::env::home_dir().map(|h| h.join(rest)));
        let used =
            store::write_new(home.as_deref().unwrap_or(path), text.as_bytes()).map_err(|e| e.to_string())?;
        // In full, so that it is found again.
        Ok(std::path::absolute(&used).unwrap_or(used))
    }
    fn edit(&mut self, text: &str) -> Result<String, String> {
        self.tty.with_released(|| edit(text)).map_err(|e| e.to_string())?
    }
    fn save(&mut self, profile: &Profile) -> Result<(), String> {
        let path = self.config.clone()?;
        let old = store::read_text(&path, store::MAX_FILE).map_err(|e| e.to_string())?.unwrap_or_default();
        let new = with_profile(&old, profile)?;
        store::write_private(&path, new.as_bytes()).map_err(|e| e.to_string())
    }
    fn suspend(&mut self) -> io::Result<()> {
        self.tty.suspend()
    }
}

/// Runs `$VISUAL` or `$EDITOR` on a private temporary file.
fn edit(text: &str) -> Result<String, String> {
    let set = |k: &str| std::env::var(k).ok().filter(|v| !v.trim().is_empty());
    let command = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .ok_or("環境変数 VISUAL か EDITOR にエディタを設定してください（e を押すと、ここで直せます）")?;
    let words =
        shell_words::split(&command).map_err(|_| "VISUAL / EDITOR の書き方を読めません".to_owned())?;
    let (program, args) = words.split_first().ok_or("VISUAL / EDITOR が空です")?;
    let fail = |e: io::Error| format!("一時ファイルを使えません（{e}）");
    // tempfile creates it readable for the user alone, and removes it on every way out.
    let mut file = tempfile::Builder::new().prefix("kotowari-").suffix(".txt").tempfile().map_err(fail)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(fail)?;
    let mut child = Command::new(program);
    child.args(args).arg(file.path());
    if !(io::stdin().is_terminal() && io::stdout().is_terminal())
        && let (Ok(i), Ok(o)) = (File::open("/dev/tty"), File::options().write(true).open("/dev/tty"))
    {
        child.stdin(Stdio::from(i)).stdout(Stdio::from(o));
    }
    let status = child.status().map_err(|e| format!("エディタ {program} を起動できません（{e}）"))?;
    if !status.success() {
        return Err("エディタが失敗を返したので、文面は変えていません".to_owned());
    }
    store::read_text(file.path(), store::MAX_FILE)
        .map_err(|e| e.to_string())?
        .ok_or_else(|| "エディタのファイルがなくなったので、文面は変えていません".to_owned())
}
