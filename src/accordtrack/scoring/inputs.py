"""Conversion of the register's facts to scoring inputs: leaves, indicators, themes and links (method, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from accordtrack.scoring import fingerprint, flags
from accordtrack.scoring.claims import half_statements
from accordtrack.scoring.indicator_inputs import measured_indicator, rows_of, scored_indicator
from accordtrack.scoring.statements import Act, HalfStatements, status_indicator
from accordtrack.scoring.subjects import Link
from accordtrack.scoring.values import Leaf, Node, gathered
from accordtrack.vocabulary import CommitmentKind, LinkStrength, Responsible, Side, TextBasis, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import Link as LinkRecord
    from accordtrack.ledger.records import ThemeRecord
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.values import Flag, Indicator
    from accordtrack.store.items import Item

SCORED_TEXTS = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS, TextBasis.OWN_TEXT})
_SIDES = words(Side)
NOT_YET_AGREED, WITHDRAWN, NOT_VERIFIABLE, ONE_SIDED_TEXT = (
    "not_yet_agreed",
    "withdrawn",
    "not_verifiable",
    "one_sided_text",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is scored: ``all_targets`` adds unilateral and working targets, ``all_texts`` adds one-sided texts."""

    all_targets: bool = False
    all_texts: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A scored commitment, or one half of it, with its groups. ``half`` is None if one side alone owes it.

    ``leaf`` holds the status indicator first, then the linked ones; ``weight`` is the commitment's weight times the
    share.
    """

    leaf: Leaf
    commitment: str
    half: Side | None
    side: Side
    theme: str
    framework: str
    body: str | None
    agreed_on: str
    weight: float
    share_agreed: bool
    said: HalfStatements
    standing: str


@dataclass(frozen=True, slots=True)
class NotScored:
    """A commitment that is listed and counted but not scored, with the reason."""

    commitment: str
    theme: str
    reason: str


@dataclass(frozen=True, slots=True)
class ThemeInput:
    """A theme with its weight, and the indicators that it lists as outputs and as outcomes."""

    code: str
    weight: float
    outputs: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Inputs:
    """Everything that scoring reads, as of two dates. The hash is computed on first use."""

    at: TwoDates
    choice: Choice
    accord: str
    facts_until: str | None
    themes: tuple[ThemeInput, ...]
    owed: tuple[Owed, ...]
    not_scored: tuple[NotScored, ...]
    gauges: Mapping[str, MeasuredIndicator]
    links: tuple[Link, ...] = ()
    """Links of all commitments, scored or not. Only direct ones are scored; the contrast reads all of them."""

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of ids and values, not of entry hashes, so that the same facts always give the same hash."""
        return fingerprint.of(self)

    @cached_property
    def by_theme(self) -> Mapping[str, Sequence[Owed]]:
        """What is owed in each theme that has anything scored, sorted by leaf."""
        return gathered(self.owed, attrgetter("theme"))

    @cached_property
    def links_of(self) -> Mapping[str, Sequence[Link]]:
        """The links of each commitment that has any."""
        return gathered(self.links, attrgetter("commitment"))

    @cached_property
    def gauges_of(self) -> Mapping[str, Sequence[MeasuredIndicator]]:
        """The indicators of each theme that has any."""
        return gathered(self.gauges.values(), attrgetter("theme"))

    @cached_property
    def guards_of(self) -> Mapping[str, frozenset[str]]:
        """The ids of the results that guard each indicator that has guards."""
        pairs = [(watched, one.id) for one in self.gauges.values() if one.is_result for watched in one.guard_of]
        grouped = gathered(pairs, itemgetter(0))
        return {watched: frozenset(guard for _watched, guard in found) for watched, found in grouped.items()}

    def leaves(self) -> dict[str, Leaf]:
        """Return every leaf by its id."""
        return {one.leaf.id: one.leaf for one in self.owed}

    def tree(self) -> Node:
        """Return the tree of accord, themes and commitments."""
        themes = []
        for theme in self.themes:
            inside = self.by_theme.get(theme.code, ())
            nodes = tuple([Node(one.leaf.id, one.weight, leaf=one.leaf.id) for one in inside])
            themes.append(Node(theme.code, theme.weight, nodes))
        return Node(self.accord, 1.0, tuple(themes))


