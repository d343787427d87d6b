"""Whoever types faster than the desk answers sees the last word, and waits for no other."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest
from textual.dom import DOMNode

from accordtrack.core.problems import Refused
from accordtrack.i18n import explain
from accordtrack.service import Desk
from accordtrack.tui.desk_requests import Questions
from tui_runner import faults, register, running, settle

ENDLESS_QUERY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


@pytest.mark.parametrize("way", ["newer", "forgotten"])
async def test_replaced_or_dropped_request_is_cancelled(us: Desk, way: str) -> None:
    begun, ended = threading.Event(), threading.Event()
    told: list[str] = []

    def endless() -> str:
        begun.set()
        try:
            with us._db.reading() as connection:
                connection.exec_driver_sql(ENDLESS_QUERY)
        except Refused:
            ended.set()
            raise
        return "endless"

    async with running(us) as (app, pilot):
        questions = register(app).questions
        questions.ask("slow", endless, told.append, app.show_refusal)
        while not begun.is_set():
            await pilot.pause(0.01)
        await pilot.pause(0.1)
        start = time.monotonic()
        if way == "newer":
            questions.ask("slow", lambda: "quick", told.append, app.show_refusal)
        else:
            questions.drop_answer("slow")
        await settle(pilot)
        assert ended.is_set()
        assert time.monotonic() - start < 10
        assert told == (["quick"] if way == "newer" else [])
        assert not faults(app)
        assert not [said for said in app.said if "given up" in said.text]


class Owner:
    """What owns questions and has no screen."""

    is_running = True

    def run_worker(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        self.work = asyncio.create_task(work(), name=group)


async def test_request_missing_a_library_shows_the_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    owner, refused = Owner(), list[Refused]()
    Questions(cast("DOMNode", owner)).ask("any", lambda: __import__("icalendar"), print, refused.append)
    await owner.work
    assert explain(refused[0].problems[0]).startswith("The library icalendar is not installed. Install it with: ")
