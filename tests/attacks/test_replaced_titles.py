"""The history tells what was taken back, also when its side records something else under the same id."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from accordtrack.service import open_register
from accordtrack.types.intents import AddNote, AddRecord, Retract
from registers import NEW, TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.types.intents import Intent

FIRST, SECOND = "Transfer 100 prisoners by June", "Transfer 10 prisoners"
LEADS = {"US": "ATF", "MX": "SSPC"}


class Writer:
    """A side that recorded an action of its own, and takes it back."""

    def __init__(self, folder: Path, side: str) -> None:
        self.path, self.side, self.ref = small_register(folder), side, f"FW-{side}-71"
        self.first = self.adds(FIRST)
        self.writes(Retract(entry=self.first, reason="x"))

    def desk(self, side: str | None = None) -> Desk:
        return open_register(self.path, desk=FEED[side or self.side], today=TODAY)

    def writes(self, intent: Intent, by: str | None = None) -> str:
        with closing(self.desk(by)) as desk:
            return desk.write(intent).hashes[0]

    def adds(self, title: str) -> str:
        fields = {name: value for name, value in NEW.items() if name not in {"lead.US", "framework"}}
        fields |= {"id": self.ref, "responsible_side": self.side, f"lead.{self.side}": LEADS[self.side]}
        fields |= {"title": title, "kind": "unilateral_action", "text_basis": "own_text"}
        return self.writes(AddRecord(kind="commitment", fields=fields | {"framework": "FW"}))

    def titles(self) -> list[tuple[str, str | None]]:
        """The entries about the record, newest first, each with its title."""
        with closing(self.desk()) as desk:
            found = desk.history(self.ref).entries
        return [(one.kind, one.title.en if one.title else None) for one in found]

    def exported(self) -> list[tuple[str, str | None]]:
        """The same for the public."""
        with closing(self.desk()) as desk:
            found, _left_out = desk.readable_history("public")
        return [(one.kind, one.title.en if one.title else None) for one in found if one.ref == self.ref]


@pytest.fixture(params=SIDES)
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Writer:
    return Writer(tmp_path, request.param)


def test_what_was_taken_back_keeps_its_title_in_the_history(writer: Writer) -> None:
    before = [("entry.retract", FIRST), ("commitment.add", FIRST)]
    assert writer.titles() == before
    writer.adds(SECOND)
    writer.writes(AddNote(commitment=writer.ref, text="Seen.", handling="TLP:CLEAR"), by=OTHER[writer.side])
    after = [("note.add", SECOND), ("commitment.add", SECOND), *before]
    assert writer.titles() == after
    assert writer.exported() == after
