"""The page of an event: what is recorded, where the sides differ, what was measured before and after, and never a cause."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.core.dates import TwoDates, days_between
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Paragraph, Table
from accordtrack.ledger.kinds import CONFLICT_SETTLE
from accordtrack.scoring.event_reading import KINDS
from accordtrack.site import panel_downloads
from accordtrack.site.page import Section
from accordtrack.site.pages import event, listing
from accordtrack.site.record_blocks import Collapsible
from accordtrack.site.sections import event_results
from method_pages import blocks
from method_pages import section as method_section
from registers import TODAY, small_desk
from shipped_scores import shipped_desk
from site_factory import assert_whole, columns, of_desk, read, section, shipped

both = pytest.mark.parametrize("language", ["en", "es"])
CODES = (
    "ev-zambada-2024",
    "ev-chihuahua-2026",
    "ev-transfer-2025-02",
    "ev-hlsd-2022",
    "ev-fincen-2025",
    "ev-perris-2025",
)


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


def test_page_of_all_events_gives_every_verdict() -> None:
    made = shipped("en")
    page = listing.events_page(made)
    (section_,) = page.parts
    (note, table) = section_.blocks
    assert isinstance(note, Paragraph)
    assert "Here: date." in str(note.sentence)
    assert isinstance(table, Table)
    told = {row.cells[0].value: (row.cells[1].text, row.cells[2].text) for row in table.rows}
    assert told["ev-ovidio-2019"] == ("≈ 2019-10-31", "In the range of other states")
    assert told["ev-hlsd-2022"][1] == ""
    assert str(page.lead[0][0]).startswith(f"Of {len(told)} events, 27 are of the kinds that are compared")


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


def study_section(code: str, language: str = "en", name: str = "test") -> tuple[str, Section]:
    """The words of a section on what came before and after an event, and its blocks."""
    made = shipped(language)
    with i18n.using_language(language):
        page = event.page(made, code)
        part = next(one for one in page.parts if one.id == name)
        return section(read(made, page, language), name), part


def test_only_events_of_registered_kinds_are_compared() -> None:
    made = shipped("en")
    for code, body in made.held.facts.events.items():
        parts = [part.id for part in event.page(made, code).parts]
        assert ("test" in parts) == (body.kind in KINDS)


@both
def test_page_answers_with_the_sentences_of_the_study(language: str) -> None:
    told, _part = study_section("ev-zambada-2024", language)
    assert {"en": "None of the other 27 states", "es": "Ninguna de las otras 27 entidades"}[language] in told
    assert {"en": "It does not show a cause.", "es": "No demuestra una causa."}[language] in told
    shared, _part = study_section("ev-nini-extradited-2024", language)
    assert {"en": "The two cannot be separated.", "es": "No se pueden separar."}[language] in shared


def test_chart_has_the_path_of_the_state_beside_the_middle_half_of_the_others() -> None:
    """Twelve months before the event and as many after as were published; its own month is drawn."""
    told, part = study_section("ev-zambada-2024", name="before-and-after")
    assert "A sequence, not a cause." in told
    (curve,) = (block for block in part.blocks if isinstance(block, LineChart))
    assert curve.title == "Sinaloa, victims of intentional homicide: Stands out: a rise"
    assert (curve.points[0].start, curve.points[-1].end) == ("2023-07-01", "2025-06-30")
    assert len(curve.points) == 24
    assert sum(point.value for point in curve.points[:12]) / 12 == pytest.approx(1)
    assert max(point.value for point in curve.points) > 3
    assert [point.shown for point in curve.points[13:15]] == ["44", "143"]
    assert [point.start for point in curve.points if point.hollow] == ["2025-04-01", "2025-05-01", "2025-06-01"]
    assert curve.marks[0].day == "2024-07-25"
    assert curve.band is not None
    assert len(curve.band.points) == len(curve.points)
    assert all(0 < one.low <= one.middle <= one.high for one in curve.band.points)
    assert "August 2024 44; September 2024 143" in curve.alt


@pytest.mark.parametrize("code", ["ev-jalisco-2026", "ev-transfer-2026"])
def test_event_that_cannot_be_compared_has_no_chart(code: str) -> None:
    told, part = study_section(code)
    assert not [block for block in part.blocks if isinstance(block, LineChart)]
    assert "before-and-after" not in {one.id for one in event.page(shipped("en"), code).parts}
    assert "No comparison is possible" in told
    assert "The order of events does not show a cause." in told


def test_path_of_the_place_stands_alone_with_its_bound_where_the_panel_has_no_figures() -> None:
    told, part = study_section("ev-perris-2025", name="before-and-after")
    assert "A sequence, not a cause." in told
    curves = [block for block in part.blocks if isinstance(block, LineChart)]
    local = {name for name, gauge in shipped("en").held.scores.inputs.gauges.items() if gauge.place == "MX-SIN"}
    assert {one.id.removeprefix("indicator-") for one in curves} <= local, "never a series of the whole country"
    assert any(point.bound == "at_most" for one in curves for point in one.points)
    assert all(one.marks[0].day == shipped("en").held.facts.events["ev-perris-2025"].date for one in curves)
    tables = [each for block in part.blocks if isinstance(block, Collapsible) for each in block.blocks]
    drawn = Counter(row.cells[-1].text for table in tables if isinstance(table, Table) for row in table.rows)
    assert drawn["yes, as a bound"] == 1
    assert drawn["yes"] + 1 == sum(len(one.points) for one in curves), "the table lists what the chart draws"


def test_table_has_every_comparison() -> None:
    made = shipped("en")
    told, part = study_section("ev-zambada-2024", name="comparisons")
    (table,) = (block for block in part.blocks if isinstance(block, Table))
    study = made.held.scores.event_study("ev-zambada-2024")
    assert len(table.rows) == len(study.readings) == 15
    assert "Of 9 comparisons, about 0.1 would stand out even if no event had happened." in told
    assert "comparisons" not in {one.id for one in event.page(made, "ev-transfer-2026").parts}


def test_states_left_out_of_the_headline_are_listed_with_reason_and_ratio() -> None:
    told, part = study_section("ev-jalisco-2022", name="left-out")
    assert len(part.blocks) == 3
    assert "Neighbors by land: Aguascalientes (1.22)," in told
    assert "With a listed event of their own: Sinaloa (0.99), Tamaulipas (0.80)." in told
    assert "left-out" not in {one.id for one in event.page(shipped("en"), "ev-transfer-2026").parts}


def test_verdict_of_the_earliest_release_is_that_of_its_day_and_stands_beside_the_present_one() -> None:
    made = shipped("en")
    scores = made.held.scores
    told, _part = study_section("ev-zambada-2024")
    assert (
        "earliest release held here that allows this comparison, of February 25, 2025: Stands out: a rise, 3.54" in told
    )
    found = scores.first_seen(scores.event_study("ev-zambada-2024"))
    assert found is not None
    then = shipped_desk().scores(TwoDates(TODAY, str(found.release))).event_study("ev-zambada-2024").headline
    assert (found.verdict, found.window, found.reading) == (then.verdict, then.window, then.reading)
    for same in ("ev-fentanyl-2024", "ev-transfer-2026"):
        assert scores.first_seen(scores.event_study(same)) is None


def test_sources_of_the_figures_are_cited() -> None:
    made = shipped("en")
    page = event.page(made, "ev-zambada-2024")
    cited = section(read(made, page), "sources")
    wanted = ("sesnsp-victims-homicidio-doloso", "2025-07-20")
    (used,) = (one for one in made.held.facts.panel.releases if (one.series, one.released_on) == wanted)
    assert used.source in cited
    assert made.held.facts.sources[used.source].title in cited


def test_conflicting_claims_of_both_sides_are_shown(tmp_path: Path) -> None:
    made = of_desk(small_desk(tmp_path), TODAY)
    page = read(made, event.page(made, "ev-meeting"))
    told = section(page, "unfitting")
    assert "United States (ATF), May 2023: claim 1 45.5 percent." in told
    assert "Mexico (SSPC), March 1, 2024: claim 2 Half. The same in Spanish La mitad." in told
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


@both
@pytest.mark.parametrize(
    ("code", "happened_on", "first"),
    [
        (
            "ev-zambada-2024",
            {
                "en": "July 25, 2024, ≈ Sinaloa: arrest or death of a leader.",
                "es": "25 de julio de 2024, ≈ Sinaloa: detención o fallecimiento de un líder.",
            },
            {"en": "Sinaloa: 502 victims", "es": "Sinaloa: 502 víctimas"},
        ),
        (
            "ev-transfer-2026",
            {
                "en": "January 20, 2026: transfer.",
                "es": "20 de enero de 2026: traslado.",
            },
            {"en": "No comparison is possible:", "es": "No hay comparación posible:"},
        ),
    ],
)
def test_page_begins_with_what_happened_then_the_place_and_its_verdict_and_says_that_it_shows_no_cause(
    code: str, happened_on: dict[str, str], first: dict[str, str], language: str
) -> None:
    """The title names the event, so the verdict alone would read as what the event did."""
    made = shipped(language)
    with i18n.using_language(language):
        page = event.page(made, code)
    happened, lead = (str(words[0]) for words in page.lead)
    assert happened == happened_on[language]
    assert lead.startswith(first[language])
    assert lead.endswith(("a cause.", "una causa."))


def test_chart_links_a_file_with_its_figures() -> None:
    made = shipped("en")
    page = read(made, event.page(made, "ev-zambada-2024"))
    assert "../events/ev-zambada-2024.csv" in {one.get("href") for one in page.root.every("a")}
    files = dict(panel_downloads.chart_files(made))
    rows = list(csv.DictReader(files["events/ev-zambada-2024.csv"].decode().splitlines()))
    assert tuple(rows[0]) == panel_downloads.CHART
    assert len(rows) == 24
    sharpest = next(row for row in rows if row["period_start"] == "2024-09-01")
    assert (sharpest["place"], sharpest["period_end"], sharpest["value"]) == ("MX-SIN", "2024-09-30", "143")
    assert float(sharpest["quartile_1"]) <= float(sharpest["median"]) <= float(sharpest["quartile_3"])
    assert (sharpest["outcome"], sharpest["released_on"], rows[-1]["preliminary"]) == ("homicide", "2025-07-20", "true")
    assert "events/ev-transfer-2026.csv" not in files


def test_releases_behind_the_figures_are_linked_with_source_and_license_and_are_offered_as_signed() -> None:
    made = shipped("en")
    page = read(made, event.page(made, "ev-zambada-2024"))
    told = section(page, "data")
    assert "victims of intentional homicide, release of July 20, 2025 (revised, 4032 rows). Source: sesnsp" in told
    assert "No license or day of extraction was found in the copy." in told
    files = panel_downloads.release_files(made)
    linked = {one.get("href").removeprefix("../../") for one in page.root.every("a") if "/panel/" in one.get("href")}
    assert linked
    assert linked <= files.keys()
    digests = {one.file.digest for one in made.held.facts.panel.releases}
    assert {hashlib.sha256(raw).hexdigest() for raw in files.values()} <= digests


def test_program_of_the_method_page_runs_on_the_files_that_the_site_offers(tmp_path: Path) -> None:
    _formula, code, output = blocks(method_section("en", 11))
    for path, raw in panel_downloads.release_files(shipped("en")).items():
        (tmp_path / Path(path).name).write_bytes(raw)
    ran = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == output
    told = section(read(shipped("en"), event.page(shipped("en"), "ev-zambada-2024")), "data")
    assert "conapo" in told.lower()


def test_published_evaluation_stands_on_the_page_of_its_event() -> None:
    made = shipped("en")
    page = read(made, event.page(made, "ev-oig-2023"))
    assert_whole(page)
    told = section(page, "results")
    assert told.startswith(
        "Published evaluations Evaluation eval-dhsoig-outbound Does not say whether there was a contribution."
    )
    assert "CLT-2023-08-09" in section(page, "sources")


def test_sections_of_an_event_come_in_the_order_in_which_it_is_told() -> None:
    found = [one.id for one in event.page(shipped("en"), "ev-zambada-2024").parts]
    assert found == ["event", "before-and-after", "words", "test", "comparisons", "left-out", "data", "sources"]


@both
def test_words_of_both_governments_have_a_column_each_and_none_is_said_for_both(language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, event.page(made, "ev-sig3-2026"), language)
        silent = read(made, event.page(made, "ev-zambada-2024"), language)
    assert_whole(page)
    us, mx = columns(page, "words") if language == "en" else reversed(columns(page, "words"))
    assert us.startswith(("United States ", "Estados Unidos "))
    assert mx.startswith(("Mexico ", "México "))
    body = made.held.facts.events["ev-sig3-2026"]
    said = made.statements_from(body.sources, body.date)
    assert {view.speaker for view in said} == {"US", "MX"}
    assert not made.statements_from(body.sources, "2026-12-01"), "what was said before an event is not about it"
    anchors = {one.get("id") for one in page.root.every("li")}
    assert {f"entry-{view.hash[:16]}" for view in said} <= anchors
    text = {
        "en": "no statement of either government on the status of a commitment",
        "es": "declaraciones de ninguno de los dos gobiernos sobre la situación de un compromiso",
    }[language]
    assert text in section(silent, "words")
