"""Blocks of a commitment's History tab, newest first, and of the full view of one entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import format_size
from accordtrack.i18n import tr
from accordtrack.ledger.kinds import DESK_KINDS
from accordtrack.text import field_values, late_entries, provenance, withheld
from accordtrack.text.answers import answer_text
from accordtrack.text.calendar_names import short_date, short_dates
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Provenance
from accordtrack.wording import effect_on_entries, entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from accordtrack.types import EntryView

INDENT = 14
ACTS = DESK_KINDS | {"entry.retract"}
FULL = 20
DIGEST = 12
"""Number of digest digits shown."""
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
"""Fields of an entry body shown in the list; the ``i`` key shows all fields."""


def blocks(
    entries: Sequence[EntryView] | None,
    *,
    more: bool,
    replaced: Mapping[str, Mapping[str, object]] | None = None,
    copy_for: str | None = None,
) -> list[Block]:
    """Return one item per entry; the last item loads earlier entries.

    ``entries`` is None while the entries load. ``replaced`` holds the replaced values by the hash of each amendment.
    ``copy_for`` is the audience of this copy of the register, if it is a copy.
    """
    if entries is None:
        return [Block(text_styles.muted(tr("Reading")))]
    found: list[Block] = []
    for entry in entries:
        found += _entry(entry, (replaced or {}).get(entry.hash, {}), copy_for)
    if more:
        found.append(
            Block(text_styles.words(tr("Earlier entries: enter"), text_styles.LINK), indent=INDENT, key=MORE, gap=1)
        )
    return found or [Block(text_styles.muted(tr("No entries.")))]


def _entry(entry: EntryView, before: Mapping[str, object], copy_for: str | None) -> list[Block]:
    found = [Block(heading(entry), label=text_styles.muted(day(entry)), indent=INDENT, key=entry.hash, gap=1)]
    content = summary(entry, before, copy_for)
    if content:
        found.append(Block(content, indent=INDENT, key=entry.hash, most=3))
    about = text_styles.join(
        tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed),
        tr("compiled {day}", day=short_date(entry.compiled_on))
        if entry.compiled_on
        else tr("written {moment}", moment=short_dates(entry.at)),
        late_entries.mark(late=entry.late),
        effect_on_entries(entry, text_styles.join_items(entry.names)) if entry.names else "",
        by=text_styles.dot(),
    )
    found.append(
        Block(
            text_styles.join(text_styles.muted(about.plain), _signature(entry), by=text_styles.dot()),
            indent=INDENT,
            key=entry.hash,
        )
    )
    return found


def heading(entry: EntryView, *notes: Content) -> Content:
    """Return the kind of an entry, its speaker, whether it was taken back, and ``notes``."""
    gone = entry.retracted_by is not None
    kind = entry_kind(entry) if entry.known else tr("newer than this program: {kind}", kind=entry.kind)
    return text_styles.join(
        text_styles.words(kind, f"strike {text_styles.MUTED}" if gone else text_styles.STRONG),
        voice_and_authorship(entry),
        text_styles.words(tr("taken back"), text_styles.WARN) if gone else text_styles.BLANK,
        *notes,
        by=text_styles.dot(),
    )


def day(entry: EntryView) -> str:
    """Return the day shown in lists: the known date.

    Without a known date, return the day of writing for acts of a desk and for unreadable entries, else an empty string.
    """
    undated = entry.known_on is None and entry.known and entry.body is not None and entry.kind not in ACTS
    return "" if undated else short_date(entry.known_on or entry.at[:10])


def voice(entry: EntryView) -> str:
    """Return the speaker and whether the statement is attributed, or the feed if there is no speaker."""
    if entry.speaker is None:
        return entry.feed
    who = label("side", entry.speaker)
    return who if entry.official else tr("{side}, taken from a source", side=who)


def authorship(entry: EntryView) -> Content:
    """Return the author of a statement and the side that an entry waits for; blank for a record, which has no speaker."""
    if entry.speaker is None:
        return text_styles.words(provenance.waits_for(entry.waits, entry.disputed_by), text_styles.WARN)
    return cell_text.authorship(entry)


def voice_and_authorship(entry: EntryView) -> Content:
    """Return the speaker of an entry, its author if it is another side, and the side that it waits for."""
    attributed = entry.speaker is not None and entry.provenance != Provenance.OWN
    who = label("side", entry.speaker) if attributed else voice(entry)
    return text_styles.join(text_styles.words(who), authorship(entry), by=text_styles.dot())


def _signature(entry: EntryView) -> Content:
    style = text_styles.MUTED if entry.signature == "valid" else text_styles.BAD
    return text_styles.words(label("signature", entry.signature), style)


def summary(entry: EntryView, before: Mapping[str, object], copy_for: str | None = None) -> Content:
    """Return an entry in one line; for an amendment, include the replaced values from ``before``."""
    if entry.refused:
        return text_styles.words(tr("not admitted: it does not count"), text_styles.BAD)
    if entry.body is None:
        return text_styles.words(withheld.body_notice(entry.handling, entry.feed, copy_for), text_styles.WARN)
    if entry.kind == "commitment.add":
        return text_styles.BLANK
    body = withheld.visible_body(entry)
    fields = body.get("fields")
    if isinstance(fields, dict) and before:
        reason = field_values.value_text("reason", body.get("reason"))
        changes = [_change(name, before.get(name), new) for name, new in fields.items()]
        return text_styles.words(_collapse_gaps(text_styles.dot().join([*changes, *([reason] if reason else [])])))
    parts = [tr("not published by its desk")] if entry.withheld else []
    parts += [f"{field_values.field(name)}: {text}" for name in SHOWN if (text := _value(entry, name, body.get(name)))]
    file = body.get("file")
    if isinstance(file, dict):
        parts.append(f"{format_size(int(file['size']))}, sha256 {str(file['digest'])[:DIGEST]}")
    return text_styles.words(_collapse_gaps(text_styles.dot().join(parts)))


def _value(entry: EntryView, name: str, value: object) -> str:
    if name == "stance" and isinstance(value, str):
        return answer_text(value, entry.answered)
    return field_values.value_with_dates(name, value)


def _collapse_gaps(text: str) -> str:
    """Collapse wide gaps, which could wrap text so that it looks like a heading."""
    return re.sub(r"[^\S\n]{2,}", " ", text)


def _change(name: str, old: object, new: object) -> str:
    nothing = text_styles.mark_or_ascii("—", "-")
    arrow = text_styles.mark_or_ascii("→", "->")
    was, becomes = (field_values.value_with_dates(name, value) or nothing for value in (old, new))
    return f"{field_values.changed_field(name, new)}: {was} {arrow} {becomes}"


def target_hash(entry: EntryView) -> str | None:
    """Return the hash of the one entry that this entry retracts, answers, or asks about, or None."""
    body = entry.body or {}
    named = {
        "entry.retract": "target",
        "position.withdraw": "position",
        "position.take": "answers",
        "answer.ask": "claim",
    }
    found = body.get(named.get(entry.kind, ""))
    return found if isinstance(found, str) else None


def entry_line(entry: EntryView) -> str:
    """Return an entry in one line: its kind, speaker, day, and text."""
    words = " ".join(summary(entry, {}).plain.split())
    return text_styles.dot().join(part for part in (entry_kind(entry), voice(entry), day(entry), words) if part)


def full_entry_blocks(entry: EntryView, aimed: EntryView | None = None, copy_for: str | None = None) -> list[Block]:
    """Return all contents and signed metadata of an entry; ``aimed`` is the entry that ``target_hash`` names."""
    facts: list[tuple[str, str]] = [
        (tr("entry"), entry.id),
        (tr("hash"), entry.hash),
        (tr("kind"), entry_kind(entry)),
        (tr("feed"), f"{entry.feed} {entry.seq}"),
        (tr("signature"), label("signature", entry.signature)),
        (tr("written"), tr("{moment} by {name}", moment=short_dates(entry.at), name=entry.by or "?")),
        (tr("compiled"), short_date(entry.compiled_on or "")),
        (tr("late entry"), tr("recorded more than 30 days after it was said") if entry.late else ""),
        (tr("act"), entry.act),
        (tr("about"), entry.ref),
        (tr("recorded"), authorship(entry).plain),
        (tr("handling"), entry.handling),
        (tr("holds on"), short_date(entry.effective_on or "")),
        (label("field", "said_on"), short_date(entry.known_on or "")),
        (tr("names"), text_styles.join_items(entry.names)),
        (tr("what that says"), "" if aimed is None else entry_line(aimed)),
        (tr("taken back by"), entry.retracted_by or ""),
    ]
    found = [Block(text_styles.words(text), label=text_styles.muted(name), indent=FULL) for name, text in facts if text]
    body = withheld.visible_body(entry)
    if entry.body is None and not entry.refused:
        found.append(
            Block(
                text_styles.words(withheld.body_notice(entry.handling, entry.feed, copy_for), text_styles.WARN), gap=1
            )
        )
    elif entry.withheld:
        found.append(Block(text_styles.words(tr("not published by its desk"), text_styles.WARN), gap=1))
    if body:
        found.append(Block(text_styles.words(tr("What it says"), text_styles.HEADING), gap=1))
    for name, content in body.items():
        phrase = field_values.value_with_dates(name, content)
        if phrase:
            taken = entry.kind == "entry.retract" and name == "target"
            label_ = text_styles.muted(field_values.field("taken_back" if taken else name))
            found.append(Block(text_styles.paragraph(phrase), label=label_, indent=FULL, quoted="\n" in phrase))
    return found
