//! What a question says: its title, what can be chosen, what is wrong, what is worth knowing.

use super::entries::{FormValue, List};
use super::field::Field;
use super::find::said::{of_service, unneeded};
use super::words::{day_words, example, left_open, row, together_title};
use super::{AGREED, MEMO, Question, UNDONE, advised, compared, spec};
use crate::app::App;
use crate::app::said::{Voice, listed};
use crate::domain::case::again::HOURS;
use crate::domain::flow::spec::{self, DateRule, FieldSpec, Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::triage::{self, GentleStep, weighed};
use crate::domain::validate;
use crate::text::said;
use crate::ui::page::digit;
use crate::ui::said::{Choice, Role, Said};

pub fn page(app: &App, q: &Question, walk: &Walk<'_>, voice: Voice) -> Vec<Said> {
    let ctx = app.ctx();
    let spec = &*spec(&app.session, &ctx, &q.id);
    let title = title(q, spec, walk, voice);
    let left = match voice {
        // The header says so.
        Voice::Keys => String::new(),
        Voice::Lines => said(&app.left(walk, &q.id), |words| text!("sign.brackets", words)),
    };
    let best = advised(&app.session, &app.content, &q.id);
    let mut out = vec![Role::Title.says(title.to_owned() + &left), Said::gap()];
    out.extend(choices(q, spec, best, voice));
    out.extend(q.error.iter().flat_map(|e| [Said::gap(), Role::Warning.says(e)]));
    out.push(Said::gap());
    let steps = steps(app, q, spec, walk, (best, voice));
    out.extend(match &q.field {
        _ if !steps.is_empty() => steps,
        Field::Find(f) if f.several.is_some() => match voice {
            Voice::Keys => vec![Role::Hint.says(text!("run.pick"))],
            Voice::Lines => Vec::new(),
        },
        _ => hints(app, q, spec, walk, voice),
    });
    out
}

fn title<'a>(q: &Question, spec: &'a Spec, walk: &Walk<'_>, voice: Voice) -> &'a str {
    match &q.field {
        Field::Find(f) if f.several.is_some() => text!("run.which"),
        // Line by line each has its own.
        Field::Together { .. } if voice == Voice::Lines => &spec.title,
        Field::Together { through: true, .. } => together_title(walk),
        Field::Together { .. } => text!("together.known"),
        _ => &spec.title,
    }
}

/// The choices and the ways around them; else where the answer is typed or listed.
fn choices(q: &Question, spec: &Spec, best: Option<&GentleStep>, voice: Voice) -> Vec<Said> {
    let marked = match &q.field {
        Field::Choice { .. } => None,
        Field::Choices { marked, .. } => Some(marked),
        _ => return vec![Role::Field.says("")],
    };
    let own = spec
        .choice
        .iter()
        .map(|c| (false, best.is_some_and(|step| step.goal == c.value), &c.label, &c.note));
    let around = spec.detour.iter().map(|d| (true, false, &d.label, &d.note));
    let row = |(n, (around, best, label, note)): (usize, (bool, bool, &String, &String))| {
        let marked = marked.map(|m| m.get(n).copied().unwrap_or(false));
        let lines = voice == Voice::Lines;
        let key = if lines { (n + 1).to_string() } else { digit(n).to_owned() };
        Said { key, ..Role::Choice(Choice { marked, best, around }).says(note).of(label) }
    };
    own.chain(around).enumerate().map(row).collect()
}

/// The entries of a list, and what stands there while there is none.
pub fn list(spec: &Spec, l: &List, voice: Voice) -> Vec<Said> {
    let rows = l.rows.iter().map(|e| (row(spec.kind, &l.fields, e), Vec::new()));
    let done = if l.rows.is_empty() { &spec.empty } else { text!("list.done") };
    let done = format!("{done}{}", text!("list.go_on"));
    listed(l, rows, [&spec.add, &done, &spec.empty], voice)
}

/// What there is to say of a field of a form: what can be chosen, or how what is typed is read and
/// what it could be.
pub fn field(
    app: &App,
    f: &FieldSpec,
    rule: DateRule,
    value: &FormValue,
    voice: Voice,
) -> Vec<Said> {
    let (lines, text, today) = (voice == Voice::Lines, value.text(), app.session.today);
    if text.is_empty() {
        let choice = |(n, c): (usize, &spec::Choice)| Said {
            key: if lines { (n + 1).to_string() } else { digit(n).to_owned() },
            ..Role::Choice(Choice::default()).says("").of(&c.label)
        };
        // Line by line it stands behind the label.
        let open = (f.optional && f.choice.is_empty() && !lines).then(|| left_open(f));
        let example = example(&f.example, f.kind, rule, today);
        let example = (!example.is_empty()).then(|| format!("{}{example}", text!("example")));
        let typed = open.into_iter().chain(example).map(|words| Role::Detail.says(words));
        return f.choice.iter().enumerate().map(choice).chain(typed).collect();
    }
    let read = Some(validate::day(rule, text, today)).filter(|_| f.kind == Kind::Date);
    let says = read.and_then(|read| match (read, voice) {
        (Ok(d), Voice::Keys) => {
            let time = validate::time_behind(f, text, today).unwrap_or_default();
            Some(format!("= {} {time}", day_words(app, rule, d, false)))
        }
        (Err(e), Voice::Keys) => Some(format!("? {e}")),
        (Ok(d), Voice::Lines) => {
            Some(format!("{}{}", text!("plain.enter"), day_words(app, rule, d, false)))
        }
        (Err(_), Voice::Lines) => None,
    });
    says.map(|words| Role::Detail.says(words)).into_iter().collect()
}

/// After the triage all steps are compared: on the screen the one that is selected.
fn steps(
    app: &App,
    q: &Question,
    spec: &Spec,
    walk: &Walk<'_>,
    (best, voice): (Option<&GentleStep>, Voice),
) -> Vec<Said> {
    let (Field::Choice { at, .. }, Some(best)) = (&q.field, best) else { return Vec::new() };
    let lines = voice == Voice::Lines;
    let mut out = Vec::new();
    for (_, c) in spec.choice.iter().enumerate().filter(|(i, _)| lines || i == at) {
        let step = app.content.steps().iter().find(|s| s.goal == c.value);
        let Some(step) = step else { continue };
        let mark = if step.goal == best.goal { text!("compare.best") } else { "" };
        let mark = said(mark, |words| text!("sign.brackets", words));
        let title = format!("{}{}{mark}", text!("plain.compare"), c.label);
        out.extend(lines.then(|| Role::Title.says(title)));
        out.extend(weigh(step, walk.many("hurts")));
        out.extend((!step.plan.is_empty()).then(|| Role::Hint.says(&step.plan)));
    }
    out
}

/// What a step gains and costs, what weighs most first.
fn weigh(step: &GentleStep, hurts: &[String]) -> Vec<Said> {
    let list = |title: &'static str, role: fn(bool) -> Role, points| {
        let all = weighed(points, hurts).into_iter();
        all.map(move |(p, speaks)| role(speaks).says(&p.text).of(title)).collect::<Vec<_>>()
    };
    let gain = list(text!("compare.gain"), Role::Gain, &step.gain);
    [gain, list(text!("compare.loss"), Role::Loss, &step.loss)].concat()
}

