//! The program as tests run it: with a home of its own, so that nothing which the developer has
//! stored is read or written.

use std::path::Path;
use std::process::Command;

/// What the developer's own environment says about places and looks.
const HIDDEN: [&str; 8] = [
    "KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "NO_COLOR",
    "CLICOLOR", "CLICOLOR_FORCE", "TZ",
];

/// A command whose home is this folder: its configuration is `config.toml` there, what it stores
/// lies in `data`.
pub(crate) fn at_home(program: &str, folder: &Path) -> Command {
    let mut c = Command::new(program);
    for name in HIDDEN {
        c.env_remove(name);
    }
    c.env("HOME", folder).env("KOTOWARI_CONFIG", folder.join("config.toml"));
    c.env("KOTOWARI_DATA_DIR", folder.join("data"));
    c
}

/// The program itself, likewise.
pub(crate) fn program(folder: &Path) -> Command {
    at_home(env!("CARGO_BIN_EXE_kotowari"), folder)
}
