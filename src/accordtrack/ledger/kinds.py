"""Kinds of entries: for each, the model of its body, its family, its subject and its two dates.

Everything that depends on a kind (append, import, fold, history, schemas) uses this table. Each kind has a constant
that carries the type of its body: ``STATUS_REPORT`` is a ``Kind[StatusReport]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from accordtrack.core.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Indicator, Link, Measurement
    from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
    from accordtrack.ledger.records import Accord, Area, Body, Commitment, Conflict, Event, Framework, Goal, Source
    from accordtrack.ledger.results_chain import Evaluation, ResultsChain
    from accordtrack.ledger.statements import (
        AnswerAsk,
        ConflictSettle,
        DeskAdmit,
        DeskClose,
        DeskOpen,
        DeskRekey,
        DeskReview,
        EntryRetract,
        EvidenceAdd,
        EvidenceWithhold,
        NoteAdd,
        PositionTake,
        PositionWithdraw,
        RecordAmend,
        StatusReport,
    )
    from accordtrack.ledger.targets import ExpectedResult, TargetPropose

B = TypeVar("B", bound="Record")
ALWAYS = "0000-00-00"
"""The known date of records that count as always known: bodies, sources, goals, areas, indicators and links."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[B]):
    """Definition of one kind of entry.

    ``body`` names the model of its body. ``family`` is the record's family in the state digest (a status, a source...).
    ``key`` returns the id of a body; it is None if the record is identified by the entry's own id ``<feed>-<seq>``.
    ``about`` returns the envelope's ``ref`` where that is not the key. ``dates`` returns (effective date, known date).
    """

    name: str
    body: str
    family: str
    key: Callable[[B], str] | None = None
    about: Callable[[B], str] | None = None
    dates: Callable[[B], tuple[str, str]] = lambda _body: (ALWAYS, ALWAYS)

    @property
    def model(self) -> type[B]:
        """The model of the body, imported on first use because lists do not need it."""
        found: type[B] = _model(self.body)
        return found

    def decode(self, raw: bytes) -> B:
        """Return the body of an admitted entry from its canonical bytes. Raise ``ValueError`` if it does not fit."""
        found: B = _decoder()(self.model).validate_json(raw)
        return found

    def decode_values(self, values: Mapping[str, Any]) -> B:
        """Return the body of an admitted entry from plain JSON values. Raise ``ValueError`` if it does not fit."""
        found: B = _decoder()(self.model).validate_python(values)
        return found


@cache
def _model(body: str) -> Any:  # noqa: ANN401
    module, _, name = body.partition(".")
    return getattr(import_module(f"accordtrack.ledger.{module}"), name)


@cache
def _decoder() -> Any:  # noqa: ANN401
    from accordtrack.ledger.fields import decoder  # noqa: PLC0415  (the models are slow to import)

    return decoder


def _field(name: str) -> Callable[[Any], str]:
    return lambda body: str(getattr(body, name))


def _statement_dates(body: StatusReport | EvidenceAdd | PositionTake) -> tuple[str, str]:
    return body.effective_on, body.said_on


def _said_on_dates(body: Any) -> tuple[str, str]:  # noqa: ANN401
    return body.said_on, body.said_on


def _agreed_dates(body: Commitment | Framework) -> tuple[str, str]:
    return body.agreed_on, body.agreed_on


def _measurement_dates(body: Measurement) -> tuple[str, str]:
    return body.period_end, body.published_on


def _event_dates(body: Event) -> tuple[str, str]:
    return body.date, body.date


def _second_claim_dates(body: Conflict) -> tuple[str, str]:
    text = sorted(last_day(claim.said_on) for claim in body.claims)[1]
    return text, text


def _evaluation_dates(body: Evaluation) -> tuple[str, str]:
    text = last_day(body.published_on)
    return text, text


def measurement_id(body: Measurement) -> str:
    """Return the id ``indicator|series|period_start|period_end|party|published_on|source``."""
    days = f"{body.period_start}|{body.period_end}"
    return f"{body.indicator}|{body.series}|{days}|{body.party}|{body.published_on}|{body.source}"


