"""A calendar file (iCalendar, RFC 5545): days in words become all-day events. Values in, bytes out.

All are VEVENT: Outlook leaves VTODO out. No rule of recurrence is written, since programs differ in how they read one:
each day is an event of its own. METHOD is left out, which importers read as PUBLISH, and which asks for an ORGANIZER
with an address of mail, that nobody here has. Nothing is read from a clock: without METHOD, DTSTAMP is the last
revision of what is told (RFC 5545, 3.8.7.2), here the day that the calendar is of and that its words name, since a time of making
would give other bytes each minute. Of two files of one day SEQUENCE tells the later. LAST-MODIFIED is the day from which the
newest entry about the event was known.
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
from accordtrack.core.safe_text import wash, wash_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_MORNING = timedelta(hours=9)
"""An alarm goes off at nine, not at the midnight with which the day begins."""
_URI = ":/?#[]@!$&'()*+,;=%"
"""Characters that have a meaning in an address; others that are no letter or digit stand as their number."""
_PARTED = re.compile(r"[,;]\s*")


@dataclass(frozen=True, slots=True)
class DayInWords:
    """One event. ``key`` names it for good: kind, accord, record, and the day where a record has several of a kind.

    ``on`` and ``changed_on`` are ISO dates; ``alarms`` are days before. ``stands`` False: to be taken out.
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
    """What a calendar says. ``made_on`` is the later of its two dates, ISO; ``private``: not for everybody."""

    name: str
    about: str
    language: str
    made_on: str
    private: bool
    days: tuple[DayInWords, ...]


def as_bytes(told: Calendar) -> bytes:
    """The file, UTF-8 with CRLF, days in their order. Whatever stands in a text stays in the text."""
    made = Component()
    made.add("prodid", f"-//accordtrack//accordtrack {__version__}//{told.language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", vText(wash_line(told.name)))  # a name of no RFC is not escaped otherwise
    made.add("x-wr-caldesc", vText(wash_line(told.about)))
    for day in sorted(told.days, key=lambda day: (day.on, day.key)):
        made.add_component(_event(day, told))
    raw: bytes = made.to_ical()
    return raw


def uid(key: Sequence[str]) -> str:
    """``deadline.FW-US-01@accord.accordtrack``: the same in every language, whatever day it is moved to."""
    kind, accord, *names = (quote(part, safe="") for part in key)
    return f"{'.'.join([kind, *names])}@{accord}.accordtrack"


def _event(day: DayInWords, told: Calendar) -> Event:
    made, on = Event(), date.fromisoformat(day.on)
    made.add("uid", uid(day.key))
    made.add("dtstamp", _midnight(told.made_on))
    made.add("last-modified", _midnight(day.changed_on))
    made.add("sequence", day.sequence)
    made.add("dtstart", on)
    made.add("dtend", on + timedelta(days=1))
    made.add("summary", wash_line(day.summary))
    made.add("description", wash(day.description))
    if day.categories:
        made.add("categories", [_PARTED.sub(" ", wash_line(one)) for one in day.categories])
    made.add("status", "CONFIRMED" if day.stands else "CANCELLED")
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE" if told.private else "PUBLIC")
    if day.url is not None and url_problem(day.url) is None:
        made.add("url", quote(day.url, safe=_URI))
    for before in day.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", wash_line(day.summary))
        alarm.add("trigger", _MORNING - timedelta(days=before))
        made.add_component(alarm)
    return made


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
