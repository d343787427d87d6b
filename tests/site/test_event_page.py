"""The page of an event: what is recorded, where the sides differ, what was measured before and after, and never a cause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.core.dates import days_between
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.ledger.kinds import CONFLICT_SETTLE
from accordtrack.scoring import series
from accordtrack.scoring.aftermath import KINDS, NO_BASELINE
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
def test_event_page_markup_anchors_and_links_are_valid(code: str, language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, event.page(made, code), language)
    assert_whole(page)


def test_event_page_names_the_place_and_links_its_themes() -> None:
    made = shipped("en")
    page = read(made, event.page(made, "ev-zambada-2024"))
    told = section(page, "event")
    assert "place ≈ Sinaloa (MX-SIN)" in told
    assert "≈ before a word: the source does not say so" in told
    assert "../themes/violence.html" in {one.get("href") for one in page.root.every("a")}


@both
@pytest.mark.parametrize(
    ("code", "first", "many"),
    [("ev-joint-2025", "JS25-01", 9), ("ev-hlsd-2022", "HLSD22-GOV-01", 15), ("ev-gao-21-322", "GAO-21-322-A", 2)],
)
def test_resulting_commitments_are_listed(code: str, first: str, many: int, language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, event.page(made, code), language)
    rows = [one for one in page.root.every("tr") if one.get("id").startswith("commitment-")]
    found = [state.record.id for state in event_results.resulting_commitments(made, made.held.facts.events[code])]
    assert first in found
    assert len(rows) == len(found) == many
    links = {one.get("href") for one in page.root.every("a")}
    assert {f"../commitments/{one}.html" for one in found} <= links
    told = section(page, "arising")
    assert all(
        state.record.title.text.in_language(language) in told for state in made.commitments if state.record.id in found
    )


def test_resulting_commitments_follow_the_event_and_share_its_framework() -> None:
    made = shipped("en")
    listed = set()
    for body in made.held.facts.events.values():
        found = event_results.resulting_commitments(made, body)
        assert not found or body.kind in {"meeting", "agreement", "audit"}
        assert all(0 <= days_between(body.date, state.record.agreed_on) <= event_results.DAYS for state in found)
        citing = [state for state in found if {*state.record.sources} & {*body.sources}]
        assert {state.record.framework for state in found} == {state.record.framework for state in citing}
        listed |= {state.record.id for state in found}
    owed = [state for state in made.commitments if state.record.kind == "commitment"]
    assert len([state for state in owed if state.record.id in listed]) > 0.9 * len(owed)
    assert "this register infers" in section(read(made, event.page(made, "ev-joint-2025")), "arising")
    assert "arising" not in {part.id for part in event.page(made, "ev-zambada-2024").parts}


def test_aftermath_charts_have_values_before_and_after_and_a_caution() -> None:
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


def test_month_of_the_event_is_shown_but_not_counted() -> None:
    made = shipped("en")
    page = event.page(made, "ev-transfer-2026")
    (curve,) = (block for part in page.parts for block in part.blocks if isinstance(block, LineChart))
    assert curve.title.endswith("improved; whether it holds is not known yet (1 of 4 periods)")
    assert [spot.words for spot in curve.spots] == ["period with the day of the event, not counted: 50.9* (2026-01)"]
    told = section(read(made, page), "aftermath")
    assert "improved and held; held in 1 of 4 periods so far" in told
    assert "Producer: " in told
    assert "no value was found for the time between" not in told


def test_conflicting_claims_of_both_sides_are_shown(tmp_path: Path) -> None:
    made = of_desk(small_desk(tmp_path), TODAY)
    page = read(made, event.page(made, "ev-meeting"))
    told = section(page, "unfitting")
    assert "United States (ATF), 2023-05: claim 1 45.5 percent." in told
    assert "Mexico (SSPC), 2024-03-01: claim 2 Half. The same in Spanish La mitad." in told
    assert "what would settle it One table." in told
    assert "ATF-2023" in section(page, "sources")


def test_settled_conflict_shows_which_claim_stands(tmp_path: Path) -> None:
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
    assert "why it was settled this way One table." in told
