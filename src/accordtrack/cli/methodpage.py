"""How the score is made: the text, the parameters, and a bridge between two sets of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from accordtrack.cli import machine, sheet
from accordtrack.cli.session import dates_line
from accordtrack.cli.shapes import plain
from accordtrack.i18n import language, local, tr
from accordtrack.sentences import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.dates import TwoDates
    from accordtrack.desk import Desk
    from accordtrack.desk.scores import Scores
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.rollup import NodeResult

BRIDGE_CSV = ("id", *(f"{side}.{name}" for side in ("old", "new") for name in ("delivery", "trend", "attainment")))


def write(options: Globals) -> None:
    """The method in plain words, the same text as ``docs/method.md``."""
    from accordtrack import desk  # noqa: PLC0415

    if options.format == "table":
        for line in _flowing(desk.method_text(language())):
            sheet.say(options, line)
        return
    method = desk.method_parameters()
    facts = {
        "method": method.method,
        "parameters_sha256": method.sha256,
        "text": {name: desk.method_text(name) for name in ("en", "es")},
    }
    if options.format == "csv":
        machine.write_csv(("method", "parameters_sha256", "text.en", "text.es"), [facts])
    else:
        machine.write_one(options.format, "method", facts, ascii_only=options.ascii_only)


def _flowing(text: str) -> list[str]:
    """Lines of the page with each paragraph and item as one, so that they wrap to the terminal; tables and code stay."""
    found: list[str] = []
    code = False
    for line in text.rstrip("\n").split("\n"):
        code ^= line.startswith("```")
        new = code or not line or line.startswith(("```", "#", "|", "- ")) or line[:1].isdigit()
        last = found[-1] if found else ""
        if new or not last or last.startswith(("```", "#", "|")):
            found.append(line)
        else:
            found[-1] = f"{last} {line.strip()}"
    return found


def write_parameters(options: Globals) -> None:
    """The standard parameters, as a file to start one's own from."""
    from accordtrack import desk  # noqa: PLC0415

    del options
    sys.stdout.write(desk.method_file())


def write_bridge(options: Globals, desk: Desk, path: Path, at: TwoDates | None) -> None:
    """The same facts by the standard method and by another one."""
    old, new = desk.scores(at), desk.scores(at, method=path)
    pairs = list(
        zip(
            _nodes(old.by_theme.overall, old.by_theme.groups),
            _nodes(new.by_theme.overall, new.by_theme.groups),
            strict=True,
        )
    )
    rows = [{"id": name, "old": _numbers(one), "new": _numbers(other)} for (name, one), (_same, other) in pairs]
    match options.format:
        case "json":
            facts = {
                "old": old.method.method,
                "new": new.method.method,
                "old_sha256": old.method.sha256,
                "new_sha256": new.method.sha256,
                "rows": rows,
            }
            machine.write_json("method_bridge", plain(facts), ascii_only=options.ascii_only)
            return
        case "ndjson":
            machine.write_rows("method_bridge", plain(rows), ascii_only=options.ascii_only)
            return
        case "csv":
            machine.write_csv(BRIDGE_CSV, rows)
            return
    columns = [
        sheet.Column(tr("theme")),
        *(
            sheet.Column(f"{name} {method}", numeric=True)
            for name in (tr("delivery"), tr("trend"), tr("attainment"))
            for method in (tr("old"), tr("new"))
        ),
    ]
    named = [
        (local(old.accord if place == 0 else old.name("theme", name)), one, other)
        for place, ((name, one), (_same, other)) in enumerate(pairs)
    ]
    sheet.table(options, columns, [_row(title, one, other) for title, one, other in named])
    values = {"old": _told(old), "new": _told(new)}
    sheet.say(options, tr("The same facts by {old} and by {new}: every difference is the method's.", **values))
    sheet.say(options, tr("In brackets: too little is assessed for the whole."))
    if line := dates_line(desk, at):
        sheet.say(options, line)


def _told(held: Scores) -> str:
    return f"{held.method.method} ({held.method.sha256[:12]})"


def _nodes(overall: NodeScore, groups: tuple[NodeScore, ...]) -> list[tuple[str, NodeScore]]:
    return [(node.id, node) for node in (overall, *groups)]


def _numbers(node: NodeScore) -> dict[str, float | bool | None]:
    return {
        "delivery": node.delivery.shown if node.delivery else None,
        "trend": node.trend.score if node.trend else None,
        "delivery_assessed_only": bool(node.delivery and node.delivery.assessed_only),
        "attainment": node.attainment.shown if node.attainment else None,
        "attainment_printable": node.printable,
    }


def _row(title: str, old: NodeScore, new: NodeScore) -> list[str]:
    cells = [title]
    for number in ("delivery", "trend", "attainment"):
        for node in (old, new):
            if number == "trend":
                cells.append(numbers.exact(node.trend.score if node.trend else None))
            else:
                shown = node.attainment if number == "attainment" and node.printable else None
                cells.append(_bracketed(node.delivery if number == "delivery" else shown))
    return cells


def _bracketed(told: NodeResult | None) -> str:
    if told is None or told.shown is None:
        return tr("n/a")
    return numbers.exact(told.shown) if told.score is not None else f"({numbers.exact(told.shown)})"
