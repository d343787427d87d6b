"""Write an iCalendar file (RFC 5545) of all-day events. The module takes values and returns bytes.

Every event is a VEVENT, because Outlook ignores VTODO. There are no recurrence rules, because programs interpret them
differently: each day is an event of its own. METHOD is omitted: importers then assume PUBLISH, and
stating it would require an ORGANIZER with a mail address, which the register does not have.

No value comes from the clock. Without METHOD, DTSTAMP is the last revision of the event (RFC 5545, section 3.8.7.2).
Here it is the date of the calendar, which its text names: the current time would change the bytes on every run. For two
files of the same date, SEQUENCE tells which is later. LAST-MODIFIED is the known date of the newest entry about the
event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from icalendar import Alarm, Event, vText
from icalendar import Calendar as Component

from accordtrack import __version__
from accordtrack.core.addresses import url_problem
from accordtrack.core.safe_text import sanitize, sanitize_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_MORNING = timedelta(hours=9)
"""Offset of an alarm from midnight: alarms go off at 9:00, not at the start of the day."""
_URI = ":/?#[]@!$&'()*+,;=%"
"""Characters with a meaning in an address. Other characters, except letters and digits, are percent-encoded."""
_PARTED = re.compile(r"[,;]\s*")


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event with its texts.

    ``key`` identifies the event permanently: kind, accord, record, and the day if a record has several events of a
    kind. ``on`` and ``changed_on`` are ISO dates. ``alarms`` are numbers of days before the event. ``stands`` is False
    for an event that calendars should remove.
    """

    key: tuple[str, ...]
    on: str
    summary: str
    description: str
    categories: tuple[str, ...]
    sequence: int
    changed_on: str
    stands: bool = True
    alarms: tuple[int, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The content of a calendar. ``made_on`` is the later of its two dates; ``private`` means it is not for everybody."""

    name: str
    about: str
    language: str
    made_on: str
    private: bool
    days: tuple[CalendarEvent, ...]


def as_bytes(calendar: Calendar) -> bytes:
    """Return the calendar as UTF-8 with CRLF line ends, events sorted by date; texts cannot inject properties."""
    component = Component()
    component.add("prodid", f"-//accordtrack//accordtrack {__version__}//{calendar.language.upper()}")
    component.add("version", "2.0")
    component.add("calscale", "GREGORIAN")
    # vText, because add() does not escape the value of a property that no RFC defines.
    component.add("x-wr-calname", vText(sanitize_line(calendar.name)))
    component.add("x-wr-caldesc", vText(sanitize_line(calendar.about)))
    for day in sorted(calendar.days, key=lambda day: (day.on, day.key)):
        component.add_component(_build_event(day, calendar))
    raw: bytes = component.to_ical()
    return raw


def uid(key: Sequence[str]) -> str:
    """Return an event id such as ``deadline.FW-US-01@accord.accordtrack``.

    It is the same in every language and does not change when the event moves to another day.
    """
    kind, accord, *names = (quote(part, safe="") for part in key)
    return f"{'.'.join([kind, *names])}@{accord}.accordtrack"


def _build_event(day: CalendarEvent, calendar: Calendar) -> Event:
    event, on = Event(), date.fromisoformat(day.on)
    event.add("uid", uid(day.key))
    event.add("dtstamp", _midnight(calendar.made_on))
    event.add("last-modified", _midnight(day.changed_on))
    event.add("sequence", day.sequence)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", sanitize_line(day.summary))
    event.add("description", sanitize(day.description))
    if day.categories:
        event.add("categories", [_PARTED.sub(" ", sanitize_line(one)) for one in day.categories])
    event.add("status", "CONFIRMED" if day.stands else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE" if calendar.private else "PUBLIC")
    if day.url is not None and url_problem(day.url) is None:
        event.add("url", quote(day.url, safe=_URI))
    for before in day.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", sanitize_line(day.summary))
        alarm.add("trigger", _MORNING - timedelta(days=before))
        event.add_component(alarm)
    return event


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
