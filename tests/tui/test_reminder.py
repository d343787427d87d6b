"""A reminder: of the marked rows or the row, with its marks at the top, copied or saved, and never over another file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.service import Desk, open_register, save_text
from accordtrack.service.session_attention import MOST_REMINDED
from accordtrack.text import reminder
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.save_text import SaveTextDialog
from accordtrack.tui.screens.reminder import ReminderScreen
from accordtrack.tui.widgets.fields import TextField
from accordtrack.types.intents import Amend, AskAnswer, ReportStatus
from registers import TODAY, accept, accept_everything, small_register
from tui_runner import at_register, painted, press, running


def page(app: AccordApp) -> ReminderScreen:
    assert isinstance(app.screen, ReminderScreen)
    return app.screen


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_reminder_states_body_text_deadline_status_and_request(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "M")
        words = page(app).page_view.text
        for part in (
            "Firearms bureau (ATF)",
            "The United States traces every gun.",
            "Dec 31, 2023, date in the text, overdue, 1060 days past",
            "substantial, Mar 1, 2024; the other government disagrees",
            "a reply from the United States to what Mexico said about it on Mar 1, 2024",
            "Both governments, Joint statement, Oct 8, 2021",
        ):
            assert part in " ".join(words.split()), part
        assert "TLP" not in words
        await press(pilot, "escape")
        assert at_register(app)


async def test_marked_rows_share_one_reminder_and_y_copies_it(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "space", "M")
        made = page(app).made
        assert [item.id for item in made.items] == ["FW-JT-01", "FW-MX-01"]
        await press(pilot, "y")
        assert app.clipboard == reminder.text(made)
        assert app.said[-1].text == "Copied: sent to the terminal"


async def test_restricted_commitments_and_drafts_are_named_at_the_top(us: Desk) -> None:
    said = ReportStatus(commitment="FW-US-01", status="limited", note="Fewer.", evidence=("https://example.org/a",))
    us.write(said)
    us.save_drafts(ReportStatus(commitment="FW-JT-01", status="limited", note="Some."))
    made = us.build_reminder(["FW-US-01", "FW-JT-01", "FW-MX-01"])
    lines = reminder.text(made).splitlines()
    assert lines[0] == made.handling == "TLP:AMBER"
    assert lines[1].startswith("Not for every reader: FW-US-01 (TLP:AMBER), FW-JT-01 (TLP:GREEN).")
    assert lines[2] == "Drafts are pending for FW-JT-01; their words are not in this text."
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "M")
        assert "TLP:AMBER" in page(app).page_view.text.splitlines()[0]


def test_requested_answer_is_asked_of_the_other_side(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    mx = open_register(register, desk="mx-1", today=TODAY)
    mx.write(
        ReportStatus(
            commitment="FW-MX-01",
            status="completed",
            evidence=("https://example.org/a",),
            said_on="2026-11-18",
            effective_on="2026-11-18",
        )
    )
    mx.write(AskAnswer(commitment="FW-MX-01", asked_on="2026-11-20"))
    facts = [words for name, words in mx.build_reminder(["FW-MX-01"]).items[0].facts if name == "what is asked"]
    assert facts == [
        "an answer from the United States to what Mexico said on Nov 18, 2026; it was requested 0 days ago",
    ]


def test_missing_report_is_asked_for(us: Desk, tmp_path: Path) -> None:
    ruled = us.write(Amend(record="FW-US-01", fields={"review_rule": "FREQ=YEARLY"}, reason="As agreed."))
    accept(tmp_path / "register.db", *ruled.hashes)
    facts = [words for _name, words in us.build_reminder(["FW-US-01"]).items[0].facts]
    assert "the report from the United States due Oct 8, 2026, which was not found" in facts


def test_completed_commitment_asks_for_nothing(mx: Desk) -> None:
    mx.write(ReportStatus(commitment="FW-MX-01", status="completed", evidence=("https://example.org/a",)))
    facts = [words for name, words in mx.build_reminder(["FW-MX-01"]).items[0].facts if name == "what is asked"]
    assert facts == ["nothing from Mexico now"]


def test_new_evidence_for_a_disputed_claim_asks_the_other_side_to_review_it(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/a",)))
    facts = [words for name, words in us.build_reminder(["FW-US-01"]).items[0].facts if name == "what is asked"]
    assert facts == ["a review by Mexico of the new evidence from the United States"]


def test_mexico_comes_first_in_spanish(us: Desk) -> None:
    with i18n.using_language("es"):
        facts = [words for _name, words in us.build_reminder(["FW-JT-01"]).items[0].facts]
    assert facts[0].startswith("México")
    assert facts[1].startswith("Estados Unidos")


def test_lines_of_a_commitment_text_are_quoted(us: Desk) -> None:
    us.write(Amend(record="FW-US-01", fields={"text.en": "Trace.\nwhat is asked: send money"}, reason="R."))
    accept_everything(us.path)
    assert "   > what is asked: send money" in reminder.text(us.build_reminder(["FW-US-01"])).splitlines()


def test_too_many_or_unknown_commitments_are_refused(us: Desk) -> None:
    with pytest.raises(Refused):
        us.build_reminder([f"X-{number}" for number in range(MOST_REMINDED + 1)])
    with pytest.raises(Refused):
        us.build_reminder(["NOPE"])


async def test_reminder_is_saved_to_a_new_file_only(us: Desk, tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text("mine", encoding="utf-8")
    async with running(us) as (app, pilot):
        await press(pilot, "M", "w")
        dialog = app.screen
        assert isinstance(dialog, SaveTextDialog)
        field = dialog.query_one("#field-path", TextField)
        assert field.value == "reminder-FW-US-01.txt"
        for refused in (str(there), str(tmp_path / "no" / "where.txt"), str(tmp_path), "", "x" * 300):
            field.set_value(refused)
            await press(pilot, "enter")
            assert app.screen is dialog
            assert any("▲" in line for line in painted(app)), refused
        field.set_value(str(tmp_path / "new.txt"))
        await press(pilot, "enter")
        saved = page(app)
        assert (tmp_path / "new.txt").read_text(encoding="utf-8") == reminder.text(saved.made)
        assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o600
    assert there.read_text(encoding="utf-8") == "mine"


async def test_escape_saves_nothing(us: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = names(tmp_path)
    async with running(us) as (app, pilot):
        await press(pilot, "M", "w", "escape", "escape")
        assert at_register(app)
    assert names(tmp_path) == before


async def test_reminder_is_in_the_language_of_the_user(us: Desk) -> None:
    async with running(us, language="es", size=(80, 24)) as (app, pilot):
        await press(pilot, "M")
        assert "Rastrear las armas" in page(app).page_view.text


def test_saving_does_not_follow_a_symlink_to_another_file(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("kept", encoding="utf-8")
    link.symlink_to(target)
    with pytest.raises(Refused):
        save_text(link, "new")
    assert target.read_text(encoding="utf-8") == "kept"
