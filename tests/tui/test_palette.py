"""The palette: nothing that a key reaches is missing from it, in either language, and words find it."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.service import Desk
from accordtrack.tui import keys
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.dialogs.palette import palette_items
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.fuzzy_match import rank_matches
from accordtrack.tui.screens.help import blocks
from tui_runner import at_register, painted, press, running, write

WITH_PALETTE = [name for name, places in keys.STACKS.items() if "everywhere" in places]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("stack", WITH_PALETTE)
def test_palette_lists_every_key_of_its_place(stack: str, language: str) -> None:
    with i18n.using_language(language):
        shown = palette_items(stack, keys.KEYS)
        here = {item.value: item for item in shown if not item.faint}
        for key in keys.active_keys(stack):
            assert here[key.name].words, key
            assert all(keys.format_key(name) in here[key.name].right for name in key.keys), key
        elsewhere = [item for item in shown if item.faint]
        for key in keys.KEYS:
            if key.name not in here:
                wanted = tr(keys.place_name(key.place))
                assert any(item.words == tr(key.label) and wanted in item.right for item in elsewhere), key


@pytest.mark.parametrize("stack", list(keys.STACKS))
def test_help_lists_every_key_of_its_place(stack: str) -> None:
    told = {(block.label.plain, block.body.plain) for block in blocks(stack, keys.KEYS)}
    assert {(key.displayed_keys, tr(key.label)) for key in keys.active_keys(stack)} <= told


def test_word_prefixes_rank_before_scattered_letters() -> None:
    texts = ["clear the filter", "save this filter", "leaf", "filter"]
    assert rank_matches("fil", texts) == [0, 1, 3]
    assert rank_matches("filt sav", texts) == [1]
    assert rank_matches("svf", texts) == [1]
    assert rank_matches("ítle", ["title", "other"]) == [0]
    assert rank_matches("", texts) == [0, 1, 2, 3]
    assert rank_matches("zz", texts) == []


async def test_chosen_action_runs(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "ctrl+p")
        await write(pilot, "stat")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_palette_opens_and_runs_actions_from_the_filter_line(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash", "ctrl+p")
        assert isinstance(app.screen, Choose)
        await write(pilot, "status")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_action_of_another_screen_names_that_screen(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "year earlier")
        assert any("on the indicators" in line for line in painted(app))
        await press(pilot, "enter")
        assert at_register(app)
        assert app.said[-1].text == "count changes from a year earlier: [ on the indicators"


async def test_search_without_matches_shows_a_hint_in_the_list(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "qqqq")
        assert any("Nothing matches these words; delete some to see more" in line for line in painted(app))
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, Choose)
        await press(pilot, "ctrl+u")
        await write(pilot, "status")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_palette_opened_from_the_facets_runs_facet_actions(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "f", "ctrl+p")
        await write(pilot, "next group")
        await press(pilot, "enter")
        assert at_register(app)
        assert app.said == app.said.__class__(maxlen=app.said.maxlen)
