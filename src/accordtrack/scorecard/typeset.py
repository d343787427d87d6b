"""A scorecard as the data of the page template: plain lists and words, no markup, widths of columns worked out."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.i18n import language, tr, trc
from accordtrack.scorecard import charts, listed
from accordtrack.scorecard.columns import Fitted, fit
from accordtrack.scorecard.value import Chart, Count, Facts, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.scorecard.value import Block, Row, Scorecard, Sentence

    Shown = Callable[[str], str]

_TALL = 900
"""Letters of a cell that may be parted between two pages; a shorter one stays whole."""
_NUMBER = re.compile(r"[^\d]*[\d,]*\d(?P<tail>(?:\.\d+)?[^\d]*)")


@dataclass(frozen=True, slots=True)
class _Here:
    """What this document has to open: lists, rows that something opens; and how words of drawings are shown."""

    lists: set[str]
    rows: set[str]
    shown: Shown

    def listing(self, name: str | None) -> str | None:
        return f"list-{name}" if name in self.lists else None


def document(card: Scorecard, shown: Shown) -> dict[str, Any]:
    """The whole document; ``shown`` makes words of a chart printable before they are drawn."""
    codes = listed.codes(card)
    here = _Here({listing.id for listing in card.listings}, {code["to"] for code in codes}, shown)
    return {
        **_frame(card),
        "headline": [_sentence(words, here) for words in card.headline],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "blocks": [_block(block, here) for block in section.blocks],
            }
            for section in card.sections
        ],
        "listings": listed.lists(card),
        "codes": codes,
        "lists": {
            "title": tr("Lists behind the numbers"),
            "note": tr(
                "Each number set in blue opens one of these lists, which is as long as the number says. Long lists give codes; their words stand once, after the last list."
            ),
            "codes": tr("Codes of these lists"),
        },
        "contents": tr("Contents"),
    }


def brief(card: Scorecard) -> dict[str, Any]:
    """One page: its numbers open nothing, because the lists stand in the whole document."""
    here = _Here(set(), set(), str)
    return {
        **_frame(card),
        "kind": trc("document", "Brief"),
        "headline": [_sentence(words, here) for words in card.headline],
        "parts": [
            {"title": part.title, "sentences": [_sentence(words, here) for words in part.sentences]}
            for part in card.brief
        ],
    }


def chart(drawn: Chart, language: str, shown: Shown) -> dict[str, Any]:
    """A chart as its drawing, the same as on the page of HTML, and its words."""
    bars = tuple(
        replace(bar, label=shown(bar.label), shown=shown(bar.shown), detail=shown(bar.detail)) for bar in drawn.bars
    )
    plain = replace(
        drawn, title=shown(drawn.title), subtitle=shown(drawn.subtitle), source=shown(drawn.source), bars=bars
    )
    return {"type": "chart", "svg": charts.svg(plain, language), "alt": drawn.alt}


def _frame(card: Scorecard) -> dict[str, Any]:
    audience = wording.label("audience", card.audience)
    digest = str(card.checkpoint.get("state_digest", ""))
    dates = [(tr("As of"), card.as_of), (tr("As known on"), card.known_on)]
    if card.facts_until:
        dates.append((tr("facts until").capitalize(), card.facts_until))
    return {
        "language": card.language,
        "region": {"es": "MX", "en": "US"}[card.language],
        "date": [int(part) for part in card.as_of.split("-")],
        "title": card.title,
        "subtitle": card.subtitle,
        "kind": trc("document", "Progress scorecard"),
        "dates": [*dates, (tr("Audience"), audience)],
        "running": tr("as of {as_of}; audience: {audience}", as_of=card.as_of, audience=audience),
        "foot": tr("accordtrack {version}, state {digest}", version=card.version, digest=digest[:12]),
        "page": tr("page {n} of {total}"),
    }


def _sentence(words: Sentence, here: _Here) -> list[Any]:
    return [{"n": part.shown, "to": here.listing(part.listing)} if isinstance(part, Count) else part for part in words]


def _block(block: Block, here: _Here) -> dict[str, Any]:
    match block:
        case Paragraph(sentence, small):
            return {"type": "paragraph", "sentence": _sentence(sentence, here), "small": small}
        case Table():
            return _table(block, here)
        case Chart():
            return chart(block, language(), here.shown)
        case Facts(pairs, title):
            return {"type": "facts", "pairs": [[name, list(lines)] for name, lines in pairs], "title": title}
        case Quote():
            return _quote(block)
        case Heading(anchor, text):
            return {"type": "heading", "anchor": anchor, "text": text}


def _quote(block: Quote) -> dict[str, Any]:
    languages = {
        "es": tr("In the language of who said it, Spanish"),
        "en": tr("In the language of who said it, English"),
    }
    named = languages.get(block.original_language, tr("In the language of who said it"))
    return {**asdict(block), "type": "quote", "named": named, "cited": tr("Source: {source}", source=block.source)}


def _table(block: Table, here: _Here) -> dict[str, Any]:
    tails = [_tails([row.cells[at].text for row in block.rows]) for at in range(len(block.columns))]
    width = fit(
        [column.weight for column in block.columns],
        [[row.cells[at].text for row in block.rows] for at in range(len(block.columns))],
        [f"{column.title} {column.unit}" for column in block.columns],
    )
    return {
        "type": "table",
        "id": block.id,
        "title": block.title,
        "columns": [{"title": column.title, "unit": column.unit, "align": column.align} for column in block.columns],
        "shares": width.shares,
        "size": width.size,
        "wide": width.wide,
        "rows": [_row(row, block, tails, width, here) for row in block.rows],
        "notes": list(block.notes),
    }


def _row(row: Row, block: Table, tails: list[str], width: Fitted, here: _Here) -> dict[str, Any]:
    return {
        "anchor": row.anchor if row.anchor in here.rows else None,
        "strong": row.strong,
        "cells": [
            _told(
                cell.text,
                tone=cell.tone,
                long=not width.holds(at, cell.text) and not _plain_address(cell.text),
                to=here.listing(cell.listing),
                pad=_pad(cell.text, tail) if column.align == "right" else "",
                tall=len(cell.text) > _TALL,
            )
            for at, (cell, column, tail) in enumerate(zip(row.cells, block.columns, tails, strict=True))
        ],
    }


def _plain_address(text: str) -> bool:
    """Whether it is broken as an address anyhow: it has no marks but in Spanish, and a hyphen would become part of it."""
    return language() == "en" and text.startswith(("https://", "http://"))


def _told(text: str, **about: str | bool | None) -> dict[str, Any] | str:
    """The words of a cell, with what is to be said about them; alone, as in most cells, where that is nothing."""
    held = {name: value for name, value in about.items() if value}
    return {"text": text, **held} if held else text


def _tails(texts: Iterable[str]) -> str:
    """What follows the units in the number of a column that has most after them."""
    found = (_NUMBER.fullmatch(text) for text in texts)
    return max((match["tail"] for match in found if match), key=len, default="")


def _pad(text: str, longest: str) -> str:
    """What stands unseen after a number so that its units stand under those of the others."""
    match = _NUMBER.fullmatch(text)
    return longest[len(match["tail"]) :] if match else ""
