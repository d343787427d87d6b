"""Forms for targets, expected results, results chains and evaluations: each writes one entry, or says why not."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.ledger.results_chain import ResultsChain
from accordtrack.service import Desk
from accordtrack.service.unsaved_text import Unsaved
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.chain import ChainDialog
from accordtrack.tui.dialogs.expected_result import ExpectDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.reopen import create_form, find_dialog_content
from accordtrack.tui.dialogs.target import TargetDialog
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.pending import PendingScreen
from accordtrack.tui.screens.scorecard import TARGETS, ScorecardScreen
from folders import FILES, RESULTS, make_folder
from registers import TODAY
from shared import once
from target_register import sign_targets, target_register
from tui_runner import faults, painted, press, running, settle, write

pytestmark = pytest.mark.journeys

OPERATION = {
    "operation": "op-south",
    "title.en": "South",
    "place": "MX-SIN",
    "starts_on": "2027-05-01",
    "window": "6",
    "series": "deaths",
    "bound": "at_most",
    "rate_ratio": "0.9",
    "guard.series": "missing",
    "guard.bound": "at_most",
    "guard.rate_ratio": "1.1",
    "reason": "Agreed in May.",
}
EVALUATION = {
    "question.en": "Did it rise?",
    "finding.en": "It did.",
    "finds": "contribution",
    "design": "comparison",
    "made_by": "GAO",
    "published_on": "2024-02",
    "sources": "ATF-2023",
}


def desk_with_panel(folder: Path, *, signed: bool) -> Desk:
    register = target_register(folder)
    if signed:
        sign_targets(register)
    return service.open_register(register, desk="us-1", today=TODAY)


def _make_charted(folder: Path) -> None:
    path, data = folder / "register.db", make_folder(folder / "data", {**FILES, **RESULTS})
    service.create_register(path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY)


def chain_of(desk: Desk) -> ResultsChain:
    return desk.scores().facts.chains["FW-US-01"][0].body


def screen_text(app: AccordApp) -> str:
    return " ".join("\n".join(painted(app)).replace("│", " ").split())


async def at_target(app: AccordApp, pilot: Pilot[object], item: str) -> ScorecardScreen:
    """The Targets tab with the cursor on an item."""
    await press(pilot, "5")
    screen = app.screen
    assert isinstance(screen, ScorecardScreen)
    screen.switch_to_tab(TARGETS)
    screen.page_view.choose(next(key for key in screen.page_view.items if key.endswith(item)))
    return screen


async def at_commitment(pilot: Pilot[object], name: str) -> None:
    """The page of a commitment."""
    await press(pilot, "F", "slash")
    await write(pilot, f"id:={name}")
    await press(pilot, "enter", "enter")


async def fill(app: AccordApp, pilot: Pilot[object], values: Mapping[str, str]) -> Form:
    """Fill in fields of the open form as if they were typed."""
    form = app.screen
    assert isinstance(form, Form)
    form.restore_values({name.replace(".", "-"): value for name, value in values.items()})
    await settle(pilot)
    return form


async def test_target_is_proposed_from_a_scenario_of_the_worksheet(tmp_path: Path) -> None:
    desk = desk_with_panel(tmp_path, signed=False)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "guns-traced")
        await press(pilot, "t")
        assert isinstance(app.screen, TargetDialog)
        told = screen_text(app)
        assert "184.0 a year in 2025" in told
        assert "The program recommends none." in told
        assert "Choose a scenario, or write a value" in told
        await press(pilot, "right", "right")
        await fill(app, pilot, {"reason": "As agreed in May."})
        assert "+ target guns-traced: 1.190874 times the baseline by 2028-12-31" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ScorecardScreen)
        (target,) = desk.scores().facts.targets
        assert (target.body.series, target.body.place, target.body.level_ratio) == ("traced", "MX-SIN", "1.190874")
        assert target.body.reason is not None
        assert (target.body.reason.en, target.by.value) == ("As agreed in May.", "US")
        assert faults(app) == []


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"value": "much"}, '"much" is not a number'),
        ({"value": "99", "scenario": "hold"}, "A target needs one ratio, value or scenario"),
        ({"value": "99", "by": "soon"}, '"soon"'),
        ({"series": "few"}, "few has 3 complete years in MX-SIN; a target needs 6"),
        ({"scenario": "places_better"}, "Too few changes are known for this scenario"),
    ],
)
async def test_bad_target_is_explained_and_not_written(tmp_path: Path, typed: dict[str, str], problem: str) -> None:
    desk = desk_with_panel(tmp_path, signed=False)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "guns-traced")
        await press(pilot, "t")
        await fill(app, pilot, typed)
        await press(pilot, "enter")
        assert isinstance(app.screen, TargetDialog)
        assert problem in screen_text(app)
    assert desk.scores().facts.targets == ()


async def test_target_of_the_other_side_is_amended_by_a_proposal_that_names_it(tmp_path: Path) -> None:
    desk = desk_with_panel(tmp_path, signed=True)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "mx-1-6/guns-traced")
        await press(pilot, "t")
        await fill(app, pilot, {"value": "250"})
        await press(pilot, "enter")
        facts = desk.scores().facts
        hashes = {one.id: one.item.hash for one in facts.targets}
        assert facts.targets[-1].body.indicator == "guns-traced"
        assert facts.targets[-1].body.replaces == hashes["us-1-2"]


async def test_target_form_names_what_the_other_side_proposed_meanwhile(tmp_path: Path) -> None:
    desk = desk_with_panel(tmp_path, signed=False)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "guns-traced")
        await press(pilot, "t", "right")
        form = app.screen
        assert isinstance(form, TargetDialog)
        with closing(service.open_register(desk.path, desk="mx-1", today=TODAY)) as mx:
            mx.write(*form.intents())
        form.others_wrote()
        await settle(pilot)
        assert "takes the place of mx-1-2" in screen_text(app)


@pytest.mark.parametrize(("item", "about"), [("mx-1-6/guns-traced", "guns-traced"), ("operation:op-north", "op-north")])
async def test_answer_key_leads_to_the_proposal_among_what_waits(tmp_path: Path, item: str, about: str) -> None:
    async with running(desk_with_panel(tmp_path, signed=True)) as (app, pilot):
        await at_target(app, pilot, item)
        await press(pilot, "a")
        screen = app.screen
        assert isinstance(screen, PendingScreen)
        assert screen.rows.row is not None
        assert screen.rows.row.entry is not None
        assert screen.rows.row.entry.about == about
        await press(pilot, "c")
        assert isinstance(app.screen, Form)


async def test_answer_key_says_when_no_proposal_waits(tmp_path: Path) -> None:
    async with running(desk_with_panel(tmp_path, signed=True)) as (app, pilot):
        screen = await at_target(app, pilot, "us-1-4/guns-held")
        await press(pilot, "a")
        assert app.screen is screen
        assert app.said[-1].text == "No proposal here waits for your side"


async def test_targets_tab_lists_direct_indicators_without_a_target(tmp_path: Path) -> None:
    async with running(desk_with_panel(tmp_path, signed=False)) as (app, pilot):
        screen = await at_target(app, pilot, "guns-held")
        assert "3 direct indicators without a target:" in screen.page_view.text


async def test_expected_result_is_proposed_before_the_start(tmp_path: Path) -> None:
    desk = desk_with_panel(tmp_path, signed=False)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "guns-traced")
        await press(pilot, "e")
        assert isinstance(app.screen, ExpectDialog)
        assert "Still to fill in: code of the operation, title (English), place" in screen_text(app)
        await fill(app, pilot, OPERATION)
        assert "deaths in MX-SIN, 6 months after: at most 0.9 times before" in screen_text(app)
        await press(pilot, "enter")
        (found,) = desk.scores().facts.expected_results
        body = found.body
        assert (body.operation, body.window, body.guard.rate_ratio) == ("op-south", 6, "1.1")
        assert (body.title.es, body.reason and body.reason.en) == ("South", "Agreed in May.")


async def test_operation_under_the_cursor_is_the_start_of_another_version(tmp_path: Path) -> None:
    desk = desk_with_panel(tmp_path, signed=True)
    async with running(desk) as (app, pilot):
        await at_target(app, pilot, "operation:op-north")
        await press(pilot, "e")
        await fill(app, pilot, {"rate_ratio": "0.7"})
        await press(pilot, "enter")
        last = desk.scores().facts.expected_results[-1].body
        assert (last.operation, last.rate_ratio, last.title.es, last.starts_on) == (
            "op-north",
            "0.7",
            "Norte",
            "2027-03-01",
        )


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"starts_on": "2026-01-01"}, "The operation starts on 2026-01-01, which is not after"),
        ({"series": "deths"}, "did you mean deaths?"),
        ({"place": "MX-ZZZ"}, "MX-ZZZ"),
        ({"rate_ratio": "half"}, '"half" is not a number'),
        ({"operation": "FW-US-01"}, 'The commitment "FW-US-01" already exists'),
    ],
)
async def test_bad_expected_result_is_explained_and_not_written(
    tmp_path: Path, typed: dict[str, str], problem: str
) -> None:
    desk = desk_with_panel(tmp_path, signed=False)
    async with running(desk) as (app, pilot):
        await press(pilot, "5", "e")
        await fill(app, pilot, {**OPERATION, **typed})
        await press(pilot, "enter")
        assert isinstance(app.screen, ExpectDialog)
        assert problem in screen_text(app)
    assert desk.scores().facts.expected_results == ()


def charted_copy(folder: Path) -> Desk:
    made = once("charted", _make_charted)
    shutil.copytree(made, folder / "charted")
    return service.open_register(folder / "charted" / "register.db", desk="us-1", today=TODAY)


@pytest.mark.journeys
async def test_chain_form_keeps_the_chain_in_force_and_changes_one_text(tmp_path: Path) -> None:
    desk = charted_copy(tmp_path)
    before = chain_of(desk)
    async with running(desk) as (app, pilot):
        await at_commitment(pilot, "FW-US-01")
        await press(pilot, "C")
        assert isinstance(app.screen, ChainDialog)
        await fill(app, pilot, {"mechanism.en": "Another way."})
        told = screen_text(app)
        assert "to guns-traced: acts 2, government activity 1" in told
        assert "Waits for Mexico" in told
        await press(pilot, "enter")
        assert isinstance(app.screen, CommitmentScreen)
        (act,) = desk.pending("MX")
        assert [(entry.kind, entry.about) for entry in act.entries] == [("chain.set", "FW-US-01")]
        assert chain_of(desk) == before
        written = desk.entry(act.entries[0].hash).body
        assert written is not None
        earlier = before.model_dump(mode="json", by_alias=True)
        assert written == {
            **earlier,
            "mechanism": {**earlier["mechanism"], "en": "Another way."},
            "said_on": TODAY,
            "inferred": [],
        }


NEW = {
    "outcome": "guns-traced",
    "work": "courts",
    "mechanism.en": "More guns are sent.",
    "rivals.1.text.en": "Fewer guns.",
    "rivals.1.would_see.en": "A lower count.",
    "rivals.2.text.en": "Another count.",
    "rivals.2.would_see.en": "A jump.",
}


@pytest.mark.journeys
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"rivals.2.would_see.en": ""}, "Still to fill in: would be seen (English)"),
        ({"outputs.1.on": "2024-05"}, "Still to fill in: activity 1 (English), activity 1: sources"),
        ({"lag_min": "9", "lag_max": "3"}, "lag_min is longer than lag_max"),
        ({"acts.1.on": "2024-05"}, "An act needs an event, or a day, a text and a source"),
        ({"outcome": "guns-tracde"}, "did you mean guns-traced?"),
    ],
)
async def test_bad_chain_is_explained_and_not_written(us: Desk, typed: dict[str, str], problem: str) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await at_commitment(pilot, "FW-MX-01")
        await press(pilot, "C")
        await fill(app, pilot, {**NEW, **typed})
        await press(pilot, "enter")
        assert isinstance(app.screen, ChainDialog)
        assert problem in screen_text(app)
    assert us.version() == before


async def test_chain_form_offers_another_item_once_the_last_is_begun(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await at_commitment(pilot, "FW-MX-01")
        await press(pilot, "C")
        await fill(app, pilot, {**NEW, "assumptions.1.text.en": "One."})
        await fill(app, pilot, {"assumptions.2.text.en": "Two.", "rivals.3.text.en": "A third."})
        await fill(app, pilot, {"rivals.3.would_see.en": "Something else."})
        await press(pilot, "enter")
        (act,) = us.pending("MX")
        body = us.entry(act.entries[0].hash).body
        assert body is not None
        assert [one["es"] for one in body["assumptions"]] == ["One.", "Two."]
        assert [one["text"]["en"] for one in body["rivals"]] == ["Fewer guns.", "Another count.", "A third."]


@pytest.mark.journeys
async def test_chain_text_left_with_escape_comes_back_with_all_its_items(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await at_commitment(pilot, "FW-MX-01")
        await press(pilot, "C")
        await fill(app, pilot, {**NEW, "assumptions.1.text.en": "One."})
        await fill(app, pilot, {"assumptions.2.text.en": "Two."})
        await press(pilot, "escape")
        await press(pilot, "C")
        form = app.screen
        assert isinstance(form, ChainDialog)
        await press(pilot, "ctrl+y")
        await settle(pilot)
        assert form.typed_values()["assumptions.2.text.en"] == "Two."


async def test_evaluation_of_a_commitment_is_recorded_and_waits(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await at_commitment(pilot, "FW-MX-01")
        await press(pilot, "V")
        form = app.screen
        assert isinstance(form, AddDialog)
        assert not form.has_typed_text
        await fill(app, pilot, EVALUATION)
        await press(pilot, "enter")
        (act,) = us.pending("MX")
        body = us.entry(act.entries[0].hash).body
        assert body is not None
        assert (body["id"], body["about"]["commitments"]) == ("did-it-rise", ["FW-MX-01"])


async def test_bad_evaluation_is_explained_and_not_written(us: Desk) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await at_commitment(pilot, "FW-MX-01")
        await press(pilot, "V")
        await fill(app, pilot, {**EVALUATION, "estimate": "5", "unit.en": "points"})
        await fill(app, pilot, {"interval.low": "6", "interval.high": "9"})
        await press(pilot, "enter")
        assert isinstance(app.screen, AddDialog)
        assert "The interval 6 to 9 does not contain the estimate 5" in screen_text(app)
    assert us.version() == before


@pytest.mark.parametrize(
    ("dialog", "subject", "form"),
    [
        ("target", "guns-traced", TargetDialog),
        ("expect", "op-north", ExpectDialog),
        ("expect", None, ExpectDialog),
        ("chain", "FW-US-01", ChainDialog),
    ],
)
def test_text_of_a_program_that_ended_is_offered_in_the_same_form(
    tmp_path: Path, dialog: str, subject: str | None, form: type[Form]
) -> None:
    subjects = () if subject is None else (subject,)
    words = Unsaved("us-1", dialog, subjects, {"reason": "half a thought"})
    made = create_form(words, find_dialog_content(desk_with_panel(tmp_path, signed=True), words))
    assert isinstance(made, form)
    assert made.form_identity == (form.__name__, *subjects)
