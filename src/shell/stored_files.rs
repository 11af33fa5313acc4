//! Where something is stored, and removing all of it.

use super::cases::{CaseError, Cases, EXTENSION};
use super::drafts::draft_number;
use super::store::{self, Cause, StoreError};
use super::{data_folder, fresh, paths, scratch};
use crate::domain::case::CaseId;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub path: PathBuf,
    pub kind: PlaceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    Case,
    Draft,
    SetAside,
    Leftover,
    /// The empty file that keeps two instances apart.
    Lock,
}

#[derive(Debug, Default)]
pub struct Wiped {
    pub gone: Vec<StoredFile>,
    /// What could not be removed, and why.
    pub failed: Vec<CaseError>,
    /// Foreign files among ours, and the targets of links: they stay.
    pub foreign: Vec<PathBuf>,
    /// The lock could not be had.
    pub unlocked: bool,
}

impl PlaceKind {
    pub fn ja(self) -> &'static str {
        match self {
            Self::Case => text!("places.case"),
            Self::Draft => text!("places.draft"),
            Self::SetAside => text!("places.set_aside"),
            Self::Leftover => text!("places.leftover"),
            Self::Lock => text!("places.lock"),
        }
    }
}

impl Cases {
    /// Every place in the data folder where something of ours is stored, and what can't be looked
    /// at. The configuration is apart.
    pub fn places(&self) -> (Vec<StoredFile>, Vec<CaseError>) {
        let (mut out, mut failed) = (Vec::new(), Vec::new());
        let kind = |path: &Path, name: &str, is_own: &dyn Fn(&str) -> Option<PlaceKind>| {
            // The program creates no folders there.
            if std::fs::symlink_metadata(path).is_ok_and(|m| m.is_dir()) {
                return None;
            }
            if name.starts_with(data_folder::TEMPORARY) {
                return Some(PlaceKind::Leftover);
            }
            let aside =
                data_folder::set_aside_from(name).and_then(is_own).map(|_| PlaceKind::SetAside);
            aside.or_else(|| is_own(name))
        };
        let case = |name: &str| {
            name.strip_suffix(EXTENSION).and_then(CaseId::parse).map(|_| PlaceKind::Case)
        };
        let beside = |name: &str| match name {
            ".lock" => Some(PlaceKind::Lock),
            _ => draft_number(name).map(|_| PlaceKind::Draft),
        };
        let mut add =
            |folder: &Path, is_own: &dyn Fn(&str) -> Option<PlaceKind>| match data_folder::names(
                folder,
            ) {
                Ok(names) => {
                    out.extend(names.iter().filter_map(|n| {
                        let path = folder.join(n);
                        kind(&path, n, is_own).map(|kind| StoredFile { path, kind })
                    }));
                }
                Err(e) => failed.push(e.into()),
            };
        add(&self.folder(), &case);
        add(self.data(), &beside);
        out.sort_by_key(|p| p.kind);
        (out, failed)
    }
    /// Removes all of [`Cases::places`], and the folders if nothing else is in them. One that can't
    /// be removed does not keep the others, nor does a lock that can't be had.
    pub fn wipe(&self) -> Wiped {
        let mut out = Wiped::default();
        let (places, failed) = self.places();
        if places.is_empty() && failed.is_empty() {
            self.remove_folders();
            out.foreign = self.foreign(&places);
            return out;
        }
        let lock = self.lock();
        // The lock goes last: a process waiting for it notices that it is gone.
        let (places, failed) = self.places();
        out.failed.extend(failed);
        let mut elsewhere = Vec::new();
        let mut folders = BTreeSet::new();
        for p in places {
            let other = data_folder::with_other_names(&p.path);
            let behind =
                store::behind_links(&p.path).ok().filter(|real| *real != p.path && real.is_file());
            match data_folder::remove_unsettled(&p.path) {
                Ok(_) => {
                    folders.insert(paths::folder_of(&p.path).to_owned());
                    // The target of a link may not be ours.
                    out.foreign.extend(behind);
                    elsewhere.extend(other.map(|file| (p.path.clone(), file)));
                    out.gone.push(p);
                }
                Err(e) => out.failed.push(e.into()),
            }
        }
        // Once at the end: files that a power failure brings back are removed by the next wipe.
        for folder in folders {
            if let Err(e) = fresh::settle(&folder) {
                out.failed.push(StoreError::new(&folder, Cause::Write(e)).into());
            }
        }
        // Checked after all removals: both names may have been ours.
        let left = elsewhere.iter().filter(|(_, file)| data_folder::has_a_name(file));
        out.failed.extend(left.map(|(path, _)| StoreError::new(path, Cause::OtherName).into()));
        // Where there is something else in its place nobody else gets it either.
        out.unlocked = matches!(&lock, Err(CaseError::Store(e)) if e.is_busy());
        // A file that is open keeps its name, and so its folder, until it is closed: on Windows,
        // where the file system is old.
        drop(lock);
        self.remove_folders();
        out.foreign.extend(self.foreign(&self.places().0));
        out
    }
    /// Files in our folders that the program did not create: editor backups, the user's own files.
    /// A wipe leaves them alone. `places`: ours.
    pub fn foreign(&self, places: &[StoredFile]) -> Vec<PathBuf> {
        let cases = self.folder();
        let ours: BTreeSet<&Path> =
            places.iter().map(|p| p.path.as_path()).chain([cases.as_path()]).collect();
        let mut out = Vec::new();
        for folder in [self.folder(), self.data().to_owned()] {
            let names = data_folder::names(&folder).unwrap_or_default();
            let names = names.iter().filter(|n| !n.starts_with(scratch::PREFIX));
            out.extend(names.map(|n| folder.join(n)).filter(|p| !ours.contains(p.as_path())));
        }
        out
    }
    fn remove_folders(&self) {
        for folder in [self.folder(), self.data().to_owned()] {
            // Fails if it is not empty or missing.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// Copies of the configuration next to it, made by an editor, a file manager or the user:
/// `config.toml~`, `.config.toml.swp`, `#config.toml#`, `config - コピー.toml`, `config.bak`.
pub(super) fn copies(config: Option<&Path>) -> Vec<PathBuf> {
    let Some((folder, name)) =
        config.and_then(|c| Some((paths::folder_of(c), c.file_name()?.to_str()?)))
    else {
        return Vec::new();
    };
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let marked = |n: &str| {
        let Some(rest) = n.strip_prefix(stem) else { return false };
        let apart = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        apart && rest.ends_with(&format!(".{extension}"))
            || [".bak", ".old", ".orig", ".save"].iter().any(|end| rest.starts_with(end))
    };
    // In a folder that is the program's nothing else has such a name: コピー.toml.
    let own = folder.ends_with(paths::FOLDER);
    let names = data_folder::names(folder).unwrap_or_default();
    let copies = names.iter().filter(|n| {
        let ours = n.as_str() == name || n.starts_with(scratch::HIDDEN);
        !ours && (n.contains(name) || marked(n) || own && n.ends_with(&format!(".{extension}")))
    });
    copies.map(|n| folder.join(n)).collect()
}

/// What killed processes left outside the data folder: in the temporary folder, at the places
/// recorded there, and next to the configuration, also behind a link. Includes files that a running
/// instance is about to write.
pub(super) fn leftovers(config: Option<&Path>) -> Vec<StoredFile> {
    let mut paths = scratch::left();
    let real = config.and_then(|c| store::behind_links(c).ok());
    for file in config.into_iter().chain(real.as_deref()) {
        let Ok(file) = std::path::absolute(file) else { continue };
        let folder = file.parent().unwrap_or(&file);
        let names = data_folder::names(folder).unwrap_or_default();
        paths.extend(
            names.iter().filter(|n| n.starts_with(scratch::HIDDEN)).map(|n| folder.join(n)),
        );
    }
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| StoredFile { path, kind: PlaceKind::Leftover }).collect()
}
