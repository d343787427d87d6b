"""Score cards as table cells: every count links to its halves, commitments or series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, natural_sort_key, sanitize_line
from accordtrack.documents.model import Cell, Item
from accordtrack.documents.sentences import join_parts
from accordtrack.i18n import localize, sides, tr
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.rounding import round_half_even
from accordtrack.statuses import SCORED, UNREPORTED, Status
from accordtrack.text import score as words
from accordtrack.text.numbers import format_percent, format_points
from accordtrack.types.regions import name_with_code
from accordtrack.vocabulary import Responsible, Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.results import Commitment, NodeScore
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.series import MeasuredIndicator

NOTHING = Cell("—", None, "muted")
STATUSES = tuple(reversed(SCORED))
"""Statuses of halves in scope, the most advanced first."""
STANDINGS = tuple(one for one in Standing if one != UNREPORTED)


@dataclass(frozen=True, slots=True)
class Card:
    """The card of the whole, a theme or a side; ``key`` prefixes the IDs of its lists, ``inside`` holds its halves."""

    key: str
    title: str
    node: NodeScore
    inside: tuple[Commitment, ...]


class Cells:
    """Factory for the cells of cards."""

    def __init__(self, data: ScorecardData, lists: Listings) -> None:
        self.held = data
        self._lists = lists

    def themes(self) -> list[Card]:
        """Return the card of the whole, then of every theme in the order of the accord."""
        score = self.held.score
        whole = Card("whole", tr("Whole"), score.overall, score.leaves_of(score.overall))
        named = [(group, self.held.title("theme", group.id)) for group in score.groups]
        return [whole, *(Card(f"theme-{group.id}", title, group, score.leaves_of(group)) for group, title in named)]

    def sides(self) -> list[Card]:
        """Return the card of each side, in the language's order of the sides."""
        score = self.held.score
        found = [(side, score.sides[Side(side)]) for side in sides(Side) if Side(side) in score.sides]
        return [Card(f"side-{side}", label("side", side), node, score.leaves_of(node)) for side, node in found]

    def number(self, name: str, title: str, items: Iterable[Item]) -> Cell:
        """Return a count that links to its rows."""
        return cells.number(cells.count_for_cell(self._lists, name, title, items))

    def halves(self, card: Card, name: str, title: str, commitments: Iterable[Commitment]) -> Cell:
        """Return a count of halves of a card; its list shows their titles and the sides that owe them."""
        return cells.number(self.count_halves(card, name, title, commitments))

    def count_halves(self, card: Card, name: str, title: str, commitments: Iterable[Commitment]) -> Count:
        """Return the same count for a sentence."""
        items = [self._half_item(one) for one in _ordered_halves(commitments)]
        return cells.count_for_cell(self._lists, f"{card.key}-{name}", _scored_title(card, title), items)

    def series(self, card: Card, name: str, title: str, measured_indicators: Iterable[MeasuredIndicator]) -> Cell:
        """Return a count of series of a card; its list shows the country of each."""
        return self.number(f"{card.key}-{name}", f"{card.title}: {title}", series_items(self.held, measured_indicators))

    def commitments(self, card: Card, name: str, title: str, commitments: Iterable[Commitment]) -> Cell:
        """Return a count of commitments of a card."""
        return cells.number(self.count_commitments(card, name, title, commitments))

    def count_commitments(self, card: Card, name: str, title: str, commitments: Iterable[Commitment]) -> Count:
        """Return the same count for a sentence."""
        codes = sorted({one.owed.commitment for one in commitments}, key=natural_sort_key)
        items = [Item(code, self.held.title("commitment", code)) for code in codes]
        return cells.count_for_cell(self._lists, f"{card.key}-{name}", _scored_title(card, title), items)

    def _half_item(self, one: Commitment) -> Item:
        title = self.held.title("commitment", one.owed.commitment)
        return Item(one.owed.commitment, f"{title} ({label('side', one.owed.side)})")

    def owed_halves(self, card: Card) -> Cell:
        """Return the number of halves in scope."""
        return self.halves(card, "halves", tr("commitments"), (one for one in card.inside if one.result.in_scope))

    def stated_halves(self, card: Card) -> Cell:
        """Return the number of halves with a status stated by their own side."""
        return self.halves(card, "stated", label("basis", "stated"), _halves_with_status(card, reading=False))

    def read_halves(self, card: Card) -> Cell:
        """Return the number of halves with a status read from the words of their own side."""
        return self.halves(card, "read", label("basis", "reading"), _halves_with_status(card, reading=True))

    def silent_halves(self, card: Card) -> Cell:
        """Return the number of halves without a public statement of their own side."""
        commitments = (one for one in card.inside if one.owed.said.claim is None)
        return self.halves(card, "none", tr("none found"), commitments)

    def status(self, card: Card, status: Status, *, reading: bool) -> Cell:
        """Return the number of halves stated as one status, or read as it."""
        commitments = (
            one
            for one in _halves_with_status(card, reading=reading)
            if one.owed.said.claim and one.owed.said.claim.status == status
        )
        way = label("basis", "reading") if reading else label("basis", "stated")
        name = f"{'read' if reading else 'stated'}-{status}"
        return self.halves(card, name, f"{way}, {label('status', status)}", commitments)

    def standing(self, card: Card, standing: Standing) -> Cell:
        """Return the number of halves with this standing of the other side's answer."""
        commitments = (one for one in card.inside if one.owed.standing == standing)
        return self.halves(card, f"standing-{standing}", standing_title(standing), commitments)

    def usable_results(self, card: Card) -> Cell:
        """Return the number of commitments that have a usable result."""
        commitments = (one for one in card.inside if one.result.has_usable_result)
        return self.commitments(card, "usable", tr("with usable indicators"), commitments)


