"""Deadlines, amendments and evidence in the fold: what is firm, what is pending, what has expired."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.records import Wording
from accordtrack.projection.fold import fold, timeliness, timeliness_of
from accordtrack.store.items import as_of_dates
from accordtrack.vocabulary import Grade, Timeliness
from items import COMMITMENT, WORDS, Told

DUE = {"due_on": "2024-06-30", "due_basis": "text", "first_due_on": "2024-06-30"}


@pytest.mark.parametrize(
    ("basis", "firm"), [("text", True), ("horizon", False), ("inferred", False), ("amended", False), (None, False)]
)
def test_only_a_date_from_the_text_is_firm_at_first(basis: str | None, *, firm: bool) -> None:
    assert Told("US", **{**DUE, "due_basis": basis}).state().due_firm is firm


def test_missing_due_date_is_not_firm() -> None:
    assert not Told("US").state().due_firm


@pytest.mark.parametrize("side", ["US", "MX"])
def test_move_by_the_owing_side_is_firm_and_keeps_the_first_date(side: str) -> None:
    told = Told(side, **{**DUE, "due_basis": "horizon"})
    told.agree(side, due_on="2025-01-31")
    told.agree(side, due_on="2025-06-30", on="2024-04-01")
    state = told.state()
    assert (state.record.due_on, state.record.due_basis) == ("2025-06-30", "amended")
    assert (state.record.first_due_on, state.due_moves, state.due_firm) == ("2024-06-30", 2, True)


def test_first_date_set_later_is_not_a_move() -> None:
    told = Told("US")
    told.agree("US", due_on="2025-01-31")
    state = told.state()
    assert (state.record.first_due_on, state.due_moves, state.due_firm) == ("2025-01-31", 0, True)


def test_removed_date_counts_as_a_move_and_is_not_firm() -> None:
    told = Told("US", **DUE)
    told.agree("US", due_on=None)
    state = told.state()
    assert (state.record.due_on, state.record.due_basis, state.due_moves, state.due_firm) == (
        None,
        None,
        1,
        False,
    )
    assert state.record.first_due_on == "2024-06-30"


def test_date_attributed_to_the_side_is_never_firm() -> None:
    told = Told("US", **DUE)
    told.amend("US", due_on="2023-01-31", official=False)
    state = told.state()
    assert (state.record.due_on, state.due_firm, state.due_moves) == ("2023-01-31", False, 1)
    told.agree("US", due_on="2024-01-31", on="2024-03-02")
    assert told.state().due_firm


def test_corrected_basis_decides_whether_the_date_is_firm() -> None:
    told = Told("US", **{**DUE, "due_basis": "horizon"})
    told.amend("OBS", due_basis="text")
    assert told.state().due_firm
    told.amend("OBS", due_basis="inferred", on="2024-03-02")
    assert not told.state().due_firm


def test_horizon_set_by_the_owing_side_is_not_firm() -> None:
    told = Told("US", **DUE)
    told.agree("US", due_on="2026-12-31", due_basis="horizon")
    assert not told.state().due_firm


def test_under_rules_1_latest_known_amendment_is_in_force_and_official_outranks_attributed() -> None:
    told = Told("US", **DUE)
    told.amend("US", due_on="2025-05-05", on="2024-05-01")
    told.amend("US", due_on="2025-04-04", on="2024-04-01")
    assert told.state(rules=1).record.due_on == "2025-05-05"
    told.amend("US", due_on="2029-01-01", on="2025-01-01", official=False)
    assert told.state(rules=1).record.due_on == "2025-05-05", (
        "what it is said to have said does not outrank its own word"
    )


def test_maps_are_amended_key_by_key() -> None:
    told = Told("US")
    told.agree("US", title={"es": "Otro"}, lead={"US": "ATF"})
    record = told.state().record
    assert record.title.both_languages == ("Title", "Otro")
    assert (record.lead.US, record.lead.MX) == ("ATF", None)


def test_missing_map_can_be_added_and_removed() -> None:
    told = Told("US", verification=WORDS)
    told.agree("US", wording={"us": "Says.", "mx": "Dice."}, verification=None)
    record = told.state().record
    assert record.wording == Wording(us="Says.", mx="Dice.")
    assert record.verification is None


def test_retracted_amendment_leaves_no_trace() -> None:
    told = Told("US", **DUE)
    told.retract(told.amend("US", due_on="2025-01-31"))
    state = told.state()
    assert (state.record.due_on, state.due_moves, state.due_firm) == ("2024-06-30", 0, True)


# What both owe


@pytest.mark.parametrize(("side", "other"), [("US", "MX"), ("MX", "US")])
@pytest.mark.parametrize("owes", ["JOINT", "US", "MX"])
def test_date_waits_for_the_other_side(owes: str, side: str, other: str) -> None:
    told = Told(owes, **DUE)
    proposal = told.amend(side, due_on="2025-01-31", note={"en": "New.", "es": "Nueva."})
    state = told.state()
    assert (state.record.due_on, state.due_moves, state.due_firm) == ("2024-06-30", 0, True)
    assert state.record.note is not None, "a note moves nothing"
    assert [(pending.field, pending.old, pending.new) for pending in state.pending] == [
        ("due_on", "2024-06-30", "2025-01-31")
    ]
    told.position(side, proposal)
    told.position("OBS", proposal)
    assert told.state().pending, "neither its own consent nor an observer's is the other side's"
    told.position(other, proposal)
    state = told.state()
    assert (state.record.due_on, state.due_moves, state.due_firm, state.pending) == ("2025-01-31", 1, True, ())


def test_change_that_the_other_side_disputes_goes_on_waiting() -> None:
    told = Told("JOINT", **DUE)
    told.position("MX", told.amend("US", due_on="2025-01-31"), "dispute")
    assert told.state().record.due_on == "2024-06-30"
    assert told.state().pending


def test_new_proposal_needs_new_consent() -> None:
    told = Told("JOINT", **DUE)
    told.position("MX", told.amend("US", due_on="2025-01-31"))
    told.amend("US", due_on="2026-01-31", on="2024-08-01")
    state = told.state()
    assert state.record.due_on == "2025-01-31"
    assert [pending.new for pending in state.pending] == ["2026-01-31"]


FREE_FIELDS = {"lead", "note"}
"""Fields that a side changes alone: of the leads only its own, to a body of its own."""
OWN_FIELDS = {"supporting", "places"}
"""Fields that a side changes alone in what it alone owes."""

NEW_VALUES: dict[str, Any] = {
    "kind": "request",
    "framework": "BF",
    "area": "BF-A1.1",
    "title": {"en": "New."},
    "text": {"en": "New."},
    "responsible_side": "MX",
    "share_us": "0.5",
    "lead": {"US": "ATF"},
    "supporting": ["ATF"],
    "agreed_on": "2022-10-13",
    "due_on": "2024-06-30",
    "due_basis": "text",
    "review_rule": "RRULE:FREQ=YEARLY",
    "level": "output",
    "theme": "finance",
    "places": ["MX-SIN"],
    "weight": "2",
    "text_basis": "own_text",
    "wording": {"us": "New.", "mx": None},
    "verifiable": False,
    "verifiable_why": {"en": "New."},
    "verification": {"en": "New.", "es": "Nueva."},
    "sources": ["ATF-2023"],
    "inferred": ["theme"],
    "note": {"en": "New.", "es": "Nueva."},
}
"""Another value of each field that can be amended, but the mark."""


def test_every_amendable_field_but_handling_has_a_new_value() -> None:
    assert NEW_VALUES.keys() == COMMITMENT.keys() - {"id", "first_due_on", "handling"}


@pytest.mark.parametrize("field", sorted(NEW_VALUES))
@pytest.mark.parametrize("owes", ["JOINT", "US", "MX"])
def test_all_but_a_few_fields_wait_for_the_other_side(owes: str, field: str) -> None:
    told = Told(owes)
    told.amend("US", **{field: NEW_VALUES[field]})
    free = field in FREE_FIELDS or (owes == "US" and field in OWN_FIELDS)
    assert [pending.field for pending in told.state().pending] == ([] if free else [field])


def test_lead_body_of_the_other_side_waits() -> None:
    told = Told("JOINT")
    told.amend("US", lead={"MX": "SSPC"})
    assert [pending.field for pending in told.state().pending] == ["lead"]


@pytest.mark.parametrize("mark", ["TLP:CLEAR", "TLP:AMBER"])
@pytest.mark.parametrize(("owes", "waits"), [("JOINT", True), ("MX", True), ("US", False)])
def test_mark_of_what_the_other_side_owes_waits(owes: str, mark: str, *, waits: bool) -> None:
    told = Told(owes, handling="TLP:GREEN")
    told.amend("US", handling=mark, note={"en": "New.", "es": "Nueva."})
    state = told.state()
    assert [(pending.field, pending.new) for pending in state.pending] == ([("handling", mark)] if waits else [])
    assert state.record.handling == ("TLP:GREEN" if waits else mark)


@pytest.mark.parametrize(
    ("proposed", "consented", "in_force"),
    [("officially", "officially", True), ("officially", "as told", False), ("as told", "as told", True)],
)
def test_under_rules_1_official_change_needs_official_consent(proposed: str, consented: str, *, in_force: bool) -> None:
    told = Told("JOINT", **DUE)
    proposal = told.amend("US", due_on="2025-01-31", official=proposed == "officially")
    told.position("MX", proposal, official=consented == "officially")
    assert (told.state(rules=1).record.due_on == "2025-01-31") is in_force


def test_every_pending_change_is_kept() -> None:
    told = Told("JOINT", **DUE)
    told.amend("US", due_on="2025-01-31")
    told.amend("MX", due_on="2026-01-31", on="2024-04-01")
    assert [(pending.item.body.speaker, pending.new) for pending in told.state().pending] == [
        ("US", "2025-01-31"),
        ("MX", "2026-01-31"),
    ]


def test_first_agreed_joint_date_becomes_the_first_date() -> None:
    told = Told("JOINT")
    told.position("MX", told.amend("US", due_on="2025-01-31"))
    told.position("US", told.amend("MX", due_on="2025-06-30", on="2024-04-01"))
    state = told.state()
    assert (state.record.due_on, state.record.first_due_on) == ("2025-06-30", "2025-01-31")
    assert (state.due_moves, state.due_firm) == (1, True)


# The entry whose words are in force


@pytest.mark.parametrize("field", ["title", "text", "wording"])
def test_wording_is_the_entry_that_last_changed_the_text(field: str) -> None:
    told = Told("US")
    assert told.state().wording == told.items[0]
    told.agree("US", theme="finance")
    assert told.state().wording == told.items[0], "a theme is no word of it"
    changed: dict[str, Any] = {field: NEW_VALUES[field]}
    amended = told.agree("US", on="2024-04-01", **changed)
    told.agree("US", theme="migration", on="2024-05-01")
    assert told.state().wording.hash == amended.hash


def test_pending_text_is_not_in_force_until_the_other_side_agrees() -> None:
    told = Told("JOINT")
    proposal = told.amend("US", text={"en": "New."})
    assert told.state().wording == told.items[0]
    told.position("MX", proposal)
    assert told.state().wording.hash == proposal.hash


def test_free_field_is_in_force_while_the_text_of_the_same_change_waits() -> None:
    told = Told("US")
    told.amend("US", text={"en": "New."}, note={"en": "New.", "es": "Nueva."})
    state = told.state()
    assert [pending.field for pending in state.pending] == ["text"]
    assert state.record.note is not None
    assert state.wording == told.items[0]


def test_change_by_a_joint_text_does_not_wait() -> None:
    told = Told("JOINT", **DUE)
    told.amend("JOINT", due_on="2025-01-31")
    state = told.state()
    assert (state.record.due_on, state.pending, state.due_firm) == ("2025-01-31", (), False)


# Timeliness

TIMES: list[tuple[str, dict[str, object], Timeliness]] = [
    ("no date", {"due_on": None}, Timeliness.NO_DEADLINE),
    ("withdrawn", {"withdrawn": True}, Timeliness.NO_DEADLINE),
    ("withdrawn and done", {"withdrawn": True, "done": True}, Timeliness.NO_DEADLINE),
    ("the day before", {"today": "2024-06-29"}, Timeliness.DUE_SOON),
    ("the very day", {"today": "2024-06-30"}, Timeliness.DUE_SOON),
    ("the day after", {"today": "2024-07-01"}, Timeliness.OVERDUE),
    ("the day after, not firm", {"today": "2024-07-01", "firm": False}, Timeliness.PAST_HORIZON),
    ("30 days before", {"today": "2024-05-31"}, Timeliness.DUE_SOON),
    ("31 days before", {"today": "2024-05-30"}, Timeliness.UPCOMING),
    ("done on the day", {"done": True, "done_on": "2024-06-30", "today": "2025-01-01"}, Timeliness.DONE_ON_TIME),
    ("done the day after", {"done": True, "done_on": "2024-07-01", "today": "2025-01-01"}, Timeliness.DONE_LATE),
    (
        "done after a horizon",
        {"done": True, "done_on": "2024-07-01", "firm": False, "today": "2025-01-01"},
        Timeliness.PAST_HORIZON,
    ),
    ("done before it is due", {"done": True, "done_on": "2024-01-01"}, Timeliness.DONE_ON_TIME),
]


@pytest.mark.parametrize(("name", "changes", "expected"), TIMES, ids=[line[0] for line in TIMES])
def test_timeliness_depends_on_due_date_and_completion(
    name: str, changes: dict[str, object], expected: Timeliness
) -> None:
    values: dict[str, object] = {
        "due_on": "2024-06-30",
        "firm": True,
        "done": False,
        "done_on": None,
        "withdrawn": False,
        "today": "2024-01-01",
    }
    assert timeliness(**(values | changes)) is expected, name  # type: ignore[arg-type]


def test_timeliness_follows_the_folded_commitment() -> None:
    told = Told("US", **DUE)
    assert timeliness_of(told.state(), "2024-05-30") is Timeliness.UPCOMING
    assert timeliness_of(told.state(), "2024-07-01") is Timeliness.OVERDUE
    told.status("US", "completed", "2024-07-01")
    assert timeliness_of(told.state(), "2025-01-01") is Timeliness.DONE_LATE
    told.agree("US", due_basis="horizon")
    assert timeliness_of(told.state(), "2025-01-01") is Timeliness.PAST_HORIZON
    withdrawn = told.status("US", "withdrawn", "2025-01-01")
    assert timeliness_of(told.state(), "2025-01-01") is Timeliness.PAST_HORIZON, "the withdrawal waits"
    told.position("MX", withdrawn, on="2025-01-01")
    assert timeliness_of(told.state(), "2025-01-01") is Timeliness.NO_DEADLINE


# Evidence


def test_evidence_raises_only_the_claim_it_supports() -> None:
    told = Told("US")
    first = told.status("US", "limited")
    told.evidence("US", "documented", supports=[first])
    assert told.state().halves[0].grade is Grade.DOCUMENTED
    corroborating = told.evidence("MX", "corroborated", supports=[first])
    assert told.state().halves[0].grade is Grade.DOCUMENTED, "it moves what the other side owes, and waits"
    told.position("US", corroborating)
    told.evidence("OBS", "verified")
    assert told.state().halves[0].grade is Grade.CORROBORATED, "what supports nothing raises nothing"
    told.status("US", "substantial", "2024-09-01")
    assert told.state().halves[0].grade is Grade.CLAIMED


def test_evidence_named_by_a_statement_raises_its_grade() -> None:
    told = Told("US")
    piece = told.evidence("OBS", "verified")
    told.status("US", "limited", evidence=[piece.id])
    assert told.state().halves[0].grade is Grade.DOCUMENTED, "others' evidence, which was not given for it"


def test_evidence_never_lowers_a_grade() -> None:
    told = Told("US")
    claim = told.status("US", "limited", official=False, grade="corroborated")
    told.evidence("US", "documented", supports=[claim])
    assert told.state().halves[0].grade is Grade.CORROBORATED


def test_expired_evidence_supports_nothing_from_the_day_after() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    told.evidence("OBS", "verified", supports=[claim], expires_on="2024-12-31")
    told.evidence("US", "documented", supports=[claim])
    assert told.state("2024-12-31").halves[0].grade is Grade.VERIFIED
    assert told.state("2025-01-01").halves[0].grade is Grade.DOCUMENTED
    assert told.state().halves[0].grade is Grade.VERIFIED, "without a date nothing expires"
    assert len(told.state("2025-01-01").evidence) == 2, "it is still shown"


def test_retracted_evidence_supports_nothing() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    told.retract(told.evidence("OBS", "verified", supports=[claim]))
    assert told.state().halves[0].grade is Grade.CLAIMED


# As of two dates


def test_state_leaves_out_what_was_not_effective_or_known_by_the_dates() -> None:
    told = Told("US")
    told.status("US", "limited", "2023-01-01", said_on="2023-06-01")
    told.status("US", "completed", "2024-01-01", said_on="2024-06-01")

    def seen(as_of: str, known_on: str) -> str | None:
        state = fold(as_of_dates(told.items, TwoDates(as_of, known_on)), as_of)
        return str(state.halves[0].status) if state and state.halves[0].status else None

    assert seen("2024-12-31", "2024-12-31") == "completed"
    assert seen("2024-01-01", "2024-06-01") == "completed", "both dates inclusive"
    assert seen("2024-01-01", "2024-05-31") == "limited", "true already, not known yet"
    assert seen("2023-12-31", "2024-12-31") == "limited", "known, not true yet"
    assert seen("2023-01-01", "2023-05-31") is None
    assert fold(as_of_dates(told.items, TwoDates("2021-10-07", "2024-12-31"))) is None, "not promised yet"
    assert as_of_dates(told.items, None) == told.items, "without dates all of it"
