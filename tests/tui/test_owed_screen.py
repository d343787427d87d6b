"""The owed screen: numbers by group, the rows behind each of them, and what stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk, create_register, open_register
from accordtrack.text import responsibility_counts
from accordtrack.tui import responsibility_columns
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.owed import OwedScreen
from accordtrack.tui.screens.register import RegisterScreen
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.types import RegisterRow, Responsibilities, ResponsibilityRow, Text
from accordtrack.types.intents import Amend, ReportStatus
from registers import TODAY, accept
from shipped_scores import shipped_desk, shipped_register
from tui_runner import faults, painted, press, rest, running, screen_text, settle

pytestmark = pytest.mark.journeys


def owed_screen(app: AccordApp) -> OwedScreen:
    assert isinstance(app.screen, OwedScreen)
    return app.screen


class CountingDesk(Desk):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.path, seat=desk.seat, today_is=desk.today)
        self.reads = 0

    def responsibilities(self, by: str = "body", *, at: TwoDates | None = None) -> Responsibilities:
        self.reads += 1
        return super().responsibilities(by, at=at)


class WaitingDesk(Desk):
    """A desk that reads rows only while it may."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.path, seat=desk.seat, today_is=desk.today)
        self.may = Event()
        self.may.set()

    def rows(self, keys: Sequence[int], *, at: TwoDates | None = None) -> tuple[RegisterRow, ...]:
        assert self.may.wait(30)
        return super().rows(keys, at=at)


def shown_ids(screen: OwedScreen) -> list[str]:
    pages = screen.rows.pages
    return [row.id for place in range(len(pages)) if (row := pages.row(place)) is not None]


async def test_selected_group_shows_its_counts_and_its_rows() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        await press(pilot, "2")
        screen = owed_screen(app)
        group = screen.groups.group
        assert group is not None
        assert group == max(
            (row for row in desk.responsibility_rows() if row.side == "US"), key=lambda row: row.overdue
        )
        line = next(line for line in painted(app) if f" {group.code} " in line)
        assert line.split()[-3:-1] == [str(group.unanswered), str(group.disputed)]
        assert screen.rows.pages.keys == desk.responsibilities("body").rows(group, "owed").keys
        assert f"still open: {group.owed}" in screen_text(app)
        await press(pilot, "j")
        await rest(pilot)
        second = screen.groups.group
        assert second is not None
        assert second != group
        assert screen.rows.pages.keys == desk.responsibilities("body").rows(second, "owed").keys


async def test_each_count_shows_its_rows() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        await press(pilot, "2")
        screen = owed_screen(app)
        for count in responsibility_columns.COUNTS:
            assert screen.count == count
            group = screen.groups.group
            assert group is not None
            assert len(screen.rows.pages) == responsibility_counts.number(group, count)
            assert (
                f"{responsibility_counts.full_label(count)}: {responsibility_counts.number(group, count)}"
                in screen_text(app)
            )
            await press(pilot, "right")
        assert screen.count == "owed"
        await press(pilot, "left")
        assert screen.count == "disputed"


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("language", "seat", "first"), [("en", "us-1", "US"), ("es", "us-1", "US"), ("es", None, "MX")]
)
async def test_own_side_comes_first_or_else_the_side_of_the_language(
    language: str, seat: str | None, first: str
) -> None:
    desk = shipped_desk()
    desk.seat = seat
    async with running(desk, language=language) as (app, pilot):
        await press(pilot, "2")
        sides = [row.side for row in owed_screen(app).groups.groups]
        other = "MX" if first == "US" else "US"
        assert sides == [first] * sides.count(first) + [other] * sides.count(other)
        assert {first, other} == set(sides)
        await press(pilot, "b")
        assert [row.side for row in owed_screen(app).groups.groups] == {"en": ["US", "MX"], "es": ["MX", "US"]}[
            language
        ]


async def test_b_cycles_through_the_groupings() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "2")
        screen = owed_screen(app)
        for by in ("side", "theme", "framework", "body"):
            await press(pilot, "b")
            assert screen.by == by
            assert [row.code for row in screen.groups.groups]
            assert len(screen.rows.pages) == screen.groups.groups[0].owed
            assert faults(app) == []


async def test_enter_opens_the_rows_then_the_commitment_and_q_goes_back() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "2", "j", "enter")
        screen = owed_screen(app)
        assert screen.is_row_list_focused
        await press(pilot, "j", "enter")
        opened = app.screen
        assert isinstance(opened, CommitmentScreen)
        assert opened.subject.id == shown_ids(screen)[1]
        await press(pilot, "q")
        assert owed_screen(app).is_row_list_focused
        await press(pilot, "q")
        assert screen.focused is screen.groups
        await press(pilot, "q")
        assert isinstance(app.screen, RegisterScreen)
        await press(pilot, "2")
        assert owed_screen(app) is screen
        assert screen.groups.cursor == 1


