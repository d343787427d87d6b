"""A withdrawal that the other side did not accept clears no count, no dispute and no turn."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import insert

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.projection.disputes import thread_index
from accordtrack.projection.fold import HalfState, State
from accordtrack.projection.projection_rows import list_row
from accordtrack.queries import facets, filter_parser
from accordtrack.queries.list_pages import all_rows, as_row
from accordtrack.queries.responsibilities import count_names
from accordtrack.site.search_index import facet_values
from accordtrack.store.columns import TAG
from accordtrack.text import reminder
from accordtrack.types import IatiRequest
from accordtrack.types.intents import ReportStatus, TakePosition
from attempts import Attacker
from memory_register import TODAY, MemoryReader
from projected import projection
from registers import TODAY as TODAY_IN_FILE
from registers import concur, small_register
from symmetric_register import FEED, OTHER, SIDES, answer, evidence, source, status, symmetric_register

pytestmark = pytest.mark.sweep

NAMES = {"US": "the United States", "MX": "Mexico"}
FILTERS = (
    "open:{me}",
    "open:{me} due:overdue",
    "open:{me} standing:disputed",
    "owes:{me} due:overdue",
    "due:claimed_on_time",
    "standing:disputed",
    "turn:{me}",
    "turn:{them}",
)


class Owner(Attacker):
    """A side that owes ``S-…-4``, overdue, and whose claims of it the other side disputed."""

    def __init__(self, side: str) -> None:
        super().__init__(symmetric_register(), side)
        self.ref, self.other_feed = self.own(4), FEED[self.them]

    def claims(self, value: str, on: str, **fields: object) -> Any:  # noqa: ANN401
        return self.writes(status(self.ref, self.me, value, on, **fields))[0]

    def is_disputed(self, claim: Any, on: str, **fields: object) -> Any:  # noqa: ANN401
        drafts = answer(claim, self.them, "dispute", on, **fields)
        return self.writes(drafts, feed=self.other_feed)[0]

    def state(self) -> State:
        return MemoryReader(self.log).facts().states[self.ref]

    def half(self) -> HalfState:
        return self.state().halves[0]

    def counts(self) -> dict[str, Any]:
        """What lists, filters, counts and facets say."""
        states = list(MemoryReader(self.log).facts().states.values())
        with projection(states) as connection:
            threads = [tag for state in states for tag in thread_index.tags(state.items, state)]
            connection.execute(insert(TAG).prefix_with("OR IGNORE"), threads)
            found: dict[str, Any] = {}
            for words in FILTERS:
                terms = filter_parser.parse(words.format(me=self.me, them=self.them))
                found[words] = {row.id for row in all_rows(connection, terms, TODAY)}
            (row,) = all_rows(connection, filter_parser.parse(f"id:{self.ref}"), TODAY)
            found |= {"standing": row.standing, "due": row.timeliness, "counts": count_names(row, (self.me,))}
            by_name = {facet.field: dict(facet.counts) for facet in facets.facets(connection, (), TODAY)}
            found["facets"] = {name: by_name[name] for name in ("standing", "due")}
        state = self.state()
        assert as_row(SimpleNamespace(**list_row(state, 1)), TODAY).standing == found["standing"]
        found["site"] = facet_values(state, TODAY)[2]
        return found


def disputed(side: str) -> Owner:
    """A claim that the other side disputed, and that proposes less."""
    owner = Owner(side)
    claim = owner.claims("substantial", "2025-07-01")
    owner.is_disputed(claim, "2025-08-01", proposed_status="limited")
    return owner


def settled(side: str) -> Owner:
    """A dispute with which the side concurred."""
    owner = Owner(side)
    claim = owner.claims("substantial", "2025-07-01")
    dispute = owner.is_disputed(claim, "2025-08-01", proposed_status="limited")
    owner.writes(answer(dispute, side, on="2025-09-01"))
    return owner


def restated(side: str) -> Owner:
    """A dispute with which the side concurred, and a claim with which it went back on that."""
    owner = settled(side)
    owner.claims("substantial", "2025-10-01")
    return owner


def read_lower(side: str) -> Owner:
    """A claim that the other side read differently."""
    owner = Owner(side)
    owner.claims("substantial", "2025-07-01")
    owner.writes(status(owner.ref, owner.them, "limited", "2025-08-01", half=side), feed=owner.other_feed)
    return owner


def to_review(side: str) -> Owner:
    """A restated claim with new evidence, which the disputing side is to review."""
    owner = disputed(side)
    claim = owner.claims("substantial", "2025-10-01")
    owner.writes(evidence(owner.ref, side, [claim], "2025-10-01"))
    return owner


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("prepare", [disputed, settled, restated, read_lower, to_review])
def test_a_withdrawal_alone_clears_nothing(prepare: Any, side: str) -> None:  # noqa: ANN401
    owner = prepare(side)
    before, half = owner.counts(), owner.half()
    assert owner.ref in before["open:{me}"]
    owner.writes(source("NEW"))
    withdrawal = owner.claims("withdrawn", "2026-05-01", sources=["NEW"])
    assert owner.counts() == before
    after = owner.half()
    assert after.withdrawal_waits
    assert (after.claim.hash, after.status) == (withdrawal.hash, "withdrawn")
    assert (after.standing, after.proposes, after.to_review) == (half.standing, half.proposes, half.to_review)
    assert after.settled_by == half.settled_by


@pytest.mark.parametrize("side", SIDES)
def test_a_withdrawal_accepted_by_the_other_side_clears_them(side: str) -> None:
    owner = disputed(side)
    withdrawal = owner.claims("withdrawn", "2026-05-01")
    owner.writes(answer(withdrawal, owner.them, on="2026-06-01"), feed=owner.other_feed)
    after = owner.counts()
    assert [words for words in FILTERS if owner.ref in after[words]] == []
    assert (after["standing"], after["due"], after["counts"], after["site"]) == (
        "agreed",
        "no_deadline",
        frozenset(),
        "",
    )


@pytest.mark.parametrize("side", SIDES)
def test_a_dispute_of_the_withdrawal_is_one_dispute(side: str) -> None:
    owner = disputed(side)
    before = owner.counts()
    dispute = owner.is_disputed(owner.claims("withdrawn", "2026-05-01"), "2026-06-01")
    assert owner.counts() == before
    half = owner.half()
    assert (half.standing, half.answer and half.answer.hash) == ("disputed", dispute.hash)


@pytest.mark.parametrize("side", SIDES)
def test_a_half_of_a_joint_commitment_stays_in_dispute(side: str) -> None:
    owner = Owner(side)
    owner.ref = owner.joint(3)
    claim = owner.claims("completed", "2025-07-01")
    owner.writes(status(owner.ref, owner.them, "completed", "2025-07-01"), feed=owner.other_feed)
    owner.is_disputed(claim, "2025-08-01", proposed_status="limited")
    state = owner.state()
    owner.claims("withdrawn", "2026-05-01")
    after = owner.state()
    assert (after.standing, state.standing) == ("disputed", "disputed")
    assert list_row(after, 1)["standing"] == "disputed"
    assert owner.counts()["standing"] == "disputed"
    assert not after.done


def row_of(register: Path, side: str, at: TwoDates | None = None) -> tuple[Any, ...]:
    """What a register in a file says of the commitment of a side."""
    ref, other = f"FW-{side}-01", OTHER[side]
    with closing(service.open_register(register, desk=FEED[side], today=TODAY_IN_FILE)) as desk:
        lists = (f"open:{side}", "standing:disputed", f"turn:{side}", f"turn:{other}", "standing:unanswered")
        found = tuple(bool(desk.listing(f"id:{ref} {words}", at=at).keys) for words in lists)
        threads = [(one.half, one.standing, one.state, one.turn) for one in desk.disputes(f"id:{ref}", at=at)]
        owed = sum(group.disputed for group in desk.responsibility_rows("side", at=at) if group.side == side)
        return (*found, threads, owed)


@pytest.mark.parametrize("side", SIDES)
def test_the_same_holds_in_a_file_and_as_of_an_earlier_day(side: str, tmp_path: Path) -> None:
    register, ref = small_register(tmp_path), f"FW-{side}-01"

    def write(who: str, *intents: Any) -> Any:  # noqa: ANN401
        with closing(service.open_register(register, desk=FEED[who], today=TODAY_IN_FILE)) as desk:
            return desk.write(*intents)

    def report(value: str, on: str) -> ReportStatus:
        return ReportStatus(commitment=ref, status=value, note="Words.", effective_on=on, said_on=on)

    claim = write(side, report("substantial", "2026-11-10"))
    write(
        OTHER[side],
        TakePosition(
            target=claim.hashes[0], stance="dispute", ground="not_done", reason="No.", said_on="2026-11-11",
            effective_on="2026-11-11",
        ),
    )  # fmt: skip
    before = row_of(register, side)
    assert before[:5] == (True, True, True, False, False)
    withdrawal = write(side, report("withdrawn", "2026-11-12"))
    assert row_of(register, side) == before
    assert row_of(register, side, TwoDates("2026-11-12", "2026-11-24")) == before
    with closing(service.open_register(register, desk=FEED[OTHER[side]], today=TODAY_IN_FILE)) as desk:
        concur(desk, withdrawal)
    assert row_of(register, side)[:4] == (False, False, False, False)


@pytest.mark.parametrize("side", SIDES)
def test_aid_files_and_reminders_say_that_a_withdrawn_commitment_is_still_owed(side: str, tmp_path: Path) -> None:
    register, ref, other = small_register(tmp_path), f"FW-{side}-01", OTHER[side]
    request = IatiRequest(TwoDates(TODAY_IN_FILE, TODAY_IN_FILE), "parties")

    def said(name: str) -> tuple[str, str, bool]:
        with closing(service.open_register(register, desk=FEED[side], today=TODAY_IN_FILE)) as desk:
            desk.export_iati(tmp_path / name, request)
            asked = reminder.text(desk.build_reminder([ref]))
        activities = etree.parse(tmp_path / name).getroot()
        (found,) = (one for one in activities if str(one.findtext("iati-identifier")).endswith(ref))
        words = " ".join(str(part) for element in found.findall("description") for part in element.itertext())
        (code,) = (str(element.get("code")) for element in found.findall("activity-status"))
        return code, words, "stands today, with evidence" in asked

    with closing(service.open_register(register, desk=FEED[side], today=TODAY_IN_FILE)) as desk:
        withdrawal = desk.write(ReportStatus(commitment=ref, status="withdrawn", note="Words."))
    code, words, owed = said("waiting.xml")
    assert (code, owed) == ("6", True)
    assert f"waits for {NAMES[other]}" in words
    with closing(service.open_register(register, desk=FEED[other], today=TODAY_IN_FILE)) as desk:
        concur(desk, withdrawal)
    code, words, owed = said("agreed.xml")
    assert (code, owed) == ("5", False)
    assert "waits for" not in words
