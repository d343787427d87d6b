"""The write context: ``Bench``, a snapshot of the register for planning, and ``Proposal``, the planned entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from accordtrack.core import dates, safe_text
from accordtrack.core.dates import date_problem
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy, label_spellings
from accordtrack.labels.fields import GROUPS
from accordtrack.ledger import kinds
from accordtrack.projection import marks, proposed_records, record_lookup
from accordtrack.projection.grades import ANNOUNCED_DAYS, CitedSource, days_too_old
from accordtrack.queries.commitment_detail import state_of
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.evidence import inspection
from accordtrack.types import Line
from accordtrack.vocabulary import WEAK_COPIES, Grade, Handling, Seat, Side
from accordtrack.wording import parse_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Measurement
    from accordtrack.ledger.kinds import Kind
    from accordtrack.projection.fold import State
    from accordtrack.service.evidence.inspection import EvidenceCheck

B = TypeVar("B", bound="Record")
_NOT_SAID_YET = gettext_lazy("It cannot have been said yet; a future date belongs in the note or the deadline.")
B_co = TypeVar("B_co", bound="Record", covariant=True)


@dataclass(frozen=True, slots=True)
class ProposedEntry(Generic[B_co]):
    """A planned entry: its body and its handling mark. ``kept`` lists the files to store first, as (path, digest)."""

    kind: str
    body: B_co
    handling: str
    kept: tuple[tuple[str, str], ...] = ()


def propose(kind: Kind[B], values: Mapping[str, Any], handling: str) -> ProposedEntry[Record]:
    """Return a planned entry from plain values. Refuses values that the model of the kind rejects."""
    return ProposedEntry(kind.name, validate_record(kind.model, values), handling)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that one intent would write, in order, and its preview lines; ``voice`` says in whose name."""

    entries: tuple[ProposedEntry[Record], ...]
    voice: Line
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAge:
    """Whether what an entry cites is older than what it says happened, with the line that says so.

    ``too_old`` sources do not support it, so that the entry is taken as claimed.
    """

    line: Line | None = None
    too_old: bool = False

    @property
    def lines(self) -> list[Line]:
        """The line, if there is one."""
        return [self.line] if self.line else []


