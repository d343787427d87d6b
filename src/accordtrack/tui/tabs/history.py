"""History of a commitment, newest first: who, when, what, what it replaced, and what was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.tui import ink, values
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import aims, entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from accordtrack.views import EntryView

INDENT = 12
FULL = 20
MORE = "more"
SHOWN = (
    "status",
    "stance",
    "ground",
    "proposed_status",
    "indicator",
    "fields",
    "asked_on",
    "title",
    "url",
    "reason",
    "text",
)
"""Fields of a body worth a line in the list; ``i`` shows all."""


def blocks(entries: Sequence[EntryView], *, more: bool) -> list[Block]:
    """One item an entry; the last one reads on."""
    found: list[Block] = []
    for entry in entries:
        found += _entry(entry)
    if more:
        found.append(Block(ink.words(tr("Earlier entries: enter"), ink.LINK), indent=INDENT, key=MORE, gap=1))
    return found or [Block(ink.words(tr("No entries."), ink.MUTED))]


def _entry(entry: EntryView) -> list[Block]:
    gone = entry.retracted_by is not None
    style = f"strike {ink.MUTED}" if gone else ink.STRONG
    kind = entry_kind(entry) if entry.known else tr("newer than this program: {kind}", kind=entry.kind)
    head = ink.joined(
        ink.words(kind, style),
        ink.words(_voice(entry)),
        ink.words(tr("taken back"), ink.WARN) if gone else ink.BLANK,
        by=ink.dot(),
    )
    found = [
        Block(head, label=ink.words(entry.known_on or entry.at[:10], ink.MUTED), indent=INDENT, key=entry.hash, gap=1)
    ]
    summary = _summary(entry)
    if summary:
        found.append(Block(summary, indent=INDENT, key=entry.hash, most=3))
    about = ink.joined(
        tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed),
        tr("written {moment}", moment=entry.at),
        aims(entry, ink.listed(entry.names)) if entry.names else "",
        by=ink.dot(),
    )
    found.append(
        Block(
            ink.joined(ink.words(about.plain, ink.MUTED), _signature(entry), by=ink.dot()),
            indent=INDENT,
            key=entry.hash,
        )
    )
    return found


def _voice(entry: EntryView) -> str:
    if entry.speaker is None:
        return ""
    who = label("side", entry.speaker)
    return who if entry.official else tr("{side}, attributed", side=who)


def _signature(entry: EntryView) -> Content:
    style = ink.MUTED if entry.signature == "valid" else ink.BAD
    return ink.words(label("signature", entry.signature), style)


def _summary(entry: EntryView) -> Content:
    if entry.kind == "commitment.add":
        return ink.BLANK
    if entry.body is None:
        return ink.words(tr("the body was withheld"), ink.MUTED)
    body = entry.body
    parts = [f"{values.field(name)}: {said}" for name in SHOWN if (said := values.value(name, body.get(name)))]
    return ink.words(ink.dot().join(parts))


def in_full(entry: EntryView) -> list[Block]:
    """Everything that an entry says and is signed with, for ``i``."""
    facts: list[tuple[str, str]] = [
        (tr("entry"), entry.id),
        (tr("hash"), entry.hash),
        (tr("kind"), entry.kind),
        (tr("feed"), f"{entry.feed} {entry.seq}"),
        (tr("signature"), label("signature", entry.signature)),
        (tr("written"), tr("{moment} by {name}", moment=entry.at, name=entry.by or "?")),
        (tr("act"), entry.act),
        (tr("about"), entry.ref),
        (tr("handling"), entry.handling),
        (tr("holds on"), entry.effective_on or ""),
        (tr("known on"), entry.known_on or ""),
        (tr("names"), ink.listed(entry.names)),
        (tr("taken back by"), entry.retracted_by or ""),
    ]
    found = [Block(ink.words(text), label=ink.words(name, ink.MUTED), indent=FULL) for name, text in facts if text]
    body: Mapping[str, object] = entry.body or {}
    if body:
        found.append(Block(ink.words(tr("What it says"), ink.HEADING), gap=1))
    for name, content in body.items():
        said = values.value(name, content)
        if said:
            found.append(Block(ink.paragraph(said), label=ink.words(values.field(name), ink.MUTED), indent=FULL))
    return found