async def test_status_update_from_the_rows_keeps_the_cursor(tmp_path: Path) -> None:
    desk = open_register(shipped_register(tmp_path), desk="us-1", today=TODAY)
    async with running(desk) as (app, pilot):
        await press(pilot, "2", "j", "j", "enter", "j", "j")
        screen = owed_screen(app)
        group, before = screen.groups.group, shown_ids(screen)
        assert group is not None
        wanted = before[2]
        await press(pilot, "s", "l", "enter")
        assert desk.last_act()
        assert owed_screen(app) is screen
        assert screen.groups.group is not None
        assert screen.groups.group.code == group.code
        assert screen.rows.row is not None
        assert screen.rows.row.id == wanted
        assert {half.side: half.status for half in screen.rows.row.halves}["US"] == "limited"
        await press(pilot, "R")
        assert screen.groups.group.code == group.code
        assert screen.rows.row.id == wanted


@pytest.mark.journeys
async def test_status_update_applies_to_all_marked_rows(tmp_path: Path) -> None:
    desk = open_register(shipped_register(tmp_path), desk="us-1", today=TODAY)
    async with running(desk) as (app, pilot):
        await press(pilot, "2", "enter", "space", "space")
        screen = owed_screen(app)
        both = shown_ids(screen)[:2]
        assert [subject.id for subject in screen.subjects()] == both
        await press(pilot, "s", "l", "enter")
        assert {entry.ref for entry in desk.last_act()} == set(both)
        assert screen.rows.marked == {}


@pytest.mark.journeys
async def test_marks_survive_group_changes_until_they_are_cleared() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "2", "enter", "space", "space")
        screen = owed_screen(app)
        marked = [subject.id for subject in screen.subjects()]
        assert len(marked) == 2
        await press(pilot, "tab", "j", "j")
        await rest(pilot)
        assert [subject.id for subject in screen.subjects()] == marked
        await press(pilot, "b", "b", "b", "b", "R")
        assert screen.by == "body"
        assert [subject.id for subject in screen.subjects()] == marked
        while not screen.rows.count_marked_elsewhere():
            await press(pilot, "j")
            await rest(pilot)
        away = screen.rows.count_marked_elsewhere()
        title = next(line for line in painted(app) if "marked" in line)
        assert f"2 marked, {away} not here · U unmarks all" in title
        assert f"{responsibility_counts.full_label('owed')}: " in title
        await press(pilot, "tab", "U")
        assert screen.rows.marked == {}
        assert "marked" not in screen_text(app)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_marks_take_the_room_of_a_long_name_at_80_columns(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "2", "b", "b", "enter", "space", "space", "tab", "j", "j", "j")
        await rest(pilot)
        screen = owed_screen(app)
        away = screen.rows.count_marked_elsewhere()
        assert away
        title = next(line for line in painted(app) if f"{responsibility_counts.full_label('owed')}: " in line)
        assert f" {away} " in title.partition(f"{responsibility_counts.full_label('owed')}: ")[2]
        assert not title.rstrip().endswith("…")


async def test_counts_and_rows_share_one_read_of_the_register() -> None:
    desk = CountingDesk(shipped_desk())
    async with running(desk, size=(120, 36)) as (app, pilot):
        await press(pilot, "2")
        first = desk.reads
        await press(pilot, "j", "right", "k")
        await rest(pilot)
        assert desk.reads == first
        await press(pilot, "R")
        assert desk.reads == first + 1
        assert faults(app) == []


async def test_missed_reports_have_a_column_and_rows(us: Desk, tmp_path: Path) -> None:
    ruled = us.write(Amend(record="FW-US-01", fields={"review_rule": "FREQ=YEARLY"}, reason="As agreed."))
    accept(tmp_path / "register.db", *ruled.hashes)
    async with running(us, size=(120, 36)) as (app, pilot):
        await press(pilot, "2")
        assert "missed" in {column.name for column in owed_screen(app).groups.shown}
        await press(pilot, "left")
        assert owed_screen(app).count == "missed"
        assert shown_ids(owed_screen(app)) == ["FW-US-01"]
        assert f"{responsibility_counts.full_label('missed')}: 1" in screen_text(app)


async def test_completed_commitment_leaves_the_rows_and_the_cursor_stays(tmp_path: Path) -> None:
    desk = open_register(shipped_register(tmp_path), desk="us-1", today=TODAY)
    async with running(desk) as (app, pilot):
        await press(pilot, "2", "enter", "j")
        screen = owed_screen(app)
        before = shown_ids(screen)
        gone = before[1]
        desk.write(ReportStatus(commitment=gone, status="completed", evidence=("https://example.org/a",)))
        await press(pilot, "R")
        assert gone not in shown_ids(screen)
        assert screen.rows.row is not None
        assert screen.rows.row.id == before[2]


