//! Words that stand in files.

/// A closed set of words, each with its id in files and what the user reads.
pub trait Word: Copy + PartialEq + 'static {
    /// Every word: itself, its id, Japanese.
    const ALL: &'static [(Self, &'static str, &'static str)];
    fn id(self) -> &'static str {
        Self::ALL.iter().find(|(w, ..)| *w == self).map_or("", |(_, id, _)| id)
    }
    fn ja(self) -> &'static str {
        Self::ALL.iter().find(|(w, ..)| *w == self).map_or("", |(.., ja)| ja)
    }
    fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, i, _)| *i == id).map(|(w, ..)| *w)
    }
    fn ids() -> Vec<&'static str> {
        Self::ALL.iter().map(|(_, id, _)| *id).collect()
    }
}

pub(in crate::domain) fn choose<W: Word>() -> String {
    text!("toml.one_of", words = W::ids().join(" "))
}

/// Defines such a set. A word without Japanese is never shown.
macro_rules! words {
    (@ja) => { "" };
    (@ja $ja:expr) => { $ja };
    ($(#[$of:meta])* $name:ident {
        $($(#[$about:meta])* $word:ident $id:literal $($ja:expr)?,)+
    }) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$about])* $word,)+
        }

        impl Word for $name {
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$word, $id, words!(@ja $($ja)?)),)+];
        }

        shows!(Display $name, it, "{}", it.id());

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(id: &str) -> Result<Self, ()> {
                Self::parse(id).ok_or(())
            }
        }
    };
}
pub(crate) use words;
