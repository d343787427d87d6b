"""Conversion of the register's facts to scoring inputs: leaves, indicators, themes and links (method, section 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeGuard

from accordtrack.ledger.kinds import STATUS_REPORT
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.projection.fold import grade_in_force, is_about_claim
from accordtrack.projection.grades import is_older, lacks_evidence, supporting_evidence
from accordtrack.projection.late_entries import count_late_entries
from accordtrack.scoring import fingerprint, flags
from accordtrack.scoring.indicator_inputs import measured_indicator, rows_of, scored_indicator
from accordtrack.scoring.statements import Act, Answer, HalfStatements, Said, status_indicator
from accordtrack.scoring.subjects import Link
from accordtrack.scoring.values import Leaf, Node, group_by
from accordtrack.store.items import is_kind
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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import Link as LinkRecord
    from accordtrack.ledger.records import ThemeRecord
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.projection.withheld_facts import HiddenCommitment
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
class HiddenOwed:
    """Everything that one side owes in one theme and that is hidden from an audience, as one leaf. It earns nothing.

    ``members`` numbers its commitments, so that one that both sides owe counts once.
    """

    leaf: Leaf
    side: Side
    theme: str
    agreed_on: str
    weight: float
    share_agreed: bool
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class NotScored:
    """A commitment that is listed and counted but not scored, with the reason."""

    commitment: str
    theme: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A half that would be scored if it had not been withdrawn. It still counts for the base date of a trend."""

    commitment: str
    side: Side
    theme: str
    agreed_on: str


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
    """Links of all commitments, scored or not. Only direct ones are scored; the contrast reads all of them.

    A link of a hidden commitment has the id of its leaf in ``hidden``, so that no trend loses a series by hiding.
    """
    hidden: tuple[HiddenOwed, ...] = ()
    """What an audience may not read, if it would be scored."""
    withdrawn: tuple[Withdrawn, ...] = ()
    rules: int = RULES
    """The rules of effect of the facts."""
    late: Mapping[str, int] | None = None
    """The number of late entries about each commitment that has any; None where they are not counted."""

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
        return {one.leaf.id: one.leaf for one in self.counted}

    @cached_property
    def counted(self) -> tuple[Owed | HiddenOwed, ...]:
        """All leaves in the denominators: scored and hidden ones."""
        return (*self.owed, *self.hidden)

    @cached_property
    def counted_by_theme(self) -> Mapping[str, Sequence[Owed | HiddenOwed]]:
        """The leaves in the denominators of each theme."""
        return group_by(self.counted, attrgetter("theme"))

    @cached_property
    def hidden_by_theme(self) -> Mapping[str, Sequence[HiddenOwed]]:
        """The hidden leaves of each theme."""
        return group_by(self.hidden, attrgetter("theme"))

    def tree(self) -> Node:
        """Return the tree of accord, themes and commitments."""
        themes = []
        for theme in self.themes:
            inside = self.counted_by_theme.get(theme.code, ())
            nodes = tuple([Node(one.leaf.id, one.weight, leaf=one.leaf.id) for one in inside])
            themes.append(Node(theme.code, theme.weight, nodes))
        return Node(self.accord, 1.0, tuple(themes))


def build_inputs(
    facts: Facts,
    at: TwoDates,
    method: Method,
    choice: Choice | None = None,
    targets: Callable[[str, Indicator], Indicator] = lambda _name, indicator: indicator,
) -> Inputs:
    """Return the scoring inputs for facts as of two dates. ``targets`` may replace the target of an indicator."""
    chosen, accord = choice or Choice(), facts.accord
    answered = group_by(facts.answers, lambda answer: str(answer.answers))
    owed: list[Owed] = []
    left: list[NotScored] = []
    withdrawn: list[Withdrawn] = []
    measured = {name: rows_of(facts.measurements.get(name, ())) for name in sorted(facts.indicators)}
    indicators = {
        name: {
            side: targets(name, indicator)
            for side, indicator in scored_indicator(
                facts.indicators[name],
                rows,
                [answer for digest in rows for answer in answered.get(digest, ())] if answered else (),
                at,
                all_targets=chosen.all_targets,
            ).items()
        }
        for name, rows in measured.items()
    }
    states = sorted(facts.states.items())
    links = {name: sorted_links(state) for name, state in states}
    for name, state in states:
        withdrawn += withdrawn_in(state, at, chosen)
        found = owed_in(state, links[name], indicators, at, method, chosen)
        if isinstance(found, NotScored):
            left.append(found)
        else:
            owed += found
    hidden, hidden_links = _hidden_owed(facts.hidden, at, chosen)
    return Inputs(
        at,
        chosen,
        accord.id if accord else "",
        accord.facts_until if accord else None,
        theme_inputs(accord.themes if accord else (), (*owed, *hidden)),
        tuple(sorted(owed, key=lambda one: one.leaf.id)),
        tuple(left),
        {name: measured_indicator(facts.indicators[name], rows, at) for name, rows in measured.items()},
        tuple(link for name, items in links.items() for link in as_links(name, items)) + hidden_links,
        hidden,
        withdrawn=tuple(withdrawn),
        rules=facts.rules,
        late=_late_entries(facts) if facts.rules >= FIRST_RULES_WITH_WAITING else None,
    )


