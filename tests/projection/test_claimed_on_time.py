"""A deadline that its own side claims to have met and the other side disputes: claimed on time, disputed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from accordtrack.i18n import using_language
from accordtrack.projection.fold import State, timeliness_of
from accordtrack.projection.projection_rows import list_row
from accordtrack.queries import filter_parser
from accordtrack.queries.list_pages import as_row, listing
from accordtrack.wording import label
from items import Told
from projected import projection

TODAY = "2025-01-01"
DUE = {"due_on": "2024-12-31", "due_basis": "text", "first_due_on": "2024-12-31"}


def claimed(owner: str = "US", *, answer: str | None = "dispute", rules: int = 2) -> State:
    told = Told(owner, **DUE)
    claim = told.status(owner, "completed", "2024-06-30")
    if answer is not None:
        told.position({"US": "MX", "MX": "US"}[owner], claim, answer)
    return told.state(rules=rules)


@pytest.mark.parametrize("owner", ["US", "MX"])
@pytest.mark.parametrize(
    ("answer", "rules", "expected"),
    [
        ("dispute", 2, "claimed_on_time"),
        ("dispute", 1, "done_on_time"),
        ("concur", 2, "done_on_time"),
        (None, 2, "done_on_time"),
    ],
)
def test_disputed_claim_is_not_done_on_time(owner: str, answer: str | None, rules: int, expected: str) -> None:
    state = claimed(owner, answer=answer, rules=rules)
    assert timeliness_of(state, TODAY) == expected
    assert as_row(SimpleNamespace(**list_row(state, 1)), TODAY).timeliness == expected


@pytest.mark.parametrize(("owner", "other"), [("US", "MX"), ("MX", "US")])
def test_a_claim_whose_side_agrees_with_its_dispute_is_not_done_on_time(owner: str, other: str) -> None:
    told = Told(owner, **DUE)
    claim = told.status(owner, "completed", "2024-06-30")
    dispute = told.position(other, claim, "dispute")
    told.position(owner, dispute, "concur", "2024-07-01")
    state = told.state()
    assert state.standing == "settled"
    assert timeliness_of(state, TODAY) == "claimed_on_time"
    assert as_row(SimpleNamespace(**list_row(state, 1)), TODAY).timeliness == "claimed_on_time"
    with projection([state]) as connection:
        terms = filter_parser.parse("due:claimed_on_time")
        assert len(listing(connection, terms, today=TODAY, sort="id", descending=False, language="en").keys) == 1


def test_dispute_of_a_withdrawn_half_says_nothing_about_the_other() -> None:
    told = Told("JOINT", **DUE)
    told.status("US", "completed", "2024-06-30")
    gone = told.status("MX", "withdrawn", "2024-06-30")
    told.position("US", gone, on="2024-06-30")
    assert timeliness_of(told.state(), TODAY) == "done_on_time"


def test_filter_finds_the_disputed_ones_alone() -> None:
    with projection([claimed()]) as connection:

        def count(words: str) -> int:
            terms = filter_parser.parse(words)
            return len(listing(connection, terms, today=TODAY, sort="id", descending=False, language="en").keys)

        found = {word: count(f"due:{word}") for word in ("claimed_on_time", "declarado_en_plazo", "done_on_time")}
    assert found == {"claimed_on_time": 1, "declarado_en_plazo": 1, "done_on_time": 0}


def test_words_in_both_languages() -> None:
    assert label("timeliness", "claimed_on_time") == "claimed on time, disputed"
    with using_language("es"):
        assert label("timeliness", "claimed_on_time") == "declarado en plazo, con discrepancia"
