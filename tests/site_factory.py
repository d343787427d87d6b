"""Pages of the site for tests: of a commitment that is only told, of a register's folder, of the shipped register; read back by a parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from accordtrack import i18n
from accordtrack.core.dates import TwoDates, is_date
from accordtrack.core.paths import method_page
from accordtrack.ledger.context import speaker_of
from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.projection.audience import PUBLIC
from accordtrack.scorecard.build import build as scorecard
from accordtrack.scorecard.context import ScorecardData
from accordtrack.service import Desk
from accordtrack.site import build, render
from accordtrack.site.material import SiteData, build_site_data
from accordtrack.site.page import Built, Page
from accordtrack.site.pages import commitment
from accordtrack.store.items import Item
from accordtrack.types import EntryView
from items import REF, Told
from mirrored_facts import AT
from scorecard.pages import Element
from scorecard.pages import Page as Parsed
from scorecard_factory import scored
from shipped_scores import shipped_desk

STANDS = {"state_digest": "ab" * 32, "feeds": [], "heads": {}}


def of_held(
    found: ScorecardData,
    entries: Iterable[EntryView] = (),
    language: str = "en",
    *,
    before: Built | None = None,
    withheld: int = 0,
    stands: Mapping[str, Any] = STANDS,
) -> SiteData:
    """The material of facts that are held, with ``entries`` of their history."""
    asked = {"as_of": found.at.as_of, "known_on": found.at.known_on}
    with i18n.using_language(language):
        card = scorecard(found, audience=PUBLIC, withheld=withheld, checkpoint=stands, asked=asked, appended=False)
    return build_site_data(
        found, card, entries, before=before, method=method_page(language).read_text(encoding="utf-8")
    )


def of_desk(desk: Desk, day: str, language: str = "en") -> SiteData:
    """What a register says, all of whose entries its public may read."""
    return of_held(ScorecardData(desk.scores(TwoDates(day, day))), desk.history(limit=100_000).entries, language)


@cache
def shipped(language: str) -> SiteData:
    return of_desk(shipped_desk(), AT.as_of, language)


def of_told(told: Told, day: str = "2026-06-30", language: str = "en", **facts: Any) -> SiteData:  # noqa: ANN401
    """A commitment as it was told, with its entries; ``facts`` beside it."""
    found = ScorecardData(scored([told.state(day)], day, **facts))
    return of_held(found, map(view, told.items), language)


def view(item: Item[Record]) -> EntryView:
    body = item.body
    effective, known = KINDS[item.kind].dates(body)
    return EntryView(
        hash=item.hash,
        id=item.id,
        feed=item.feed,
        seq=item.seq,
        lc=item.lc,
        at="2026-06-30T10:00:00Z",
        by="",
        act="",
        kind=item.kind,
        ref=item.ref,
        handling=item.handling,
        body=canonical_body(body),
        known=True,
        speaker=speaker_of(body),
        official=item.official,
        refused=False,
        effective_on=effective if is_date(effective) else None,
        known_on=known if is_date(known) else None,
        signature="valid",
        retracted_by=None,
        withheld=False,
        names=(),
        title=None,
    )


def read(made: SiteData, page: Page, language: str = "en") -> Parsed:
    with i18n.using_language(language):
        return Parsed(render.render(page, build.build_frame(made)).decode("utf-8"))


def assert_whole(page: Parsed) -> None:
    """Markup is whole, places are unique, links to places on the page lead to one, and nothing runs."""
    assert not page.unclosed
    assert not page.root.every("script")
    ids = [element.get("id") for element in page.root.every() if element.get("id")]
    assert len(ids) == len(set(ids))
    here = [link.get("href")[1:] for link in page.root.every("a") if link.get("href").startswith("#")]
    assert [place for place in here if place not in ids] == []


def told_page(told: Told, day: str = "2026-06-30", language: str = "en", **facts: Any) -> Parsed:  # noqa: ANN401
    made = of_told(told, day, language, **facts)
    with i18n.using_language(language):
        page = commitment.page(made, made.held.facts.states[REF])
    return read(made, page, language)


def section(page: Parsed, name: str) -> str:
    return _plain(_section(page, name))


def cite(page: Parsed) -> str:
    return _plain(page.by_id()["cite"])


def columns(page: Parsed, name: str) -> list[str]:
    voices = [one for one in _section(page, name).every("div") if one.get("class") == "voice"]
    return [_plain(one) for one in voices]


def _section(page: Parsed, name: str) -> Element:
    for one in page.root.every("section"):
        if any(child.tag == "h2" and child.get("id") == name for child in one.children):
            return one
    raise LookupError(name)


def _plain(element: Element) -> str:
    return " ".join(element.words.split())


def count_visible_words(element: Element) -> int:
    """Count the words outside of drawings, of what is folded, and of the lists that numbers open."""
    return len(element.words.split()) - sum(len(one.words.split()) for one in _hidden(element))


def _hidden(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag in {"svg", "details"} or "lists" in child.get("class").split():
            yield child
        else:
            yield from _hidden(child)
