"""A register of an older version opened in the terminal interface: said in passing, and again once it is left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.tui.app import AccordApp
from goldens import OLDEST, copied
from pty_runner import Terminal
from registers import TODAY
from tui_runner import opened, started

pytestmark = pytest.mark.journeys

UPDATE_NOTICE = "The register file was version 1 and is now"


async def test_update_is_reported_once_in_the_messages(tmp_path: Path) -> None:
    old = copied(OLDEST, tmp_path)
    for times in (1, 0):
        app = AccordApp(lambda _progress: door.open_register(old, today=TODAY))
        async with started(app) as pilot:
            await opened(pilot)
            assert sum(UPDATE_NOTICE in message.text for message in app.said) == times


@pytest.mark.process
def test_update_notice_is_printed_once_after_exit(tmp_path: Path) -> None:
    old = copied(OLDEST, tmp_path)
    home = {name: str(tmp_path / "home") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    for told in (True, False):
        terminal = Terminal(["-m", "accordtrack", "--db", str(old)], environment={**home, "ACCORDTRACK_LANG": "en"})
        assert terminal.until(b"FW-US-01")
        os.write(terminal.fd, b"\x11")
        assert terminal.status() == 0
        left = terminal.output.rpartition(b"\x1b[?1049l")[2]
        assert (f"accordtrack: {UPDATE_NOTICE}".encode() in left) is told
        assert (f"{old}.before-".encode() in left) is told
