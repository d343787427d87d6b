"""One commitment: its tabs, the marks of what was inferred or read, its history, opening evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk, create_register, open_register
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.screens.commitment import (
    EVIDENCE,
    FACTS,
    HISTORY,
    INDICATORS,
    STATEMENTS,
    CommitmentScreen,
)
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.types.intents import AddNote, ReportStatus, Undo
from accordtrack.wording import label
from folders import FILES, RESULTS, make_folder
from registers import TODAY
from shipped_scores import shipped_desk
from tui_runner import at_register, faults, painted, press, register, running, settle, write


def page(app: AccordApp) -> CommitmentScreen:
    assert isinstance(app.screen, CommitmentScreen)
    return app.screen


async def test_facts_show_who_owes_it_and_what_was_inferred(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        text = page(app).page_view.text
        assert "responsible         United States" in text
        assert "(supplied by this tracker)" in text
        assert "Dec 31, 2023" in text
        assert "disagrees" in text
        assert faults(app) == []


async def test_unreported_half_and_reading_are_labeled(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "enter")
        text = page(app).page_view.text
        assert "· no statement found" in text
        assert "◔≈ tracker: limited" in text
        assert text.index("United States") < text.index("Mexico")
        await press(pilot, "L")
        text = page(app).page_view.text
        assert text.index(label("side", "MX")) < text.index(label("side", "US"))


async def test_tabs_change_by_key_and_by_mouse(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter", "tab")
        assert page(app).tabs.chosen == STATEMENTS
        await press(pilot, "right", "left", "left")
        assert page(app).tabs.chosen == FACTS
        await pilot.click("#tabs", offset=(25, 0))
        await settle(pilot)
        assert page(app).tabs.chosen == EVIDENCE
        await press(pilot, "q")
        assert at_register(app)


async def test_history_is_newest_first_and_shows_retractions(us: Desk) -> None:
    us.write(AddNote(commitment="FW-US-01", text="first"))
    us.write(AddNote(commitment="FW-US-01", text="a slip"))
    us.write(Undo())
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        page(app).switch_to_tab(HISTORY)
        await settle(pilot)
        text = page(app).page_view.text
        assert "taken back" in text
        assert text.index("retraction") < text.index("first")
        assert "signature valid" in text
        await press(pilot, "j", "i")
        assert isinstance(app.screen, ReadingScreen)
        shown = app.screen.page_view.text
        assert "hash" in shown
        assert "us-1" in shown
        await press(pilot, "q")
        assert page(app).tabs.chosen == HISTORY


async def test_page_refreshes_after_a_note_is_saved(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter", "n")
        await write(pilot, "seen today")
        await press(pilot, "enter")
        assert "seen today" in page(app).page_view.text


async def test_status_can_be_updated_from_the_page(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter", "s", "c")
        await write(pilot, "https://example.org/a")
        await press(pilot, "tab")
        await write(pilot, "seen")
        await press(pilot, "enter")
        assert "● completed" in page(app).page_view.text
        await press(pilot, "q")
        row = register(app).rows.row
        assert row is not None
        assert row.halves[0].status == "completed"


async def test_opening_evidence_shows_the_full_address_and_focuses_cancel(
    us: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://example.org/" + "a" * 300
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=(address,)))
    opened: list[str] = []
    async with running(us) as (app, pilot):
        monkeypatch.setattr(app, "open_url", opened.append)
        await press(pilot, "F", "G", "o")
        assert isinstance(app.screen, Choose)
        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm)
        lines = [line.partition("│")[2].partition("│")[0].strip() for line in painted(app)]
        assert address in "".join(lines)
        await press(pilot, "enter")
        assert opened == []
        await press(pilot, "o", "enter", "right", "enter")
        assert opened == [address]


async def test_copy_takes_the_commitment_code_or_the_entry_hash(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter", "y")
        assert app.clipboard == "FW-US-01"
        page(app).switch_to_tab(HISTORY)
        await settle(pilot)
        await press(pilot, "y")
        assert len(app.clipboard) == 64


async def test_results_chain_stands_above_the_indicators(tmp_path: Path) -> None:
    data = make_folder(tmp_path / "data", {**FILES, **RESULTS})
    path = tmp_path / "register.db"
    create_register(path, data=data, desk="us-1", keys=own_key_folder(path), today=TODAY)
    async with running(open_register(path, desk="us-1", today=TODAY)) as (app, pilot):
        await press(pilot, "enter")
        page(app).switch_to_tab(INDICATORS)
        await settle(pilot)
        text = page(app).page_view.text
        told = (
            "No grade: no final figure",
            "commitment",
            "→ indicator",
            "Evaluations with opposing findings",
            "\nIndicators",
        )
        assert [text.index(word) for word in told] == sorted(text.index(word) for word in told)
        assert faults(app) == []
        await press(pilot, "L")
        assert "Sin grado: " in page(app).page_view.text


async def test_indicators_without_a_chain_begin_with_where_the_results_end(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        page(app).switch_to_tab(INDICATORS)
        await settle(pilot)
        assert page(app).page_view.text.startswith(
            "No results chain is recorded for its indicator: Share of guns traced."
        )


async def test_second_line_has_room_for_the_answer_in_a_narrow_terminal() -> None:
    async with running(shipped_desk(), size=(80, 24)) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "id:BF2-JT-08")
        await press(pilot, "enter", "enter")
        await settle(pilot)
        assert "≈ limited   agrees" in painted(app)[3]


async def test_second_line_says_once_that_there_is_no_statement() -> None:
    async with running(shipped_desk(), size=(120, 36)) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "id:BF2-US-04")
        await press(pilot, "enter", "enter")
        await settle(pilot)
        assert painted(app)[3].count("no statement") == 1
