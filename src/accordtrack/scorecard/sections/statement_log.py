"""History appendix: all entries about the commitments, and the events, one per row, by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr
from accordtrack.ledger.context import half_of, speaker_body, speaker_of
from accordtrack.ledger.records import Commitment
from accordtrack.ledger.statements import (
    AnswerAsk,
    EvidenceAdd,
    EvidenceWithhold,
    NoteAdd,
    PositionTake,
    RecordAmend,
    StatusReport,
)
from accordtrack.scorecard.sections.quotations import local_text
from accordtrack.text.field_values import field, value
from accordtrack.vocabulary import Basis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.fields import LocalText, Record
    from accordtrack.ledger.records import Event, Ids
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.store.items import Item


class _Said(NamedTuple):
    """The content of an entry: its text, and ``gist``, the names and values that summarize it."""

    words: LocalText | str | None
    sources: Ids = ()
    grade: str | None = None
    gist: tuple[tuple[str, str | None], ...] = ()


def history(held: ScorecardData) -> Table:
    """Return the history as of the two dates, without retracted entries, with events among the statements."""
    rows = [_entry(held, state, item) for state in held.commitments() for item in _items(state)]
    rows += [_event(body) for body in held.facts.events.values()]
    columns = (
        Column("said_on", field("said_on")),
        Column("effective_on", field("effective_on")),
        Column("kind", field("kind"), weight=2.0),
        Column("speaker", field("speaker")),
        Column("speaker_body", field("speaker_body")),
        Column("commitment", field("commitment")),
        Column("title", field("title"), weight=3.0),
        Column("half", field("half")),
        Column("gist", tr("says"), weight=2.0),
        Column("text", tr("words"), weight=5.0),
        Column("grade", field("grade")),
        Column("sources", field("sources"), weight=2.0),
        Column("id", tr("entry"), weight=2.0),
    )
    ordered = sorted(rows, key=lambda row: (row.cells[0].text, natural_sort_key(row.cells[5].text), row.anchor))
    return Table("history", tr("History"), columns, tuple(ordered))


def _items(state: State) -> Iterable[Item[Record]]:
    """Yield the dated entries about a commitment, each once; of the amendments, only the wording in force."""
    changed = (state.wording,) if state.wording.hash != state.added.hash else ()
    yield from (state.added, *changed, *state.statuses, *state.positions, *state.evidence)
    yield from (*state.withheld.values(), *state.asks, *state.notes)


def _entry(held: ScorecardData, state: State, item: Item[Record]) -> Row:
    body, code = item.body, state.record.id
    _official, effective_on, said_on, *_clock = item.order
    said = _said(body)
    reading = isinstance(body, StatusReport) and body.basis is Basis.READING
    words = said.words if isinstance(said.words, str) else local_text(said.words)
    return Row(
        f"entry-{item.hash[:16]}",
        (
            Cell(said_on),
            Cell(effective_on),
            Cell(label("entry kind", "status.reading" if reading else item.kind), item.kind),
            _word("speaker", speaker_of(body)),
            _word("speaker_body", speaker_body(body)),
            Cell(sanitize_line(code), code),
            Cell(held.title("commitment", code)),
            _word("half", half_of(body)),
            Cell(sanitize_line(", ".join(value(name, content) for name, content in said.gist if content))),
            Cell(sanitize(words)),
            _word("grade", said.grade),
            _sources(said.sources),
            Cell(sanitize_line(item.id), item.id),
        ),
    )


def _said(body: Record) -> _Said:
    match body:
        case StatusReport():
            return _Said(body.text, body.sources, body.grade, (("status", body.status), ("basis", body.basis)))
        case PositionTake():
            gist = (("stance", body.stance), ("ground", body.ground), ("proposed_status", body.proposed_status))
            return _Said(body.reason, body.sources, gist=gist)
        case EvidenceAdd():
            return _Said(body.text or body.title, body.sources, body.grade)
        case AnswerAsk():
            return _Said(None, body.sources, gist=(("of", body.of),))
        case Commitment():
            return _Said(body.text, body.sources)
        case RecordAmend():
            return _Said(body.reason, body.sources)
        case EvidenceWithhold():
            return _Said(body.reason)
        case NoteAdd():
            return _Said(body.text)
        case _:
            return _Said(None)


def _event(body: Event) -> Row:
    return Row(
        f"event-{body.id}",
        (
            Cell(body.date),
            Cell(body.date),
            Cell(label("entry kind", "event.record"), "event.record"),
            _word("side", body.side),
            *(Cell("") for _ in range(2)),
            Cell(sanitize_line(local_text(body.title))),
            Cell(""),
            _word("kind", body.kind),
            Cell(sanitize(local_text(body.note))),
            Cell(""),
            _sources(body.sources),
            Cell(sanitize_line(body.id), body.id),
        ),
    )


def _word(name: str, content: str | None) -> Cell:
    return Cell(sanitize_line(value(name, content)), None if content is None else str(content))


def _sources(ids: Ids) -> Cell:
    return Cell(sanitize_line(", ".join(ids)))
