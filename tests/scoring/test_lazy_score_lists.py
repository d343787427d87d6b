"""What a score lists beside its numbers is made when it is asked for, and adds up to what is shown."""

from __future__ import annotations

import math

import pytest

from accordtrack.scoring import cards, ladder, results
from method_example import scored as example
from statement_scores import accord, scored, told


def test_score_lists_are_computed_only_on_access(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither points of a leaf, nor what makes up a node, nor the node with other shares."""

    def never(*_arguments: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(ladder, "_points", never)
        patch.setattr(results, "compute_mix", never)
        patch.setattr(cards, "reweight_tree", never)
        found = example()
    assert found.overall.mix is not None
    assert found.overall.delivery_ends is not None
    assert any(one.result.points for one in found.commitments)


def test_side_left_out_of_the_whole_contributes_no_points() -> None:
    """Mexico owes three acts of one theme and has reported one: the theme is under the least share, so nothing is shown."""
    ours, theirs = told("US", "EX-1", theme="firearms"), [told("MX", f"EX-{n}", theme="violence") for n in (2, 3, 4)]
    ours.status("US", "completed", "2026-01-01")
    theirs[0].status("MX", "completed", "2026-01-01")
    found = scored(ours, *theirs, accord=accord("firearms", "violence"))
    for card in (found["overall"], found["sides"]["US"], found["sides"]["MX"]):
        shown = card["attainment"]["assessed_score"]
        points = [one["points"] for one in card["attainment"]["contributions"]]
        assert math.fsum(points) == pytest.approx(shown) if shown is not None else points == []
    assert found["sides"]["MX"]["attainment"]["assessed_score"] is None
