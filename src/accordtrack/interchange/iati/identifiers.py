"""Identifiers of activities: no two of a file are alike, in whatever case their letters are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.records import Accord
    from accordtrack.projection.facts import Facts


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What follows ``accord`` begins with a hyphen for a commitment and with a colon, which no id holds, for a framework."""

    accord: str
    alike: frozenset[str]
    """Ids that another of their kind is alike but for the case of its letters."""

    def commitment(self, name: str) -> str:
        """The identifier of a commitment."""
        return f"{self.accord}-{self._told(name)}"

    def framework(self, name: str) -> str:
        """The identifier of a framework, of which a commitment may have the id."""
        return f"{self.accord}:framework-{self._told(name)}"

    def _told(self, name: str) -> str:
        """An id; of ids that are alike each with its capitals as a number, a bit a letter."""
        if name not in self.alike:
            return name
        return f"{name}:{int(''.join(str(int(letter.isupper())) for letter in name), 2):x}"


def identifiers(ref: str, accord: Accord, facts: Facts) -> Identifiers:
    """Those of the facts about ``accord`` for the reporting organization ``ref``."""
    return Identifiers(f"{ref}-{accord.id}", _alike(facts.states) | _alike(facts.frameworks))


def _alike(names: Iterable[str]) -> frozenset[str]:
    held = list(names)
    count = Counter(map(str.lower, held))
    return frozenset(name for name in held if count[name.lower()] > 1)
