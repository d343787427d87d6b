"""Convert entries of the history to text: who said what on which day, in which words, and how to find it in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line
from accordtrack.documents.model import Link
from accordtrack.i18n import localize, tr
from accordtrack.ledger import kinds
from accordtrack.projection.state_grades import grade_of_evidence
from accordtrack.scorecard.sections import quotations
from accordtrack.site.entries import common_fields, record_of
from accordtrack.site.page import EntryBlock
from accordtrack.site.page_paths import SHOWN
from accordtrack.site.sections import citations, kind_words, statement_block
from accordtrack.text import field_values, late_entries, provenance
from accordtrack.text.answers import answer_text
from accordtrack.vocabulary import Provenance
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.documents.model import Sentence
    from accordtrack.site.entries import Common
    from accordtrack.site.material import SiteData
    from accordtrack.types import EntryView

_RECORDS = frozenset({"commitment.add", "indicator.link", "note.add", "evidence.withhold", "entry.retract"})
"""Kinds of entries that record an act of the register and have no speaker."""


def build_entry_block(site: SiteData, view: EntryView, *, about: Link | None = None, linked: bool = True) -> EntryBlock:
    """Return an entry as text. ``about`` links to its record, for pages that mix records.

    ``linked`` says whether the sources are on the same page.
    """
    has = common_fields(view)
    return EntryBlock(
        anchor=statement_block.entry_anchor(view.hash),
        day=sanitize_line(_day(view, has)),
        head=sanitize_line(_heading(site, view, has)),
        words=sanitize(field_values.value_text("text", has.words)),
        notes=tuple(_notes(site, view, has, about, linked=linked)),
        gone=view.retracted_by is not None,
        about=about,
    )


def _day(view: EntryView, has: Common) -> str:
    """Return the day of the statement, or the recording day if the entry has no other."""
    return has.day or view.at[:10]


def _heading(site: SiteData, view: EntryView, has: Common) -> str:
    """Return the heading: ``United States (DOJ): read as limited``, or the act of the register and its object."""
    who = (
        quotations.speaker_with_body(view.speaker, has.speaker_body)
        if view.speaker and view.kind not in _RECORDS
        else ""
    )
    gist = _gist(site, view)
    return f"{who}: {gist}" if who else capitalize_first(gist)


def _gist(site: SiteData, view: EntryView) -> str:
    if status := record_of(view, kinds.STATUS_REPORT):
        return wording.status(status.status, status.basis)
    if answer := record_of(view, kinds.POSITION_TAKE):
        lines = [answer_text(answer.stance, view.answered)]
        lines += [label("ground", answer.ground)] if answer.ground else []
        if answer.proposed_status:
            lines.append(tr("proposes {status}", status=label("status", answer.proposed_status)))
        return ", ".join(lines)
    if evidence := record_of(view, kinds.EVIDENCE_ADD):
        title = localize(evidence.title) if not view.withheld else view.id
        state = site.held.facts.states.get(view.ref)
        known = next((one for one in state.evidence if one.hash == view.hash), None) if state else None
        grade = grade_of_evidence(known, state) if known and state else evidence.grade
        return tr("evidence, {grade}: {title}", grade=label("grade", grade), title=title)
    if link := record_of(view, kinds.LINK):
        title, strength = site.held.title("indicator", link.indicator), label("strength", link.strength)
        return tr("indicator linked, {strength}: {title}", strength=strength, title=title)
    if amend := record_of(view, kinds.COMMITMENT_AMEND, kinds.INDICATOR_AMEND, kinds.FRAMEWORK_AMEND):
        return tr("changes {fields}", fields="; ".join(_change_texts(amend.fields)))
    if answer_ask := record_of(view, kinds.ANSWER_ASK):
        return tr("{side} was asked for an answer", side=label("the side", answer_ask.of))
    if value := record_of(view, kinds.MEASUREMENT):
        return tr(
            "{value} in {period}, series {series}",
            value=value.value,
            period=f"{value.period_start}..{value.period_end}",
            series=label("series", value.series),
        )
    if added := record_of(view, kinds.COMMITMENT):
        return tr(kind_words.words_for(added).recorded)
    return label("entry kind", view.kind)


def _change_texts(fields: Mapping[str, object]) -> Iterator[str]:
    for name, new in fields.items():
        yield tr(
            "{field} to {new}",
            field=field_values.changed_field(name, new),
            new=field_values.value_text(name, new) or "—",
        )


def _notes(site: SiteData, view: EntryView, has: Common, about: Link | None, *, linked: bool) -> Iterator[Sentence]:
    """Yield the notes: days, what it replaces or retracts, who stands behind it, its sources, and how to find it."""
    days = [late_entries.recorded_day(view)]
    if view.effective_on and view.effective_on != _day(view, has):
        days.insert(0, tr("holds on {effective}", effective=view.effective_on))
    who = tr("official, signed by desk {desk}", desk=view.feed)
    if not view.official:
        who = tr("attributed, recorded by desk {desk}", desk=view.feed)
    if view.kind in _RECORDS:
        who = tr("recorded by desk {desk}", desk=view.feed)
    origin = (
        (
            provenance.mark_and_label(view.provenance, view.feed, accepted=view.accepted).label,
            provenance.waits_for(view.waits, view.disputed_by),
        )
        if view.speaker or view.provenance == Provenance.NOT_ADMITTED
        else ()
    )
    lines = [*days, who, *(text for text in origin if text)]
    if view.retracted_by is not None:
        lines.insert(0, tr("taken back by {entry}", entry=view.retracted_by))
    if view.names:
        lines.append(wording.effect_on_entries(view, ", ".join(view.names)))
    if has.inferred:
        added = record_of(view, kinds.COMMITMENT)
        names = (kind_words.field_name(added, name) if added else field_values.field(name) for name in has.inferred)
        fields = ", ".join(names)
        lines.append(tr("supplied by this tracker: {fields}", fields=fields))
    line = "; ".join(lines)
    yield (sanitize_line(capitalize_first(line)),)
    if has.sources:
        text = sanitize_line(", ".join(has.sources))
        yield citations.labeled_sources(site, has.sources) if linked else (f"{tr('Source:')} ", text)
    digest = view.hash[:SHOWN]
    place = Link(digest, anchor=statement_block.entry_anchor(view.hash))
    if about is not None:
        place = replace(about, shown=digest, anchor=statement_block.entry_anchor(view.hash))
    yield (tr("Entry {id}, digest", id=sanitize_line(view.id)), " ", place)
