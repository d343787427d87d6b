"""Summary of an entry in a line or two, made from its body in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordtrack import wording
from accordtrack.core.safe_text import shorten
from accordtrack.i18n import language, tr
from accordtrack.text import field_values
from accordtrack.wording import label

LONG = 240


def gist(kind: str, body: Mapping[str, Any], *, ascii_only: bool) -> list[str]:
    """Return the lines that summarize an entry.

    The body of an unknown kind yields at most its reason; the JSON output has the whole body.
    """
    match kind:
        case "status.report":
            half = (
                [tr("on the half of {side}", side=label("the side", _word(body, "half")))] if body.get("half") else []
            )
            status = wording.status(_word(body, "status"), _word(body, "basis"), ascii_only=ascii_only)
            return [status, *half, _local(body, "text")]
        case "position.take":
            ground = label("ground", _word(body, "ground"))
            proposed = _word(body, "proposed_status")
            proposal = tr("proposes {status}", status=label("status", proposed)) if proposed else ""
            stance = label("stance", _word(body, "stance"))
            return [", ".join(part for part in (stance, ground, proposal) if part), _local(body, "reason")]
        case "evidence.add":
            return [_local(body, "title"), label("grade", _word(body, "grade")), _text(body.get("url"))]
        case "measurement.add":
            period = tr("{start} to {end}", start=_text(body.get("period_start")), end=_text(body.get("period_end")))
            series = label("series", _text(body.get("series")))
            return [f"{series}: {_text(body.get('value'))}, {period}", _local(body, "note")]
        case "answer.ask":
            values = {"side": label("the side", _word(body, "of")), "date": _text(body.get("asked_on"))}
            return [tr("asked of {side} on {date}", **values), _text(body.get("channel"))]
        case "commitment.amend" | "indicator.amend" | "framework.amend":
            return [*_changes(body.get("fields")), _local(body, "reason")]
        case "conflict.settle":
            return [tr("claim {number} stands", number=_text(body.get("claim"))), _local(body, "reason")]
        case "note.add":
            return [_text(body.get("text"))]
        case "desk.open":
            return [label("side", _word(body, "side")), label("desk name", _text(body.get("name")))]
        case _:
            return [_local(body, "reason")]


def _changes(fields: object) -> list[str]:
    if not isinstance(fields, Mapping):
        return []
    return [
        tr(
            "{field}: now {new}",
            field=field_values.field(str(name)),
            new=shorten(field_values.value(str(name), held), LONG),
        )
        for name, held in fields.items()
    ]


def _word(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) else None


def _local(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return _text(value.get(language())) if isinstance(value, Mapping) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, Mapping) and language() in value:
        value = value[language()]
    return "" if value is None else shorten(str(value), LONG)
