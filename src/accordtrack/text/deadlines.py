"""Text about deadlines, shared by commands, screens and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.text import provenance
from accordtrack.vocabulary import DueBasis, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import DueView


def basis_text(basis: str | None, recorded_by: str | None) -> str:
    """Return what a deadline is based on; ``recorded_by`` is the side that alone recorded it, if any."""
    if basis == DueBasis.AMENDED and recorded_by is not None:
        return tr("set later, {recorded}", recorded=provenance.recorded_by(recorded_by))
    return label("due basis", basis)


def still_inferred(basis: str | None, inferred: Sequence[str]) -> list[str]:
    """Return the fields that the register inferred. A side gave an amended deadline, and its basis, itself."""
    given = {"due_on", "due_basis"} if basis == DueBasis.AMENDED else set()
    return [field for field in inferred if field not in given]


def brief_basis(basis: str | None) -> str:
    """Return what a deadline is based on where nothing tells who set it."""
    return tr("set later") if basis == DueBasis.AMENDED else label("due basis", basis)


def timeliness_of_date(timeliness: str) -> str:
    """Return the timeliness of a deadline with a date. A withdrawn commitment keeps its date and has nothing due."""
    if timeliness == Timeliness.NO_DEADLINE:
        return tr("nothing is due: it was withdrawn")
    return label("timeliness", timeliness)


def in_full(due_on: str | None, basis: str, timeliness: str, left: int | None) -> str:
    """Return a deadline with its basis in words: ``2026-12-31, date in the text, upcoming, 36 days left``."""
    if due_on is None:
        return label("timeliness", "no_deadline")
    parts = [due_on, basis, timeliness_of_date(timeliness)]
    if left is not None and timeliness in {"upcoming", "due_soon"}:
        parts.append(trn("{n} day left", "{n} days left", left))
    elif left is not None and timeliness in {"overdue", "past_horizon"}:
        parts.append(trn("{n} day past", "{n} days past", -left))
    return ", ".join(part for part in parts if part)


def lines(due: DueView) -> list[str]:
    """Return the deadline in force, the first one, and the proposed one."""
    phrases = [in_full(due.due_on, basis_text(due.basis, due.recorded_by), due.timeliness, due.days)]
    if due.first_due_on and (due.moves or due.first_due_on != due.due_on):
        phrases.append(
            trn(
                "first deadline {first}, moved once",
                "first deadline {first}, moved {n} times",
                due.moves,
                first=due.first_due_on,
            )
        )
    if due.proposed:
        phrases.append(tr("proposed, not yet agreed: {date}", date=due.proposed))
    return phrases
