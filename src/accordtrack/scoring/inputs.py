"""Conversion of the register's facts to scoring inputs: leaves, indicators, themes and links (method, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from accordtrack.projection.fold import supporting_evidence, supporting_grades
from accordtrack.scoring import fingerprint, flags
from accordtrack.scoring.indicator_inputs import measured_indicator, rows_of, scored_indicator
from accordtrack.scoring.statements import Act, Answer, HalfStatements, Said, status_indicator
from accordtrack.scoring.subjects import Link
from accordtrack.scoring.values import Leaf, Node, group_by
from accordtrack.vocabulary import (
    Basis,
    CommitmentKind,
    Grade,
    LinkStrength,
    Responsible,
    Side,
    Speaker,
    Stance,
    TextBasis,
    members_by_value,
)

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
_SIDES = members_by_value(Side)
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
        return fingerprint.hash_inputs(self)

    @cached_property
    def by_theme(self) -> Mapping[str, Sequence[Owed]]:
        """What is owed in each theme that has anything scored, sorted by leaf."""
        return group_by(self.owed, attrgetter("theme"))

    @cached_property
    def links_of(self) -> Mapping[str, Sequence[Link]]:
        """The links of each commitment that has any."""
        return group_by(self.links, attrgetter("commitment"))

    @cached_property
    def gauges_of(self) -> Mapping[str, Sequence[MeasuredIndicator]]:
        """The indicators of each theme that has any."""
        return group_by(self.gauges.values(), attrgetter("theme"))

    @cached_property
    def guards_of(self) -> Mapping[str, frozenset[str]]:
        """The ids of the results that guard each indicator that has guards."""
        pairs = [(watched, one.id) for one in self.gauges.values() if one.is_result for watched in one.guard_of]
        grouped = group_by(pairs, itemgetter(0))
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


def build_inputs(facts: Facts, at: TwoDates, method: Method, choice: Choice | None = None) -> Inputs:
    """Return the scoring inputs for facts as of the two dates ``at``."""
    chosen, accord = choice or Choice(), facts.accord
    answered = group_by(facts.answers, lambda answer: str(answer.answers))
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
    links = {name: sorted(state.links, key=_linked_indicator) for name, state in states}
    for name, state in states:
        scored = _scored_halves(state)
        reason = _exclusion_reason(state, scored, at, chosen)
        if reason is not None:
            left.append(NotScored(name, str(state.record.theme), reason))
            continue
        direct_indicators = _direct_indicators(links[name], indicators)
        owed += [_build_owed(state, half, direct_indicators, at, method) for half in scored]
    return Inputs(
        at,
        chosen,
        accord.id if accord else "",
        accord.facts_until if accord else None,
        _theme_inputs(accord.themes if accord else (), owed),
        tuple(sorted(owed, key=lambda one: one.leaf.id)),
        tuple(left),
        {name: measured_indicator(facts.indicators[name], rows, at) for name, rows in measured.items()},
        tuple(
            Link(name, link.body.indicator, link.body.strength, link.seat)
            for name, items in links.items()
            for link in items
        ),
    )


def _linked_indicator(item: Item[LinkRecord]) -> str:
    return item.body.indicator


def _exclusion_reason(state: State, scored: Sequence[HalfState], at: TwoDates, choice: Choice) -> str | None:
    """Return why a commitment with these scored halves is not scored, or None if it is."""
    record = state.record
    if record.kind is not CommitmentKind.COMMITMENT:
        return str(record.kind)
    rules = (
        (record.agreed_on > at.as_of, NOT_YET_AGREED),
        (not scored, str(state.in_scope[0].status) if state.in_scope else WITHDRAWN),
        (not record.verifiable, NOT_VERIFIABLE),
        (record.text_basis not in SCORED_TEXTS and not choice.all_texts, ONE_SIDED_TEXT),
    )
    return next((reason for holds, reason in rules if holds), None)


def _scored_halves(state: State) -> list[HalfState]:
    """Return the halves in scope whose status has a value, or that have no status."""
    return [half for half in state.in_scope if half.status is None or half.status.definition.scored]


def _direct_indicators(links: Sequence[Item[LinkRecord]], indicators: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """Return the indicators directly linked to a commitment, with their link weights. Both halves have the same."""
    return tuple(
        _with_weight(indicators[link.body.indicator], float(link.body.weight))
        for link in links
        if link.body.strength is LinkStrength.DIRECT and link.body.indicator in indicators
    )


def _build_owed(state: State, half: HalfState, direct: tuple[Indicator, ...], at: TwoDates, method: Method) -> Owed:
    record, side = state.record, _SIDES[half.side]
    joint = record.responsible_side is Responsible.JOINT
    name = f"{record.id}#{side}" if joint else record.id
    share_us = 0.5 if record.share_us is None else float(record.share_us)
    share = (share_us if side is Side.US else 1 - share_us) if joint else 1.0
    act = Act(name, record.level, record.agreed_on, record.due_on)
    statements = half_statements(state, half, at.as_of)
    agreed = not joint or record.share_us is not None
    marks: tuple[Flag, ...] = () if agreed else (flags.SHARE_NOT_AGREED,)
    us = 1.0 if side is Side.US else 0.0
    return Owed(
        leaf=Leaf(
            name,
            us,
            1 - us,
            (status_indicator(act, statements, at.as_of, method), *direct),
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
        said=statements,
        standing=str(half.standing),
    )


def _with_weight(indicator: Indicator, weight: float) -> Indicator:
    return indicator if indicator.weight == weight else replace(indicator, weight=weight)


def _theme_inputs(listed: Sequence[ThemeRecord], owed: Sequence[Owed]) -> tuple[ThemeInput, ...]:
    """Return the themes of the accord, then unlisted themes that have a scored commitment, with weight 1."""
    theme_inputs = [_theme_input(theme) for theme in listed]
    codes = {theme.code for theme in theme_inputs}
    others = sorted({one.theme for one in owed} - codes)
    return (*theme_inputs, *(ThemeInput(code, 1.0, (), ()) for code in others))


def _theme_input(theme_record: ThemeRecord) -> ThemeInput:
    return ThemeInput(str(theme_record.code), float(theme_record.weight), theme_record.outputs, theme_record.outcomes)


if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item

    Spoken = Item[StatusReport] | Item[PositionTake]


def half_statements(state: State, half: HalfState, as_of: str) -> HalfStatements:
    """Return the claim, the answer, the other side's reading and an observer's status of one half."""
    side = _SIDES[half.side]
    claim = half.claim
    other = half.reading
    own = other is not None and other.body.speaker.side is side.other
    answers = claim is not None and other is not None and own and other.body.said_on >= claim.body.said_on
    observer = next((item for item in state.statuses if item.body.speaker is Speaker.OBS and _covers(item, side)), None)
    return HalfStatements(
        side,
        claim=_build_said(claim, half.grade or Grade.CLAIMED) if claim is not None else None,
        answer=_build_answer(state, half.answer, as_of) if half.answer is not None else None,
        other=_build_said(other, grade_of(state, other, other.body.grade, as_of))
        if other is not None and answers
        else None,
        observer=_build_said(observer, grade_of(state, observer, observer.body.grade, as_of))
        if observer is not None
        else None,
        recorded_by=_recorded_by(state, (claim, half.answer, other if answers else None, observer), as_of),
        other_unclaimed=claim is None and own,
    )


def _recorded_by(state: State, statements: Iterable[Spoken | None], as_of: str) -> frozenset[str]:
    """Return the sides whose desk recorded one of these statements, or evidence for it, for another speaker."""
    known_statements = [item for item in statements if item is not None]
    items: list[Spoken | Item[EvidenceAdd]] = [*known_statements]
    if state.evidence:
        items += [one for item in known_statements for one in supporting_evidence(item, state.evidence, as_of)]
    return frozenset(item.seat for item in items if item.seat in _SIDES and item.seat != item.body.speaker)


def grade_of(state: State, item: Spoken, own: Grade, as_of: str) -> Grade:
    """Return the ``own`` grade of a statement or answer, raised by its evidence that has not expired."""
    return max((own, *supporting_grades(item, state.evidence, as_of)), key=attrgetter("rank"))


def _covers(item: Item[StatusReport], side: Side) -> bool:
    return item.body.half in {None, side}


def _build_said(item: Item[StatusReport], grade: Grade) -> Said:
    body = item.body
    return Said(
        body.status,
        grade,
        body.effective_on,
        body.said_on,
        reading=body.basis is Basis.READING,
        official=item.official,
        id=item.id,
        by=item.seat,
    )


def _build_answer(state: State, item: Item[PositionTake], as_of: str) -> Answer:
    proposed = item.body.proposed_status
    return Answer(
        concurs=item.body.stance is Stance.CONCUR,
        grade=grade_of(state, item, Grade.CLAIMED, as_of),
        effective_on=item.body.effective_on,
        said_on=item.body.said_on,
        proposes=proposed if proposed is not None and proposed.definition.scored else None,
        id=item.id,
    )
