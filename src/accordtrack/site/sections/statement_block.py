"""A statement of a side or an observer as a block: who, when, its meaning, the text in both languages, and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n, wording
from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line, shorten
from accordtrack.documents.model import Link
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.site.page_paths import SHOWN
from accordtrack.site.record_blocks import Statement
from accordtrack.site.sections import citations
from accordtrack.text import disputes, provenance
from accordtrack.text.answers import answer_text
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.site.material import SiteData
    from accordtrack.types import Text, ThreadItem
    from accordtrack.types.entries import AnsweredEntry

_BRIEF = 160
"""Maximum number of characters of a text shown on one line. The history has the full text."""


def entry_anchor(digest: str) -> str:
    """Return the anchor of an entry on the page of its record."""
    return f"entry-{digest[:SHOWN]}"


def entry_link(word: ThreadItem, text: str) -> Link:
    """Return a link to an entry of the history on the same page."""
    return Link(sanitize_line(text), anchor=entry_anchor(word.entry))


def thread_statement(
    site: SiteData,
    word: ThreadItem,
    name: str,
    answered: ThreadItem | None = None,
    target: AnsweredEntry | None = None,
) -> Statement:
    """Return a statement of a thread as a block.

    ``answered`` is the statement it answers, if on the same page; ``target`` is named in the words of the answer.
    """
    head = f"{quotations.speaker_with_body(word.speaker, word.body)}, {word.said_on}"
    text = "; ".join(_notes(word, answered))
    notes: list[Sentence] = [(sanitize_line(f"{capitalize_first(text)}; {tr('entry')} "), entry_link(word, word.id))]
    notes.append(citations.labeled_sources(site, word.sources))
    return build_statement(
        name, head, word.speaker, word.text, says=meaning_of(word, target), notes=notes, official=word.official
    )


def _notes(word: ThreadItem, answered: ThreadItem | None) -> Iterator[str]:
    """Yield the notes: what it answers, its details, its weaknesses, its effective date, and inferred fields."""
    if answered is not None:
        who = label("the side", answered.speaker)
        yield tr("in answer to what {who} said on {date}", who=who, date=answered.said_on)
    yield from disputes.details(replace(word, ground=None, proposed_status=None))
    yield from disputes.qualifiers(word)
    yield from disputes.authorship(word)
    if word.effective_on and word.effective_on != word.said_on:
        yield tr("holds on {effective}", effective=word.effective_on)
    if word.inferred:
        fields = ", ".join(label("field", one) for one in word.inferred)
        yield tr("supplied by this tracker: {fields}", fields=fields)


def meaning_of(word: ThreadItem, target: AnsweredEntry | None = None) -> str:
    """Return in a word or two the status as stated or read, or what an answer does; a claim needs no name."""
    if word.status is not None and word.stance is None:
        return wording.status(word.status, word.basis)
    if word.figure is not None:
        return "; ".join(disputes.details(word))
    text = answer_text(word.stance, target) if word.stance is not None else disputes.heading(word)
    more = [label("ground", word.ground)] if word.ground else []
    if word.proposed_status is not None:
        more.append(tr("proposes {status}", status=label("status", word.proposed_status)))
    mark = "⚑ " if word.stance == "dispute" else ""
    inferred = f"{cells.CHOSEN} " if {"stance", "about"} & set(word.inferred) else ""
    return f"{mark}{inferred}{', '.join((text, *more))}"


def build_statement(
    name: str,
    head: str,
    speaker: str,
    text: Text | None,
    *,
    says: str = "",
    notes: Sequence[Sentence] = (),
    official: bool = False,
) -> Statement:
    """Return a block with a text in the current language, and in the speaker's own language if different."""
    shown_notes = tuple(one for one in notes if one)
    if text is None or not i18n.localize(text).strip():
        return Statement(name, sanitize_line(head), sanitize_line(says), notes=shown_notes)
    quote = quotations.quote(name, head, speaker, text, "")
    return Statement(
        name,
        quote.head,
        sanitize_line(says),
        sanitize(quote.words),
        quote.original,
        quote.original_language,
        official=official,
        notes=shown_notes,
    )


def statement_line(word: ThreadItem, target: AnsweredEntry | None = None, *, linked: bool = True) -> Sentence:
    """Return a statement on one line: day, speaker, meaning, its author if it is another, and the beginning of its text.

    If ``linked``, the day links to the entry on the page.
    """
    text = f"{quotations.speaker_with_body(word.speaker, word.body)}: {meaning_of(word, target)}"
    words = shorten(sanitize_line(i18n.localize(word.text)), _BRIEF) if word.text is not None else ""
    day = entry_link(word, word.said_on) if linked else sanitize_line(word.said_on)
    told = provenance.by_another(word.provenance, word.feed, word.waits, word.disputed_by, accepted=word.accepted)
    by = f" ({told})" if told else ""
    return (day, sanitize_line(f" {text}{by}{': ' if words else ''}{words}"))
