"""A desk that is opened later admits the data folder if the program knows its edition, whatever the register claims."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder, shipped_data
from accordtrack.core.problems import Refused
from accordtrack.dataset.data_folder import Dataset, read_folder
from accordtrack.ledger.key_files import new_key
from accordtrack.ledger.statements import NoteAdd
from accordtrack.projection import log_desks
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.service.maintenance import creation
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import TakePosition
from folders import change, make_folder
from registers import TODAY
from shipped_scores import shipped_register


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder whose edition the program lists."""
    found = make_folder(tmp_path / "data")
    monkeypatch.setattr(log_desks, "LISTED_FOLDERS", frozenset({read_folder(found).digest}))
    return found


def register_of(data: Path, folder: Path) -> Path:
    path = folder / "register.db"
    service.create_register(path, data=data, desk="us-1", keys=own_key_folder(path), today=TODAY)
    return path


def opens(path: Path, feed: str = "mx-1") -> list[str]:
    """A desk is opened; the feeds that it admits."""
    service.open_desk(path, feed, keys=own_key_folder(path), today=TODAY).close()
    with closing(Database(path)) as database, database.reading() as connection:
        body = next(log.entries_of_feed(connection, feed)).body
    assert body is not None
    return list(body.get("admits", ()))


def disputed(path: Path, name: str = "FW-MX-01") -> bool:
    """Mexico does not subscribe to a commitment of the folder; whether it is out of force then."""
    with closing(service.open_register(path, desk="mx-1", today=TODAY)) as desk:
        desk.write(TakePosition(target=name, stance="not_agreed", reason="We never agreed to it."))
        return desk.key_of(name) is None


def sound(path: Path) -> bool:
    return service.verify_register(path, deep=True).findings == ()


def test_shipped_folder_is_admitted(tmp_path: Path) -> None:
    path = shipped_register(tmp_path)
    assert opens(path) == ["obs-0"]
    assert service.admits_folder(path, "mx-1") is True


def test_empty_register_is_of_no_unknown_folder(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    service.create_register(path, empty=True, desk="us-1", keys=own_key_folder(path), today=TODAY)
    assert opens(path) == ["obs-0"]


def test_observer_admits_nothing(data: Path, tmp_path: Path) -> None:
    path = register_of(data, tmp_path)
    assert opens(path, "obs-1") == []
    assert service.admits_folder(path, "obs-1") is None


def test_listed_folder_is_admitted(data: Path, tmp_path: Path) -> None:
    path = register_of(data, tmp_path)
    assert opens(path) == ["obs-0"]
    assert not disputed(path)
    assert sound(path)


def _other_text(data: Path) -> None:
    change(data, "commitments/fw.yaml", "Mexico sends every gun for tracing.", "Mexico extradites everybody by 2022.")


def _other_mark(data: Path) -> None:
    change(data, "statements.yaml", "TLP:CLEAR", "TLP:AMBER")


@pytest.mark.parametrize("changed", [_other_text, _other_mark])
@pytest.mark.parametrize("claims", [True, False])
def test_home_made_folder_that_claims_to_be_a_listed_one_is_not_admitted(
    data: Path, tmp_path: Path, changed: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, *, claims: bool
) -> None:
    (listed,) = log_desks.LISTED_FOLDERS
    changed(data)
    with monkeypatch.context() as patch:
        patch.setattr(Dataset, "digest", listed if claims else None)
        path = register_of(data, tmp_path)
    assert opens(path) == []
    assert service.admits_folder(path, "mx-1") is False
    assert sound(path)
    assert disputed(path)
    assert sound(path)
    service.admit_observer(path, "mx-1", "obs-0", "scope", reason="We looked at all of it.")
    assert service.admits_folder(path, "mx-1") is True
    assert sound(path)
    for until in (None, 3):
        with pytest.raises(Refused):
            service.admit_observer(path, "mx-1", "obs-0", "scope", until=until, reason="Again.")


def test_folder_whose_answers_answer_something_else_is_another_edition() -> None:
    whole = read_folder(shipped_data())
    answers = [entry for entry in whole.entries if entry.answers]
    moved = [replace(entry, answers=answers[0].answers) if entry.answers else entry for entry in whole.entries]
    assert replace(whole, entries=tuple(moved)).digest != whole.digest


def test_register_to_which_somebody_wrote_with_the_kept_key_is_not_admitted(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = new_key()
    with monkeypatch.context() as patch:
        patch.setattr(creation, "new_key", lambda: kept)
        path = register_of(data, tmp_path)
    with closing(Database(path)) as database, database.writing() as connection:
        scribe = EntrySigner(connection, "obs-0", key=kept, by="Somebody")
        note = NoteAdd.model_validate({"commitment": "FW-MX-01", "text": "It was not kept.", "said_on": TODAY})
        log.append(connection, [scribe.seal("note.add", note, "TLP:CLEAR")])
    assert opens(path) == []
