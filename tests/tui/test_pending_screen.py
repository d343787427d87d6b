"""What waits for a side: acts with their entries and effects, answered with one reason in one act, and screen_text in words."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accordtrack import i18n, service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.text import pending as words
from accordtrack.text import provenance
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.answer_pending import ConcurPending, DisputePending
from accordtrack.tui.screens.commitment import HISTORY, STATEMENTS, CommitmentScreen
from accordtrack.tui.screens.pending import PendingScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs.pending import details, entry_line
from accordtrack.tui.widgets.fields import Choice, ChoiceField
from accordtrack.types import Line, Text, WriteResult
from accordtrack.types.intents import AddRecord, Amend, Intent, ReportStatus
from accordtrack.types.pending import PendingAct, PendingChange, PendingEffect, PendingEntry
from accordtrack.vocabulary import Ground
from folders import make_folder
from registers import NEW, TODAY, small_register
from shared import once
from tui_runner import at_register, faults, one_line, painted, press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys

ADDED = 12
SAID = "Mexico reports nothing."


def _propose(folder: Path) -> None:
    """At the desk of the United States: twelve commitments, a weight, a status in Mexico's name, and a withdrawal."""
    us = service.open_register(small_register(folder), desk="us-1", today=TODAY)
    us.write(
        *(AddRecord(kind="commitment", fields={**NEW, "id": f"FW-US-{10 + n}"}) for n in range(ADDED)),
    )
    us.write(Amend(record="FW-US-01", fields={"weight": "3"}, reason="It matters more."))
    us.write(
        ReportStatus(
            commitment="FW-MX-01",
            status="not_started",
            speaker="MX",
            stated=True,
            note=SAID,
            said_on="2026-11-20",
            sources=("MIRROR-2024",),
        )
    )
    us.write(ReportStatus(commitment="FW-US-01", status="withdrawn", note="No longer done."))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = once("proposals", _propose) / "register.db"
    shutil.copyfile(made, tmp_path / "register.db")
    shutil.copytree(own_key_folder(made), own_key_folder(tmp_path / "register.db"))
    return tmp_path / "register.db"


def at(path: Path, seat: str) -> Desk:
    return service.open_register(path, desk=seat, today=TODAY)


def screen(app: AccordApp) -> PendingScreen:
    assert isinstance(app.screen, PendingScreen)
    return app.screen


def grounds(app: AccordApp) -> list[str]:
    """The grounds that the open dialog offers."""
    return [value for value, _label in app.screen.query_one("#field-ground Choice", Choice).options]


def choose(app: AccordApp, about: str) -> None:
    rows = screen(app).rows
    rows.move_to(next(n for n, row in enumerate(rows.rows) if row.entry is not None and row.entry.about == about))


async def test_screen_answers_in_its_first_sentence_and_lists_acts_with_their_entries(path: Path) -> None:
    async with running(at(path, "mx-1")) as (app, pilot):
        assert "15 wait for you (E)" in screen_text(app)
        await press(pilot, "E")
        lines = painted(app)
        assert "15 changes in 4 acts wait for Mexico; the oldest since Nov 25, 2026." in lines[1]
        assert "Waits for Mexico 15   Waits for the United States" in lines[2]
        text = screen_text(app)
        assert "12 changes · us-1 (" in text
        assert "Nov 25, 2026 · actions done and change in indicators stay as they are" in text
        assert "FW-US-10      commitment added    Count the guns" in text
        assert "FW-US-01      commitment amended  weight: 1 → 3" in text
        assert "FW-MX-01      status reported     ↔ Mexico: ○ not started" in text
        await press(pilot, "q")
        assert at_register(app)
        assert faults(app) == []


