//! Every number of days that the program counts with. `deadline.rs` makes days of those that a
//! letter names, `case/standing.rs` those on which a case is due.

/// Business days for the answer to a withdrawal: everything that is stored has to be found.
pub const WITHDRAWAL: u32 = 10;
/// Business days for every other answer, second letters included.
pub const OTHERS: u32 = 5;
/// The fewest calendar days that [`OTHERS`] business days take.
pub(super) const OTHERS_CALENDAR: u32 = OTHERS + OTHERS / 5 * 2;

/// Business days until an answer can be expected of a service of which nothing is known.
pub const ANSWER: u32 = 3;
/// Business days from the receipt to the completion: two weeks of office days. The law only says
/// 遅滞なく (without delay); queued mails and data that was handed on take a cycle or two to stop.
pub const COMPLETION: u32 = 10;
/// Business days on which contact and the letter may still cross: callers have to be told.
pub(super) const CROSSING: u32 = 1;

/// The fewest and the most business days that a posted letter takes (ordinary mail in Japan is not
/// delivered on Saturdays).
pub(super) const LEAST_POST: u32 = 2;
pub const POST: u32 = 3;

/// Calendar days within which an interview cannot wait for a letter.
pub(super) const NEAR: u64 = 3;
/// Calendar days within which a declined interview is urgent.
pub(super) const URGENT: u64 = 7;
/// Calendar days until a milder step is checked.
pub(super) const LOOK_AGAIN: u64 = 14;
