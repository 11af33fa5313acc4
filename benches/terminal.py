#!/usr/bin/env python3
"""Measures the wizard in real pseudo-terminals, beside a lower bound and two peers.

    python3 benches/terminal.py --binary "$(packaging/build)"     all measures, about two minutes
    python3 benches/terminal.py --runs 100 --measure start,keys
    python3 benches/terminal.py --gates --runs 5     what must hold, exit code 1 if it does not
    python3 benches/terminal.py --also old=/path/to/another/build

Beside the wizard run: `floor`, a static C program that writes one Japanese frame in one write and then waits for
keys (floor.c, compiled here); `dialog` and `whiptail` with a Japanese menu of four choices, where installed. All
take turns (A B C D, then D C B A, ...), so that a machine which is busy for a while is busy for all of them. Times
of two machines, or of two runs, can't be compared; the ratios of one run can.

What is measured (--measure, default all):
  start    exec -> the read that completed the first frame: all marker texts were seen in the output without its
           escape sequences. Once on a terminal that answers queries, once on one that stays silent.
  keys     Down and Up in the first menu: key written -> last byte of the reaction (25 ms of quiet end it). A random
           pause of 0 to 20 ms comes before each key, so that nothing falls into step with a redraw timer.
  strace   system calls up to the last write of the first frame, and writes to the terminal, for the first frame and
           for each key. Needs strace.
  idle     5 s without input: context switches of all threads, CPU time, bytes written, and in a second session
           (under strace) system calls. Then VmHWM, the peak of the memory, and what of it is its own.
  typed    keys typed before the program starts are kept: Down, Up, Enter must lead to the second question.
  endings  normal end, Ctrl-C, SIGTERM, SIGHUP: the terminal must be as it was (settings, alternate screen, cursor,
           bracketed paste and other modes). And the program must end when the terminal is closed, also under nohup.

The gates (--gates) use only what is free of timing noise. A gate that can't be checked (no strace) is named; it
counts as failed when KOTOWARI_TEST_STRICT=1.

Needs Linux, Python 3.9 or later and its standard library.
"""

import argparse
import codecs
import contextlib
import fcntl
import gc
import json
import os
import platform
import random
import re
import select
import shlex
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata

# --- what to look for, and what to demand -------------------------------------------------------------------------

READY = ["どのサービス", "アポプラス薬剤師"]  # all of them on the screen: the first frame is complete
SECOND_QUESTION = ["連絡を減らしてもらう"]  # seen after Enter in the first menu, and not before
FINISH = ["esc"]  # keys that lead from the first menu to an end with code 0, e.g. ["enter", "esc"]; []: not tried
TYPED_AHEAD = ["down", "up", "enter"]
MENU_KEYS = ["down", "up"]
LEAVE = "ctrl-c"
LEAVE_CODE = 130

MAX_SYSCALLS_TO_FIRST_FRAME = 120
MAX_BYTES_PER_KEY = 400
MAX_ANON_KIB = 4608  # of its own: how many pages of the file count besides depends on the page cache
RATIO_TO_FLOOR = 2.0  # first frame, reported and not a gate
RATIO_TO_PEERS = 0.5

QUIET = 0.025  # seconds without output that end a reaction
IDLE = 5.0
KEY_BLOCK = 22  # keys in one process; the first two are not counted
PATIENCE = 10.0  # seconds until something that does not come is called missing

MENU_TITLE = "ご希望を選んでください"
MENU = ["登録を解除する", "しばらく休止する", "担当者を変更する", "連絡を減らす"]

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
MEASURES = ["start", "keys", "strace", "idle", "typed", "endings"]

# --- the terminal's side of the conversation ----------------------------------------------------------------------

KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "backspace": b"\x7f",
    "ctrl-c": b"\x03",
}
IUTF8 = 0o40000  # not in the termios module
ALTERNATE_SCREENS = (47, 1047, 1049)
ON_IN_A_FRESH_TERMINAL = (7, 25)  # autowrap, cursor

# Complete control sequences, and control characters other than tab and newlines.
CONTROL = re.compile(
    rb"\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"
    rb"|\x1b[\x20-\x2f]+[\x30-\x7e]"
    rb"|\x1b[\x30-\x4f\x51-\x57\x59\x5a\x5c\x60-\x7e]"
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f]"
)
SCREEN_TOKEN = re.compile(
    r"\x1b\[([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\"
    r"|\x1b[\x20-\x2f]*[\x30-\x7e]|([\x00-\x1f\x7f])|(.)"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[\x20-\x3f]*|[\]PX^_][^\x1b\x07]*\x1b?|[\x20-\x2f]*)?\Z")
PRIVATE_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
KITTY_STACK = re.compile(rb"\x1b\[([<>])([0-9]*)[0-9;]*u")

