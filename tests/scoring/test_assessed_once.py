"""An indicator of two halves is assessed once, and again only where it reads differently for the side that owes the other half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring.ladder import Known, LeafResult, score_leaf
from accordtrack.scoring.parameters import standard
from accordtrack.vocabulary import Speaker
from score_vectors import AT, VECTORS, leaf

VERIFIED = VECTORS["commitments"]["V01 outcome halfway, verified, held"]["input"]
WORSE = 47.0
"""Behind the baseline: a side's own word of it counts in full, another's by its grade."""


def halves(party: Speaker, weights: tuple[float, float] = (1.0, 1.0)) -> list[tuple[LeafResult, LeafResult]]:
    """Both halves scored in one pass, each beside itself scored alone."""
    one, known = leaf(VERIFIED), Known()
    (indicator,) = one.indicators
    records = tuple(replace(record, party=party, value=WORSE, by="OBS") for record in indicator.records)
    found = []
    for share, weight in zip((1.0, 0.0), weights, strict=True):
        mine = replace(indicator, records=records, weight=weight)
        half = replace(one, id=f"H{share}", share_us=share, share_mx=1 - share, half=True, indicators=(mine,))
        found.append((score_leaf(half, AT, standard(), known), score_leaf(half, AT, standard())))
    return found


@pytest.mark.parametrize("party", [Speaker.US, Speaker.MX, Speaker.OBS])
@pytest.mark.parametrize("weights", [(1.0, 1.0), (1.0, 3.0)])
def test_a_half_scored_beside_the_other_is_what_it_is_alone(party: Speaker, weights: tuple[float, float]) -> None:
    for together, alone in halves(party, weights):
        assert together == alone


@pytest.mark.parametrize(("party", "once"), [(Speaker.OBS, True), (Speaker.US, False), (Speaker.MX, False)])
def test_both_halves_share_what_no_side_of_them_said(party: Speaker, once: bool) -> None:  # noqa: FBT001 - a case
    (us, _), (mx, _) = halves(party)
    assert (us.indicators[0] is mx.indicators[0]) is once
