"""Scores for programs: one JSON object, or one NDJSON or CSV line per card, with optional Monte Carlo draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block
from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.cli.arguments import Globals
    from accordtrack.cli.score_request import Drawn, Draws
    from accordtrack.scoring.results import NodeScore, Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.uncertainty_results import Interval, Uncertain

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
LATER_CSV = (method_block.RECORDED_BY, "trend_base_id")
"""Columns added later, at the end of the line whether or not draws are requested."""
_SIDES = ("US", "MX")


def refuse_unsupported_csv(form: str, by: str, draws: Draws | None) -> None:
    """Raise ``Refused`` for a request that the CSV form has no cells for, before anything is drawn."""
    if form != "csv" or draws is None:
        return
    advice = "Use --format json or --format ndjson."
    if draws.shares:
        raise Refused(Problem("CSV has no columns for --shares", advice, usage=True))
    if by in {"framework", "body"}:
        values = {"by": by}
        raise Refused(Problem("CSV has no columns for the draws with --by {by}", advice, "", values, usage=True))


def write(
    options: Globals, scores: ScoreAccess, score: Score, draws: Draws | None, uncertainties: Drawn | None
) -> None:
    """Write the scores in the requested machine-readable form."""
    match options.format:
        case "json":
            document = {**scores.as_json(score), **method_block.facts(scores)}
            spread = None
            if draws is not None and uncertainties is not None:
                spread = _uncertainty_as_json(draws, uncertainties)
            machine_output.write_json(options, "score", {**document, "uncertainty": spread})
        case "ndjson":
            document = scores.as_json(score)
            method_block.write_rows(options, scores, "score", [document["overall"], *document["groups"]], by=score.by)
            if draws is not None and uncertainties is not None:
                beside = {"draws": draws.count, "seed": draws.seed}
                method_block.write_rows(options, scores, "score_drawn", _interval_rows(uncertainties), **beside)
                method_block.write_rows(options, scores, "score_share", _share_rows(uncertainties), **beside)
        case _:
            cards = (score.overall, *score.groups)
            if draws is None or uncertainties is None:
                rows = [_csv_row(card) for card in cards]
                method_block.write_csv(scores, (*CSV, *LATER_CSV), rows)
                return
            beside = {"draws": draws.count, "seed": draws.seed}
            columns = (*CSV, *DRAWN_CSV, *LATER_CSV)
            rows = [{**_csv_row(card), **_card_quantiles(card, score, uncertainties), **beside} for card in cards]
            method_block.write_csv(scores, columns, rows)


def _interval_as_json(interval: Interval | None) -> dict[str, float] | None:
    return None if interval is None else {"p05": interval.p05, "p50": interval.p50, "p95": interval.p95}


def _uncertainty_as_json(draws: Draws, uncertainties: Drawn) -> dict[str, Any]:
    found: dict[str, Any] = {"draws": draws.count, "seed": draws.seed}
    for number, uncertainty in uncertainties.items():
        found[number] = uncertainty and {
            "overall": _interval_as_json(uncertainty.whole),
            "US": _interval_as_json(uncertainty.us),
            "MX": _interval_as_json(uncertainty.mx),
            "gap": _interval_as_json(uncertainty.gap),
            "gap_above_0": uncertainty.gap_above_0,
            "groups": {name: _interval_as_json(one) for name, one in uncertainty.groups.items()},
            "ranks": {name: list(pair) for name, pair in uncertainty.ranks.items()},
            "shares": {name: list(pair) for name, pair in uncertainty.shares.items()} if uncertainty.shares else None,
        }
    return found


def _interval_rows(uncertainties: Drawn) -> Iterator[dict[str, Any]]:
    """Yield one row per interval: overall, sides, their gap and themes. Numbers without assessments have no rows."""
    for number, uncertainty in uncertainties.items():
        if uncertainty is None:
            continue
        parts: list[tuple[str, str | None, Interval | None]] = [("overall", None, uncertainty.whole)]
        parts += [("side", side, one) for side, one in zip(_SIDES, (uncertainty.us, uncertainty.mx), strict=True)]
        parts += [("gap", None, uncertainty.gap), *(("theme", name, one) for name, one in uncertainty.groups.items())]
        for of, name, interval in parts:
            if interval is None:
                continue
            best, worst = uncertainty.ranks.get(name or "", (None, None)) if of == "theme" else (None, None)
            yield {
                "number": number,
                "of": of,
                "id": name,
                **(_interval_as_json(interval) or {}),
                "above_0": uncertainty.gap_above_0 if of == "gap" else None,
                "best": best,
                "worst": worst,
            }


def _share_rows(uncertainties: Drawn) -> Iterator[dict[str, Any]]:
    for number, uncertainty in uncertainties.items():
        for factor, (first, total) in ((uncertainty and uncertainty.shares) or {}).items():
            yield {"number": number, "factor": factor, "first": first, "total": total}


def _card_quantiles(card: NodeScore, score: Score, uncertainties: Drawn) -> dict[str, Any]:
    """Return the quantiles of a card; those of attainment only when the card's attainment is printable."""
    cells: dict[str, Any] = {}
    for number in ("delivery", "attainment"):
        uncertainty = uncertainties[number] if number == "delivery" or card.printable else None
        interval = _interval_as_json(_card_interval(card, score, uncertainty)) if uncertainty is not None else None
        cells |= {f"{number}_{name}": value for name, value in (interval or {}).items()}
    return cells


def _card_interval(card: NodeScore, score: Score, uncertainty: Uncertain) -> Interval | None:
    if card is score.overall:
        return uncertainty.whole
    sides: Mapping[str, Interval | None] = {"US": uncertainty.us, "MX": uncertainty.mx}
    return sides.get(card.id) if score.by == "side" else uncertainty.groups.get(card.id)


def _csv_row(node: NodeScore) -> dict[str, Any]:
    delivery, moved, attainment = node.delivery, node.trend, node.attainment
    return {
        "id": node.id,
        "n": node.n,
        "commitments": node.commitments,
        "stated": sum(node.stated.values()),
        "read": sum(node.read.values()),
        "unreported": node.n - node.statement_count,
        "delivery": delivery.score if delivery else None,
        "delivery_assessed_only": delivery.assessed_score if delivery and delivery.score is None else None,
        "delivery_face": delivery.face if delivery else None,
        "delivery_lo": delivery.lo if delivery else None,
        "delivery_hi": delivery.hi if delivery else None,
        "delivery_assessed": delivery.assessed if delivery else None,
        "delivery_low_bound": delivery.low_bound if delivery else None,
        "delivery_high_bound": delivery.high_bound if delivery else None,
        "trend": moved.score if moved else None,
        "improved": moved.improved_count if moved else None,
        "worsened": moved.worsened_count if moved else None,
        "unchanged": moved.unchanged_count if moved else None,
        "unmeasured": moved.unmeasured_count if moved else None,
        "trend_base": moved.base if moved else None,
        "trend_base_id": moved.base_id if moved else None,
        "attainment": attainment.score if attainment and node.printable else None,
        "printable": node.printable,
        "results_usable": node.usable,
    }
