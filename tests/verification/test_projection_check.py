"""The tables beside a fold: whatever stands in them that the entries do not say is found, and the digest is that of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projector import fold_in_batches
from accordtrack.projection.state_digest import Digest, state_digest
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import ReportStatus, TakePosition
from accordtrack.verification import projection_check
from accordtrack.verification.projection_check import projection_differences
from registers import TODAY, small_register
from tampering import tamper

ALTERATIONS = {
    "a row of no entry": ("record", "INSERT INTO record SELECT 900 + entry_id, 'x', 'x', 'x', null, null, 0, 'x', 'x', 1, 0 FROM record LIMIT 1"),
    "a row less": ("record", "DELETE FROM record WHERE entry_id = 5"),
    "a date": ("record", "UPDATE record SET known_on = '2020-01-01' WHERE entry_id = 5"),
    "a number as text": ("record", "UPDATE record SET rid = CAST('x' AS BLOB) WHERE entry_id = 5"),
    "a commitment of no entry": ("commitment", "UPDATE commitment SET key = 900 WHERE id = 'FW-US-01'"),
    "a commitment less": ("commitment", "DELETE FROM commitment WHERE id = 'FW-US-01'"),
    "a title": ("commitment", "UPDATE commitment SET title_es = 'x' WHERE id = 'FW-US-01'"),
    "a tag more": ("tag", "INSERT INTO tag SELECT key, 'place', 'MX-SIN' FROM commitment WHERE id = 'FW-US-01'"),
    "a tag of no commitment": ("tag", "INSERT INTO tag VALUES (900, 'place', 'MX-SIN')"),
    "a tag less": ("tag", "DELETE FROM tag WHERE field = 'source' AND key = (SELECT MIN(key) FROM tag WHERE field = 'source')"),
    "a tag of another type": ("tag", "UPDATE tag SET value = x'00' WHERE field = 'place'"),
    "no mark of threads": ("tag", "DELETE FROM tag WHERE value = ''"),
    "the mark at another entry": ("tag", "UPDATE tag SET key = 2 WHERE value = ''"),
    "another mark": ("tag", "UPDATE tag SET key = 3, field = 'place', value = 'US' WHERE value = ''"),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = small_register(tmp_path_factory.mktemp("refolded"))
    us, mx = (door.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    mx.write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    return path


@pytest.fixture
def register(said: Path, tmp_path: Path) -> Path:
    (tmp_path / "register.db").write_bytes(said.read_bytes())
    return tmp_path / "register.db"


def differing_tables(register: Path) -> list[str]:
    with Database(register).reading() as connection:
        return [finding.place for finding in projection_differences(connection, Digest())]


def test_untouched_register_has_no_differences(register: Path) -> None:
    assert differing_tables(register) == []


@pytest.mark.parametrize("name", ALTERATIONS)
def test_only_the_altered_table_is_reported(register: Path, name: str) -> None:
    table, statement = ALTERATIONS[name]
    assert tamper(register, statement) == 1
    assert differing_tables(register) == [table]


def test_search_text_of_no_commitment_is_reported(register: Path) -> None:
    assert tamper(register, "INSERT INTO search(rowid, id, words) VALUES (900, 'x', 'x')") == 1
    assert differing_tables(register) == ["search"]


def test_fold_proceeds_in_batches_of_refs(said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordtrack.projection.projector._AT_A_TIME", 2)
    with Database(said).reading() as connection:
        assert projection_differences(connection, Digest()) == []
        world = FoldContext(connection, judging=True)
        taken = [refs for refs, _rows in fold_in_batches(world, world.unjudged_items())]
    assert set(taken[:-1]) == {2}
    assert taken[-1] in {0, 1}


def test_digest_of_the_fold_equals_the_digest_of_the_tables(said: Path) -> None:
    with Database(said).reading() as connection:
        digest = Digest()
        projection_differences(connection, digest)
        assert digest.sha256() == state_digest(connection)


def test_prevalidated_items_equal_the_unvalidated_ones(said: Path) -> None:
    with Database(said).reading() as connection:
        world = FoldContext(connection, judging=True)
        walked = list(log.items_prevalidated(connection, world.sides))
        assert [(item.entry_id, item.body, item.seat) for item in walked] == [
            (item.entry_id, item.body, item.seat) for item in log.items_unvalidated(connection, None, world.sides)
        ]
        bodies = connection.exec_driver_sql("SELECT entry_id, raw FROM entry_body")
        assert {item.entry_id: item.raw for item in walked} == dict(map(tuple, bodies))


def test_table_of_an_older_version_is_not_compared(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tamper(register, "DELETE FROM record WHERE entry_id = 5") == 1
    monkeypatch.setattr(projection_check, "_has_current_form", lambda _connection, table: table != "record")
    assert differing_tables(register) == []