async def test_acts_with_the_largest_effect_come_first_once_it_is_known(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at(path, "mx-1")

    def with_effects(_desk: Desk, acts: Sequence[PendingAct]) -> tuple[PendingAct, ...]:
        found = PendingEffect("delivery", None, "MX", 33.0, 31.0)
        return tuple(replace(act, effects=(found,) if act.entries[0].about == "FW-MX-01" else ()) for act in acts)

    monkeypatch.setattr(type(desk), "with_effects", with_effects)
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        assert "actions done, Mexico 33 → 31" in painted(app)[3]
        assert [act.entries[0].about for act in screen(app).acts][:2] == ["FW-MX-01", "FW-US-10"]
        row = screen(app).rows.row
        assert row is not None
        assert row.act.entries[0].about == "FW-MX-01", "the cursor was not moved and stays on the first row"


async def test_a_moved_cursor_stays_on_its_row_when_the_order_changes(path: Path) -> None:
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "E", "j")
        rows = screen(app).rows
        row = rows.row
        assert row is not None
        rows.show(screen(app).acts[::-1], keep=True)
        await settle(pilot)
        assert rows.row is not None
        assert (rows.row.key, rows.cursor > 1) == (row.key, True)


async def test_a_side_makes_everything_wait_that_is_in_force_without_it(tmp_path: Path) -> None:
    made = tmp_path / "register.db"
    service.create_register(
        made, data=make_folder(tmp_path / "data"), desk="us-1", keys=own_key_folder(made), today=TODAY
    )
    at(made, "us-1").write(*(AddRecord(kind="commitment", fields={**NEW, "id": f"FW-US-{10 + n}"}) for n in range(2)))
    service.open_desk(made, "mx-1", keys=own_key_folder(made))
    async with running(at(made, "mx-1")) as (app, pilot):
        await press(pilot, "E")
        count = app.session.desk.count_in_force_alone("MX") if app.session is not None else 0
        assert count >= 2
        text = " ".join(painted(app)[1:3])
        assert f"{count} entries are in force without Mexico. To make them wait, use w." in text
        await press(pilot, "w", "enter")
        assert "A reason is required" in screen_text(app)
        await write(pilot, "We have not looked")
        assert f"Changes that wait for Mexico: 0 now, {count} afterwards" in screen_text(app)
        await press(pilot, "enter")
        assert f"{count} changes in" in painted(app)[1]
        assert "in force without Mexico" not in screen_text(app)
        assert app.said[-1].text == f"Changes that wait for Mexico now: {count}"
        await press(pilot, "w")
        assert isinstance(app.screen, PendingScreen)
        assert app.said[-1].text == "Nothing is in force without your side"


async def test_list_is_shown_before_effects_are_computed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at(path, "mx-1")
    monkeypatch.setattr(type(desk), "with_effects", lambda _desk, acts: acts)
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        assert [len(act.entries) for act in screen(app).acts] == [12, 1, 1, 1]
        assert "not computed" not in screen_text(app), "known to have none"


async def test_marked_rows_are_accepted_in_one_act(path: Path) -> None:
    desk = at(path, "mx-1")
    async with running(desk) as (app, pilot):
        await press(pilot, "E", "g")
        added = next(
            n for n, row in enumerate(screen(app).rows.rows) if row.entry is None and len(row.entries) == ADDED
        )
        screen(app).rows.move_to(added)
        await press(pilot, "space")
        assert len(screen(app).rows.marked) == ADDED
        assert "12 marked" in painted(app)[1]
        row = screen(app).rows.row
        assert row is None or row.entry is None or row.entry.about not in screen(app).rows.marked
        choose(app, "FW-MX-01")
        await press(pilot, "space")
        assert len(screen(app).rows.marked) == ADDED + 1
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurPending)
        text = screen_text(app)
        assert "13 changes  FW-US-10" in text
        assert "It comes into force" in text
        assert "the same for 12 more" in text
        await write(pilot, "Agreed")
        await press(pilot, "enter")
        assert "2 changes in 2 acts wait for Mexico" in painted(app)[1]
        assert "marked" not in painted(app)[1]
        assert app.said[-1].text.startswith("Saved: 13 entries; u undoes all of it")
        assert not screen(app).rows.marked
        written = desk.last_act()
        assert len(written) == ADDED + 1
        assert {str((entry.body or {})["reason"]["en"]) for entry in written} == {"Agreed"}
        assert desk.commitment("FW-US-10").row.id == "FW-US-10"