def _hidden_owed(
    hidden: Sequence[HiddenCommitment], at: TwoDates, choice: Choice
) -> tuple[tuple[HiddenOwed, ...], tuple[Link, ...]]:
    """Return one leaf for what each side owes in each theme, and the links; a leaf names no commitment.

    A commitment counts under the conditions of ``_exclusion_reason``.
    """
    members: dict[tuple[str, Side, bool], list[tuple[int, HiddenCommitment, float]]] = {}
    for number, one in enumerate(hidden):
        scored_text = one.text_basis in SCORED_TEXTS or choice.all_texts
        if one.kind is CommitmentKind.COMMITMENT and one.agreed_on <= at.as_of and one.verifiable and scored_text:
            for half in one.halves:
                key = (str(one.theme), half.side, half.share_agreed)
                members.setdefault(key, []).append((number, one, one.weight * half.share))
    owed, links = [], set[Link]()
    for (theme, side, agreed), found in sorted(members.items()):
        name = f"not-public:{theme}:{side}{'' if agreed else ':open'}"
        us = 1.0 if side is Side.US else 0.0
        owed.append(
            HiddenOwed(
                Leaf(name, us, 1 - us, (), marks=(flags.NOT_PUBLIC,), half=True),
                side,
                theme,
                min(one.agreed_on for _number, one, _weight in found),
                math.fsum([weight for _number, _one, weight in found]),
                agreed,
                frozenset(number for number, _one, _weight in found),
            )
        )
        links |= {Link(name, *link) for _number, one, _weight in found for link in one.links}
    return tuple(owed), tuple(sorted(links, key=attrgetter("commitment", "indicator", "strength", "by")))


def _late_entries(facts: Facts) -> dict[str, int]:
    """Return the number of late entries about each commitment that has any."""
    counts = {name: count_late_entries(state.items, facts.began_on) for name, state in facts.states.items()}
    return {name: count for name, count in counts.items() if count}


def owed_in(
    state: State,
    links: Sequence[Item[LinkRecord]],
    indicators: Mapping[str, Mapping[Side, Indicator]],
    at: TwoDates,
    method: Method,
    choice: Choice,
) -> list[Owed] | NotScored:
    """Return the scored parts of a commitment: itself or its halves.

    ``links`` are its links, sorted by indicator. ``indicators`` are by id and by the side whose half it is.
    """
    scored = _scored_halves(state)
    reason = _exclusion_reason(state, scored, at, choice)
    if reason is not None:
        return NotScored(state.record.id, str(state.record.theme), reason)
    direct = {side: _direct_indicators(links, indicators, side) for side in Side}
    return [_build_owed(state, half, direct[_SIDES[half.side]], at, method) for half in scored]


def sorted_links(state: State) -> list[Item[LinkRecord]]:
    """Return the links of a commitment, sorted by indicator."""
    return sorted(state.links, key=_linked_indicator)


def as_links(commitment: str, items: Sequence[Item[LinkRecord]]) -> tuple[Link, ...]:
    """Return links as scoring reads them."""
    return tuple(Link(commitment, item.body.indicator, item.body.strength, item.seat) for item in items)


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
    """Return the halves in scope whose status has a value, that have no status, or whose withdrawal waits."""
    return [
        half for half in state.in_scope if half.status is None or half.status.definition.scored or half.withdrawal_waits
    ]


def withdrawn_in(state: State, at: TwoDates, choice: Choice) -> Iterator[Withdrawn]:
    """Yield the halves of a commitment that would be scored if they had not been withdrawn. Rules 1 ignore them."""
    scored = _scored_halves(state)
    if state.rules < FIRST_RULES_WITH_WAITING or len(scored) == len(state.halves):
        return
    if _exclusion_reason(state, state.halves, at, choice) is None:
        record = state.record
        for half in state.halves:
            if half not in scored:
                yield Withdrawn(record.id, _SIDES[half.side], str(record.theme), record.agreed_on)


