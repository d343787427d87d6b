"""Request for a scorecard: two dates, an audience, a language, and the start date for changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from accordtrack.core.dates import TwoDates, is_date
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import LANGUAGES
from accordtrack.vocabulary import Side


@dataclass(frozen=True, slots=True)
class ScorecardRequest:
    """A scorecard request; ``side`` is only for the audience ``side``, ``since`` adds the changes from that day."""

    as_of: str
    known_on: str
    audience: str
    language: str
    side: str | None = None
    since: str | None = None

    @property
    def at(self) -> TwoDates:
        """The effective date and the known date."""
        return TwoDates(self.as_of, self.known_on)

    def as_json(self) -> dict[str, Any]:
        """Return the request as stored in the JSON of a scorecard."""
        return asdict(self)


def from_json(value: object) -> ScorecardRequest:
    """Return the request stored in a scorecard file. Raise ``Refused`` if it is not valid."""
    if isinstance(value, Mapping) and set(value) == set(ScorecardRequest.__slots__):
        days = [value[name] for name in ("as_of", "known_on", "since")]
        sound = (
            all(isinstance(day, str) and is_date(day) for day in days if day is not None)
            and None not in days[:2]
            and isinstance(value["audience"], str)
            and value["language"] in LANGUAGES
            and value["side"] in {None, *Side}
        )
        if sound:
            return ScorecardRequest(**value)
    raise Refused(
        Problem("This is not an accordtrack scorecard", "Name a file that accordtrack scorecard OUT.json wrote.")
    )
