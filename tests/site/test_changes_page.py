"""The page of what changed: counts that open as many rows, both sides in one sentence, links that hold, nothing hidden."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.documents.model import Count
from accordtrack.documents.sentences import plain_text
from accordtrack.service import Desk
from accordtrack.site import build, page_paths, render
from accordtrack.site.material import SiteData
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
from registers import TODAY, agree, concur, small_register
from scorecard.pages import Page as Parsed
from shipped_scores import shipped_desk
from site_material import clock, hostile, material

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


def open_desk(folder: Path, seat: str) -> Desk:
    return door.open_register(folder / "register.db", desk=seat, today=TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_register(tmp_path)
    return tmp_path


def built_of(desk: Desk) -> Built:
    return Built("2026-11-01", clock(desk), "ab" * 32)


def page(made: SiteData, language: str = "en") -> Page:
    with i18n.using_language(language):
        history = History(made)
        return changes.page(made, history, month_page.entries_by_month(history))


def render_page(made: SiteData, language: str = "en") -> str:
    with i18n.using_language(language):
        return render.render(page(made, language), build.build_frame(made)).decode()


def lead_text(found: Page) -> str:
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


def write_every_kind(folder: Path) -> None:
    """Every sort of thing that happens, in the words of both sides."""
    us, mx, obs = open_desk(folder, "us-1"), open_desk(folder, "mx-1"), open_desk(folder, "obs-1")
    us.write(
        ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/a",), handling=CLEAR)
    )
    mx.write(TakePosition(target="FW-US-01", stance="dispute", ground="not_enough", reason="No.", handling=CLEAR))
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", no_evidence=True, note="Van.", handling=CLEAR))
    mx.write(AskAnswer(commitment="FW-MX-01", handling=CLEAR))
    us.write(TakePosition(target="FW-MX-01", stance="concur", handling=CLEAR))
    us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/b",), title="A table", handling=CLEAR))
    later = Amend(record="FW-US-01", fields={"due_on": "2027-06-30"}, reason="More time.", handling=CLEAR)
    agree(partial(open_desk, folder), "us-1", later)
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
def test_first_build_is_announced_and_shows_the_latest_month(folder: Path, language: str) -> None:
    made = material(open_desk(folder, "us-1"), language)
    found = page(made, language)
    with i18n.using_language(language):
        history = History(made)
        latest = next(iter(month_page.entries_by_month(history).items()))
    assert sum(len(heads(found, one.id)) for one in found.parts if one.id != "further") == len(latest[1])
    with i18n.using_language(language):
        assert i18n.tr("This is the first edition: there is no earlier one to compare with.") in lead_text(found)
    assert latest[0] == "2024-03"


def test_build_without_changes_says_that_nothing_was_recorded(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    found = page(material(us, before=built_of(us)))
    assert lead_text(found) == "Nothing that the public may read has been recorded since the build of 2026-11-01."
    assert [one.id for one in found.parts] == ["months", "further"]
    assert not found.listings


@both
def test_every_kind_of_change_is_shown_once(folder: Path, language: str) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    made = material(open_desk(folder, "us-1"), language, before=before)
    found = page(made, language)
    assert [one.id for one in found.parts] == [
        "statuses", "answers", "disagreements", "deadlines", "evidence", "values", "notes", "back", "quiet", "months",
        "further",
    ]  # fmt: skip
    views = [view for views in made.entries.values() for view in views if view.lc > before.clock]
    counts = [part for part in found.lead[-1] if isinstance(part, Count)]
    assert sum(one.number for one in counts) == len(views)
    held = {one.id: len(one.items) for one in found.listings}
    assert all(held[one.listing] == one.number for one in counts)
    assert len(views) - 1 == sum(
        len(heads(found, one.id)) for one in found.parts if one.id not in {"quiet", "months", "further"}
    )


@both
def test_updates_begin_with_statuses_deadlines_and_figures_and_keep_corrections_apart(
    folder: Path, language: str
) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    found = page(material(open_desk(folder, "us-1"), language, before=before), language)
    counts = [part for part in found.lead[0] if isinstance(part, Count)]
    shown = {
        part.id: len(heads(found, part.id)) for part in found.parts if part.id in {"statuses", "deadlines", "values"}
    }
    assert [one.number for one in counts] == [shown["statuses"], shown["deadlines"], shown["values"]]
    words = {"en": "{} statuses, {} deadline, {} figure.", "es": "{} situaciones, {} plazo, {} cifra."}[language]
    assert plain_text(found.lead[0]) == words.format(*(one.number for one in counts))
    titles = [part.title for part in found.parts if part.id in {"amended", "back"}]
    assert titles == [{"en": "Corrections: entries taken back", "es": "Correcciones: asientos retirados"}[language]]


@both
def test_updates_name_the_latest_months_with_their_counts(folder: Path, language: str) -> None:
    made = material(open_desk(folder, "us-1"), language)
    found = page(made, language)
    (months,) = [block for part in found.parts if part.id == "months" for block in part.blocks]
    with i18n.using_language(language):
        history = History(made)
        by_month = month_page.entries_by_month(history)
        pages = [month_page.page(history, month, None, views) for month, views in by_month.items()]
    assert [line[0].code for line in months.lines] == list(by_month)[: changes.MONTHS_SHOWN]  # type: ignore[attr-defined]
    for line, one in zip(months.lines, pages, strict=False):  # type: ignore[attr-defined]
        assert line[1].casefold() == f": {plain_text(one.lead[0]).removesuffix('.')}".casefold()


@pytest.mark.sweep
@both
def test_month_after_the_last_search_says_so_in_place_of_zero(language: str) -> None:
    found = page(material(shipped_desk(), language), language)
    (months,) = [block for part in found.parts if part.id == "months" for block in part.blocks]
    told = {line[0].code: line[1] for line in months.lines}  # type: ignore[attr-defined]
    text = {"en": "statements not searched", "es": "declaraciones no consultadas"}[language]
    assert told["2026-11"] == told["2026-06"] == f": {text}", "statements were searched to May 31, 2026"
    assert (
        told["2026-05"]
        == {"en": ": 0 statuses, 0 deadlines, 0 figures", "es": ": 0 situaciones, 0 plazos, 0 cifras"}[language]
    )
    latest = {"en": "a value of an indicator: March 2026", "es": "dato de un indicador: marzo de 2026"}[language]
    assert latest in plain_text(found.lead[1]), "the later months have entries of the tracker only"


def test_month_after_the_last_search_counts_what_was_recorded(folder: Path) -> None:
    write_every_kind(folder)
    found = page(material(open_desk(folder, "us-1")))
    (months,) = [block for part in found.parts if part.id == "months" for block in part.blocks]
    told = {line[0].code: line[1] for line in months.lines}  # type: ignore[attr-defined]
    assert told["2026-11"].startswith(": 2 statuses, 1 deadline")
    assert "0 " not in told["2026-11"]


def test_zero_count_is_shown_without_a_list(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    before = built_of(us)
    us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/b",), title="A table", handling=CLEAR))
    made = material(open_desk(folder, "us-1"), before=before)
    found = page(made)
    assert lead_text(found).endswith(
        "by the United States: 1; by Mexico: 0; by both: 0; by others: 0; without a speaker: 0."
    )
    assert [len(one.items) for one in found.listings] == [1]
    assert plain_text(found.lead[0]) == "0 statuses, 0 deadlines, 0 figures."
    assert "This list is empty" not in render_page(made)


def test_summary_counts_both_sides_with_the_own_country_first(folder: Path) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    said = {}
    for language in i18n.LANGUAGES:
        found = page(material(open_desk(folder, "us-1"), language, before=before), language)
        said[language] = plain_text(found.lead[-1])
    assert said["en"].index("United States") < said["en"].index("Mexico")
    assert said["es"].index("México") < said["es"].index("Estados Unidos")
    assert re.findall(r": (\d+)", said["en"])[:2] == re.findall(r": (\d+)", said["es"])[1::-1]


def move_deadline(folder: Path, fields: dict[str, str]) -> None:
    """Change a commitment at the desk of the United States; Mexico concurs."""
    agree(
        partial(open_desk, folder), "us-1", Amend(record="FW-US-01", fields=fields, reason="More time.", handling=CLEAR)
    )


def test_deadline_change_shows_the_previous_deadline(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    before = built_of(us)
    move_deadline(folder, {"due_on": "2024-12-31"})
    move_deadline(folder, {"due_on": "2025-12-31"})
    assert heads(page(material(us, before=before)), "deadlines") == [
        "United States: deadline 2024-12-31 → 2025-12-31",
        "United States: deadline 2023-12-31 → 2024-12-31",
    ]


def test_deadline_change_in_an_amendment_of_two_fields_is_shown_in_force(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    before = built_of(us)
    move_deadline(folder, {"due_on": "2024-12-31", "weight": "2"})
    move_deadline(folder, {"due_on": "2025-12-31"})
    assert heads(page(material(us, before=before)), "deadlines") == [
        "United States: deadline 2024-12-31 → 2025-12-31",
        "United States: deadline 2023-12-31 → 2024-12-31",
    ]


def test_joint_deadline_moved_by_one_side_is_shown_once_the_other_concurs(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    agree(partial(open_desk, folder), "us-1", AddRecord(kind="commitment", fields=JOINT))
    before = built_of(us)
    moved = us.write(Amend(record="FW-JT-02", fields={"due_on": "2028-01-01"}, reason="More time.", handling=CLEAR))
    assert [one.id for one in page(material(us, before=before)).parts] == ["months", "further"]
    concur(open_desk(folder, "mx-1"), moved)
    assert heads(page(material(us, before=before)), "deadlines") == ["United States: deadline 2027-01-01 → 2028-01-01"]


def test_measurement_shows_its_unit_and_speaker(folder: Path) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    told = heads(page(material(open_desk(folder, "us-1"), before=before)), "values")
    assert told == ["61.25 percent, 2024-01-01 to 2024-12-31, observer"]


@both
def test_every_link_leads_to_an_existing_anchor(folder: Path, language: str) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    made = material(open_desk(folder, "us-1"), language, before=before)
    with i18n.using_language(language):
        pages = dict(build.render_files(made))
    links = [one.get("href") for one in Parsed(pages[page_paths.CHANGES].decode()).root.every("a")]
    inside = {urldefrag(link) for link in links if "entry-" in link and not link.startswith("#")}
    assert len(inside) > 5
    for path, place in inside:
        assert unquote(place) in Parsed(pages[unquote(path)].decode()).by_id()


def test_restricted_entries_leave_no_trace(folder: Path) -> None:
    us = open_desk(folder, "us-1")
    before = built_of(us)
    bare = render_page(material(us, before=before))
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="Zopilote", handling="TLP:RED")
    )
    us.write(AddNote(commitment="FW-US-01", text="Zopilote", handling="TLP:GREEN"))
    words = render_page(material(open_desk(folder, "us-1"), before=before))
    digests = re.compile("[0-9a-f]{64}")
    assert digests.sub("", words) == digests.sub("", bare)


def test_hostile_text_is_escaped(folder: Path) -> None:
    before = built_of(open_desk(folder, "us-1"))
    write_every_kind(folder)
    words = render_page(hostile(material(open_desk(folder, "us-1"), before=before)))
    assert "&lt;script&gt;alert(1)" in words
    assert "<script" not in words
    assert not {"\u202e", "\x00", "\ufffe"} & {*words}
    assert 'class="gone"' in words


def test_counts_by_speaker_add_up(folder: Path) -> None:
    history = History(material(open_desk(folder, "us-1")))
    assert sum(counts_by_side.count_by_speaker(history.views).values()) == len(history.views)
