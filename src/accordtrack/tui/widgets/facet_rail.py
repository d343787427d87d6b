"""Rail of facets: counts of rows by field value; a key or a click adds a value to the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from accordtrack import i18n
from accordtrack.i18n import trc
from accordtrack.statuses import Status
from accordtrack.tui import keys, strips, text_styles
from accordtrack.vocabulary import Standing, Theme, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.content import Content
    from textual.strip import Strip

    from accordtrack.types import Facet

CURSOR = "facet-rail--cursor"
ORDER: dict[str, tuple[str, ...]] = {
    "status": ("unreported", *Status),
    "standing": tuple(Standing),
    "due": (
        Timeliness.OVERDUE,
        Timeliness.PAST_HORIZON,
        Timeliness.DUE_SOON,
        Timeliness.UPCOMING,
        Timeliness.DONE_ON_TIME,
        Timeliness.CLAIMED_ON_TIME,
        Timeliness.DONE_LATE,
        Timeliness.NO_DEADLINE,
    ),
    "theme": tuple(Theme),
}
"""Values of a field in vocabulary order; values not listed here follow by count."""
GROUPS = {
    "status": "short status",
    "standing": "short standing",
    "due": "short timeliness",
    "theme": "short theme",
    "kind": "kind",
    "text": "short text basis",
    "side": "side alone",
    "framework": "framework",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    field: str
    value: str | None
    count: int = 0


class FacetRail(ScrollView, can_focus=True):
    """A list of facets with their counts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {CURSOR}
    BINDINGS = keys.bindings("facets")

    @dataclass
    class Toggled(Message):
        """Requests to add a value to the filter or remove it."""

        field: str
        value: str

    class Left(Message):
        """Requests to return to the rows."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: list[_Entry] = []
        self._chosen: Mapping[str, frozenset[str]] = {}
        self.cursor = 1

    def show(self, facets: Sequence[Facet], chosen: Mapping[str, frozenset[str]]) -> None:
        """Show new counts; the cursor stays on its value if that still exists."""
        here = self._entries[self.cursor] if self.cursor < len(self._entries) else None
        self._chosen = chosen
        self._entries = []
        for facet in facets:
            counts = dict(facet.counts)
            for value in chosen.get(facet.field, ()):
                counts.setdefault(value, 0)
            if not counts:
                continue
            self._entries.append(_Entry(facet.field, None))
            self._entries += [
                _Entry(facet.field, value, counts[value]) for value in _ordered_values(facet.field, counts)
            ]
        self.virtual_size = Size(self.size.width, len(self._entries))
        places = [
            place
            for place, entry in enumerate(self._entries)
            if here and (entry.field, entry.value) == (here.field, here.value)
        ]
        self.cursor = places[0] if places else min(self.cursor, max(len(self._entries) - 1, 0))
        if self._entries and self._entries[self.cursor].value is None:
            self.cursor = min(self.cursor + 1, len(self._entries) - 1)
        self.refresh()

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._entries))

    def render_line(self, y: int) -> Strip:
        """Return one heading or value."""
        width = max(self.scrollable_content_region.width, 1)
        place = y + self.scroll_offset.y
        if place >= len(self._entries):
            return strips.blank_strip(self, width)
        here = place == self.cursor and self.has_focus
        return strips.make_strip(self, self._line(self._entries[place], width), width, CURSOR if here else "")

    def _line(self, entry: _Entry, width: int) -> Content:
        if entry.value is None:
            return text_styles.words(" " + text_styles.cut(facet_title(entry.field), width - 1), text_styles.HEADING)
        chosen = entry.value in self._chosen.get(entry.field, ())
        tick = text_styles.mark_or_ascii("▸", ">") if chosen else " "
        count = str(entry.count)
        name = text_styles.fit(value_label(entry.field, entry.value), max(width - 4 - len(count), 3))
        return text_styles.join(
            text_styles.words(f" {tick} ", "$accent" if chosen else ""),
            text_styles.words(name, "bold $accent" if chosen else ""),
            text_styles.muted(f" {count}"),
        )

    def _move_cursor_to(self, place: int, step: int) -> None:
        while 0 <= place < len(self._entries) and self._entries[place].value is None:
            place += step
        if 0 <= place < len(self._entries):
            self.cursor = place
            top, height = self.scroll_offset.y, max(self.size.height, 1)
            if place - 1 < top:
                self.scroll_to(y=place - 1, animate=False)
            elif place >= top + height:
                self.scroll_to(y=place - height + 1, animate=False)
            self.refresh()

    def on_focus(self) -> None:
        self._move_cursor_to(self.cursor, 1)
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if place < len(self._entries) and self._entries[place].value is not None:
            self.cursor = place
            self.action_choose()

    def action_down(self) -> None:
        self._move_cursor_to(self.cursor + 1, 1)

    def action_up(self) -> None:
        self._move_cursor_to(self.cursor - 1, -1)

    def action_first(self) -> None:
        self._move_cursor_to(0, 1)

    def action_last(self) -> None:
        self._move_cursor_to(len(self._entries) - 1, -1)

    def action_next_group(self) -> None:
        following = [place for place, entry in enumerate(self._entries) if entry.value is None and place > self.cursor]
        self._move_cursor_to(following[0] if following else 0, 1)

    def action_previous_group(self) -> None:
        heading_places = [place for place, entry in enumerate(self._entries) if entry.value is None]
        before = [place for place in heading_places if place < self.cursor - 1]
        if heading_places:
            self._move_cursor_to(before[-1] if before else heading_places[-1], 1)

    def action_choose(self) -> None:
        if self.cursor < len(self._entries):
            entry = self._entries[self.cursor]
            if entry.value is not None:
                self.post_message(self.Toggled(entry.field, entry.value))

    def action_leave_facets(self) -> None:
        self.post_message(self.Left())


def facet_title(field: str) -> str:
    """Return the heading of a facet."""
    match field:
        case "side":
            return trc("facet", "SIDE")
        case "status":
            return trc("facet", "STATUS")
        case "standing":
            return trc("facet", "ANSWER")
        case "due":
            return trc("facet", "DUE")
        case "theme":
            return trc("facet", "AREA")
        case "kind":
            return trc("facet", "KIND")
        case "framework":
            return trc("facet", "FRAMEWORK")
        case "text":
            return trc("facet", "PUBLISHED BY")
        case _:
            return label("field", field).upper()


def value_label(field: str, value: str) -> str:
    """Return the label of a facet value."""
    return label(GROUPS[field], value) if field in GROUPS else value


def _ordered_values(field: str, counts: Mapping[str, int]) -> list[str]:
    if field == "side":
        return i18n.sides(counts)
    order = [str(value) for value in ORDER.get(field, ())]
    listed = [value for value in order if value in counts]
    return listed + sorted((value for value in counts if value not in order), key=lambda value: (-counts[value], value))
