"""Lines of the screen of pending changes: an act, its entries, and the details of the row under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack.i18n import line_text, localize, tr
from accordtrack.text import pending
from accordtrack.text.calendar_names import short_date, short_dates
from accordtrack.text.field_values import value_with_dates
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Provenance
from accordtrack.wording import label, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from accordtrack.types.pending import PendingAct, PendingEntry

CODE = 12
"""Cells for the code of a record."""
MOST_KIND = 24
"""Maximum number of cells for the kind of an entry."""
INDENT = 16


def arrow() -> str:
    """Return the arrow between an old and a new value."""
    return text_styles.mark_or_ascii("→", "->")


def no_value() -> str:
    """Return the sign for no value."""
    return text_styles.mark_or_ascii("—", "-")


def act_line(act: PendingAct) -> Content:
    """Return an act in one line: how many changes, who wrote them and when, and the effect of concurring."""
    return text_styles.join(
        text_styles.words(pending.changes(len(act.entries)), text_styles.HEADING),
        text_styles.words(who(act)),
        text_styles.words(short_date(act.at[:10]), text_styles.MUTED),
        effect(act),
        by=text_styles.dot(),
    )


def who(act: PendingAct) -> str:
    """Return the desk of an act and the name that it gave."""
    return f"{act.feed} ({act.by})" if act.by else act.feed


def effect(act: PendingAct) -> Content:
    """Return the numbers that concurring would change, in one line; blank if the effect is not known."""
    if act.effects is None:
        return text_styles.BLANK
    found = pending.effect_lines(act, arrow=arrow())
    return text_styles.words(", ".join(found), "$accent" if pending.effects(act) else text_styles.MUTED)


def kind_width(acts: Iterable[PendingAct]) -> int:
    """Return the width of the column with the kinds of entries."""
    kinds = {entry.kind: entry for act in acts for entry in act.entries}
    return min(max((cell_len(label("entry kind", one.kind)) for one in kinds.values()), default=0), MOST_KIND)


def entry_line(entry: PendingEntry, kinds: int) -> Content:
    """Return an entry in one line: the record, the kind of the entry in ``kinds`` cells, and what it changes."""
    counterpart = entry.provenance == Provenance.COUNTERPART
    said = text_styles.join(
        text_styles.words(mark("provenance", ascii_only=text_styles.ascii_only()) if counterpart else ""),
        text_styles.words(text_styles.dot().join(_content(entry, brief=True)) or localize(entry.title)),
        by=" ",
    )
    parts = (
        text_styles.words(text_styles.fit(entry.about or entry.id, CODE)),
        text_styles.words(text_styles.fit(label("entry kind", entry.kind), kinds), text_styles.MUTED),
        said,
    )
    return text_styles.join("  ", text_styles.join(*parts, by="  "))


def _content(entry: PendingEntry, *, brief: bool = False) -> list[str]:
    ascii_only = text_styles.ascii_only()
    return pending.content(entry, arrow=arrow(), nothing=no_value(), ascii_only=ascii_only, brief=brief)


def details(act: PendingAct, entry: PendingEntry | None) -> list[Block]:
    """Return everything known about an act, or about an entry of it."""
    if entry is None:
        found = [
            Block(text_styles.words(pending.changes(len(act.entries)), text_styles.HEADING)),
            _fact(tr("written by"), text_styles.words(who(act))),
        ]
        disputes = list(dict.fromkeys(line for one in act.entries for line in pending.dispute_lines(one)))
        if disputes:
            return [*found, *_facts(tr("disputed by"), disputes)]
        found.append(_fact(tr("waits since"), text_styles.words(short_date(pending.since(act)))))
        return [*found, *_facts(tr("if accepted"), pending.effect_lines(act, arrow=arrow()))]
    head = text_styles.join(
        text_styles.words(entry.about or entry.id, text_styles.HEADING),
        text_styles.words(localize(entry.title), text_styles.TITLE),
        by="  ",
    )
    said = _content(entry) if entry.status else []
    origin = cell_text.provenance(entry.provenance, act.feed)
    return [
        Block(head),
        _fact(tr("entry"), text_styles.words(label("entry kind", entry.kind))),
        *_facts(tr("change") if entry.changes else tr("says"), [*said, *_every_field(entry)]),
        *_facts(tr("disputed by"), pending.dispute_lines(entry)),
        _fact(
            tr("written by"),
            text_styles.join(
                text_styles.words(who(act)), text_styles.words(short_date(act.at[:10])), origin, by=text_styles.dot()
            ),
        ),
        _fact(tr("handling"), text_styles.words(entry.handling, text_styles.MUTED)),
    ]


def _every_field(entry: PendingEntry) -> list[str]:
    lines = pending.content_lines(replace(entry, cells=()), value_with_dates)
    lines += [short_dates(line_text(cell)) for cell in entry.cells]
    return [line.replace("→", "->").replace("—", "-") for line in lines] if text_styles.ascii_only() else lines


def _fact(name: str, body: Content) -> Block:
    return Block(body, label=text_styles.words(name, text_styles.MUTED), indent=INDENT)


def _facts(name: str, lines: Iterable[str]) -> list[Block]:
    """Return one block for each line, the first with a label."""
    return [_fact("" if n else name, text_styles.words(line)) for n, line in enumerate(lines)]


def explanation(*, absent: str = "") -> list[Block]:
    """Return what waits here and why, which is shown when nothing waits; ``absent`` is a side without an open desk."""
    if absent:
        text = tr(
            "What the other side writes while {side} has no open desk is in force at once. When {side} opens a desk, it can "
            "make all of it wait, or dispute it.",
            side=label("the side", absent),
        )
    else:
        text = tr(
            "A change by one side that could move the other side's numbers, texts or dates waits here until the other side "
            "agrees. Until then it is not in force."
        )
    return [Block(text_styles.words(text, text_styles.MUTED))]
