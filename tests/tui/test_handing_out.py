"""Calendar, IATI file and site from the screens: what the command writes, over nothing else, told, and nothing half there."""

from __future__ import annotations

import asyncio
import shlex
import time
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.__main__ import main
from accordtrack.core import capabilities
from accordtrack.core.paths import own_key_folder
from accordtrack.service import create_register, open_register
from accordtrack.site import build, render, subset_choice
from accordtrack.tui.dialogs.handout import HandOutDialog
from accordtrack.tui.screens.reader import ReadingScreen
from folders import change, make_folder
from registers import TODAY, small_desk, unpublished_register
from tui_runner import at_register, faults, ids, painted, press, running, settle, until, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from accordtrack.service import Desk
    from accordtrack.site.page import Page
    from accordtrack.site.render import Frame
    from accordtrack.tui.app import AccordApp

CALENDAR, IATI, SITE = "accordtrack-calendar-2026-11-25.ics", "accordtrack-iati-2026-11-25.xml", "accordtrack-site"
LAST = {"calendar": 0, "iati": 1, "site": 2}

pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("folder")]


async def opened(app: AccordApp, pilot: Pilot[int], what: str) -> HandOutDialog:
    """The dialog with one of the three chosen."""
    await press(pilot, "P", *["right"] * LAST[what])
    assert isinstance(app.screen, HandOutDialog)
    return app.screen


async def choose(pilot: Pilot[int], field: str, value: str) -> None:
    dialog = pilot.app.screen
    assert isinstance(dialog, HandOutDialog)
    dialog.query_one(f"#field-{field} Choice").focus()
    while dialog.value(field) != value:
        await press(pilot, "right")


async def typed(pilot: Pilot[int], field: str, words: str) -> None:
    pilot.app.screen.query_one(f"#field-{field} Input").focus()
    await press(pilot, "ctrl+u")
    await write(pilot, words)


async def saved(app: AccordApp, pilot: Pilot[int]) -> str:
    """Save; gives what was told of it, without blanks where lines were broken."""
    before = len(app.said)
    await press(pilot, "enter")
    await until(pilot, lambda: len(app.said) > before + 1)
    assert faults(app) == []
    return "\n".join(said.text for said in list(app.said)[before:])


def seen(app: AccordApp) -> str:
    """What the dialog says, in one line: what is wrong, the hint of the part, and what will be written."""
    parts = ("#door-problem", "#field-part .field-hint", "#plan")
    return " ".join(str(app.screen.query_one(part).render()) for part in parts)


def names(folder: Path) -> list[str]:
    """What lies in the folder, hidden names too."""
    return sorted(path.name for path in folder.iterdir())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_calendar_is_what_the_command_writes_and_says_what_was_left_out(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "calendar")
        assert files(folder) == {}
        command = shlex.split(dialog.command(us.path))
        told = await saved(app, pilot)
        assert at_register(app)
    assert f"Written: {folder / CALENDAR}" in told
    assert "1 deadline, 0 reports to come, 0 meetings to come." in told
    assert "entries were withheld from it." in told
    assert "The same in a script: accordtrack" in told
    mine = (folder / CALENDAR).read_bytes()
    assert main([*command[1:], "--lang", "en", "--as-of", TODAY, "--known-on", TODAY, "--force"]) == 0
    assert (folder / CALENDAR).read_bytes() == mine


async def test_a_calendar_of_all_dates_in_the_other_language_for_both_sides(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "calendar")
        await choose(pilot, "audience", "parties")
        await choose(pilot, "language", "es")
        await choose(pilot, "dates", "all")
        command = dialog.command(us.path)
        told = await saved(app, pilot)
    assert command.endswith("--audience parties --all --lang es")
    assert "withheld" not in told
    assert "Plazo" in (folder / CALENDAR).read_text(encoding="utf-8")
    assert i18n.language() == "en"


async def test_dates_that_nobody_agreed_are_named_by_the_choice_that_adds_them(tmp_path: Path, folder: Path) -> None:
    data = make_folder(tmp_path / "data")
    change(data, "commitments/fw.yaml", "due_basis: text", "due_basis: horizon")
    path = tmp_path / "new.db"
    async with running(create_register(path, data=data, keys=own_key_folder(path), today=TODAY)) as (app, pilot):
        await opened(app, pilot, "calendar")
        await press(pilot, "enter")
        assert 'With "all, named so" 1 come that are not agreed' in seen(app)
        assert files(folder) == {}
        await choose(pilot, "dates", "all")
        assert "1 date that is not agreed, named so." in await saved(app, pilot)


