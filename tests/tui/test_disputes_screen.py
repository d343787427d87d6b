"""Disputes on the screen: whose turn first, every word of the chosen thread, answers by key, and figures that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.tui import answering
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.answer import ConcurDialog, DisputeDialog
from accordtrack.tui.dialogs.note import NoteDialog
from accordtrack.tui.dialogs.settle import SettleDialog
from accordtrack.tui.screens.commitment import STATEMENTS, CommitmentScreen
from accordtrack.tui.screens.disputes import DisputesScreen
from accordtrack.tui.thread_list import MINE, NOBODY, THEIRS, ThreadList
from accordtrack.types.intents import Amend, ReportStatus, TakePosition
from registers import TODAY, accept_everything, small_register
from shipped_scores import shipped_desk
from tui_runner import at_register, faults, painted, press, running, settle, write

pytestmark = pytest.mark.journeys


class Table:
    """Both sides at one small register on which one claim is disputed."""

    def __init__(self, folder: Path) -> None:
        self.path = small_register(folder)
        self.at("us-1").write(ReportStatus(commitment="FW-JT-01", status="substantial", note="Most of it."))
        self.dispute("mx-1", "FW-JT-01", "Half of it.\nNo more.")

    def at(self, seat: str) -> Desk:
        return door.open_register(self.path, desk=seat, today=TODAY)

    def dispute(self, seat: str, target: str, reason: str) -> str:
        taken = TakePosition(target=target, stance="dispute", ground="not_enough", proposes="limited", reason=reason)
        return str(self.at(seat).write(taken).hashes[-1])

    def thread(self) -> tuple[str, str | None, int]:
        (found,) = self.at("us-1").disputes("id:FW-JT-01")
        return found.state, found.turn, len(found.words)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def disputes(app: AccordApp) -> DisputesScreen:
    assert isinstance(app.screen, DisputesScreen)
    return app.screen


def find(screen: DisputesScreen, name: str) -> None:
    screen.threads_pane.choose(next(key for key in screen.threads_pane.items if key.startswith(name)))


async def test_disputes_awaiting_the_own_desk_come_first(table: Table) -> None:
    for seat, head in (("us-1", "Your turn"), ("mx-1", "The other side's turn")):
        async with running(table.at(seat)) as (app, pilot):
            await press(pilot, "4")
            screen = disputes(app)
            lines = screen.threads_pane.text.splitlines()
            above = [
                line for line in lines[: next(n for n, one in enumerate(lines) if "FW-JT-01" in one)] if "turn" in line
            ]
            assert head in above[-1]
            assert ("Your turn" in lines[0]) is ("Your turn" in screen.threads_pane.text), "it stands before all others"
            find(screen, "FW-JT-01")
            await settle(pilot)
            assert ("Your turn, since Nov 25, 2026" in screen.lower_pane.text) is (seat == "us-1")
            await press(pilot, "q")
            assert at_register(app)


@pytest.mark.parametrize("own", ["US", "MX", None])
def test_thread_without_a_turn_is_listed_under_neither_side(tmp_path: Path, own: str | None) -> None:
    path = small_register(tmp_path)
    us, mx = (door.open_register(path, desk=seat, today=TODAY) for seat in ("us-1", "mx-1"))
    earlier = us.commitment("FW-US-01").halves[0].claim
    assert earlier is not None
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Half of them.", said_on="2026-11-20"))
    mx.write(TakePosition(target=earlier.entry, stance="dispute", proposes="limited", reason="It was half."))
    found = ThreadList.load(us, "", own, 500)
    held = {group: (count, read) for group, count, read in found.groups()}
    assert [thread.commitment for thread in held[NOBODY][1]] == ["FW-US-01"]


@pytest.mark.parametrize("own", ["US", "MX", None])
def test_threads_are_listed_under_the_side_whose_turn_it_is(own: str | None) -> None:
    found = ThreadList.load(shipped_desk(), "", own, 500)
    held = {group: (count, read) for group, count, read in found.groups()}
    open_now = {"UNI-US-02", "FEB25-JT-03"}
    assert {thread.commitment for thread in held[MINE if own == "US" else THEIRS][1]} == open_now
    assert all(thread.turn not in {None, own} for thread in held.get(THEIRS, (0, []))[1])
    assert all(thread.turn == own for thread in held.get(MINE, (0, []))[1])
    assert sum(count for count, _read in held.values()) == found.total == len(found.read)


async def test_quotations_appear_in_the_column_of_their_side(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        find(disputes(app), "FW-JT-01")
        await settle(pilot)
        lines = disputes(app).lower_pane.text.splitlines()
        us, mx = (
            next(line for line in lines if line.strip() == said or said in line) for said in ("Most of it.", "No more.")
        )
        assert us.index("│") < 10
        assert mx.index("│ No more.") > 50
        assert mx.strip().startswith("│ No more.")


async def test_dispute_key_answers_the_other_sides_last_statement(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        find(disputes(app), "FW-JT-01")
        await press(pilot, "d")
        assert isinstance(app.screen, DisputeDialog)
        await write(pilot, "All of it")
        await press(pilot, "enter")
        assert table.thread() == ("open", "MX", 3)
        screen = disputes(app)
        assert screen.threads_pane.chosen == "FW-JT-01#US", "the cursor stays"
        assert "All of it" in screen.lower_pane.text
        assert faults(app) == []


async def test_concurring_with_a_statement_settles_the_dispute(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        find(screen, "FW-JT-01")
        await press(pilot, "tab", "G", "c")
        assert isinstance(app.screen, ConcurDialog)
        assert app.screen.answered is not None
        assert app.screen.answered.half == "US"
        await press(pilot, "enter")
        assert table.thread()[:2] == ("settled", None)
        assert "Settled on Nov 25, 2026" in screen.lower_pane.text
        assert "Disagreement settled; status unchanged." in screen.lower_pane.text
        assert "The status changes when the United States reports a new one." in screen.lower_pane.text


async def test_concur_is_offered_only_on_an_open_thread(table: Table) -> None:
    desk = table.at("us-1")
    (thread,) = desk.disputes("id:FW-JT-01")
    desk.write(TakePosition(target=thread.words[-1].entry, stance="concur"))
    async with running(desk) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        for name, offered in (("FW-US-01", True), ("FW-JT-01", False)):
            find(screen, name)
            await settle(pilot)
            assert ("c concur" in painted(app)[-1]) is offered
        await press(pilot, "c")
        assert app.screen is screen
        assert "Disagreement settled; status unchanged." in app.said[-1].text


def test_conceded_claim_leaves_nothing_to_concur_with(table: Table) -> None:
    view = table.at("us-1").commitment("FW-US-01")
    assert "concur" not in answering.stances_without_claim(view, "MX")
    table.at("us-1").write(TakePosition(target="traced-mx-2024", stance="concur"))
    view = table.at("us-1").commitment("FW-US-01")
    assert answering.stances_without_claim(view, "MX") == ("concur",)
    assert answering.stances_without_claim(view, "US") == ("concur", "dispute"), "the other side owes no half of it"
    assert answering.stances_without_claim(view, None) == ()


@pytest.mark.sweep
@pytest.mark.parametrize("seat", ["us-1", "mx-1"])
async def test_side_that_gave_up_a_dispute_can_concur_with_the_claim(table: Table, seat: str) -> None:
    (thread,) = table.at("us-1").disputes("id:FW-JT-01")
    reply = table.dispute("us-1", thread.words[-1].entry, "No.")
    table.at("mx-1").write(TakePosition(target=reply, stance="concur"))
    async with running(table.at(seat)) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        find(screen, "FW-JT-01")
        await settle(pilot)
        assert "The answer changes when Mexico agrees with the statement itself." in screen.lower_pane.text
        assert screen.is_already_concurred is (seat == "us-1")
        if seat == "mx-1":
            await press(pilot, "c", "enter")
            (half, _other) = table.at("us-1").commitment("FW-JT-01").halves
            assert half.standing == "agreed"


def test_proposal_that_waits_is_no_dispute_until_it_is_disputed(table: Table) -> None:
    done = table.at("us-1").write(Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="Budget."))
    assert [entry.hash for act in table.at("mx-1").pending("MX") for entry in act.entries] == list(done.hashes)
    assert "change" not in {one.about for one in table.at("us-1").disputes()}
    table.dispute("mx-1", done.hashes[0], "Too late.")
    assert [one.turn for one in table.at("us-1").disputes() if one.about == "change"] == ["US"]
    assert table.at("mx-1").pending("MX") == ()


async def test_side_cannot_answer_itself(table: Table) -> None:
    table.at("us-1").write(TakePosition(target="FW-JT-01", stance="not_agreed", reason="Other words."))
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        own = next(one for one in screen.loaded_threads or () if one.about == "text")
        screen.threads_pane.choose(own.id)
        for key in ("d", "c"):
            await press(pilot, key)
            assert disputes(app) is screen
            assert "a side cannot answer itself" in app.said[-1].text
        await press(pilot, "n")
        assert isinstance(app.screen, NoteDialog)


async def test_enter_opens_the_commitment_statements_and_q_returns(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        find(disputes(app), "FW-JT-01")
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        assert (page.subject.id, page.tabs.chosen) == ("FW-JT-01", STATEMENTS)
        await press(pilot, "q")
        assert disputes(app).threads_pane.chosen == "FW-JT-01#US"


async def test_empty_disputes_screen_explains_disputes(tmp_path: Path) -> None:
    register = tmp_path / "empty.db"
    made = door.create_register(
        register, data=None, empty=True, desk="us-1", keys=own_key_folder(register), today=TODAY
    )
    async with running(made) as (app, pilot):
        await press(pilot, "4")
        text = disputes(app).lower_pane.text
        assert "Nothing is disputed" in text
        assert "Finding no answer never means consent" in text
        await press(pilot, "d", "enter", "tab", "right")
        assert "No conflicting figures or words" in disputes(app).lower_pane.text
        await press(pilot, "S", "enter")
        assert faults(app) == []


async def test_conflicting_figures_are_side_by_side_and_can_be_settled(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4", "right")
        screen = disputes(app)
        assert "claim 1" in screen.lower_pane.text
        assert "copy read:" in screen.lower_pane.text
        both = [line for line in screen.lower_pane.text.splitlines() if "claim 1" in line and "claim 2" in line]
        assert both
        await press(pilot, "d")
        assert disputes(app) is screen, "keys of a commitment belong to the other tab"
        chosen = screen.lower_pane.chosen
        await press(pilot, "S")
        assert isinstance(app.screen, SettleDialog)
        await press(pilot, "enter")
        assert isinstance(app.screen, SettleDialog), "nothing is chosen yet"
        await press(pilot, "right", "right", "tab")
        await write(pilot, "SSPC-2024")
        await press(pilot, "tab")
        await write(pilot, "Counted again")
        await press(pilot, "enter")
        assert disputes(app) is screen
        accept_everything(table.path)
        await press(pilot, "R")
        settled = next(one for one in table.at("us-1").conflicts() if one.id == chosen)
        assert (settled.settled, settled.settled_by) == (2, "SSPC-2024")
        assert "Settled 1" in screen.lower_pane.text
        assert faults(app) == []


async def test_mexico_is_listed_first_in_spanish(table: Table) -> None:
    async with running(table.at("mx-1"), language="es") as (app, pilot):
        await press(pilot, "4")
        head = next(line for line in painted(app) if "México" in line and "Estados Unidos" in line)
        assert head.index("México") < head.index("Estados Unidos")
        await press(pilot, "L")
        assert i18n.language() == "en"
        head = next(line for line in painted(app) if "Mexico" in line and "United States" in line)
        assert head.index("United States") < head.index("Mexico")


async def test_reload_shows_disputes_written_by_others(table: Table) -> None:
    async with running(table.at("us-1")) as (app, pilot):
        await press(pilot, "4")
        table.dispute("mx-1", "FW-US-01", "Another.")
        await press(pilot, "R")
        assert any(one.id == "FW-US-01#US" for one in disputes(app).loaded_threads or ())


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_screen_fits_every_size_in_both_languages(table: Table, size: tuple[int, int], language: str) -> None:
    async with running(table.at("us-1"), size=size, language=language) as (app, pilot):
        await press(pilot, "4", "j", "tab", "j", "G", "tab", "right", "G", "left")
        assert all(len(line) <= size[0] for line in painted(app))
        assert any("FW-JT-01" in line for line in painted(app))
        assert faults(app) == []


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_turn_and_statements_are_readable_in_forty_columns(table: Table, *, ascii_only: bool) -> None:
    async with running(table.at("us-1"), size=(40, 12), ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "4")
        find(disputes(app), "FW-JT-01")
        await settle(pilot)
        line = next(line for line in painted(app) if "FW-JT-01" in line)
        assert "US" in line.split()
        await press(pilot, "tab", "G")
        assert any("No more." in line for line in painted(app))
        if ascii_only:
            assert all(line.isascii() for line in painted(app))
