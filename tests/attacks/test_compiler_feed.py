"""The key of the data folder's feed is thrown away. Whoever kept it can write nothing that counts, for either side."""

from __future__ import annotations

import pytest

from accordtrack.projection.log_desks import LISTED_FOLDERS
from accordtrack.vocabulary import Provenance, Side
from attempts import Attacker
from memory_register import Draft, MemoryReader
from register_picture import moved, picture
from symmetric_register import FEED, SIDES, admit, commitment, evidence, opened, retract, status, symmetric_register


def _written_with_the_kept_key(attacker: Attacker) -> list[Draft]:
    """Statements in both names, evidence, and a heavy commitment."""
    ref = attacker.their(1)
    reversed_ = status(ref, attacker.them, "reversed", "2026-01-02", sources=["JS"], grade="verified")
    praise = status(attacker.own(4), attacker.me, "completed", "2026-01-02", sources=["JS"], grade="verified")
    proof = evidence(attacker.own(2), "OBS", [attacker.claim(attacker.own(2), attacker.me)], grade="verified")
    heavy = commitment("NEW-99", attacker.them, weight="50", due_on="2022-01-01")
    drafts = [reversed_, praise, proof, heavy]
    return [(kind, {**body, "id": f"late-{number}"}) for number, (kind, body) in enumerate(drafts)]


@pytest.mark.parametrize("side", SIDES)
def test_later_entries_of_the_compiler_wait_for_both_sides(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    before = picture(MemoryReader(attacker.log))
    written = attacker.writes(*_written_with_the_kept_key(attacker), feed="obs-0")
    reader = MemoryReader(attacker.log)
    assert moved(before, picture(reader)) == {}
    for item, ruling in reader.rulings(written).values():
        assert ruling.problem is None
        assert item.verdict is not None
        assert (item.verdict.provenance, item.waits) == (Provenance.NOT_ADMITTED, (Side.MX, Side.US))


@pytest.mark.parametrize("side", SIDES)
def test_later_entries_of_the_compiler_count_once_both_sides_admit_them(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    written = attacker.writes(*_written_with_the_kept_key(attacker), feed="obs-0")
    attacker.writes(admit("obs-0"))
    waits = [item.waits for item, _ruling in MemoryReader(attacker.log).rulings(written).values()]
    assert waits == [(Side(attacker.them),)] * len(written)
    attacker.writes(admit("obs-0"), feed=FEED[attacker.them])
    for item, _ruling in MemoryReader(attacker.log).rulings(written).values():
        assert item.verdict is None, "entered by a third party, in force at once"
    more = attacker.writes(commitment("NEW-100", attacker.them), feed="obs-0")
    assert [item.waits for item, _ruling in MemoryReader(attacker.log).rulings(more).values()] == [(Side.MX, Side.US)]


@pytest.mark.parametrize("side", SIDES)
def test_what_the_compiler_takes_back_later_stays_until_both_sides_agree(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    before = picture(MemoryReader(attacker.log))
    lost = [item for item in attacker.log.items if item.feed == "obs-0" and item.kind != "desk.open"]
    written = attacker.writes(*map(retract, lost), feed="obs-0")
    reader = MemoryReader(attacker.log)
    assert moved(before, picture(reader)) == {}
    waits = {item.waits for item, _ruling in reader.rulings(written).values()}
    assert waits == {(Side.MX, Side.US)}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("digest", [None, *sorted(LISTED_FOLDERS)])
def test_claimed_edition_gives_a_side_that_admits_nothing_no_folder(side: str, digest: str | None) -> None:
    log = opened(folder_digest=digest)
    second = f"{side.lower()}-2"
    log.open(second)
    late = log.act("obs-0", commitment("NEW-99", side))
    assert [item.waits for item, _ruling in MemoryReader(log).rulings(late).values()] == [(Side.MX, Side.US)]