def _direct_indicators(
    links: Sequence[Item[LinkRecord]], indicators: Mapping[str, Mapping[Side, Indicator]], side: Side
) -> tuple[Indicator, ...]:
    """Return the indicators directly linked to a commitment, with their link weights, as they count in a half."""
    return tuple(
        _with_weight(indicators[link.body.indicator][side], float(link.body.weight))
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
            (status_indicator(act, statements, at.as_of, method), *(() if half.withdrawal_waits else direct)),
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


def theme_inputs(listed: Sequence[ThemeRecord], owed: Sequence[Owed | HiddenOwed]) -> tuple[ThemeInput, ...]:
    """Return the themes of the accord, then unlisted themes that have a scored commitment, with weight 1."""
    found = [_theme_input(theme) for theme in listed]
    codes = {theme.code for theme in found}
    others = sorted({one.theme for one in owed} - codes)
    return (*found, *(ThemeInput(code, 1.0, (), ()) for code in others))


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
    standing_reading = half.stands_from if half.answer is None else None
    other = standing_reading if is_status_report(standing_reading) else half.reading
    own = other is not None and other.body.speaker.side is side.other
    answers = (
        claim is not None
        and other is not None
        and own
        and (is_about_claim(other, claim, dual_control=state.dual_control) or other is standing_reading)
    )
    observer = next((item for item in state.statuses if item.body.speaker is Speaker.OBS and _covers(item, side)), None)
    return HalfStatements(
        side,
        claim=_build_said(claim, half.grade or Grade.CLAIMED) if claim is not None else None,
        answer=_build_answer(state, half.answer, as_of, side) if half.answer is not None else None,
        other=_build_said(other, grade_of(state, other, as_of, side)) if other is not None and answers else None,
        observer=_build_said(observer, grade_of(state, observer, as_of, side)) if observer is not None else None,
        recorded_by=_recorded_by(state, (claim, half.answer, other if answers else None, observer), as_of),
        other_unclaimed=claim is None and own and not half.not_public,
        not_public=half.not_public,
        withdrawal_waits=half.withdrawal_waits,
        marks=_evidence_flags(state, claim, as_of) if claim is not None else (),
        observer_alone=half.observed is not None,
    )


def _evidence_flags(state: State, claim: Item[StatusReport], as_of: str) -> tuple[Flag, ...]:
    """Return the flags for a claim without the evidence that it needs, or with sources older than what it says."""
    if state.rules < FIRST_RULES_WITH_WAITING:
        return ()
    evidence = supporting_evidence(claim, state.evidence, as_of, state.cited)
    found = [flags.NO_EVIDENCE] if lacks_evidence(claim, evidence, state.cited) else []
    return (*found, *([flags.SOURCE_OLDER] if is_older(claim, evidence, state.cited) else []))


def is_status_report(item: Spoken | None) -> TypeGuard[Item[StatusReport]]:
    """Whether this is a status report."""
    return item is not None and is_kind(item, STATUS_REPORT)


def _recorded_by(state: State, statements: Iterable[Spoken | None], as_of: str) -> frozenset[str]:
    """Return the sides whose desk recorded one of these statements, or evidence for it, for another speaker."""
    known_statements = [item for item in statements if item is not None]
    items: list[Spoken | Item[EvidenceAdd]] = [*known_statements]
    if state.evidence:
        items += [
            one for item in known_statements for one in supporting_evidence(item, state.evidence, as_of, state.cited)
        ]
    return frozenset(item.seat for item in items if item.seat in _SIDES and item.seat != item.body.speaker)


def grade_of(state: State, item: Spoken, as_of: str, half: Side) -> Grade:
    """Return the grade of a statement or answer about a half: its own, raised by its evidence that has not expired."""
    return grade_in_force(item, state.evidence, as_of, half, rules=state.rules, cited=state.cited)


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


def _is_own_word(item: Item[PositionTake]) -> bool:
    """Whether the speaker's own desk wrote or accepted an answer."""
    return item.official or (item.verdict is not None and item.verdict.accepted is not None)


def _build_answer(state: State, item: Item[PositionTake], as_of: str, half: Side) -> Answer:
    proposed = item.body.proposed_status
    return Answer(
        concurs=item.body.stance is Stance.CONCUR,
        own_word=state.rules < FIRST_RULES_WITH_WAITING or _is_own_word(item),
        grade=grade_of(state, item, as_of, half),
        effective_on=item.body.effective_on,
        said_on=item.body.said_on,
        proposes=proposed if proposed is not None and proposed.definition.scored else None,
        id=item.id,
    )
