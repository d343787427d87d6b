"""The register's first lines answer without a key: each number opens the list of what it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from accordtrack import i18n
from accordtrack.service import Desk, open_register
from accordtrack.text.filters import format_history_filter
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens import register as register_screen
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from accordtrack.tui.tabs import theme_cards
from accordtrack.tui.widgets.attention_line import AttentionLine, filter_of
from accordtrack.types import AttentionCount
from accordtrack.types.intents import Amend, ReportStatus, Retract
from registers import TODAY, small_register
from shipped_scores import shipped_desk
from tui_runner import ids, painted, press, register, running, screen_text, settle, until

pytestmark = pytest.mark.journeys


def at(path: Path, feed: str) -> Desk:
    return open_register(path, desk=feed, today=TODAY)


def report(commitment: str) -> ReportStatus:
    return ReportStatus(commitment=commitment, status="limited", note="Some.", evidence=("https://example.org/a",))


async def with_areas(app: AccordApp, pilot: Pilot[Any]) -> None:
    """Read the indicators at once, which the program does a second after the first rows."""
    register(app).load_areas()
    await settle(pilot)


async def test_three_lines_say_who_enters_what_is_to_do_and_how_the_indicators_moved() -> None:
    desk = shipped_desk()
    counts = {one.name: one.count for one in desk.attention(side="US")}
    us = next(one for one in desk.scores().finding.statements if one.side == "US")
    assert us.not_public == 0
    async with running(desk) as (app, pilot):
        await with_areas(app, pilot)
        first, second, third = painted(app)[1:4]
        assert "Entering for the United States (us-1)" in first
        assert (
            f"{us.listed} commitments: {us.stated} stated, {us.assessed} tracker ≈, {us.none} no statement found"
            in first
        )
        said = f"{counts['overdue']} overdue · {counts['reply']} awaiting your answer · {counts['past_horizon']} period over"
        assert f"To do: {said}" in second
        assert "Since last visit: 0 statements, 0 figures" in second
        assert "Indicators: (+) 2  ± 1  (−) 3  ? 3 of 9 areas   5 opens them" in third


async def test_spanish_lines_name_mexico_first_and_keep_the_numbers() -> None:
    async with running(shipped_desk(), language="es") as (app, pilot):
        await with_areas(app, pilot)
        first, second, third = painted(app)[1:4]
        assert "Unidad activa: Estados Unidos (us-1)" in first
        assert "151 compromisos: 4 declarados, 28 registro ≈, 119 sin declaración localizada" in first
        assert "Por atender: 3 plazos vencidos · 18 por responder · 26 periodos concluidos" in second
        assert "Indicadores: (+) 2  ± 1  (−) 3  ? 3 de 9 temas   5 los abre" in third


async def test_narrow_terminal_has_two_lines() -> None:
    async with running(shipped_desk(), size=(80, 24)) as (app, pilot):
        await with_areas(app, pilot)
        first, second = painted(app)[1:3]
        assert "United States (us-1)  151: 4 stated, 28 ≈, 119 no statement" in first
        assert "To do 3 overdue · 18 to answer · 26 period over  5 Indicators (+)2 ±1 (−)3 ?3" in second


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_number_is_there_in_a_narrow_terminal(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await with_areas(app, pilot)
        head = " ".join(painted(app)[1:4])
        assert "…" not in head
        numbers = [one.count for one in register(app).attention.ordered_counts() if one.count]
        assert all(f" {number}" in head for number in numbers)
        assert "(−)3" in head


async def test_no_line_moves_when_the_indicators_arrive() -> None:
    for size in ((80, 24), (120, 36)):
        async with running(shipped_desk(), size=size) as (app, pilot):
            before = register(app).attention.size.height
            await with_areas(app, pilot)
            assert register(app).attention.size.height == before


async def test_v_lists_the_rows_of_each_count_in_turn() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        assert register(app).attention.active == "open:US due:overdue"
        await press(pilot, "F")
        counts = [one for one in register(app).attention.ordered_counts() if one.count]
        assert [one.name for one in counts] == [
            *("responsible", "stated", "assessed", "no_statement", "overdue", "reply", "past_horizon")
        ]
        for one in (*counts, counts[0]):
            await press(pilot, "v")
            screen = register(app)
            assert screen.filter_line.text == one.filter
            assert len(screen.rows.pages) == one.count


@pytest.mark.parametrize(
    ("language", "width", "told"),
    [
        ("en", 120, "2 commitments: 1 stated (1 not public), 0 tracker ≈, 1 no statement found"),
        ("en", 80, "2: 1 stated (1 not public), 0 ≈, 1 no statement"),
        ("es", 120, "2 compromisos: 1 declarado (1 no difundido), 0 registro ≈, 1 sin declaración localizada"),
        ("es", 80, "2: 1 declarado (1 no difundido), 0 ≈, 1 sin decl."),
    ],
)
async def test_statements_that_are_not_public_are_named_and_listed(
    tmp_path: Path, language: str, width: int, told: str
) -> None:
    us = at(small_register(tmp_path), "us-1")
    us.write(replace(report("FW-US-01"), handling="TLP:AMBER"))
    async with running(us, language=language, size=(width, 30)) as (app, pilot):
        assert any(told in line for line in painted(app)[1:3])
        (count,) = [one for one in register(app).attention.ordered_counts() if one.name == "not_public"]
        await press(pilot, "F")
        while register(app).filter_line.text != filter_of(count):
            await press(pilot, "v")
        assert ids(app) == ["FW-US-01"]


@pytest.mark.parametrize(
    ("language", "width", "told"),
    [
        ("en", 120, "2 commitments: 1 stated, 0 tracker ≈, 1 no statement found (1 taken back)"),
        ("en", 80, "2: 1 stated, 0 ≈, 1 no statement (1 taken back)"),
        ("es", 120, "2 compromisos: 1 declarado, 0 registro ≈, 1 sin declaración localizada (1 rectificada)"),
        ("es", 80, "2: 1 declarado, 0 ≈, 1 sin decl. (1 rectificada)"),
    ],
)
async def test_statements_taken_back_are_named_listed_and_marked(
    tmp_path: Path, language: str, width: int, told: str
) -> None:
    us = at(small_register(tmp_path), "us-1")
    (said,) = us.write(replace(report("FW-JT-01"), evidence=())).hashes
    us.write(Retract(entry=said, reason="Too early."))
    async with running(us, language=language, size=(width, 30)) as (app, pilot):
        assert any(told in line for line in painted(app)[1:3])
        (count,) = [one for one in register(app).attention.ordered_counts() if one.name == "taken_back"]
        await press(pilot, "F")
        while register(app).filter_line.text != filter_of(count):
            await press(pilot, "v")
        assert ids(app) == ["FW-JT-01"]
        assert any("FW-JT-01  " in line and "↶" in line for line in painted(app))
        await press(pilot, "enter")
        await settle(pilot)
        assert any("↶" in line for line in painted(app)[1:5])


@pytest.mark.parametrize("language", ["en", "es"])
async def test_new_entries_are_counted_and_listed_in_the_history(tmp_path: Path, language: str) -> None:
    path = small_register(tmp_path)
    us = at(path, "us-1")
    us.store_seen_entry(us.version())
    for name in ("FW-MX-01", "FW-JT-01"):
        at(path, "mx-1").write(report(name))
    us.write(report("FW-US-01"))
    async with running(us, language=language) as (app, pilot):
        statements, figures = register(app).attention.shown.news
        assert (statements.count, figures.count) == (2, 0)
        await press(pilot, "F")
        while not isinstance(app.screen, HistoryScreen):
            await press(pilot, "v")
        history = app.screen
        assert history.filter_input.value == format_history_filter(statements.terms)
        assert history.entries is not None
        assert [(one.kind, one.ref) for one in history.entries] == [
            ("status.report", "FW-JT-01"),
            ("status.report", "FW-MX-01"),
        ]
        await press(pilot, "F", "1", "v")
        assert register(app).filter_line.text == filter_of(register(app).attention.ordered_counts()[0])
        while app.screen is not history:
            await press(pilot, "v")
        assert len(history.entries or ()) == 2


async def test_number_of_each_mark_is_that_of_the_cards_that_it_opens() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await with_areas(app, pilot)
        marks = register(app).attention.shown.areas
        assert marks is not None
        await press(pilot, "5")
        assert isinstance(app.screen, ScorecardScreen)
        heads = [
            block.body.plain
            for block in app.screen.page_view.blocks
            if (block.key or "").startswith(f"{theme_cards.CARD}:")
        ]
        assert len(heads) == sum(count for _mark, count in marks) == 9
        for mark, count in marks:
            assert sum(head.startswith(f"{mark} ") for head in heads) == count


async def test_indicators_of_a_large_register_are_read_only_on_their_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at(small_register(tmp_path), "us-1")
    monkeypatch.setattr(register_screen, "SCORING_DELAY", 0.01)
    async with running(desk) as (app, pilot):
        await until(pilot, lambda: register(app).attention.shown.areas is not None)
        assert "Indicators: ? 1 of 1 area   5 opens them" in painted(app)[3]
    monkeypatch.setattr(register_screen, "MOST_ENTRIES_SCORED", desk.info().entries - 1)
    async with running(desk) as (app, pilot):
        await pilot.pause(0.1)
        await settle(pilot)
        assert register(app).attention.shown.areas is None
        assert "Indicators:   5 opens them" in painted(app)[3]


async def test_what_waits_is_counted_if_anything_does(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    at(path, "us-1").write(Amend(record="FW-US-01", fields={"title.en": "Trace some guns"}, reason="So."))
    async with running(at(path, "mx-1")) as (app, _pilot):
        assert " 1 waits for you (E)" in painted(app)[2]
    async with running(at(path, "us-1")) as (app, _pilot):
        assert "waits for you" not in painted(app)[2]


async def test_a_side_without_an_open_desk_is_named(tmp_path: Path) -> None:
    async with running(shipped_desk()) as (app, pilot):
        assert "Mexico has no open desk" in painted(app)[4]
        await press(pilot, "E")
        await press(pilot, "tab")
        assert "Only the United States has an open desk in this register." in painted(app)[1]
        assert "Until then it has no effect" not in screen_text(app)
    async with running(at(small_register(tmp_path), "us-1")) as (app, _pilot):
        assert "no open desk" not in screen_text(app)


async def test_every_count_follows_the_language(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    at(path, "us-1").write(Amend(record="FW-US-01", fields={"title.en": "Trace some guns"}, reason="So."))
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "L")
        assert "1 le espera (E)" in painted(app)[2]
        await press(pilot, "L")
        assert "1 waits for you (E)" in painted(app)[2]


@pytest.mark.parametrize(("language", "first"), [("en", "US"), ("es", "MX")])
async def test_observer_sees_both_sides_in_the_language_order(tmp_path: Path, language: str, first: str) -> None:
    async with running(at(small_register(tmp_path), "obs-1"), language=language) as (app, _pilot):
        line = register(app).attention
        sides = [one.side for one in line.ordered_counts() if one.name == "responsible"]
        assert sides == sorted(["US", "MX"], reverse=first == "US")
        assert "reply" not in {one.name for one in line.shown.counts}
        names = {"en": ("United States 2 commitments", "Mexico 2 commitments")}
        assert all(name in painted(app)[1] + painted(app)[2] for name in names.get(language, ()))


async def test_changes_by_others_since_the_last_session_are_counted(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        assert "0 statements" in painted(app)[2]
        await press(pilot, "q")
    app.save_place()
    at(path, "mx-1").write(report("FW-MX-01"))
    async with running(at(path, "us-1")) as (app, pilot):
        assert "1 statement," in painted(app)[2]
        at(path, "mx-1").write(report("FW-JT-01"))
        await app.workers.wait_for_complete()
        app.poll()
        await settle(pilot)
        assert "2 statements," in painted(app)[2]


async def test_own_entries_do_not_count_as_new(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        await press(pilot, "F", "g", "s", "l", "enter")
        assert at(path, "us-1").last_act()
        assert "0 statements" in painted(app)[2]
        await press(pilot, "R")
        assert "0 statements" in painted(app)[2]


async def test_changing_the_desk_changes_the_counts(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        assert app.session is not None
        app.session.desk.use_desk("mx-1")
        app.session.info = app.session.desk.info()
        app.seat_changed()
        await settle(pilot)
        assert "Entering for Mexico (mx-1)" in painted(app)[1]
        assert filter_of(register(app).attention.ordered_counts()[0]) == "owes:MX"


async def test_program_exits_normally_on_a_read_only_register(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    desk = at(path, "us-1")
    path.chmod(0o400)
    async with running(desk) as (app, pilot):
        assert "commitments: " in painted(app)[1]
        await press(pilot, "v", "q")
    app.save_place()
    assert app.return_value == 0


def test_filter_is_written_in_the_current_language() -> None:
    one = AttentionCount("overdue", "US", (("open", "US"), ("due", "overdue")), 2)
    new = AttentionCount("statements", None, (("kind", "status"), ("changed", ">12-us-1")), 2)
    assert filter_of(one) == one.filter
    assert format_history_filter(new.terms) == new.filter
    with i18n.using_language("es"):
        assert filter_of(one) == "abierto:eeuu plazo:vencido"
        assert format_history_filter(new.terms) == "tipo:situacion cambio:>12-us-1"


async def test_clicking_a_count_shows_its_rows() -> None:
    async with running(shipped_desk()) as (app, pilot):
        line = register(app).attention
        await pilot.click(AttentionLine, offset=(painted(app)[2].index("awaiting"), 1))
        await settle(pilot)
        assert register(app).filter_line.text == "reply:US"
        assert line.active == "reply:US"
        await pilot.click(AttentionLine, offset=(painted(app)[3].index("Indicators"), 2))
        await settle(pilot)
        assert isinstance(app.screen, ScorecardScreen)


async def test_counts_are_hidden_below_sixty_columns(us: Desk) -> None:
    async with running(us, size=(40, 12)) as (app, _pilot):
        assert not any("Entering for" in line for line in painted(app))
        assert ids(app)
