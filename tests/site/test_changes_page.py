"""The page of what changed: counts that open as many rows, both sides in one sentence, links that hold, nothing hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.documents.counted_sentences import plain_text
from accordtrack.documents.model import Count
from accordtrack.site import build, page_paths, render
from accordtrack.site.page import Built, Happenings, Page
from accordtrack.site.pages import changes, month_page
from accordtrack.site.sections import counts_by_side
from accordtrack.site.sections.history import History
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    Amend,
    AskAnswer,
    Measure,
    ReportStatus,
    Retract,
    SettleConflict,
    TakePosition,
)
from registers import TODAY, small_register
from scorecard.pages import Page as Parsed
from site_material import clock, hostile, material

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.site.material import SiteData

CLEAR = "TLP:CLEAR"
JOINT = {
    "id": "FW-JT-02",
    "framework": "FW",
    "title.en": "Publish figures",
    "title.es": "Publicar cifras",
    "text": "Both sides publish figures.",
    "responsible_side": "JOINT",
    "share_us": "0.5",
    "agreed_on": "2025-01-01",
    "level": "output",
    "theme": "governance",
    "verifiable": "yes",
    "verifiable_why": "They can be counted.",
    "sources": "JS-2021",
    "due_on": "2027-01-01",
    "due_basis": "text",
}
both = pytest.mark.parametrize("language", ["en", "es"])


def at(folder: Path, seat: str) -> Desk:
    return door.open_register(folder / "register.db", desk=seat, today=TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_register(tmp_path)
    return tmp_path


def built(desk: Desk) -> Built:
    return Built("2026-11-01", clock(desk), "ab" * 32)


def page(made: SiteData, language: str = "en") -> Page:
    with i18n.using_language(language):
        history = History(made)
        return changes.page(made, history, month_page.by_month(history))


def written(made: SiteData, language: str = "en") -> str:
    with i18n.using_language(language):
        return render.render(page(made, language), build.frame(made)).decode()


def lead(found: Page) -> str:
    return "\n".join(
        "".join(part if isinstance(part, str) else part.shown for part in one if not hasattr(part, "path"))
        for one in found.lead
    )


def heads(found: Page, section: str) -> list[str]:
    part = next(one for one in found.parts if one.id == section)
    return [
        said.head
        for block in part.blocks
        if isinstance(block, Happenings)
        for one in block.records
        for said in one.entries
    ]


def say_much(folder: Path) -> None:
    """Every sort of thing that happens, in the words of both sides."""
    us, mx, obs = at(folder, "us-1"), at(folder, "mx-1"), at(folder, "obs-1")
    us.write(
        ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/a",), handling=CLEAR)
    )
    mx.write(TakePosition(target="FW-US-01", stance="dispute", ground="not_enough", reason="No.", handling=CLEAR))
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", no_evidence=True, note="Van.", handling=CLEAR))
    mx.write(AskAnswer(commitment="FW-MX-01", handling=CLEAR))
    us.write(TakePosition(target="FW-MX-01", stance="concur", handling=CLEAR))
    us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/b",), title="A table", handling=CLEAR))
    us.write(Amend(record="FW-US-01", fields={"due_on": "2027-06-30"}, reason="More time.", handling=CLEAR))
    obs.write(
        Measure(
            indicator="guns-traced",
            value="61.25",
            period="2024-01-01..2024-12-31",
            series="year-atf",
            source="ATF-2023",
            published_on="2026-10-01",
        )
    )
    obs.write(SettleConflict(conflict="cf-traced", claim=1, source="ATF-2023", reason="It is the table."))
    fields = {
        "id": "NEW-2026",
        "publisher": "ATF",
        "title": "New",
        "date": "2026",
        "url": "https://example.org/n",
        "copy": "official",
    }
    obs.write(AddRecord(kind="source", fields=fields))
    note = us.write(AddNote(commitment="FW-US-01", text="Seen <script>alert(1)</script> here.", handling=CLEAR))
    us.write(Retract(entry=note.ids[0], reason="Not so."))


@both
def test_a_first_build_says_so_and_shows_the_latest_month(folder: Path, language: str) -> None:
    made = material(at(folder, "us-1"), language)
    found = page(made, language)
    with i18n.using_language(language):
        history = History(made)
        latest = next(iter(month_page.by_month(history).items()))
    assert sum(len(heads(found, one.id)) for one in found.parts if one.id != "further") == len(latest[1])
    with i18n.using_language(language):
        assert i18n.tr("This is the first edition: there is none before it to compare with.") in lead(found)
    assert latest[0] == "2024-03"


def test_nothing_new_is_said_to_be_nothing(folder: Path) -> None:
    us = at(folder, "us-1")
    found = page(material(us, before=built(us)))
    assert lead(found) == "Nothing that the public may read was recorded since the build of 2026-11-01."
    assert [one.id for one in found.parts] == ["further"]
    assert not found.listings


@both
def test_every_sort_of_what_happened_is_told_once(folder: Path, language: str) -> None:
    before = built(at(folder, "us-1"))
    say_much(folder)
    made = material(at(folder, "us-1"), language, before=before)
    found = page(made, language)
    assert [one.id for one in found.parts] == [
        "statuses", "answers", "disagreements", "deadlines", "evidence", "values", "notes", "back", "quiet", "further",
    ]  # fmt: skip
    views = [view for views in made.entries.values() for view in views if view.lc > before.clock]
    counts = [part for one in found.lead for part in one if isinstance(part, Count)]
    assert sum(one.number for one in counts) == len(views)
    held = {one.id: len(one.items) for one in found.listings}
    assert all(held[one.listing] == one.number for one in counts)
    assert len(views) - 1 == sum(len(heads(found, one.id)) for one in found.parts if one.id not in {"quiet", "further"})


def test_a_zero_is_said_and_opens_no_empty_list(folder: Path) -> None:
    us = at(folder, "us-1")
    before = built(us)
    us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/b",), title="A table", handling=CLEAR))
    made = material(at(folder, "us-1"), before=before)
    found = page(made)
    assert lead(found).endswith(
        "by the United States: 1; by Mexico: 0; by both: 0; by others: 0; without a speaker: 0."
    )
    assert [len(one.items) for one in found.listings] == [1]
    assert "Nothing is on this list" not in written(made)


def test_both_sides_stand_in_one_sentence_the_own_country_first(folder: Path) -> None:
    before = built(at(folder, "us-1"))
    say_much(folder)
    said = {}
    for language in i18n.LANGUAGES:
        found = page(material(at(folder, "us-1"), language, before=before), language)
        said[language] = plain_text(found.lead[-1])  # type: ignore[arg-type]
    assert said["en"].index("United States") < said["en"].index("Mexico")
    assert said["es"].index("México") < said["es"].index("Estados Unidos")
    assert re.findall(r": (\d+)", said["en"])[:2] == re.findall(r": (\d+)", said["es"])[1::-1]


def test_a_deadline_is_told_with_the_one_before(folder: Path) -> None:
    us = at(folder, "us-1")
    before = built(us)
    us.write(Amend(record="FW-US-01", fields={"due_on": "2024-12-31"}, reason="More time.", handling=CLEAR))
    us.write(Amend(record="FW-US-01", fields={"due_on": "2025-12-31"}, reason="Yet more.", handling=CLEAR))
    assert heads(page(material(us, before=before)), "deadlines") == [
        "United States: deadline 2024-12-31 → 2025-12-31",
        "United States: deadline 2023-12-31 → 2024-12-31",
    ]


def test_a_deadline_in_force_does_not_wait_with_another_field_of_its_amendment(folder: Path) -> None:
    us = at(folder, "us-1")
    before = built(us)
    fields = {"due_on": "2024-12-31", "weight": "2"}
    us.write(Amend(record="FW-US-01", fields=fields, reason="More time.", handling=CLEAR))
    us.write(Amend(record="FW-US-01", fields={"due_on": "2025-12-31"}, reason="Yet more.", handling=CLEAR))
    assert heads(page(material(us, before=before)), "deadlines") == [
        "United States: deadline 2024-12-31 → 2025-12-31",
        "United States: deadline 2023-12-31 → 2024-12-31",
    ]


def test_a_deadline_of_both_that_one_side_moves_is_said_to_wait(folder: Path) -> None:
    us = at(folder, "us-1")
    us.write(AddRecord(kind="commitment", fields=JOINT))
    before = built(us)
    us.write(Amend(record="FW-JT-02", fields={"due_on": "2028-01-01"}, reason="More time.", handling=CLEAR))
    assert heads(page(material(us, before=before)), "deadlines") == [
        "United States: deadline 2027-01-01 → 2028-01-01, proposed and not yet agreed"
    ]


def test_a_value_has_its_unit_and_whose_it_is(folder: Path) -> None:
    before = built(at(folder, "us-1"))
    say_much(folder)
    told = heads(page(material(at(folder, "us-1"), before=before)), "values")
    assert told == ["61.25 percent, 2024-01-01 to 2024-12-31, observer"]


@both
def test_every_link_leads_to_a_place_that_is_there(folder: Path, language: str) -> None:
    before = built(at(folder, "us-1"))
    say_much(folder)
    made = material(at(folder, "us-1"), language, before=before)
    with i18n.using_language(language):
        pages = dict(build.files(made))
    links = [one.get("href") for one in Parsed(pages[page_paths.CHANGES].decode()).root.every("a")]
    inside = {urldefrag(link) for link in links if "entry-" in link and not link.startswith("#")}
    assert len(inside) > 5
    for path, place in inside:
        assert unquote(place) in Parsed(pages[unquote(path)].decode()).by_id()


def test_what_may_not_be_read_leaves_no_trace(folder: Path) -> None:
    us = at(folder, "us-1")
    before = built(us)
    bare = written(material(us, before=before))
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="Zopilote", handling="TLP:RED")
    )
    us.write(AddNote(commitment="FW-US-01", text="Zopilote", handling="TLP:GREEN"))
    words = written(material(at(folder, "us-1"), before=before))
    digests = re.compile("[0-9a-f]{64}")
    assert digests.sub("", words) == digests.sub("", bare)


def test_hostile_words_are_words(folder: Path) -> None:
    before = built(at(folder, "us-1"))
    say_much(folder)
    words = written(hostile(material(at(folder, "us-1"), before=before)))
    assert "&lt;script&gt;alert(1)" in words
    assert "<script" not in words
    assert not {"\u202e", "\x00", "\ufffe"} & {*words}
    assert 'class="gone"' in words


def test_whose_words_are_counted_adds_up(folder: Path) -> None:
    history = History(material(at(folder, "us-1")))
    assert sum(counts_by_side.tally(history.views).values()) == len(history.views)
