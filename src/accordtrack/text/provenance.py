"""Who wrote a statement, in words, and the side that an entry waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.problems import fill
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.vocabulary import Provenance, Responsible, Side
from accordtrack.wording import label, mark

if TYPE_CHECKING:
    from collections.abc import Sequence


class MarkAndLabel(NamedTuple):
    """The mark of a provenance and its label; both are empty for a side's own statement."""

    mark: str
    label: str

    def __str__(self) -> str:
        """Return mark and label as one text."""
        return f"{self.mark} {self.label}" if self.label else ""


def mark_and_label(provenance: str, feed: str, *, accepted: bool = False, ascii_only: bool = False) -> MarkAndLabel:
    """Return who wrote an entry: ``↔ recorded by the United States, not confirmed by Mexico``; ``accepted`` if confirmed."""
    if provenance == Provenance.OWN:
        return MarkAndLabel("", "")
    text = label("provenance", "confirmed" if provenance == Provenance.COUNTERPART and accepted else provenance)
    if provenance == Provenance.COUNTERPART:
        writer = feed.partition("-")[0].upper()
        other = Side(writer).other if writer in set(Side) else None
        text = fill(text, {"writer": label("the side", writer), "side": label("the side", other)})
    return MarkAndLabel(mark("provenance", ascii_only=ascii_only), text)


_OWN_VALUES = {
    Side.US: gettext_lazy("the United States' own value, not confirmed by {side}; not counted"),
    Side.MX: gettext_lazy("Mexico's own value, not confirmed by {side}; not counted"),
}


def own_value(side: str | None) -> str:
    """Return that a value is one of a side about its own country, which the other has not confirmed; empty for None."""
    if side is None:
        return ""
    return tr(_OWN_VALUES[Side(side)], side=label("the side", Side(side).other))


def recorded_by(side: str) -> str:
    """Return that a side recorded something that the other has not confirmed."""
    return mark_and_label(Provenance.COUNTERPART, f"{side}-").label


def note_removed(desk: str, day: str) -> str:
    """Return which desk removed a note, and when."""
    return tr("note removed by {desk}, {day}", desk=sanitize_line(desk), day=day)


def by_another(
    provenance: str, feed: str, waits: Sequence[str], disputed: Sequence[str] = (), *, accepted: bool = False
) -> str:
    """Return who wrote an entry, unless the speaker or public sources did, and the side that it waits for."""
    named = "" if provenance == Provenance.THIRD_PARTY else mark_and_label(provenance, feed, accepted=accepted).label
    return "; ".join(filter(None, (named, waits_for(waits, disputed))))


def waits_for(codes: Sequence[str], disputed: Sequence[str] = ()) -> str:
    """Return ``waits for Mexico``; ``disputed by Mexico, not in force`` if it disputed the entry; empty if nothing."""
    waiting = [code for code in codes if code not in disputed]
    found = [
        tr("{side} disagrees, not in force", side=_sides(disputed)) if disputed else "",
        tr("waits for {side}", side=_sides(waiting)) if waiting else "",
    ]
    return "; ".join(filter(None, found))


def _sides(codes: Sequence[str]) -> str:
    return label("the side", codes[0] if len(codes) == 1 else Responsible.JOINT)