def release_id(body: PanelRelease) -> str:
    """Return the id ``series|released_on|source``."""
    return f"{body.series}|{body.released_on}|{body.source}"


def break_id(body: PanelBreak) -> str:
    """Return the id ``series|place|first_period``, without a place for all of them."""
    return f"{body.series}|{body.place or ''}|{body.first_period}"


def _release_dates(body: PanelRelease) -> tuple[str, str]:
    return body.last, body.released_on


def link_id(body: Link) -> str:
    """Return the id ``indicator>commitment``."""
    return f"{body.indicator}>{body.commitment}"


def _withdrawal_ref(body: PositionWithdraw) -> str:
    """Return the ``ref`` of a withdrawal: the commitment, or the answer itself if it answers a measurement."""
    return str(body.commitment or body.position)


_ID, _CODE, _COMMITMENT, _RECORD = _field("id"), _field("code"), _field("commitment"), _field("record")

DESK_OPEN: Kind[DeskOpen] = Kind("desk.open", "statements.DeskOpen", "desk")
DESK_REKEY: Kind[DeskRekey] = Kind("desk.rekey", "statements.DeskRekey", "desk", dates=_said_on_dates)
DESK_CLOSE: Kind[DeskClose] = Kind("desk.close", "statements.DeskClose", "desk", dates=_said_on_dates)
DESK_ADMIT: Kind[DeskAdmit] = Kind("desk.admit", "statements.DeskAdmit", "desk", dates=_said_on_dates)
DESK_REVIEW: Kind[DeskReview] = Kind("desk.review", "statements.DeskReview", "desk", dates=_said_on_dates)
ACCORD: Kind[Accord] = Kind("accord.set", "records.Accord", "accord", _ID)
BODY: Kind[Body] = Kind("body.add", "records.Body", "body", _CODE)
SOURCE: Kind[Source] = Kind("source.add", "records.Source", "source", _ID)
FRAMEWORK: Kind[Framework] = Kind("framework.add", "records.Framework", "framework", _ID, dates=_agreed_dates)
FRAMEWORK_AMEND: Kind[RecordAmend] = Kind(
    "framework.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on_dates
)
GOAL: Kind[Goal] = Kind("goal.add", "records.Goal", "goal", _ID)
AREA: Kind[Area] = Kind("area.add", "records.Area", "area", _ID)
COMMITMENT: Kind[Commitment] = Kind("commitment.add", "records.Commitment", "commitment", _ID, dates=_agreed_dates)
COMMITMENT_AMEND: Kind[RecordAmend] = Kind(
    "commitment.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on_dates
)
INDICATOR: Kind[Indicator] = Kind("indicator.add", "indicators.Indicator", "indicator", _ID)
INDICATOR_AMEND: Kind[RecordAmend] = Kind(
    "indicator.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on_dates
)
LINK: Kind[Link] = Kind("indicator.link", "indicators.Link", "link", link_id, _COMMITMENT)
MEASUREMENT: Kind[Measurement] = Kind(
    "measurement.add", "indicators.Measurement", "measurement", measurement_id, _field("indicator"), _measurement_dates
)
EVENT: Kind[Event] = Kind("event.record", "records.Event", "event", _ID, dates=_event_dates)
CONFLICT: Kind[Conflict] = Kind("conflict.record", "records.Conflict", "conflict", _ID, dates=_second_claim_dates)
CONFLICT_SETTLE: Kind[ConflictSettle] = Kind(
    "conflict.settle", "statements.ConflictSettle", "settlement", None, _field("conflict"), _said_on_dates
)
PANEL_SERIES: Kind[PanelSeries] = Kind("panel.series", "panel.PanelSeries", "panel_series", _ID)
PANEL_RELEASE: Kind[PanelRelease] = Kind(
    "panel.release", "panel.PanelRelease", "panel_release", release_id, _field("series"), _release_dates
)
PANEL_BREAK: Kind[PanelBreak] = Kind("panel.break", "panel.PanelBreak", "panel_break", break_id, _field("series"))
EVALUATION: Kind[Evaluation] = Kind(
    "evaluation.record", "results_chain.Evaluation", "evaluation", _ID, dates=_evaluation_dates
)
CHAIN: Kind[ResultsChain] = Kind("chain.set", "results_chain.ResultsChain", "chain", None, _COMMITMENT, _said_on_dates)
TARGET_PROPOSE: Kind[TargetPropose] = Kind(
    "target.propose", "targets.TargetPropose", "target", None, _field("indicator"), _said_on_dates
)
RESULT_EXPECT: Kind[ExpectedResult] = Kind(
    "result.expect", "targets.ExpectedResult", "expected_result", None, _field("operation"), _said_on_dates
)
STATUS_REPORT: Kind[StatusReport] = Kind(
    "status.report", "statements.StatusReport", "status", _ID, _COMMITMENT, _statement_dates
)
EVIDENCE_ADD: Kind[EvidenceAdd] = Kind(
    "evidence.add", "statements.EvidenceAdd", "evidence", _ID, _COMMITMENT, _statement_dates
)
EVIDENCE_WITHHOLD: Kind[EvidenceWithhold] = Kind(
    "evidence.withhold", "statements.EvidenceWithhold", "withholding", None, _COMMITMENT, _said_on_dates
)
POSITION_TAKE: Kind[PositionTake] = Kind(
    "position.take",
    "statements.PositionTake",
    "position",
    _ID,
    lambda body: body.commitment or body.id,
    _statement_dates,
)
POSITION_WITHDRAW: Kind[PositionWithdraw] = Kind(
    "position.withdraw", "statements.PositionWithdraw", "withdrawal", None, _withdrawal_ref, _said_on_dates
)
ANSWER_ASK: Kind[AnswerAsk] = Kind("answer.ask", "statements.AnswerAsk", "ask", None, _COMMITMENT, _said_on_dates)
NOTE_ADD: Kind[NoteAdd] = Kind("note.add", "statements.NoteAdd", "note", None, _COMMITMENT, _said_on_dates)
ENTRY_RETRACT: Kind[EntryRetract] = Kind("entry.retract", "statements.EntryRetract", "retraction")

