"""Hiding never improves a number: what is withheld from readers earns nothing in their scores, and is counted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.documents import render_annexes
from accordtrack.documents.model import Table
from accordtrack.i18n import using_language
from accordtrack.ledger.kinds import ENTRY_RETRACT
from accordtrack.projection import facts
from accordtrack.projection.audience import Audience, audience_of, follows_marks_in_force
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState, timeliness_of
from accordtrack.projection.marks import Mark, Marks
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.results import NodeScore, Score
from accordtrack.scoring.score import score
from accordtrack.service import Desk
from accordtrack.site.subset import facts_of
from accordtrack.site.subset_choice import SitePart
from accordtrack.store import log
from accordtrack.store.items import is_kind
from accordtrack.types.intents import AddRecord, Amend, ReportStatus, Retract, TakePosition
from accordtrack.vocabulary import Side
from registers import NEW, TODAY, accept_everything, small_register

pytestmark = pytest.mark.scale
AT = TwoDates(TODAY, TODAY)
CLEAR, AMBER, RED = "TLP:CLEAR", "TLP:AMBER", "TLP:RED"
URL = ("https://example.org/done",)
STATUSES = {"FW-US-71": "completed", "FW-US-72": "reversed", "FW-US-73": "limited", "FW-US-74": None}
"""What the United States says publicly of its own commitments; of the last one, nothing."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register in which both sides owe commitments with every kind of status, all public."""
    made = small_register(tmp_path)
    for feed, side, theme in (("us-1", "US", "firearms"), ("mx-1", "MX", "violence")):
        desk = door.open_register(made, desk=feed, today=TODAY)
        for us_code, status in STATUSES.items():
            code = us_code.replace("US", side)
            given = {"id": code, "title": f"Title of {code}", "responsible_side": side, "theme": theme}
            fields = {name: value for name, value in {**NEW, **given}.items() if name != "lead.US"}
            lead = {"lead.US": "ATF"} if side == "US" else {"lead.MX": "SSPC"}
            desk.write(AddRecord(kind="commitment", fields={**fields, **lead}))
            accept_everything(made, by={"us-1": "mx-1", "mx-1": "us-1"}[feed])
            if status is not None:
                desk.write(report(code, status))
    return made


def report(code: str, status: str, mark: str = CLEAR) -> ReportStatus:
    return ReportStatus(commitment=code, status=status, note="Why.", evidence=URL, handling=mark)


def at(path: Path, feed: str = "us-1") -> Desk:
    return door.open_register(path, desk=feed, today=TODAY)


def read(path: Path, name: str = "public", side: str | None = None) -> tuple[Facts, Score]:
    with at(path)._db.reading() as connection:
        found = facts.read(connection, AT, audience_of(connection, name, side, AT))
    method = parameter_file.standard_method()
    return found, score(build_inputs(found, AT, method), method)


def nodes(found: Score) -> dict[str, NodeScore]:
    sides = {str(side): node for side, node in found.sides.items()}
    return {"whole": found.overall, **{group.id: group for group in found.groups}, **sides}


def half(found: Facts, code: str) -> HalfState:
    (one,) = found.states[code].halves
    return one


def hide(path: Path, code: str, feed: str = "us-1") -> None:
    at(path, feed).write(Amend(record=code, fields={"handling": RED}, reason="Hide.", handling=RED))


def numbers(node: NodeScore) -> tuple[float, ...]:
    """The values that a side could want to be greater: delivery, its face and its bounds, and attainment."""
    assert node.delivery is not None
    shown = node.delivery.displayed_score
    return (shown or 0.0, node.delivery.face or 0.0, node.delivery.lo or 0.0, node.delivery.low_bound)


def hiding(path: Path, codes: tuple[str, ...]) -> tuple[Facts, Score]:
    """What the public reads if these commitments are restricted, without writing it."""
    marks = Marks({code: Mark(RED, "US") for code in codes})
    with at(path)._db.reading() as connection:
        found = facts.read(connection, AT, Audience("public", None, AT, marks))
    method = parameter_file.standard_method()
    return found, score(build_inputs(found, AT, method), method)


