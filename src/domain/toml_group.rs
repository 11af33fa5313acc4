//! The tables of a file, key by key.

use super::toml_reader::Reader;
use super::word::{Word, choose};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub type TomlValue<'i> = Spanned<DeValue<'i>>;

/// A table whose keys are asked for by name; in the end those that nobody asked for are unknown.
pub struct Group<'r, 't, 'i> {
    pub reader: &'r mut Reader,
    prefix: String,
    span: Range<usize>,
    pub table: &'t DeTable<'i>,
    asked: Vec<&'static str>,
    /// Known keys that are reported elsewhere.
    pub told: &'static [&'static str],
}

impl Drop for Group<'_, '_, '_> {
    fn drop(&mut self) {
        let known = |k: &str| self.asked.contains(&k) || self.told.contains(&k);
        for k in self.table.keys().filter(|k| !known(k.get_ref())) {
            let key = self.key(k.get_ref());
            self.reader.unknown(k.span(), &key, &self.asked);
        }
    }
}

impl<'r, 't, 'i> Group<'r, 't, 'i> {
    /// The whole of a file, of which these keys are read already.
    pub fn top<const N: usize>(
        reader: &'r mut Reader,
        whole: &'t Spanned<DeTable<'i>>,
        asked: [&'static str; N],
    ) -> Self {
        let (prefix, asked, told) = (String::new(), asked.to_vec(), &[][..]);
        Self { reader, prefix, span: whole.span(), table: whole.get_ref(), asked, told }
    }
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
    pub fn problem(&mut self, name: &str, message: String) {
        // The position of the key, or of the table if the key is missing.
        let at = self.table.get(name).map_or_else(|| self.span.clone(), Spanned::span);
        let key = self.key(name);
        self.reader.problem(at, &key, message);
    }
    pub fn absent(&mut self, name: &str, message: &str) {
        let (at, key) = (self.span.clone(), self.key(name));
        self.reader.absent(at, &key, message);
    }
    pub fn maybe<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader, &str, &'t TomlValue<'i>) -> Option<T>,
    ) -> Option<T> {
        self.asked.push(name);
        let v = self.table.get(name)?;
        let key = self.key(name);
        read(self.reader, &key, v)
    }
    pub fn must<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader, &str, &'t TomlValue<'i>) -> Option<T>,
    ) -> Option<T> {
        if !self.table.contains_key(name) {
            self.absent(name, text!("toml.absent"));
        }
        self.maybe(name, read)
    }
    /// A text, "" if it is missing.
    pub fn or_empty(&mut self, name: &'static str) -> String {
        self.maybe(name, Reader::string).unwrap_or_default()
    }
    /// One of the words, if the key is there and not empty.
    pub fn word<W: Word>(&mut self, name: &'static str) -> Option<W> {
        self.maybe(name, |r, key, v| match v.get_ref().as_str() {
            Some("") => None,
            _ => word(r, key, v),
        })
    }
    pub fn inner<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Group<'_, 't, 'i>) -> T,
    ) -> Option<T> {
        self.maybe(name, |r, key, v| below(r, key, v, read))
    }
    pub fn rows<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Group<'_, 't, 'i>) -> Option<T>,
    ) -> Vec<T> {
        let read = |r: &mut Reader, key: &str, v: &'t TomlValue<'i>| {
            let rows = (1..).zip(r.tables(key, name, v)?.iter());
            Some(rows.filter_map(|(n, v)| below(r, &format!("{key}[{n}]"), v, &read)?).collect())
        };
        self.maybe(name, read).unwrap_or_default()
    }
}

/// Reads a table by its full key.
pub fn below<'t, 'i, T>(
    reader: &mut Reader,
    key: &str,
    v: &'t TomlValue<'i>,
    read: impl FnOnce(&mut Group<'_, 't, 'i>) -> T,
) -> Option<T> {
    let (table, span) = (reader.table(key, v)?, v.span());
    let (prefix, asked, told) = (format!("{key}."), Vec::new(), &[][..]);
    Some(read(&mut Group { reader, prefix, span, table, asked, told }))
}

/// Converts a text; the error says what is wrong with it.
pub fn judged<T, E: Into<String>>(
    judge: impl Fn(&str) -> Result<T, E>,
) -> impl Fn(&mut Reader, &str, &TomlValue<'_>) -> Option<T> {
    move |r, key, v| {
        let made = judge(&r.string(key, v)?);
        r.judge(key, v, made)
    }
}

pub fn word<W: Word>(reader: &mut Reader, key: &str, v: &TomlValue<'_>) -> Option<W> {
    judged(|text| W::parse(text).ok_or_else(choose::<W>))(reader, key, v)
}
