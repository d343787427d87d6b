"""Capture all output of the program on the shipped register, to compare two versions.

``python scripts/capture.py OUT`` writes a folder with the output of each command in every form and both languages, each
refusal, scorecards, exports, the site, and every screen, the English ones also after each of their keys. ``--against
EARLIER`` compares the folder with one written by an earlier version, prints the first lines that differ in each file,
and exits with 1 if any file differs.

The clock, the keys and the salts are fixed, so that the same version always writes the same bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import difflib
import filecmp
import hashlib
import io
import itertools
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRESENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
LANGUAGES = ("en", "es")
FORMS = ("", "--plain", "--ascii", "--format json", "--format csv", "--format ndjson")
SETTLE_SECONDS = 0.35
"""Longer than the delay before a list or a preview is read again (80 and 150 ms)."""
SHOWN = 12
"""Most lines printed of a difference."""

STORY = """
--desk us-1 update BF2-US-01 limited --evidence report.csv --note "Two offices of five" --said-on 2026-10-02
--desk mx-1 dispute BF2-US-01 --reason "No data since May" --ground not_enough --proposes not_started --said-on 2026-10-09
--desk us-1 update BF2-JT-08 substantial --evidence https://example.org/report --half US
--desk mx-1 concur BF2-JT-08
--desk mx-1 update JS26-JT-01 completed --evidence none --note "Acta firmada"
--desk us-1 update JS26-JT-01 not_started --note "No meeting was held"
--desk us-1 ask BF2-US-02 --on 2026-11-01 --channel "diplomatic note"
--desk mx-1 not-agreed BF2-JT-07 --reason "The Spanish text says something else"
--desk mx-1 amend BF2-MX-02 due_on=2027-06-30 --reason "The budget year" --said-on 2026-11-10
--desk us-1 evidence add BF2-US-02 report.csv https://example.org/tables --title Tables --note "What was counted"
--desk obs-1 note BF2-JT-08 "Read in November.\\nTwo lines; ñ, ü."
--desk us-1 target mx-homicide-daily-sesnsp 45 --by 2030-12-31 --reason "A working figure"
--desk us-1 update HLSD22-03 limited --note "Two of five states"
--desk us-1 note BF2-US-04 "On the wrong line"
--desk us-1 undo --reason "Wrong commitment"
--desk mx-1 note BF2-MX-01 "Between us" --handling TLP:AMBER
--desk us-1 withdraw BF2-US-02
--desk mx-1 withdraw BF2-JT-08 --reason "Too early"
--desk us-1 add commitment framework=BF2 "title.en=Share the index" "title.es=Compartir el índice" "text=Share it." responsible_side=US agreed_on=2026-09-03 due_on=2026-10-01 level=output theme=firearms verifiable=yes verifiable_why=Countable sources=ussc-2023
"""
"""Commands that run first, to create every kind of state. A refused one is captured like any other output."""

READING = """
attention
list
list --all
list firearms side:US
list status:limited,substantial -theme:health --sort -due --all
list due:overdue --limit 3
list standing:disputed
list owes:MX open:MX --limit 10
list --as-of 2025-06-30 --known-on 2026-01-31 --limit 12
list nosuchfield:x
list status:nosuch
show BF2-JT-08
show BF2-US-01
show BF2-MX-02
show HLSD22-03
show BF2-JT-07
show nosuch
show BF2-JT-08 --as-of 2025-06-30
owed
owed --by side
owed --by theme
owed --by framework
history
history BF2-US-01
history BF2-MX-02
history --kind status.report --speaker MX
history --since 2026-10-01 --words etrace
diff 2025-12 2026-11
diff 2026-05 2026-11 theme:firearms
conflicts
conflicts firearms
indicators
indicators homicide side:MX
disputes
disputes --all --words
disputes turn:US
remind BF2-JT-08 BF2-US-01
remind BF2-MX-02
drafts
score
score --by framework
score --by side
score --by body
score --targets all --texts all
score --explain BF2-US-01
score --explain HLSD22-03
score --uncertainty --draws 50
score --uncertainty --shares --draws 50
score --base 2023-01-01
contrast
contrast justice
contrast MX
contrast BF2-JT-08
events
events ev-zambada-2024
events ev-transfer-2026
targets
targets list
targets worksheet mx-sinaloa-homicides --series sesnsp-victims-homicidio-doloso
method
method --parameters
key list
key export
verify
verify --deep
doctor
"""

REFUSED = """
update BF2-US-01 completed
update BF2-US-01 wrong
update
update nosuch limited
--desk mx-1 update BF2-US-01 completed --evidence https://example.org/x
--desk mx-1 update BF2-US-01 limited --speaker US
dispute BF2-US-01 --reason x
--desk mx-1 dispute BF2-US-01
--desk mx-1 concur BF2-MX-01
concur BF2-JT-08
withdraw BF2-MX-01
ask BF2-US-01
amend BF2-US-01 status=limited
amend BF2-MX-01 due_on=2027-01-01 --reason x
amend BF2-US-01 due_on=31/12/2027 --reason x
add commitment title=x
add nosuch
measure nosuch 3 --period 2025-01-01..2025-12-31 --series x
measure guns-seized ten
note BF2-US-01 ""
settle nosuch --claim 1 --reason x
undo
retract nosuch --reason x
evidence add BF2-US-01 nosuch.pdf
evidence add BF2-US-01 http://example.org
evidence save 123456789012
evidence withhold nosuch --reason x --authority y
evidence put-back report.csv
evidence tidy --dry-run
clear 1
drafts --discard 1
target nosuch 3 --by 2030-01-01 --reason x
contrast nosuch
events nosuch
score --by nosuch
score --explain nosuch
score --method nosuch.toml
method --bridge nosuch.toml
scorecard out.txt
scorecard --check report.csv
export data nosuch/deep/dir
export history out.txt
export calendar out.txt
export iati out.txt
import nosuch.csv
import report.csv
site report.csv
backup report.csv
restore report.csv
repair register.db
checkpoint report.csv
verify --since report.csv
disclose out.json nosuch
take-in report.csv
data check nosuch
desk open us-1
desk open nosuch
key passphrase
serve --port 99999999
nosuch
list --nosuch
--db nosuch.db list
--desk nosuch note BF2-US-01 x
--lang fr list
--format nosuch list
"""

WRITING = """
update BF2-US-04 limited --note "One of two"
update BF2-US-04 completed --evidence report.csv --dry-run
--desk mx-1 dispute BF2-JT-08 --reason "Not so" --ground not_done
--desk mx-1 dispute HLSD22-03 --reason "Not so" --dry-run
evidence add BF2-US-04 report.csv
ask BF2-JT-08
amend BF2-US-01 due_on=2027-01-31 "title.en=Another title" --reason "Late"
measure us-owt-firearms-seized 12 --period 2025-01-01..2025-12-31 --series total --source ussc-2023
undo
undo --dry-run
retract us-1-2 --reason "Wrong commitment"
--desk obs-1 settle cf-precursor-rules-2024 --claim 1 --source ussc-2023 --reason "The table"
rebuild
checkpoint point.txt
backup copy.db
desk open us-2
key rotate --reason "A new holder"
evidence tidy
evidence withhold us-1-3 --reason x --authority y
import --template fill.csv --kind statuses
import --template fill.xlsx
import statuses.csv
import statuses.csv --dry-run
"""

DOCUMENTS = """
scorecard card.pdf
scorecard card.html
scorecard card.xlsx
scorecard card.docx
scorecard card.md
scorecard card.json
scorecard brief.pdf --brief
scorecard brief.html --brief
scorecard brief.docx --brief
scorecard brief.md --brief
scorecard parties.md --audience parties --since 2026-01-01
scorecard side.html --audience side --side MX --since 2026-01-01
scorecard side.docx --audience side --side US --since 2026-10-01
export data package
export data package.zip --audience parties
export history history.csv --audience parties
export history history.ndjson
export calendar dates.ics
export calendar all.ics --all --audience side --side MX
export iati activities.xml --reporting-org XM-DAC-1 --reporting-name Someone
import --template fill.xlsx
import --template fill.csv --kind commitments
import --template evidence.csv --kind evidence
import --template measurements.csv --kind measurements
"""

SITES = """
site site
site narrowed --theme firearms --publisher "An institute" --contact mail@example.org --without-downloads
"""

SCREENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "register": ("register", ("F", "g")),
    "filter": ("filter", ("slash",)),
    "facets": ("facets", ("f",)),
    "commitment": ("commitment", ("slash", *"BF2-JT-08", "enter", "enter")),
    "commitment-evidence": ("commitment", ("slash", *"BF2-US-01", "enter", "enter", "tab")),
    "commitment-history": ("commitment", ("slash", *"BF2-US-01", "enter", "enter", "tab", "tab")),
    "commitment-amended": ("commitment", ("slash", *"BF2-MX-02", "enter", "enter")),
    "owed": ("owed", ("2",)),
    "owed-rows": ("owedrows", ("2", "tab")),
    "history": ("history", ("3",)),
    "history-one": ("history", ("slash", *"BF2-US-01", "enter", "h")),
    "disputes": ("disputes", ("4",)),
    "conflicts": ("conflicts", ("4", "right")),
    "scorecard": ("scorecard", ("5",)),
    "scorecard-contrast": ("scorecard", ("5", "tab")),
    "scorecard-events": ("scorecard", ("5", "tab", "tab")),
    "scorecard-targets": ("scorecard", ("5", "tab", "tab", "tab")),
    "status": ("status", ("slash", *"BF2-US-04", "enter", "s")),
    "drafts": ("drafts", ("W",)),
    "help": ("reading", ("question_mark",)),
    "reminder": ("reminder", ("M",)),
    "export": ("export", ("x",)),
    "import": ("import", ("I",)),
    "hand-out": ("choosing", ("P",)),
    "add": ("choosing", ("A",)),
    "seat": ("choosing", ("D",)),
    "palette": ("choosing", ("ctrl+p",)),
}
"""Screens and dialogs: the place in the key table, and the keys that lead there from the register."""
SIZES = {"120x36": (120, 36), "80x24": (80, 24)}
LEFT_OUT = {"quit", "open_evidence", "up", "half_down", "half_up", "page_down", "page_up", "first", "last"}
"""Actions without a picture: they quit, start a browser, or move like ``down``."""


class Fixed:
    """A source of bytes that look random but are the same in each run."""

    def __init__(self) -> None:
        self._number = itertools.count()

    def bytes(self, size: int | None = None) -> bytes:
        """Replace ``secrets.token_bytes``."""
        return hashlib.shake_256(f"capture {next(self._number)}".encode()).digest(size or 32)

    def hex(self, size: int | None = None) -> str:
        """Replace ``secrets.token_hex``."""
        return self.bytes(size).hex()

    def key(self) -> Ed25519PrivateKey:
        """Replace ``Ed25519PrivateKey.generate``."""
        return Ed25519PrivateKey.from_private_bytes(self.bytes(32))


def fix() -> None:
    """Fix the clock, the keys and the salts. Call this before any module of the program is imported."""
    fixed = Fixed()
    setattr(secrets, "token_bytes", fixed.bytes)  # noqa: B010 - mypy refuses to assign a function of a module
    setattr(secrets, "token_hex", fixed.hex)  # noqa: B010
    Ed25519PrivateKey.generate = fixed.key  # type: ignore[method-assign]
    from accordtrack.core import dates  # noqa: PLC0415

    dates.current_time = lambda: PRESENT


def lines(text: str) -> list[list[str]]:
    """Split a text into commands, one per line, each a list of words."""
    return [shlex.split(line) for line in text.strip().splitlines()]


def masked(output: str) -> str:
    """Return an output without the name of the temporary folder."""
    return re.sub(rf"{re.escape(tempfile.gettempdir())}/capture-\w+(/copy)?", "FOLDER", output)


def run(words: list[str]) -> str:
    """Run one command in this process. Return its output and exit status as text."""
    from accordtrack.__main__ import main  # noqa: PLC0415

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    parts = [f"$ accordtrack {shlex.join(words)}\n"]
    for name, stream in (("", out), ("--- standard error\n", err)):
        stream.flush()
        if printed := stream.buffer.getvalue().decode("utf-8"):
            parts.append(name + printed)
    return masked("".join(parts)) + f"--- exit status {status}\n"


def slug(words: list[str]) -> str:
    """Return a file name for a command."""
    return re.sub(r"[^A-Za-z0-9]+", "-", " ".join(words)).strip("-")[:70].lower()


class Folder:
    """An output folder with files numbered in the order of the commands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._number = itertools.count(1)

    def keep(self, words: list[str], output: str) -> None:
        """Write the output of a command."""
        (self.path / f"{next(self._number):03} {slug(words)}.txt").write_text(output, encoding="utf-8")


