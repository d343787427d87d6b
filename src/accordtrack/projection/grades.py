"""Grades under dual control: how well evidence supports a statement. Pure functions of entries and what they cite.

Rules: ``docs/records.md``, "Evidence and grades". Under rules 1 an entry has the grade that was recorded with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from accordtrack.core.dates import days_since, last_day
from accordtrack.ledger.kinds import EVIDENCE_ADD, INDICATOR, STATEMENTS, STATUS_REPORT
from accordtrack.statuses import Status
from accordtrack.store.items import Item, is_kind
from accordtrack.vocabulary import COMPILER, WEAK_COPIES, Copy, Grade, Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.records import Source
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport

    Said = Item[StatusReport] | Item[PositionTake]

ANNOUNCED_DAYS = 7
"""A document may announce an act this many days ahead. It is flagged and still supports the act."""
_OFFICIAL_COPIES = frozenset({Copy.OFFICIAL, Copy.ARCHIVED_OFFICIAL, Copy.JOINT_TEXT})
"""Copies that document a side's own statement when its own desk cites them."""
_CITING = frozenset({*STATEMENTS, INDICATOR.name})
_SIDES = frozenset(Side)
_TWO = 2


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What the grade of a statement depends on in a source that it cites."""

    copy: str
    date: str | None
    producer: str
    withheld: bool = False
    """For an audience: whether it may not read the source, which then supports nothing."""
    url: str | None = None

    @classmethod
    def of(cls, source: Source, *, withheld: bool = False) -> CitedSource:
        """Return the part of a source that grades depend on."""
        return cls(source.copy_, source.date, source.producer or source.publisher, withheld, source.url)

    def gap(self, day: str) -> int:
        """Return how many days after the date of the source a day is; 0 if the source is not older, or has no date."""
        return 0 if self.date is None else days_since(last_day(self.date), day)


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources and bodies that entries about one commitment cite.

    ``independent`` holds the codes of independent bodies. ``names`` holds, by hash of an entry that grades something, the
    folded codes and names of the bodies of each side that the entry had seen: a body added later does not change a grade.
    ``seen`` holds, by id and hash of the citing entry, the source that the entry had seen under an id that several
    entries use: a source that was added later under the same id does not change what was cited. ``unseen`` holds the answers
    that name no entry, each with every claim that its act had not seen and that it therefore does not answer. ``missing``
    holds the hashes of entries that amendments say they replace and whose bodies are not in this copy of the register.
    """

    sources: Mapping[str, CitedSource] = field(default_factory=dict)
    independent: frozenset[str] = frozenset()
    names: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    seen: Mapping[tuple[str, str], CitedSource] = field(default_factory=dict)
    unseen: frozenset[tuple[str, str]] = frozenset()
    missing: frozenset[str] = frozenset()

    def of(self, item: Item[Any]) -> list[CitedSource]:
        """Return the sources that an entry cites and that are in the register."""
        return [one for name in names_of_sources(item) if (one := self._source(name, item)) is not None]

    def cited_locations(self, item: Item[StatusReport] | Item[PositionTake] | Item[EvidenceAdd]) -> set[str]:
        """Return where the readers find what an entry cites: a file's digest, an address, or a source without an address."""
        cited = ((name, self._source(name, item)) for name in names_of_sources(item))
        found = {
            _normalized_url(one.url) if one is not None and one.url else name
            for name, one in cited
            if one is None or not one.withheld
        }
        if is_kind(item, EVIDENCE_ADD):
            found |= {_normalized_url(item.body.url)} if item.body.url else set()
            found |= {item.body.file.digest} if item.body.file else set()
        return found

    def reads_nothing(self, item: Item[Any]) -> bool:
        """Whether everything that an entry cites is withheld from the readers, and it gives no file."""
        found = self.of(item)
        return bool(found) and all(one.withheld for one in found) and not getattr(item.body, "file", None)

    def _source(self, name: str, item: Item[Any]) -> CitedSource | None:
        return self.seen.get((name, item.hash)) or self.sources.get(name)


NOTHING = Cited()


