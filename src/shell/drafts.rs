//! The unfinished walks: `draft.toml`, `draft-2.toml`, … in the data folder, one a walk.

use super::cases::{CaseError, Cases, EXTENSION};
use super::data_folder;
use super::store::{self, StoreError};
use crate::domain::case::draft::{self, Draft, StoredDraft};
use crate::domain::problem::Problem;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Nobody has more unfinished walks.
const MAX_DRAFTS: u32 = 999;

/// The drafts, and notes and errors about their files.
#[derive(Debug, Default)]
pub struct Drafts {
    pub found: Vec<StoredDraft>,
    pub broken: Vec<Problem>,
    pub notes: Vec<String>,
}

impl Cases {
    pub fn draft_path(&self, number: u32) -> PathBuf {
        let name = if number <= 1 { String::new() } else { format!("-{number}") };
        self.data().join(format!("draft{name}{EXTENSION}"))
    }
    pub fn drafts(&self) -> Result<Drafts, CaseError> {
        let mut out = Drafts::default();
        let mut numbers: Vec<u32> =
            data_folder::names(self.data())?.iter().filter_map(|n| draft_number(n)).collect();
        numbers.sort_unstable();
        for number in numbers {
            match self.draft(number) {
                Ok(Some((draft, note))) => {
                    out.found.push(StoredDraft { number, draft });
                    out.notes.extend(note);
                }
                // Removed while we looked.
                Ok(None) => {}
                Err(e) => out.broken.extend(e.problems(&self.draft_path(number))),
            }
        }
        Ok(out)
    }
    fn draft(&self, number: u32) -> Result<Option<(Draft, Option<String>)>, CaseError> {
        let path = self.draft_path(number);
        let Some(found) = data_folder::read(&path)? else { return Ok(None) };
        Ok(Some((draft::parse(&path.display().to_string(), &found.text)?, found.note)))
    }
    /// Stores a draft and returns the number of its file. It replaces `over` only if that file
    /// still holds what was last known: changes by another instance and unreadable files stay, and
    /// the draft gets a new file. Errors: it can't be written; existing files are then untouched.
    pub fn save_draft(&self, over: Option<&StoredDraft>, draft: &Draft) -> Result<u32, CaseError> {
        let text = draft::to_toml(draft);
        // A lock that is held for ever must not cost the user's input: a draft is compared and
        // replaced as a whole, which is safe without the lock unless two instances write the same
        // draft within a millisecond.
        let lock = match self.lock() {
            Err(CaseError::Store(e)) if e.is_busy() => None,
            lock => Some(lock?),
        };
        let number = self.draft_in(over, &text)?;
        if lock.is_none() && self.is_wiped() {
            // The lock was held by `wipe`.
            let path = self.draft_path(number);
            data_folder::remove(&path)?;
            return Err(StoreError::new(&path, store::Cause::Wiped).into());
        }
        Ok(number)
    }
    fn draft_in(&self, over: Option<&StoredDraft>, text: &str) -> Result<u32, CaseError> {
        if let Some(old) = over
            && self.draft(old.number).is_ok_and(|d| d.is_some_and(|(there, _)| there == old.draft))
        {
            data_folder::replace(&self.draft_path(old.number), text)?;
            return Ok(old.number);
        }
        self.new_draft(0, text)
    }
    /// Stores a draft under the first free number after this one.
    fn new_draft(&self, after: u32, text: &str) -> Result<u32, CaseError> {
        for number in after + 1..=MAX_DRAFTS {
            if data_folder::create(&self.draft_path(number), text)? {
                return Ok(number);
            }
        }
        Err(StoreError::new(&self.draft_path(MAX_DRAFTS), store::Cause::NoFreeName).into())
    }
    /// Stores the drafts that are not there yet; whether each was stored.
    pub(super) fn import_drafts(&self, drafts: &[Draft]) -> Result<Vec<bool>, CaseError> {
        let there = self.drafts()?.found;
        let there: BTreeSet<String> = there.iter().map(|d| draft::to_toml(&d.draft)).collect();
        let (mut last, mut out) = (0, Vec::new());
        self.in_turns(drafts, |draft| {
            let text = draft::to_toml(draft);
            let new = !there.contains(&text);
            if new {
                last = self.new_draft(last, &text)?;
            }
            out.push(new);
            Ok(())
        })?;
        Ok(out)
    }
    /// Removes a draft; false if there was none. Creates nothing.
    pub fn remove_draft(&self, number: u32) -> Result<bool, CaseError> {
        let path = self.draft_path(number);
        if !data_folder::is_there(&path)? {
            return Ok(false);
        }
        let _lock = self.lock()?;
        Ok(data_folder::remove(&path)?)
    }
}

/// The number of the file of a draft: 1 for `draft.toml`, 2 for `draft-2.toml`.
pub(super) fn draft_number(name: &str) -> Option<u32> {
    let middle = name.strip_suffix(EXTENSION)?.strip_prefix("draft")?;
    if middle.is_empty() {
        return Some(1);
    }
    let digits = middle.strip_prefix('-')?;
    let number = digits.parse().ok().filter(|n| *n > 1)?;
    // `draft-02.toml` and `draft-+2.toml` are not ours.
    (digits == u32::to_string(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;
    use std::path::Path;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn every_walk_has_a_draft_of_its_own() -> Outcome {
        let place = tempfile::tempdir()?;
        let cases = Cases::at(place.path().to_owned());
        assert!(cases.drafts()?.found.is_empty());
        let draft = |goal: &str| Draft {
            answers: format!("goal = \"{goal}\"\n"),
            texts: [("sender.name".to_owned(), "山".to_owned())].into(),
            ..Draft::default()
        };
        let kept = |number, goal: &str| StoredDraft { number, draft: draft(goal) };
        assert_eq!(cases.save_draft(None, &draft("pause"))?, 1);
        assert_eq!(cases.save_draft(None, &draft("withdraw"))?, 2);
        assert_eq!(cases.save_draft(Some(&kept(1, "pause")), &draft("resume"))?, 1);
        assert_eq!(cases.drafts()?.found, [kept(1, "resume"), kept(2, "withdraw")]);
        // Another instance goes on with the first, which is not what it was: both stay.
        assert_eq!(cases.save_draft(Some(&kept(1, "pause")), &draft("decline"))?, 3);
        // Removed meanwhile, or no longer to be read: nothing is replaced.
        assert!(cases.remove_draft(2)? && !cases.remove_draft(2)?);
        assert_eq!(cases.save_draft(Some(&kept(3, "x")), &draft("y"))?, 2);
        std::fs::write(cases.draft_path(1), "broken")?;
        assert_eq!(cases.save_draft(Some(&kept(1, "resume")), &draft("z"))?, 4);
        assert_eq!(std::fs::read_to_string(cases.draft_path(1))?, "broken");
        let Drafts { found: drafts, broken, .. } = cases.drafts()?;
        assert_eq!(
            (drafts.iter().map(|d| d.number).collect::<Vec<_>>(), broken.len()),
            (vec![2, 3, 4], 1)
        );
        Ok(())
    }

    #[test]
    fn files_of_drafts_have_numbers() {
        as_typed("draft_number", |name| {
            let number = draft_number(name).ok_or("none")?;
            assert_eq!(Cases::at(PathBuf::new()).draft_path(number), Path::new(name));
            Ok::<_, &str>(number.to_string())
        });
    }
}
