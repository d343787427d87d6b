"""Mapping of actions on commitments to their dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import ModalScreen

    from accordtrack.service import DraftView
    from accordtrack.tui.subject import Answered, Subject


def create_dialog(
    name: str, subjects: Sequence[Subject], answered: Answered | None = None, draft: DraftView | None = None
) -> ModalScreen[None]:
    """Create the dialog of an action, importing its module on first use.

    ``answered`` is the entry to answer, and ``draft`` is the draft to resume.
    """
    match name:
        case "status":
            from accordtrack.tui.dialogs.status import StatusDialog  # noqa: PLC0415

            return StatusDialog(subjects, draft)
        case "evidence":
            from accordtrack.tui.dialogs.evidence import EvidenceDialog  # noqa: PLC0415

            return EvidenceDialog(subjects, draft)
        case "concur":
            from accordtrack.tui.dialogs.answer import ConcurDialog  # noqa: PLC0415

            return ConcurDialog(subjects, answered, draft)
        case "dispute":
            from accordtrack.tui.dialogs.answer import DisputeDialog  # noqa: PLC0415

            return DisputeDialog(subjects, answered, draft)
        case "not_agreed":
            from accordtrack.tui.dialogs.answer import NotAgreedDialog  # noqa: PLC0415

            return NotAgreedDialog(subjects, answered, draft)
        case "ask":
            from accordtrack.tui.dialogs.ask import AskDialog  # noqa: PLC0415

            return AskDialog(subjects)
        case "note":
            from accordtrack.tui.dialogs.note import NoteDialog  # noqa: PLC0415

            return NoteDialog(subjects)
        case "amend":
            from accordtrack.tui.dialogs.amend import AmendDialog  # noqa: PLC0415

            return AmendDialog(subjects)
        case "measure":
            from accordtrack.tui.dialogs.measure import MeasureDialog  # noqa: PLC0415

            return MeasureDialog(subjects)
        case _:
            from accordtrack.tui.dialogs.open_evidence import OpenEvidence  # noqa: PLC0415

            return OpenEvidence(subjects)
