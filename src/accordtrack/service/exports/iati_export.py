"""Exports the register as IATI activities and results, checked against the schema before writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.interchange.iati import codes, elements
from accordtrack.interchange.iati.activity import UNREGISTERED
from accordtrack.interchange.iati.document import build_document, is_carried
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of, refuse_audience
from accordtrack.queries import effect_summary
from accordtrack.service.exports.output_file import check_free, save_bytes
from accordtrack.store import log
from accordtrack.types import IatiExport
from accordtrack.types.effects import NOTHING_WAITS, EffectSummary

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.interchange.iati.document import IatiFile
    from accordtrack.store.database import Database
    from accordtrack.types import IatiRequest

ENDING = ".xml"
MOST_REF, MOST_NAME = 100, 200
_SEPARATORS = frozenset("/&|?")
"""Characters that an IATI identifier must not contain."""


def refuse(out: Path, request: IatiRequest, *, force: bool) -> None:
    """Refuse invalid options without reading the register: file name, audience, reporting organization."""
    if out.suffix.lower() != ENDING:
        advice = "Name a file that ends in .xml."
        raise Refused(Problem("{x} cannot be an IATI file", advice, values={"x": out}, usage=True))
    check_free(out, replace=force, how="--force")
    refuse_audience(request.audience, request.side)
    _refuse_reporter(request)


def _refuse_reporter(request: IatiRequest) -> None:
    ref = request.reporter
    if ref is None:
        if request.name is not None or request.type is not None:
            advice = "Also give --reporting-org with the identifier."
            raise Refused(
                Problem("A name and a type need the identifier of the reporting organization", advice, usage=True)
            )
        return
    odd = safe_text.forbidden_character(ref, lines=False) or any(map(str.isspace, ref)) or _SEPARATORS & {*ref}
    if odd or "-" not in ref.strip("-") or len(ref) > MOST_REF:
        values = {"x": safe_text.shorten(safe_text.sanitize_line(ref), 60)}
        advice = "Give the registered one, such as XM-DAC-41114, or leave it out."
        raise Refused(Problem('"{x}" cannot be an organization identifier', advice, values=values, usage=True))
    if request.name is not None and (
        safe_text.forbidden_character(request.name, lines=False) or not 0 < len(request.name) <= MOST_NAME
    ):
        advice = "Give it in one line of up to {n} characters."
        raise Refused(
            Problem(
                "The name of the reporting organization cannot be read", advice, values={"n": MOST_NAME}, usage=True
            )
        )
    if request.type is not None and request.type not in codes.ORGANISATION_TYPES:
        raise Refused(unknown_word_problem("--reporting-type", request.type, codes.ORGANISATION_TYPES))


def export(database: Database, out: Path, request: IatiRequest, *, force: bool) -> IatiExport:
    """Write the IATI file. Refuses an audience that may read no commitment, and a file that the schema rejects."""
    refuse(out, request, force=force)
    with database.reading() as connection:
        audience = audience_of(connection, request.audience, request.side, request.at)
        read = facts.read(connection, request.at, audience, tuple(log.items(connection)))
        effects = effect_summary.summarize(connection, audience, request.at)
    iati_file = build_checked_file(read, request, effects)
    size = save_bytes(out, iati_file.data, replace=force)
    return IatiExport(
        path=str(out),
        size=size,
        as_of=request.at.as_of,
        known_on=request.at.known_on,
        audience=request.audience,
        reporting_org=request.reporter or UNREGISTERED,
        registered=request.reporter is not None,
        activities=iati_file.activities,
        commitments=iati_file.commitments,
        indicators=iati_file.indicators,
        results=iati_file.results,
        values=iati_file.values,
        left=iati_file.left,
        withheld=audience.withheld,
    )


def build_checked_file(read: facts.Facts, request: IatiRequest, effects: EffectSummary = NOTHING_WAITS) -> IatiFile:
    """Return the IATI file. Refuses one without a commitment, and one that the schema rejects."""
    if not read.accord or not any(map(is_carried, read.states.values())):
        advice = "Name other dates, or another audience."
        raise Refused(Problem("There is no commitment that these readers may read on these dates", advice))
    iati_file = build_document(read, read.accord, request, effects)
    if found := elements.schema_errors(iati_file.data):
        advice = "Nothing was written. This is a bug in this program: report it with this message."
        raise Refused(
            *(Problem("The file would not be valid IATI 2.03: {words}", advice, values={"words": one}) for one in found)
        )
    return iati_file
