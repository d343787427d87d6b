"""The first line of every dialog that writes says in whose name, before a word is typed; choices show whole words."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from accordtrack import i18n
from accordtrack.service import Desk
from accordtrack.text.calendar_names import short_date
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.answer import NotAgreedDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import Choice
from tui_runner import painted, press, running, screen_text

pytestmark = pytest.mark.journeys


def speaker_line(app: AccordApp) -> str:
    line = app.screen.query_one("#voice", Static)
    assert line.display
    return str(line.render())


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("s",), "position of the United States"),
        (("e",), "position of the United States"),
        (("a",), "statement by the United States"),
        (("r",), "This will be recorded by us-1"),
        (("n",), "A note by us-1"),
        (("m",), "This will be recorded by us-1"),
        (("A", "enter"), "This will be recorded by us-1"),
        (("A", "down", "enter"), "This will be recorded by us-1"),
    ],
)
async def test_write_dialogs_name_the_speaker_when_they_open(us: Desk, keys: tuple[str, ...], said: str) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", *keys)
        assert isinstance(app.screen, Form)
        assert said in speaker_line(app)


@pytest.mark.parametrize(("key", "said"), [("c", "answer of Mexico"), ("d", "answer of Mexico"), ("N", "of Mexico")])
async def test_answer_dialogs_name_the_speaker(mx: Desk, key: str, said: str) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", key)
        assert said in speaker_line(app)


async def test_amendment_of_the_other_sides_commitment_is_no_statement_of_that_side(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "a")
        assert "not a statement by the United States" in speaker_line(app)
        await press(pilot, "v")
        assert isinstance(app.screen, Form)
        assert app.screen.field_value("field") == "verifiable"


async def test_request_for_an_answer_concerns_the_half_of_the_side_that_asks(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "r")
        now = str(app.screen.query_one("#now", Static).render())
        assert now.startswith("US")
        assert "MX " not in now
        assert not app.screen.query("#field-half")


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_choice_shows_both_arrows(us: Desk, language: str, size: tuple[int, int]) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "F", "g", "s")
        for choice in app.screen.query(Choice):
            for place in range(len(choice.options)):
                choice.place = place
                await pilot.pause()
                line = str(choice.render())
                assert line.startswith("‹ ")
                assert line.endswith(" ›")
                assert len(line) <= choice.size.width


async def test_not_agreed_dialog_shows_the_full_text(mx: Desk) -> None:
    async with running(mx, size=(80, 24)) as (app, pilot):
        await press(pilot, "F", "G", "N")
        assert isinstance(app.screen, NotAgreedDialog)
        text = mx.commitment("FW-US-01").text.en
        squeezed = " ".join(" ".join(line.strip(" │") for line in painted(app)).split())
        assert text in squeezed


@pytest.mark.parametrize(("language", "key"), [("en", "s"), ("es", "s"), ("en", "c"), ("es", "d")])
async def test_current_claim_shows_its_date_at_80_columns(us: Desk, language: str, key: str) -> None:
    claims = {half.side: half.claim for half in us.commitment("FW-JT-01").halves}
    async with running(us, size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "F", "g", key)
        claim = claims["MX"]
        assert claim is not None
        with i18n.using_language(language):
            assert short_date(claim.effective_on) in screen_text(app)
