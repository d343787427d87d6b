"""Somebody else was faster: what they wrote and what stands now, before one's own words are saved over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.tui import ink, words
from accordtrack.wording import entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.views import CommitmentView, EntryView

    Change = tuple[CommitmentView, tuple[EntryView, ...]]
    """A commitment as it stands now, and the entries that its writer had not seen, newest first."""

LINES = 6
"""Lines that fields give up for it."""
MOST = 2
"""Entries of others that are named; how many there are besides is said."""


def words_of(changes: Sequence[Change], *, named: bool) -> Content:
    """Who wrote what, what stands now, and what enter does; ``named``: with the code of each commitment."""
    lines = [
        ink.words(f"{ink.sign('▲', '!')} {tr('Someone else saved a change while you wrote')}", ink.WARN),
        ink.words(tr("Enter saves yours all the same, on what stands now; esc leaves")),
    ]
    for view, entries in changes:
        code = ink.words(view.row.id, ink.HEADING) if named else ink.BLANK
        lines += [ink.joined(code, _entry(entry), by="  ") for entry in entries[:MOST]]
        if len(entries) > MOST:
            lines.append(ink.words(tr("and {n} more", n=len(entries) - MOST), ink.MUTED))
        for half in words.in_order(view.halves):
            side = ink.words(label("short side", half.side), ink.MUTED) if len(view.halves) > 1 else ink.BLANK
            lines.append(ink.joined(code, ink.words(tr("now"), ink.MUTED), side, words.stands_cut(half), by="  "))
    return ink.joined(*lines, by="\n")


def _entry(entry: EntryView) -> Content:
    """Who wrote it, what it is, and its status where it has one."""
    body = entry.body or {}
    status = body.get("status")
    return ink.joined(
        ink.words(f"{entry.feed} ({entry.by})", ink.STRONG),
        ink.words(entry_kind(entry)),
        words.status(str(status), body.get("basis")) if status is not None else ink.BLANK,
        ink.words(label("stance", body.get("stance"))),
        by=ink.dot(),
    )
