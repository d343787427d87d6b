"""Output of the ``aftermath`` verb: indicator values before and after an event, one line per series.

Series measured in the event's place come first, then national series.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import to_json_value
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import localize, tr, trn
from accordtrack.ledger.kinds import canonical_body
from accordtrack.text import aftermath as words
from accordtrack.text import contrast as values
from accordtrack.text.numbers import format_amount
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.aftermath import After
    from accordtrack.scoring.score_access import Aftermath, ScoreAccess
    from accordtrack.scoring.series import Point
    from accordtrack.service import Desk

_MONTHS = re.compile(r"([1-9][0-9]{0,2})m?")
CSV = (
    *("event", "indicator", "unit.en", "unit.es", "series", "local", "word", "mean_before", "periods_before"),
    *("mean_after", "periods_after", "held", "k", "last_measured"),
    *method_block.CSV,
)
EVENTS_CSV = ("id", "date", "kind", "title.en", "title.es", "place", "themes", *method_block.CSV)


def parse_months(option: str, value: str) -> int:
    """Parse a number of months written as ``6m`` or ``6``. Raise ``Refused`` if ``value`` has another form."""
    found = _MONTHS.fullmatch(value)
    if found is None:
        problem_values = {"option": option, "x": shorten(sanitize_line(value), 20)}
        raise Refused(
            Problem('{option} "{x}" is not a number of months', "Write it as 6m.", "", problem_values, usage=True)
        )
    return int(found.group(1))


def write(options: Globals, desk: Desk, event: str | None, span: tuple[int, int], at: TwoDates | None) -> None:
    """Write the aftermath of ``event``, or list the events that have one when ``event`` is None."""
    scores = desk.scores(at)
    if event is None:
        _write_events(options, desk, scores)
        return
    aftermath = scores.aftermath(event, *span)
    match options.format:
        case "json" | "ndjson":
            facts = to_json_value({**method_block.facts(scores), **as_json(scores, aftermath)})
            machine_output.write_one(options.format, "aftermath", facts, ascii_only=options.ascii_only)
        case "csv":
            method_block.write_csv(
                scores, CSV, [{"event": event, **_csv_row(scores, line)} for line in aftermath.lines]
            )
        case _:
            text_tables.print_page(options, _sections(scores, aftermath))
            text_tables.print_text(options, f"{words.caution()} {words.legend()}")
            method_block.print_footer(options, desk, scores)


def _write_events(options: Globals, desk: Desk, scores: ScoreAccess) -> None:
    events = scores.events()
    names = ("id", "date", "kind", "title", "place", "themes")
    rows = [{name: body[name] for name in names} for body in map(canonical_body, events)]
    match options.format:
        case "csv":
            method_block.write_csv(scores, EVENTS_CSV, rows)
        case "json":
            facts = to_json_value({**method_block.facts(scores), "rows": rows})
            machine_output.write_json("events", facts, ascii_only=options.ascii_only)
        case "ndjson":
            method_block.write_rows(options, scores, "events", rows)
        case _:
            text_tables.print_table(options, _event_columns(), [_event_row(one) for one in events])
            text_tables.print_text(
                options,
                trn(
                    "{n} event: takedowns, operations, transfers and deployments.",
                    "{n} events: takedowns, operations, transfers and deployments.",
                    len(events),
                ),
            )
            method_block.print_footer(options, desk, scores)


def _event_columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("event"), whole=True),
        text_tables.Column(tr("date"), whole=True),
        text_tables.Column(tr("title")),
        text_tables.Column(tr("kind"), plain_only=True),
        text_tables.Column(tr("place"), plain_only=True),
    ]


def _event_row(event: Event) -> list[text_tables.Cell | str]:
    """Return the table row of one event.

    Kind and place go on a second line below the title: columns of their own would leave the title too little room.
    """
    title = sanitize_line(localize(event.title.text))
    kind, place = label("event kind", event.kind), _place_name(event.place)
    below = tr("{kind}, {place}", kind=kind, place=place) if place else kind
    return [event.id, event.date, text_tables.Cell(f"{title}\n{below}", full=title, lines=True), kind, place]


def _place_name(code: str | None) -> str:
    return localize(regions.name_with_code(code)) if code else ""


def _sections(scores: ScoreAccess, aftermath: Aftermath) -> list[text_tables.Section]:
    head = text_tables.Section(f"{aftermath.event.date}  {localize(aftermath.event.title.text)}")
    head.add(tr("windows"), words.windows(aftermath.window))
    head.add(tr("place"), _place_name(aftermath.event.place) or tr("no place: national series only"))
    if aftermath.event.note:
        head.add(tr("note"), localize(aftermath.event.note.text))
    head.add(tr("sources"), ", ".join(aftermath.event.sources))
    for conflict in aftermath.claims:
        for claim in conflict.claims:
            head.add(tr("said"), f"{claim.said_on}  {label('side', claim.speaker)}: {localize(claim.text.text)}")
    near = text_tables.Section(tr("where it took place"), label_width=text_tables.NAME_WIDTH)
    wide = text_tables.Section(tr("national"), label_width=text_tables.NAME_WIDTH)
    for line in aftermath.lines:
        name = localize(scores.title_of("indicator", line.gauge.id))
        text = words.line(line)
        lines = [f"{text}; {localize(scores.unit(line.gauge.id))}" if line.before or line.after else text]
        if line.series and (line.before or line.after):
            lines.append(tr("series {series}", series=label("series", line.series)))
            lines.append(" ".join(_point_text(point) for point in (*line.before, *line.after)))
            lines.append(words.releases(line))
        (near if line.local else wide).facts.append((name, lines))
    return [head, near, wide]


def _point_text(point: Point) -> str:
    mark = "*" if point.is_preliminary else ""
    return f"{values.period(point)} {format_amount(point.value)}{mark}"


def as_json(scores: ScoreAccess, aftermath: Aftermath) -> dict[str, Any]:
    """Return an aftermath in the JSON form that ``docs/json.md`` documents."""
    return {
        "event": aftermath.event.id,
        "date": aftermath.window.day,
        "before_from": aftermath.window.since,
        "after_until": aftermath.window.until,
        "place": aftermath.event.place,
        "lines": [
            {**_csv_row(scores, line), "before": _points_as_json(line.before), "after": _points_as_json(line.after)}
            for line in aftermath.lines
        ],
        "conflicts": [one.id for one in aftermath.claims],
    }


def _csv_row(scores: ScoreAccess, line: After) -> dict[str, Any]:
    return {
        "indicator": line.gauge.id,
        "unit": scores.unit(line.gauge.id),
        "series": line.series,
        "local": line.local,
        "word": line.word,
        "mean_before": line.mean_before,
        "periods_before": len(line.before),
        "mean_after": line.mean_after,
        "periods_after": len(line.after),
        "held": line.held,
        "k": line.k,
        "last_measured": line.last_measured,
    }


def _points_as_json(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    return [
        {
            "start": point.start,
            "end": point.end,
            "value": point.value,
            "preliminary": point.is_preliminary,
            "measurements": [row.id for row in point.rows],
        }
        for point in points
    ]
