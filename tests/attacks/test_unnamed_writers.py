"""Outputs say who chose a body, recorded a source or removed a note, and which observers' desks were not admitted."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.cli import commitment as command
from accordtrack.core.paths import own_key_folder
from accordtrack.service import open_register
from accordtrack.tui.tabs import facts, sources
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddRecord, Amend, Intent, ReportStatus
from all_outputs import every_output
from attack_room import Room
from folders import change, make_folder
from memory_register import Draft, MemoryReader
from registers import TODAY
from symmetric_register import FEED, OTHER, SIDES, admit, amend, answer, body, commitment, retract, status

pytestmark = pytest.mark.sweep

NAMES = {"US": "United States", "MX": "Mexico"}
JOINT = "FW-JT-01"
PAGE = f"site/en/commitments/{JOINT}.html"
_TAGS, _BLANKS = re.compile("<[^>]+>"), re.compile(r"\s+")


def plain(text: str) -> str:
    return _BLANKS.sub(" ", _TAGS.sub("", text))


class Office:
    """A register whose folder chose the bodies of a joint commitment and wrote its note."""

    def __init__(self, folder: Path) -> None:
        data, self.folder = make_folder(folder / "data"), folder
        change(
            data,
            "commitments/fw.yaml",
            "  handling: TLP:GREEN\n",
            "  supporting: [ATF]\n  inferred: [lead, supporting]\n",
        )
        change(
            data,
            "commitments/fw.yaml",
            "No se fija fecha.}\n",
            "No se fija fecha.}\n  note: {en: A note., es: Nota.}\n",
        )
        self.register = folder / "register.db"
        keys = own_key_folder(self.register)
        service.create_register(self.register, data=data, desk="us-1", seats=("mx-1", "obs-1"), keys=keys, today=TODAY)

    def write(self, side: str, *intents: Intent) -> WriteResult:
        with closing(open_register(self.register, desk=FEED[side], today=TODAY)) as desk:
            return desk.write(*intents)

    def amend(self, side: str, **fields: str) -> WriteResult:
        named = {name.replace("_", "."): value for name, value in fields.items()}
        return self.write(side, Amend(record=JOINT, fields=named, reason="Ours.", handling="TLP:CLEAR"))

    def shown(self) -> dict[str, str]:
        """What the command and the screen of the commitment show."""
        with closing(open_register(self.register, desk="us-1", today=TODAY)) as desk:
            view = desk.commitment(JOINT)
        told = [
            line for one in command.sections(view, ascii_only=False) for _label, lines in one.facts for line in lines
        ]
        blocks = {"facts": facts.blocks(view), "sources": sources.blocks(view)}
        return {"show": plain(" ".join(told))} | {
            name: plain(" ".join(one.body.plain for one in found)) for name, found in blocks.items()
        }

    def outputs(self) -> dict[str, str]:
        with closing(open_register(self.register, desk="us-1", today=TODAY)) as desk:
            return {name: plain(text) for name, text in every_output(desk, self.folder / "out").items()}


def of_folder(room: Room, *drafts: Draft) -> None:
    """Entries of the data folder that both sides admit."""
    room.writes(*drafts, feed="obs-0")
    for feed in FEED.values():
        room.writes(admit("obs-0", "scope"), feed=feed)


@pytest.mark.parametrize("side", SIDES)
def test_what_a_desk_amended_is_no_longer_supplied_by_this_tracker(side: str) -> None:
    room = Room(side)
    room.writes(body("OURS", side, speaks_for=side))
    chosen: dict[str, Any] = {"inferred": ["lead", "theme", "supporting"], "supporting": ["AUDIT"]}
    both = {one: f"{one}-LEAD" for one in SIDES}
    of_folder(room, commitment("NEW", "JOINT", lead=both, **chosen))

    def inferred() -> set[str]:
        return set(MemoryReader(room.log).facts().states["NEW"].record.inferred)

    assert inferred() == {"lead", "theme", "supporting"}
    (ours,) = room.writes(amend("NEW", {"lead": {**both, side: "OURS"}}, side))
    assert inferred() == {f"lead.{room.them}", "theme", "supporting"}
    (change,) = room.writes(amend("NEW", {"supporting": ["OURS"]}, side))
    assert "supporting" in inferred()
    room.writes(answer(change, room.them), feed=room.victim)
    assert inferred() == {f"lead.{room.them}", "theme"}
    room.writes(amend("NEW", {"lead": both}, room.them), feed=room.victim)
    assert inferred() == {"theme"}
    (back,) = room.writes(retract(ours))
    room.writes(answer(back, room.them), feed=room.victim)
    assert inferred() == {f"lead.{side}", "theme"}


@pytest.mark.parametrize("side", SIDES)
def test_an_amendment_of_the_folder_or_one_that_waits_leaves_the_mark(side: str) -> None:
    room = Room(side)
    lead = {side: f"{side}-LEAD", room.them: None}
    added = commitment("NEW", "JOINT", lead=lead, inferred=["lead", "level"])
    of_folder(room, added, amend("NEW", {"lead": lead}, "OBS"))
    room.writes(amend("NEW", {"level": "outcome"}, side))
    assert MemoryReader(room.log).facts().states["NEW"].record.inferred == ("lead", "level")


@pytest.mark.parametrize("side", SIDES)
def test_each_lead_names_its_side_and_only_what_this_tracker_chose_is_marked(side: str, tmp_path: Path) -> None:
    office, other = Office(tmp_path), OTHER[side]
    names = {"name.en": "A Department", "name.es": "Un departamento"}
    added: dict[str, Any] = {**names, "side": side, "branch": "executive", "speaks_for": side}
    office.write(side, AddRecord(kind="body", fields={"code": "NEW", **added}))
    office.amend(side, **{f"lead_{side}": "NEW"})
    theirs = {"US": "DOJ", "MX": "SSPC"}[other]
    ours, chosen = f"A Department (NEW) ({NAMES[side]})", f"({theirs}) ({NAMES[other]})"
    with closing(open_register(office.register, desk="us-1", today=TODAY)) as desk:
        assert desk.listing(f"id:{JOINT} inferred:lead").total == 1
    shown = office.shown()
    assert f"{chosen} (tracker ≈)" in shown["show"]
    assert f"{chosen} (supplied by this tracker)" in shown["facts"]
    assert all(ours in shown[name] and f"{ours} (" not in shown[name].replace(chosen, "") for name in ("show", "facts"))
    found = office.outputs()
    ours, chosen = f"A Department (NEW, {NAMES[side]})", f"({theirs}, {NAMES[other]})"
    assert ours in found[PAGE]
    assert re.search(rf"≈ [^;≈]*{re.escape(chosen)}", found[PAGE])
    assert f"≈ {ours}" not in found[PAGE]
    assert f"{theirs}" in found["annexes.en.md"]
    assert f"{side}: NEW" in found["annexes.en.md"]
    assert f"{other}: ≈ {theirs}" in found["annexes.en.md"]


@pytest.mark.parametrize("side", SIDES)
def test_a_source_says_which_desk_recorded_it(side: str, tmp_path: Path) -> None:
    office = Office(tmp_path)
    fields = {"id": "THEIRS", "publisher": f"The government of {NAMES[OTHER[side]]}", "title": "It certifies"}
    where = {"url": "https://example.org/certified", "copy": "joint_text", "date": "2024-01-01"}
    office.write(side, AddRecord(kind="source", fields={**fields, **where}))
    cites: dict[str, Any] = {"sources": ("THEIRS",), "handling": "TLP:CLEAR", "override": "As dated."}
    office.write(
        side, ReportStatus(commitment=JOINT, status="limited", note="So.", effective_on=TODAY, said_on=TODAY, **cites)
    )
    told = f"recorded by {FEED[side]} ({NAMES[side]})"
    shown, found = office.shown(), office.outputs()
    assert told in shown["show"]
    assert told in shown["sources"]
    assert found[PAGE].count(f"joint text; {told}") > 1
    assert f"joint text; {told}" in found["annexes.en.md"]
    assert f"registrado por {FEED[side]}" in found["annexes.es.md"]
    assert all(text.count(told) == text.count(told) for name, text in shown.items())
    assert "recorded by obs-0" not in " ".join((*shown.values(), found[PAGE], found["annexes.en.md"]))


@pytest.mark.parametrize("side", SIDES)
def test_a_removed_note_is_named_with_its_desk_and_day(side: str, tmp_path: Path) -> None:
    office, other = Office(tmp_path), OTHER[side]
    told = f"note removed by {FEED[side]}, "
    assert all("note removed" not in text for text in office.shown().values())
    office.amend(other, note="Theirs.")
    office.amend(side, note="")
    shown = office.shown()
    assert told + TODAY in shown["show"]
    assert told + TODAY in shown["facts"]
    assert f"({FEED[side]})" not in shown["show"]
    found = office.outputs()
    assert told in found[PAGE]
    assert f"nota retirada por {FEED[side]}" in found[PAGE.replace("/en/", "/es/")]
    office.amend(other, note="Again.")
    assert all("note removed" not in text for text in office.shown().values())


@pytest.mark.parametrize("side", SIDES)
def test_a_note_removed_twice_names_who_removed_it_first(side: str) -> None:
    room = Room(side)
    of_folder(room, commitment("NEW", "JOINT", note={"en": "A note.", "es": "Nota."}))
    (gone,) = room.writes(amend("NEW", {"note": None}, side))
    room.writes(amend("NEW", {"note": None}, room.them), feed=room.victim)
    state = MemoryReader(room.log).facts().states["NEW"]
    assert state.note_removed is not None
    assert state.note_removed.hash == gone.hash


@pytest.mark.parametrize("side", SIDES)
def test_an_observer_whom_a_side_does_not_admit_is_no_maintainer_without_a_word(side: str, tmp_path: Path) -> None:
    office = Office(tmp_path)
    keys = own_key_folder(office.register)
    service.open_desk(office.register, "obs-5", keys=keys, today=TODAY).close()
    service.admit_observer(office.register, FEED[side], "obs-5", "statements", until=None, reason="Known.")
    found = office.outputs()
    english, spanish = found["scorecard.en.md"], found["scorecard.es.md"]
    assert "obs-1 (observer) and obs-5 (observer, not admitted)" in english
    assert "obs-5 (instancia independiente, sin admitir)" in spanish
    assert "obs-0 (observer)," in english


@pytest.mark.parametrize("side", SIDES)
def test_a_joint_statement_of_a_side_names_only_a_body_that_speaks_for_it(side: str) -> None:
    room = Room(side)
    refused = {}
    for code in (f"{room.them}-LEAD", "AUDIT", f"{side}-LEAD"):
        draft = status(room.joint(1), "JOINT", "completed", "2026-01-15", speaker_body=code, sources=["JS"])
        (item,) = room.writes(draft)
        problem = MemoryReader(room.log).rulings([item])[item.hash][1].problem
        refused[code] = problem and problem.message
    message = "{body} does not speak for {side}"
    assert refused == {f"{room.them}-LEAD": message, "AUDIT": message, f"{side}-LEAD": None}
