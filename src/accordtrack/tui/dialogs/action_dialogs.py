"""The dialogs of the actions on commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.tui.dialogs.amend import AmendDialog
from accordtrack.tui.dialogs.answer import ConcurDialog, DisputeDialog, NotAgreedDialog
from accordtrack.tui.dialogs.ask import AskDialog
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.measure import MeasureDialog
from accordtrack.tui.dialogs.note import NoteDialog
from accordtrack.tui.dialogs.open_evidence import OpenEvidence
from accordtrack.tui.dialogs.status import StatusDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import ModalScreen

    from accordtrack.service import DraftView
    from accordtrack.tui.subject import Answered, Subject

STATEMENTS = {"status": StatusDialog, "evidence": EvidenceDialog}
ANSWERS = {"concur": ConcurDialog, "dispute": DisputeDialog, "not_agreed": NotAgreedDialog}
OTHERS: Mapping[str, Callable[[Sequence[Subject]], ModalScreen[None]]] = {
    "ask": AskDialog,
    "note": NoteDialog,
    "amend": AmendDialog,
    "measure": MeasureDialog,
    "open_evidence": OpenEvidence,
}


def create_dialog(
    name: str, subjects: Sequence[Subject], answered: Answered | None = None, draft: DraftView | None = None
) -> ModalScreen[None]:
    """Create the dialog of an action. ``answered`` is the entry to answer, and ``draft`` is the draft to resume."""
    if name in STATEMENTS:
        return STATEMENTS[name](subjects, draft)
    if name in ANSWERS:
        return ANSWERS[name](subjects, answered, draft)
    return OTHERS[name](subjects)
