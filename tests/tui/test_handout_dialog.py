"""Calendar, IATI file and site from the screens: what the command writes, over nothing else, told, and nothing half there."""

from __future__ import annotations

import asyncio
import shlex
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from accordtrack import i18n
from accordtrack.__main__ import main
from accordtrack.core import capabilities
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk, create_register, open_register
from accordtrack.site import build, render, subset_choice
from accordtrack.site.page import Page
from accordtrack.site.render import Frame
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.handout import HandOutDialog
from accordtrack.tui.screens.reader import ReadingScreen
from folders import change, make_folder
from registers import TODAY, small_desk, unpublished_register
from tui_runner import at_register, faults, ids, painted, press, running, settle, until, write

CALENDAR, IATI, SITE = "accordtrack-calendar-2026-11-25.ics", "accordtrack-iati-2026-11-25.xml", "accordtrack-site"
POSITIONS = {"calendar": 0, "iati": 1, "site": 2}

pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("folder")]


async def open_handout(app: AccordApp, pilot: Pilot[int], what: str) -> HandOutDialog:
    """The dialog with one of the three chosen."""
    await press(pilot, "P", *["right"] * POSITIONS[what])
    assert isinstance(app.screen, HandOutDialog)
    return app.screen


async def choose(pilot: Pilot[int], field: str, value: str) -> None:
    dialog = pilot.app.screen
    assert isinstance(dialog, HandOutDialog)
    dialog.query_one(f"#field-{field} Choice").focus()
    while dialog.field_value(field) != value:
        await press(pilot, "right")


async def type_into(pilot: Pilot[int], field: str, words: str) -> None:
    pilot.app.screen.query_one(f"#field-{field} Input").focus()
    await press(pilot, "ctrl+u")
    await write(pilot, words)


async def save_handout(app: AccordApp, pilot: Pilot[int]) -> str:
    """Save; gives what was told of it, without blanks where lines were broken."""
    before = len(app.said)
    await press(pilot, "enter")
    await until(pilot, lambda: len(app.said) > before + 1)
    assert faults(app) == []
    return "\n".join(said.text for said in list(app.said)[before:])


def dialog_text(app: AccordApp) -> str:
    """What the dialog says, in one line: what is wrong, the hint of the part, and what will be written."""
    parts = ("#door-problem", "#field-part .field-hint", "#plan")
    return " ".join(str(app.screen.query_one(part).render()) for part in parts)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_calendar_equals_the_command_output_and_reports_omissions(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "calendar")
        assert files(folder) == {}
        command = shlex.split(dialog.command(us.path))
        told = await save_handout(app, pilot)
        assert at_register(app)
    assert f"Written: {folder / CALENDAR}" in told
    assert "1 deadline, 0 upcoming reports, 0 upcoming meetings." in told
    assert "entries that are not public are left out." in told
    assert "The same in a script: accordtrack" in told
    mine = (folder / CALENDAR).read_bytes()
    assert main([*command[1:], "--lang", "en", "--as-of", TODAY, "--known-on", TODAY, "--force"]) == 0
    assert (folder / CALENDAR).read_bytes() == mine


async def test_calendar_options_set_dates_language_and_audience(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "calendar")
        await choose(pilot, "audience", "parties")
        await choose(pilot, "language", "es")
        await choose(pilot, "dates", "all")
        command = dialog.command(us.path)
        told = await save_handout(app, pilot)
    assert command.endswith("--audience parties --all --lang es")
    assert "withheld" not in told
    assert "Plazo" in (folder / CALENDAR).read_text(encoding="utf-8")
    assert i18n.language() == "en"


async def test_hint_names_the_choice_that_adds_dates_not_agreed(tmp_path: Path, folder: Path) -> None:
    data = make_folder(tmp_path / "data")
    change(data, "commitments/fw.yaml", "due_basis: text", "due_basis: horizon")
    path = tmp_path / "new.db"
    async with running(create_register(path, data=data, keys=own_key_folder(path), today=TODAY)) as (app, pilot):
        await open_handout(app, pilot, "calendar")
        await press(pilot, "enter")
        assert 'Use "all, marked as such" to include 1 not agreed, marked as such.' in dialog_text(app)
        assert files(folder) == {}
        await choose(pilot, "dates", "all")
        assert "1 date that is not agreed, marked as such." in await save_handout(app, pilot)


@pytest.mark.parametrize(("seat", "words"), [("us-1", "--audience side --side US"), ("obs-1", "--audience parties")])
async def test_only_a_side_is_offered_its_own_audience(tmp_path: Path, seat: str, words: str) -> None:
    desk = small_desk(tmp_path, seat)
    async with running(desk) as (app, pilot):
        dialog = await open_handout(app, pilot, "calendar")
        await press(pilot, "tab", "left")
        assert words in dialog.command(desk.path)


