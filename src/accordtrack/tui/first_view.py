"""First content of the register screen: the last session's list, what the user's side owes, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import counts
from accordtrack.core.problems import Refused
from accordtrack.text.filters import format_filter
from accordtrack.tui.row_pages import PAGE

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.tui.saved_place import Place
    from accordtrack.types import Listing, RegisterInfo, RegisterRow

ATTENTION = ("overdue", "reply", "turn", "disputed")
"""Counts of what needs a side's attention, most urgent first. The first one that is not 0 becomes the filter."""


@dataclass(frozen=True, slots=True)
class First:
    """First content of the register screen: its filter and rows. Facets load later."""

    text: str
    listing: Listing
    rows: tuple[RegisterRow, ...]
    own: bool = False
    """Whether the user chose the filter in an earlier session; otherwise the program chose it."""
    sort: str = "id"
    descending: bool = False
    key: int | None = None
    """Key of the row under the cursor; None for the first row."""


def load_first_view(desk: Desk, info: RegisterInfo, left: Place | None = None) -> First:
    """Return the first content: the saved list, else what needs attention, else everything."""
    if left is not None and (found := _load_saved_list(desk, left)) is not None:
        return found
    text, listing = _attention_list(desk, info)
    return First(text, listing, desk.rows(listing.keys[:PAGE]))


def _load_saved_list(desk: Desk, left: Place) -> First | None:
    """Return the list as the last session left it, or None if no filter was saved or it is no longer valid."""
    if left.filter is None:
        return None
    sort = left.sort if left.sort in desk.sort_orders() else "id"
    try:
        listing = desk.listing(left.filter, sort=sort, descending=left.descending)
    except Refused:
        return None
    key = desk.key_of(left.row) if left.row is not None else None
    rows = desk.rows(listing.keys[:PAGE])
    return First(left.filter, listing, rows, True, sort, left.descending, key)  # noqa: FBT003


def attention_filter(desk: Desk, info: RegisterInfo) -> str:
    """Return the filter for what the user's side owes and must attend to; empty if there is nothing."""
    return _attention_list(desk, info)[0]


def _attention_list(desk: Desk, info: RegisterInfo) -> tuple[str, Listing]:
    """Return that filter with its rows."""
    side = info.seat.side if info.seat is not None else None
    for name in ATTENTION if side in {"US", "MX"} else ():
        words = format_filter(counts.terms(name, (str(side),)))
        listing = desk.listing(words)
        if listing.total:
            return words, listing
    return "", desk.listing("")
