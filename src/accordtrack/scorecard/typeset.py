"""A scorecard as the data of the page template: plain lists and words, no markup, widths of columns worked out."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.i18n import language, tr, trc
from accordtrack.scorecard import charts
from accordtrack.scorecard.columns import fit
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.value import Chart, Count, Facts, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.scorecard.value import Block, Listing, Row, Scorecard, Sentence

    Shown = Callable[[str], str]

_NUMBER = re.compile(r"[^\d]*[\d,]*\d(?P<tail>(?:\.\d+)?[^\d]*)")


def document(card: Scorecard, shown: Shown) -> dict[str, Any]:
    """The whole document; ``shown`` makes words of a chart printable before they are drawn."""
    known = {listing.id for listing in card.listings}
    return {
        **_frame(card),
        "headline": [_sentence(words, known) for words in card.headline],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "blocks": [_block(block, known, shown) for block in section.blocks],
            }
            for section in card.sections
        ],
        "listings": [_listing(listing) for listing in card.listings],
        "lists": {
            "title": tr("Lists behind the numbers"),
            "note": tr("Every underlined number in the text opens one of these lists, which is as long as it says."),
            "none": tr("Nothing is on this list."),
        },
        "contents": tr("Contents"),
    }


def brief(card: Scorecard) -> dict[str, Any]:
    """One page: its numbers are words, because the lists stand in the whole document."""
    return {
        **_frame(card),
        "kind": trc("document", "Brief"),
        "headline": [[read(words)] for words in card.headline],
        "parts": [
            {"title": part.title, "sentences": [[read(words)] for words in part.sentences]} for part in card.brief
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


def _sentence(words: Sentence, known: set[str]) -> list[Any]:
    return [
        {"n": part.shown, "to": f"list-{part.listing}" if part.listing in known else None}
        if isinstance(part, Count)
        else part
        for part in words
    ]


def _block(block: Block, known: set[str], shown: Shown) -> dict[str, Any]:
    match block:
        case Paragraph(sentence, small):
            return {"type": "paragraph", "sentence": _sentence(sentence, known), "small": small}
        case Table():
            return _table(block, known)
        case Chart():
            return chart(block, language(), shown)
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


def _table(block: Table, known: set[str]) -> dict[str, Any]:
    tails = [_tails([row.cells[at].text for row in block.rows]) for at in range(len(block.columns))]
    width = fit(
        [column.weight for column in block.columns],
        [
            [f"{column.title} {column.unit}", *(row.cells[at].text for row in block.rows)]
            for at, column in enumerate(block.columns)
        ],
    )
    return {
        "type": "table",
        "id": block.id,
        "title": block.title,
        "columns": [{"title": column.title, "unit": column.unit, "align": column.align} for column in block.columns],
        "shares": width.shares,
        "size": width.size,
        "wide": width.wide,
        "rows": [_row(row, block, tails, known) for row in block.rows],
        "notes": list(block.notes),
    }


def _row(row: Row, block: Table, tails: list[str], known: set[str]) -> dict[str, Any]:
    return {
        "anchor": row.anchor,
        "strong": row.strong,
        "cells": [
            {
                "text": cell.text,
                "tone": cell.tone,
                "to": f"list-{cell.listing}" if cell.listing in known else None,
                "pad": _pad(cell.text, tail) if column.align == "right" else "",
            }
            for cell, column, tail in zip(row.cells, block.columns, tails, strict=True)
        ],
    }


def _tails(texts: Iterable[str]) -> str:
    """What follows the units in the number of a column that has most after them."""
    found = (_NUMBER.fullmatch(text) for text in texts)
    return max((match["tail"] for match in found if match), key=len, default="")


def _pad(text: str, longest: str) -> str:
    """What stands unseen after a number so that its units stand under those of the others."""
    match = _NUMBER.fullmatch(text)
    return longest[len(match["tail"]) :] if match else ""


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "id": f"list-{listing.id}",
        "title": listing.title,
        "count": f"{len(listing.items):,}",
        "items": [[item.code, item.words] for item in listing.items],
    }
