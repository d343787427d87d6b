"""With which filter the register opens, and how values chosen in the rail are written into the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.problems import Refused
from accordtrack.tui.filterwords import Editor
from accordtrack.tui.pages import PAGE

if TYPE_CHECKING:
    from accordtrack.desk import Desk
    from accordtrack.tui.place import Place
    from accordtrack.views import Listing, RegisterInfo, RegisterRow

ATTENTION: tuple[tuple[tuple[str, str | None], ...], ...] = (
    (("owes", None), ("due", "overdue")),
    (("waits", None),),
    (("owes", None), ("standing", "disputed")),
)
"""What needs a side's attention, the most pressing first; None stands for that side. The first filter that has rows is
shown, and can be read in the filter line."""


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
    for terms in ATTENTION if side in {"US", "MX"} else ():
        words = " ".join(token(field, value or str(side)) for field, value in terms)
        listing = desk.listing(words)
        if listing.total:
            return words, listing
    return "", desk.listing("")


def token(field: str, value: str) -> str:
    """``field:value`` in the words of the language in force."""
    return editor().toggle("", field, value)


def chosen(text: str) -> dict[str, frozenset[str]]:
    """Values that the filter asks for, by field."""
    return editor().chosen(text)


def toggled(text: str, field: str, value: str) -> str:
    """The filter with a value put in or taken out."""
    return editor().toggle(text, field, value)


def hint(text: str) -> str:
    """How the filter word that is still being typed may go on; nothing when it is none."""
    begun = editor().begun(text)
    if begun is None:
        return ""
    word, ways = begun
    if word:
        return tr("{word} takes one of {values}", word=word, values=", ".join(ways))
    return tr("No row has this word; filter words are {words}", words=" ".join(ways))


def editor() -> Editor:
    """The editor of filters in the language in force."""
    from accordtrack.desk import filter_words  # noqa: PLC0415

    fields, values = filter_words()
    return Editor(fields, values, spanish=i18n.language() == "es")
