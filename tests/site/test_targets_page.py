"""The page of targets and expected results: what each side proposed and answered, and nothing that is not public."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import i18n, service
from accordtrack.documents.model import Link, Paragraph
from accordtrack.ledger.fields import LocalText
from accordtrack.site import page_paths
from accordtrack.site.material import SiteData
from accordtrack.site.page import Page
from accordtrack.site.pages import front_page, listing, targets, themes
from accordtrack.types.intents import TakePosition
from registers import TODAY
from scorecard.pages import Page as Parsed
from site_factory import assert_whole, read, section, shipped
from site_material import HOSTILE, material
from target_register import sign_targets, target_register

both = pytest.mark.parametrize("language", ["en", "es"])


def parsed(site: SiteData, language: str = "en") -> Parsed:
    with i18n.using_language(language):
        return read(site, targets.page(site), language)


def public(register: Path, language: str = "en", day: str = "") -> SiteData:
    with closing(service.open_register(register, desk="us-1", today=TODAY)) as desk:
        return material(desk, language, day=day)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return target_register(tmp_path)


def leads_to_targets(page: Page) -> bool:
    sentences = [block.sentence for part in page.parts for block in part.blocks if isinstance(block, Paragraph)]
    return any(isinstance(one, Link) and one.path == page_paths.TARGETS for sentence in sentences for one in sentence)


@both
def test_page_is_whole_and_the_menu_and_the_page_of_areas_lead_to_it(language: str) -> None:
    made = shipped(language)
    assert_whole(parsed(made, language))
    with i18n.using_language(language):
        assert leads_to_targets(themes.index_page(made))
        others = [front_page.page(made), themes.page(made, "firearms"), listing.events_page(made)]
        addresses = [{one.get("href") for one in read(made, page, language).root.every("a")} for page in others]
    assert page_paths.TARGETS in addresses[0] & addresses[2]
    assert f"../{page_paths.TARGETS}" in addresses[1]


def test_without_a_proposal_it_says_so_and_lists_the_direct_indicators() -> None:
    page = parsed(shipped("en"))
    assert section(page, "proposals").endswith("Neither government proposed a target for both to sign.")
    assert section(page, "direct").count("without a proposal") == len(
        shipped("en").held.scores.agreed_attainment.direct
    )


def test_every_proposal_stands_with_its_worksheet_its_answer_and_when_it_is_read(register: Path) -> None:
    sign_targets(register)
    page = parsed(public(register))
    assert_whole(page)
    told = section(page, "proposals")
    assert "United States, November 25, 2026 (us-1-2)" in told
    assert "1.50 times the 184.0 a year of 2025, that is 276.0 by December 31, 2028." in told
    assert "agreed by both, November 25, 2026" in told
    assert "declined by Mexico, November 25, 2026: Too little." in told
    assert "Read on the figures through December 31, 2028." in told
    assert "Baseline: 184.0 a year in 2025, from the release of February 1, 2026 (SSPC-2024)." in told
    assert (
        "hold today's level 1.00; as before: the median of the place's own changes over three years n/a, from 6 changes"
        in told
    )
    assert "North" in section(page, "operations")
    late = section(parsed(public(register, day="2027-01-25")), "proposals")
    assert "no answer from Mexico in 61 days" in late


def test_both_sides_are_told_alike_and_each_language_puts_its_own_first(register: Path) -> None:
    sign_targets(register)
    order = {
        language: [
            section(parsed(public(register, language), language), "proposals").index(name)
            for name in ("us-1-2", "mx-1-6")
        ]
        for language in ("en", "es")
    }
    assert order["en"] == sorted(order["en"])
    assert order["es"] == sorted(order["es"], reverse=True)


def test_answer_that_is_not_public_is_not_on_the_page(register: Path) -> None:
    """Neither a refusal nor an acceptance: for the public the proposal waits."""
    sign_targets(register)
    with closing(service.open_register(register, desk="mx-1", today=TODAY)) as mx:
        mx.write(TakePosition(target="us-1-4", stance="dispute", reason="A secret reason.", handling="TLP:AMBER"))
    told = section(parsed(public(register)), "proposals")
    assert "secret" not in told
    assert "waits for Mexico, 0 days" in told


def test_text_of_the_register_is_cleaned(register: Path) -> None:
    sign_targets(register)
    site = public(register)
    facts = site.held.facts
    bad = LocalText.model_construct(en=HOSTILE, es=HOSTILE)
    for one in facts.indicators.values():
        object.__setattr__(one, "title", bad)
    page = parsed(site)
    assert_whole(page)
    assert "alert(1)" in page.root.words
    assert "\u202e" not in page.root.words