@contextlib.contextmanager
def register(out: Folder | None = None) -> Iterator[Path]:
    """Yield a working folder with the shipped register, after the commands of ``STORY``."""
    with tempfile.TemporaryDirectory(prefix="capture-") as name:
        here = Path(name).resolve()
        for part in ("DATA", "CONFIG", "STATE", "CACHE"):
            os.environ[f"XDG_{part}_HOME"] = str(here / "home" / part.lower())
        os.environ.update(HOME=str(here / "home"), COLUMNS="100", TZ="UTC", ACCORDTRACK_NAME="A desk", TERM="dumb")
        os.chdir(here)
        fix()
        Path("report.csv").write_text("year,guns\n2024,1203\n", encoding="utf-8")
        Path("statuses.csv").write_text(
            "commitment,status,said_on,note\nBF2-US-04,limited,2026-10-02,One of two\nHLSD22-03,reversed,2026-11-02,Undone\n",
            encoding="utf-8",
        )
        made = [["demo", "--keep", "register.db", "--lang", "en"], *(["--db", "register.db", *w] for w in lines(STORY))]
        for words in made:
            output = run(words)
            if out:
                out.keep(words, output)
        yield here
        os.chdir("/")


@contextlib.contextmanager
def copied(here: Path) -> Iterator[None]:
    """Run the body in a copy of the working folder, for a command that writes."""
    with tempfile.TemporaryDirectory(prefix="capture-") as name:
        shutil.copytree(here, Path(name, "copy"))
        os.chdir(Path(name, "copy"))
        yield
        os.chdir(here)


