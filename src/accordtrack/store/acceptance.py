"""Whether an entry is in force or waits for a side, as the projection stores it beside the entry.

The rule is in ``projection.dual_control``. Rows exist only for entries that needed another side's acceptance or
that record another side's statement; every other entry is in force from its own date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, text

from accordtrack.ledger.entry import MAX_INTEGER
from accordtrack.store.file_check import version
from accordtrack.vocabulary import Provenance, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, TextClause

FIRST_WITH_ACCEPTANCES = 4
"""The first version of the file that has the table."""

FIRST_FOLDED_AS_TODAY = 7
"""The first version whose projection follows from today's rules. Earlier files are folded again."""


class NumberBasis(Enum):
    """The entries that a number counts: those in force, only those that both sides accepted, or also those that wait."""

    IN_FORCE = auto()
    ACCEPTED_BY_BOTH = auto()
    EVERYTHING = auto()


class Acceptance(NamedTuple):
    """The concurrence that put an entry in force: its known date, its place in the log, and its side."""

    known_on: str
    lc: int
    feed: str
    seq: int
    side: str

    def as_text(self) -> str:
        """Return the form in which the projection stores it."""
        return " ".join(map(str, self))

    @classmethod
    def from_text(cls, words: str) -> Acceptance:
        """Return the acceptance stored as ``words``."""
        known_on, lc, feed, seq, side = words.split(" ")
        return cls(known_on, int(lc), feed, int(seq), side)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of the rule for one entry.

    ``waits`` are the sides that have not accepted it. ``accepted`` is the last concurrence that was needed; None if
    none was needed or one is missing. ``absent`` are the sides that were not asked: they had no open desk, or first saw the
    entry when they opened one. ``fields`` are the fields of an amendment that needed another side's acceptance, or the status
    of an entry that would return a withdrawn half to scope.
    """

    provenance: Provenance
    waits: tuple[Side, ...] = ()
    accepted: Acceptance | None = None
    absent: tuple[Side, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the entry is in force from its own date and not recorded by the counterpart, so that no row is stored."""
        plain = self.provenance in {Provenance.OWN, Provenance.THIRD_PARTY}
        return plain and not self.waits and not self.absent and self.accepted is None

    def as_of(self, known_on: str) -> Verdict:
        """Return the verdict as known on a date. Before the concurrence, the entry waited for the side that later accepted it."""
        if self.accepted is None or self.accepted.known_on <= known_on:
            return self
        return replace(self, waits=(Side(self.accepted.side),), accepted=None)

    def accepted_on(self, known_on: str, place: tuple[str, int]) -> Verdict:
        """Return the verdict as if the sides accepted the entry at ``place`` (feed, number) now, after everything in the log."""
        if not self.waits:
            return self
        return replace(self, waits=(), accepted=Acceptance(known_on, MAX_INTEGER, *place, self.waits[-1].value))

    def on_basis(self, basis: NumberBasis) -> Verdict:
        """Return the verdict on the basis of one of the three numbers of a scorecard."""
        match basis:
            case NumberBasis.IN_FORCE:
                return self
            case NumberBasis.ACCEPTED_BY_BOTH:
                return replace(self, waits=(*self.waits, *self.absent))
            case NumberBasis.EVERYTHING:
                return replace(self, waits=())

    def as_row(self, entry_id: int, ref: str) -> dict[str, str | int | None]:
        """Return the row of the table ``acceptance``."""
        return {
            "entry_id": entry_id,
            "ref": ref,
            "provenance": self.provenance.value,
            "waits": " ".join(self.waits),
            "accepted": self.accepted.as_text() if self.accepted else None,
            "absent": " ".join(self.absent),
            "fields": " ".join(self.fields),
        }


def _verdict(provenance: str, waits: str, accepted: str | None, absent: str, fields: str) -> Verdict:
    last = Acceptance.from_text(accepted) if accepted else None
    return Verdict(Provenance(provenance), _sides(waits), last, _sides(absent), tuple(fields.split()))


def _sides(words: str) -> tuple[Side, ...]:
    return tuple(Side(one) for one in words.split())


_FEW = 300
_ALL = "SELECT entry_id, provenance, waits, accepted, absent, fields FROM acceptance"
_ABOUT = f"{_ALL} WHERE ref IN :refs"


class StoredVerdicts:
    """The stored verdicts of a register. A file of an older version has none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._all: dict[int, Verdict] | None = None
        self._few: bool | None = None

    def of(self, refs: Sequence[str] | None) -> Mapping[int, Verdict]:
        """Return verdicts by entry id: at least those of ``refs``, or all for None. If there are few, they are kept."""
        if self._few is None:
            self._read_first()
        if self._all is None and refs is None:
            self._all = self._read(text(_ALL), {})
        if self._all is not None:
            return self._all
        chosen = text(_ABOUT).bindparams(bindparam("refs", expanding=True))
        return self._read(chosen, {"refs": list(refs or ())})

    def _read_first(self) -> None:
        if version(self._connection) < FIRST_WITH_ACCEPTANCES:
            self._few, self._all = True, {}
            return
        found = self._read(text(f"{_ALL} LIMIT {_FEW + 1}"), {})
        self._few = len(found) <= _FEW
        self._all = found if self._few else None

    def _read(self, chosen: TextClause, values: Mapping[str, object]) -> dict[int, Verdict]:
        rows = self._connection.execute(chosen, dict(values)).all()
        return {entry_id: _verdict(*columns) for entry_id, *columns in rows}
