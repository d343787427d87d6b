"""Immutable values that leave the register: the only data that screens, commands and documents see.

Dates are ISO strings. Text of the register is in both languages, as ``Text``. Vocabulary terms are as in files;
``wording`` translates them. Nothing here is cleaned yet: ``core.safe_text.sanitize`` does that when text is displayed.
"""

from __future__ import annotations

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
    ProposalView,
    ProposedChange,
    ReviewView,
    SourceView,
    StatementView,
    TakenBack,
    WithheldEntry,
)
from accordtrack.types.disputes import ClaimView, ConflictView, DisputeView, ThreadItem, ThreadSummary
from accordtrack.types.entries import EntryView, HistoryPage, HistoryQuery, Line, Plan, WriteResult
from accordtrack.types.exports import CalendarExport, DataExport, IatiExport, IatiRequest, LeftOut, SiteWritten
from accordtrack.types.imports import ImportedRow, ImportRefusal, ImportReport
from accordtrack.types.indicators import IndicatorRow, IndicatorView, MeasurementView
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
    AccordView,
    AttentionCount,
    DeskInfo,
    Facet,
    HalfRow,
    Listing,
    Page,
    RegisterInfo,
    RegisterRow,
    Responsibilities,
    ResponsibilityRow,
    SavedFilter,
    SearchHit,
    Text,
)
from accordtrack.types.score_changes import MovingEntry, Points, ScoreChange, ScoreChanges, ThreeNumbers
