"""Text that shows what someone else wrote, and the current state, before the user saves over it."""

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
    """A commitment in its current state, and the entries that the user had not seen, newest first."""

LINES = 6
"""Lines by which the fields shrink to make room for the text."""
MOST = 2
"""Maximum number of other entries listed; the remaining ones are counted."""


def words_of(changes: Sequence[Change], *, named: bool) -> Content:
    """Return who wrote what, the current state, and what Enter does; with ``named``, include each commitment's code."""
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
    """Return the writer of an entry, its kind, and its status and stance, if any."""
    body = entry.body or {}
    status = body.get("status")
    return text_styles.joined(
        text_styles.words(f"{entry.feed} ({entry.by})", text_styles.STRONG),
        text_styles.words(entry_kind(entry)),
        cell_text.status(str(status), body.get("basis")) if status is not None else text_styles.BLANK,
        text_styles.words(label("stance", body.get("stance"))),
        by=text_styles.dot(),
    )
