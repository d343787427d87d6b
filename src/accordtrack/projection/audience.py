"""Audiences: which entries a reader may see. Applied to entries before the fold.

For an audience, entries that it may not read do not exist: status, standing, scores and every count use only what it
may read. Only the number of withheld entries is reported, never which ones (``docs/records.md``, "Audiences").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.ledger.kinds import EVIDENCE_ADD
from accordtrack.store.items import as_of_dates, is_kind
from accordtrack.vocabulary import Handling, Side

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
from accordtrack.store.items import Item

PUBLIC, PARTIES, SIDE = "public", "parties", "side"
AUDIENCES = (PUBLIC, PARTIES, SIDE)
"""``public`` reads TLP:CLEAR without a legal marking, ``parties`` up to AMBER, ``side`` also its own AMBER+STRICT."""


class Audience:
    """A filter for what one audience may read, with a count of withheld entries."""

    def __init__(self, name: str, side: str | None = None, at: TwoDates | None = None) -> None:
        """Raise ``Refused`` for an unknown audience name, or for ``side`` without one of the two sides."""
        if name not in AUDIENCES:
            raise Refused(unknown_word_problem("--audience", name, AUDIENCES))
        if name == SIDE and side not in set(Side):
            raise Refused(Problem("Which side is it for?", "Use --side US or --side MX.", usage=True))
        self.name = name
        self.side = side if name == SIDE else None
        self.at = at
        self.withheld = 0
        """Withheld entries among those that existed on the two dates."""

    def may_read(self, item: Item[Record]) -> bool:
        """Whether this audience may read the entry."""
        return self.may_read_content(
            item.handling, item.seat, marked=is_kind(item, EVIDENCE_ADD) and bool(item.body.legal_marking)
        )

    def may_read_content(self, handling: str, seat: str, *, marked: bool) -> bool:
        """Whether this audience may read content with this mark.

        ``seat`` is the side of its desk; ``marked`` says whether it bears a legal marking.
        """
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

    def may_read_counted(self, item: Item[Record]) -> bool:
        """Return ``may_read``, and count the entry if it is withheld."""
        admitted = self.may_read(item)
        self.withheld += not admitted and bool(as_of_dates([item], self.at))
        return admitted
