//! The services: the built-in ones as `build.rs` gathers them, and the user's own over them. A
//! record is read when it is asked for; the first screen needs the names alone.

use crate::domain::service::find::Finder;
use crate::domain::service::{OTHER, Service, category_rank};
use std::cell::OnceCell;

/// A record as `build.rs` writes it.
struct BuiltIn {
    /// File name and text, for `kotowari check`.
    file: &'static str,
    text: &'static str,
    /// What the first screen asks.
    category: &'static str,
    id: &'static str,
    name: &'static str,
    json: &'static str,
}

/// Tests hold the built-in files to this, so users never see it.
pub(super) const CHECKED: &str = "built-in assets are checked by tests/assets.rs";

const BUILT_IN: &[BuiltIn] = include!(concat!(env!("OUT_DIR"), "/services.rs"));

#[derive(Debug)]
pub(super) struct Directory {
    listed: Vec<Listed>,
    finder: OnceCell<Finder>,
}

#[derive(Debug)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) name: String,
    category: String,
    record: OnceCell<Service>,
}

pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    BUILT_IN.iter().map(|s| (format!("assets/services/{}", s.file), s.text.to_owned()))
}

/// The built-in record of this id, as JSON.
pub(super) fn built_in(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|s| s.id == id).map(|s| s.json)
}

impl Directory {
    /// The built-in services, replaced and extended by the user's own.
    pub(super) fn new(own: &[Service]) -> Self {
        let listed = |s: &BuiltIn| Listed {
            id: s.id.to_owned(),
            name: s.name.to_owned(),
            category: s.category.to_owned(),
            record: OnceCell::new(),
        };
        let mut listed: Vec<Listed> = BUILT_IN.iter().map(listed).collect();
        for s in own {
            let mine = Listed {
                id: s.id.clone(),
                name: s.name.clone(),
                category: s.category.clone(),
                record: OnceCell::from(s.clone()),
            };
            match listed.iter_mut().find(|l| l.id == s.id) {
                Some(l) => *l = mine,
                None => listed.push(mine),
            }
        }
        listed.sort_by_key(|l| (l.id == OTHER, category_rank(&l.category)));
        Self { listed, finder: OnceCell::new() }
    }
    pub(super) fn listed(&self) -> &[Listed] {
        &self.listed
    }
    pub(super) fn get(&self, id: &str) -> Option<&Service> {
        self.listed.iter().find(|l| l.id == id).map(Listed::record)
    }
    pub(super) fn all(&self) -> impl Iterator<Item = &Service> {
        self.listed.iter().map(Listed::record)
    }
    /// The search over them, without [`OTHER`].
    pub(super) fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::new(self.all().filter(|s| s.id != OTHER)))
    }
}

impl Listed {
    fn record(&self) -> &Service {
        self.record.get_or_init(|| {
            let json = built_in(&self.id).expect(CHECKED);
            serde_json::from_str(json).expect(CHECKED)
        })
    }
}
