"""Immutable values that leave the register: the only data that screens, commands and documents see.

Dates are ISO strings. Text of the register is in both languages, as ``Text``. Vocabulary terms are as in files;
``wording`` translates them. Nothing here is cleaned yet: ``core.safe_text.wash`` does that when text is displayed.
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
from accordtrack.types.disputes import DisputeView, ThreadItem, ThreadSummary
from accordtrack.types.entries import EntryView, HistoryPage, HistoryQuery, Line, Plan, WriteResult
from accordtrack.types.exports import CalendarExport, DataExport, IatiExport, IatiRequest, LeftOut
from accordtrack.types.imports import ImportedRow, ImportRefusal, ImportReport
from accordtrack.types.indicators import IndicatorView, MeasurementView
from accordtrack.types.reports import (
    Checkpoint,
    CheckpointFile,
    DeskKey,
    DisclosedEntry,
    Disclosure,
    DisclosureImport,
    EvidenceReport,
    FeedHead,
    FeedReport,
    Finding,
    HealthCheck,
    Rekeyed,
    RepairReport,
    RestoredFile,
    SavedEvidence,
    StoreCleanup,
    VerifyReport,
)
from accordtrack.types.rows import (
    DeskInfo,
    Facet,
    HalfRow,
    Listing,
    Page,
    RegisterInfo,
    RegisterRow,
    Responsibilities,
    ResponsibilityRow,
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
    "DisclosureImport",
    "DisputeView",
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
    "HistoryPage",
    "HistoryQuery",
    "IatiExport",
    "IatiRequest",
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
    "Page",
    "Plan",
    "PositionView",
    "ProposedChange",
    "RegisterInfo",
    "RegisterRow",
    "Rekeyed",
    "RepairReport",
    "Responsibilities",
    "ResponsibilityRow",
    "RestoredFile",
    "ReviewView",
    "SavedEvidence",
    "SavedFilter",
    "SearchHit",
    "SiteWritten",
    "SourceView",
    "StatementView",
    "StoreCleanup",
    "Text",
    "ThreadItem",
    "ThreadSummary",
    "VerifyReport",
    "WithheldEntry",
    "WriteResult",
]
