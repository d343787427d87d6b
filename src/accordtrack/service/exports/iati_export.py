"""Exports the register as IATI activities and results, checked against the schema before writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused, unknown
from accordtrack.interchange.iati import codes, elements
from accordtrack.interchange.iati.activity import UNREGISTERED
from accordtrack.interchange.iati.document import carried, document
from accordtrack.projection import facts
from accordtrack.projection.audience import Audience
from accordtrack.service.exports.text_file import free, save_bytes
from accordtrack.store import log
from accordtrack.types import IatiExport

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.interchange.iati.document import IatiFile
    from accordtrack.store.database import Database
    from accordtrack.types import IatiRequest

ENDING = ".xml"
MOST_REF, MOST_NAME = 100, 200
_SEPARATORS = frozenset("/&|?")
"""Characters that an IATI identifier must not contain."""


def refuse(out: Path, asked: IatiRequest, *, force: bool) -> None:
    """Refuse invalid options without reading the register: file name, audience, reporting organization."""
    if out.suffix.lower() != ENDING:
        advice = "Name a file that ends in .xml."
        raise Refused(Problem("{x} cannot be an IATI file", advice, values={"x": out}, usage=True))
    free(out, replace=force, how="--force")
    Audience(asked.audience, asked.side)
    _refuse_reporter(asked)


def _refuse_reporter(asked: IatiRequest) -> None:
    ref = asked.reporter
    if ref is None:
        if asked.name is not None or asked.type is not None:
            advice = "Say --reporting-org with the identifier too."
            raise Refused(
                Problem("A name and a type need the identifier of the reporting organization", advice, usage=True)
            )
        return
    odd = safe_text.refuse(ref, lines=False) or any(map(str.isspace, ref)) or _SEPARATORS & {*ref}
    if odd or "-" not in ref.strip("-") or len(ref) > MOST_REF:
        values = {"x": safe_text.shorten(safe_text.sanitize_line(ref), 60)}
        advice = "Give the registered one, such as XM-DAC-41114, or leave it out."
        raise Refused(Problem('"{x}" cannot be an identifier of an organisation', advice, values=values, usage=True))
    if asked.name is not None and (safe_text.refuse(asked.name, lines=False) or not 0 < len(asked.name) <= MOST_NAME):
        advice = "Give it in one line of up to {n} characters."
        raise Refused(
            Problem(
                "The name of the reporting organization cannot be read", advice, values={"n": MOST_NAME}, usage=True
            )
        )
    if asked.type is not None and asked.type not in codes.ORGANISATION_TYPES:
        raise Refused(unknown("--reporting-type", asked.type, codes.ORGANISATION_TYPES))


def export(database: Database, out: Path, asked: IatiRequest, *, force: bool) -> IatiExport:
    """Write the IATI file. Refuses an audience that may read no commitment, and a file that the schema rejects."""
    refuse(out, asked, force=force)
    audience = Audience(asked.audience, asked.side, asked.at)
    with database.reading() as connection:
        read = facts.read(connection, asked.at, audience, tuple(log.items(connection)))
    made = checked(read, asked)
    size = save_bytes(out, made.data, replace=force)
    return IatiExport(
        path=str(out),
        size=size,
        as_of=asked.at.as_of,
        known_on=asked.at.known_on,
        audience=asked.audience,
        reporting_org=asked.reporter or UNREGISTERED,
        registered=asked.reporter is not None,
        activities=made.activities,
        commitments=made.commitments,
        indicators=made.indicators,
        results=made.results,
        values=made.values,
        left=made.left,
        withheld=audience.withheld,
    )


def checked(read: facts.Facts, asked: IatiRequest) -> IatiFile:
    """Return the IATI file. Refuses one without a commitment, and one that the schema rejects."""
    if not read.accord or not any(map(carried, read.states.values())):
        advice = "Name other dates, or another audience."
        raise Refused(Problem("There is no commitment that these readers may read on these dates", advice))
    made = document(read, read.accord, asked)
    if found := elements.schema_errors(made.data):
        advice = "Nothing was written. It is a fault of this program: report it with these words."
        raise Refused(
            *(Problem("The file would be no valid IATI 2.03: {words}", advice, values={"words": one}) for one in found)
        )
    return made
