"""Calendars: read back as others read them, taken in twice, moved, taken away, for each audience, with hostile words."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.interchange import icalendar_file
from accordtrack.interchange.icalendar_file import CalendarEvent, uid
from accordtrack.service import Desk
from accordtrack.text.calendar_names import day_name
from accordtrack.types import CalendarExport
from accordtrack.types.intents import AddRecord, Amend, ReportStatus, TakePosition, Undo
from folders import change, make_folder
from registers import TODAY, accept, accept_everything, small_register
from shipped_scores import shipped_desk

Read = dict[str, Any]
OWN = "deadline.FW-US-01@small-accord.accordtrack"
CLEAR = "TLP:CLEAR"


def export(desk: Desk, folder: Path, **asked: object) -> tuple[bytes, CalendarExport]:
    out = folder / "dates.ics"
    told = desk.export_calendar(out, force=True, **asked)  # type: ignore[arg-type]
    assert told.size == out.stat().st_size
    return out.read_bytes(), told


def read(raw: bytes) -> Read:
    """The events by UID, as a program keeps them that takes a file in; every rule that holds of each is held."""
    told: Any = Calendar.from_ical(raw)
    assert told["version"] == "2.0"
    assert {part.name for part in told.subcomponents} == {"VEVENT"}
    kept: Read = {}
    for event in told.events:
        assert not event.errors
        name = str(event["uid"])
        assert name not in kept
        assert name.isascii()
        assert len(name) < 255
        kept[name] = event
        start, end = event["dtstart"].dt, event["dtend"].dt
        assert type(start) is type(end) is date
        assert end - start == timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        for stamp in (event["dtstamp"].dt, event["last-modified"].dt):
            assert isinstance(stamp, datetime)
            assert stamp.utcoffset() == timedelta(0)
        assert event["last-modified"].dt <= event["dtstamp"].dt
        assert event["transp"] == "TRANSPARENT"
        for alarm in event.subcomponents:
            assert (alarm.name, alarm["action"]) == ("VALARM", "DISPLAY")
            assert alarm["trigger"].dt < timedelta(0)
            assert alarm["description"] == event["summary"]
    assert raw.count(b"\nDTSTAMP:") == len(kept)
    assert len(re.findall(rb"\n(?:DTSTAMP|LAST-MODIFIED):\d{8}T000000Z\r", raw)) == 2 * len(kept)
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    raw.decode()
    return kept


def move_deadline(desk: Desk, day: str, **said: object) -> None:
    desk.write(Amend(record="FW-US-01", fields={"due_on": day}, reason="More time.", handling=CLEAR, **said))  # type: ignore[arg-type]
    if desk.seat == "us-1":
        accept_everything(desk.path)


PAGE = "https://example.org/x"


def report_status(desk: Desk, status: str) -> None:
    said = ReportStatus(commitment="FW-US-01", status=status, note="So it is.", evidence=(PAGE,), handling=CLEAR)
    desk.write(said)


def report_completed(desk: Desk) -> None:
    """The other side, which disputed an earlier claim, agrees."""
    report_status(desk, "completed")
    with closing(door.open_register(desk.path, desk="mx-1", today=TODAY)) as other:
        other.write(TakePosition(target="FW-US-01", stance="concur", handling=CLEAR))


def test_agreed_deadline_shows_who_owes_what_and_its_status(us: Desk, tmp_path: Path) -> None:
    raw, told = export(us, tmp_path)
    kept = read(raw)
    assert (told.deadlines, told.reports, told.meetings, told.not_agreed, told.cancelled) == (1, 0, 0, 0, 0)
    event = kept[OWN]
    assert event["dtstart"].dt == date(2023, 12, 31)
    assert event["summary"] == "Due: FW-US-01 Trace the guns (US: ATF)"
    said = str(event["description"]).split("\n")
    assert said[0] == "December 31, 2023, date in the text, joint text, overdue"
    assert (
        "United States, Firearms bureau (ATF): ◑ substantial, stated, March 1, 2024; the other government disagrees"
        in said
    )
    assert "Source: Both governments, Joint statement, October 8, 2021 <https://example.org/joint>" in said
    assert "In the register: accordtrack show FW-US-01" in said
    assert f"Updated {day_name(TODAY)}. Statements searched to May 31, 2026." in said
    assert event["url"] == "https://example.org/joint"
    assert event["categories"].cats == ["Firearms", "United States", "FW"]
    assert (event["status"], event["class"], event.subcomponents) == ("CONFIRMED", "PUBLIC", [])
    assert Calendar.from_ical(raw)["x-wr-calname"] == "A small accord"


def test_moved_deadline_keeps_its_event_names_the_move_and_has_alarms(us: Desk, tmp_path: Path) -> None:
    before = read(export(us, tmp_path)[0])
    move_deadline(us, "2027-03-31")
    move_deadline(us, "2027-06-30")
    after = read(export(us, tmp_path)[0])
    assert [*before] == [*after] == [OWN]
    assert after[OWN]["sequence"] == before[OWN]["sequence"] + 4, "two changes and two concurrences"
    assert after[OWN]["dtstart"].dt == date(2027, 6, 30)
    said = str(after[OWN]["description"])
    assert "June 30, 2027, set later by the responsible side" in said
    assert "First deadline: December 31, 2023." in said
    assert (
        f"Moved from December 31, 2023 to March 31, 2027 by the United States on {day_name(TODAY)}: More time." in said
    )
    assert f"Moved from March 31, 2027 to June 30, 2027 by the United States on {day_name(TODAY)}: More time." in said
    nine = [
        alarm["trigger"].dt + timedelta(days=days)
        for alarm, days in zip(after[OWN].subcomponents, (30, 7), strict=True)
    ]
    assert nine == [timedelta(hours=9)] * 2
    kept = {**before, **after}
    assert len(kept) == 1
    earlier = read(export(us, tmp_path, at=TwoDates("2026-01-01", "2026-01-01"))[0])
    assert earlier[OWN]["dtstart"].dt == date(2023, 12, 31)
    assert earlier[OWN]["dtstamp"].dt == datetime(2026, 1, 1, tzinfo=UTC)


def test_sequence_never_decreases_even_when_a_move_is_undone(us: Desk, tmp_path: Path) -> None:
    found = []
    for act in (
        lambda: None,
        lambda: move_deadline(us, "2027-03-31"),
        lambda: us.write(Undo()),
        lambda: move_deadline(us, "2027-04-30"),
    ):
        act()
        found.append(read(export(us, tmp_path)[0])[OWN]["sequence"])
    assert found == sorted(set(found))


def test_dates_not_agreed_are_exported_only_on_request_and_labeled(us: Desk, register: Path, tmp_path: Path) -> None:
    shipped = shipped_desk()
    raw, told = export(shipped, tmp_path)
    agreed = read(raw)
    more, all_told = export(shipped, tmp_path, every=True)
    whole = read(more)
    assert told.left_out == all_told.not_agreed == len(whole) - len(agreed) > 20
    assert agreed.keys() < whole.keys()
    assert {str(event["summary"]).partition(":")[0] for event in agreed.values()} <= {
        "Due",
        "Completed",
        "Completed, assessed by this tracker",
    }
    for name in whole.keys() - agreed.keys():
        event = whole[name]
        assert str(event["summary"]).partition(":")[0] in {"Period ends", "Unilateral action"}
        assert "not agreed" in event["categories"].cats
        assert event.subcomponents == []
        assert "overdue" not in str(event["description"]).replace("cannot be overdue", "")
    for name, event in agreed.items():
        assert event.to_ical() == whole[name].to_ical()
    observer = door.open_register(register, desk="obs-1", today=TODAY)
    move_deadline(observer, "2028-01-01", sources=("JS-2021",))
    for every in (False, True):
        kept = read(export(us, tmp_path, every=every)[0])[OWN]
        assert (kept["status"], kept["dtstart"].dt) == ("CONFIRMED", date(2023, 12, 31)), "it waits for both sides"


def test_met_deadline_stays_and_a_removed_one_is_canceled(us: Desk, tmp_path: Path) -> None:
    move_deadline(us, "2027-06-30")
    first = read(export(us, tmp_path)[0])[OWN]
    report_completed(us)
    met = read(export(us, tmp_path)[0])[OWN]
    assert str(met["summary"]).startswith("Completed: ")
    assert (met["status"], met.subcomponents) == ("CONFIRMED", [])
    report_status(us, "withdrawn")
    accept_everything(us.path)
    given_up = read(export(us, tmp_path)[0])[OWN]
    assert str(given_up["summary"]).startswith("Withdrawn: ")
    us.write(Undo())
    accept_everything(us.path)
    us.write(Undo())
    move_deadline(us, "")
    taken, told = export(us, tmp_path)
    gone = read(taken)[OWN]
    assert (told.deadlines, told.cancelled) == (0, 1)
    assert "The deadline June 30, 2027 was removed." in gone["description"]
    for event in (given_up, gone):
        assert (event["status"], event["dtstart"].dt, event.subcomponents) == ("CANCELLED", date(2027, 6, 30), [])
    assert first["sequence"] < met["sequence"] < given_up["sequence"] < gone["sequence"]


def test_joint_date_is_agreed_once_the_other_side_concurs(us: Desk, register: Path, tmp_path: Path) -> None:
    mx = door.open_register(register, desk="mx-1", today=TODAY)
    name = "deadline.FW-JT-01@small-accord.accordtrack"
    done = us.write(Amend(record="FW-JT-01", fields={"due_on": "2027-01-31"}, reason="A date.", handling="TLP:GREEN"))
    assert name not in read(export(us, tmp_path, audience="parties", every=True)[0])
    mx.write(TakePosition(target=done.ids[0], stance="concur", reason="Yes.", handling="TLP:GREEN"))
    event = read(export(us, tmp_path, audience="parties")[0])[name]
    assert event["dtstart"].dt == date(2027, 1, 31)
    assert (event["class"], "TLP:GREEN" in event["description"]) == ("PRIVATE", True)
    assert event["summary"] == "Due: FW-JT-01 Publish results (US: DOJ, MX: SSPC)"
    with i18n.using_language("es"):
        spanish = read(export(us, tmp_path, audience="parties")[0])[name]
    assert str(spanish["summary"]).endswith("FW-JT-01 Publicar resultados (México: SSPC, EE. UU.: DOJ)")
    assert name not in read(export(us, tmp_path)[0])


def test_next_eight_reports_are_events_and_those_of_an_older_rule_are_canceled(
    us: Desk, register: Path, tmp_path: Path
) -> None:
    def ruled(rule: str) -> Read:
        done = us.write(Amend(record="FW-US-01", fields={"review_rule": rule}, reason="Reports.", handling=CLEAR))
        accept(register, *done.hashes)
        found = read(export(us, tmp_path)[0])
        assert not any("RRULE" in event for event in found.values())
        return {name: event for name, event in found.items() if name.startswith("report.")}

    yearly = ruled("FREQ=YEARLY")
    assert [event["dtstart"].dt for event in yearly.values()] == [date(2026 + n, 10, 8) for n in range(1, 9)]
    first = yearly["report.FW-US-01.2027-10-08@small-accord.accordtrack"]
    assert first["summary"] == "Report due: FW-US-01 Trace the guns (US: ATF)"
    assert len(first.subcomponents) == 1
    other = ruled("FREQ=YEARLY;INTERVAL=2")
    standing = {name for name, event in other.items() if event["status"] == "CONFIRMED"}
    assert len(standing) == 8
    assert yearly.keys() <= other.keys()
    assert {name for name in other if other[name]["status"] == "CANCELLED"} == yearly.keys() - standing
    assert all(other[name]["sequence"] > yearly[name]["sequence"] for name in yearly)
    assert {event["status"] for event in ruled("").values()} == {"CANCELLED"}
    ruled("FREQ=YEARLY")
    report_completed(us)
    done = read(export(us, tmp_path)[0])
    assert {event["status"] for name, event in done.items() if name.startswith("report.")} == {"CANCELLED"}


def test_rule_set_after_completion_gives_no_events(us: Desk, tmp_path: Path) -> None:
    done = ReportStatus(
        commitment="FW-US-01",
        status="completed",
        note="So it is.",
        evidence=("https://example.org/x",),
        handling=CLEAR,
        effective_on="2026-11-01",
        said_on="2026-11-01",
    )
    us.write(done)
    us.write(Amend(record="FW-US-01", fields={"review_rule": "FREQ=YEARLY"}, reason="Reports.", handling=CLEAR))
    assert [*read(export(us, tmp_path, every=True)[0])] == [OWN]


def test_rule_that_the_other_side_proposes_changes_nothing(tmp_path: Path) -> None:
    folder, path = make_folder(tmp_path / "data"), tmp_path / "new.db"
    change(folder, "commitments/fw.yaml", "due_basis: text", "due_basis: text\n  review_rule: FREQ=YEARLY")
    us = door.create_register(path, data=folder, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY)
    before = export(us, tmp_path)
    mx = door.open_register(path, desk="mx-1", today=TODAY)
    rule = {"review_rule": "FREQ=YEARLY;INTERVAL=2"}
    mx.write(Amend(record="FW-US-01", fields=rule, reason="Reports.", handling=CLEAR))
    raw, told = export(us, tmp_path)
    assert {name: event["status"] for name, event in read(raw).items()} == {
        name: event["status"] for name, event in read(before[0]).items()
    }
    assert (told.reports, told.cancelled) == (8, 0)


def test_retracted_commitment_is_exported_as_canceled(us: Desk, tmp_path: Path) -> None:
    fields = {
        "id": "FW-US-02",
        "framework": "FW",
        "title.en": "Count the guns",
        "title.es": "Contar las armas",
        "text": "Count them.",
        "responsible_side": "US",
        "agreed_on": "2025-01-01",
        "level": "output",
        "theme": "firearms",
        "verifiable": "yes",
        "verifiable_why": "They can be counted.",
        "sources": "JS-2021",
        "due_on": "2027-01-01",
        "due_basis": "text",
    }
    name = "deadline.FW-US-02@small-accord.accordtrack"
    us.write(AddRecord(kind="commitment", fields=fields))
    accept_everything(us.path)
    told = read(export(us, tmp_path)[0])[name]
    us.write(Undo())
    accept_everything(us.path)
    gone = read(export(us, tmp_path)[0])[name]
    assert (told["status"], gone["status"], gone["summary"]) == ("CONFIRMED", "CANCELLED", "No longer due: FW-US-02")
    assert gone["sequence"] > told["sequence"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=SECONDLY", set()),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", set()),
        ("FREQ=YEARLY;COUNT=2", set()),
        ("FREQ=DAILY;INTERVAL=99999", {"2295-07-23"}),
    ],
)
def test_rule_with_few_or_no_days_gives_only_those_events(
    us: Desk, register: Path, tmp_path: Path, rule: str, days: set[str]
) -> None:
    done = us.write(Amend(record="FW-US-01", fields={"review_rule": rule}, reason="Reports.", handling=CLEAR))
    accept(register, *done.hashes)
    reports = {f"report.FW-US-01.{day}@small-accord.accordtrack" for day in days}
    assert read(export(us, tmp_path)[0]).keys() == {OWN, *reports}


def test_rule_that_an_observer_set_is_not_agreed_by_the_owing_side(us: Desk, register: Path, tmp_path: Path) -> None:
    door.open_register(register, desk="obs-1", today=TODAY).write(
        Amend(
            record="FW-US-01",
            fields={"review_rule": "FREQ=YEARLY"},
            reason="As read.",
            sources=("JS-2021",),
            handling=CLEAR,
        )
    )
    for feed in ("us-1", "mx-1"):
        accept_everything(register, by=feed)
    raw, told = export(us, tmp_path)
    assert ([*read(raw)], told.left_out) == ([OWN], 8)
    named = [event for name, event in read(export(us, tmp_path, every=True)[0]).items() if name != OWN]
    assert {str(event["summary"]).partition(":")[0] for event in named} == {"Report, rule not agreed"}
    assert [event.subcomponents for event in named] == [[]] * 8


def test_future_meeting_is_exported_once_a_source_reports_it(us: Desk, tmp_path: Path) -> None:
    fields = {
        "id": "ev-review",
        "kind": "meeting",
        "title.en": "Review of the accord",
        "title.es": "Revisión del acuerdo",
        "themes": "firearms",
        "side": "JOINT",
        "place": "MX-CMX",
        "sources": "ATF-2023",
    }
    us.write(AddRecord(kind="event", fields={**fields, "date": "2027-02-03"}))
    us.write(AddRecord(kind="event", fields={**fields, "id": "ev-seen", "date": "2026-02-03"}))
    accept_everything(us.path)
    name = "meeting.ev-review@small-accord.accordtrack"
    raw, told = export(us, tmp_path)
    event = read(raw)[name]
    assert told.meetings == 1
    assert (event["summary"], event["dtstart"].dt) == ("Meeting: Review of the accord", date(2027, 2, 3))
    assert "Place: Mexico City (MX-CMX)" in event["description"]
    assert "meeting.ev-seen@small-accord.accordtrack" not in read(raw)
    early = read(export(us, tmp_path, at=TwoDates("2024-06-30", "2023-05-30"))[0])
    assert name not in early
    assert name in read(export(us, tmp_path, at=TwoDates("2024-06-30", "2023-05-31"))[0])
    us.write(Undo())
    us.write(Undo())
    accept_everything(us.path)
    gone = read(export(us, tmp_path)[0])[name]
    assert (gone["status"], gone["summary"], gone.subcomponents) == ("CANCELLED", "No longer due: ev-review", [])
    assert gone["sequence"] > event["sequence"]
    assert "Review" not in gone["description"]
    us.write(AddRecord(kind="event", fields={**fields, "date": "2027-03-03"}))
    accept_everything(us.path)
    again = read(export(us, tmp_path)[0])[name]
    assert (again["status"], again["dtstart"].dt) == ("CONFIRMED", date(2027, 3, 3))
    assert again["sequence"] > gone["sequence"]


@pytest.mark.parametrize(("seat", "other"), [("us-1", "mx-1"), ("mx-1", "us-1")])
def test_meeting_that_waits_is_in_no_calendar_disputed_or_taken_back(
    register: Path, tmp_path: Path, seat: str, other: str
) -> None:
    desk, answering = (door.open_register(register, desk=one, today=TODAY) for one in (seat, other))
    fields = {
        "id": "ev-claimed",
        "kind": "meeting",
        "title": "They answer",
        "date": "2027-02-03",
        "sources": "ATF-2023",
    }
    written = desk.write(AddRecord(kind="event", fields=fields))
    assert [*read(export(desk, tmp_path, every=True)[0])] == [OWN]
    answering.write(TakePosition(target=written.hashes[0], stance="dispute", reason="No.", handling=CLEAR))
    assert [*read(export(desk, tmp_path, every=True)[0])] == [OWN]
    desk.write(Undo())
    assert [*read(export(desk, tmp_path, every=True)[0])] == [OWN]


def test_export_is_repeatable_and_has_the_same_days_in_both_languages(us: Desk, tmp_path: Path) -> None:
    move_deadline(us, "2027-06-30")
    for desk in (us, shipped_desk()):
        raw, _told = export(desk, tmp_path, every=True)
        assert export(desk, tmp_path, every=True)[0] == raw
        english = read(raw)
        with i18n.using_language("es"):
            spanish = read(export(desk, tmp_path, every=True)[0])
        assert {name: (event["dtstart"].dt, event["sequence"], event["status"]) for name, event in english.items()} == {
            name: (event["dtstart"].dt, event["sequence"], event["status"]) for name, event in spanish.items()
        }
        assert all(spanish[name]["summary"] != english[name]["summary"] for name in english)


@pytest.mark.parametrize(("audience", "side"), [("public", None), ("parties", None), ("side", "US"), ("side", "MX")])
def test_calendar_holds_nothing_that_its_audience_may_not_read(
    us: Desk, tmp_path: Path, audience: str, side: str | None
) -> None:
    reads = {
        ("public", None): (),
        ("parties", None): ("AMBER",),
        ("side", "US"): ("AMBER", "AMBER+STRICT"),
        ("side", "MX"): ("AMBER",),
    }
    days = {"AMBER": "2031-01-01", "AMBER+STRICT": "2032-01-01", "RED": "2033-01-01"}
    for mark, day in days.items():
        handling = f"TLP:{mark}"
        us.write(Amend(record="FW-US-01", fields={"due_on": day}, reason=f"Zq{mark}zq", handling=handling))
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note=f"Zq{mark}zq", handling=handling))
        accept_everything(us.path)
    raw, told = export(us, tmp_path, every=True, audience=audience, side=side)
    words = b"".join(raw.split(b"\r\n ")).decode()
    for mark, day in days.items():
        hidden = mark not in reads[audience, side]
        assert (f"Zq{mark}zq" not in words) is hidden
        assert not hidden or (day not in words and day.replace("-", "") not in words)
    last = max((day for mark, day in days.items() if mark in reads[audience, side]), default="2023-12-31")
    assert read(raw)[OWN]["dtstart"].dt == date.fromisoformat(last)
    hidden_once = {"public": 12, "parties": 6, "side": 4 if side == "US" else 5}
    assert told.withheld == hidden_once[audience], "each entry is counted once"


HOSTILE = (
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:planted",
    "x\nBEGIN:VALARM\nACTION:AUDIO\nEND:VALARM",
    "x\\nATTACH:https://example.org/y",
    'a,b;c:d"e\\;f\\,g^n',
    "x" * 5000,
    "ñ🔫" * 900,
    "\x00\x07\x1b[2J\x7f\x85\u2028\u2029",
    "\u202egnp.exe\u2066\u200f",
    "=cmd|' /C calc'!A0",
    "",
)


def file(day: CalendarEvent, words: str) -> bytes:
    return icalendar_file.as_bytes(icalendar_file.Calendar(words, words, "en", TODAY, private=False, days=(day,)))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words: str) -> None:
    day = CalendarEvent(
        key=("deadline", words[:12], words[:12]),
        on="2027-01-01",
        summary=words,
        description=words,
        categories=(words, "second"),
        sequence=3,
        changed_on="2026-01-01",
        alarms=(30,),
        url=f"https://example.org/{words}",
    )
    raw = file(day, words)
    (event,) = read(raw).values()
    (alarm,) = event.subcomponents
    plain = file(
        replace(day, key=("deadline", "a", "b"), summary="s", description="d", categories=("c",), url=None), "n"
    )
    (usual,) = read(plain).values()
    assert set(event) - {"URL"} == set(usual)
    assert set(alarm) == set(usual.subcomponents[0])
    assert set(Calendar.from_ical(raw)) == set(Calendar.from_ical(plain))
    assert len(event["categories"].cats) == 2
    for shown in (str(event["summary"]), str(event["description"]), str(alarm["description"])):
        assert not set(shown) & set("\r\x00\x07\x1b\x7f\x85\u2028\u2029\u202e\u2066\u200f")
    assert str(event["summary"]) == str(alarm["description"])
    if words.isprintable() and words.isascii():
        assert event["summary"] == words


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org", "https://a:b@example.org", "https://x\r\nUID:y", "file:///etc"]
)
def test_unsafe_address_is_left_out(url: str) -> None:
    day = CalendarEvent(("meeting", "a", "b"), "2027-01-01", "s", "d", ("c",), 0, "2026-01-01", url=url)
    assert b"URL" not in file(day, "n")


def test_no_two_dates_share_a_uid() -> None:
    """A key names an accord and a record, that of a report a day too: a code with a dot in it is no other record's day."""
    pairs = [("a", "b.c"), ("a.b", "c"), ("a", "b@a"), ("a@a", "b"), ("a", "b%40a"), ("a", "b.2027-01-01"), ("a", "b")]
    keys: list[tuple[str, ...]] = [(kind, *pair) for kind in ("deadline", "meeting") for pair in pairs]
    keys += [("report", *pair, day) for pair in pairs for day in ("2027-01-01", "2028-01-01")]
    assert len({uid(key) for key in keys}) == len(keys)


