"""The vocabulary put into words: labels and marks, the same on every screen, table and document.

English labels stand in ``labels``; the catalogue holds the Spanish ones under the context of their group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, unknown
from accordtrack.i18n import sides, spellings, tr, typed, word
from accordtrack.statuses import UNREPORTED
from accordtrack.vocabulary import ASCII_MARKS, MARKS, Basis, Standing

if TYPE_CHECKING:
    from enum import StrEnum

    from accordtrack.types import EntryView


def label(group: str, value: str | None) -> str:
    """The word for ``value`` of ``group`` in the language in force; as it stands when none is listed."""
    return "" if value is None else word(group, value)


def mark(value: str, *, ascii_only: bool = False) -> str:
    """The mark of a status, standing or timeliness, or nothing."""
    return (ASCII_MARKS if ascii_only else MARKS).get(value, "")


def status_mark(status: str | None, basis: str | None, *, ascii_only: bool = False) -> str:
    """Mark of a status with ``≈`` behind it when it is a reading: ``◔≈``."""
    sign = mark(status or "unreported", ascii_only=ascii_only)
    return sign + mark("reading", ascii_only=ascii_only) if basis == "reading" else sign


def status(value: str | None, basis: str | None, *, ascii_only: bool = False, short: bool = False) -> str:
    """``◔≈ read as limited``, ``● completed, stated``, ``· unreported``: a reading is never worded as a statement.

    ``short`` leaves out "stated", where a narrow line or the words around it say so.
    """
    name = label("status", value or UNREPORTED)
    if value is not None and basis == Basis.READING:
        name = tr("read as {status}", status=name)
    elif value is not None and not short:
        name = f"{name}, {label('basis', 'stated')}"
    return f"{status_mark(value, basis, ascii_only=ascii_only)} {name}"


def standing(held_as: str, *, answered: bool) -> str:
    """Where claim and answer of a half stand; two sides that said the same have not answered each other."""
    return (
        tr("same status from both sides, stated or read")
        if held_as == Standing.AGREED and not answered
        else label("standing", held_as)
    )


def entry_kind(entry: EntryView) -> str:
    """What an entry is, in words; a reading never stands under the words of a statement."""
    reading = entry.kind == "status.report" and (entry.body or {}).get("basis") == Basis.READING
    return label("entry kind", "status.reading" if reading else entry.kind)


def aims(entry: EntryView, entries: str) -> str:
    """What an entry does to the ones that it names, listed in ``entries``."""
    match entry.kind:
        case "entry.retract" | "position.withdraw":
            return tr("takes back {entries}", entries=entries)
        case "position.take":
            return tr("answers {entries}", entries=entries)
        case "answer.ask":
            return tr("asks about {entries}", entries=entries)
        case _:
            return tr("replaces {entries}", entries=entries)


def recognised(kind: type[StrEnum], given: str, group: str, field: str | None = None) -> str | Problem:
    """A word of the vocabulary as typed, or its label in either language, in any case; else the problem with the nearest."""
    plain = _plain(given)
    known = {_plain(label): value.value for value in kind for label in spellings(group, value.value)}
    known |= {_plain(value.value): value.value for value in kind}
    if plain in known:
        return known[plain]
    likely = known.get(safe_text.nearest(plain, known) or "")
    wanted = [typed(group, value) for value in sides(value.value for value in kind)]
    return unknown(("field", field or group), given, wanted, typed(group, likely) if likely else None)


def _plain(word: str) -> str:
    return safe_text.fold(word.strip()).replace("-", "_").replace(" ", "_")
