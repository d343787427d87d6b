"""Blocks of the right side of the History page: the changes between two dates, and the events between them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import changes as said
from accordtrack.text import timeline
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import ChangeView, DiffView, LaneEvent, LanesView

INDENT, COUNTED, DATED = 3, 34, 14
PAGE = 50
"""Number of commitments whose changes are read at a time."""
KEPT = 800
"""Maximum number of changes held, in addition to those of one page."""
STYLES = {"added": text_styles.GOOD, "removed": text_styles.WARN, "changed": "$accent"}
CHANGE, RECORD, KIND = "change", "record", "kind"
"""Prefixes of block keys, before the colon."""
BEFORE, BEHIND = "before", "behind"
"""Keys of the items at both ends that load more changes."""


def blocks(
    diff: DiffView | None,
    changes: Sequence[ChangeView],
    ends: tuple[bool, bool],
    view: LanesView | None,
    *,
    whole: bool,
    one_day: bool = False,
    only: str | None = None,
) -> list[Block]:
    """Return the dates, the summary, the changes ``changes``, and the events between the dates.

    For the ``whole`` register, also return the counts by kind. ``ends`` tells whether there are more changes before and
    after those held. ``one_day`` is set when both pinned dates are the same day. ``only`` is the only kind of change
    shown, if any.
    """
    if diff is None:
        return [Block(text_styles.muted(tr("Comparing")))]
    bounds = tr("What came after the first day, up to and including the second.")
    if one_day:
        bounds = tr("Both dates are the same day: it is compared with the day before.")
    items = [
        Block(text_styles.words(said.dates(diff), text_styles.HEADING)),
        Block(text_styles.muted(bounds)),
        Block(text_styles.words(said.summary(diff), text_styles.STRONG)),
    ]
    if not diff.ids:
        items.append(Block(text_styles.muted(tr("[ and ] compare other dates, at the entry under the cursor.")), gap=1))
    if whole:
        items += _kind_counts(diff, only)
    before, behind = ends
    if before:
        items.append(Block(text_styles.words(tr("Earlier changes: enter"), text_styles.LINK), key=BEFORE, gap=1))
    items += _changes(changes, whole=whole)
    if behind:
        items.append(Block(text_styles.words(tr("More changes: enter"), text_styles.LINK), key=BEHIND, gap=1))
        return items
    return [*items, *_events(diff, view)]


def _kind_counts(diff: DiffView, only: str | None) -> list[Block]:
    """Return the number of changes of each kind, as items that toggle between that kind alone and all kinds."""
    hint = text_styles.muted(tr("enter shows all")) if only else text_styles.BLANK
    return [
        Block(
            text_styles.join(text_styles.words(f"{count:,}", text_styles.STRONG), hint, by="  "),
            label=text_styles.words(name),
            indent=COUNTED,
            gap=int(not place),
            key=f"{KIND}:{kind}",
        )
        for place, (kind, name, count) in enumerate(said.counts(diff))
    ]


def with_keys(changes: Sequence[ChangeView]) -> list[tuple[str, ChangeView]]:
    """Return the changes in display order with their item keys, which stay the same when pages come and go."""
    found: list[tuple[str, ChangeView]] = []
    numbers: Counter[str] = Counter()
    for change in said.sort_changes(list(changes)):
        found.append((f"{CHANGE}:{change.id}:{numbers[change.id]}", change))
        numbers[change.id] += 1
    return found


def _changes(changes: Sequence[ChangeView], *, whole: bool) -> list[Block]:
    items: list[Block] = []
    last = ""
    for number, (key, change) in enumerate(with_keys(changes)):
        if whole and change.id != last:
            head = text_styles.join(
                text_styles.words(change.id, text_styles.HEADING),
                text_styles.words(i18n.localize(change.title)),
                by="  ",
            )
            items.append(Block(head, key=f"{RECORD}:{change.id}", gap=1, most=2))
        gap = int(not whole and not number)
        last = change.id
        items += _change(change, key, gap)
    return items


def _change(change: ChangeView, key: str, gap: int) -> list[Block]:
    ascii_only = text_styles.ascii_only()
    sign = text_styles.words(said.sign(change, ascii_only=ascii_only), f"bold {STYLES[change.sign]}")
    items = [
        Block(
            text_styles.words(said.change_label(change), text_styles.STRONG),
            label=sign,
            indent=INDENT,
            key=key,
            gap=gap,
        )
    ]
    values = _values(change, ascii_only=ascii_only)
    if values:
        items.append(Block(values, indent=INDENT, key=key, most=4))
    if change.entries == (change.id,):
        return items
    by = tr("by {entries}", entries=text_styles.join_items(change.entries)) if change.entries else tr("a date passed")
    items.append(Block(text_styles.muted(by), indent=INDENT, key=key, most=1))
    return items


def _values(change: ChangeView, *, ascii_only: bool) -> Content:
    """Return ``before → after``, or only the value that exists."""
    before = said.value_before(change, ascii_only=ascii_only)
    after = said.value_after(change, ascii_only=ascii_only)
    if change.kind == "added":
        return text_styles.BLANK
    arrow = text_styles.muted(text_styles.mark_or_ascii(" → ", " -> "))
    if before and after:
        return text_styles.join(text_styles.muted(before), arrow, text_styles.words(after))
    return text_styles.words(after) if after else text_styles.words(before, f"strike {text_styles.MUTED}")


def _events(diff: DiffView, view: LanesView | None) -> list[Block]:
    between: list[LaneEvent] = []
    if view is not None:
        between = [event for event in view.events if diff.a.as_of < event.on <= diff.b.as_of]
    if not between:
        return []
    head = text_styles.join(
        text_styles.words(timeline.EVENT[text_styles.ascii_only()], "$accent"),
        text_styles.words(tr("Events between"), text_styles.HEADING),
        by=" ",
    )
    return [
        Block(head, gap=1),
        *(
            Block(
                text_styles.words(i18n.localize(event.title)),
                label=text_styles.muted(short_date(event.on)),
                indent=DATED,
            )
            for event in reversed(between)
        ),
    ]
