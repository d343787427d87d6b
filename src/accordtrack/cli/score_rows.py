"""Scores for programs: one JSON object, or one NDJSON or CSV line per card, with optional Monte Carlo draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block
from accordtrack.cli.json_shapes import plain
from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.cli.arguments import Globals
    from accordtrack.cli.score_request import Drawn, Draws
    from accordtrack.scoring.results import NodeScore, Score
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.scoring.spread import Interval, Uncertain

CSV = (
    *("id", "n", "commitments", "stated", "read", "unreported"),
    *("delivery", "delivery_assessed_only", "delivery_face", "delivery_lo", "delivery_hi", "delivery_assessed"),
    *("delivery_low_bound", "delivery_high_bound"),
    *("trend", "improved", "worsened", "unchanged", "unmeasured", "trend_base"),
    *("attainment", "printable", "results_usable"),
    *method_block.CSV,
)
DRAWN_CSV = (
    *(f"{number}_{quantile}" for number in ("delivery", "attainment") for quantile in ("p05", "p50", "p95")),
    *("draws", "seed"),
)
"""Further columns, present only when draws are requested."""
_SIDES = ("US", "MX")


def refuse(form: str, by: str, asked: Draws | None) -> None:
    """Raise ``Refused`` for a request that the CSV form has no cells for, before anything is drawn."""
    if form != "csv" or asked is None:
        return
    advice = "Use --format json or --format ndjson."
    if asked.shares:
        raise Refused(Problem("CSV has no place for --shares", advice, usage=True))
    if by in {"framework", "body"}:
        values = {"by": by}
        raise Refused(Problem("CSV has no place for the draws with --by {by}", advice, "", values, usage=True))


def write(options: Globals, held: ScoreAccess, found: Score, asked: Draws | None, drawn: Drawn | None) -> None:
    """Write the scores in the requested machine-readable form."""
    match options.format:
        case "json":
            told = {**plain(held.as_json(found)), **plain(method_block.facts(held))}
            spread = plain(_uncertainty(asked, drawn)) if asked is not None and drawn is not None else None
            machine_output.write_json("score", {**told, "uncertainty": spread}, ascii_only=options.ascii_only)
        case "ndjson":
            told = held.as_json(found)
            method_block.write_rows(options, held, "score", [told["overall"], *told["groups"]], by=found.by)
            if asked is not None and drawn is not None:
                beside = {"draws": asked.count, "seed": asked.seed}
                method_block.write_rows(options, held, "score_drawn", _drawn_rows(drawn), **beside)
                method_block.write_rows(options, held, "score_share", _share_rows(drawn), **beside)
        case _:
            cards = (found.overall, *found.groups)
            if asked is None or drawn is None:
                method_block.write_csv(held, CSV, [_flat(card) for card in cards])
                return
            beside = {"draws": asked.count, "seed": asked.seed}
            columns = (*CSV, *DRAWN_CSV)
            rows = [{**_flat(card), **_spread(card, found, drawn), **beside} for card in cards]
            method_block.write_csv(held, columns, rows)


def _interval(told: Interval | None) -> dict[str, float] | None:
    return None if told is None else {"p05": told.p05, "p50": told.p50, "p95": told.p95}


def _uncertainty(asked: Draws, drawn: Drawn) -> dict[str, Any]:
    found: dict[str, Any] = {"draws": asked.count, "seed": asked.seed}
    for number, told in drawn.items():
        found[number] = told and {
            "overall": _interval(told.whole),
            "US": _interval(told.us),
            "MX": _interval(told.mx),
            "gap": _interval(told.gap),
            "gap_above_0": told.gap_above_0,
            "groups": {name: _interval(one) for name, one in told.groups.items()},
            "ranks": {name: list(pair) for name, pair in told.ranks.items()},
            "shares": {name: list(pair) for name, pair in told.shares.items()} if told.shares else None,
        }
    return found


def _drawn_rows(drawn: Drawn) -> Iterator[dict[str, Any]]:
    """Yield one row per interval: overall, sides, their gap and themes. Numbers without assessments have no rows."""
    for number, told in drawn.items():
        if told is None:
            continue
        parts: list[tuple[str, str | None, Interval | None]] = [("overall", None, told.whole)]
        parts += [("side", side, one) for side, one in zip(_SIDES, (told.us, told.mx), strict=True)]
        parts += [("gap", None, told.gap), *(("theme", name, one) for name, one in told.groups.items())]
        for of, name, interval in parts:
            if interval is None:
                continue
            best, worst = told.ranks.get(name or "", (None, None)) if of == "theme" else (None, None)
            yield {
                "number": number,
                "of": of,
                "id": name,
                **(_interval(interval) or {}),
                "above_0": told.gap_above_0 if of == "gap" else None,
                "best": best,
                "worst": worst,
            }


def _share_rows(drawn: Drawn) -> Iterator[dict[str, Any]]:
    for number, told in drawn.items():
        for factor, (first, total) in ((told and told.shares) or {}).items():
            yield {"number": number, "factor": factor, "first": first, "total": total}


def _spread(card: NodeScore, found: Score, drawn: Drawn) -> dict[str, Any]:
    """Return the quantiles of a card; those of attainment only when the card's attainment is printable."""
    cells: dict[str, Any] = {}
    for number in ("delivery", "attainment"):
        told = drawn[number] if number == "delivery" or card.printable else None
        interval = _interval(_of(card, found, told)) if told is not None else None
        cells |= {f"{number}_{name}": value for name, value in (interval or {}).items()}
    return cells


def _of(card: NodeScore, found: Score, told: Uncertain) -> Interval | None:
    if card is found.overall:
        return told.whole
    sides: Mapping[str, Interval | None] = {"US": told.us, "MX": told.mx}
    return sides.get(card.id) if found.by == "side" else told.groups.get(card.id)


def _flat(node: NodeScore) -> dict[str, Any]:
    delivery, moved, attainment = node.delivery, node.trend, node.attainment
    return {
        "id": node.id,
        "n": node.n,
        "commitments": node.commitments,
        "stated": sum(node.stated.values()),
        "read": sum(node.read.values()),
        "unreported": node.n - node.spoken,
        "delivery": delivery.score if delivery else None,
        "delivery_assessed_only": delivery.assessed_score if delivery and delivery.score is None else None,
        "delivery_face": delivery.face if delivery else None,
        "delivery_lo": delivery.lo if delivery else None,
        "delivery_hi": delivery.hi if delivery else None,
        "delivery_assessed": delivery.assessed if delivery else None,
        "delivery_low_bound": delivery.low_bound if delivery else None,
        "delivery_high_bound": delivery.high_bound if delivery else None,
        "trend": moved.score if moved else None,
        "improved": moved.improved if moved else None,
        "worsened": moved.worsened if moved else None,
        "unchanged": moved.unchanged if moved else None,
        "unmeasured": moved.unmeasured if moved else None,
        "trend_base": moved.base if moved else None,
        "attainment": attainment.score if attainment and node.printable else None,
        "printable": node.printable,
        "results_usable": node.usable,
    }
