//! The stored cases and the drafts: one file a case in `cases/` of the data folder, `draft.toml`,
//! `draft-2.toml`, … beside it.
//!
//! Nothing here is asked when the program starts. Every change takes a lock, reads the file again,
//! changes it and writes it whole, so that a second instance loses nothing. What cannot be read is
//! named and left alone; only where its very name is needed it is set aside under another one. What
//! a killed program left behind is removed by the next change.

use super::data_folder::{self, Lock};
use super::locks::Watch;
use super::paths;
use super::store::{self, Cause, StoreError};
use crate::domain::case::archive::{self, Archive};
use crate::domain::case::table::FileError;
use crate::domain::case::{CaseId, CaseRecord, file};
use crate::domain::problem::Problem;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(super) const EXTENSION: &str = ".toml";
/// How long a command waits for another instance; a change takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long an import keeps other instances out at a time.
const TURN: Duration = Duration::from_millis(100);
/// The wizard shows only the newest cases, up to this number and total size: more would not help on
/// a screen and costs time and memory.
const MOST_SHOWN: (usize, u64) = (1000, 4 * 1024 * 1024);
/// At most this many candidates are listed for an ambiguous id.
const MOST_NAMED: usize = 20;
/// More cases of one service, goal and day than this are a mistake.
const MAX_SAME: u32 = 99;

/// Why a case can't be read or written. The message says what to do and never quotes the file.
#[derive(Debug)]
pub enum CaseError {
    NoPlace(String),
    Store(StoreError),
    /// A file has mistakes, or was written by a newer version.
    File(FileError),
    NoSuch,
    Several(Vec<CaseId>),
}

impl From<StoreError> for CaseError {
    fn from(e: StoreError) -> Self {
        if e.is_damage() {
            return Self::File(FileError::Wrong(vec![problem(e.path(), &e.to_string())]));
        }
        Self::Store(e)
    }
}

/// A mistake that belongs to a file as a whole.
fn problem(path: &Path, message: &str) -> Problem {
    Problem::new(&path.display().to_string(), 0, "", message)
}

impl From<FileError> for CaseError {
    fn from(e: FileError) -> Self {
        Self::File(e)
    }
}

impl CaseError {
    /// The mistakes of a file, or why it could not be read.
    pub(super) fn problems(self, file: &Path) -> Vec<Problem> {
        match self {
            Self::File(e) => e.problems(),
            e => vec![problem(file, &e.to_string())],
        }
    }
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::NoPlace(why) => vec![why.clone()],
            Self::Store(e) => vec![e.to_string()],
            Self::File(e) => e.clone().problems().iter().map(Problem::to_string).collect(),
            Self::NoSuch => {
                vec![text!("cases.no_such_id").to_owned()]
            }
            Self::Several(ids) => {
                let shown: Vec<&str> = ids.iter().map(CaseId::as_str).take(MOST_NAMED).collect();
                let rest = match ids.len() - shown.len() {
                    0 => String::new(),
                    n => text!("cases.many_ids.rest", n),
                };
                vec![text!("cases.many_ids", ids = shown.join(" "), rest)]
            }
        }
    }
}

shows!(Display CaseError, it, "{}", it.lines().join("\n"));

impl std::error::Error for CaseError {}

#[derive(Debug, Default)]
pub struct Listing {
    pub cases: Vec<CaseRecord>,
    /// What could not be read: each mistake with its file and line.
    pub broken: Vec<Problem>,
    /// Permissions that were corrected because others could read the file.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Stored under its own id.
    New(CaseId),
    /// Stored under a new id because another case has its own.
    Renamed(CaseId, CaseId),
    Same(CaseId),
}

#[derive(Debug, Clone)]
pub struct Cases {
    data: PathBuf,
    /// How long to wait for another instance.
    patience: Duration,
    /// Set for work of several changes: it stops if `wipe` runs in between.
    watch: Option<Watch>,
}

