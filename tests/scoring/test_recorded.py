"""A value of another party that a side's desk recorded is marked, and gives way to that party's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring import flags
from accordtrack.scoring.ladder import LeafResult, score_leaf
from accordtrack.scoring.parameters import standard
from accordtrack.scoring.values import Record
from accordtrack.vocabulary import Grade, Speaker
from score_vectors import AT, VECTORS, leaf

VERIFIED = VECTORS["commitments"]["V01 outcome halfway, verified, held"]["input"]


def scored(by: str, *more: Record) -> LeafResult:
    one = leaf(VERIFIED)
    (indicator,) = one.indicators
    records = (*(replace(record, by=by) for record in indicator.records), *more)
    return score_leaf(replace(one, indicators=(replace(indicator, records=records),)), AT, standard())


@pytest.mark.parametrize(
    ("by", "expected"),
    [("US", flags.RECORDED_BY_US), ("MX", flags.RECORDED_BY_MX), ("OBS", None), ("", None)],
)
def test_an_independent_value_says_whose_desk_recorded_it(by: str, expected: str | None) -> None:
    found = scored(by)
    assert [flag for flag in found.flags if flag.startswith("RECORDED")] == ([expected] if expected else [])
    assert found.score == pytest.approx(50)


def test_a_party_s_own_value_is_not_marked_and_stands_before_a_later_one_of_the_other_side() -> None:
    def of_mexico(by: str, value: float, published: str) -> Record:
        return Record(Speaker.MX, "2026-06-30", published, Grade.DOCUMENTED, value, id=by, by=by)

    own = of_mexico("MX", 20, "2026-06-30")
    found = scored("OBS", own, of_mexico("US", 47, "2026-06-30"))
    assert not [flag for flag in found.flags if flag.startswith(("RECORDED", "CONTRADICTED"))]


def test_what_contradicts_is_named_before_whose_desk_recorded_it() -> None:
    (found,) = scored("US", Record(Speaker.MX, "2026-06-30", "2026-06-30", Grade.CLAIMED, 25.0, by="MX")).indicators
    assert found.flags[-2:] == (flags.CONTRADICTED_MX, flags.RECORDED_BY_US)
