"""What must hold of every score, whatever is recorded (method, section 4)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import flags, uncertainty
from accordtrack.scoring.ladder import Known, LeafResult, score_leaf
from accordtrack.scoring.parameters import standard
from accordtrack.scoring.rollup import Cell, geometric, geometric_parts, roll
from accordtrack.scoring.sides import sides
from accordtrack.scoring.values import Indicator, Leaf, Node, Record
from accordtrack.vocabulary import Grade, Level, Speaker
from selection import examples

if TYPE_CHECKING:
    import random

AT = TwoDates("2026-06-30", "2026-06-30")
METHOD = standard()
ENDS = ("2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")
MIRROR = {Speaker.US: Speaker.MX, Speaker.MX: Speaker.US}
MANY = examples(400)

numbers = st.one_of(st.floats(-50, 150), st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 100.0]))


@st.composite
def records(draw: st.DrawFn) -> Record:
    rejects = draw(st.booleans()) and draw(st.booleans())
    party = draw(st.sampled_from([Speaker.US, Speaker.MX, Speaker.OBS]))
    return Record(
        party,
        draw(st.sampled_from([*ENDS, "2027-01-31"])),
        draw(st.sampled_from([*ENDS, "2026-08-01"])),
        draw(st.sampled_from(list(Grade))),
        None if rejects else draw(st.one_of(st.none(), numbers)),
        rejects=rejects and party is not Speaker.OBS,
        id=draw(st.uuids().map(str)),
    )


@st.composite
def indicators(draw: st.DrawFn, place: int = 0) -> Indicator:
    return Indicator(
        f"i{place}",
        draw(st.sampled_from(list(Level))),
        draw(st.sampled_from([0.0, 100.0, 10.0, None])),
        draw(st.sampled_from([100.0, 0.0, 50.0, None])),
        "2025-01-01",
        "2027-01-01",
        tuple(draw(st.lists(records(), max_size=8))),
        weight=draw(st.sampled_from([1.0, 2.0, 0.5, 0.0, -1.0])),
        direction=draw(st.sampled_from([None, 1, -1])),
        span=draw(st.sampled_from([None, 8.0, 0.0])),
        hold=draw(st.integers(1, 4)),
    )


@st.composite
def leaves(draw: st.DrawFn, name: str = "L") -> Leaf:
    share = draw(st.sampled_from([1.0, 0.0, 0.5, 0.25]))
    count = draw(st.integers(1, 4))
    return Leaf(name, share, 1 - share, tuple(draw(indicators(place)) for place in range(count)))


def mirrored(leaf: Leaf) -> Leaf:
    return replace(
        leaf,
        share_us=leaf.share_mx,
        share_mx=leaf.share_us,
        indicators=tuple(
            replace(
                one,
                records=tuple(replace(record, party=MIRROR.get(record.party, record.party)) for record in one.records),
            )
            for one in leaf.indicators
        ),
    )


def numbers_of(result: LeafResult) -> list[float | None]:
    inside = [
        value
        for item in result.indicators
        for value in (item.raw, item.p, item.ps, item.pe, item.lo, item.hi, item.face, item.expected)
    ]
    return [result.score, result.signed, result.lo, result.hi, result.face, result.cap, result.expected, *inside]


@MANY
@given(leaves())
def test_a_score_lies_in_its_interval_and_under_its_cap(leaf: Leaf) -> None:
    result = score_leaf(leaf, AT, METHOD)
    if result.score is None:
        assert flags.NOT_ASSESSABLE in result.flags
        return
    assert result.lo is not None
    assert result.hi is not None
    assert result.cap in {10, 20, 30, 100}
    assert -1e-9 <= result.score <= result.cap + 1e-9
    assert result.lo - 1e-9 <= result.score <= result.hi + 1e-9
    assert all(value is None or math.isfinite(value) for value in numbers_of(result))
    if not result.usable_result:
        assert result.score <= 30 + 1e-9


@MANY
@given(leaves())
def test_points_sum_to_the_score_and_each_splits_exactly(leaf: Leaf) -> None:
    result = score_leaf(leaf, AT, METHOD)
    if result.score is None:
        assert result.points == ()
        return
    assert math.fsum(one.points for one in result.points) == pytest.approx(result.score, abs=1e-9)
    for one in result.points:
        if one.indicator != "floor":
            assert one.measured + one.not_held + one.not_evidenced == pytest.approx(one.points, abs=1e-9)
            assert one.not_held <= 1e-12


@MANY
@given(leaves(), st.randoms(use_true_random=False))
def test_order_and_what_comes_later_change_nothing(leaf: Leaf, chance: random.Random) -> None:
    later = Record(Speaker.OBS, "2026-09-30", "2026-10-10", Grade.VERIFIED, 99.0, id="later")
    shuffled = replace(
        leaf,
        indicators=tuple(
            replace(one, records=tuple(chance.sample([*one.records, later], len(one.records) + 1)))
            for one in leaf.indicators
        ),
    )
    assert numbers_of(score_leaf(shuffled, AT, METHOD)) == numbers_of(score_leaf(leaf, AT, METHOD))


@MANY
@given(leaves())
def test_changing_the_sides_over_changes_no_score(leaf: Leaf) -> None:
    one, other = score_leaf(leaf, AT, METHOD), score_leaf(mirrored(leaf), AT, METHOD)
    assert numbers_of(one) == numbers_of(other)
    assert (one.view_us, one.view_mx) == (other.view_mx, other.view_us)
    swap = {flags.CONTRADICTED_US: flags.CONTRADICTED_MX, flags.CONTRADICTED_MX: flags.CONTRADICTED_US}
    assert {swap.get(flag, flag) for flag in one.flags} == set(other.flags)


@MANY
@given(leaves(), st.permutations([1.0, 0.0, 0.5, 1.0]))
def test_what_was_assessed_for_who_owes_another_leaf_changes_nothing(leaf: Leaf, shares: list[float]) -> None:
    known = Known()
    for share in shares:
        one = replace(leaf, share_us=share, share_mx=1 - share)
        assert score_leaf(one, AT, METHOD, known) == score_leaf(one, AT, METHOD)


@MANY
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_first_result_never_lowers_what_outputs_alone_gave(output: float, result: float) -> None:
    def one(name: str, level: Level, value: float) -> Indicator:
        record = Record(Speaker.OBS, "2026-06-30", "2026-06-30", Grade.VERIFIED, value)
        return Indicator(name, level, 0.0, 1.0, "2025-01-01", "2027-01-01", (record,))

    alone = Leaf("L", 1, 0, (one("o", Level.OUTPUT, output),))
    both = replace(alone, indicators=(*alone.indicators, one("r", Level.OUTCOME, result)))
    before, after = score_leaf(alone, AT, METHOD).score, score_leaf(both, AT, METHOD).score
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9
    assert before <= 30 + 1e-9


scores = st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 5)), min_size=1, max_size=8)


@MANY
@given(scores)
def test_the_balanced_score_is_never_above_and_its_parts_sum_to_it(told: list[tuple[float, float]]) -> None:
    values, weights = [value for value, _w in told], [weight for _v, weight in told]
    found = geometric(values, weights)
    mean = math.fsum(v * w for v, w in told) / math.fsum(weights)
    assert found <= mean + 1e-9
    assert math.fsum(geometric_parts(values, weights)) == pytest.approx(found, abs=1e-8)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Node, dict[str, Leaf], dict[str, Cell]]:
    held, cells, groups = {}, {}, []
    for group in range(draw(st.integers(1, 3))):
        nodes = []
        for place in range(draw(st.integers(1, 3))):
            name = f"{group}{place}"
            share = draw(st.sampled_from([1.0, 0.0, 0.5]))
            held[name] = Leaf(name, share, 1 - share, ())
            value = draw(st.one_of(st.none(), st.floats(0, 100)))
            cells[name] = Cell(value, value, value, value, 0.0 if value is None else 1.0, draw(st.integers(0, 5)) > 0)
            nodes.append(Node(name, draw(st.floats(0.1, 3)), leaf=name))
        groups.append(Node(f"G{group}", draw(st.floats(0.1, 3)), tuple(nodes)))
    return Node("F", 1.0, tuple(groups)), held, cells


@MANY
@given(trees())
def test_identities_of_a_tree(told: tuple[Node, dict[str, Leaf], dict[str, Cell]]) -> None:
    tree, held, cells = told
    whole = roll(tree, cells, METHOD)
    if whole is None:
        assert not any(one.in_scope for one in cells.values())
        return
    assert math.fsum(whole.planned.values()) == pytest.approx(1)
    assert whole.low_bound - 1e-9 <= whole.high_bound
    if whole.shown is None:
        assert whole.assessed == pytest.approx(0)
        return
    parts = math.fsum(weight * (cells[name].score or 0) for name, weight in whole.weights.items())
    assert parts == pytest.approx(whole.shown, abs=1e-9)
    cards = sides(whole, held, cells, METHOD)
    total = math.fsum(card.phi * (card.assessed_score or 0) for card in (cards.us, cards.mx))
    assert total == pytest.approx(whole.shown, abs=1e-9)
    if cards.gap is not None:
        assert math.fsum(cards.parts.values()) == pytest.approx(cards.gap, abs=1e-9)
        assert cards.gap_lo is not None
        assert cards.gap_hi is not None
        assert cards.gap_lo - 1e-9 <= cards.gap <= cards.gap_hi + 1e-9


@MANY
@given(leaves())
def test_draws_at_the_standard_parameters_give_the_score(leaf: Leaf) -> None:
    result = score_leaf(leaf, AT, METHOD)
    fixed = replace(
        METHOD,
        uncertainty=replace(
            METHOD.uncertainty, weights=0, credence=0, band=(70, 70), immediate=(0.5, 0.5), floors=(-1.0,)
        ),
    )
    drawn = uncertainty.Parameters(fixed, uncertainty.Sample(1, 3))
    found = uncertainty.ladder(result, drawn)
    if result.score is None:
        assert found is None
    elif flags.DISPUTED not in result.flags:
        assert found is not None
        assert np.allclose(found, result.score, atol=1e-9)
    else:
        assert found is not None
        assert result.lo is not None
        assert result.hi is not None
        assert np.all(found >= result.lo - 1e-9)
        assert np.all(found <= result.hi + 1e-9)
