"""Lists behind the numbers in print, grouped by the section that first counts them.

Short lists show titles, long lists show only codes, and lists with the same rows are printed once.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.documents import row_entries
from accordtrack.documents.model import Count, Paragraph, Table
from accordtrack.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.documents.model import Block, Item, Listing, Scorecard, Sentence

_IN_WORDS = 4
"""Lists of up to this many rows show titles; longer ones would repeat the same titles many times."""


def parts(card: Scorecard) -> list[dict[str, Any]]:
    """Return the printed lists, grouped by the part of the document that first counts them.

    Each list has ``ids``, ``titles``, ``count`` and ``sets``: pairs of a common addition and the rows with their text.
    Lists with the same rows appear once, with all their titles. Lists that coincide with the rows of an annex are left
    out; see ``places``.
    """
    placed = set(chain.from_iterable(places(card).values()))
    plain = _plain(card.listings)
    same: dict[tuple[Item, ...], list[Listing]] = defaultdict(list)
    for listing in card.listings:
        if listing.id not in placed:
            same[listing.items].append(listing)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    counted = _counted(card)
    for items, listings in same.items():
        if items:
            found[counted[listings[0].id]].append(_list(items, listings, plain))
    empty = same.get(())
    return [
        *({"title": title, "lists": lists} for title, lists in found.items()),
        *([{"title": tr("Lists on which there is nothing"), "lists": [_list((), empty, plain)]}] if empty else []),
    ]


def places(card: Scorecard) -> dict[str, list[str]]:
    """Return the lists that coincide with the rows of an annex or an entry group, by table ID or ``id/group``."""
    by_codes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for listing in card.listings:
        if listing.items:
            by_codes[tuple(sorted(item.code for item in listing.items))].append(listing.id)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for table in _annexes(card):
        sets = [(table.id, table.rows)]
        if table.entries:
            sets += [(f"{table.id}/{name}", tuple(rows)) for name, rows in row_entries.groups(table) if name]
        for place, rows in sets:
            names = by_codes.get(tuple(sorted(str(row.cells[0].value) for row in rows)), [])
            found[place] = [name for name in names if name not in taken]
            taken.update(names)
    return found


def codes(card: Scorecard) -> list[dict[str, Any]]:
    """Return the codes in long lists that are not rows of an annex, with their text."""
    long = [listing for listing in card.listings if not _short(listing.items)]
    plain = _plain(card.listings)
    told = {str(row.cells[0].value) for table in _annexes(card) for row in table.rows}
    named = sorted({item.code for listing in long for item in listing.items} - told, key=natural_sort_key)
    return [{"code": code, "words": plain[code]} for code in named]


def _list(items: tuple[Item, ...], listings: list[Listing], plain: dict[str, str]) -> dict[str, Any]:
    return {
        "ids": [f"list-{listing.id}" for listing in listings],
        "titles": list(dict.fromkeys(listing.title for listing in listings)),
        "count": f"{len(items):,}",
        "short": _short(items),
        "sets": [["", [[item.code, item.words] for item in items]]] if _short(items) else _sets(items, plain),
    }


def _sets(items: tuple[Item, ...], plain: dict[str, str]) -> list[list[Any]]:
    """Group codes by the text that a list adds to each title, such as which half it means.

    Codes without an addition come first. An addition in parentheses is written once for all its codes.
    """
    found: dict[str, list[list[str]]] = defaultdict(list)
    for item in items:
        beside = _beside(item, plain)
        shared = beside[1:-1] if beside.startswith("(") and beside.endswith(")") else ""
        found[shared].append([item.code, "" if shared else beside])
    return [[shared, rows] for shared, rows in sorted(found.items(), key=lambda one: bool(one[0]))]


def _short(items: tuple[Item, ...]) -> bool:
    return len(items) <= _IN_WORDS


def _plain(listings: tuple[Listing, ...]) -> dict[str, str]:
    """Return the shortest text that appears with each code: its title, without additions of a list."""
    found: dict[str, str] = {}
    for listing in listings:
        for item in listing.items:
            held = found.get(item.code)
            if held is None or (len(item.words), item.words) < (len(held), held):
                found[item.code] = item.words
    return found


def _beside(item: Item, plain: dict[str, str]) -> str:
    """Return the text that a list adds to the title of a code, such as which half it means."""
    title = plain[item.code]
    return item.words.removeprefix(title).strip(" :;") if item.words.startswith(title) else item.words


def _annexes(card: Scorecard) -> list[Table]:
    blocks = (block for section in card.sections if section.annex for block in section.blocks)
    return [block for block in blocks if isinstance(block, Table)]


def _counted(card: Scorecard) -> dict[str, str]:
    """Return, for each list, the title of the section that first counts it; the default is the brief."""
    found: dict[str, str] = {}
    for title, names in (
        (tr("What this register found"), _named(card.headline)),
        *((section.title, chain.from_iterable(map(_opened, section.blocks))) for section in card.sections),
    ):
        for name in names:
            found.setdefault(name, title)
    return defaultdict(lambda: trc("document", "Brief"), found)


def _opened(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _named([block.sentence])
        case Table():
            yield from (cell.listing for row in block.rows for cell in row.cells if cell.listing)


def _named(sentences: Iterable[Sentence]) -> Iterator[str]:
    yield from (part.listing for sentence in sentences for part in sentence if isinstance(part, Count))
