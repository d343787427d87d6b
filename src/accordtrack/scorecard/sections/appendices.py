"""Appendices of a scorecard: indicators, measurements and history, too long for print, for the workbook and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import localize, tr
from accordtrack.ledger.context import half_of, speaker_body, speaker_of
from accordtrack.ledger.kinds import EVIDENCE_ADD, STATUS_REPORT
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
from accordtrack.projection.state_grades import grade_of_evidence, grade_of_status
from accordtrack.scorecard.sections.quotations import local_text
from accordtrack.store.items import is_kind
from accordtrack.text import authorship, release_dates
from accordtrack.text.field_values import field, value_text
from accordtrack.vocabulary import Basis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.fields import LocalText, Record
    from accordtrack.ledger.indicators import AmendedIndicator, Measurement
    from accordtrack.ledger.records import Event, Ids
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.store.items import Item


def tables(data: ScorecardData) -> tuple[Table, ...]:
    """Return the appendices in the current language, in the order of the workbook's sheets."""
    return (indicators_table(data), measurements_table(data), history_table(data))


def number_cell(text: str | None) -> Cell:
    """Return a decimal as recorded, digit by digit, with its numeric value."""
    return Cell("") if text is None else Cell(sanitize_line(text), float(text))


def term_cell(name: str, content: str | None) -> Cell:
    """Return a vocabulary term in the current language, or the content of the field ``name``."""
    return Cell(sanitize(value_text(name, content)), None if content is None else str(content))


def text_cell(content: LocalText | None) -> Cell:
    """Return a bilingual text in the current language."""
    return Cell(sanitize(local_text(content)))


def indicators_table(data: ScorecardData) -> Table:
    """Return the indicator definitions with their number of values, newest period, baseline and target."""
    rows = [
        Row(f"definition-{name}", _definition_cells(data, name, data.facts.indicators[name]))
        for name in sorted(data.facts.indicators, key=natural_sort_key)
    ]
    columns = (
        Column("indicator", field("code"), weight=2.0),
        Column("title", field("title"), weight=4.0),
        Column("side", tr("about which country")),
        Column("theme", field("theme")),
        Column("level", field("level")),
        Column("direction", field("direction")),
        Column("unit", field("unit"), weight=2.0),
        Column("publisher", field("publisher"), weight=2.0),
        Column("periodicity", field("periodicity")),
        Column("headline_series", field("headline_series"), weight=2.0),
        Column("values", tr("values"), "right"),
        Column("newest", tr("newest period to")),
        Column("baseline", field("baseline"), "right"),
        Column("baseline_on", tr("baseline on")),
        Column("target", field("target"), "right"),
        Column("target_by", tr("target by")),
        Column("set_by", field("set_by")),
        Column("definition", field("definition"), weight=5.0),
        Column("caveats", field("caveats"), weight=5.0),
    )
    return Table("indicators", tr("Indicators"), columns, tuple(rows))


def _definition_cells(data: ScorecardData, name: str, body: AmendedIndicator) -> tuple[Cell, ...]:
    known = list(_known_values(data, name))
    baseline, target = body.baseline, body.target
    return (
        Cell(sanitize_line(name), name),
        Cell(data.title("indicator", name)),
        term_cell("side", body.side),
        term_cell("theme", body.theme),
        term_cell("level", body.level),
        term_cell("direction", body.direction),
        text_cell(body.unit),
        term_cell("publisher", body.publisher),
        term_cell("periodicity", body.periodicity),
        term_cell("headline_series", body.headline_series),
        Cell(str(len(known)), len(known)),
        Cell(max((row.period_end for _, row in known), default="")),
        number_cell(baseline.value if baseline else None),
        Cell(baseline.on if baseline else ""),
        number_cell(target.value if target else None),
        Cell(target.by if target else ""),
        term_cell("set_by", target.set_by if target else None),
        text_cell(body.definition),
        text_cell(body.caveats),
    )


def _known_values(data: ScorecardData, name: str) -> Iterable[tuple[str, Measurement]]:
    """Return the values of an indicator that were known as of the two dates."""
    return ((digest, row) for digest, row, _by in data.facts.measurements.get(name, ()) if data.knows(row))


def measurements_table(data: ScorecardData) -> Table:
    """Return all known values, one per row, in the order of indicator, series and period."""
    rows = []
    for name in sorted(data.facts.indicators, key=natural_sort_key):
        unit = localize(data.scores.unit(name))
        for digest, body in sorted(_known_values(data, name), key=lambda one: _sort_key(one[1])):
            rows.append(Row(f"value-{digest[:16]}", _measurement_cells(name, unit, body)))
    columns = (
        Column("indicator", field("indicator"), weight=2.0),
        Column("series", field("series"), weight=2.0),
        Column("period_start", field("period_start")),
        Column("period_end", field("period_end")),
        Column("value", field("value"), "right"),
        Column("unit", field("unit"), weight=2.0),
        Column("qualifier", field("qualifier")),
        Column("numerator", field("numerator"), "right"),
        Column("denominator", field("denominator"), "right"),
        Column("party", field("party")),
        Column("grade", field("grade")),
        Column("published_on", field("published_on")),
        Column("precision", field("precision")),
        Column("state", field("state")),
        Column("confirm", field("confirm")),
        Column("source", field("source"), weight=2.0),
        Column("note", field("note"), weight=5.0),
    )
    return Table("measurements", tr("Measurements"), columns, tuple(rows))


