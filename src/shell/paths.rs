//! Where the program's own files lie. Nothing is created here.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Names the configuration file itself.
const CONFIG_VARIABLE: &str = "KOTOWARI_CONFIG";
/// Names the folder for stored data itself.
const DATA_VARIABLE: &str = "KOTOWARI_DATA_DIR";
/// The program's folder inside the platform's ones.
const FOLDER: &str = "kotowari";

/// The configuration file: `$KOTOWARI_CONFIG`, else `kotowari/config.toml` in the platform's configuration folder
/// (`$XDG_CONFIG_HOME` or `~/.config`; the roaming application data on Windows). It need not exist.
///
/// # Errors
/// The home folder is unknown; the Japanese text tells which variable to set.
pub fn config_file() -> Result<PathBuf, String> {
    let base = || platform("XDG_CONFIG_HOME", etcetera::BaseStrategy::config_dir);
    choose(variable(CONFIG_VARIABLE), base, Path::new("config.toml"))
        .ok_or_else(|| unknown("設定ファイル", CONFIG_VARIABLE))
}

/// The folder for stored data: `$KOTOWARI_DATA_DIR`, else `kotowari` in the platform's data folder
/// (`$XDG_DATA_HOME` or `~/.local/share`; the roaming application data on Windows). It need not exist.
///
/// # Errors
/// The home folder is unknown; the Japanese text tells which variable to set.
pub fn data_dir() -> Result<PathBuf, String> {
    let base = || platform("XDG_DATA_HOME", etcetera::BaseStrategy::data_dir);
    choose(variable(DATA_VARIABLE), base, Path::new(""))
        .ok_or_else(|| unknown("保存フォルダー", DATA_VARIABLE))
}

fn unknown(what: &str, variable: &str) -> String {
    format!("{what}の場所が決まりません（HOME が未設定です）。環境変数 HOME か {variable} を設定してください")
}

/// Empty counts as unset, as the XDG rules want it.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn choose(named: Option<OsString>, base: impl FnOnce() -> Option<PathBuf>, rest: &Path) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(PathBuf::from(named));
    }
    let folder = base()?.join(FOLDER);
    Some(if rest.as_os_str().is_empty() { folder } else { folder.join(rest) })
}

/// The platform's folder. On Unix only by the environment: without `HOME` the user database would answer, and a
/// program started with an emptied environment must not write into somebody's real home.
fn platform(xdg: &str, pick: impl FnOnce(&Base) -> PathBuf) -> Option<PathBuf> {
    let absolute = |name| variable(name).is_some_and(|value| Path::new(&value).is_absolute());
    if cfg!(unix) && !absolute(xdg) && !absolute("HOME") {
        return None;
    }
    etcetera::choose_base_strategy().ok().map(|base| pick(&base))
}

#[cfg(windows)]
type Base = etcetera::base_strategy::Windows;
#[cfg(not(windows))]
type Base = etcetera::base_strategy::Xdg;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_place_is_taken_as_it_is() {
        let named = Some(OsString::from("/x/y.toml"));
        let path = choose(named, || Some(PathBuf::from("/home/u/.config")), Path::new("config.toml"));
        assert_eq!(path, Some(PathBuf::from("/x/y.toml")));
    }

    #[test]
    fn else_it_lies_in_the_platforms_folder() {
        let base = || Some(PathBuf::from("/home/u/.config"));
        let path = choose(None, base, Path::new("config.toml"));
        assert_eq!(path, Some(PathBuf::from("/home/u/.config/kotowari/config.toml")));
        assert_eq!(choose(None, base, Path::new("")), Some(PathBuf::from("/home/u/.config/kotowari")));
    }

    #[test]
    fn without_a_home_there_is_none_and_the_text_says_what_to_do() {
        assert_eq!(choose(None, || None, Path::new("config.toml")), None);
        assert!(unknown("設定ファイル", CONFIG_VARIABLE).contains("KOTOWARI_CONFIG"));
    }
}
