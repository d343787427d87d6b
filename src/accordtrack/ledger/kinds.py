"""The one table of entry kinds: the model of each body, what it is about, and its two dates.

Everything that must know a kind (append, import, fold, history, schemas) asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from accordtrack.dates import last_day

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record

JsonBody = Mapping[str, Any]
ALWAYS = "0000-00-00"
"""The known date of what is known always: bodies, sources, goals, areas, indicators and links."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the program knows of one kind of entry.

    ``body`` names its model; ``family`` is the record's family in the state digest (a statement, a source...); ``key`` gives the id of a
    body, or None when the entry's own id ``<feed>-<seq>`` names it; ``about`` gives the envelope's ``ref`` where it is not
    the key; ``dates`` gives (effective, known).
    """

    name: str
    body: str
    family: str
    key: Callable[[JsonBody], str] | None = None
    about: Callable[[JsonBody], str] | None = None
    dates: Callable[[JsonBody], tuple[str, str]] = lambda _body: (ALWAYS, ALWAYS)

    @property
    def model(self) -> type[Record]:
        """The model of the body; imported when first asked for, since a reader of the log needs none."""
        return _model(self.body)


@cache
def _model(body: str) -> type[Record]:
    module, _, name = body.partition(".")
    found: type[Record] = getattr(import_module(f"accordtrack.ledger.{module}"), name)
    return found


def _field(name: str) -> Callable[[JsonBody], str]:
    return lambda body: str(body[name])


def _said(body: JsonBody) -> tuple[str, str]:
    return body["effective_on"], body["said_on"]


def _said_on(body: JsonBody) -> tuple[str, str]:
    return body["said_on"], body["said_on"]


def _agreed(body: JsonBody) -> tuple[str, str]:
    return body["agreed_on"], body["agreed_on"]


def _measured(body: JsonBody) -> tuple[str, str]:
    return body["period_end"], body["published_on"]


def _dated(body: JsonBody) -> tuple[str, str]:
    return body["date"], body["date"]


def _second_claim(body: JsonBody) -> tuple[str, str]:
    known = sorted(last_day(claim["said_on"]) for claim in body["claims"])[1]
    return known, known


def measurement_id(body: JsonBody) -> str:
    """``indicator|series|period_start|period_end|party|published_on|source``."""
    days = f"{body['period_start']}|{body['period_end']}"
    return f"{body['indicator']}|{body['series']}|{days}|{body['party']}|{body['published_on']}|{body['source']}"


def link_id(body: JsonBody) -> str:
    """``indicator>commitment``."""
    return f"{body['indicator']}>{body['commitment']}"


def _of_answer(body: JsonBody) -> str:
    """What a withdrawal is about; an answer to a measurement is about itself, and has no commitment."""
    return str(body["commitment"] or body["position"])


_ID, _CODE, _COMMITMENT, _RECORD = _field("id"), _field("code"), _field("commitment"), _field("record")

_ALL = (
    Kind("desk.open", "statements.DeskOpen", "desk"),
    Kind("desk.rekey", "statements.DeskRekey", "desk", dates=_said_on),
    Kind("accord.set", "records.Accord", "accord", _ID),
    Kind("body.add", "records.Body", "body", _CODE),
    Kind("source.add", "records.Source", "source", _ID),
    Kind("framework.add", "records.Framework", "framework", _ID, dates=_agreed),
    Kind("framework.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on),
    Kind("goal.add", "records.Goal", "goal", _ID),
    Kind("area.add", "records.Area", "area", _ID),
    Kind("commitment.add", "records.Commitment", "commitment", _ID, dates=_agreed),
    Kind("commitment.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on),
    Kind("indicator.add", "indicators.Indicator", "indicator", _ID),
    Kind("indicator.amend", "statements.RecordAmend", "amend", None, _RECORD, _said_on),
    Kind("indicator.link", "indicators.Link", "link", link_id, _COMMITMENT),
    Kind("measurement.add", "indicators.Measurement", "measurement", measurement_id, _field("indicator"), _measured),
    Kind("event.record", "records.Event", "event", _ID, dates=_dated),
    Kind("conflict.record", "records.Conflict", "conflict", _ID, dates=_second_claim),
    Kind("conflict.settle", "statements.ConflictSettle", "settlement", None, _field("conflict"), _said_on),
    Kind("status.report", "statements.StatusReport", "status", _ID, _COMMITMENT, _said),
    Kind("evidence.add", "statements.EvidenceAdd", "evidence", _ID, _COMMITMENT, _said),
    Kind("evidence.withhold", "statements.EvidenceWithhold", "withholding", None, _COMMITMENT, _said_on),
    Kind(
        "position.take",
        "statements.PositionTake",
        "position",
        _ID,
        lambda body: body["commitment"] or body["id"],
        _said,
    ),
    Kind("position.withdraw", "statements.PositionWithdraw", "withdrawal", None, _of_answer, _said_on),
    Kind("answer.ask", "statements.AnswerAsk", "ask", None, _COMMITMENT, _said_on),
    Kind("note.add", "statements.NoteAdd", "note", None, _COMMITMENT, _said_on),
    Kind("entry.retract", "statements.EntryRetract", "retraction"),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}


def canonical_body(record: Record) -> dict[str, Any]:
    """A validated body as plain JSON values, aliases as in files, every field present."""
    return record.model_dump(mode="json", by_alias=True)


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema (2020-12) of the body of every kind, as published."""
    return {name: kind.model.model_json_schema(by_alias=True) for name, kind in KINDS.items()}
