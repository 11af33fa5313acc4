//! Where the program's own files lie, and what a path names: on Windows some names are devices or
//! streams.

use crate::config::THEME_FILE;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Names the configuration file itself.
const CONFIG_VARIABLE: &str = "KOTOWARI_CONFIG";
/// Names the folder for stored data itself.
const DATA_VARIABLE: &str = "KOTOWARI_DATA_DIR";
/// Where the user's own services and wording lie, beside the configuration.
pub(super) const OWN_FOLDERS: [&str; 2] = ["services", "letters"];
/// The program's folder inside the platform's ones.
pub(super) const FOLDER: &str = "kotowari";

/// The configuration file that the command line names.
static NAMED: OnceLock<PathBuf> = OnceLock::new();

/// From now on this is the configuration file, whatever the environment says.
pub fn name_config(file: Option<&Path>) {
    if let Some(file) = file {
        // Called once, at the start.
        let _ = NAMED.set(file.to_owned());
    }
}

/// The configuration file: the one that the command line names, else the usual one.
/// Errors: those of that.
pub fn config_file() -> Result<PathBuf, String> {
    NAMED.get().cloned().map_or_else(usual_config, Ok)
}

/// The configuration file: `$KOTOWARI_CONFIG`, else `kotowari/config.toml` in the platform's
/// configuration folder (`$XDG_CONFIG_HOME` or `~/.config`; the local application data on Windows).
/// It need not exist.
/// Errors: the home folder is unknown; the Japanese text tells which variable to set.
fn usual_config() -> Result<PathBuf, String> {
    variable(CONFIG_VARIABLE)
        .map(PathBuf::from)
        .or_else(|| {
            platform("XDG_CONFIG_HOME", etcetera::BaseStrategy::config_dir)
                .map(|f| f.join("config.toml"))
        })
        .ok_or_else(|| unknown(text!("paths.config"), CONFIG_VARIABLE))
}

/// The folder for stored data: `$KOTOWARI_DATA_DIR`, else `kotowari` in the platform's data folder
/// (`$XDG_DATA_HOME` or `~/.local/share`; the local application data on Windows). It need not
/// exist.
/// Errors: the home folder is unknown; the Japanese text tells which variable to set.
pub fn data_dir() -> Result<PathBuf, String> {
    variable(DATA_VARIABLE)
        .map(PathBuf::from)
        .or_else(|| platform("XDG_DATA_HOME", etcetera::BaseStrategy::data_dir))
        .ok_or_else(|| unknown(text!("paths.data"), DATA_VARIABLE))
}

/// Where data would be without the current option and variables: configurations, data folder. Only
/// paths that exist.
pub(super) fn elsewhere() -> (Vec<PathBuf>, Option<PathBuf>) {
    let named = variable(CONFIG_VARIABLE).map(PathBuf::from);
    let usual = platform("XDG_CONFIG_HOME", etcetera::BaseStrategy::config_dir);
    let here = config_file().ok();
    let configs = named.into_iter().chain(usual.map(|f| f.join("config.toml")));
    let configs =
        configs.filter(|c| c.exists() && !here.as_deref().is_some_and(|h| same_file(h, c)));
    let data = platform("XDG_DATA_HOME", etcetera::BaseStrategy::data_dir);
    let used = data_dir().ok();
    let data =
        data.filter(|d| d.exists() && !used.as_deref().is_some_and(|used| same_file(used, d)));
    (configs.collect(), data)
}

/// Resolves a path whose end need not exist.
fn whole(path: &Path) -> PathBuf {
    let target = fs::canonicalize(path).ok().or_else(|| {
        let folder = folder_of(path).canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    });
    target.unwrap_or_else(|| path.to_owned())
}

pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    whole(one) == whole(other)
}

