//! What the registrations say.

use super::Mine;
use crate::app::App;
use crate::app::said::Voice;
use crate::ui::page::digit;
use crate::ui::said::{Role, Said};

pub fn page(app: &App, m: &Mine, voice: Voice) -> Vec<Said> {
    let lines = voice == Voice::Lines;
    let row = |key: &str, text| Said { key: key.to_owned(), ..Role::Row.says(text) };
    let mut out = vec![Role::Title.says(text!("mine.title")), Said::gap()];
    let shared = app.shared_said().filter(|_| !m.agents.is_empty());
    out.extend(shared.into_iter().flat_map(|shared| [Role::Detail.says(shared.0), Said::gap()]));
    for (i, a) in m.agents.iter().enumerate() {
        let only = match (&a.key, voice) {
            (Some(_), _) => a.left,
            (None, Voice::Keys) => text!("mine.only_cases"),
            (None, Voice::Lines) => text!("plain.mine.only"),
        };
        let parked = lines && m.list.parked.contains_key(&Some(i));
        let half = if parked { text!("plain.parked") } else { m.list.half(Some(i)) };
        // Past the digits no key of the screen chooses it.
        let key = if lines { (i + 1).to_string() } else { digit(i).to_owned() };
        out.push(row(&key, format!("{}{only}{half}", a.name.0)));
        out.extend(a.says.iter().map(|says| Role::Under(None).says(&says.0)));
    }
    if lines {
        out.extend(m.agents.is_empty().then(|| Role::Note.says(text!("plain.mine.empty"))));
    } else {
        out.push(row("+", format!("{}{}", text!("mine.add"), m.list.half(None))));
        out.push(Role::Way.says(text!("mine.back")));
        let removed = [Said::gap(), Role::Detail.says(text!("list.removed"))];
        out.extend(removed.into_iter().filter(|_| !m.list.removed.is_empty()));
    }
    out.extend([Said::gap(), Role::Hint.says(text!("mine.hint"))]);
    out
}