def _sort_key(body: Measurement) -> tuple[str, ...]:
    return (body.series, body.period_end, body.period_start, body.published_on, body.party, body.source)


def _measurement_cells(name: str, unit: str, body: Measurement) -> tuple[Cell, ...]:
    return (
        Cell(sanitize_line(name), name),
        term_cell("series", body.series),
        term_cell("period_start", body.period_start),
        term_cell("period_end", body.period_end),
        number_cell(body.value),
        Cell(sanitize_line(unit)),
        term_cell("qualifier", body.qualifier),
        number_cell(body.numerator),
        number_cell(body.denominator),
        term_cell("party", body.party),
        term_cell("grade", body.grade),
        Cell(release_dates.day(body.published_on, body.precision), body.published_on),
        term_cell("precision", body.precision),
        term_cell("state", body.state),
        Cell(sanitize(value_text("confirm", body.confirm)), str(body.confirm)) if body.confirm else Cell(""),
        term_cell("source", body.source),
        text_cell(body.note),
    )


class _Said(NamedTuple):
    """The content of an entry: its text, and ``gist``, the names and values that summarize it."""

    words: LocalText | str | None
    sources: Ids = ()
    gist: tuple[tuple[str, str | None], ...] = ()


def history_table(data: ScorecardData) -> Table:
    """Return the history as of the two dates, without retracted entries, with events among the statements."""
    rows = [_entry_row(data, state, item) for state in data.commitments() for item in _history_items(state)]
    rows += [_event_row(data, body) for body in data.facts.events.values()]
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
        *([Column("provenance", tr("recorded by"), weight=2.0)] if data.has_authorship else []),
    )
    ordered = sorted(rows, key=lambda row: (row.cells[0].text, natural_sort_key(row.cells[5].text), row.anchor))
    return Table("history", tr("History"), columns, tuple(ordered))


def _history_items(state: State) -> Iterable[Item[Record]]:
    """Yield the dated entries about a commitment, each once; of the amendments, only the wording in force."""
    changed = (state.wording,) if state.wording.hash != state.added.hash else ()
    yield from (state.added, *changed, *state.statuses, *state.positions, *state.evidence)
    yield from (*state.withheld.values(), *state.asks, *state.notes)


def _entry_row(data: ScorecardData, state: State, item: Item[Record]) -> Row:
    body, code = item.body, state.record.id
    _official, effective_on, said_on, *_clock = item.order
    entry_content = _entry_content(body)
    grade = None
    if is_kind(item, STATUS_REPORT):
        grade = grade_of_status(item, state, data.at.as_of)
    elif is_kind(item, EVIDENCE_ADD):
        grade = grade_of_evidence(item, state)
    reading = isinstance(body, StatusReport) and body.basis is Basis.READING
    words = entry_content.words if isinstance(entry_content.words, str) else local_text(entry_content.words)
    return Row(
        f"entry-{item.hash[:16]}",
        (
            Cell(said_on),
            Cell(effective_on),
            Cell(label("entry kind", "status.reading" if reading else item.kind), item.kind),
            _value_cell("speaker", speaker_of(body)),
            _value_cell("speaker_body", speaker_body(body)),
            Cell(sanitize_line(code), code),
            Cell(data.title("commitment", code)),
            _value_cell("half", half_of(body)),
            Cell(
                sanitize_line(", ".join(value_text(name, content) for name, content in entry_content.gist if content))
            ),
            Cell(sanitize(words)),
            _value_cell("grade", grade),
            _sources_cell(entry_content.sources),
            Cell(sanitize_line(item.id), item.id),
            *([Cell(*authorship.authorship_column(item))] if data.has_authorship else []),
        ),
    )


def _entry_content(body: Record) -> _Said:
    match body:
        case StatusReport():
            return _Said(body.text, body.sources, (("status", body.status), ("basis", body.basis)))
        case PositionTake():
            gist = (("stance", body.stance), ("ground", body.ground), ("proposed_status", body.proposed_status))
            return _Said(body.reason, body.sources, gist)
        case EvidenceAdd():
            return _Said(body.text or body.title, body.sources)
        case AnswerAsk():
            return _Said(None, body.sources, (("of", body.of),))
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


def _event_row(data: ScorecardData, body: Event) -> Row:
    return Row(
        f"event-{body.id}",
        (
            Cell(body.date),
            Cell(body.date),
            Cell(label("entry kind", "event.record"), "event.record"),
            _value_cell("side", body.side),
            *(Cell("") for _ in range(2)),
            Cell(sanitize_line(local_text(body.title))),
            Cell(""),
            _value_cell("kind", body.kind),
            Cell(sanitize(local_text(body.note))),
            Cell(""),
            _sources_cell(body.sources),
            Cell(sanitize_line(body.id), body.id),
            *([Cell("")] if data.has_authorship else []),
        ),
    )


def _value_cell(name: str, content: str | None) -> Cell:
    return Cell(sanitize_line(value_text(name, content)), None if content is None else str(content))


def _sources_cell(ids: Ids) -> Cell:
    return Cell(sanitize_line(", ".join(ids)))
