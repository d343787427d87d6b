"""The page of an event: what is recorded, where the sides differ, what was measured before and after, and never a cause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.core.dates import days_between
from accordtrack.ledger.kinds import CONFLICT_SETTLE
from accordtrack.scoring import series
from accordtrack.scoring.aftermath import KINDS, NO_BASELINE
from accordtrack.site.chart_model import LineChart
from accordtrack.site.pages import event
from accordtrack.site.sections import event_results
from registers import TODAY, small_desk
from site_factory import assert_whole, of_desk, read, section, shipped

if TYPE_CHECKING:
    from pathlib import Path

both = pytest.mark.parametrize("language", ["en", "es"])
CODES = ("ev-zambada-2024", "ev-chihuahua-2026", "ev-transfer-2025-02", "ev-hlsd-2022", "ev-fincen-2025")


@both
@pytest.mark.parametrize("code", CODES)
def test_markup_is_whole_and_every_place_and_link_on_the_page_holds(code: str, language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, event.page(made, code), language)
    assert_whole(page)


def test_the_place_has_its_name_and_the_themes_their_pages() -> None:
    made = shipped("en")
    page = read(made, event.page(made, "ev-zambada-2024"))
    told = section(page, "event")
    assert "place ≈ Sinaloa (MX-SIN)" in told
    assert "≈ before a word: the source does not say it so" in told
    assert "../themes/violence.html" in {one.get("href") for one in page.root.every("a")}


@both
@pytest.mark.parametrize(
    ("code", "first", "many"),
    [("ev-joint-2025", "JS25-01", 9), ("ev-hlsd-2022", "HLSD22-GOV-01", 15), ("ev-gao-21-322", "GAO-21-322-A", 2)],
)
def test_what_came_out_of_an_event_is_listed_with_who_owes_it_and_its_status(
    code: str, first: str, many: int, language: str
) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, event.page(made, code), language)
    rows = [one for one in page.root.every("tr") if one.get("id").startswith("commitment-")]
    found = [state.record.id for state in event_results.arising(made, made.held.facts.events[code])]
    assert first in found
    assert len(rows) == len(found) == many
    links = {one.get("href") for one in page.root.every("a")}
    assert {f"../commitments/{one}.html" for one in found} <= links
    told = section(page, "arising")
    assert all(state.record.title.text.to(language) in told for state in made.commitments if state.record.id in found)


def test_what_came_out_of_an_event_has_its_date_and_its_source_or_its_text() -> None:
    made = shipped("en")
    listed = set()
    for body in made.held.facts.events.values():
        found = event_results.arising(made, body)
        assert not found or body.kind in {"meeting", "agreement", "audit"}
        assert all(0 <= days_between(body.date, state.record.agreed_on) <= event_results.DAYS for state in found)
        citing = [state for state in found if {*state.record.sources} & {*body.sources}]
        assert {state.record.framework for state in found} == {state.record.framework for state in citing}
        listed |= {state.record.id for state in found}
    owed = [state for state in made.commitments if state.record.kind == "commitment"]
    assert len([state for state in owed if state.record.id in listed]) > 0.9 * len(owed)
    assert "this register infers" in section(read(made, event.page(made, "ev-joint-2025")), "arising")
    assert "arising" not in {part.id for part in event.page(made, "ev-zambada-2024").parts}


def test_every_event_with_an_aftermath_warns_of_it_and_draws_what_has_values_on_both_sides() -> None:
    made = shipped("en")
    drawn = alone = 0
    for code, body in made.held.facts.events.items():
        page = event.page(made, code)
        part = next((one for one in page.parts if one.id == "aftermath"), None)
        assert (part is not None) == (body.kind in KINDS)
        if part is None:
            continue
        assert "does not show a cause" in str(part.blocks[0])
        curves = [block for block in part.blocks if isinstance(block, LineChart)]
        lines = [line for line in made.held.scores.aftermath(code).lines if line.before and line.after]
        assert len(curves) == len(lines)
        for curve, line in zip(curves, lines, strict=True):
            assert len(curve.points) == len(line.before) + len(line.after)
            means = [] if line.word == NO_BASELINE else [line.mean_before, line.mean_after]
            assert [level.value for level in curve.levels] == means
            assert curve.joined == bool(means)
            assert ("growth a day" in curve.title) == str(line.series).startswith(series.RUNNING)
            assert curve.marks[0].day == body.date
            assert [spot.kind for spot in curve.spots] == ["uncounted"] * len(line.across)
            counted = {point.end for point in (*line.before, *line.after)}
            assert all(point.start <= body.date <= point.end not in counted for point in line.across)
            assert ("held" in curve.title) <= (len(line.after) >= line.k or "not held" in curve.title)
        drawn += len(curves)
        alone += sum(not curve.joined for curve in curves)
    assert drawn > 5
    assert alone


def test_the_month_of_the_event_is_shown_and_a_short_while_is_not_said_to_hold() -> None:
    made = shipped("en")
    page = event.page(made, "ev-transfer-2026")
    (curve,) = (block for part in page.parts for block in part.blocks if isinstance(block, LineChart))
    assert curve.title.endswith("improved; whether it holds is not known yet (1 of 4 periods)")
    assert [spot.words for spot in curve.spots] == ["period with the day of the event, not counted: 50.9* (2026-01)"]
    told = section(read(made, page), "aftermath")
    assert "improved and held; held in 1 of 4 periods so far" in told
    assert "Producer: " in told
    assert "no value was found for the time between" not in told


def test_claims_of_both_sides_stand_where_they_differ(tmp_path: Path) -> None:
    made = of_desk(small_desk(tmp_path), TODAY)
    page = read(made, event.page(made, "ev-meeting"))
    told = section(page, "unfitting")
    assert "United States (ATF), 2023-05: claim 1 45.5 percent." in told
    assert "Mexico (SSPC), 2024-03-01: claim 2 Half. The same in Spanish La mitad." in told
    assert "what would settle it One table." in told
    assert "ATF-2023" in section(page, "sources")


def test_a_settled_conflict_says_which_claim_stands(tmp_path: Path) -> None:
    made = of_desk(small_desk(tmp_path), TODAY)
    end = {
        "conflict": "cf-traced",
        "claim": 1,
        "source": "ATF-2023",
        "reason": {"en": "One table.", "es": "Un cuadro."},
        "said_on": TODAY,
    }
    facts = replace(made.held.facts, settled={"cf-traced": CONFLICT_SETTLE.decode_values(end)})
    settled = replace(made, held=replace(made.held, scores=replace(made.held.scores, facts=facts)))
    told = section(read(settled, event.page(settled, "ev-meeting")), "unfitting")
    assert "Settled by ATF-2023: claim 1 stands." in told
    assert "why it was settled so One table." in told
