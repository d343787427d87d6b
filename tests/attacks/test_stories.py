"""How two governments and an observer work with one register, told as stories."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.projection.log_desks import LISTED_FOLDERS
from accordtrack.store.acceptance import Verdict
from accordtrack.store.items import Item
from accordtrack.types.intents import Amend, ReportStatus
from accordtrack.vocabulary import Provenance, Side
from folders import make_folder
from memory_register import AT, MemoryReader, MemoryRegister
from register_picture import moved_numbers, picture
from registers import TODAY
from symmetric_register import (
    WORDS,
    admit,
    amend,
    answer,
    commitment,
    folder,
    status,
    symmetric_register,
    words,
)


def _verdicts(log: MemoryRegister) -> dict[str, Verdict | None]:
    return {digest: item.verdict for digest, (item, _ruling) in MemoryReader(log).rulings(log.items).items()}


def _waits(log: MemoryRegister, items: list[Item[Any]]) -> list[tuple[Side, ...]]:
    found = _verdicts(log)
    return [verdict.waits if (verdict := found[item.hash]) else () for item in items]


def _folder_of_one_office() -> MemoryRegister:
    log = MemoryRegister()
    log.open("obs-0")
    log.act("obs-0", *folder())
    log.open("us-1", admits=["obs-0"])
    return log


NEW = [commitment(f"N-{number}", ("US", "MX", "JOINT")[number % 3], agreed_on="2025-05-01") for number in range(12)]


def test_office_alone_adds_a_joint_statement_and_the_other_side_arrives_a_year_later() -> None:
    log = _folder_of_one_office()
    added = log.act("us-1", *NEW)
    corrected = log.act("us-1", amend("N-1", {"title": words("The right title")}, "US"))
    reports = log.act("us-1", *(status(f"N-{n}", "MX", "not_started", sources=["JS"]) for n in (1, 4, 7, 10)))
    verdicts = _verdicts(log)
    alone = [verdicts[item.hash] for item in (*added, *corrected)]
    assert [(one.waits, one.absent) for one in alone if one] == [((), (Side.MX,))] * 13
    assert [one.provenance for item in reports if (one := verdicts[item.hash])] == [Provenance.COUNTERPART] * 4
    facts = MemoryReader(log).facts()
    assert facts.states["N-1"].record.title.en == "The right title"

    more = log.act("us-1", *(commitment(f"L-{number}", "MX", agreed_on="2025-06-01") for number in range(18)))
    log.open("mx-1", admits=["obs-0"])
    assert _waits(log, [*added, *corrected, *reports, *more]) == [()] * 35, "it found them when it arrived"
    before = picture(MemoryReader(log))
    late = log.act("us-1", commitment("LATE", "MX"))
    assert _waits(log, late) == [(Side.MX,)]
    assert moved_numbers(before, picture(MemoryReader(log))) == {}

    disputed = [*added, *more]
    log.act("mx-1", *(answer(item, "MX", "dispute") for item in disputed))
    assert len(disputed) == 30
    assert _waits(log, disputed) == [(Side.MX,)] * 30
    assert not {item.ref for item in disputed} & MemoryReader(log).facts().states.keys()


def test_side_that_arrives_can_make_everything_wait_in_one_act() -> None:
    log = _folder_of_one_office()
    added = log.act("us-1", *NEW)
    log.open("mx-1", admits=["obs-0"])
    log.act("mx-1", ("desk.review", {"reason": WORDS, "said_on": "2026-01-01"}))
    assert _waits(log, added) == [(Side.MX,)] * 12
    log.act("mx-1", *(answer(item, "MX") for item in added[:4]))
    assert _waits(log, added) == [()] * 4 + [(Side.MX,)] * 8


def test_side_that_arrives_from_an_old_copy_waits_for_what_it_had_not_seen() -> None:
    log = _folder_of_one_office()
    copied = log.heads()
    added = log.act("us-1", *NEW)
    log.open("mx-1", admits=["obs-0"], seen=copied)
    log.act("mx-1", status("S-MX-1", "MX", "limited"))
    assert _waits(log, added) == [(Side.MX,)] * 12, "a later act has seen them, but its first had not"


def test_side_that_never_answers_keeps_its_record() -> None:
    log = symmetric_register()
    before = picture(MemoryReader(log))
    asked = [item for year in range(3) for item in log.act("us-1", amend("S-MX-1", {"weight": f"{year + 2}"}, "US"))]
    log.act("us-1", *(status("S-MX-1", "MX", "reversed", sources=["JS"], text=WORDS) for _ in range(3)))
    log.act("us-1", status("S-US-5", "US", "limited", "2026-06-01"))
    after = picture(MemoryReader(log))
    assert {owner for owner, _name in moved_numbers(before, after)} == {"", "US"}
    assert _waits(log, asked) == [(Side.MX,)] * 3


def test_observer_keeps_a_register_and_a_side_joins() -> None:
    log = MemoryRegister()
    log.open("obs-0")
    log.act("obs-0", *folder())
    log.open("obs-1")
    log.act("obs-1", admit("obs-1", "scope"))
    kept = log.act("obs-1", *NEW[:3])
    said = log.act("obs-1", status("S-US-1", "OBS", "limited", sources=["JS"], half="US"))
    assert _waits(log, [*kept, *said]) == [()] * 4, "no side has a desk"
    log.open("us-1", admits=["obs-0"])
    later = log.act("obs-1", status("S-US-1", "OBS", "reversed", sources=["JS"], half="US", text=WORDS), NEW[4])
    assert _waits(log, [*kept, *said]) == [()] * 4, "the side found them"
    assert _waits(log, later) == [(Side.US,)] * 2
    log.act("us-1", admit("obs-1", "scope"))
    assert _waits(log, later) == [()] * 2
    log.open("mx-1", admits=["obs-0"], seen={"obs-0": log.heads()["obs-0"]})
    assert _waits(log, later) == [(Side.MX,)] * 2


def test_lost_key_is_waited_for_until_its_side_opens_another_desk() -> None:
    log = symmetric_register()
    change = log.act("us-1", amend("S-JT-1", {"weight": "3"}, "US"))
    assert _waits(log, change) == [(Side.MX,)], "mx-1 lost its key and never answers"
    log.open("mx-2")
    assert _waits(log, change) == [(Side.MX,)], "its side still has not said anything"
    log.act("mx-2", answer(change[0], "MX", on="2026-02-01"))
    assert _waits(log, change) == [()]
    assert MemoryReader(log).facts().states["S-JT-1"].record.weight == "3"


def test_side_that_closes_its_desk_is_not_waited_for_but_for_what_it_had_seen() -> None:
    log = symmetric_register()
    before = log.act("us-1", amend("S-JT-1", {"weight": "3"}, "US"))
    log.act("mx-1", ("desk.close", {"reason": WORDS, "said_on": "2026-02-01"}))
    after = log.act("us-1", amend("S-JT-2", {"weight": "3"}, "US"))
    assert _waits(log, [*before, *after]) == [(Side.MX,), ()]
    log.open("mx-2")
    assert _waits(log, [*before, *after]) == [(Side.MX,), ()], "what it finds on its return stays until it disputes it"
    log.act("mx-2", answer(after[0], "MX", "dispute"))
    assert _waits(log, after) == [(Side.MX,)]


def test_two_desks_of_one_side_speak_with_one_voice() -> None:
    log = symmetric_register()
    log.open("mx-2")
    change = log.act("us-1", amend("S-JT-1", {"weight": "3"}, "US"))
    log.act("mx-2", answer(change[0], "MX", on="2026-02-01"))
    assert _waits(log, change) == [()], "the concurrence of one desk is that of its side"
    log.act("mx-1", answer(change[0], "MX", "dispute", "2026-03-01"))
    assert _waits(log, change) == [()], "another desk's contrary word is listed and changes nothing"
    own = log.act("us-1", amend("S-JT-2", {"weight": "3"}, "US"))
    log.open("us-2")
    log.act("us-2", answer(own[0], "US"))
    assert _waits(log, own) == [(Side.MX,)], "a second desk of the same side is no second side"


def test_change_that_waited_is_known_from_the_day_of_the_concurrence() -> None:
    log = symmetric_register()
    change = log.act("us-1", amend("S-JT-1", {"weight": "3"}, "US", on="2026-01-15"))
    log.act("mx-1", answer(change[0], "MX", on="2026-03-01"))
    weights = {
        day: MemoryReader(log, type(AT)(day, day)).facts().states["S-JT-1"].record.weight
        for day in ("2026-01-31", "2026-02-28", "2026-03-01")
    }
    assert weights == {"2026-01-31": "2", "2026-02-28": "2", "2026-03-01": "3"}


@pytest.mark.parametrize("digest", [None, "f" * 64, min(LISTED_FOLDERS)], ids=["none", "home-made", "listed"])
@pytest.mark.parametrize(("admits", "waits"), [(["obs-0"], ()), ([], (Side.MX,))], ids=["admitted", "not admitted"])
def test_side_decides_itself_whether_it_admits_the_folder_whatever_edition_it_claims_to_be(
    digest: str | None, admits: list[str], waits: tuple[Side, ...]
) -> None:
    log = MemoryRegister()
    log.open("obs-0", folder=digest)
    records = log.act("obs-0", *folder())
    log.open("us-1", admits=["obs-0"])
    log.open("mx-1", admits=admits)
    promise = next(item for item in records if item.ref == "S-MX-1")
    assert _waits(log, [promise]) == [()]
    log.act("mx-1", answer(promise, "MX", "dispute"))
    assert _waits(log, [promise]) == [waits]
    log.act("mx-1", admit("obs-0"))
    assert _waits(log, [promise]) == [()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "register.db"
    data = make_folder(tmp_path / "data")
    service.create_register(found, data=data, desk="us-1", keys=own_key_folder(found), today=TODAY)
    return found


def test_five_minutes_of_a_new_user(path: Path) -> None:
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Begun."))
        desk.write(Amend(record="FW-US-01", fields={"due_on": "2027-06-30"}, reason="As agreed."))
        assert desk.pending() == ()
        assert desk.commitment("FW-US-01").due.due_on == "2027-06-30"


def test_desk_of_the_other_side_on_the_same_computer_is_noted(path: Path) -> None:
    service.open_desk(path, "mx-1", keys=own_key_folder(path), today=TODAY).close()
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        opening = next(entry for entry in desk.history().entries if entry.id == "mx-1-1")
        assert "us-1" in str(opening)
