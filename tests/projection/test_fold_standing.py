"""What moves the standing of a claim that one side owes: joint texts, askings, a second desk, the ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import STATUS_REPORT
from accordtrack.ledger.statements import StatusReport
from accordtrack.scoring.inputs import half_statements
from accordtrack.store.items import Item, is_kind
from accordtrack.vocabulary import Standing
from items import Told

# Joint texts on what one side owes


def test_joint_statement_is_both_the_claim_and_the_reading() -> None:
    told = Told("US")
    joint = told.status("JOINT", "limited")
    (half,) = told.state().halves
    assert (half.claim, half.reading, half.standing) == (joint, joint, Standing.AGREED)


def test_joint_statement_holds_until_either_side_speaks_later() -> None:
    told = Told("US")
    joint = told.status("JOINT", "limited", "2023-01-01")
    own = told.status("US", "completed", "2024-01-01", official=False)
    (half,) = told.state().halves
    assert (half.claim, half.reading, half.standing) == (own, joint, Standing.UNANSWERED)
    again = told.status("JOINT", "completed", "2025-01-01")
    (half,) = told.state().halves
    assert (half.claim, half.reading, half.standing) == (again, again, Standing.AGREED)
    told.status("MX", "limited", "2025-06-01", official=False)
    assert told.state().standing is Standing.DISPUTED


def test_official_status_outranks_a_later_joint_statement() -> None:
    told = Told("US")
    own = told.status("US", "completed", "2023-01-01")
    told.status("JOINT", "limited", "2024-01-01")
    (half,) = told.state().halves
    assert half.claim == own
    assert half.standing is Standing.DISPUTED, "the joint text stays Mexico's latest word"


# Asked


def test_asked_date_is_the_first_asking_of_the_current_claim() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.ask(claim, "MX", "2024-03-01")
    told.ask(claim, "MX", "2024-02-01")
    (half,) = told.state().halves
    assert (half.standing, half.asked_on) == (Standing.ASKED, "2024-02-01")
    told.status("US", "completed", "2024-09-01")
    (half,) = told.state().halves
    assert (half.standing, half.asked_on) == (Standing.UNANSWERED, None)


def test_answer_ends_the_asking() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.ask(claim, "MX")
    told.position("MX", claim)
    (half,) = told.state().halves
    assert (half.standing, half.asked_on) == (Standing.AGREED, None)


def test_retracted_asking_does_not_count() -> None:
    told = Told("US")
    told.retract(told.ask(told.status("US", "completed"), "MX"))
    assert told.state().standing is Standing.UNANSWERED


def test_asking_the_side_that_made_the_claim_has_no_effect() -> None:
    told = Told("US")
    told.ask(told.status("US", "completed"), "US")
    assert told.state().standing is Standing.UNANSWERED


# Divergent


def test_unrelated_claims_of_two_desks_of_one_side_diverge() -> None:
    told = Told("US")
    one = told.status("US", "limited", "2024-02-01", feed="us-1")
    other = told.status("US", "completed", "2024-01-01", feed="us-2")
    (half,) = told.state().halves
    assert (half.standing, half.claim, half.rivals) == (Standing.DIVERGENT, one, (other,))


def test_claim_replacing_both_rivals_ends_divergence() -> None:
    told = Told("US")
    one = told.status("US", "limited", "2024-02-01", feed="us-1")
    other = told.status("US", "completed", "2024-01-01", feed="us-2")
    told.status("US", "substantial", "2024-03-01", feed="us-2", base=[one, other])
    (half,) = told.state().halves
    assert (half.standing, half.rivals) == (Standing.UNANSWERED, ())


def test_replacement_covers_all_earlier_claims_in_the_chain() -> None:
    told = Told("US")
    one = told.status("US", "limited", "2024-01-01", feed="us-1")
    two = told.status("US", "substantial", "2024-02-01", feed="us-2", base=[one])
    three = told.status("US", "completed", "2024-03-01", feed="us-1", base=[two])
    assert told.state().halves[0].rivals == ()
    told.retract(three)
    assert told.state().halves[0].claim == two
    assert told.state().halves[0].rivals == ()


def test_claim_based_on_a_retracted_one_stays_a_rival() -> None:
    told = Told("US")
    one = told.status("US", "limited", "2024-01-01", feed="us-1")
    other = told.status("US", "completed", "2024-02-01", feed="us-2", base=[one])
    told.retract(one)
    told.status("US", "substantial", "2024-03-01", feed="us-1")
    assert told.state().halves[0].rivals == (other,)


def test_backdated_replacement_of_the_claim_is_no_rival() -> None:
    told = Told("US")
    claim = told.status("US", "completed", "2024-02-01", feed="us-1")
    told.status("US", "limited", "2024-01-01", feed="us-2", base=[claim])
    assert told.state().halves[0].rivals == ()


def test_one_desk_never_diverges_from_itself() -> None:
    told = Told("US")
    told.status("US", "limited", "2024-02-01")
    told.status("US", "completed", "2024-01-01")
    assert told.state().standing is Standing.UNANSWERED


def test_desks_reporting_the_same_status_do_not_diverge() -> None:
    told = Told("US")
    told.status("US", "limited", "2024-02-01", feed="us-1")
    told.status("US", "limited", "2024-01-01", feed="us-2")
    assert told.state().standing is Standing.UNANSWERED


def test_attributed_statements_never_diverge() -> None:
    told = Told("US")
    told.status("US", "limited", "2024-02-01", feed="obs-1", official=False)
    told.status("US", "completed", "2024-01-01", feed="mx-1", official=False)
    told.status("US", "substantial", "2024-03-01", feed="us-1")
    assert told.state().standing is Standing.UNANSWERED


def test_disputed_outranks_divergent_and_divergent_outranks_agreed() -> None:
    told = Told("US")
    claim = told.status("US", "limited", "2024-02-01", feed="us-1")
    told.status("US", "completed", "2024-01-01", feed="us-2")
    answer = told.position("MX", claim, "concur")
    assert told.state().standing is Standing.DIVERGENT
    told.withdraw(answer)
    told.position("MX", claim, "dispute")
    assert told.state().standing is Standing.DISPUTED
    assert told.state().halves[0].rivals


# Ends


@pytest.mark.parametrize(
    ("status", "rank", "done", "withdrawn"),
    [
        ("reversed", 0, False, False),
        ("not_started", 1, False, False),
        ("limited", 2, False, False),
        ("substantial", 3, False, False),
        ("completed", 4, True, False),
        ("withdrawn", 5, False, True),
    ],
)
def test_status_sets_rank_done_and_withdrawn(status: str, rank: int, *, done: bool, withdrawn: bool) -> None:
    told = Told("US")
    told.position("MX", told.status("US", status, "2024-04-01", said_on="2024-05-01"))
    state = told.state()
    assert (state.status_rank, state.done, state.withdrawn) == (rank, done, withdrawn)
    assert state.done_on == ("2024-04-01" if done else None)


class CountingStatusReport(StatusReport):
    """A status that counts how often it is asked what it replaces."""

    times: ClassVar[int] = 0

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - as the field is
        CountingStatusReport.times += name == "base"
        return super().__getattribute__(name)


def count_base_reads(item: Item[Record]) -> Item[Record]:
    return (
        item.with_body(CountingStatusReport.model_construct(**dict(item.body)))
        if is_kind(item, STATUS_REPORT)
        else item
    )


def test_fold_reads_each_of_ten_thousand_statuses_a_few_times() -> None:
    told = Told("US")
    last: tuple[Item[Record], ...] = ()
    for number in range(10_000):
        last = (told.status("US", ("limited", "substantial")[number % 2], base=last),)
    other = told.status("US", "completed", feed="us-2", official=True)
    told.items = [count_base_reads(item) for item in told.items]
    CountingStatusReport.times = 0
    (half,) = told.state().halves
    assert [rival.hash for rival in (half.claim, *half.rivals) if rival is not None] == [other.hash, last[0].hash]
    assert len(told.items) < CountingStatusReport.times <= 3 * len(told.items)


# A dispute that is settled while the claim stands


def disputed_claim(responsible: str = "US") -> tuple[Told, Item[Record], Item[Record]]:
    told = Told(responsible)
    claim = told.status("US", "substantial", "2024-01-01")
    return told, claim, told.position("MX", claim, "dispute", "2024-02-01", proposes="limited")


def test_owing_side_concurring_with_the_dispute_settles_it() -> None:
    told, claim, dispute = disputed_claim()
    before = told.state().halves[0]
    concurs = told.position("US", dispute, "concur", "2024-03-01")
    (half,) = told.state().halves
    assert half == replace(before, standing=Standing.SETTLED, settled_by=concurs)
    assert half.claim == claim
    assert half_statements(told.state(), half, "2024-12-31") == half_statements(told.state(), before, "2024-12-31")


def test_other_side_concurring_with_the_reply_settles_the_dispute() -> None:
    told, _claim, dispute = disputed_claim()
    reply = told.position("US", dispute, "dispute", "2024-03-01")
    assert told.state().standing is Standing.DISPUTED
    concurs = told.position("MX", reply, "concur", "2024-04-01")
    assert told.state().halves[0].settled_by == concurs


def test_concurring_with_a_differing_reading_settles_it() -> None:
    told = Told("US")
    told.status("US", "substantial", "2024-01-01")
    reading = told.status("MX", "limited", "2024-02-01")
    assert told.state().standing is Standing.DISPUTED
    told.position("US", reading, "concur", "2024-03-01")
    assert told.state().standing is Standing.SETTLED


def test_new_status_after_settlement_is_unanswered() -> None:
    told, claim, dispute = disputed_claim()
    told.position("US", dispute, "concur", "2024-03-01")
    told.status("US", "limited", "2024-04-01", base=[claim])
    assert told.state().standing is Standing.UNANSWERED


def test_concurring_on_evidence_does_not_settle_the_claim_dispute() -> None:
    told, claim, _dispute = disputed_claim()
    paper = told.evidence("US", supports=[claim])
    doubt = told.position("MX", paper, "dispute", "2024-02-02")
    told.position("US", doubt, "concur", "2024-03-01")
    assert told.state().standing is Standing.DISPUTED


def test_disputing_evidence_does_not_reopen_a_settled_dispute() -> None:
    told, claim, dispute = disputed_claim()
    told.position("US", dispute, "concur", "2024-03-01")
    paper = told.evidence("US", supports=[claim])
    told.position("MX", paper, "dispute", "2024-04-01")
    assert told.state().standing is Standing.SETTLED


def test_withdrawn_concurrence_or_new_dispute_reopens_a_settled_dispute() -> None:
    for again in ("withdrawn", "disputed"):
        told, claim, dispute = disputed_claim()
        concurs = told.position("US", dispute, "concur", "2024-03-01")
        assert told.state().standing is Standing.SETTLED
        if again == "withdrawn":
            told.withdraw(concurs)
        else:
            told.position("MX", claim, "dispute", "2024-04-01", proposes="not_started")
        assert told.state().standing is Standing.DISPUTED


def test_attributed_and_observer_answers_do_not_settle_an_official_dispute() -> None:
    told, _claim, dispute = disputed_claim()
    told.position("US", dispute, "concur", "2024-03-01", official=False)
    told.position("OBS", dispute, "concur", "2024-03-02")
    assert told.state().standing is Standing.DISPUTED


def test_one_of_two_divergent_desks_cannot_settle_a_dispute() -> None:
    told, _claim, dispute = disputed_claim()
    told.status("US", "completed", "2023-12-01", feed="us-2", official=True)
    told.position("US", dispute, "concur", "2024-03-01")
    assert told.state().standing is Standing.DISPUTED


def test_joint_row_ranks_settled_after_unanswered_and_before_agreed() -> None:
    told, _claim, dispute = disputed_claim("JOINT")
    told.position("US", dispute, "concur", "2024-03-01")
    mine = told.status("MX", "limited", "2024-01-01")
    assert told.state().standing is Standing.UNANSWERED
    told.position("US", mine, "concur", "2024-05-01")
    assert told.state().standing is Standing.SETTLED
