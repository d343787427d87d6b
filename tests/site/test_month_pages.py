"""Month by month: every dated entry on one page, that of the month in which it was said; pages that keep their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.documents.model import Table
from accordtrack.ledger.kinds import MEASUREMENT
from accordtrack.site import build, render
from accordtrack.site.entries import record_of
from accordtrack.site.material import SiteData
from accordtrack.site.page import Happenings, Page
from accordtrack.site.pages import month_page
from accordtrack.site.sections.history import History
from accordtrack.types.intents import AddNote, ReportStatus, Retract
from registers import TODAY, small_desk, small_register
from shipped_scores import shipped_desk
from site_material import hostile, material

CLEAR = "TLP:CLEAR"
both = pytest.mark.parametrize("language", ["en", "es"])


def render_month_pages(made: SiteData, language: str = "en") -> dict[str, bytes]:
    """The pages of months as they are written."""
    with i18n.using_language(language):
        found = [page for make in build.page_builders(made) if (page := make()).path.startswith("months/")]
        return {page.path: render.render(page, build.build_frame(made)) for page in found}


def anchors(page: Page) -> list[str]:
    blocks = [block for part in page.parts for block in part.blocks if isinstance(block, Happenings)]
    return [said.anchor for block in blocks for one in block.records for said in one.entries]


@pytest.mark.sweep
@both
def test_every_dated_entry_is_on_the_page_of_its_month(language: str) -> None:
    made = material(shipped_desk(), language)
    with i18n.using_language(language):
        history = History(made)
        found = month_page.entries_by_month(history)
        pages = {month: month_page.page(history, month, None, views) for month, views in found.items()}
        index = month_page.index_page(found)
    assert {*found} == made.index.known["month"]
    assert [*found] == sorted(found, reverse=True)
    assert len(found) > 50
    for month, page in pages.items():
        assert sorted(anchors(page)) == sorted(f"entry-{view.hash[:16]}" for view in found[month])
        assert all(str(view.known_on).startswith(month) for view in found[month])
    tables = [block for part in index.parts for block in part.blocks if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows]
    assert [row.cells[0].value for row in rows] == [*found]
    assert all(row.cells[1].value == sum(int(cell.value or 0) for cell in row.cells[2:]) for row in rows)
    heads = [column.title for column in tables[0].columns[2:4]]
    assert heads == (["United States", "Mexico"] if language == "en" else ["México", "Estados Unidos"])


def test_measurement_without_a_known_month_is_on_no_month_page() -> None:
    history = History(material(shipped_desk()))
    values = ((view, record_of(view, MEASUREMENT)) for view in history.views)
    vague = [view for view, value in values if value and value.precision in {"year", "unknown"}]
    listed = {view.hash for views in month_page.entries_by_month(history).values() for view in views}
    assert vague
    assert not listed & {view.hash for view in vague}


@both
def test_month_pages_do_not_change_with_the_date_or_later_entries(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_register(tmp_path)
    before = render_month_pages(material(door.open_register(tmp_path / "register.db", today=TODAY), language), language)
    later = door.open_register(tmp_path / "register.db", desk="us-1", today="2026-12-24")
    later.write(ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="Late.", handling=CLEAR))
    monkeypatch.setattr(render, "__version__", "99.0")
    after = render_month_pages(material(later, language), language)
    assert len(before) > 3
    assert {path: after[path] for path in before} == before
    assert {*after} - {*before} == {"months/2026-12.html"}


def test_retraction_changes_the_page_of_the_entrys_month(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    note = us.write(AddNote(commitment="FW-US-01", text="Seen.", handling=CLEAR))
    before = render_month_pages(material(us))
    us.write(Retract(entry=note.ids[0], reason="Not so."))
    after = render_month_pages(material(us))
    assert {path for path in after if before.get(path) != after[path]} == {"months/2026-11.html"}


def test_restricted_entries_do_not_change_the_month_pages(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    before = render_month_pages(material(us))
    us.write(AddNote(commitment="FW-US-01", text="Zopilote", handling="TLP:GREEN"))
    us.write(AddNote(commitment="FW-JT-01", text="Zopilote", handling="TLP:RED"))
    assert render_month_pages(material(us)) == before
    assert not any(b"FW-JT-01" in raw for raw in before.values())


def test_entries_after_the_date_are_hidden(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    us.write(AddNote(commitment="FW-US-01", text="Seen.", handling=CLEAR))
    assert "months/2026-11.html" in render_month_pages(material(us))
    assert "months/2026-11.html" not in render_month_pages(material(us, day="2026-10-31"))


def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    for raw in render_month_pages(hostile(material(small_desk(tmp_path)))).values():
        words = raw.decode("utf-8")
        assert "<script" not in words
        assert not {"\u202e", "\x00", "\ufffe"} & {*words}
