//! The whole condition language of the assets: "this id has one of these values", or "any but
//! these"; all entries must hold.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What conditions can query. An id without a value has the single value "".
pub trait Lookup {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool;
}

/// Whether one of `values` is among `allowed`; an empty list counts as the single value "".
pub fn any_of(values: &[String], allowed: &[String]) -> bool {
    if values.is_empty() {
        allowed.iter().any(String::is_empty)
    } else {
        values.iter().any(|v| allowed.contains(v))
    }
}

/// What a condition requires of a value: `["a", "b"]`, or `{ not = ["a", "b"] }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    pub named: Vec<String>,
    /// They are those that it must not be.
    pub not: bool,
}

impl Values {
    pub fn allow(&self, value: &str) -> bool {
        self.named.iter().any(|v| v == value) != self.not
    }
}

/// The expected form, for the error about anything else.
pub const WRITTEN: &str = "[ … ] or { not = [ … ] }";

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Values;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WRITTEN)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
                let mut named = Vec::new();
                while let Some(v) = seq.next_element()? {
                    named.push(v);
                }
                Ok(Values { named, not: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
                let mut named = None;
                while let Some(key) = map.next_key::<String>()? {
                    refuse!(key != "not", A::Error::unknown_field(&key, &["not"]));
                    named = Some(map.next_value()?);
                }
                let named = named.ok_or_else(|| A::Error::missing_field("not"))?;
                Ok(Values { named, not: true })
            }
        }
        from.deserialize_any(Either)
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.not {
            BTreeMap::from([("not", &self.named)]).serialize(to)
        } else {
            self.named.serialize(to)
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Condition(pub BTreeMap<String, Values>);

impl Condition {
    /// Whether every entry holds; an empty condition always does.
    pub fn holds(&self, of: &dyn Lookup) -> bool {
        self.0.iter().all(|(id, values)| of.is_one_of(id, &values.named) != values.not)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Has(&'static [&'static str]);

    impl Lookup for Has {
        fn is_one_of(&self, _: &str, allowed: &[String]) -> bool {
            any_of(&self.0.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>(), allowed)
        }
    }

    fn read(text: &str) -> Result<Condition, String> {
        toml::from_str(text).map_err(|e| e.message().to_owned())
    }

    #[test]
    fn one_of_these_or_any_but_these() {
        let these = read("id = [\"a\", \"b\"]").expect("a list");
        let but = read("id = { not = [\"a\", \"b\"] }").expect("any but");
        let empty = read("id = { not = [\"\"] }").expect("any but nothing");
        for (has, holds) in [
            (Has(&["a"]), [true, false, true]),
            (Has(&["c"]), [false, true, true]),
            (Has(&["c", "b"]), [true, false, true]),
            (Has(&[]), [false, true, false]),
        ] {
            assert_eq!([&these, &but, &empty].map(|c| c.holds(&has)), holds, "{:?}", has.0);
        }
        assert!(Condition::default().holds(&Has(&[])));
        assert_eq!(
            serde_json::to_string(&but.0).ok().as_deref(),
            Some(r#"{"id":{"not":["a","b"]}}"#)
        );
        for wrong in
            ["id = \"a\"", "id = { but = [\"a\"] }", "id = {}", "id = [1]", "id = { not = \"a\" }"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
