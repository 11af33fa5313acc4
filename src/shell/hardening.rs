//! What this process keeps from the rest of the machine.

use super::terminal;

/// Disables core dumps and ptrace by other programs of the user; the words of a panic, which may
/// quote a letter, stay inside. Call it before reading any user
/// data. Does nothing where the system does not support it.
pub fn keep_memory_private() {
    terminal::on_panic(|tell| tell());
    // Tests look at what the program writes and at its keepers, which else only root may.
    #[cfg(all(unix, debug_assertions))]
    if std::env::var_os("KOTOWARI_TEST_OPEN").is_some() {
        return;
    }
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        // The programs that are started get the same limit, the editor too, and may raise it.
        let limit = Rlimit { current: Some(0), ..getrlimit(Resource::Core) };
        let _ = setrlimit(Resource::Core, limit);
    }
    // Where cores go to a program (systemd-coredump, apport) the limit counts for nothing.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
