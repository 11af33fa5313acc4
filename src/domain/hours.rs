//! Hours without calls: `weekday 09:00-18:00`.

/// The words for days, with what the user reads. Stored as the first, shown and written as the second.
pub const DAYS: [(&str, &str); 10] = [
    ("weekday", "平日"),
    ("weekend", "土日祝"),
    ("everyday", "毎日"),
    ("mon", "月曜日"),
    ("tue", "火曜日"),
    ("wed", "水曜日"),
    ("thu", "木曜日"),
    ("fri", "金曜日"),
    ("sat", "土曜日"),
    ("sun", "日曜日"),
];

/// A span of time on certain days; times are minutes from midnight, `from < to <= 24:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// A word of [`DAYS`].
    pub day: String,
    /// First minute.
    pub from: u16,
    /// End.
    pub to: u16,
}

impl Span {
    /// Reads `weekday 09:00-18:00`. Errors say what was expected.
    ///
    /// # Errors
    /// An unknown day, a time that does not exist, an end that is not after the start.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "「weekday 09:00-18:00」の形で書いてください".to_owned();
        let (day, times) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let (from, to) = times.trim().split_once('-').ok_or_else(wrong)?;
        Self::from_parts(day, from, to)
    }
    /// Puts a span together from a day's word and two times.
    ///
    /// # Errors
    /// As [`Span::parse`].
    pub fn from_parts(day: &str, from: &str, to: &str) -> Result<Self, String> {
        if !DAYS.iter().any(|(d, _)| *d == day) {
            let all: Vec<_> = DAYS.iter().map(|d| d.0).collect();
            return Err(format!("曜日は {} のどれかで書いてください", all.join(" ")));
        }
        let (from, to) = (minutes(from)?, minutes(to)?);
        if from >= to {
            return Err("終わりの時刻を、始まりより後にしてください（夜をまたぐときは 22:00-24:00 と 0:00-7:00 に分けます）".to_owned());
        }
        Ok(Self { day: day.to_owned(), from, to })
    }
    /// The stored form.
    #[must_use]
    pub fn to_answer(&self) -> String {
        let t = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
        format!("{} {}-{}", self.day, t(self.from), t(self.to))
    }
    /// For people: 「平日の9:00から18:00まで」. A wave dash would turn into another character in some forms.
    #[must_use]
    pub fn to_ja(&self) -> String {
        let t = |m: u16| format!("{}:{:02}", m / 60, m % 60);
        let day = DAYS.iter().find(|(d, _)| *d == self.day).map_or("", |d| d.1);
        let of = if self.day == "everyday" { "" } else { "の" };
        format!("{day}{of}{}から{}まで", t(self.from), t(self.to))
    }
}

/// `9`, `9:00`, `09:00`, `9時`, `9時半`, `18時30分`, also in full-width digits.
///
/// # Errors
/// Anything that is no time of day up to 24:00.
pub fn minutes(text: &str) -> Result<u16, String> {
    let wrong = || "時刻は 9:00 のように書いてください（0:00〜24:00）".to_owned();
    let plain = crate::text::clean::fold(text.trim());
    let plain = plain.replace("時半", ":30").replace('時', ":").replace('分', "");
    let (h, m) = plain.split_once(':').unwrap_or((plain.as_str(), "0"));
    let m = if m.is_empty() { "0" } else { m };
    let digits = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(h) || !digits(m) {
        return Err(wrong());
    }
    let (h, m): (u16, u16) = (h.parse().map_err(|_| wrong())?, m.parse().map_err(|_| wrong())?);
    if m > 59 || h * 60 + m > 24 * 60 {
        return Err(wrong());
    }
    Ok(h * 60 + m)
}
