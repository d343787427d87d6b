"""What one side's desk records alone: it counts as that side's own, it is marked, or it waits; never silently more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.scoring.inputs import Choice, Inputs
from accordtrack.scoring.results import Commitment
from accordtrack.scoring.subjects import Link, commitment_subject
from accordtrack.types.intents import Amend, ReportStatus, TakePosition
from accordtrack.vocabulary import LinkStrength
from registers import concur
from value_disputes import DOCUMENTED, PS, Room, interval

AGREED_TARGET = {
    "target.value": "41",
    "target.by": "2026-12-31",
    "target.set_by": "agreed",
    "target.source": "JS-2021",
    "baseline.value": "40.5",
    "baseline.on": "2021-12-31",
}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def leaf(room: Room, name: str) -> Commitment:
    return next(one for one in room.desk("us-1").scores().by_theme.commitments if one.owed.leaf.id == name)


@pytest.mark.parametrize("field", [{"weight": "1000000"}, {"verifiable": "false", "verifiable_why": "Too vague."}])
def test_amended_weight_or_verifiability_waits_for_the_other_side(room: Room, field: dict[str, str]) -> None:
    room.desk("us-1").write(Amend(record="FW-US-01", fields=field, reason="Ours."))
    assert leaf(room, "FW-US-01").owed.weight == 1
    pending = room.desk("us-1").commitment("FW-US-01").proposed
    assert {change.field for change in pending} == field.keys()
    change = next(iter(pending))
    room.desk("mx-1").write(TakePosition(target=change.entry, stance="concur"))
    after = room.desk("us-1").scores().inputs
    assert {one.commitment for one in after.not_scored} >= {"FW-US-01"} or leaf(room, "FW-US-01").owed.weight == 1000000


def test_target_called_agreed_by_one_side_waits_for_concurrence(room: Room) -> None:
    done = room.desk("us-1").write(
        Amend(record="guns-traced", fields=AGREED_TARGET, reason="It was said.", sources=("JS-2021",))
    )
    agreed = next(one for one in leaf(room, "FW-US-01").result.indicators if one.indicator.id == "guns-traced")
    assert agreed.indicator.target == 80, "the target that the folder calls agreed stays"
    everything = room.desk("us-1").scores(all_targets=True).inputs
    assert everything.choice == Choice(all_targets=True)
    room.desk("mx-1").write(TakePosition(target=done.hashes[0], stance="concur"))
    after = next(one for one in leaf(room, "FW-US-01").result.indicators if one.indicator.id == "guns-traced")
    assert after.indicator.target == 41
    amended = room.desk("us-1").indicator("guns-traced")
    assert amended is not None
    assert amended.target is not None
    assert amended.target.value == "41"


def test_dispute_of_a_replaced_value_has_no_effect(room: Room) -> None:
    row = room.measure("us-1", "59", "US")
    room.answer("mx-1", row, "dispute")
    later = room.measure("us-1", "60.25", "US", published_on="2026-04-01", source="ATF-2023")
    found = room.indicator()
    assert interval(found) == pytest.approx([DOCUMENTED * PS] * 3)
    assert "DISPUTED" not in found["flags"]
    room.answer("mx-1", later, "dispute", on="2026-05-01")
    assert "DISPUTED" in room.indicator()["flags"]


@pytest.mark.parametrize(("feed", "mark"), [("us-1", "RECORDED_BY_US"), ("mx-1", "RECORDED_BY_MX"), ("obs-1", None)])
def test_joint_status_is_flagged_with_the_side_that_recorded_it(room: Room, feed: str, mark: str | None) -> None:
    spoken = ReportStatus(
        commitment="FW-US-01",
        status="completed",
        speaker="JOINT",
        stated=True,
        sources=("JS-2021",),
        grade="documented",
        note="It says so.",
        override="It covers the years since.",
    )
    done = room.desk(feed).write(spoken)
    if feed == "mx-1":
        assert "RECORDED_BY_MX" not in leaf(room, "FW-US-01").delivery_flags, "it waits for the side that owes it"
    concur(room.desk("us-1" if feed == "mx-1" else "mx-1"), done)
    marks = {str(flag) for flag in leaf(room, "FW-US-01").delivery_flags if str(flag).startswith("RECORDED_BY")}
    assert marks == ({mark} if mark else set())


def test_concurrence_recorded_by_the_claimant_is_flagged(room: Room) -> None:
    us = room.desk("us-1")
    us.write(ReportStatus(commitment="FW-US-01", status="completed", note="Done.", evidence=("https://example.org/x",)))
    before = leaf(room, "FW-US-01")
    assert "RECORDED_BY_US" not in before.delivery_flags
    said = us.write(TakePosition(target="FW-US-01", stance="concur", speaker="MX", sources=("JS-2021",)))
    assert "RECORDED_BY_US" not in leaf(room, "FW-US-01").delivery_flags, "it waits for the side that is said to agree"
    concur(room.desk("mx-1"), said)
    after = leaf(room, "FW-US-01")
    assert "RECORDED_BY_US" in after.delivery_flags


def test_links_made_by_one_side_are_set_aside(room: Room) -> None:
    inputs = room.desk("us-1").scores().inputs
    name = next(link.indicator for link in inputs.links)
    for by, aside in (("US", "one_side"), ("MX", "one_side"), ("OBS", None)):
        links = (Link("FW-US-01", name, LinkStrength.CONTRIBUTORY, by),)
        subject = commitment_subject(_with(inputs, links), "FW-US-01", "2021-10-08")
        assert subject.aside.get(name) == aside
    both = (Link("FW-US-01", name, LinkStrength.CONTRIBUTORY, "US"), Link("FW-US-01", name, LinkStrength.DIRECT, "OBS"))
    assert commitment_subject(_with(inputs, both), "FW-US-01", "2021-10-08").aside == {}


def _with(inputs: Inputs, links: tuple[Link, ...]) -> Inputs:
    return replace(inputs, links=links)


def test_trend_names_the_base_date_the_reader_chose(room: Room) -> None:
    moved = room.desk("us-1").scores(base="2015-01-01").by_theme.overall.trend
    assert moved is not None
    assert moved.base == "2015-01-01"
