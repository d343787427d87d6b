"""Generates every file of a site: the pages in all languages, in parallel where possible, and the downloads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core import paths
from accordtrack.i18n import tr
from accordtrack.projection.audience import PUBLIC
from accordtrack.scorecard.build import build as scorecard
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scoring import parameters
from accordtrack.scoring.inputs import Choice, inputs
from accordtrack.scoring.scores import ScoreAccess
from accordtrack.service.publish import site_downloads, worker_processes
from accordtrack.site import build, language_index, page_paths, subset_choice
from accordtrack.site.downloads import FOLDER
from accordtrack.site.material import SiteData, material
from accordtrack.site.render import script, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from accordtrack.documents.model import Scorecard
    from accordtrack.service.publish.site_build import SiteInput

    Progress = Callable[[int, int], None]
    File = tuple[str, bytes]

_SMALL = 50
"""With fewer commitments, making everything here is faster than starting a process."""
_LARGE = 2_000
"""With more commitments, languages are made one after another, because a second process would double the memory."""


def files(source: SiteInput, progress: Progress = lambda _done, _total: None) -> Iterator[File]:
    """Yield path and bytes of every file of the site except the manifest, in the order they are made.

    Paths use slashes. ``progress`` is called with the number of pages done and in total.
    """
    many = len(source.facts.states)
    small = many < _SMALL
    with worker_processes.stream(_pages, here=small or many > _LARGE) as theirs:
        cards, mades = _made(source)
        own, *others = mades
        theirs.ask(others)
        total, done = build.count(own) * len(mades), 0
        offered = cards if source.downloads is not None else ()
        with site_downloads.setting(offered, lambda: progress(done, total), small=small) as waited:
            for path, raw in _together(_pages([own]), theirs):
                yield path, raw
                if path.endswith(".html"):
                    done += 1
                    progress(done, total)
            noted = site_downloads.Noted()
            for name, raw in noted.all(waited(), (source.downloads or {}).items()):
                yield f"{FOLDER}/{name}", raw
    entrances = []
    for card, made in zip(cards, mades, strict=True):
        language = made.card.language
        with i18n.using_language(language):
            entrances.append(language_index.entrance(card))
            path, raw = build.downloads_page(made, noted.files)
        yield f"{language}/{path}", raw
        done += 1
        progress(done, total)
    yield page_paths.FRONT, language_index.door(entrances)
    yield page_paths.STYLE, style().encode("utf-8")
    yield page_paths.SCRIPT, script().encode("utf-8")


def _pages(mades: Iterable[SiteData]) -> Iterator[File]:
    for made in mades:
        language = made.card.language
        with i18n.using_language(language):
            for path, raw in build.files(made):
                yield f"{language}/{path}", raw


def _together(own: Iterable[File], theirs: worker_processes.Stream[Iterable[SiteData], File]) -> Iterator[File]:
    """Yield the files made here, interleaved with those made in the other process."""
    for one in own:
        yield one
        yield from theirs.ready()
    yield from theirs.rest()


def _made(source: SiteInput) -> tuple[list[Scorecard], list[SiteData]]:
    """Return the scorecard and the page material of each language."""
    method = parameters.standard()
    held = ScorecardData(ScoreAccess(source.facts, method, inputs(source.facts, source.at, method, Choice())))
    views = [view for found in source.entries.values() for view in found]
    cards, mades = [], []
    for language in i18n.LANGUAGES:
        with i18n.using_language(language):
            card = scorecard(
                held,
                audience=PUBLIC,
                withheld=source.withheld,
                checkpoint=source.stands,
                asked=ScorecardRequest(source.at.as_of, source.at.known_on, PUBLIC, language).as_json(),
                appended=source.downloads is not None,
            )
            shown = replace(card, subtitle=_subtitle(card, source))
            cards.append(card)
            words = paths.method_page(language).read_text(encoding="utf-8")
            head = source.head
            made = material(held, shown, views, before=head.before, method=words, publisher=head.publisher)
            mades.append(made)
    return cards, mades


def _subtitle(card: Scorecard, source: SiteInput) -> str:
    """Return the subtitle of the site: its dates, the day up to which facts were searched, and the part it covers."""
    told = tr("As of {as_of}, as known on {known_on}.", as_of=card.as_of, known_on=card.known_on)
    if card.facts_until is not None:
        told = f"{told} {tr('Facts were looked for until {date}.', date=card.facts_until)}"
    if not source.part:
        return told
    return f"{told} {subset_choice.told(source.whole, source.part, len(source.facts.states), source.withheld)}"
