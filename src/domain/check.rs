//! Every mistake that a set of assets can have: in a file, in the graph, and between files; and
//! what the linter says of the user's own wording.

mod appears;

use super::calendar::{OfficeCalendar, first_day};
use super::condition::Condition;
use super::content::law::{Law, misnamed};
use super::content::read::{line_with, parse};
use super::content::{self, Content, File, Tree, services};
use super::delivery::AfterFile;
use super::document::Document;
use super::facts::{self, Facts};
use super::flow::graph::Flow;
use super::flow::spec::{FlowFile, Kind, Question};
use super::gate::{self, Level};
use super::letter::lint::spec::{self, LintFile};
use super::letter::lint::{EVERY, FOLLOW_UP, Weight};
use super::letter::render::Templates;
use super::letter::spec::LetterFile;
use super::problem::{Problem, line_of};
use super::service::Service;
use super::triage::StepsFile;
use appears::appears;
use chrono::{Days, NaiveDate};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

fn law_file(laws: &BTreeMap<String, Law>, (path, text): &File, found: &mut Vec<Problem>) {
    for (key, law) in laws {
        let own = text.find(&format!("[{key}]")).unwrap_or_default();
        for (name, day) in [("in_force_on", &law.in_force_on), ("checked_on", &law.checked_on)] {
            if NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok() {
                continue;
            }
            let at = text.get(own..).and_then(|t| t.find(name)).map_or(own, |n| own + n);
            let key = format!("{key}.{name}");
            found.push(Problem::new(path, line_of(text, at), &key, text!("check.date")));
        }
    }
}

fn about(files: &[File], id: &str, message: String, found: &mut Vec<Problem>) {
    let at = files.iter().find_map(|f| Some((f, f.1.find(&format!("id = \"{id}\""))?)));
    let (file, line) = at.map_or(("assets", 0), |(f, offset)| (&f.0, line_of(&f.1, offset)));
    found.push(Problem::new(file, line, id, message));
}

/// Every mistake in the built-in assets: in a file, and in what one says of another.
pub fn mistakes() -> Vec<Problem> {
    mistakes_in(&BTreeMap::new())
}

/// The same for a folder of assets: `path` within it → text. What a folder does not have is taken
/// from the built-in ones, so that one changed file can be checked alone.
pub fn mistakes_in(folder: &BTreeMap<String, String>) -> Vec<Problem> {
    in_tree(&content::tree(folder))
}

/// Whether a file of that name stands at the top of the assets.
pub fn is_asset(name: &str) -> bool {
    let Tree { steps, law, guide, .. } = content::tree(&BTreeMap::new());
    [steps, law, guide].iter().any(|(path, _)| path.strip_prefix("assets/") == Some(name))
}

fn read<T: DeserializeOwned>(files: &[File], found: &mut Vec<Problem>) -> Vec<T> {
    files.iter().filter_map(|(path, text)| parse(path, text, found)).collect()
}

/// Every mistake. Files that don't parse are reported alone: the rest would follow from them.
fn in_tree(tree: &Tree) -> Vec<Problem> {
    let mut found = Vec::new();
    let flow: Vec<FlowFile> = read(&tree.flow, &mut found);
    let letters: Vec<LetterFile> = read(&tree.letters, &mut found);
    let services: Vec<Service> = read(&tree.services, &mut found);
    let phrases: Vec<LintFile> = read(&tree.lint, &mut found);
    let Tree { steps, law, guide, after, texts, .. } = tree;
    let steps_file: Option<StepsFile> = parse(&steps.0, &steps.1, &mut found);
    let laws: BTreeMap<String, Law> = parse(&law.0, &law.1, &mut found).unwrap_or_default();
    let facts: BTreeMap<String, String> = parse(&guide.0, &guide.1, &mut found).unwrap_or_default();
    let after_file: Option<AfterFile> = parse(&after.0, &after.1, &mut found);
    let _: Option<BTreeMap<String, String>> = parse(&texts.0, &texts.1, &mut found);
    if !found.is_empty() {
        found.sort();
        return found;
    }
    law_file(&laws, law, &mut found);
    for (service, (path, text)) in services.iter().zip(&tree.services) {
        found.extend(services::in_file(path, text, service));
        for fact in service.note_facts.iter().filter(|f| !facts.contains_key(*f)) {
            let line = line_with(text, "note_facts");
            found.push(Problem::new(path, line, "note_facts", text!("check.no_fact", fact)));
        }
    }
    found.extend(services::across(&tree.services.iter().zip(&services).collect::<Vec<_>>()));
    let mut questions: Vec<Question> = flow.into_iter().flat_map(|f| f.question).collect();
    for q in questions.iter_mut().filter(|q| q.choices_from.is_some()) {
        q.choice = services.iter().map(|s| content::service_choice(&s.id, &s.name)).collect();
    }
    let flow = Flow::new(questions);
    flow_mistakes(&flow, tree, &facts, &mut found);
    lint_mistakes(&phrases, &flow, &tree.lint, &mut found);
    let templates = Templates::new(letters, &[]);
    for (id, message) in templates.mistakes() {
        about(&tree.letters, &id, message, &mut found);
    }
    letter_mistakes(&templates, &flow, &laws, &facts, &tree.letters, &mut found);
    reason_mistakes(&templates, &flow, &tree.letters, &mut found);
    unworded(&templates, &flow, &tree.flow, &mut found);
    if found.is_empty() {
        never_called_for(&templates, &flow, &tree.letters, &mut found);
    }
    step_mistakes(steps_file.as_ref(), &flow, &facts, steps, &mut found);
    after_mistakes(after_file.as_ref(), &facts, after, &mut found);
    found.sort();
    found.dedup();
    found
}

