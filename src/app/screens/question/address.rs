//! The address of a consultant beside the name of another one.

use super::entries::{FormValue, List};
use crate::domain::flow::spec::Format;
use crate::domain::validate;
use crate::text::edit::EditBuffer;

/// The fields of the name and the address end with this.
const HANDLER: &str = "handler";
const ADDRESS: &str = "handler_email";

/// Takes the address of the consultant `before` out of a form that names another one, and says so:
/// once, as both may have the same. False: there is nothing to say.
pub fn take_out(list: &mut List, before: impl Fn(&str) -> Option<String>) -> bool {
    let at = |id: &str| {
        let named = |key: &str| key.rsplit('.').next() == Some(id);
        list.fields.iter().position(|f| named(&f.id))
    };
    let Some((name, address)) = at(HANDLER).zip(at(ADDRESS)) else { return false };
    let was = |i: usize| before(&list.fields[i].id).unwrap_or_default();
    let (known, own) = (was(name), was(address));
    let Some(form) = list.form.as_mut().filter(|form| !form.parted) else { return false };
    let text = |i: usize| match form.values.get(i) {
        Some(FormValue::Text(b)) => b.text().trim().to_owned(),
        _ => String::new(),
    };
    let now = validate::text(Format::Handler, &text(name), true).unwrap_or_default();
    let other = !known.is_empty() && !now.is_empty() && now != known;
    if !other || own.is_empty() || text(address) != own {
        return false;
    }
    form.values[address] = FormValue::Text(EditBuffer::new("", false));
    form.offered.remove(&address);
    (form.at, form.parted) = (address, true);
    form.error = Some(text!("mine.other_handler", name = known));
    true
}
