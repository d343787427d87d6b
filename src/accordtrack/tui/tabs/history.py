"""History of a commitment, newest first: who, when, what, what it replaced, and what was taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.sentences import values, withholding
from accordtrack.text import size
from accordtrack.tui import ink
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import aims, entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from accordtrack.views import EntryView

INDENT = 12
ACTS = frozenset({"desk.open", "desk.rekey", "entry.retract"})
FULL = 20
DIGEST = 12
"""Digits of a digest that are shown."""
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


def blocks(
    entries: Sequence[EntryView] | None,
    *,
    more: bool,
    replaced: Mapping[str, Mapping[str, object]] | None = None,
    copy_for: str | None = None,
) -> list[Block]:
    """One item an entry; the last one reads on. ``replaced`` are earlier values, by the hash of each amendment.

    ``entries`` are None while they are read. ``copy_for`` is the audience for which this copy of the register was made,
    if it is one.
    """
    if entries is None:
        return [Block(ink.words(tr("Reading"), ink.MUTED))]
    found: list[Block] = []
    for entry in entries:
        found += _entry(entry, (replaced or {}).get(entry.hash, {}), copy_for)
    if more:
        found.append(Block(ink.words(tr("Earlier entries: enter"), ink.LINK), indent=INDENT, key=MORE, gap=1))
    return found or [Block(ink.words(tr("No entries."), ink.MUTED))]


def _entry(entry: EntryView, before: Mapping[str, object], copy_for: str | None) -> list[Block]:
    gone = entry.retracted_by is not None
    style = f"strike {ink.MUTED}" if gone else ink.STRONG
    kind = entry_kind(entry) if entry.known else tr("newer than this program: {kind}", kind=entry.kind)
    head = ink.joined(
        ink.words(kind, style),
        ink.words(voice(entry)),
        ink.words(tr("taken back"), ink.WARN) if gone else ink.BLANK,
        by=ink.dot(),
    )
    found = [Block(head, label=ink.words(day(entry), ink.MUTED), indent=INDENT, key=entry.hash, gap=1)]
    told = summary(entry, before, copy_for)
    if told:
        found.append(Block(told, indent=INDENT, key=entry.hash, most=3))
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


def day(entry: EntryView) -> str:
    """The day in a list: on which it was known. Of what is known always only acts of a desk have one: when they were written."""
    undated = entry.known_on is None and entry.known and entry.body is not None and entry.kind not in ACTS
    return "" if undated else entry.known_on or entry.at[:10]


def known(entry: EntryView) -> str:
    """The day on which it was known; what was always known says so."""
    if entry.known_on is None and entry.known and entry.body is not None:
        return tr("always")
    return entry.known_on or entry.at[:10]


def voice(entry: EntryView) -> str:
    """Who speaks, and whether it is told of them; the feed where nobody does."""
    if entry.speaker is None:
        return entry.feed
    who = label("side", entry.speaker)
    return who if entry.official else tr("{side}, attributed", side=who)


def _signature(entry: EntryView) -> Content:
    style = ink.MUTED if entry.signature == "valid" else ink.BAD
    return ink.words(label("signature", entry.signature), style)


def summary(entry: EntryView, before: Mapping[str, object], copy_for: str | None = None) -> Content:
    """What an entry says in one line; an amendment with the values from ``before``."""
    if entry.refused:
        return ink.words(tr("not admitted: it counts for nothing"), ink.BAD)
    if entry.body is None:
        return ink.words(withholding.body(entry.handling, entry.feed, copy_for), ink.WARN)
    if entry.kind == "commitment.add":
        return ink.BLANK
    body = withholding.shown(entry)
    fields = body.get("fields")
    if isinstance(fields, dict) and before:
        reason = values.value("reason", body.get("reason"))
        changes = [_change(name, before.get(name), new) for name, new in fields.items()]
        return ink.words(_close(ink.dot().join([*changes, *([reason] if reason else [])])))
    parts = [tr("withheld by its desk")] if entry.withheld else []
    parts += [f"{values.field(name)}: {said}" for name in SHOWN if (said := values.value(name, body.get(name)))]
    file = body.get("file")
    if isinstance(file, dict):
        parts.append(f"{size(int(file['size']))}, sha256 {str(file['digest'])[:DIGEST]}")
    return ink.words(_close(ink.dot().join(parts)))


def _close(said: str) -> str:
    """Words without the wide gaps that could push a part of them to the beginning of the next line, like a head."""
    return re.sub(r"[^\S\n]{2,}", " ", said)


def _change(name: str, old: object, new: object) -> str:
    nothing = ink.sign("—", "-")
    arrow = ink.sign("→", "->")
    return f"{values.field(name)}: {values.value(name, old) or nothing} {arrow} {values.value(name, new) or nothing}"


def aim(entry: EntryView) -> str | None:
    """The hash of the one entry that this one takes back, answers or asks about."""
    body = entry.body or {}
    named = {
        "entry.retract": "target",
        "position.withdraw": "position",
        "position.take": "answers",
        "answer.ask": "claim",
    }
    found = body.get(named.get(entry.kind, ""))
    return found if isinstance(found, str) else None


def told(entry: EntryView) -> str:
    """An entry in one line: what it is, who speaks, when, and its words."""
    words = " ".join(summary(entry, {}).plain.split())
    return ink.dot().join(part for part in (entry_kind(entry), voice(entry), day(entry), words) if part)


def in_full(entry: EntryView, aimed: EntryView | None = None, copy_for: str | None = None) -> list[Block]:
    """Everything that an entry says and is signed with, for ``i``; ``aimed`` is the one that ``aim`` names."""
    facts: list[tuple[str, str]] = [
        (tr("entry"), entry.id),
        (tr("hash"), entry.hash),
        (tr("kind"), entry_kind(entry)),
        (tr("feed"), f"{entry.feed} {entry.seq}"),
        (tr("signature"), label("signature", entry.signature)),
        (tr("written"), tr("{moment} by {name}", moment=entry.at, name=entry.by or "?")),
        (tr("act"), entry.act),
        (tr("about"), entry.ref),
        (tr("handling"), entry.handling),
        (tr("holds on"), entry.effective_on or ""),
        (tr("known on"), known(entry)),
        (tr("names"), ink.listed(entry.names)),
        (tr("what that says"), "" if aimed is None else told(aimed)),
        (tr("taken back by"), entry.retracted_by or ""),
    ]
    found = [Block(ink.words(text), label=ink.words(name, ink.MUTED), indent=FULL) for name, text in facts if text]
    body = withholding.shown(entry)
    if entry.body is None and not entry.refused:
        found.append(Block(ink.words(withholding.body(entry.handling, entry.feed, copy_for), ink.WARN), gap=1))
    elif entry.withheld:
        found.append(Block(ink.words(tr("withheld by its desk"), ink.WARN), gap=1))
    if body:
        found.append(Block(ink.words(tr("What it says"), ink.HEADING), gap=1))
    for name, content in body.items():
        said = values.value(name, content)
        if said:
            taken = entry.kind == "entry.retract" and name == "target"
            label_ = ink.words(values.field("taken_back" if taken else name), ink.MUTED)
            found.append(Block(ink.paragraph(said), label=label_, indent=FULL, quoted="\n" in said))
    return found
