//! Attacks the real program in a real pseudo-terminal: `cargo run --example attack_terminal --
//! [--seconds N] [--seed S] [--life S] [--exe PATH]`. Keys, pastes, split and broken bytes, sizes,
//! signals and job control come at random; after each life the program has to have left by Ctrl-C
//! within moments, the terminal has to be given back, only known sequences may have gone out, and
//! nothing may be stored that nobody agreed to. A failure is printed with the seed of its life and
//! what happened in it; `--life` lives that one life again.

#[cfg(unix)]
#[path = "../tests/support/attack_terminal.rs"]
mod attack_terminal;
#[cfg(unix)]
#[path = "../tests/support/pty.rs"]
#[expect(dead_code, reason = "shared with tests that use more of it")]
mod pty;

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    use attack_terminal::{Rng, live};
    use std::time::{Duration, Instant};

    let (mut seconds, mut seed, mut only, mut exe) = (120_u64, 1_u64, None, None);
    let mut args = std::env::args().skip(1);
    while let Some(option) = args.next() {
        let value = args.next().unwrap_or_default();
        let number = value.replace('_', "").parse::<u64>();
        match (option.as_str(), number) {
            ("--exe", _) => exe = Some(value),
            ("--seconds", Ok(n)) => seconds = n,
            ("--seed", Ok(n)) => seed = n,
            ("--life", Ok(n)) => only = Some(n),
            _ => {
                eprintln!("--seconds N, --seed S, --life S, --exe PATH");
                return ExitCode::from(2);
            }
        }
    }
    // Beside this example, unless another one is named.
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("kotowari"));
    let exe = exe.map(Into::into).or_else(beside).filter(|exe: &std::path::PathBuf| exe.is_file());
    let Some(exe) =
        exe.and_then(|exe| std::path::absolute(exe).ok()?.into_os_string().into_string().ok())
    else {
        eprintln!("no program to attack: cargo build first, or name one with --exe");
        return ExitCode::from(2);
    };
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut seeds = Rng::new(seed);
    let (mut lives, mut actions, mut failed) = (0_u64, 0_usize, 0_u64);
    while only.is_some() || Instant::now() < end {
        let life = only.unwrap_or_else(|| seeds.next());
        lives += 1;
        match live(&exe, life) {
            Ok(n) => actions += n,
            Err(failure) => {
                println!("{failure}");
                failed += 1;
            }
        }
        if only.is_some() || failed >= 5 {
            break;
        }
    }
    println!("{actions} actions in {lives} lives, seed {seed}: {failed} failures");
    // A machine on which nothing could be tried has proved nothing.
    if failed == 0 && actions > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    eprintln!("there are no pseudo-terminals here");
    ExitCode::SUCCESS
}