KINDS: Mapping[str, Kind[Any]] = {kind.name: kind for kind in tuple(globals().values()) if isinstance(kind, Kind)}
"""Every kind by its name, in the order above."""


DESK_KINDS = frozenset(kind.name for kind in KINDS.values() if kind.family == "desk")
"""Kinds about desks. Their ``ref`` is their own feed."""

STATEMENTS = frozenset({STATUS_REPORT.name, EVIDENCE_ADD.name, POSITION_TAKE.name})
"""Kinds of statements: what a speaker says about a commitment, with an id of its own."""

PROPOSED_KINDS = frozenset(
    kind.name
    for kind in (
        *(
            COMMITMENT,
            COMMITMENT_AMEND,
            FRAMEWORK,
            FRAMEWORK_AMEND,
            GOAL,
            AREA,
            INDICATOR,
            INDICATOR_AMEND,
            LINK,
            EVENT,
        ),
        *(CONFLICT, CONFLICT_SETTLE, PANEL_SERIES, PANEL_RELEASE, PANEL_BREAK, EVALUATION, CHAIN),
        *(TARGET_PROPOSE, RESULT_EXPECT),
    )
)
"""Kinds that one side proposes to the other. Any desk of that side can retract them, since the desk that wrote one may be closed."""

FAMILIES: Mapping[str, Kind[Any]] = {kind.family: kind for kind in KINDS.values() if kind.family != "amend"}
"""Kinds by the family of their records. Amendments are left out: they belong to the record that they amend."""


def canonical_body(record: Record) -> dict[str, Any]:
    """Return a body as plain JSON values, with the aliases of files and every field present.

    A field that was added later and is not set is left out, so that the entries of earlier versions keep their bytes.
    """
    return record.model_dump(mode="json", by_alias=True, exclude=set(record.added_later - record.model_fields_set))


def schemas() -> dict[str, dict[str, Any]]:
    """Return the published JSON Schema (2020-12) of the body of every kind."""
    return {name: kind.model.model_json_schema(by_alias=True) for name, kind in KINDS.items()}
