//! What the case tells about a reply before it is read: for whom it is, and what was requested.

use super::about::MailAgent;
use super::mail::{Mail, shown};
use super::name::squeezed;
use crate::domain::case::declined::{KEEP, day_of, wished};
use crate::domain::case::record::CaseRecord;
use crate::domain::content::Content;
use crate::domain::service::is_of;
use crate::domain::words as list;
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) struct Known<'a> {
    case: Option<&'a CaseRecord>,
    content: &'a Content,
    answers: toml::Table,
}

impl<'a> Known<'a> {
    pub(super) fn new(case: Option<&'a CaseRecord>, content: &'a Content) -> Self {
        let answers = case.and_then(|c| c.answers.as_deref()).unwrap_or_default();
        Self { case, content, answers: answers.parse().unwrap_or_default() }
    }

    fn answer(&self, key: &str) -> Option<&toml::Value> {
        self.answers.get("answers")?.get(key)
    }

    fn sender(&self, key: &str) -> &str {
        let said = || self.answers.get("sender")?.get(key)?.as_str();
        said().unwrap_or_default()
    }

    /// The consultant who was addressed or is to be replaced; "" if unknown.
    pub(super) fn handler(&self) -> String {
        squeezed(self.sender("handler"))
    }

    /// The sender's names, in full and in parts, in kanji and in kana.
    pub(super) fn own(&self) -> Vec<String> {
        let mut out = Vec::new();
        for said in [self.sender("name"), self.sender("reading")] {
            out.extend([said].into_iter().chain(said.split_whitespace()).map(squeezed));
            // Without a space the surname may be any prefix.
            let chars = said.chars().count();
            if chars > 2 && !said.contains(char::is_whitespace) {
                let ends = said.char_indices().skip(1).take((chars - 2).min(3));
                out.extend(ends.filter_map(|(at, _)| said.get(..at)).map(squeezed));
            }
        }
        out.retain(|name| !name.is_empty());
        out
    }

    pub(super) fn service(&self) -> Vec<String> {
        let Some(case) = self.case else { return Vec::new() };
        let service = self.content.service(&case.service);
        let names =
            service.into_iter().flat_map(|s| s.aliases.iter().chain([&s.name, &s.operator]));
        let mut out: Vec<String> =
            [&case.service_name].into_iter().chain(names).map(|n| squeezed(n)).collect();
        out.retain(|name| !name.is_empty());
        out
    }

    /// Without a case, any name may be the right one.
    pub(super) fn names_anybody(&self) -> bool {
        self.case.is_none()
    }

    /// Whether any employer may be meant, because the case names none.
    pub(super) fn names_any_employer(&self) -> bool {
        self.case.is_none_or(|c| c.answers.is_some()) && self.declined().is_empty()
    }

    /// An addressee in the first lines or the header who is not the user; "" if none.
    pub(super) fn addressee(&self, mail: &Mail) -> String {
        if self.case.is_none() {
            return String::new();
        }
        let own = self.own();
        let named = mail.addressed().filter(|name| !own.contains(name));
        let email = self.sender("email").to_ascii_lowercase();
        let to = mail.to.to_ascii_lowercase();
        let name = squeezed(shown(&mail.to));
        let named_else = !name.is_ascii() && !own.iter().any(|own| name.contains(own));
        let other = !email.is_empty() && !to.contains(&email) || own.is_empty();
        let sent = to.contains('@') && (named_else || other);
        named.or_else(|| sent.then(|| mail.to.clone())).unwrap_or_default()
    }

    /// Whether it addresses somebody, and has no name of the user anywhere.
    pub(super) fn is_to_another(&self, mail: &Mail) -> bool {
        let own = self.own();
        let says = |text: &str| own.iter().any(|own| text.contains(own.as_str()));
        let named = mail.addressed().filter(|name| !says(name) && *name != self.handler());
        named.is_some() && !own.is_empty() && !mail.sentences.iter().any(|s| says(&s.text))
    }

    /// A sender in the header who is neither the service nor a person; "" if there is none.
    pub(super) fn stranger(&self, mail: &Mail) -> String {
        let Some(case) = self.case.filter(|_| !mail.from.is_empty()) else { return String::new() };
        let service = self.content.service(&case.service);
        let shown = squeezed(shown(&mail.from));
        let (own, email) = (self.own(), self.sender("email").to_ascii_lowercase());
        let mine = own.contains(&shown)
            || !email.is_empty() && mail.from.to_ascii_lowercase().contains(&email);
        let domain = service.map_or("", |s| s.domain.as_str());
        let theirs = self.service().iter().any(|name| shown.contains(name.as_str()))
            || sent_from(mail, domain)
            || shown.is_empty() && domain.is_empty();
        let katakana = |c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー';
        let person = mail.sender().is_some_and(|name| !name.chars().all(katakana));
        let known = !mine && (theirs || person);
        if known { String::new() } else { mail.from.clone() }
    }

