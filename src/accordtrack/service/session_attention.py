"""Mixin of ``Desk``: responsibilities, disputes, attention counts, reminders, and what was seen already."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused
from accordtrack.projection import record_lookup
from accordtrack.queries import attention, filter_parser, list_pages, missed_reports, responsibilities
from accordtrack.service.session_base import RegisterReader
from accordtrack.store import local_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.service.session import Desk
    from accordtrack.text.reminder import Reminder
    from accordtrack.types import AttentionCount, DisputeView, Responsibilities, ResponsibilityRow, ThreadSummary


MOST_REMINDED = 200
"""Maximum number of commitments in one reminder."""


class AttentionMixin(RegisterReader):
    """Responsibilities, disputes and attention, mixed into ``Desk``."""

    seat: str | None

    def responsibility_rows(self, by: str = "body", *, at: TwoDates | None = None) -> tuple[ResponsibilityRow, ...]:
        """Return who owes what, by body, side, theme or framework; only rows of kind ``commitment``."""
        return self.responsibilities(by, at=at).groups

    def responsibilities(self, by: str = "body", *, at: TwoDates | None = None) -> Responsibilities:
        """Return who owes what, with the rows behind every number."""
        day = self._day(at)
        with self._projection(at) as connection:
            rows = list_pages.all_rows(connection, filter_parser.parse("kind:commitment"), day)
        with self._db.reading() as connection:
            accord = record_lookup.accord(connection)
            themes = accord.themes if accord else {}
            named = accord.sides if accord else {}
            return responsibilities.count_responsibilities(
                connection, rows, by, themes, named, missed_reports.missed_by_key(connection, at, day)
            )

    def attention(self, since: int | None = None, *, side: str | None = None) -> tuple[AttentionCount, ...]:
        """Count what ``side`` is responsible for, what is overdue, what awaits its answer, and what changed.

        Changes are those that other desks made after the entry with number ``since``.
        """
        with self._db.reading() as connection:
            filters = attention.attention_filters(side, since, self.seat)
            found = attention.attention(connection, filters, self.today)
        # A turn is that of a thread, which may be about a value: the list of threads counts it.
        return tuple(one.with_count(len(self.thread_keys(one.filter))) if one.name == "turn" else one for one in found)

    def news(self, since: int) -> tuple[AttentionCount, ...]:
        """Count the statements and figures that other desks entered after entry ``since``, with filters of the history."""
        from accordtrack.queries import history, history_filters  # noqa: PLC0415

        with self._db.reading() as connection:
            return tuple(
                one.with_count(
                    history.count_newer(
                        connection, since, self.seat, history_filters.parse_kinds(attention.NEWS[one.name])
                    )
                )
                for one in attention.news_filters(since, self.seat)
            )

    def last_seen_entry(self) -> int | None:
        """Return the number of the newest entry seen at this desk, or None if nothing was seen yet."""
        with self._db.reading() as connection:
            return attention.parse_seen_entry(
                local_values.session_note(connection, attention.seen_note_name(self.seat))
            )

    def store_seen_entry(self, entry: int) -> None:
        """Store the number of the newest entry seen at this desk."""
        with self._db.writing() as connection:
            local_values.save_session_note(connection, attention.seen_note_name(self.seat), str(entry))

    def disputes(self, words: str = "", *, at: TwoDates | None = None) -> tuple[DisputeView, ...]:
        """Return the threads between the sides: disputed, asked, not agreed or settled, and whose turn it is."""
        return self.threads(self.thread_keys(words, at=at), at=at)

    def thread_keys(self, words: str = "", *, at: TwoDates | None = None) -> tuple[ThreadSummary, ...]:
        """Return the keys of the threads in order, without their text; supports filters ``turn:`` and ``reply:``."""
        from accordtrack.queries import dispute_list  # noqa: PLC0415

        terms, day = self._terms(words, at), self._day(at)
        with self._db.reading() as connection, self._projection(at, terms, threads=True) as projected:
            return dispute_list.keys(connection, projected, terms, at=at, today=day)

    def threads(self, keys: Sequence[ThreadSummary], *, at: TwoDates | None = None) -> tuple[DisputeView, ...]:
        """Return the threads of ``keys`` with their full text, in that order; those gone meanwhile are left out."""
        from accordtrack.queries import dispute_list  # noqa: PLC0415

        with self._db.reading() as connection:
            return dispute_list.threads(
                connection, keys, at=at, today=self._day(at), file_there=self._has_evidence_file
            )

    def build_reminder(self, identifiers: Sequence[str]) -> Reminder:
        """Return the reminder of some commitments in the current language. Refuses unknown ids and too many."""
        from accordtrack.text import reminder  # noqa: PLC0415

        wanted = tuple(dict.fromkeys(identifiers))
        if len(wanted) > MOST_REMINDED:
            values = {"n": MOST_REMINDED}
            raise Refused(Problem("A reminder holds at most {n} commitments", "Choose fewer.", values=values))
        desk = cast("Desk", self)
        views = [desk.commitment(name) for name in wanted]
        return reminder.build_reminder(views, desk.today, i18n.localize(desk.info().title), desk.draft_counts())