fn hints(app: &App, q: &Question, spec: &Spec, walk: &Walk<'_>, voice: Voice) -> Vec<Said> {
    let mut out: Vec<Said> =
        of_the_letter(app, &q.id, walk).into_iter().map(|h| Role::Hint.says(h)).collect();
    // A choice with gains and costs is compared: here once, after the triage for each step. A hint
    // that no letter is needed comes first.
    if let Some(step) = compared(&app.session, &app.content, spec, walk) {
        out.extend(weigh(step, &triage::said(walk)));
        let once = Role::Note.says(text!("plain.compare.once"));
        out.extend((voice == Voice::Lines).then_some(once).or(Some(Said::gap())));
    }
    // Notes on the service may be long and must not push away those on the question.
    out.extend(of_the_question(app, &q.id, spec, walk).into_iter().map(|h| Role::Hint.says(h)));
    out.extend(of_service(app, &q.id, walk).into_iter().map(|h| Role::Aside.says(h)));
    out
}

/// What is worth knowing of the letter that is being written: which one of several, if needed.
fn of_the_letter(app: &App, id: &str, walk: &Walk<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let offered = app.session.offers.get(id).is_some() && app.session.answers.get(id).is_none();
    if offered && HOURS.contains(&id) {
        out.push(text!("hours.same").to_owned());
    } else if offered && (id == MEMO || id == AGREED && app.session.case.is_some()) {
        out.push(text!("note.memo").to_owned());
    } else if offered || app.run.as_ref().is_some_and(|r| r.holds_over(id)) {
        out.push(text!("run.same").to_owned());
    }
    if id == UNDONE && app.session.case.is_some() {
        out.push(text!("undone.all").to_owned());
    }
    if id == "goal" {
        out.extend(app.goes_on_here());
    }
    if id == "goal" && app.shares_goal() {
        out.push(text!("run.goal").to_owned());
    }
    out.extend(unneeded(app, id, walk));
    out
}

/// What is worth knowing of the question itself.
fn of_the_question(app: &App, id: &str, spec: &Spec, walk: &Walk<'_>) -> Vec<String> {
    // What no letter says is kept with its record, or nowhere.
    if spec.private && !app.keeps() {
        return vec![text!("plan.unkept").to_owned()];
    }
    let mut out: Vec<String> =
        spec.hint.iter().find(|h| h.when.holds(walk)).map(|h| h.text.clone()).into_iter().collect();
    let leaves = walk.goal() == Some(Goal::Withdraw);
    let service = walk.one("service").filter(|_| leaves).and_then(|id| app.content.service(id));
    let Some(service) = service else { return out };
    match id {
        // What is known of the service belongs where the way is chosen.
        "channel" if !service.note.is_empty() => out.push(service.note.clone()),
        "requests" => {
            out.extend(service.policy().map(|page| format!("{}{page}", text!("policy.at"))));
        }
        _ => {}
    }
    out
}
