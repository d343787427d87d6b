"""Request for a scorecard: two dates, an audience, a language, and the start date for changes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates, is_date
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import LANGUAGES
from accordtrack.ledger import log_prefix
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from accordtrack.ledger.log_prefix import RecordedBy


FIRST_METHOD, METHOD = METHODS = ("AT-1.0.0", "AT-2.0.0")
"""Under the second, a scorecard has a section on paths."""


@dataclass(frozen=True, slots=True)
class ScorecardRequest:
    """A scorecard request; ``side`` is only for the audience ``side``, ``since`` adds the changes from that day."""

    as_of: str
    known_on: str
    audience: str
    language: str
    side: str | None = None
    since: str | None = None
    rules: int = RULES
    """The rules of effect. A file that names none was made under rules 1."""
    recorded_by: RecordedBy | None = None
    """Up to where the log is read; all of it if None."""
    method: str = METHOD
    """The method of what changed. A file that names none was made under AT-1.0.0."""
    part: str | None = None
    """A filter; the scorecard covers only what matches it. The whole register if None."""
    publisher: str | None = None
    """Who publishes the scorecard, named at the end of each document; nobody if None."""

    @property
    def at(self) -> TwoDates:
        """The effective date and the known date."""
        return TwoDates(self.as_of, self.known_on)

    def as_json(self) -> dict[str, Any]:
        """Return the request as stored in the JSON of a scorecard.

        Rules 1, the first method, a log that is read to its end, the whole register and no publisher are left out, as in
        files made before other values existed.
        """
        values = asdict(self)
        if self.rules == FIRST_RULES:
            del values["rules"]
        if self.recorded_by is None:
            del values["recorded_by"]
        if self.method == FIRST_METHOD:
            del values["method"]
        for name in ("part", "publisher"):
            if values[name] is None:
                del values[name]
        return values


_UNNAMED: dict[str, Any] = {
    "rules": FIRST_RULES,
    "recorded_by": None,
    "method": FIRST_METHOD,
    "part": None,
    "publisher": None,
}


def from_json(value: object) -> ScorecardRequest:
    """Return the request stored in a scorecard file. Raise ``Refused`` if it is not valid."""
    if isinstance(value, Mapping) and {**_UNNAMED, **value}.keys() == set(ScorecardRequest.__slots__):
        value = {**_UNNAMED, **value}
        days = [value[name] for name in ("as_of", "known_on", "since")]
        sound = (
            all(isinstance(day, str) and is_date(day) for day in days if day is not None)
            and None not in days[:2]
            and isinstance(value["audience"], str)
            and value["language"] in LANGUAGES
            and value["side"] in {None, *Side}
            and type(value["rules"]) is int
            and FIRST_RULES <= value["rules"] <= RULES
            and value["method"] in METHODS
            and all(value[name] is None or isinstance(value[name], str) for name in ("part", "publisher"))
        )
        with suppress(ValueError):
            recorded_by = log_prefix.from_json(value["recorded_by"])
            if sound:
                return ScorecardRequest(**{**value, "recorded_by": recorded_by})
    raise Refused(
        Problem("This is not an accordtrack scorecard", "Name a file that accordtrack scorecard OUT.json wrote.")
    )
