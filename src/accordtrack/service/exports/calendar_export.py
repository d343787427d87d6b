"""Builds the iCalendar export: the dates that an audience may read, at the as-of dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.dates import last_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import language, localize, term_label, tr, trn
from accordtrack.interchange.calendar_events import EventTexts
from accordtrack.interchange.icalendar_file import Calendar, CalendarEvent, as_bytes
from accordtrack.ledger.kinds import COMMITMENT, ENTRY_RETRACT, EVENT, KINDS
from accordtrack.projection import calendar_days, facts
from accordtrack.projection.audience import PUBLIC
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.calendar_days import CalendarDay
from accordtrack.queries import effect_summary
from accordtrack.store import log
from accordtrack.store.items import CLOCK, Item, as_of_dates, in_force, is_kind, of_kind
from accordtrack.text import edition_dates, effect_notes
from accordtrack.vocabulary import DUE_SOON_DAYS, CommitmentKind, DueBasis, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Event
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.types.effects import EffectSummary

DEADLINE, REPORT, MEETING = "deadline", "report", "meeting"
BEFORE = {DEADLINE: (DUE_SOON_DAYS, 7), REPORT: (7,), MEETING: (7,)}
"""Alarms, in days before an agreed date. Outlook uses only the first."""
_TELLING = frozenset({COMMITMENT.name, EVENT.name})
_CHANGING = frozenset({"commitment.amend", "status.report", "position.take", "position.withdraw", "entry.retract"})
"""Entries that may change an event after it was first exported. The log only grows, so their number never falls."""


@dataclass(slots=True)
class Made:
    """A calendar file, and how many dates it holds: agreed ones by kind, others, cancelled ones, and those left out."""

    raw: bytes = b""
    agreed: Counter[str] = field(default_factory=Counter)
    not_agreed: int = 0
    cancelled: int = 0
    left_out: int = 0


class Said(NamedTuple):
    """The texts of one event, and the sources from which its address is taken."""

    summary: str
    description: str
    categories: tuple[str, ...]
    sources: Sequence[str]


def refuse_name(out: Path) -> None:
    """Refuse a file name whose suffix is not that of a calendar."""
    if out.suffix.lower() != ".ics":
        raise Refused(
            Problem(
                "{x} is not a calendar file name", "Name a file that ends in .ics.", values={"x": out.name}, usage=True
            )
        )


def build_calendar(connection: Connection, reader: Audience, at: TwoDates, *, every: bool) -> Made:
    """Return the calendar for ``reader``; ``every`` includes dates that are not agreed. Refuses one without a date."""
    log_held = tuple(log.items(connection))
    read = facts.read(connection, at, reader, log_held)
    about: dict[str, list[Item[Record]]] = defaultdict(list)
    world = FoldContext(connection, audience=reader.fresh(), everything=log_held)
    for item in world.items():
        about[item.ref].append(item)
    taken_back = _retracted_by_withheld_entries(connection, reader, log_held)
    gathering = _Gathering(read, at, every=every)
    for name in sorted(read.states, key=natural_sort_key):
        gathering.add_commitment(read.states[name], as_of_dates(about[name], at))
    for name in sorted(about):
        if of_kind(about[name], EVENT):
            if name not in taken_back:
                gathering.add_meeting(about[name], world)
        elif name not in read.states and of_kind(about[name], COMMITMENT) and not _stands(about[name], world):
            gathering.add_retracted(as_of_dates(about[name], at))
    found = gathering.found
    if not gathering.days:
        _refuse_empty(found)
    effects = effect_summary.summarize(connection, reader, at)
    found.raw = as_bytes(_calendar(read, at, reader, gathering.days, effects))
    return found


def _retracted_by_withheld_entries(
    connection: Connection, reader: Audience, held: Sequence[Item[Record]]
) -> frozenset[str]:
    """Return the records that no longer stand and have a withheld retraction. A calendar neither shows nor cancels them."""
    refs = {item.ref for item in held if is_kind(item, ENTRY_RETRACT) and not reader.may_read(item)}
    world = FoldContext(connection, everything=held)
    standing = {ref: standing_items([item for item in held if item.ref == ref], world) for ref in refs}
    return frozenset(ref for ref, items in standing.items() if all(is_kind(item, ENTRY_RETRACT) for item in items))


def _stands(items: Sequence[Item[Record]], world: FoldContext) -> bool:
    """Whether a commitment without a state was not retracted: it waits for a side, and is in no calendar."""
    return bool(of_kind(standing_items(items, world), COMMITMENT))


def _refuse_empty(found: Made) -> None:
    """Refuse an empty calendar: RFC 5545 requires at least one event, and importers reject a file without any."""
    if found.left_out:
        words = Problem(
            "No agreed date that this audience may read",
            "Use --all to include {n} not agreed, marked as such. Nothing was written.",
            values={"n": found.left_out},
        )
    else:
        words = Problem("No date that this audience may read", "Nothing was written.")
    raise Refused(words)


def _calendar(
    read: Facts, at: TwoDates, reader: Audience, days: Iterable[CalendarEvent], effects: EffectSummary
) -> Calendar:
    title = localize(read.accord.title) if read.accord else "accordtrack"
    about = [
        edition_dates.updated(at),
        tr("Made for: {audience}.", audience=term_label("audience", reader.name)),
    ]
    if reader.withheld:
        about.append(
            trn(
                "{n} entry that is not public is left out.",
                "{n} entries that are not public are left out.",
                reader.withheld,
            )
        )
    about += effect_notes.notes(effects)
    public = reader.name == PUBLIC
    name = title if public else f"{title} ({term_label('audience', reader.name)})"
    return Calendar(name, " ".join(about), language(), max(at.as_of, at.known_on), not public, tuple(days))


class _Gathering:
    """Collects the events of one commitment or meeting after another in ``days``."""

    def __init__(self, read: Facts, at: TwoDates, *, every: bool) -> None:
        self._words = EventTexts(read, at)
        self._at, self._every = at, every
        self._accord = read.accord.id if read.accord else ""
        self._sources = read.sources
        self.days: list[CalendarEvent] = []
        self.found = Made()

    def add_commitment(self, state: State, items: Sequence[Item[Record]]) -> None:
        """Add the deadline and the reports of a commitment; ``items`` are all its entries, including retracted ones."""
        name, sources = state.record.id, state.record.sources
        due = calendar_days.deadline(state, every=True)
        if due is not None and not self._is_included(due):
            due = calendar_days.deadline(state, every=False)
        if due is not None:
            texts = Said(
                *self._words.describe_deadline(state, due), self._words.commitment_categories(state, due), sources
            )
            self._add_event((DEADLINE, self._accord, name), due, texts, items, quiet=calendar_days.is_completed(state))
        for day in calendar_days.report_days(state, self._at.as_of, every=True):
            self._is_included(day)
        for day in calendar_days.report_days(state, self._at.as_of, every=self._every):
            texts = Said(
                *self._words.describe_report(state, day), self._words.commitment_categories(state, day), sources
            )
            self._add_event((REPORT, self._accord, name, day.on), day, texts, items)

    def add_meeting(self, items: Sequence[Item[Record]], world: FoldContext) -> None:
        """Add the meeting that these entries record, if it is in force, to come, and announced by the known date."""
        standing = of_kind(in_force(sorted(standing_items(items, world), key=CLOCK)), EVENT)
        announced = standing or of_kind(in_force(items), EVENT)
        if not announced or not self._is_coming(announced[0].body):
            return
        event = announced[0].body
        day = CalendarDay(event.date, agreed="date" not in event.inferred, stands=bool(standing))
        if self._is_included(day):
            texts = Said(*self._words.describe_meeting(event), self._words.meeting_categories(event), event.sources)
            self._add_event(
                (MEETING, self._accord, event.id), day, texts if standing else self._retracted_texts(event.id), items
            )

    def add_retracted(self, items: Sequence[Item[Record]]) -> None:
        """Add a cancelled event for a retracted commitment that had a deadline."""
        body = next((item.body for item in of_kind(items, COMMITMENT)), None)
        if body is None or not body.due_on:
            return
        agreed = body.due_basis is DueBasis.TEXT and body.kind is CommitmentKind.COMMITMENT
        day = CalendarDay(body.due_on, agreed, stands=False)
        if self._is_included(day):
            self._add_event((DEADLINE, self._accord, body.id), day, self._retracted_texts(body.id), items)

    def _retracted_texts(self, code: str) -> Said:
        """Return the texts for a retracted record, which show only its code."""
        return Said(*self._words.describe_retraction(code), (), ())

    def _is_coming(self, event: Event) -> bool:
        """Whether the event is a coming meeting that was known on the known date.

        A past event is known on its day, a coming one from the earliest date of its sources.
        """
        if event.kind is not EventKind.MEETING or event.date < self._at.as_of:
            return False
        sources = [self._sources.get(name) for name in event.sources]
        days = [source.date if source else None for source in sources]
        return any(day is None or last_day(day) <= self._at.known_on for day in days)

    def _is_included(self, day: CalendarDay) -> bool:
        """Whether the date is to be included; one that is not is counted as left out."""
        wanted = day.agreed or self._every
        self.found.left_out += day.stands and not wanted
        return wanted

    def _add_event(
        self, key: tuple[str, ...], day: CalendarDay, texts: Said, items: Sequence[Item[Record]], *, quiet: bool = False
    ) -> None:
        """Add one event; ``quiet`` omits its alarms."""
        kind, found = key[0], self.found
        owed = day.stands and day.agreed and not quiet and day.on >= self._at.as_of
        telling = [item for item in items if item.kind in _TELLING | _CHANGING]
        text = max(KINDS[item.kind].dates(item.body)[1] for item in telling)
        self.days.append(
            CalendarEvent(
                key,
                day.on,
                texts.summary,
                texts.description,
                texts.categories,
                len(telling) - 1,
                min(text, self._at.known_on),
                day.stands,
                BEFORE[kind] if owed else (),
                self._words.url(texts.sources),
            )
        )
        found.agreed[kind] += day.stands and day.agreed
        found.cancelled += not day.stands
        found.not_agreed += day.stands and not day.agreed
