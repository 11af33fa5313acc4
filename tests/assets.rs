//! The assets against the code and against each other: nothing missing, nothing left over.

mod support;

use clap::Command;
use kotowari::domain::case::{Kind, Word};
use kotowari::domain::check;
use kotowari::domain::condition::Values;
use kotowari::domain::content::Content;
use kotowari::domain::manner::{DETAILS, TONES};
use kotowari::domain::registration::REGISTRATION;
use kotowari::domain::service::OTHER;
use kotowari::input::keymap::{Bindings, Intent, Keymap, MODES};
use kotowari::shell::cli::Cli;
use kotowari::text::width::is_unsure;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What the product has to tell its user at the moment it matters.
const FACTS: &str = "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 P1 P2 P3 P4 P5 D1 D2 D3 D4 D5 \
                     D6 D7 M1 M2 M3 M4 M5 M6 M7 N1 N2 N3 N4 N5 N6 N7 E1 E2 E3 E5 E6 E7 R1 R2 R3 R4 \
                     R5 R6 R7 A1 A2 A3 A4 A5 A6 A7 B1 B2 B3 B4 B5 B6 B7 \
                     T1 T2 T3 T4 T5 T6 T7";

/// Those that nothing tells yet, and why.
const UNTOLD: [(&str, &str); 0] = [];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The whole of src/ without its test modules, which stand at the end of their files.
fn code() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 40, "only {} files found", files.len());
    let read = |f: PathBuf| fs::read_to_string(f).expect("a source file");
    files
        .into_iter()
        .map(read)
        .map(|t| {
            t.split_once("#[cfg(test)]\nmod tests").map_or(t.clone(), |(code, _)| code.to_owned())
        })
        .collect()
}

fn asset(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(path))
        .expect("an asset")
}

/// String literals of the code that have the shape of a text's key.
fn literals(code: &str) -> BTreeSet<&str> {
    code.split('"').filter(|s| !s.is_empty() && s.len() < 40 && s.chars().all(is_key)).collect()
}

fn is_key(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.'
}

/// Every key of a text that the code puts together; of those that stand in it the compiler knows.
fn asked(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let keymap = Keymap::new(&Bindings::new()).expect("the default keys");
    for &(mode, ..) in MODES {
        out.extend(
            keymap.list(mode, false).into_iter().map(|(_, action, _)| format!("key.{action}")),
        );
    }
    let asks: Vec<&str> = literals(code).into_iter().filter(|s| s.starts_with("ask.")).collect();
    assert!(asks.len() >= 5, "the questions of the overlays: {asks:?}");
    for ask in asks {
        out.extend([
            ask.to_owned(),
            format!("{ask}.yes"),
            format!("{ask}.no"),
            format!("{ask}.back"),
        ]);
    }
    // The fields of the form of an event are named by what an event takes.
    let takes = Kind::ALL.iter().flat_map(|(kind, ..)| kind.takes());
    out.extend(takes.chain(&["at", "note"]).map(|name| format!("log.{name}")));
    let prompts: Vec<&str> =
        literals(code).into_iter().filter(|s| s.starts_with("prompt.")).collect();
    assert!(prompts.len() >= 2, "what is typed in: {prompts:?}");
    for prompt in prompts {
        out.extend([prompt.to_owned(), format!("{prompt}.note")]);
    }
    // What is said of a new tone is asked for by the tone's name.
    out.extend(TONES.iter().map(|t| format!("notice.tone.{t}")));
    out
}

#[test]
fn no_mistakes() {
    let found: Vec<String> = check::mistakes().iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// A text that an answer never is, and a reason that nothing in the paragraph follows from.
#[test]
fn what_a_template_never_meets_is_named() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/letters/pause.toml");
    let text = fs::read_to_string(path).expect("a file of the repository");
    let wrong = text.replacen("tone == 'soft'", "tone == 'sotf'", 1);
    let wrong = wrong.replacen("answers = [", "answers = [\"changed\", ", 1);
    let files = BTreeMap::from([("letters/pause.toml".to_owned(), wrong)]);
    let found: Vec<String> = check::mistakes_in(&files).iter().map(ToString::to_string).collect();
    let says = |words: &str| found.iter().filter(|m| m.contains(words)).count();
    assert_eq!(
        (found.len(), says("tone が sotf に"), says("why の changed は")),
        (2, 1, 1),
        "{found:#?}"
    );
}

