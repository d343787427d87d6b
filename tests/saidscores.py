"""The score of what was said of commitments and measured beside them, through the real fold and without a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.dates import TwoDates
from accordtrack.register.facts import Facts
from accordtrack.scoring import contract
from accordtrack.scoring.inputs import inputs
from accordtrack.scoring.parameters import standard
from accordtrack.scoring.score import score
from items import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.scoring.method import Method

AT = TwoDates("2026-06-30", "2026-08-15")
AGREED, DUE = "2025-01-01", "2027-01-01"
ACCORD = {"id": "accord", "facts_until": None, "themes": [{"code": "firearms", "weight": "1"}]}


def told(responsible: str = "US", name: str = "EX-1", **fields: object) -> Told:
    """A commitment at level output, agreed and due on the days of the method's example."""
    return Told(responsible, **{"id": name, "level": "output", "agreed_on": AGREED, "due_on": DUE, **fields})


def linked(one: Told, indicator: str, strength: str = "direct") -> None:
    """The commitment is measured by an indicator."""
    name = one.items[0].body["id"]
    body = {"indicator": indicator, "commitment": name, "weight": "1", "strength": strength}
    one.said("indicator.link", body, feed="obs-0")


def scored(
    *commitments: Told,
    indicators: Iterable[Mapping[str, Any]] = (),
    rows: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]] | None = None,
    answers: Sequence[Mapping[str, Any]] = (),
    method: Method | None = None,
    accord: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The score in JSON, as it is printed."""
    states = {one.items[0].body["id"]: one.state(AT.as_of) for one in commitments}
    defined = {one["id"]: one for one in indicators}
    measured = {name: [(digest, body, "") for digest, body in held] for name, held in (rows or {}).items()}
    facts = Facts(accord or ACCORD, states, defined, measured, answers, {}, {}, {}, {}, {})
    chosen = method or standard()
    return contract.as_json(score(inputs(facts, AT, chosen), chosen))


def leaf(found: dict[str, Any], half: str | None = None) -> dict[str, Any]:
    """The one commitment of a score, or one half of it."""
    (one,) = [item for item in found["commitments"] if item["half"] == half]
    return dict(one)
