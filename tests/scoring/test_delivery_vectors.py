"""Halves and delivery: every vector through the real fold, and its mirror with the two sides changed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.projection.facts import Facts
from accordtrack.scoring import flags
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.results import Score
from accordtrack.scoring.score import score
from items import REF, Told
from statement_scores import ACCORD

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("trend.json").read_text(encoding="utf-8"))
AT = TwoDates(VECTORS["as_of"], VECTORS["as_of"])
METHOD = standard_method()
UNDER_FIRST_RULES = {"H6 an answer to an earlier claim is stale"}
"""Vectors that hold under rules 1 alone: since then a dispute stands against a claim that is only restated."""
MIRROR = {"US": "MX", "MX": "US"}


def scored(told: dict[str, Any], *, mirrored: bool = False) -> Score:
    def side(name: str) -> str:
        return MIRROR.get(name, name) if mirrored else name

    commitment = told["commitment"]
    share = commitment.get("share_us")
    if share is not None:
        share = str(1 - share if mirrored else share)
    one = Told(side(commitment["responsible_side"]), level="output", share_us=share, agreed_on="2021-10-08")
    claims = {}
    for place, said in enumerate(told["statements"]):
        half = said.get("half")
        item = one.status(
            side(said["speaker"]),
            said["status"],
            said.get("effective_on", "2026-01-01"),
            grade=said["grade"],
            half=side(half) if half else None,
            official=False,
        )
        claims[said.get("id", str(place))] = item
    for answer in told.get("positions", ()):
        target = claims[answer["answers"]] if "answers" in answer else list(claims.values())[-1]
        one.position(
            side(answer["speaker"]),
            target,
            answer["stance"],
            answer["on"],
            proposes=answer.get("proposed_status"),
        )
    rules = FIRST_RULES if told["id"] in UNDER_FIRST_RULES else RULES
    facts = Facts(ACCORD, {REF: one.state(AT.as_of, rules=rules)}, {}, {}, (), {}, {}, {}, {}, {}, rules=rules)
    return score(build_inputs(facts, AT, METHOD), METHOD)


def is_close(found: object, expected: object) -> bool:
    return found == pytest.approx(expected, abs=1e-9) if expected is not None else found is None


@pytest.mark.parametrize("mirrored", [False, True], ids=["as told", "mirrored"])
@pytest.mark.parametrize("told", VECTORS["delivery"], ids=lambda told: told["id"])
def test_delivery_vectors_give_the_expected_scores(told: dict[str, Any], mirrored: bool) -> None:  # noqa: FBT001
    expected = told["expected"]
    result = scored(told, mirrored=mirrored)
    node = result.overall.delivery
    assert node is not None
    by_side = {str(one.owed.side): one.delivery.score for one in result.commitments}
    for name in ("US", "MX"):
        if name in expected:
            assert is_close(by_side.get(MIRROR[name] if mirrored else name), expected[name]), name
    assert is_close(node.score, expected["delivery"])
    for field in ("face", "lo", "hi", "assessed"):
        if field in expected:
            assert is_close(getattr(node, field), expected[field]), field
    if "bounds" in expected:
        assert is_close([node.low_bound, node.high_bound], expected["bounds"])
    shares = [end.score if end else None for end in result.overall.delivery_ends or (None, None)]
    for name, place in (("for_share_0", 0), ("for_share_1", 1)):
        if name in expected:
            assert is_close(shares[1 - place if mirrored else place], expected[name]), name
    marks = {flags.without_count(flag) for one in result.commitments for flag in one.delivery_flags}
    assert sorted(marks) == expected["flags"]
