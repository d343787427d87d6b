"""History: entries in pages, two dates pinned, what changed between them, lanes of years, and how they fold."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.service import Desk
from accordtrack.text import timeline
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.pinned_dates import Pinned
from accordtrack.tui.screens import history as history_data
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs import changes
from accordtrack.tui.tabs import timeline as tab
from accordtrack.tui.tabs.history import MORE
from accordtrack.tui.tabs.history_entries import NEWER
from accordtrack.types.intents import AddEvidence, ReportStatus
from history_views import at_entry, shown
from registers import TODAY
from shipped_scores import shipped_desk
from tui_runner import at_register, painted, press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys


async def test_history_lists_newest_first_and_compares_the_last_year(us: Desk) -> None:
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        assert screen.entries is not None
        assert [entry.hash for entry in screen.entries] == [entry.hash for entry in us.history().entries]
        assert screen.entries[0].id == done.ids[0]
        assert screen.diff == us.diff(TwoDates("2025-11-25", "2025-11-25"), TwoDates(TODAY, TODAY))
        assert "substantial → ◔ limited" in screen.changes_pane.text
        assert "FW-US-01" in screen.changes_pane.text
        await press(pilot, "q")
        assert at_register(app)


async def test_pinning_two_entries_shows_the_changes_between_them(us: Desk) -> None:
    first = us.write(
        ReportStatus(commitment="FW-US-01", status="limited", note="x", effective_on="2025-02-01", said_on="2025-02-01")
    )
    second = us.write(
        ReportStatus(
            commitment="FW-US-01",
            status="completed",
            evidence=("https://example.org/x",),
            note="x",
            effective_on="2025-06-01",
            said_on="2025-06-01",
        )
    )
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        await at_entry(app, pilot, second.ids[0])
        await press(pilot, "right_square_bracket")
        await at_entry(app, pilot, first.ids[0])
        await press(pilot, "left_square_bracket")
        screen = shown(app)
        found = screen.diff
        assert found is not None
        assert (found.a.as_of, found.b.as_of) == ("2025-02-01", "2025-06-01")
        assert "From February 1, 2025 to June 1, 2025" in screen.changes_pane.text
        assert "◔ limited → ● completed" in screen.changes_pane.text
        assert second.ids[0] in screen.changes_pane.text
        lines = screen.entries_pane.text
        assert "Jun 1, 2025 ]" in lines
        assert "Feb 1, 2025 [" in lines
        # pinned the other way round, the earlier date is still the first
        await press(pilot, "right_square_bracket")
        await at_entry(app, pilot, second.ids[0])
        await press(pilot, "left_square_bracket")
        assert (screen.pins.first, screen.pins.second) == ("2025-02-01", "2025-06-01")


async def test_w_switches_between_the_commitment_and_the_register(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x"))
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "h")
        screen = shown(app)
        assert screen.ref == "FW-US-01"
        assert {entry.ref for entry in screen.entries or ()} == {"FW-US-01"}
        await press(pilot, "w")
        assert screen.ref is None
        assert screen.diff is not None
        assert {change.id for change in screen.diff.changes} >= {"FW-US-01"}
        counts = dict(screen.diff.counts)
        line = next(line for line in screen.changes_pane.text.splitlines() if line.split()[:1] == ["status"])
        assert line.split()[-1] == str(counts["status"])
        await press(pilot, "w")
        assert screen.ref is not None
        await press(pilot, "q")
        assert at_register(app)


async def test_history_opens_from_a_commitment_and_returns_to_it(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        await press(pilot, "h")
        assert shown(app).ref == page.subject.id
        await press(pilot, "q")
        assert app.screen is page


async def test_enter_narrows_to_the_commitment_then_shows_the_entry_in_full(us: Desk) -> None:
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    async with running(us) as (app, pilot):
        await press(pilot, "3", "enter")
        screen = shown(app)
        assert screen.ref == "FW-US-01"
        assert screen.chosen_entry() is not None
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        assert done.hashes[0] in app.screen.page_view.text
        assert "signature valid" in app.screen.page_view.text
        await press(pilot, "escape", "q")
        assert shown(app).ref is None


async def test_a_change_opens_the_entry_that_made_it(us: Desk) -> None:
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "h", "tab")
        screen = shown(app)
        while (change := screen.chosen_change()) is None or change.kind != "status":
            await press(pilot, "j")
        await press(pilot, "i")
        assert isinstance(app.screen, ReadingScreen)
        assert done.hashes[0] in app.screen.page_view.text


async def test_reaching_the_end_loads_more_entries_without_repeats() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        assert screen.entries is not None
        assert len(screen.entries) == 100
        await press(pilot, "G")
        assert len(screen.entries) == 200
        assert screen.entries_pane.chosen == screen.entries[100].hash
        assert len({entry.hash for entry in screen.entries}) == 200
        assert MORE in screen.entries_pane.items


@pytest.mark.scale
async def test_scrolling_reaches_every_entry_with_few_loaded() -> None:
    desk = shipped_desk()
    every = [entry.hash for entry in desk.history(limit=100_000).entries]
    async with running(desk) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        seen: set[str] = set()
        while MORE in screen.entries_pane.items:
            seen |= {entry.hash for entry in screen.entries or ()}
            await press(pilot, "G")
            assert len(screen.entries or ()) <= history_data.KEPT
        seen |= {entry.hash for entry in screen.entries or ()}
        assert seen == set(every)
        await press(pilot, "G")
        assert screen.entries_pane.chosen == every[-1]
        held = [entry.hash for entry in screen.entries or ()]
        await press(pilot, "g")
        before = [entry.hash for entry in screen.entries or ()]
        place = every.index(held[0])
        assert before[:100] == every[place - 100 : place]
        assert screen.entries_pane.chosen == every[place - 1]
        # reading again keeps the pages and the place
        await press(pilot, "R")
        assert [entry.hash for entry in screen.entries or ()] == before
        assert screen.entries_pane.chosen == every[place - 1]


async def test_visible_entries_stay_in_place_when_pages_load() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "3", "G", "G", "G", "G", "k")
        screen = shown(app)
        leaf = screen.entries_pane
        assert NEWER in leaf.items
        last = list(screen.entries or ())[-1].hash
        leaf.choose(last)
        await settle(pilot)
        line = next(row for row in reversed(leaf.text.splitlines()[:-1]) if row.strip())
        wide = leaf.size.width - 2
        above = next(row[:wide] for row in reversed(painted(app)[14:21]) if row[:wide].strip())
        screen.load_more_entries(on=True)
        await settle(pilot)
        assert line in leaf.text
        assert leaf.chosen != last
        assert above in [row[:wide] for row in painted(app)][6:20], (
            "what stood below the middle went up a little at most"
        )


async def test_changes_load_in_pages_to_the_last_one() -> None:
    desk = shipped_desk()
    whole = desk.diff(TwoDates("2016-01-01", "2016-01-01"), TwoDates(TODAY, TODAY))
    assert len(whole.ids) > 2 * changes.PAGE
    async with running(desk) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        screen.pins = Pinned("2016-01-01", TODAY)
        await press(pilot, "R", "tab")
        assert screen.diff is not None
        assert (screen.diff.total, screen.diff.ids, screen.diff.counts) == (len(whole.changes), whole.ids, whole.counts)
        assert f"{len(whole.changes)} changes" in screen.changes_pane.text
        seen = {change.id for change in screen.loaded_changes}
        assert seen == set(whole.ids[: changes.PAGE])
        while changes.BEHIND in screen.changes_pane.items:
            await press(pilot, "G")
            seen |= {change.id for change in screen.loaded_changes}
        assert seen == set(whole.ids)
        assert screen.loaded_changes[-1] == whole.changes[-1]
        assert len(screen.loaded_changes) <= changes.KEPT
        if changes.BEFORE in screen.changes_pane.items:
            await press(pilot, "g")
            assert screen.chosen_change() in whole.changes


@pytest.mark.parametrize("language", ["en", "es"])
async def test_older_years_share_a_column_in_80_columns(language: str) -> None:
    desk = shipped_desk()
    async with running(desk, size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        assert screen.lanes is not None
        years = list(screen.lanes.years)
        head = painted(app)[2]
        assert f"{years[0]}–" in head
        assert f"{years[-1]}]" in head
        said = sum(mark.count for mark in screen.lanes.us)
        before = painted(app)[2:6]
        while str(years[1]) not in painted(app)[2]:
            await press(pilot, "left")
            assert painted(app)[2:6] != before
            before = painted(app)[2:6]
        assert f"–{years[-1]}]" in before[0]
        assert all(len(line) <= 80 for line in before)
        for _ in years:
            await press(pilot, "right")
        assert painted(app)[2] == head
        assert said == sum(mark.count for mark in screen.lanes.us)


@pytest.mark.parametrize("room", [20, 32, 47, 60, 71, 90, 108, 200])
@pytest.mark.parametrize("number", [1, 2, 8, 12, 40])
def test_every_year_has_or_shares_a_column_at_any_scroll_position(room: int, number: int) -> None:
    years = list(range(2010, 2010 + number))
    for back in range(number + 2):
        found = tab.columns(years, room, back)
        assert [year for column in found for year in column] == years
        assert sum(tab.SHARED if len(column) > 1 else tab.LEAST for column in found) <= max(
            room, 2 * tab.SHARED + tab.LEAST
        )
    most = tab.max_scroll_back(years, room)
    assert len(tab.columns(years, room, most)[0]) == 1
    assert len(tab.columns(years, room, 0)[-1]) == 1


async def test_filter_accepts_speaker_kind_and_dates_and_reports_errors(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "3", "slash")
        await write(pilot, "by:MX kind:position since:2024")
        screen = shown(app)
        assert any("/ by:MX kind:position since:2024" in line for line in painted(app))
        wanted = us.history(speaker="MX", kind="position", since="2024").entries
        assert wanted
        assert [entry.hash for entry in screen.entries or ()] == [entry.hash for entry in wanted]
        await press(pilot, "escape")
        await write(pilot, "by:XX")
        assert any("XX" in line and "▲" in line for line in painted(app))
        await press(pilot, "escape", "escape")
        assert len(screen.entries or ()) == len(us.history().entries)
        await press(pilot, "slash")
        await write(pilot, "dance:1")
        assert any('"dance:1" cannot be used here' in line for line in painted(app))
        await press(pilot, "escape", "escape", "F")
        assert not any("▲" in line for line in painted(app))


async def test_last_filter_word_is_completed(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "3", "slash")
        await write(pilot, "by:MX kind:pos")
        await press(pilot, "right")
        screen = shown(app)
        assert screen.filter_input.value == "by:MX kind:position"
        assert {entry.kind for entry in screen.entries or ()} == {"position.take"}


async def test_opening_evidence_asks_first_with_the_full_address(us: Desk) -> None:
    done = us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/a-long-address",)))
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        await at_entry(app, pilot, done.ids[0])
        await press(pilot, "o")
        assert isinstance(app.screen, Confirm)
        assert any("https://example.org/a-long-address" in line for line in painted(app))
        await press(pilot, "escape")
        shown(app)


@pytest.mark.parametrize(("language", "first"), [("en", "United States"), ("es", "México")])
async def test_lanes_follow_the_language_order_and_show_marks(language: str, first: str) -> None:
    desk = shipped_desk()
    async with running(desk, language=language, size=(160, 40)) as (app, pilot):
        await press(pilot, "3")
        view = shown(app).lanes
        assert view is not None
        lines = painted(app)[2:6]
        assert str(view.years[-1]) in lines[0]
        assert lines[1].strip().startswith(first)
        assert [line.strip()[:3] for line in lines[1:]] == [
            timeline.lane_name(one)[:3] for one in timeline.lane_speakers()
        ]
        assert "◆" in lines[1]
        assert set(lines[1]) & set("◔◑●○")
        assert f"[{int(TODAY[:4]) - 1}" in lines[0]
        assert f"{TODAY[:4]}]" in lines[0]


async def test_changes_are_a_separate_page_in_80_columns(us: Desk) -> None:
    async with running(us, size=(80, 24)) as (app, pilot):
        await press(pilot, "3")
        screen = shown(app)
        assert screen.entries_pane.display
        assert not any("From November" in line for line in painted(app))
        await press(pilot, "tab")
        assert any("From November" in line for line in painted(app))
        assert app.focused is screen.changes_pane
        await press(pilot, "q")
        assert app.focused is screen.entries_pane
        shown(app)


async def test_small_terminal_shows_entries_only(us: Desk) -> None:
    async with running(us, size=(40, 12)) as (app, pilot):
        await press(pilot, "3", "tab")
        screen = shown(app)
        assert not screen.has_class("-changes")
        assert "Entries only" in painted(app)[-1]
        await press(pilot, "j", "enter", "left_square_bracket", "w", "i")
        assert all(len(line) <= 40 for line in painted(app))


async def test_reload_shows_entries_written_elsewhere(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
        await press(pilot, "R")
        screen = shown(app)
        assert screen.entries is not None
        assert screen.entries[0].id == done.ids[0]


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_screen_fits_every_size_in_both_languages(size: tuple[int, int], language: str) -> None:
    async with running(shipped_desk(), size=size, language=language) as (app, pilot):
        await press(pilot, "3", "j", "tab", "j", "tab", "L", "enter", "w", "G")
        shown(app)
        assert all(len(line) <= size[0] for line in painted(app))
        assert i18n.language() != language


async def test_ascii_mode_shows_only_ascii(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    async with running(us, ascii_only=True) as (app, pilot):
        await press(pilot, "3")
        assert "->" in shown(app).changes_pane.text
        assert screen_text(app).isascii()


async def test_export_commands_match_the_shown_content(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "h", "slash")
        await write(pilot, "by:US")
        await press(pilot, "enter")
        seen = shown(app).screen_content()
        commands = [portion.command for portion in seen.portions if portion.command]
        assert commands[0] == ("history", "--speaker=US", "FW-US-01")
        assert commands[1] == ("diff", "2025-11-25", TODAY, "--", "id:=FW-US-01")
        await press(pilot, "tab")
        assert shown(app).screen_content().portions[0].command == commands[1]
