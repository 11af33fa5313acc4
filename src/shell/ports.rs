//! The real world behind [`Ports`].

use super::Tty;
use super::clock::Clock;
use super::display::{ClipboardOptions, Display};
use super::runner::{Ports, Stores, Terminal};
use super::say::{Failure, say, shown};
use super::scratch::Scratch;
use super::store::StoreError;
use super::trouble::{advice, says};
use super::wizard_store::WizardStore;
use super::{clipboard, data_folder, store, upkeep};
use crate::app::effect::Target;
use crate::app::msg::Copied;
use crate::app::msg::Msg;
use crate::input::key::TermEvent;
use chrono::NaiveDate;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

#[derive(Debug)]
pub struct Real {
    pub tty: Tty,
    keeper: WizardStore,
    shown: bool,
    clock: Clock,
    wish: ClipboardOptions,
}

impl Real {
    /// The real world, drawing on `tty`; `wish`: what is wanted of the clipboard.
    pub fn new(tty: Tty, keeper: WizardStore, clock: Clock, wish: ClipboardOptions) -> Self {
        Self { tty, keeper, shown: false, clock, wish }
    }
}

impl Ports for Real {
    fn stores(&mut self) -> &mut impl Stores {
        &mut self.keeper
    }
    fn open(&mut self, address: &str) -> Result<(), String> {
        open(address, self.tty.opener())
    }
    fn copy(&mut self, text: &str) -> Copied {
        let tty = &mut self.tty;
        clipboard::copy(text, &Display::from_env(self.wish), self.wish, &mut |bytes| {
            tty.write_frame(bytes);
            Ok(())
        })
    }
    fn write(&mut self, to: &Target, text: &str) -> Result<PathBuf, String> {
        write(to, text)
    }
    fn edit(&mut self, text: &str) -> Result<String, String> {
        let scratch = self.tty.scratch();
        let edited = edit(text, text!("editor.instead"), &scratch, |editor| {
            self.tty.with_released(editor).map_err(|e| says(&e))
        });
        scratch.remove();
        edited
    }
    fn suspend(&mut self) -> io::Result<()> {
        self.tty.suspend()
    }
}

impl Terminal for Real {
    fn show(&mut self, frame: &str) -> io::Result<()> {
        self.tty.write_frame(frame.as_bytes());
        // tests/smoke.rs checks that a panic gives the terminal back and that its text stays
        // inside.
        #[cfg(debug_assertions)]
        assert!(std::env::var_os("KOTOWARI_TEST_PANIC").is_none(), "SECRET");
        if !self.shown {
            self.shown = true;
            self.tty.asked();
            upkeep::tidy();
        }
        Ok(())
    }
    fn asks_width(&self) -> bool {
        self.tty.asks()
    }
    fn other_day(&mut self) -> Option<NaiveDate> {
        self.clock.other_day()
    }
    fn time(&mut self) -> Option<Msg> {
        Some(self.clock.told())
    }
    fn rests(&mut self) -> bool {
        self.tty.rests()
    }
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        self.tty.read_events(out)
    }
}

/// Writes a letter to a new file, into a folder under the name that was offered; returns its path.
pub(super) fn write(to: &Target, text: &str) -> Result<PathBuf, String> {
    let path = at_home(&to.path);
    let path = in_folder(&path, &to.name).unwrap_or(path);
    let used = store::write_new(&path, text.as_bytes()).map_err(StoreError::briefly)?;
    // Absolute, so that it can be found.
    Ok(std::path::absolute(&used).unwrap_or(used))
}

/// Expands `~`: paths typed here never pass a shell, and not every shell expands `--output=~/…`.
fn at_home(path: &Path) -> PathBuf {
    let home = path.strip_prefix("~").ok().and_then(|rest| Some(std::env::home_dir()?.join(rest)));
    let mut found = home.unwrap_or_else(|| path.to_owned());
    if names_a_folder(path) {
        // `strip_prefix` drops a trailing separator.
        found.push("");
    }
    found
}

