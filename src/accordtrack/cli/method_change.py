"""Output of the method bridge, which compares scores under two sets of parameters.

It separates the effect of the method from the effect of the facts (``docs/method.md``, section 3.12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import to_json_value
from accordtrack.cli.session import dates_line
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import localize, tr
from accordtrack.text import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.score_access import ScoreAccess
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
    bridge = _compute_bridge(desk, path, at, since)
    if options.format == "table":
        _print_page(options, desk, bridge)
        return
    nodes = {name: _nodes_by_code(scores) for name, scores in bridge.parts.items()}
    rows: list[dict[str, Any]] = [
        {
            "id": code,
            **{
                name: _node_numbers(part_nodes[code]) if code in part_nodes else None
                for name, part_nodes in nodes.items()
            },
        }
        for code in _node_codes(bridge)
    ]
    blocks = {
        name: method_block.facts(part_scores) if part_scores is not None else None
        for name, part_scores in bridge.parts.items()
    }
    beside = {f"{name}_block": block for name, block in blocks.items()}
    match options.format:
        case "json":
            old, new = bridge.old.method, bridge.new.method
            names = {"old": old.method, "new": new.method, "old_sha256": old.sha256, "new_sha256": new.sha256}
            machine_output.write_json(options, "method_bridge", {**names, **beside, "rows": rows})
        case "ndjson":
            machine_output.write_rows(options, "method_bridge", rows, **beside)
        case _:
            cells = [
                {"id": row["id"], **{name: _merge_facts(row[name], blocks[name]) for name in PARTS}} for row in rows
            ]
            machine_output.write_csv(CSV, method_block.rounded_for_export(to_json_value(cells)))


def _merge_facts(numbers_of: Mapping[str, Any] | None, block: Mapping[str, Any] | None) -> dict[str, Any]:
    return {**(numbers_of or {}), **(block or {})}


def _compute_bridge(desk: Desk, path: Path, at: TwoDates | None, since: str | None) -> Bridge:
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
            Problem("--since {since} is later than {known_on}", "Give the earlier date.", "", values, usage=True)
        )
    then = TwoDates(min(now.as_of, since), since)
    return Bridge(desk.scores(then), desk.scores(then, method=path), new)


def _nodes_by_code(scores: ScoreAccess | None) -> dict[str, NodeScore]:
    """Return the overall node and the theme nodes by code; empty for None."""
    return {} if scores is None else {node.id: node for node in (scores.by_theme.overall, *scores.by_theme.groups)}


def _node_codes(bridge: Bridge) -> list[str]:
    """Return the codes of the current nodes, followed by those that exist only in the old scores."""
    return list(dict.fromkeys((*_nodes_by_code(bridge.new), *_nodes_by_code(bridge.old))))


def _node_numbers(node: NodeScore) -> dict[str, float | bool | None]:
    return {
        "delivery": node.delivery.displayed_score if node.delivery else None,
        "trend": node.trend.score if node.trend else None,
        "delivery_assessed_only": bool(node.delivery and node.delivery.is_assessed_only),
        "attainment": node.attainment.displayed_score if node.attainment else None,
        "attainment_printable": node.printable,
    }


def _print_page(options: Globals, desk: Desk, bridge: Bridge) -> None:
    values = {"old": _method_text(bridge.old), "new": _method_text(bridge.new)}
    old, new = _nodes_by_code(bridge.old), _nodes_by_code(bridge.new)
    titles: tuple[str, ...] = (tr("old"), tr("new"))
    if bridge.between is not None:
        titles = (tr("old method, old facts"), tr("new method, old facts"), tr("new method, new facts"))
        _print_separate_tables(options, bridge, titles, (old, _nodes_by_code(bridge.between), new))
        then = bridge.old.inputs.at
        text_tables.print_text(options, tr("Old method {old}, new method {new}.", **values))
        dates = {"as_of": then.as_of, "known_on": then.known_on}
        text_tables.print_text(
            options, tr("Earlier facts: updated {as_of}, with data available as of {known_on}.", **dates)
        )
        text_tables.print_text(
            options, tr("The first and second columns differ in method; the second and third differ in facts.")
        )
    else:
        show = _print_one_table if text_tables.console(options).width >= _ROOM else _print_separate_tables
        show(options, bridge, titles, (old, new))
        text_tables.print_text(
            options, tr("The same facts under {old} and {new}: every difference comes from the method.", **values)
        )
    text_tables.print_text(options, tr("In parentheses: too little is assessed to score the whole."))
    text_tables.print_text(options, dates_line(desk, bridge.new.inputs.at))


def _number_names() -> dict[str, str]:
    return {
        "delivery": tr("actions done"),
        "trend": tr("change in indicators"),
        "attainment": tr("progress toward agreed targets"),
    }


def _print_one_table(options: Globals, bridge: Bridge, titles: Sequence[str], node_sets: Sequence[Nodes]) -> None:
    """Write one table with each number under both methods."""
    numeric = [
        text_tables.Column(f"{name} {title}", numeric=True) for name in _number_names().values() for title in titles
    ]
    rows = [
        [
            _node_title(bridge, code),
            *(_number_text(nodes.get(code), number) for number in NUMBERS for nodes in node_sets),
        ]
        for code in _node_codes(bridge)
    ]
    text_tables.print_table(options, [text_tables.Column(tr("area")), *numeric], rows)


def _print_separate_tables(options: Globals, bridge: Bridge, titles: Sequence[str], node_sets: Sequence[Nodes]) -> None:
    """Write one table per number: nine columns beside the names would not fit."""
    columns = [
        text_tables.Column(tr("area"), at_least=_NAMES),
        *(text_tables.Column(title, numeric=True) for title in titles),
    ]
    for number, name in _number_names().items():
        text_tables.print_text(options, name)
        rows = [
            [_node_title(bridge, code), *(_number_text(nodes.get(code), number) for nodes in node_sets)]
            for code in _node_codes(bridge)
        ]
        text_tables.print_table(options, columns, rows)
        text_tables.print_text(options, "")


def _node_title(bridge: Bridge, code: str) -> str:
    scores = bridge.new if code in _nodes_by_code(bridge.new) else bridge.old
    return localize(scores.accord_title if code == scores.by_theme.overall.id else scores.title_of("theme", code))


def _method_text(scores: ScoreAccess) -> str:
    return f"{scores.method.method} ({scores.method.sha256[:12]})"


def _number_text(node: NodeScore | None, number: str) -> str:
    if node is None:
        return tr("n/a")
    if number == "trend":
        return numbers.format_exact(node.trend.score if node.trend else None)
    return _result_text(node.delivery if number == "delivery" else node.attainment if node.printable else None)


def _result_text(result: NodeResult | None) -> str:
    if result is None or result.displayed_score is None:
        return tr("n/a")
    return (
        numbers.format_exact(result.displayed_score)
        if result.score is not None
        else f"({numbers.format_exact(result.displayed_score)})"
    )
