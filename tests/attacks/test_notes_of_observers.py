"""A note at an observer's desk that one side opened for itself is shown as that of a desk that is not admitted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import open_register
from accordtrack.types.intents import AddNote
from accordtrack.vocabulary import Provenance
from all_outputs import every_output, holding
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

WORDS = "The auditors found nothing."


def noted(victim: str, folder: Path, *admitting: str) -> Path:
    """A register with a note about a commitment of the victim at an observer's desk, admitted by these sides."""
    register = small_register(folder)
    with closing(service.open_desk(register, "obs-9", keys=own_key_folder(register), today=TODAY)) as observer:
        for side in admitting:
            service.admit_observer(register, FEED[side], "obs-9", "statements", reason="It is independent.")
        observer.write(AddNote(commitment=f"FW-{victim}-01", text=WORDS, handling="TLP:CLEAR"))
    return register


@pytest.mark.parametrize("admitting", [0, 1])
@pytest.mark.parametrize("side", SIDES)
def test_the_note_of_ones_own_observer_says_that_it_is_not_admitted(side: str, admitting: int, tmp_path: Path) -> None:
    register = noted(OTHER[side], tmp_path, *[side][:admitting])
    with closing(open_register(register, desk=FEED[OTHER[side]], today=TODAY)) as victim:
        (note,) = victim.commitment(f"FW-{OTHER[side]}-01").notes
        assert note.provenance == Provenance.NOT_ADMITTED
        outputs = every_output(victim, tmp_path / "out")
    shown = {name for name in holding(outputs, WORDS) if name.startswith("site/en/") and name.endswith(".html")}
    assert f"site/en/commitments/FW-{OTHER[side]}-01.html" in shown
    assert shown <= {*holding(outputs, "not admitted")}


@pytest.mark.parametrize("side", SIDES)
def test_a_note_of_an_observer_that_both_sides_admitted_is_shown_as_one(side: str, tmp_path: Path) -> None:
    register = noted(OTHER[side], tmp_path, *SIDES)
    with closing(open_register(register, desk=FEED[side], today=TODAY)) as desk:
        (note,) = desk.commitment(f"FW-{OTHER[side]}-01").notes
        assert note.provenance != Provenance.NOT_ADMITTED
