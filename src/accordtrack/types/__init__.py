"""Frozen values that leave the register: all that screens, the command line and documents ever see.

Dates are ISO text. Words of the register stand in both languages as ``Text``; words of the vocabulary
stand as they do in files, and are put into a language by ``wording``. Nothing here is washed yet:
``text.wash`` does that at the display border.
"""

from __future__ import annotations

from accordtrack.types.attention import AttentionCount
from accordtrack.types.changes import ChangeView, DiffView, LaneEvent, LaneMark, LanesView
from accordtrack.types.commitments import (
    CommitmentView,
    DueView,
    EvidenceView,
    FileView,
    HalfView,
    Named,
    NoteView,
    PositionView,
    ProposedChange,
    ReviewView,
    SourceView,
    StatementView,
    WithheldEntry,
)
from accordtrack.types.conflicts import ClaimView, ConflictView
from accordtrack.types.disputes import DisputeView, ThreadKey, ThreadWord
from accordtrack.types.entries import Done, EntryView, HistoryAsked, HistoryPage, Line, Plan
from accordtrack.types.exports import CalendarExport, DataExport, IatiAsked, IatiExport, LeftOut
from accordtrack.types.imports import ImportedRow, ImportRefusal, ImportReport
from accordtrack.types.indicators import IndicatorView, MeasurementView
from accordtrack.types.reports import (
    Checkpoint,
    CheckpointFile,
    DeskKey,
    DisclosedEntry,
    Disclosure,
    EvidenceReport,
    FeedHead,
    FeedReport,
    Finding,
    HealthCheck,
    PutBack,
    Rekeyed,
    RepairReport,
    SavedEvidence,
    TakenIn,
    Tidied,
    VerifyReport,
)
from accordtrack.types.rows import (
    DeskInfo,
    Facet,
    HalfRow,
    Listing,
    OwedRow,
    Owing,
    Page,
    RegisterInfo,
    RegisterRow,
    SearchHit,
    Text,
)
from accordtrack.types.saved import SavedFilter
from accordtrack.types.sites import SiteWritten

__all__ = [
    "AttentionCount",
    "CalendarExport",
    "ChangeView",
    "Checkpoint",
    "CheckpointFile",
    "ClaimView",
    "CommitmentView",
    "ConflictView",
    "DataExport",
    "DeskInfo",
    "DeskKey",
    "DiffView",
    "DisclosedEntry",
    "Disclosure",
    "DisputeView",
    "Done",
    "DueView",
    "EntryView",
    "EvidenceReport",
    "EvidenceView",
    "Facet",
    "FeedHead",
    "FeedReport",
    "FileView",
    "Finding",
    "HalfRow",
    "HalfView",
    "HealthCheck",
    "HistoryAsked",
    "HistoryPage",
    "IatiAsked",
    "IatiExport",
    "ImportRefusal",
    "ImportReport",
    "ImportedRow",
    "IndicatorView",
    "LaneEvent",
    "LaneMark",
    "LanesView",
    "LeftOut",
    "Line",
    "Listing",
    "MeasurementView",
    "Named",
    "NoteView",
    "OwedRow",
    "Owing",
    "Page",
    "Plan",
    "PositionView",
    "ProposedChange",
    "PutBack",
    "RegisterInfo",
    "RegisterRow",
    "Rekeyed",
    "RepairReport",
    "ReviewView",
    "SavedEvidence",
    "SavedFilter",
    "SearchHit",
    "SiteWritten",
    "SourceView",
    "StatementView",
    "TakenIn",
    "Text",
    "ThreadKey",
    "ThreadWord",
    "Tidied",
    "VerifyReport",
    "WithheldEntry",
]