def test_no_set_of_hidden_commitments_improves_a_number(path: Path) -> None:
    before = nodes(hiding(path, ("FW-JT-01",))[1])
    for count in range(1, len(STATUSES) + 1):
        for chosen in combinations(STATUSES, count):
            found, scored = hiding(path, (*chosen, "FW-JT-01"))
            after = nodes(scored)
            assert not found.states.keys() & set(chosen)
            assert (after["whole"].hidden, after["firearms"].hidden, after["violence"].hidden) == (count, count, 0)
            for name, node in before.items():
                pairs = zip(numbers(after[name]), numbers(node), strict=True)
                assert all(new <= old + 1e-9 for new, old in pairs), (name, chosen)
                delivery, truth = after[name].delivery, node.delivery
                assert delivery is not None
                assert truth is not None
                assert delivery.low_bound - 1e-9 <= (truth.displayed_score or 0.0) <= delivery.high_bound + 1e-9
                assert delivery.high_bound <= 100 + 1e-9
            unmoved = pytest.approx(numbers(before[Side.MX]), abs=1e-9)
            assert numbers(after[Side.MX]) == unmoved, "the other side's numbers do not move"


@pytest.mark.parametrize("code", ["FW-US-71", "FW-US-72"])
def test_hidden_commitment_is_counted_and_named_nowhere(path: Path, code: str) -> None:
    before = read(path)[1].overall
    hide(path, code)
    found, scored = read(path)
    assert code not in repr(found)
    assert code not in repr(scored)
    assert scored.overall.hidden == 1
    assert (scored.overall.n, scored.overall.commitments) == (before.n - 1, before.commitments - 1)
    card = at(path).scorecard(ScorecardRequest(TODAY, TODAY, "public", "en"))
    shown = render_annexes(card, "md").decode()
    assert "2 commitments not public (Firearms, United States: 1; governance, joint: 1)" in shown
    assert "1 commitment not public, which earns nothing here" in shown
    assert code not in shown
    spanish = render_annexes(at(path).scorecard(ScorecardRequest(TODAY, TODAY, "public", "es")), "md").decode()
    assert "1 compromiso no difundido" in spanish


@pytest.mark.parametrize("mark", [AMBER, RED])
@pytest.mark.parametrize(
    ("code", "status"), [("FW-US-71", "reversed"), ("FW-US-72", "completed"), ("FW-US-74", "limited")]
)
def test_half_with_a_later_statement_that_is_not_public_earns_nothing(
    path: Path, code: str, status: str, mark: str
) -> None:
    before = nodes(read(path)[1])
    earlier = half(read(path)[0], code)
    at(path).write(report(code, status, mark))
    found, scored = read(path)
    one = half(found, code)
    assert (one.not_public, one.claim, one.status, one.standing) == (True, None, None, "unreported")
    assert one.last_public == earlier.claim
    (leaf,) = scored.leaves_of_commitment(code)
    assert (leaf.delivery.score, leaf.delivery.lo, leaf.delivery.hi, leaf.delivery.face) == (0.0, 0.0, 100.0, 0.0)
    assert "NOT_PUBLIC" in leaf.result.flags
    for name, node in nodes(scored).items():
        if name in before and before[name].statement_count:
            pairs = zip(numbers(node), numbers(before[name]), strict=True)
            assert all(new <= old + 1e-9 for new, old in pairs), name
    assert nodes(scored)["whole"].not_public == 1
    assert half(read(path, "side", "US")[0], code).not_public == (mark == RED)


def test_completed_half_that_was_secretly_reversed_is_overdue_again(path: Path) -> None:
    at(path).write(Amend(record="FW-US-71", fields={"due_on": "2026-10-31"}, reason="Sooner.", handling=CLEAR))
    accept_everything(path)
    assert timeliness_of(read(path)[0].states["FW-US-71"], TODAY) == "done_late"
    at(path).write(report("FW-US-71", "reversed", RED))
    assert timeliness_of(read(path)[0].states["FW-US-71"], TODAY) == "overdue"


