"""Converts a row of a table into the intent that a person would type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import casefold_plain, sanitize_line
from accordtrack.service.evidence.inspection import is_url, own, own_problem
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


def intent(bench: WriteContext, row: Row, folder: Path) -> Imported:
    """Return the intent of a row; files that it names are in ``folder``. Raise ``Refused``."""
    return _MADE[row.kind](bench, row.fields, folder)


def about(row: Row) -> str:
    """Return the id of the record that a row is about, or an empty string."""
    return next((row.fields[name] for name in ("commitment", "indicator", "id") if name in row.fields), "")


def _commitment(_bench: WriteContext, given: Mapping[str, str], _folder: Path) -> AddRecord:
    fields: dict[str, object] = {}
    for name, value in given.items():
        stem, language = name[:-3], name[-2:]
        if name.endswith(("_en", "_es")):
            alone = f"{stem}_{'es' if language == 'en' else 'en'}" not in given
            fields[stem if alone else f"{stem}.{language}"] = value
        else:
            fields[_LEADS.get(name, name)] = value
    return AddRecord(kind="commitment", fields=fields)


def _status(bench: WriteContext, given: Mapping[str, str], folder: Path) -> ReportStatus:
    _spoken(bench, given)
    refs = [line.strip() for line in given.get("evidence", "").split("\n") if line.strip()]
    nothing = len(refs) == 1 and casefold_plain(refs[0]) in _NO_EVIDENCE
    return ReportStatus(
        commitment=given["commitment"],
        status=given["status"],
        speaker=given.get("speaker"),
        body=given.get("body"),
        half=given.get("half"),
        effective_on=given.get("effective_on", given["said_on"]),
        said_on=given["said_on"],
        stated=given["basis"] == Basis.STATED if "basis" in given else None,
        grade=given.get("grade"),
        note=given.get("note"),
        evidence=() if nothing else tuple(_reference(bench, ref, folder) for ref in refs),
        no_evidence=nothing,
        sources=_listed(given.get("sources")),
        handling=given.get("handling"),
        cleared_by=given.get("cleared_by"),
        clearance_ref=given.get("clearance_ref"),
    )


def _evidence(bench: WriteContext, given: Mapping[str, str], folder: Path) -> AddEvidence:
    _spoken(bench, given)
    if ("url" in given) == ("file" in given):
        raise Refused(Problem("A piece of evidence is an address or a file", "Fill url or file, one of them."))
    if "url" in given and not is_url(given["url"]):
        values = {"x": sanitize_line(given["url"])}
        raise Refused(Problem('"{x}" is no web address', "Begin it with https://.", "url", values))
    ref = given["url"] if "url" in given else _beside(bench, given["file"], folder)
    return AddEvidence(
        commitment=given["commitment"],
        evidence=(ref,),
        title=given["title"],
        speaker=given.get("speaker"),
        body=given.get("body"),
        half=given.get("half"),
        effective_on=given.get("effective_on", given["said_on"]),
        said_on=given["said_on"],
        grade=given.get("grade"),
        issuer=given.get("issuer"),
        note=given.get("note"),
        expires_on=given.get("expires_on"),
        supports=_listed(given["supports"]) if "supports" in given else None,
        sources=_listed(given.get("sources")),
        handling=given.get("handling"),
    )


def _measurement(_bench: WriteContext, given: Mapping[str, str], _folder: Path) -> Measure:
    return Measure(
        indicator=given["indicator"],
        value=given.get("value"),
        period=f"{given['period_start']}..{given['period_end']}",
        series=given["series"],
        source=given["source"],
        party=given.get("party"),
        grade=given.get("grade"),
        published_on=given["published_on"],
        note=given.get("note"),
        qualifier=given.get("qualifier"),
        numerator=given.get("numerator"),
        denominator=given.get("denominator"),
        precision=given.get("precision"),
        state=given.get("state"),
    )


_MADE: dict[str, Callable[[WriteContext, Mapping[str, str], Path], Imported]] = {
    "commitments": _commitment,
    "statuses": _status,
    "evidence": _evidence,
    "measurements": _measurement,
}


def _spoken(bench: WriteContext, given: Mapping[str, str]) -> None:
    if bench.side is None and "speaker" not in given:
        advice = "An observer's desk says it in the column speaker: US, MX, JOINT or OBS."
        raise Refused(Problem("Whose words are these?", advice, "speaker"))


def _listed(given: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (given or "").replace("\n", ",").split(",") if part.strip())


def _reference(bench: WriteContext, ref: str, folder: Path) -> str:
    return ref if is_url(ref) else _beside(bench, ref, folder)


def _beside(bench: WriteContext, ref: str, folder: Path) -> str:
    """Return the path of a file in the folder of the table or below it.

    Refuses any other path: the author of a table must not be able to pick any file of this machine.
    """
    values = {"x": sanitize_line(ref)}
    try:
        path = (folder / ref).resolve()
        kept = path.is_relative_to(evidence_folder(bench.register).resolve()) or own(path, bench.register)
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused(Problem("File not found: {x}", "Check the path.", "file", values)) from error
    if Path(ref).is_absolute() or not path.is_relative_to(folder):
        advice = "Put the file beside the table, or give a web address."
        raise Refused(Problem("{x} lies outside the folder of the table", advice, "file", values))
    if kept:
        raise Refused(own_problem(ref).at("file"))
    return str(path)