def test_calendar_without_dates_is_refused_and_keeps_the_earlier_file(us: Desk, tmp_path: Path) -> None:
    export(us, tmp_path)
    before = (tmp_path / "dates.ics").read_bytes()
    at = TwoDates("2020-01-01", "2020-01-01")
    with pytest.raises(Refused) as refused:
        us.export_calendar(tmp_path / "dates.ics", at=at, force=True)
    assert refused.value.problems[0].message == "No date that this audience may read"
    assert (tmp_path / "dates.ics").read_bytes() == before


def test_calendar_of_only_unagreed_dates_is_refused_unless_all_are_requested(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    change(folder, "commitments/fw.yaml", "due_basis: text", "due_basis: horizon")
    desk = door.create_register(tmp_path / "new.db", data=folder, keys=own_key_folder(tmp_path / "new.db"), today=TODAY)
    with pytest.raises(Refused) as refused:
        desk.export_calendar(tmp_path / "dates.ics")
    told = refused.value.problems[0]
    assert (told.message, told.values["n"]) == ("No agreed date that this audience may read", 1)
    assert not (tmp_path / "dates.ics").exists()
    raw, found = export(desk, tmp_path, every=True)
    event = read(raw)[OWN]
    assert (found.deadlines, found.not_agreed) == (0, 1)
    assert str(event["summary"]).startswith("Period ends: FW-US-01 ")
    assert "this date cannot be overdue" in event["description"]
    assert (event["status"], event.subcomponents) == ("CONFIRMED", [])


def test_hostile_register_text_adds_no_property_component_or_alarm(tmp_path: Path) -> None:
    line = r"a; b, c\\nATTACH:x ñ🔫 " + "long " * 300
    lines = r"\nEND:VEVENT\nBEGIN:VALARM\nACTION:AUDIO " + line
    folder = make_folder(tmp_path / "data")
    for file, held in (
        ("commitments/fw.yaml", "en: Trace the guns"),
        ("bodies.yaml", "en: Firearms bureau"),
        ("accord.yaml", "en: A small accord"),
        ("accord.yaml", "en: Firearms"),
    ):
        change(folder, file, held, f'en: "{held[4:]} {lines}"')
    for name, held in (("title", "Joint statement"), ("publisher", "Both governments")):
        change(folder, "sources.yaml", f"{name}: {held}", f'{name}: "{held} {line}"')
    hostile = door.create_register(
        tmp_path / "new.db", data=folder, keys=own_key_folder(tmp_path / "new.db"), today=TODAY
    )
    usual = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    (event,), (plain,) = (read(export(desk, tmp_path)[0]).values() for desk in (hostile, usual))
    assert set(event) == set(plain)
    assert event.subcomponents == []
    assert len(event["categories"].cats) == 3
    assert len(event["summary"]) < 150
    assert "Trace the guns ⏎END:VEVENT⏎BEGIN:VALARM⏎ACTION:AUDIO a; b, c\\nATTACH:x ñ🔫 long" in event["summary"]
    assert "Firearms bureau ⏎END:VEVENT" in event["description"]
    assert "Source: Both governments a; b, c\\nATTACH:x" in event["description"]


def test_two_registers_of_one_accord_have_the_same_uids(us: Desk, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    other = door.create_register(
        tmp_path / "new.db", data=folder, keys=own_key_folder(tmp_path / "new.db"), today=TODAY
    )
    assert [*read(export(us, tmp_path)[0])] == [*read(export(other, tmp_path)[0])]
