use super::*;
use crate::domain::typed::as_typed;

#[test]
fn names_as_people_write_them() {
    as_typed("handler", handler);
    as_typed("name", name);
    as_typed("reading", reading);
}

#[test]
fn a_title_that_is_left_is_said() {
    let left = |name: &str, own| title_left(name, own).map_or_else(|| Ok(name.to_owned()), Err);
    as_typed("title", |name| left(name, true));
    as_typed("handler_title", |name| left(name, false));
}
