"""What the register knows when it is asked who may say something: the commitment, the entry that is named, the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def named_entry(body: Mapping[str, Any]) -> str | None:
    """Hash of the entry that a body names, or the id of the evidence that it withholds."""
    for name in _NAMING:
        if name in body and isinstance(body[name], str):
            return str(body[name])
    return None


def context_from(
    body: Mapping[str, Any],
    *,
    record: Mapping[str, Any] | None,
    target: Target | None,
    voice: Mapping[str, Any] | None,
) -> Context:
    """The context of an entry from the commitment's ``record``, the entry it names and the body that speaks."""
    return Context(
        responsible=record["responsible_side"] if record else None,
        commitment_handling=record["handling"] if record else Handling.CLEAR.value,
        target_feed=target.feed if target else None,
        target_kind=target.kind if target else None,
        target_speaker=target.speaker if target else None,
        target_official=target.official if target else False,
        body_known=voice is not None or not body.get("speaker_body"),
        body_speaks_for=voice.get("speaks_for") if voice else None,
    )
