"""The digest of what stands: the same for the same words, whoever keeps the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.projection.state_digest import state_digest
from accordtrack.service import Desk
from accordtrack.store import log
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    Amend,
    Intent,
    ReportStatus,
    Retract,
    TakePosition,
    Undo,
    WithdrawPosition,
)
from folders import make_folder
from registers import TODAY, At
from tampering import ask


def make_register(folder: Path) -> Desk:
    path = folder / "register.db"
    data = make_folder(folder / "data")
    return door.create_register(path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY)


def test_registers_of_the_same_data_share_a_digest_but_no_hashes(tmp_path: Path) -> None:
    one, other = make_register(tmp_path / "one"), make_register(tmp_path / "other")
    assert one.verify().state_digest == other.verify().state_digest
    hashes = [{row[0] for row in ask(desk.path, "SELECT hash FROM entry")} for desk in (one, other)]
    assert len(hashes[0]) == len(hashes[1]) == 31
    assert not hashes[0] & hashes[1]
    salts = [{row[0] for row in ask(desk.path, "SELECT salt FROM entry_body")} for desk in (one, other)]
    assert not salts[0] & salts[1]


def test_state_digest_does_not_depend_on_the_order_of_items(tmp_path: Path) -> None:
    desk = make_register(tmp_path)
    door.open_register(desk.path, desk="mx-1", today=TODAY).write(TakePosition(target="FW-US-01", stance="concur"))
    with desk._db.reading() as connection:
        items = list(log.items(connection))
        found = {state_digest(connection, found) for found in (items, items[::-1], None)}
    assert found == {desk.verify().state_digest}


INTENTS: dict[str, tuple[str, Intent]] = {
    "status": ("us-1", ReportStatus(commitment="FW-US-01", status="limited", note="Less.")),
    "attributed status": (
        "obs-1",
        ReportStatus(
            commitment="FW-US-01",
            status="limited",
            speaker="US",
            sources=("JS-2021",),
            note="x",
            effective_on="2021-10-08",
        ),
    ),
    "position": ("mx-1", TakePosition(target="FW-US-01", stance="concur")),
    "withdrawal": (
        "obs-1",
        WithdrawPosition(target="traced-mx-2024", speaker="MX", sources=("JS-2021",)),
    ),
    "evidence": ("us-1", AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",))),
    "amendment": ("us-1", Amend(record="FW-US-01", fields={"note": "Clearer."}, reason="Clearer.")),
    "note": ("us-1", AddNote(commitment="FW-US-01", text="A note.")),
    "source": (
        "us-1",
        AddRecord(
            kind="source",
            fields={
                "id": "MIN-2026",
                "publisher": "Both",
                "title": "Minutes",
                "url": "https://example.org/m",
                "copy": "official",
            },
        ),
    ),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", INTENTS)
def test_undo_restores_the_digest_that_an_act_changed(at: At, name: str) -> None:
    seat, intent = INTENTS[name]
    desk = at(seat)
    before = desk.verify().state_digest
    desk.write(intent)
    after = desk.verify().state_digest
    assert after != before
    desk.write(Undo())
    report = desk.verify(deep=True)
    assert report.state_digest == before, "what was taken back stands no more"
    assert report.is_sound, report.findings


def test_handling_mark_changes_the_digest(tmp_path: Path) -> None:
    one, other = make_register(tmp_path / "one"), make_register(tmp_path / "other")
    one.write(AddNote(commitment="FW-US-01", text="A note."))
    other.write(AddNote(commitment="FW-US-01", text="A note.", handling="TLP:GREEN"))
    assert one.verify().state_digest != other.verify().state_digest, "the mark is part of it"


def test_digest_does_not_depend_on_the_order_in_which_the_sides_wrote(tmp_path: Path) -> None:
    digests = []
    for folder, order in (("one", ("us-1", "mx-1")), ("other", ("mx-1", "us-1"))):
        make_register(tmp_path / folder)
        for feed in order:
            desk = door.open_register(tmp_path / folder / "register.db", desk=feed, today=TODAY)
            desk.write(ReportStatus(commitment="FW-JT-01", status="substantial"))
            noted = desk.write(AddNote(commitment="FW-JT-01", text="By mistake."))
            desk.write(Retract(entry=noted.hashes[0], reason="Mistake."))
        digests.append(desk.verify().state_digest)
    assert digests[0] == digests[1]
