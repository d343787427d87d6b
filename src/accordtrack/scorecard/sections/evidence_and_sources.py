"""Annexes "Evidence" and "Sources": the evidence for each statement, and the copy of each source that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import localize, tr
from accordtrack.ledger.fields import Record
from accordtrack.projection.statement_views import evidence_view
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.text import authorship, source_lines
from accordtrack.vocabulary import WEAK_COPIES, Copy, Grade
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import EvidenceView, SourceView


def evidence_section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section with all evidence that is not retracted, by commitment; withheld evidence has no address."""
    found = [(state, one) for state in data.commitments() for one in _evidence_views(state, data.facts.began_on)]
    items = [Item(sanitize_line(one.id), sanitize_line(localize(one.title))) for _state, one in found]
    graded = {
        grade: [row for row, (_s, one) in zip(items, found, strict=True) if one.grade == grade] for grade in Grade
    }
    gone = [row for row, (_s, one) in zip(items, found, strict=True) if _is_expired(data, one)]
    words = sentence(
        tr(
            "Pieces of evidence listed: {all}. Claimed: {claimed}; documented: {documented}; corroborated: "
            "{corroborated}; verified: {verified}. Expired before {day}, and so raising no grade: "
            "{expired}."
        ),
        all=lists.count("evidence-all", tr("Evidence"), items),
        expired=lists.count("evidence-expired", tr("Evidence that expired"), gone),
        day=data.at.as_of,
        **{
            grade.value: lists.count(
                f"evidence-{grade.value}", tr("Evidence, {grade}", grade=label("grade", grade)), graded[grade]
            )
            for grade in Grade
        },
    )
    columns = (
        Column("evidence", label("field", "evidence"), weight=1.6),
        Column("commitment", label("field", "commitment"), weight=1.6, holds="elsewhere"),
        Column("title", label("field", "title"), weight=4.0, holds="title"),
        Column("speaker", label("field", "speaker"), weight=1.6),
        Column("grade", label("field", "grade"), weight=1.3),
        *([Column("provenance", tr("recorded by"), weight=1.6, named=True)] if data.has_authorship else []),
        Column("effective_on", label("field", "effective_on"), weight=1.3, named=True),
        Column("said_on", label("field", "said_on"), weight=1.3, named=True),
        Column("expires_on", label("field", "expires_on"), weight=1.3, named=True),
        Column("inferred", tr("supplied by this tracker"), weight=1.6, named=True),
        Column("supports", label("field", "for"), weight=2.0, named=True),
        Column("sources", label("field", "sources"), weight=2.0, named=True, holds="codes"),
        Column(
            "url",
            label("field", "url"),
            weight=3.0,
            holds="elsewhere" if _has_only_cited_addresses(data, found) else "address",
        ),
    )
    rows = tuple(_evidence_row(data, state, one) for state, one in found)
    table = Table("evidence-list", tr("Evidence"), columns, rows, entries=True)
    return Section("evidence", tr("Evidence"), (Paragraph(words), table), annex=True)


def _evidence_views(state: State, began_on: str) -> Iterator[EvidenceView]:
    responsible = state.record.responsible_side
    for item in sorted(state.evidence, key=lambda one: natural_sort_key(one.id)):
        yield evidence_view(item, state, responsible, lambda _digest: False, began_on)


def _has_only_cited_addresses(data: ScorecardData, found: list[tuple[State, EvidenceView]]) -> bool:
    """Whether every address of evidence is also that of one of its sources, where it is shown already."""
    known = data.facts.sources
    return all(
        one.url is None or one.url in {known[name].url for name in one.sources if name in known} for _s, one in found
    )


def _is_expired(data: ScorecardData, one: EvidenceView) -> bool:
    return one.expires_on is not None and one.expires_on < data.at.as_of


def _evidence_row(data: ScorecardData, state: State, one: EvidenceView) -> Row:
    address = sanitize_line(one.url or (one.file.name if one.file else "") or "—")
    if one.withheld is not None:
        address = tr("not public: {reason}", reason=sanitize_line(localize(one.withheld)))
    return Row(
        f"evidence-row-{quotations.anchor(one.id)}",
        (
            Cell(sanitize_line(one.id), one.id),
            cells.code(state),
            Cell(sanitize(localize(one.title))),
            Cell(quotations.speaker_with_body(one.speaker, one.body), one.speaker),
            Cell(label("grade", one.grade), one.grade),
            *(
                [Cell(authorship.authorship_text(one.provenance, one.feed, accepted=one.accepted), one.provenance)]
                if data.has_authorship
                else []
            ),
            cells.day(one.effective_on),
            cells.day(one.said_on),
            Cell(cells.day(one.expires_on).text, one.expires_on, "warn" if _is_expired(data, one) else "muted"),
            Cell(", ".join(label("field", name) for name in one.inferred) or "—"),
            Cell(sanitize_line(", ".join(one.supports)) or "—"),
            Cell(sanitize_line(", ".join(one.sources)) or "—"),
            Cell(address, None if one.withheld else one.url),
        ),
        group=f"{sanitize_line(cells.code_of(state))} {cells.title(data, state).text}",
    )