def _normalized_url(url: str) -> str:
    """Return a web address without what leads to the same page: scheme, case of the host, ``www``, last slash, fragment."""
    parts = urlsplit(url)
    page = f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"
    return f"{page}?{parts.query}" if parts.query else page


def is_official_copy(copy: str) -> bool:
    """Whether a source's copy documents a statement of the side whose own desk cites it."""
    return copy in _OFFICIAL_COPIES


def is_loaded(item: Item[Any]) -> bool:
    """Whether an entry came with the data folder. It keeps the grade with which it was loaded."""
    return item.feed == COMPILER


def names_of_sources(item: Item[Any]) -> Sequence[str]:
    """Return the ids of the sources that an entry cites, or for an indicator the id of the source of its target."""
    if is_kind(item, INDICATOR):
        target = item.body.target
        return (target.source,) if target is not None and target.source is not None else ()
    return getattr(item.body, "sources", ())


def cited_sources(items: Iterable[Item[Any]], *, loaded: bool) -> set[str]:
    """Return the ids of the sources that desks cite in statements, in answers, for evidence and for the target of an indicator.

    Grades and the days of targets depend on these. ``loaded`` adds those that the data folder cites, which may be older
    than what they support.
    """
    citing = (item for item in items if item.kind in _CITING and (loaded or not is_loaded(item)))
    return {name for item in citing for name in names_of_sources(item)}


def judged_bodies(items: Iterable[Item[Any]]) -> set[str]:
    """Return the codes of the bodies in whose name an observer's desk verified something."""
    return {
        item.body.speaker_body
        for item in items
        if _may_exceed_documented(item) and item.body.grade is Grade.VERIFIED and item.body.speaker_body
    }


def needing_names(items: Iterable[Item[Any]]) -> list[Item[Any]]:
    """Return the entries for which the names of the sides' bodies matter: an observer's desk graded something above documented."""
    return list(filter(_may_exceed_documented, items))


def _may_exceed_documented(item: Item[Any]) -> bool:
    graded = item.kind in {STATUS_REPORT.name, EVIDENCE_ADD.name}
    return graded and item.seat not in _SIDES and not is_loaded(item) and item.body.grade.rank > Grade.DOCUMENTED.rank


def statement_grade(item: Said, evidence: Iterable[Item[EvidenceAdd]], cited: Cited, half: Side) -> Grade:
    """Return the grade of a statement or an answer about the ``half`` of a side: its own, raised by its ``evidence``."""
    owner = item.body.speaker.side or half
    found = (_own_grade(item, cited, owner), *(_evidence_grade(one, item, cited, owner) for one in evidence))
    return max(found, key=attrgetter("rank"))


def evidence_grade(item: Item[EvidenceAdd], supported: Sequence[Said], cited: Cited, half: Side) -> Grade:
    """Return the best grade that evidence gives to the statements and answers that it supports, about the ``half`` of a side.

    Without any, it is what the evidence would give to a statement of its own speaker on its own day.
    """
    if cited.reads_nothing(item):
        return Grade.CLAIMED
    if not supported:
        return _given_grade(item, item, cited, item.body.speaker.side or half)
    found = (_evidence_grade(item, one, cited, one.body.speaker.side or half) for one in supported)
    return max(found, key=attrgetter("rank"))


def _own_grade(item: Said, cited: Cited, owner: Side) -> Grade:
    own = item.body.grade if is_kind(item, STATUS_REPORT) else Grade.CLAIMED
    if cited.reads_nothing(item):
        return Grade.CLAIMED
    if is_loaded(item):
        return own
    if item.seat not in _SIDES:
        return _lower(own, _observer_limit(item, item.body.effective_on, owner, cited))
    if item.body.speaker not in {item.seat, Speaker.JOINT}:
        return _lower(own, Grade.CORROBORATED)  # in force only because the other side accepted it
    return _own_limit(item, item.body.effective_on, cited)


