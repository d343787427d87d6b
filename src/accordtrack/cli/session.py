"""Helpers that verbs share: opening the register, parsing dates, and messages on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core import dates
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, to_ascii
from accordtrack.i18n import line_text, tr, trn
from accordtrack.text import edition_dates, effect_notes
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import Line


def global_options(ctx: Any) -> Globals:  # noqa: ANN401
    """Return the global options of the command that ``ctx`` (Typer's context) runs."""
    options: Globals = ctx.obj
    return options


def open_desk(options: Globals, words: Callable[[Desk], object] | None = None) -> Desk:
    """Open the requested or default register at the requested desk. Report an upgrade on stderr.

    ``words`` makes the verb's own checks and writes nothing. It runs on an older register before the upgrade, so that a
    refused command does not upgrade the file.
    """
    from accordtrack import service  # noqa: PLC0415

    desk = service.open_register(options.db or service.default_path(), desk=options.desk, words=words)
    report_upgrade(desk.updated, options)
    return desk


def answer_query(options: Globals, write: Callable[[Desk], object]) -> None:
    """Open the register and let ``write`` print the answer of a read-only verb."""

    def write_silently(desk: Desk) -> None:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            write(desk)

    desk = open_desk(options, write_silently)
    if desk.is_closed:
        write_to_stderr(
            tr("{desk} is closed: you can read here, but you must write at another desk.", desk=desk.seat),
            ascii_only=options.ascii_only,
        )
    write(desk)


def upgraded_path(options: Globals) -> Path:
    """Return the path of the register after upgrading it, for code that opens it in another way."""
    from accordtrack import service  # noqa: PLC0415

    path = options.db or service.default_path()
    report_upgrade(service.update_register(path), options)
    return path


def report_upgrade(updated: Line | None, options: Globals) -> None:
    """Report on stderr that the register was upgraded. None means that it was not."""
    if updated is not None:
        write_to_stderr(line_text(updated), ascii_only=options.ascii_only)


def write_to_stderr(words: str, *, ascii_only: bool) -> None:
    """Write a line to stderr, ignoring errors: stderr may be full or closed."""
    line = f"accordtrack: {sanitize_line(words)}"
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{to_ascii(line) if ascii_only else line}\n")


def parse_day(value: str | None, option: str) -> str | None:
    """Parse a date given with ``option``; a month or a year means its last day. Raise ``Refused`` for other text."""
    if value is None:
        return None
    if dates.is_partial_date(value):
        return dates.last_day(value)
    raise Refused(dates.date_problem(value, option))


def parse_base_day(register: Desk, value: str | None, at: dates.TwoDates | None) -> str | None:
    """Return the base date of a comparison. Raise ``Refused`` if changes are counted only up to an earlier date."""
    base, end = parse_day(value, "--base"), at.as_of if at is not None else register.today
    if base is not None and base > end:
        values = {"base": base, "end": end}
        raise Refused(
            Problem("{base} is after {end}, the last date counted", "Give an earlier date.", "--base", values)
        )
    return base


def two_dates(register: Desk, as_of: str | None, known_on: str | None) -> dates.TwoDates | None:
    """Return the as-of dates, today for a missing one, or None when neither was given."""
    text, known = parse_day(as_of, "--as-of"), parse_day(known_on, "--known-on")
    if text is None and known is None:
        return None
    return dates.TwoDates(text or register.today, known or register.today)


def dates_line(register: Desk, at: dates.TwoDates | None) -> str:
    """Return the line below a listing: the as-of dates, and how long before them the register's facts end."""
    parts = []
    if at is not None:
        parts.append(edition_dates.updated(at))
    until = register.info().facts_until
    text = at.as_of if at is not None else register.today
    if until is not None and text > until:
        behind = dates.days_between(until, text)
        parts.append(
            trn(
                "Statements searched to {until}, {n} day earlier.",
                "Statements searched to {until}, {n} days earlier.",
                behind,
                until=day_name(until),
            )
        )
    return " ".join((*parts, *effect_notes.desk_notes(register.desk_summary())))


def dates_facts(register: Desk, at: dates.TwoDates | None) -> dict[str, str | None]:
    """Return the as-of dates and the end of the facts, for programs."""
    return {
        "as_of": at.as_of if at else register.today,
        "known_on": at.known_on if at else register.today,
        "facts_until": register.info().facts_until,
    }
