# Everyday commands; `just` lists them.

default:
    @just --list

# Every test, as CI runs them.
ci:
    .ci/run

# All tests.
test:
    ./test

# The program, built quickly: `just run --plain`.
run *args:
    cargo run --locked -- {{args}}

# Some tests, built quickly: `just quick letters`, `just quick journeys later`; `lib` is those in the source.
quick target *names:
    CARGO_PROFILE_DEV_OPT_LEVEL=0 cargo test --locked {{ if target == "lib" { "--lib" } else { "--test " + target } }} {{names}}

# Format and lints.
lint:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings

# The assets of this working copy, held against each other.
check:
    cargo run --locked -- check assets

# Writes the golden letters, the recorded walk and the pictures of screens anew: read each that changed.
accept:
    KOTOWARI_ACCEPT=1 cargo test --locked --test letters --test recorded
    INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --locked --test screens --test plain

# The program for Windows, under wine.
windows:
    .ci/windows

# Pictures of the screens, in docs/pictures; `just pictures review goal` makes these two.
pictures *names:
    cargo build --release
    .ci/pictures {{names}}

# What is released, in dist/.
dist *targets:
    packaging/dist {{targets}}