async def test_disputed_rows_leave_the_list_and_stay_without_effect(path: Path) -> None:
    desk = at(path, "mx-1")
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        choose(app, "FW-US-12")
        await press(pilot, "d")
        assert isinstance(app.screen, DisputePending)
        await press(pilot, "enter")
        assert "A reason is required" in screen_text(app)
        await write(pilot, "Not agreed")
        await press(pilot, "enter")
        assert "14 changes in 4 acts wait for Mexico" in painted(app)[1]
        assert "14 wait for you" not in screen_text(app)
        await press(pilot, "tab", "tab")
        assert "1 change in 1 act meets disagreement and is not in force." in painted(app)[1]
        assert "FW-US-12" in screen_text(app)
        assert "disputed by Mexico (mx-1), Nov 25, 2026: Not agreed" in " ".join(screen(app).page_view.text.split())
        await press(pilot, "c")
        assert isinstance(app.screen, PendingScreen)
        await press(pilot, "1")
        assert "14 wait for you (E)" in screen_text(app)
    assert desk.pending_count("MX") == sum(len(act.entries) for act in desk.pending("MX")) == 14
    assert desk.last_act()[0].kind == "position.take"


async def test_statement_in_the_own_sides_name_can_be_disowned(path: Path) -> None:
    desk = at(path, "mx-1")
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        for about, offered in (("FW-US-12", False), ("FW-MX-01", True)):
            choose(app, about)
            await press(pilot, "d")
            field = app.screen.query_one("#field-ground", ChoiceField)
            assert (Ground.NOT_OURS.value in grounds(app)) is offered
            if offered:
                field.set_value(Ground.NOT_OURS.value)
                await write(pilot, "We said no such thing")
                assert "not our statement" in screen_text(app)
            await press(pilot, "enter" if offered else "escape")
        (written,) = desk.last_act()
        assert (written.body or {})["ground"] == "not_ours"


async def test_enter_opens_the_commitment_in_force_or_else_the_entry(path: Path) -> None:
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "E")
        choose(app, "FW-US-12")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        assert "waits for Mexico" in screen_text(app)
        await press(pilot, "q")
        choose(app, "FW-MX-01")
        await press(pilot, "enter")
        assert isinstance(app.screen, CommitmentScreen)
        assert app.screen.subject.id == "FW-MX-01"
        await press(pilot, "q", "i")
        assert isinstance(app.screen, ReadingScreen)


async def test_list_opens_where_something_waits_and_only_that_side_answers(path: Path) -> None:
    for seat, tabs in (("us-1", ("US", "MX")), ("obs-1", ("US", "MX"))):
        async with running(at(path, seat)) as (app, pilot):
            assert "15 wait for Mexico (E)" in screen_text(app)
            await press(pilot, "E")
            assert tuple(screen(app).ordered_lists) == (*tabs, "disputed")
            assert "15 changes in 4 acts wait for Mexico" in painted(app)[1]
            await press(pilot, "left")
            assert "Nothing waits for the United States." in painted(app)[1]
            assert "Until then it is not in force" in screen_text(app).replace("\n", " ")
            await press(pilot, "right")
            assert "15 changes in 4 acts wait for Mexico" in painted(app)[1]
            for key in ("c", "d"):
                await press(pilot, key)
                screen(app)
                assert app.said[-1].text == "Only a desk of Mexico can answer entries that wait for it"


@pytest.mark.parametrize("language", ["en", "es"])
async def test_everything_fits_eighty_columns(path: Path, language: str) -> None:
    async with running(at(path, "mx-1"), size=(80, 24), language=language) as (app, pilot):
        text = "15 wait for you (E)" if language == "en" else "15 le esperan (E)"
        assert text in "".join(painted(app)[1:4])
        assert "…" not in painted(app)[1] + painted(app)[2]
        await press(pilot, "E")
        lines = painted(app)
        assert ("for Mexico; the oldest" if language == "en" else "en espera de México; el más") in lines[1]
        day = "Nov 25, 2026." if language == "en" else "25 nov 2026."
        assert day in " ".join("".join(lines[1:3]).split())


async def test_letters_replace_marks_with_ascii(path: Path) -> None:
    async with running(at(path, "mx-1"), ascii_only=True) as (app, pilot):
        await press(pilot, "E")
        text = screen_text(app)
        assert "weight: 1 -> 3" in text
        assert "<> Mexico: n not started" in text
        assert text.isascii()


