"""An answer that its desk takes back in time no longer counts, whatever record it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.problems import Refused, english_values, fill
from accordtrack.service import Desk
from accordtrack.types.intents import (
    AddNote,
    AddRecord,
    AddRelease,
    Amend,
    Intent,
    Measure,
    Propose,
    ReportStatus,
    Retract,
    TakePosition,
    Undo,
    WithdrawPosition,
)
from registers import NEW, TODAY, At
from result_fields import CHAIN, EVALUATION, TARGET
from target_register import target_register

pytestmark = pytest.mark.sweep

EN_ES = {"en": "Words.", "es": "Palabras."}
CLAIM = {"text": EN_ES, "sources": ["SSPC-2024"]}
ROWS = "place,period_start,period_end,value\nMX-SIN,2025-02-01,2025-02-28,70\n"
RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "commitment": ("commitment", NEW),
    "framework": ("framework", {"id": "FX", "title": "Other", "agreed_on": "2022-01-01", "sources": "JS-2021"}),
    "indicator": (
        "indicator",
        {
            "id": "guns-lost",
            "title": "Guns lost",
            "definition": "Guns lost in a year.",
            "unit": "guns",
            "level": "outcome",
            "direction": "decrease",
            "theme": "firearms",
            "side": "MX",
            "publisher": "SSPC",
            "periodicity": "year",
        },
    ),
    "link": (
        "link",
        {"indicator": "guns-held", "commitment": "FW-JT-01", "strength": "context", "rationale": "It shows."},
    ),
    "event": (
        "event",
        {
            "id": "ev-two",
            "kind": "meeting",
            "title": "Second meeting",
            "date": "2026-02-03",
            "themes": "firearms",
            "side": "JOINT",
            "sources": "ATF-2023",
        },
    ),
    "conflict": (
        "conflict",
        {
            "id": "cf-two",
            "title": "Two figures",
            "themes": "firearms",
            "about": {"commitments": ["FW-US-01"]},
            "claims": [
                {**CLAIM, "speaker": "US", "said_on": "2024-03-01"},
                {**CLAIM, "speaker": "MX", "said_on": "2024-03-02"},
            ],
            "may_explain": "m",
            "would_settle": "w",
        },
    ),
    "chain": ("chain", CHAIN),
    "evaluation": ("evaluation", EVALUATION),
}


def intents(folder: Path) -> dict[str, Intent]:
    """An intent of every kind that waits for the other side, whichever side writes it."""
    rows = folder / "rows.csv"
    rows.write_text(ROWS, encoding="utf-8")
    return {
        **{name: AddRecord(kind=kind, fields=fields) for name, (kind, fields) in RECORDS.items()},
        "value": Measure(
            indicator="guns-traced",
            value="10",
            period="2025-01-01..2025-12-31",
            series="year",
            source="JS-2021",
            published_on="2026-02-01",
            party="JOINT",
        ),
        "target": Propose(kind="target.propose", fields={**TARGET, "level_ratio": "1.5"}),
        "release": AddRelease(
            series="deaths", file=str(rows), released_on="2026-03-01", release_class="first", source="SSPC-2024"
        ),
        "change of an indicator": Amend(
            record="guns-held", fields={"unit": "pieces"}, reason="Clearer.", sources=("JS-2021",)
        ),
    }


SIDES = (("us-1", "mx-1"), ("mx-1", "us-1"))


@pytest.fixture
def at(tmp_path: Path) -> At:
    register = target_register(tmp_path)
    return lambda feed: service.open_register(register, desk=feed, today=TODAY)


def proposed(desk: Desk, folder: Path) -> dict[str, str]:
    """The hash of one proposal of every kind that waits for the other side, each with its kind."""
    return {desk.write(intent).hashes[0]: kind for kind, intent in intents(folder).items()}


def waiting(desk: Desk, kinds: dict[str, str], *, disputed: bool = False) -> set[str]:
    """The kinds of the proposals that the list shows."""
    side = str(desk.seat)[:2].upper()
    return {kinds[entry.hash] for act in desk.pending(side, disputed=disputed) for entry in act.entries}


def answered(desk: Desk, kinds: dict[str, str], stance: str) -> tuple[str, ...]:
    reason = "Not so." if stance == "dispute" else None
    return desk.write(*(TakePosition(target=digest, stance=stance, reason=reason) for digest in kinds)).hashes


@pytest.mark.parametrize(("author", "other"), SIDES)
def test_dispute_that_is_taken_back_lists_the_record_as_waiting_again(
    at: At, tmp_path: Path, author: str, other: str
) -> None:
    kinds, desk = proposed(at(author), tmp_path), at(other)
    answered(desk, kinds, "dispute")
    assert (waiting(desk, kinds), waiting(desk, kinds, disputed=True)) == (set(), {*kinds.values()})
    desk.write(Undo())
    assert (waiting(desk, kinds), waiting(desk, kinds, disputed=True)) == ({*kinds.values()}, set())


@pytest.mark.parametrize(("author", "other"), SIDES)
def test_withdrawal_of_a_dispute_that_is_taken_back_leaves_the_record_disputed(
    at: At, tmp_path: Path, author: str, other: str
) -> None:
    kinds, desk = proposed(at(author), tmp_path), at(other)
    answers = answered(desk, kinds, "dispute")
    desk.write(*(WithdrawPosition(target=answer, reason="Looked again.") for answer in answers))
    assert (waiting(desk, kinds), waiting(desk, kinds, disputed=True)) == ({*kinds.values()}, set())
    desk.write(Undo())
    assert (waiting(desk, kinds), waiting(desk, kinds, disputed=True)) == (set(), {*kinds.values()})


@pytest.mark.parametrize(("author", "other"), SIDES)
def test_concurrence_that_is_taken_back_in_time_lets_the_record_wait_again(
    at: At, tmp_path: Path, author: str, other: str
) -> None:
    kinds, desk = proposed(at(author), tmp_path), at(other)
    answered(desk, kinds, "concur")
    assert waiting(desk, kinds) == set()
    desk.write(Undo())
    assert waiting(desk, kinds) == {*kinds.values()}


@pytest.mark.parametrize(("author", "other"), SIDES)
@pytest.mark.parametrize("later", ["the other side has seen it", "the desk has acted since"])
def test_final_concurrence_is_not_taken_back(at: At, tmp_path: Path, author: str, other: str, later: str) -> None:
    kinds = proposed(at(author), tmp_path)
    answers = answered(at(other), kinds, "concur")
    at(author if "side" in later else other).write(AddNote(commitment="FW-JT-01", text="A note."))
    for answer in answers:
        for intent in (Retract(entry=answer, reason="No."), WithdrawPosition(target=answer)):
            for plan in (at(other).plan, at(other).write):
                with pytest.raises(Refused, match="can no longer be taken back"):
                    plan(intent)


def test_final_concurrence_is_not_undone(at: At, tmp_path: Path) -> None:
    kinds, desk = proposed(at("us-1"), tmp_path), at("mx-1")
    answered(desk, kinds, "concur")
    at("us-1").write(AddNote(commitment="FW-JT-01", text="A note."))
    with pytest.raises(Refused) as caught:
        desk.write(Undo())
    assert {one.message for one in caught.value.problems} == {"The agreement {id} can no longer be taken back"}
    assert waiting(desk, kinds) == set()


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        ("change of an indicator", "accordtrack amend"),
        ("target", "accordtrack targets propose"),
        ("release", "accordtrack retract us-1-"),
    ],
)
def test_final_concurrence_names_the_act_that_proposes_the_reverse(at: At, tmp_path: Path, kind: str, act: str) -> None:
    kinds = proposed(at("us-1"), tmp_path)
    answers = dict(zip(kinds.values(), answered(at("mx-1"), kinds, "concur"), strict=True))
    at("us-1").write(AddNote(commitment="FW-JT-01", text="A note."))
    with pytest.raises(Refused) as caught:
        at("mx-1").plan(Retract(entry=answers[kind], reason="No."))
    (problem,) = caught.value.problems
    assert act in fill(problem.advice, english_values(problem.values))


def test_refused_withdrawal_of_the_answered_entry_names_the_answer(at: At) -> None:
    (claim,) = (
        at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less.", no_evidence=True)).ids
    )
    (answer,) = at("mx-1").write(TakePosition(target=claim, stance="concur")).ids
    with pytest.raises(Refused) as caught:
        at("mx-1").plan(WithdrawPosition(target=claim))
    (problem,) = caught.value.problems
    assert fill(problem.advice, english_values(problem.values)) == f"Name your answer to it: {answer}"


def test_undo_of_a_withdrawal_names_the_answer_by_its_number(at: At, tmp_path: Path) -> None:
    kinds, desk = proposed(at("us-1"), tmp_path), at("mx-1")
    target = next(digest for digest, kind in kinds.items() if kind == "target")
    (answer,) = desk.write(TakePosition(target=target, stance="dispute", reason="No.")).ids
    desk.write(WithdrawPosition(target=answer))
    (line,) = desk.plan(Undo()).lines
    assert line.values["ref"] == answer


def test_concurrence_with_a_claim_brings_nothing_into_force_and_is_taken_back_at_any_time(at: At) -> None:
    (digest,) = (
        at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less.", no_evidence=True)).hashes
    )
    (answer,) = at("mx-1").write(TakePosition(target=digest, stance="concur")).hashes
    at("us-1").write(AddNote(commitment="FW-JT-01", text="A note."))
    assert at("mx-1").write(Retract(entry=answer, reason="No.")).hashes
