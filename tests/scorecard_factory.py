"""What a scorecard is made from, for tests: held facts of a desk or of nothing but words, and what a section says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import Block, Cell, Heading, Item, Paragraph, Quote, Section, Table
from accordtrack.documents.model import Facts as Named
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.ledger.fields import Record
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import State
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk
from accordtrack.store.items import Item as Entry
from items import Told
from statement_scores import accord

HOSTILE = "=1+1 <script>alert(1)</script> #[typst] {n} \u202eevil\u202c \x1b[31mred"
HIDDEN = ("\u202e", "\u202c", "\x1b")
WORDS = {"en": HOSTILE, "es": HOSTILE}


def held(desk: Desk, day: str, since: str | None = None) -> ScorecardData:
    """The whole register as of a day, with an earlier day beside it where one is asked for."""
    then = desk.scores(TwoDates(since, since)) if since is not None else None
    return ScorecardData(desk.scores(TwoDates(day, day)), then)


def scored(states: Sequence[State], day: str, **more: Any) -> ScoreAccess:  # noqa: ANN401 - tables of facts
    """Scores of folded states alone, without any register."""
    empty: Mapping[str, Any] = {}
    told: dict[str, Any] = {
        "indicators": empty,
        "measurements": empty,
        "answers": (),
        "events": empty,
        "conflicts": empty,
        "frameworks": empty,
        "bodies": empty,
        "sources": empty,
        **more,
    }
    facts = Facts(accord=accord("firearms", title=WORDS), states={one.record.id: one for one in states}, **told)
    at = TwoDates(day, day)
    return ScoreAccess(facts, standard_method(), build_inputs(facts, at, standard_method()))


def reworded(told: Told, item: Entry[Record], **fields: object) -> None:
    told.items[told.items.index(item)] = item.with_body(item.body.model_copy(update=fields))


def made(
    section: Callable[[ScorecardData, Listings], Section], of: ScorecardData, language: str = "en"
) -> tuple[Section, Listings]:
    lists = Listings()
    with i18n.using_language(language):
        return section(of, lists), lists


def sizes(lists: Listings) -> dict[str, int]:
    return {one.id: len(one.items) for one in lists.all_lists}


def items(lists: Listings, name: str) -> tuple[Item, ...]:
    return next(one.items for one in lists.all_lists if one.id == name)


def table(section: Section, name: str) -> Table:
    return next(one for one in section.blocks if isinstance(one, Table) and one.id == name)


def column(found: Table, key: str) -> list[Cell]:
    place = [one.key for one in found.columns].index(key)
    return [row.cells[place] for row in found.rows]


def quotes(section: Section) -> list[Quote]:
    return [one for one in section.blocks if isinstance(one, Quote)]


def texts(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(sentence):
            yield plain_text(sentence)
        case Heading(_anchor, text):
            yield text
        case Quote(_anchor, head, words, original, _language, source):
            yield from (head, words, original, source)
        case Named(pairs, title):
            yield title
            for name, lines in pairs:
                yield from (name, *lines)
        case Table():
            yield from (block.title, *(one.title for one in block.columns), *block.notes)
            for row in block.rows:
                yield from (cell.text for cell in row.cells)


def anchors(section: Section) -> Iterator[str]:
    yield section.id
    for block in section.blocks:
        match block:
            case Heading(anchor) | Quote(anchor):
                yield anchor
            case Table():
                yield block.id
                yield from (row.anchor for row in block.rows)


def shape(section: Section) -> list[tuple[str, int, frozenset[str]]]:
    """Kinds of blocks with how many rows each has and which, whatever their order and language."""
    found = []
    for block in section.blocks:
        rows = frozenset(row.anchor for row in block.rows) if isinstance(block, Table) else frozenset()
        found.append((type(block).__name__, len(rows), rows))
    return found
