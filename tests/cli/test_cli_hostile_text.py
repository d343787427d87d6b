"""Hostile text in every free field of a register, put below its validation: no verb and no form lets any of it act."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from accordtrack.core import safe_text
from accordtrack.core.paths import evidence_folder
from accordtrack.dataset.data_folder import DataEntry
from accordtrack.ledger.kinds import KINDS, canonical_body
from cli_runner import Run, at_home
from folders import FILES, PANEL, change, make_folder

ATTACKS = (
    "=HYPERLINK(\x22https://example.org\x22)",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tcell",
    "＝1+1",
    "[red]loud[/red] [/] [@click=app.quit]quit[/] [link=https://example.org]x[/link]",
    ":warning: :pile_of_poo: {name} {0} %s %(x)s",
    "\x1b]0;renamed\x07\x1b[2J\x1b[31mred",
    "\x9b31mred \x85 \x7f \x00",
    "txt\u202ecod.exe \u2066inside\u2069 \u200e",
    "hidden\u200bwords\ufeff \U000e0041 \u00ad\u034f\u180e\u200c\u2062\u206a\u3164\ufff9\U000e0100\u2800",
    "two\nlines\r\nand three\u2028four",
    "עברית عربى 漢字漢字 e\u0301\u0301\u0301 👩‍👩‍👧‍👧",
    "long" * 400,
)
FIELDS = frozenset({"title", "text", "name", "note", "verifiable_why", "definition", "unit", "rationale"}) | {
    *("may_explain", "would_settle", "publisher", "number", "series", "reason")
}
VERBS = (
    ("list",),
    ("show", "FW-US-01"),
    ("show", "FW-MX-01"),
    ("show", "FW-JT-01"),
    ("owed",),
    ("owed", "--by", "theme"),
    ("owed", "--by", "framework"),
    ("owed", "--by", "side"),
    ("history",),
    ("history", "FW-US-01"),
    ("conflicts",),
    ("disputes",),
    ("disputes", "--words"),
    ("verify",),
    ("undo", "--dry-run"),
    ("score",),
    ("score", "--by", "framework"),
    ("score", "--explain", "FW-US-01"),
    ("contrast",),
    ("contrast", "firearms"),
    ("events",),
    ("events", "ev-meeting"),
)
INVISIBLE = {"Cc", "Cs", "Co", "Zl", "Zp"}
JOINERS = {"\u200d", "\ufe0f"}


def _poison(value: Any, turn: Iterator[str]) -> Any:  # noqa: ANN401
    """Every free text of a record, with an attack at its start."""
    if isinstance(value, list):
        return [_poison(item, turn) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _with_attack(held, turn) if name in FIELDS else _poison(held, turn) for name, held in value.items()}


def _with_attack(value: object, turn: Iterator[str]) -> object:
    if isinstance(value, dict):
        return {language: f"{next(turn)} {words}" for language, words in value.items()}
    return f"{next(turn)} {value}" if isinstance(value, str) else value


def _poisoned_body(entry: DataEntry, turn: Iterator[str]) -> Any:  # noqa: ANN401
    """The body of an entry with attacks. The series of a panel release is an id, not free words as that of a measurement."""
    body = canonical_body(entry.body)
    ids = {"series": body["series"]} if entry.kind.startswith("panel.") and "series" in body else {}
    return _poison(body, turn) | ids


def _turns() -> Iterator[str]:
    while True:
        yield from ATTACKS


LISTS = frozenset({"releases.csv", "breaks.csv"})
"""Tables of the panel folder that hold records and not the rows of a release."""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose free fields are all hostile, one attack after the other."""
    from accordtrack import service  # noqa: PLC0415
    from accordtrack.dataset import data_folder  # noqa: PLC0415
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    home = tmp_path_factory.mktemp("hostile")
    folder = make_folder(home / "data", {**FILES, **PANEL})
    change(folder, "events.yaml", "kind: meeting", "kind: operation\n  place: MX-SIN")
    for name, old in (("series.yaml", "id: homicides"), ("releases.csv", "homicides,")):
        change(folder, f"panel/{name}", old, old.replace("homicides", "sesnsp-victims-homicidio-doloso"))
    turn = _turns()
    found = data_folder.read_folder(folder)
    assert not found.problems
    entries = tuple(
        replace(entry, body=KINDS[entry.kind].decode_values(_poisoned_body(entry, turn))) for entry in found.entries
    )
    hostile = data_folder.Dataset(found.accord_id, found.facts_until, entries, found.counts, ())
    register = home / "register.db"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in at_home(home).items():
            patch.setenv(name, value)
        patch.setattr(safe_text, "forbidden_character", lambda *_words, **_more: None)
        patch.setattr(creation, "read_folder", lambda _folder, **_how: hostile)
        patch.setattr(creation, "_store_panel", lambda *_all: None)  # no file has the hostile name
        made = service.create_register(
            register, data=folder, desk="us-1", name=ATTACKS[8], keys=home / "register.db.keys"
        )
        from accordtrack.types.intents import AddNote  # noqa: PLC0415

        for attack in ATTACKS:
            made.write(AddNote(commitment="FW-US-01", text=attack))
        service.restore_evidence(register, [str(path) for path in folder.glob("panel/*.csv") if path.name not in LISTS])
    return register