# Everything that makes a terminal send something back, with an answer for those that programs wait for.
QUERY = re.compile(
    rb"\x1b\[(?:(?P<da>[>=]?0?)c|(?P<dsr>\??[56])n|(?P<kitty>\?)u|(?P<version>>0?)q|\??(?P<mode>[0-9]+)\$p"
    rb"|(?P<window>1[1-9]|2[01])t)"
    rb"|\x1b\](?P<colour>4;[0-9]+|1[0-9]|52;[a-z0-9]*);\?(?:\x07|\x1b\\)"
    rb"|\x1bP(?P<dcs>[+$]q)[^\x1b]*\x1b\\"
    rb"|(?P<enq>\x05)"
)


def answer_to(query, size):
    kind, value = query.lastgroup, query.group(query.lastgroup)
    columns, rows = size
    if kind == "da":
        return {b">": b"\x1b[>1;10;0c", b"=": b"\x1bP!|00000000\x1b\\"}.get(value[:1], b"\x1b[?62;22c")
    if kind == "dsr":
        return b"\x1b[0n" if value == b"5" else b"\x1b[%s1;1R" % value[:-1]
    if kind == "version":
        return b"\x1bP>|bench(1)\x1b\\"
    if kind == "mode":
        return b"\x1b[?%s;2$y" % value
    if kind == "window" and value == b"18":
        return b"\x1b[8;%d;%dt" % (rows, columns)
    if kind == "colour" and not value.startswith(b"52"):
        return b"\x1b]%s;rgb:2020/2020/2020\x1b\\" % value
    if kind == "dcs":
        return b"\x1bP0%sr\x1b\\" % value[:1]
    return b""


def screen(raw, size):
    """What stands on the terminal, as one text; knows the sequences that a ratatui program sends.

    A program that sends only the cells that changed may never send a word of its second screen in one piece.
    """
    columns, rows = size
    cells, x, y = {}, 0, 0
    for m in SCREEN_TOKEN.finditer(raw.decode("utf-8", "replace")):
        parameters, final, control, char = m.groups()
        if char:
            width = 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
            if width:
                cells[y, x] = char
                if width == 2:
                    cells.pop((y, x + 1), None)
            x += width
        elif control:
            x = 0 if control == "\r" else max(0, x - 1) if control == "\b" else x
            y = min(rows - 1, y + 1) if control == "\n" else y
        elif final:
            numbers = [int(n) if n.isdigit() else 0 for n in parameters.split(";")]
            n = max(1, numbers[0])
            if final in "Hf":
                y, x = n - 1, max(1, (numbers + [1])[1]) - 1
            elif final in "ABCDGd":
                y = {"A": y - n, "B": y + n, "d": n - 1}.get(final, y)
                x = {"C": x + n, "D": x - n, "G": n - 1}.get(final, x)
            elif final == "X":
                for i in range(n):
                    cells.pop((y, x + i), None)
            elif final in "JK" or final in "hl" and parameters in ("?1049", "?47", "?1047"):
                here, how = (y, x), 2 if final in "hl" else numbers[0]
                for at in list(cells):
                    if (final != "K" or at[0] == y) and (how >= 2 or (at >= here) == (how == 0)):
                        del cells[at]
    lines = []
    for row in range(rows):
        line, column = "", 0
        while column < columns:
            char = cells.get((row, column), " ")
            line += char
            column += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        lines.append(line.rstrip())
    return "\n".join(lines)


def readable(query):
    return query.group().decode("ascii", "replace").replace("\x1b", "ESC").replace("\x07", "BEL")


class Missing(Exception):
    """What was waited for did not come."""


class Program:
    def __init__(self, name, argv, ready, second=(), finish=(), leave_code=None):
        self.name = name
        self.argv = argv
        self.ready = ready
        self.second = second  # empty: Enter in the menu ends the program with code 0
        self.finish = finish
        self.leave_code = leave_code


