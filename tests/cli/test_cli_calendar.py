"""The verb export calendar: what it says in both languages, what it refuses, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from cli_runner import Run, assert_refused
from registers import accept_everything
from shipped_scores import shipped_register

DUE = "deadline.FW-US-01@small-accord.accordtrack"


def uids(file: Path) -> list[str]:
    return [str(event["uid"]) for event in events(file)]


def events(file: Path) -> list[Any]:
    told: Any = Calendar.from_ical(file.read_bytes())
    return list(told.events)


@pytest.mark.parametrize("language", ["en", "es"])
def test_calendar_is_written_and_its_contents_are_counted(
    run: Run, register: Path, tmp_path: Path, language: str
) -> None:
    assert register.is_file()
    out = tmp_path / "dates.ICS"
    done = run("export", "calendar", str(out), "--lang", language)
    assert (done.status, done.err) == (0, "")
    assert "dates.ICS" in done.out
    assert uids(out) == [DUE]
    told = run("export", "calendar", str(out), "--force", "--format", "json")
    facts = json.loads(told.out)
    assert (facts["type"], facts["bytes"]) == ("calendar_file", out.stat().st_size)
    assert (facts["deadlines"], facts["reports"], facts["meetings"]) == (1, 0, 0)
    assert (facts["not_agreed"], facts["cancelled"], facts["left_out"]) == (0, 0, 0)


def test_all_exports_every_date_and_the_rest_are_counted_as_left_out(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    shipped = ("--db", str(shipped_register(tmp_path)))
    out, more = tmp_path / "agreed.ics", tmp_path / "every.ics"
    said = run("export", "calendar", str(out), *shipped)
    left = (
        len(uids(more)) - len(uids(out)) if run("export", "calendar", str(more), "--all", *shipped).status == 0 else 0
    )
    assert left > 20
    assert f"{left} dates that are not agreed were left out; --all adds them." in " ".join(said.out.split())
    past = run("export", "calendar", str(more), *shipped, "--force", "--as-of", "2023-03", "--known-on", "2023-03-31")
    assert past.status == 0
    assert 0 < len(uids(more)) < len(uids(out))


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "OUT.ics"),
        (("dates.txt",), 2, "Name a file that ends in .ics"),
        (("dates",), 2, "Name a file that ends in .ics"),
        (("no/where.ics",), 1, "cannot be written"),
        (("there.ics",), 1, "--force replaces it"),
        (("folder.ics", "--force"), 1, "is a folder"),
        (("new.ics", "--audience", "press"), 2, "Unknown --audience"),
        (("new.ics", "--audience", "side"), 2, "Use --side US or --side MX"),
        (("new.ics", "--as-of", "05/01/2026"), 2, "Ambiguous date"),
        (("new.ics", "--known-on", "2020", "--as-of", "2020"), 1, "Nothing was written"),
        (("there.ics", "--known-on", "2020", "--as-of", "2020", "--force"), 1, "No date that this audience may read"),
        (("new.ics", "side:US"), 2, "One word too many"),
    ],
)
def test_refused_export_leaves_no_file(
    run: Run,
    register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    assert register.is_file()
    monkeypatch.chdir(tmp_path)
    assert_refused(run, tmp_path, "ics", ("export", "calendar", *words), status, said)


def test_deadline_that_is_no_longer_agreed_is_marked_as_canceled(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    words = ("due_basis=horizon", "--reason", "Read again.", "--handling", "TLP:CLEAR")
    assert run("amend", "FW-US-01", *words).status == 0
    accept_everything(register)
    taken = run("export", "calendar", str(tmp_path / "a.ics"))
    assert taken.status == 0
    said = " ".join(taken.out.split())
    assert "0 deadlines" in said
    assert "1 date is no longer in effect: it is marked as canceled." in said
    assert "1 date that is not agreed was left out; --all adds it." in said
    (event,) = events(tmp_path / "a.ics")
    assert event["status"] == "CANCELLED"
    assert str(event["description"]).startswith("December 31, 2023 is no longer considered an agreed date.\n")
