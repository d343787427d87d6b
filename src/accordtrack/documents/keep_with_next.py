"""Page-break rule: a heading stays with its chart or table, and with the sentences between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Chart, Facts, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block


def keep_flags(blocks: Sequence[Block]) -> list[bool]:
    """Return, for each block, whether it is a paragraph between a heading and its chart, table or facts."""
    found: list[bool] = []
    headed = False
    for at, block in enumerate(blocks):
        headed = isinstance(block, Heading) or (headed and isinstance(block, Paragraph))
        after = next((one for one in blocks[at:] if not isinstance(one, Paragraph)), None)
        found.append(isinstance(block, Paragraph) and headed and isinstance(after, Chart | LineChart | Table | Facts))
    return found
