#!/usr/bin/env python3
"""Writes link/start.ld: the functions that run up to the first frame, so that the linker puts them side by side.

    CARGO_PROFILE_RELEASE_STRIP=false cargo build --release
    python3 benches/start_order.py

A page of the program is read when a function in it first runs, and its neighbours with it. Spread over five megabytes,
the few hundred functions of a start touch most of them. valgrind tells which ones run; the program is ended by Ctrl-C.

The names in the list have no hashes (a star stands for them), so that a new compiler or another version of a crate
does not make it useless. A name that fits nothing is passed over by the linker: a list that is out of date costs some
memory and breaks nothing.

Needs Linux, valgrind, nm, Python 3.9 or later.
"""

import collections
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.environ.get("KOTOWARI_EXE", os.path.join(ROOT, "target", "release", "kotowari"))
LIST = os.path.join(ROOT, "link", "start.ld")
READY = "アポプラス薬剤師".encode()
# Columns and rows: here the letter stands beside the question, and all that runs at 80x24 runs too.
SIZE = (120, 40)

HEAD = """/* The functions that run up to the first frame, side by side: see benches/start_order.py, which writes this file. */
SECTIONS
{
  .text.start :
  {
"""
FOOT = """  }
}
INSERT BEFORE .text;
"""


def functions_run(binary):
    """Their names as the linker sees them."""
    with tempfile.TemporaryDirectory() as home:
        out = os.path.join(home, "callgrind.out")
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.environ.update(HOME=home, TERM="xterm-256color", LANG="C.UTF-8")
            for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR"):
                os.environ.pop(name, None)
            os.execvp("valgrind", ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={out}", binary])
        seen, asked = b"", False
        while True:
            if not select.select([fd], [], [], 60)[0]:
                sys.exit("start_order: no first frame within a minute")
            try:
                got = os.read(fd, 65536)
            except OSError:
                break
            if not got:
                break
            seen += got
            if READY in seen and not asked:
                asked = True
                os.write(fd, b"\x03")
        os.waitpid(pid, 0)
        text = open(out, encoding="utf-8", errors="replace").read()
    # The first time a name is met it stands behind its number; recursion adds 'N.
    return {re.sub(r"'\d+$", "", n) for n in re.findall(r"^c?fn=\(\d+\) (.+)$", text, re.M)}


def pattern(symbol):
    """The symbol with stars for its hashes."""
    symbol = re.sub(r"17h[0-9a-f]{16}E.*$", "17h*", symbol)
    return re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", symbol)


def main():
    for tool in ("valgrind", "nm", "cc"):
        if not shutil.which(tool):
            sys.exit(f"start_order: {tool} is not installed")
    symbols = subprocess.run(["nm", "-S", BINARY], capture_output=True, text=True, check=True).stdout
    sizes = {m[2]: int(m[1], 16) for m in re.finditer(r"^[0-9a-f]+ ([0-9a-f]+) [tTwW] (\S+)$", symbols, re.M)}
    if not sizes:
        sys.exit("start_order: no names in the program; build it with CARGO_PROFILE_RELEASE_STRIP=false")
    run = functions_run(BINARY)
    rust = {n for n in run if n.startswith(("_ZN", "_R"))}
    all_of, run_of = collections.Counter(), collections.Counter()
    for name, size in sizes.items():
        all_of[pattern(name)] += size
        run_of[pattern(name)] += size if name in rust else 0
    # Generic functions run in one instance and lie there in many, with one name: those of which little runs come last.
    names = sorted((p for p in run_of if run_of[p]), key=lambda p: (-run_of[p] / all_of[p], p))
    ours = [f"*(.text.{p} .text.unlikely.{p})" for p in names]

    libc = subprocess.run(["cc", "-print-file-name=libc.a"], capture_output=True, text=True, check=True).stdout.strip()
    c_names = {n.split(".")[0] for n in run - rust}
    # valgrind's processor has AVX2; newer ones take another variant of the same function.
    variants = {n.rsplit("_avx2")[0] for n in c_names if "_avx2" in n}
    newer = re.compile("|".join(f"{re.escape(v)}_(evex|avx512|avx_)\\w*" for v in sorted(variants)) or "$^")
    members = subprocess.run(["nm", "-A", libc], capture_output=True, text=True).stdout
    found = re.findall(r"libc\.a:([^:]+):[0-9a-f]+ [TtWi] (\S+)", members)
    objects = {o for o, n in found if n.split(".")[0] in c_names or newer.fullmatch(n)}
    rows = [f"*libc.a:{o}(.text .text.*)" for o in sorted(objects)] + ours

    os.makedirs(os.path.dirname(LIST), exist_ok=True)
    with open(LIST, "w", encoding="ascii") as f:
        f.write(HEAD + "".join(f"    {r}\n" for r in rows) + FOOT)
    print(f"{LIST}: {len(rows)} names, {sum(run_of.values())} bytes of code of ours and {len(c_names)} functions of the C library")


if __name__ == "__main__":
    main()
