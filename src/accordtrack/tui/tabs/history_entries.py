"""Blocks of the left side of the History page: entries newest first, with marks on the two pinned entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import late_entries
from accordtrack.tui import text_styles
from accordtrack.tui.tabs.history import MORE, day, heading, summary
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from accordtrack.types import EntryView

INDENT = 16
NEWER = "newer"
MOST = 2
"""Maximum number of lines for the summary of an entry."""


def blocks(
    entries: Sequence[EntryView],
    *,
    more: bool,
    whole: bool,
    pins: Mapping[str, str],
    replaced: Mapping[str, Mapping[str, object]] | None = None,
    newer: bool = False,
    copy_for: str | None = None,
) -> list[Block]:
    """Return one item per entry; ``whole`` adds each record's title, and ``pins`` holds marks by entry hash.

    ``replaced`` holds the replaced values by the hash of each amendment. With ``newer``, the first item loads the newer
    entries that were dropped; the last item loads earlier entries.
    """
    found: list[Block] = []
    if newer:
        found.append(Block(text_styles.words(tr("Newer entries: enter"), text_styles.LINK), indent=INDENT, key=NEWER))
    for number, entry in enumerate(entries):
        before = (replaced or {}).get(entry.hash, {})
        entry_blocks = _entry(entry, before, copy_for, whole=whole, pin=pins.get(entry.hash, ""))
        found += entry_blocks if number or newer else [replace(entry_blocks[0], gap=0), *entry_blocks[1:]]
    if more:
        found.append(
            Block(text_styles.words(tr("Earlier entries: enter"), text_styles.LINK), indent=INDENT, key=MORE, gap=1)
        )
    return found


def _entry(
    entry: EntryView, before: Mapping[str, object], copy_for: str | None, *, whole: bool, pin: str
) -> list[Block]:
    late = text_styles.words(late_entries.mark(late=entry.late), text_styles.WARN)
    invalid = entry.signature != "valid"
    signature = text_styles.words(tr("signature is not valid") if invalid else "", text_styles.BAD)
    when = text_styles.join(text_styles.muted(day(entry)), text_styles.words(pin, "bold $accent"), by=" ")
    found = [Block(heading(entry, late, signature), label=when, indent=INDENT, key=entry.hash, gap=1, most=2)]
    if whole and entry.title is not None:
        found.append(Block(_about(entry), indent=INDENT, key=entry.hash, most=1))
    content = summary(entry, before, copy_for)
    if content:
        found.append(Block(content, indent=INDENT, key=entry.hash, most=MOST))
    return found


def _about(entry: EntryView) -> Content:
    return text_styles.join(
        text_styles.words(entry.ref, text_styles.HEADING), text_styles.muted(i18n.localize(entry.title)), by="  "
    )
