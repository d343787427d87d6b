"""Output for people: tables that fit the terminal, and pages of labelled facts; ``--plain`` has a field a line.

Nothing here takes a markup string: every cell becomes a ``rich.text.Text`` of washed words. With ``--ascii`` all of it is
ASCII, put so before columns are measured.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import letters, wash, wash_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from accordtrack.cli.arguments import Globals

STYLES = {"overdue": "red", "disputed": "yellow", "head": "bold", "faint": "dim"}
LABEL_WIDTH, NAME_WIDTH, LONGEST_WHOLE = 18, 32, 28
NARROWEST = 56
"""In a narrower terminal a table would break its words: a field a line reads better."""
LEAST_WORDS, INDENT = 24, "  "
"""With less room than this beside a label, its words stand below it, indented."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``label`` is its name in full for ``--plain``; one with ``whole`` never breaks its words.

    It is left out of terminals narrower than ``from_width``; ``--plain`` shows every column, and some only there.
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
    """Words of one place with the name of their style; ``full`` are the words of ``--plain`` where they differ.

    Only a cell with ``lines`` may hold more than one.
    """

    words: str
    style: str = ""
    full: str = ""
    lines: bool = False


class Quoted(str):
    """Words with somebody's own in them: a rule stands before each line on a page; ``--plain`` puts them in quotes."""

    __slots__ = ()


@dataclass(slots=True)
class Section:
    """A part of a page: a title and its facts, each a label with one or more lines."""

    title: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    label_width: int = LABEL_WIDTH

    def add(self, label: str, *lines: str) -> None:
        """Add a fact; empty lines are left out, and a fact without any is too."""
        kept = [line for line in lines if line]
        if kept:
            self.facts.append((label, kept))


def console(chosen: Globals) -> Console:
    """A console that takes no markup, no emoji codes and colours nothing by itself."""
    from rich.console import Console  # noqa: PLC0415

    return Console(
        file=sys.stdout,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True if chosen.plain else None,
        safe_box=True,
    )


