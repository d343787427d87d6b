"""Generator of a seeded register for scoring: N countable commitments, one status per half, and three indicators each.

``python benchmarks/scored.py 10000`` creates it. Each indicator has a direct link to its commitment, a baseline, an
agreed target, and two values: about 15 entries per commitment.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import stressbodies as say
from accordtrack.ledger.kinds import KINDS
from accordtrack.vocabulary import COMPILER, CommitmentKind, Direction, Level, TextBasis
from stress import Writers, drawn, feed_of, made

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from sqlalchemy import Connection

EDITION = 1
INDICATORS_EACH = 3
_LEVELS = (Level.OUTPUT, Level.OUTPUT, Level.OUTCOME)
_ENDS = (say.LAST_DAY - 500, say.LAST_DAY - 130)
"""Last days of the periods of the two values; each period is a year."""


def scored_register(commitments: int) -> Path:
    """Return the path of the register with that many commitments, creating it if it does not exist."""
    return drawn(f"scored-{commitments}", EDITION, partial(_Measured, commitments))


class _Measured(Writers):
    """Writes commitments one after the other, each with its statuses, indicators, links, and values."""

    def __init__(self, commitments: int, connection: Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._count = commitments

    def speak(self) -> None:
        """Append every commitment with its dependent records."""
        for number in range(self._count):
            day = self.random.randrange(say.FIRST_DAY, say.LAST_DAY - 1500)
            counted = {"kind": CommitmentKind.COMMITMENT.value, "text_basis": TextBasis.JOINT_TEXT.value}
            body = {**say.commitment(self.random, number, day), **counted, "verifiable": True}
            self.append(COMPILER, "commitment.add", body, body["id"], day)
            owes = say.responsible(number)
            for side in ("US", "MX") if owes == "JOINT" else (owes,):
                said = self.random.randrange(day, say.LAST_DAY)
                feed = feed_of(side)
                told = say.status(self.random, number, self.next_name(feed), side, (said, said), own=True)
                self.append(feed, "status.report", told, body["id"], said)
            for place in range(INDICATORS_EACH):
                self._indicator(number, place, day, str(body["theme"]))

    def _indicator(self, number: int, place: int, day: int, theme: str) -> None:
        told = _indicator(self.random, number, place, day, theme)
        link = {
            "indicator": told["id"],
            "commitment": say.ref(number),
            "strength": "direct",
            "rationale": say.both("It counts what was promised."),
        }
        spoken = [(COMPILER, "indicator.add", told), (COMPILER, "indicator.link", link)]
        spoken += [("obs-1", "measurement.add", _value(self.random, told, end)) for end in _ENDS]
        for feed, kind, body in spoken:
            known = KINDS[kind]
            about = known.about or known.key
            self.append(feed, kind, body, about(body) if about else "", day)


def _indicator(random: Random, number: int, place: int, day: int, theme: str) -> dict[str, Any]:
    grows = random.random() < 0.6
    return {
        "id": f"IND-{number:06d}-{place}",
        "title": say.both(f"Count {place} of commitment {number}"),
        "definition": say.both("How many there were in the year, as the office that counts them says."),
        "unit": say.both("cases"),
        "level": _LEVELS[place].value,
        "direction": (Direction.INCREASE if grows else Direction.DECREASE).value,
        "theme": theme,
        "side": say.responsible(number),
        "publisher": "Publisher",
        "periodicity": "year",
        "headline_series": "total",
        "baseline": {"value": "100", "on": say.iso(day)},
        "target": {
            "value": "180" if grows else "40",
            "by": say.iso(day + random.randrange(1500, 4000)),
            "set_by": "agreed",
            "source": "SRC-0",
        },
    }


def _value(random: Random, indicator: dict[str, Any], end: int) -> dict[str, Any]:
    return {
        "indicator": indicator["id"],
        "series": "total",
        "period_start": say.iso(end - 364),
        "period_end": say.iso(end),
        "value": f"{random.randrange(300, 2000) / 10:.1f}",
        "party": "OBS",
        "grade": "documented",
        "published_on": say.iso(end + 60),
        "source": f"SRC-{random.randrange(60)}",
    }


if __name__ == "__main__":
    os.nice(5)
    for count in sys.argv[1:] or ["1000"]:
        register = scored_register(int(count))
        sys.stdout.write(f"{register}\n{json.dumps(made(register))}\n")