fn never_called_for(templates: &Templates, flow: &Flow, files: &[File], found: &mut Vec<Problem>) {
    // Walking a broken graph would be useless or endless, and one broken paragraph hides others.
    // Most paragraphs appear in the letter of an earlier one; only the rest need a search.
    let mut seen: Vec<Facts> = Vec::new();
    for (file, p) in templates.paragraphs() {
        if seen.iter().any(|facts| templates.called_for(&p.id, facts)) {
            continue;
        }
        if let Some((_, facts)) = appears(flow, templates, file, p) {
            seen.push(facts);
            continue;
        }
        about(files, &p.id, text!("check.never").to_owned(), found);
    }
}

fn after_mistakes(
    read: Option<&AfterFile>,
    facts: &BTreeMap<String, String>,
    after: &File,
    found: &mut Vec<Problem>,
) {
    for item in read.iter().flat_map(|f| &f.item) {
        for fact in item.facts.iter().filter(|f| !facts.contains_key(*f)) {
            let line = after.1.find(&item.text).map_or(0, |at| line_of(&after.1, at));
            found.push(Problem::new(&after.0, line, "facts", text!("check.no_fact", fact)));
        }
    }
}

fn lint_mistakes(read: &[LintFile], flow: &Flow, files: &[File], found: &mut Vec<Problem>) {
    let all: Vec<_> =
        files.iter().zip(read).map(|((path, text), f)| (path.as_str(), text.as_str(), f)).collect();
    found.extend(spec::mistakes(&all));
    let known = |g: &str| {
        [EVERY, FOLLOW_UP].contains(&g)
            || flow.get("goal").is_some_and(|q| q.choice.iter().any(|c| c.value == *g))
    };
    for (path, text, file) in all {
        for goal in file.element.iter().map(|e| &e.goal).filter(|g| !known(g.get_ref())) {
            let line = line_of(text, goal.span().start);
            found.push(Problem::new(path, line, goal.get_ref(), text!("check.no_such_goal")));
        }
    }
}

fn flow_mistakes(
    flow: &Flow,
    tree: &Tree,
    guide: &BTreeMap<String, String>,
    found: &mut Vec<Problem>,
) {
    for (id, message) in flow.mistakes() {
        about(&tree.flow, &id, message, found);
    }
    for q in flow.questions() {
        if q.hint.is_empty() {
            about(&tree.flow, &q.id, text!("check.no_hint").to_owned(), found);
        }
        for fact in q.hint.iter().flat_map(|h| &h.facts).filter(|f| !guide.contains_key(*f)) {
            about(&tree.flow, &q.id, text!("check.no_fact", fact), found);
        }
        let own = q.next.iter().map(|e| &e.when).chain(q.choice.iter().map(|c| &c.when));
        let own = own.chain(q.choice.iter().flat_map(|c| &c.noted).map(|n| &n.when));
        let own = own.chain(q.titled.iter().map(|t| &t.when)).chain(q.hint.iter().map(|h| &h.when));
        for (id, value) in own.flat_map(unknown_values(flow)) {
            about(&tree.flow, &q.id, text!("check.no_choice", id, value), found);
        }
    }
}

