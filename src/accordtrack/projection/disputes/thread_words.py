"""Convert one entry to an item of a dispute thread (``ThreadWord``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.ledger import context
from accordtrack.ledger.kinds import (
    ANSWER_ASK,
    COMMITMENT,
    COMMITMENT_AMEND,
    EVIDENCE_ADD,
    INDICATOR,
    INDICATOR_AMEND,
    KINDS,
    MEASUREMENT,
    POSITION_TAKE,
    STATUS_REPORT,
)
from accordtrack.ledger.late_entries import awaited_from
from accordtrack.projection.statement_views import authorship, measurement_view, title_of
from accordtrack.store.items import is_kind
from accordtrack.types import ProposedChange, Text, ThreadItem
from accordtrack.vocabulary import Speaker, TextBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item
    from accordtrack.types import EvidenceView

_BY_BASIS = {TextBasis.US_TEXT: Speaker.US, TextBasis.MX_TEXT: Speaker.MX, TextBasis.THIRD_PARTY: Speaker.OBS}
"""Whose text a commitment is, if one side alone or a third party published it."""


def speaker_of(item: Item[Record]) -> str:
    """Return who speaks: the named speaker, the party of a value, the owner of a text, or the desk's side."""
    if is_kind(item, COMMITMENT):
        basis = item.body.text_basis
        alone = item.body.responsible_side if basis is TextBasis.OWN_TEXT else Speaker.JOINT
        return str(_BY_BASIS.get(basis, alone))
    if is_kind(item, MEASUREMENT):
        return str(item.body.party)
    return str(context.speaker_of(item.body) or item.seat)


def build_thread_item(
    item: Item[Record],
    kind: str,
    *,
    depth: int = 0,
    counts: bool = True,
    stale: bool = False,
    withdrawn: bool = False,
    hidden: bool = False,
    evidence: Sequence[EvidenceView] = (),
    before: Mapping[str, Any] | None = None,
) -> ThreadItem:
    """Return ``item`` as part of a thread.

    ``before`` holds the values that a change would replace. For ``hidden`` evidence, the text does not reveal its
    location.
    """
    body = item.body
    report = item.body if is_kind(item, STATUS_REPORT) else None
    answer = item.body if is_kind(item, POSITION_TAKE) else None
    ask = item.body if is_kind(item, ANSWER_ASK) else None
    value = item.body if is_kind(item, MEASUREMENT) else None
    effective, text = KINDS[item.kind].dates(body)
    return ThreadItem(
        id=item.id,
        entry=item.hash,
        kind=kind,
        speaker=speaker_of(item),
        body=context.speaker_body(body),
        official=item.official,
        said_on=ask.asked_on if ask else text,
        effective_on=effective,
        status=report.status if report else None,
        basis=report.basis if report else None,
        stance=answer.stance if answer else None,
        ground=answer.ground if answer else None,
        proposed_status=answer.proposed_status if answer else None,
        text=title_of(item.body, item.id) if hidden and is_kind(item, EVIDENCE_ADD) else _text(item),
        figure=measurement_view(value) if value else None,
        changes=_changes(item, before or {}),
        evidence=tuple(evidence),
        answers=ask.claim if ask else answer.answers if answer else None,
        depth=depth,
        sources=(value.source,) if value else getattr(body, "sources", ()),
        inferred=getattr(body, "inferred", ()),
        handling=item.handling,
        feed=item.feed,
        by=item.by,
        lc=item.lc,
        counts=counts,
        stale=stale,
        withdrawn=withdrawn,
        **authorship(item.verdict, item.seat, getattr(body, "speaker", None)),
    )


def recorded_days(items: Iterable[Item[Record]]) -> dict[str, str]:
    """Return, by the hash of each entry that a side's desk recorded late, the day from which an answer to it is awaited."""
    days: dict[str, str] = {}
    for item in items:
        said_on = item.body.asked_on if is_kind(item, ANSWER_ASK) else KINDS[item.kind].dates(item.body)[1]
        since = awaited_from(item.seat, item.at, said_on)
        if since != said_on:
            days[item.hash] = since
    return days


def _text(item: Item[Record]) -> Text | None:
    """Return the text of an entry: its own text, the reason of a change or answer, or the channel of a request."""
    if is_kind(item, POSITION_TAKE) or is_kind(item, COMMITMENT_AMEND) or is_kind(item, INDICATOR_AMEND):
        return Text.from_bilingual(item.body.reason)
    if is_kind(item, ANSWER_ASK):
        channel = item.body.channel
        return Text(channel, channel) if channel else None
    if is_kind(item, EVIDENCE_ADD):
        return Text.from_bilingual(item.body.text) or item.body.title.text
    if is_kind(item, INDICATOR):
        return Text.from_bilingual(item.body.definition)
    if is_kind(item, MEASUREMENT):
        return Text.from_bilingual(item.body.note)
    return Text.from_bilingual(item.body.text) if is_kind(item, COMMITMENT) or is_kind(item, STATUS_REPORT) else None


def _changes(item: Item[Record], before: Mapping[str, Any]) -> tuple[ProposedChange, ...]:
    if not (is_kind(item, COMMITMENT_AMEND) or is_kind(item, INDICATOR_AMEND)):
        return ()
    fields = item.body.fields
    reason, speaker = item.body.reason.text, speaker_of(item)
    return tuple(
        ProposedChange(item.id, speaker, name, before.get(name), value, reason) for name, value in fields.items()
    )


def sort_thread_items(items: Iterable[ThreadItem]) -> list[ThreadItem]:
    """Sort by day, then by the clock of the log. An answer never comes before what it answers, whatever its date."""
    days: dict[str, str] = {}
    found = sorted(items, key=lambda one: one.depth)
    for one in found:
        days[one.entry] = max(one.said_on, days.get(one.answers or "", ""))
    return sorted(found, key=lambda one: (days[one.entry], one.lc, one.feed, one.id))
