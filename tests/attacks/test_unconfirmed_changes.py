"""A correction that one side recorded alone is nowhere shown as the responsible side's word."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import site_factory
from accordtrack import i18n, service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.documents import render_annexes
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.site.pages import commitment
from accordtrack.text import deadlines
from accordtrack.types import IatiRequest
from accordtrack.types.intents import Amend, TakePosition
from folders import change, make_folder
from registers import TODAY
from symmetric_register import FEED, OTHER, SIDES

RECORDED = {
    "US": "entered by the United States, not confirmed by Mexico",
    "MX": "entered by Mexico, not confirmed by the United States",
}
SET_BY_OWNER = "set later by the responsible side"


def corrected_register(folder: Path, side: str, ref: str, *before: TakePosition) -> Path:
    """A register in which a side alone moved the deadline and the text of a commitment, while the other has no desk."""
    data = make_folder(folder / "data")
    change(data, "commitments/fw.yaml", "  handling: TLP:GREEN\n", "")
    register = folder / "register.db"
    service.create_register(register, data=data, desk=FEED[side], keys=own_key_folder(register), today=TODAY)
    with closing(service.open_register(register, desk=FEED[side], today=TODAY)) as desk:
        fields = {"due_on": "2027-01-31", "text.en": "All guns.", "text.es": "Todas las armas."}
        if before:
            desk.write(*before)
        desk.write(Amend(record=ref, fields=fields, reason="Corrected.", sources=("JS-2021",), handling="TLP:CLEAR"))
    return register


@pytest.mark.parametrize("owner", ["other", "joint"])
@pytest.mark.parametrize("side", SIDES)
def test_change_recorded_by_one_side_is_shown_as_unconfirmed(tmp_path: Path, side: str, owner: str) -> None:
    ref = "FW-JT-01" if owner == "joint" else f"FW-{OTHER[side]}-01"
    register = corrected_register(tmp_path, side, ref)
    at = TwoDates(TODAY, TODAY)
    with closing(service.open_register(register, today=TODAY)) as desk, i18n.using_language("en"):
        made = site_factory.of_desk(desk, TODAY)
        page = site_factory.read(made, commitment.page(made, made.held.facts.states[ref]))
        desk.export_calendar(tmp_path / "dates.ics", every=True)
        calendar = (tmp_path / "dates.ics").read_text(encoding="utf-8").replace("\n ", "")
        event = next(one for one in calendar.split("BEGIN:VEVENT") if f"deadline.{ref}@" in one).replace("\\", "")
        left = desk.export_iati(tmp_path / "aid.xml", IatiRequest(at, "public")).left
        aid = (tmp_path / "aid.xml").read_text(encoding="utf-8") + " ".join(i18n.explain(one.problem) for one in left)
        card = render_annexes(desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en")), "md").decode()
        texts = {
            "show": " ".join(deadlines.lines(desk.commitment(ref).due)),
            "text": site_factory.section(page, "words"),
            "deadline": site_factory.section(page, "deadline"),
            "calendar": event,
            "iati": aid,
            "scorecard": " ".join(line for line in card.splitlines() if ref in line),
        }
    assert {name for name, text in texts.items() if RECORDED[side] not in " ".join(text.split())} == set()
    assert {name for name, text in texts.items() if SET_BY_OWNER in text} == set()


@pytest.mark.parametrize("side", SIDES)
def test_correction_in_the_other_sides_name_is_nobodys_turn(tmp_path: Path, side: str) -> None:
    ref = f"FW-{OTHER[side]}-01"
    rejects = TakePosition(target=ref, stance="not_agreed", reason="Not these words.", said_on="2026-11-01")
    register = corrected_register(tmp_path, side, ref, rejects)
    with closing(service.open_register(register, today=TODAY)) as desk:
        (thread,) = (one for one in desk.disputes(f"id:{ref}") if one.about == "text")
    assert (thread.turn, thread.turn_since) == (None, None)
