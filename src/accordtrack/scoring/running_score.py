"""A score that is updated as entries are added. Only the parts that an entry affects are folded and scored again."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import LATEST, TwoDates
from accordtrack.ledger import kinds
from accordtrack.projection import facts
from accordtrack.projection.dual_control import RULES
from accordtrack.projection.fold import fold
from accordtrack.projection.grades import NOTHING, Cited
from accordtrack.scoring import trend
from accordtrack.scoring.cards import BETWEEN, build_cards
from accordtrack.scoring.change_steps import Phase, Step, before_acceptance, start_day, steps_of
from accordtrack.scoring.indicator_inputs import measured_indicator, rows_of, scored_indicator
from accordtrack.scoring.inputs import (
    Choice,
    Inputs,
    NotScored,
    as_links,
    owed_in,
    sorted_links,
    theme_inputs,
    withdrawn_in,
)
from accordtrack.scoring.ladder import score_leaf
from accordtrack.scoring.results import Commitment
from accordtrack.scoring.rollup import is_printable, leaf_cell, roll_up
from accordtrack.scoring.sides import compare_sides
from accordtrack.scoring.subjects import theme_subject
from accordtrack.scoring.values import Node, group_by
from accordtrack.store.items import CLOCK, as_of_dates, in_force, is_kind, of_kind, open_answers
from accordtrack.types import ThreeNumbers
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Accord
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.fold import State
    from accordtrack.scoring.change_steps import Standing
    from accordtrack.scoring.inputs import Withdrawn
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import Cell, NodeResult
    from accordtrack.scoring.series import MeasuredIndicator, Row
    from accordtrack.scoring.subjects import Link
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Indicator
    from accordtrack.store.items import Item

    Cite = Callable[[Sequence[Item[Any]]], Cited]

ACCORD, THEME, SIDE, FRAMEWORK, BODY, COMMITMENT = "accord", "theme", "side", "framework", "body", "commitment"
_BOUND = frozenset({kinds.POSITION_TAKE.name, kinds.POSITION_WITHDRAW.name})


@dataclass(frozen=True, slots=True)
class Card:
    """The card whose numbers are watched: its kind and id."""

    kind: str
    id: str = ""


@dataclass(slots=True)
class _Dirty:
    """What has to be computed again."""

    refs: set[str]
    aged: set[str]
    """Indicators whose values may have become stale."""
    indicators: set[str]
    commitments: set[str]
    themes: set[str]
    trends: bool = True


def no_citations(_items: Sequence[Item[Any]]) -> Cited:
    """Return empty citations, for a register whose sources are not known."""
    return NOTHING


class RunningScore:
    """The numbers of one card. ``standing`` are all standing entries, whatever their dates.

    ``day`` serves as the effective and the known date. ``cite`` returns what entries cite; ``withheld`` are the amendments
    that the readers may not read, by record. ``apply`` adds a step, and
    ``numbers`` returns the result.
    """

    def __init__(
        self,
        standing: Standing,
        day: str,
        card: Card,
        method: Method,
        rules: int = RULES,
        cite: Cite = no_citations,
        withheld: Mapping[str, Sequence[Item[RecordAmend]]] = MappingProxyType({}),
    ) -> None:
        self._cite, self._withheld = cite, withheld
        self._withdrawn: dict[str, tuple[Withdrawn, ...]] = {}
        self._standing, self._card, self._method = standing, card, method
        self._choice, self._rules = Choice(), rules
        self.at = TwoDates(day, day)
        self._now: dict[str, Item[Any]] = {}
        """Entries that exist now, by hash, with their present verdicts."""
        self._later: set[str] = set()
        """Measurements that exist and are not published yet."""
        self._targets: set[str] = set()
        """Indicators whose target is known."""
        self._states: dict[str, State] = {}
        self._indicators: dict[str, dict[Side, Indicator]] = {}
        self._gauges: dict[str, MeasuredIndicator] = {}
        self._leaves: dict[str, tuple[Commitment, ...]] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._accord: Accord | None = None
        self._nodes: dict[str, tuple[NodeResult | None, NodeResult | None]] = {}
        self._trends: dict[str, TrendResult] = {}
        self._numbers = ThreeNumbers()
        self._dirty = _Dirty({*standing}, set(), set(), set(), set())
        for item in self._every_item():
            for step in steps_of(item, self.target_day(item)):
                if step.day <= day:
                    self._change(step)
            if is_kind(item, kinds.MEASUREMENT) and start_day(item) > day:
                self._now[item.hash] = item.with_verdict(item.verdict.as_of(day) if item.verdict else None)
                self._later.add(item.hash)

    def _every_item(self) -> Iterable[Item[Any]]:
        return (item for items in self._standing.values() for item in items)

    # What happens

    def target_day(self, item: Item[Any]) -> str | None:
        """Return the day from which the target that came with an indicator is known; None if it always was."""
        return facts.target_day(item, self._cite([item]), self._sources) if is_kind(item, kinds.INDICATOR) else None

    @cached_property
    def _sources(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for item in of_kind(self._every_item(), kinds.SOURCE):
            found.setdefault(item.id, item.body)
        return found

    def let_time_pass(self, day: str, refs: Iterable[str] = ()) -> None:
        """Move to a later day. ``refs`` are the records whose entries may count differently from that day."""
        self.at = TwoDates(day, day)
        for ref in refs:
            self._dirty.refs.add(ref)
            self._dirty.aged.add(ref)

    def apply(self, step: Step) -> None:
        """Apply a step to its entry."""
        self._change(step)
        self._dirty.refs.add(step.item.ref)
        if step.item.kind in _BOUND and step.item.body.commitment is None:
            self._dirty.indicators |= self._answered_indicators(step.item)

    def _change(self, step: Step) -> None:
        item = step.item
        match step.phase:
            case Phase.TARGET:
                self._targets.add(item.ref)
            case Phase.ACCEPTED:
                self._now[item.hash] = item
            case Phase.APPEARS:
                self._later.discard(item.hash)
                if not is_kind(item, kinds.MEASUREMENT) or item.hash not in self._now:
                    self._now[item.hash] = before_acceptance(item)

    def _answered_indicators(self, item: Item[Any]) -> set[str]:
        """Return the indicator whose entry an answer, or the withdrawal of an answer, concerns."""
        named = getattr(item.body, "answers", None) or getattr(item.body, "position", None)
        found = self._by_hash.get(str(named))
        if found is not None and is_kind(found, kinds.POSITION_TAKE):
            found = self._by_hash.get(str(found.body.answers))
        return set() if found is None else {found.ref}

    @cached_property
    def _by_hash(self) -> Mapping[str, Item[Any]]:
        return {item.hash: item for item in self._every_item()}

    # Folding

    def _items(self, ref: str) -> list[Item[Record]]:
        return [self._now[item.hash] for item in self._standing.get(ref, ()) if item.hash in self._now]

    def _update(self) -> None:
        """Fold and score what is out of date."""
        dirty = self._dirty
        for ref in sorted(dirty.refs):
            kinds_here = {item.kind for item in self._standing.get(ref, ())}
            if kinds.COMMITMENT.name in kinds_here:
                self._fold(ref)
            if kinds.INDICATOR.name in kinds_here:
                dirty.indicators.add(ref)
            if kinds.ACCORD.name in kinds_here:
                self._read_accord()
        for name in sorted(dirty.indicators):
            self._measure(name)
        for name in dirty.aged:
            dirty.commitments |= self._linked.get(name, set())
        for ref in sorted(dirty.commitments):
            self._score(ref)
        self._dirty = _Dirty(set(), set(), set(), set(), dirty.themes, dirty.trends)

    def _fold(self, ref: str) -> None:
        items = self._items(ref)
        hidden = of_kind(as_of_dates(self._withheld.get(ref, ()), self.at), kinds.COMMITMENT_AMEND)
        state = fold(items, self.at.as_of, rules=self._rules, cited=self._cite(items), withheld=hidden)
        links: tuple[Link, ...] = ()
        if state is None:
            self._states.pop(ref, None)
        else:
            self._states[ref], links = state, as_links(ref, sorted_links(state))
        if links != self._links.get(ref, ()):
            self._links[ref], self._dirty.trends = links, True
        self._dirty.commitments.add(ref)

    def _read_accord(self) -> None:
        found: dict[str, Accord] = {}
        for ref in sorted(self._standing):
            for item in sorted(of_kind(in_force(self._items(ref)), kinds.ACCORD), key=CLOCK):
                found.setdefault(item.id, item.body)
        accord = next(iter(found.values()), None)
        if accord != self._accord:
            self._accord, self._dirty.trends = accord, True

    def _measure(self, name: str) -> None:
        items = self._items(name)
        adding = sorted(of_kind(in_force(items), kinds.INDICATOR), key=CLOCK)
        added = next((item for item in adding if item.id == name), None)
        if added is None:
            known = self._indicators.pop(name, None) is not None
            self._gauges.pop(name, None)
        else:
            secret = as_of_dates(self._withheld.get(name, ()), self.at)
            changes = of_kind((*items, *secret), kinds.INDICATOR_AMEND)
            amends = [item for item in changes if item.body.record == name]
            answers = open_answers(self._free_answers())
            hidden = name not in self._targets and self.target_day(added) is not None
            withheld = frozenset(item.hash for item in secret)
            body = facts.indicator_in_force(
                added,
                amends,
                facts.concurrences(answers, self._rules),
                without_target=hidden,
                withheld=withheld,
                missing=self._cite([added, *amends]).missing,
            )
            rows = self._rows(name)
            by_entry = group_by([answer.body for answer in answers], lambda answer: str(answer.answers))
            on_values = [answer for digest in rows for answer in by_entry.get(digest, ())]
            found = scored_indicator(body, rows, on_values, self.at, all_targets=self._choice.all_targets)
            gauge = measured_indicator(body, rows, self.at)
            known = found != self._indicators.get(name)
            self._dirty.trends |= gauge != self._gauges.get(name)
            self._indicators[name], self._gauges[name] = found, gauge
        if known:
            self._dirty.commitments |= self._linked.get(name, set())

    def _free_answers(self) -> list[Item[Record]]:
        """Return the answers in force to entries that are no statements about a commitment, and what withdraws them."""
        found = (self._now.get(item.hash) for item in self._answer_items)
        return in_force(item for item in found if item is not None)

    @cached_property
    def _answer_items(self) -> list[Item[Any]]:
        return [item for item in self._every_item() if item.kind in _BOUND and item.body.commitment is None]

    def _rows(self, name: str) -> dict[str, Row]:
        """Return the rows of an indicator. A row that is not published yet gets a day that is never reached."""
        measured = of_kind(in_force(self._items(name)), kinds.MEASUREMENT)
        for item in measured:
            if item.hash not in self._row_by_hash:
                self._row_by_hash |= rows_of([(item.hash, item.body, item.seat)])
        rows = {item.hash: self._row_by_hash[item.hash] for item in measured}
        never = LATEST.isoformat() + "~"
        return {key: replace(row, published=never) if key in self._later else row for key, row in rows.items()}

    @cached_property
    def _row_by_hash(self) -> dict[str, Row]:
        return {}

    @cached_property
    def _linked(self) -> Mapping[str, set[str]]:
        """The commitments that were ever linked to an indicator."""
        found: dict[str, set[str]] = {}
        for item in of_kind(self._every_item(), kinds.LINK):
            found.setdefault(item.body.indicator, set()).add(item.ref)
        return found

    def _score(self, ref: str) -> None:
        """Score the leaves of a commitment again."""
        before = self._leaves.get(ref, ())
        state = self._states.get(ref)
        owed = (
            owed_in(state, sorted_links(state), self._indicators, self.at, self._method, self._choice)
            if state is not None
            else []
        )
        leaves = (
            ()
            if isinstance(owed, NotScored)
            else tuple(Commitment(one, score_leaf(one.leaf, self.at, self._method)) for one in owed)
        )
        self._leaves[ref] = leaves
        withdrawn = tuple(withdrawn_in(state, self.at, self._choice)) if state is not None else ()
        if withdrawn != self._withdrawn.get(ref, ()):
            self._withdrawn[ref], self._dirty.trends = withdrawn, True
            self._dirty.themes |= {one.theme for one in withdrawn}
        if [_counts(one) for one in before] == [_counts(one) for one in leaves]:
            return
        self._dirty.themes |= {one.owed.theme for one in (*before, *leaves)}
        if [_base(one) for one in before] != [_base(one) for one in leaves]:
            self._dirty.trends = True

    # Numbers

    def numbers(self) -> ThreeNumbers:
        """Return the numbers of the card as they are now."""
        self._update()
        if not self._dirty.themes and not self._dirty.trends:
            return self._numbers
        inputs = self._inputs()
        if self._dirty.trends and self._card.kind in {ACCORD, THEME}:
            self._read_trends(inputs)
        self._numbers = self._compute(inputs)
        self._dirty = _Dirty(set(), set(), set(), set(), set(), trends=False)
        return self._numbers

    def _inputs(self) -> Inputs:
        owed = tuple(sorted((one.owed for found in self._leaves.values() for one in found), key=_LEAF))
        accord = self._accord
        links = tuple(link for ref in sorted(self._links) for link in self._links[ref])
        themes = theme_inputs(accord.themes if accord else (), owed)
        gauges = {name: self._gauges[name] for name in sorted(self._gauges)}
        withdrawn = tuple(one for ref in sorted(self._withdrawn) for one in self._withdrawn[ref])
        name = accord.id if accord else ""
        return Inputs(
            self.at, self._choice, name, None, themes, owed, (), gauges, links, withdrawn=withdrawn, rules=self._rules
        )

    def _read_trends(self, inputs: Inputs) -> None:
        """Compute the trends again: of every theme for the whole accord, otherwise of the card's theme."""
        subjects = {
            theme.code: theme_subject(inputs, theme)
            for theme in inputs.themes
            if self._card.kind == ACCORD or theme.code == self._card.id
        }
        self._trends = {
            code: trend.trend(one.outcomes, one.base, inputs.at, self._method) for code, one in subjects.items()
        }

    def _compute(self, inputs: Inputs) -> ThreeNumbers:
        cells = {one.owed.leaf.id: one for found in self._leaves.values() for one in found}
        delivery = {name: one.delivery for name, one in cells.items()}
        attainment = {name: leaf_cell(one.result) for name, one in cells.items()}
        card = self._card
        if card.kind == COMMITMENT:
            return self._of_node(self._commitment_node(), delivery, attainment)
        tree = inputs.tree()
        if card.kind == THEME:
            return replace(self._of_node(self._node(tree), delivery, attainment), trend=self._trend_of(card.id))
        delivered, attained = self._whole(tree, delivery, attainment)
        if card.kind == ACCORD:
            weights = {theme.code: theme.weight for theme in inputs.themes}
            whole = trend.accord_trend(self._trends, weights)
            return ThreeNumbers(_displayed(delivered), whole.score, _displayed(attained))
        if card.kind == SIDE:
            found = inputs.leaves()
            return ThreeNumbers(
                self._of_side(delivered, found, delivery), None, self._of_side(attained, found, attainment)
            )
        return self._of_node(self._group_node(inputs, attained or delivered), delivery, attainment)

    def is_printable(self) -> bool:
        """Whether a score shows the attainment of the card as it is now, or there is none."""
        if self.numbers().attainment is None:
            return True
        cells = {one.owed.leaf.id: one for found in self._leaves.values() for one in found}
        attainment = {name: leaf_cell(one.result) for name, one in cells.items()}
        inputs = self._inputs()
        if self._card.kind == COMMITMENT:
            node = self._commitment_node()
        elif self._card.kind in {ACCORD, THEME}:
            node = self._node(inputs.tree())
        else:
            node = self._group_node(inputs, roll_up(inputs.tree(), attainment, self._method))
        usable = {name for name, one in cells.items() if one.result.has_usable_result}
        return is_printable(roll_up(node, attainment, self._method), usable, attainment, self._method)

    def _commitment_node(self) -> Node:
        ref, _, half = self._card.id.partition("#")
        leaves = [one.owed for one in self._leaves.get(ref, ()) if not half or one.owed.half == half]
        return Node(self._card.id, 1.0, tuple(Node(one.leaf.id, one.weight, leaf=one.leaf.id) for one in leaves))

    def _node(self, tree: Node) -> Node:
        """Return the node of the whole accord, or of a theme."""
        name = self._card.id
        return tree if not name else next((child for child in tree.children if child.id == name), Node(name))

    def _group_node(self, inputs: Inputs, whole: NodeResult | None) -> Node:
        """Return the node of a side, a framework or a body, with the weights of the leaves in the whole."""
        card = self._card
        cards = build_cards(inputs.owed, whole.planned if whole else {}, card.kind)
        named = [node for node in cards if node.id.partition(BETWEEN)[0] == card.id]
        children = tuple(child for node in named for child in node.children)
        return Node(card.id, math.fsum(child.weight for child in children), children)

    def _trend_of(self, theme: str) -> float | None:
        found = self._trends.get(theme)
        return found.score if found else None

    def _whole(
        self, tree: Node, delivery: Mapping[str, Cell], attainment: Mapping[str, Cell]
    ) -> tuple[NodeResult | None, NodeResult | None]:
        """Return the results of the accord. Only themes that changed are rolled up again."""
        for child in tree.children:
            if child.id not in self._nodes or child.id in self._dirty.themes:
                self._nodes[child.id] = (
                    roll_up(child, delivery, self._method),
                    roll_up(child, attainment, self._method),
                )
        delivered = roll_up(tree, delivery, self._method, {name: pair[0] for name, pair in self._nodes.items()})
        attained = roll_up(tree, attainment, self._method, {name: pair[1] for name, pair in self._nodes.items()})
        return delivered, attained

    def _of_node(self, node: Node, delivery: Mapping[str, Cell], attainment: Mapping[str, Cell]) -> ThreeNumbers:
        delivered, attained = (roll_up(node, cells, self._method) for cells in (delivery, attainment))
        return ThreeNumbers(_displayed(delivered), None, _displayed(attained))

    def _of_side(self, whole: NodeResult | None, leaves: Mapping[str, Any], cells: Mapping[str, Cell]) -> float | None:
        if whole is None:
            return None
        both = compare_sides(whole, leaves, cells, self._method)
        card = both.us if self._card.id == Side.US else both.mx
        return card.assessed_score if card.score is None else card.score


_LEAF = attrgetter("leaf.id")


def _counts(one: Commitment) -> tuple[object, ...]:
    """Return the parts of a leaf that the numbers of a card depend on."""
    owed = one.owed
    place = (owed.leaf.id, owed.theme, owed.framework, owed.body, owed.side, owed.weight, owed.agreed_on)
    return (*place, owed.leaf.share_us, one.delivery, leaf_cell(one.result))


def _base(one: Commitment) -> tuple[str, str, str]:
    """Return the parts of a leaf that a trend depends on."""
    return one.owed.commitment, one.owed.theme, one.owed.agreed_on


def _displayed(node: NodeResult | None) -> float | None:
    return node.displayed_score if node is not None else None
