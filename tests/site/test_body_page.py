"""The page of a responsible body: what it owes and said, and none for a body that nothing names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.documents.model import Count, Link
from accordtrack.documents.sentences import plain_text
from accordtrack.scorecard.context import ScorecardData
from accordtrack.site.material import build_index
from accordtrack.site.pages import body, commitment, event, listing
from accordtrack.text import glossary
from registers import TODAY, small_desk
from site_factory import assert_whole, of_desk, read, section, shipped

both = pytest.mark.parametrize("language", ["en", "es"])


@pytest.mark.sweep("language")
@both
@pytest.mark.parametrize("code", ["DOJ", "SRE", "GAO", "FGR"])
def test_body_page_markup_is_valid_and_anchors_are_unique(code: str, language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = read(made, body.page(made, code), language)
    assert_whole(page)


def test_body_page_describes_the_body_and_lists_its_newest_entries_first() -> None:
    made = shipped("en")
    page = read(made, body.page(made, "DOJ"))
    assert "speaks for the United States: its statements count as that side's" in section(page, "body")
    said = next(one for one in page.root.every("ol") if one.get("class") == "chronicle")
    days = [one.every("time")[0].get("datetime") for one in said.every("p") if one.get("class") == "day"]
    assert days == sorted(days, reverse=True)
    assert len(days) > 3
    links = [one for one in said.every("a") if one.get("href").startswith("../commitments/")]
    assert links


def test_statements_link_to_the_anchors_of_their_entries() -> None:
    made = shipped("en")
    page = read(made, body.page(made, "FINCEN"))
    places = {one.get("href").removeprefix("../commitments/") for one in page.root.every("a") if "#" in one.get("href")}
    targets = {place for place in places if "#entry-" in place or "#conflict-" in place}
    assert any("#conflict-" in one for one in targets)
    for target in targets:
        path, _, place = target.partition("#")
        if path.startswith("../events/"):
            found = read(made, event.page(made, path.removeprefix("../events/").removesuffix(".html")))
        elif path:
            found = read(made, commitment.page(made, made.held.facts.states[path.removesuffix(".html")]))
        else:
            found = page
        assert place in found.by_id(), target


def test_body_page_lists_exactly_what_the_body_leads_and_supports() -> None:
    made = shipped("en")
    states = made.held.facts.states
    for code in ("ATF", "FGR"):
        page = body.page(made, code)
        tables = {part.id: part.blocks[0] for part in page.parts if part.id in {"leads", "supports", "asked"}}
        asked = {name for name, one in states.items() if one.record.kind in {"request", "recommendation"}}
        leads = {name for name, one in states.items() if code in {one.record.lead.US, one.record.lead.MX}}
        supports = {name for name, one in states.items() if code in one.record.supporting} - leads
        assert (leads | supports) & asked
        for name, expected in (
            ("leads", leads - asked),
            ("supports", supports - asked),
            ("asked", (leads | supports) & asked),
        ):
            found = tables.get(name)
            assert {row.cells[0].value for row in found.rows} == expected if found else not expected  # type: ignore[attr-defined]


def test_body_without_references_has_no_page(tmp_path: Path) -> None:
    made = of_desk(small_desk(tmp_path), TODAY)
    facts = made.held.facts
    lone = facts.bodies["ATF"].model_copy(update={"code": "LONE", "parent": "ABOVE"})
    above = facts.bodies["ATF"].model_copy(update={"code": "ABOVE", "parent": None})
    apart = replace(facts, bodies={**facts.bodies, "LONE": lone, "ABOVE": above})
    known = build_index(ScorecardData(replace(made.held.scores, facts=apart)), ()).known["body"]
    assert "ATF" in known
    assert not {"LONE", "ABOVE"} & known
    inside = facts.bodies["ATF"].model_copy(update={"parent": "LONE"})
    named = replace(apart, bodies={**apart.bodies, "ATF": inside})
    assert build_index(ScorecardData(replace(made.held.scores, facts=named)), ()).known["body"] >= {"LONE", "ABOVE"}


@both
def test_every_body_page_has_content(language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        for code in made.index.known["body"]:
            parts = {part.id for part in body.page(made, code).parts}
            inside = any(one.parent == code for one in made.held.facts.bodies.values())
            assert parts & {"leads", "supports", "said", "unfitting"} or inside, code


def test_passed_deadline_is_called_overdue_as_in_the_glossary() -> None:
    made = shipped("en")
    told = section(read(made, body.page(made, "ATF")), "numbers")
    assert "overdue 1 " in told
    assert "overdue" in {term.name for term in glossary.terms()}
    assert "past a date in the text" not in told


def test_list_of_bodies_names_those_that_lead_overdue_commitments() -> None:
    made = shipped("en")
    count, late = listing.bodies_page(made).lead
    assert plain_text(count).endswith("bodies lead commitments (United States: 17, Mexico: 16).")
    assert [part.code for part in late if isinstance(part, Link)] == ["STATE", "ATF", "INL", "SRE"]


@both
def test_body_page_begins_with_the_commitments_that_the_body_leads_and_supports(language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = body.page(made, "FGR")
    (lead,) = page.lead
    counts = [part for part in lead if isinstance(part, Count)]
    lists = {one.id: [item.code for item in one.items] for one in page.listings}
    agreed = [one for one in made.commitments if one.record.kind == "commitment"]
    leads = [one.record.id for one in agreed if "FGR" in {one.record.lead.US, one.record.lead.MX}]
    supports = [one.record.id for one in agreed if "FGR" in one.record.supporting and one.record.id not in leads]
    assert sorted(lists[counts[0].listing]) == sorted(leads)
    assert sorted(lists[counts[1].listing]) == sorted(supports)
    words = {
        "en": "It leads {} commitments; it supports {} more; 3 unilateral actions name it.",
        "es": "Encabeza {} compromisos; apoya {} más; 3 medidas unilaterales la mencionan.",
    }
    assert plain_text(lead) == words[language].format(len(leads), len(supports))
