"""Summary of an entry in a line or two, made from its body in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import shorten
from accordtrack.i18n import language, tr, trn
from accordtrack.text import field_values
from accordtrack.text.answers import answer_text
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types.entries import AnsweredEntry

LONG = 240


def summary_lines(
    kind: str, body: Mapping[str, Any], answered: AnsweredEntry | None = None, *, ascii_only: bool
) -> list[str]:
    """Return the lines that summarize an entry; ``answered`` is what an answer answers.

    The body of an unknown kind yields at most its reason; the JSON output has the whole body.
    """
    match kind:
        case "status.report":
            half = (
                [tr("on the part of {side}", side=label("the side", _string_value(body, "half")))]
                if body.get("half")
                else []
            )
            status = wording.status(_string_value(body, "status"), _string_value(body, "basis"), ascii_only=ascii_only)
            return [status, *half, _local_value(body, "text")]
        case "position.take":
            ground = label("ground", _string_value(body, "ground"))
            proposed = _string_value(body, "proposed_status")
            proposal = tr("proposes {status}", status=label("status", proposed)) if proposed else ""
            stance = answer_text(_string_value(body, "stance"), answered)
            cells = body.get("cells")
            named = trn("one cell", "{n} cells", len(cells)) if isinstance(cells, list) and cells else ""
            return [", ".join(part for part in (stance, named, ground, proposal) if part), _local_value(body, "reason")]
        case "evidence.add":
            return [
                _local_value(body, "title"),
                label("grade", _string_value(body, "grade")),
                _shortened_text(body.get("url")),
            ]
        case "measurement.add":
            period = tr(
                "{start} to {end}",
                start=_shortened_text(body.get("period_start")),
                end=_shortened_text(body.get("period_end")),
            )
            series = label("series", _shortened_text(body.get("series")))
            return [f"{series}: {_shortened_text(body.get('value'))}, {period}", _local_value(body, "note")]
        case "answer.ask":
            values = {
                "side": label("the side", _string_value(body, "of")),
                "date": _shortened_text(body.get("asked_on")),
            }
            return [tr("asked of {side} on {date}", **values), _shortened_text(body.get("channel"))]
        case "commitment.amend" | "indicator.amend" | "framework.amend":
            return [*_change_lines(body.get("fields")), _local_value(body, "reason")]
        case "conflict.settle":
            return [
                tr("claim {number} stands", number=_shortened_text(body.get("claim"))),
                _local_value(body, "reason"),
            ]
        case "note.add":
            return [_shortened_text(body.get("text"))]
        case "desk.open":
            return [label("side", _string_value(body, "side")), label("desk name", _shortened_text(body.get("name")))]
        case _:
            return [_local_value(body, "reason")]


def _change_lines(fields: object) -> list[str]:
    if not isinstance(fields, Mapping):
        return []
    return [
        tr(
            "{field}: now {new}",
            field=field_values.changed_field(str(name), value),
            new=shorten(field_values.value_text(str(name), value), LONG),
        )
        for name, value in fields.items()
    ]


def _string_value(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) else None


def _local_value(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return _shortened_text(value.get(language())) if isinstance(value, Mapping) else _shortened_text(value)


def _shortened_text(value: object) -> str:
    if isinstance(value, Mapping) and language() in value:
        value = value[language()]
    return "" if value is None else shorten(str(value), LONG)
