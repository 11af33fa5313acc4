# Everyday commands; `just` lists them.

default:
    @just --list

# Every test, as CI runs them.
ci:
    .ci/run

# All tests.
test:
    ./test

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
