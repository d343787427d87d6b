"""One entry as a word of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.addresses import title_of
from accordtrack.ledger.kinds import KINDS
from accordtrack.register.lookup import as_text, words
from accordtrack.register.values import measurement_view
from accordtrack.views import ProposedChange, Text, ThreadWord
from accordtrack.vocabulary import Speaker, TextBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.register.items import Item
    from accordtrack.views import EvidenceView

_BY_BASIS = {TextBasis.US_TEXT: Speaker.US, TextBasis.MX_TEXT: Speaker.MX, TextBasis.THIRD_PARTY: Speaker.OBS}
"""Whose text a commitment is that one side alone, or nobody of both, has published."""


def speaker_of(item: Item) -> str:
    """Who says it: the speaker it names, the party of a value, whose text it is, else the side of the desk."""
    body = item.body
    match item.kind:
        case "commitment.add":
            basis = TextBasis(body["text_basis"])
            alone = body["responsible_side"] if basis is TextBasis.OWN_TEXT else Speaker.JOINT
            return str(_BY_BASIS.get(basis, alone))
        case "measurement.add":
            return str(body["party"])
        case _:
            return str(body.get("speaker") or item.seat)


def word(
    item: Item,
    kind: str,
    *,
    depth: int = 0,
    counts: bool = True,
    stale: bool = False,
    withdrawn: bool = False,
    hidden: bool = False,
    evidence: Sequence[EvidenceView] = (),
    before: Mapping[str, Any] | None = None,
) -> ThreadWord:
    """``item`` as a word; ``before`` are the values that a change would replace. Of ``hidden`` evidence no place is told."""
    body = item.body
    effective, known = KINDS[item.kind].dates(body)
    said = {"answer.ask": body.get("asked_on")}.get(item.kind) or known
    return ThreadWord(
        id=item.id,
        entry=item.hash,
        kind=kind,
        speaker=speaker_of(item),
        body=body.get("speaker_body"),
        official=item.official,
        said_on=str(said),
        effective_on=effective,
        status=body.get("status"),
        basis=body.get("basis"),
        stance=body.get("stance"),
        ground=body.get("ground"),
        proposed_status=body.get("proposed_status"),
        text=words(title_of(body, item.id)) if hidden else _text(item),
        figure=measurement_view(body) if item.kind == "measurement.add" else None,
        changes=_changes(item, before or {}),
        evidence=tuple(evidence),
        answers=body.get("claim") if item.kind == "answer.ask" else body.get("answers"),
        depth=depth,
        sources=tuple(body.get("sources") or ([body["source"]] if body.get("source") else [])),
        inferred=tuple(body.get("inferred") or ()),
        handling=item.handling,
        feed=item.feed,
        by=item.by,
        lc=item.lc,
        counts=counts,
        stale=stale,
        withdrawn=withdrawn,
    )


def _text(item: Item) -> Text | None:
    """The words themselves: of a statement, of an answer, of a commitment, the reason of a change, the way of an asking."""
    body = item.body
    match item.kind:
        case "position.take" | "commitment.amend" | "indicator.amend":
            return as_text(body.get("reason"))
        case "answer.ask":
            channel = body.get("channel")
            return Text(channel, channel) if channel else None
        case "evidence.add":
            return as_text(body.get("text")) or words(body["title"])
        case "indicator.add":
            return as_text(body.get("definition"))
        case "measurement.add":
            return as_text(body.get("note"))
        case _:
            return as_text(body.get("text"))


def _changes(item: Item, before: Mapping[str, Any]) -> tuple[ProposedChange, ...]:
    fields = item.body.get("fields")
    if not isinstance(fields, dict):
        return ()
    reason, speaker = words(item.body["reason"]), speaker_of(item)
    return tuple(
        ProposedChange(item.id, speaker, name, before.get(name), value, reason) for name, value in fields.items()
    )


def in_order(told: Iterable[ThreadWord]) -> list[ThreadWord]:
    """By the day each was said, and by the clock of the log on one day; no answer before what it answers, whatever its date."""
    days: dict[str, str] = {}
    found = sorted(told, key=lambda one: one.depth)
    for one in found:
        days[one.entry] = max(one.said_on, days.get(one.answers or "", ""))
    return sorted(found, key=lambda one: (days[one.entry], one.lc, one.feed, one.id))
