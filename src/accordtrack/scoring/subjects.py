"""Subjects of a contrast: a theme, a side or a commitment, with its series and base (method, section 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.vocabulary import LinkStrength, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.scoring.inputs import HiddenOwed, Inputs, Owed, ThemeInput, Withdrawn
    from accordtrack.scoring.series import MeasuredIndicator


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a commitment to an indicator that measures it, with its strength."""

    commitment: str
    indicator: str
    strength: LinkStrength
    by: str = ""
    """The side of the desk that recorded the link."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The series that a contrast compares. ``base`` is None if nothing of the subject was agreed yet.

    ``links`` counts, for each indicator, the linked commitments of the subject by strength. ``aside`` holds the
    indicators that are shown but not counted, with the reason: linked as ``context`` only, an act of the
    ``other_side``, or linked by the desk of ``one_side`` alone.
    """

    kind: str
    id: str
    base: str | None
    outputs: tuple[MeasuredIndicator, ...] = ()
    outcomes: tuple[MeasuredIndicator, ...] = ()
    guards: tuple[MeasuredIndicator, ...] = ()
    links: Mapping[str, Mapping[LinkStrength, int]] = field(default_factory=dict)
    base_id: str | None = None
    """The commitment whose agreement is the base; None for a base given by the user, and under rules 1."""
    aside: Mapping[str, str] = field(default_factory=dict)


CONTEXT, OTHER_SIDE, ONE_SIDE = "context", "other_side", "one_side"


def theme_subject(inputs: Inputs, theme: ThemeInput, base: str | None = None) -> Subject:
    """Return a theme with the series that it lists, or else those of its scored commitments and its own."""
    names = {one.commitment for one in inputs.by_theme.get(theme.code, ())}
    names |= {one.leaf.id for one in inputs.hidden_by_theme.get(theme.code, ())}
    links = link_counts(inputs, names)
    outputs, outcomes = theme.outputs, theme.outcomes
    if not outputs and not outcomes:
        indicators = {*links, *(gauge.id for gauge in inputs.gauges_of.get(theme.code, ()))}
        outputs, outcomes = _split_by_level(inputs, indicators)
    return _build_subject("theme", theme.code, base, theme_base(inputs, theme.code), inputs, (outputs, outcomes), links)


def side_subject(inputs: Inputs, side: Side, base: str | None = None) -> Subject:
    """Return a side with the series of the scored commitments that it owes. Acts of the other side do not count."""
    mine = [one for one in inputs.owed if one.side == side]
    hidden = [one for one in inputs.hidden if one.side == side]
    names = {*(one.commitment for one in mine), *(one.leaf.id for one in hidden)}
    links = link_counts(inputs, names)
    withdrawn = [one for one in inputs.withdrawn if one.side == side]
    gauges = (inputs.gauges[name] for name in links)
    theirs = {one.id: OTHER_SIDE for one in gauges if not one.is_result and one.side == side.other}
    return _build_subject(
        "side",
        str(side),
        base,
        _first_agreement((*mine, *withdrawn), hidden),
        inputs,
        _split_by_level(inputs, links),
        links,
        theirs | _uncounted_indicators(inputs, names),
    )


def commitment_subject(inputs: Inputs, name: str, agreed_on: str, base: str | None = None) -> Subject:
    """Return a commitment, scored or not, with its linked series."""
    links = link_counts(inputs, {name})
    return _build_subject(
        "commitment",
        name,
        base,
        (agreed_on, name),
        inputs,
        _split_by_level(inputs, links),
        links,
        _uncounted_indicators(inputs, {name}),
    )


def theme_base_date(inputs: Inputs, theme: str) -> str | None:
    """Return the earliest agreement date of a theme's scored commitments, or None."""
    found = theme_base(inputs, theme)
    return found[0] if found else None


def theme_base(inputs: Inputs, theme: str) -> tuple[str, str | None] | None:
    """Return the first agreement among a theme's scored commitments, withdrawn ones included: its date and id.

    A commitment that the audience may not read has no id.
    """
    withdrawn = [one for one in inputs.withdrawn if one.theme == theme]
    return _first_agreement((*inputs.by_theme.get(theme, ()), *withdrawn), inputs.hidden_by_theme.get(theme, ()))


def _first_agreement(halves: Iterable[Owed | Withdrawn], hidden: Iterable[HiddenOwed]) -> tuple[str, str | None] | None:
    named = min(((one.agreed_on, one.commitment) for one in halves), default=None)
    earliest = min((one.agreed_on for one in hidden), default=None)
    if earliest is not None and (named is None or earliest < named[0]):
        return earliest, None
    return named


def link_counts(inputs: Inputs, commitments: Iterable[str]) -> dict[str, dict[LinkStrength, int]]:
    """Return how many of these commitments are linked to each indicator, by strength."""
    found: dict[str, dict[LinkStrength, int]] = {}
    for name in sorted(set(commitments)):
        for link in inputs.links_of.get(name, ()):
            if link.indicator in inputs.gauges:
                counts = found.setdefault(link.indicator, {})
                counts[link.strength] = counts.get(link.strength, 0) + 1
    return found


def guards_of(inputs: Inputs, names: Iterable[str]) -> tuple[MeasuredIndicator, ...]:
    """Return the guards of these indicators. Guards of deaths are missing persons and displacement."""
    guards = {guard for name in names for guard in inputs.guards_of.get(name, ())}
    return tuple(inputs.gauges[name] for name in sorted(guards))


def _uncounted_indicators(inputs: Inputs, commitments: set[str]) -> dict[str, str]:
    """Return the indicators that no link of these commitments makes count, with the reason.

    Either all links are context, or one side's desk alone made the others.
    """
    links = [link for name in sorted(commitments) for link in inputs.links_of.get(name, ())]
    near = [link for link in links if link.strength is not LinkStrength.CONTEXT]
    counts = {link.indicator for link in near if link.by not in {*Side}}
    found = {link.indicator: CONTEXT for link in links}
    found.update((link.indicator, ONE_SIDE) for link in near)
    return {name: why for name, why in found.items() if name not in counts}


def _split_by_level(inputs: Inputs, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split indicators into outputs (with inputs and activities) and results, sorted by id."""
    lines = sorted(names)
    results = {name for name in lines if inputs.gauges[name].is_result}
    return tuple(name for name in lines if name not in results), tuple(name for name in lines if name in results)


def _build_subject(
    kind: str,
    name: str,
    base: str | None,
    first: tuple[str, str | None] | None,
    inputs: Inputs,
    parts: tuple[Sequence[str], Sequence[str]],
    links: Mapping[str, Mapping[LinkStrength, int]],
    aside: Mapping[str, str] | None = None,
) -> Subject:
    outputs, outcomes = ([inputs.gauges[one] for one in part if one in inputs.gauges] for part in parts)
    guards = guards_of(inputs, (*parts[0], *parts[1]))
    agreed_on, commitment = first or (None, None)
    named = None if base is not None or inputs.rules < FIRST_RULES_WITH_WAITING else commitment
    return Subject(
        kind, name, base or agreed_on, tuple(outputs), tuple(outcomes), guards, links, named, aside=aside or {}
    )
