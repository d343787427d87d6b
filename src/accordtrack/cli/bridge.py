"""Output of the method bridge, which compares scores under two sets of parameters.

It separates the effect of the method from the effect of the facts (``docs/method.md``, section 3.12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import plain
from accordtrack.cli.session import dates_line
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import local, tr
from accordtrack.text import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.service import Desk

    Nodes: TypeAlias = Mapping[str, NodeScore]

NUMBERS = ("delivery", "trend", "attainment")
PARTS = ("old", "new", "between")
_ROOM, _NAMES = 80, 20
"""Terminal columns needed by six numbers beside a name, and by the name."""
CSV = (
    "id",
    *(f"{part}.{name}" for part in PARTS[:2] for name in NUMBERS),
    *(f"between.{name}" for name in NUMBERS),
    *(f"{part}.{name}" for part in PARTS for name in ("delivery_assessed_only", "attainment_printable")),
    *(f"{part}.{name}" for part in PARTS for name in method_block.CSV),
)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Scores by the standard method (``old``) and by the other method (``new``).

    ``between`` holds the other method on the older facts, or None when no earlier date was given.
    """

    old: ScoreAccess
    between: ScoreAccess | None
    new: ScoreAccess

    @property
    def parts(self) -> dict[str, ScoreAccess | None]:
        """Return the scores by name, in the order of the exports."""
        return {"old": self.old, "new": self.new, "between": self.between}


