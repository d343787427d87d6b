"""A dispute that is settled while the claim stands reads the same wherever the register is read."""

from __future__ import annotations

from typing import TypedDict

import pytest
from sqlalchemy import text

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.text import disputes
from accordtrack.types.intents import AskAnswer, ReportStatus, TakePosition
from accordtrack.vocabulary import Standing
from registers import TODAY

REF = "FW-MX-01"
THEN = TwoDates("2026-11-12", "2026-11-12")
BEFORE = TwoDates("2026-11-07", "2026-11-07")
LATER = TwoDates(TODAY, TODAY)


class On(TypedDict):
    """The two days of a word."""

    said_on: str
    effective_on: str


def on(day: str) -> On:
    return On(said_on=day, effective_on=day)


@pytest.fixture
def settled(us: Desk, mx: Desk) -> Desk:
    """Mexico claims, the United States disputes that, and Mexico concurs with the dispute."""
    evidence = ("https://example.org/a",)
    mx.write(ReportStatus(commitment=REF, status="substantial", note="All.", evidence=evidence, **on("2026-11-01")))
    done = us.write(TakePosition(target=REF, stance="dispute", reason="Half.", proposes="limited", **on("2026-11-05")))
    mx.write(TakePosition(target=done.ids[-1], stance="concur", **on("2026-11-10")))
    return us


def standings(desk: Desk, at: TwoDates | None) -> set[str]:
    """The standing of the commitment as every list, page and count tells it."""
    found = {word.value for word in Standing if REF in ids(desk, f"standing:{word}", at)}
    found |= {row.standing for row in desk.rows(desk.listing(f"id:={REF}", at=at).keys, at=at)}
    found |= {row.standing for row in desk.page(f"id:={REF}", limit=1, at=at).rows}
    (facet,) = (facet for facet in desk.facets(f"id:={REF}", at=at) if facet.field == "standing")
    found |= {value for value, _count in facet.counts}
    view = desk.commitment(REF, at=at)
    found |= {view.row.standing, *(half.standing for half in view.halves)}
    found |= {thread.standing or "" for thread in desk.disputes(f"id:={REF}", at=at)}
    found |= {one.standing for one in desk.scores(at or LATER).inputs.owed if one.commitment == REF}
    return found


def ids(desk: Desk, words: str, at: TwoDates | None) -> list[str]:
    return [row.id for row in desk.rows(desk.listing(words, at=at).keys, at=at)]


def test_lists_pages_counts_disputes_and_scores_agree_on_the_standing(settled: Desk) -> None:
    assert standings(settled, None) == standings(settled, THEN) == {"settled"}
    assert standings(settled, BEFORE) == {"disputed"}


def test_settled_dispute_is_not_counted_as_disputed(settled: Desk) -> None:
    (group,) = (group for group in settled.responsibility_rows("side") if group.code == "MX")
    assert group.disputed == 0
    assert settled.verify(deep=True).is_sound


def test_settled_standing_is_stored_as_disputed(settled: Desk) -> None:
    with settled._db.reading() as connection:
        kept = connection.execute(
            text("SELECT mx_standing, standing_rank FROM commitment WHERE id = :ref"), {"ref": REF}
        )
        assert tuple(kept.one()) == ("disputed", 0)


@pytest.mark.sweep
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("at", [None, THEN])
def test_list_sorted_by_standing_puts_settled_before_agreed(
    settled: Desk, at: TwoDates | None, *, descending: bool
) -> None:
    keys = settled.listing("", sort="standing", descending=descending, at=at).keys
    told = [row.standing for row in settled.rows(keys, at=at)]
    assert told == sorted(told, key=lambda word: Standing(word).rank, reverse=descending)
    assert set(told) == {"disputed", "settled", "agreed"}


def test_diff_names_the_concurrence_that_settled_the_dispute(settled: Desk) -> None:
    found = settled.diff(BEFORE, THEN)
    (change,) = (change for change in found.changes if change.kind == "standing")
    assert (change.before, change.after, len(change.entries)) == ("disputed", "settled", 1)
    assert settled.entry(change.entries[0]).kind == "position.take"


def test_thread_hints_say_the_status_is_unchanged_and_how_it_changes(settled: Desk) -> None:
    (thread,) = settled.disputes(f"id:={REF}")
    assert disputes.hints(thread) == [
        "Disagreement settled; status unchanged.",
        "The status changes when Mexico reports a new one.",
    ]
    (half,) = settled.commitment(REF).halves
    assert (half.settled_by, half.settled_on) == ("MX", "2026-11-10")


def test_asking_about_a_settled_claim_is_refused(settled: Desk, mx: Desk) -> None:
    del settled
    with pytest.raises(Refused, match="The statement has been answered"):
        mx.write(AskAnswer(commitment=REF))


def test_new_status_ends_the_settled_standing(settled: Desk, mx: Desk) -> None:
    mx.write(ReportStatus(commitment=REF, status="limited", note="Half.", **on("2026-11-20")))
    assert standings(settled, None) == {"unanswered"}
    assert standings(settled, THEN) == {"settled"}
