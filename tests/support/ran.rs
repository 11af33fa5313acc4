//! What the program says, and files for it.

use crate::program::program;
use std::fs;
use std::path::{Path, PathBuf};

/// A file in a folder, which is made where it is not there.
pub(crate) fn lay(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, text).expect("a file");
    path
}

/// Exit code, standard output, standard error of the program at home in a folder.
pub(crate) fn ran(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut c = program(folder);
    c.args(["--today", "2026-11-20"]).args(args).current_dir(folder);
    let out = c.output().expect("the program");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (out.status.code().unwrap_or(-1), text(out.stdout), text(out.stderr))
}
