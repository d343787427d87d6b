"""Audiences: what may not be read has not been said, before anything is folded or counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.projection import facts
from accordtrack.projection.audience import Audience, audience_of
from accordtrack.projection.facts import Facts
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import Desk
from accordtrack.types.intents import AddNote, ReportStatus, TakePosition, WithdrawPosition
from registers import TODAY, small_register
from shipped_scores import shipped_desk

AT = TwoDates(TODAY, TODAY)


def read(path: Path, name: str, side: str | None = None) -> tuple[Facts, int]:
    desk = door.open_register(path, desk="us-1", today=TODAY)
    audience = Audience(name, side, AT)
    with desk._db.reading() as connection:
        return facts.read(connection, AT, audience), audience.withheld


def status(found: Facts, side: str = "US") -> str | None:
    half = next(half for half in found.states["FW-US-01"].halves if half.side == side)
    return str(half.status) if half.status else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = small_register(tmp_path)
    door.open_register(made, desk="us-1", today=TODAY).write(
        ReportStatus(commitment="FW-US-01", status="substantial", handling="TLP:CLEAR")
    )
    return made


@pytest.mark.parametrize(
    ("handling", "readers"),
    [
        ("TLP:CLEAR", {"public", "parties", "US", "MX"}),
        ("TLP:GREEN", {"parties", "US", "MX"}),
        ("TLP:AMBER", {"parties", "US", "MX"}),
        ("TLP:AMBER+STRICT", {"US"}),
        ("TLP:RED", set()),
    ],
)
def test_claim_shown_is_the_latest_the_audience_may_read(path: Path, handling: str, readers: set[str]) -> None:
    evidence = ("https://example.org/done",)
    baseline = {"public": read(path, "public")[1]}
    door.open_register(path, desk="us-1", today=TODAY).write(
        ReportStatus(commitment="FW-US-01", status="completed", evidence=evidence, handling=handling)
    )
    for name in ("public", "parties", "US", "MX"):
        side = name if name in {"US", "MX"} else None
        found, withheld = read(path, "side" if side else name, side)
        assert status(found) == ("completed" if name in readers else "substantial"), name
        assert (withheld > baseline.get(name, 0)) == (name not in readers), name


def test_withheld_answer_does_not_change_the_standing(path: Path) -> None:
    us, mx = (door.open_register(path, desk=desk, today=TODAY) for desk in ("us-1", "mx-1"))
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", handling="TLP:CLEAR"))
    before = read(path, "public")[1]
    us.write(TakePosition(target="FW-MX-01", stance="dispute", reason="No.", handling="TLP:AMBER"))
    public, withheld = read(path, "public")
    parties, none = read(path, "parties")
    assert public.states["FW-MX-01"].halves[0].standing == "unanswered"
    assert parties.states["FW-MX-01"].halves[0].standing == "disputed"
    assert (withheld - before, none) == (1, 0)


@pytest.mark.parametrize("mark", [None, "TLP:RED"])
def test_withdrawn_dispute_is_not_left_in_the_numbers_of_readers(path: Path, mark: str | None) -> None:
    us, mx = (door.open_register(path, desk=desk, today=TODAY) for desk in ("us-1", "mx-1"))
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", handling="TLP:CLEAR"))
    us.write(TakePosition(target="FW-MX-01", stance="dispute", reason="No.", handling="TLP:CLEAR"))
    assert public_facts(us).states["FW-MX-01"].halves[0].standing == "disputed"
    us.write(WithdrawPosition(target="FW-MX-01", handling=mark))
    assert us.last_act()[0].handling == (mark or "TLP:CLEAR"), "as public as the dispute"
    assert public_facts(us).states["FW-MX-01"].halves[0].standing == "unanswered"


def public_facts(desk: Desk) -> Facts:
    with desk._db.reading() as connection:
        return facts.read(connection, AT, audience_of(connection, "public", None, AT))


def test_later_entries_are_not_counted_as_withheld(path: Path) -> None:
    desk = door.open_register(path, desk="us-1", today=TODAY)
    then = TwoDates("2020-01-01", "2020-01-01")

    def withheld(at: TwoDates) -> int:
        audience = Audience("public", at=at)
        with desk._db.reading() as connection:
            facts.read(connection, at, audience)
        return audience.withheld

    before, now = withheld(then), withheld(AT)
    desk.write(AddNote(commitment="FW-US-01", text="A word.", handling="TLP:RED"))
    assert (withheld(then), withheld(AT)) == (before, now + 1)


@pytest.mark.parametrize(("name", "side"), [("everybody", None), ("side", None), ("side", "OBS")])
def test_unknown_audience_is_refused(name: str, side: str | None) -> None:
    with pytest.raises(Refused):
        Audience(name, side)


def digests(folder: Path, status: str) -> tuple[str, str, str]:
    """Of a public scorecard, of a public data package, and of the whole, where a desk says something for its own eyes."""
    folder.mkdir()
    desk = door.open_register(small_register(folder), desk="us-1", today=TODAY)
    desk.write(ReportStatus(commitment="FW-US-01", status=status, note="Why.", handling="TLP:RED"))
    card = desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en"))
    desk.export_data(folder / "package")
    package = json.loads((folder / "package" / "datapackage.json").read_text(encoding="utf-8"))
    return card.checkpoint["state_digest"], package["accordtrack"]["state_digest"], desk.verify().state_digest or ""


def test_audience_digest_ignores_withheld_entries(tmp_path: Path) -> None:
    one, other = (digests(tmp_path / status, status) for status in ("limited", "not_started"))
    assert one[:2] == other[:2]
    assert one[0] == one[1]
    assert one[2] != other[2]
    assert one[2] != one[0]


def test_audience_digest_is_the_registers_when_nothing_is_withheld() -> None:
    desk = shipped_desk()
    card = desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en"), appended=False)
    assert card.withheld == 0
    assert card.checkpoint["state_digest"] == desk.verify().state_digest
