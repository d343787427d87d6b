"""A new commitment: few fields are compulsory, wrong codes are refused live, the cursor goes to what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.widgets.fields import ChoiceField
from folders import make_folder
from registers import TODAY
from tui_runner import at_register, ids, press, register, running, screen_text, settle, write


async def open_add_dialog(app: AccordApp, pilot: Pilot[Any]) -> AddDialog:
    await press(pilot, "A", "enter")
    assert isinstance(app.screen, AddDialog)
    return app.screen


async def fill(add: AddDialog, pilot: Pilot[Any], **fields: str) -> None:
    for name, text in fields.items():
        add.set_field_text(name.replace("__", "-"), text)
    for name, value in (("responsible_side", "US"), ("theme", "firearms")):
        choice = add.query_one(f"#field-{name}", ChoiceField)
        choice.set_value(value)
        choice.post_message(ChoiceField.Changed(choice))
    await settle(pilot)


REQUIRED_FIELDS = {"title__en": "Count the labs", "framework": "FW", "sources": "JS-2021"}


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    """A desk of the United States at a register without a desk of Mexico, where nothing waits."""
    path = tmp_path / "alone.db"
    data = make_folder(tmp_path / "alone")
    return service.create_register(path, data=data, desk="us-1", keys=own_key_folder(path), today=TODAY)


async def test_five_fields_suffice_and_the_cursor_moves_to_the_new_row(alone: Desk) -> None:
    async with running(alone) as (app, pilot):
        await press(pilot, "F")
        add = await open_add_dialog(app, pilot)
        assert "title (English), framework, responsible, area, sources" in screen_text(app)
        await fill(add, pilot, **REQUIRED_FIELDS)
        code = add.field_value("id")
        add.focus_field("agreed_on")
        await press(pilot, "enter")
        assert at_register(app), screen_text(app)
        row = register(app).rows.row
        assert row is not None
        assert (row.id, row.title.es, row.level) == (code, "Count the labs", "activity")
        assert {"level", "verifiable", "text_basis", "agreed_on"} <= set(row.inferred)
        assert code in ids(app)


async def test_new_commitment_that_waits_is_announced_and_in_no_list(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        add = await open_add_dialog(app, pilot)
        await fill(add, pilot, **REQUIRED_FIELDS)
        code = add.field_value("id")
        await press(pilot, "enter")
        assert at_register(app), screen_text(app)
        assert app.said[-1].text == f"{code} waits for Mexico"
        assert code not in ids(app)
        assert [entry.id for act in us.pending("MX") for entry in act.entries] == [code]


async def test_message_says_when_the_filter_hides_the_new_row(alone: Desk) -> None:
    async with running(alone) as (app, pilot):
        register(app).filter_line.set_text("side:MX")
        await settle(pilot)
        await fill(await open_add_dialog(app, pilot), pilot, **REQUIRED_FIELDS)
        await press(pilot, "enter")
        assert at_register(app)
        assert "is hidden by the current filter" in app.said[-1].text


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("field", "typed", "said"), [("framework", "FWX", "did you mean FW?"), ("sources", "JS-2022", "JS-2021")]
)
async def test_unknown_code_is_refused_while_typing_with_a_suggestion(
    us: Desk, field: str, typed: str, said: str
) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        add = await open_add_dialog(app, pilot)
        add.set_field_text(field, typed)
        await settle(pilot)
        shown = screen_text(app)
        assert f'No code "{typed}"' in shown
        assert said in shown
        await fill(add, pilot, **{**REQUIRED_FIELDS, field: typed})
        assert "sources.0" not in screen_text(app)
        add.focus_field("title-en")
        await press(pilot, "enter")
        assert isinstance(app.screen, AddDialog)
    assert us.version() == before


async def test_suggestion_is_used_only_when_chosen(us: Desk) -> None:
    async with running(us) as (app, pilot):
        add = await open_add_dialog(app, pilot)
        add.focus_field("sources")
        await write(pilot, "js")
        assert add.field_value("sources") == "js"
        await press(pilot, "enter")
        assert add.field_value("sources") == "js"
        await press(pilot, "enter")
        assert add.field_value("sources").startswith("JS-")


async def test_dialog_starts_empty_and_lists_mexico_first_in_spanish(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        add = await open_add_dialog(app, pilot)
        assert add.record_fields() == {}
        names = [str(field.id) for field in add.query(".field")]
        assert names.index("field-title-es") < names.index("field-title-en")
        assert names.index("field-lead-MX") < names.index("field-lead-US")


@pytest.mark.journeys
async def test_default_date_is_styled_unlike_an_example(us: Desk) -> None:
    async with running(us) as (app, pilot):
        add = await open_add_dialog(app, pilot)
        standing = add.query_one("#field-agreed_on SafeInput").get_component_rich_style("input--placeholder")
        example = add.query_one("#field-due_on SafeInput").get_component_rich_style("input--placeholder")
        assert standing.color != example.color


async def test_code_of_an_event_comes_from_its_title(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "A", "down", "down", "enter")
        assert isinstance(app.screen, AddDialog)
        app.screen.set_field_text("title-en", "Meeting of both")
        await settle(pilot)
        assert app.screen.field_value("id") == "meeting-of-both"
