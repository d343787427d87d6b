"""Scorecard as data for the typst template: plain lists and text without markup, with column widths computed."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents import annexes, pdf_rows, printed_lists
from accordtrack.documents.charts import bar_chart, line_chart
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.keep_with_next import keep_flags
from accordtrack.documents.model import Chart, Count, Facts, Heading, Paragraph, Quote, Table
from accordtrack.documents.pdf_rows import LinkTargets
from accordtrack.documents.sentences import for_people, table_for_people
from accordtrack.i18n import language, tr, trc
from accordtrack.text.calendar_names import dates_in_words

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Scorecard, Section, Sentence
    from accordtrack.documents.pdf_rows import Shown


def document(card: Scorecard, shown: Shown) -> dict[str, Any]:
    """Return the data of the whole document; ``shown`` makes the text of charts printable before they are drawn."""
    here = LinkTargets(
        {listing.id for listing in card.listings}, printed_lists.lists_by_place(card), _entry_anchors(card), shown
    )
    return {
        **_common_data(card),
        **({"kind": tr("Annexes")} if card.pages and card.listings else {}),
        "headline": [_sentence(words, here) for words in card.headline],
        "sections": [_section(section, title, here) for section, title in annexes.titled_sections(card)],
        "listings": printed_lists.grouped_lists(card),
        "codes": printed_lists.explained_codes(card),
        "lists": {
            "title": annexes.lists_title(card),
            "note": tr(
                "Each number in blue opens one of these lists, which has that many rows, or an annex "
                "before them. Lists with the same rows appear once. Long lists give codes: the annexes "
                "before them, or the notes after the last list, explain each one."
            ),
            "codes": annexes.codes_title(card),
        }
        if card.listings
        else None,
        "contents": tr("Contents"),
        "annexes": tr("Annexes for reference"),
    }


def _entry_anchors(card: Scorecard) -> dict[str, str]:
    """Return the anchor of each entry by its code."""
    tables = [block for section in card.sections for block in section.blocks if isinstance(block, Table)]
    return {row.cells[0].text: row.anchor for table in tables if table.entries for row in table.rows}


def _section(section: Section, title: str, here: LinkTargets) -> dict[str, Any]:
    blocks = [_block(block, here, annex=section.annex) for block in section.blocks]
    for block_data, block, keep in zip(blocks, section.blocks, keep_flags(section.blocks), strict=True):
        if keep:
            block_data["keep"] = True
        if isinstance(block, Table) and block.title == section.title:
            block_data["title"] = ""
    return {
        "id": section.id,
        "title": dates_in_words(title),
        "annex": section.annex,
        "wide": any(block_data.get("wide") for block_data in blocks),
        "short": all(isinstance(block, Paragraph) for block in section.blocks),
        "blocks": _group_short_items(blocks),
    }


def _group_short_items(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group consecutive short items into blocks of two columns. Such an item is a heading that ends in inline facts."""
    parts: list[list[dict[str, Any]]] = [[]]
    for block in blocks:
        if block["type"] == "heading":
            parts.append([])
        parts[-1].append(block)
    found: list[dict[str, Any]] = []
    for short, some in groupby(parts, lambda part: bool(part) and part[-1].get("run", False)):
        group = list(chain.from_iterable(some))
        found += [{"type": "columns", "blocks": group}] if short else group
    return found


_LEAST_NOTE, _LEAST_BRIEF, _LEAST = 11.0, 10.0, 6.7
"""Smallest font sizes of a note, a brief and a worksheet, in points."""


def _kind_of_brief(card: Scorecard) -> str:
    if not card.sections:
        return trc("document", "For signature")
    return trc("document", "Brief") if card.opening else "Tarjeta informativa"


def brief(card: Scorecard) -> dict[str, Any]:
    """Return the data of the brief. Its numbers have no links, because the lists are in the whole document only."""
    here = LinkTargets(set(), {}, {}, str)
    return {
        **_common_data(card),
        "kind": _kind_of_brief(card),
        "least": _LEAST_BRIEF if card.lead else _LEAST_NOTE if card.pages else _LEAST,
        "headline": [_sentence(words, here) for words in card.opening],
        "parts": [
            {
                "title": part.title,
                "sentences": [_sentence(words, here) for words in part.sentences],
                "table": part.table and pdf_rows.brief_table(part.table),
            }
            for part in card.brief
        ],
    }


def chart(block: Chart | LineChart, language: str, shown: Shown) -> dict[str, Any]:
    """Return a chart as SVG, the same as on HTML pages, with its alternative text."""
    if isinstance(block, LineChart):
        return {"type": "chart", "svg": shown(line_chart.draw(block, language)), "alt": shown(block.alt)}
    bars = tuple(
        replace(bar, label=shown(bar.label), shown=shown(bar.shown), detail=shown(bar.detail)) for bar in block.bars
    )
    plain = replace(
        block, title=shown(block.title), subtitle=shown(block.subtitle), source=shown(block.source), bars=bars
    )
    return {"type": "chart", "svg": bar_chart.draw(plain, language), "alt": shown(block.alt)}


def _common_data(card: Scorecard) -> dict[str, Any]:
    audience = wording.label("audience", card.audience)
    digest = str(card.checkpoint.get("state_digest", ""))
    dates = [(capitalize_first(name), day) for name, day in card.dates]
    updated = [f"{name} {day}" for name, day in card.dates[:1]]
    return {
        "language": card.language,
        "region": {"es": "MX", "en": "US"}[card.language],
        "date": [int(part) for part in card.as_of.split("-")],
        "title": card.title,
        "subtitle": card.subtitle,
        "kind": trc("document", "Progress scorecard"),
        "dates": [*dates, (tr("Audience"), audience)],
        "running": "; ".join([*updated, tr("audience: {audience}", audience=audience)]),
        "foot": tr("accordtrack {version}, state {digest}", version=card.version, digest=digest[:12]),
        "page": tr("page {n} of {total}"),
        "closing": _sentence(card.closing, LinkTargets(set(), {}, {}, str)),
    }


def _sentence(words: Sentence, here: LinkTargets) -> list[Any]:
    return [
        {"n": part.shown, "to": here.list_label(part.listing)}
        if isinstance(part, Count)
        else part
        if isinstance(part, str)
        else part.shown
        for part in for_people(words)
    ]


def _block(block: Block, here: LinkTargets, *, annex: bool = False) -> dict[str, Any]:
    match block:
        case Paragraph(sentence, small):
            return {"type": "paragraph", "sentence": _sentence(sentence, here), "small": small}
        case Table(entries=True):
            return pdf_rows.entries_of(table_for_people(block), here)
        case Table():
            return pdf_rows.table(table_for_people(block), here, annex=annex)
        case Chart() | LineChart():
            return chart(block, language(), here.shown)
        case Facts(pairs, title, run):
            rows = [[name, list(map(dates_in_words, lines))] for name, lines in pairs]
            return {"type": "facts", "pairs": rows, "title": title, "run": run}
        case Quote():
            return _quote(block)
        case Heading(anchor, text):
            return {"type": "heading", "anchor": anchor, "text": text}


def _quote(block: Quote) -> dict[str, Any]:
    languages = {"es": tr("In Spanish:"), "en": tr("In English:")}
    text = languages.get(block.original_language, tr("In the language of the speaker:"))
    shown = replace(block, head=dates_in_words(block.head), source=dates_in_words(block.source))
    return {**asdict(shown), "type": "quote", "named": text}
