//! What the wizard stores in the configuration: the sender, and the consent to storing.

use std::collections::BTreeMap;

/// The commented example; `kotowari` writes the same keys.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its key under `[registration]`; "" if there is none.
    pub service: String,
    /// Keys of [`SENDER`](crate::domain::registration::SENDER).
    pub sender: BTreeMap<String, String>,
    /// Keys of [`REGISTRATION`](crate::domain::registration::REGISTRATION); empty values are
    /// removed.
    pub registration: BTreeMap<String, String>,
    /// The registration is to be removed.
    pub gone: bool,
    /// The user has agreed to storing, from now on.
    pub agreed: bool,
}

shows!(Debug Profile, it, "Profile({} keys)", it.sender.len() + it.registration.len());

/// Sets the values in the text of a configuration file and keeps everything else, comments
/// included.
/// Errors: the text is not valid TOML (any more).
pub fn with_profile(text: &str, profile: &Profile) -> Result<String, String> {
    use toml_edit::{DocumentMut, Item, Table, value};
    let mut doc: DocumentMut = text.parse().map_err(|_| text!("config.no_toml").to_owned())?;
    let not_a_table = || text!("config.reshaped").to_owned();
    let set = |table: &mut Table, values: &BTreeMap<String, String>| {
        for (k, v) in values {
            if v.is_empty() {
                table.remove(k);
                continue;
            }
            let date = if k == "birth_date" { v.parse::<toml_edit::Datetime>().ok() } else { None };
            table.insert(k, date.map_or_else(|| value(v), value));
        }
    };
    if !profile.sender.is_empty() {
        let sender = doc.entry("sender").or_insert_with(|| Item::Table(Table::new()));
        set(sender.as_table_mut().ok_or_else(not_a_table)?, &profile.sender);
    }
    if profile.gone {
        if let Some(all) = doc.get_mut("registration").and_then(Item::as_table_like_mut) {
            all.remove(&profile.service);
        }
    } else if !profile.service.is_empty() {
        let mut group = Table::new();
        group.set_implicit(true);
        let all = doc.entry("registration").or_insert_with(|| Item::Table(group));
        let all = all.as_table_mut().ok_or_else(not_a_table)?;
        let one = all.entry(&profile.service).or_insert_with(|| Item::Table(Table::new()));
        set(one.as_table_mut().ok_or_else(not_a_table)?, &profile.registration);
    }
    if profile.agreed {
        let privacy = doc.entry("privacy").or_insert_with(|| Item::Table(Table::new()));
        privacy.as_table_mut().ok_or_else(not_a_table)?.insert("save", value("always"));
    }
    Ok(doc.to_string())
}

/// Removes the sender and the registrations from the text of a configuration file.
pub fn without_profile(text: &str) -> Result<String, String> {
    let mut doc: toml_edit::DocumentMut =
        text.parse().map_err(|_| text!("toml.unread").to_owned())?;
    doc.remove("registration");
    // After a wipe the user is asked again before anything is stored.
    if let Some(privacy) = doc.get_mut("privacy").and_then(|p| p.as_table_like_mut())
        && privacy.get("save").and_then(|s| s.as_str()) == Some("always")
    {
        privacy.remove("save");
        if privacy.is_empty() {
            doc.remove("privacy");
        }
    }
    doc.remove("sender");
    let own = own_comments(text);
    let left = doc.to_string();
    Ok(left.split_inclusive('\n').filter(|line| !own.contains(&line.trim())).collect())
}

/// The user's comments inside removed tables, which would move to the next heading.
fn own_comments(text: &str) -> Vec<&str> {
    let personal = |line: &str| {
        ["[sender", "[registration", "[[registration"].iter().any(|head| line.starts_with(head))
    };
    let mut within = false;
    let mut comment = |line: &&str| {
        within = if line.starts_with('[') { personal(line) } else { within };
        within && line.starts_with('#') && !EXAMPLE.lines().any(|known| known.trim() == *line)
    };
    text.lines().map(str::trim).filter(|line| comment(line)).collect()
}
