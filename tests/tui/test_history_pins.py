"""History: one day pinned twice, entries without a date, what a retraction takes back, the way in and the width of lanes."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.service import Desk
from accordtrack.text import timeline
from accordtrack.tui.pinned_dates import Pinned
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs import timeline as tab
from accordtrack.types import LaneMark, LanesView
from accordtrack.types.intents import ReportStatus, Undo
from history_views import at_entry, shown
from tui_runner import painted, press, running


def limited_status(day: str) -> ReportStatus:
    return ReportStatus(commitment="FW-US-01", status="limited", note="Less.", effective_on=day, said_on=day)


def test_day_pinned_twice_is_compared_with_the_day_before() -> None:
    assert Pinned("2025-03-01", "2025-03-01").dates == (
        TwoDates("2025-02-28", "2025-02-28"),
        TwoDates("2025-03-01", "2025-03-01"),
    )
    assert Pinned("2025-03-02", "2025-03-01").dates[0] == TwoDates("2025-03-01", "2025-03-01")
    assert Pinned("0001-01-01", "0001-01-01").dates[0].as_of == "0001-01-01"


async def test_pinning_one_entry_twice_shows_what_it_changed(us: Desk) -> None:
    done = us.write(limited_status("2025-02-01"))
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        assert "up to and including the second" in " ".join(shown(app).changes_pane.text.split())
        await at_entry(app, pilot, done.ids[0])
        await press(pilot, "left_square_bracket", "right_square_bracket")
        told = " ".join(shown(app).changes_pane.text.split())
        assert "From January 31, 2025 to February 1, 2025" in told
        assert "compared with the day before" in told
        assert "Nothing changed" not in told
        assert done.ids[0] in told


async def test_entry_without_a_date_cannot_be_pinned(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        entry = next(one for one in screen.entries or () if one.kind == "source.add")
        before = screen.pins
        await at_entry(app, pilot, entry.id)
        await press(pilot, "left_square_bracket")
        assert "no date of its own" in app.said[-1].text
        assert screen.pins == before


async def test_retraction_describes_the_entry_it_takes_back(us: Desk) -> None:
    us.write(limited_status("2025-02-01"))
    us.write(Undo())
    taken = next(entry for entry in us.history().entries if entry.kind == "entry.retract")
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        await at_entry(app, pilot, taken.id)
        await press(pilot, "i")
        assert isinstance(app.screen, ReadingScreen)
        told = " ".join(app.screen.page_view.text.split())
        assert "status reported · United States · Feb 1, 2025 · status: limited" in told
        assert "takes back" in told


async def test_key_3_opens_the_commitment_history_and_w_changes_its_scope(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        await press(pilot, "3")
        assert shown(app).ref == page.subject.id
        assert "w whole register" in painted(app)[-1]
        await press(pilot, "w")
        assert shown(app).ref is None
        assert "w one commitment" in painted(app)[-1]
        await press(pilot, "w")
        assert shown(app).ref is not None
        assert "w whole register" in painted(app)[-1]
        await press(pilot, "q")
        assert app.screen is page
        await press(pilot, "1", "3")
        assert shown(app).ref is None


def _lane_mark(year: int, status: str, number: int) -> LaneMark:
    return LaneMark(f"{year}-05-01", status, "reading", None, f"us-{year}-{status}", number)


@pytest.mark.parametrize("width", [120, 200])
def test_lane_marks_are_cut_only_when_there_is_no_room(width: int) -> None:
    busy = [_lane_mark(2025, status, 12) for status in ("not_started", "limited", "substantial", "completed")]
    quiet = [_lane_mark(year, "limited", 1) for year in range(2017, 2027)]
    view = LanesView(
        us=tuple(sorted((*quiet, *busy), key=lambda one: one.on)), mx=tuple(quiet), observers=(), events=()
    )
    lines = [line.plain for line in tab.lines(view, ("2025", "2026"), width)]
    assert "…" not in "".join(lines)
    assert all(part in lines[1] for part in timeline.parts(view, "US", (2025,), ascii_only=False))
    assert all(len(line) <= width for line in lines)
    assert lines[0].index("[2025") == lines[1].index(timeline.parts(view, "US", (2025,), ascii_only=False)[0])
