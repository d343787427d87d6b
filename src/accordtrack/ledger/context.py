"""What the register knows when it is asked who may say something: the commitment, the entry that is named, the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Body, Commitment


@dataclass(frozen=True, slots=True)
class Target:
    """The entry that another one names: answers, withdraws, asks about, withholds or takes back."""

    feed: str
    kind: str
    speaker: str | None
    official: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What the register knows, as far as the entry needs it; None where it does not apply.

    ``responsible`` and ``commitment_handling`` are of the commitment, ``target_*`` of the entry that this one names,
    ``body_speaks_for`` of the body that speaks.
    """

    responsible: str | None = None
    commitment_handling: str = Handling.CLEAR.value
    target_feed: str | None = None
    target_kind: str | None = None
    target_speaker: str | None = None
    target_official: bool = False
    body_known: bool = True
    body_speaks_for: str | None = None


ALONE = frozenset({"commitment.add", "indicator.add", "indicator.link", "measurement.add"})
"""Kinds whose bodies name no other entry and no body that speaks: most of a log."""
APART = ALONE - {"commitment.add", "indicator.link"}
"""Those of them that are about no commitment either."""
_NAMING = ("target", "answers", "position", "claim", "evidence")


def named_entry(body: Record) -> str | None:
    """Hash of the entry that a body names, or the id of the evidence that it withholds."""
    for name in _NAMING:
        if isinstance(found := getattr(body, name, None), str):
            return found
    return None


def speaker_of(body: Record) -> str | None:
    """Who speaks in an entry, None in one of a kind that nobody speaks in."""
    found: str | None = getattr(body, "speaker", None)
    return found


def said_on(body: Record) -> str:
    """The day on which an entry was said; only for kinds that have one."""
    found: str = body.said_on  # type: ignore[attr-defined]
    return found


def half_of(body: Record) -> str | None:
    """The half that an entry names, None where it names none."""
    found: str | None = getattr(body, "half", None)
    return found


def speaker_body(body: Record | None) -> str | None:
    """The code of the body that speaks in an entry, None where no body is named."""
    found: str | None = getattr(body, "speaker_body", None)
    return found


def context_from(
    body: Record | None, *, record: Commitment | None, target: Target | None, voice: Body | None
) -> Context:
    """The context of an entry from the commitment's ``record``, the entry it names and the body that speaks."""
    return Context(
        responsible=record.responsible_side if record else None,
        commitment_handling=record.handling if record else Handling.CLEAR.value,
        target_feed=target.feed if target else None,
        target_kind=target.kind if target else None,
        target_speaker=target.speaker if target else None,
        target_official=target.official if target else False,
        body_known=voice is not None or not speaker_body(body),
        body_speaks_for=voice.speaks_for if voice else None,
    )
