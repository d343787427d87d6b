"""Generates every file of a site: the pages in all languages, in parallel where possible, and the downloads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core import paths
from accordtrack.documents import pdf
from accordtrack.projection.audience import PUBLIC
from accordtrack.scorecard.build import build as scorecard
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scoring import parameter_file
from accordtrack.scoring.event_reading import NoFiles
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service.panel_files import PanelFiles
from accordtrack.service.publish import site_downloads, worker_processes
from accordtrack.site import build, entry_page, page_paths, panel_downloads, sitemap, subset_choice
from accordtrack.site.downloads import FOLDER
from accordtrack.site.material import SiteData, build_site_data
from accordtrack.site.render import script, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    with worker_processes.start_stream(_pages, here=small or many > _LARGE) as theirs:
        mades = _build_site_data(source)
        own, *others = mades
        theirs.send_input(others)
        total, done = build.count_pages(own) * len(mades), 0
        offered = [site.card for site in mades] if source.downloads is not None else []
        with site_downloads.render_in_parallel(offered, lambda: progress(done, total), small=small) as waited:
            yield from panel_downloads.release_files(own).items()
            pages = [page_paths.FRONT]
            for path, raw in _interleave(_pages([own]), theirs):
                yield path, raw
                if path.endswith(".html"):
                    pages.append(path)
                    done += 1
                    progress(done, total)
            noted = site_downloads.Noted()
            for name, raw in noted.with_digest_list(waited(), (source.downloads or {}).items()):
                yield f"{FOLDER}/{name}", raw
    entrances = []
    for site in mades:
        language = site.card.language
        with i18n.using_language(language):
            entrances.append(entry_page.build_entrance(site))
            path, raw = build.render_downloads_page(site, noted.files)
        yield f"{language}/{path}", raw
        pages.append(f"{language}/{path}")
        done += 1
        progress(done, total)
    if source.head.base_url:
        yield page_paths.SITEMAP, sitemap.build_sitemap(source.head.base_url, pages)
    yield page_paths.FRONT, entry_page.render_entry_page(entrances)
    yield page_paths.STYLE, style().encode("utf-8")
    yield page_paths.SCRIPT, script().encode("utf-8")


def _pages(mades: Iterable[SiteData]) -> Iterator[File]:
    for site in mades:
        language = site.card.language
        with i18n.using_language(language):
            for path, raw in build.render_files(site):
                yield f"{language}/{path}", raw


def _interleave(own: Iterable[File], theirs: worker_processes.Stream[Iterable[SiteData], File]) -> Iterator[File]:
    """Yield the files made here, interleaved with those made in the other process."""
    for one in own:
        yield one
        yield from theirs.ready_results()
    yield from theirs.remaining_results()


def _build_site_data(source: SiteInput) -> list[SiteData]:
    """Return the page material of each language, with its scorecard."""
    method = parameter_file.standard_method()
    inputs = build_inputs(source.facts, source.at, method, Choice())
    read = NoFiles() if source.register is None else PanelFiles(source.register, source.facts.panel.series)
    scores = ScoreAccess(source.facts, method, inputs, read_release=read)
    effects = source.effects
    if effects is not None and source.part:  # the numbers are those of the whole register
        effects = replace(effects, numbers=())
    data = ScorecardData(scores, effects=effects, has_paths=True)
    views = [view for entries in source.entries.values() for view in entries]
    drawn = bool(source.head.base_url) and source.downloads is not None and pdf.is_available()
    mades = []
    for language in i18n.LANGUAGES:
        with i18n.using_language(language):
            card = scorecard(
                data,
                audience=PUBLIC,
                withheld=source.withheld,
                checkpoint=source.stands,
                asked=ScorecardRequest(source.at.as_of, source.at.known_on, PUBLIC, language).as_json(),
                appended=source.downloads is not None,
            )
            words = paths.method_page(language).read_text(encoding="utf-8")
            head = source.head
            site = build_site_data(
                data,
                card,
                views,
                before=head.before,
                method=words,
                publisher=head.publisher,
                base_url=head.base_url,
                has_previews=drawn,
                editions=head.editions,
                part=_part_note(source),
            )
            mades.append(site)
    return mades


def _part_note(source: SiteInput) -> str:
    """Return what part of the register the site covers; an empty text for all of it."""
    if not source.part:
        return ""
    return subset_choice.part_note(source.whole, source.part, len(source.facts.states), source.withheld)
