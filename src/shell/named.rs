//! What a path names: on Windows some file names are devices or streams.

use std::path::Path;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    File,
    /// `NUL`, `CON` and their like, in any folder and with any extension.
    Device,
    /// `letter:txt`: a hidden part of the file `letter`.
    Stream,
}

fn named_on_windows(path: &str) -> Named {
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    // The drive.
    let path = match path.as_bytes() {
        [b'A'..=b'Z' | b'a'..=b'z', b':', ..] => path.get(2..).unwrap_or_default(),
        _ => path,
    };
    let name = path.rsplit(['\\', '/']).next().unwrap_or_default();
    let base = name.split(['.', ':']).next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered =
        |of: &str| base.strip_prefix(of).is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']));
    if matches!(&*base, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
    {
        return Named::Device;
    }
    if path.contains(':') { Named::Stream } else { Named::File }
}

/// Always a file on other systems, where the file system decides.
pub(super) fn named(path: &Path) -> Named {
    if cfg!(windows) { named_on_windows(&path.to_string_lossy()) } else { Named::File }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn names_that_windows_takes_for_something_else_are_known() {
        as_typed("on_windows", |path| Ok::<_, &str>(format!("{:?}", named_on_windows(path))));
    }
}
