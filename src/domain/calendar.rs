//! The Japanese calendar: public holidays, business days, and dates as people write them.
//!
//! Nothing here reads a clock: "today" is always handed in.

mod days;
mod eras;
mod error;
mod holidays;
mod month;
mod nearest;
mod numbers;
mod parse;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use days::{
    FIRST_YEAR, LAST_YEAR, add_months, first_day, format_day_ja, format_ja, format_month_ja,
    weekday_ja, within,
};
pub use error::DateError;
pub use holidays::{OfficeCalendar, holiday, is_business_day};
pub use month::{exactly, month_of, parse_month, parse_year};
pub use nearest::{Year, nearest_day};
pub use parse::parse_day;
pub use text::digits;
