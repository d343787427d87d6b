"""Cards of the score as cells: every number that counts opens the halves, commitments or series that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital, natural, wash_line
from accordtrack.documents.counted_sentences import joined
from accordtrack.documents.model import Cell, Item
from accordtrack.i18n import local, sides, tr
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.rounding import rounded
from accordtrack.statuses import SCORED, UNREPORTED, Status
from accordtrack.text import score as words
from accordtrack.text.numbers import percent, points
from accordtrack.types.regions import named
from accordtrack.vocabulary import Responsible, Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Count, Sentence
    from accordtrack.scorecard.context import Held
    from accordtrack.scoring.results import Commitment, NodeScore
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.series import Gauge

NOTHING = Cell("—", None, "muted")
STATUSES = tuple(reversed(SCORED))
"""Statuses of halves in scope, the furthest first."""
STANDINGS = tuple(one for one in Standing if one != UNREPORTED)


@dataclass(frozen=True, slots=True)
class Card:
    """The whole, a theme or a side: ``key`` begins the names of its lists, ``inside`` are its halves."""

    key: str
    title: str
    node: NodeScore
    inside: tuple[Commitment, ...]


class Cells:
    """Makes the cells of cards."""

    def __init__(self, held: Held, lists: Listings) -> None:
        self.held = held
        self._lists = lists

    def themes(self) -> list[Card]:
        """The whole first, then every theme in the order of the accord."""
        score = self.held.score
        whole = Card("whole", tr("Whole"), score.overall, score.of(score.overall))
        named = [(group, self.held.title("theme", group.id)) for group in score.groups]
        return [whole, *(Card(f"theme-{group.id}", title, group, score.of(group)) for group, title in named)]

    def sides(self) -> list[Card]:
        """The card of each side, the reader's own first."""
        score = self.held.score
        found = [(side, score.sides[Side(side)]) for side in sides(Side) if Side(side) in score.sides]
        return [Card(f"side-{side}", label("side", side), node, score.of(node)) for side, node in found]

    def number(self, name: str, title: str, items: Iterable[Item]) -> Cell:
        """A count that opens its rows."""
        return cells.number(cells.counted(self._lists, name, title, items))

    def halves(self, card: Card, name: str, title: str, found: Iterable[Commitment]) -> Cell:
        """How many halves of a card are so, with their titles and who owes them."""
        return cells.number(self.counted(card, name, title, found))

    def counted(self, card: Card, name: str, title: str, found: Iterable[Commitment]) -> Count:
        """The same for a sentence."""
        items = [self._half(one) for one in _ordered(found)]
        return cells.counted(self._lists, f"{card.key}-{name}", _scored(card, title), items)

    def series(self, card: Card, name: str, title: str, found: Iterable[Gauge]) -> Cell:
        """How many series of a card are so, each with the country that it is about."""
        return self.number(f"{card.key}-{name}", f"{card.title}: {title}", series_items(self.held, found))

    def commitments(self, card: Card, name: str, title: str, found: Iterable[Commitment]) -> Cell:
        """How many commitments of a card are so."""
        return cells.number(self.distinct(card, name, title, found))

    def distinct(self, card: Card, name: str, title: str, found: Iterable[Commitment]) -> Count:
        """The same for a sentence."""
        codes = sorted({one.owed.commitment for one in found}, key=natural)
        items = [Item(code, self.held.title("commitment", code)) for code in codes]
        return cells.counted(self._lists, f"{card.key}-{name}", _scored(card, title), items)

    def _half(self, one: Commitment) -> Item:
        title = self.held.title("commitment", one.owed.commitment)
        return Item(one.owed.commitment, f"{title} ({label('side', one.owed.side)})")

    def owed(self, card: Card) -> Cell:
        """Halves in scope."""
        return self.halves(card, "halves", tr("halves"), (one for one in card.inside if one.result.in_scope))

    def stated(self, card: Card) -> Cell:
        """Halves whose own side stated a status."""
        return self.halves(card, "stated", label("basis", "stated"), _said(card, reading=False))

    def read(self, card: Card) -> Cell:
        """Halves whose own side's words were read as a status."""
        return self.halves(card, "read", label("basis", "reading"), _said(card, reading=True))

    def silent(self, card: Card) -> Cell:
        """Halves without a public statement of their own side."""
        found = (one for one in card.inside if one.owed.said.claim is None)
        return self.halves(card, "none", tr("none found"), found)

    def status(self, card: Card, status: Status, *, reading: bool) -> Cell:
        """Halves stated at one status, or read as it."""
        found = (
            one for one in _said(card, reading=reading) if one.owed.said.claim and one.owed.said.claim.status == status
        )
        way = label("basis", "reading") if reading else label("basis", "stated")
        name = f"{'read' if reading else 'stated'}-{status}"
        return self.halves(card, name, f"{way}, {label('status', status)}", found)

    def standing(self, card: Card, standing: Standing) -> Cell:
        """Halves on which the other side's answer stands so."""
        found = (one for one in card.inside if one.owed.standing == standing)
        return self.halves(card, f"standing-{standing}", standing_title(standing), found)

    def usable(self, card: Card) -> Cell:
        """Commitments that have a usable result."""
        found = (one for one in card.inside if one.result.usable_result)
        return self.commitments(card, "usable", tr("usable results"), found)


