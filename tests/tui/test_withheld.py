"""What a copy for others withholds is seen as withheld: by whose mark, from whom, by whom; never as empty, never as a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.types.intents import AddEvidence, WithholdEvidence
from hostile_data import PLANTED, copies
from jobs import prepare
from registers import TODAY, small_desk
from tui_runner import faults, painted, press, running, settle, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp

pytestmark = pytest.mark.journeys

SIZES = [(120, 36), (80, 24)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(prepare(tmp_path_factory.mktemp("shared")))


def copy(shared: Path) -> Desk:
    return door.open_register(shared / "given" / "copy.db", today=TODAY)


def seen(app: AccordApp) -> str:
    """The screen as one line of words, folded lines joined."""
    return " ".join(" ".join(painted(app)).replace("▌", " ").split())


async def into(pilot: Pilot[None], code: str, tab: int) -> None:
    """The commitment, at a tab of it."""
    await press(pilot, "slash")
    await write(pilot, code)
    await press(pilot, "enter", "enter", *["tab"] * tab)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_register_says_how_much_its_copy_is_without(shared: Path, size: tuple[int, int]) -> None:
    desk = copy(shared)
    count = desk.info().withheld
    assert count > 0
    async with running(desk, size=size) as (app, _pilot):
        assert f"withheld from this copy {count}" in seen(app)
        assert faults(app) == []
    whole = door.open_register(shared / "register.db", today=TODAY)
    assert (whole.info().copy_for, whole.info().withheld) == (None, 0)
    async with running(whole, size=size) as (app, _pilot):
        assert "withheld from this copy" not in seen(app), "a desk withheld a piece from everybody"


@pytest.mark.parametrize("size", SIZES)
async def test_tabs_tell_what_is_withheld_and_whose_it_is(shared: Path, size: tuple[int, int]) -> None:
    async with running(copy(shared), size=size) as (app, pilot):
        await into(pilot, "US-01", 0)
        count = len(copy(shared).commitment("FW-US-01").withheld)
        assert f"{count} entries about it are withheld from this copy" in seen(app)
        await press(pilot, "tab", "G")
        shown = seen(app)
        assert "status reported · withheld" in shown
        assert "withheld from this copy (readers: public): TLP:RED; us-1 has the words" in shown
        await press(pilot, "tab", "g")
        shown = seen(app)
        assert "us-1-12 · documented · withheld: It names people." in shown
        assert "named.pdf" not in shown, "the name may say whom it names"
        assert "file withheld from this copy" in shown
        assert "withheld by us-1, authority: Order 7" in shown
        assert "in the store" in shown
        await press(pilot, "G")
        shown = seen(app)
        assert "evidence added · withheld" in shown
        assert "us-2 has the words" in shown
        assert PLANTED not in shown
        assert faults(app) == []


@pytest.mark.parametrize("size", SIZES)
async def test_history_shows_a_withheld_entry_as_withheld(shared: Path, size: tuple[int, int]) -> None:
    said = "withheld from this copy (readers: public): TLP:RED; us-1 has the words"
    async with running(copy(shared), size=size) as (app, pilot):
        await into(pilot, "US-09", 0)
        await press(pilot, "escape", "escape", "3")
        shown = seen(app)
        assert "withheld by its desk" in shown
        assert "sha256 135e" not in shown
        await press(pilot, *["j"] * 5, "i")
        assert said in seen(app)
        assert faults(app) == []


async def test_a_file_that_is_not_here_is_told_from_one_that_was_withheld(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    for name in ("gone.pdf", "kept.pdf"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        desk.write(AddEvidence(commitment="FW-US-01", evidence=(str(tmp_path / name),), handling="TLP:CLEAR"))
    digest = next(item.file.digest for item in desk.commitment("FW-US-01").evidence if item.file is not None)
    desk.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/secret",), handling="TLP:CLEAR"))
    desk.write(WithholdEvidence(evidence="us-1-4", reason="It names people.", authority="Order 7"))
    desk.evidence_file(digest).unlink()
    async with running(desk) as (app, pilot):
        await into(pilot, "US-01", 2)
        shown = seen(app)
        assert "not in the store" in shown
        assert "in the store" in shown.replace("not in the store", "")
        assert "withheld from this copy" not in shown
        assert "example.org/secret" not in shown
        await press(pilot, "tab", "tab")
        shown = seen(app)
        assert "withheld by its desk" in shown
        assert "example.org/secret" not in shown, "no screen shows its address"


async def test_in_spanish_too(shared: Path) -> None:
    async with running(copy(shared), language="es") as (app, pilot):
        await into(pilot, "US-01", 2)
        assert "TLP" in seen(app)
        assert PLANTED not in seen(app)
        assert faults(app) == []
