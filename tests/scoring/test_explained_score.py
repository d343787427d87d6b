"""The value that explains a progress is the one that was scored."""

from __future__ import annotations

from dataclasses import replace

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.indicator import assess
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.values import Indicator, Leaf, Record
from accordtrack.text.explained_score import progress_inputs
from accordtrack.vocabulary import Grade, Level, Speaker

AT = TwoDates("2025-06-30", "2025-06-30")
EARLY = Record(Speaker.MX, "2025-03-09", "2025-03-31", Grade.DOCUMENTED, 30.0, id="early")
LATE = Record(Speaker.MX, "2025-03-25", "2025-03-26", Grade.DOCUMENTED, 40.0, id="late")
OLD = Record(Speaker.US, "2024-12-31", "2025-01-15", Grade.DOCUMENTED, 90.0, id="old")
LABS = Indicator(
    "labs", Level.OUTPUT, 0.0, 100.0, "2025-01-01", "2026-01-01", records=(EARLY, LATE, OLD), direction=1, step=1
)
LEAF = Leaf("EX-1", 0.0, 1.0, (LABS,))


def test_explanation_shows_the_value_that_counts_in_its_slot() -> None:
    found = assess(LABS, LEAF, AT, standard_method())
    assert found.p == 0.3, "the one released last"
    told = progress_inputs(found)
    assert "30 (2025-03-09" in told
    assert "40" not in told


def test_explanation_omits_values_from_before_the_baseline() -> None:
    assert "90" not in progress_inputs(assess(LABS, LEAF, AT, standard_method()))


def test_explanation_shows_both_disputed_values_but_no_rejection() -> None:
    rival = replace(EARLY, party=Speaker.US, value=50.0, id="rival")
    assert [record.value for record in _values(EARLY, rival)] == [30.0, 50.0]
    rejection = replace(EARLY, party=Speaker.US, value=None, rejects=True, id="no")
    assert [record.value for record in _values(EARLY, rejection)] == [30.0]


def _values(*records: Record) -> tuple[Record, ...]:
    return assess(replace(LABS, records=records), LEAF, AT, standard_method()).values
