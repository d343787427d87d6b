"""Exports the register as a data package: all records as they stand, and a list of what a package cannot hold."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core import signals
from accordtrack.core.dates import LATEST, TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import MAX_TEXT
from accordtrack.dataset.data_folder import read_folder
from accordtrack.dataset.package_tables import specs
from accordtrack.dataset.panel_files import FOLDER
from accordtrack.dataset.statement_check import FEED
from accordtrack.i18n import explain, using_language
from accordtrack.interchange.data_package import Package, PackageInfo, RowFile, build_package
from accordtrack.ledger.fields import LocalText
from accordtrack.ledger.kinds import (
    ACCORD,
    COMMITMENT,
    COMMITMENT_AMEND,
    DESK_KINDS,
    ENTRY_RETRACT,
    EVIDENCE_ADD,
    EVIDENCE_WITHHOLD,
    FRAMEWORK,
    FRAMEWORK_AMEND,
    INDICATOR,
    INDICATOR_AMEND,
    PANEL_RELEASE,
    PANEL_SERIES,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    STATUS_REPORT,
    canonical_body,
)
from accordtrack.projection import facts
from accordtrack.projection.audience import PUBLIC
from accordtrack.projection.audience_standing import answers_ended_by_withheld_entries, context_for, readable_by_ref
from accordtrack.projection.fold import covered_halves
from accordtrack.projection.state_digest import state_digest
from accordtrack.projection.statement_views import authorship
from accordtrack.queries import effect_summary
from accordtrack.service.exports.atomic_folder import unwritable_problem
from accordtrack.service.panel_files import PanelFiles
from accordtrack.statuses import Status
from accordtrack.store.items import in_force, is_kind, of_kind, taken_back
from accordtrack.text.authorship import signed
from accordtrack.types import LeftOut
from accordtrack.vocabulary import voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item

_STATEMENTS = {STATUS_REPORT.name: "status", POSITION_TAKE.name: "position", EVIDENCE_ADD.name: "evidence"}
_FIELDS = {
    "status": ("half", "status", "basis", "grade", "text", "superseded"),
    "position": ("half", "stance", "proposed_status"),
    "evidence": ("half", "title", "url", "grade", "text"),
}
_COMMON = ("id", "commitment", "speaker", "speaker_body", "effective_on", "said_on", "sources", "inferred")
_UNSAID = {
    "status": ("evidence", "cleared_by", "clearance_ref", "base"),
    "position": ("ground", "evidence", "cleared_by", "clearance_ref"),
    "evidence": ("for", "file", "issuer", "expires_on", "legal_marking"),
}
"""Fields of each kind of statement for which the table of statements has no column."""

_ROUNDS = 50
_NOT_LISTED = frozenset({*DESK_KINDS, "entry.retract"})


@dataclass(slots=True)
class Carried:
    """Exported records by table as plain JSON values, each with its entry, and what is left out."""

    rows: dict[str, list[tuple[Item[Record], dict[str, Any]]]] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)

    def add(self, table: str, item: Item[Record], record: dict[str, Any]) -> None:
        """Add a record to a table."""
        self.rows.setdefault(table, []).append((item, record))

    def leave_out(self, item: Item[Record], problem: Problem) -> None:
        """Note that an entry, or a part of it, is left out."""
        self.left.append(LeftOut(item.id, item.kind, item.ref, problem))


def build_checked_package(
    connection: Connection, audience: Audience, made_on: str, register: Path
) -> tuple[Package, tuple[LeftOut, ...]]:
    """Return the package for ``audience``, checked by reading it back, and what it does not hold.

    ``register`` is the file beside which the rows of panel releases are.
    """
    standing = _standing_entries(connection, audience)
    carried = _collect_records(connection, standing, audience)
    panel = _row_files(carried, PanelFiles(register, {item.id: item.body for item in of_kind(standing, PANEL_SERIES)}))
    accord = next((item.body for item in of_kind(standing, ACCORD)), None)
    effects = effect_summary.summarize(connection, audience)
    about = PackageInfo(
        accord, audience.name, made_on, audience.withheld, state_digest(connection, audience=audience), effects
    )
    for _round in range(_ROUNDS):
        left = [(item.id, item.kind, item.record, _english_text(item.problem)) for item in carried.left]
        package = build_package(
            {name: [record for _item, record in rows] for name, rows in carried.rows.items()}, left, about, panel
        )
        problems = _faults(package)
        if not problems:
            return package, tuple(carried.left)
        _leave_out_refused(carried, package, problems)
    raise Refused(*problems)


def _standing_entries(connection: Connection, audience: Audience) -> list[Item[Record]]:
    read = readable_by_ref(context_for(connection, audience), audience)
    gone = answers_ended_by_withheld_entries(read, None)
    found = (item for items in read.items.values() for item in items if item.hash not in gone)
    return sorted(found, key=lambda item: item.entry_id)


def _collect_records(connection: Connection, standing: list[Item[Record]], audience: Audience) -> Carried:
    tables = {spec.kind: spec.name for spec in specs().values() if spec.kind}
    last = LATEST.isoformat()
    read = facts.read(connection, TwoDates(last, last), audience.fresh())  # entries are not counted twice
    amended = _amended_records(read, standing)
    gone = {item.body.position for item in of_kind(in_force(standing), POSITION_WITHDRAW)}
    hidden = {item.body.evidence for item in of_kind(in_force(standing), EVIDENCE_WITHHOLD)}
    names = {item.hash: item.id for item in standing if item.kind in _STATEMENTS}
    carried = Carried()
    for item in standing:
        if item.kind in _NOT_LISTED:
            continue
        if item.waits_whole:
            if audience.name != PUBLIC:
                carried.leave_out(item, Problem("It waits for a side and is not in force"))
        elif item.kind in tables:
            record = canonical_body(amended.get((item.kind, item.id), item.body))
            mark = audience.mark_in_force(item.id) if item.kind == COMMITMENT.name else None
            carried.add(tables[item.kind], item, {**record, "handling": mark.value} if mark else record)
            if item.feed != FEED:
                carried.leave_out(item, Problem("It comes back as a record of this tracker, without its signature"))
        elif is_kind(item, STATUS_REPORT) or is_kind(item, POSITION_TAKE) or is_kind(item, EVIDENCE_ADD):
            if item.hash in gone or item.id in hidden:
                carried.leave_out(
                    item, Problem("It no longer counts as an answer, which a data package cannot express")
                )
            else:
                _add_statement(carried, item, names, read.states.get(item.ref))
        else:
            problem = Problem("A data package has no place for an entry of this kind")
            if item.kind.endswith(".amend"):
                problem = Problem(
                    "The record is given as amended; the amendment ({fields}), with its reason and date, is not included",
                    values={"fields": [("field", name) for name in getattr(item.body, "fields", ())]},
                )
            carried.leave_out(item, problem)
    _note_what_was_taken_back(carried, standing)
    return carried


def _note_what_was_taken_back(carried: Carried, standing: Iterable[Item[Record]]) -> None:
    """Name the statuses that their sides took back, since a data package has no place for them."""
    for said, retraction in taken_back(of_kind(standing, ENTRY_RETRACT), STATUS_REPORT):
        status = ("status", said.body.status.value)
        carried.leave_out(retraction, Problem("Its side took back a statement: *{status}*", values={"status": status}))


def _row_files(carried: Carried, read: PanelFiles) -> list[RowFile]:
    """Return the row files of the carried releases. Two files of one name get names of their own."""
    sources = {item.id: record for item, record in carried.rows.get("sources", ())}
    found: dict[str, RowFile] = {}
    for item, record in carried.rows.get("panel_releases", ()):
        if not is_kind(item, PANEL_RELEASE):
            continue
        body, raw = item.body, read.sound_file(item.body)
        if raw is None:
            carried.leave_out(item, Problem("Its file of rows is missing or altered, or has a row at fault"))
            continue
        path = f"{FOLDER}/{body.file.name}"
        if path.lower() in found and found[path.lower()].raw != raw:
            record["file"] = {**record["file"], "name": f"{body.file.digest[:12]}.csv"}
            path = f"{FOLDER}/{record['file']['name']}"
        source = sources.get(body.source)
        notes = [note["en"] for note in (record["note"], source["note"] if source else None) if note]
        credit = (f"{source['publisher']}: {source['title']}", source["url"]) if source else None
        found[path.lower()] = RowFile(path, raw, f"{body.series}, {body.released_on}", " ".join(notes), credit)
    return list(found.values())


def _add_statement(
    carried: Carried,
    item: Item[StatusReport] | Item[PositionTake] | Item[EvidenceAdd],
    names: Mapping[str, str],
    state: State | None,
) -> None:
    kind, body = _STATEMENTS[item.kind], item.body
    if body.commitment is None:
        carried.leave_out(item, Problem("A data package has no place for an answer to a measurement"))
        return
    answered = item.body.answers if is_kind(item, POSITION_TAKE) else None
    if answered is not None and answered not in names:
        carried.leave_out(item, Problem("What it answers is not in the package"))
        return
    fields = canonical_body(body)
    if is_kind(item, STATUS_REPORT) and state is not None:
        fields["superseded"] = _halves_with_a_later_statement(item, state)
        if item.waits:  # what its author alone says is in force, but nobody withdraws a half alone
            author = None if item.body.status is Status.WITHDRAWN else _as_its_author_says(item, state)
            if author is None:
                carried.leave_out(item, Problem("It waits for a side and is not in force"))
                return
            fields |= author
    record = {name: fields[name] for name in (*_COMMON, *_FIELDS[kind])}
    provenance = authorship(item.verdict, item.seat, body.speaker)["provenance"]
    record |= {"kind": kind, "handling": item.handling, "provenance": provenance}
    if kind == "position":
        record |= {"about": names.get(answered or ""), "text": fields["reason"]}
    carried.add("statements", item, record)
    unsaid = [name for name in _UNSAID[kind] if fields[name]]
    if unsaid:
        carried.leave_out(
            item, Problem("Fields not included: {fields}", values={"fields": [("field", name) for name in unsaid]})
        )
    if item.feed != FEED:
        carried.leave_out(item, Problem("It comes back as quoted by this tracker, without its signature"))


def _halves_with_a_later_statement(item: Item[StatusReport], state: State) -> list[str]:
    """Return the halves for which a status was the word of their side, and about which a later one is not public."""
    covered = covered_halves(item, state.record.responsible_side)
    return [
        half.side for half in state.halves if half.not_public and half.side in covered and item.speaks_for(half.side)
    ]


def _as_its_author_says(item: Item[StatusReport], state: State) -> dict[str, str | None] | None:
    """Return the speaker and half of a joint text that waits for a side: its author's. None if it is about no half of theirs."""
    author = voice(item.body.speaker, item.waits)
    if author not in covered_halves(item, state.record.responsible_side):
        return None
    return {"half": author, "speaker": author, "speaker_body": state.record.lead.body_of_side(author)}


