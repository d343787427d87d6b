"""Where the words of a drawing stand, and that they stand apart."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

from accordtrack.documents.text_width import BOLD, width

SVG = "{http://www.w3.org/2000/svg}"


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Where the words stand: left, top, right, bottom."""
    found = []
    for text in root.iter(f"{SVG}text"):
        size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
        wide = width(text.text or "", size) * (BOLD if text.get("font-weight") else 1)
        left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("text-anchor", ""), x)
        found.append((left, y - size * 0.75, left + wide, y + size * 0.2))
    return found


def assert_words_stand_apart(root: ET.Element) -> None:
    """The words stay inside the drawing, and none lies over others."""
    _, _, across, high = (float(part) for part in root.get("viewBox", "").split())
    placed = boxes(root)
    assert placed
    for left, top, right, bottom in placed:
        assert left >= -0.5
        assert right <= across + 0.5
        assert top >= 0
        assert bottom <= high
    for one, other in combinations(placed, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