def standing_title(standing: Standing) -> str:
    """Return the title of a standing.

    A joint text, or the same status from both sides, counts as agreed. An answer to an earlier statement is not an
    answer to the one in force.
    """
    match standing:
        case Standing.AGREED:
            return tr("agreed, or same status from both sides")
        case Standing.UNANSWERED:
            return tr("no public answer found to the statement in force")
        case _:
            return label("standing", standing)


def delivery_cells(card: Card) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return the assessed share of the weight, delivery, face, and delivery if the unassessed halves were 0 or 100."""
    result = card.node.delivery
    if result is None:
        return (NOTHING,) * 5
    cell = Cell(
        words.bracketed_score(result), round_for_export(result.displayed_score), "muted" if result.score is None else ""
    )
    return (
        Cell(format_percent(result.assessed), round_for_export(result.assessed)),
        cell,
        Cell(_face_text(result), round_for_export(result.face), cell.tone),
        Cell(format_points(result.low_bound), round_for_export(result.low_bound)),
        Cell(format_points(result.high_bound), round_for_export(result.high_bound)),
    )


def _face_text(result: NodeResult) -> str:
    """Return the face; like delivery, it is in parentheses if too little is assessed."""
    return (
        format_points(result.face)
        if result.score is not None or result.face is None
        else f"({format_points(result.face)})"
    )


def shares(card: Card) -> dict[str, Cell]:
    """Return, for each side, delivery if it alone owed every joint commitment without agreed shares."""
    ends = card.node.delivery_ends
    if ends is None:
        return dict.fromkeys(("US", "MX"), NOTHING)
    none, every = ends
    return {"US": _delivery_cell(every), "MX": _delivery_cell(none)}


def shares_note() -> str:
    """Return a note that explains the columns of ``shares``."""
    return tr(
        "Joint all: actions done if one government alone were responsible for every joint "
        "commitment with no agreed shares."
    )


def _delivery_cell(result: NodeResult | None) -> Cell:
    shown = result.displayed_score if result is not None else None
    return Cell(
        words.bracketed_score(result),
        round_for_export(shown),
        "muted" if result is None or result.score is None else "",
    )


def delivery_basis_notes(cards: Sequence[Card]) -> list[str]:
    """Return a note on what else delivery rests on, by card: statuses of observers, and disputes."""
    notes = [
        f"{card.title}: {'; '.join(lines)}."
        for card in cards
        if card.node.delivery is not None
        and card.node.delivery.displayed_score is not None
        and (lines := words.caveats(card.node))
    ]
    return [f"{tr('What the actions done are based on')}. {' '.join(notes)}"] if notes else []


def round_for_export(value: float | None) -> float | None:
    """Return a number rounded to four decimals, as in exports, never a negative zero."""
    return None if value is None else round_half_even(value, 4) + 0.0


def series_items(data: ScorecardData, measured_indicators: Iterable[MeasuredIndicator]) -> list[Item]:
    """Return series as rows of a list, each with its country."""
    items = {
        gauge.id: f"{data.title('indicator', gauge.id)} ({place_of_series(gauge)})"
        for gauge in sorted(measured_indicators, key=lambda gauge: natural_sort_key(gauge.id))
    }
    return [Item(sanitize_line(code), text) for code, text in items.items()]


def as_full_sentence(words: Sentence) -> Sentence:
    """Return the text of a card as a full sentence, with a capital letter and a period."""
    first, *rest = words
    if isinstance(first, str):
        first = capitalize_first(first)
    whole = (first, *rest)
    return whole if isinstance(whole[-1], str) and whole[-1].endswith(".") else join_parts(*whole, ".")


def _scored_title(card: Card, title: str) -> str:
    """Return the title of a list that holds only what is scored, unlike the lists of the headline."""
    return tr("{card}, scored: {title}", card=card.title, title=title)


def place_of_series(gauge: MeasuredIndicator) -> str:
    """Return the country that a series is about, or the state if it is about one state only."""
    return localize(name_with_code(gauge.place)) if gauge.place and "-" in gauge.place else country_name(gauge.side)


def country_name(side: str) -> str:
    """Return the name of a country by its side, or "both countries"."""
    return tr("both countries") if side == Responsible.JOINT else label("side", side)


def _halves_with_status(card: Card, *, reading: bool) -> Sequence[Commitment]:
    return [one for one in card.inside if one.owed.said.claim and one.owed.said.claim.reading == reading]


def _ordered_halves(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Return commitments in order; joint ones are ordered by side as the language lists them."""
    order = sides(Side)
    return sorted(commitments, key=lambda one: (natural_sort_key(one.owed.commitment), order.index(one.owed.side)))
