"""Stores local preferences of a desk, unsigned: saved filters and the last position of a session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused
from accordtrack.queries import filter_parser
from accordtrack.store import local_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.store.database import Database
    from accordtrack.types import SavedFilter

LONGEST = 60
"""Maximum length of a name, in characters."""
_PLACE = "place"


class Kept:
    """The preferences in the local tables of a register. ``feed`` is the desk whose position is stored, if any."""

    def __init__(self, database: Database, feed: str | None) -> None:
        self._db = database
        self._place = f"{_PLACE}:{feed}" if feed else _PLACE

    # Saved filters

    def filters(self) -> tuple[SavedFilter, ...]:
        """Return all saved filters, by name."""
        with self._db.reading() as connection:
            return local_values.filters(connection)

    def filter(self, name: str) -> str:
        """Return the text of a saved filter. Refuses an unknown name, suggesting the nearest, and a damaged filter."""
        found = {saved.name: saved for saved in self.filters()}
        if name not in found:
            raise Refused(_unknown_filter_problem(name, [saved.name for saved in found.values() if saved.sound]))
        if not found[name].sound:
            raise Refused(_damaged_filter_problem(name))
        return found[name].words

    def save_filter(self, name: str, words: str, *, replace: bool = False) -> None:
        """Save a filter under a name. Refuses an invalid filter, and an existing name unless ``replace``."""
        filter_parser.parse(words)
        title = _normalize_name(name)
        with self._db.writing() as connection:
            if not replace and title in {saved.name for saved in local_values.filters(connection)}:
                raise Refused(_filter_exists_problem(title))
            local_values.save_filter(connection, title, words)

    def rename_filter(self, old: str, new: str) -> None:
        """Rename a saved filter. Refuses an existing name and a damaged filter."""
        title = _normalize_name(new)
        with self._db.writing() as connection:
            found = {saved.name: saved for saved in local_values.filters(connection)}
            if old not in found:
                raise Refused(_unknown_filter_problem(old, list(found)))
            if not found[old].sound:
                raise Refused(_damaged_filter_problem(old))
            if title == old:
                return
            if title in found:
                raise Refused(_filter_exists_problem(title))
            local_values.save_filter(connection, title, found[old].words)
            local_values.delete_filter(connection, old)

    def delete_filter(self, name: str) -> None:
        """Delete a saved filter, even a damaged one."""
        with self._db.writing() as connection:
            if not local_values.delete_filter(connection, name):
                raise Refused(_unknown_filter_problem(name, [saved.name for saved in local_values.filters(connection)]))

    # Last position

    def place(self) -> Mapping[str, object]:
        """Return where this desk's last session ended; empty if unknown or damaged."""
        with self._db.reading() as connection:
            noted = local_values.session_note(connection, self._place)
        try:
            found = json.loads(noted or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def save_place(self, place: Mapping[str, object]) -> None:
        """Store where a session ends. Waits only briefly for another writer, so that quitting is not delayed."""
        text = json.dumps(place, ensure_ascii=False)
        with self._db.writing_briefly() as connection:
            local_values.save_session_note(connection, self._place, text)


def _normalize_name(name: str) -> str:
    """Return a name in its stored form: one displayable line of limited length. Refuses other names."""
    title = " ".join(name.split())
    if text := safe_text.forbidden_character(title, lines=False):
        values = {"character": text}
        raise Refused(
            Problem("The name holds the character {character}, which cannot be shown", "Remove it.", values=values)
        )
    if not safe_text.has_visible_text(title):
        raise Refused(Problem("A saved filter needs a name", "Write a few words.", usage=True))
    if len(title) > LONGEST:
        values_ = {"n": len(title), "limit": LONGEST}
        raise Refused(Problem("The name has {n} characters; the limit is {limit}", "Shorten it.", values=values_))
    return title


def _unknown_filter_problem(name: str, names: list[str]) -> Problem:
    values = {
        "x": safe_text.shorten(safe_text.sanitize_line(name), 60),
        "y": safe_text.nearest(name, names),
        "known": ", ".join(names),
    }
    if values["y"]:
        return Problem('No saved filter "{x}"; did you mean {y}?', values=values, usage=True)
    if names:
        return Problem('No saved filter "{x}"', "Known are: {known}.", values=values, usage=True)
    return Problem(
        'No saved filter "{x}"', "None is saved yet; accordtrack list FILTER --save-as NAME.", values=values, usage=True
    )


def _filter_exists_problem(name: str) -> Problem:
    return Problem("A saved filter {x} already exists", "Choose another name, or replace it.", values={"x": name})


def _damaged_filter_problem(name: str) -> Problem:
    advice = "It is not used. Delete it and save it again; the log is not affected."
    return Problem(
        "The saved filter {x} is damaged", advice, values={"x": safe_text.shorten(safe_text.sanitize_line(name), 60)}
    )