impl Cases {
    /// The cases in the data folder. Nothing is read or created yet.
    pub fn open() -> Result<Self, CaseError> {
        paths::data_dir().map(Self::at).map_err(CaseError::NoPlace)
    }
    pub fn at(data: PathBuf) -> Self {
        Self { data, patience: PATIENCE, watch: None }
    }
    pub fn waiting(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
    /// For a process that stays open: what is wiped from now on is not written again.
    pub(super) fn watching(self) -> Self {
        let watch = Watch::default();
        watch.note(&self.lock_path());
        Self { watch: Some(watch), ..self }
    }
    /// Forgets a wipe: the user has agreed to storing again.
    pub(super) fn begin_anew(&self) {
        self.watch.iter().for_each(Watch::forget);
    }
    pub(super) fn is_wiped(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.is_over(&self.lock_path()))
    }
    fn lock_path(&self) -> PathBuf {
        self.data.join(".lock")
    }
    pub(super) fn folder(&self) -> PathBuf {
        self.data.join("cases")
    }
    pub fn path(&self, id: &CaseId) -> PathBuf {
        self.folder().join(format!("{id}{EXTENSION}"))
    }
    pub fn data(&self) -> &Path {
        &self.data
    }
    /// The ids of all case files, unreadable ones included.
    pub fn ids(&self) -> Result<Vec<CaseId>, CaseError> {
        // A file in place of the folder is an error, not an empty folder.
        if fs::metadata(&self.data).is_ok_and(|found| !found.is_dir()) {
            let no_folder = io::Error::from(ErrorKind::NotADirectory);
            return Err(StoreError::new(&self.data, Cause::Read(no_folder)).into());
        }
        let names = data_folder::names(&self.folder())?;
        let mut ids: Vec<_> =
            names.iter().filter_map(|n| CaseId::parse(n.strip_suffix(EXTENSION)?)).collect();
        // By id, not by file name: `x` comes before `x-2`.
        ids.sort();
        Ok(ids)
    }
    /// The only case whose id is, or begins with, this text.
    /// Errors: there is none, or there are several.
    pub fn resolve(&self, text: &str) -> Result<CaseId, CaseError> {
        let mut found = self.ids()?;
        if let Some(exact) = found.iter().find(|id| id.as_str() == text) {
            return Ok(exact.clone());
        }
        found.retain(|id| !text.is_empty() && id.as_str().starts_with(text));
        match (found.pop(), found.is_empty()) {
            (None, _) => Err(CaseError::NoSuch),
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                found.push(last);
                Err(CaseError::Several(found))
            }
        }
    }
    /// All cases without the texts of their letters, since there may be thousands. Unreadable ones
    /// are reported beside the others.
    pub fn list(&self) -> Result<Listing, CaseError> {
        Ok(self.list_of(self.ids()?, CaseRecord::into_outline))
    }
    /// The newest cases that the wizard shows, and the number of older ones.
    pub fn newest(&self) -> Result<(Listing, usize), CaseError> {
        let mut ids = self.ids()?;
        let (most, mut bytes) = MOST_SHOWN;
        // Ids begin with the day.
        let shown = ids.iter().rev().take(most).take_while(|id| {
            let size = std::fs::metadata(self.path(id)).map_or(0, |m| m.len());
            // A file that is too large is reported and uses no memory.
            bytes
                .checked_sub(if size > store::MAX_FILE { 0 } else { size })
                .inspect(|left| bytes = *left)
                .is_some()
        });
        let older = ids.len() - shown.count();
        ids.drain(..older);
        Ok((self.list_of(ids, |record| record), older))
    }
    fn list_of(&self, ids: Vec<CaseId>, kept: fn(CaseRecord) -> CaseRecord) -> Listing {
        let mut out = Listing::default();
        if !ids.is_empty() {
            out.notes.extend(data_folder::private_folder(&self.folder()));
            // One of another name is a place that the user chose, and may share.
            let ours = self.data.file_name().is_some_and(|n| n == "kotowari");
            out.notes.extend(ours.then(|| data_folder::private_folder(&self.data)).flatten());
        }
        for id in ids {
            match self.load(&id) {
                Ok(Some((record, note))) => {
                    out.cases.push(kept(record));
                    out.notes.extend(note);
                }
                // Removed while we looked.
                Ok(None) => {}
                Err(e) => out.broken.extend(e.problems(&self.path(&id))),
            }
        }
        out
    }
    /// The cases of the same service, by file name; unreadable ones are left out.
    pub fn beside(&self, record: &CaseRecord) -> Result<Vec<CaseRecord>, CaseError> {
        let (mut ids, service) = (self.ids()?, CaseId::part(&record.service));
        ids.retain(|id| id.as_str().contains(&service));
        Ok(self.list_of(ids, CaseRecord::into_outline).cases)
    }
    /// The text of a case file and a note on corrected permissions; None if there is no file.
    pub fn text(&self, id: &CaseId) -> Result<Option<(String, Option<String>)>, CaseError> {
        Ok(data_folder::read(&self.path(id))?.map(|o| (o.text, o.note)))
    }
    /// A case and a note on corrected permissions; None if there is none.
    pub fn load(&self, id: &CaseId) -> Result<Option<(CaseRecord, Option<String>)>, CaseError> {
        let path = self.path(id);
        let Some(found) = data_folder::read(&path)? else { return Ok(None) };
        let name = path.display().to_string();
        let record = file::parse(&name, &found.text)?;
        if record.id != *id {
            // A copy made by hand: we can't know which of the two counts.
            let line = found.text.lines().position(|l| l.starts_with("id")).map_or(0, |i| i + 1);
            let problem = Problem::new(&name, line, "id", text!("cases.other_file_name"));
            return Err(FileError::Wrong(vec![problem]).into());
        }
        Ok(Some((record, found.note)))
    }

    /// Locks out other instances until dropped, and removes leftovers of killed ones.
    pub(super) fn lock(&self) -> Result<Lock, CaseError> {
        let lock = self.lock_only()?;
        data_folder::tidy(&self.folder())?;
        data_folder::tidy(&self.data)?;
        Ok(lock)
    }
    fn lock_only(&self) -> Result<Lock, CaseError> {
        let watch = self.watch.clone().unwrap_or_default();
        Ok(data_folder::lock(&self.lock_path(), self.patience, &watch)?)
    }
    /// Does one step for each, under the lock, and lets other instances in now and then. What
    /// killed ones have left is removed once: looking for it takes the longer the more there is.
    pub(super) fn in_turns<T>(
        &self,
        all: &[T],
        mut step: impl FnMut(&T) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        if all.is_empty() {
            return Ok(());
        }
        let (mut all, mut lock) = (all.iter().peekable(), self.lock()?);
        while all.peek().is_some() {
            let begun = Instant::now();
            while let Some(one) = all.next_if(|_| begun.elapsed() < TURN) {
                step(one)?;
            }
            drop(lock);
            if all.peek().is_none() {
                break;
            }
            // A waiting process must get at least one look in the meantime.
            std::thread::sleep(2 * data_folder::GLANCE);
            lock = self.lock_only()?;
        }
        Ok(())
    }
    /// Removes leftovers of killed processes unless another instance is writing. What can't be
    /// removed stays and is listed by `cases places`. No missing folder is created or locked.
    pub(super) fn tidy(&self) {
        let left = |folder: &Path| {
            data_folder::names(folder)
                .is_ok_and(|all| all.iter().any(|n| n.starts_with(data_folder::TEMPORARY)))
        };
        if left(&self.folder()) || left(&self.data) {
            drop(self.clone().waiting(Duration::ZERO).lock());
        }
    }
    /// Stores a new case. If its id is taken it gets another one; the returned record has it.
    pub fn create(&self, record: &CaseRecord) -> Result<CaseRecord, CaseError> {
        let _lock = self.lock()?;
        self.create_locked(record)
    }
    fn create_locked(&self, record: &CaseRecord) -> Result<CaseRecord, CaseError> {
        for n in 1..=MAX_SAME {
            let record = CaseRecord { id: record.id.numbered(n), ..record.clone() };
            if data_folder::create(&self.path(&record.id), &file::to_toml(&record))? {
                return Ok(record);
            }
        }
        Err(StoreError::new(&self.path(&record.id), store::Cause::NoFreeName).into())
    }
    /// Changes a case. It is read again under the lock, so changes by another instance are kept.
    /// The id can't be changed. Returns the case as stored.
    /// Errors: there is no such case, or it can't be read or written; the old file is then
    /// untouched.
    pub fn change(
        &self,
        id: &CaseId,
        change: impl FnOnce(&mut CaseRecord),
    ) -> Result<CaseRecord, CaseError> {
        let _lock = self.lock()?;
        let (old, _) = self.load(id)?.ok_or(CaseError::NoSuch)?;
        let mut new = old.clone();
        change(&mut new);
        new.id = id.clone();
        if new != old {
            data_folder::replace(&self.path(id), &file::to_toml(&new))?;
        }
        Ok(new)
    }
    /// Removes a case, even an unreadable one; false if there is none.
    pub fn remove(&self, id: &CaseId) -> Result<bool, CaseError> {
        let _lock = self.lock()?;
        Ok(data_folder::remove(&self.path(id))?)
    }

    /// All cases and drafts as one archive, and what could not be read. None if the archive would
    /// be too large to be read again.
    pub fn archive(&self) -> Result<(Option<String>, Listing), CaseError> {
        let mut listing = Listing::default();
        let found = self.drafts()?;
        listing.broken.extend(found.broken);
        listing.notes.extend(found.notes);
        let drafts = found.found.into_iter().map(|d| d.draft).collect();
        let mut text = archive::to_toml(&Archive { cases: Vec::new(), drafts });
        // One at a time, to save memory.
        for id in self.ids()? {
            let one = self.list_of(vec![id], |record| record);
            listing.notes.extend(one.notes);
            listing.broken.extend(one.broken);
            one.cases.iter().for_each(|case| text.push_str(&archive::row(case)));
            if text.len() > archive::LARGEST {
                return Ok((None, listing));
            }
        }
        Ok((Some(text), listing))
    }
    /// Stores imported cases without replacing any. An unreadable file with the id of one of them
    /// is set aside; its new name is returned. After an interruption the import can be repeated.
    /// Errors: something can't be written; the cases before it are stored.
    pub fn import(&self, cases: &[CaseRecord]) -> Result<(Vec<Imported>, Vec<PathBuf>), CaseError> {
        let (mut out, mut aside) = (Vec::new(), Vec::new());
        self.in_turns(cases, |record| {
            out.push(self.import_locked(record, &mut aside)?);
            Ok(())
        })?;
        Ok((out, aside))
    }
    fn import_locked(
        &self,
        record: &CaseRecord,
        aside: &mut Vec<PathBuf>,
    ) -> Result<Imported, CaseError> {
        let wanted = record.id.clone();
        for n in 1..=MAX_SAME {
            let id = wanted.numbered(n);
            match self.load(&id) {
                Ok(Some((there, _))) if file::same(&there, record) => {
                    return Ok(Imported::Same(id));
                }
                Ok(Some(_)) => continue,
                Ok(None) => {}
                Err(CaseError::File(_)) => aside.push(data_folder::set_aside(&self.path(&id))?),
                Err(e) => return Err(e),
            }
            break;
        }
        Ok(match self.create_locked(record)?.id {
            id if id == wanted => Imported::New(id),
            id => Imported::Renamed(wanted, id),
        })
    }
}

#[cfg(test)]
mod tests;