/// A file of the linter with one mistake of each kind: all are named, each on its line.
/// A choice that no letter words would be dropped in silence.
#[test]
fn a_choice_that_no_letter_knows_is_found() {
    let flow = std::fs::read_to_string("assets/flow/withdraw.toml").expect("the flow");
    let first = "[[question.choice]]\nvalue = \"other_service\"\n";
    assert!(flow.contains(first));
    let more = "[[question.choice]]\nvalue = \"moving\"\nlabel = \"引っ越す\"\n";
    let files = BTreeMap::from([(
        "flow/withdraw.toml".to_owned(),
        flow.replacen(first, &format!("{more}{first}"), 1),
    )]);
    let found: Vec<String> = check::mistakes_in(&files).iter().map(ToString::to_string).collect();
    let [only] = &found[..] else { panic!("{found:?}") };
    assert!(only.contains("reason: 選択肢「moving」を選んでも、手紙に書かれません"), "{only}");
}

#[test]
fn every_mistake_in_a_file_of_the_linter_is_named() {
    let file = r#"[rules]
lonely = "使われない規則です"
[says.nobody]
weight = "warn"
message = "何もない"
why = "理由"
phrases = [
    { find = "一々" },
    { find = "二々", instead = "二" },
    { find = "二々三", instead = "三" },
    { find = "二々", instead = "二" },
    { find = "四々", instead = "四", unless_before = ["々", "々々"], unless_after = ["お", "なお"] },
    { find = "五々", instead = "五", unless_after = [""] },
]
[[element]]
goal = "nowhere"
rule = "missing_date"
weight = "warn"
said = [["unknown"]]
seen = "ends_on"
message = "日付"
why = ""
suggestion = "日付"
[words]
stop = []
Upper = ["あ", "あ"]
[texts]
nothing = ""
[counts]
often = [["あ", 1], ["あ", 2]]
[[reply]]
sign = "done"
said = [["reply_stems", "+nowhere"], []]
unless = ["noone"]
"#;
    let found = |text: &str| -> Vec<String> {
        let files = BTreeMap::from([("lint/zz.toml".to_owned(), text.to_owned())]);
        check::mistakes_in(&files).iter().map(ToString::to_string).collect()
    };
    let expected = [
        "2: lonely: nothing is found by this rule",
        "3: nobody: a rule that is not in [rules]",
        "3: nobody: no {word} in its message",
        "8: 一々: has no instead",
        "10: 二々三: is never found: \"二々\" above is found first",
        "11: 二々: stands here twice",
        "12: 々々: is no exception beside \"々\"",
        "12: なお: is no exception beside \"お\"",
        "13: 五々: is never found: an exception is empty",
        "16: nowhere: この目的はありません",
        "17: missing_date: message, why and suggestion may not be empty",
        "17: missing_date: needs exactly one of said, decided, seen",
        "17: missing_date: unknown is not in [words]",
        "25: stop: an empty list",
        "25: stop: another one has this name",
        "26: Upper: names have small letters and _ only",
        "26: あ: stands here twice",
        "28: nothing: an empty string",
        "30: あ: stands here twice",
        "32: done: an empty list",
        "32: done: nowhere is not in [words]",
        "34: noone: noone is not in [words]",
    ];
    assert_eq!(found(file), expected.map(|e| format!("assets/lint/zz.toml:{e}")));
    let unread = found("[says.a]\nwait = \"warn\"\n");
    let told = ["1: says.a.weight: weight がありません", "2: says.a.wait: この項目はありません（"];
    let told = told.map(|t| format!("assets/lint/zz.toml:{t}"));
    let unread_sign = found("[[reply]]\nsign = \"dine\"\nsaid = [[\"stop\"]]\n");
    assert!(unread_sign.len() == 1 && unread_sign[0].contains("zz.toml:2"), "{unread_sign:?}");
    assert!(
        unread.len() == 2 && unread.iter().zip(&told).all(|(u, t)| u.starts_with(t)),
        "{unread:?}"
    );
}

