"""Convert errors of SQLite or the system on a register file to ``Refused``, with a place and advice."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.store import cancellation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_WRITING = gettext_lazy("Another program is writing to the register")
_UNUSABLE = gettext_lazy("The register cannot be used: {why}")


class Work(Enum):
    """The operation on the file, which decides how an error is worded.

    Reading, writing an entry, importing a disclosure, making a new file, updating an older one.
    """

    READING = auto()
    SAYING = auto()
    TAKING = auto()
    MAKING = auto()
    UPDATING = auto()


@contextmanager
def translate_errors(path: Path, work: Work = Work.SAYING) -> Iterator[None]:
    """Convert errors of SQLite into ``Refused`` with a place and advice."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        raise Refused(_problem(str(original).lower(), path, work)) from error
    except json.JSONDecodeError as error:  # a body that is no longer JSON
        raise Refused(damaged_problem(str(path))) from error
    except UnicodeDecodeError as error:  # a part of the schema is no longer valid text
        raise Refused(damaged_problem(str(path))) from error
    except UnicodeEncodeError as error:  # half a surrogate pair, as a terminal gives for bytes that are not UTF-8
        values = {"character": f"U+{ord(error.object[error.start]):04X}"}
        raise Refused(
            Problem(
                "The text holds the character {character}, which cannot be shown",
                "Remove it.",
                values=values,
                usage=True,
            )
        ) from error


def _problem(message: str, path: Path, work: Work) -> Problem:
    place = str(path)
    if "readonly" in message or "read-only" in message or "unable to open" in message:
        return _access_problem(path, work)
    if "full" in message:
        return _full_disk_problem(place, work)
    if "locked" in message or "busy" in message:
        return Problem(_WRITING, "Wait a moment and try again.", place)
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return damaged_problem(place)
    if message == "interrupted":
        return cancellation.GIVEN_UP
    if "disk i/o" in message:
        return _faulty_disk_problem(place, work)
    return Problem(_UNUSABLE, "Run accordtrack verify.", place, {"why": message})


def is_busy(refusal: Refused) -> bool:
    """Whether the only reason was another program writing, not the disk or the file."""
    return any(problem.message == _WRITING for problem in refusal.problems)


def is_statement_rejected(refusal: Refused) -> bool:
    """Whether SQLite rejected the statement, as it does if a table or column is missing."""
    return any(problem.message == _UNUSABLE for problem in refusal.problems)


@contextmanager
def report_problems_as(path: Path, working: Path) -> Iterator[None]:
    """Report problems of ``working``, a temporary file, as problems of ``path``, the file being made."""
    try:
        yield
    except Refused as refusal:
        problems = (replace(one, place=str(path)) if one.place == str(working) else one for one in refusal.problems)
        raise Refused(*problems) from refusal


def updating_problem(error: OSError, path: Path) -> Problem:
    """Return the problem for a system error while copying a register before it is updated."""
    return _system_error_problem(error, str(path), Work.UPDATING) or _access_problem(path, Work.UPDATING)


def making_problem(error: OSError, path: Path) -> Problem | None:
    """Return the problem if a file could not be made because of a full or faulty disk; else None."""
    return _system_error_problem(error, str(path), Work.MAKING)


def _system_error_problem(error: OSError, place: str, work: Work) -> Problem | None:
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}:
        return _full_disk_problem(place, work)
    return _faulty_disk_problem(place, work) if error.errno == errno.EIO else None


def _access_problem(path: Path, work: Work) -> Problem:
    if work is Work.UPDATING:
        return Problem(
            "The register is an older version and cannot be brought up to date here",
            (
                "Check the permissions of the file and of its folder; for read-only use, make a copy: "
                "accordtrack restore {x} --to PATH"
            ),
            str(path),
            {"x": path},
        )
    return Problem("The register cannot be written", "Check the permissions of the file and of its folder.", str(path))


def _full_disk_problem(place: str, work: Work) -> Problem:
    match work:
        case Work.MAKING:
            return Problem("The disk is full; the file was not created", "Free some space and try again.", place)
        case Work.UPDATING:
            return Problem(
                "The disk is full; the register was not brought up to date", "Free some space and try again.", place
            )
        case Work.TAKING:
            return Problem("The disk is full; nothing was taken in", "Free some space and try again.", place)
    return Problem("The disk is full; the entry was not saved", "Free some space, then try again.", place)


def _faulty_disk_problem(place: str, work: Work) -> Problem:
    match work:
        case Work.READING:
            return Problem(
                "The disk reported an error; the register cannot be read", "Check the disk, then try again.", place
            )
        case Work.MAKING:
            return Problem(
                "The disk reported an error; the file was not created", "Check the disk, then try again.", place
            )
        case Work.UPDATING:
            return Problem(
                "The disk reported an error; the register was not brought up to date",
                "Check the disk, then try again.",
                place,
            )
        case Work.TAKING:
            return Problem("The disk reported an error; nothing was taken in", "Check the disk, then try again.", place)
    return Problem("The disk reported an error; the entry was not saved", "Check the disk and try again.", place)


def damaged_problem(place: str) -> Problem:
    """Return the problem for a register whose contents this program would not have written."""
    return Problem("The register is damaged", "Run accordtrack verify, or restore a backup.", place)