async def test_commitment_shows_what_waits_beside_what_is_in_force(path: Path) -> None:
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "E")
        choose(app, "FW-US-01")
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        text = " ".join(page.page_view.text.split())
        assert "weight 1 → 3 · waits for Mexico" in text
        assert "withdrawn, waits for Mexico" in text
        assert "withdrawn, waits for Mexico" in painted(app)[3]
        page.switch_to_tab(HISTORY)
        await settle(pilot)
        assert "commitment amended · United States · waits for Mexico" in page.page_view.text


async def test_statement_by_the_other_sides_desk_says_so(path: Path) -> None:
    desk = at(path, "mx-1")
    label = "entered by the United States, not confirmed by Mexico"
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        choose(app, "FW-MX-01")
        await settle(pilot)
        assert f"↔ {label}" in " ".join(screen(app).page_view.text.split())
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        page.switch_to_tab(STATEMENTS)
        await settle(pilot)
        text = " ".join(page.page_view.text.split())
        assert "not started, waits for Mexico" in text
        assert f"↔ {label}" in text
        waiting = page.view.waiting[0] if page.view is not None else None
        assert waiting is not None
        page.page_view.choose(waiting.id)
        await press(pilot, "d")
        assert isinstance(app.screen, DisputeDialog)
        await settle(pilot)
        assert label in one_line(app)
        assert Ground.NOT_OURS.value in grounds(app)


async def test_notice_says_which_side_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at(path, "us-1")
    write_intents = type(desk).write

    def waits(one: Desk, *intents: Intent, **more: Any) -> WriteResult:  # noqa: ANN401
        done = write_intents(one, *intents, **more)
        line = Line("Waits for {side}", {"side": ("the side", "MX")})
        return replace(done, lines=(*done.lines, line, line))

    monkeypatch.setattr(type(desk), "write", waits)
    async with running(desk) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "A note.")
        await press(pilot, "enter")
        assert app.said[-1].text == "Saved; u undoes\nWaits for Mexico"


def entry(number: int, **values: object) -> PendingEntry:
    given = {"title": Text(f"Title {number}", f"Título {number}"), "status": None, "changes": (), **values}
    return PendingEntry(
        key=number,
        hash=f"{number:064x}",
        id=f"us-1-{number}",
        kind="commitment.amend",
        about=f"FW-{number}",
        speaker=None,
        provenance="own",
        sides=("MX",),
        handling="TLP:CLEAR",
        seen=None,
        **given,  # type: ignore[arg-type]
    )


