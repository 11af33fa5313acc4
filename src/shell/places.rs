//! Where something is stored, and removing all of it.

use super::cases::{CaseError, Cases, EXTENSION};
use super::drafts::draft_number;
use super::own;
use crate::domain::case::CaseId;
use std::path::{Path, PathBuf};

/// Something that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub path: PathBuf,
    /// What it is.
    pub kind: PlaceKind,
}

/// What is stored somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A case.
    Case,
    /// An unfinished walk.
    Draft,
    /// A file that could not be read and gave way to another.
    SetAside,
    /// What a killed program left behind.
    Leftover,
    /// The empty file that keeps two instances apart.
    Lock,
}

/// What became of a wipe.
#[derive(Debug, Default)]
pub struct Wiped {
    /// What is gone.
    pub gone: Vec<Place>,
    /// What could not be removed, and why.
    pub failed: Vec<CaseError>,
}

impl PlaceKind {
    /// For people.
    #[must_use]
    pub fn ja(self) -> &'static str {
        match self {
            Self::Case => "記録",
            Self::Draft => "書きかけ",
            Self::SetAside => "読めずによけたファイル",
            Self::Leftover => "途中で残った一時ファイル",
            Self::Lock => "ロック",
        }
    }
}

impl Cases {
    /// Every place in the data folder where something of ours is stored. The configuration is apart.
    ///
    /// # Errors
    /// The folder can't be read.
    pub fn places(&self) -> Result<Vec<Place>, CaseError> {
        let mut out = Vec::new();
        let kind = |name: &str, is_own: &dyn Fn(&str) -> Option<PlaceKind>| {
            if name.starts_with(own::TEMPORARY) {
                return Some(PlaceKind::Leftover);
            }
            let aside = own::set_aside_from(name).and_then(is_own).map(|_| PlaceKind::SetAside);
            aside.or_else(|| is_own(name))
        };
        let case = |name: &str| name.strip_suffix(EXTENSION).and_then(CaseId::parse).map(|_| PlaceKind::Case);
        let beside = |name: &str| match name {
            ".lock" => Some(PlaceKind::Lock),
            _ => draft_number(name).map(|_| PlaceKind::Draft),
        };
        let mut add = |folder: &Path, is_own: &dyn Fn(&str) -> Option<PlaceKind>| {
            let names = own::names(folder)?;
            out.extend(
                names.iter().filter_map(|n| Some(Place { path: folder.join(n), kind: kind(n, is_own)? })),
            );
            Ok::<(), CaseError>(())
        };
        add(&self.folder(), &case)?;
        add(self.data(), &beside)?;
        out.sort_by_key(|p| p.kind);
        Ok(out)
    }
    /// Removes all of [`Cases::places`], and the folders if nothing else is in them. One that can't be removed does not keep the
    /// others.
    ///
    /// # Errors
    /// The folder can't be read or locked.
    pub fn wipe(&self) -> Result<Wiped, CaseError> {
        let mut out = Wiped::default();
        if !self.places()?.is_empty() {
            let _lock = self.lock()?;
            // The lock itself is the last of them: whoever waits for it notices that it is gone.
            for p in self.places()? {
                match own::remove(&p.path) {
                    Ok(_) => out.gone.push(p),
                    Err(e) => out.failed.push(e.into()),
                }
            }
        }
        for folder in [self.folder(), self.data().to_owned()] {
            // Not empty, or not there: then it stays as it is.
            let _ = std::fs::remove_dir(folder);
        }
        Ok(out)
    }
}