fn unknown_values<'a>(flow: &'a Flow) -> impl Fn(&'a Condition) -> Vec<(&'a String, &'a String)> {
    let known = |id: &str, v: &String| {
        flow.get(id).is_none_or(|q| q.choice.is_empty() || q.choice.iter().any(|c| c.value == *v))
    };
    move |when| {
        let values =
            when.0.iter().flat_map(|(id, values)| values.named.iter().map(move |v| (id, v)));
        values.filter(|(id, v)| !v.is_empty() && !known(id, v)).collect()
    }
}

fn letter_mistakes(
    templates: &Templates,
    flow: &Flow,
    law: &BTreeMap<String, Law>,
    guide: &BTreeMap<String, String>,
    files: &[File],
    found: &mut Vec<Problem>,
) {
    let mut names = facts::names(flow);
    for phrase in templates.phrases() {
        for message in misnamed((templates, &phrase.id), &phrase.text, &names, flow, law) {
            about(files, &phrase.id, message, found);
        }
        names.insert(phrase.id.clone());
    }
    for (file_when, p) in templates.paragraphs() {
        let mut add = |message: String| about(files, &p.id, message, found);
        misnamed((templates, &p.id), &p.text, &names, flow, law).into_iter().for_each(&mut add);
        for id in file_when.0.keys().chain(p.when.0.keys()).filter(|id| !names.contains(*id)) {
            add(text!("check.unknown_condition", id));
        }
        for (id, value) in [file_when, &p.when].into_iter().flat_map(unknown_values(flow)) {
            add(text!("check.no_choice", id, value));
        }
        for a in p.why.answers.iter().filter(|a| *a != "tone" && flow.get(a).is_none()) {
            add(text!("check.no_question", id = a));
        }
        for f in p.why.facts.iter().filter(|f| !guide.contains_key(*f)) {
            add(text!("check.no_fact", fact = f));
        }
        for l in p.why.law.iter().filter(|l| !law.contains_key(*l)) {
            add(text!("check.no_law", law = l));
        }
    }
}

/// Answers that a paragraph gives as a reason and uses nowhere: neither in its template and the
/// phrases in that, nor in its conditions.
fn reason_mistakes(templates: &Templates, flow: &Flow, files: &[File], found: &mut Vec<Problem>) {
    let told = facts::told_of(flow);
    let mut inside: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let all = |id: &str, inside: &BTreeMap<&str, BTreeSet<String>>| -> BTreeSet<String> {
        let own = templates.names(id);
        let more = own.iter().filter_map(|name| inside.get(name.as_str())).flatten();
        own.iter().chain(more).cloned().collect()
    };
    // A phrase uses those above it.
    for phrase in templates.phrases() {
        let names = all(&phrase.id, &inside);
        inside.insert(&phrase.id, names);
    }
    for (file_when, p) in templates.paragraphs() {
        let mut names = all(&p.id, &inside);
        names.extend(file_when.0.keys().chain(p.when.0.keys()).cloned());
        let used =
            |id: &str| names.iter().any(|n| told.get(n).is_some_and(|ids| ids.contains(&id)));
        for id in p.why.answers.iter().filter(|id| flow.get(id).is_some() && !used(id)) {
            about(files, &p.id, text!("check.why_unused", id), found);
        }
    }
}

/// Choices that no letter tells from having no answer, of a question whose other choices letters
/// ask for by name: they would be dropped in silence.
fn unworded(templates: &Templates, flow: &Flow, files: &[File], found: &mut Vec<Problem>) {
    let own = templates.paragraphs().iter().map(|(_, p)| (&p.id, &p.text));
    let all = || own.clone().chain(templates.phrases().iter().map(|p| (&p.id, &p.text)));
    let used: BTreeSet<String> = all().flat_map(|(id, _)| templates.names(id)).collect();
    let mut named: BTreeSet<(String, String)> =
        all().flat_map(|(_, text)| facts::compared(text)).collect();
    for (file, p) in templates.paragraphs() {
        for (id, values) in file.0.iter().chain(&p.when.0) {
            named.extend(values.named.iter().map(|v| (id.clone(), v.clone())));
        }
    }
    for q in flow.questions().filter(|q| q.kind == Kind::Choice && !q.private) {
        let is_named = |value: &String| {
            q.absent.as_ref() == Some(value) || named.contains(&(q.id.clone(), value.clone()))
        };
        let rest: Vec<_> = q.choice.iter().filter(|c| !is_named(&c.value)).collect();
        // If no choice means "nothing", one of them is the case that all other wording covers.
        let spare = usize::from(q.absent.is_none());
        let by_name = q.choice.len() - rest.len() > 1 && !used.contains(&format!("{}_word", q.id));
        for c in rest.iter().filter(|_| by_name && rest.len() > spare) {
            about(files, &q.id, text!("check.unworded", value = c.value), found);
        }
    }
}

