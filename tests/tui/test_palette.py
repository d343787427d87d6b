"""The palette: nothing that a key reaches is missing from it, in either language, and words find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import keys
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.dialogs.palette import items
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.fuzzy_match import ranked
from accordtrack.tui.screens.help import blocks
from tui_runner import at_register, painted, press, running, write

if TYPE_CHECKING:
    from accordtrack.service import Desk

WITH_PALETTE = [name for name, places in keys.STACKS.items() if "everywhere" in places]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("stack", WITH_PALETTE)
def test_every_key_is_in_the_palette_of_its_place(stack: str, language: str) -> None:
    with i18n.using_language(language):
        shown = items(stack, keys.KEYS)
        here = {item.value: item for item in shown if not item.faint}
        for key in keys.of(stack):
            assert here[key.name].words, key
            assert all(keys.show(name) in here[key.name].right for name in key.keys), key
        elsewhere = [item for item in shown if item.faint]
        for key in keys.KEYS:
            if key.name not in here:
                wanted = tr(keys.where(key.place))
                assert any(item.words == tr(key.label) and wanted in item.right for item in elsewhere), key


@pytest.mark.parametrize("stack", list(keys.STACKS))
def test_every_key_is_in_the_help_of_its_place(stack: str) -> None:
    told = {(block.label.plain, block.body.plain) for block in blocks(stack, keys.KEYS)}
    assert {(key.shown_all, tr(key.label)) for key in keys.of(stack)} <= told


def test_words_that_are_begun_come_first_and_scattered_letters_last() -> None:
    texts = ["clear the filter", "save this filter", "leaf", "filter"]
    assert ranked("fil", texts) == [0, 1, 3]
    assert ranked("filt sav", texts) == [1]
    assert ranked("svf", texts) == [1]
    assert ranked("ítle", ["title", "other"]) == [0]
    assert ranked("", texts) == [0, 1, 2, 3]
    assert ranked("zz", texts) == []


async def test_an_action_runs_as_if_its_key_were_pressed(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "ctrl+p")
        await write(pilot, "stat")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_from_the_filter_line_nothing_is_typed_into_it(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash", "ctrl+p")
        assert isinstance(app.screen, Choose)
        await write(pilot, "status")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_an_action_of_another_place_says_where_it_is(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "year earlier")
        assert any("on the scorecard" in line for line in painted(app))
        await press(pilot, "enter")
        assert at_register(app)
        assert app.said[-1].text == "count changes from a year earlier: [ on the scorecard"


async def test_words_that_no_action_has_are_answered_in_the_list(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "qqqq")
        assert any("Nothing has these words; delete some to see more" in line for line in painted(app))
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, Choose)
        await press(pilot, "ctrl+u")
        await write(pilot, "status")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_in_the_facets_it_holds_the_keys_of_the_facets(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "f", "ctrl+p")
        await write(pilot, "next group")
        await press(pilot, "enter")
        assert at_register(app)
        assert app.said == app.said.__class__(maxlen=app.said.maxlen)
