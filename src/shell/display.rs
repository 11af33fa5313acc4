//! Which clipboards the environment offers.

use std::time::Duration;

#[derive(Debug, Clone, Copy, Default)]
pub struct ClipboardOptions {
    /// How long the clipboard may hold a text; text sent to a terminal cannot be recalled.
    pub clear: Option<Duration>,
    /// A display may be one that only a network connection reaches.
    pub tcp_display: bool,
}

/// The ways to a clipboard that the environment offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Display {
    pub(super) desktop: Desktop,
    pub(super) terminal: Osc52,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Desktop {
    /// No clipboard, or not that of the user's own desktop.
    #[default]
    None,
    /// Only a network connection reaches it, which was not asked for.
    Network,
    Here,
}

/// How OSC 52 must be put to reach the terminal that the user looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Osc52 {
    /// The terminal has no clipboard.
    #[default]
    None,
    Plain,
    Tmux,
    Screen,
}

impl Display {
    /// Reads `DISPLAY`, `WAYLAND_DISPLAY`, `SSH_CONNECTION`, `SSH_TTY`, `TMUX`, `STY` and `TERM`.
    pub fn from_env(wish: ClipboardOptions) -> Self {
        Self::from_vars(|name| std::env::var(name).ok().filter(|v| !v.is_empty()), wish)
    }

    fn from_vars(var: impl Fn(&str) -> Option<String>, wish: ClipboardOptions) -> Self {
        let set = |name: &str| var(name).is_some();
        let remote = set("SSH_CONNECTION") || set("SSH_TTY");
        let system = cfg!(any(windows, target_os = "macos"));
        let desktop = match var("DISPLAY") {
            _ if remote => Desktop::None,
            _ if system || set("WAYLAND_DISPLAY") => Desktop::Here,
            None => Desktop::None,
            Some(x11) if wish.tcp_display || without_network(&x11).is_some() => Desktop::Here,
            Some(_) => Desktop::Network,
        };
        // A console of Windows has no such name; over SSH it passes the sequence on.
        let nameless = if cfg!(windows) && remote { "console" } else { "" };
        let terminal = match var("TERM").as_deref().unwrap_or(nameless) {
            // The Linux console swallows the sequence: "handed over" would be a lie.
            "" | "dumb" | "linux" => Osc52::None,
            _ if set("TMUX") => Osc52::Tmux,
            _ if set("STY") => Osc52::Screen,
            _ => Osc52::Plain,
        };
        Self { desktop, terminal }
    }
}

/// The same X11 display in a form that only tries local sockets: plain `:0` falls back to TCP.
/// None: it can only be reached over the network.
pub(super) fn without_network(display: &str) -> Option<String> {
    // The path of a socket.
    if display.starts_with('/') || display.starts_with("unix:") {
        return Some(display.to_owned());
    }
    let (protocol, rest) =
        display.rsplit_once('/').map_or((None, display), |(p, rest)| (Some(p), rest));
    let (host, number) = rest.rsplit_once(':')?;
    match (protocol, host) {
        (Some("unix"), _) | (None, "" | "unix") => Some(format!("unix/:{number}")),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The display with these variables set; `NAME` alone means any value.
    pub(in crate::shell) fn display(vars: &[&str], term: &str) -> Display {
        wanted(vars, term, ClipboardOptions::default())
    }

    fn wanted(vars: &[&str], term: &str, wish: ClipboardOptions) -> Display {
        let pairs =
            vars.iter().map(|v| v.split_once('=').unwrap_or((v, ":0"))).chain([("TERM", term)]);
        let pairs: Vec<_> = pairs.collect();
        let value =
            |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Display::from_vars(|name| value(name).filter(|v| !v.is_empty()), wish)
    }

    #[cfg(windows)]
    #[test]
    fn over_ssh_the_terminal_at_the_other_end_is_asked() {
        let of = |pairs: &[(&str, &str)]| {
            let var =
                |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            Display::from_vars(var, ClipboardOptions::default())
        };
        let remote = of(&[("SSH_CONNECTION", "a")]);
        assert_eq!((remote.desktop, remote.terminal), (Desktop::None, Osc52::Plain));
        assert_eq!((of(&[]).desktop, of(&[]).terminal), (Desktop::Here, Osc52::None));
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_desktop_counts_only_when_it_is_here() {
        let desktop = |vars: &[&str]| display(vars, "xterm").desktop;
        assert_eq!(desktop(&["DISPLAY"]), Desktop::Here);
        assert_eq!(desktop(&["WAYLAND_DISPLAY"]), Desktop::Here);
        assert_eq!(desktop(&["DISPLAY", "SSH_CONNECTION"]), Desktop::None);
        assert_eq!(desktop(&[]), Desktop::None);
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_display_over_the_network_is_used_only_on_request_and_named() {
        crate::domain::typed::as_typed("display", |given| {
            let local = without_network(given);
            let var = format!("DISPLAY={given}");
            let wish = ClipboardOptions { tcp_display: true, clear: None };
            assert_eq!(wanted(&[&var], "xterm", wish).desktop, Desktop::Here);
            let there = if local.is_some() { Desktop::Here } else { Desktop::Network };
            assert_eq!(display(&[&var], "xterm").desktop, there, "{given}");
            assert_eq!(display(&[&var, "WAYLAND_DISPLAY=w"], "xterm").desktop, Desktop::Here);
            local.ok_or("over the network")
        });
    }
}
