"""Facts that the rules of authority need: the commitment concerned, the entry that is named, and the speaking body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Body, Commitment


@dataclass(frozen=True, slots=True)
class Target:
    """The entry that another entry names in order to answer, withdraw, ask about, withhold or retract it."""

    feed: str
    kind: str
    speaker: str | None
    official: bool
    seat: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the register knows about an entry, as far as the rules need it. Fields that do not apply are None.

    ``responsible`` and ``commitment_handling`` describe the commitment, ``target_*`` the entry that this one names, and
    ``body_speaks_for`` the body that speaks. ``new_mark`` is the mark that the entry, or the one that it names, gives to the
    commitment.
    """

    responsible: str | None = None
    commitment_handling: str = Handling.CLEAR.value
    new_mark: str | None = None
    target_feed: str | None = None
    target_kind: str | None = None
    target_speaker: str | None = None
    target_official: bool = False
    target_seat: str | None = None
    body_known: bool = True
    body_speaks_for: str | None = None


SELF_CONTAINED_KINDS = frozenset({"commitment.add", "indicator.add", "indicator.link", "measurement.add"})
"""Kinds whose bodies name no other entry and no speaking body: most of a log."""
KINDS_WITHOUT_COMMITMENT = SELF_CONTAINED_KINDS - {"commitment.add", "indicator.link"}
"""The kinds in ``ALONE`` that concern no commitment either."""
_NAMING = ("target", "answers", "position", "claim", "evidence")


def named_entry(body: Record) -> str | None:
    """Return the hash of the entry that a body names, or the id of the evidence that it withholds, or None."""
    for name in _NAMING:
        if isinstance(found := getattr(body, name, None), str):
            return found
    return None


def mark_in(fields: object) -> str | None:
    """Return the mark that the fields of an amendment give to a commitment, or None."""
    found = fields.get("handling") if isinstance(fields, dict) else None
    return found if isinstance(found, str) and found in set(Handling) else None


def speaker_of(body: Record) -> str | None:
    """Return the speaker of a body, or None for a kind without a speaker."""
    found: str | None = getattr(body, "speaker", None)
    return found


def said_on(body: Record) -> str:
    """Return the day on which a statement was made. Only for kinds that have ``said_on``."""
    found: str = body.said_on  # type: ignore[attr-defined]
    return found


def half_of(body: Record) -> str | None:
    """Return the half that a body names, or None."""
    found: str | None = getattr(body, "half", None)
    return found


def speaker_body(body: Record | None) -> str | None:
    """Return the code of the body that speaks, or None if none is named."""
    found: str | None = getattr(body, "speaker_body", None)
    return found


def context_from(
    body: Record | None, *, record: Commitment | None, target: Target | None, voice: Body | None
) -> Context:
    """Return the context of an entry from its commitment (``record``), the entry it names and the speaking body."""
    return Context(
        responsible=record.responsible_side if record else None,
        commitment_handling=record.handling if record else Handling.CLEAR.value,
        new_mark=mark_in(getattr(body, "fields", None)) or (target.mark if target else None),
        target_feed=target.feed if target else None,
        target_kind=target.kind if target else None,
        target_speaker=target.speaker if target else None,
        target_official=target.official if target else False,
        target_seat=target.seat if target else None,
        body_known=voice is not None or not speaker_body(body),
        body_speaks_for=voice.speaks_for if voice else None,
    )
