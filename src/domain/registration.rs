//! Stored details of the sender, and those used at one service. Asked as `sender.KEY`.

use super::service::NAME;

/// Since when; as exact as the user knows it.
pub const SINCE: &str = "since";
pub const SENDER: [&str; 5] = ["name", "reading", "birth_date", "email", "phone"];
pub const REGISTRATION: [&str; 6] = [NAME, "email", "phone", "handler", "handler_email", SINCE];

/// The keys that both have: of the registration where it has them, else of the sender.
pub fn of_both() -> impl Iterator<Item = &'static str> {
    SENDER.into_iter().filter(|k| REGISTRATION.contains(k))
}

/// Whether a question asks for details used at one service only.
pub fn of_one(id: &str) -> bool {
    id == NAME || id.strip_prefix("sender.").is_some_and(|k| REGISTRATION.contains(&k))
}
