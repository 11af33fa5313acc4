//! Texts that are compared without the number of services in them.

/// A frame or what was said, whatever the number of services: how many more there are is left out.
pub(crate) fn uncounted(text: &str) -> String {
    let mut parts = text.split("ほか ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let counted = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let counts = counted.len() < part.len() && counted.starts_with(" 件。入力");
        out += if counts { "ほか ##" } else { "ほか " };
        out += if counts { counted } else { part };
    }
    out
}
