//! The configuration: what the user set, over the defaults. Pure: text is parsed and changed.

pub mod agents;
mod look;
mod profile;
pub mod values;

pub use profile::{EXAMPLE, Profile, with_profile, without_profile};

pub use look::{Ambiguity, Colors, THEME_FILE, theme};

use crate::domain::answers::{Answers, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::case::Keep;
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::flow::graph::{Flow, START};
use crate::domain::flow::spec::Question;
use crate::domain::flow::walk::{Walk, answer_open};
use crate::domain::problem::Problem;
use crate::domain::registration::{REGISTRATION, SENDER, SINCE};
use crate::domain::service::NAME;
use crate::domain::toml_group::{Group, below, judged};
use crate::domain::toml_reader::{Reader, TomlText};
use crate::domain::validate;
use crate::domain::word::{Word, words};
use crate::input::keymap::{Bindings, Keymap, MODES, parse_key};
use crate::ui::theme::Palette;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;
use values::identity;

words! {
    #[derive(Default)]
    Save {
        #[default]
        Ask "ask",
        /// Agreed for good: store without asking.
        Always "always",
        /// Store nothing, ask nothing.
        Never "never",
    }
}

#[derive(Clone, Default)]
pub struct Config {
    /// The sender's values, by key of [`SENDER`].
    pub sender: BTreeMap<String, String>,
    /// Values by service id and key of [`REGISTRATION`].
    pub registration: BTreeMap<String, BTreeMap<String, String>>,
    /// Preselected answers: `service`, `channel`.
    pub defaults: BTreeMap<String, String>,
    pub colors: Colors,
    pub palette: Palette,
    /// The colours are in [`THEME_FILE`]; the reader of the file has to call [`theme`].
    pub own_theme: bool,
    pub ambiguous: Ambiguity,
    pub save: Save,
    /// Minutes after which the clipboard is emptied if it still holds our text.
    pub clear_clipboard: Option<u32>,
    /// A display over TCP may be used for its clipboard.
    pub tcp_display: bool,
    pub keep: Keep,
    /// Whether 12-29 to 01-03 are days off.
    pub office: OfficeCalendar,
    /// The mouse chooses and scrolls; the terminal then selects text only with Shift.
    pub mouse: bool,
    pub bindings: Bindings,
    /// The lines of values that have to be checked against the assets, by key.
    pub lines: BTreeMap<String, usize>,
}

// The sender's data stays out of logs.
shows!(
    Debug Config, it,
    "Config({} sender keys, {} registrations)", it.sender.len(), it.registration.len()
);

impl Config {
    /// Errors: every mistake: syntax, unknown keys, wrong types, colliding keys.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let source = TomlText::new(text);
        let (mut r, table) = Reader::parse(file, &source);
        let mut c = Self::default();
        let mut g = Group::top(&mut r, &table, []);
        g.told = &SENDER;
        g.inner("sender", |g| c.sender(g));
        g.maybe("registration", |r, _, v| c.registrations(r, v));
        g.inner("defaults", |g| c.defaults(g));
        g.inner("look", |g| c.look(g));
        g.inner("privacy", |g| c.privacy(g));
        g.inner("cases", |g| {
            let keep = |word: &str| Keep::parse(word).ok_or(text!("config.keep"));
            c.keep = g.maybe("keep", judged(keep)).unwrap_or_default();
        });
        g.inner("office", |g| {
            let year_end = g.maybe("year_end", Reader::boolean);
            c.office.year_end = year_end.unwrap_or(c.office.year_end);
        });
        g.inner("input", |g| c.mouse = g.maybe("mouse", Reader::boolean).unwrap_or_default());
        g.maybe("keys", |r, _, v| c.keys(r, v));
        drop(g);
        let keys = table.get_ref().keys().map(|k| (k.span(), k.get_ref().as_ref()));
        let stray = keys.filter(|(_, key)| SENDER.contains(key));
        r.headless(stray.map(|(span, key)| ("sender", span, key)).collect());
        r.done(Some(c))
    }

    fn defaults(&mut self, g: &mut Group<'_, '_, '_>) {
        for name in ["service", "channel"] {
            g.maybe(name, |r, key, v| {
                self.defaults.insert(name.to_owned(), r.string(key, v)?);
                self.lines.insert(key.to_owned(), r.line(v.span()))
            });
        }
    }

    fn privacy(&mut self, g: &mut Group<'_, '_, '_>) {
        let save = |word: &str| Save::parse(word).ok_or(text!("config.save"));
        self.save = g.maybe("save", judged(save)).unwrap_or_default();
        let minutes = g.maybe("clear_clipboard", |r, key, v| {
            let n = v.get_ref().as_integer().and_then(|n| n.to_string().parse().ok());
            r.judge(key, v, n.filter(|n| *n <= 720).ok_or(text!("config.minutes")))
        });
        self.clear_clipboard = minutes.filter(|n| *n > 0);
        self.tcp_display = g.maybe("tcp_display", Reader::boolean).unwrap_or_default();
    }

    fn look(&mut self, g: &mut Group<'_, '_, '_>) {
        self.colors = g.maybe("colors", judged(Colors::read)).unwrap_or_default();
        self.ambiguous = g.maybe("ambiguous", judged(Ambiguity::read)).unwrap_or_default();
        let theme = |word: &str| match Palette::named(word) {
            Some(palette) => Ok((palette, false)),
            None if word == look::FILE => Ok((Palette::default(), true)),
            None => Err(text!("config.theme", themes = look::themes())),
        };
        (self.palette, self.own_theme) = g.maybe("theme", judged(theme)).unwrap_or_default();
    }

    fn sender(&mut self, g: &mut Group<'_, '_, '_>) {
        for name in SENDER {
            let read = if name == "birth_date" { Reader::date_or_string } else { Reader::string };
            g.maybe(name, |r, key, v| {
                let value = identity(name, &read(r, key, v)?);
                self.sender.insert(name.to_owned(), r.judge(key, v, value)?)
            });
        }
    }

    fn registrations(&mut self, r: &mut Reader, v: &Spanned<DeValue<'_>>) -> Option<()> {
        for (id, v) in r.table("registration", v)? {
            let group = format!("registration.{}", id.get_ref());
            let mut found = BTreeMap::new();
            below(r, &group, v, |g| {
                for name in REGISTRATION {
                    g.maybe(name, |r, key, v| {
                        let value = match v.get_ref() {
                            // A year may be written as a number.
                            DeValue::Integer(n) if name == SINCE => n.to_string(),
                            _ if name == SINCE => r.date_or_string(key, v)?,
                            _ => r.string(key, v)?,
                        };
                        let value = values::value(name, &value);
                        found.insert(name.to_owned(), r.judge(key, v, value)?)
                    });
                }
            });
            self.lines.insert(group, r.line(id.span()));
            self.registration.insert(id.get_ref().to_string(), found);
        }
        Some(())
    }

    fn keys(&mut self, r: &mut Reader, v: &Spanned<DeValue<'_>>) -> Option<()> {
        let table = r.table("keys", v)?;
        let mut spans = BTreeMap::new();
        for (m, v) in table {
            let group = format!("keys.{}", m.get_ref());
            let Some((mode, ..)) = MODES.iter().find(|(_, n, _)| **n == **m.get_ref()) else {
                r.unknown(m.span(), &group, &MODES.iter().map(|m| m.1).collect::<Vec<_>>());
                continue;
            };
            let Some(actions) = r.table(&group, v) else { continue };
            for (action, v) in actions {
                let key = format!("{group}.{}", action.get_ref());
                let Some(list) = r.strings(&key, v) else { continue };
                let mut keys = Vec::new();
                for (span, text) in list {
                    match parse_key(&text) {
                        Some(k) => keys.push(k),
                        None => r.problem(span, &key, text!("config.key")),
                    }
                }
                spans.insert((*mode, action.get_ref().to_string()), (v.span(), key));
                self.bindings.insert((*mode, action.get_ref().to_string()), keys);
            }
        }
        if let Err(wrong) = Keymap::new(&self.bindings) {
            for (mode, action, message) in wrong {
                // The check blames the later of two actions; only the user's own can change.
                let own = spans.get(&(mode, action.clone())).or_else(|| {
                    spans.iter().find(|((m, _), _)| *m == mode).map(|(_, place)| place)
                });
                let name = MODES.iter().find(|(m, ..)| *m == mode).map_or("", |m| m.1);
                let (span, key) =
                    own.cloned().unwrap_or_else(|| (v.span(), format!("keys.{name}.{action}")));
                r.problem(span, &key, message);
            }
        }
        Some(())
    }

    pub fn take(&mut self, profile: &Profile) {
        let set = |to: &mut BTreeMap<String, String>, values: &BTreeMap<String, String>| {
            to.extend(values.clone());
            to.retain(|_, v| !v.is_empty());
        };
        set(&mut self.sender, &profile.sender);
        if profile.gone {
            self.registration.remove(&profile.service);
        } else if !profile.service.is_empty() {
            set(
                self.registration.entry(profile.service.clone()).or_default(),
                &profile.registration,
            );
        }
    }

    /// Services and channels that the assets do not know.
    pub fn unknown(&self, file: &str, content: &Content) -> Vec<Problem> {
        let channels = Channel::ids();
        let mut out = Vec::new();
        let mut problem = |key: String, message: String| {
            let line = self.lines.get(&key).copied().unwrap_or(0);
            out.push(Problem::new(file, line, &key, message));
        };
        let registered = self.registration.keys().map(|id| (format!("registration.{id}"), id));
        let offered = self.defaults.get("service").map(|id| ("defaults.service".to_owned(), id));
        let named = |id: &String| self.registration.get(id).is_some_and(|r| r.contains_key(NAME));
        let mut own_names = BTreeMap::new();
        for (key, id) in offered.into_iter().chain(registered) {
            let known = content.service_ids().any(|known| known == id);
            let own = key.starts_with("registration.") && named(id);
            if !known && !own {
                problem(key, content.unknown_service(id));
            } else if own && known {
                let m = text!("config.named");
                problem(key, m.to_owned());
            } else if own && let Some(first) = own_names.insert(self.name_of(id, content), id) {
                problem(key, text!("config.same_name", key = first));
            }
        }
        if self.defaults.get("channel").is_some_and(|v| !channels.contains(&v.as_str())) {
            problem("defaults.channel".to_owned(), validate::one_of(channels.iter().copied()));
        }
        out
    }

    /// Answers the open questions on the path from the configuration; returns which. If the answers
    /// name a sender, the stored one is left out: two people must not be mixed.
    pub fn fill(&self, answers: &mut Answers, flow: &Flow, today: NaiveDate) -> Vec<String> {
        let named = answers.ids().any(|id| id.starts_with("sender."));
        let offered = |answers: &Answers, _: &Walk<'_>, q: &Question| {
            let offer =
                self.offer(&q.id, answers).filter(|_| !(named && q.id.starts_with("sender.")));
            validate::check(q, &Value::One(offer?.to_owned()), today).ok()
        };
        answer_open(answers, flow, today, offered, Answers::set)
    }

    /// The suggestion for a question: of the registration there, else the sender or a default.
    pub fn offer(&self, question: &str, answers: &Answers) -> Option<&str> {
        let one = |id| answers.one(id).unwrap_or_default();
        match question.strip_prefix("sender.") {
            Some(key) => self.used(one(START), one(NAME), key),
            None => self.defaults.get(question).map(String::as_str),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn example_is_all_defaults_and_names_every_key() {
        let c = Config::parse("config.example.toml", EXAMPLE).expect("the example is valid");
        assert!(c.sender.is_empty() && c.registration.is_empty() && c.bindings.is_empty());
        let filled: String = EXAMPLE
            .lines()
            .map(|l| {
                l.strip_prefix('#')
                    .filter(|r| r.starts_with(|c: char| c.is_ascii_lowercase() || c == '['))
                    .unwrap_or(l)
            })
            .collect::<Vec<_>>()
            .join("\n");
        let full = Config::parse("filled", &filled).unwrap_or_else(|p| panic!("{p:?}"));
        assert_eq!(full.sender.len(), SENDER.len());
        let named: BTreeSet<&str> =
            full.registration.values().flat_map(|r| r.keys().map(String::as_str)).collect();
        assert_eq!(named, BTreeSet::from(REGISTRATION));
        assert_eq!(full.defaults.len(), 2);
        let set = Config::parse("x", "[privacy]\nsave = \"always\"\n[cases]\nkeep = \"hash\"\n")
            .expect("valid");
        assert_eq!((full.save, full.keep), (Save::Ask, Keep::Letter));
        assert_eq!((set.save, set.keep), (Save::Always, Keep::Hash));
        assert!(!full.bindings.is_empty());
    }

    #[test]
    fn a_heading_that_is_missing_is_said_once() {
        let wrong = Config::parse("x", "name = \"山田\"\nmoon = 1\nphone = \"1\"\n[look]\n");
        let said: Vec<String> =
            wrong.expect_err("no heading").iter().map(ToString::to_string).collect();
        assert!(said[0].starts_with("x:1: name phone は [sender] の見出しの下に"), "{said:?}");
        assert!(said[1].starts_with("x:2: moon: 知らないキー") && said.len() == 2, "{said:?}");
    }

    #[test]
    fn a_profile_keeps_the_rest_of_the_file() {
        let profile = Profile {
            agreed: false,
            service: "apoplus-pharmacist".to_owned(),
            sender: BTreeMap::from([
                ("name".to_owned(), "髙橋 花子".to_owned()),
                ("birth_date".to_owned(), "1990-04-01".to_owned()),
            ]),
            registration: BTreeMap::from([("email".to_owned(), "h@example.jp".to_owned())]),
            gone: false,
        };
        let text =
            with_profile("# mine\n[look]\ncolors = \"never\" # dark\n", &profile).expect("valid");
        assert!(text.contains("# mine") && text.contains("# dark"));
        let c = Config::parse("x", &text).expect("still valid");
        let at = |service: &str| {
            let mut a = Answers::default();
            a.set("service", Value::One(service.to_owned()));
            a
        };
        assert_eq!(c.offer("sender.name", &at("other")), Some("髙橋 花子"));
        assert_eq!(c.offer("sender.email", &at("apoplus-pharmacist")), Some("h@example.jp"));
        assert_eq!(c.offer("sender.birth_date", &Answers::default()), Some("1990-04-01"));
        assert_eq!(with_profile(&text, &profile).as_deref(), Ok(text.as_str()), "twice is once");
    }
}
