"""What the register shows first: where it was left, else what one's side owes and needs attention, else everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import counts
from accordtrack.core.problems import Refused
from accordtrack.text.filters import written
from accordtrack.tui.row_pages import PAGE

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.tui.saved_place import Place
    from accordtrack.types import Listing, RegisterInfo, RegisterRow

ATTENTION = ("overdue", "waits", "turn", "disputed")
"""Counts of what needs a side's attention, the most pressing first. The first that is not 0 is shown as a filter."""


@dataclass(frozen=True, slots=True)
class First:
    """What the register's screen shows first: its filter and the rows; the facets are asked for after them."""

    text: str
    listing: Listing
    rows: tuple[RegisterRow, ...]
    own: bool = False
    """Whether the filter is that of the person, kept from the last sitting; else the program chose it."""
    sort: str = "id"
    descending: bool = False
    key: int | None = None
    """The row under the cursor; None for the first."""


def first(desk: Desk, info: RegisterInfo, left: Place | None = None) -> First:
    """Where one left it; else what one's side owes and needs attention, if any; else everything."""
    if left is not None and (found := _left(desk, left)) is not None:
        return found
    text, listing = _attention(desk, info)
    return First(text, listing, desk.rows(listing.keys[:PAGE]))


def _left(desk: Desk, left: Place) -> First | None:
    """The list as it was left; None when nobody chose its filter, or that is no filter any more."""
    if left.filter is None:
        return None
    sort = left.sort if left.sort in desk.sorts() else "id"
    try:
        listing = desk.listing(left.filter, sort=sort, descending=left.descending)
    except Refused:
        return None
    key = desk.key_of(left.row) if left.row is not None else None
    rows = desk.rows(listing.keys[:PAGE])
    return First(left.filter, listing, rows, True, sort, left.descending, key)  # noqa: FBT003


def attention(desk: Desk, info: RegisterInfo) -> str:
    """The filter that shows what one's side owes and needs attention; empty when there is none."""
    return _attention(desk, info)[0]


def _attention(desk: Desk, info: RegisterInfo) -> tuple[str, Listing]:
    """That filter with its rows."""
    side = info.seat.side if info.seat is not None else None
    for name in ATTENTION if side in {"US", "MX"} else ():
        words = written(counts.terms(name, (str(side),)))
        listing = desk.listing(words)
        if listing.total:
            return words, listing
    return "", desk.listing("")