@pytest.fixture
def register(poisoned: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert home.is_dir()
    copy = tmp_path / "register.db"
    shutil.copyfile(poisoned, copy)
    for beside in ("keys", "evidence"):
        shutil.copytree(poisoned.with_name(f"register.db.{beside}"), copy.with_name(f"register.db.{beside}"))
    monkeypatch.setenv("ACCORDTRACK_DB", str(copy))
    return copy


def assert_harmless(out: str) -> None:
    """No character moves a cursor, turns the reading order or hides words; newline is the only control."""
    for character in set(out) - {"\n"}:
        category = unicodedata.category(character)
        assert category not in INVISIBLE, f"U+{ord(character):04X}"
        assert category != "Cf" or character in JOINERS, f"U+{ord(character):04X}"


@pytest.mark.sweep("more")
@pytest.mark.parametrize("more", [(), ("--plain",), ("--ascii",), ("--lang", "es")])
@pytest.mark.parametrize("words", VERBS)
def test_tables_show_hostile_text_harmlessly(
    run: Run, register: Path, words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    assert register.is_file()
    ran = run(*words, *more)
    assert (ran.status, ran.err) == (0, "")
    assert_harmless(ran.out)


def test_markup_and_emoji_codes_are_shown_as_typed(run: Run, register: Path) -> None:
    assert register.is_file()
    shown = run("show", "FW-US-01", "--plain").out + run("conflicts", "--plain").out + run("history", "--plain").out
    for words in (
        "[red]loud[/red] [/] [@click=app.quit]quit[/]",
        ":warning:",
        "{name} {0} %s",
        "␛]0;renamed␇␛[2J",
        "<U+202E>cod.exe",
    ):
        assert words in shown


def test_hostile_titles_of_themes_indicators_and_events_are_shown_as_typed(run: Run, register: Path) -> None:
    assert register.is_file()
    pages = [run(*words, "--plain").out for words in (("score",), ("contrast", "firearms"), VERBS[-1])]
    for page, title in zip(pages, ("Firearms", "Share of guns traced", "First meeting"), strict=True):
        assert title in page
        (line,) = [line for line in page.splitlines() if title in line][:1]
        assert any(safe_text.sanitize_line(attack)[:20] in line for attack in ATTACKS), line


def test_hostile_name_of_a_missing_file_is_shown_as_typed(run: Run, register: Path) -> None:
    shutil.rmtree(evidence_folder(register))
    shown = run(*VERBS[-1]).out
    assert "missing or was altered" in " ".join(shown.split())
    assert "one.csv" in shown
    assert_harmless(shown)
    assert "victims of homicide" not in shown, "no outcome without the file"


def test_color_terminal_gets_no_escape_sequence_from_the_register(
    run: Run, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    monkeypatch.setenv("FORCE_COLOR", "1")
    for words in VERBS:
        styled = run(*words).out
        assert_harmless(re.sub(r"\x1b\[[0-9;]*m", "", styled))
        assert "\x1b]" not in styled


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(
    run: Run, register: Path, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    monkeypatch.setenv("COLUMNS", width)
    scored = (("score",), ("score", "--explain", "FW-US-01"), ("contrast", "firearms"), VERBS[-1])
    for words in (("list",), ("show", "FW-US-01"), ("history",), ("conflicts",), *scored):
        if width == "40" and words[0] in {"list", "history"}:
            continue
        for line in run(*words).out.splitlines():
            assert cell_len(line) <= int(width)


@pytest.mark.sweep
@pytest.mark.parametrize("words", VERBS)
def test_machine_formats_stay_valid(run: Run, register: Path, words: tuple[str, ...]) -> None:
    assert register.is_file()
    for more in ((), ("--ascii",)):
        ran = run(*words, "--format", "json", *more)
        assert_harmless(ran.out)
        assert json.loads(ran.out)["version"] == 1
        if more:
            assert ran.out.isascii()
        lines = run(*words, "--format", "ndjson", *more).out
        assert_harmless(lines)
        assert all(json.loads(line)["version"] == 1 for line in lines.splitlines())
    ran = run(*words, "--format", "csv")
    assert_harmless(ran.out)
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows[1:] for cell in row):
        assert not cell.lstrip(" \n").startswith(tuple("=+-@\t\r＝＋－＠")) or re.fullmatch(r"-?\d+(\.\d+)?", cell)


def test_hostile_command_line_text_is_sanitized(run: Run, register: Path) -> None:
    assert register.is_file()
    for attack in ATTACKS:
        for words in (["show", attack], ["list", attack], [attack], ["note", attack, "x"], ["list", "--sort", attack]):
            ran = run(*words)
            assert ran.status in {0, 1, 2}
            assert "unexpected" not in ran.err
            assert_harmless(ran.out + ran.err)
