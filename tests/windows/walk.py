#!/usr/bin/env python3
"""kotowari.exe under wine, beside the program of this system:  walk.py KOTOWARI.EXE KOTOWARI FOLDER

FOLDER holds conprobe.exe and clipdump.exe (see .ci/windows). Commands must give the same bytes and codes; the full screen, in a
pseudo-terminal with injected console records, must lead from the first question to the clipboard.
"""

import fcntl
import glob
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
import time

EXE, NATIVE, FOLDER = (os.path.abspath(a) for a in sys.argv[1:])
DAY = ["--today", "2026-11-20"]
failed = []

ANSWERS = """service = "apoplus-pharmacist"
goal = "withdraw"
channel = "mail"
[sender]
name = "山田 花子"
reading = "ヤマダ ハナコ"
birth_date = 1990-04-01
email = "hanako@example.jp"
phone = "090-1234-5678"
[answers]
requests = ["erase", "stop_mail"]
reason = "other_service"
effective = "today"
[[answers.selections]]
employer = "𠮷野薬局"
stage = "applied"
wish = "decline"
"""


def check(what, holds, seen=""):
    print("%s %s" % ("ok    " if holds else "FAILED", what), flush=True)
    if not holds:
        failed.append(what)
        print("    seen: %s" % str(seen)[-3000:])


def home(name):
    """A home of its own: on both systems the same."""
    folder = os.path.join(FOLDER, name)
    os.makedirs(folder, exist_ok=True)
    env = dict(os.environ, HOME=folder)
    for gone in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR", "TERM", "NO_COLOR"):
        env.pop(gone, None)
    if env.get("WINEPREFIX"):
        env["HOME"] = folder if "linux" in name else os.environ["HOME"]
    return env