def _evidence_grade(item: Item[EvidenceAdd], claim: Said, cited: Cited, owner: Side) -> Grade:
    """Return the grade that a piece of evidence gives to the statement that it supports.

    Evidence from another desk that a side only cites in its own statement raises it to *documented* at most.
    """
    grade = _given_grade(item, claim, cited, owner)
    named_only = claim.id not in item.body.for_ and claim.seat in _SIDES and item.seat != claim.seat
    return _lower(grade, Grade.DOCUMENTED) if named_only else grade


def _given_grade(item: Item[EvidenceAdd], claim: Said | Item[EvidenceAdd], cited: Cited, owner: Side) -> Grade:
    if is_loaded(item):
        return item.body.grade
    day = claim.body.effective_on
    if item.seat not in _SIDES:
        return _lower(item.body.grade, _observer_limit(item, day, owner, cited))
    if item.body.speaker not in {item.seat, Speaker.JOINT}:
        return _lower(item.body.grade, Grade.CORROBORATED)
    limit = _own_limit(item, day, cited)
    if limit is Grade.CLAIMED or claim.body.speaker in {item.seat, Speaker.JOINT}:
        return _lower(item.body.grade, limit)
    return Grade.CORROBORATED


def _own_limit(item: Item[Any], day: str, cited: Cited) -> Grade:
    """Return the best grade that a side's desk can give: documented with a stored file or an official copy."""
    official = any(is_official_copy(one.copy) for one in _supporting_sources(item, day, cited))
    return Grade.DOCUMENTED if official or getattr(item.body, "file", None) else Grade.CLAIMED


def _observer_limit(item: Item[Any], day: str, owner: Side, cited: Cited) -> Grade:
    """Return the best grade that an admitted observer's desk can give about a statement of ``owner``, or about its half."""
    sources = _supporting_sources(item, day, cited)
    if not sources:
        return Grade.DOCUMENTED if getattr(item.body, "file", None) else Grade.CLAIMED
    if item.body.speaker is Speaker.OBS and item.body.speaker_body in cited.independent:
        return Grade.VERIFIED
    own_bodies = cited.names.get(item.hash, {}).get(owner, frozenset())
    producers = {one.producer.casefold() for one in sources} - own_bodies
    return Grade.CORROBORATED if len(producers) >= _TWO else Grade.DOCUMENTED


def _supporting_sources(item: Item[Any], day: str, cited: Cited) -> list[CitedSource]:
    """Return the dated sources that an entry cites and that can support an event on a day.

    Weak copies, and sources that are withheld from the readers, support nothing.
    """
    return [
        one
        for one in cited.of(item)
        if one.date and not one.withheld and one.copy not in WEAK_COPIES and one.gap(day) <= ANNOUNCED_DAYS
    ]


def _lower(one: Grade, other: Grade) -> Grade:
    return min(one, other, key=attrgetter("rank"))


def days_too_old(sources: Iterable[CitedSource], day: str) -> int:
    """Return by how many days even the latest of these sources is older than a day; 0 without any."""
    return min((one.gap(day) for one in sources), default=0)


def is_older(item: Said, evidence: Iterable[Item[EvidenceAdd]], cited: Cited) -> bool:
    """Whether everything that a statement and its evidence cite, and its readers may read, is older than what it says happened."""
    sources = [source for one in (item, *evidence) for source in cited.of(one) if not source.withheld]
    return days_too_old(sources, item.body.effective_on) > 0 and not any(one.body.file for one in evidence)


def lacks_evidence(item: Item[StatusReport], evidence: Sequence[Item[EvidenceAdd]], cited: Cited) -> bool:
    """Whether a statement says *completed* and neither cites anything that its readers may read nor has evidence."""
    return item.body.status is Status.COMPLETED and not evidence and not cited.cited_locations(item)


def supporting_evidence(
    claim: Said, evidence: Iterable[Item[EvidenceAdd]], as_of: str | None, cited: Cited
) -> list[Item[EvidenceAdd]]:
    """Return the unexpired evidence that supports a statement or an answer, for readers who may read what it cites."""
    names = set(claim.body.evidence)
    return [
        item
        for item in evidence
        if (claim.id in item.body.for_ or item.id in names)
        and not cited.reads_nothing(item)
        and not (as_of and item.body.expires_on and item.body.expires_on < as_of)
    ]
