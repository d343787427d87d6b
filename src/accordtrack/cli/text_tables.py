"""Output for people: tables that fit the terminal, and pages of labelled facts.

With ``--plain`` the output has one field per line. Nothing here interprets markup: every cell becomes a
``rich.text.Text`` of sanitized text. With ``--ascii`` the text is converted to ASCII before columns are measured.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field, replace
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import format_size, sanitize, sanitize_line, to_ascii
from accordtrack.i18n import tr
from accordtrack.text.calendar_names import short_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from accordtrack.cli.arguments import Globals

STYLES = {"overdue": "red", "disputed": "yellow", "head": "bold", "faint": "dim"}
LABEL_WIDTH, NAME_WIDTH = 18, 32
LONGEST_WHOLE, WHOLE_SHARE = 28, 0.3
"""Maximum width of a column whose text never breaks: a number of cells, or a share of a wide terminal."""
GAP = 2
"""Blank columns between two columns of a table."""
NARROWEST = 56
"""Least terminal width for tables. A narrower one would break words, so rows appear as one field per line."""
LEAST_WORDS, INDENT = 24, "  "
"""Least width for text beside a label. With less, the text goes below the label, indented by ``INDENT``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column.

    ``label`` is its full name for ``--plain``. The words of a ``whole`` column never break. Terminals narrower than
    ``from_width`` omit the column. ``--plain`` shows every column, including those marked ``plain_only``.
    """

    heading: str
    label: str = ""
    numeric: bool = False
    whole: bool = False
    at_least: int = 0
    from_width: int = 0
    plain_only: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a table cell and its style; ``full`` is for ``--plain``, ``lines`` allows line breaks."""

    words: str
    style: str = ""
    full: str = ""
    lines: bool = False


class Quoted(str):
    """Another author's text, with a vertical rule before each line; with ``--plain``, in quotation marks."""

    __slots__ = ()


@dataclass(slots=True)
class Section:
    """A section of a page: a title and its facts, each a label with one or more lines."""

    title: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    label_width: int = LABEL_WIDTH

    def add(self, label: str, *lines: str) -> None:
        """Add a fact. Empty lines are omitted, and so is a fact with no other lines."""
        names = [line for line in lines if line]
        if names:
            self.facts.append((label, names))


def console(chosen: Globals) -> Console:
    """Return a console without markup, emoji codes or automatic highlighting."""
    from rich.console import Console  # noqa: PLC0415

    return Console(
        file=sys.stdout,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True if chosen.plain else None,
        safe_box=True,
    )


