"""The register's first lines answer without a key; v shows the rows of each number; what was seen is kept at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.service import open_register
from accordtrack.tui.widgets.attention_line import AttentionLine, filter_of
from accordtrack.types import AttentionCount
from accordtrack.types.intents import Amend, ReportStatus
from registers import TODAY, small_register
from shipped_scores import shipped_desk
from tui_runner import ids, painted, press, register, running, screen_text, settle

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk


def at(path: Path, feed: str) -> Desk:
    return open_register(path, desk=feed, today=TODAY)


def report(commitment: str) -> ReportStatus:
    return ReportStatus(commitment=commitment, status="limited", note="Some.", evidence=("https://example.org/a",))


async def test_counts_are_shown_under_the_headline() -> None:
    desk = shipped_desk()
    owed, overdue, waits, reply, turn = (one.count for one in desk.attention(side="US"))
    assert waits == 0
    async with running(desk) as (app, _pilot):
        line = painted(app)[1]
        said = f"US still owes {owed} · overdue {overdue} · unanswered by you {reply} · your turn to reply {turn} · changed"
        assert said in line
        assert turn == sum(one.turn == "US" for one in desk.disputes())


async def test_v_lists_the_rows_of_each_count_in_turn() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        assert register(app).attention.active == "open:US due:overdue"
        await press(pilot, "F")
        for one in desk.attention(side="US"):
            if one.name == "waits":  # nothing does
                continue
            await press(pilot, "v")
            screen = register(app)
            assert screen.filter_line.text == one.filter
            assert len(screen.rows.pages) == one.count
        await press(pilot, "v")
        assert register(app).filter_line.text == "open:US"


async def test_what_waits_is_counted_if_anything_does(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    at(path, "us-1").write(Amend(record="FW-US-01", fields={"title.en": "Trace some guns"}, reason="So."))
    async with running(at(path, "mx-1")) as (app, _pilot):
        assert "· 1 waits for you (E)" in painted(app)[1]
    async with running(at(path, "us-1")) as (app, _pilot):
        assert "waits for you" not in painted(app)[1]


async def test_a_side_without_an_open_desk_is_named(tmp_path: Path) -> None:
    async with running(shipped_desk()) as (app, pilot):
        assert "Mexico has no open desk" in painted(app)[1] + painted(app)[2]
        await press(pilot, "E")
        await press(pilot, "tab")
        assert "In force by the United States alone: Mexico has no open desk." in painted(app)[1]
        assert "Until then it has no effect" not in screen_text(app)
    async with running(at(small_register(tmp_path), "us-1")) as (app, _pilot):
        assert "no open desk" not in screen_text(app)


async def test_every_count_follows_the_language(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    at(path, "us-1").write(Amend(record="FW-US-01", fields={"title.en": "Trace some guns"}, reason="So."))
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "L")
        assert "1 le espera (E)" in painted(app)[1]
        await press(pilot, "L")
        assert "1 waits for you (E)" in painted(app)[1]


async def test_line_wraps_onto_two_lines_without_losing_a_count() -> None:
    for language in ("en", "es"):
        async with running(shipped_desk(), size=(80, 24), language=language) as (app, _pilot):
            shown = painted(app)
            both = shown[1] + shown[2]
            numbers = [str(one.count) for one in shipped_desk().attention(0, side="US")[:4]]
            assert all(f" {number} " in both for number in numbers)
            assert "…" not in both
            note = shown[2] + shown[3]
            assert "no open desk" in note or "no tiene una unidad abierta" in note
            assert any(" / " in line for line in shown[3:5])


@pytest.mark.parametrize(("language", "first"), [("en", "US"), ("es", "MX")])
async def test_observer_sees_both_sides_in_the_language_order(tmp_path: Path, language: str, first: str) -> None:
    async with running(at(small_register(tmp_path), "obs-1"), language=language) as (app, _pilot):
        line = register(app).attention
        assert [one.side for one in line.ordered_counts() if one.name == "owed"] == sorted(
            ["US", "MX"], reverse=first == "US"
        )
        assert "reply" not in {one.name for one in line.counts}


async def test_changes_by_others_since_the_last_session_are_counted(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        assert "changed since you looked 0" in painted(app)[1]
        await press(pilot, "q")
    app.save_place()
    at(path, "mx-1").write(report("FW-MX-01"))
    async with running(at(path, "us-1")) as (app, pilot):
        assert "changed since you looked 1" in painted(app)[1]
        while "changed" not in register(app).filter_line.text:
            await press(pilot, "v")
        assert ids(app) == ["FW-MX-01"]
        assert "changed since you looked 0" in painted(app)[1]
        at(path, "mx-1").write(report("FW-JT-01"))
        await app.workers.wait_for_complete()
        app.poll()
        await settle(pilot)
        assert "changed since you looked 1" in painted(app)[1]
        assert ids(app) == ["FW-MX-01"]


async def test_seen_changes_are_saved_as_soon_as_they_are_shown(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    us = at(path, "us-1")
    us.store_seen_entry(us.version())
    at(path, "mx-1").write(report("FW-MX-01"))
    async with running(us) as (app, pilot):
        while "changed" not in register(app).filter_line.text:
            await press(pilot, "v")
        assert us.last_seen_entry() == us.version()


async def test_own_entries_do_not_count_as_changes(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        await press(pilot, "F", "g", "s", "l", "enter")
        assert at(path, "us-1").last_act()
        assert "changed since you looked 0" in painted(app)[1]
        await press(pilot, "R")
        assert "changed since you looked 0" in painted(app)[1]


async def test_changing_the_desk_changes_the_counts(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    async with running(at(path, "us-1")) as (app, pilot):
        assert app.session is not None
        app.session.desk.use_desk("mx-1")
        app.session.info = app.session.desk.info()
        app.seat_changed()
        await settle(pilot)
        assert "MX still owes" in painted(app)[1]


async def test_program_exits_normally_on_a_read_only_register(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    desk = at(path, "us-1")
    path.chmod(0o400)
    async with running(desk) as (app, pilot):
        assert "US still owes" in painted(app)[1]
        await press(pilot, "v", "q")
    app.save_place()
    assert app.return_value == 0


def test_filter_is_written_in_the_current_language() -> None:
    one = AttentionCount("overdue", "US", (("open", "US"), ("due", "overdue")), 2)
    assert filter_of(one) == one.filter
    with i18n.using_language("es"):
        assert filter_of(one) == "abierto:eeuu plazo:vencido"
        assert filter_of(AttentionCount("changed", None, (("changed", ">12"),))) == "cambio:>12"


async def test_clicking_a_count_shows_its_rows() -> None:
    async with running(shipped_desk()) as (app, pilot):
        line = register(app).attention
        place = painted(app)[1].index("unanswered")
        await pilot.click(AttentionLine, offset=(place, 0))
        await settle(pilot)
        assert register(app).filter_line.text == "reply:US"
        assert line.active == "reply:US"


async def test_counts_are_hidden_below_sixty_columns(us: Desk) -> None:
    async with running(us, size=(40, 12)) as (app, _pilot):
        assert not any("US still owes" in line for line in painted(app))
