"""Somebody else was faster: what they wrote and what stands now, before one's own words are saved over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.tui import cell_text, text_styles
from accordtrack.wording import entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import CommitmentView, EntryView

    Change = tuple[CommitmentView, tuple[EntryView, ...]]
    """A commitment as it stands now, and the entries that its writer had not seen, newest first."""

LINES = 6
"""Lines that fields give up for it."""
MOST = 2
"""Entries of others that are named; how many there are besides is said."""


def words_of(changes: Sequence[Change], *, named: bool) -> Content:
    """Who wrote what, what stands now, and what enter does; ``named``: with the code of each commitment."""
    lines = [
        text_styles.words(
            f"{text_styles.sign('▲', '!')} {tr('Someone else saved a change while you wrote')}", text_styles.WARN
        ),
        text_styles.words(tr("Enter saves yours all the same, on what stands now; esc leaves")),
    ]
    for view, entries in changes:
        code = text_styles.words(view.row.id, text_styles.HEADING) if named else text_styles.BLANK
        lines += [text_styles.joined(code, _entry(entry), by="  ") for entry in entries[:MOST]]
        if len(entries) > MOST:
            lines.append(text_styles.words(tr("and {n} more", n=len(entries) - MOST), text_styles.MUTED))
        for half in cell_text.in_order(view.halves):
            side = (
                text_styles.words(label("short side", half.side), text_styles.MUTED)
                if len(view.halves) > 1
                else text_styles.BLANK
            )
            lines.append(
                text_styles.joined(
                    code, text_styles.words(tr("now"), text_styles.MUTED), side, cell_text.stands_cut(half), by="  "
                )
            )
    return text_styles.joined(*lines, by="\n")


def _entry(entry: EntryView) -> Content:
    """Who wrote it, what it is, and its status where it has one."""
    body = entry.body or {}
    status = body.get("status")
    return text_styles.joined(
        text_styles.words(f"{entry.feed} ({entry.by})", text_styles.STRONG),
        text_styles.words(entry_kind(entry)),
        cell_text.status(str(status), body.get("basis")) if status is not None else text_styles.BLANK,
        text_styles.words(label("stance", body.get("stance"))),
        by=text_styles.dot(),
    )
