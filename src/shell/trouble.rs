//! Errors of the system: what to say of them, and which pass by themselves.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

/// What to do about an error of the system.
pub(super) fn advice(error: &io::Error) -> String {
    match error.kind() {
        _ if in_use(error) => {
            "ほかのプログラムが使っています。そのプログラムを閉じてから、もう一度してください".into()
        }
        // Windows says so, too, of a file that somebody has open and that was to be replaced.
        ErrorKind::PermissionDenied if cfg!(windows) => {
            "権限がないか、ほかのプログラムが使っています。閉じてから、もう一度してください".into()
        }
        ErrorKind::PermissionDenied => "権限がありません。所有者と権限を確かめてください".into(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "空き容量がありません。容量を空けてください".into()
        }
        ErrorKind::FileTooLarge => {
            "ファイルの大きさの上限を超えます。上限（ulimit -f など）を確かめてください".into()
        }
        ErrorKind::ReadOnlyFilesystem => "書き込めない場所です。別の場所を指定してください".into(),
        ErrorKind::NotFound => "場所がありません。フォルダー名を確かめてください".into(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "途中にフォルダーではないものがあります。場所を確かめてください".into()
        }
        ErrorKind::IsADirectory => "フォルダーです。ファイルを指定してください".into(),
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => "受け取る側が閉じています".into(),
        ErrorKind::InvalidData => "UTF-8 ではありません。UTF-8 で保存し直してください".into(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::ResourceBusy | ErrorKind::Interrupted => {
            "今は使えません。少し待って、もう一度してください".into()
        }
        ErrorKind::OutOfMemory => "メモリーが足りません。ほかのプログラムを閉じてください".into(),
        ErrorKind::Unsupported => "この場所ではできない操作です。別の場所を指定してください".into(),
        ErrorKind::InvalidFilename => "名前が長すぎるか、使えない文字があります。名前を変えてください".into(),
        _ => error.raw_os_error().map_or_else(
            || "原因はわかりません。別の場所を試してください".into(),
            |number| match number {
                #[cfg(unix)]
                LOOP => "リンクが輪になっています。リンクを直してください".into(),
                #[cfg(unix)]
                NO_FILES => "開いているファイルが多すぎます。ほかのプログラムを閉じてください".into(),
                number => format!("エラー番号 {number}。別の場所を試してください"),
            },
        ),
    }
}

/// Links in a circle.
#[cfg(unix)]
const LOOP: i32 = rustix::io::Errno::LOOP.raw_os_error();
/// No more files can be opened.
#[cfg(unix)]
const NO_FILES: i32 = rustix::io::Errno::MFILE.raw_os_error();

/// What to say of an error that may be one of our own: those have their words already.
pub(super) fn says(error: &io::Error) -> String {
    match error.get_ref().map(ToString::to_string) {
        Some(words) if !words.is_ascii() => words,
        _ => advice(error),
    }
}

/// Whether another program keeps a file for itself, as programs do on Windows: a sharing or a lock violation.
fn in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether a file may be held for a moment by another program: on Windows by those that look for viruses or make an index.
pub(super) fn held(error: &io::Error) -> bool {
    in_use(error) || (cfg!(windows) && error.kind() == ErrorKind::PermissionDenied)
}

/// How long such a program is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often one tries.
const GLANCE: Duration = Duration::from_millis(20);

/// Does it, again where a file is held for a moment.
pub(super) fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match work() {
            Err(e) if held(&e) && Instant::now() < end => std::thread::sleep(GLANCE),
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_of_the_system_is_said_in_its_own_words() {
        let numbers = (1..=133).map(io::Error::from_raw_os_error);
        // As crates hand them on, with a path in them.
        let wrapped = (1..=133).map(|n| {
            let kind = io::Error::from_raw_os_error(n).kind();
            io::Error::new(kind, "No space left on device at path \"/x/.kotowari-scratch-abc\"")
        });
        for e in numbers.chain(wrapped) {
            let said = says(&e);
            let foreign = said.replace("ulimit -f", "").replace("UTF-8", "");
            assert!(!foreign.contains(|c: char| c.is_ascii_alphabetic()), "{e:?}: {said}");
            assert_eq!(said, advice(&e));
        }
        assert_eq!(says(&io::Error::other("端末が見つかりません")), "端末が見つかりません");
    }
}