def capture_commands(out: Path, language: str) -> None:
    """Capture each command that reads, in every form, each that writes or is refused, and each help page."""
    from accordtrack.cli.app import FAMILIES  # noqa: PLC0415

    with register(Folder(out / "story") if language == "en" else None) as here:
        everywhere = ["--db", "register.db", "--lang", language]
        for form in FORMS:
            kept = Folder(out / (form.strip("-").removeprefix("format ") or "table"))
            for words in lines(READING):
                kept.keep(words, run([*everywhere, *form.split(), *words]))
        kept = Folder(out / "help")
        for words in [[], *([verb] for verbs in FAMILIES.values() for verb in verbs)]:
            page = run(["--lang", language, *words, "--help"])
            kept.keep(words, page)
            if "VERB …" in page and words:
                for below in re.findall(r"^  ([a-z-]+)  ", page, re.MULTILINE):
                    kept.keep([*words, below], run(["--lang", language, *words, below, "--help"]))
        for name, text in (("refused", REFUSED), ("writing", WRITING)):
            for form in ("", "--format json"):
                kept = Folder(out / (f"{name}-json" if form else name))
                for words in lines(text):
                    with copied(here):
                        kept.keep(words, run([*everywhere, *form.split(), *words]))


def capture_documents(out: Path, language: str) -> None:
    """Capture scorecards and exports, with the output of each command."""
    with register():
        kept = Folder(out)
        for words in lines(DOCUMENTS):
            kept.keep(words, run(["--db", "register.db", "--lang", language, *words]))
            name = next(word for word in words if re.search(r"\.[a-z]+$|^package$", word) and not word.startswith("-"))
            shutil.move(name, out / name)


