"""A map of the 32 federal entities of Mexico as equal tiles: filled ones, and ones with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.documents.charts import svg
from accordtrack.documents.charts.svg import colours_with_ink, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROWS = (
    "BCN SON CHH COA NLE TAM",
    "BCS SIN DUR ZAC SLP",
    ". NAY AGU GUA QUE HID VER",
    ". JAL COL MIC MEX CMX TLA . YUC",
    ". . . GRO MOR PUE TAB CAM ROO",
    ". . . . . OAX CHP",
)
"""The tiles from north to south by their ISO 3166-2 codes; a dot leaves a place empty."""
PLACES: Mapping[str, tuple[int, int]] = {
    f"MX-{code}": (column, row)
    for row, line in enumerate(_ROWS)
    for column, code in enumerate(line.split())
    if code != "."
}
"""Column and row of each entity."""
_STEP, _TILE, _TEXT = 36.0, 33.0, 11.0


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map: its name, what it shows in words, the filled tiles and those with a dot."""

    id: str
    title: str
    alt: str
    filled: frozenset[str]
    dotted: frozenset[str]


def draw(found: TileMap, language: str) -> str:
    """Return the map as one ``<svg>`` element."""
    colours = colours_with_ink("mx")
    parts = []
    for code, (column, row) in PLACES.items():
        left, top = 1 + column * _STEP, 1 + row * _STEP
        box = f'x="{format_number(left)}" y="{format_number(top)}" width="{_TILE:g}" height="{_TILE:g}" rx="3"'
        if code in found.filled:
            parts.append(f'<rect class="c-outcome" {box} fill-opacity=".28" {colours["outcome"]}/>')
        parts.append(f'<rect class="c-grid" {box} fill="none" {colours["grid"]}/>')
        at = (left + _TILE / 2, top + _TILE / 2 + 4)
        parts.append(svg.text_element(code.partition("-")[2], at, _TEXT, extra=' text-anchor="middle"'))
        if code in found.dotted:
            middle = f'cx="{format_number(left + _TILE - 6)}" cy="{format_number(top + 6)}" r="3.2"'
            parts.append(f'<circle class="c-ink" {middle} {colours["ink"]}/>')
    columns, rows = (1 + max(place[axis] for place in PLACES.values()) for axis in (0, 1))
    return svg.image(
        found.id,
        title=found.title,
        description=found.alt,
        language=language,
        size=(2 + columns * _STEP, 2 + rows * _STEP),
        body="".join(parts),
        narrow=False,
    )