def table(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    """A table of ``rows``; with ``--plain`` each row is a group of labelled lines."""
    if chosen.plain or console(chosen).width < NARROWEST:
        _labelled(chosen, columns, rows)
        return
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    screen = console(chosen)
    shown = [
        place for place, column in enumerate(columns) if not column.plain_only and column.from_width <= screen.width
    ]
    lines = box.ASCII2 if chosen.ascii_only else box.SIMPLE_HEAD
    made = Table(box=lines, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    held = list(rows)
    for place in shown:
        column = columns[place]
        made.add_column(
            _text(chosen, Cell(column.heading, "head")),
            justify="right" if column.numeric else "left",
            no_wrap=column.whole and _width(column, place, held) <= LONGEST_WHOLE,
            overflow="fold",
            width=_width(column, place, held) if column.numeric else None,
            min_width=column.at_least or None,
        )
    for row in held:
        made.add_row(*(_text(chosen, row[place]) for place in shown))
    _print(screen, made)


def _width(column: Column, place: int, rows: Sequence[Sequence[Cell | str]]) -> int:
    """As wide as the longest word of the heading or the longest number, so that neither is broken."""
    cells = (row[place] for row in rows)
    numbers = (len(cell.words if isinstance(cell, Cell) else cell) for cell in cells)
    return max((*map(len, column.heading.split()), *numbers))


def page(chosen: Globals, sections: Iterable[Section]) -> None:
    """A page of sections; a section without facts is left out."""
    filled = [section for section in sections if section.facts]
    if chosen.plain:
        for section in filled:
            sys.stdout.write(f"{_line(chosen, section.title)}\n")
            for label, lines in section.facts:
                sys.stdout.write(f"{_line(chosen, label)}: {'; '.join(_plain(chosen, line) for line in lines)}\n")
            sys.stdout.write("\n")
        return
    screen = console(chosen)
    for section in filled:
        _print(screen, _title(chosen, screen, section.title))
        for row in _beside(chosen, section, screen.width):
            _print(screen, row)
        sys.stdout.write("\n")


def _beside(chosen: Globals, section: Section, width: int) -> Iterator[Table | Text]:
    """Labels with their words beside them; below them where the terminal leaves too little room beside."""
    from rich.table import Table  # noqa: PLC0415

    def grid(first: int, gap: int) -> Table:
        made = Table.grid(padding=(0, gap, 0, 0))
        made.add_column(width=first, overflow="fold")
        made.add_column(overflow="fold")
        return made

    room = width - section.label_width - len(INDENT)
    below = room < LEAST_WORDS
    room = width - len(INDENT) if below else room
    whole = grid(section.label_width, len(INDENT))
    for label, lines in section.facts:
        name, words = _text(chosen, Cell(label, "faint")), _ruled(chosen, lines, room)
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


def _ruled(chosen: Globals, lines: Iterable[str], room: int) -> Text:
    """Lines of a fact. Of somebody's own words, and of all that hold line breaks, none looks like the register's."""
    from rich.text import Text  # noqa: PLC0415

    rule = "| " if chosen.ascii_only else "│ "
    made: list[str] = []
    for line in lines:
        washed = _spelt(chosen, wash(line))
        if isinstance(line, Quoted) or "\n" in washed:
            made += [rule + piece for part in washed.split("\n") for piece in _broken(chosen, part, room - len(rule))]
        else:
            made.append(washed)
    return Text("\n".join(made))


def _broken(chosen: Globals, line: str, room: int) -> list[str]:
    """A line broken by the cells that it takes."""
    from rich.text import Text  # noqa: PLC0415

    return [piece.plain.rstrip() for piece in Text(line).wrap(console(chosen), max(room, 8), overflow="fold")] or [""]


def _title(chosen: Globals, screen: Console, title: str) -> Text:
    """The name of a section, its further lines indented: no label begins there."""
    from rich.text import Text  # noqa: PLC0415

    broken = _broken(chosen, _line(chosen, title), screen.width - len(INDENT))
    return Text(f"\n{INDENT}".join(broken), style=STYLES["head"])


def say(chosen: Globals, words: str) -> None:
    """A line of words, wrapped at the width of the terminal unless ``--plain``; a path or address is never broken."""
    shown = _spelt(chosen, wash(words))
    if not chosen.plain:
        width, indent = shutil.get_terminal_size().columns, " " * (len(shown) - len(shown.lstrip(" ")))
        wrapper = TextWrapper(width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        shown = "\n".join(wrapper.fill(line) for line in shown.split("\n"))
    sys.stdout.write(f"{shown}\n")


def _print(screen: Console, made: Table | Text) -> None:
    """Print without the blanks with which rich fills lines up to the width."""
    with screen.capture() as caught:
        screen.print(made)
    sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in caught.get().split("\n")[:-1]))


def _spelt(chosen: Globals, washed: str) -> str:
    return letters(washed) if chosen.ascii_only else washed


def _line(chosen: Globals, words: str) -> str:
    return _spelt(chosen, wash_line(words))


def _plain(chosen: Globals, words: str) -> str:
    """Words as one line; what is quoted holds no mark that could end the quote."""
    if not isinstance(words, Quoted):
        return _line(chosen, words)
    inside = wash_line(words).translate({ord(mark): "'" for mark in '“”„‟″"«»＂'})
    return _spelt(chosen, f"“{inside}”")


def _text(chosen: Globals, cell: Cell | str) -> Text:
    from rich.text import Text  # noqa: PLC0415

    held = cell if isinstance(cell, Cell) else Cell(cell)
    washed = wash(held.words) if held.lines else wash_line(held.words)
    return Text(_spelt(chosen, washed), style=STYLES.get(held.style, ""))


def _labelled(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    width = shutil.get_terminal_size().columns
    wrapper = TextWrapper(width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            words = _line(chosen, (cell.full or cell.words) if isinstance(cell, Cell) else cell)
            if not words:
                continue
            told = f"{_line(chosen, column.label or column.heading)}: {words}"
            if not chosen.plain and len(told) > width:
                told = f"{_line(chosen, column.label or column.heading)}:\n{wrapper.fill(words)}"
            sys.stdout.write(f"{told}\n")
        sys.stdout.write("\n")
