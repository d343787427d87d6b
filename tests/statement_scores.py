"""The score of what was said of commitments and measured beside them, through the real fold and without a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.indicators import AmendedIndicator, Measurement
from accordtrack.ledger.kinds import ACCORD as ACCORDS
from accordtrack.ledger.records import Accord
from accordtrack.ledger.statements import PositionTake
from accordtrack.projection.facts import Facts
from accordtrack.scoring import score_json
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.method import Method
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from items import WORDS, Told

AT = TwoDates("2026-06-30", "2026-08-15")
AGREED, DUE = "2025-01-01", "2027-01-01"


def accord(*themes: str, **fields: object) -> Accord:
    """An accord with these themes; ``fields`` are those of every theme."""
    name = {"name": WORDS}
    listed = [{"code": code, "title": WORDS, **fields} for code in themes]
    values = {"id": "accord", "title": WORDS, "sides": {"US": name, "MX": name}, "themes": listed}
    return ACCORDS.decode_values(values)


ACCORD = accord("firearms")


def told(responsible: str = "US", name: str = "EX-1", **fields: object) -> Told:
    """A commitment at level output, agreed and due on the days of the method's example."""
    return Told(responsible, **{"id": name, "level": "output", "agreed_on": AGREED, "due_on": DUE, **fields})


def linked(one: Told, indicator: str, strength: str = "direct") -> None:
    name = one.items[0].id
    body = {"indicator": indicator, "commitment": name, "strength": strength, "rationale": WORDS}
    one.said("indicator.link", body, feed="obs-0")


def scored(
    *commitments: Told,
    indicators: Iterable[AmendedIndicator] = (),
    rows: Mapping[str, Sequence[tuple[str, Measurement]]] | None = None,
    answers: Sequence[PositionTake] = (),
    method: Method | None = None,
    accord: Accord = ACCORD,
) -> dict[str, Any]:
    """The score in JSON, as it is printed."""
    states = {one.items[0].id: one.state(AT.as_of) for one in commitments}
    defined = {one.id: one for one in indicators}
    measured = {name: [(digest, body, "") for digest, body in held] for name, held in (rows or {}).items()}
    facts = Facts(accord, states, defined, measured, answers, {}, {}, {}, {}, {})
    chosen = method or standard_method()
    return score_json.as_json(score(build_inputs(facts, AT, chosen), chosen))


def leaf(found: dict[str, Any], half: str | None = None) -> dict[str, Any]:
    (one,) = [item for item in found["commitments"] if item["half"] == half]
    return dict(one)