def _amended_records(read: Facts, standing: list[Item[Record]]) -> dict[tuple[str, str], Record]:
    """Return the records with the amendments that the audience may read, by kind of the adding entry and id."""
    added = ((COMMITMENT, COMMITMENT_AMEND), (INDICATOR, INDICATOR_AMEND), (FRAMEWORK, FRAMEWORK_AMEND))
    about = {(kind.name, item.body.record) for kind, amend in added for item in of_kind(standing, amend)}
    records: dict[str, Mapping[str, Record]] = {
        COMMITMENT.name: {name: _with_signed_note(state) for name, state in read.states.items()},
        INDICATOR.name: read.indicators,
        FRAMEWORK.name: read.frameworks,
    }
    return {(kind, name): records[kind][name] for kind, name in about if name in records[kind]}


def _with_signed_note(state: State) -> Commitment:
    """Return the record with the desk after a note that a desk wrote, since the table has no column for it."""
    record, desks = state.record, state.note_by
    if record.note is None or desks is None:
        return record
    return record.model_copy(
        update={"note": LocalText(en=_signed_text(record.note.en, desks.en), es=_signed_text(record.note.es, desks.es))}
    )


def _signed_text(note: str, desk: str) -> str:
    """Return a note with its desk, cut to the length of a text that a record can hold."""
    return signed(note[: MAX_TEXT - len(signed("-", desk)) + 1], desk)


