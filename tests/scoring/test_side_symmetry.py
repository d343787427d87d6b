"""Neither side is favoured: with the sides exchanged in every fact, every number stands, with the sides exchanged."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest

from accordtrack.ledger.fields import Record
from accordtrack.ledger.indicators import Measurement
from accordtrack.scoring import score_json
from accordtrack.scoring.results import BY
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.store.items import Item
from accordtrack.vocabulary import Speaker
from mirrored_facts import OTHER, Turned, mirrored, richer, rival, scores, turned


def add_tied_values(items: list[Item[Record]]) -> list[Item[Record]]:
    """A value of each side in one slot, of one grade and one release, twice as large from the other one."""
    found = list(items)
    for item in items:
        body = item.body
        if isinstance(body, Measurement) and body.party.side is not None and body.value is not None:
            found.append(rival(item, body, Speaker(OTHER[body.party]), body.grade))
    return found


def exchange_sides(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [exchange_sides(item) for item in value]
    if isinstance(value, str):
        for one, two in (("#US", "#MX"), ("CONTRADICTED_US", "CONTRADICTED_MX")):
            if one in value or two in value:
                return value.replace(one, "\0").replace(two, one).replace("\0", two)
        return OTHER.get(value, value) if value in {"US", "MX"} else value
    if not isinstance(value, dict):
        return value
    names = {
        "view_US": "view_MX",
        "view_MX": "view_US",
        "for_share_0": "for_share_1",
        "for_share_1": "for_share_0",
        "gap_lo": "gap_hi",
        "gap_hi": "gap_lo",
        **OTHER,
    }
    made = {names.get(key, key): exchange_sides(item) for key, item in value.items()}
    for name in ("gap", "gap_lo", "gap_hi", "index", "shared_gap"):
        if made.get(name) is not None:
            made[name] = -made[name]
    return made


def differences(one: Any, two: Any, place: str = "") -> list[str]:  # noqa: ANN401
    """Where two results differ; lists whose order says nothing are compared in one order."""
    if isinstance(one, dict) and isinstance(two, dict):
        if set(one) != set(two):
            return [f"{place}: {set(one) ^ set(two)}"]
        return [found for key in one for found in differences(one[key], two[key], f"{place}.{key}")]
    if isinstance(one, list) and isinstance(two, list):
        if len(one) != len(two):
            return [f"{place}: {len(one)} and {len(two)}"]
        pairs = zip(_in_order(one), _in_order(two), strict=True)
        return [found for n, (a, b) in enumerate(pairs) for found in differences(a, b, f"{place}[{n}]")]
    if isinstance(one, float) and isinstance(two, float):
        return [] if math.isclose(one, two, rel_tol=1e-12, abs_tol=1e-12) else [f"{place}: {one} and {two}"]
    return [] if one == two else [f"{place}: {one!r} and {two!r}"]


def _in_order(items: list[Any]) -> list[Any]:
    def key(item: Any) -> str:  # noqa: ANN401
        names = ("id", "half", "indicator", "floor")
        return str([item.get(name) for name in names]) if isinstance(item, dict) else str(item)

    return sorted(items, key=key)


def whole(held: ScoreAccess, by: str) -> dict[str, Any]:
    told = score_json.as_json(held.by_group(by))
    del told["inputs_sha256"]
    return told


def contrasts(held: ScoreAccess, codes: tuple[str, ...] = ()) -> list[Any]:
    """Verdict and lines of these sides or commitments, or of every theme; the country that a line is about apart."""
    return [
        [
            (found.verdict, found.base, found.guard_regressed),
            [
                (one.gauge.id, one.series, one.word, one.latest_word, one.is_counted, one.older, one.reason, one.links)
                for part in (found.outputs, found.outcomes, found.guards)
                for one in part
            ],
            sorted((one.gauge.id, one.row.end, one.row.series, one.reason) for one in found.not_compared),
        ]
        for found in (held.contrast(code) for code in codes or [theme.code for theme in held.inputs.themes])
    ]


@pytest.mark.sweep
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("made", [(), (richer,)], ids=["shipped", "richer"])
def test_exchanging_the_sides_exchanges_the_numbers(made: tuple[Turned, ...], *, every: bool) -> None:
    ours, theirs = scores(turned(*made), every=every), scores(turned(*made, mirrored), every=every)
    assert ours.inputs.owed
    assert any(str(one.side) == "US" for one in ours.inputs.owed)
    for by in BY:
        assert differences(exchange_sides(whole(ours, by)), whole(theirs, by)) == []
    assert contrasts(ours) == contrasts(theirs)
    assert contrasts(ours, ("US", "MX")) == contrasts(theirs, ("MX", "US"))
    assert contrasts(ours, tuple(ours.facts.states)) == contrasts(theirs, tuple(ours.facts.states))


def test_tied_values_favor_neither_side() -> None:
    ours, theirs = scores(turned(add_tied_values), every=True), scores(turned(add_tied_values, mirrored), every=True)
    assert differences(exchange_sides(whole(ours, "theme")), whole(theirs, "theme")) == []
    assert contrasts(ours) == contrasts(theirs)


def test_compared_scores_cover_disputes_shares_and_a_gap() -> None:
    """What is compared above has attainment, disputes, agreed shares and a gap."""
    told = whole(scores(turned(richer), every=True), "theme")
    assert any(one["attainment"]["printable"] for one in told["groups"])
    assert any("DISPUTED" in str(one["flags"]) for one in told["commitments"])
    gap = scores(turned(richer), every=True).by_theme.attainment_sides
    assert gap is not None
    assert gap.gap
    assert {one["weight"] for one in told["commitments"]} > {0.25, 0.75}
    mirrored_once = whole(scores(turned(richer, mirrored), every=True), "theme")
    assert differences(told, mirrored_once)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_do_not_depend_on_entry_order(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311

    def shuffled(items: list[Item[Record]]) -> list[Item[Record]]:
        return chance.sample(items, len(items))

    for made in ((), (richer,)):
        ours, theirs = scores(turned(*made), every=True), scores(turned(*made, shuffled), every=True)
        assert ours.inputs.sha256 == theirs.inputs.sha256
        assert score_json.as_json(ours.by_theme) == score_json.as_json(theirs.by_theme)
        assert contrasts(ours) == contrasts(theirs)


def test_scores_do_not_depend_on_the_order_of_facts() -> None:
    """Measurements and answers in any order give one result, also when nothing sorted them before."""
    found = turned(richer)
    rows = {name: list(reversed(list(held))) for name, held in found.measurements.items()}
    back = replace(found, measurements=rows, answers=list(reversed(list(found.answers))))
    ours, theirs = scores(found, every=True), scores(back, every=True)
    assert ours.inputs.sha256 == theirs.inputs.sha256
    assert score_json.as_json(ours.by_theme) == score_json.as_json(theirs.by_theme)


def test_json_has_a_gap_only_when_the_sides_are_comparable() -> None:
    """A number in a file is read as one in a text is; what the words withhold the file does too."""
    score = scores(turned(richer), every=True).by_theme
    gap = score.attainment_sides
    assert gap is not None
    assert (score.is_comparable, score_json.as_json(score)["sides"]["gap"]) == (False, None)
    printable = {side: replace(node, printable=True) for side, node in score.sides.items()}
    open_ = replace(score, sides=printable, attainment_sides=replace(gap, why_not=()))
    told = score_json.as_json(open_)["sides"]
    assert (told["comparable"], told["gap"], told["gap_lo"]) == (True, gap.gap, gap.gap_lo)
