"""Quotations: speaker, date, kind of statement, and the copy of the source that was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack import i18n, wording
from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.model import Paragraph, Quote
from accordtrack.i18n import tr
from accordtrack.text import disputes, source_lines
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.fields import LocalText
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import Text, ThreadItem

_OWN = {"US": "en", "MX": "es"}
"""Language of a side's own words. Joint texts are in both; the language of an observer is not recorded."""
_UNSAFE = re.compile("[^A-Za-z0-9._-]+")


def anchor(name: str) -> str:
    """Return a name as a valid anchor."""
    return _UNSAFE.sub("-", name)


def speaker_with_body(speaker: str, body: str | None) -> str:
    """Return a speaker with its body, such as ``Mexico (SRE)``."""
    return sanitize_line(label("side", speaker) + (f" ({body})" if body else ""))


def sources(data: ScorecardData, ids: Iterable[str]) -> str:
    """Return sources with the copy that was read, or the ID alone if the source is not in the register."""
    known = data.facts.sources
    return "; ".join(
        sanitize_line(source_lines.source(data.facts.source_view(one)) if one in known else one) for one in ids
    )


def quote(name: str, head: str, speaker: str, words: Text, source: str) -> Quote:
    """Return a quotation in the current language, with the original if the side speaks the other language."""
    own = _OWN.get(speaker, "")
    here = i18n.localize(words)
    original = words.in_language(own) if own and own != i18n.language() else ""
    if original == here:
        original = ""
    return Quote(name, sanitize_line(head), sanitize(here), sanitize(original), own if original else "", source)


def item_block(
    data: ScorecardData, item: ThreadItem, name: str, answered: ThreadItem | None, *, apart: bool
) -> Quote | Paragraph:
    """Return one item of a thread as a quotation, or as a paragraph if it has no words of its own."""
    head = f"{speaker_with_body(item.speaker, item.body)}, {item.said_on}: {'; '.join(_item_details(item, answered, apart=apart, with_authorship=data.has_authorship))}"
    source = sources(data, item.sources)
    if item.text is None or not i18n.localize(item.text).strip():
        return Paragraph((f"{sanitize_line(head)}. {source}",))
    return quote(name, head, item.speaker, item.text, source)


def _item_details(
    item: ThreadItem, answered: ThreadItem | None, *, apart: bool, with_authorship: bool
) -> Iterable[str]:
    """Yield the details of an item: its kind, what it answers, its ground and proposal, and its weaknesses."""
    status = f", {wording.status(item.status, item.basis)}" if item.status else ""
    yield f"{disputes.heading(item)}{status}"
    if answered is not None:
        yield tr(
            "in answer to what {who} said on {date}", who=label("the side", answered.speaker), date=answered.said_on
        )
    yield from disputes.details(item)
    yield from disputes.qualifiers(item)
    if with_authorship:
        yield from disputes.authorship(item)
    if item.effective_on and item.effective_on != item.said_on:
        yield tr("holds on {effective}", effective=item.effective_on)
    if item.inferred:
        fields = ", ".join(label("field", one) for one in item.inferred)
        yield tr("supplied by this tracker: {fields}", fields=fields)
    if apart:
        yield tr("shown apart: it changes no answer")


def local_text(words: LocalText | None) -> str:
    """Return a record's text in the current language; empty for None."""
    return i18n.localize(words)
