"""What a copy for others withholds is seen as withheld: by whose mark, from whom, by whom; never as empty, never as a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.types.intents import AddEvidence, WithholdEvidence
from hostile_data import PLANTED, copies
from jobs import prepare
from registers import TODAY, small_desk
from tui_runner import faults, painted, press, running, settle, write

pytestmark = pytest.mark.journeys

SIZES = [(120, 36), (80, 24)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(prepare(tmp_path_factory.mktemp("shared")))


def open_shared_copy(shared: Path) -> Desk:
    return door.open_register(shared / "given" / "copy.db", today=TODAY)


def screen_text(app: AccordApp) -> str:
    return " ".join(" ".join(painted(app)).replace("▌", " ").split())


async def open_commitment_tab(pilot: Pilot[None], code: str, tab: int) -> None:
    await press(pilot, "slash")
    await write(pilot, code)
    await press(pilot, "enter", "enter", *["tab"] * tab)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_register_screen_shows_how_many_entries_the_copy_withholds(shared: Path, size: tuple[int, int]) -> None:
    desk = open_shared_copy(shared)
    count = desk.info().withheld
    assert count > 0
    async with running(desk, size=size) as (app, _pilot):
        assert f"not public in this copy {count}" in screen_text(app)
        assert faults(app) == []
    whole = door.open_register(shared / "register.db", today=TODAY)
    assert (whole.info().copy_for, whole.info().withheld) == (None, 0)
    async with running(whole, size=size) as (app, _pilot):
        assert "not public in this copy" not in screen_text(app), "a desk withheld a piece from everybody"


@pytest.mark.parametrize("size", SIZES)
async def test_tabs_show_what_is_withheld_and_by_whom(shared: Path, size: tuple[int, int]) -> None:
    async with running(open_shared_copy(shared), size=size) as (app, pilot):
        await open_commitment_tab(pilot, "US-01", 0)
        count = len(open_shared_copy(shared).commitment("FW-US-01").withheld)
        assert f"{count} entries about it are not in this copy" in screen_text(app)
        await press(pilot, "tab", "G")
        shown = screen_text(app)
        assert "status reported · not public" in shown
        assert "not public in this copy (readers: public): TLP:RED; us-1 has the text" in shown
        await press(pilot, "tab", "g")
        shown = screen_text(app)
        assert "us-1-12 · document · not public: It names people." in shown
        assert "named.pdf" not in shown, "the name may say whom it names"
        assert "file not included in this copy" in shown
        assert "not public, by us-1, authority: Order 7" in shown
        assert "in the store" in shown
        await press(pilot, "G")
        shown = screen_text(app)
        assert "evidence added · not public" in shown
        assert "us-2 has the text" in shown
        assert PLANTED not in shown
        assert faults(app) == []


@pytest.mark.parametrize("size", SIZES)
async def test_history_marks_withheld_entries(shared: Path, size: tuple[int, int]) -> None:
    said = "not public in this copy (readers: public): TLP:RED; us-1 has the text"
    async with running(open_shared_copy(shared), size=size) as (app, pilot):
        await open_commitment_tab(pilot, "US-09", 0)
        await press(pilot, "escape", "escape", "3")
        shown = screen_text(app)
        assert "not published by its desk" in shown
        assert "sha256 135e" not in shown
        await press(pilot, *["j"] * 5, "i")
        assert said in screen_text(app)
        assert faults(app) == []


async def test_missing_file_is_distinguished_from_a_withheld_one(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    for name in ("gone.pdf", "kept.pdf"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        desk.write(AddEvidence(commitment="FW-US-01", evidence=(str(tmp_path / name),), handling="TLP:CLEAR"))
    digest = next(item.file.digest for item in desk.commitment("FW-US-01").evidence if item.file is not None)
    desk.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/secret",), handling="TLP:CLEAR"))
    desk.write(WithholdEvidence(evidence="us-1-4", reason="It names people.", authority="Order 7"))
    desk.evidence_file(digest).unlink()
    async with running(desk) as (app, pilot):
        await open_commitment_tab(pilot, "US-01", 2)
        shown = screen_text(app)
        assert "not in the store" in shown
        assert "in the store" in shown.replace("not in the store", "")
        assert "not public in this copy" not in shown
        assert "example.org/secret" not in shown
        await press(pilot, "tab", "tab")
        shown = screen_text(app)
        assert "not published by its desk" in shown
        assert "example.org/secret" not in shown, "no screen shows its address"


async def test_withheld_text_is_hidden_in_spanish(shared: Path) -> None:
    async with running(open_shared_copy(shared), language="es") as (app, pilot):
        await open_commitment_tab(pilot, "US-01", 2)
        assert "TLP" in screen_text(app)
        assert PLANTED not in screen_text(app)
        assert faults(app) == []
