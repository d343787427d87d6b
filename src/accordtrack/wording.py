"""Labels and marks of vocabulary terms, the same on every screen, table and document.

English labels are in ``labels``. The catalog holds the Spanish ones under the context of their group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, unknown_word_problem
from accordtrack.i18n import label_spellings, sides, term_label, tr, typed_spelling
from accordtrack.statuses import DEFINITIONS, UNREPORTED
from accordtrack.vocabulary import ASCII_MARKS, MARKS, Basis, Standing

if TYPE_CHECKING:
    from enum import StrEnum

    from accordtrack.statuses import Progress
    from accordtrack.types import EntryView


def label(group: str, value: str | None) -> str:
    """Return the label of ``value`` of ``group`` in the current language; the value itself if none is listed."""
    return "" if value is None else term_label(group, value)


def mark(value: str, *, ascii_only: bool = False) -> str:
    """Return the mark of a status, standing or timeliness, or an empty text."""
    return (ASCII_MARKS if ascii_only else MARKS).get(value, "")


def status_mark(status: str | None, basis: str | None, *, ascii_only: bool = False) -> str:
    """Return the mark of a status, followed by ``≈`` if it is a reading: ``◔≈``."""
    sign = mark(status or "unreported", ascii_only=ascii_only)
    return sign + mark("reading", ascii_only=ascii_only) if basis == "reading" else sign


def status(value: str | None, basis: str | None, *, ascii_only: bool = False, short: bool = False) -> str:
    """Return a status in words: ``◔≈ limited, assessed by this tracker``, ``● completed, stated``, ``· no statement found``.

    A reading is never worded as a statement. ``short`` leaves out "stated" and says ``tracker: limited``, for a narrow
    line or where the context says so.
    """
    name = label("status", value or UNREPORTED)
    if value is not None and basis == Basis.READING:
        name = tr("tracker: {status}" if short else "{status}, assessed by this tracker", status=name)
    elif value is not None and not short:
        name = f"{name}, {label('basis', 'stated')}"
    return f"{status_mark(value, basis, ascii_only=ascii_only)} {name}"


def observed_status(value: str, *, ascii_only: bool = False) -> str:
    """Return a status that an observer alone gave, in its name: ``◑ observer: substantial``."""
    words = tr("observer: {status}", status=label("short status", value))
    return f"{mark(value, ascii_only=ascii_only)} {words}"


def status_list(*progress: Progress) -> str:
    """Return the statuses with one of these kinds of progress in words: ``not started, reversed or withdrawn``."""
    names = [label("status", one.status) for one in DEFINITIONS if one.progress in progress]
    if len(names) == 1:
        return names[0]
    return tr("{most} or {last}", most=", ".join(names[:-1]), last=names[-1])


def standing(held_as: str, *, answered: bool) -> str:
    """Return the standing of a half in words. Two sides that said the same have not answered each other."""
    return (
        tr("both governments give the same status, stated or assessed ≈")
        if held_as == Standing.AGREED and not answered
        else label("standing", held_as)
    )


def entry_kind(entry: EntryView) -> str:
    """Return the kind of an entry in words. A reading is never labeled as a statement."""
    reading = entry.kind == "status.report" and (entry.body or {}).get("basis") == Basis.READING
    return label("entry kind", "status.reading" if reading else entry.kind)


def effect_on_entries(entry: EntryView, entries: str) -> str:
    """Return what an entry does to the entries that it names, which are listed in ``entries``."""
    match entry.kind:
        case "entry.retract" | "position.withdraw":
            return tr("takes back {entries}", entries=entries)
        case "position.take":
            return tr("answers {entries}", entries=entries)
        case "answer.ask":
            return tr("asks about {entries}", entries=entries)
        case _:
            return tr("replaces {entries}", entries=entries)


def parse_term(kind: type[StrEnum], text: str, group: str, field: str | None = None) -> str | Problem:
    """Return the term that was typed, as a value or a label in either language, in any case; else a problem.

    The problem names the nearest term.
    """
    plain = _normalize_word(text)
    known = {_normalize_word(label): value.value for value in kind for label in label_spellings(group, value.value)}
    known |= {_normalize_word(value.value): value.value for value in kind}
    if plain in known:
        return known[plain]
    likely = known.get(safe_text.nearest(plain, known) or "")
    wanted = [typed_spelling(group, value) for value in sides(value.value for value in kind)]
    return unknown_word_problem(
        ("field", field or group), text, wanted, typed_spelling(group, likely) if likely else None
    )


def _normalize_word(word: str) -> str:
    return safe_text.casefold_plain(word.strip()).replace("-", "_").replace(" ", "_")