@pytest.mark.parametrize(("seat", "words"), [("us-1", "--audience side --side US"), ("obs-1", "--audience parties")])
async def test_a_side_alone_is_offered_what_stays_with_it(tmp_path: Path, seat: str, words: str) -> None:
    desk = small_desk(tmp_path, seat)
    async with running(desk) as (app, pilot):
        dialog = await opened(app, pilot, "calendar")
        await press(pilot, "tab", "left")
        assert words in dialog.command(desk.path)


async def test_an_iati_file_is_what_the_command_writes_and_all_that_it_does_not_hold_is_listed(
    us: Desk, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "iati")
        await typed(pilot, "reporter", "XM-DAC-41114")
        await typed(pilot, "name", "An office")
        command = shlex.split(dialog.command(us.path))
        told = await saved(app, pilot)
        await settle(pilot)
        assert isinstance(app.screen, ReadingScreen)
        page = app.screen.leaf.text
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
    assert all("".join(line.split()) in read for line in printed[printed.index("As of") :].split("\n"))


async def test_a_site_is_what_the_command_writes(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        command = shlex.split(dialog.command(us.path))
        told = await saved(app, pilot)
    assert command[-3:] == ["site", str(folder / SITE), "--without-downloads"]
    assert f"Written: {folder / SITE}" in told
    assert {"index.html", "site.json", "en/index.html", "es/index.html"} <= {*files(folder / SITE)}
    assert names(folder) == [SITE], "nothing stays beside"
    (folder / "twin").mkdir()
    open_register(us.path, today=TODAY).site(folder / "twin")
    assert files(folder / "twin") == files(folder / SITE)


async def test_a_site_names_who_publishes_it_and_what_is_no_address_is_said_by_its_field(
    us: Desk, folder: Path
) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        await typed(pilot, "contact", "desk@example.org")
        await press(pilot, "enter")
        await until(pilot, lambda: "is somebody's" in seen(app))
        assert 'Say with "publisher" whose address it is.' in seen(app)
        assert files(folder) == {}
        await typed(pilot, "publisher", "A desk of both")
        command = shlex.split(dialog.command(us.path))
        await saved(app, pilot)
        assert at_register(app)
    said = ["--publisher", "A desk of both", "--contact", "desk@example.org", "--without-downloads"]
    assert command[-5:] == said
    assert '<a href="mailto:desk@example.org">' in (folder / SITE / "en" / "index.html").read_text(encoding="utf-8")


async def test_of_a_site_the_part_is_offered_that_the_filter_finds(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "theme:firearms")
        await press(pilot, "enter")
        listed = ids(app)
        dialog = await opened(app, pilot, "site")
        assert dialog.value("part") == "part"
        assert not dialog.query_one("#field-downloads").display
        assert dialog.command(us.path).endswith("--theme firearms")
        told = await saved(app, pilot)
        assert "It holds only: theme" in told
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
def test_a_filter_is_a_part_only_where_both_hold_the_same(
    us: Desk, line: str, part: subset_choice.SitePart | None
) -> None:
    assert us.part_of(line) == part


async def test_a_filter_that_is_no_part_gives_the_whole_and_says_so(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "side:US")
        await press(pilot, "enter")
        dialog = await opened(app, pilot, "site")
        assert dialog.value("part") == "whole"
        assert "more or less than a theme or a state" in seen(app)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages take long enough that somebody can stop them."""

    def slowly(page: Page, frame: Frame) -> bytes:
        time.sleep(0.1)
        return render.render(page, frame)

    monkeypatch.setattr(build, "render", slowly)


@pytest.mark.usefixtures("slow")
async def test_a_site_that_is_stopped_leaves_nothing_and_what_was_there_stays(us: Desk, folder: Path) -> None:
    us.site(folder / SITE)
    before = files(folder)
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "site")
        await pilot.press("enter")
        await until(pilot, lambda: dialog.done > 1)
        assert "esc stops it" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: any("The site was stopped" in said.text for said in app.said))
        assert at_register(app)
        assert faults(app) == []
    assert files(folder) == before
    assert names(folder) == [SITE]


@pytest.mark.usefixtures("slow")
async def test_leaving_the_program_stops_the_site(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "site")
        await pilot.press("enter")
        await until(pilot, lambda: dialog.done > 1)
        app.exit()
    for _ in range(500):  # the program waits for its threads; here they end behind it
        if not names(folder):
            break
        await asyncio.sleep(0.02)
    assert names(folder) == []


async def test_what_is_refused_is_said_in_the_dialog_and_writes_nothing(us: Desk, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "words.txt").write_text("mine", encoding="utf-8")
    before = files(folder)
    async with running(us) as (app, pilot):
        await opened(app, pilot, "site")
        for name, words in (
            ("mine", "The folder holds something else"),
            ("none/site", "There is no folder"),
            ("mine/words.txt", "is no folder"),
            ("", "Name the folder to write"),
        ):
            await typed(pilot, "file", name)
            await press(pilot, "enter")
            assert words in seen(app), name
        await press(pilot, "ctrl+o")
        await choose(pilot, "what", "iati")
        await typed(pilot, "type", "10")
        await press(pilot, "enter")
        assert 'Say "who reports" with the identifier too' in seen(app)
        await choose(pilot, "what", "calendar")
        await typed(pilot, "file", "dates.txt")
        await press(pilot, "enter")
        assert "Name a file that ends in .ics" in seen(app)
        assert app.screen.query_one("#field-file Input").has_focus
        assert faults(app) == []
    assert files(folder) == before


async def test_a_file_and_a_changed_site_are_replaced_by_their_own_key_alone(us: Desk, folder: Path) -> None:
    us.site(folder / SITE)
    (folder / SITE / "index.html").write_text("mine", encoding="utf-8")
    (folder / CALENDAR).write_text("mine", encoding="utf-8")
    async with running(us) as (app, pilot):
        await opened(app, pilot, "calendar")
        await press(pilot, "enter")
        assert "Choose another name; ^o replaces it" in seen(app)
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: at_register(app))
        assert (folder / CALENDAR).read_bytes().startswith(b"BEGIN:VCALENDAR")
        await opened(app, pilot, "site")
        await choose(pilot, "downloads", "without")
        await press(pilot, "enter")
        await until(pilot, lambda: "A file of the site was changed" in seen(app))
        assert "say ^o, which replaces the whole folder" in seen(app)
        assert (folder / SITE / "index.html").read_text(encoding="utf-8") == "mine"
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: at_register(app))
    assert "mine" not in (folder / SITE / "index.html").read_text(encoding="utf-8")


async def test_the_name_that_was_typed_stays_with_what_it_names(us: Desk) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "calendar")
        await typed(pilot, "file", "mine.ics")
        await choose(pilot, "what", "site")
        assert dialog.value("file") == SITE
        await choose(pilot, "what", "calendar")
        assert dialog.value("file") == "mine.ics"


async def test_in_a_browser_it_is_not_opened_and_below_it_is_refused(
    us: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(us) as (app, pilot):
        dialog = await opened(app, pilot, "site")
        monkeypatch.setattr(capabilities._Process, "browser", True)
        await press(pilot, "enter")
        assert "In a browser no file" in seen(app)
        dialog.dismiss(None)
        await press(pilot, "P")
        assert at_register(app)
        assert "In a browser no file" in app.said[-1].text
    assert names(folder) == []


async def test_where_nothing_is_for_the_public_it_is_said(folder: Path, tmp_path: Path) -> None:
    path = unpublished_register(tmp_path / "unpublished")
    async with running(open_register(path, today=TODAY)) as (app, pilot):
        await opened(app, pilot, "site")
        await press(pilot, "enter")
        await until(pilot, lambda: "Nothing in this register is for the public" in seen(app))
    assert names(folder) == []


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_fits_every_terminal(us: Desk, size: tuple[int, int], language: str) -> None:
    async with running(us, size=size, language=language, ascii_only=True) as (app, pilot):
        for what in LAST:
            dialog = await opened(app, pilot, what)
            lines = painted(app)
            assert any("esc" in line for line in lines)
            assert lines[dialog.query_one("#field-what Choice").region.y].strip("| ").startswith(("what", "qu\xe9"))
            await press(pilot, "escape")
