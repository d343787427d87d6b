"""A body of one side under the name of the other side's ministry is shown with its own side wherever it is counted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.cli import responsibilities
from accordtrack.cli.arguments import Globals
from accordtrack.i18n import using_language
from accordtrack.scorecard.sections import cells, pending
from accordtrack.service import open_register
from accordtrack.text import score
from accordtrack.tui import responsibility_columns
from accordtrack.types.intents import AddRecord, Amend
from registers import TODAY, small_register
from scorecard_factory import column, held, made, table
from symmetric_register import FEED, OTHER, SIDES

NAME, CODE = "Ministry of the Other Side", "TWIN"
SHORT = {"en": {"US": "US", "MX": "MX"}, "es": {"US": "EE. UU.", "MX": "México"}}
NAMES = {"en": {"US": "United States", "MX": "Mexico"}, "es": {"US": "Estados Unidos", "MX": "México"}}


@pytest.fixture
def register(side: str, tmp_path: Path) -> Path:
    """A register in which a desk of ``side`` made a body named like one of the other side lead a promise of its own."""
    register, record = small_register(tmp_path), f"FW-{side}-01"
    fields = {"code": CODE, "name": NAME, "side": side, "branch": "executive", "speaks_for": side}
    with closing(open_register(register, desk=FEED[side], today=TODAY)) as desk:
        desk.write(AddRecord(kind="body", fields=fields))
        desk.write(Amend(record=record, fields={f"lead.{side}": CODE}, reason="Planted", handling="TLP:CLEAR"))
        assert desk.commitment(record).leads_by_side[side].code == CODE
    return register


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", SIDES)
def test_a_scorecard_names_its_side(register: Path, side: str, language: str) -> None:
    with closing(open_register(register, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        data = held(desk, TODAY)
        section, lists = made(pending.section, data, language)
    full = f"{NAME} ({CODE}, {NAMES[language][side]})"
    assert full in [cell.text for cell in column(table(section, "pending-bodies"), "body")]
    assert [one.title for one in lists.all_lists if NAME in one.title]
    assert all(full in one.title for one in lists.all_lists if NAME in one.title)
    with using_language(language):
        assert cells.bodies(data.facts.states[f"FW-{side}-01"]).text == f"{SHORT[language][side]}: {CODE}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", SIDES)
def test_a_score_by_body_names_its_side(register: Path, side: str, language: str) -> None:
    with closing(open_register(register, today=TODAY)) as desk, using_language(language):
        scores = held(desk, TODAY).scores
        assert score.title(scores, "body", CODE) == f"{SHORT[language][side]}: {NAME}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", SIDES)
def test_owed_lists_it_under_its_side(
    register: Path, side: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_register(register, today=TODAY)) as desk, using_language(language):
        responsibilities.write(Globals(), desk, "body", None)
    lines = capsys.readouterr().out.splitlines()
    heads = [line for line in lines if line in NAMES[language].values()]
    assert sorted(heads) == sorted(NAMES[language].values())
    (place,) = (number for number, line in enumerate(lines) if line.split()[:1] == [CODE])
    assert [line for line in lines[:place] if line in heads][-1] == NAMES[language][side]


@pytest.mark.parametrize("side", SIDES)
def test_a_narrow_screen_keeps_the_side_of_each_body(register: Path, side: str) -> None:
    with closing(open_register(register, today=TODAY)) as desk:
        rows = desk.responsibility_rows("body")
    (row,) = (row for row in rows if row.code == CODE)
    for width in range(24, 100):
        shown = responsibility_columns.columns(width, "body", rows)
        line = responsibility_columns.group_line(row, shown, "body", "owed", 1).plain
        assert line.split()[:2] == [CODE, side], width
