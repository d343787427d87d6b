"""Audiences: which entries a reader may see. Applied to entries before the fold.

For an audience, entries that it may not read do not exist: status, standing, scores and every count use only what it
may read. Only the number of withheld entries is reported, never which ones (``docs/records.md``, "Audiences").
Withheld entries earn nothing in the audience's numbers (``withheld_facts``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.ledger.kinds import EVIDENCE_ADD
from accordtrack.projection.marks import ABOUT_SEVERAL, Marks, read_marks
from accordtrack.store.items import as_of_dates, is_kind
from accordtrack.vocabulary import Handling, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.projection.marks import Mark
from accordtrack.store.items import Item

PUBLIC, PARTIES, SIDE = "public", "parties", "side"
AUDIENCES = (PUBLIC, PARTIES, SIDE)
"""``public`` reads TLP:CLEAR without a legal marking, ``parties`` up to AMBER, ``side`` also its own AMBER+STRICT."""
_FIRST_RULES_WITH_MARKS = 2


def follows_marks_in_force(rules: int) -> bool:
    """Whether outputs follow the mark in force of each commitment, and whether what is withheld earns nothing.

    The two go together; otherwise hiding a commitment would improve numbers. In documents made under rules 1, the mark
    of each entry alone decides.
    """
    return rules >= _FIRST_RULES_WITH_MARKS


class Audience:
    """A filter for what one audience may read, with a count of withheld entries."""

    def __init__(
        self, name: str, side: str | None = None, at: TwoDates | None = None, marks: Marks | None = None
    ) -> None:
        """Raise ``Refused`` for an unknown audience name, or for ``side`` without one of the two sides.

        ``marks`` are the marks in force (``audience_of``). Without them, the mark of each entry alone decides.
        """
        if name not in AUDIENCES:
            raise Refused(unknown_word_problem("--audience", name, AUDIENCES))
        if name == SIDE and side not in set(Side):
            raise Refused(Problem("Which side is it for?", "Use --side US or --side MX.", usage=True))
        self.name = name
        self.side = side if name == SIDE else None
        self.at = at
        self.marks = marks
        self.whole_bodies = False
        """Whether entries go to the readers with their signed bodies, as in a copy of the log."""
        self.withheld = 0
        """Withheld entries among those that existed on the two dates."""

    def may_read(self, item: Item[Record]) -> bool:
        """Whether this audience may read the entry."""
        return self.may_read_entry(
            item.kind,
            item.ref,
            item.hash,
            item.handling,
            item.seat,
            marked=is_kind(item, EVIDENCE_ADD) and bool(item.body.legal_marking),
        )

    def may_read_entry(self, kind: str, ref: str, digest: str, handling: str, seat: str, *, marked: bool) -> bool:
        """Whether this audience may read an entry with this hash and mark: what it is about, and its own content."""
        if self.marks is None:
            return self.may_read_content(handling, seat, marked=marked)
        marks = self.marks.of_entry(kind, ref, digest)
        if digest in self.marks.withheld or self._hides(marks, self.marks.subject(ref, digest)):
            return False
        if any(mark.added == digest for mark in marks):
            return True
        return self.may_read_content(handling, seat, marked=marked)

    def _hides(self, marks: Sequence[Mark], about: str) -> bool:
        """Whether an entry is hidden by the marks of what it is about.

        A conflict is hidden if all that it is about is hidden; hiding a part of it would take it from the count of open
        ones. The signed body in a copy of the log names every part, so one hidden part is enough there.
        """
        hidden = [not self.may_read_content(mark.handling, mark.seat, marked=False) for mark in marks]
        if self.whole_bodies:
            return any(hidden)
        return bool(hidden) and all(hidden) and about not in (self.marks.partly_open if self.marks else ())

    def without_hidden(self, item: Item[Record]) -> Item[Record]:
        """Return an entry; a conflict or evaluation without the commitments that this audience may not read."""
        about = getattr(item.body, "about", None) if item.kind in ABOUT_SEVERAL else None
        if about is None:
            return item
        kept = tuple(name for name in about.commitments if not self._hides_commitment(name))
        if kept == about.commitments:
            return item
        return item.with_body(item.body.model_copy(update={"about": about.model_copy(update={"commitments": kept})}))

    def body_without_hidden(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the plain body of a conflict or evaluation without the commitments that this audience may not read."""
        about = body.get("about")
        if not isinstance(about, dict):
            return body
        kept = [name for name in about.get("commitments") or () if not self._hides_commitment(str(name))]
        return {**body, "about": {**about, "commitments": kept}}

    def _hides_commitment(self, name: str) -> bool:
        mark = self.marks.commitments.get(name) if self.marks is not None else None
        return mark is not None and not self.may_read_content(mark.handling, mark.seat, marked=False)

    def may_read_content(self, handling: str, seat: str, *, marked: bool) -> bool:
        """Whether this audience may read content with this mark from a desk of ``seat``. ``marked``: it has a legal marking."""
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

    def fresh(self) -> Audience:
        """Return the same audience with a new count of withheld entries."""
        found = Audience(self.name, self.side, self.at, self.marks)
        found.whole_bodies = self.whole_bodies
        return found

    def with_withheld_evidence(self) -> Audience:
        """Return the same audience, but with entries about withheld evidence judged by their own marks, as for a copy of the log."""
        marks = None if self.marks is None else replace(self.marks, withheld=frozenset())
        found = Audience(self.name, self.side, self.at, marks)
        found.whole_bodies = True
        return found

    def mark_in_force(self, commitment: str) -> Handling | None:
        """Return the mark in force of a commitment that this audience may read; None if it is the mark in the record."""
        mark = self.marks.commitments.get(commitment) if self.marks is not None else None
        return None if mark is None else Handling(mark.handling)


def audience_of(
    connection: Connection, name: str, side: str | None = None, at: TwoDates | None = None, *, rules: int = 2
) -> Audience:
    """Return an audience that follows the marks in force now, as outputs do. Raise ``Refused`` as ``Audience``."""
    refuse_audience(name, side)
    return Audience(name, side, at, read_marks(connection) if follows_marks_in_force(rules) else None)


def refuse_audience(name: str, side: str | None) -> None:
    """Refuse an unknown audience name, and ``side`` without one of the two sides."""
    Audience(name, side)