async def test_empty_register_explains_how_to_fill_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    desk = create_register(path, data=None, empty=True, desk="us-1", keys=own_key_folder(path), today=TODAY)
    async with running(desk, size=(80, 24)) as (app, pilot):
        await press(pilot, "2")
        assert "A adds one" in screen_text(app)
        await press(pilot, "right", "enter", "tab", "b", "s", "q")
        assert isinstance(app.screen, RegisterScreen)
        assert faults(app) == []


async def test_zero_count_shows_that_there_are_no_rows(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "2", "left", "left", "left")
        assert owed_screen(app).count == "asked"
        assert "None here: still open, asked, no answer yet." in screen_text(app)


async def test_rows_are_not_reported_empty_while_they_are_read(us: Desk) -> None:
    desk = WaitingDesk(us)
    async with running(desk) as (app, pilot):
        await press(pilot, "2", "left", "left")
        assert "None here: still open, no public answer found." in screen_text(app)
        desk.may.clear()
        await pilot.press("right")
        await pilot.pause()
        assert owed_screen(app).count == "disputed"
        assert "None here" not in screen_text(app)
        assert "Reading" in screen_text(app)
        desk.may.set()
        await settle(pilot)
        assert shown_ids(owed_screen(app)) == ["FW-US-01"]


async def test_age_bar_is_readable_without_color_and_in_ascii(us: Desk) -> None:
    async with running(us, ascii_only=True, plain_colors=True) as (app, pilot):
        await press(pilot, "2")
        shown = screen_text(app)
        assert ". 0-30  = 31-90  # 91+" in shown
        line = next(line for line in painted(app) if " ATF " in line)
        assert line.rstrip().endswith("#")
        assert not set("░▒█─▌·") & set(shown)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_count_and_the_age_bar_fit_in_80_columns(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "2")
        assert {column.name for column in owed_screen(app).groups.shown} >= {*responsibility_columns.COUNTS, "bar"}
        assert any("█" in line and " STATE " in line for line in painted(app))
        assert all("…" not in line for line in painted(app)[2:4])


@pytest.mark.parametrize("language", ["en", "es"])
async def test_names_of_areas_are_not_cut_in_80_columns(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "2", "b", "b")
        assert not [line for line in painted(app)[5:11] if "…" in line]


def test_age_bar_shows_every_age_within_its_width() -> None:
    assert responsibility_columns.age_bar((1, 2, 3), 6, 12).plain == "░▒▒███"
    assert responsibility_columns.age_bar((1, 0, 999), 1000, 12).plain.startswith("░█")
    for ages in ((1, 1, 998), (400, 300, 300), (0, 0, 1000), (999, 1, 0)):
        made = responsibility_columns.age_bar(ages, 1000, 12).plain
        assert len(made) <= 12
        assert [bool(age) for age in ages] == [mark in made for mark in "░▒█"]


@pytest.mark.parametrize("width", [20, 38, 58, 78, 118, 198])
@pytest.mark.parametrize("by", ["body", "theme", "side", "framework"])
def test_columns_fit_the_width_and_keep_the_most_important(width: int, by: str) -> None:
    rows = [_long_named_group("SECRETARIA-X", 1234, 12), _long_named_group("A", 1, None)]
    shown = responsibility_columns.columns(width, by, rows)
    names = [column.name for column in shown]
    assert names[0] == "code"
    assert ("overdue" in names) or width < 38
    assert sum(column.width + column.gap for column in shown) + responsibility_columns.GUTTER <= width + shown[-1].gap
    assert ("bar" in names) or width < 118
    for row in rows:
        for column in shown:
            assert (
                responsibility_columns.group_line(row, [column], by, "owed", 9).cell_length == column.width + column.gap
            )
    assert width < 38 or "…" not in "".join(
        head.plain for head in responsibility_columns.heading_lines(shown, by, "owed")
    )


def _long_named_group(code: str, owed: int, days: int | None) -> ResponsibilityRow:
    name = Text("A very long name of a body", "Un nombre muy largo")
    return ResponsibilityRow(code, name, "US", owed, 0, 3, 0, 0, 2, days, 0, 0, 0, (1, 1, 1))


async def test_narrow_screen_shows_one_list_at_a_time(us: Desk) -> None:
    async with running(us, size=(40, 12)) as (app, pilot):
        await press(pilot, "2")
        assert any(" ATF " in line for line in painted(app))
        assert not any("FW-US-01" in line for line in painted(app))
        await press(pilot, "enter")
        assert any("FW-US-01" in line for line in painted(app))
        assert faults(app) == []


async def test_language_change_is_shown_at_once() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "2", "L")
        shown = screen_text(app)
        assert "institución" in shown
        assert "discrepa" in shown


async def test_a_list_that_has_no_size_yet_has_the_columns_of_the_terminal() -> None:
    async with running(shipped_desk(), size=(120, 36)):
        rows = RegisterRows()
        rows.choose_columns()
        assert [one.name for one in rows.shown if one.name == "answer"]