fn names_a_folder(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// The path of a file in `path`, if that is a folder.
fn in_folder(path: &Path, name: &str) -> Option<PathBuf> {
    (path.is_dir() || names_a_folder(path)).then(|| path.join(name))
}

/// Writes what a command gives to where `--output` says: in a folder it gets a new file of this
/// name. Says where it is.
pub(super) fn save_as(path: &Path, name: &str, text: &str) -> Result<u8, Failure> {
    let path = at_home(path);
    let used = match in_folder(&path, name) {
        Some(file) => store::write_new(&file, text.as_bytes()),
        None => store::write_output(&path, text.as_bytes()).map(|()| path),
    };
    let used = used.map_err(|e| Failure::outside(e.to_string()))?;
    say(text!("cli.saved", file = shown(&used)));
    Ok(0)
}

/// Hands an address to the desktop, which opens the mail program. Nothing of ours is inherited.
/// `failed` is called from another thread if no program opened; success is not reported.
pub(super) fn open(address: &str, failed: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(first).arg(address);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    clipboard::hand_on_nothing();
    // The system's error would not help the user.
    let mut child = command.spawn().map_err(|_| text!("ports.no_mail_program").to_owned())?;
    // Reaped in the background, so that no zombie is left. On Windows the process that ends here is
    // not the opener, and its exit code means nothing.
    std::thread::spawn(move || match child.wait() {
        Ok(status) if cfg!(unix) && !status.success() => failed(),
        _ => {}
    });
    Ok(())
}

/// Runs `$VISUAL` or `$EDITOR` on a private temporary file; `instead`: the fallback if neither is
/// set. `lend` starts the editor and waits for it: Ctrl-C is the editor's only then, and a
/// temporary folder that does not respond can be abandoned. The caller removes the contents of
/// `scratch`, also when this never returns.
pub(super) fn edit(
    text: &str,
    instead: &str,
    scratch: &Scratch,
    lend: impl FnOnce(Command) -> Result<io::Result<ExitStatus>, String>,
) -> Result<String, String> {
    let set = |k: &str| std::env::var(k).ok().filter(|v| !v.trim().is_empty());
    let command = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .or_else(|| cfg!(windows).then(|| "notepad.exe".to_owned()))
        .ok_or_else(|| text!("editor.unset", instead))?;
    let words =
        if cfg!(windows) { words_on_windows(&command) } else { shell_words::split(&command).ok() }
            .ok_or(text!("editor.unread"))?;
    let (program, args) = words.split_first().ok_or(text!("editor.empty"))?;
    let path = scratch.write(text).map_err(|e| text!("editor.no_file", why = advice(&e)))?;
    let mut child = Command::new(program);
    child.args(args).arg(&path);
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let [input, output] = if cfg!(windows) { ["CONIN$", "CONOUT$"] } else { ["/dev/tty"; 2] };
        let both = || File::options().read(true).write(true).clone();
        if let (Ok(i), Ok(o)) = (both().open(input), both().open(output)) {
            child.stdin(Stdio::from(i)).stdout(Stdio::from(o));
        }
    }
    let status = lend(child)?.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => text!("editor.not_found", program),
        _ => text!("editor.no_start", program, why = advice(&e)),
    })?;
    refuse!(!status.success(), text!("editor.failed"));
    edited(&path)?.ok_or_else(|| text!("editor.gone").to_owned())
}

/// What the editor has left. An older one of Windows may save in the system's encoding.
fn edited(path: &Path) -> Result<Option<String>, String> {
    // A link would lead out of our folder.
    if !data_folder::is_there(path).map_err(|e| e.to_string())? {
        return Ok(None);
    }
    let read = store::read_text(path, store::MAX_FILE);
    #[cfg(windows)]
    if read.as_ref().is_err_and(StoreError::is_damage)
        && let Ok(bytes) = std::fs::read(path)
        && let (text, _, false) = encoding_rs::SHIFT_JIS.decode(&bytes)
    {
        return Ok(Some(store::plain_lines(text.into_owned())));
    }
    // By then the file is gone, so its path is not shown.
    read.map_err(|e| {
        if e.is_too_large() { text!("editor.too_large").to_owned() } else { e.to_string() }
    })
}

/// A command line as Windows splits it: double quotes group words, a backslash is part of a path.
/// An existing path is one word even with spaces.
fn words_on_windows(command: &str) -> Option<Vec<String>> {
    if Path::new(command).is_file() {
        return Some(vec![command.to_owned()]);
    }
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in command.trim().chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (!quoted).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_an_editor_leaves_is_its_file_and_no_link() {
        let place = tempfile::tempdir().expect("a folder");
        let (file, link) = (place.path().join("theirs.txt"), place.path().join("letter.txt"));
        assert_eq!(edited(&link), Ok(None));
        std::fs::write(&file, "theirs").expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        assert!(edited(&link).is_err_and(|e| e.contains("普通のファイルではありません")));
        assert_eq!(edited(&file), Ok(Some("theirs".to_owned())));
    }

    #[test]
    fn a_command_of_windows_keeps_its_backslashes() {
        let words = |command| words_on_windows(command).unwrap_or_default();
        assert_eq!(words(r"C:\windows\notepad.exe"), [r"C:\windows\notepad.exe"]);
        assert_eq!(
            words(r#""C:\Program Files\e\e.exe" --wait  -n"#),
            [r"C:\Program Files\e\e.exe", "--wait", "-n"]
        );
        assert_eq!(words(r#"code --title="a b""#), ["code", "--title=a b"]);
        assert_eq!(words_on_windows(r#""C:\Program Files"#), None);
    }
}
