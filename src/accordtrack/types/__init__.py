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