def standing_title(standing: Standing) -> str:
    """Where the other side stands; what both say in one text, or alike in two, counts as agreed.

    An answer to an earlier statement is none to that in force.
    """
    match standing:
        case Standing.AGREED:
            return tr("agreed, or same status from both sides")
        case Standing.UNANSWERED:
            return tr("no public answer to the statement in force found")
        case _:
            return label("standing", standing)


def delivery(card: Card) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """The assessed share of the weight, then delivery, face, and what it would be if the others were 0 or 100."""
    told = card.node.delivery
    if told is None:
        return (NOTHING,) * 5
    shown = Cell(words.bracketed(told), exported(told.shown), "muted" if told.score is None else "")
    return (
        Cell(percent(told.assessed), exported(told.assessed)),
        shown,
        Cell(_face(told), exported(told.face), shown.tone),
        Cell(points(told.low_bound), exported(told.low_bound)),
        Cell(points(told.high_bound), exported(told.high_bound)),
    )


def _face(told: NodeResult) -> str:
    """The face as the delivery beside it: in brackets where too little is assessed."""
    return points(told.face) if told.score is not None or told.face is None else f"({points(told.face)})"


def shares(card: Card) -> dict[str, Cell]:
    """By side, delivery if that side alone owed every joint commitment whose shares nobody agreed."""
    ends = card.node.delivery_ends
    if ends is None:
        return dict.fromkeys(("US", "MX"), NOTHING)
    none, every = ends
    return {"US": _ended(every), "MX": _ended(none)}


def shares_note() -> str:
    """What the two columns of ``shares`` are."""
    return tr("Joint all: delivery if one side alone owed every joint commitment whose shares nobody agreed.")


def _ended(told: NodeResult | None) -> Cell:
    shown = told.shown if told is not None else None
    return Cell(words.bracketed(told), exported(shown), "muted" if told is None or told.score is None else "")


def rests_notes(cards: Sequence[Card]) -> list[str]:
    """What else delivery rests on, card by card: an observer's status, and disputes."""
    told = [
        f"{card.title}: {'; '.join(lines)}."
        for card in cards
        if card.node.delivery is not None and card.node.delivery.shown is not None and (lines := words.rests(card.node))
    ]
    return [f"{tr('What delivery rests on')}. {' '.join(told)}"] if told else []


def exported(value: float | None) -> float | None:
    """A number with four decimals, as exports have them; never a negative zero."""
    return None if value is None else rounded(value, 4) + 0.0


def series_items(held: Held, found: Iterable[Gauge]) -> list[Item]:
    """Series as rows of a list, each with the country that it is about."""
    items = {
        gauge.id: f"{held.title('indicator', gauge.id)} ({about(gauge)})"
        for gauge in sorted(found, key=lambda gauge: natural(gauge.id))
    }
    return [Item(wash_line(code), told) for code, told in items.items()]


def opened(words: Sentence) -> Sentence:
    """Words of a card as a sentence of a document: a capital first, a full stop last."""
    first, *rest = words
    if isinstance(first, str):
        first = capital(first)
    whole = (first, *rest)
    return whole if isinstance(whole[-1], str) and whole[-1].endswith(".") else joined(*whole, ".")


def _scored(card: Card, title: str) -> str:
    """The title of a list that holds what is scored alone: the headline counts all."""
    return tr("{card}, scored: {title}", card=card.title, title=title)


def about(gauge: Gauge) -> str:
    """The country that a series is about; the state where it is about one alone."""
    return local(named(gauge.place)) if gauge.place and "-" in gauge.place else country(gauge.side)


def country(side: str) -> str:
    """A country by its side, or both."""
    return tr("both countries") if side == Responsible.JOINT else label("side", side)


def _said(card: Card, *, reading: bool) -> Sequence[Commitment]:
    return [one for one in card.inside if one.owed.said.claim and one.owed.said.claim.reading == reading]


def _ordered(found: Iterable[Commitment]) -> list[Commitment]:
    """By commitment, of a joint one the reader's own country first."""
    order = sides(Side)
    return sorted(found, key=lambda one: (natural(one.owed.commitment), order.index(one.owed.side)))
