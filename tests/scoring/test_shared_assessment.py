"""An indicator of two halves is assessed once, and again only where it reads differently for the side that owes the other half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring.ladder import Known, LeafResult, score_leaf
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.vocabulary import Speaker
from score_vectors import AT, VECTORS, leaf

VERIFIED = VECTORS["commitments"]["V01 outcome halfway, verified, held"]["input"]
VALUE_BEHIND_BASELINE = 47.0
"""Behind the baseline: a side's own word of it counts in full, another's by its grade."""


def halves(party: Speaker, weights: tuple[float, float] = (1.0, 1.0)) -> list[tuple[LeafResult, LeafResult]]:
    """Both halves scored in one pass, each beside itself scored alone."""
    one, known = leaf(VERIFIED), Known()
    (indicator,) = one.indicators
    records = tuple(replace(record, party=party, value=VALUE_BEHIND_BASELINE, by="OBS") for record in indicator.records)
    found = []
    for share, weight in zip((1.0, 0.0), weights, strict=True):
        mine = replace(indicator, records=records, weight=weight)
        half = replace(one, id=f"H{share}", share_us=share, share_mx=1 - share, half=True, indicators=(mine,))
        found.append((score_leaf(half, AT, standard_method(), known), score_leaf(half, AT, standard_method())))
    return found


@pytest.mark.parametrize("party", [Speaker.US, Speaker.MX, Speaker.OBS])
@pytest.mark.parametrize("weights", [(1.0, 1.0), (1.0, 3.0)])
def test_half_scored_with_the_other_equals_half_scored_alone(party: Speaker, weights: tuple[float, float]) -> None:
    for together, alone in halves(party, weights):
        assert together == alone


@pytest.mark.parametrize(("party", "once"), [(Speaker.OBS, True), (Speaker.US, False), (Speaker.MX, False)])
def test_halves_share_an_assessment_only_of_observer_values(party: Speaker, once: bool) -> None:  # noqa: FBT001 - a case
    (us, _), (mx, _) = halves(party)
    assert (us.indicators[0] is mx.indicators[0]) is once
