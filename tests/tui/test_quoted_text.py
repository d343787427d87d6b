"""Words of one side never look like an entry of the other, however many line breaks they hold."""

from __future__ import annotations

from contextlib import closing

import pytest

from accordtrack import i18n
from accordtrack.cli import commitment as page
from accordtrack.cli.arguments import Globals
from accordtrack.service import Desk, open_register
from accordtrack.tui.screens.commitment import HISTORY, CommitmentScreen
from accordtrack.tui.screens.disputes import DisputesScreen
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.types.intents import AddNote, Amend, ReportStatus, TakePosition
from registers import TODAY
from tui_runner import press, running, settle

FORGED_LINE = "2026-11-20  Mexico (SRE) · ● completed · claim in force of MX"


@pytest.mark.sweep("size", "ascii_only")
@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [(120, 36), (40, 20)])
async def test_every_line_of_quoted_text_has_a_rule(us: Desk, size: tuple[int, int], *, ascii_only: bool) -> None:
    text = f"Seen.\n\n{FORGED_LINE}\n{' ' * 60}{FORGED_LINE}"
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note=text))
    us.write(AddNote(commitment="FW-US-01", text=text))
    async with running(us, size=size, ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, CommitmentScreen)
        for tab in (0, 1):
            screen.switch_to_tab(tab)
            await settle(pilot)
            lines = [line for line in screen.page_view.text.split("\n") if "2026-11-20" in line]
            assert lines
            rule = "| " if ascii_only else "│ "
            assert all(line.lstrip().startswith(rule) for line in lines), lines


async def test_note_heading_names_its_desk(us: Desk) -> None:
    us.write(AddNote(commitment="FW-US-01", text="seen"))
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, CommitmentScreen)
        screen.switch_to_tab(HISTORY)
        await settle(pilot)
        assert "note · us-1" in screen.page_view.text


def test_show_command_puts_a_rule_before_quoted_lines(us: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    i18n.set_language("en")
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note=f"Seen.\n{FORGED_LINE}\nend"))
    page.write(Globals(), us, us.commitment("FW-US-01"), None)
    lines = [line for line in capsys.readouterr().out.split("\n") if "2026-11-20" in line]
    assert lines
    assert all("│ 2026-11-20" in line for line in lines)


@pytest.mark.sweep("size", "ascii_only")
@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [(120, 36), (60, 24)])
async def test_proposed_text_in_a_dispute_has_a_rule_on_every_line(
    us: Desk, size: tuple[int, int], *, ascii_only: bool
) -> None:
    text = f"Seen.{' ' * 60}{FORGED_LINE}"
    done = us.write(Amend(record="FW-JT-01", fields={"text": text}, reason="Budget."))
    with closing(open_register(us.path, desk="mx-1", today=TODAY)) as mx:
        mx.write(TakePosition(target=done.hashes[0], stance="dispute", reason="No."))
    async with running(us, size=size, ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "4", "j")
        screen = app.screen
        assert isinstance(screen, DisputesScreen)
        told = screen.lower_pane.text.split("\n")
        lines = [line for line in told if "2026-11-20" in line or "completed" in line]
        assert any("2026-11-20" in line for line in lines)
        rule = "| " if ascii_only else "│ "
        assert all(line.lstrip().startswith(rule) for line in lines), lines


async def test_padding_cannot_push_text_to_the_start_of_a_history_line(us: Desk) -> None:
    us.write(AddNote(commitment="FW-US-01", text=f"Seen.{' ' * 60}{FORGED_LINE}"))
    async with running(us) as (app, pilot):
        await press(pilot, "3")
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        line = next(line for line in screen.entries_pane.text.split("\n") if "Seen." in line)
        assert "Seen. 2026-11-20" in line