def capture_site(out: Path, language: str) -> None:
    """Capture the site, which contains both languages."""
    with register():
        kept = Folder(out)
        for words in lines(SITES):
            kept.keep(words, run(["--db", "register.db", "--lang", language, *words]))
            shutil.move(words[1], out / words[1])


def capture_screens(out: Path, language: str, size: str, *, every_key: bool) -> None:
    """Capture each screen and dialog, and with ``every_key`` also after each key that works there."""
    from accordtrack.tui.key_places import STACKS  # noqa: PLC0415
    from accordtrack.tui.key_table import KEYS  # noqa: PLC0415

    out.mkdir(parents=True)
    with register() as here:
        for name, (place, way) in SCREENS.items():
            pressed = dict.fromkeys(
                key.keys[0] for key in KEYS if key.place in STACKS[place] and key.action not in LEFT_OUT
            )
            for keys in ((), *((key,) for key in pressed if every_key)):
                with copied(here):
                    drawn, text = asyncio.run(_picture((*way, *keys), language, SIZES[size]))
                file = out / f"{name} {'-'.join(keys)}".strip()
                file.with_name(file.name + ".svg").write_text(masked(drawn), encoding="utf-8")
                file.with_name(file.name + ".txt").write_text(masked(text), encoding="utf-8")


