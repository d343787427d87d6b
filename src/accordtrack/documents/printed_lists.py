"""Lists behind the numbers in print, grouped by the section that first counts them.

Short lists show titles, long lists show only codes, and lists with the same rows are printed once.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.documents import table_layout
from accordtrack.documents.model import Count, Paragraph, Table
from accordtrack.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.documents.model import Block, Item, Listing, Scorecard, Sentence

_IN_WORDS = 4
"""Lists of up to this many rows show titles; longer ones would repeat the same titles many times."""


def grouped_lists(card: Scorecard) -> list[dict[str, Any]]:
    """Return the printed lists, grouped by the part of the document that first counts them.

    Each list has ``ids``, ``titles``, ``count`` and ``sets``: pairs of a common addition and the rows with their text.
    Lists with the same rows appear once, with all their titles. Lists that coincide with the rows of an annex are left
    out; see ``lists_by_place``.
    """
    placed = set(chain.from_iterable(lists_by_place(card).values()))
    plain = _plain_titles(card.listings)
    same: dict[tuple[Item, ...], list[Listing]] = defaultdict(list)
    for listing in card.listings:
        if listing.id not in placed:
            same[listing.items].append(listing)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    counted = _first_section_titles(card)
    for items, listings in same.items():
        if items:
            found[counted[listings[0].id]].append(_list_data(items, listings, plain))
    empty = same.get(())
    return [
        *({"title": title, "lists": lists} for title, lists in found.items()),
        *([{"title": tr("Empty lists"), "lists": [_list_data((), empty, plain)]}] if empty else []),
    ]


def lists_by_place(card: Scorecard) -> dict[str, list[str]]:
    """Return the lists that coincide with the rows of an annex or an entry group, by table ID or ``id/group``."""
    by_codes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for listing in card.listings:
        if listing.items:
            by_codes[tuple(sorted(item.code for item in listing.items))].append(listing.id)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for table in _annex_tables(card):
        sets = [(table.id, table.rows)]
        if table.entries:
            sets += [(f"{table.id}/{name}", tuple(rows)) for name, rows in table_layout.groups(table) if name]
        for place, rows in sets:
            names = by_codes.get(tuple(sorted(str(row.cells[0].value) for row in rows)), [])
            found[place] = [name for name in names if name not in taken]
            taken.update(names)
    return found


def explained_codes(card: Scorecard) -> list[dict[str, Any]]:
    """Return the codes in long lists that are not rows of an annex, with their text."""
    long = [listing for listing in card.listings if not _is_short(listing.items)]
    plain = _plain_titles(card.listings)
    names = {str(row.cells[0].value) for table in _annex_tables(card) for row in table.rows}
    named = sorted({item.code for listing in long for item in listing.items} - names, key=natural_sort_key)
    return [{"code": code, "words": plain[code]} for code in named]


def _list_data(items: tuple[Item, ...], listings: list[Listing], plain: dict[str, str]) -> dict[str, Any]:
    return {
        "ids": [f"list-{listing.id}" for listing in listings],
        "titles": list(dict.fromkeys(listing.title for listing in listings)),
        "count": f"{len(items):,}",
        "short": _is_short(items),
        "sets": [["", [[item.code, item.words] for item in items]]] if _is_short(items) else _code_sets(items, plain),
    }


def _code_sets(items: tuple[Item, ...], plain: dict[str, str]) -> list[list[Any]]:
    """Group codes by the text that a list adds to each title, such as which half it means.

    Codes without an addition come first. An addition in parentheses is written once for all its codes.
    """
    found: dict[str, list[list[str]]] = defaultdict(list)
    for item in items:
        beside = _added_text(item, plain)
        shared = beside[1:-1] if beside.startswith("(") and beside.endswith(")") else ""
        found[shared].append([item.code, "" if shared else beside])
    return [[shared, rows] for shared, rows in sorted(found.items(), key=lambda one: bool(one[0]))]


def _is_short(items: tuple[Item, ...]) -> bool:
    return len(items) <= _IN_WORDS


def _plain_titles(listings: tuple[Listing, ...]) -> dict[str, str]:
    """Return the shortest text that appears with each code: its title, without additions of a list."""
    found: dict[str, str] = {}
    for listing in listings:
        for item in listing.items:
            text = found.get(item.code)
            if text is None or (len(item.words), item.words) < (len(text), text):
                found[item.code] = item.words
    return found


def _added_text(item: Item, plain: dict[str, str]) -> str:
    """Return the text that a list adds to the title of a code, such as which half it means."""
    title = plain[item.code]
    return item.words.removeprefix(title).strip(" :;") if item.words.startswith(title) else item.words


def _annex_tables(card: Scorecard) -> list[Table]:
    blocks = (block for section in card.sections if section.annex for block in section.blocks)
    return [block for block in blocks if isinstance(block, Table)]


def _first_section_titles(card: Scorecard) -> dict[str, str]:
    """Return, for each list, the title of the section that first counts it; the default is the brief."""
    found: dict[str, str] = {}
    for title, names in (
        (tr("What this register found"), _lists_in_sentences(card.headline)),
        *((section.title, chain.from_iterable(map(_lists_in_block, section.blocks))) for section in card.sections),
    ):
        for name in names:
            found.setdefault(name, title)
    return defaultdict(lambda: trc("document", "Brief"), found)


def _lists_in_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _lists_in_sentences([block.sentence])
        case Table():
            yield from (cell.listing for row in block.rows for cell in row.cells if cell.listing)


def _lists_in_sentences(sentences: Iterable[Sentence]) -> Iterator[str]:
    yield from (part.listing for sentence in sentences for part in sentence if isinstance(part, Count))
