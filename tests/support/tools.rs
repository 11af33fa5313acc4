//! Other people's programs that tests ask. A missing one is said aloud and the test passes; with
//! `KOTOWARI_TEST_STRICT=1` it fails instead.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Whether all tools (program, Debian package) are there.
#[track_caller]
pub(crate) fn have(tools: &[(&str, &str)]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let missing = tools.iter().find(|(name, _)| !there(name));
    if let Some((name, package)) = missing {
        miss(name, package);
    }
    missing.is_none()
}

/// The Python that has a module: the one on the path, else the system's, for which Debian packages
/// modules.
#[track_caller]
pub(crate) fn python(module: &str, package: &str) -> Option<&'static str> {
    let has = |python: &str| {
        Command::new(python)
            .args(["-I", "-c", &format!("import {module}")])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(|p| has(p));
    if found.is_none() {
        miss(&format!("the Python module {module}"), package);
    }
    found
}

#[track_caller]
fn miss(name: &str, package: &str) {
    let strict = std::env::var_os("KOTOWARI_TEST_STRICT").is_some_and(|v| v == "1");
    assert!(!strict, "{name} is missing (Debian package {package})");
    // Not eprintln!: the test harness would keep it to itself.
    let _ = writeln!(std::io::stderr(), "skipped: {name} is missing (Debian package {package})");
}
