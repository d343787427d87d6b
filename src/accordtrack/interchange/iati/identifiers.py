"""Identifiers of IATI activities, unique within a file even when compared without regard to case."""

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
    """Makes the identifiers of the activities of one file.

    After ``accord``, a commitment's part begins with a hyphen and a framework's part with a colon, which no id
    contains.
    """

    accord: str
    alike: frozenset[str]
    """Ids that differ from another id of the same kind only in the case of their letters."""

    def commitment(self, name: str) -> str:
        """Return the identifier of a commitment."""
        return f"{self.accord}-{self._unambiguous_id(name)}"

    def framework(self, name: str) -> str:
        """Return the identifier of a framework, distinct even from that of a commitment with the same id."""
        return f"{self.accord}:framework-{self._unambiguous_id(name)}"

    def _unambiguous_id(self, name: str) -> str:
        """Return the id, followed by its capitals as a bit mask in hexadecimal if another id differs only in case."""
        if name not in self.alike:
            return name
        return f"{name}:{int(''.join(str(int(letter.isupper())) for letter in name), 2):x}"


def build_identifiers(ref: str, accord: Accord, facts: Facts) -> Identifiers:
    """Return the identifiers for the facts about ``accord`` under the reporting organization ``ref``."""
    return Identifiers(
        f"{ref}-{accord.id}", _ids_differing_in_case(facts.states) | _ids_differing_in_case(facts.frameworks)
    )


def _ids_differing_in_case(names: Iterable[str]) -> frozenset[str]:
    lines = list(names)
    count = Counter(map(str.lower, lines))
    return frozenset(name for name in lines if count[name.lower()] > 1)