#[test]
fn every_text_that_the_code_asks_for_exists() {
    let texts = Content::texts();
    let missing: Vec<String> =
        asked(&code()).into_iter().filter(|k| !texts.contains_key(k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The keys of the words of a command, of its arguments and of what is below it.
fn command_texts(command: &Command, path: &str, texts: &BTreeMap<String, String>) -> Vec<String> {
    assert!(command.get_about().is_some(), "{path}");
    let mut keys = vec![path.to_owned(), format!("{path}.more")];
    for arg in command.get_arguments() {
        assert!(arg.get_help().is_some_and(|help| !help.to_string().is_empty()), "{path} {arg}");
        let above = std::iter::successors(Some(path), |p| Some(p.rsplit_once('.')?.0));
        let mut named = above.map(|p| format!("{p}.{}", arg.get_id()));
        keys.extend(named.find(|key| texts.contains_key(key)));
    }
    for below in command.get_subcommands() {
        keys.extend(command_texts(below, &format!("{path}.{}", below.get_name()), texts));
    }
    keys
}

#[test]
fn every_text_is_used() {
    let texts = Content::texts();
    let code = code();
    let asked = asked(&code);
    let literals = literals(&code);
    let keymap = Keymap::new(&Bindings::new()).expect("the default keys");
    let tones = TONES.iter().map(|t| format!("review.tone.{t}"));
    let details =
        DETAILS.iter().flat_map(|d| ["review", "notice"].map(|at| format!("{at}.detail.{d}")));
    let registration = REGISTRATION.iter().map(|k| format!("mine.{k}"));
    let channels = ["mail", "form", "phone", "post", "message"];
    let by_channel =
        channels.iter().flat_map(|c| ["copy", "then"].map(|at| format!("review.{at}.{c}")));
    let composed = [
        "review.tone", "review.detail", "key.list.change", "key.list.go_on", "key.list.new",
        "key.list.close", "key.find.go_on", "key.form.change", "key.form.note", "key.form.save",
        "key.month.down", "key.month.move", "key.month.page_down", "key.month.page_up",
        "key.month.up", "ask.sent.drop", "ask.sent.phone.drop", "ask.take_back.drop",
        "key.review.copy_first", "key.review.mend", "key.review.look",
    ];
    let composed = composed.iter().map(ToString::to_string);
    let commands = command_texts(&Cli::tree(), "cli", &texts);
    let manner: Vec<String> = tones
        .chain(details)
        .chain(registration)
        .chain(by_channel)
        .chain(composed)
        .chain(commands)
        .collect();
    let unused: Vec<&String> = texts
        .keys()
        .filter(|k| !asked.contains(*k) && !literals.contains(k.as_str()))
        // Words of how a letter is written are put together from the question and its answer, those
        // of a registration from its key, those of a command from its path.
        .filter(|k| !manner.contains(k))
        // Words of an action are put together: `key.` and its name, or between them the mode that
        // has words of its own.
        .filter(|k| match k.strip_prefix("key.").map(|rest| rest.split_once('.').ok_or(rest)) {
            Some(Ok((mode, action))) => {
                let known = MODES.iter().find(|(_, name, _)| *name == mode);
                let actions = known.map(|(m, ..)| keymap.list(*m, false)).unwrap_or_default();
                !actions.iter().any(|(_, a, _)| *a == action)
                    && (known.is_none() || action != "move")
            }
            Some(Err(action)) => !literals.contains(action),
            None => true,
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The build makes a table of the file; a TOML reader must find the same.
#[test]
fn texts_are_read_as_the_file_has_them() {
    let parsed: BTreeMap<String, String> =
        toml::from_str(&asset("ui/ja.toml")).expect("ui/ja.toml");
    let content = Content::builtin();
    assert_eq!(Content::texts(), parsed);
    for (key, text) in &parsed {
        assert_eq!(content.text(key), text, "{key}");
        // A key that begins like another must not answer for it.
        let longer = format!("{key}.x");
        assert_eq!(content.text(&longer), longer);
    }
    assert_eq!(content.text("no.such.key"), "no.such.key");
}

#[test]
fn what_comes_after_copying_asks_only_what_is_known() {
    let content = Content::builtin();
    let flow = content.flow();
    for when in content.after().iter().map(|item| &item.when) {
        for (id, values) in &when.0 {
            // `follow_up` is a detour that was not taken.
            let own = [
                "has_handler_email", "has_phone", "has_form", "has_mail", "has_domain",
                "has_policy", "phone_first", "has_selections", "calls", "waits", "sent",
                "promised", "kept", "records", "follow_up", "has_no_call",
            ];
            let own = own.contains(&id.as_str());
            for v in &values.named {
                let known = if id == "without_letter" {
                    v == "mypage" || v == "form"
                } else if own {
                    v.is_empty() || v == "yes"
                } else {
                    let q = flow.get(id).unwrap_or_else(|| panic!("after.toml asks for {id}"));
                    q.choice.iter().any(|c| c.value == *v)
                };
                assert!(known, "after.toml: {id} is never {v:?}");
            }
        }
    }
    let yes = |v: &Values| v.named == ["yes"] && !v.not;
    for item in content.after() {
        let mut text = item.text.clone();
        let names = [
            "{answer_by}", "{call_by}", "{handler_email}", "{phone}", "{hours}", "{phone_seen}",
            "{form}", "{domain}", "{form_seen}", "{mail}", "{mail_seen}", "{policy}", "{promised}",
        ];
        for name in names {
            text = text.replace(name, "");
        }
        assert!(!text.contains(['{', '}']), "an unknown place holder: {}", item.text);
        // A place holder that would stay empty is guarded by its condition.
        for kind in ["phone", "form", "mail", "domain", "policy"] {
            if item.text.contains(&format!("{{{kind}}}")) {
                assert!(item.when.0.get(&format!("has_{kind}")).is_some_and(yes), "{}", item.text);
            }
        }
        if item.text.contains("{handler_email}") {
            assert!(item.when.0.get("has_handler_email").is_some_and(yes), "{}", item.text);
        }
    }
}

/// The facts by what carries them.
fn told(content: &Content) -> BTreeSet<String> {
    let hints = content.flow().questions().flat_map(|q| &q.hint).flat_map(|h| &h.facts);
    let letters = content.templates().paragraphs().iter().flat_map(|(_, p)| &p.why.facts);
    let after = content.after().iter().flat_map(|i| &i.facts);
    let services = content.services().flat_map(|s| &s.note_facts);
    let steps = content.steps();
    let points = steps.iter().flat_map(|s| s.gain.iter().chain(&s.loss)).flat_map(|p| &p.facts);
    let plans = steps.iter().flat_map(|s| &s.plan_facts);
    hints.chain(letters).chain(after).chain(services).chain(points).chain(plans).cloned().collect()
}

#[test]
fn every_fact_that_is_named_exists_and_every_one_that_exists_is_named() {
    let content = Content::builtin();
    let told = told(&content);
    let known: BTreeSet<String> = content.guide().keys().cloned().collect();
    assert_eq!(
        told.difference(&known).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not in guide.toml"
    );
    assert_eq!(known.difference(&told).collect::<Vec<_>>(), Vec::<&String>::new(), "named nowhere");
}

#[test]
fn every_fact_is_told_but_the_listed_ones() {
    let told = told(&Content::builtin());
    let untold: Vec<&str> = FACTS.split_whitespace().filter(|f| !told.contains(*f)).collect();
    let mut listed: Vec<&str> = UNTOLD.iter().map(|(f, _)| *f).collect();
    listed.sort_by_key(|f| FACTS.split_whitespace().position(|x| x == *f));
    assert_eq!(untold, listed);
}

#[test]
fn every_law_that_is_named_exists_and_is_dated() {
    let content = Content::builtin();
    let named: BTreeSet<&String> =
        content.templates().paragraphs().iter().flat_map(|(_, p)| &p.why.law).collect();
    assert!(named.iter().all(|id| Content::law().contains_key(*id)), "{named:?}");
    for (id, law) in Content::law() {
        for day in [&law.in_force_on, &law.checked_on] {
            assert!(day.parse::<chrono::NaiveDate>().is_ok(), "{id}: {day}");
        }
    }
}

/// Courteous letters: no article, no threat, no sample left standing. Articles come from law.toml
/// by name, and only where the tone is firm.
#[test]
fn no_letter_says_what_it_must_not() {
    let content = Content::builtin();
    let mut seen = 0;
    for (_, p) in content.templates().paragraphs() {
        seen += 1;
        let names_law = p.text.contains("law[");
        let firm =
            p.when.0.get("tone").is_some_and(|t| !t.not && t.named.iter().all(|t| t == "firm"));
        assert!(!names_law || firm, "{} names a law in a tone that is not firm", p.id);
        for word in
            ["条", "違法", "義務", "〇〇", "○○", "◯◯", "法的", "損害", "苦情", "訴", "〜", "～"]
        {
            // 希望条件 is a word of the trade and no article of law.
            let text = p.text.replace("条件", "");
            assert!(!text.contains(word), "{} says {word}", p.id);
        }
    }
    assert!(seen > 130, "only {seen} paragraphs");
}

#[test]
fn an_unverified_contact_is_in_no_letter_and_has_its_source() {
    let content = Content::builtin();
    for s in content.services() {
        assert_eq!(s.name.is_empty(), s.id == OTHER, "{}", s.id);
        assert!(s.answer_business_days > 0, "{}", s.id);
        for c in &s.contact {
            assert!(
                !c.source.is_empty() && c.checked_on.parse::<chrono::NaiveDate>().is_ok(),
                "{}",
                s.id
            );
            for (_, p) in content.templates().paragraphs() {
                assert!(!p.text.contains(&c.value), "{} holds a contact of {}", p.id, s.id);
            }
        }
    }
}

/// The words of the keys: an action that has none would show its own name.
#[test]
fn every_action_of_every_mode_has_words() {
    let content = Content::builtin();
    let keymap = Keymap::new(&Bindings::new()).expect("the default keys");
    let mut actions = BTreeSet::new();
    for &(mode, name, _) in MODES {
        let list = keymap.list(mode, false);
        assert!(!list.is_empty(), "{name} has no keys");
        // A way out is named everywhere: back, no, or (in the letter) the key that leads there.
        let out =
            |i: &Intent| matches!(i, Intent::Back | Intent::No | Intent::Letter | Intent::Quit);
        assert!(list.iter().any(|(_, _, i)| out(i)), "{name} has no way out");
        actions.extend(list.into_iter().map(|(_, a, _)| a));
    }
    for a in actions {
        let key = format!("key.{a}");
        assert_ne!(content.text(&key), key);
    }
}

/// Every text that stands in a file of the assets, with the file it is from.
fn texts_in(folder: &str, out: &mut Vec<(String, String)>) {
    fn strings(value: &toml::Value, file: &str, out: &mut Vec<(String, String)>) {
        match value {
            toml::Value::String(s) => out.push((file.to_owned(), s.clone())),
            toml::Value::Array(a) => a.iter().for_each(|v| strings(v, file, out)),
            toml::Value::Table(t) => t.iter().for_each(|(_, v)| strings(v, file, out)),
            _ => {}
        }
    }
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path()).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let value = toml::from_str(&fs::read_to_string(path).expect("text")).expect("TOML");
        strings(&value, &path.display().to_string(), out);
    }
}

/// Behind Japanese stands the wide colon.
#[test]
fn no_half_colon_follows_japanese() {
    let mut texts = Vec::new();
    for folder in ["assets", "assets/ui", "assets/flow", "assets/services", "assets/letters"] {
        texts_in(folder, &mut texts);
    }
    assert!(texts.len() > 500, "only {} found", texts.len());
    // But not in brackets of its own, where the sign itself is meant.
    let japanese =
        |c: char| c != '「' && matches!(c, '\u{3001}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF9F}');
    let before = |text: &str| {
        let mut at = text.match_indices(':').filter_map(|(i, _)| text.get(..i));
        at.any(|head| head.ends_with(japanese))
    };
    let wrong: Vec<_> = texts.iter().filter(|(_, text)| before(text)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the program itself says is as wide in every terminal: no character of ambiguous width, no
/// emoji, nothing that joins.
#[test]
fn the_programs_own_texts_are_as_wide_everywhere() {
    let mut texts = Vec::new();
    for folder in ["assets", "assets/ui", "assets/flow", "assets/services"] {
        texts_in(folder, &mut texts);
    }
    assert!(texts.len() > 500, "only {} found", texts.len());
    let unsure = |c: char| {
        is_unsure(c.encode_utf8(&mut [0; 4]))
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}')
            || matches!(c, '\u{1F000}'..='\u{1FAFF}')
    };
    // "…" stands for what is left out in an example; the help of `--ambiguous` says what it is
    // about.
    let said = |text: &str| text.replace('…', "").replace("①や○などの幅", "");
    let wrong: Vec<_> = texts.iter().filter(|(_, text)| said(text).contains(unsure)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the gate says that is no warning: parts of sentences, and news of what the program did.
const PARTS: [&str; 13] = [
    "line", "found", "space", "pair", "selection", "far.ahead", "far.back", "closed.weekend",
    "closed.year_end", "fragment.note", "fragment.request", "fragment.thanks", "blank",
];
const NEWS: [&str; 8] = [
    "replaced", "short", "reason_unsaid", "reply_none", "reply_other", "reply_soon",
    "reply_unsaid", "closed",
];

/// A warning says what is at stake, beside what is so, and what to do about it.
#[test]
fn every_warning_says_what_is_at_stake_and_what_to_do() {
    let mut wrong = Vec::new();
    let texts: toml::Table = toml::from_str(&asset("ui/ja.toml")).expect("texts");
    let gate = texts.iter().filter_map(|(k, v)| Some((k.strip_prefix("gate.")?, v.as_str()?)));
    let mut warnings = 0;
    for (key, text) in gate.filter(|(k, _)| !PARTS.contains(k) && !NEWS.contains(k)) {
        warnings += 1;
        let does =
            ["ください", "穏やかです", "つながります", "収まります", "文面に入ります", "書くと、"];
        let stake = ["。", "ので", "のに", "ながら", "としながら", "ですが"];
        if !does.iter().any(|w| text.contains(w)) || !stake.iter().any(|w| text.contains(w)) {
            wrong.push(format!("gate.{key}: {text}"));
        }
    }
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lint");
    for entry in fs::read_dir(folder).expect("a folder") {
        files.push(entry.expect("an entry").path());
    }
    for path in files {
        let text = fs::read_to_string(&path).expect("a file");
        let file: toml::Table = toml::from_str(&text).expect("rules");
        let says = file.get("says").and_then(toml::Value::as_table).into_iter().flatten();
        let elements = file.get("element").and_then(toml::Value::as_array).into_iter().flatten();
        let named = says.map(|(name, v)| (name.as_str(), v));
        for (name, says) in named.chain(elements.map(|v| ("element", v))) {
            warnings += 1;
            let one = |key: &str| says.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let phrases = says.get("phrases").and_then(toml::Value::as_array);
            let each = |p: &toml::Value| p.get("instead").is_some_and(|i| i.as_str() != Some(""));
            let said = phrases.is_some_and(|p| p.iter().all(each));
            let better = !one("suggestion").is_empty() || said;
            // Beside a hint, why is not said; the help of `check` has it all the same.
            if one("why").is_empty() || !better {
                wrong.push(format!("{name}: {}", one("message")));
            }
        }
    }
    assert!(wrong.is_empty() && warnings > 150, "{warnings}\n{}", wrong.join("\n"));
}
