"""Scorecards of the shipped register for tests of their words: as it stands, with entries turned, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from accordtrack import i18n
from accordtrack.documents.model import BriefPart, Count, Scorecard, Sentence
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import canonical_body
from accordtrack.ledger.statements import StatusReport
from accordtrack.scorecard.build import build
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import brief, commitment_rows, half_groups, headline
from accordtrack.store.items import Item
from accordtrack.vocabulary import Basis
from mirrored_facts import Turned, remade, scores, turned

SAID = "words of the register"
"""What stands for every title, text, publisher and producer of a silenced register."""
_QUOTED = {"title", "publisher", "producer", "name", "unit", "note", "issuer", "url"}


@dataclass(frozen=True)
class Made:
    """Headline and brief in one language with the lists behind their numbers."""

    headline: tuple[Sentence, ...]
    brief: tuple[BriefPart, ...]
    lists: Listings

    @property
    def sentences(self) -> list[Sentence]:
        return [*self.headline, *(one for part in self.brief for one in part.sentences)]

    @property
    def text(self) -> str:
        return "\n".join([*map(plain_text, self.sentences), *(part.title for part in self.brief)])

    @property
    def counts(self) -> list[Count]:
        return [part for one in self.sentences for part in one if isinstance(part, Count)]

    def number(self, listing: str) -> int:
        return {one.listing: one.number for one in self.counts}[listing]


def held(*ways: Turned) -> ScorecardData:
    return ScorecardData(scores(turned(*ways), every=False))


def made(found: ScorecardData, language: str = "en", withheld: int = 0) -> Made:
    with i18n.using_language(language):
        lists = Listings()
        halves = half_groups.group_halves(found, commitment_rows.halves(commitment_rows.commitments(found)))
        told = headline.build_headline(found, lists, withheld, halves)
        return Made(told, brief.parts(found), lists)


def whole(found: ScorecardData, language: str) -> Scorecard:
    stands = {"state_digest": "ab" * 32, "feeds": [], "heads": []}
    with i18n.using_language(language):
        return build(found, audience="public", withheld=0, checkpoint=stands, asked={})


def without_readings(items: list[Item[Record]]) -> list[Item[Record]]:
    return [item for item in items if not (isinstance(item.body, StatusReport) and item.body.basis is Basis.READING)]


def without_statements(items: list[Item[Record]]) -> list[Item[Record]]:
    return [item for item in items if item.kind != "status.report"]


def silenced(items: list[Item[Record]]) -> list[Item[Record]]:
    """The card with every text from outside the program replaced, so that only generated text is left."""
    return [remade(item, _silent(canonical_body(item.body))) for item in items]


def _silent(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_silent(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"en", "es"}:
        return {"en": SAID, "es": SAID}
    return {key: SAID if key in _QUOTED and isinstance(item, str) else _silent(item) for key, item in value.items()}


def words(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Every text of a scorecard that people read, without what only programs read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from words(item)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in {
                "data",
                "checkpoint",
                "asked",
                "id",
                "anchor",
                "listing",
                "code",
                "key",
                "value",
                "tone",
            }:
                yield from words(getattr(value, one.name))
