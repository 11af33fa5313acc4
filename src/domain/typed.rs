//! Readers held against what people type, `tests/data/typed.toml`, and other texts, `parts.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Table {
    same: Vec<String>,
    read: BTreeMap<String, Vec<String>>,
    refused: BTreeMap<String, Vec<String>>,
}

/// Holds a reader against the table of this name.
pub(crate) fn as_typed<E: ToString>(name: &str, read: impl Fn(&str) -> Result<String, E>) {
    let all = concat!(
        include_str!("../../tests/data/typed.toml"),
        include_str!("../../tests/data/parts.toml")
    );
    let all: BTreeMap<String, Table> = toml::from_str(all).expect("tables");
    let read = |typed: &str| read(typed).map_err(|e| e.to_string());
    for typed in &all[name].same {
        assert_eq!(read(typed).as_ref(), Ok(typed));
    }
    for (right, all) in &all[name].read {
        for typed in all {
            assert_eq!(read(typed).as_ref(), Ok(right), "{typed}");
        }
    }
    for (says, all) in &all[name].refused {
        for typed in all {
            let said = read(typed).expect_err(typed);
            assert!(said.contains(says), "{typed}: {said}");
        }
    }
}
