"""Contrasts of a theme, a side and a commitment: which series, from when, and which are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.core.problems import Refused
from accordtrack.scoring import subjects
from accordtrack.scoring.contrast import compute_contrast
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.scoring.subjects import Subject
from accordtrack.vocabulary import Direction, Level, LinkStrength, Side
from series_factory import AT, gauge, yearly
from shipped_scores import shipped_desk

BASE = "2021-10-08"
UP, DOWN = {2020: 100, 2024: 150}, {2020: 100, 2024: 60}


@pytest.fixture(scope="module")
def held() -> ScoreAccess:
    return shipped_desk().scores()


def test_side_contrast_uses_indicators_linked_to_its_scored_commitments(held: ScoreAccess) -> None:
    for side in Side:
        mine = {one.commitment for one in held.inputs.owed if one.side == side}
        linked = {link.indicator for link in held.inputs.links if link.commitment in mine}
        found = held.contrast(side)
        assert {line.gauge.id for line in (*found.outputs, *found.outcomes)} == linked
        assert found.base == min(one.agreed_on for one in held.inputs.owed if one.side == side)
        assert all(not line.gauge.is_result for line in found.outputs)
        assert all(line.gauge.is_result for line in found.outcomes)


def test_links_are_counted_by_their_strength(held: ScoreAccess) -> None:
    found = held.contrast("firearms")
    inside = {one.commitment for one in held.inputs.owed if one.theme == "firearms"}
    for line in (*found.outputs, *found.outcomes):
        told = [
            link.strength for link in held.inputs.links if link.indicator == line.gauge.id if link.commitment in inside
        ]
        assert line.links == {strength: told.count(strength) for strength in LinkStrength if strength in told}
    assert any(line.links for line in found.outputs)


def test_context_only_indicators_are_shown_and_not_counted(held: ScoreAccess) -> None:
    lines = [line for side in Side for line in (*held.contrast(side).outputs, *held.contrast(side).outcomes)]
    setting = [line for line in lines if set(line.links) == {LinkStrength.CONTEXT}]
    assert any(line.pair is not None for line in setting)
    assert not any(line.is_counted for line in setting)
    assert all((line.aside == "context") == (set(line.links) == {LinkStrength.CONTEXT}) for line in lines)


def test_outputs_of_the_other_side_are_not_counted(held: ScoreAccess) -> None:
    for side in Side:
        found = held.contrast(side)
        theirs = [line for line in found.outputs if line.gauge.side == side.other]
        assert theirs
        assert not any(line.is_counted for line in theirs)
        assert all(line.aside for line in theirs)
        assert all(line.aside != "other_side" for line in found.outcomes)


def test_context_indicators_do_not_affect_unmeasured_counts_or_the_window() -> None:
    acts = [gauge(f"o{n}", yearly(f"o{n}", UP), Level.OUTPUT, Direction.NONE) for n in range(2)]
    early = gauge("o-early", yearly("o-early", {2019: 1, 2024: 2}), Level.OUTPUT, Direction.NONE)
    results = [gauge(f"r{n}", yearly(f"r{n}", DOWN)) for n in range(3)]
    silent = gauge("r-silent", ())
    subject = Subject(
        "side", "US", BASE, (*acts, early), (*results, silent), aside={"o-early": "context", "r-silent": "context"}
    )
    found = compute_contrast(subject, AT, standard_method())
    assert (found.verdict, found.unmeasured, len(found.outputs_with_word("rose"))) == ("confirmed", (), 2)
    counted = compute_contrast(replace(subject, aside={}), AT, standard_method())
    assert (len(counted.unmeasured), len(counted.outputs_with_word("rose"))) == (1, 3)


def test_unscored_commitment_has_a_contrast_from_its_agreement_date(held: ScoreAccess) -> None:
    left = next(
        one.commitment for one in held.inputs.not_scored if one.commitment in {x.commitment for x in held.inputs.links}
    )
    found = held.contrast(left)
    assert (found.kind, found.base) == ("commitment", held.facts.states[left].record.agreed_on)
    assert {line.gauge.id for line in (*found.outputs, *found.outcomes)} == {
        link.indicator for link in held.inputs.links if link.commitment == left
    }


def test_theme_without_lists_uses_linked_and_own_indicators(held: ScoreAccess) -> None:
    theme = next(one for one in held.inputs.themes if one.code == "firearms")
    found = subjects.theme_subject(held.inputs, replace(theme, outputs=(), outcomes=()))
    inside = {one.commitment for one in held.inputs.owed if one.theme == "firearms"}
    linked = {link.indicator for link in held.inputs.links if link.commitment in inside}
    own = {name for name, one in held.inputs.gauges.items() if one.theme == "firearms"}
    assert {one.id for one in (*found.outputs, *found.outcomes)} == linked | own


def test_unknown_subject_error_suggests_the_closest_name(held: ScoreAccess) -> None:
    with pytest.raises(Refused, match="did you mean firearms"):
        held.contrast("firearm")
    with pytest.raises(Refused, match=r"did you mean ASK-MX-0[0-9]"):
        held.contrast("ASK-MX-0x")


def test_worsened_guard_indicator_flags_its_theme(held: ScoreAccess) -> None:
    flagged = {node.id for node in held.by_theme.groups if "GUARD_REGRESSED" in node.flags}
    assert flagged == {theme.code for theme in held.inputs.themes if held.contrast(theme.code).guard_regressed}
    assert flagged
