"""Input for scoring: every state, definition, measurement and event as of two dates, from one pass over the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from accordtrack.core.dates import last_day
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.ledger.late_entries import NEVER
from accordtrack.projection.agreements import standings
from accordtrack.projection.amendments import (
    Change,
    amended_indicator,
    amended_record,
    attributed_target,
    fields_in_force,
    without_targets,
)
from accordtrack.projection.audience_standing import (
    answers_ended_by_withheld_entries,
    context_for,
    readable_by_ref,
)
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, PROPOSALS, RULES, author_of, is_amendment
from accordtrack.projection.fold import State, fold
from accordtrack.projection.grades import Cited, names_of_sources
from accordtrack.projection.record_lookup import source_view
from accordtrack.projection.withheld_facts import AudienceStates, states_for_audience
from accordtrack.store import log
from accordtrack.store.acceptance import NumberBasis
from accordtrack.store.items import (
    CLOCK,
    Item,
    as_of_dates,
    in_force,
    is_kind,
    known_at,
    of_kind,
    open_answers,
    taken_back,
)
from accordtrack.vocabulary import COMPILER, Side, Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import AmendedIndicator, Indicator, Measurement
    from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
    from accordtrack.ledger.records import Accord, Area, Body, Conflict, Event, Framework, Goal, Source
    from accordtrack.ledger.results_chain import Evaluation, ResultsChain
    from accordtrack.ledger.statements import ConflictSettle, EntryRetract, PositionTake, RecordAmend
    from accordtrack.ledger.targets import ExpectedResult, TargetPropose
    from accordtrack.projection.agreements import Signed
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.withheld_facts import HiddenCommitment
    from accordtrack.types import SourceView

    Measured = tuple[str, Measurement, str]
    """Hash of an entry, its record, and the side of the desk that recorded it."""
    Values = Mapping[str, Any]
    Concurrences = AbstractSet[tuple[str, Side | None]] | None
    """Entries that a side concurred with, by which targets are agreed; None if the verdicts say what was accepted."""

P = TypeVar("P", "TargetPropose", "ExpectedResult")


@dataclass(frozen=True, slots=True)
class PanelRecords:
    """The series of the panel by id, their releases in order of publication, and the breaks in how they are counted.

    The rows of the releases are in files and are not read here. ``events`` are all events of the register by id: which
    places are compared depends on them, also in a part of the register that leaves some out. ``disputes`` are the open
    answers that dispute cells of a release, by the id of the release.
    """

    series: Mapping[str, PanelSeries] = field(default_factory=dict)
    releases: Sequence[PanelRelease] = ()
    breaks: Sequence[PanelBreak] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    disputes: Mapping[str, Sequence[PositionTake]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandingChain:
    """A results chain in force: its entry by id and hash, the side that wrote it (None for others), and the sides that concur with it.

    ``answered`` are the sides that answered it, in whatever way.
    """

    id: str
    entry: str
    feed: str
    body: ResultsChain
    side: Side | None
    concur: AbstractSet[Side] = frozenset()
    answered: AbstractSet[Side] = frozenset()

    @property
    def is_agreed(self) -> bool:
        """Whether both sides wrote or accepted it."""
        return {*self.concur, self.side} >= {*Side}


@dataclass(frozen=True, slots=True)
class Facts:
    """The register as of two dates, under rules of effect. Records have their amendments in force applied.

    ``measurements`` are by indicator and include later dates: the release date of a replacement tells whether a row was
    already replaced on a given date. ``answers`` are the positions in force on entries that are not statements about a
    commitment.
    """

    accord: Accord | None
    states: Mapping[str, State]
    indicators: Mapping[str, AmendedIndicator]
    measurements: Mapping[str, Sequence[Measured]]
    answers: Sequence[PositionTake]
    events: Mapping[str, Event]
    conflicts: Mapping[str, Conflict]
    frameworks: Mapping[str, Framework]
    bodies: Mapping[str, Body]
    sources: Mapping[str, Source]
    source_feeds: Mapping[str, str] = field(default_factory=dict)
    """The feed of the desk that recorded each source; empty under rules by which nothing waits."""
    settled: Mapping[str, ConflictSettle] = field(default_factory=dict)
    """The latest settlement of each settled conflict."""
    answered: Sequence[Item[Record]] = ()
    """Entries of indicators and of answered values, the answers to them, and withdrawals, all as signed."""
    goals: Mapping[str, Goal] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    amends: Sequence[Item[RecordAmend]] = ()
    """Amendments of indicators and frameworks. The records already include them."""
    rules: int = RULES
    hidden: tuple[HiddenCommitment, ...] = ()
    """For an audience: what numbers need of the commitments that it may not read."""
    panel: PanelRecords = field(default_factory=PanelRecords)
    began_on: str = NEVER
    """The day on which the register was begun, which decides about late entries."""
    chains: Mapping[str, Sequence[StandingChain]] = field(default_factory=dict)
    """The results chains in force of each commitment that has one: the latest of each author."""
    evaluations: Mapping[str, Evaluation] = field(default_factory=dict)
    targets: tuple[Signed[TargetPropose], ...] = ()
    """The proposed targets of each indicator, in the order of the log."""
    expected_results: tuple[Signed[ExpectedResult], ...] = ()
    """The expected results of each operation, in the order of the log."""

    def source_view(self, name: str) -> SourceView:
        """Return a source of these facts. Raise ``KeyError`` for an unknown id."""
        return source_view(self.sources[name], self.source_feeds.get(name, COMPILER))


@dataclass(slots=True)
class _Gathered:
    added: dict[tuple[str, str], Item[Record]] = field(default_factory=dict)
    amends: list[Item[RecordAmend]] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    measurements: dict[str, list[Measured]] = field(default_factory=dict)
    answers: list[Item[Record]] = field(default_factory=list)
    settled: dict[str, ConflictSettle] = field(default_factory=dict)
    about: list[Item[Record]] = field(default_factory=list)
    releases: list[Item[PanelRelease]] = field(default_factory=list)
    chains: dict[str, Sequence[StandingChain]] = field(default_factory=dict)
    proposed: list[Item[Record]] = field(default_factory=list)
    taking_back: list[Item[EntryRetract]] = field(default_factory=list)
    """Retractions of proposals that the audience may read."""
    withheld: list[Item[RecordAmend]] = field(default_factory=list)
    """Amendments that the audience may not read."""

    def add(self, part: _Gathered) -> None:
        """Add what one ref contributes; of two records with the same id the first counts."""
        for key, item in part.added.items():
            self.added.setdefault(key, item)
        self.amends += part.amends
        self.states |= part.states
        self.measurements |= part.measurements
        self.answers += part.answers
        self.settled |= part.settled
        self.about += part.about
        self.releases += part.releases
        self.chains |= part.chains
        self.proposed += part.proposed
        self.taking_back += part.taking_back
        self.withheld += part.withheld


_NAMED = frozenset(
    kind.name
    for kind in (
        kinds.ACCORD,
        kinds.INDICATOR,
        kinds.EVENT,
        kinds.CONFLICT,
        kinds.EVALUATION,
        kinds.FRAMEWORK,
        kinds.GOAL,
        kinds.AREA,
        kinds.BODY,
        kinds.SOURCE,
        kinds.PANEL_SERIES,
        kinds.PANEL_BREAK,
    )
)
_ANSWERED = frozenset({"indicator.add", "indicator.amend", "measurement.add"})
_AMENDS = {"indicator.amend": "indicator.add", "framework.amend": "framework.add"}


def read(
    connection: Connection,
    at: TwoDates,
    audience: Audience | None = None,
    everything: Sequence[Item[Record]] | None = None,
    *,
    rules: int = RULES,
) -> Facts:
    """Return everything that stood on ``at.as_of``, as known on ``at.known_on``, limited to what ``audience`` may read.

    ``everything`` is the result of ``log.written`` or ``log.items`` for the same register, for callers that need it
    more than once. ``rules`` are the rules of effect: under rules 1 nothing waits for the other side.
    """
    return FactsReader(connection, at, audience, everything, rules=rules).facts()


class FactsReader:
    """Facts as of two dates, for callers that need them on more than one basis.

    The log stays in memory during the fold, so that bodies and withdrawn answers need no separate queries.
    """

    def __init__(
        self,
        connection: Connection,
        at: TwoDates,
        audience: Audience | None = None,
        everything: Sequence[Item[Record]] | None = None,
        *,
        rules: int = RULES,
    ) -> None:
        self._audience = audience
        self._at, self._rules = at, rules
        self._everything = list(log.items_in_log_order(connection)) if everything is None else everything
        self._world = context_for(connection, audience, self._everything, rules=rules)
        self._world.read_cited(self._everything)
        self._began_on = log.began_on(connection)
        read = readable_by_ref(self._world, audience)
        gone = answers_ended_by_withheld_entries(read, at)
        self._standing = {ref: [item for item in items if item.hash not in gone] for ref, items in read.items.items()}
        self._read = read
        self._parts = {ref: self._gather(ref, items, read.whole.get(ref, ())) for ref, items in self._standing.items()}

    def facts(self, basis: NumberBasis = NumberBasis.IN_FORCE, accepting: Collection[int] = ()) -> Facts:
        """Return the facts.

        ``basis`` says whether entries that wait count too, or only what both sides accepted. The entries ``accepting``
        count as if they were accepted now.
        """
        gathered = _Gathered()
        whole = {
            ref: [_on_basis(item, basis, accepting, self._at.known_on) for item in items]
            for ref, items in self._read.whole.items()
        }
        for ref, items in self._standing.items():
            changed = [_on_basis(item, basis, accepting, self._at.known_on) for item in items]
            same = all(new is old for new, old in zip(changed, items, strict=True))
            gathered.add(self._parts[ref] if same else self._gather(ref, changed, whole.get(ref, ())))
        answers = open_answers(gathered.answers)
        indicators = of_kind(gathered.added.values(), kinds.INDICATOR)
        cited = self._world.cited([*indicators, *gathered.amends, *gathered.withheld])
        records = _amended_records(gathered, answers, self._at, cited, self._rules)
        shown = AudienceStates(gathered.states)
        if self._audience is not None:
            shown = states_for_audience(self._world, self._audience, gathered.states, whole, self._at)
        return Facts(
            accord=next(iter(records.get(kinds.ACCORD.name, {}).values()), None),
            states=shown.states,
            indicators=records.get(kinds.INDICATOR.name, {}),
            measurements=gathered.measurements,
            answers=[item.body for item in answers],
            events=records.get(kinds.EVENT.name, {}),
            conflicts=records.get(kinds.CONFLICT.name, {}),
            frameworks=records.get(kinds.FRAMEWORK.name, {}),
            bodies=records.get(kinds.BODY.name, {}),
            sources=records.get(kinds.SOURCE.name, {}),
            source_feeds=_feeds(gathered, kinds.SOURCE.name) if self._rules >= FIRST_RULES_WITH_WAITING else {},
            settled=gathered.settled,
            answered=_answer_items(gathered),
            goals=records.get(kinds.GOAL.name, {}),
            areas=records.get(kinds.AREA.name, {}),
            amends=tuple(in_force(gathered.amends)),
            rules=self._rules,
            hidden=shown.hidden,
            panel=_panel(records, gathered.releases, answers),
            began_on=self._began_on,
            chains={ref: found for ref, found in gathered.chains.items() if ref in shown.states},
            evaluations=records.get(kinds.EVALUATION.name, {}),
            targets=self._signed(gathered, kinds.TARGET_PROPOSE, answers),
            expected_results=self._signed(gathered, kinds.RESULT_EXPECT, answers),
        )

    def _signed(
        self, gathered: _Gathered, kind: kinds.Kind[P], answers: Sequence[Item[PositionTake]]
    ) -> tuple[Signed[P], ...]:
        proposed, gone = of_kind(gathered.proposed, kind), taken_back(gathered.taking_back, kind)
        if not proposed and not gone:
            return ()
        signing = {(item.feed, item.seq): item for item in self._everything}
        named = {str(item.body.replaces) for item in proposed} - {item.hash for item in proposed} - {"None"}
        missing = {digest for digest in named if self._world.lacks_body(digest)}
        hidden = self._read.hidden
        found = standings(proposed, answers, self._at.known_on, self._world.history, signing, missing, hidden, gone)
        return tuple(one for one in found if one.item.hash not in hidden)

    def facts_if_changed(self, basis: NumberBasis) -> Facts | None:
        """Return the facts on this basis; None if they equal the facts in force, which saves a second score."""
        items = (item for standing in self._standing.values() for item in standing)
        return self.facts(basis) if any(_on_basis(item, basis, (), "") is not item for item in items) else None

    def _withheld_among(self, whole: Sequence[Item[Record]]) -> Sequence[Item[Record]]:
        """Return the entries that the audience may not read, as of the two dates."""
        return [item for item in as_of_dates(whole, self._at) if item.hash in self._read.hidden]

    def _takes_back_proposal(self, retraction: Item[EntryRetract]) -> bool:
        """Whether a retraction took back a proposal that the audience may read."""
        item = retraction.retracted
        if item is None or item.kind not in PROPOSALS:
            return False
        return self._audience is None or self._audience.may_read_counted(item)

    def _gather(self, ref: str, standing: Sequence[Item[Record]], whole: Sequence[Item[Record]] = ()) -> _Gathered:
        """Return what the standing entries of one ref contribute.

        ``whole`` are all of them, if the audience may not read some: together they decide what is in force.
        """
        gathered = _Gathered()
        withheld = self._withheld_among(whole) if whole else ()
        gathered.withheld += filter(is_amendment, withheld)
        items = as_of_dates(standing, self._at)
        hidden = of_kind(gathered.withheld, kinds.COMMITMENT_AMEND)
        state = fold(items, self._at.as_of, rules=self._rules, cited=self._world.cited(items), withheld=hidden)
        for kind in (kinds.INDICATOR_AMEND, kinds.FRAMEWORK_AMEND):
            gathered.amends += sorted(of_kind(items, kind), key=CLOCK)
        gathered.proposed += [item for item in (*items, *withheld) if item.kind in PROPOSALS]
        gathered.taking_back += filter(self._takes_back_proposal, of_kind([*items, *withheld], kinds.ENTRY_RETRACT))
        items, withheld = in_force(items), in_force(withheld)
        if state is not None:
            gathered.states[ref] = state
        settling = of_kind(withheld, kinds.CONFLICT_SETTLE)
        for item in sorted(items, key=CLOCK):
            if item.kind in _NAMED:
                gathered.added.setdefault((item.kind, item.id), item)
            elif is_kind(item, kinds.POSITION_TAKE) or is_kind(item, kinds.POSITION_WITHDRAW):
                gathered.answers += [item] if item.body.commitment is None else []
            elif is_kind(item, kinds.CONFLICT_SETTLE):
                settling.append(item)
            elif is_kind(item, kinds.CHAIN) and ref not in gathered.chains:
                gathered.chains[ref] = standing_chains(items, of_kind(withheld, kinds.CHAIN))
            if item.kind in _ANSWERED:
                gathered.about.append(item)
        settled = settlements(settling, self._rules)
        unread = [item.body for item in of_kind(withheld, kinds.CONFLICT_SETTLE)]
        gathered.settled |= {name: one for name, one in settled.items() if not any(one is body for body in unread)}
        gathered.releases += in_force(known_at(of_kind(standing, kinds.PANEL_RELEASE), self._at))
        values = in_force(known_at(of_kind(standing, kinds.MEASUREMENT), self._at))
        if measured := [(item.hash, item.body, item.seat) for item in values]:
            gathered.measurements[ref] = measured
        return gathered


def _feeds(gathered: _Gathered, kind: str) -> dict[str, str]:
    """Return the feed of the desk that recorded each record of a kind, by id."""
    return {name: item.feed for (found, name), item in gathered.added.items() if found == kind}


def _panel(
    records: Mapping[str, Mapping[str, Any]], items: Iterable[Item[PanelRelease]], answers: Iterable[Item[PositionTake]]
) -> PanelRecords:
    releases = sorted(items, key=lambda one: (one.body.released_on, one.body.series, one.body.source))
    names = {item.hash: item.id for item in releases}
    disputes: dict[str, list[PositionTake]] = {}
    for answer in answers:
        name = names.get(str(answer.body.answers))
        if name is not None and answer.body.cells:
            disputes.setdefault(name, []).append(answer.body)
    return PanelRecords(
        records.get(kinds.PANEL_SERIES.name, {}),
        tuple(item.body for item in releases),
        tuple(records.get(kinds.PANEL_BREAK.name, {}).values()),
        records.get(kinds.EVENT.name, {}),
        disputes,
    )


def standing_chains(
    items: Sequence[Item[Record]], withheld: Sequence[Item[ResultsChain]] = ()
) -> tuple[StandingChain, ...]:
    """Return the results chains among the entries in force of a commitment, those that both sides accepted first.

    Of each author the latest counts. An author is a side, or the desk of an observer. If the latest is among those
    ``withheld`` from the readers, they read none of that author.
    """
    latest: dict[str, Item[ResultsChain]] = {}
    for item in sorted((*of_kind(items, kinds.CHAIN), *withheld), key=_place_in_log):
        latest[author_of(item)] = item
    answers = [item for item in open_answers(items) if item.official]
    chains = (_standing_chain(item, answers) for item in latest.values() if item not in withheld)
    return tuple(sorted(chains, key=lambda one: (not one.is_agreed, one.feed)))


def _standing_chain(item: Item[ResultsChain], answers: Iterable[Item[PositionTake]]) -> StandingChain:
    given = {
        Side(one.body.speaker.value): one.body.stance
        for one in answers
        if one.body.answers == item.hash and one.body.speaker.side is not None
    }
    accepted = item.verdict.accepted if item.verdict else None
    concur = {side for side, stance in given.items() if stance is Stance.CONCUR}
    concur |= {Side(accepted.side)} if accepted is not None and accepted.side in {*Side} else set()
    own = Side(item.seat) if item.seat in {*Side} else None
    return StandingChain(item.id, item.hash, item.feed, item.body, own, frozenset(concur), frozenset({*given, *concur}))


def _place_in_log(item: Item[Any]) -> tuple[Any, ...]:
    """Sort key: what both sides agreed on comes last, by the place of the agreement in the log; the rest by its day."""
    accepted = item.verdict.accepted if item.verdict else None
    return (False, item.body.said_on, *CLOCK(item)) if accepted is None else (True, "", *accepted[1:4])


def settlements(settling: Iterable[Item[ConflictSettle]], rules: int = RULES) -> dict[str, ConflictSettle]:
    """Return the settlement of each conflict that is in force.

    The last that both sides agreed on stands, by the place of the agreement in the log; without one, the last that was
    said. Under rules 1 the last that was said always stands.
    """

    def place(item: Item[ConflictSettle]) -> tuple[Any, ...]:
        return _place_in_log(item) if rules >= FIRST_RULES_WITH_WAITING else (item.body.said_on, *CLOCK(item))

    return {item.body.conflict: item.body for item in sorted(settling, key=place)}


def _on_basis(item: Item[Record], basis: NumberBasis, accepting: Collection[int], known_on: str) -> Item[Record]:
    """Return an entry with its verdict on this basis, or as if accepted on a day; the same entry if that changes nothing."""
    if item.verdict is None:
        return item
    if item.entry_id in accepting:
        verdict = item.verdict.accepted_on(known_on, (item.feed, item.seq))
    else:
        verdict = item.verdict.on_basis(basis)
    return item if verdict == item.verdict else item.with_verdict(verdict)


def _answer_items(gathered: _Gathered) -> tuple[Item[Record], ...]:
    """Return the entries needed to tell who answered which value. Unanswered values are many and are left out."""
    names = {str(item.body.answers) for item in of_kind(gathered.answers, kinds.POSITION_TAKE)}
    about = [item for item in gathered.about if item.kind != "measurement.add" or item.hash in names]
    return (*about, *gathered.answers)


def _amended_records(
    gathered: _Gathered, answers: Sequence[Item[PositionTake]], at: TwoDates, cited: Cited, rules: int
) -> dict[str, dict[str, Any]]:
    """Return the records by kind and id with their amendments applied.

    An agreed target that only one side recorded is attributed to that side.
    """
    concurred = concurrences(answers, rules)
    records: dict[str, dict[str, Any]] = {}
    for (kind, name), item in gathered.added.items():
        records.setdefault(kind, {})[name] = item.body
    amends: dict[tuple[str, str], list[Item[RecordAmend]]] = {}
    hidden = [item for item in gathered.withheld if item.kind in _AMENDS]
    for item in (*gathered.amends, *hidden):
        amends.setdefault((_AMENDS[item.kind], item.body.record), []).append(item)
    unread = frozenset(item.hash for item in hidden)
    sources = records.get(kinds.SOURCE.name, {})
    for name in records.get(kinds.INDICATOR.name, {}):
        added: Item[Any] = gathered.added[kinds.INDICATOR.name, name]
        set_on = target_day(added, cited, sources)
        changes = amends.get((kinds.INDICATOR.name, name), ())
        later = set_on is not None and set_on > min(at.as_of, at.known_on)
        records[kinds.INDICATOR.name][name] = indicator_in_force(
            added, changes, concurred, without_target=later, withheld=unread, missing=cited.missing
        )
    for (kind, name), changes in amends.items():
        if kind != kinds.INDICATOR.name and name in records.get(kind, {}):
            added = gathered.added[kind, name]
            values = _amended_values(canonical_body(added.body), added.hash, changes, concurred, unread, cited.missing)
            records[kind][name] = KINDS[kind].decode_values(values)
    return records


def concurrences(answers: Iterable[Item[PositionTake]], rules: int) -> Concurrences:
    """Return the entries that a side officially concurred with, each with the side: under rules 1, they agree targets.

    None under later rules: a concurrence is final there, so verdicts decide and not the open answers.
    """
    if rules >= FIRST_RULES_WITH_WAITING:
        return None
    return {
        (str(item.body.answers), item.body.speaker.side)
        for item in answers
        if item.body.stance is Stance.CONCUR and item.official
    }


def indicator_in_force(
    added: Item[Any],
    amends: Sequence[Item[RecordAmend]],
    concurred: Concurrences,
    *,
    without_target: bool,
    withheld: Collection[str] = (),
    missing: Collection[str] = (),
) -> AmendedIndicator:
    """Return an indicator with its amendments in force applied. ``without_target`` leaves out the target that it was added with.

    The values of the amendments ``withheld``, by hash, are not shown, but decide which others are in force. A target that one
    of them replaced is not shown either. ``missing`` are replaced entries whose bodies are not in this copy of the register.
    """
    values = _attributed_fields(added, canonical_body(added.body), concurred)
    return amended_indicator(
        _amended_values(
            {**values, "target": None} if without_target else values, added.hash, amends, concurred, withheld, missing
        )
    )


def _amended_values(
    values: Values,
    first: str,
    amends: Sequence[Item[RecordAmend]],
    concurred: Concurrences,
    withheld: Collection[str],
    missing: Collection[str],
) -> Values:
    by_hash = {item.hash: item for item in amends}
    changes = (Change.of(item, missing) for item in amends)
    holders: dict[str, str] = {}
    for change, fields in fields_in_force(changes, first, holders):
        if change.hash in withheld:
            continue
        values = {**values, **amended_record(values, _attributed_fields(by_hash[change.hash], fields, concurred))}
    secret = {part.partition(" ")[2] for part, digest in holders.items() if digest in withheld}
    return without_targets(values, secret) if withheld else values


def _attributed_fields(item: Item[Any], fields: Values, concurred: Concurrences) -> Values:
    if concurred is None:
        agreed = item.verdict is not None and item.verdict.accepted is not None
    else:
        agreed = item.seat in {*Side} and (item.hash, Side(item.seat).other) in concurred
    return attributed_target(fields, item.seat, concurred=agreed)


def target_day(item: Item[Indicator], cited: Cited, sources: Mapping[str, Source]) -> str | None:
    """Return the day from which the target that came with an indicator is known: the last day of its source's date.

    Of several sources with that id, the one counts that the entry had seen (``cited``). Under rules 1 it is the one in
    force (``sources``). The indicator itself is always known. None if the target has no source with a date.
    """
    dates = [one.date for one in cited.of(item)]
    dates += [sources[name].date for name in names_of_sources(item) if name in sources]
    date = next(iter(dates), None)
    return None if date is None else last_day(date)