def test_withdrawal_that_is_not_public_keeps_the_half_in_the_denominator(path: Path) -> None:
    before = read(path)[1].sides[Side.US]
    at(path).write(report("FW-US-73", "withdrawn", RED))
    accept_everything(path)
    after = read(path)[1].sides[Side.US]
    assert after.n == before.n
    assert numbers(after) < numbers(before)


def test_public_withdrawal_that_was_secretly_resumed_is_in_the_denominator(path: Path) -> None:
    at(path).write(report("FW-US-73", "withdrawn"))
    accept_everything(path)
    before = read(path)[1].sides[Side.US]
    at(path).write(report("FW-US-73", "limited", RED))
    assert read(path)[1].sides[Side.US].n == before.n, "it waits for the other side"
    accept_everything(path)
    after = read(path)[1].sides[Side.US]
    assert after.n == before.n + 1
    assert numbers(after) < numbers(before)


def test_claim_that_a_withheld_entry_took_back_earns_nothing(path: Path) -> None:
    """The program gives a retraction the mark of what it takes back; another program may give it any mark."""
    us = at(path)
    us.write(report("FW-US-74", "completed"))
    us.write(Retract(entry=us.commitment("FW-US-74").statements[0].id, reason="Wrong."))
    with us._db.reading() as connection:
        items = list(log.items(connection))
        restricted = [replace(item, handling=RED) if is_kind(item, ENTRY_RETRACT) else item for item in items]
        public = audience_of(connection, "public", None, AT)
        open_ = facts.read(connection, AT, public, items)
        found = facts.read(connection, AT, public, restricted)
    assert (half(open_, "FW-US-74").claim, half(open_, "FW-US-74").not_public) == (None, False)
    assert half(found, "FW-US-74").not_public
    assert half(found, "FW-US-74").last_public is not None


def test_older_statement_that_is_not_public_changes_nothing(path: Path) -> None:
    before = nodes(read(path)[1])
    at(path).write(replace(report("FW-US-71", "limited", RED), effective_on="2022-01-01", said_on="2022-01-01"))
    assert {name: numbers(node) for name, node in nodes(read(path)[1]).items()} == {
        name: numbers(node) for name, node in before.items()
    }


def test_mark_up_and_down_does_not_bring_back_a_superseded_claim(path: Path) -> None:
    """While the commitment is restricted, the bad news is restricted too. It stays so when the mark is lowered."""
    us = at(path)
    us.write(Amend(record="FW-US-71", fields={"handling": AMBER}, reason="up", handling=AMBER))
    us.write(ReportStatus(commitment="FW-US-71", status="reversed", note="Gone."))
    us.write(Amend(record="FW-US-71", fields={"handling": CLEAR}, reason="down", handling=AMBER))
    found, scored = read(path)
    assert half(found, "FW-US-71").not_public
    assert scored.leaves_of_commitment("FW-US-71")[0].delivery.score == 0.0


def test_what_the_other_side_keeps_to_itself_moves_no_number(path: Path) -> None:
    """Neither its withheld answer, nor its withheld account of what this side said."""
    before = nodes(read(path)[1])
    mx = at(path, "mx-1")
    mx.write(TakePosition(target="FW-US-71", stance="dispute", reason="No.", handling=AMBER))
    for code in ("FW-US-71", "FW-US-74"):
        mx.write(replace(report(code, "not_started", RED), speaker="US", sources=("ATF-2023",), override="x"))
    found, scored = read(path)
    assert not half(found, "FW-US-71").not_public
    assert not half(found, "FW-US-74").not_public
    assert {name: numbers(node) for name, node in nodes(scored).items()} == {
        name: numbers(node) for name, node in before.items()
    }


