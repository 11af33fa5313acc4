//! Attacks the core with random events: `cargo run --release --example attack -- [--events N]
//! [--seed S] [--jobs N] [--life S]`.
//!
//! What it checks after each event is in tests/support/attack.rs. A failure is printed with the
//! seed of its life and the fewest events that make it; `--life` lives that one life again. In a
//! release build a panic ends the program at once (there is no unwinding), with the seed: `cargo
//! run --example attack -- --life SEED` then finds the events.

#[path = "../tests/support/attack.rs"]
mod attack;
#[path = "../tests/support/mod.rs"]
mod support;

use attack::{Rng, live};
use kotowari::domain::content::Content;
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

thread_local! {
    static LIFE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

fn main() -> ExitCode {
    let (mut events, mut seed, mut jobs, mut only) = (1_000_000_usize, 1_u64, 1_usize, None);
    let mut args = std::env::args().skip(1);
    while let Some(option) = args.next() {
        let value = args.next().and_then(|v| v.replace('_', "").parse::<u64>().ok());
        let (Some(n), Ok(size)) = (value, usize::try_from(value.unwrap_or(0))) else {
            eprintln!("{option} wants a number");
            return ExitCode::from(2);
        };
        match option.as_str() {
            "--events" => events = size,
            "--seed" => seed = n,
            "--jobs" => jobs = size.max(1),
            "--life" => only = Some(n),
            _ => {
                eprintln!("--events N, --seed S, --jobs N, --life S");
                return ExitCode::from(2);
            }
        }
    }
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        eprintln!("life {}", LIFE.get());
        hook(info);
    }));
    if let Some(life) = only {
        LIFE.set(life);
        return match live(&Rc::new(Content::builtin()), life) {
            Ok(life) => {
                println!("{} events, nothing wrong", life.events);
                ExitCode::SUCCESS
            }
            Err(failure) => {
                println!("{failure}");
                ExitCode::FAILURE
            }
        };
    }
    let (done, lives, failed) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let places = Mutex::new(BTreeSet::new());
    let start = Instant::now();
    std::thread::scope(|scope| {
        for job in 0..jobs {
            let (done, lives, failed, places) = (&done, &lives, &failed, &places);
            scope.spawn(move || {
                let content = Rc::new(Content::builtin());
                let mut seeds = Rng::new(seed.wrapping_add(u64::try_from(job).unwrap_or(0) << 32));
                // A program with a mistake makes the same one again and again: the first few say
                // it.
                while done.load(Relaxed) < events && failed.load(Relaxed) < 5 {
                    let seed = seeds.next();
                    LIFE.set(seed);
                    match live(&content, seed) {
                        Ok(life) => {
                            done.fetch_add(life.events, Relaxed);
                            places
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .extend(life.places);
                        }
                        Err(failure) => {
                            failed.fetch_add(1, Relaxed);
                            println!("{failure}");
                        }
                    }
                    lives.fetch_add(1, Relaxed);
                }
            });
        }
    });
    let (done, lives, failed) = (done.into_inner(), lives.into_inner(), failed.into_inner());
    let seconds = start.elapsed().as_secs();
    println!(
        "{done} events in {lives} lives, {seconds} s, seed {seed}, {jobs} jobs: {failed} failures"
    );
    let places = places.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{} places: {}", places.len(), places.into_iter().collect::<Vec<_>>().join(" "));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
