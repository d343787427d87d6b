"""A new commitment: few fields are compulsory, wrong codes are refused live, the cursor goes to what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.widgets.fields import ChoiceField
from tui_runner import at_register, ids, painted, press, register, running, settle, write

if TYPE_CHECKING:
    from typing import Any

    from textual.pilot import Pilot

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp


async def adding(app: AccordApp, pilot: Pilot[Any]) -> AddDialog:
    await press(pilot, "A", "enter")
    assert isinstance(app.screen, AddDialog)
    return app.screen


async def fill(add: AddDialog, pilot: Pilot[Any], **fields: str) -> None:
    for name, text in fields.items():
        add.put(name.replace("__", "-"), text)
    for name, value in (("responsible_side", "US"), ("theme", "firearms")):
        choice = add.query_one(f"#field-{name}", ChoiceField)
        choice.put(value)
        choice.post_message(ChoiceField.Changed(choice))
    await settle(pilot)


NEEDED = {"title__en": "Count the labs", "framework": "FW", "sources": "JS-2021"}


async def test_five_fields_are_enough_and_the_cursor_goes_to_the_new_row(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        add = await adding(app, pilot)
        assert "title (English), framework, owed by, theme, sources" in "\n".join(painted(app))
        await fill(add, pilot, **NEEDED)
        code = add.field("id")
        add.focus_field("agreed_on")
        await press(pilot, "enter")
        assert at_register(app), "\n".join(painted(app))
        row = register(app).rows.row
        assert row is not None
        assert (row.id, row.title.es, row.level) == (code, "Count the labs", "activity")
        assert {"level", "verifiable", "text_basis", "agreed_on"} <= set(row.inferred)
        assert code in ids(app)


async def test_a_filter_that_hides_the_new_row_is_named(us: Desk) -> None:
    async with running(us) as (app, pilot):
        register(app).line.put("side:MX")
        await settle(pilot)
        await fill(await adding(app, pilot), pilot, **NEEDED)
        await press(pilot, "enter")
        assert at_register(app)
        assert "not shown by the present filter" in app.said[-1].text


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("field", "typed", "said"), [("framework", "FWX", "did you mean FW?"), ("sources", "JS-2022", "JS-2021")]
)
async def test_a_wrong_code_is_refused_while_typing_with_the_nearest(
    us: Desk, field: str, typed: str, said: str
) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        add = await adding(app, pilot)
        add.put(field, typed)
        await settle(pilot)
        shown = "\n".join(painted(app))
        assert f'No code "{typed}"' in shown
        assert said in shown
        await fill(add, pilot, **{**NEEDED, field: typed})
        assert "sources.0" not in "\n".join(painted(app))
        add.focus_field("title-en")
        await press(pilot, "enter")
        assert isinstance(app.screen, AddDialog)
    assert us.version() == before


async def test_a_suggestion_is_taken_only_by_choice(us: Desk) -> None:
    async with running(us) as (app, pilot):
        add = await adding(app, pilot)
        add.focus_field("sources")
        await write(pilot, "js")
        assert add.field("sources") == "js"
        await press(pilot, "enter")
        assert add.field("sources") == "js"
        await press(pilot, "enter")
        assert add.field("sources").startswith("JS-")


async def test_nothing_is_chosen_beforehand_and_mexico_leads_in_spanish(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        add = await adding(app, pilot)
        assert add.typed() == {}
        names = [str(field.id) for field in add.query(".field")]
        assert names.index("field-title-es") < names.index("field-title-en")
        assert names.index("field-lead-MX") < names.index("field-lead-US")


@pytest.mark.journeys
async def test_a_standing_date_looks_like_a_value_and_an_example_does_not(us: Desk) -> None:
    async with running(us) as (app, pilot):
        add = await adding(app, pilot)
        standing = add.query_one("#field-agreed_on SafeInput").get_component_rich_style("input--placeholder")
        example = add.query_one("#field-due_on SafeInput").get_component_rich_style("input--placeholder")
        assert standing.color != example.color