class Session:
    """One run of a program in a pseudo-terminal of its own, as the leader of a session of its own."""

    size = (80, 24)
    scratch = None  # the folder for the empty HOMEs

    def __init__(self, program, answers=True, typed=(), trace=None, nohup=False):
        self.program = program
        self.answers = answers
        self.raw = bytearray()
        self.text = ""
        self.queries = []  # those that came before the first frame was complete
        self.last_output = 0.0
        self.status = None
        self._pending = b""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        columns, rows = self.size
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        settings = termios.tcgetattr(self.slave)
        settings[0] |= IUTF8
        termios.tcsetattr(self.slave, termios.TCSANOW, settings)
        self.settings = termios.tcgetattr(self.slave)
        os.set_blocking(self.master, False)
        if typed:
            # the terminal still echoes these, as it does for a person who types before the prompt is back
            os.write(self.master, b"".join(KEYS[k] for k in typed))
            time.sleep(0.02)
            self._read()

        home = tempfile.mkdtemp(prefix="home-", dir=self.scratch)
        # Where the users are: elsewhere the program says, for nine hours of the day, that the machine shows another day.
        environment = {
            "TZ": "Asia/Tokyo",
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": home,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        argv = program.argv
        if trace:
            argv = [shutil.which("strace"), "-f", "-qq", "-y", "-ttt", "-s", "8", "-o", trace] + argv
        tty = os.ttyname(self.slave)
        default = {signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE, signal.SIGTSTP, signal.SIGXFSZ}
        if not nohup:
            default.add(signal.SIGHUP)
        old = signal.signal(signal.SIGHUP, signal.SIG_IGN) if nohup else None
        try:
            self.start = time.perf_counter()
            self.pid = os.posix_spawn(
                argv[0],
                argv,
                environment,
                # the first terminal that a session leader opens becomes its controlling terminal
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, tty, os.O_RDWR, 0),
                    (os.POSIX_SPAWN_DUP2, 0, 1),
                    (os.POSIX_SPAWN_DUP2, 0, 2),
                ],
                setsid=True,
                setsigmask=(),
                setsigdef=default,
            )
        finally:
            if nohup:
                signal.signal(signal.SIGHUP, old)
        self.pidfd = os.pidfd_open(self.pid)
        self.poll = select.poll()
        self.poll.register(self.master, select.POLLIN)
        self.poll.register(self.pidfd, select.POLLIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            self.kill(signal.SIGKILL)
            _, self.status = os.waitpid(self.pid, 0)
        for fd in (self.master, self.slave, self.pidfd):
            if fd >= 0:
                os.close(fd)

    def kill(self, number):
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass

    def _read(self):
        got = False
        while True:
            try:
                data = os.read(self.master, 1 << 16)
            except (BlockingIOError, OSError):
                return got
            if not data:
                return got
            self.last_output = time.perf_counter()
            got = True
            self._take(data)

    def _take(self, data):
        self.raw += data
        data = self._pending + data
        tail = UNFINISHED.search(data)
        cut = tail.start() if tail else len(data)
        data, self._pending = data[:cut], data[cut:]
        for query in QUERY.finditer(data):
            before = self.text + CONTROL.sub(b"", data[: query.start()]).decode("utf-8", "replace")
            if not all(m in before for m in self.program.ready):
                self.queries.append(readable(query))
            if self.answers:
                self.write(answer_to(query, self.size))
        self.text += self._decode(CONTROL.sub(b"", data))

    def pump(self, seconds):
        """Waits for one event at most so long. True if there was output."""
        got = False
        for fd, _ in self.poll.poll(max(0.0, seconds) * 1000):
            if fd == self.master:
                got = self._read()
            elif self.status is None:
                _, self.status = os.waitpid(self.pid, 0)
                self.poll.unregister(self.pidfd)
                got = self._read() or got
        return got

    def wait_text(self, markers, timeout=PATIENCE):
        """Until all markers were seen. Returns when the last byte of them came."""
        end = time.perf_counter() + timeout
        while not all(m in self.text for m in markers):
            rest = end - time.perf_counter()
            if self.status is not None or rest <= 0:
                why = "ended with %s" % self.ending() if self.status is not None else "%.0f s passed" % timeout
                lost = "、".join(m for m in markers if m not in self.text)
                raise Missing("%s: %s, and %r was not shown" % (self.program.name, why, lost))
            self.pump(rest)
        return self.last_output

    def wait_screen(self, markers, timeout):
        """Until all markers stand on the screen. False if they do not come."""
        end = time.perf_counter() + timeout
        while not self.shows(markers):
            rest = end - time.perf_counter()
            if self.status is not None or rest <= 0:
                return False
            self.pump(rest)
        return True

    def shows(self, markers):
        shown = screen(bytes(self.raw), self.size)
        return all(m in shown for m in markers)

    def wait_quiet(self, seconds=QUIET, limit=2.0):
        start = now = time.perf_counter()
        last = start
        while now - last < seconds and now - start < limit and self.status is None:
            if self.pump(seconds - (now - last)):
                last = self.last_output
            now = time.perf_counter()
        return self.last_output

    def wait_end(self, timeout):
        end = time.perf_counter() + timeout
        while self.status is None and time.perf_counter() < end:
            self.pump(end - time.perf_counter())
        return self.status is not None

    def write(self, data):
        while data:
            try:
                data = data[os.write(self.master, data) :]
            except BlockingIOError:
                select.select([], [self.master], [], 0.1)

    def modes(self):
        modes = {}
        for numbers, switch in PRIVATE_MODE.findall(bytes(self.raw)):
            for number in numbers.split(b";"):
                if number:
                    modes[int(number)] = switch == b"h"
        return modes

    def key_bytes(self, key):
        data = KEYS.get(key) or key.encode()
        if data[:2] == b"\x1b[" and self.modes().get(1):  # application cursor keys
            data = b"\x1bO" + data[2:]
        return data

    def react(self, key, quiet=QUIET):
        """Sends a key. Seconds to the last byte of the reaction, and its bytes; None without a reaction."""
        data, before = self.key_bytes(key), len(self.raw)
        start = time.perf_counter()
        self.write(data)
        while len(self.raw) == before:
            if time.perf_counter() - start > 1.0 or self.status is not None:
                return None
            self.pump(1.0 - (time.perf_counter() - start))
        return self.wait_quiet(quiet) - start, len(self.raw) - before

    def leave(self):
        """As a person leaves: Ctrl-C, and once more if that was not enough."""
        for patience in (0.05, 1.5):
            self.write(self.key_bytes(LEAVE))
            if self.wait_end(patience):
                return

    def hang_up(self):
        """The window is closed. True if the program ends."""
        self.poll.unregister(self.master)
        os.close(self.master)
        os.close(self.slave)
        self.master = self.slave = -1
        return self.wait_end(2.0)

    def ending(self):
        if self.status is None:
            return "runs on"
        if os.WIFSIGNALED(self.status):
            return signal.Signals(os.WTERMSIG(self.status)).name
        return str(os.WEXITSTATUS(self.status))

    def leftovers(self):
        """What the terminal of the next program would suffer from."""
        found = []
        if termios.tcgetattr(self.slave) != self.settings:
            found.append("terminal settings")
        for mode, on in sorted(self.modes().items()):
            if mode in ALTERNATE_SCREENS:
                if on:
                    found.append("alternate screen")
            elif mode == 25:
                if not on:
                    found.append("hidden cursor")
            elif mode == 2004:
                if on:
                    found.append("bracketed paste")
            elif mode not in (12, 1034) and on != (mode in ON_IN_A_FRESH_TERMINAL):
                found.append("mode ?%d" % mode)
        pushed = 0
        for sign, number in KITTY_STACK.findall(bytes(self.raw)):
            pushed = pushed + 1 if sign == b">" else max(0, pushed - int(number or 1))
        if pushed:
            found.append("kitty keyboard mode")
        return found

    def counters(self):
        """Context switches and CPU time (ns) of all threads, VmHWM and RssAnon (KiB)."""
        switches = cpu = peak = own = 0
        for task in os.listdir("/proc/%d/task" % self.pid):
            base = "/proc/%d/task/%s/" % (self.pid, task)
            with open(base + "status") as f:
                for line in f:
                    if "ctxt_switches" in line:
                        switches += int(line.split()[1])
                    elif line.startswith("VmHWM:"):
                        peak = int(line.split()[1])
                    elif line.startswith("RssAnon:"):
                        own = int(line.split()[1])
            try:
                with open(base + "schedstat") as f:
                    cpu += int(f.read().split()[0])
            except OSError:
                pass  # a kernel without scheduler statistics
        return switches, cpu, peak, own


# --- system calls -------------------------------------------------------------------------------------------------

CALL = re.compile(r"(?:\d+\s+)?(\d+\.\d+) (\w+)\(((?:\d+<[^>]*>)?)")
TO_TERMINAL = re.compile(r"\d+</dev/(?:pts/\d+|tty)>")


def new_trace():
    fd, path = tempfile.mkstemp(prefix="trace-", dir=Session.scratch)
    os.close(fd)
    return path


def calls_in(path):
    """(when it was entered, is it a write to the terminal) for each system call."""
    calls = []
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            m = CALL.match(line)
            if m:
                written = m.group(2) in ("write", "writev") and TO_TERMINAL.match(m.group(3)) is not None
                calls.append((float(m.group(1)), written))
    return calls


def why_no_strace():
    """None if strace is there and may trace."""
    if not shutil.which("strace"):
        return "strace is not installed"
    try:
        done = subprocess.run(
            ["strace", "-qq", "-o", os.devnull, "true"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20
        )
    except subprocess.TimeoutExpired:
        return "strace does not answer"
    return None if done.returncode == 0 else "strace may not trace here: " + done.stderr.decode().strip()[:100]


# --- measures -----------------------------------------------------------------------------------------------------


def alternating(programs, rounds):
    for n in range(rounds):
        yield n, programs if n % 2 == 0 else programs[::-1]


def measure_start(programs, rounds, result):
    for answers, name in ((True, "start"), (False, "start_silent")):
        for n, order in alternating(programs, rounds + 1):
            for p in order:
                with Session(p, answers=answers) as s:
                    gc.disable()
                    seconds = s.wait_text(p.ready) - s.start
                    gc.enable()
                    queries = list(s.queries)
                if n:  # the first round only fills the page cache
                    r = result[p.name]
                    r.setdefault(name + "_ms", []).append(seconds * 1000)
                    r["queries_before_first_frame"] = sorted(set(r.get("queries_before_first_frame", []) + queries))


def measure_keys(programs, rounds, result):
    dice = random.Random(1)
    for _, order in alternating(programs, rounds):
        for p in order:
            times, r = [], result[p.name]
            with Session(p) as s:
                s.wait_text(p.ready)
                s.wait_quiet(0.1)
                gc.disable()
                for i in range(KEY_BLOCK):
                    s.pump(dice.uniform(0, 0.020))
                    reaction = s.react(MENU_KEYS[i % len(MENU_KEYS)])
                    if i < 2:
                        continue
                    if reaction is None:
                        r["keys_unanswered"] = r.get("keys_unanswered", 0) + 1
                    else:
                        times.append(reaction[0] * 1000)
                        r.setdefault("key_bytes", []).append(reaction[1])
                gc.enable()
            r.setdefault("key_ms", []).extend(times)
            r.setdefault("key_block_ms", []).append(statistics.median(times) if times else None)


def measure_strace(programs, result):
    for p in programs:
        trace = new_trace()
        windows = []
        with Session(p, trace=trace) as s:
            s.wait_text(p.ready)
            s.wait_quiet(0.3)
            for i in range(8):
                windows.append(time.time())
                s.react(MENU_KEYS[i % len(MENU_KEYS)], quiet=0.1)
            windows.append(time.time())
        calls = calls_in(trace)
        first = [written for when, written in calls if when < windows[0]]
        last_write = max([i for i, written in enumerate(first) if written], default=len(first) - 1)
        keys = [[w for when, w in calls if a <= when < b] for a, b in zip(windows, windows[1:])]
        result[p.name].update(
            syscalls_to_first_frame=last_write + 1,
            writes_first_frame=sum(first),
            writes_per_key=[sum(k) for k in keys],
            syscalls_per_key=statistics.median(len(k) for k in keys),
        )


def measure_idle(programs, result, traced):
    """All of them side by side: programs that do nothing do not disturb each other."""
    with contextlib.ExitStack() as stack:
        sessions = [stack.enter_context(Session(p)) for p in programs]
        for s in sessions:
            s.wait_text(s.program.ready)
            for key in MENU_KEYS * 2:
                s.react(key)
        for s in sessions:
            s.wait_quiet(0.2)
        before = [(s.counters(), len(s.raw)) for s in sessions]
        time.sleep(IDLE)
        for s, ((switches, cpu, *_), written) in zip(sessions, before):
            now = s.counters()
            s.pump(0)
            result[s.program.name].update(
                idle_switches=now[0] - switches,
                idle_cpu_us=(now[1] - cpu) / 1000,
                idle_bytes=len(s.raw) - written,
                vmhwm_kib=now[2],
                anon_kib=now[3],
            )
    if not traced:
        return
    traces = [new_trace() for _ in programs]
    with contextlib.ExitStack() as stack:
        sessions = [stack.enter_context(Session(p, trace=t)) for p, t in zip(programs, traces)]
        for s in sessions:
            s.wait_text(s.program.ready)
            s.wait_quiet(0.5)
        start = time.time()
        time.sleep(IDLE)
        end = time.time()
    for p, t in zip(programs, traces):
        result[p.name]["idle_syscalls"] = sum(start <= when < end for when, _ in calls_in(t))


def measure_typed(programs, result):
    for p in programs:
        if p.second:
            with Session(p) as s:
                s.wait_text(p.ready)
                s.wait_quiet(0.1)
                if s.shows(p.second):
                    raise Missing("%s shows %r in its first frame; choose another --second" % (p.name, p.second))
        with Session(p, typed=TYPED_AHEAD) as s:
            if p.second:
                kept = s.wait_screen(p.second, 3.0)
            else:
                kept = s.wait_end(1.5) and s.ending() == "0"
        result[p.name]["typed_ahead"] = "kept" if kept else "lost"


def measure_endings(programs, result):
    def normal(s):
        for key in s.program.finish:
            if s.status is None:
                s.write(s.key_bytes(key))
                s.wait_quiet(0.1, limit=1.0)
        s.wait_end(1.5)

    def by_signal(number):
        def end(s):
            s.kill(number)
            s.wait_end(1.5)

        return end

    ways = [("normal end", normal), ("Ctrl-C", Session.leave)]
    ways += [("SIGTERM", by_signal(signal.SIGTERM)), ("SIGHUP", by_signal(signal.SIGHUP))]
    for p in programs:
        endings = result[p.name]["endings"] = {}
        for name, way in ways:
            if way is normal and not p.finish:
                continue
            with Session(p) as s:
                s.wait_text(p.ready)
                s.wait_quiet(0.05)
                way(s)
                s.pump(0)
                endings[name] = {"ending": s.ending(), "leftovers": s.leftovers()}
        for name, nohup in (("hang-up", False), ("hang-up, nohup", True)):
            with Session(p, nohup=nohup) as s:
                s.wait_text(p.ready)
                s.wait_quiet(0.05)
                s.hang_up()
                endings[name] = {"ending": s.ending(), "leftovers": []}


# --- report -------------------------------------------------------------------------------------------------------


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def ratio(ours, theirs):
    """Median of the ratios of the paired rounds, and its 95 % bootstrap interval."""
    pairs = [a / b for a, b in zip(ours, theirs) if a and b]
    if not pairs:
        return None
    dice = random.Random(1)
    medians = sorted(statistics.median(dice.choices(pairs, k=len(pairs))) for _ in range(2000))
    return statistics.median(pairs), medians[49], medians[1949], len(pairs)


def table(rows, names):
    """A measure a row, a program a column; rows without any value are left out."""
    rows = [(label, ["" if v is None else str(v) for v in values]) for label, values in rows]
    rows = [row for row in rows if any(row[1])]
    left = max(len(label) for label, _ in rows)
    widths = [max(len(n), *(len(values[i]) for _, values in rows)) for i, n in enumerate(names)]
    lines = [" " * left + "".join("  " + n.rjust(w) for n, w in zip(names, widths))]
    for label, values in rows:
        lines.append(label.ljust(left) + "".join("  " + (v or "-").rjust(w) for v, w in zip(values, widths)))
    return "\n".join(lines)


def report(programs, result):
    results = [result[p.name] for p in programs]

    def row(label, key, form="%s", pick=None):
        values = []
        for r in results:
            v = r.get(key)
            values.append(None if v is None or v == [] else form % (pick(v) if pick else v))
        return label, values

    def p95(v):
        return quantile(v, 0.95)

    asked = "queries_before_first_frame"
    rows = [
        row("first complete frame, ms: median", "start_ms", "%.2f", statistics.median),
        row("                          95 %", "start_ms", "%.2f", p95),
        row("... silent terminal, ms:  median", "start_silent_ms", "%.2f", statistics.median),
        row("                          95 %", "start_silent_ms", "%.2f", p95),
        row("key to last byte, ms:     median", "key_ms", "%.2f", statistics.median),
        row("                          95 %", "key_ms", "%.2f", p95),
        row("keys without a reaction", "keys_unanswered"),
        row("bytes per key:            median", "key_bytes", "%d", statistics.median),
        row("                          most", "key_bytes", "%d", max),
        row("system calls to the first frame", "syscalls_to_first_frame"),
        row("writes for the first frame", "writes_first_frame"),
        row("writes per key:           most", "writes_per_key", "%d", max),
        row("system calls per key:     median", "syscalls_per_key", "%d"),
        ("queries before the first frame", [len(r[asked]) if asked in r else None for r in results]),
        row("idle %g s: context switches" % IDLE, "idle_switches"),
        row("          system calls", "idle_syscalls"),
        row("          CPU, µs", "idle_cpu_us", "%.0f"),
        row("          bytes", "idle_bytes"),
        row("VmHWM, MiB", "vmhwm_kib", "%.2f", lambda v: v / 1024),
        row("memory of its own, MiB", "anon_kib", "%.2f", lambda v: v / 1024),
        row("program on disk, kB", "size", "%.0f", lambda v: v / 1000),
        row("keys typed ahead", "typed_ahead"),
    ]
    for way in ("normal end", "Ctrl-C", "SIGTERM", "SIGHUP", "hang-up", "hang-up, nohup"):
        values = []
        for r in results:
            e = r.get("endings", {}).get(way)
            values.append(e and e["ending"] + (", leaves %d" % len(e["leftovers"]) if e["leftovers"] else ""))
        rows.append((way, values))
    print(table(rows, [p.name for p in programs]))

    ours, ratios = programs[0], {}
    lines = []
    for label, key in (
        ("first complete frame", "start_ms"),
        ("... silent terminal", "start_silent_ms"),
        ("key to last byte", "key_block_ms"),
    ):
        values = []
        for p in programs[1:]:
            found = ratio(result[ours.name].get(key, []), result[p.name].get(key, []))
            values.append("%.2f [%.2f, %.2f]" % found[:3] if found else None)
            if found:
                ratios.setdefault(key, {})[p.name] = dict(zip(("median", "low", "high", "pairs"), found))
        lines.append((label, values))
    if ratios:
        print("\n%s / other, median of the paired rounds and its 95 %% bootstrap interval" % ours.name)
        print(table(lines, [p.name for p in programs[1:]]))
    for peer, r in ratios.get("start_ms", {}).items():
        limit = {"floor": RATIO_TO_FLOOR, "dialog": RATIO_TO_PEERS, "whiptail": RATIO_TO_PEERS}.get(peer)
        if limit:
            verdict = "met" if r["high"] <= limit else "missed" if r["low"] > limit else "can't tell, more --runs"
            print("goal: first frame at most %.2f of %s: %s" % (limit, peer, verdict))
    for p, r in zip(programs, results):
        for way, e in r.get("endings", {}).items():
            if e["leftovers"]:
                print("%s leaves behind after %s: %s" % (p.name, way, ", ".join(e["leftovers"])))
        if r.get("queries_before_first_frame"):
            print("%s asks before its first frame: %s" % (p.name, " ".join(r["queries_before_first_frame"])))
    return ratios


def gates(p, r, reasons):
    """(what must hold, True or False or None for not checked, what was seen)"""

    def at_most(name, key, limit, pick=None, unit=""):
        v = r.get(key)
        if v is None or v == []:
            return name, None, reasons.get(key, "not measured")
        v = pick(v) if pick else v
        return name, v <= limit, "%g%s" % (v, unit)

    queries = r.get("queries_before_first_frame")
    found = [
        (
            "no query before the first frame",
            None if queries is None else not queries,
            "not measured" if queries is None else " ".join(queries) or "none",
        ),
        at_most("system calls to the first frame <= %d" % MAX_SYSCALLS_TO_FIRST_FRAME,
                "syscalls_to_first_frame", MAX_SYSCALLS_TO_FIRST_FRAME),
    ]
    for name, key in (("first frame", "writes_first_frame"), ("key", "writes_per_key")):
        v = r.get(key)
        if v is None:
            found.append(("one write per " + name, None, reasons.get(key, "not measured")))
        else:
            counts = v if isinstance(v, list) else [v]
            found.append(("one write per " + name, set(counts) == {1}, " ".join(map(str, counts))))
    found += [
        at_most("bytes for a moved selection <= %d" % MAX_BYTES_PER_KEY, "key_bytes", MAX_BYTES_PER_KEY, max),
        ("every key has a reaction",
         not r.get("keys_unanswered") if "key_ms" in r else None,
         "%d without" % r.get("keys_unanswered", 0) if "key_ms" in r else "not measured"),
        at_most("idle: no context switches", "idle_switches", 0),
        at_most("idle: no system calls", "idle_syscalls", 0),
        at_most("idle: no bytes", "idle_bytes", 0),
        at_most("memory of its own <= %d KiB" % MAX_ANON_KIB, "anon_kib", MAX_ANON_KIB, unit=" KiB"),
        ("keys typed ahead are kept",
         r["typed_ahead"] == "kept" if "typed_ahead" in r else None,
         r.get("typed_ahead", "not measured")),
    ]
    endings = r.get("endings")
    if endings is None:
        found.append(("the terminal is left as it was", None, "not measured"))
    for way, e in (endings or {}).items():
        ended = e["ending"] != "runs on"
        right = {"Ctrl-C": str(p.leave_code), "normal end": "0"}.get(way, e["ending"])
        seen = "ends with " + e["ending"] if ended else "runs on"
        if e["leftovers"]:
            seen += ", leaves " + ", ".join(e["leftovers"])
        found.append((way + ": ends, leaves nothing", ended and e["ending"] == right and not e["leftovers"], seen))
    return found


# --- main ---------------------------------------------------------------------------------------------------------


def build_floor(folder):
    """The C program, or None; and what has to be said about it."""
    cc = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not cc:
        return None, "skipped: floor (no C compiler)"
    out = os.path.join(folder, "floor")
    dynamic = "note: no static C library, so floor is a dynamic program and slower than it could be"
    for flags, word in ((["-static"], None), ([], dynamic)):
        command = [cc, "-O2", *flags, "-o", out, os.path.join(HERE, "floor.c")]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode == 0:
            return out, word
    return None, "skipped: floor (%s fails: %s)" % (cc, done.stderr.decode(errors="replace").strip()[:200])


def menu_of(tool):
    hide_tags = "--no-tags" if tool == "dialog" else "--notags"
    tags_and_items = [text for item in MENU for text in (item, item)]
    return [hide_tags, "--menu", MENU_TITLE, "0", "0", str(len(MENU))] + tags_and_items


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=os.path.join(ROOT, "target", "release", "kotowari"))
    parser.add_argument("--args", default="", help="arguments for the binary, as in a shell")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=BINARY",
                        help="another build of the wizard to compare with; may be given again")
    parser.add_argument("--runs", type=int, default=40, help="paired rounds of starts (default 40; keys: a quarter)")
    parser.add_argument("--measure", default=",".join(MEASURES), help="some of " + ",".join(MEASURES))
    parser.add_argument("--size", default="80x24", help="of the terminal, columns x rows (default 80x24)")
    parser.add_argument("--json", metavar="OUT", help="write all numbers to this file")
    parser.add_argument("--gates", action="store_true", help="exit 1 unless the counters free of timing noise hold")
    parser.add_argument("--ready", action="append", help="marker of the first frame, instead of the built-in ones")
    parser.add_argument("--second", action="append", help="marker of the second question, likewise")
    parser.add_argument("--finish", help="keys from the first menu to a normal end: 'down enter ...'")
    options = parser.parse_args()
    options.measure = options.measure.split(",")
    for m in options.measure:
        if m not in MEASURES:
            parser.error("no such measure: " + m)
    if not re.fullmatch(r"\d+x\d+", options.size):
        parser.error("--size wants something like 80x24")
    if options.runs < 1:
        parser.error("--runs wants at least 1")
    return options


