"""Another text under the id of a cited source, and another name under the code of a body, in a register file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger import kinds
from accordtrack.ledger.key_files import load_key, new_key
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.projection import facts, record_lookup
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote, AddRecord, ReportStatus
from feeds import resealed, sealed
from registers import TODAY, accept

REF = "FW-MX-01"
RECORDS: dict[str, dict[str, Any]] = {
    "source": {
        "id": "PACT",
        "publisher": "Both governments",
        "title": "Joint record of deliveries",
        "date": "2026-11-20",
        "url": "https://example.org/pact",
        "copy": "official",
    },
    "body": {
        "code": "UIF",
        "name": {"en": "Financial unit", "es": "Unidad financiera"},
        "side": "MX",
        "branch": "executive",
        "speaks_for": "MX",
    },
}
OTHERS: dict[str, dict[str, Any]] = {
    "source": RECORDS["source"] | {"title": "Admission that nothing was sent"},
    "body": RECORDS["body"] | {"name": {"en": "Cartel office", "es": "Oficina"}, "side": "US", "speaks_for": "US"},
}
SHOWN = {"source": "Joint record of deliveries", "body": "Financial unit"}
IDS = {"source": "PACT", "body": "UIF"}


def cited_by_mexico(register: Path, kind: str, by: str) -> str:
    """A desk adds a record that Mexico cites; the hash of its entry."""
    with closing(service.open_register(register, desk=by, today=TODAY)) as desk:
        (digest,) = desk.write(AddRecord(kind=kind, fields=RECORDS[kind])).hashes
    cited: dict[str, Any] = {"sources": ("PACT",)} if kind == "source" else {"body": "UIF"}
    if kind == "body" and by != "mx-1":  # it speaks for Mexico
        accept(register, digest)
    with closing(service.open_register(register, desk="mx-1", today=TODAY)) as desk:
        desk.write(ReportStatus(commitment=REF, status="substantial", note="As recorded.", **cited))
    with closing(service.open_register(register, desk="us-1", today=TODAY)) as desk:
        desk.write(AddNote(commitment="FW-US-01", text="Seen."))
    return digest


def displayed(register: Path, kind: str) -> set[str]:
    """What outputs and screens show under the id."""
    with closing(Database(register)) as database, database.reading() as connection:
        records = facts.read(connection, TwoDates(TODAY, TODAY))
        found = {"source": records.sources, "body": records.bodies}[kind]
        of_kind: Any = {"source": kinds.SOURCE, "body": kinds.BODY}[kind]
        looked: Any = record_lookup.record(connection, of_kind, IDS[kind])
    return {str(record_lookup.title(one).en) for one in (found[IDS[kind]], looked)}  # type: ignore[union-attr]


def told(register: Path) -> list[str]:
    with closing(service.open_register(register, desk="us-1", today=TODAY)) as desk:
        desk.rebuild()
        report = desk.verify(deep=True)
    return [fill(finding.message, finding.values) for finding in report.findings]


@pytest.mark.parametrize("kind", RECORDS)
def test_hidden_desk_does_not_exchange_what_the_other_side_cites(register: Path, kind: str) -> None:
    cited_by_mexico(register, kind, "mx-1")
    key = new_key()
    first = sealed(key, None, "desk.open", {"side": "US", "name": "Archive", "public_key": key.public}, "us-9")
    body = canonical_body(KINDS[f"{kind}.add"].decode_values(OTHERS[kind]))
    said = resealed(sealed(key, first, f"{kind}.add", body, "us-9"), key, ref=IDS[kind])
    with closing(Database(register)) as database, database.writing() as connection:
        log.append(connection, [first, said])
    assert told(register) == [
        "Entries that are signed but not admitted, and do not count: 1 (us-9-2)",
        f"Ids under which two desks added different records: 1 ({IDS[kind]})",
    ]
    assert displayed(register, kind) == {SHOWN[kind]}


@pytest.mark.parametrize("kind", RECORDS)
def test_desk_does_not_exchange_its_own_record_that_the_other_side_cites(register: Path, kind: str) -> None:
    digest = cited_by_mexico(register, kind, "us-1")
    with closing(Database(register)) as database, database.writing() as connection:
        (path,) = own_key_folder(register).glob("us-1-*.pem")
        scribe = EntrySigner(connection, "us-1", key=load_key(path), by="Somebody")
        reason = {"en": "Words.", "es": "Palabras."}
        for name, body in (("entry.retract", {"target": digest, "reason": reason}), (f"{kind}.add", OTHERS[kind])):
            record = KINDS[name].decode_values(body)
            log.append(connection, [scribe.seal(name, record, "TLP:CLEAR")])
    (refused,) = told(register)
    assert refused.startswith("Entries that are signed but not admitted, and do not count: 1 (us-1-")
    assert displayed(register, kind) == {SHOWN[kind]}
    with closing(service.open_register(register, desk="mx-1", today=TODAY)) as desk:
        waiting = [entry for act in desk.pending("MX") for entry in act.entries]
        assert [entry.kind for entry in waiting] == ["entry.retract"]
    accept(register, waiting[0].hash)
    assert told(register) == [refused]
    with closing(service.open_register(register, desk="us-1", today=TODAY)) as desk, pytest.raises(Refused):
        desk.write(AddRecord(kind=kind, fields=RECORDS[kind]))