async def test_iati_file_equals_the_command_output_and_lists_omissions(
    us: Desk, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "iati")
        await type_into(pilot, "reporter", "XM-DAC-41114")
        await type_into(pilot, "name", "An office")
        command = shlex.split(dialog.command(us.path))
        told = await save_handout(app, pilot)
        await settle(pilot)
        assert isinstance(app.screen, ReadingScreen)
        page = app.screen.page_view.text
        await press(pilot, "q")
        assert at_register(app)
    assert f"Written: {folder / IATI}" in told
    assert command[-4:] == ["--reporting-org", "XM-DAC-41114", "--reporting-name", "An office"]
    mine = (folder / IATI).read_bytes()
    assert b"XM-DAC-41114" in mine
    capsys.readouterr()
    assert main([*command[1:], "--lang", "en", "--as-of", TODAY, "--known-on", TODAY, "--force"]) == 0
    assert (folder / IATI).read_bytes() == mine
    printed = capsys.readouterr().out
    read = "".join(page.split())  # a long id is broken where a line ends
    assert all("".join(line.split()) in read for line in printed[printed.index("Updated") :].split("\n"))


async def test_site_equals_the_command_output(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        command = shlex.split(dialog.command(us.path))
        told = await save_handout(app, pilot)
    assert command[-3:] == ["site", str(folder / SITE), "--without-downloads"]
    assert f"Written: {folder / SITE}" in told
    assert {"index.html", "site.json", "en/index.html", "es/index.html"} <= {*files(folder / SITE)}
    assert names(folder) == [SITE], "nothing stays beside"
    (folder / "twin").mkdir()
    open_register(us.path, today=TODAY).build_site(folder / "twin")
    assert files(folder / "twin") == files(folder / SITE)


async def test_site_shows_its_publisher_and_a_contact_requires_one(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        await type_into(pilot, "contact", "desk@example.org")
        await press(pilot, "enter")
        await until(pilot, lambda: "must belong to someone" in dialog_text(app))
        assert 'Use "publisher" to say whose address it is.' in dialog_text(app)
        assert files(folder) == {}
        await type_into(pilot, "publisher", "A desk of both")
        command = shlex.split(dialog.command(us.path))
        await save_handout(app, pilot)
        assert at_register(app)
    said = ["--publisher", "A desk of both", "--contact", "desk@example.org", "--without-downloads"]
    assert command[-5:] == said
    assert '<a href="mailto:desk@example.org">' in (folder / SITE / "en" / "index.html").read_text(encoding="utf-8")


async def test_site_dialog_offers_the_part_selected_by_the_filter(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "theme:firearms")
        await press(pilot, "enter")
        listed = ids(app)
        dialog = await open_handout(app, pilot, "site")
        assert dialog.field_value("part") == "part"
        assert not dialog.query_one("#field-downloads").display
        assert dialog.command(us.path).endswith("--theme firearms")
        told = await save_handout(app, pilot)
        assert "It contains only: area" in told
    pages = {path.stem.upper() for path in (folder / SITE / "en" / "commitments").glob("*.html")}
    assert {one for one in pages if one != "INDEX"} == {*listed}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("theme:firearms", subset_choice.SitePart(theme="firearms")),
        ("tema:armas", subset_choice.SitePart(theme="firearms")),
        ("place:US-TX", subset_choice.SitePart(place="US-TX")),
        ("place:mx-sin theme:firearms", subset_choice.SitePart(place="mx-sin", theme="firearms")),
        ("", None),
        ("place:US", None),
        ("lead:ATF", None),
        ("-theme:firearms", None),
        ("theme:firearms,health", None),
        ("theme:firearms theme:health", None),
        ("theme:firearms side:US", None),
        ("theme:firearms tracing", None),
        ("theme:nothing", None),
    ],
)
def test_filter_is_a_site_part_only_when_both_select_the_same(
    us: Desk, line: str, part: subset_choice.SitePart | None
) -> None:
    assert us.find_site_part(line) == part


