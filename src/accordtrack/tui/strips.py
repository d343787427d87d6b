"""Helpers that draw lines of text as Textual strips, styled by a component of their widget."""

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
    """Scrollbar of whole cells: the partial blocks that Textual draws are not ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def select_scrollbar_renderer() -> None:
    """Select the scrollbar renderer that ``--ascii`` requires."""
    ScrollBar.renderer = PlainScrollBar if text_styles.ascii_only() else ScrollBarRender


def make_strip(widget: Widget, content: Content, width: int, component: str = "") -> Strip:
    """Return ``content`` as exactly ``width`` cells, in the style of ``component`` or of the widget itself."""
    style = widget.get_visual_style(component) if component else widget.get_visual_style()
    # Textual's visual style lacks `reverse`, and without colors nothing else marks the cursor.
    if component and widget.get_component_styles(component).text_style.reverse:
        style += Style(reverse=True)
        content = text_styles.without_colors(content)  # in reverse video, colored text would become a colored block
    strips = Visual.to_strips(widget, text_styles.fill(content, width), width, 1, style)
    return strips[0] if strips else Strip.blank(width, style.rich_style)


def progress_bar(done: int, total: int, width: int) -> Content:
    """Return a bar of ``width`` cells, filled to ``done`` of ``total``."""
    wide = max(width, 1)
    full = wide * done // total if total else 0
    rest = text_styles.muted(text_styles.mark_or_ascii("·", ".") * (wide - full))
    return text_styles.join(text_styles.words(text_styles.mark_or_ascii("█", "#") * full, "$primary"), rest)


def blank_strip(widget: Widget, width: int) -> Strip:
    """Return an empty line."""
    return Strip.blank(width, widget.get_visual_style().rich_style)
