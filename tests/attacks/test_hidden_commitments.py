"""A commitment that its side hides stays in the counts of the answer, and every page with such counts says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import BriefPart
from accordtrack.documents.sentences import plain_text
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scoring.findings import Finding, find_whole
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk, open_register
from accordtrack.types.intents import AddRecord, Amend, ReportStatus
from all_outputs import every_output, holding
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

AT = TwoDates(TODAY, TODAY)
AMBER = "TLP:AMBER"
HIDDEN = "FW-77"
THE_SIDE = {"US": "the United States", "MX": "Mexico"}


def reversed_by(side: str, folder: Path, theme: str = "firearms") -> Desk:
    """The desk of a side that reports a commitment of its own as reversed."""
    register = small_register(folder)
    desk = open_register(register, desk=FEED[side], today=TODAY)
    fields = {name: value for name, value in NEW.items() if name != "lead.US"}
    desk.write(AddRecord(kind="commitment", fields={**fields, "id": HIDDEN, "responsible_side": side, "theme": theme}))
    accept_everything(register, by=FEED[OTHER[side]])
    desk.write(ReportStatus(commitment=HIDDEN, status="reversed", note="It ended.", handling="TLP:CLEAR"))
    return desk


def hide(desk: Desk) -> None:
    desk.write(Amend(record=HIDDEN, fields={"handling": AMBER}, reason="Hide.", handling=AMBER))


def answer_for_the_public(desk: Desk) -> Finding:
    with desk._db.reading() as connection:
        found = facts.read(connection, AT, audience_of(connection, "public", None, AT))
    method = standard_method()
    return find_whole(ScoreAccess(found, method, build_inputs(found, AT, method)))


@pytest.mark.parametrize("side", SIDES)
def test_a_hidden_commitment_stays_in_the_counts_of_the_answer(side: str, tmp_path: Path) -> None:
    desk = reversed_by(side, tmp_path)
    before = answer_for_the_public(desk)
    hide(desk)
    after = answer_for_the_public(desk)
    assert after.listed.every == before.listed.every
    assert after.listed.hidden == before.listed.hidden + 1
    for one, was in zip(after.statements, before.statements, strict=True):
        own = one.side == side
        assert (one.listed, one.reversed, one.hidden) == (was.listed, was.reversed - own, was.hidden + own)
    asked = [(owner, theme.paths.id) for owner, theme in after.questions]
    assert asked == [(owner, theme.paths.id) for owner, theme in before.questions]


@pytest.mark.parametrize("side", SIDES)
def test_pages_that_count_commitments_say_how_many_are_hidden(side: str, tmp_path: Path) -> None:
    desk = reversed_by(side, tmp_path)
    hide(desk)  # and the small register has a joint one that is not public
    outputs = every_output(desk, tmp_path / "out")
    told = f"2 commitments of {THE_SIDE[side]} are not public."
    assert {"scorecard.en.md", "scorecard.en.html", "site/en/index.html"} <= {*holding(outputs, told)}
    listed = {*holding(outputs, "2 commitments not public")}
    assert {"site/en/commitments.html", "site/en/bodies.html", "site/en/bodies/ATF.html"} <= listed


def scorecard_texts(desk: Desk, part: str | None) -> dict[str, str]:
    """The first paragraph, the brief and the tarjeta of a public scorecard, each as one text."""

    def told(parts: tuple[BriefPart, ...]) -> str:
        return " ".join(plain_text(one) for found in parts for one in found.sentences)

    english, spanish = (
        desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", language, part=part)) for language in ("en", "es")
    )
    return {"lead": plain_text(english.lead[0]), "brief": told(english.brief), "note": told(spanish.note)}


@pytest.mark.parametrize("side", SIDES)
def test_a_scorecard_of_a_filter_says_that_what_is_hidden_may_match(side: str, tmp_path: Path) -> None:
    desk = reversed_by(side, tmp_path, theme="health")  # the small register has one more that is not public
    before = scorecard_texts(desk, "status:substantial")
    assert "1 of 4 commitments. 1 more commitment, or the latest statement on it, is not public" in before["lead"]
    hide(desk)
    after = scorecard_texts(desk, "status:substantial")
    assert "1 of 4 commitments. 2 more commitments, or the latest statements on them, are not public" in after["lead"]
    assert "2 compromisos más, o las últimas declaraciones sobre ellos, no son públicos" in after["note"]
    assert "not public" not in scorecard_texts(desk, "theme:firearms")["lead"]


@pytest.mark.parametrize("side", SIDES)
def test_a_hidden_statement_is_counted_where_reported_ones_are(side: str, tmp_path: Path) -> None:
    desk = reversed_by(side, tmp_path)
    told = f"1 statement of {THE_SIDE[side]} is not public."
    assert told not in scorecard_texts(desk, None)["brief"]
    desk.write(ReportStatus(commitment=HIDDEN, status="not_started", note="Secret.", handling=AMBER))
    whole, part = (scorecard_texts(desk, one) for one in (None, "status:substantial"))
    assert told in whole["brief"]
    assert "1 declaración de" in whole["note"]
    assert "2 more commitments, or the latest statements on them, are not public" in part["lead"]


def test_a_tarjeta_of_a_filter_says_what_it_covers(tmp_path: Path) -> None:
    desk = reversed_by("US", tmp_path)
    assert "Este documento abarca solo " in scorecard_texts(desk, "owes:MX")["note"]
    assert "Este documento abarca solo " not in scorecard_texts(desk, None)["note"]
