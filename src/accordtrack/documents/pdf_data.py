"""Scorecard as data for the typst template: plain lists and text without markup, with column widths computed."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.documents import annexes, charts, pdf_rows, printed_lists
from accordtrack.documents.keep_with_next import keep_flags
from accordtrack.documents.model import OPENING, Chart, Count, Facts, Heading, Paragraph, Quote, Table
from accordtrack.documents.pdf_rows import LinkTargets
from accordtrack.i18n import language, tr, trc

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Scorecard, Section, Sentence
    from accordtrack.documents.pdf_rows import Shown


def document(card: Scorecard, shown: Shown) -> dict[str, Any]:
    """Return the data of the whole document; ``shown`` makes the text of charts printable before they are drawn."""
    here = LinkTargets({listing.id for listing in card.listings}, printed_lists.places(card), _anchors(card), shown)
    return {
        **_frame(card),
        "headline": [_sentence(words, here) for words in card.headline],
        "sections": [_section(section, title, here) for section, title in annexes.titled(card)],
        "listings": printed_lists.parts(card),
        "codes": printed_lists.codes(card),
        "lists": {
            "title": annexes.lists(card),
            "note": tr(
                "Each number set in blue opens one of these lists, which is as long as the number says, or an annex "
                "before them. Lists with the same rows stand once. Long ones give codes: the annexes before them, or "
                "the notes after the last list, say what each stands for."
            ),
            "codes": annexes.codes(card),
        },
        "contents": tr("Contents"),
        "annexes": tr("Annexes, to be looked up"),
    }


def _anchors(card: Scorecard) -> dict[str, str]:
    """Return the anchor of each entry by its code."""
    tables = [block for section in card.sections for block in section.blocks if isinstance(block, Table)]
    return {row.cells[0].text: row.anchor for table in tables if table.entries for row in table.rows}


def _section(section: Section, title: str, here: LinkTargets) -> dict[str, Any]:
    blocks = [_block(block, here, annex=section.annex) for block in section.blocks]
    for told, block, keep in zip(blocks, section.blocks, keep_flags(section.blocks), strict=True):
        if keep:
            told["keep"] = True
        if isinstance(block, Table) and block.title == section.title:
            told["title"] = ""
    return {
        "id": section.id,
        "title": title,
        "annex": section.annex,
        "wide": any(told.get("wide") for told in blocks),
        "blocks": _gathered(blocks),
    }


def _gathered(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group consecutive short items into blocks of two columns. Such an item is a heading that ends in inline facts."""
    parts: list[list[dict[str, Any]]] = [[]]
    for told in blocks:
        if told["type"] == "heading":
            parts.append([])
        parts[-1].append(told)
    found: list[dict[str, Any]] = []
    for short, some in groupby(parts, lambda part: bool(part) and part[-1].get("run", False)):
        held = list(chain.from_iterable(some))
        found += [{"type": "columns", "blocks": held}] if short else held
    return found


def brief(card: Scorecard) -> dict[str, Any]:
    """Return the data of the brief. Its numbers have no links, because the lists are in the whole document only."""
    here = LinkTargets(set(), {}, {}, str)
    return {
        **_frame(card),
        "kind": trc("document", "Brief"),
        "headline": [_sentence(words, here) for words in card.headline[:OPENING]],
        "parts": [
            {
                "title": part.title,
                "sentences": [_sentence(words, here) for words in part.sentences],
                "table": part.table and pdf_rows.table(part.table, here, annex=False),
            }
            for part in card.brief
        ],
    }


def chart(drawn: Chart, language: str, shown: Shown) -> dict[str, Any]:
    """Return a chart as SVG, the same as on HTML pages, with its alternative text."""
    bars = tuple(
        replace(bar, label=shown(bar.label), shown=shown(bar.shown), detail=shown(bar.detail)) for bar in drawn.bars
    )
    plain = replace(
        drawn, title=shown(drawn.title), subtitle=shown(drawn.subtitle), source=shown(drawn.source), bars=bars
    )
    return {"type": "chart", "svg": charts.svg(plain, language), "alt": shown(drawn.alt)}


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


def _sentence(words: Sentence, here: LinkTargets) -> list[Any]:
    return [{"n": part.shown, "to": here.listing(part.listing)} if isinstance(part, Count) else part for part in words]


def _block(block: Block, here: LinkTargets, *, annex: bool = False) -> dict[str, Any]:
    match block:
        case Paragraph(sentence, small):
            return {"type": "paragraph", "sentence": _sentence(sentence, here), "small": small}
        case Table(entries=True):
            return pdf_rows.entries_of(block, here)
        case Table():
            return pdf_rows.table(block, here, annex=annex)
        case Chart():
            return chart(block, language(), here.shown)
        case Facts(pairs, title, run):
            told = [[name, list(lines)] for name, lines in pairs]
            return {"type": "facts", "pairs": told, "title": title, "run": run}
        case Quote():
            return _quote(block)
        case Heading(anchor, text):
            return {"type": "heading", "anchor": anchor, "text": text}


def _quote(block: Quote) -> dict[str, Any]:
    languages = {"es": tr("In Spanish:"), "en": tr("In English:")}
    named = languages.get(block.original_language, tr("In the language of the speaker:"))
    return {**asdict(block), "type": "quote", "named": named}
