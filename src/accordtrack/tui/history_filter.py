"""The filter line of History: what it asks the command line for, and what it proposes while one types."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from accordtrack.core.safe_text import fold

if TYPE_CHECKING:
    from accordtrack.types import HistoryAsked


def parse(text: str) -> HistoryAsked:
    """What the line asks for, in either language. Refuses a field or a value that is none."""
    from accordtrack.service import history_asked  # noqa: PLC0415

    return history_asked(text)


def options(asked: HistoryAsked) -> tuple[str, ...]:
    """The same for the command line."""
    found = ((field.name, getattr(asked, field.name)) for field in fields(asked))
    return tuple(f"--{name}={value}" for name, value in found if value)


class Completion(Suggester):
    """Proposes the rest of the last word, in the language in force."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word completed."""
        from accordtrack.service import history_words  # noqa: PLC0415

        before, _, last = value.rpartition(" ")
        if not last:
            return None
        begun = fold(last)
        found = next((one for one in history_words() if fold(one).startswith(begun) and fold(one) != begun), None)
        return None if found is None else f"{before} {last}{found[len(last) :]}".lstrip()
