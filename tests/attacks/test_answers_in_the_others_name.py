"""What one side records in the name of the other one changes nothing of what the other one answered itself."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.types.intents import Amend, TakePosition
from raw_entries import RawDesk
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("attack", ["answer", "withdrawal"])
@pytest.mark.parametrize("record", ["indicator", "commitment"])
@pytest.mark.parametrize("side", SIDES)
def test_a_dispute_stays_open(side: str, record: str, attack: str, tmp_path: Path) -> None:
    register, other = small_register(tmp_path), OTHER[side]
    name, field = ("guns-traced", "hold") if record == "indicator" else (f"FW-{other}-01", "weight")
    with closing(service.open_register(register, desk=FEED[side], today=TODAY)) as desk:
        digest = desk.write(Amend(record=name, fields={field: "3"}, reason="x", sources=("JS-2021",))).hashes[0]
    with closing(service.open_register(register, desk=FEED[other], today=TODAY)) as desk:
        dispute = desk.write(TakePosition(target=digest, stance="dispute", reason="No.")).hashes[0]
        before = desk.pending(other, disputed=True)
        assert before
    about, raw = None if record == "indicator" else name, RawDesk(register, FEED[side])
    said = {"commitment": about, "sources": ["JS-2021"], "said_on": TODAY}
    answer = {"id": None, "answers": digest, "speaker": other, "stance": "concur", "effective_on": TODAY}
    if attack == "answer":
        raw.writes("position.take", {**said, **answer})
    for speaker in SIDES if attack == "withdrawal" else ():
        raw.writes("position.withdraw", {**said, "position": dispute, "speaker": speaker})
    with closing(service.open_register(register, desk=FEED[other], today=TODAY)) as desk:
        assert desk.pending(other, disputed=True) == before
        assert digest not in {one.hash for act in desk.pending(other) for one in act.entries}