def _faults(package: Package) -> tuple[Problem, ...]:
    """Return the problems that the data folder reader finds in the package."""
    try:
        with signals.temporary_folder() as place:
            for name, raw in package.files.items():
                if "/" not in name:  # row files are known by their digests, and were checked before
                    (place / name).write_bytes(raw)
            return read_folder(place).problems
    except OSError as error:  # the disk of temporary files may be full
        raise Refused(unwritable_problem(Path(tempfile.gettempdir()))) from error


def _leave_out_refused(carried: Carried, package: Package, problems: tuple[Problem, ...]) -> None:
    """Leave out the refused records. Raise ``Refused`` if a problem does not belong to a single record."""
    tables = {spec.file: spec.name for spec in specs().values()}
    dropped: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        file, _, line = problem.place.rpartition(":")
        number = package.lines.get((file, int(line))) if line.isdecimal() else None
        table = tables.get(file, "")
        if number is None or table not in carried.rows or table == "accord":
            raise Refused(*problems)
        dropped.setdefault((table, number), problem)
    for (table, number), problem in sorted(dropped.items(), reverse=True):
        item, _record = carried.rows[table].pop(number)
        carried.leave_out(item, problem.with_place(""))


def _english_text(problem: Problem) -> str:
    """Return the problem in English, the language of the descriptor, so that a package is the same for every user."""
    with using_language("en"):
        return explain(problem)
