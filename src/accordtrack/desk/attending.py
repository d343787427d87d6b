"""The part of the desk that says who owes what, what needs attention, and what was seen already."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack.register import attention, filters, kept, lookup, owed, pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.desk.front import Desk
    from accordtrack.register.database import Database
    from accordtrack.sentences.reminder import Reminder
    from accordtrack.views import AttentionCount, Listing, OwedRow


class Attending:
    """Mixed into ``Desk``."""

    today: str
    seat: str | None
    _db: Database

    def _day(self, at: TwoDates | None) -> str:
        return at.as_of if at else self.today

    def _projected(self, at: TwoDates | None) -> AbstractContextManager[Connection]:
        raise LookupError(at)

    def owed(self, by: str = "body", *, at: TwoDates | None = None) -> tuple[OwedRow, ...]:
        """Who owes what, by body, side, theme or framework; of kind ``commitment`` only."""
        day = self._day(at)
        with self._projected(at) as connection:
            rows = pages.every(connection, filters.parse("kind:commitment"), day)
        with self._db.reading() as connection:
            accord = next(iter(lookup.records(connection, "accord").values()), {})
            themes = {theme["code"]: lookup.words(theme["title"]) for theme in accord.get("themes", ())}
            named = {side: lookup.words(body["name"]) for side, body in accord.get("sides", {}).items()}
            return owed.owed(connection, rows, by, themes, named)

    def owed_rows(
        self, by: str, code: str, side: str | None, count: str = "owed", *, at: TwoDates | None = None
    ) -> Listing:
        """The rows that one number of ``owed`` was counted from: ``count`` is the name of its field."""
        with self._projected(at) as connection:
            rows = pages.every(connection, owed.terms(by, code), self._day(at))
            return owed.members(rows, by, code, side, count)

    def attention(self, since: int | None = None, *, side: str | None = None) -> tuple[AttentionCount, ...]:
        """What ``side`` owes, what is overdue, what awaits its answer and what changed after entry ``since``."""
        with self._db.reading() as connection:
            return attention.attention(connection, attention.questions(side, since), self.today)

    def seen(self) -> int | None:
        """The newest entry that was seen at this seat; None when nobody has looked yet."""
        with self._db.reading() as connection:
            return attention.known(kept.note(connection, attention.seen_at(self.seat)))

    def saw(self, entry: int) -> None:
        """Keep how far was looked at this seat."""
        with self._db.writing() as connection:
            kept.put_note(connection, attention.seen_at(self.seat), str(entry))

    def remind(self, identifiers: Sequence[str]) -> Reminder:
        """A text that reminds of some commitments, in the language in force."""
        from accordtrack.desk.reminding import remind  # noqa: PLC0415

        return remind(cast("Desk", self), identifiers)
