"""Create the README's pictures of screens from the program on the shipped register, in both languages.

``python scripts/pictures.py`` writes ``docs/pictures/*.svg``. Textual's drawings load fonts from another host; that
part is removed, so that a page that shows the pictures makes no outside request.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from accordtrack import i18n, service
from accordtrack.tui.app import AccordApp

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = "2026-11-25"
SIZE = (120, 36)
_OUTSIDE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


async def _settled(pilot: Pilot[Any]) -> None:
    for _ in range(8):
        await pilot.pause(0.1)
        if pilot.app.workers:
            await pilot.app.workers.wait_for_complete()


def _save(app: AccordApp, name: str) -> None:
    drawn = _OUTSIDE.sub("", app.export_screenshot(title="accordtrack"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")


async def _draw(register: Path, language: str, seat: str) -> None:
    i18n.set_language(language)
    app = AccordApp(lambda _progress: service.open_register(register, desk=seat, today=TODAY))
    async with app.run_test(size=SIZE) as pilot:
        await _settled(pilot)
        await pilot.press("F")
        await _settled(pilot)
        await pilot.press("slash", *"armas" if language == "es" else "firearms", "enter")
        await _settled(pilot)
        _save(app, f"register-{language}")
        await pilot.press("F")
        await pilot.press("slash", *"etrace", "enter")
        await _settled(pilot)
        await pilot.press("enter")
        await _settled(pilot)
        _save(app, f"commitment-{language}")
        await pilot.press("s", "l")
        await pilot.press(*"https", "colon", "slash", "slash", *"example", "full_stop", *"org", "slash", *"report")
        await _settled(pilot)
        _save(app, f"status-{language}")
        await pilot.press("escape", "q", "2")
        await _settled(pilot)
        _save(app, f"owed-{language}")
        await pilot.press("3")
        await _settled(pilot)
        _save(app, f"history-{language}")
        await pilot.press("4")
        await _settled(pilot)
        _save(app, f"disputes-{language}")
        await pilot.press("5")
        await _settled(pilot)
        _save(app, f"scorecard-{language}")


def main() -> None:
    """Create a temporary demo register and draw it from a desk of each side."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = name
        register = Path(name) / "register.db"
        service.create_demo(Path(name), keep=register, today=TODAY)
        asyncio.run(_draw(register, "en", "us-1"))
        asyncio.run(_draw(register, "es", "mx-1"))


if __name__ == "__main__":
    main()
