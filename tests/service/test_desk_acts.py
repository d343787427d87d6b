"""Desks close, admit observers and make everything wait; each act folds the whole register again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.service.maintenance import folder_editions
from accordtrack.types.intents import AddNote, AddRecord, Amend, TakePosition
from folders import make_folder
from registers import NEW, TODAY, accept_everything

CHANGE = Amend(record="FW-US-01", fields={"title.en": "Trace some guns"}, reason="So.")


def at(register: Path, seat: str | None) -> Desk:
    return service.open_register(register, desk=seat, today=TODAY)


def write(register: Path, seat: str, *intents: Any) -> tuple[str, ...]:  # noqa: ANN401
    with closing(at(register, seat)) as desk:
        return desk.write(*intents).ids


def waiting(register: Path, side: str) -> list[str]:
    with closing(at(register, None)) as desk:
        return sorted(entry.id for act in desk.pending(side) for entry in act.entries)


def entries(register: Path) -> int:
    with closing(sqlite3.connect(register)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM entry").fetchone()[0])


def assert_sound(register: Path) -> None:
    """The tables are what the log gives."""
    assert service.verify_register(register).findings == ()


def test_a_closed_desk_writes_nothing_and_says_what_to_do(register: Path) -> None:
    open_before = at(register, "us-1")
    done = service.close_desk(register, "us-1", "The office moves.")
    assert [line.template for line in done.lines] == ["The desk {x} is closed. Nothing can be written there"]
    before = entries(register)
    writing: list[Callable[[], object]] = [
        lambda: at(register, "us-1").write(AddNote(commitment="FW-US-01", text="Late.")),
        lambda: at(register, "us-2").use_desk("us-1"),
        lambda: open_before.write(AddNote(commitment="FW-US-01", text="Late.")),
        lambda: open_before.plan(AddNote(commitment="FW-US-01", text="Late.")),
        lambda: service.close_desk(register, "us-1", None),
        lambda: service.review_all(register, "us-1", "All."),
        lambda: service.admit_observer(register, "us-1", "obs-1", "scope", reason="Trusted."),
        lambda: service.rotate_key(register, "us-1", "New.", lambda _covered: None),
    ]
    for act in writing:
        with pytest.raises(Refused) as refused:
            act()
        problem = refused.value.problems[0]
        assert (problem.message, problem.values["y"]) == ("The desk {x} is closed", "us-3")
    assert entries(register) == before
    open_before.close()
    assert_sound(register)


def test_a_closed_desk_reads(register: Path) -> None:
    (before,) = write(register, "mx-1", AddRecord(kind="commitment", fields=NEW))
    service.close_desk(register, "us-1", None)
    with closing(at(register, "us-1")) as desk:
        assert (desk.seat, desk.is_closed) == ("us-1", True)
        assert [entry.id for act in desk.pending("US") for entry in act.entries] == [before]
        assert desk.info().read_only == "The desk in use is closed"
        desk.use_desk("us-2")
        assert (desk.is_closed, desk.info().read_only) == (False, None)


def test_a_closed_desk_never_hands_over_to_the_other_side(register: Path) -> None:
    service.close_desk(register, "us-1", None)
    with closing(at(register, None)) as desk:
        assert desk.seat == "us-2"
    service.close_desk(register, "us-2", None)
    with closing(at(register, None)) as desk:
        assert desk.seat is None
        assert desk.info().read_only == "The desk whose key is here is closed"
        with pytest.raises(Refused, match="The desk us-1 is closed"):
            desk.write(AddNote(commitment="FW-US-01", text="Late."))


def test_a_side_without_an_open_desk_is_not_waited_for(register: Path) -> None:
    (before,) = write(register, "us-1", CHANGE)
    assert waiting(register, "MX") == [before]
    done = service.close_desk(register, "mx-1", "No office.")
    assert len(done.lines) == 2
    write(register, "us-1", AddRecord(kind="commitment", fields=NEW))
    assert waiting(register, "MX") == [before], "the closing had seen it waiting"
    with closing(at(register, "us-1")) as desk:
        assert desk.key_of("FW-US-02") is not None
    assert_sound(register)


def test_what_the_desks_of_a_side_saw_waiting_goes_on_waiting_when_it_closes(register: Path) -> None:
    (before,) = write(register, "us-1", CHANGE)
    write(register, "mx-1", AddNote(commitment="FW-US-01", text="Seen."))
    service.close_desk(register, "mx-1", "No office.")
    assert waiting(register, "MX") == [before]
    service.open_desk(register, "mx-2", keys=own_key_folder(register), today=TODAY).close()
    assert waiting(register, "MX") == [before]
    assert_sound(register)


def test_wait_all_puts_in_question_what_a_side_found_and_did_not_accept(register: Path) -> None:
    service.close_desk(register, "mx-1", "No office.")
    write(register, "us-1", AddRecord(kind="commitment", fields=NEW), CHANGE)
    service.open_desk(register, "mx-2", keys=own_key_folder(register), today=TODAY).close()
    assert waiting(register, "MX") == []
    write(register, "mx-2", TakePosition(target="us-1-3", stance="concur"))
    done = service.review_all(register, "mx-2", "We look at all of it.")
    assert waiting(register, "MX") == ["FW-US-02"]
    assert done.lines[0].values["n"] == 1
    with closing(at(register, "us-1")) as desk:
        assert desk.key_of("FW-US-02") is None
    accept_everything(register, by="mx-2")
    assert waiting(register, "MX") == []
    assert_sound(register)


def test_an_answer_to_a_restricted_commitment_is_restricted_like_it(register: Path) -> None:
    service.close_desk(register, "mx-1", "No office.")
    write(register, "us-1", AddRecord(kind="commitment", fields=NEW))
    write(register, "us-1", Amend(record="FW-US-02", fields={"handling": "TLP:AMBER"}, reason="It names people."))
    service.open_desk(register, "mx-2", keys=own_key_folder(register), today=TODAY).close()
    service.review_all(register, "mx-2", "We look at all of it.")
    with closing(at(register, "mx-2")) as desk:
        done = desk.write(TakePosition(target="FW-US-02", stance="concur"))
        assert done.ids == ("mx-2-3",)
    assert waiting(register, "MX") == []
    assert_sound(register)


def test_both_sides_admit_an_observer_and_both_end_it(register: Path) -> None:
    write(register, "obs-1", AddRecord(kind="commitment", fields=NEW))
    assert waiting(register, "US") == waiting(register, "MX") == ["FW-US-02"]
    one = service.admit_observer(register, "us-1", "obs-1", "scope", reason="A keeper.")
    assert (waiting(register, "US"), waiting(register, "MX")) == ([], ["FW-US-02"])
    service.admit_observer(register, "mx-1", "obs-1", "scope", reason="A keeper.")
    assert waiting(register, "MX") == []
    ended = service.admit_observer(register, "us-1", "obs-1", "scope", until=1, reason="No more.")
    assert "ends when {side} ends it too" in ended.lines[0].template
    assert waiting(register, "MX") == []
    service.admit_observer(register, "mx-1", "obs-1", "scope", until=1, reason="No more.")
    assert waiting(register, "US") == waiting(register, "MX") == ["FW-US-02"]
    assert len(one.ids) == 1
    assert_sound(register)


ADMISSIONS: list[tuple[str, str, dict[str, Any], str]] = [
    ("obs-1", "obs-1", {}, "A desk cannot admit itself"),
    ("obs-1", "us-1", {}, "Only a desk of a side can admit an observer"),
    ("mx-1", "us-1", {}, "us-1 is a desk of US and needs no admission"),
    ("mx-1", "obs-7", {}, "No desk obs-7"),
    ("mx-1", "obs-1", {"until": 99}, "obs-1 has no entry 99; its last is 1"),
    ("mx-1", "obs-1", {"reason": " "}, "A reason is required"),
    ("mx-1", "obs-1", {"admitted_for": "everything"}, "everything"),
]


@pytest.mark.parametrize(("seat", "feed", "changes", "said"), ADMISSIONS)
def test_an_admission_that_makes_no_sense_is_refused(
    register: Path, seat: str, feed: str, changes: dict[str, Any], said: str
) -> None:
    before = entries(register)
    options = {"admitted_for": "scope", "reason": "Trusted.", **changes}
    with pytest.raises(Refused) as refused:
        service.admit_observer(register, seat, feed, **options)
    assert said in str(refused.value)
    assert entries(register) == before


def test_the_same_admission_twice_is_refused(register: Path) -> None:
    service.admit_observer(register, "mx-1", "obs-1", "scope", reason="A keeper.")
    with pytest.raises(Refused, match="Your side has already admitted"):
        service.admit_observer(register, "mx-1", "obs-1", "scope", reason="A keeper.")


def test_only_a_desk_of_a_side_reviews(register: Path) -> None:
    with pytest.raises(Refused, match="Only a desk of a side"):
        service.review_all(register, "obs-1", "All.")
    with pytest.raises(Refused, match="A reason is required"):
        service.review_all(register, "mx-1", None)


def test_a_second_key_of_the_other_side_on_this_computer_is_named(register: Path) -> None:
    assert service.desk_beside(register, "us-2") == "mx-1"
    next(own_key_folder(register).glob("mx-1-*.pem")).unlink()
    assert service.desk_beside(register, "us-2") is None


def test_opening_a_desk_folds_again_what_an_observer_wrote_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_editions, "is_known", lambda *_folder: True)
    register = tmp_path / "observed.db"
    service.create_register(register, data=make_folder(tmp_path / "data"), desk="obs-1", keys=own_key_folder(register))
    write(register, "obs-1", AddRecord(kind="commitment", fields=NEW))
    for seat in ("us-1", "mx-1"):
        service.open_desk(register, seat, keys=own_key_folder(register), today=TODAY).close()
        findings = service.verify_register(register, deep=True).findings
        assert [one.place for one in findings if one.place == "acceptance"] == []
