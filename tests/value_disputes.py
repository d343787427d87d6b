"""Desks at one small register that measure one indicator and answer its values, and the score that each sees.

The indicator goes from 40.5 to 80; each side's value of 2025 is claimed or documented, and the hold is 2 years. A value
of 60.25 is progress 0.5; with nothing held before, half of that is credited at once and a quarter is held: 0.375.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.service import Desk
from accordtrack.types.intents import Measure, TakePosition
from registers import TODAY, agree, small_register

P, PS = 0.5, 0.375
DOCUMENTED, VERIFIED = 0.5, 1.0


class Room:
    """Desks at one small register, and the score that each sees."""

    def __init__(self, folder: Path) -> None:
        self.register = small_register(folder)

    def desk(self, feed: str) -> Desk:
        return door.open_register(self.register, desk=feed, today=TODAY)

    def measure(self, feed: str, value: str, party: str, **more: str) -> str:
        told = {"series": "year-atf", "source": "JS-2021", "published_on": "2026-02-01", "grade": "documented", **more}
        period = told.pop("period", "2025-01-01..2025-12-31")
        measured = Measure(indicator="guns-traced", value=value, period=period, party=party, **told)
        done = (
            self.desk(feed).write(measured)
            if feed == "obs-1"
            else agree(self.desk, feed, measured, on=told["published_on"])
        )
        return str(done.hashes[0])

    def answer(
        self,
        feed: str,
        target: str,
        stance: str,
        on: str = "2026-03-01",
        *,
        speaker: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> str:
        disputes = stance == "dispute"
        taken = TakePosition(
            target=target,
            stance=stance,
            ground="evidence_fails" if disputes else None,
            reason="The count was made twice." if disputes else None,
            speaker=speaker,
            sources=sources,
            effective_on=on,
            said_on=on,
        )
        return str(self.desk(feed).write(taken).hashes[0])

    def indicator(self, at: TwoDates | None = None) -> dict[str, Any]:
        scores = self.desk("us-1").scores(at)
        (leaf,) = [one for one in scores.as_json(scores.by_theme)["commitments"] if one["id"] == "FW-US-01"]
        (found,) = [one for one in leaf["indicators"] if one["id"] == "guns-traced"]
        return dict(found)


def interval(found: dict[str, Any]) -> list[float]:
    return [found["lo"], found["pe"], found["hi"]]
