"""Who may read which entry: one function over entries, applied before the fold.

For an audience, what it may not read has not been said: status, standing, scores and every count are of what it may
read, and how many entries were left out is said as a number, never which (``docs/records.md``, "Audiences").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused, unknown
from accordtrack.ledger.kinds import EVIDENCE_ADD
from accordtrack.store.items import cut, is_kind
from accordtrack.vocabulary import Handling, Side

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
from accordtrack.store.items import Item

PUBLIC, PARTIES, SIDE = "public", "parties", "side"
AUDIENCES = (PUBLIC, PARTIES, SIDE)
"""``public`` reads TLP:CLEAR without a legal marking, ``parties`` up to AMBER, ``side`` its own AMBER+STRICT too."""


class Audience:
    """What one audience may read, and how much it was not given."""

    def __init__(self, name: str, side: str | None = None, at: TwoDates | None = None) -> None:
        """Refuses a name that is no audience, and ``side`` without one of the two sides."""
        if name not in AUDIENCES:
            raise Refused(unknown("--audience", name, AUDIENCES))
        if name == SIDE and side not in set(Side):
            raise Refused(Problem("Which side is it for?", "Say --side US or --side MX.", usage=True))
        self.name = name
        self.side = side if name == SIDE else None
        self.at = at
        self.withheld = 0
        """Entries that were left out, of those that were there on the two dates."""

    def may_read(self, item: Item[Record]) -> bool:
        """Whether the entry may be read."""
        return self.reads(
            item.handling, item.seat, marked=is_kind(item, EVIDENCE_ADD) and bool(item.body.legal_marking)
        )

    def reads(self, handling: str, seat: str, *, marked: bool) -> bool:
        """Whether what bears this mark may be read: ``seat`` is the side of its desk, ``marked`` a legal marking."""
        if handling not in set(Handling):
            return False
        mark = Handling(handling)
        if mark is Handling.RED:
            return False
        if mark is Handling.AMBER_STRICT:
            return self.side is not None and self.side == seat
        if self.name == PUBLIC:
            return mark is Handling.CLEAR and not marked
        return True

    def admits(self, item: Item[Record]) -> bool:
        """``may_read``, counting what is left out."""
        admitted = self.may_read(item)
        self.withheld += not admitted and bool(cut([item], self.at))
        return admitted
