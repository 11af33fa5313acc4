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
        ErrorKind::ReadOnlyFilesystem => "書き込めない場所です。別の場所を指定してください".into(),
        ErrorKind::NotFound => "場所がありません。フォルダー名を確かめてください".into(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "途中にフォルダーではないものがあります。場所を確かめてください".into()
        }
        ErrorKind::InvalidFilename => "名前が長すぎるか、使えない文字があります。名前を変えてください".into(),
        _ => error.raw_os_error().map_or_else(
            || format!("{error}。別の場所を試してください"),
            |number| format!("エラー番号 {number}。別の場所を試してください"),
        ),
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