def main():
    if sys.version_info < (3, 9) or not hasattr(os, "pidfd_open"):
        sys.exit("terminal.py: needs Linux and Python 3.9 or later")
    options = arguments()
    binaries = [("kotowari", options.binary)] + [a.partition("=")[::2] for a in options.also]
    for name, path in binaries:
        if not os.access(path, os.X_OK):
            sys.exit("terminal.py: %s is not there; `cargo build --release` makes the wizard" % (path or name))
    with tempfile.TemporaryDirectory(prefix="kotowari-bench-") as folder:
        return run(options, binaries, folder)


def run(options, binaries, folder):
    Session.scratch = folder
    Session.size = tuple(map(int, options.size.split("x")))
    finish = options.finish.split() if options.finish else FINISH
    programs = [
        Program(name, [os.path.abspath(path)] + shlex.split(options.args), options.ready or READY,
                options.second or SECOND_QUESTION, finish, LEAVE_CODE)
        for name, path in binaries
    ]
    said = []
    floor, word = build_floor(folder)
    if floor:
        programs.append(Program("floor", [floor], [MENU_TITLE] + MENU, (), ["enter"], LEAVE_CODE))
    if word:
        said.append(word)
    for tool in ("dialog", "whiptail"):
        path = shutil.which(tool)
        if path:
            programs.append(Program(tool, [path] + menu_of(tool), [MENU_TITLE] + MENU, (), ["enter"]))
        else:
            said.append("skipped: %s (not installed)" % tool)
    no_strace = why_no_strace()
    if no_strace:
        said.append("skipped: all counts of system calls and writes (%s)" % no_strace)
    counted = ("syscalls_to_first_frame", "writes_first_frame", "writes_per_key", "idle_syscalls")
    reasons = dict.fromkeys(counted, no_strace or "not measured")
    if "endings" in options.measure and not finish:
        said.append("skipped: normal end of kotowari (no keys for it, see --finish)")

    print("%s %s, %d CPUs, load %.2f, Python %s, terminal %s, %d rounds" % (
        platform.system(), platform.release(), os.cpu_count() or 0, os.getloadavg()[0], platform.python_version(),
        options.size, options.runs))
    for word in said:
        print(word)
    print(flush=True)

    result = {p.name: {"size": os.stat(p.argv[0]).st_size} for p in programs}
    steps = {
        "start": lambda: measure_start(programs, options.runs, result),
        "keys": lambda: measure_keys(programs, max(2, round(options.runs / 4)), result),
        "strace": lambda: no_strace or measure_strace(programs, result),
        "idle": lambda: measure_idle(programs, result, not no_strace),
        "typed": lambda: measure_typed(programs, result),
        "endings": lambda: measure_endings(programs, result),
    }
    failure = None
    for name in MEASURES:
        if name in options.measure:
            if sys.stderr.isatty():
                print("measuring: " + name, file=sys.stderr, flush=True)
            try:
                steps[name]()
            except Missing as e:
                failure = str(e)
                print("failed: %s: %s" % (name, failure), flush=True)
                break

    ratios = report(programs, result)
    outcome = gates(programs[0], result[programs[0].name], reasons)
    code = 1 if failure else 0
    if options.gates:
        strict = os.environ.get("KOTOWARI_TEST_STRICT") == "1"
        print("\ngates")
        for name, held, seen in outcome:
            if held is False or held is None and strict:
                code = 1
            print("  %-8s %s: %s" % ({True: "ok", False: "FAILED", None: "skipped"}[held], name, seen))
        print("gates: %s" % ("failed" if code else "hold"))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as f:
            everything = {
                "system": platform.platform(), "cpus": os.cpu_count(), "size": options.size, "runs": options.runs,
                "notes": said, "failure": failure, "programs": result, "ratios": ratios,
                "gates": [{"gate": n, "held": h, "seen": s} for n, h, s in outcome],
            }
            json.dump(everything, f, ensure_ascii=False, indent=1)
            f.write("\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