@dataclass(frozen=True, slots=True)
class WriteContext:
    """A desk and one snapshot of the register, for planning entries.

    ``seat`` is US, MX or OBS. ``next_seq`` is the sequence number of the first new entry. ``evidence_limit`` is in
    bytes.
    """

    connection: Connection
    register: Path
    feed: str
    seat: str
    today: str
    next_seq: int
    evidence_limit: int
    official_handling: Handling
    look: Callable[[str], EvidenceCheck] | None = None
    """Returns what was read of a path or address while an act stores files; None in a plan, which only inspects it."""
    clearance: bool = False
    """Whether an office must clear a side's statuses and answers."""
    states: dict[str, tuple[State, int]] = field(default_factory=dict)
    named: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    """Cache of records by family and id, those that wait for a side included; None for a record that does not exist."""
    series: set[tuple[str, str]] = field(default_factory=set)
    """Indicators with the series that they are known to have, or that the act starts."""
    series_names: dict[tuple[str, str], str] = field(default_factory=dict)
    """Cache of the names of series, by indicator and what was typed."""

    def series_name(self, indicator: str, typed: str) -> str:
        """Return the series that was typed: its name, or the label under which lists show a series of the indicator."""
        key = (indicator, typed)
        if key not in self.series_names:
            names = record_lookup.series_names(self.connection, indicator)
            plain = safe_text.casefold_plain(typed)
            alike = [one for one in names if plain in map(safe_text.casefold_plain, label_spellings("series", one))]
            self.series_names[key] = alike[0] if typed not in names and len(alike) == 1 else typed
        return self.series_names[key]

    def starts_series(self, indicator: str, series: str) -> bool:
        """Whether a value would start a series. The next value of the act does not start it again."""
        known = (indicator, series) in self.series or record_lookup.has_series(self.connection, indicator, series)
        self.series.add((indicator, series))
        return not known

    def new_entry_id(self, offset: int) -> str:
        """Return the id of the new entry at ``offset``: ``<feed>-<seq>``."""
        return f"{self.feed}-{self.next_seq + offset}"

    def state(self, commitment: str) -> State:
        """Return the folded state of a commitment. Refuses an unknown id."""
        return self.state_with_version(commitment)[0]

    def state_with_version(self, commitment: str) -> tuple[State, int]:
        """Return the folded state of a commitment and its version, read once."""
        if commitment not in self.states:
            self.states[commitment] = state_of(self.connection, commitment)
        return self.states[commitment]

    def mark_of(self, commitment: str) -> Handling:
        """Return the handling mark of a commitment, also of one that waits for a side. Refuses an unknown id."""
        if record_lookup.exists(self.connection, kinds.COMMITMENT.family, commitment):
            return self.state(commitment).record.handling
        proposed = self.records(kinds.COMMITMENT, [commitment]).get(commitment)
        if proposed is None:
            return self.state(commitment).record.handling
        amended = marks.read_marks(self.connection).commitments.get(commitment)
        return Handling(amended.handling) if amended else proposed.handling

    def inspect_evidence(self, ref: str) -> EvidenceCheck:
        """Return what is known about a path or address given as evidence."""
        if self.look is not None:
            return self.look(ref)
        return inspection.check(ref, self.evidence_limit, read=min(inspection.PLANNED, self.evidence_limit))

    @property
    def side(self) -> Side | None:
        """The side that the desk speaks for; None for an observer's desk."""
        return None if self.seat == Seat.OBS else Side(self.seat)

    def day_or_today(self, text: str | None, *, future: bool = False, advice: str = _NOT_SAID_YET) -> str:
        """Return a date as given, or today. Refuses an invalid date, and a later one with ``advice`` unless ``future`` is set."""
        if text is None:
            return self.today
        if not dates.is_date(text):
            raise Refused(date_problem(text))
        if not future and text > self.today:
            raise Refused(Problem("{x} is in the future", advice, values={"x": text}, usage=True))
        return text

    def check_ids(self, family: str, identifiers: Sequence[str]) -> tuple[str, ...]:
        """Return the ids without duplicates. Refuses ids unknown in ``family`` and suggests the nearest."""
        wanted = tuple(dict.fromkeys(identifiers))
        found = self.records(kinds.FAMILIES[family], wanted)
        problems = [self.unknown_id_problem(family, name) for name in wanted if name not in found]
        if problems:
            raise Refused(*problems)
        return wanted

    def records(self, kind: Kind[B], identifiers: Sequence[str]) -> dict[str, B]:
        """Return the records of a kind by id, each read once; those that wait for a side are among them."""
        family = kind.family
        new = [name for name in identifiers if (family, name) not in self.named]
        if new:
            found = record_lookup.records(self.connection, kind, new, proposed=True)
            self.named.update({(family, name): found.get(name) for name in new})
        return {name: cast("B", body) for name in identifiers if (body := self.named[family, name]) is not None}

    def reserved_value(self, key: str) -> Measurement | None:
        """Return the value with an id that keeps this desk from recording another one; None if there is none."""
        found = self.records(kinds.MEASUREMENT, [key]).get(key)
        free = found is not None and record_lookup.waits_of_others(
            self.connection, kinds.MEASUREMENT.family, key, self.seat
        )
        return None if free else found

    def unknown_id_problem(self, family: str, name: str) -> Problem:
        """Return the problem for an id that no record of ``family`` has."""
        waiting = proposed_records.waiting_problem(self.connection, family, name)
        if waiting is not None:
            return waiting
        hits = record_lookup.find(self.connection, family, name, 2)  # what was typed may be words of its title
        only = hits[0].id if len(hits) == 1 else None
        likely = safe_text.nearest(name, record_lookup.ids(self.connection, family)) or only
        values = {"kind": ("record", family), "x": safe_text.sanitize_line(name), "y": likely}
        if likely:
            return Problem('No {kind} "{x}"; did you mean {y}?', values=values, usage=True)
        if hits:
            return Problem(
                'No {kind} "{x}"; several have these words', "Give the code of one.", values=values, usage=True
            )
        return Problem('No {kind} "{x}"', "Add it first: accordtrack add.", values=values, usage=True)

    def grade_from_sources(self, sources: Sequence[str]) -> str:
        """Return the grade that sources give: documented, or claimed if all copies that were read are weak."""
        dict_values = self.records(kinds.SOURCE, sources).values()
        strong = any(source.copy_ not in WEAK_COPIES for source in dict_values)
        return (Grade.DOCUMENTED if strong else Grade.CLAIMED).value

    def check_source_dates(
        self, sources: Sequence[str], day: str, override: str | None, *, as_data: bool = False
    ) -> SourceAge:
        """Return how old the sources are that should support what happened on ``day``.

        Refuse sources that are all older, unless they announce it for one of the next days, or a reason is given in
        ``override``.
        """
        cited = [CitedSource.of(source) for source in self.records(kinds.SOURCE, sources).values()]
        days = days_too_old(cited, day)
        if override is not None and days <= ANNOUNCED_DAYS:
            raise Refused(Problem("No source is older than what it supports", "Leave --override out.", usage=True))
        if days == 0:
            return SourceAge()
        values: dict[str, object] = {"date": max((str(one.date) for one in cited), key=dates.last_day), "day": day}
        if days <= ANNOUNCED_DAYS:
            return SourceAge(Line("flagged: its source is dated {date}, what it says happened {day}", values))
        if override is None and not as_data:
            raise Refused(
                Problem(
                    "The source is dated {date}, but what it should support happened on {day}",
                    (
                        "Give the day on which it happened: --effective-on. Or cite a later source, or record it as "
                        "statement only, with a reason: --override"
                    ),
                    values=values,
                )
            )
        line = Line(
            "flagged and counted as statement only: its source is dated {date}, what it says happened {day}", values
        )
        return SourceAge(line, too_old=True)

    def grade_or_default(self, text: str | None, sources: Sequence[str], default: Grade) -> str:
        """Return the grade as given, or else ``default``. Weak copies give no grade above claimed."""
        weak = bool(sources) and self.grade_from_sources(sources) == Grade.CLAIMED
        if text is None:
            return (Grade.CLAIMED if weak else default).value
        grade = parse_choice(Grade, text, "grade")
        if weak and grade != Grade.CLAIMED:
            advice = "Cite a better copy, or leave the grade out."
            raise Refused(Problem('An aggregator\'s or a partisan copy gives no grade above "statement only"', advice))
        return grade

    def handling_or_default(self, text: str | None, commitment: str, *, official: bool) -> str:
        """Return the handling mark of an entry: as given, or else the default.

        The default is that of the settings for an official entry, and never below the mark of its commitment.
        """
        return self.choose_handling(text, commitment, official=official)[0]

    def choose_handling(
        self, text: str | None, commitment: str, *, official: bool, sources: Sequence[str] = ()
    ) -> tuple[str, Line]:
        """Return the mark of ``handling_or_default`` with a line that says why.

        An official status that cites public ``sources`` is TLP:CLEAR by default, unless the settings restrict official
        statements more than usual.
        """
        if text is not None:
            mark = parse_choice(Handling, text, "handling")
            return mark, Line("marked {handling}", {"handling": mark})
        default = self.official_handling if official else Handling.CLEAR
        line = Line("marked {handling}: the mark of official statements in the settings", {})
        if not official:
            line = Line("marked {handling}: it records public words", {})
        elif sources and default.rank <= Handling.AMBER.rank:
            default = Handling.CLEAR
            line = Line("marked {handling}: it cites a public source ({source})", {"source": sources[0]})
        floor = self.mark_of(commitment) if commitment else Handling.CLEAR
        if floor.rank > default.rank:
            default, line = floor, Line("marked {handling}: the mark of its commitment", {})
        return default.value, Line(line.template, {**line.values, "handling": default.value})

    def speaker_or_side(self, text: str | None) -> str:
        """Return the speaker: as given, or else the desk's side. Refuses an observer's desk without a given speaker."""
        if text is not None:
            return text
        if self.side is None:
            advice = "An observer's desk must say whose words they are: --speaker US, MX, JOINT or OBS."
            raise Refused(Problem("Whose words are these?", advice, usage=True))
        return self.side.value


def parse_choice(kind: type[StrEnum], text: str, name: str) -> str:
    """Return a vocabulary word given as value or label in any case. Refuses an unknown word with a suggestion."""
    found = parse_term(kind, text, GROUPS.get(name, name), name)
    if isinstance(found, Problem):
        raise Refused(found)
    return found


def with_reason(note: str | None, reason: str | None) -> str | None:
    """Return a note followed by the reason for citing an older source."""
    return "\n".join(part.strip() for part in (note, reason) if part and part.strip()) or None


def bilingual_text(words: str | None) -> dict[str, str] | None:
    """Return text typed in one language under both languages, because nobody has translated it; None for no text."""
    return None if words is None or not words.strip() else {"en": words.strip(), "es": words.strip()}
