//! Any case at all, for property tests.

use super::bundle::SEAL;
use super::draft::{Draft, LegDraft, RunDraft};
use super::event::{AnswerKind, Event, Kind, Means, Parts, What};
use super::plan::PlanStep;
use super::record::{CaseId, CaseRecord, KeptText, LetterRecord, OwnDue, sha256};
use super::stamp::When;
use super::standing::Rules;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::document::Edited;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::manner::TONES;
use crate::domain::word::Word;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeZone};
use proptest::prelude::*;

/// A proptest configuration with this many cases that does not store failures.
pub(super) fn drawn(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Of a day before anything has happened.
pub(super) const RULES: Rules = Rules {
    today: NaiveDate::MIN,
    answer_days: 3,
    office: OfficeCalendar { year_end: true },
    after_call: true,
    instead: None,
};

impl Rules {
    pub(super) fn on(self, today: NaiveDate) -> Self {
        Self { today, ..self }
    }
}

/// A first letter by mail, of which only a hash is kept.
pub(super) fn mailed(made: DateTime<FixedOffset>) -> LetterRecord {
    let (channel, tone) = (Channel::Mail, "standard".to_owned());
    let (deadlines, kept) = (Deadlines::default(), KeptText::Hash("0".repeat(64)));
    LetterRecord { made, channel, tone, follow_up: None, deadlines, kept }
}

/// Texts with what a format could trip over.
pub(super) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "山田", "\n", "\r\n", "\r", "\"", "\"\"\"", "'", "'''", "\\", "\\n", "#", "=", "[", "]",
            "{",
            ".", "\t", " ", "", "\u{1b}[31m", "\0", "\u{7f}", "\u{feff}", "\u{2028}", "\u{85}",
            "葛\u{E0100}", "👨\u{200D}👩",
            "[[letter]]", "----",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|v| v.concat())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..90_000)
        .prop_map(|d| NaiveDate::default().checked_add_days(Days::new(d)).unwrap_or_default())
}

fn moment() -> impl Strategy<Value = DateTime<FixedOffset>> {
    (0_i64..7_000_000_000, -1439_i32..1440).prop_map(|(s, m)| {
        FixedOffset::east_opt(m * 60)
            .and_then(|o| o.timestamp_opt(s, 0).single())
            .unwrap_or_default()
    })
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![3 => moment().prop_map(When::from), 1 => day().prop_map(When::On)]
}

fn word<W: Word + std::fmt::Debug>() -> impl Strategy<Value = W> {
    prop::sample::select(W::ALL.iter().map(|(w, ..)| *w).collect::<Vec<_>>())
}

fn listed(words: Vec<&'static str>) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn what(letters: usize) -> impl Strategy<Value = What> {
    let details = (word::<Channel>(), word::<AnswerKind>(), word::<Means>(), text(), text(), day());
    (word::<Kind>(), 1..=letters.max(1), details).prop_map(
        |(kind, n, (how, answer, means, person, number, on))| {
            let texts =
                |of: &str, it: String| if kind.takes().contains(&of) { it } else { String::new() };
            let takes = |name: &str| kind.takes().contains(&name);
            let promises = match kind {
                Kind::Sent => how == Channel::Phone,
                Kind::Answer => answer.waits(),
                kind => kind.takes().contains(&"promised_by"),
            };
            let parts = Parts {
                letter: takes("letter").then_some(n),
                how: takes("how").then_some(how),
                answer: takes("answer").then_some(answer),
                means: takes("means").then_some(means),
                employer: texts("employer", person.clone()),
                to: texts("to", format!("{on} 14:00")),
                person: texts("person", person),
                number: texts("number", number),
                on: takes("on").then_some(on),
                promised_by: promises.then_some(on),
                deadline: takes("deadline").then_some(on),
            };
            What::new(kind, parts).unwrap_or_else(|e| panic!("{e:?}"))
        },
    )
}

fn letter() -> impl Strategy<Value = LetterRecord> {
    let kept = prop_oneof![
        3 => (text(), text()).prop_map(|(subject, text)| KeptText::Text { subject, text }),
        1 => text().prop_map(|t| KeptText::Hash(super::sha256(&t))),
    ];
    let days = (prop::option::of(day()), prop::option::of(day()))
        .prop_map(|(answer_by, call_by)| Deadlines { answer_by, call_by });
    let (channel, tone) = (word::<Channel>(), listed(TONES.to_vec()));
    (moment(), channel, tone, prop::option::of(word::<FollowUp>()), days, kept).prop_map(
        |(made, channel, tone, follow_up, deadlines, kept)| LetterRecord {
            made,
            channel,
            tone,
            follow_up,
            deadlines,
            kept,
        },
    )
}

pub(super) fn record() -> impl Strategy<Value = CaseRecord> {
    let id = "[a-z0-9][a-z0-9-]{0,40}"
        .prop_map(|t| CaseId::parse(&t).expect("made of allowed characters"));
    let plan = (day(), prop::option::of(word::<Goal>()), text())
        .prop_map(|(on, goal, note)| PlanStep { on, goal, note });
    let own = prop_oneof![day().prop_map(OwnDue::On), any::<u32>().prop_map(OwnDue::Days)];
    let head =
        (id, text(), text(), word::<Goal>(), prop::option::of(text()), prop::option::of(own));
    let letters = prop::collection::vec(letter(), 0..4);
    (head, prop::collection::vec(plan, 0..3), letters)
        .prop_flat_map(|(head, plan, letters)| {
            let event = (when(), what(letters.len()), text()).prop_map(|(at, what, note)| Event {
                at,
                what,
                note,
            });
            (Just(head), Just(plan), Just(letters), prop::collection::vec(event, 0..6))
        })
        .prop_map(|((id, service, service_name, goal, answers, own_due), plan, letters, events)| {
            CaseRecord { id, service, service_name, goal, letters, answers, events, own_due, plan }
        })
}

/// Any draft, also of several letters.
pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let leg = (one_draft(), text(), prop::collection::vec(text(), 0..3))
        .prop_map(|(draft, mark, shared)| LegDraft { draft, mark, shared });
    let run = (any::<u32>(), prop::collection::vec(leg, 0..3))
        .prop_map(|(at, legs)| Box::new(RunDraft { at, legs }));
    (one_draft(), prop::option::of(run)).prop_map(|(draft, run)| Draft { run, ..draft })
}

fn one_draft() -> impl Strategy<Value = Draft> {
    let case = "[a-z0-9][a-z0-9-]{0,40}".prop_map(|t| CaseId::parse(&t));
    let edited = (text(), text(), text(), text(), any::<bool>()).prop_map(
        |(subject, body, base, first, meant)| Edited { subject, body, base, first, meant },
    );
    let texts = prop::collection::btree_map(text(), text(), 0..4);
    let opened = prop::option::of(text());
    (moment(), text(), opened, texts, prop_oneof![Just(None), case], prop::option::of(edited))
        .prop_map(|(saved, answers, opened, texts, case, edited)| Draft {
            saved,
            answers,
            opened,
            texts,
            case,
            edited,
            run: None,
        })
}

/// A text about a case for somebody else: its sums fit, and nothing in it speaks to a terminal.
pub(super) fn sums_fit(text: &str, r: &CaseRecord) -> Result<(), TestCaseError> {
    let (above, seal) = text.rsplit_once(SEAL).expect("a seal");
    prop_assert_eq!(seal.trim_end(), sha256(above));
    prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    prop_assert!(r.letters.iter().all(|l| text.contains(&l.sha256())));
    Ok(())
}