/// Whether only the configuration, what belongs to it, or a record has its place there.
pub(super) fn is_ours(path: &Path) -> bool {
    let path = whole(path);
    let beside = |config: &Path| {
        let folder = folder_of(config);
        path == whole(&folder.join(THEME_FILE))
            || OWN_FOLDERS.iter().any(|own| path.starts_with(whole(&folder.join(own))))
    };
    let mut configs = NAMED.get().cloned().into_iter().chain(usual_config());
    configs.any(|config| whole(&config) == path || beside(&config))
        || data_dir().is_ok_and(|data| path.starts_with(whole(&data)))
}

fn unknown(what: &str, variable: &str) -> String {
    if self::variable("HOME").is_some_and(|home| !Path::new(&home).is_absolute()) {
        return text!("paths.relative", what, variable);
    }
    text!("paths.unknown", what, variable)
}

/// Empty counts as unset, as the XDG specification says.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The program's folder. Only by the environment: without `HOME` the user database would answer,
/// and a program started with an emptied environment must not write into somebody's real home.
#[cfg(unix)]
fn platform(
    xdg: &str,
    pick: impl FnOnce(&etcetera::base_strategy::Xdg) -> PathBuf,
) -> Option<PathBuf> {
    let absolute = |name| variable(name).is_some_and(|value| Path::new(&value).is_absolute());
    let known = absolute(xdg) || absolute("HOME");
    known.then(etcetera::choose_base_strategy)?.ok().map(|base| pick(&base).join(FOLDER))
}

/// The program's folder: in the local application data, since a domain may copy the roaming ones to
/// a server. Earlier versions lay there: a folder that is still there is used.
#[cfg(windows)]
fn platform(
    _: &str,
    roaming: impl FnOnce(&etcetera::base_strategy::Windows) -> PathBuf,
) -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let base = etcetera::choose_base_strategy().ok()?;
    Some(local_unless_old(&base.cache_dir(), &roaming(&base)))
}

#[cfg(any(windows, test))]
fn local_unless_old(local: &Path, roaming: &Path) -> PathBuf {
    let old = roaming.join(FOLDER);
    if old.is_dir() { old } else { local.join(FOLDER) }
}

pub(super) fn prepare_folder(path: &Path) -> io::Result<&Path> {
    let folder = folder_of(path);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    Ok(folder)
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    File,
    /// `NUL`, `CON` and their like, in any folder and with any extension.
    Device,
    /// `letter:txt`: a hidden part of the file `letter`.
    Stream,
}

fn named_on_windows(path: &str) -> NameKind {
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    // The drive.
    let path = match path.as_bytes() {
        [b'A'..=b'Z' | b'a'..=b'z', b':', ..] => path.get(2..).unwrap_or_default(),
        _ => path,
    };
    let name = path.rsplit(['\\', '/']).next().unwrap_or_default();
    let base = name.split(['.', ':']).next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered =
        |of: &str| base.strip_prefix(of).is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']));
    if matches!(&*base, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
    {
        return NameKind::Device;
    }
    if path.contains(':') { NameKind::Stream } else { NameKind::File }
}

/// Always a file on other systems, where the file system decides.
pub(super) fn named(path: &Path) -> NameKind {
    if cfg!(windows) { named_on_windows(&path.to_string_lossy()) } else { NameKind::File }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn an_old_roaming_folder_is_still_used() {
        let place = tempfile::tempdir().expect("a folder");
        let (local, roaming) = (place.path().join("Local"), place.path().join("Roaming"));
        assert_eq!(local_unless_old(&local, &roaming), local.join("kotowari"));
        std::fs::create_dir_all(roaming.join("kotowari")).expect("a folder");
        assert_eq!(local_unless_old(&local, &roaming), roaming.join("kotowari"));
    }

    #[test]
    fn without_a_home_the_text_says_what_to_do() {
        assert!(unknown("設定ファイル", CONFIG_VARIABLE).contains("KOTOWARI_CONFIG"));
    }

    #[test]
    fn names_that_windows_takes_for_something_else_are_known() {
        as_typed("on_windows", |path| Ok::<_, &str>(format!("{:?}", named_on_windows(path))));
    }
}
