//! What the registrations say.

use super::Mine;
use crate::app::App;
use crate::app::said::{Voice, listed};
use crate::ui::said::{Role, Said};

pub fn page(app: &App, m: &Mine, voice: Voice) -> Vec<Said> {
    let mut out = vec![Role::Title.says(text!("mine.title")), Said::gap()];
    let shared = app.shared_said().filter(|_| !m.agents.is_empty());
    out.extend(shared.into_iter().flat_map(|shared| [Role::Detail.says(shared.0), Said::gap()]));
    let rows = m.agents.iter().map(|a| {
        let only = match (&a.key, voice) {
            (Some(_), _) => a.left,
            (None, Voice::Keys) => text!("mine.only_cases"),
            (None, Voice::Lines) => text!("plain.mine.only"),
        };
        let under = a.says.iter().map(|says| Role::Under(None).says(&says.0));
        (format!("{}{only}", a.name.0), under.collect())
    });
    let words = [text!("mine.add"), text!("mine.back"), text!("plain.mine.empty")];
    out.extend(listed(&m.list, rows, words, voice));
    out.extend([Said::gap(), Role::Hint.says(text!("mine.hint"))]);
    out
}