def inputs(facts: Facts, at: TwoDates, method: Method, choice: Choice | None = None) -> Inputs:
    """Return the scoring inputs for facts as of the two dates ``at``."""
    chosen, accord = choice or Choice(), facts.accord
    answered = gathered(facts.answers, lambda answer: str(answer.answers))
    owed: list[Owed] = []
    left: list[NotScored] = []
    measured = {name: rows_of(facts.measurements.get(name, ())) for name in sorted(facts.indicators)}
    indicators = {
        name: scored_indicator(
            facts.indicators[name],
            rows,
            [answer for digest in rows for answer in answered.get(digest, ())] if answered else (),
            at,
            all_targets=chosen.all_targets,
        )
        for name, rows in measured.items()
    }
    states = sorted(facts.states.items())
    links = {name: sorted(state.links, key=_measuring) for name, state in states}
    for name, state in states:
        reason = _why_not(state, at, chosen)
        if reason is not None:
            left.append(NotScored(name, str(state.record.theme), reason))
            continue
        held = _direct(links[name], indicators)
        owed += [_owed(state, half, held, at, method) for half in state.halves if half in state.in_scope]
    return Inputs(
        at,
        chosen,
        accord.id if accord else "",
        accord.facts_until if accord else None,
        _themes(accord.themes if accord else (), owed),
        tuple(sorted(owed, key=lambda one: one.leaf.id)),
        tuple(left),
        {name: measured_indicator(facts.indicators[name], rows, at) for name, rows in measured.items()},
        tuple(
            Link(name, link.body.indicator, link.body.strength, link.seat)
            for name, held in links.items()
            for link in held
        ),
    )


def _measuring(item: Item[LinkRecord]) -> str:
    return item.body.indicator


def _why_not(state: State, at: TwoDates, choice: Choice) -> str | None:
    """Return why a commitment is not scored, or None if it is."""
    record = state.record
    if record.kind is not CommitmentKind.COMMITMENT:
        return str(record.kind)
    rules = (
        (record.agreed_on > at.as_of, NOT_YET_AGREED),
        (state.withdrawn, WITHDRAWN),
        (not record.verifiable, NOT_VERIFIABLE),
        (record.text_basis not in SCORED_TEXTS and not choice.all_texts, ONE_SIDED_TEXT),
    )
    return next((reason for holds, reason in rules if holds), None)


def _direct(links: Sequence[Item[LinkRecord]], indicators: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """Return the indicators directly linked to a commitment, with their link weights. Both halves have the same."""
    return tuple(
        _weighing(indicators[link.body.indicator], float(link.body.weight))
        for link in links
        if link.body.strength is LinkStrength.DIRECT and link.body.indicator in indicators
    )


def _owed(state: State, half: HalfState, direct: tuple[Indicator, ...], at: TwoDates, method: Method) -> Owed:
    record, side = state.record, _SIDES[half.side]
    joint = record.responsible_side is Responsible.JOINT
    name = f"{record.id}#{side}" if joint else record.id
    share_us = 0.5 if record.share_us is None else float(record.share_us)
    share = (share_us if side is Side.US else 1 - share_us) if joint else 1.0
    act = Act(name, record.level, record.agreed_on, record.due_on)
    said = half_statements(state, half, at.as_of)
    agreed = not joint or record.share_us is not None
    marks: tuple[Flag, ...] = () if agreed else (flags.SHARE_NOT_AGREED,)
    us = 1.0 if side is Side.US else 0.0
    return Owed(
        leaf=Leaf(
            name,
            us,
            1 - us,
            (status_indicator(act, said, at.as_of, method), *direct),
            act.agreed_on,
            marks=marks,
            half=joint,
        ),
        commitment=record.id,
        half=side if joint else None,
        side=side,
        theme=str(record.theme),
        framework=record.framework,
        body=record.lead.US if side is Side.US else record.lead.MX,
        agreed_on=act.agreed_on,
        weight=float(record.weight) * share,
        share_agreed=agreed,
        said=said,
        standing=str(half.standing),
    )


def _weighing(indicator: Indicator, weight: float) -> Indicator:
    return indicator if indicator.weight == weight else replace(indicator, weight=weight)


def _themes(listed: Sequence[ThemeRecord], owed: Sequence[Owed]) -> tuple[ThemeInput, ...]:
    """Return the themes of the accord, then unlisted themes that have a scored commitment, with weight 1."""
    found = [_theme(theme) for theme in listed]
    codes = {theme.code for theme in found}
    others = sorted({one.theme for one in owed} - codes)
    return (*found, *(ThemeInput(code, 1.0, (), ()) for code in others))


def _theme(told: ThemeRecord) -> ThemeInput:
    return ThemeInput(str(told.code), float(told.weight), told.outputs, told.outcomes)