async def _picture(keys: tuple[str, ...], language: str, size: tuple[int, int]) -> tuple[str, str]:
    from textual.widgets import Input  # noqa: PLC0415

    from accordtrack import i18n, service  # noqa: PLC0415
    from accordtrack.tui import UserOptions  # noqa: PLC0415
    from accordtrack.tui.app import AccordApp  # noqa: PLC0415

    i18n.set_language(language)
    seat = "us-1" if language == "en" else "mx-1"
    app = AccordApp(
        lambda _progress: service.open_register(Path("register.db"), desk=seat, today="2026-11-25"),
        own=UserOptions(fresh=True),
    )
    async with app.run_test(size=size) as pilot:
        await _settled(app)
        for key in keys:
            await pilot.press(key)
        await _settled(app)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()
        drawn = app.export_screenshot(title="accordtrack")
        shown = app.screen._compositor.render_strips()  # noqa: SLF001 - the text of what is drawn
        return drawn, "\n".join(strip.text.rstrip() for strip in shown) + "\n"


async def _settled(app: Any) -> None:  # noqa: ANN401
    for _ in range(4):
        await asyncio.sleep(SETTLE_SECONDS / 4)
        await app.type_ahead.wait_until_settled()
        while not all(worker.is_finished for worker in app.workers):  # noqa: ASYNC110 - workers start workers
            await asyncio.sleep(0.005)


PARTS = {
    **{f"commands-{language}": (capture_commands, (language,)) for language in LANGUAGES},
    **{f"documents-{language}": (capture_documents, (language,)) for language in LANGUAGES},
    "site": (capture_site, ("en",)),
    "screens-en-120x36": (partial(capture_screens, every_key=True), ("en", "120x36")),
    "screens-es-80x24": (partial(capture_screens, every_key=False), ("es", "80x24")),
    "screens-es-120x36": (partial(capture_screens, every_key=False), ("es", "120x36")),
}


def capture(out: Path, parts: list[str]) -> None:
    """Run each part in its own process, as many at once as there are processors."""
    waiting, running, failed = list(parts), dict[str, subprocess.Popen[bytes]](), list[str]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            part = waiting.pop(0)
            running[part] = subprocess.Popen([sys.executable, __file__, str(out), "--part", part])
        for part, process in list(running.items()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                if process.wait(0.1):
                    failed.append(part)
                del running[part]
    if failed:
        sys.exit(f"not captured: {', '.join(failed)}")


def compare(earlier: Path, later: Path) -> int:
    """Print what differs, and return the number of files that differ."""
    names = sorted({path.relative_to(top) for top in (earlier, later) for path in top.rglob("*") if path.is_file()})
    count = 0
    for name in names:
        one, other = earlier / name, later / name
        if not (one.exists() and other.exists()):
            print(f"only in {earlier if one.exists() else later}: {name}")
        elif filecmp.cmp(one, other, shallow=False):
            continue
        else:
            print(f"differs: {name}")
            with contextlib.suppress(UnicodeDecodeError):
                before, after = (path.read_text(encoding="utf-8").splitlines() for path in (one, other))
                if name.suffix != ".svg":
                    changed = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
                    print("\n".join(f"    {line[:200]}" for line in changed[:SHOWN]))
        count += 1
    print(f"{len(names)} files, {count} differ")
    return count


def main() -> None:
    """Capture, and compare if requested."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--against", type=Path, metavar="EARLIER")
    asked = parser.parse_args()
    out = asked.out.resolve()
    if asked.part and len(asked.part) == 1:
        part = asked.part[0]
        shutil.rmtree(out / part, ignore_errors=True)
        work, values = PARTS[part]
        work(out / part, *values)  # type: ignore[operator]
    else:
        capture(out, asked.part or list(PARTS))
    if asked.against and compare(asked.against.resolve(), out):
        sys.exit(1)


if __name__ == "__main__":
    main()
