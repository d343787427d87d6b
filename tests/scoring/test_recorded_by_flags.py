"""A value of another party that a side's desk recorded is marked, and gives way to that party's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring import flags
from accordtrack.scoring.ladder import LeafResult, score_leaf
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.values import Record
from accordtrack.vocabulary import Grade, Speaker
from score_vectors import AT, VECTORS, leaf

VERIFIED = VECTORS["commitments"]["V01 outcome halfway, verified, held"]["input"]


def score_recorded_by(by: str, *more: Record) -> LeafResult:
    one = leaf(VERIFIED)
    (indicator,) = one.indicators
    records = (*(replace(record, by=by) for record in indicator.records), *more)
    return score_leaf(replace(one, indicators=(replace(indicator, records=records),)), AT, standard_method())


@pytest.mark.parametrize(
    ("by", "expected"),
    [("US", flags.RECORDED_BY_US), ("MX", flags.RECORDED_BY_MX), ("OBS", None), ("", None)],
)
def test_independent_value_is_flagged_with_the_side_that_recorded_it(by: str, expected: str | None) -> None:
    found = score_recorded_by(by)
    assert [flag for flag in found.flags if flag.startswith("RECORDED")] == ([expected] if expected else [])
    assert found.score == pytest.approx(50)


def test_own_value_of_a_side_is_unflagged_and_outranks_the_other_sides_record() -> None:
    def of_mexico(by: str, value: float, published: str) -> Record:
        return Record(Speaker.MX, "2026-06-30", published, Grade.DOCUMENTED, value, id=by, by=by)

    own = of_mexico("MX", 20, "2026-06-30")
    found = score_recorded_by("OBS", own, of_mexico("US", 47, "2026-06-30"))
    assert not [flag for flag in found.flags if flag.startswith(("RECORDED", "CONTRADICTED"))]


def test_contradiction_flag_comes_before_the_recorded_by_flag() -> None:
    (found,) = score_recorded_by(
        "US", Record(Speaker.MX, "2026-06-30", "2026-06-30", Grade.CLAIMED, 25.0, by="MX")
    ).indicators
    assert found.flags[-2:] == (flags.CONTRADICTED_MX, flags.RECORDED_BY_US)
