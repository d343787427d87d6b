"""What a screen shows, as something that can leave it: a screen that implements ``Shows`` can be exported with ``x``."""

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

    from accordtrack.tui.widgets.record_view import Block, Leaf

DATA = ("csv", "json", "ndjson", "txt")
PAGE = ("md", "txt")
MOST_MARKED = 90
"""Most marked rows that a filter can name one by one."""
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of what is seen.

    Attributes:
        label: its name, in the language in force.
        command: the verb of the command line that says the same, with its words; empty when there is none.
        long: whether the verb takes ``--limit``, so that the first lines can be had without the rest.
        keys: rows that it tells of, for its handling mark; None for the whole register.
        page: what is on the screen as ``md`` or ``txt``, where there is no verb.
    """

    label: str
    command: tuple[str, ...] = ()
    long: bool = False
    keys: tuple[int, ...] | None = None
    page: Callable[[str], str] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that it can take."""
        return DATA if self.command else PAGE


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen: ``name`` begins the name of the file; the first portion is what is mostly wanted."""

    name: str
    portions: tuple[Portion, ...]


@runtime_checkable
class Shows(Protocol):
    """A screen whose content can be exported."""

    def seen(self) -> Seen:
        """What is shown now."""


def rows_of(words: str, sort: str, *, descending: bool, keys: Sequence[int]) -> Portion:
    """The rows of a filter in an order."""
    order = () if sort == "id" and not descending else (f"--sort={'-' if descending else ''}{sort}",)
    label = trn("the row of the filter", "the {n} rows of the filter", len(keys)) if words else tr("every row")
    return Portion(label, ("list", *order, *(("--", words) if words else ())), long=True, keys=tuple(keys))


def marked(ids: Sequence[str], keys: Sequence[int]) -> Portion:
    """Rows one by one."""
    label = trn("the marked row", "the {n} marked rows", len(ids))
    return Portion(label, ("list", "--", f"id:={','.join(ids)}"), long=True, keys=tuple(keys))


def page_of(leaf: Leaf) -> Portion:
    """A page as it is read."""
    blocks, words = leaf.blocks, leaf.text
    return Portion(tr("the page as it is read"), page=lambda form: markdown(blocks) if form == "md" else f"{words}\n")


def lines_of(lines: Sequence[str]) -> Portion:
    """Lines of a list as they are seen."""
    told = "\n".join(line.rstrip() for line in lines)
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", told) or [""]))
    return Portion(
        tr("the lines in sight"), page=lambda form: f"{fence}\n{told}\n{fence}\n" if form == "md" else f"{told}\n"
    )


def markdown(blocks: Sequence[Block]) -> str:
    """Blocks of a leaf in Markdown; words of the register are words there too."""
    parts = []
    for block in blocks:
        label, body = _literal(block.label.plain.strip()), _literal(block.body.plain.strip())
        if any(span.style == text_styles.HEADING for span in block.body.spans) and not label and "\n" not in body:
            parts.append(f"## {body}")
        elif block.quoted:
            quoted = "\n".join(f"> {line}" for line in body.split("\n"))
            parts.append(f"**{label}**\n\n{quoted}" if label else quoted)
        elif label or body:
            parts.append(" ".join(part for part in (f"**{label}**" if label else "", body) if part))
    return "\n\n".join(parts) + "\n"


def _literal(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words)


def words_of(portion: Portion, *, first: int | None = None) -> tuple[str, ...]:
    """The verb with its words; of a long one only the ``first`` rows."""
    verb, *rest = portion.command
    return (verb, *(("--limit", str(first)) if first is not None and portion.long else ()), *rest)


def at_register(register: Path) -> tuple[str, ...]:
    """The words of a command that name a register; none where it is the one that is found without."""
    return () if register == default_path() else ("--db", capabilities.shown(register))


def command_line(portion: Portion, form: str, register: Path, file: Path) -> str:
    """What gives the same in a script."""
    how = ("--plain", "--lang", i18n.language()) if form == "txt" else ("--format", form)
    verb, *rest = portion.command
    return f"{shlex.join(('accordtrack', verb, *at_register(register), *how, *rest))} > {shlex.quote(capabilities.shown(file))}"
