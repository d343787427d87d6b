"""Filter line of the history screen: parsing, equivalent command-line options and completion."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from accordtrack.core.safe_text import casefold_plain

if TYPE_CHECKING:
    from accordtrack.types import HistoryQuery


def parse(text: str) -> HistoryQuery:
    """Parse the filter line, in either language. Raise ``Refused`` for an unknown field or value."""
    from accordtrack.service import parse_history_filter  # noqa: PLC0415

    return parse_history_filter(text)


def command_options(history_query: HistoryQuery) -> tuple[str, ...]:
    """Return the equivalent command-line options."""
    found = ((field.name, getattr(history_query, field.name)) for field in fields(history_query))
    return tuple(f"--{name}={value}" for name, value in found if value)


class Completion(Suggester):
    """Completes the last word, in the current language."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last word completed, or None."""
        from accordtrack.service import history_words  # noqa: PLC0415

        before, _, last = value.rpartition(" ")
        if not last:
            return None
        begun = casefold_plain(last)
        found = next(
            (one for one in history_words() if casefold_plain(one).startswith(begun) and casefold_plain(one) != begun),
            None,
        )
        return None if found is None else f"{before} {last}{found[len(last) :]}".lstrip()
