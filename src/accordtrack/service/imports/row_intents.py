"""Converts a row of a table into the intent that a person would type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import casefold_plain, sanitize_line
from accordtrack.service.evidence.inspection import belongs_to_register, belongs_to_register_problem, is_url
from accordtrack.types.intents import AddEvidence, AddRecord, Measure, ReportStatus
from accordtrack.vocabulary import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.interchange.table_rows import Row
    from accordtrack.service.commands.write_context import WriteContext

    Imported = AddRecord | ReportStatus | AddEvidence | Measure

COLUMNS = {
    "speaker_body": "body",
    "period": "period_start",
    "text": "note",
    "for": "supports",
    "lead": "lead_us",
}
"""Fields of entry bodies, and the table columns they come from, where the names differ."""

_NO_EVIDENCE = {"none", "ninguna", "ninguno", "sin evidencia"}
_LEADS = {"lead_us": "lead.US", "lead_mx": "lead.MX"}


def build_intent(bench: WriteContext, row: Row, folder: Path) -> Imported:
    """Return the intent of a row; files that it names are in ``folder``. Raise ``Refused``."""
    return _MADE[row.kind](bench, row.fields, folder)


def with_handling(intent: Imported, mark: str | None) -> Imported:
    """Return the intent with ``mark`` if its row gives none. A measurement has no mark of its own."""
    if mark is None:
        return intent
    if isinstance(intent, ReportStatus | AddEvidence):
        return replace(intent, handling=intent.handling or mark)
    if isinstance(intent, AddRecord):
        return replace(intent, fields={"handling": mark, **intent.fields})
    return intent


def subject_id(row: Row) -> str:
    """Return the id of the record that a row is about, or an empty string."""
    return next((row.fields[name] for name in ("commitment", "indicator", "id") if name in row.fields), "")


def _commitment(_bench: WriteContext, row: Mapping[str, str], _folder: Path) -> AddRecord:
    fields: dict[str, object] = {}
    for name, value in row.items():
        stem, language = name[:-3], name[-2:]
        if name.endswith(("_en", "_es")):
            alone = f"{stem}_{'es' if language == 'en' else 'en'}" not in row
            fields[stem if alone else f"{stem}.{language}"] = value
        else:
            fields[_LEADS.get(name, name)] = value
    return AddRecord(kind="commitment", fields=fields)


def _status(bench: WriteContext, row: Mapping[str, str], folder: Path) -> ReportStatus:
    _require_speaker(bench, row)
    refs = [line.strip() for line in row.get("evidence", "").split("\n") if line.strip()]
    nothing = len(refs) == 1 and casefold_plain(refs[0]) in _NO_EVIDENCE
    return ReportStatus(
        commitment=row["commitment"],
        status=row["status"],
        speaker=row.get("speaker"),
        body=row.get("body"),
        half=row.get("half"),
        effective_on=row.get("effective_on", row["said_on"]),
        said_on=row["said_on"],
        stated=row["basis"] == Basis.STATED if "basis" in row else None,
        grade=row.get("grade"),
        note=row.get("note"),
        evidence=() if nothing else tuple(_resolve_reference(bench, ref, folder) for ref in refs),
        no_evidence=nothing,
        sources=_split_list(row.get("sources")),
        handling=row.get("handling"),
        cleared_by=row.get("cleared_by"),
        clearance_ref=row.get("clearance_ref"),
        as_data=True,
    )


def _evidence(bench: WriteContext, row: Mapping[str, str], folder: Path) -> AddEvidence:
    _require_speaker(bench, row)
    if ("url" in row) == ("file" in row):
        raise Refused(Problem("A piece of evidence is an address or a file", "Fill in url or file, not both."))
    if "url" in row and not is_url(row["url"]):
        values = {"x": sanitize_line(row["url"])}
        raise Refused(Problem('"{x}" is not a web address', "Begin it with https://.", "url", values))
    ref = row["url"] if "url" in row else _path_beside_table(bench, row["file"], folder)
    return AddEvidence(
        commitment=row["commitment"],
        evidence=(ref,),
        title=row["title"],
        speaker=row.get("speaker"),
        body=row.get("body"),
        half=row.get("half"),
        effective_on=row.get("effective_on", row["said_on"]),
        said_on=row["said_on"],
        grade=row.get("grade"),
        issuer=row.get("issuer"),
        note=row.get("note"),
        expires_on=row.get("expires_on"),
        supports=_split_list(row["supports"]) if "supports" in row else None,
        sources=_split_list(row.get("sources")),
        handling=row.get("handling"),
        as_data=True,
    )


def _measurement(_bench: WriteContext, row: Mapping[str, str], _folder: Path) -> Measure:
    return Measure(
        indicator=row["indicator"],
        value=row.get("value"),
        period=f"{row['period_start']}..{row['period_end']}",
        series=row["series"],
        source=row["source"],
        party=row.get("party"),
        grade=row.get("grade"),
        published_on=row["published_on"],
        note=row.get("note"),
        qualifier=row.get("qualifier"),
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        precision=row.get("precision"),
        state=row.get("state"),
    )


_MADE: dict[str, Callable[[WriteContext, Mapping[str, str], Path], Imported]] = {
    "commitments": _commitment,
    "statuses": _status,
    "evidence": _evidence,
    "measurements": _measurement,
}


def _require_speaker(bench: WriteContext, row: Mapping[str, str]) -> None:
    if bench.side is None and "speaker" not in row:
        advice = "An observer's desk gives this in the speaker column: US, MX, JOINT or OBS."
        raise Refused(Problem("Whose words are these?", advice, "speaker"))


def _split_list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").replace("\n", ",").split(",") if part.strip())


def _resolve_reference(bench: WriteContext, ref: str, folder: Path) -> str:
    return ref if is_url(ref) else _path_beside_table(bench, ref, folder)


def _path_beside_table(bench: WriteContext, ref: str, folder: Path) -> str:
    """Return the path of a file in the folder of the table or below it.

    Refuses any other path: the author of a table must not be able to pick any file of this machine.
    """
    values = {"x": sanitize_line(ref)}
    try:
        path = (folder / ref).resolve()
        in_register = path.is_relative_to(evidence_folder(bench.register).resolve()) or belongs_to_register(
            path, bench.register
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused(Problem("File not found: {x}", "Check the path.", "file", values)) from error
    if Path(ref).is_absolute() or not path.is_relative_to(folder):
        advice = "Put the file beside the table, or give a web address."
        raise Refused(Problem("{x} is outside the table's folder", advice, "file", values))
    if in_register:
        raise Refused(belongs_to_register_problem(ref).with_place("file"))
    return str(path)
