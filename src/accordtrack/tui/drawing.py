"""One line of a list or leaf as a strip, in the style of a component of its widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from textual.content import Content
    from textual.widget import Widget


class PlainScrollBar(ScrollBarRender):
    """Whole cells only: the eighths of a cell that Textual draws are no ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def scrollbars() -> None:
    """Draw scrollbars as ``--ascii`` asks for."""
    ScrollBar.renderer = PlainScrollBar if text_styles.ascii_only() else ScrollBarRender


def strip(widget: Widget, content: Content, width: int, component: str = "") -> Strip:
    """``content`` as exactly ``width`` cells, in the style of ``component`` or of the widget itself."""
    style = widget.get_visual_style(component) if component else widget.get_visual_style()
    # Textual leaves this one attribute out, and without colours the cursor is nothing else.
    if component and widget.get_component_styles(component).text_style.reverse:
        style += Style(reverse=True)
        content = text_styles.colourless(content)  # reversed, a colour would be a block of it
    strips = Visual.to_strips(widget, text_styles.fill(content, width), width, 1, style)
    return strips[0] if strips else Strip.blank(width, style.rich_style)


def progress(done: int, total: int, width: int) -> Content:
    """A bar of ``width`` cells, filled as far as ``done`` of ``total``."""
    wide = max(width, 1)
    full = wide * done // total if total else 0
    rest = text_styles.words(text_styles.sign("·", ".") * (wide - full), text_styles.MUTED)
    return text_styles.joined(text_styles.words(text_styles.sign("█", "#") * full, "$primary"), rest)


def blank(widget: Widget, width: int) -> Strip:
    """An empty line."""
    return Strip.blank(width, widget.get_visual_style().rich_style)