async def test_filter_that_is_not_a_site_part_offers_the_whole_site(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "side:US")
        await press(pilot, "enter")
        dialog = await open_handout(app, pilot, "site")
        assert dialog.field_value("part") == "whole"
        assert "not exactly one area or one state" in dialog_text(app)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages take long enough that somebody can stop them."""

    def slowly(page: Page, frame: Frame) -> bytes:
        time.sleep(0.1)
        return render.render(page, frame)

    monkeypatch.setattr(build, "render", slowly)


@pytest.mark.usefixtures("slow")
async def test_stopped_site_build_leaves_the_existing_site_unchanged(us: Desk, folder: Path) -> None:
    us.build_site(folder / SITE)
    before = files(folder)
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "site")
        await pilot.press("enter")
        await until(pilot, lambda: dialog.done > 1)
        assert "esc stops it" in dialog_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: any("Writing the site was stopped" in said.text for said in app.said))
        assert at_register(app)
        assert faults(app) == []
    assert files(folder) == before
    assert names(folder) == [SITE]


@pytest.mark.usefixtures("slow")
async def test_quitting_the_program_stops_the_site_build(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "site")
        await pilot.press("enter")
        await until(pilot, lambda: dialog.done > 1)
        app.exit()
    for _ in range(500):  # the program waits for its threads; here they end behind it
        if not names(folder):
            break
        await asyncio.sleep(0.02)
    assert names(folder) == []


async def test_refusals_are_shown_in_the_dialog_and_nothing_is_written(us: Desk, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "words.txt").write_text("mine", encoding="utf-8")
    before = files(folder)
    async with running(us) as (app, pilot):
        await open_handout(app, pilot, "site")
        for name, words in (
            ("mine", "The folder holds something else"),
            ("none/site", "There is no folder"),
            ("mine/words.txt", "is not a folder"),
            ("", "Name the folder to write"),
        ):
            await type_into(pilot, "file", name)
            await press(pilot, "enter")
            assert words in dialog_text(app), name
        await press(pilot, "ctrl+o")
        await choose(pilot, "what", "iati")
        await type_into(pilot, "type", "10")
        await press(pilot, "enter")
        assert 'Also give "who reports" with the identifier' in dialog_text(app)
        await choose(pilot, "what", "calendar")
        await type_into(pilot, "file", "dates.txt")
        await press(pilot, "enter")
        assert "Name a file that ends in .ics" in dialog_text(app)
        assert app.screen.query_one("#field-file Input").has_focus
        assert faults(app) == []
    assert files(folder) == before


async def test_existing_file_and_changed_site_are_replaced_only_by_ctrl_o(us: Desk, folder: Path) -> None:
    us.build_site(folder / SITE)
    (folder / SITE / "index.html").write_text("mine", encoding="utf-8")
    (folder / CALENDAR).write_text("mine", encoding="utf-8")
    async with running(us) as (app, pilot):
        await open_handout(app, pilot, "calendar")
        await press(pilot, "enter")
        assert "Choose another name; ^o replaces it" in dialog_text(app)
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: at_register(app))
        assert (folder / CALENDAR).read_bytes().startswith(b"BEGIN:VCALENDAR")
        await open_handout(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        await press(pilot, "enter")
        await until(pilot, lambda: "A file of the site was changed" in dialog_text(app))
        assert "use ^o, which replaces the whole folder" in dialog_text(app)
        assert (folder / SITE / "index.html").read_text(encoding="utf-8") == "mine"
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: at_register(app))
    assert "mine" not in (folder / SITE / "index.html").read_text(encoding="utf-8")


async def test_typed_file_name_is_kept_for_each_output(us: Desk) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "calendar")
        await type_into(pilot, "file", "mine.ics")
        await choose(pilot, "what", "site")
        assert dialog.field_value("file") == SITE
        await choose(pilot, "what", "calendar")
        assert dialog.field_value("file") == "mine.ics"


async def test_dialog_is_refused_in_a_browser(us: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_handout(app, pilot, "site")
        monkeypatch.setattr(capabilities._Process, "browser", True)
        await press(pilot, "enter")
        assert "In a browser, no file" in dialog_text(app)
        dialog.dismiss(None)
        await press(pilot, "P")
        assert at_register(app)
        assert "In a browser, no file" in app.said[-1].text
    assert names(folder) == []


async def test_site_without_public_records_is_refused(folder: Path, tmp_path: Path) -> None:
    path = unpublished_register(tmp_path / "unpublished")
    async with running(open_register(path, today=TODAY)) as (app, pilot):
        await open_handout(app, pilot, "site")
        await press(pilot, "enter")
        await until(pilot, lambda: "Nothing in this register is for the public" in dialog_text(app))
    assert names(folder) == []


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_dialog_fits_every_terminal_size(us: Desk, size: tuple[int, int], language: str) -> None:
    async with running(us, size=size, language=language, ascii_only=True) as (app, pilot):
        for what in POSITIONS:
            dialog = await open_handout(app, pilot, what)
            lines = painted(app)
            assert any("esc" in line for line in lines)
            assert lines[dialog.query_one("#field-what Choice").region.y].strip("| ").startswith(("what", "qu\xe9"))
            await press(pilot, "escape")
