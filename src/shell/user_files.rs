//! The user's own services and wording: `services/*.toml` and `letters/*.toml` beside the
//! configuration.

use super::paths::OWN_FOLDERS;
use super::{data_folder, store};
use crate::domain::content::UserAssets;
use crate::domain::problem::Problem;
use crate::text::clean;
use std::path::Path;

/// A larger file is not somebody's wording: all the built-in ones together are 120 kB.
const LARGEST: u64 = 256 * 1024;
/// Limit for all files of one folder together.
const LARGEST_FOLDER: u64 = 2 * 1024 * 1024;
/// Nobody has more files of their own wording.
const MOST: usize = 200;

/// Reads both folders next to the configuration; a missing one counts as empty. Unreadable files
/// are reported and skipped.
pub fn read(config: &Path) -> UserAssets {
    let mut own = UserAssets::default();
    let folder = config.parent().unwrap_or(Path::new(""));
    let [services, letters] = OWN_FOLDERS.map(|own| folder.join(own));
    own.services = files(&services, &mut own.unread);
    own.letters = files(&letters, &mut own.unread);
    own
}

/// The TOML files of a folder in the order of their names: (path as it may be shown, text).
pub(super) fn files(folder: &Path, unread: &mut Vec<Problem>) -> Vec<(String, String)> {
    let shown = |path: &Path| clean::visible(&path.display().to_string());
    let mut problem = |path: &Path, message: String| {
        unread.push(Problem::new(&shown(path), 0, "", message));
    };
    let names = data_folder::names(folder).unwrap_or_else(|e| {
        problem(folder, e.to_string());
        Vec::new()
    });
    let mut paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    if paths.len() > MOST {
        problem(folder, text!("own.too_many", most = MOST));
        paths.truncate(MOST);
    }
    let (mut out, mut left) = (Vec::new(), LARGEST_FOLDER);
    for path in paths {
        match store::read_text(&path, LARGEST.min(left)) {
            Ok(Some(text)) => {
                left -= text.len() as u64;
                out.push((shown(&path), text));
            }
            Ok(None) => {}
            Err(e) => problem(&path, e.to_string()),
        }
    }
    out
}
