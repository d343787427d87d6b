"""What stands together on a page: a heading is never parted from its chart or table, nor the sentences between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Chart, Facts, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block


def kept(blocks: Sequence[Block]) -> list[bool]:
    """By block, whether it is a sentence between a heading and the chart, table or facts that it is the heading of."""
    found: list[bool] = []
    headed = False
    for at, block in enumerate(blocks):
        headed = isinstance(block, Heading) or (headed and isinstance(block, Paragraph))
        after = next((one for one in blocks[at:] if not isinstance(one, Paragraph)), None)
        found.append(isinstance(block, Paragraph) and headed and isinstance(after, Chart | Table | Facts))
    return found
