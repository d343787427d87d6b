"""The register's screen: opening, moving, filtering, facets, order, marks, preview."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.dialogs.facets import FacetsDialog
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.widgets.facet_rail import FacetRail
from accordtrack.tui.widgets.filter_line import FilterInput
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.types.intents import AskAnswer, ReportStatus
from registers import TODAY
from tui_runner import (
    at_register,
    faults,
    ids,
    on_rows,
    one_line,
    painted,
    press,
    register,
    rest,
    running,
    settle,
    write,
)

ALL_IDS = ["FW-JT-01", "FW-MX-01", "FW-US-01"]


async def test_register_opens_on_overdue_commitments_of_the_own_side(us: Desk) -> None:
    async with running(us) as (app, pilot):
        assert register(app).filter_line.text == "open:US due:overdue"
        assert ids(app) == ["FW-US-01"]
        await press(pilot, "F")
        assert register(app).filter_line.text == ""
        assert ids(app) == ALL_IDS
        assert faults(app) == []


async def test_register_opens_unfiltered_when_nothing_needs_attention(observer: Desk) -> None:
    async with running(observer) as (app, _pilot):
        assert register(app).filter_line.text == ""
        assert ids(app) == ALL_IDS


async def test_register_opens_on_statements_the_own_side_was_asked_to_answer(us: Desk, tmp_path: Path) -> None:
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="begun", said_on="2026-11-10")
    )
    us.write(AskAnswer(commitment="FW-US-01", asked_on="2026-11-15"))
    mx = door.open_register(tmp_path / "register.db", desk="mx-1", today=TODAY)
    async with running(mx) as (app, _pilot):
        assert register(app).filter_line.text == "reply:MX"
        assert ids(app) == ["FW-US-01"]
    async with running(us) as (app, _pilot):
        assert register(app).filter_line.text == "open:US due:overdue"


async def test_initial_filter_is_in_spanish_when_the_language_is(us: Desk) -> None:
    async with running(us, language="es") as (app, _pilot):
        assert register(app).filter_line.text == "abierto:eeuu plazo:vencido"
        assert ids(app) == ["FW-US-01"]


async def test_typing_filters_the_rows_and_escape_clears_then_leaves(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "slash")
        assert isinstance(app.focused, FilterInput)
        await write(pilot, "side:MX")
        assert ids(app) == ["FW-MX-01"]
        await press(pilot, "escape")
        assert register(app).filter_line.text == ""
        assert ids(app) == ALL_IDS
        assert isinstance(app.focused, FilterInput)
        await press(pilot, "escape")
        assert on_rows(app)


async def test_filter_accepts_spanish_terms(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "slash")
        await write(pilot, "parte:mexico")
        assert ids(app) == ["FW-MX-01"]


async def test_filter_error_is_shown_and_the_rows_stay(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "slash")
        await write(pilot, "status:limitd")
        assert ids(app)
        assert register(app).has_class("-problem")
        assert any("limited" in line for line in painted(app))
        await press(pilot, "backspace")
        await write(pilot, "ed")
        assert not register(app).has_class("-problem")


async def test_filter_without_matches_shows_how_to_clear_it(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "slash")
        await write(pilot, "zzzz")
        assert ids(app) == []
        assert any("F clears the filter" in line for line in painted(app))
        await press(pilot, "escape", "escape", "j")
        assert on_rows(app)
        assert register(app).rows.cursor == 1


async def test_movement_keys_move_the_cursor(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        rows = register(app).rows
        await press(pilot, "j", "down", "j")
        assert rows.cursor == 2
        await press(pilot, "k")
        assert rows.cursor == 1
        await press(pilot, "G")
        assert rows.cursor == 2
        await press(pilot, "g")
        assert rows.cursor == 0
        await press(pilot, "ctrl+d", "pageup", "pagedown", "ctrl+u", "home", "end")
        assert rows.cursor == 2


async def test_preview_follows_the_cursor(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        screen = register(app)
        assert "FW-JT-01" in screen.preview_pane.text
        await press(pilot, "j")
        await rest(pilot)
        assert "FW-MX-01" in screen.preview_pane.text
        assert screen.view is not None
        assert screen.view.row.id == "FW-MX-01"


async def test_enter_on_a_facet_toggles_its_filter_term(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        screen = register(app)
        await press(pilot, "f")
        assert isinstance(app.focused, FacetRail)
        await press(pilot, "enter")
        assert screen.filter_line.text == "side:US"
        assert ids(app) == ["FW-US-01"]
        await press(pilot, "enter")
        assert screen.filter_line.text == ""
        await press(pilot, "f")
        assert on_rows(app)


async def test_click_on_a_facet_filters_the_rows(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await pilot.click("#rail", offset=(5, 2))
        await settle(pilot)
        assert register(app).filter_line.text == "side:MX"


async def test_choosing_the_same_order_reverses_it_and_keeps_the_row(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        screen = register(app)
        await press(pilot, "j")
        key = screen.rows.key
        await press(pilot, "S", "enter")
        assert ids(app) == ALL_IDS[::-1]
        assert screen.descending
        assert screen.rows.key == key


async def test_rows_are_marked_singly_and_as_a_range(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        screen = register(app)
        await press(pilot, "space")
        assert [subject.id for subject in screen.subjects()] == ["FW-JT-01"]
        await press(pilot, "j", "V")
        assert [subject.id for subject in screen.subjects()] == ALL_IDS
        assert any("3 marked" in line for line in painted(app))
        await press(pilot, "space")
        assert len(screen.subjects()) == 2


async def test_copy_sends_the_ids_to_the_terminal_clipboard(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "y")
        assert app.clipboard == "FW-JT-01"
        assert "sent to the terminal" in app.said[-1].text


async def test_language_change_swaps_the_order_of_the_sides(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        assert " who US MX answer due docs " in one_line(app)
        assert "both · ≈◔ agrees" in one_line(app)
        await press(pilot, "L")
        assert " a cargo MX EE. UU. respuesta plazo soporte " in one_line(app)
        assert "ambos ≈◔ · coincide" in one_line(app)
        await press(pilot, "L")
        assert "both · ≈◔ agrees" in one_line(app)


@pytest.mark.parametrize(
    ("size", "language", "heads"),
    [
        ((120, 36), "en", "code↑ commitment who US MX answer due docs"),
        ((80, 24), "en", "code↑ commitment who US MX due"),
        ((120, 36), "es", "clave↑ compromiso a cargo MX EE. UU. respuesta plazo soporte"),
        ((80, 24), "es", "clave↑ compromiso a cargo MX EE. UU. plazo"),
    ],
)
async def test_columns_name_each_government(us: Desk, size: tuple[int, int], language: str, heads: str) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "F")
        assert any(" ".join(line.replace("▕", " ").split()).endswith(heads) for line in painted(app))
        stated = next(line for line in painted(app) if "FW-US-01" in line)
        assert "◑⚑" in stated
        assert "≈◔" in next(line for line in painted(app) if "FW-JT-01" in line)


async def test_footer_names_the_way_to_the_indicators(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g")
        await rest(pilot)
        keys = ("s status", "e document", "d disagree", "enter open", "/ filter", "2 by government", "5 indicators")
        assert all(key in painted(app)[-1] for key in keys)


async def test_facets_open_as_a_dialog_on_a_narrow_screen(observer: Desk) -> None:
    async with running(observer, size=(80, 24)) as (app, pilot):
        screen = register(app)
        assert not screen.rail.display or screen.rail.size.width == 0
        await press(pilot, "f")
        assert isinstance(app.screen, FacetsDialog)
        await press(pilot, "enter")
        assert ids(app) == ["FW-US-01"]
        await press(pilot, "escape")
        assert at_register(app)


async def test_reload_after_another_desk_writes_keeps_the_cursor(us: Desk) -> None:
    from accordtrack import service  # noqa: PLC0415
    from accordtrack.types.intents import ReportStatus  # noqa: PLC0415

    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "j")
        other = service.open_register(us.path, desk="mx-1", today=us.today)
        other.write(ReportStatus(commitment="FW-MX-01", status="limited", note="Begun."))
        app.poll()
        await settle(pilot)
        assert register(app).query_one(Header).changed
        assert "R reloads" in app.said[-1].text
        key = register(app).rows.key
        await press(pilot, "R")
        assert register(app).rows.key == key
        assert not register(app).query_one(Header).changed
        row = register(app).rows.row
        assert row is not None
        assert row.halves[0].status == "limited"


@pytest.mark.sweep
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36), (200, 60)])
async def test_screen_draws_at_every_size(observer: Desk, size: tuple[int, int]) -> None:
    async with running(observer, size=size) as (app, pilot):
        await press(pilot, "j", "enter", "q", "s", "escape", "d", "escape", "question_mark", "q")
        lines = painted(app)
        assert len(lines) == size[1]
        assert any("FW-MX-01" in line for line in lines)
        assert faults(app) == []


async def test_click_selects_a_row_and_double_click_opens_it(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await pilot.click("#rows", offset=(10, 1))
        await settle(pilot)
        assert register(app).rows.cursor == 1
        await pilot.click("#rows", offset=(10, 1), times=2)
        await settle(pilot)
        assert isinstance(app.screen, CommitmentScreen)
        assert app.screen.subject.id == "FW-MX-01"


async def test_click_on_a_footer_key_runs_its_action(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        footer = app.screen.query_one(KeyFooter)
        await pilot.click(footer, offset=(3, 0))
        await settle(pilot)
        assert isinstance(app.screen, StatusDialog)
