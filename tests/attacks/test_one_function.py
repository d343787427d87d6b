"""However an entry comes into a register, the same function judges it, and what is stored is what it says."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

import accordtrack
from accordtrack import service
from accordtrack.__main__ import main
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.ledger.authority import Ruling
from accordtrack.projection import authorization, projector
from accordtrack.projection.facts import FactsReader
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.results import Score
from accordtrack.scoring.score import score
from accordtrack.service.commands import signing
from accordtrack.store import log
from accordtrack.store.acceptance import StoredVerdicts
from accordtrack.store.database import Database
from accordtrack.store.items import Item
from accordtrack.types import intents
from accordtrack.types.intents import AddNote, Amend, ReportStatus, TakePosition
from cli_runner import UNSET, at_home
from folders import make_folder
from memory_register import MemoryReader, MemoryRegister
from register_picture import Picture, moved, picture
from registers import TODAY, small_register

SOURCE = Path(accordtrack.__file__).parent
AT = TwoDates(TODAY, TODAY)
JOINT = ("--source", "JS-2021")
OLD = (*JOINT, "--override", "x")


class FileReader(FactsReader):
    """Facts and numbers of a register in a file."""

    today = TODAY

    def score(self, choice: Choice | None = None) -> Score:
        method = parameter_file.standard_method()
        return score(build_inputs(self.facts(), AT, method, choice), method)


def _picture_of(path: Path) -> Picture:
    with closing(Database(path)) as database, database.reading() as connection:
        return picture(FileReader(connection, AT))


def _assert_stored_as_judged(path: Path) -> None:
    """What the register stores about every entry is what the function says of the same entries in memory."""
    with closing(Database(path)) as database, database.reading() as connection:
        items = [*log.items_in_log_order(connection)]
        stored = StoredVerdicts(connection).of(None)
        refused = {
            key for (key,) in connection.exec_driver_sql("SELECT entry_id FROM record WHERE refused = 1").fetchall()
        }
    reader = MemoryReader(MemoryRegister(items), AT)
    ruled = reader.rulings(items).values()
    assert len(ruled) == len(items)
    assert {item.entry_id for item, ruling in ruled if ruling.problem is not None} == refused
    judged = {item.entry_id: item.verdict for item, ruling in ruled if item.verdict and ruling.problem is None}
    assert judged == stored


def _by_command(_path: Path, _folder: Path) -> None:
    assert main(["--desk", "us-1", "amend", "FW-MX-01", "weight=9", "--reason", "x", *JOINT]) == 0


def _by_import(_path: Path, folder: Path) -> None:
    table = folder / "statuses.csv"
    row = "FW-MX-01,not_started,MX,JS-2021,Nothing done.,2026-01-01"
    table.write_text(f"commitment,status,speaker,sources,note,said_on\n{row}\n", encoding="utf-8")
    assert main(["--desk", "us-1", "import", str(table), "--kind", "statuses"]) == 0


def _by_intent(path: Path, _folder: Path) -> None:
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        desk.write(Amend(record="FW-MX-01", fields={"weight": "9"}, reason="x", sources=("JS-2021",)))


def _by_data_folder(path: Path, folder: Path) -> None:
    path.unlink()
    service.create_register(path, data=make_folder(folder / "data"), keys=own_key_folder(path), today=TODAY)


def _by_take_in(path: Path, folder: Path) -> None:
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        secret = desk.write(AddNote(commitment="FW-US-01", text="Kept.", handling="TLP:AMBER+STRICT"))
        desk.backup(folder / "copy.db", audience="parties")
    service.disclose(path, folder / "bodies.jsonl", list(secret.ids))
    service.import_disclosure(folder / "copy.db", folder / "bodies.jsonl")


WAYS = {
    "command line": _by_command,
    "import": _by_import,
    "intent of a screen": _by_intent,
    "data folder": _by_data_folder,
    "take-in": _by_take_in,
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    for name, value in at_home(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    found = small_register(tmp_path)
    monkeypatch.setenv("ACCORDTRACK_DB", str(found))
    return found


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_ends_in_the_function_that_rules(
    path: Path, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled: set[str] = set()
    judge: Callable[..., list[tuple[Item[Any], Ruling]]] = authorization.rulings_of

    def noted(items: Sequence[Item[Any]], *rest: object) -> list[tuple[Item[Any], Ruling]]:
        ruled.update(item.hash for item in items)
        return judge(items, *rest)

    before = _hashes(path)
    monkeypatch.setattr(projector, "rulings_of", noted)
    WAYS[way](path, tmp_path)
    found = tmp_path / "copy.db" if way == "take-in" else path
    new = _hashes(found) - (before if way in {"command line", "import", "intent of a screen"} else set())
    assert new
    assert new <= ruled
    _assert_stored_as_judged(found)


def _hashes(path: Path) -> set[str]:
    with closing(Database(path)) as database, database.reading() as connection:
        return {item.hash for item in log.items_in_log_order(connection)}


def test_whoever_appends_to_the_log_folds_it_again() -> None:
    appending = {}
    for file in SOURCE.rglob("*.py"):
        words = file.read_text("utf-8")
        if "log.append(" in words:
            calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(words)) if isinstance(node, ast.Call)}
            appending[file.name] = calls & {"project", "project_all"}
    assert len(appending) >= 4
    assert [name for name, folds in appending.items() if not folds] == []


def test_every_intent_has_a_plan_and_screens_write_by_intents_only() -> None:
    assert {*get_args(intents.Intent)} == signing._PLANS.keys()
    for file in (SOURCE / "tui").rglob("*.py"):
        words = file.read_text("utf-8")
        assert "log.append" not in words
        assert "accordtrack.projection" not in words


ATTACKS: dict[str, tuple[str, ...]] = {
    "scope: a weight of the victim": ("amend", "FW-MX-01", "weight=9", "--reason", "x", *JOINT),
    "scope: a new commitment of the victim": (
        "add", "commitment", "id=FW-MX-09", "framework=FW", "title=Do it", "text=It does it.", "responsible_side=MX",
        "agreed_on=2020-01-01", "level=activity", "theme=firearms", "verifiable=true", "verifiable_why=x",
        "weight=100", "sources=JS-2021",
    ),
    "text: what both agreed": ("amend", "FW-JT-01", "text.en=Another text.", "--reason", "x"),
    "status: the victim's": ("update", "FW-MX-01", "reversed", "--speaker", "MX", "--note", "x", "--stated", *OLD),
    "status: an observer's": ("update", "FW-MX-01", "not_started", "--speaker", "OBS", "--grade", "verified", *OLD),
    "answer: the victim concurs": ("concur", "FW-US-01", "--speaker", "MX", *JOINT),
    "value: of the victim's country": (
        "measure", "guns-traced", "1", "--period", "2024-01-01..2024-12-31", "--series", "year-atf",
        "--source", "ATF-2023", "--party", "OBS", "--grade", "documented", "--published-on", "2025-03-01",
    ),
    "indicator: its baseline": ("amend", "guns-traced", "baseline.value=1", "--reason", "x", *JOINT),
    "conflict: settled alone": ("settle", "cf-traced", "--claim", "1", "--source", "ATF-2023", "--reason", "x"),
    "withdrawal: a bad item of one's own": ("update", "FW-US-01", "withdrawn", "--note", "x"),
}  # fmt: skip
"""One attack of each family, as it is typed at the attacker's desk."""


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_typed_at_a_desk(path: Path, name: str) -> None:
    before = _picture_of(path)
    assert main(["--desk", "us-1", *ATTACKS[name]]) == 0
    changed = moved(before, _picture_of(path))
    own = {place for place in changed if name.startswith("withdrawal") and place[0] != "MX"}
    assert changed.keys() - own == set()
    with closing(service.open_register(path, desk="mx-1", today=TODAY)) as desk:
        acts = desk.pending("MX")
    assert [entry.sides for act in acts for entry in act.entries] == [("MX",)]
    _assert_stored_as_judged(path)


def test_concurrence_puts_a_typed_change_in_force(path: Path) -> None:
    assert main(["--desk", "us-1", *ATTACKS["scope: a weight of the victim"]]) == 0
    with closing(service.open_register(path, desk="mx-1", today=TODAY)) as desk:
        (act,) = desk.pending("MX")
        desk.write(TakePosition(target=act.entries[0].hash, stance="concur"))
        assert desk.pending("MX") == ()
        assert desk.commitment("FW-MX-01").weight == "9"
    _assert_stored_as_judged(path)


def test_own_report_typed_at_a_desk_counts_at_once(path: Path) -> None:
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="x"))
        assert desk.pending("MX") == ()
    _assert_stored_as_judged(path)
