"""Drafts on the command line: kept where a clearance is required, listed, cleared, discarded; and not-agreed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordtrack.core import settings
from cli_runner import Run

UPDATE = ("update", "FW-US-01", "limited", "--note", "Fewer offices.")


@pytest.fixture
def required(register: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings as a file says them: a side's words need an office that cleared them."""
    from accordtrack.core.paths import config_file  # noqa: PLC0415

    assert register.is_file()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(register.parent / "config"))
    file = config_file()
    file.parent.mkdir(parents=True)
    file.write_text('clearance = "required"\n', encoding="utf-8")
    settings.settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.settings.cache_clear()


@pytest.mark.usefixtures("required")
def test_statement_is_kept_as_a_draft_until_it_is_cleared(run: Run) -> None:
    ran = run(*UPDATE)
    assert (ran.status, ran.err) == (0, "")
    assert "Kept as draft 1." in ran.out
    assert "until an office clears it" in ran.out
    assert "undo" not in ran.out
    assert (
        json.loads(run("show", "FW-US-01", "--format", "json").out)["commitment"]["halves"]["US"]["status"] != "limited"
    )
    shown = run("drafts").out
    assert "✎ 1  FW-US-01" in shown
    assert "Fewer offices." in shown
    refused = run("clear", "1", "--by", "Office of the Legal Adviser")
    assert refused.status == 1
    assert "require a clearance" in refused.err
    done = run("clear", "1", "--by", "Office of the Legal Adviser", "--ref", "L/118")
    assert "cleared by Office of the Legal Adviser, reference L/118" in " ".join(done.out.split())
    assert "There are no drafts." in run("drafts").out
    entry = json.loads(run("history", "FW-US-01", "--format", "json", "--limit", "1").out)["rows"][0]
    assert (entry["body"]["cleared_by"], entry["body"]["clearance_ref"]) == ("Office of the Legal Adviser", "L/118")


@pytest.mark.usefixtures("required")
def test_dry_run_says_that_clearance_is_needed_and_keeps_no_draft(run: Run) -> None:
    said = run(*UPDATE, "--dry-run").out
    assert "until an office clears it" in said
    assert "There are no drafts." in run("drafts").out


@pytest.mark.usefixtures("register")
def test_statement_is_written_at_once_without_the_setting(run: Run) -> None:
    assert "Written as entr" in run(*UPDATE).out
    assert "There are no drafts." in run("drafts").out


@pytest.mark.usefixtures("required")
def test_drafts_appear_in_no_other_listing(run: Run) -> None:
    before = {
        words: run(*words).out for words in (("list",), ("show", "FW-US-01"), ("history",), ("owed",), ("score",))
    }
    run(*UPDATE)
    assert {words: run(*words).out for words in before} == before


@pytest.mark.usefixtures("required")
def test_draft_can_be_discarded_only_once(run: Run) -> None:
    run(*UPDATE)
    assert "Draft 1 was discarded" in run("drafts", "--discard", "1").out
    gone = run("drafts", "--discard", "1")
    assert (gone.status, "There is no draft 1" in gone.err) == (2, True)
    assert run("clear", "one").status == 2
    assert run("clear", "99999999999999999999").status == 2


@pytest.mark.usefixtures("required")
def test_ascii_shows_letters_instead_of_marks(run: Run) -> None:
    run(*UPDATE)
    ran = run("drafts", "--ascii")
    assert ran.out.isascii()
    assert ran.out.startswith("d 1  FW-US-01")
    assert "d 1  FW-US-01" in run("drafts", "--plain", "--ascii").out


@pytest.mark.usefixtures("register")
def test_unknown_clearance_setting_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDTRACK_CLEARANCE", "perhaps")
    settings.settings.cache_clear()
    ran = run(*UPDATE)
    settings.settings.cache_clear()
    assert ran.status == 1
    assert "clearance" in ran.err


@pytest.mark.usefixtures("register")
def test_not_agreed_is_shown_beside_the_text(run: Run) -> None:
    ran = run("not-agreed", "FW-US-01", "--reason", "Half of what was agreed.", "--desk", "mx-1")
    assert ran.status == 0
    assert "no status and no other answer changes" in " ".join(ran.out.split())
    shown = " ".join(run("show", "FW-US-01").out.split())
    assert "does not subscribe to this wording" in shown
    assert "Half of what was agreed." in shown
    assert run("not-agreed", "FW-US-01", "--desk", "mx-1").status == 2
