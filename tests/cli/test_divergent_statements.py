"""Two desks of one side that say different things: both words are shown, who said each, and what ends it."""

from __future__ import annotations

from pathlib import Path

from accordtrack import service as door
from accordtrack.cli import commitment
from accordtrack.text import disputes
from accordtrack.tui.tabs import facts
from accordtrack.types.intents import ReportStatus
from registers import TODAY, small_register
from tui_runner import press, running, screen_text, write


def test_commitment_shows_both_divergent_statements_and_their_desks(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    first = door.open_register(register, desk="us-1", today=TODAY)
    first.write(ReportStatus(commitment="FW-US-01", status="limited", note="Begun."))
    second = door.open_register(register, desk="us-2", today=TODAY)
    second.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Most.", effective_on="2026-10-01"))
    view = first.commitment("FW-US-01")
    (half,) = view.halves
    assert (half.standing, [rival.feed for rival in half.rivals]) == ("divergent", ["us-2"])
    blocks = " ".join(block.body.plain for block in facts._halves(view))
    told = str(commitment._half_section(view, half, ascii_only=False))
    for shown in (blocks, told):
        for words in ("limited", "substantial", "until the United States speaks again"):
            assert words in shown
    first.write(ReportStatus(commitment="FW-US-01", status="substantial", note="As us-2 says."))
    assert first.commitment("FW-US-01").halves[0].rivals == ()


async def test_dispute_list_and_preview_show_both_divergent_statements(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    first = door.open_register(register, desk="us-1", today=TODAY)
    first.write(ReportStatus(commitment="FW-US-01", status="limited", note="Begun."))
    second = door.open_register(register, desk="us-2", today=TODAY)
    second.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Most.", effective_on="2026-10-01"))
    (thread,) = (one for one in first.disputes() if one.commitment == "FW-US-01" and one.half == "US")
    assert thread.standing == "divergent"
    both = disputes.standing(thread, "US")
    assert both == "◔ limited ≠ ◑ substantial"
    assert disputes.standing(thread, "US", ascii_only=True).isascii()
    async with running(first, size=(80, 24)) as (app, pilot):
        await press(pilot, "slash")
        await write(pilot, "US-01")
        await press(pilot, "enter")
        shown = screen_text(app)
        assert "≠ ◑ substantial · us-2 · until the United States speaks again" in shown
        await press(pilot, "4")
        assert both[:20] in screen_text(app), "both marks and words, the last one cut where the column ends"