async def test_five_thousand_entries_are_drawn_only_where_visible(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = tuple(
        PendingAct(
            f"act {n}", "us-1", "office", "2026-11-25T10:00:00Z", tuple(entry(n * 2500 + one) for one in range(2500))
        )
        for n in range(2)
    )
    desk = at(path, "mx-1")
    monkeypatch.setattr(type(desk), "pending", lambda _desk, side=None, **_options: acts if side == "MX" else ())
    monkeypatch.setattr(type(desk), "with_effects", lambda _desk, wanted: tuple(wanted))
    drawn: list[PendingEntry] = []
    content = words.content

    def counted(one: PendingEntry, **options: Any) -> list[str]:  # noqa: ANN401
        drawn.append(one)
        return content(one, **options)

    monkeypatch.setattr(words, "content", counted)
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        assert "5000 changes in 2 acts" in painted(app)[1].replace(",", "")
        assert len(drawn) < 300
        await press(pilot, "G", "space")
        assert f"{4999:064x}" in screen(app).rows.marked
        await press(pilot, "g", "V")
        assert len(screen(app).rows.marked) == 5000
        await press(pilot, "U")
        assert not screen(app).rows.marked
        assert len(drawn) < 800


async def test_hostile_text_reaches_no_terminal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "[/] [@click=app.quit]x \x1b]0;renamed\x07 \u202e [draft]"
    one = entry(1, title=Text(bad, bad), changes=(PendingChange("title", {"en": bad, "es": bad}, bad),))
    act = PendingAct("act", bad, bad, bad, (one, entry(2, title=Text(bad, bad)), entry(3, status=bad)))
    desk = at(path, "mx-1")
    monkeypatch.setattr(type(desk), "pending", lambda _desk, _side=None, **_options: (act,))
    monkeypatch.setattr(type(desk), "with_effects", lambda _desk, wanted: tuple(wanted))
    async with running(desk) as (app, pilot):
        await press(pilot, "E")
        for _row in range(4):
            text = screen_text(app)
            assert "[@click=app.quit]x" in text
            assert not {"\x1b", "\x07", "\u202e"} & set(text)
            await press(pilot, "d", "escape", "j")
        assert faults(app) == []


async def test_cursor_and_marks_stay_when_the_list_is_read_again(path: Path) -> None:
    async with running(at(path, "mx-1")) as (app, pilot):
        await press(pilot, "E")
        choose(app, "FW-US-15")
        await press(pilot, "space", "R")
        row = screen(app).rows.row
        assert row is not None
        assert row.entry is not None
        assert row.entry.about == "FW-US-16"
        assert [one.about for one in screen(app).rows.marked.values()] == ["FW-US-15"]
        await press(pilot, "L")
        assert "en espera de México" in painted(app)[1]
        assert len(screen(app).rows.marked) == 1
        await press(pilot, "L")


def test_text_is_shown_in_each_language_in_which_it_changes() -> None:
    old, english, both = {"en": "A", "es": "X"}, {"en": "B", "es": "X"}, {"en": "B", "es": "Y"}
    one = entry(1, changes=(PendingChange("title", old, english),))
    two = entry(1, changes=(PendingChange("title", old, both),))
    screen_text = partial(words.content, arrow="→", nothing="—", ascii_only=False)
    assert screen_text(one) == ["title: A → B"]
    assert screen_text(two) == ["title: A → B", "title (Spanish): X → Y"]
    with i18n.using_language("es"):
        assert screen_text(one) == ["título (inglés): A → B"]
        assert screen_text(two) == ["título: X → Y", "título (inglés): A → B"]


def test_text_is_shown_to_the_letter_and_only_fields_with_dates_are_put_into_words() -> None:
    typed = "Open the lab by 2026-12-31"
    change = entry(
        1,
        changes=(
            PendingChange("text", {"en": "A", "es": "A"}, {"en": typed, "es": typed}),
            PendingChange("due_on", "2026-12-31", "2027-01"),
        ),
        body={"reason": {"en": "2026-07", "es": "2026-07"}, "said_on": "2026-11-25"},
    )
    act = PendingAct("a", "us-1", "office", "2026-11-25T10:00:00Z", (change,))
    shown = [block.body.plain for block in details(act, change)]
    assert f"text: A → {typed}" in shown
    assert "due on: Dec 31, 2026 → Jan 2027" in shown
    assert "reason: 2026-07" in shown
    assert "said on: Nov 25, 2026" in shown
    assert f"text: A → {typed}" in entry_line(change, 8).plain


def test_rounding_makes_no_step_larger_than_it_is() -> None:
    effects = (
        PendingEffect("delivery", None, None, 31.36, 31.99),
        PendingEffect("delivery", "firearms", None, 10.0, 60.0),
        PendingEffect("trend", None, None, -3.2, 4.0),
        PendingEffect("delivery", None, "US", 25.21, 25.34),
        PendingEffect("delivery", None, "MX", 33.0, 31.0),
        PendingEffect("delivery", "health", None, 12.001, 12.002),
    )
    act = PendingAct("a", "us-1", "office", "2026-11-25T10:00:00Z", (entry(1),), effects)
    assert words.effects(act, arrow="→") == [
        "actions done, Mexico 33 → 31",
        "actions done, U.S. 25.2 → 25.3",
        "change in indicators −3 → +4",
        "actions done 31.4 → 32.0",
        "actions done, firearms trafficking 10 → 60",
    ]


def test_changes_are_shown_with_their_labels_in_both_languages() -> None:
    changed = entry(
        1,
        changes=(
            PendingChange("due_on", None, "2028-01-31"),
            PendingChange("title", {"en": "A", "es": "B"}, {"en": "C", "es": "D"}),
        ),
    )
    texts = words.content(changed, arrow="→", nothing="—", ascii_only=False)
    assert texts == ["due on: — → Jan 31, 2028", "title: A → C", "title (Spanish): B → D"]
    with i18n.using_language("es"):
        assert words.content(changed, arrow="→", nothing="—", ascii_only=False)[1] == "título: B → D"
    long = entry(3, changes=(PendingChange("title", {"en": "word " * 20, "es": "D"}, {"en": "C", "es": "D"}),))
    (brief,) = words.content(long, arrow="→", nothing="—", ascii_only=False, brief=True)
    assert brief.endswith("… → C")
    assert len(brief) < 40
    assert words.content(long, arrow="->", nothing="-", ascii_only=True, brief=True)[0].isascii()
    said = entry(2, status="withdrawn")
    assert words.content(said, arrow="→", nothing="—", ascii_only=True) == ["w withdrawn"]


@pytest.mark.parametrize(
    ("value", "feed", "accepted", "english", "spanish"),
    [
        ("own", "mx-1", False, "", ""),
        ("third_party", "obs-0", False, "↔ entered by a third party", "↔ asentado por un tercero"),
        ("not_admitted", "obs-7", False, "↔ not admitted", "↔ no admitido"),
        (
            "counterpart",
            "us-1",
            False,
            "↔ entered by the United States, not confirmed by Mexico",
            "↔ asentado por Estados Unidos, sin confirmación de México",
        ),
        (
            "counterpart",
            "mx-2",
            True,
            "↔ entered by Mexico, confirmed by the United States",
            "↔ asentado por México, confirmado por Estados Unidos",
        ),
    ],
)
def test_provenance_in_words(value: str, feed: str, accepted: bool, english: str, spanish: str) -> None:  # noqa: FBT001
    assert str(provenance.mark_and_label(value, feed, accepted=accepted)) == english
    with i18n.using_language("es"):
        assert str(provenance.mark_and_label(value, feed, accepted=accepted)) == spanish
    found = provenance.mark_and_label(value, feed, accepted=accepted, ascii_only=True)
    assert found.mark == ("<>" if english else "")


def test_text_from_a_damaged_register_is_no_template() -> None:
    assert provenance.mark_and_label("{} {0}", "{}-1").label == "{} {0}"
    assert "{}" in provenance.mark_and_label("counterpart", "{}-1").label


def test_who_is_waited_for_in_words() -> None:
    assert provenance.waits_for(()) == ""
    assert provenance.waits_for(("MX",)) == "waits for Mexico"
    assert provenance.waits_for(("MX", "US")) == "waits for both sides"


def test_who_disputed_is_no_longer_waited_for_in_words() -> None:
    assert provenance.waits_for(("MX",), ("MX",)) == "Mexico disagrees, not in force"
    assert provenance.waits_for(("US", "MX"), ("MX",)) == "Mexico disagrees, not in force; waits for the United States"
    with i18n.using_language("es"):
        assert provenance.waits_for(("MX",), ("MX",)) == "con discrepancia de México, sin vigor"


async def test_the_details_show_every_field_and_scroll_to_the_end_of_a_long_text(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    words = "Mexico admits " + "that it did nothing, " * 40 + "and says so."
    claims = [
        {"speaker": side, "said_on": "2024-10-01", "text": {"en": words, "es": words}, "sources": ["SSPC-2024"]}
        for side in ("MX", "US")
    ]
    end = "A table settles it."
    fields = {
        "id": "cf-new",
        "title": "A figure",
        "themes": ["firearms"],
        "about": {"commitments": ["FW-MX-01"], "indicators": [], "events": []},
        "claims": claims,
        "may_explain": "Two days.",
        "would_settle": end,
    }
    at(register, "us-1").write(AddRecord(kind="conflict", fields=fields))
    async with running(at(register, "mx-1")) as (app, pilot):
        await press(pilot, "E", "j")
        view = screen(app).page_view
        assert "speaker Mexico, said on Oct 1, 2024" in " ".join(view.text.split())
        assert view.text.count("and says so.") == 2

        def visible() -> str:
            return " ".join(view.render_line(y).text.strip() for y in range(view.size.height))

        assert end not in visible()
        await press(pilot, *["J"] * 20)
        assert end in visible()
        await press(pilot, *["K"] * 20)
        assert "cf-new" in visible()
