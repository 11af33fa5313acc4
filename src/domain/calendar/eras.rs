//! The eras in which Japanese years are counted.

pub(super) struct Era {
    pub(super) name: &'static str,
    pub(super) letter: char,
    /// Year, month, day of the first and the last day.
    pub(super) first: (i32, u32, u32),
    pub(super) last: Option<(i32, u32, u32)>,
    /// The western year is this plus the year of the era.
    pub(super) base: i32,
}

/// Newest first. The day of a change belongs to the new era here. Meiji begins with its sixth
/// year: before 1873 its months and days are those of the old lunar calendar (太政官布告 No. 337
/// of 1872), which cannot be taken over by adding to the year.
pub(super) const ERAS: [Era; 5] = [
    Era { name: "令和", letter: 'R', first: (2019, 5, 1), last: None, base: 2018 },
    Era { name: "平成", letter: 'H', first: (1989, 1, 8), last: Some((2019, 4, 30)), base: 1988 },
    Era {
        name: "昭和", letter: 'S', first: (1926, 12, 25), last: Some((1989, 1, 7)), base: 1925
    },
    Era {
        name: "大正", letter: 'T', first: (1912, 7, 30), last: Some((1926, 12, 24)), base: 1911
    },
    Era { name: "明治", letter: 'M', first: (1873, 1, 1), last: Some((1912, 7, 29)), base: 1867 },
];

impl Era {
    pub(super) fn holds(&self, ymd: (i32, u32, u32)) -> bool {
        ymd >= self.first && self.last.is_none_or(|last| ymd <= last)
    }
    /// Like [`Self::holds`] for any day of the month.
    pub(super) fn holds_month(&self, ym: (i32, u32)) -> bool {
        ym >= (self.first.0, self.first.1) && self.last.is_none_or(|(ly, lm, _)| ym <= (ly, lm))
    }
}

/// `令和8年`, `令和元年` for the day, if an era is known for it.
pub(super) fn era_year(y: i32, m: u32, d: u32) -> Option<String> {
    let era = ERAS.iter().find(|e| e.holds((y, m, d)))?;
    Some(match y - era.base {
        1 => format!("{}元年", era.name),
        n => format!("{}{n}年", era.name),
    })
}