OPTIONAL = ("producer", "locator")
"""Columns of the list of sources that are left out if no source fills them."""


def sources_section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section with all sources cited in this document; titles and publishers are as recorded."""
    known = data.facts.sources
    views = [
        data.facts.source_view(name) for name in sorted(_cited_sources(data), key=natural_sort_key) if name in known
    ]
    items = [(one, Item(sanitize_line(one.id), sanitize_line(one.title))) for one in views]
    official = {Copy.OFFICIAL, Copy.ARCHIVED_OFFICIAL, Copy.JOINT_TEXT, Copy.COURT}
    words = sentence(
        tr(
            "Sources cited: {all}. Read in an official, archived official, joint or court copy: "
            "{official}. Read in another copy: {other}; of a kind that gives no grade above statement"
            " only: {weak}."
        ),
        all=lists.count("sources-all", tr("Sources"), [row for _one, row in items]),
        official=lists.count(
            "sources-official",
            tr("Read in an official, archived official, joint or court copy"),
            [row for one, row in items if one.copy in official],
        ),
        other=lists.count(
            "sources-other", tr("Read in another copy"), [row for one, row in items if one.copy not in official]
        ),
        weak=lists.count("sources-weak", tr("Weak copies"), [row for one, row in items if one.copy in WEAK_COPIES]),
    )
    optional = [name for name in OPTIONAL if any(getattr(one, name) for one in views)]
    columns = (
        Column("source", label("field", "source"), weight=2.0),
        Column("publisher", label("field", "publisher"), weight=2.0),
        *(Column(name, label("field", name), weight=2.0) for name in optional),
        Column("title", label("field", "title"), weight=4.0, holds="title"),
        Column("date", label("field", "date"), weight=1.2),
        Column("copy", label("field", "copy"), weight=1.5),
        Column("url", label("field", "url"), weight=4.0, holds="address"),
        Column("note", label("field", "note"), weight=3.0),
    )
    rows = tuple(source_row(one, optional) for one in views)
    table = Table("source-list", tr("Sources"), columns, rows, entries=True)
    return Section("sources", tr("Sources"), (Paragraph(words), table), annex=True)


def source_row(one: SourceView, optional: Sequence[str]) -> Row:
    """Return the row of a source in the list of sources, which has some of the ``OPTIONAL`` columns."""
    copy = label("copy", one.copy)
    copy = f"{copy} ({tr('weak')})" if one.weak else copy
    return Row(
        f"source-{quotations.anchor(one.id)}",
        (
            Cell(sanitize_line(one.id), one.id),
            Cell(sanitize_line(one.publisher)),
            *(Cell(sanitize_line(getattr(one, name) or "")) for name in optional),
            Cell(sanitize_line(one.title)),
            cells.day(one.date),
            Cell(f"{copy}; {by}" if (by := source_lines.recorder(one)) else copy, one.copy, "warn" if one.weak else ""),
            Cell(sanitize_line(one.url), one.url),
            Cell(sanitize(localize(one.note)) if one.note else ""),
        ),
    )


def _cited_sources(data: ScorecardData) -> set[str]:
    """Return the IDs of the cited sources; sources that only unreadable entries cite must not appear."""
    facts = data.facts
    named = (facts.indicators, facts.events, facts.conflicts, facts.frameworks, facts.settled)
    found: set[str] = set()
    _gather_sources([item.body for state in facts.states.values() for item in state.items], found)
    _gather_sources([body for bodies in named for body in bodies.values()], found)
    _gather_sources(
        [body for rows in facts.measurements.values() for _digest, body, _by in rows if data.knows(body)], found
    )
    _gather_sources([*facts.answers, *(item.body for item in facts.answered)], found)
    return found


def _gather_sources(body: object, found: set[str]) -> None:
    """Add the IDs of the sources named anywhere in a record, or in the JSON of an amendment."""
    if isinstance(body, Record | Mapping):
        for name, content in body if isinstance(body, Record) else body.items():
            if name == "source" and isinstance(content, str):
                found.add(content)
            elif name == "sources" and isinstance(content, list | tuple):
                found.update(map(str, content))
            elif not isinstance(content, str):
                _gather_sources(content, found)
    elif isinstance(body, list | tuple):
        for one in body:
            _gather_sources(one, found)
