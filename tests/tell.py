"""What a test tried, how often, and with which outcomes, for the table at the end of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

REPORTED = "reported"


class Tell:
    """Notes what a test tried, how often, and the outcomes with their counts."""

    def __init__(self, record: Callable[[str, object], None], factor: int) -> None:
        self._record = record
        self._factor = factor

    def times(self, count: int) -> int:
        return count * self._factor

    def step(self, count: int) -> int:
        """The step at which to try what CI tries at each ``count``-th place: with ``--nightly`` at every place."""
        return 1 if self._factor > 1 else count

    def __call__(self, what: str, count: int, outcomes: Mapping[str, int]) -> None:
        found = ", ".join(f"{number} {name}" for name, number in outcomes.items())
        self._record(REPORTED, f"{what}: {count} tried; {found}")
