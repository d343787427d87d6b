"""Notes and evidence of one side about a promise of the other are signed where changes and evidence are listed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.scorecard.sections import changes, full_tables
from accordtrack.service import Desk, open_register
from accordtrack.text import changes as words
from accordtrack.types.intents import AddEvidence, AddNote, Amend
from registers import TODAY, small_register
from scorecard_factory import column, held, items, made, table
from symmetric_register import FEED, OTHER, SIDES

BEFORE, ON = "2026-11-23", "2026-11-24"
FINDING = "Both governments agree that it was not kept."
NAMES = {"en": {"US": "United States", "MX": "Mexico"}, "es": {"US": "Estados Unidos", "MX": "México"}}


@pytest.fixture
def writer(side: str, tmp_path: Path) -> Desk:
    """A desk of ``side`` that planted its words at a commitment of the other side."""
    register, record = small_register(tmp_path), f"FW-{OTHER[side]}-01"
    desk = open_register(register, desk=FEED[side], today=TODAY)
    said: dict[str, Any] = {"said_on": ON, "handling": "TLP:CLEAR"}
    desk.write(AddNote(commitment=record, text=FINDING, **said))
    desk.write(
        AddEvidence(
            commitment=record, evidence=("https://example.org/a",), title=FINDING, note="x", effective_on=ON, **said
        )
    )
    desk.write(Amend(record=record, fields={"note": FINDING}, reason="Planted", **said))
    return desk


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", SIDES)
def test_each_value_of_a_change_says_whose_words_it_is(writer: Desk, side: str, language: str) -> None:
    found = writer.diff(TwoDates(BEFORE, BEFORE), TwoDates(TODAY, TODAY), f"FW-{OTHER[side]}-01")
    with using_language(language):
        after = {change.kind: words.value_after(change, ascii_only=False) for change in found.changes}
    assert after["note"] == after["field"] == f"{FINDING} ({FEED[side]})"
    assert after["evidence"].startswith(f"{NAMES[language][side]}: {FINDING} (")


@pytest.mark.parametrize("side", SIDES)
def test_an_earlier_note_keeps_its_desk_when_another_replaces_it(writer: Desk, side: str) -> None:
    record = f"FW-{OTHER[side]}-01"
    with closing(open_register(writer.path, desk=FEED[OTHER[side]], today=TODAY)) as owner:
        owner.write(Amend(record=record, fields={"note.en": "It was.", "note.es": "Sí."}, reason="No.", said_on=TODAY))
        (change,) = owner.diff(TwoDates(ON, ON), TwoDates(TODAY, TODAY), record).changes
    assert words.value_before(change, ascii_only=False) == f"{FINDING} ({FEED[side]})"
    assert words.value_after(change, ascii_only=False) == f"It was. ({FEED[OTHER[side]]})"


@pytest.mark.parametrize("side", SIDES)
def test_a_scorecard_signs_them_in_its_changes_and_its_list_of_evidence(writer: Desk, side: str) -> None:
    data = held(writer, TODAY, BEFORE)
    section, _lists = made(changes.section, data)
    shown = {
        cell.text
        for name in ("evidence", "record", "other")
        for cell in column(table(section, f"changes-{name}"), "after")
    }
    planted = {text for text in shown if FINDING in text}
    assert planted == {f"{FINDING} ({FEED[side]})", f"{NAMES['en'][side]}: {FINDING} (statement only)"}

    _section, lists = made(lambda of, found: full_tables.sections(of, found)[0], data)
    listed = [one.words for one in items(lists, f"evidence-of-FW-{OTHER[side]}-01") if FINDING in one.words]
    assert listed == [f"{NAMES['en'][side]}: {FINDING}"]
