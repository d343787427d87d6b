"""What one side records alone is nowhere shown as the other side's word: a joint statement, an answer in its name."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import site_factory
from accordtrack import i18n, service
from accordtrack.core.safe_text import capitalize_first
from accordtrack.projection.review_rules import review
from accordtrack.service import Desk
from accordtrack.site.pages import commitment
from accordtrack.site.sections import counts_by_side
from accordtrack.text import disputes
from accordtrack.types import DisputeView, LaneMark, WriteResult
from accordtrack.types.intents import ReportStatus, TakePosition
from accordtrack.wording import label
from attempts import Attacker
from memory_register import AT, MemoryReader
from registers import TODAY, concur, small_register
from site_factory import columns
from symmetric_register import FEED, OTHER, SIDES, amend, answer, status, symmetric_register

pytestmark = pytest.mark.sweep

JOINT: dict[str, Any] = {"speaker": "JOINT", "sources": ("JS-2021",), "handling": "TLP:CLEAR", "override": "As dated."}


def joint(ref: str, value: str, on: str) -> ReportStatus:
    """A status that a desk records as that of a joint text."""
    return ReportStatus(commitment=ref, status=value, note="Both say so.", effective_on=on, said_on=on, **JOINT)


class Office:
    """Both sides' desks at one register. ``ref`` is a commitment that ``side`` owes."""

    def __init__(self, folder: Path, side: str) -> None:
        self.register, self.side, self.other, self.ref = small_register(folder), side, OTHER[side], f"FW-{side}-01"

    def write(self, side: str, *intents: Any) -> WriteResult:  # noqa: ANN401
        with closing(self.desk(side)) as desk:
            return desk.write(*intents)

    def desk(self, side: str) -> Desk:
        return service.open_register(self.register, desk=FEED[side], today=TODAY)

    def threads(self) -> tuple[DisputeView, ...]:
        with closing(self.desk(self.other)) as desk:
            return desk.disputes(f"id:{self.ref}")

    def lane(self, side: str, ref: str | None) -> list[LaneMark]:
        """What the timeline shows of a side in the last months."""
        with closing(self.desk(self.side)) as desk:
            return [one for one in desk.lanes(ref).lane(side) if one.on >= "2026-06-01"]

    def said_by_both(self) -> int:
        """How many entries count as said by both sides."""
        with closing(service.open_register(self.register, today=TODAY)) as desk:
            return counts_by_side.count_by_speaker(desk.history(self.ref).entries)["JOINT"]

    def column(self, side: str) -> str:
        """What the page of the commitment shows of a side."""
        with closing(service.open_register(self.register, today=TODAY)) as desk:
            made = site_factory.of_desk(desk, TODAY)
        with i18n.using_language("en"):
            page = commitment.page(made, made.held.facts.states[self.ref])
            name = capitalize_first(label("the side", side))
        read, shown = site_factory.read(made, page), {part.id for part in page.parts}
        every = [one for part in ("voices", "assessed", "answers") if part in shown for one in columns(read, part)]
        return " ".join(one for one in every if one.startswith(name))


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Both sides' desks, with a claim that the other side disputes."""
    made = Office(tmp_path, request.param)
    made.write(made.side, joint(made.ref, "limited", "2026-11-10"))
    made.write(made.other, TakePosition(target=made.ref, stance="dispute", reason="No.", handling="TLP:CLEAR"))
    return made


both_ways = pytest.mark.parametrize("office", SIDES, indirect=True)


@both_ways
def test_a_joint_status_of_one_side_is_its_own_word_alone(office: Office) -> None:
    lanes = {ref: office.lane(office.other, ref) for ref in (office.ref, None)}
    before = office.said_by_both()
    office.write(office.side, joint(office.ref, "completed", "2026-11-20"))
    (thread,) = office.threads()
    latest = disputes.latest(thread, office.other)
    assert latest is not None
    assert latest.stance == "dispute"
    assert "completed" in disputes.standing(thread, office.side)
    assert thread.turn == office.side
    assert lanes == {ref: office.lane(office.other, ref) for ref in (office.ref, None)}
    assert any(one.status == "completed" for one in office.lane(office.side, None))
    assert "completed" not in office.column(office.other).lower()
    assert "is from a joint text" not in office.column(office.side)
    assert "waits for" in office.column(office.side)
    assert office.said_by_both() == before


@both_ways
def test_a_joint_status_counts_for_both_once_the_other_side_accepts_it(office: Office) -> None:
    done = office.write(office.side, joint(office.ref, "completed", "2026-11-20"))
    with closing(office.desk(office.other)) as desk:
        concur(desk, done)
    assert any(one.status == "completed" for one in office.lane(office.other, None))
    assert "The status is from a joint text" in office.column(office.side)


@both_ways
def test_a_concurrence_in_the_name_of_the_other_side_is_no_answer(office: Office) -> None:
    before = office.threads(), office.lane(office.other, None), office.column(office.other)
    report: dict[str, Any] = {"speaker": office.other, "sources": ["JS-2021"], "handling": "TLP:CLEAR"}
    done = office.write(office.side, TakePosition(target=office.ref, stance="concur", **report))
    assert done.ids
    assert (office.threads(), office.lane(office.other, None), office.column(office.other)) == before


@pytest.mark.parametrize("side", SIDES)
def test_a_joint_status_of_one_side_is_no_report_of_the_other(side: str) -> None:
    made = symmetric_register()
    attacker = Attacker(made, side)
    rule = amend(attacker.their(1), {"review_rule": "FREQ=MONTHLY"}, attacker.them)
    (ruled,) = attacker.writes(rule, feed=FEED[attacker.them])
    attacker.writes(answer(ruled, side, on="2026-05-05"))
    before = review(MemoryReader(made).facts().states[attacker.their(1)], AT.as_of)
    attacker.writes(status(attacker.their(1), "JOINT", "substantial", "2026-06-05", sources=["JS"]))
    assert review(MemoryReader(made).facts().states[attacker.their(1)], AT.as_of) == before
    assert before is not None
    assert before.missed == (attacker.them,)
