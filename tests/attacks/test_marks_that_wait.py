"""A mark that waits decides nothing: not who may read a commitment, nor whose readers are meant."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.projection.marks import Mark, read_marks
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddRecord, Amend
from registers import NEW, TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES

STRICT = "TLP:AMBER+STRICT"


@pytest.mark.parametrize("side", SIDES)
def test_a_mark_that_waits_takes_nothing_from_the_readers_of_the_other_side(side: str, tmp_path: Path) -> None:
    register, other = small_register(tmp_path), OTHER[side]

    def write(who: str, *intents: Any) -> WriteResult:  # noqa: ANN401
        with closing(service.open_register(register, desk=FEED[who], today=TODAY)) as desk:
            return desk.write(*intents)

    def accept(who: str, done: WriteResult) -> None:
        with closing(service.open_register(register, desk=FEED[who], today=TODAY)) as desk:
            concur(desk, done)

    def mark() -> Mark:
        desk = service.open_register(register, desk=FEED[side], today=TODAY)
        with closing(desk), desk._db.reading() as connection:
            return read_marks(connection).commitments["FW-JT-09"]

    def amend(**fields: str) -> Amend:
        return Amend(record="FW-JT-09", fields=fields, reason="Words.", sources=("JS-2021",), handling=STRICT)

    joint = {**NEW, "id": "FW-JT-09", "responsible_side": "JOINT", "handling": "TLP:AMBER"}
    accept(other, write(side, AddRecord(kind="commitment", fields=joint)))
    raised = write(other, amend(handling=STRICT))
    write(side, amend(handling=STRICT, **{"note.en": "A note.", "note.es": "Una nota."}))
    assert (mark().handling, mark().seat) == ("TLP:AMBER", side)
    accept(side, raised)
    assert (mark().handling, mark().seat) == (STRICT, other)
