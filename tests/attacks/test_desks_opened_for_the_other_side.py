"""A desk that somebody opens for a side that has one is named in every output until the other desk has written again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import open_register
from accordtrack.text.effect_notes import desk_notes
from accordtrack.types.effects import UnansweredDesk
from accordtrack.types.intents import AddNote
from all_outputs import every_output, holding
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

THE_SIDE = {"US": "the United States", "MX": "Mexico"}


def opened_for(victim: str, folder: Path) -> tuple[Path, str]:
    """A register with a second desk of the victim, and the note about it."""
    register = small_register(folder)
    second = f"{victim.lower()}-3"
    service.open_desk(register, second, keys=own_key_folder(register), today=TODAY).close()
    return register, f"{second} is another desk of {THE_SIDE[victim]}. {FEED[victim]} has written nothing since"


def pair(victim: str) -> UnansweredDesk:
    return UnansweredDesk(f"{victim.lower()}-3", victim, FEED[victim])


@pytest.mark.parametrize("side", SIDES)
def test_a_second_desk_of_the_other_side_is_named_in_every_output(side: str, tmp_path: Path) -> None:
    register, told = opened_for(OTHER[side], tmp_path)
    with closing(open_register(register, desk=FEED[OTHER[side]], today=TODAY)) as victim:
        assert any(told in note for note in desk_notes(victim.desk_summary()))
        outputs = every_output(victim, tmp_path / "out")
    assert {"scorecard.en.md", "scorecard.en.html", "site/en/index.html"} <= {*holding(outputs, told)}
    assert pair(OTHER[side]) in service.verify_register(register).desks.unanswered
    assert "desks" in {one.name for one in service.examine(register)}


@pytest.mark.parametrize("side", SIDES)
def test_closing_the_second_desk_does_not_end_the_note(side: str, tmp_path: Path) -> None:
    register, _told = opened_for(OTHER[side], tmp_path)
    service.close_desk(register, pair(OTHER[side]).desk, None)
    assert pair(OTHER[side]) in service.verify_register(register).desks.unanswered


@pytest.mark.parametrize("side", SIDES)
def test_the_note_ends_when_the_first_desk_writes(side: str, tmp_path: Path) -> None:
    register, _told = opened_for(OTHER[side], tmp_path)
    with closing(open_register(register, desk=FEED[side], today=TODAY)) as other_side:
        other_side.write(AddNote(commitment="FW-US-01", text="Seen."))
        assert pair(OTHER[side]) in other_side.desk_summary().unanswered
    with closing(open_register(register, desk=FEED[OTHER[side]], today=TODAY)) as victim:
        victim.write(AddNote(commitment="FW-US-01", text="Seen."))
        assert pair(OTHER[side]) not in victim.desk_summary().unanswered
