"""Exportable content of a screen: a screen that implements ``Shows`` can be exported with ``x``."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from accordtrack import i18n
from accordtrack.core import capabilities
from accordtrack.i18n import tr, trn
from accordtrack.service import default_path
from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.tui.widgets.record_view import Block, PageView

DATA = ("csv", "json", "ndjson", "txt")
PAGE = ("md", "txt")
MOST_MARKED = 90
"""Maximum number of marked rows that a filter can list one by one."""
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a screen's content.

    Attributes:
        label: its name, in the current language.
        command: the equivalent verb of the command line with its arguments; empty if there is none.
        long: whether the verb accepts ``--limit``, so that the first rows can be read without the rest.
        keys: keys of its rows, which determine its handling mark; None for the whole register.
        page: returns the screen's content as ``md`` or ``txt``, for a part without a verb.
        filter: the filter of its rows, which a scorecard can be about; empty for every row.
    """

    label: str
    command: tuple[str, ...] = ()
    long: bool = False
    keys: tuple[int, ...] | None = None
    page: Callable[[str], str] | None = None
    filter: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The export formats of this part."""
        return DATA if self.command else PAGE


@dataclass(frozen=True, slots=True)
class ScreenContent:
    """Content of a screen. ``name`` begins the file name; the first portion is the default one."""

    name: str
    portions: tuple[Portion, ...]


@runtime_checkable
class Shows(Protocol):
    """A screen whose content can be exported."""

    def screen_content(self) -> ScreenContent:
        """Return the current content."""


def filtered_rows_portion(words: str, sort: str, *, descending: bool, keys: Sequence[int]) -> Portion:
    """Return the rows of a filter in a sort order."""
    order = () if sort == "id" and not descending else (f"--sort={'-' if descending else ''}{sort}",)
    label = trn("the filtered row", "the {n} filtered rows", len(keys)) if words else tr("every row")
    command = ("list", *order, *(("--", words) if words else ()))
    return Portion(label, command, long=True, keys=tuple(keys), filter=words)


def marked_rows_portion(ids: Sequence[str], keys: Sequence[int]) -> Portion:
    """Return marked rows."""
    label = trn("the marked row", "the {n} marked rows", len(ids))
    words = f"id:={','.join(ids)}"
    return Portion(label, ("list", "--", words), long=True, keys=tuple(keys), filter=words)


def page_portion(leaf: PageView) -> Portion:
    """Return a page as it is read."""
    blocks, words = leaf.blocks, leaf.text
    return Portion(tr("the page as shown"), page=lambda form: markdown(blocks) if form == "md" else f"{words}\n")


def lines_portion(lines: Sequence[str]) -> Portion:
    """Return the visible lines of a list."""
    text = "\n".join(line.rstrip() for line in lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return Portion(
        tr("the visible lines"), page=lambda form: f"{fence}\n{text}\n{fence}\n" if form == "md" else f"{text}\n"
    )


def markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks of a page as Markdown, with markup characters in register text escaped."""
    parts = []
    for block in blocks:
        label, body = _escape_markup(block.label.plain.strip()), _escape_markup(block.body.plain.strip())
        if any(span.style == text_styles.HEADING for span in block.body.spans) and not label and "\n" not in body:
            parts.append(f"## {body}")
        elif block.quoted:
            quoted = "\n".join(f"> {line}" for line in body.split("\n"))
            parts.append(f"**{label}**\n\n{quoted}" if label else quoted)
        elif label or body:
            parts.append(" ".join(part for part in (f"**{label}**" if label else "", body) if part))
    return "\n\n".join(parts) + "\n"


def _escape_markup(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words)


def command_words(portion: Portion, *, first: int | None = None) -> tuple[str, ...]:
    """Return the verb with its arguments, limited to the ``first`` rows if the verb accepts a limit."""
    verb, *rest = portion.command
    return (verb, *(("--limit", str(first)) if first is not None and portion.long else ()), *rest)


def register_arguments(register: Path) -> tuple[str, ...]:
    """Return the arguments that name a register; empty for the default one."""
    return () if register == default_path() else ("--db", capabilities.display_path(register))


def command_line(portion: Portion, form: str, register: Path, file: Path) -> str:
    """Return the shell command that produces the same file."""
    how = ("--plain", "--lang", i18n.language()) if form == "txt" else ("--format", form)
    verb, *rest = portion.command
    return f"{shlex.join(('accordtrack', verb, *register_arguments(register), *how, *rest))} > {shlex.quote(capabilities.display_path(file))}"
