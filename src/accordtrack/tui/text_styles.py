"""What may reach the screen: text of the register, washed and cut by cell width, as ``Content`` without markup.

Everything that a widget draws is made by these functions. Styles are names of Textual's style
language with colours of the theme, so that a change of theme repaints without being made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span

from accordtrack.core.safe_text import wash, wash_line

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
    """Whether marks and rules are drawn in plain ASCII, for this process."""

    ascii_only = False


def use_ascii(ascii_only: bool) -> None:  # noqa: FBT001
    """Draw letters in place of marks (``--ascii``)."""
    _Marks.ascii_only = ascii_only


def ascii_only() -> bool:
    """Whether marks are letters."""
    return _Marks.ascii_only


def sign(mark: str, letter: str) -> str:
    """``mark``, or ``letter`` in its place with ``--ascii``."""
    return letter if _Marks.ascii_only else mark


def dot() -> str:
    """What stands between facts in one line."""
    return sign(" · ", " - ")


def words(text: object, style: str = "") -> Content:
    """One line of washed text."""
    return Content.styled(wash_line(text), style)


def paragraph(text: object, style: str = "") -> Content:
    """Washed text of several lines."""
    return Content.styled(wash(text), style)


def joined(*parts: Content | str, by: str = "") -> Content:
    """Parts one after another, empty ones left out, with ``by`` between them. A ``str`` is washed."""
    kept = [part if isinstance(part, Content) else words(part) for part in parts if part]
    between = Content(by)
    whole: list[Content] = []
    for part in kept:
        if whole and by:
            whole.append(between)
        whole.append(part)
    return Content.assemble(*whole)


def stacked(lines: Iterable[Content]) -> Content:
    """Lines one under the other."""
    return Content("\n").join(list(lines))


def listed(items: Iterable[object], by: str = ", ") -> str:
    """Items as one line of plain text, not yet washed."""
    return by.join(str(item) for item in items)


def cut(text: object, width: int) -> str:
    """Washed text of at most ``width`` cells, with an ellipsis where something was cut off."""
    line = wash_line(text)
    if cell_len(line) <= width:
        return line
    if width < 1:
        return ""
    mark = sign("…", "..") if width > 1 else ""
    return set_cell_size(line, width - len(mark)).rstrip() + mark


def fit(text: object, width: int, *, right: bool = False) -> str:
    """Washed text of exactly ``width`` cells, set to the left or the right."""
    line = cut(text, width)
    gap = " " * (width - cell_len(line))
    return gap + line if right else line + gap


def clip(content: Content, width: int) -> Content:
    """``content`` of at most ``width`` cells, with an ellipsis where something was cut off."""
    width = max(width, 0)
    if content.cell_length <= width or not _Marks.ascii_only:
        return content.truncate(width, ellipsis=True)
    return joined(content.truncate(max(width - 2, 0)), ".." if width > 1 else "")


def colourless(content: Content) -> Content:
    """``content`` with its weight and lines, without its colours."""
    spans = [
        Span(span.start, span.end, " ".join(word for word in str(span.style).split() if word in _WEIGHTS))
        for span in content.spans
    ]
    return Content(content.plain, [span for span in spans if span.style])


def fill(content: Content, width: int) -> Content:
    """``content`` as exactly ``width`` cells, cut with an ellipsis or filled up."""
    return clip(content, width).truncate(max(width, 0), pad=True)