def run(windows, args, feed=b"", **more):
    program = ["wine", EXE] if windows else [NATIVE]
    env = home("home" if windows else "linux-home")
    done = subprocess.run(program + args, input=feed, env=dict(env, **more), cwd=FOLDER, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def same_bytes():
    with open(os.path.join(FOLDER, "a.toml"), "w", encoding="utf-8", newline="\n") as f:
        f.write(ANSWERS)
    letter = DAY + ["letter", "--answers", "a.toml"]
    crlf = b"\xef\xbb\xbf" + ANSWERS.replace("\n", "\r\n").encode()
    asked = "apoplus-pharmacist\nwithdraw\nquit\n"
    for args, feed in [
        (["--version"], b""),
        (["--help"], b""),
        (["letter", "--help"], b""),
        (["help", "cases"], b""),
        (["man"], b""),
        (["completions", "powershell"], b""),
        (["services"], b""),
        (["services", "アポプラス"], b""),
        (["services", "--format", "json"], b""),
        (["flow"], b""),
        (["flow", "--format", "mermaid"], b""),
        (["flow", "--format", "json"], b""),
        (letter, b""),
        (letter + ["--channel", "form", "--tone", "soft"], b""),
        (letter + ["--channel", "phone"], b""),
        (letter + ["--channel", "post", "--tone", "firm"], b""),
        (letter + ["--channel", "message"], b""),
        (letter + ["--format", "json"], b""),
        (letter + ["--format", "eml"], b""),
        (DAY + ["letter", "--answers", "-"], crlf),
        (letter + ["--set", "sender.name="], b""),
        (letter + ["--set", "reason=nobody"], b""),
        (DAY + ["cases"], b""),
        (DAY + ["due"], b""),
        (DAY + ["letter", "--answers", "nothing.toml"], b""),
        (["--plain", "--no-save"] + DAY, asked.encode()),
        (["--plain", "--no-save"] + DAY, asked.replace("\n", "\r\n").encode()),
        (["nonsense"], b""),
    ]:
        here, there = run(False, args, feed), run(True, args, feed)
        name = " ".join(args) + (" < %d bytes" % len(feed) if feed else "")
        check("same bytes: kotowari " + name, here == there, "%r\nand\n%r" % (here, there))
    code, said, error = run(True, DAY + ["--no-save"], asked.encode(), TERM="")
    check("a pipe is answered line by line", code == 130 and "端末".encode() in error, (code, said, error))


def console(name, command, tokens, seconds=90):
    """Runs it on a console in a pseudo-terminal: what conprobe wrote, and the text that was drawn."""
    log = os.path.join(FOLDER, name + ".log")
    windows = lambda path: "Z:" + path.replace("/", "\\")
    line = "%s %s" % (windows(EXE), command)
    pid, fd = pty.fork()
    if pid == 0:
        env = dict(home("home"), TERM="xterm-256color")
        os.chdir(FOLDER)
        os.execvpe("wine", ["wine", os.path.join(FOLDER, "conprobe.exe"), windows(log), line] + tokens, env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    drawn, end = b"", time.time() + seconds
    while time.time() < end:
        if select.select([fd], [], [], 0.1)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            drawn += piece
    else:
        os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(fd)
    text = re.sub(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P][^\x07\x1b]*(\x07|\x1b\\)|\x1b.|\r\r\n", b"", drawn)
    try:
        with open(log, encoding="utf-8", errors="replace") as f:
            told = f.read()
    except OSError:
        told = ""
    return told, text.decode(errors="replace")


def clipboard():
    out = os.path.join(FOLDER, "clipboard.txt")
    formats = subprocess.run(["wine", os.path.join(FOLDER, "clipdump.exe"), out], env=home("home"), cwd=FOLDER,
                             capture_output=True, timeout=60).stdout.decode(errors="replace")
    with open(out, "rb") as f:
        return formats, f.read()


def enter(times=1, pause=700):
    return ["v:0d:0d:0", "w%d" % pause] * times


def full_screen():
    # Arrow keys by number, a name in halves, an Alt code, AltGr, a paste of two lines where one is asked for.
    tokens = ["w4000", "m"] + enter()  # the service
    tokens += ["v:28:0:100", "v:28:0:100", "v:28:0:100", "w300"] + enter()  # down to: withdraw
    tokens += enter(2)  # requests, selections
    tokens += ["t:1", "w700"]  # by mail
    tokens += ["t:𠮷田 花", "alt:5b50", "w300"] + enter()
    tokens += ["t:ヨシダ ハナコ", "w300"] + enter() + ["t:H2.4.1", "w300"] + enter()
    tokens += ["t:hanako", "v:51:40:9", "t:example.jp", "w300"] + enter()  # AltGr and Q give @
    tokens += ["p:090-1234-\n5678", "w700"] + enter()
    tokens += enter(2)  # nobody, and no address of theirs; then the review, whose Enter copies the body
    tokens += ["w1500"] + enter(1, 3000) + ["v:43:3:8", "w700", "v:43:3:8"]
    told, drawn = console("walk", "--no-save --today 2026-11-20", tokens)
    check("the walk ends by itself", "exit " in told and "killed" not in told, told + drawn)
    check("it was copied, and that is said", "クリップボードにコピーしました" in drawn, drawn)
    modes = re.findall(r"(before|during|after): in (\w+) out (\w+)", told)
    check("the modes are given back", len(modes) == 3 and modes[0][1:] == modes[2][1:] != modes[1][1:], modes)
    formats, text = clipboard()
    words = text.decode(errors="replace")
    check("the letter is on the clipboard, whole characters and all", "𠮷田 花子" in words and "hanako@example.jp" in words, words)
    check("a paste of two lines stays in its field", "090-1234-5678" in words, words)
    check("its lines end as Windows has it", b"\r\n" in text and text.count(b"\n") == text.count(b"\r\n"), text)
    for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"):
        check("the clipboard carries " + name, name in formats, formats)


def draft():
    found = glob.glob(os.path.join(os.environ["WINEPREFIX"], "drive_c/users/*/AppData/Local/kotowari/draft.toml"))
    with open(found[0] if found else os.devnull, encoding="utf-8") as f:
        return f.read()


def stopped():
    """Told to end in the middle of a walk: half of an answer is kept, and the console given back."""
    keep = os.path.join(FOLDER, "keep.toml")
    with open(keep, "w", encoding="utf-8") as f:
        f.write('[privacy]\nsave = "always"\n')
    args = "--config %s --today 2026-11-20" % ("Z:" + keep.replace("/", "\\"))
    # To the name, which is only begun. Whom one writes to, and what for, is soon chosen again and not kept alone.
    half = ["w4000"] + enter(1, 1500) + ["v:28:0:100", "v:28:0:100", "v:28:0:100", "w500"] + enter(1, 1500)
    half += enter(2, 1500) + ["t:1", "w1500", "t:山田 は", "w500"]
    lines = ["w4000", "p:apoplus-pharmacist\n", "w1500", "p:withdraw\n", "w1500", "p:1\n", "w1500"]
    # Ended without a word, once the hands have rested.
    run(True, DAY + ["wipe", "--yes"])
    told, drawn = console("rest", args, half + ["w2500"])
    check("what is half-typed is kept while it stands there", "killed" in told and "山田 は" in draft(), (told, draft()))
    # Line by line, the first Ctrl-C asks. Wine passes no Ctrl-Break on to a whole console.
    for name, args, tokens in [("screen", args, half + ["cc"]), ("lines", "--plain " + args, lines + ["cc", "w2500", "cc"])]:
        run(True, DAY + ["wipe", "--yes"])
        told, drawn = console(name, args, tokens + ["w2500"])
        check("Ctrl-C ends the %s with 130" % name, re.search(r"exit 130\n", told), told + drawn)
        modes = re.findall(r"(before|after): in (\w+) out (\w+)", told)
        check("the %s give the modes back" % name, len(modes) == 2 and modes[0][1:] == modes[1][1:], modes)
        code, said, error = run(True, DAY + ["cases", "places"])
        check("the %s keep what was begun" % name, "書きかけ".encode() in said, (said, error, drawn))
        check("the %s keep what was typed" % name, ("山田 は" if name == "screen" else "erase") in draft(), draft())
        check("it lies where no server gets it", b"Local" in said and b"Roaming" not in said, said)


def at_once():
    """Eight that note something at the same moment: nothing is lost."""
    run(True, DAY + ["wipe", "--yes"])
    case = os.path.join(FOLDER, "case.toml")
    imported(case)
    code, said, error = run(True, DAY + ["cases", "import", "case.toml"])
    check("a case is imported", code == 0, (said, error))
    codes = []
    one = lambda n: codes.append(run(True, DAY + ["cases", "log", "2026", "--kind", "note", "--note", "n-%d" % n])[::2])
    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    _, said, error = run(True, DAY + ["cases", "show", "2026", "--format", "json"])
    check("eight at once are all kept", [c for c, _ in codes] == [0] * 8 and all(("n-%d" % n).encode() in said for n in range(8)), (codes, said, error))
    check("wipe takes all", run(True, ["wipe", "--yes"])[0] == 0 and b"Local" not in run(True, ["cases", "places"])[1])


def imported(to):
    """The case of tests/cases.rs."""
    with open(os.path.join(os.path.dirname(__file__), "..", "cases.rs"), encoding="utf-8") as f:
        text = f.read()
    with open(to, "w", encoding="utf-8") as f:
        f.write(re.search(r'const COPIED: &str = r#"(.*?)"#;', text, re.S)[1])


# The clipboard belongs to a desktop, which wine forgets with its last program.
stays = subprocess.Popen(["wine", "cmd"], env=home("home"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
for part in (same_bytes, full_screen, stopped, at_once):
    part()
stays.stdin.close()
stays.wait(30)
print("%d failed" % len(failed))
sys.exit(1 if failed else 0)
