"""Answers in words, with what they answer if it is not a status: ``disputes the change of weight``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.text.field_values import field
from accordtrack.vocabulary import Stance
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import PositionView
    from accordtrack.types.entries import AnsweredEntry


def answer_text(stance: str | None, answered: AnsweredEntry | None) -> str:
    """Return what an answer says. An answer to a status, or one whose target is not known, has no object."""
    if answered is None or stance not in {Stance.CONCUR, Stance.DISPUTE} or answered.kind == "status.report":
        return label("stance", stance)
    what = _object(answered)
    return tr("agrees with {what}", what=what) if stance == Stance.CONCUR else tr("disagrees with {what}", what=what)


def effect_note(position: PositionView) -> str:
    """Return why an answer has no effect: it was withdrawn or replaced, or what it answers was; empty if it has one."""
    if position.withdrawn_on is not None:
        return tr("withdrawn on {date}", date=position.withdrawn_on)
    if position.replaced:
        return tr("a later answer replaced it")
    if not position.stale:
        return ""
    if position.stance == Stance.NOT_AGREED:
        return tr("text since reworded")
    return tr("answers an earlier statement: it changes nothing now")


def _object(answered: AnsweredEntry) -> str:
    if set(answered.fields) in ({"target"}, {"due_on"}, {"due_on", "due_basis"}):
        return label("answered entry", "target" if "target" in answered.fields else "due_on")
    if answered.fields:
        return tr("the change of {fields}", fields=", ".join(map(field, answered.fields)))
    return label("answered entry", answered.kind)
