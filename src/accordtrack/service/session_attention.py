"""Mixin of ``Desk``: responsibilities, disputes, attention counts, reminders, and what was seen already."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack.projection import record_lookup
from accordtrack.queries import attention, filters, list_pages, missed_reports, responsibilities
from accordtrack.service.session_base import RegisterReader
from accordtrack.store import local_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.service.session import Desk
    from accordtrack.text.reminder import Reminder
    from accordtrack.types import AttentionCount, DisputeView, Responsibilities, ResponsibilityRow, ThreadSummary


class AttentionMixin(RegisterReader):
    """Responsibilities, disputes and attention, mixed into ``Desk``."""

    seat: str | None

    def owed(self, by: str = "body", *, at: TwoDates | None = None) -> tuple[ResponsibilityRow, ...]:
        """Return who owes what, by body, side, theme or framework; only rows of kind ``commitment``."""
        return self.owing(by, at=at).groups

    def owing(self, by: str = "body", *, at: TwoDates | None = None) -> Responsibilities:
        """Return who owes what, with the rows behind every number."""
        day = self._day(at)
        with self._projected(at) as connection:
            rows = list_pages.all_rows(connection, filters.parse("kind:commitment"), day)
        with self._db.reading() as connection:
            accord = record_lookup.accord(connection)
            themes = {str(theme.code): theme.title.text for theme in accord.themes} if accord else {}
            named = {side: name.text for side, name in accord.sides.names.items()} if accord else {}
            return responsibilities.owing(
                connection, rows, by, themes, named, missed_reports.missed_by_key(connection, at, day)
            )

    def attention(self, since: int | None = None, *, side: str | None = None) -> tuple[AttentionCount, ...]:
        """Count what ``side`` owes, what is overdue, what awaits its answer, and what others changed after ``since``.

        ``since`` is the number of an entry.
        """
        with self._db.reading() as connection:
            return attention.attention(connection, attention.attention_filters(side, since, self.seat), self.today)

    def seen(self) -> int | None:
        """Return the number of the newest entry seen at this desk, or None if nothing was seen yet."""
        with self._db.reading() as connection:
            return attention.known(local_values.note(connection, attention.seen_at(self.seat)))

    def saw(self, entry: int) -> None:
        """Store the number of the newest entry seen at this desk."""
        with self._db.writing() as connection:
            local_values.put_note(connection, attention.seen_at(self.seat), str(entry))

    def disputes(self, words: str = "", *, at: TwoDates | None = None) -> tuple[DisputeView, ...]:
        """Return the threads between the sides: disputed, asked, not agreed or settled, and whose turn it is."""
        return self.threads(self.thread_keys(words, at=at), at=at)

    def thread_keys(self, words: str = "", *, at: TwoDates | None = None) -> tuple[ThreadSummary, ...]:
        """Return the keys of the threads in order, without their text; supports filters ``turn:`` and ``waits:``."""
        from accordtrack.queries import dispute_list  # noqa: PLC0415

        terms, day = self._terms(words, at), self._day(at)
        with self._db.reading() as connection, self._projected(at, terms, threads=True) as projected:
            return dispute_list.keys(connection, projected, terms, at=at, today=day)

    def threads(self, keys: Sequence[ThreadSummary], *, at: TwoDates | None = None) -> tuple[DisputeView, ...]:
        """Return the threads of ``keys`` with their full text, in that order; those gone meanwhile are left out."""
        from accordtrack.queries import dispute_list  # noqa: PLC0415

        with self._db.reading() as connection:
            return dispute_list.threads(connection, keys, at=at, today=self._day(at), file_there=self._file_there)

    def remind(self, identifiers: Sequence[str]) -> Reminder:
        """Return the reminder of some commitments, in the current language."""
        from accordtrack.service.reminders import remind  # noqa: PLC0415

        return remind(cast("Desk", self), identifiers)
