"""The dialog in which a table is taken in, for tests: a path is typed, and what is screen_text is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from textual.pilot import Pilot
from textual.widgets import Static

from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.import_table import LOOK_SECONDS, ImportDialog
from interchange.tables import STATUS
from tui_runner import press, settle, until, write


def dialog(app: AccordApp) -> ImportDialog:
    assert isinstance(app.screen, ImportDialog)
    return app.screen


def flat(app: AccordApp) -> str:
    """The text of the dialog, without frames and line breaks."""
    return " ".join(" ".join(str(line.render()) for line in app.screen.query(Static) if line.display).split())


async def named(app: AccordApp, pilot: Pilot[None], path: str, *, then: str = "") -> None:
    """Open the dialog, type a path, and wait until its rows, or ``then``, are screen_text."""
    if not isinstance(app.screen, ImportDialog):
        await press(pilot, "I")
    await write(pilot, path)
    await until(pilot, lambda: then in flat(app) if then else dialog(app)._report is not None)
    await pilot.pause(LOOK_SECONDS + 0.05)
    await settle(pilot)


def lines(app: AccordApp) -> str:
    """The whole list, as far as it scrolls."""
    return dialog(app).page_view.text


def rows(count: int, **change: str) -> list[Mapping[str, str]]:
    days = (date(2016, 1, 1) + timedelta(number) for number in range(count))
    return [{**STATUS, "said_on": day.isoformat(), **change} for day in days]
