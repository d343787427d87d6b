"""A side hides commitments of its own: the answer in plain words keeps their number, and says that they are not public."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.scoring.findings import Finding, Statements
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import open_register
from accordtrack.text import findings as words
from accordtrack.types.intents import Amend
from accordtrack.vocabulary import Side
from all_outputs import every_output, holding
from registers import TODAY, small_register
from symmetric_register import FEED, SIDES

AT = TwoDates(TODAY, TODAY)
NAMES = {"US": "the United States", "MX": "Mexico"}


def public(path: Path) -> ScoreAccess:
    with closing(open_register(path, today=TODAY)) as desk, desk._db.reading() as connection:
        read = facts.read(connection, AT, audience_of(connection, "public", None, AT))
    return ScoreAccess(read, standard_method(), build_inputs(read, AT, standard_method()))


def of(found: Finding, side: str) -> list[Statements]:
    """What is counted for a side, in the whole and in each theme that has anything."""
    rows = [*found.statements, *(row for theme in found.themes for row in theme.statements)]
    return [row for row in rows if row.side is Side(side) and row.listed]


def said(row: Statements) -> str:
    start = "1 commitment of {} is" if row.hidden == 1 else f"{row.hidden} commitments of {{}} are"
    return f"{start.format(NAMES[row.side])} not public."


@pytest.mark.parametrize("side", SIDES)
def test_a_hidden_commitment_stays_among_those_of_its_side(side: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    public_before = public(path)
    before = public_before.finding
    name = f"FW-{side}-01"
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(Amend(record=name, fields={"handling": "TLP:RED"}, reason="Hide.", handling="TLP:RED"))
        outputs = every_output(desk, tmp_path / "out")
    scores = public(path)
    after = scores.finding
    assert name not in scores.facts.states
    assert [row.listed for row in of(after, side)] == [row.listed for row in of(before, side)]
    assert [row.hidden - old.hidden for row, old in zip(of(after, side), of(before, side), strict=True)] == [1, 1]
    for row in of(after, side):
        assert row.stated + row.assessed + row.not_public + row.none + row.hidden == row.listed
    assert scores.agreed_attainment.direct == public_before.agreed_attainment.direct
    assert of(after, Side(side).other.value) == of(before, Side(side).other.value)
    whole, theme = of(after, side)
    found = next(one for one in after.themes if theme in one.statements)
    with using_language("en"):
        assert said(whole) in " ".join(words.in_short(scores, after))
        assert said(whole) in " ".join(words.about_whole(scores, after))
        assert said(theme) in " ".join(words.about_theme(scores, found))
    assert {"card.en", "scorecard.en.md"} <= set(holding(outputs, said(whole)))
    assert [name for name in holding(outputs, said(whole)) if "index.html" in name]
    assert [name for name in holding(outputs, "not public (") if name.endswith("en/commitments.html")]
    front = next(text for name, text in outputs.items() if name.endswith("en/index.html"))
    assert "seg-hidden" in front.partition("statements-by-side")[2]