def write(options: Globals, desk: Desk, path: Path, at: TwoDates | None, since: str | None) -> None:
    """Write the scores of the same facts by both methods.

    With ``since``, write three sets: the facts known then by both methods, and the facts known now by the other method.
    """
    found = _bridge(desk, path, at, since)
    if options.format == "table":
        _page(options, desk, found)
        return
    nodes = {name: _nodes(held) for name, held in found.parts.items()}
    rows: list[dict[str, Any]] = [
        {"id": code, **{name: _numbers(held[code]) if code in held else None for name, held in nodes.items()}}
        for code in _codes(found)
    ]
    blocks = {name: method_block.facts(held) if held is not None else None for name, held in found.parts.items()}
    beside = plain({f"{name}_block": block for name, block in blocks.items()})
    match options.format:
        case "json":
            facts = {
                "old": found.old.method.method,
                "new": found.new.method.method,
                "old_sha256": found.old.method.sha256,
                "new_sha256": found.new.method.sha256,
                **beside,
                "rows": rows,
            }
            machine_output.write_json("method_bridge", plain(facts), ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_rows("method_bridge", plain(rows), ascii_only=options.ascii_only, **beside)
        case _:
            cells = [{"id": row["id"], **{name: _joined(row[name], blocks[name]) for name in PARTS}} for row in rows]
            machine_output.write_csv(CSV, method_block.exported(plain(cells)))


def _joined(numbers_of: Mapping[str, Any] | None, block: Mapping[str, Any] | None) -> dict[str, Any]:
    return {**(numbers_of or {}), **(block or {})}


def _bridge(desk: Desk, path: Path, at: TwoDates | None, since: str | None) -> Bridge:
    """Compute the scores of a bridge.

    Older facts are those known on ``since`` and effective no later than that date. Raise ``Refused`` if ``since`` is
    later than the known date.
    """
    new = desk.scores(at, method=path)
    if since is None:
        return Bridge(desk.scores(at), None, new)
    now = new.inputs.at
    if since > now.known_on:
        values = {"since": since, "known_on": now.known_on}
        raise Refused(
            Problem("--since {since} is later than {known_on}", "Name the older date.", "", values, usage=True)
        )
    then = TwoDates(min(now.as_of, since), since)
    return Bridge(desk.scores(then), desk.scores(then, method=path), new)


def _nodes(held: ScoreAccess | None) -> dict[str, NodeScore]:
    """Return the overall node and the theme nodes by code; empty for None."""
    return {} if held is None else {node.id: node for node in (held.by_theme.overall, *held.by_theme.groups)}


def _codes(found: Bridge) -> list[str]:
    """Return the codes of the current nodes, followed by those that exist only in the old scores."""
    return list(dict.fromkeys((*_nodes(found.new), *_nodes(found.old))))


def _numbers(node: NodeScore) -> dict[str, float | bool | None]:
    return {
        "delivery": node.delivery.shown if node.delivery else None,
        "trend": node.trend.score if node.trend else None,
        "delivery_assessed_only": bool(node.delivery and node.delivery.assessed_only),
        "attainment": node.attainment.shown if node.attainment else None,
        "attainment_printable": node.printable,
    }


def _page(options: Globals, desk: Desk, found: Bridge) -> None:
    values = {"old": _told(found.old), "new": _told(found.new)}
    old, new = _nodes(found.old), _nodes(found.new)
    titles: tuple[str, ...] = (tr("old"), tr("new"))
    if found.between is not None:
        titles = (tr("old method, old facts"), tr("new method, old facts"), tr("new method, new facts"))
        _apart(options, found, titles, (old, _nodes(found.between), new))
        then = found.old.inputs.at
        text_tables.say(options, tr("Old method {old}, new method {new}.", **values))
        dates = {"as_of": then.as_of, "known_on": then.known_on}
        text_tables.say(options, tr("Old facts: as of {as_of}, known on {known_on}.", **dates))
        text_tables.say(options, tr("From the first column to the second the method differs, to the third the facts."))
    else:
        show = _together if text_tables.console(options).width >= _ROOM else _apart
        show(options, found, titles, (old, new))
        text_tables.say(
            options, tr("The same facts by {old} and by {new}: every difference is the method's.", **values)
        )
    text_tables.say(options, tr("In brackets: too little is assessed for the whole."))
    text_tables.say(options, dates_line(desk, found.new.inputs.at))


def _names() -> dict[str, str]:
    return {"delivery": tr("delivery"), "trend": tr("trend"), "attainment": tr("attainment")}


def _together(options: Globals, found: Bridge, titles: Sequence[str], held: Sequence[Nodes]) -> None:
    """Write one table with each number under both methods."""
    numeric = [text_tables.Column(f"{name} {title}", numeric=True) for name in _names().values() for title in titles]
    rows = [
        [_title(found, code), *(_shown(nodes.get(code), number) for number in NUMBERS for nodes in held)]
        for code in _codes(found)
    ]
    text_tables.table(options, [text_tables.Column(tr("theme")), *numeric], rows)


def _apart(options: Globals, found: Bridge, titles: Sequence[str], held: Sequence[Nodes]) -> None:
    """Write one table per number: nine columns beside the names would not fit."""
    columns = [
        text_tables.Column(tr("theme"), at_least=_NAMES),
        *(text_tables.Column(title, numeric=True) for title in titles),
    ]
    for number, name in _names().items():
        text_tables.say(options, name)
        rows = [[_title(found, code), *(_shown(nodes.get(code), number) for nodes in held)] for code in _codes(found)]
        text_tables.table(options, columns, rows)
        text_tables.say(options, "")


def _title(found: Bridge, code: str) -> str:
    held = found.new if code in _nodes(found.new) else found.old
    return local(held.accord if code == held.by_theme.overall.id else held.name("theme", code))


def _told(held: ScoreAccess) -> str:
    return f"{held.method.method} ({held.method.sha256[:12]})"


def _shown(node: NodeScore | None, number: str) -> str:
    if node is None:
        return tr("n/a")
    if number == "trend":
        return numbers.exact(node.trend.score if node.trend else None)
    return _bracketed(node.delivery if number == "delivery" else node.attainment if node.printable else None)


def _bracketed(told: NodeResult | None) -> str:
    if told is None or told.shown is None:
        return tr("n/a")
    return numbers.exact(told.shown) if told.score is not None else f"({numbers.exact(told.shown)})"
