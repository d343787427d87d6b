"""Of words that are far longer than their place only what may be seen is broken into lines."""

from __future__ import annotations

from textual.content import Content

from accordtrack.tui import text_styles
from accordtrack.tui.widgets.line_wrapping import wrap_block
from accordtrack.tui.widgets.record_view import Block


class RecordingContent(Content):
    """Words that remember the longest that was broken into lines."""

    longest = 0

    def wrap(self, width: int, **more: object) -> list[Content]:
        RecordingContent.longest = max(RecordingContent.longest, len(self.plain))
        return super().wrap(width, **more)  # type: ignore[arg-type]


def test_only_the_visible_part_of_long_text_is_wrapped() -> None:
    for words in ("Fewer guns. " * 80_000, "漢" * 1_000_000, "e\u0301\u0301\u0301\u0301" * 200_000):
        whole = RecordingContent(text_styles.paragraph(words).plain)
        RecordingContent.longest = 0
        lines = wrap_block(Block(whole, most=2), 40)
        assert len(lines) == 2
        assert lines[1].plain.endswith("…")
        assert RecordingContent.longest <= 40 * 3 * 5
        assert all(line.cell_length <= 40 for line in lines)
