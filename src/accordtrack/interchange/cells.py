"""Spreadsheet cells and their meaning in an import column: a date, a number, a word, or a ``Problem``.

``cell_from_value`` and ``cell_from_text`` make a ``Cell`` from a raw value; ``parse_cell`` converts a cell to the form
that the register stores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from accordtrack.core import dates, safe_text
from accordtrack.core.problems import Problem
from accordtrack.wording import parse_term

if TYPE_CHECKING:
    from accordtrack.interchange.columns import Column

MAX_CELL = 32_767
"""Maximum number of characters in a cell, which is the limit of spreadsheet programs."""

SHOWN = 60
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_DECIMAL_COMMA = re.compile(r"-?\d{1,3}(\.\d{3})*,(\d{1,2}|\d{4,})|-?\d{4,},\d+")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_DAYS = frozenset({"day", "text"})
_TRUE, _FALSE = {"yes", "true", "si", "1", "verdadero"}, {"no", "false", "0", "falso"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read from a file.

    ``text`` is the text as displayed. ``form`` is ``text``, ``number``, ``day``, ``moment`` (with a time of day) or
    ``yes`` (true or false). ``problem`` is set when the cell cannot be imported at all.
    """

    text: str
    form: str = "text"
    problem: Problem | None = None

    @property
    def preview(self) -> str:
        """The start of the text, safe to print."""
        return safe_text.shorten(safe_text.sanitize_line(self.text[: 4 * SHOWN]), SHOWN)


def cell_from_value(value: object) -> Cell:
    """Return a spreadsheet value as a cell."""
    match value:
        case None:
            return Cell("")
        case bool():
            return Cell("true" if value else "false", "yes")
        case int() | float():
            return Cell(_format_number(value), "number")
        case datetime():
            whole = value.time() == time()
            return Cell(value.date().isoformat(), "day") if whole else Cell(value.isoformat(sep=" "), "moment")
        case date():
            return Cell(value.isoformat(), "day")
        case time() | timedelta():
            return Cell(str(value), "moment")
    return cell_from_text(str(value))


def cell_from_text(words: str) -> Cell:
    """Return a text as a cell, without the leading apostrophe that protects it from being read as a formula."""
    if len(words) > MAX_CELL:
        values = {"n": len(words), "limit": MAX_CELL}
        problem = Problem("The cell has {n} characters; the limit is {limit}", "Shorten it.", values=values)
        return Cell(words[:MAX_CELL], problem=problem)
    words = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if words.startswith("'") and words[1:].lstrip(" \n").startswith(_FORMULA):
        words = words[1:]
    return Cell(words)


def _format_number(value: float) -> str:
    """Return a number as a spreadsheet displays it: at most fifteen significant digits, without an exponent."""
    if isinstance(value, int):
        return str(value)
    plain = format(Decimal(format(value, ".15g")), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def parse_cell(found: Cell, column: Column) -> str | Problem:
    """Return the value of a cell in ``column`` as the register writes it, or the problem that rules it out."""
    if found.problem is not None:
        return found.problem
    match column.form:
        case "day":
            return _parse_day(found)
        case "number":
            return _parse_number(found)
        case "yes":
            return _parse_yes_no(found)
    if found.form == "moment":
        return Problem("A time of day is not allowed here", "Write a text.")
    if column.words is not None:
        return parse_term(column.words, found.text, column.group, column.name)
    return _parse_text(found)


def _parse_text(found: Cell) -> str | Problem:
    if character := safe_text.forbidden_character(found.text):
        values = {"character": character}
        return Problem("The text holds the character {character}, which cannot be shown", "Remove it.", values=values)
    return found.text


def _parse_day(found: Cell) -> str | Problem:
    if found.form in _DAYS and dates.is_date(found.text):
        return found.text
    values = {"x": found.preview}
    match found.form:
        case "moment":
            return Problem('"{x}" has a time of day', "Write the date alone.", values=values)
        case "number":
            advice = "Format the cell as a date, or write it as 2026-01-31."
            return Problem('"{x}" is a number, not a date', advice, values=values)
        case "text" | "yes" if len(dates.possible_iso_dates(found.text) if dates.is_ambiguous(found.text) else ()) > 1:
            first, other = dates.possible_iso_dates(found.text)
            advice = "In the United States the month comes first, in Mexico the day. Write {y} or {z}."
            return Problem("{x} may mean two dates", advice, values={**values, "y": first, "z": other})
    return dates.date_problem(found.preview)


def _parse_number(found: Cell) -> str | Problem:
    values = {"x": found.preview}
    match found.form:
        case "number":
            return found.text
        case "day" | "moment":
            return Problem('"{x}" is a date, not a number', "Format the cell as a number.", values=values)
    plain = found.text.removeprefix("+").replace("−", "-")
    if _THOUSANDS.fullmatch(plain) and plain.count(",") == 1 and "." not in plain:
        values |= {"y": plain.replace(",", ""), "z": plain.replace(",", ".")}
        advice = "The comma may separate thousands or decimals. Write {y} or {z}."
        return Problem("{x} may mean two numbers", advice, values=values)
    if _DECIMAL_COMMA.fullmatch(plain):
        values |= {"y": plain.replace(".", "").replace(",", ".")}
        return Problem("{x} has a decimal comma", "Write it with a decimal point: {y}", values=values)
    if _THOUSANDS.fullmatch(plain):
        return Problem(
            "{x} has commas between thousands",
            "Write it without commas: {y}",
            values={**values, "y": plain.replace(",", "")},
        )
    if "%" in plain:
        return Problem('"{x}" has a percent sign', "Write the number alone, in the unit of the column.", values=values)
    try:
        number = Decimal(plain)
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in plain.lower() or "_" in plain:
        return Problem('"{x}" is not a number', "Write digits with a decimal point: 41.5", values=values)
    return plain


def _parse_yes_no(found: Cell) -> str | Problem:
    word = safe_text.casefold_plain(found.text)
    if word in _TRUE | _FALSE:
        return "true" if word in _TRUE else "false"
    return Problem('"{x}" is neither yes nor no', "Write yes or no.", values={"x": found.preview})