def print_table(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    """Print a table of ``rows``; with ``--plain`` or if an id would break, each row as labeled lines."""
    screen = console(chosen)
    all_rows = [[_with_short_dates(chosen, cell) for cell in row] for row in rows]
    most_whole = max(LONGEST_WHOLE, int(screen.width * WHOLE_SHARE))
    wholes = [_column_width(one, place, all_rows) for place, one in enumerate(columns) if one.whole]
    if chosen.plain or screen.width < NARROWEST or max(wholes, default=0) > most_whole:
        _print_labeled_rows(chosen, columns, all_rows)
        return
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    numbers = _shown_columns(columns, all_rows, screen.width)
    lines = box.ASCII2 if chosen.ascii_only else box.SIMPLE_HEAD
    table = Table(box=lines, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for place in numbers:
        column = columns[place]
        table.add_column(
            _cell_text(chosen, Cell(column.heading, "head")),
            justify="right" if column.numeric else "left",
            no_wrap=column.whole,
            overflow="fold",
            width=_column_width(column, place, all_rows) if column.numeric else None,
            min_width=column.at_least or None,
        )
    for row in all_rows:
        table.add_row(*(_cell_text(chosen, row[place]) for place in numbers))
    _print(screen, table)


def _shown_columns(columns: Sequence[Column], rows: Sequence[Sequence[Cell | str]], width: int) -> list[int]:
    """Return the places of the columns that a terminal shows.

    The columns that wrap share the width that the others leave. A column with a minimum width is left out if its share is
    smaller: otherwise the table would be wider than the terminal, and its last columns would be cut off.
    """
    places = [place for place, one in enumerate(columns) if not one.plain_only and one.from_width <= width]
    least = max((columns[place].at_least for place in places), default=0)
    needed = 0
    for place in places:
        column, full = columns[place], max(len(columns[place].heading), _longest(place, rows))
        fixed = column.numeric or column.whole
        needed += GAP + (_column_width(column, place, rows) if column.numeric else full if fixed else min(full, least))
    if needed - GAP <= width:
        return places
    return [place for place in places if not (columns[place].at_least and columns[place].from_width)]


def _longest(place: int, rows: Sequence[Sequence[Cell | str]]) -> int:
    cells = (row[place] for row in rows)
    return max((len(cell.words if isinstance(cell, Cell) else cell) for cell in cells), default=0)


def _column_width(column: Column, place: int, rows: Sequence[Sequence[Cell | str]]) -> int:
    """Return the length of the longest word in the heading or the longest number, so that neither breaks."""
    return max((*map(len, column.heading.split()), _longest(place, rows)))


def print_page(chosen: Globals, sections: Iterable[Section]) -> None:
    """Print a page of sections. Sections without facts are omitted."""
    filled = [section for section in sections if section.facts]
    if chosen.plain:
        for section in filled:
            sys.stdout.write(f"{_single_line(chosen, section.title)}\n")
            for label, lines in section.facts:
                sys.stdout.write(
                    f"{_single_line(chosen, label)}: {'; '.join(_quoted_line(chosen, line) for line in lines)}\n"
                )
            sys.stdout.write("\n")
        return
    screen = console(chosen)
    for section in filled:
        _print(screen, _section_title(chosen, screen, section.title))
        for row in _labels_with_text(chosen, section, screen.width):
            _print(screen, row)
        sys.stdout.write("\n")


def _labels_with_text(chosen: Globals, section: Section, width: int) -> Iterator[Table | Text]:
    """Yield labels with their text beside them, or below them when the terminal leaves too little room."""
    from rich.table import Table  # noqa: PLC0415

    def grid(first: int, gap: int) -> Table:
        table = Table.grid(padding=(0, gap, 0, 0))
        table.add_column(width=first, overflow="fold")
        table.add_column(overflow="fold")
        return table

    room = width - section.label_width - len(INDENT)
    below = room < LEAST_WORDS
    room = width - len(INDENT) if below else room
    whole = grid(section.label_width, len(INDENT))
    for label, lines in section.facts:
        name, words = _cell_text(chosen, Cell(short_dates(label), "faint")), _fact_text(chosen, lines, room)
        if not below:
            whole.add_row(name, words)
            continue
        if label:
            yield name
        under = grid(len(INDENT), 0)
        under.add_row("", words)
        yield under
    if not below:
        yield whole


def _with_short_dates(chosen: Globals, cell: Cell | str) -> Cell | str:
    """Return a cell with its days and months in words; ``--plain`` keeps them as in the data."""
    if chosen.plain:
        return cell
    return replace(cell, words=short_dates(cell.words)) if isinstance(cell, Cell) else short_dates(cell)


def _fact_text(chosen: Globals, lines: Iterable[str], room: int) -> Text:
    """Return the lines of a fact. A rule marks quoted or broken text, so that it cannot look like the program's words."""
    from rich.text import Text  # noqa: PLC0415

    rule = "| " if chosen.ascii_only else "│ "
    output: list[str] = []
    for line in lines:
        washed = _ascii_if_requested(chosen, sanitize(line))
        if isinstance(line, Quoted) or "\n" in washed:
            output += [
                rule + piece for part in washed.split("\n") for piece in _wrap_line(chosen, part, room - len(rule))
            ]
        else:
            output.append(short_dates(washed))
    return Text("\n".join(output))


def _wrap_line(chosen: Globals, line: str, room: int) -> list[str]:
    """Wrap a line by its width in terminal cells."""
    from rich.text import Text  # noqa: PLC0415

    return [piece.plain.rstrip() for piece in Text(line).wrap(console(chosen), max(room, 8), overflow="fold")] or [""]


def _section_title(chosen: Globals, screen: Console, title: str) -> Text:
    """Return the title of a section. Continuation lines are indented so that they do not look like labels."""
    from rich.text import Text  # noqa: PLC0415

    broken = _wrap_line(chosen, _single_line(chosen, title), screen.width - len(INDENT))
    return Text(f"\n{INDENT}".join(broken), style=STYLES["head"])


def print_text(chosen: Globals, *texts: str) -> None:
    """Print each text, wrapped to the terminal's width unless ``--plain``. Paths and URLs are never broken."""
    for words in texts:
        text = _ascii_if_requested(chosen, sanitize(words))
        if not chosen.plain:
            width, indent = shutil.get_terminal_size().columns, " " * (len(text) - len(text.lstrip(" ")))
            wrapper = TextWrapper(width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
            text = "\n".join(wrapper.fill(line) for line in text.split("\n"))
        sys.stdout.write(f"{text}\n")


def print_written(chosen: Globals, path: Path | str, size: int) -> None:
    """Print that a file of ``size`` bytes was written."""
    print_text(chosen, tr("Written: {x}, {size}.", x=sanitize_line(path), size=format_size(size)))


def _print(screen: Console, renderable: Table | Text) -> None:
    """Print without the trailing blanks that Rich adds to fill each line."""
    with screen.capture() as caught:
        screen.print(renderable)
    sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in caught.get().split("\n")[:-1]))


def _ascii_if_requested(chosen: Globals, washed: str) -> str:
    return to_ascii(washed) if chosen.ascii_only else washed


def _single_line(chosen: Globals, words: str) -> str:
    return _ascii_if_requested(chosen, sanitize_line(words))


def _quoted_line(chosen: Globals, words: str) -> str:
    """Return text on one line. Quotation marks inside quoted text are replaced so that they cannot end the quote."""
    if not isinstance(words, Quoted):
        return _single_line(chosen, words)
    inside = sanitize_line(words).translate({ord(mark): "'" for mark in '“”„‟″"«»＂'})
    return _ascii_if_requested(chosen, f"“{inside}”")


def _cell_text(chosen: Globals, cell: Cell | str) -> Text:
    from rich.text import Text  # noqa: PLC0415

    content = cell if isinstance(cell, Cell) else Cell(cell)
    washed = sanitize(content.words) if content.lines else sanitize_line(content.words)
    return Text(_ascii_if_requested(chosen, washed), style=STYLES.get(content.style, ""))


def _print_labeled_rows(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    width = shutil.get_terminal_size().columns
    wrapper = TextWrapper(
        width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False, break_long_words=False
    )
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            words = _single_line(chosen, (cell.full or cell.words) if isinstance(cell, Cell) else cell)
            if not words:
                continue
            text = f"{_single_line(chosen, column.label or column.heading)}: {words}"
            if not chosen.plain and len(text) > width:
                text = f"{_single_line(chosen, column.label or column.heading)}:\n{wrapper.fill(words)}"
            sys.stdout.write(f"{text}\n")
        sys.stdout.write("\n")
