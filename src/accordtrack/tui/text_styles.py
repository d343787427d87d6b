"""Styled text for the screen: sanitized and cut by cell width, as ``Content`` without markup.

These functions create everything that a widget draws. Styles are names in Textual's style language with colors of the
theme, so that a change of theme needs only a repaint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span

from accordtrack.core.safe_text import sanitize, sanitize_line, to_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable

MUTED = "$text-muted"
FAINT = "$text-disabled"
STRONG = "bold"
HEADING = "bold $primary"
TITLE = "bold $foreground"
LINK = "underline"
WARN = "$warning"
BAD = "bold $error"
GOOD = "$success"
NOTE = "italic $text-muted"
_WEIGHTS = frozenset({"bold", "italic", "underline", "strike"})

BLANK = Content("")


class _Marks:
    """Process-wide state: whether marks and rules are drawn in plain ASCII."""

    ascii_only = False


def use_ascii(ascii_only: bool) -> None:  # noqa: FBT001
    """Select letters instead of marks (``--ascii``)."""
    _Marks.ascii_only = ascii_only


def ascii_only() -> bool:
    """Whether marks are drawn as letters."""
    return _Marks.ascii_only


def mark_or_ascii(mark: str, letter: str) -> str:
    """Return ``mark``, or ``letter`` with ``--ascii``."""
    return letter if _Marks.ascii_only else mark


def in_ascii(text: str) -> str:
    """Return text of the program that contains marks, in ASCII with ``--ascii``."""
    return to_ascii(text) if _Marks.ascii_only else text


def dot() -> str:
    """Return the separator between facts in one line."""
    return mark_or_ascii(" · ", " - ")


def words(text: object, style: str = "") -> Content:
    """Return one line of sanitized text."""
    return Content.styled(sanitize_line(text), style)


def muted(text: object) -> Content:
    """Return one line of sanitized text that is less prominent."""
    return words(text, MUTED)


def warning(text: object) -> Content:
    """Return one line of sanitized text after the mark of a warning."""
    return words(f"{mark_or_ascii('▲', '!')} {text}", WARN)


def key_hint(key: str, text: str) -> Content:
    """Return a key and what it does."""
    return join(words(key, HEADING), muted(text), by=" ")


def code_and_title(code: str, title: str) -> Content:
    """Return the code of a record and its title."""
    return join(words(code, HEADING), words(title, TITLE), by="  ")


def paragraph(text: object, style: str = "") -> Content:
    """Return sanitized text that may have several lines."""
    return Content.styled(sanitize(text), style)


def join(*parts: Content | str, by: str = "") -> Content:
    """Concatenate the non-empty parts with ``by`` between them. A ``str`` is sanitized."""
    contents = [part if isinstance(part, Content) else words(part) for part in parts if part]
    between = Content(by)
    whole: list[Content] = []
    for part in contents:
        if whole and by:
            whole.append(between)
        whole.append(part)
    return Content.assemble(*whole)


def stack_lines(lines: Iterable[Content]) -> Content:
    """Return lines one below the other."""
    return Content("\n").join(list(lines))


def join_items(items: Iterable[object]) -> str:
    """Return items as one line of plain text, not sanitized."""
    return ", ".join(str(item) for item in items)


def cut(text: object, width: int) -> str:
    """Return sanitized text of at most ``width`` cells, with an ellipsis where it was cut."""
    line = sanitize_line(text)
    if cell_len(line) <= width:
        return line
    if width < 1:
        return ""
    mark = mark_or_ascii("…", "..") if width > 1 else ""
    return set_cell_size(line, width - len(mark)).rstrip() + mark


def fit(text: object, width: int, *, right: bool = False) -> str:
    """Return sanitized text of exactly ``width`` cells, aligned left or right."""
    line = cut(text, width)
    gap = " " * (width - cell_len(line))
    return gap + line if right else line + gap


def clip(content: Content, width: int) -> Content:
    """Return ``content`` cut to at most ``width`` cells, with an ellipsis where it was cut."""
    width = max(width, 0)
    if content.cell_length <= width or not _Marks.ascii_only:
        return content.truncate(width, ellipsis=True)
    return join(content.truncate(max(width - 2, 0)), ".." if width > 1 else "")


def without_colors(content: Content) -> Content:
    """Return ``content`` without its colors. Weight and lines remain."""
    spans = [
        Span(span.start, span.end, " ".join(word for word in str(span.style).split() if word in _WEIGHTS))
        for span in content.spans
    ]
    return Content(content.plain, [span for span in spans if span.style])


def fill(content: Content, width: int) -> Content:
    """Return ``content`` as exactly ``width`` cells, cut with an ellipsis or padded."""
    return clip(content, width).truncate(max(width, 0), pad=True)
