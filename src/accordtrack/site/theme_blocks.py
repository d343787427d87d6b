"""Blocks of theme pages: tiles, one for each thing measured, and events beside a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.documents.charts.line_model import Point
    from accordtrack.documents.charts.tile_map import TileMap
    from accordtrack.documents.model import Cell


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing measured: its name, its word with the mark, its line, its path as a sentence, and its source.

    ``agreed_on`` is the day of the dashed line, ``ink`` the color of the country that it is about, ``every`` the number of
    days from one value to the next, or 0 if irregular.
    """

    anchor: str
    title: str
    word: Cell
    points: tuple[Point, ...]
    agreed_on: str | None
    ink: str
    every: int
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks beside a map of the Mexican states, with a line below the map."""

    blocks: tuple[object, ...]
    map: TileMap
    legend: str
