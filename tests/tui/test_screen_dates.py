"""Main screens and an opened commitment show dates in the language of the screen, not as ISO dates."""

from __future__ import annotations

import re

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.service.draft_text import saved_text
from accordtrack.service.drafts import DraftView
from accordtrack.tui.screens import measurements
from registers import TODAY
from shipped_scores import shipped_desk
from tui_runner import painted, press, running, settle

ISO = re.compile(r"(?<![\w/-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w/…-])")
"""A date that is no part of an address or of the code of a source."""


@pytest.mark.parametrize("language", ["en", "es"])
async def test_screens_show_no_iso_date(language: str) -> None:
    async with running(shipped_desk(), language=language) as (app, pilot):
        await press(pilot, "F")
        await settle(pilot)
        shown = {"register": painted(app)}
        for key in ("2", "3", "4", "5"):
            await press(pilot, key)
            await settle(pilot)
            shown[key] = painted(app)
        await press(pilot, "tab", "tab")
        shown["events"] = painted(app)
        await press(pilot, "1", "enter")
        for tab in ("facts", "statements", "evidence"):
            await settle(pilot)
            shown[tab] = painted(app)
            await press(pilot, "tab")
    assert [(name, line) for name, lines in shown.items() for line in lines if ISO.search(line)] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_measurements_and_drafts_show_no_iso_date(language: str) -> None:
    scores = shipped_desk().scores(TwoDates(TODAY, TODAY))
    draft = DraftView(1, "2026-12-01", "us-1")
    with using_language(language):
        blocks = measurements.blocks(scores, "us-mexico-bound-firearms-seized-atf")
        shown = [f"{block.label or ''} {block.body.plain}" for block in blocks]
        assert [line for line in (*shown, saved_text(draft)) if ISO.search(line)] == []
        assert any("4,359" in line for line in shown)
