"""Output of the ``aftermath`` verb: indicator values before and after an event, one line per series.

Series measured in the event's place come first, then national series.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import plain
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import local, tr, trn
from accordtrack.ledger.kinds import canonical_body
from accordtrack.text import aftermath as words
from accordtrack.text import contrast as values
from accordtrack.text.numbers import amount
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.aftermath import After
    from accordtrack.scoring.scores import Aftermath, ScoreAccess
    from accordtrack.scoring.series import Point
    from accordtrack.service import Desk

_MONTHS = re.compile(r"([1-9][0-9]{0,2})m?")
CSV = (
    *("event", "indicator", "unit.en", "unit.es", "series", "local", "word", "mean_before", "periods_before"),
    *("mean_after", "periods_after", "held", "k", "last_measured"),
    *method_block.CSV,
)
EVENTS_CSV = ("id", "date", "kind", "title.en", "title.es", "place", "themes", *method_block.CSV)


def months(option: str, value: str) -> int:
    """Parse a number of months written as ``6m`` or ``6``. Raise ``Refused`` if ``value`` has another form."""
    found = _MONTHS.fullmatch(value)
    if found is None:
        said = {"option": option, "x": shorten(sanitize_line(value), 20)}
        raise Refused(Problem('{option} "{x}" is no number of months', "Write it as 6m.", "", said, usage=True))
    return int(found.group(1))


def write(options: Globals, desk: Desk, event: str | None, span: tuple[int, int], at: TwoDates | None) -> None:
    """Write the aftermath of ``event``, or list the events that have one when ``event`` is None."""
    held = desk.scores(at)
    if event is None:
        _events(options, desk, held)
        return
    found = held.aftermath(event, *span)
    match options.format:
        case "json" | "ndjson":
            facts = plain({**method_block.facts(held), **as_json(held, found)})
            machine_output.write_one(options.format, "aftermath", facts, ascii_only=options.ascii_only)
        case "csv":
            method_block.write_csv(held, CSV, [{"event": event, **_flat(held, line)} for line in found.lines])
        case _:
            text_tables.page(options, _sections(held, found))
            text_tables.say(options, f"{words.caution()} {words.legend()}")
            method_block.foot(options, desk, held)


def _events(options: Globals, desk: Desk, held: ScoreAccess) -> None:
    found = held.events()
    named = ("id", "date", "kind", "title", "place", "themes")
    rows = [{name: told[name] for name in named} for told in map(canonical_body, found)]
    match options.format:
        case "csv":
            method_block.write_csv(held, EVENTS_CSV, rows)
        case "json":
            facts = plain({**method_block.facts(held), "rows": rows})
            machine_output.write_json("events", facts, ascii_only=options.ascii_only)
        case "ndjson":
            method_block.write_rows(options, held, "events", rows)
        case _:
            text_tables.table(options, _columns(), [_row(one) for one in found])
            text_tables.say(
                options,
                trn(
                    "{n} event: takedowns, operations, transfers and deployments.",
                    "{n} events: takedowns, operations, transfers and deployments.",
                    len(found),
                ),
            )
            method_block.foot(options, desk, held)


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("event"), whole=True),
        text_tables.Column(tr("date"), whole=True),
        text_tables.Column(tr("title")),
        text_tables.Column(tr("kind"), plain_only=True),
        text_tables.Column(tr("place"), plain_only=True),
    ]


def _row(event: Event) -> list[text_tables.Cell | str]:
    """Return the table row of one event.

    Kind and place go on a second line below the title: columns of their own would leave the title too little room.
    """
    title = sanitize_line(local(event.title.text))
    kind, place = label("event kind", event.kind), _place(event.place)
    below = tr("{kind}, {place}", kind=kind, place=place) if place else kind
    return [event.id, event.date, text_tables.Cell(f"{title}\n{below}", full=title, lines=True), kind, place]


def _place(code: str | None) -> str:
    return local(regions.named(code)) if code else ""


def _sections(held: ScoreAccess, found: Aftermath) -> list[text_tables.Section]:
    head = text_tables.Section(f"{found.event.date}  {local(found.event.title.text)}")
    head.add(tr("windows"), words.windows(found.window))
    head.add(tr("place"), _place(found.event.place) or tr("no place: national series only"))
    if found.event.note:
        head.add(tr("note"), local(found.event.note.text))
    head.add(tr("sources"), ", ".join(found.event.sources))
    for conflict in found.claims:
        for claim in conflict.claims:
            head.add(tr("said"), f"{claim.said_on}  {label('side', claim.speaker)}: {local(claim.text.text)}")
    near = text_tables.Section(tr("in the event's place"), label_width=text_tables.NAME_WIDTH)
    wide = text_tables.Section(tr("national"), label_width=text_tables.NAME_WIDTH)
    for line in found.lines:
        name = local(held.name("indicator", line.gauge.id))
        said = words.line(line)
        told = [f"{said}; {local(held.unit(line.gauge.id))}" if line.before or line.after else said]
        if line.series and (line.before or line.after):
            told.append(tr("series {series}", series=label("series", line.series)))
            told.append(" ".join(_shown(point) for point in (*line.before, *line.after)))
            told.append(words.releases(line))
        (near if line.local else wide).facts.append((name, told))
    return [head, near, wide]


def _shown(point: Point) -> str:
    mark = "*" if point.preliminary else ""
    return f"{values.period(point)} {amount(point.value)}{mark}"


def as_json(held: ScoreAccess, found: Aftermath) -> dict[str, Any]:
    """Return an aftermath in the JSON form that ``docs/json.md`` documents."""
    return {
        "event": found.event.id,
        "date": found.window.day,
        "before_from": found.window.since,
        "after_until": found.window.until,
        "place": found.event.place,
        "lines": [
            {**_flat(held, line), "before": _points(line.before), "after": _points(line.after)} for line in found.lines
        ],
        "conflicts": [one.id for one in found.claims],
    }


def _flat(held: ScoreAccess, line: After) -> dict[str, Any]:
    return {
        "indicator": line.gauge.id,
        "unit": held.unit(line.gauge.id),
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


def _points(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    return [
        {
            "start": point.start,
            "end": point.end,
            "value": point.value,
            "preliminary": point.preliminary,
            "measurements": [row.id for row in point.rows],
        }
        for point in points
    ]
