"""A desk that names the other side's file, or writes invalid evidence, harms neither the file nor any copy of the register."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.problems import fill
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddEvidence, AddRecord, Retract
from raw_entries import WORDS, RawDesk
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

NO_NUMBER = "many"


def evidence(side: str, **fields: object) -> dict[str, Any]:
    body = {"id": None, "commitment": f"FW-{side}-01", "speaker": side, "title": WORDS, "sources": ["JS-2021"]}
    return {**body, "effective_on": "2026-11-01", "said_on": "2026-11-01", **fields}


def file_of(path: Path, side: str, folder: Path) -> dict[str, Any]:
    """A file that a side gave as evidence, as its entry names it."""
    document = folder / "acta.txt"
    document.write_text("Delivered.\n" * 30)
    with closing(service.open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(AddEvidence(commitment=f"FW-{side}-01", evidence=(str(document),)))
    with closing(Database(path)) as database, database.reading() as connection:
        body = list(log.entries_of_feed(connection, FEED[side]))[-1].body
    assert body is not None
    return dict(body["file"])


def told(path: Path) -> list[str]:
    return [fill(found.message, found.values) for found in service.verify_register(path, deep=True).findings]


@pytest.mark.parametrize("retracted", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_naming_the_file_of_the_other_side_with_another_size_alters_nothing(
    side: str, tmp_path: Path, *, retracted: bool
) -> None:
    path, victim = small_register(tmp_path), FEED[OTHER[side]]
    named = file_of(path, OTHER[side], tmp_path)
    desk = RawDesk(path, FEED[side])
    entry = desk.writes("evidence.add", evidence(side, file={**named, "size": 5}))
    if retracted:
        desk.retracts(entry)
    assert told(path) == []
    with closing(service.open_register(path, desk=victim, today=TODAY)) as other:
        report = other.backup(tmp_path / "copy.db")
        saved = service.save_evidence(path, named["digest"], tmp_path)
        assert service.disclose(path, tmp_path / "told.jsonl", [f"{victim}-2"]).files == 1
    assert report.evidence is not None
    assert (report.findings, report.evidence.present) == ((), 1)
    assert saved.bytes == named["size"]
    assert service.import_disclosure(tmp_path / "copy.db", tmp_path / "told.jsonl").files_known == 1


@pytest.mark.parametrize("file", [{"size": NO_NUMBER}, {"size": None}, {"name": ["x"]}])
@pytest.mark.parametrize("side", SIDES)
def test_a_file_that_is_none_stops_neither_verify_nor_copies(
    side: str, file: dict[str, object], tmp_path: Path
) -> None:
    path = small_register(tmp_path)
    named = file_of(path, OTHER[side], tmp_path)
    body = evidence(side, file={**named, **file})
    RawDesk(path, FEED[side]).writes("evidence.add", body, checked=False, ref=f"FW-{side}-01")
    assert told(path) == [f"Entries that are signed but not admitted, and do not count: 1 ({FEED[side]}-2)"]
    with closing(service.open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        files = desk.backup(tmp_path / "copy.db").evidence
        assert files is not None
        assert files.present == 1
        assert desk.backup(tmp_path / "public.db", audience="public").entries == desk.verify().entries
    assert service.disclose(path, tmp_path / "told.jsonl", [f"{FEED[OTHER[side]]}-2"]).files == 1


@pytest.mark.parametrize("audience", ["public", "parties"])
@pytest.mark.parametrize("side", SIDES)
def test_evidence_whose_id_is_no_text_stops_no_copy_for_others(side: str, audience: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    RawDesk(path, FEED[side]).writes("evidence.add", {"id": {}}, checked=False, ref=f"FW-{side}-01")
    with closing(service.open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        assert desk.backup(tmp_path / "copy.db", audience=audience).entries == desk.verify().entries
    assert told(tmp_path / "copy.db") == told(path)


@pytest.mark.parametrize("retracted", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_public_evidence_with_a_legal_marking_counts_for_nothing_and_stops_no_copy(
    side: str, tmp_path: Path, *, retracted: bool
) -> None:
    path = small_register(tmp_path)
    desk = RawDesk(path, FEED[side])
    entry = desk.writes("evidence.add", evidence(side, legal_marking="CUI", url="https://example.org/a"))
    if retracted:
        desk.retracts(entry)
    assert told(path) == [f"Entries that are signed but not admitted, and do not count: 1 ({FEED[side]}-2)"]
    with closing(service.open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as other:
        assert other.backup(tmp_path / "copy.db", audience="public").findings != ()
    assert told(tmp_path / "copy.db") == told(path)


@pytest.mark.parametrize("side", SIDES)
def test_an_answer_that_names_no_text_stops_no_retraction(side: str, tmp_path: Path) -> None:
    path, victim = small_register(tmp_path), FEED[OTHER[side]]
    source = {
        "id": "PACT",
        "publisher": "A press",
        "title": "Text",
        "date": "2026-11-01",
        "url": "https://example.org/a",
    }
    with closing(service.open_register(path, desk=victim, today=TODAY)) as desk:
        desk.write(AddRecord(kind="source", fields={**source, "copy": "press"}))
    answer: dict[str, Any] = {"id": None, "answers": {}, "stance": "concur", "speaker": side}
    RawDesk(path, FEED[side]).writes("position.take", answer, checked=False, ref=f"FW-{side}-01")
    with closing(service.open_register(path, desk=victim, today=TODAY)) as desk:
        assert desk.write(Retract(entry="PACT", reason="Not so.")).hashes
