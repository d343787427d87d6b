"""The left side of History: entries newest first, two or three lines each, the two that are pinned marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import ink
from accordtrack.tui.tabs.history import MORE, day, summary, voice
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import entry_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from accordtrack.views import EntryView

INDENT = 14
NEWER = "newer"
MOST = 2
"""Lines of what an entry says."""


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
    """One item an entry; ``whole`` names the record of each; ``pins`` are the marks of pinned entries by hash.

    ``replaced`` are earlier values, by the hash of each amendment. The first item reads the ``newer`` ones again that
    were let go, the last one reads on.
    """
    found: list[Block] = []
    if newer:
        found.append(Block(ink.words(tr("Newer entries: enter"), ink.LINK), indent=INDENT, key=NEWER))
    for number, entry in enumerate(entries):
        before = (replaced or {}).get(entry.hash, {})
        told = _entry(entry, before, copy_for, whole=whole, pin=pins.get(entry.hash, ""))
        found += told if number or newer else [replace(told[0], gap=0), *told[1:]]
    if more:
        found.append(Block(ink.words(tr("Earlier entries: enter"), ink.LINK), indent=INDENT, key=MORE, gap=1))
    return found


def _entry(
    entry: EntryView, before: Mapping[str, object], copy_for: str | None, *, whole: bool, pin: str
) -> list[Block]:
    gone = entry.retracted_by is not None
    kind = entry_kind(entry) if entry.known else tr("newer than this program: {kind}", kind=entry.kind)
    head = ink.joined(
        ink.words(kind, f"strike {ink.MUTED}" if gone else ink.STRONG),
        ink.words(voice(entry)),
        ink.words(tr("taken back"), ink.WARN) if gone else ink.BLANK,
        ink.words(tr("signature does not hold"), ink.BAD) if entry.signature != "valid" else ink.BLANK,
        by=ink.dot(),
    )
    when = ink.joined(ink.words(day(entry), ink.MUTED), ink.words(pin, "bold $accent"), by=" ")
    found = [Block(head, label=when, indent=INDENT, key=entry.hash, gap=1, most=2)]
    if whole and entry.title is not None:
        found.append(Block(_about(entry), indent=INDENT, key=entry.hash, most=1))
    told = summary(entry, before, copy_for)
    if told:
        found.append(Block(told, indent=INDENT, key=entry.hash, most=MOST))
    return found


def _about(entry: EntryView) -> Content:
    return ink.joined(ink.words(entry.ref, ink.HEADING), ink.words(i18n.local(entry.title), ink.MUTED), by="  ")