fn step_mistakes(
    steps: Option<&StepsFile>,
    flow: &Flow,
    guide: &BTreeMap<String, String>,
    (path, text): &File,
    found: &mut Vec<Problem>,
) {
    let has =
        |q: &str, v: &String| flow.get(q).is_some_and(|q| q.choice.iter().any(|c| c.value == *v));
    for step in steps.iter().flat_map(|s| &s.step) {
        let line =
            text.find(&format!("goal = \"{}\"", step.goal)).map_or(0, |at| line_of(text, at));
        let mut add = |message: String| found.push(Problem::new(path, line, &step.goal, message));
        if !has("goal", &step.goal) {
            add(text!("check.no_such_goal").to_owned());
        }
        let points = || step.gain.iter().chain(&step.loss);
        let hurts = step.solves.iter().chain(&step.decided_by);
        let hurts = hurts.chain(points().flat_map(|p| &p.speaks_to));
        for value in hurts.filter(|h| !has("hurts", h)) {
            add(text!("check.no_hurt", value));
        }
        let facts = step.plan_facts.iter().chain(points().flat_map(|p| &p.facts));
        for fact in facts.filter(|f| !guide.contains_key(*f)) {
            add(text!("check.no_fact", fact));
        }
    }
    for q in flow.questions() {
        let known = |goal: &String| steps.is_some_and(|s| s.step.iter().any(|s| s.goal == *goal));
        if let Some(goal) = q.compare.as_ref().filter(|g| !known(g)) {
            found.push(Problem::new(path, 0, &q.id, text!("check.no_compared", goal)));
        }
    }
}

/// What the linter finds in the user's wording: each paragraph in a letter that calls for it,
/// compared with the same letter in the built-in wording. What both have is not the user's doing.
pub fn proof(content: &Content, today: NaiveDate) -> Vec<Problem> {
    let office = OfficeCalendar::default();
    let built_in = Content::builtin();
    let mut out = ahead(content, today);
    for (path, text) in &content.own.letters {
        for id in content.own_paragraphs() {
            let Some(at) = text.find(&format!("\"{id}\"")) else { continue };
            let templates = content.templates();
            let spec = templates.paragraphs().iter().find(|(_, p)| p.id == id);
            let letter = spec.and_then(|(file, p)| appears(content.flow(), templates, file, p));
            let Some((answers, _)) = letter else { continue };
            let heard = |content: &Content| -> BTreeSet<(&'static str, String)> {
                let doc = Document::new(content, &answers, None, today, office).proofread(office);
                let said = doc.findings.iter().filter(|f| {
                    // Another paragraph is reported when it is checked itself.
                    (f.level == Level::Block && f.rule != gate::NOT_OWN)
                        || gate::not_own(&[id.to_owned()]).any(|own| own == **f)
                        // A letter may lack an element on purpose, but no wording may lose one.
                        || f.lint.as_ref().is_some_and(|l| {
                            l.weight != Weight::Hint || l.missing
                        })
                });
                // The line belongs to a made-up letter, so the paragraph is named instead.
                said.map(|f| {
                    (f.rule, f.lint.as_ref().map_or(f.message.clone(), |l| l.message.clone()))
                })
                .collect()
            };
            for (_, message) in heard(content).difference(&heard(&built_in)) {
                out.push(Problem::new(path, line_of(text, at), id, message.as_str()));
            }
        }
    }
    out
}

/// Days on which somebody looked that are still to come, in the user's own records. The clock of
/// whoever wrote them may be a day ahead.
fn ahead(content: &Content, today: NaiveDate) -> Vec<Problem> {
    let mut out = Vec::new();
    for (path, text) in &content.own.services {
        for (n, line) in (1..).zip(text.lines()) {
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.split('#').next().unwrap_or(value).trim().trim_matches(['"', '\'']);
            let looked = ["checked_on", "page_date", "seen_alive"].contains(&key.trim());
            if looked && first_day(value).is_some_and(|on| on > today + Days::new(1)) {
                out.push(Problem::new(path, n, key.trim(), text!("service.ahead")));
            }
        }
    }
    out
}
