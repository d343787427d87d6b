"""Output of the ``events`` verb: what followed an event, compared with other places, or the list of such events."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import explain, gettext_lazy, localize, tr
from accordtrack.ledger.kinds import canonical_body
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.text import event_study as words
from accordtrack.text import panel_notes
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.event_reading import EventReading
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.service import Desk

_READING = (
    *("verdict", "reason", "before", "after", "ratio", "compared", "middle", "relative", "low", "high", "visible"),
    *("z", "spread", "expected", "rank_high", "rank_low", "p_states", "dates", "p_dates", "p_before", "z_before"),
    *("p_matched", "matched_ratio", "break_at", "periods_after", "missing_periods"),
)
_BESIDE = ("release", "preliminary", "break_on", "nearer", "registry_break", "needs", "due_on", "overdue", "p_family")
_OTHERS = ("also", "also_registered")
_STUDY = ("event_method", "event_parameters_sha256")
CSV = ("event", "outcome", "window", *_READING, *_BESIDE, *_OTHERS, *_STUDY, *method_block.CSV)
EVENTS_CSV = ("id", "date", "kind", "title.en", "title.es", "place", "themes", "verdict", *_STUDY, *method_block.CSV)


def write(options: Globals, desk: Desk, event: str | None, at: TwoDates | None) -> None:
    """Write what followed ``event``, or list the events that are compared when ``event`` is None."""
    scores = desk.scores(at)
    if event is None:
        _write_events(options, desk, scores)
        return
    study = scores.event_study(event)
    match options.format:
        case "json" | "ndjson":
            facts = {**method_block.facts(scores), **_study_facts(), **as_json(study), **_data(scores, study)}
            machine_output.write_one(options, "event_study", facts)
        case "csv":
            rows = [{"event": event, **_study_facts(), **reading_facts(one)} for one in study.readings]
            method_block.write_csv(
                scores, CSV, [{**row, **{name: " ".join(row[name]) for name in _OTHERS}} for row in rows]
            )
        case _:
            text_tables.print_page(options, _sections(scores, study))
            text_tables.print_text(options, " ".join(filter(None, [words.expected_by_chance(study.readings)])))
            for problem in scores.read_release.problems:
                text_tables.print_text(options, explain(problem))
            method_block.print_footer(options, desk, scores, _method_sentence(scores))


def _data(scores: ScoreAccess, study: EventStudy) -> dict[str, Any]:
    """Return disputed cells of the releases behind an event, missing ones of its place, and the states left out."""
    found = [
        one
        for release in scores.releases_behind(study)
        for one in panel_notes.disputed_cells(scores.facts.panel, release)
    ]
    place, before = study.event.place, scores.first_seen(study)
    unequal = [(one.name, start) for one in scores.outcomes for where, start in one.unequal if where == place]
    return {
        "disputed": found,
        "unequal": [{"outcome": name, "period": start} for name, start in unequal],
        "left_out": [asdict(one) for one in scores.left_out(study)],
        "first_seen": None if before is None else reading_facts(before),
    }


def _study_facts() -> dict[str, str]:
    method = standard_event_method()
    return {"event_method": method.method, "event_parameters_sha256": method.digest}


def _method_sentence(scores: ScoreAccess) -> str:
    method = standard_event_method()
    text = gettext_lazy(
        "Method {method} of comparisons before and after an event, parameters {parameters}, inputs {inputs}."
    )
    return tr(text, method=method.method, parameters=method.digest[:12], inputs=scores.inputs.sha256[:12])


def _write_events(options: Globals, desk: Desk, scores: ScoreAccess) -> None:
    studies = [scores.event_study(one.id) for one in scores.events()]
    names = ("id", "date", "kind", "title", "place", "themes")
    rows = [
        {**{name: canonical_body(one.event)[name] for name in names}, "verdict": one.headline.verdict.value}
        for one in studies
    ]
    match options.format:
        case "csv":
            method_block.write_csv(scores, EVENTS_CSV, [{**row, **_study_facts()} for row in rows])
        case "json":
            facts = {**method_block.facts(scores), **_study_facts(), "rows": rows}
            machine_output.write_json(options, "events", facts)
        case "ndjson":
            method_block.write_rows(options, scores, "events", rows)
        case _:
            text_tables.print_table(options, _event_columns(), [_event_row(one) for one in studies])
            text_tables.print_text(options, words.count_compared(studies))
            text_tables.print_text(options, words.caution())
            method_block.print_footer(options, desk, scores, _method_sentence(scores))


def _event_columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("event"), whole=True),
        text_tables.Column(tr("date"), whole=True),
        text_tables.Column(tr("title")),
        text_tables.Column(tr("before and after")),
        text_tables.Column(tr("kind"), plain_only=True),
        text_tables.Column(tr("place"), plain_only=True),
    ]


def _event_row(study: EventStudy) -> list[text_tables.Cell | str]:
    """Return the table row of one event. Kind and place go on a second line below the title."""
    event = study.event
    title = sanitize_line(localize(event.title.text))
    kind, place = label("event kind", event.kind), _place_name(event)
    below = tr("{kind}, {place}", kind=kind, place=place) if place else kind
    cell = text_tables.Cell(f"{title}\n{below}", full=title, lines=True)
    return [event.id, words.recorded(event, "date", event.date), cell, words.verdict_label(study.headline), kind, place]


def _place_name(event: Event) -> str:
    return words.recorded(event, "place", localize(regions.name_with_code(event.place)) if event.place else "")


def _sections(scores: ScoreAccess, study: EventStudy) -> list[text_tables.Section]:
    event, headline = study.event, study.headline
    head = text_tables.Section(f"{words.recorded(event, 'date', event.date)}  {localize(event.title.text)}")
    head.add(words.verdict_label(headline), *words.sentences(headline, words.context_of(scores, study, headline)))
    for note in panel_notes.event_notes(scores, study):
        head.add(tr("data"), note)
    before = panel_notes.first_seen_note(scores, study)
    if before:
        head.add(tr("first seen"), before)
    notes = panel_notes.left_out_notes(scores, study)
    if notes:
        head.add(tr("left out"), *notes)
    head.add(tr("place"), _place_name(event) or tr("no single state"))
    if event.note:
        head.add(tr("note"), localize(event.note.text))
    head.add(tr("sources"), ", ".join(event.sources))
    for conflict in study.claims:
        for claim in conflict.claims:
            head.add(tr("said"), f"{claim.said_on}  {label('side', claim.speaker)}: {localize(claim.text.text)}")
    tests = text_tables.Section(tr("All comparisons"), label_width=text_tables.NAME_WIDTH)
    for one in study.readings:
        if one is not headline:
            about = words.context_of(scores, study, one)
            name = f"{localize(about.noun)}, {words.window_label(one, yearly=about.yearly)}"
            tests.add(name, words.verdict_label(one), *words.summary(one, about))
    return [head, tests]


def as_json(study: EventStudy) -> dict[str, Any]:
    """Return an event study in the JSON form that ``docs/json.md`` documents."""
    return {
        "event": study.event.id,
        "date": study.event.date,
        "place": study.event.place,
        "retrospective": study.retrospective,
        "headline": study.readings.index(study.headline),
        "readings": [reading_facts(one) for one in study.readings],
        "conflicts": [one.id for one in study.claims],
    }


def reading_facts(found: EventReading) -> dict[str, Any]:
    """Return one reading as plain values."""
    numbers = asdict(found.reading)
    return {
        "outcome": found.outcome,
        "window": found.window,
        **{name: numbers[name] for name in _READING},
        **{name: getattr(found, name) for name in _BESIDE},
        **{name: list(getattr(found, name)) for name in _OTHERS},
    }