def test_base_of_the_trend_does_not_move_when_its_first_commitment_is_hidden(path: Path) -> None:
    def bases() -> dict[str, str | None]:
        groups = read(path)[1].groups
        return {group.id: group.trend.base if group.trend else None for group in groups}

    us = at(path)
    us.write(AddRecord(kind="commitment", fields={**NEW, "id": "FW-US-75", "agreed_on": "2019-01-01"}))
    accept_everything(path)
    before = bases()
    assert before["firearms"] == "2019-01-01"
    hide(path, "FW-US-75")
    assert bases() == before


def test_last_public_status_is_shown_with_its_date_and_never_as_current(path: Path) -> None:
    at(path).write(report("FW-US-71", "limited", RED), report("FW-US-74", "limited", RED))
    for language, later, first in (
        ("en", "a later statement is not public", "a statement is not public"),
        ("es", "hay una declaración posterior no difundida", "hay una declaración no difundida"),
    ):
        card = at(path).scorecard(ScorecardRequest(TODAY, TODAY, "public", language))
        with using_language(language):
            shown = render_annexes(card, "md").decode()
        rows = {
            code: [line for line in shown.splitlines() if f'| <a id="commitment-{code}"' in line] for code in STATUSES
        }
        assert f"{TODAY}; {later}" in rows["FW-US-71"][0]
        assert first in rows["FW-US-74"][0]


def test_rules_1_go_by_the_mark_of_each_entry(path: Path) -> None:
    assert (follows_marks_in_force(1), follows_marks_in_force(2)) == (False, True)
    hide(path, "FW-US-71")
    with at(path)._db.reading() as connection:
        old = facts.read(connection, AT, audience_of(connection, "public", None, AT, rules=1))
        new = facts.read(connection, AT, audience_of(connection, "public", None, AT))
    assert "FW-US-71" in old.states
    assert old.hidden == ()
    assert "FW-US-71" not in new.states
    assert len(new.hidden) == 2


def test_part_of_a_site_tells_of_a_hidden_commitment_only_its_theme(path: Path) -> None:
    found = hiding(path, ("FW-US-71",))[0]

    def themes(part: SitePart) -> list[str]:
        return sorted(str(one.theme) for one in facts_of(found, part).hidden)

    assert themes(SitePart(theme="firearms")) == ["firearms"]
    assert themes(SitePart(theme="violence")) == []
    assert themes(SitePart(body="ATF")) == themes(SitePart(body="SSPC")) == ["firearms", "governance"]


@pytest.mark.parametrize("side", ["US", "MX"])
@pytest.mark.parametrize("audience", ["public", "parties"])
def test_points_of_the_changes_add_up_although_something_was_hidden(path: Path, side: str, audience: str) -> None:
    """The statement that replaced a public one, and a commitment that was public, have a line without a name."""
    feed, since = f"{side.lower()}-1", "2026-11-24"
    at(path, feed).write(report(f"FW-{side}-71", "reversed", AMBER))
    hide(path, f"FW-{side}-73", feed)
    card = at(path).scorecard(ScorecardRequest(TODAY, TODAY, audience, "en", since=since))
    (moved,) = (one for one in card.sections if one.id == "score-changes")
    overall = []
    for day in (since, TODAY):
        dates = TwoDates(day, day)
        with at(path)._db.reading() as connection:
            found = facts.read(connection, dates, audience_of(connection, audience, None, dates))
        scored = score(build_inputs(found, dates, parameter_file.standard_method()), parameter_file.standard_method())
        overall.append(numbers(scored.overall)[0])
    tables = [one for one in moved.blocks if isinstance(one, Table)]
    assert {table.id for table in tables} == {"score-changes-by-act", "score-changes-by-cause"}
    for table in tables:
        place = [one.key for one in table.columns].index("delivery")
        points = [float(row.cells[place].value or 0.0) for row in table.rows]
        assert sum(points) == pytest.approx(overall[1] - overall[0], abs=1e-9)
    shown = str(moved)
    assert "1 commitment is no longer public" in shown
    assert ("1 commitment whose latest statement is not public" in shown) is (audience == "public")
    assert f"FW-{side}-73" not in shown
