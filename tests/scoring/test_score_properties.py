"""What must hold of every score, whatever is recorded (method, section 4)."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import flags, uncertainty
from accordtrack.scoring.ladder import Known, LeafResult, score_leaf
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import Cell, geometric_mean, geometric_parts, roll_up
from accordtrack.scoring.sides import compare_sides
from accordtrack.scoring.values import Indicator, Leaf, Node, Record
from accordtrack.vocabulary import Grade, Level, Speaker
from selection import examples

AT = TwoDates("2026-06-30", "2026-06-30")
METHOD = standard_method()
ENDS = ("2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")
MIRROR = {Speaker.US: Speaker.MX, Speaker.MX: Speaker.US}
many_examples = examples(400)

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


def mirror_leaf(leaf: Leaf) -> Leaf:
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


@many_examples
@given(leaves())
def test_score_is_within_its_interval_and_cap(leaf: Leaf) -> None:
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
    if not result.has_usable_result:
        assert result.score <= 30 + 1e-9


@many_examples
@given(leaves())
def test_points_add_up_to_the_score_and_their_parts_to_the_points(leaf: Leaf) -> None:
    result = score_leaf(leaf, AT, METHOD)
    if result.score is None:
        assert result.points == ()
        return
    assert math.fsum(one.points for one in result.points) == pytest.approx(result.score, abs=1e-9)
    for one in result.points:
        if one.indicator != "floor":
            assert one.measured + one.not_held + one.not_evidenced == pytest.approx(one.points, abs=1e-9)
            assert one.not_held <= 1e-12


@many_examples
@given(leaves(), st.randoms(use_true_random=False))
def test_record_order_and_later_records_do_not_change_the_score(leaf: Leaf, chance: random.Random) -> None:
    later = Record(Speaker.OBS, "2026-09-30", "2026-10-10", Grade.VERIFIED, 99.0, id="later")
    shuffled = replace(
        leaf,
        indicators=tuple(
            replace(one, records=tuple(chance.sample([*one.records, later], len(one.records) + 1)))
            for one in leaf.indicators
        ),
    )
    assert numbers_of(score_leaf(shuffled, AT, METHOD)) == numbers_of(score_leaf(leaf, AT, METHOD))


@many_examples
@given(leaves())
def test_exchanging_the_sides_does_not_change_the_score(leaf: Leaf) -> None:
    one, other = score_leaf(leaf, AT, METHOD), score_leaf(mirror_leaf(leaf), AT, METHOD)
    assert numbers_of(one) == numbers_of(other)
    assert (one.view_us, one.view_mx) == (other.view_mx, other.view_us)
    swap = {flags.CONTRADICTED_US: flags.CONTRADICTED_MX, flags.CONTRADICTED_MX: flags.CONTRADICTED_US}
    assert {swap.get(flag, flag) for flag in one.flags} == set(other.flags)


@many_examples
@given(leaves(), st.permutations([1.0, 0.0, 0.5, 1.0]))
def test_cached_assessments_of_other_shares_do_not_change_the_score(leaf: Leaf, shares: list[float]) -> None:
    known = Known()
    for share in shares:
        one = replace(leaf, share_us=share, share_mx=1 - share)
        assert score_leaf(one, AT, METHOD, known) == score_leaf(one, AT, METHOD)


@many_examples
@given(st.floats(0, 1), st.floats(0, 1))
def test_first_result_never_lowers_the_score_of_outputs_alone(output: float, result: float) -> None:
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


@many_examples
@given(scores)
def test_balanced_score_is_at_most_the_mean_and_its_parts_add_up(told: list[tuple[float, float]]) -> None:
    values, weights = [value for value, _w in told], [weight for _v, weight in told]
    found = geometric_mean(values, weights)
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


@many_examples
@given(trees())
def test_tree_weights_parts_and_cards_add_up(told: tuple[Node, dict[str, Leaf], dict[str, Cell]]) -> None:
    tree, held, cells = told
    whole = roll_up(tree, cells, METHOD)
    if whole is None:
        assert not any(one.in_scope for one in cells.values())
        return
    assert math.fsum(whole.planned.values()) == pytest.approx(1)
    assert whole.low_bound - 1e-9 <= whole.high_bound
    if whole.displayed_score is None:
        assert whole.assessed == pytest.approx(0)
        return
    parts = math.fsum(weight * (cells[name].score or 0) for name, weight in whole.weights.items())
    assert parts == pytest.approx(whole.displayed_score, abs=1e-9)
    cards = compare_sides(whole, held, cells, METHOD)
    total = math.fsum(card.phi * (card.assessed_score or 0) for card in (cards.us, cards.mx))
    assert total == pytest.approx(whole.displayed_score, abs=1e-9)
    if cards.gap is not None:
        assert math.fsum(cards.parts.values()) == pytest.approx(cards.gap, abs=1e-9)
        assert cards.gap_lo is not None
        assert cards.gap_hi is not None
        assert cards.gap_lo - 1e-9 <= cards.gap <= cards.gap_hi + 1e-9


@many_examples
@given(leaves())
def test_draws_with_fixed_parameters_equal_the_score(leaf: Leaf) -> None:
    result = score_leaf(leaf, AT, METHOD)
    fixed = replace(
        METHOD,
        uncertainty=replace(
            METHOD.uncertainty, weights=0, credence=0, band=(70, 70), immediate=(0.5, 0.5), floors=(-1.0,)
        ),
    )
    drawn = uncertainty.Parameters(fixed, uncertainty.Sample(1, 3))
    found = uncertainty.attainment(result, drawn)
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
