"""The data behind the pages of one language: scorecard, facts and history, limited to what the audience may read.

``Material`` caches lookups over the register, so that the cost of a page depends on the page and not on the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import tr
from accordtrack.ledger import kinds
from accordtrack.ledger.context import speaker_body
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.site.entries import common_fields, record_of
from accordtrack.site.page_paths import Index
from accordtrack.vocabulary import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.documents.model import Row, Scorecard, Section, Table
    from accordtrack.ledger.records import Conflict
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.results import Commitment
    from accordtrack.site.page import Built
    from accordtrack.site.publisher import Publisher
    from accordtrack.types import DisputeView, EntryView

T = TypeVar("T")


@dataclass(frozen=True)
class SiteData:
    """The data from which pages are made. ``card`` and its texts are in the current language.

    ``entries`` are the entries that pages show, by the record they are about, the most recently written first.
    """

    held: ScorecardData
    card: Scorecard
    entries: Mapping[str, Sequence[EntryView]]
    index: Index
    before: Built | None
    """The last build with an earlier state, or None."""
    method: str
    """The documentation page on the scoring method, as Markdown."""
    publisher: Publisher | None = None
    base_url: str = ""
    """The web address at which the site will be, without a slash at its end; empty if it is not known."""
    has_previews: bool = False
    """Whether there are pictures for link previews."""
    editions: tuple[Built, ...] = ()
    """The earlier editions in the archive, the earliest first."""
    part: str = ""
    """What part of the register the site covers; empty for all of it."""

    def section(self, name: str) -> Section:
        """Return a section of the scorecard."""
        return next(one for one in self.card.sections if one.id == name)

    def table(self, section: str, name: str) -> Table | None:
        """Return a table of the scorecard, or None if the scorecard left it out because it would be empty."""
        blocks = self.section(section).blocks
        return next((one for one in blocks if getattr(one, "id", "") == name and hasattr(one, "rows")), None)  # type: ignore[return-value]

    # Lookups that every page needs. They are computed once.

    @cached_property
    def commitments(self) -> tuple[State, ...]:
        """Every commitment, in the order of the ids."""
        return tuple(self.held.commitments())

    def commitments_of_theme(self, theme: str) -> Sequence[State]:
        """Return the commitments of a theme, in the order of their ids."""
        return self._commitments_by_theme.get(theme, ())

    def commitments_agreed_on(self, day: str) -> Sequence[State]:
        """Return the commitments agreed on a day, in the order of their ids."""
        return self._commitments_by_day.get(day, ())

    def commitments_led_by(self, body: str) -> Sequence[State]:
        """Return the commitments that a body leads for either side."""
        return self._commitments_by_lead.get(body, ())

    def commitments_supported_by(self, body: str) -> Sequence[State]:
        """Return the commitments that a body supports."""
        return self._commitments_by_supporter.get(body, ())

    @cached_property
    def entries_newest_first(self) -> Sequence[EntryView]:
        """Every entry, the most recently written first."""
        return _newest_first(view for views in self.entries.values() for view in views)

    def statements_by(self, body: str) -> Sequence[EntryView]:
        """Return the entries that a body itself stated, the newest statement first."""
        return self._statements_by_body.get(body, ())

    def rows(self, section: str, name: str, column: str, code: str) -> tuple[Row, ...]:
        """Return the rows of a scorecard table whose ``column`` has the value ``code``."""
        key = (section, name, column)
        if key not in self._rows:
            self._rows[key] = _by_column(self.table(section, name), column)
        return tuple(self._rows[key].get(code, ()))

    def parts_of(self, body: str) -> Sequence[str]:
        """Return the bodies that are part of a body, in the order of their ids."""
        return self._parts_by_body.get(body, ())

    def conflicts_about(self, family: str, code: str) -> Sequence[Conflict]:
        """Return the conflicts that concern a record.

        ``family`` is ``commitments``, ``indicators`` or ``events`` for the records that a conflict names, or ``bodies``
        for a body that makes one of its claims.
        """
        return self._conflicts_by_record.get((family, code), ())

    def threads_of(self, commitment: str) -> Sequence[DisputeView]:
        """Return the dispute threads about a commitment itself, the longest waiting first."""
        return self._threads_by_subject.get(("commitment", commitment), ())

    def threads_about(self, indicator: str) -> Sequence[DisputeView]:
        """Return the dispute threads about an indicator and its values."""
        return self._threads_by_subject.get(("indicator", indicator), ())

    @cached_property
    def _threads_by_subject(self) -> Mapping[tuple[str, str], Sequence[DisputeView]]:
        found: dict[tuple[str, str], list[DisputeView]] = {}
        for one in threads(self.held.facts, self.held.at.as_of):
            key = ("indicator", one.indicator) if one.indicator else ("commitment", str(one.commitment))
            found.setdefault(key, []).append(one)
        return found

    def leaves_of(self, commitment: str) -> Sequence[Commitment]:
        """Return the score leaves of a commitment, one per responsible half."""
        return self._leaves_by_commitment.get(commitment, ())

    def reason_not_scored(self, commitment: str) -> str | None:
        """Return why a commitment is listed but not scored, or None if it is scored."""
        return self._reasons_not_scored.get(commitment)

    @cached_property
    def _leaves_by_commitment(self) -> Mapping[str, Sequence[Commitment]]:
        return _group_pairs((one.owed.commitment, one) for one in self.held.score.commitments)

    @cached_property
    def _reasons_not_scored(self) -> Mapping[str, str]:
        return {one.commitment: one.reason for one in self.held.score.inputs.not_scored}

    @cached_property
    def _parts_by_body(self) -> Mapping[str, Sequence[str]]:
        bodies = self.held.facts.bodies
        return _group_pairs((str(bodies[code].parent), code) for code in sorted(bodies, key=natural_sort_key))

    @cached_property
    def _conflicts_by_record(self) -> Mapping[tuple[str, str], Sequence[Conflict]]:
        found: dict[tuple[str, str], list[Conflict]] = {}
        for _name, body in sorted(self.held.facts.conflicts.items(), key=lambda one: natural_sort_key(one[0])):
            about = body.about
            named = [("indicators", code) for code in about.indicators]
            named += [("commitments", code) for code in about.commitments]
            named += [("events", code) for code in about.events]
            named += [("bodies", str(claim.speaker_body)) for claim in body.claims]
            for key in dict.fromkeys(named):
                found.setdefault(key, []).append(body)
        return found

    @cached_property
    def _commitments_by_theme(self) -> Mapping[str, Sequence[State]]:
        return _group_pairs((str(state.record.theme), state) for state in self.commitments)

    @cached_property
    def _commitments_by_day(self) -> Mapping[str, Sequence[State]]:
        return _group_pairs((str(state.record.agreed_on), state) for state in self.commitments)

    @cached_property
    def _commitments_by_lead(self) -> Mapping[str, Sequence[State]]:
        leads = (
            (code, state) for state in self.commitments for code in {state.record.lead.US, state.record.lead.MX} if code
        )
        return _group_pairs(leads)

    @cached_property
    def subtitle(self) -> str:
        """Return until when figures were searched, when the page was made, and the part that the site covers.

        Days are ISO days: pages put them in words, and mark them for programs.
        """
        card = self.card
        dates = tr("Page made {day}.", day=card.as_of)
        if card.facts_until is not None:
            dates = tr("Statements searched to {until}; page made {day}.", until=card.facts_until, day=card.as_of)
        return f"{dates} {self.part}".strip()

    @property
    def subtitle_with_signs(self) -> str:
        """Return the subtitle with the meaning of the signs that the answer below it uses."""
        text = tr("◊:\u00a0sources do not agree. ≈:\u00a0assessed by this tracker.")
        return f"{self.subtitle} {text}"

    @cached_property
    def _commitments_by_supporter(self) -> Mapping[str, Sequence[State]]:
        return _group_pairs((code, state) for state in self.commitments for code in {*state.record.supporting})

    @cached_property
    def _statements_by_body(self) -> Mapping[str, Sequence[EntryView]]:
        pairs = ((common_fields(view), view) for views in self.entries.values() for view in views)
        statements = sorted(pairs, key=lambda one: (one[0].said_on, one[1].lc), reverse=True)
        return _group_pairs((has.speaker_body, view) for has, view in statements if has.speaker_body)

    def statements_from(self, sources: Iterable[str], since: str) -> Sequence[EntryView]:
        """Return what was said in any of these sources since a date and not taken back, the newest first."""
        views = (view for name in sources for view in self._statements_by_source.get(name, ()))
        found = {view.hash: view for view in views if common_fields(view).said_on >= since}
        return sorted(found.values(), key=lambda view: (common_fields(view).said_on, view.lc), reverse=True)

    @cached_property
    def _statements_by_source(self) -> Mapping[str, Sequence[EntryView]]:
        said = (view for views in self.entries.values() for view in views if view.speaker and not view.retracted_by)
        return _group_pairs((name, view) for view in said for name in common_fields(view).sources)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Mapping[str, Sequence[Row]]]:
        return {}


def _by_column(table: Table | None, column: str) -> Mapping[str, Sequence[Row]]:
    place = next((at for at, one in enumerate(table.columns) if one.key == column), None) if table else None
    if table is None or place is None:
        return {}
    return _group_pairs((str(row.cells[place].value), row) for row in table.rows)


def _group_pairs(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for code, one in pairs:
        found.setdefault(code, []).append(one)
    return found


def build_site_data(
    data: ScorecardData,
    card: Scorecard,
    entries: Iterable[EntryView],
    *,
    before: Built | None,
    method: str,
    publisher: Publisher | None = None,
    base_url: str = "",
    has_previews: bool = False,
    editions: tuple[Built, ...] = (),
    part: str = "",
) -> SiteData:
    """Return the material of the site, keeping only the ``entries`` that pages may show.

    The caller passes entries that the audience may read. All pages and Atom feeds are made from the result alone.
    """
    found = shown_entries(data, entries)
    by_ref = _group_pairs((view.ref, view) for view in found)
    return SiteData(
        data, card, by_ref, build_index(data, found), before, method, publisher, base_url, has_previews, editions, part
    )


def shown_entries(data: ScorecardData, entries: Iterable[EntryView]) -> list[EntryView]:
    """Return the entries that pages show, the most recently written first.

    Leave out entries known only after the date of the site, refused entries, and entries about records that the site
    lacks.
    """
    found = (view for view in entries if (view.known_on or "") <= data.at.known_on and not (view.refused or view.waits))
    return _newest_first(view for view in found if _is_shown(data.facts, view))


def _newest_first(views: Iterable[EntryView]) -> list[EntryView]:
    return sorted(views, key=lambda view: (view.lc, view.feed, view.seq), reverse=True)


def _is_shown(facts: Facts, view: EntryView) -> bool:
    amend, value = record_of(view, kinds.COMMITMENT_AMEND), record_of(view, kinds.MEASUREMENT)
    about = amend.record if amend else common_fields(view).commitment
    if about is not None:
        return about in facts.states
    return value is None or value.indicator in facts.indicators


def month_of(view: EntryView) -> str | None:
    """Return the month in which an entry was stated or published, or None if unknown.

    A value whose release date is known only to the year, or less exactly, belongs to no month.
    """
    value = record_of(view, kinds.MEASUREMENT)
    exact = value.precision if value else Precision.DAY
    return view.known_on[:7] if view.known_on and exact in {Precision.DAY, Precision.MONTH} else None


def build_index(data: ScorecardData, views: Iterable[EntryView]) -> Index:
    """Return the records that have a page, and the months of ``views``; a body needs a readable role or statement."""
    facts = data.facts
    themes = frozenset(one.code for one in data.scores.inputs.themes)
    return Index(
        {
            "commitment": frozenset(facts.states),
            "theme": themes,
            "body": _named_bodies(data),
            "event": frozenset(facts.events),
            "month": frozenset(month for one in views if (month := month_of(one))),
        }
    )


def _named_bodies(data: ScorecardData) -> frozenset[str]:
    """Return the bodies that something readable names, and the bodies they are part of."""
    facts = data.facts
    found: set[object] = set()
    for state in facts.states.values():
        found.update((state.record.lead.US, state.record.lead.MX), state.record.supporting)
        found.update(speaker_body(item.body) for item in state.items)
    found.update(speaker_body(item.body) for item in facts.answered)
    found.update(claim.speaker_body for one in facts.conflicts.values() for claim in one.claims)
    reached = {code for code in facts.bodies if code in found}
    while more := {str(facts.bodies[one].parent) for one in reached} & facts.bodies.keys() - reached:
        reached |= more
    return frozenset(reached)