    /// Another agent that sent it or is named in it, by address or name, unless that of the case is
    /// named too. `beside`: the user's agents.
    pub(super) fn another<'o>(&'o self, mail: &Mail, beside: &'o [MailAgent]) -> Option<&'o str> {
        let case = self.case?;
        let services = || self.content.services().filter(|s| s.id != case.service);
        let own = self.content.service(&case.service);
        let addresses = mail.addresses();
        let from =
            |domain: &str| addresses.iter().any(|a| host(a).is_some_and(|h| is_of(h, domain)));
        if own.is_none_or(|own| !from(&own.domain)) {
            let sent = services().find(|s| from(&s.domain)).map(|s| s.name.as_str());
            let wrote = |a: &&MailAgent| addresses.contains(&a.address.to_ascii_lowercase());
            let sent = sent.or_else(|| Some(beside.iter().find(wrote)?.name.as_str()));
            if sent.is_some() {
                return sent;
            }
        }
        let head = squeezed(&mail.from);
        let texts = || mail.sentences.iter().map(|s| s.text.as_str()).chain([head.as_str()]);
        let named = |name: &str| texts().any(|text| names(text, &squeezed(name)));
        if self.service().iter().any(|name| named(name)) {
            return None;
        }
        let others = services().flat_map(|s| [(&s.name, &s.name), (&s.operator, &s.name)]);
        let similar = own.into_iter().flat_map(|s| s.similar.iter().map(|s| (&s.name, &s.name)));
        let beside = beside.iter().map(|a| (&a.name, &a.name));
        others.chain(similar).chain(beside).find(|(name, _)| named(name)).map(|(_, s)| s.as_str())
    }

    /// The employers that the case declines, normalised for comparison.
    pub(super) fn declined(&self) -> Vec<String> {
        let names = wished(&self.answers, "decline").filter_map(|e| e.get("employer")?.as_str());
        names.map(squeezed).filter(|name| !name.is_empty()).collect()
    }

    /// Whose interview it is: the named one of the continuing selections, or the only one; "" if
    /// unclear.
    pub(super) fn interviewer(&self, text: &str) -> &str {
        let kept = wished(&self.answers, KEEP).filter_map(|e| e.get("employer")?.as_str());
        let kept: Vec<&str> = kept.collect();
        let named = kept.iter().find(|name| text.contains(&squeezed(name)));
        named.or(kept.first().filter(|_| kept.len() == 1)).copied().unwrap_or_default()
    }

    fn paused(&self) -> Vec<&str> {
        let ids = self.answer("pause_scope").and_then(toml::Value::as_array);
        ids.into_iter().flatten().filter_map(toml::Value::as_str).collect()
    }

    /// The paused services, each as the words that replies use for it.
    pub(super) fn scope(&self) -> Vec<&'static [&'static str]> {
        let called = |id: &&str| list::REPLY_SCOPE.iter().find(|(of, _)| of == id);
        self.paused().iter().filter_map(called).map(|(_, words)| *words).collect()
    }

    pub(super) fn without_calls(&self) -> bool {
        let means = self.answer("means").and_then(toml::Value::as_str);
        means.is_some_and(|means| list::REPLY_WITHOUT_CALLS.contains(&means))
            || self.paused().contains(&list::REPLY_CALLS_REST)
    }

    /// The day of the request.
    pub(super) fn made(&self) -> Option<NaiveDate> {
        self.case.and_then(|c| c.made(None)).map(|made| made.date_naive())
    }

    /// The day from which a pause is to begin.
    pub(super) fn rests(&self) -> Option<NaiveDate> {
        day_of(self.answer("pause_from")?)
    }

    /// The last day of a pause.
    pub(super) fn rested(&self) -> Option<NaiveDate> {
        day_of(self.answer("resume")?)?.pred_opt()
    }

    /// The day of the first interview that is declined: telling the employer later is too late.
    pub(super) fn interview(&self) -> Option<NaiveDate> {
        wished(&self.answers, "decline").filter_map(|e| day_of(e.get("date")?)).min()
    }

    /// What forms may be limited to besides the goal: answers, and the stage of the selections.
    pub(super) fn for_what(&self) -> Vec<String> {
        let said = ["means", "frequency"].into_iter().filter_map(|key| self.answer(key)?.as_str());
        let stages: BTreeSet<&str> = wished(&self.answers, "decline")
            .map(|e| e.get("stage").and_then(toml::Value::as_str).unwrap_or_default())
            .collect();
        let stage = stages.first().filter(|_| stages.len() == 1).copied();
        said.chain(stage).map(str::to_owned).collect()
    }
}

fn host(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, host)| host)
}

fn sent_from(mail: &Mail, domain: &str) -> bool {
    host(mail.from.trim_end_matches(['>', ' '])).is_some_and(|host| is_of(host, domain))
}

/// Whether a text has this name, and not as a part of a Latin word.
fn names(text: &str, name: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() && name.is_ascii();
    let whole = |at: usize| {
        let (before, behind) = (text.get(..at), text.get(at + name.len()..));
        !before.is_some_and(|t| t.ends_with(latin)) && !behind.is_some_and(|t| t.starts_with(latin))
    };
    !name.is_empty() && text.match_indices(name).any(|(at, _)| whole(at))
}
