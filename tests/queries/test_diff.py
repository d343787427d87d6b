"""What changed between two pairs of dates: each kind with its entries, nothing missed by looking only at what was touched."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types import ChangeView, DiffView, RegisterRow
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    Amend,
    AskAnswer,
    ReportStatus,
    Retract,
    TakePosition,
    WithdrawPosition,
)
from registers import TODAY, concur, small_register
from shipped_scores import shipped_desk

DAYS = ("2021-10-01", "2022-06-01", "2023-12-31", "2024-01-01", "2024-07-01", "2025-02-01", "2026-01-01", "2026-11-25")
SHOWN = ("status", "standing", "due", "timeliness", "evidence")


def on(day: str, known: str | None = None) -> TwoDates:
    return TwoDates(day, known or day)


def dated(day: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"effective_on": day, "said_on": day, **more}


def changes_of_kind(found: DiffView, kind: str) -> list[ChangeView]:
    return [change for change in found.changes if change.kind == kind]


def only_change(found: DiffView, kind: str) -> ChangeView:
    changes = changes_of_kind(found, kind)
    assert len(changes) == 1, [(change.kind, change.before, change.after) for change in found.changes]
    return changes[0]


def test_status_change_names_the_entry_that_made_it(us: Desk) -> None:
    done = us.write(
        ReportStatus(
            commitment="FW-US-01",
            status="completed",
            evidence=("https://example.org/x",),
            note="x",
            **dated("2025-03-02"),
        )
    )
    found = us.diff(on("2025-03-01"), on("2025-03-02"), ref="FW-US-01")
    change = only_change(found, "status")
    assert (change.half, change.after, change.entries) == ("US", "completed", done.ids[-1:])
    before = us.commitment("FW-US-01", at=on("2025-03-01")).halves[0].claim
    assert before is not None
    assert (change.before, change.before_basis, change.after_basis) == (before.status, before.basis, "stated")
    assert dict(found.counts)["status"] == 1


def test_repeated_status_is_restated_not_changed(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dated("2025-03-01")))
    again = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dated("2025-04-01")))
    found = us.diff(on("2025-03-15"), on("2025-04-15"), ref="FW-US-01")
    assert [change.kind for change in found.changes] == ["restated"]
    assert found.changes[0].entries == again.ids


def test_withdrawn_half_is_reported_as_withdrawn(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dated("2025-03-01")))
    us.write(ReportStatus(commitment="FW-US-01", status="withdrawn", note="x", **dated("2025-04-01")))
    found = us.diff(on("2025-03-15"), on("2025-04-15"), ref="FW-US-01")
    assert (only_change(found, "withdrawn").before, only_change(found, "withdrawn").after) == ("limited", "withdrawn")
    assert not changes_of_kind(found, "status")


def test_asking_answering_and_withdrawing_change_the_standing(us: Desk, mx: Desk) -> None:
    mx.write(TakePosition(target="FW-US-01", stance="concur", **dated("2024-06-01")))
    us.write(ReportStatus(commitment="FW-US-01", status="substantial", **dated("2025-03-01")))
    asked = us.write(AskAnswer(commitment="FW-US-01", asked_on="2025-04-01"))
    answer = mx.write(TakePosition(target="FW-US-01", stance="dispute", reason="No.", **dated("2025-05-01")))
    back = mx.write(WithdrawPosition(target="FW-US-01", said_on="2025-06-01"))
    steps = [
        ("2025-03-15", "2025-04-15", "unanswered", "asked", asked.ids),
        ("2025-04-15", "2025-05-15", "asked", "disputed", answer.ids),
        ("2025-05-15", "2025-06-15", "disputed", "asked", back.ids),
    ]
    for first, second, before, after, entries in steps:
        change = only_change(us.diff(on(first), on(second), ref="FW-US-01"), "standing")
        assert (change.before, change.after, change.entries) == (before, after, entries)


def test_evidence_raises_the_grade_and_expires_without_an_entry(us: Desk, tmp_path: Path) -> None:
    (tmp_path / "act.txt").write_text("The act.", encoding="utf-8")
    us.write(ReportStatus(commitment="FW-US-01", status="substantial", **dated("2025-03-01")))
    paper = us.write(
        AddEvidence(
            commitment="FW-US-01",
            evidence=(str(tmp_path / "act.txt"),),
            grade="documented",
            expires_on="2025-08-31",
            **dated("2025-04-01"),
        )
    )
    found = us.diff(on("2025-03-15"), on("2025-04-15"), ref="FW-US-01")
    assert only_change(found, "evidence").entries == paper.ids
    assert (only_change(found, "grade").before, only_change(found, "grade").after) == ("claimed", "documented")
    assert only_change(found, "grade").entries == paper.ids
    last, next_ = on("2025-08-31"), on("2025-09-01")
    found = us.diff(last, next_)
    assert {change.id for change in found.changes} == {"FW-US-01"}
    assert (only_change(found, "expired").field, only_change(found, "expired").sign) == (paper.ids[0], "removed")
    assert (only_change(found, "grade").before, only_change(found, "grade").after) == ("documented", "claimed")
    assert only_change(found, "expired").entries == ()
    assert us.diff(on("2025-08-30"), last).changes == ()


def test_deadline_moves_by_amendment_and_passes_without_an_entry(us: Desk, mx: Desk) -> None:
    moved = us.write(Amend(record="FW-US-01", fields={"due_on": "2025-06-30"}, reason="Late.", said_on="2025-03-01"))
    answered = concur(mx, moved, "2025-03-01")
    found = us.diff(on("2025-02-28"), on("2025-03-01"), ref="FW-US-01")
    assert (
        only_change(found, "due").before,
        only_change(found, "due").after,
        only_change(found, "due").after_basis,
    ) == (
        "2023-12-31",
        "2025-06-30",
        "amended",
    )
    assert only_change(found, "due").entries == (*moved.ids, *answered)
    assert only_change(found, "timeliness").entries == (*moved.ids, *answered)
    later = us.write(Amend(record="FW-US-01", fields={"due_on": "2026-06-30"}, reason="Again.", said_on="2026-01-01"))
    assert later.ids != (*moved.ids, *answered)
    passed = us.diff(on("2025-06-30"), on("2025-07-01"))
    change = only_change(passed, "timeliness")
    assert (change.id, change.before, change.after, change.entries) == ("FW-US-01", "due_soon", "overdue", ())


def test_joint_amendment_is_proposed_then_made_by_the_concurrence(us: Desk, mx: Desk) -> None:
    proposed = us.write(Amend(record="FW-JT-01", fields={"due_on": "2027-01-01"}, reason="x", said_on="2025-03-01"))
    agreed = mx.write(TakePosition(target=proposed.ids[0], stance="concur", **dated("2025-04-01")))
    found = us.diff(on("2025-02-28"), on("2025-03-15"), ref="FW-JT-01")
    assert (only_change(found, "proposed").sign, only_change(found, "proposed").after) == ("added", "2027-01-01")
    assert not changes_of_kind(found, "due")
    found = us.diff(on("2025-03-15"), on("2025-04-15"), ref="FW-JT-01")
    assert only_change(found, "proposed").sign == "removed"
    assert only_change(found, "due").entries == agreed.ids


def test_text_and_field_changes_show_before_and_after(us: Desk, mx: Desk) -> None:
    done = us.write(
        Amend(record="FW-US-01", fields={"title.en": "Trace all", "places": "US-AZ"}, reason="x", said_on="2025-03-01")
    )
    answered = concur(mx, done, "2025-03-01")
    found = us.diff(on("2025-02-28"), on("2025-03-01"), ref="FW-US-01")
    assert only_change(found, "text").after["en"] == "Trace all"
    assert only_change(found, "text").before["en"] != "Trace all"
    assert (only_change(found, "field").field, only_change(found, "field").after) == ("places", ["US-AZ"])
    assert {change.entries for change in found.changes} == {(*done.ids, *answered)}


def test_target_change_appears_at_each_commitment_it_measures(us: Desk, mx: Desk) -> None:
    target = {"value": "70", "by": "2030-12-31", "set_by": "US", "source": None, "note": None}
    fields: dict[str, Any] = {"target": target}
    done = us.write(Amend(record="guns-traced", fields=fields, reason="Tried.", said_on="2025-03-01"))
    answered = concur(mx, done, "2025-03-01")
    found = us.diff(on("2025-02-28"), on("2025-03-01"))
    assert {change.kind for change in found.changes} == {"target"}
    linked = {item.id for item in us.commitment("FW-US-01").indicators}
    assert "guns-traced" in linked
    change = next(change for change in found.changes if change.id == "FW-US-01")
    assert (change.field, change.after["value"], change.after["set_by"]) == ("guns-traced", "70", "US")
    assert set(change.entries) <= {*done.ids, *answered}
    assert change.entries


def test_notes_are_reported_and_retracted_statements_are_not(us: Desk, mx: Desk) -> None:
    note = mx.write(AddNote(commitment="FW-US-01", text="Seen.", said_on="2025-03-01"))
    wrong = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dated("2025-03-01")))
    us.write(Retract(entry=wrong.hashes[0], reason="Wrong."))
    found = us.diff(on("2025-02-28"), on("2025-03-01"))
    assert [(change.kind, change.after, change.entries) for change in found.changes] == [("note", "Seen.", note.ids)]


def test_backdated_statement_appears_by_its_known_date(us: Desk) -> None:
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", note="x", effective_on="2025-01-01", said_on="2025-06-01")
    )
    held = us.diff(on("2024-12-31", "2025-05-31"), on("2025-02-01", "2025-05-31"), ref="FW-US-01")
    assert not changes_of_kind(held, "status")
    known = us.diff(on("2025-02-01", "2025-05-31"), on("2025-02-01", "2025-06-01"))
    assert only_change(known, "status").after == "limited"


def test_statement_appears_from_its_effective_date(us: Desk) -> None:
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", note="x", effective_on="2025-06-01", said_on="2025-01-01")
    )
    assert not us.diff(on("2024-12-31"), on("2025-01-31")).changes
    assert only_change(us.diff(on("2025-05-31"), on("2025-06-01")), "status").after == "limited"


def test_filter_matches_on_either_date(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dated("2025-03-01")))
    us.write(ReportStatus(commitment="FW-US-01", status="substantial", **dated("2025-04-01")))
    a, b = on("2025-03-15"), on("2025-04-15")
    for words in ("", "status:limited", "status:substantial", "side:US", "id:FW-US"):
        assert {change.id for change in us.diff(a, b, words).changes} == {"FW-US-01"}, words
    for words in ("status:completed", "side:MX", "nosuchword"):
        assert us.diff(a, b, words).changes == (), words


def test_reversed_dates_and_unknown_ids_are_refused(us: Desk) -> None:
    for a, b in (
        (on("2025-02-01"), on("2025-01-01")),
        (on("2025-01-01", "2025-02-01"), on("2025-01-02", "2025-01-01")),
    ):
        with pytest.raises(Refused) as caught:
            us.diff(a, b)
        assert caught.value.is_usage_error
    with pytest.raises(Refused):
        us.diff(on("2025-01-01"), on("2025-01-02"), ref="NOPE")


# Against the register as of both dates, folded whole


def rows(desk: Desk, at: TwoDates) -> dict[str, RegisterRow]:
    listing = desk.listing(at=at)
    return {row.id: row for row in desk.rows(listing.keys, at=at)}


def shown_values(row: RegisterRow) -> dict[str, object]:
    halves = sorted(row.halves, key=lambda half: half.side)
    return {
        "status": [(half.status, half.basis) for half in halves],
        "standing": ["" if half.standing in {"unreported", "unanswered"} else half.standing for half in halves],
        "due": (row.due_on, row.due_basis),
        "timeliness": row.timeliness,
        "evidence": row.evidence,
    }


def moved(desk: Desk, a: TwoDates, b: TwoDates) -> set[tuple[str, str]]:
    """What a list on the first date and a list on the second say differently."""
    before, after = rows(desk, a), rows(desk, b)
    found = {(name, "added") for name in after.keys() - before.keys()}
    for name in before.keys() & after.keys():
        old, new = shown_values(before[name]), shown_values(after[name])
        found |= {(name, kind) for kind in SHOWN if old[kind] != new[kind]}
    return found


def reported_changes(found: DiffView) -> set[tuple[str, str]]:
    added = {change.id for change in changes_of_kind(found, "added")}
    names = {"withdrawn": "status"}
    pairs = {(change.id, names.get(change.kind, change.kind)) for change in found.changes}
    return {pair for pair in pairs if pair[1] == "added" or (pair[1] in SHOWN and pair[0] not in added)}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A register in which much happened, some of it told late or taken back."""
    path = small_register(tmp_path_factory.mktemp("diff"))
    us, mx = (door.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    us.write(
        ReportStatus(commitment="FW-JT-01", status="limited", note="x", effective_on="2023-01-01", said_on="2024-06-01")
    )
    mx.write(TakePosition(target="FW-JT-01", stance="concur", **dated("2024-06-20")))
    us.write(
        ReportStatus(
            commitment="FW-JT-01",
            status="completed",
            evidence=("https://example.org/x",),
            note="x",
            **dated("2025-02-01"),
        )
    )
    mx.write(
        ReportStatus(commitment="FW-MX-01", status="limited", note="x", effective_on="2025-06-01", said_on="2025-01-15")
    )
    mx.write(AskAnswer(commitment="FW-MX-01", asked_on="2025-07-01"))
    us.write(AddEvidence(commitment="FW-JT-01", evidence=("https://example.org/d",), expires_on="2025-12-31", **dated("2025-03-01")))  # fmt: skip
    us.write(Amend(record="FW-US-01", fields={"due_on": "2024-06-30"}, reason="Late.", said_on="2023-12-31"))
    us.write(Amend(record="FW-US-01", fields={"due_on": "2026-06-30"}, reason="Later.", said_on="2024-12-31"))
    return us


PAIRS = [(on(a), on(b)) for a, b in pairwise(DAYS)] + [(on(DAYS[0]), on(DAYS[-1]))]
CROSSED = [
    (TwoDates(a, x), TwoDates(b, y))
    for (a, b), (x, y) in product(pairwise(("2022-06-01", "2024-07-01", "2026-01-01")), repeat=2)
]


@pytest.mark.parametrize(("a", "b"), PAIRS + CROSSED)
def test_diff_equals_the_difference_of_two_lists(past: Desk, a: TwoDates, b: TwoDates) -> None:
    found = past.diff(a, b)
    assert reported_changes(found) == moved(past, a, b)
    whole = [change for name in rows(past, b) for change in past.diff(a, b, ref=name).changes]
    assert sorted(map(repr, found.changes)) == sorted(map(repr, whole)), "a commitment that differs was not looked at"
    known = {entry.id for entry in past.history(limit=1000).entries}
    assert {entry for change in found.changes for entry in change.entries} <= known


@pytest.mark.parametrize(("a", "b"), [(on(a), on(b)) for a, b in pairwise(DAYS)])
def test_diff_of_the_shipped_register_equals_the_difference_of_two_lists(a: TwoDates, b: TwoDates) -> None:
    desk = shipped_desk()
    found = desk.diff(a, b)
    assert reported_changes(found) == moved(desk, a, b)
    assert dict(found.counts) == {kind: len(changes_of_kind(found, kind)) for kind, _count in found.counts}


def test_diff_of_one_month_folds_few_commitments() -> None:
    desk = shipped_desk()
    found = desk.diff(on("2024-02-29"), on("2024-03-31"))
    assert found.folded <= desk.info().records // 10
    assert desk.diff(on("2019-01-01"), on("2019-02-01")).folded == 0
