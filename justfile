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

# What is released, in dist/.
dist *targets:
    packaging/dist {{targets}}
