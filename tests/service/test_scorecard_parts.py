"""Scorecards of a filter: what matches among what the readers may read, what is left out, and words of whole areas only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from accordtrack import documents, service
from accordtrack.core.problems import Refused
from accordtrack.documents import json_file
from accordtrack.documents.model import Scorecard
from accordtrack.documents.sentences import plain_text
from accordtrack.scorecard.request import ScorecardRequest, from_json
from accordtrack.service import Desk
from accordtrack.types.intents import ReportStatus
from registers import small_desk, small_register
from shipped_scores import TODAY, shipped_desk

pytestmark = pytest.mark.scale

FILTERS = (
    "theme:firearms",
    "theme:firearms,health",
    "-theme:health status:limited,substantial",
    "framework:BF",
    "fentanyl",
    '"organized crime" side:JOINT',
    "owes:MX due:overdue",
    "id:=BF21-1.3-A,JS25-09",
    "agreed:<2022-01",
    "grade:documented",
    "standing:disputed",
    "turn:US",
    "evidence:>1",
)


def request(part: str | None, language: str = "en", audience: str = "public", **more: str) -> ScorecardRequest:
    return ScorecardRequest(TODAY, TODAY, audience, language, part=part, **more)  # type: ignore[arg-type]


@cache
def card(part: str | None, language: str = "en") -> Scorecard:
    return shipped_desk().scorecard(request(part, language))


def records(found: Scorecard) -> set[str]:
    section = next(one for one in found.sections if one.id == "commitments")
    return {row.anchor for block in section.blocks for row in getattr(block, "rows", ())}


def listed(desk: Desk, words: str) -> set[str]:
    return {row.id for row in desk.rows(desk.listing(words=words).keys)}


@pytest.mark.parametrize("words", FILTERS)
def test_a_part_holds_what_the_list_finds(words: str) -> None:
    desk = shipped_desk()
    found = desk.scorecard(request(words))
    lists = {one.id: {item.code for item in one.items} for one in found.listings}
    assert lists["records"] == listed(desk, words) != set()


def test_a_status_that_the_readers_may_not_read_matches_nothing(tmp_path: Path) -> None:
    """The list finds it; a public scorecard of what it finds would tell which commitment it is about."""
    us = small_desk(tmp_path)
    us.write(
        ReportStatus(
            commitment="FW-US-01", status="substantial", no_evidence=True, note="Not public.", handling="TLP:AMBER"
        )
    )
    assert listed(us, "status:substantial") == {"FW-US-01"}
    with pytest.raises(Refused):
        us.scorecard(request("status:substantial"))
    assert us.scorecard(request("status:substantial", audience="parties")).withheld == 0


@pytest.mark.parametrize(("seat", "name"), [("us-1", "FW-US-01"), ("mx-1", "FW-MX-01")])
def test_a_part_by_provenance_counts_what_a_status_that_is_not_public_takes_out(
    tmp_path: Path, seat: str, name: str
) -> None:
    register = small_register(tmp_path)
    desks = {one: service.open_register(register, desk=one, today=TODAY) for one in ("us-1", "mx-1")}
    for one, commitment in (("us-1", "FW-US-01"), ("mx-1", "FW-MX-01")):
        desks[one].write(
            ReportStatus(commitment=commitment, status="limited", no_evidence=True, note="x", handling="TLP:CLEAR")
        )

    def lead() -> str:
        return " ".join(plain_text(one) for one in desks[seat].scorecard(request("provenance:own")).lead)

    untold = "2 more commitments, or the latest statements on them, are not public"
    assert untold not in lead()
    desks[seat].write(ReportStatus(commitment=name, status="reversed", no_evidence=True, note="x", handling="TLP:RED"))
    assert untold in lead()


@pytest.mark.parametrize("language", ["en", "es"])
def test_title_and_first_sentence_say_what_is_covered_and_left_out(language: str) -> None:
    found = card("theme:firearms", language)
    name = {"en": "Firearms trafficking", "es": "Tráfico ilícito de armas"}[language]
    assert found.title.endswith(f": {name}")
    first = {"en": f"This document covers only {name}: 31 of 159 commitments. It leaves out 8 areas: "}
    first["es"] = f"Este documento abarca solo {name}: 31 de 159 compromisos. Omite 8 temas: "
    for sentence in (found.headline[0], found.lead[0], documents.parts.main_document(found).headline[0]):
        assert plain_text(sentence).startswith(first[language])


def test_a_part_without_a_commitment_claims_none_of_them() -> None:
    first = plain_text(card("place:MX-SIN").headline[0])
    assert "It covers no commitment in these areas: Prosecution and courts; " in first
    assert "some of the commitments" not in first


def test_a_whole_area_has_its_own_word_and_a_cut_one_says_that_it_is_of_the_whole() -> None:
    whole = {str(row["id"]): row["word"] for row in card(None).finding}
    note = "The word for an area sums up all its indicators."
    for part, is_cut in (
        ("theme:firearms", False),
        ("theme:firearms,health status:limited", True),
        ("agreed:>2024-06", True),
    ):
        found = card(part)
        words = {str(row["id"]): row["word"] for row in found.finding[1:]}
        assert words == {code: whole[code] for code in words}
        assert (note in plain_text(found.lead[0])) is is_cut


def test_a_state_has_its_events_and_series_though_no_commitment_names_it() -> None:
    found = card("place:MX-SIN")
    assert plain_text(found.lead[0]).startswith(
        "This document covers only Sinaloa: 0 of 159 commitments, and the events and figures of the place."
    )
    rows = [row for page in found.pages for block in page.blocks for row in getattr(block, "rows", ())]
    assert "area-violence-mx-sinaloa-homicides" in {row.anchor for row in rows}
    answer = " ".join(plain_text(one.sentence) for one in found.pages[0].blocks)  # type: ignore[union-attr]
    assert "Sinaloa: 885 victims" in answer


def test_json_of_a_part_names_it_and_is_made_again(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    made = json_file.as_json(desk.scorecard(request("theme:firearms")))
    assert made["asked"]["part"] == "theme:firearms"
    assert from_json(made["asked"]).part == "theme:firearms"
    assert desk.scorecard_differences(made) == []
    assert "part" not in desk.scorecard(request(None)).asked


def test_a_part_has_what_changed_since_a_day(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    found = desk.scorecard(request("theme:firearms", since="2020-01-01"))
    assert "changes" in {one.id for one in found.sections}


def test_making_a_part_leaves_lists_as_they_are(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    before = listed(desk, "")
    desk.scorecard(request("FW-US-01", audience="parties"))
    assert listed(desk, "") == before
    assert len(before) > 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("waits:US", "cannot limit a scorecard"),
        ("changed:>3", "cannot limit a scorecard"),
        ("nothing-has-this-word", "matches"),
        ("colour:red", "Unknown filter word"),
        (" ", "The filter is empty"),
    ],
)
def test_a_filter_that_gives_no_part_is_refused(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        small_desk(tmp_path).scorecard(request(words))
    assert said in refused.value.problems[0].message


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_part_without_the_series_of_the_whole_answers_with_those_of_its_areas(language: str) -> None:
    found = card("theme:firearms,border", language)
    told = plain_text(found.pages[0].blocks[1].sentence)  # type: ignore[union-attr]
    only = {
        "en": "Only 1 indicator has comparable data: it is about Mexico",
        "es": "Solo 1 indicador tiene datos comparables",
    }
    path = {
        "en": "committed with firearms fell from 70.7% (2019)",
        "es": "con arma de fuego en México bajó de 70.7 % (2019)",
    }
    assert only[language] in told
    assert path[language] in told
