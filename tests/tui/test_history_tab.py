"""The History tab and the second line of a commitment: what a person needs without opening more."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from accordtrack.service import Desk
from accordtrack.text.calendar_names import short_date
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.commitment import HISTORY, CommitmentScreen
from accordtrack.types.intents import AddEvidence, AddRecord, Amend, Undo
from history_views import shown
from registers import NEW, accept_everything
from tui_runner import painted, press, running, screen_text, settle


async def open_history_tab(app: AccordApp, pilot: Pilot[Any]) -> CommitmentScreen:
    await press(pilot, "F", "G", "enter")
    page = app.screen
    assert isinstance(page, CommitmentScreen)
    page.switch_to_tab(HISTORY)
    await settle(pilot)
    return page


async def test_amendment_shows_the_old_and_new_value(us: Desk) -> None:
    for date, reason in (("2027-03-31", "budget"), ("2027-06-30", "again")):
        us.write(Amend(record="FW-US-01", fields={"due_on": date}, reason=reason))
        accept_everything(us.path)
    async with running(us) as (app, pilot):
        page = await open_history_tab(app, pilot)
        assert "due on: Dec 31, 2023 → Mar 31, 2027" in page.page_view.text
        assert "due on: Mar 31, 2027 → Jun 30, 2027" in page.page_view.text


async def test_history_screen_shows_the_old_deadline_of_an_amendment(us: Desk) -> None:
    us.write(AddRecord(kind="commitment", fields=NEW))
    us.write(Amend(record="FW-US-01", fields={"due_on": "2028-01-31"}, reason="budget"))
    us.write(Undo())
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        text = shown(app).entries_pane.text
        assert "due on: Dec 31, 2023 → Jan 31, 2028" in text


async def test_pending_amendment_shows_what_it_would_change(us: Desk) -> None:
    us.write(Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="budget"))
    view = us.commitment("FW-JT-01")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        page.switch_to_tab(HISTORY)
        await settle(pilot)
        assert f"{view.due.due_on or '—'} → Jun 30, 2027" in page.page_view.text


async def test_evidence_shows_its_digest_and_its_entry_in_words(us: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text("held", encoding="utf-8")
    us.write(AddEvidence(commitment="FW-US-01", evidence=(str(paper),)))
    file = us.commitment("FW-US-01").evidence[0].file
    assert file is not None
    async with running(us) as (app, pilot):
        page = await open_history_tab(app, pilot)
        assert file.digest[:12] in page.page_view.text
        assert "always" not in page.page_view.text.split("\n")[1]
        await press(pilot, "i")
        shown = screen_text(app)
        assert "evidence.add" not in shown
        assert "speaker_body" not in shown


@pytest.mark.sweep("width", "language")
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_second_line_of_a_commitment_never_cuts_the_deadline(us: Desk, width: int, language: str) -> None:
    async with running(us, size=(width, 24), language=language) as (app, pilot):
        await press(pilot, "F")
        for _ in range(3):
            await press(pilot, "enter")
            page = app.screen
            assert isinstance(page, CommitmentScreen)
            assert page.view is not None
            line = painted(app)[3]
            if page.view.due.due_on:
                assert short_date(page.view.due.due_on) in line[:40]
            words = line.split()
            assert all(one != other for one, other in pairwise(words)), line
            await press(pilot, "q", "j")
