"""The page of earlier editions: what changed from one to the next, the corrections apart with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import tr, trn
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import EDITIONS, SHOWN, archive_path
from accordtrack.site.sections import counts_by_subject
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Built
    from accordtrack.site.sections.history import History

_CORRECTIONS = frozenset({"amended", "back"})
"""The categories of ``History.category_of`` that correct what an earlier edition said."""


def page(site: SiteData, history: History) -> Page:
    """Return the page of a site with archived editions, the latest first."""
    lists, found = Listings(), site.editions
    ends = [*found[1:], None]
    parts = [_section(site, history, lists, *pair) for pair in zip(found, ends, strict=True)]
    text = trn(
        "{n} earlier edition is kept; it can be downloaded with all its pages.",
        "{n} earlier editions are kept; each can be downloaded with all its pages.",
        len(found),
    )
    return Page(
        EDITIONS,
        "changes",
        tr("Earlier editions"),
        tuple(reversed(parts)),
        under=site.subtitle,
        lead=((text,),),
        listings=lists.all_lists,
        contents=True,
    )


def _section(site: SiteData, history: History, lists: Listings, start: Built, end: Built | None) -> Section:
    """Return what was recorded after an edition, up to the next one or to this one."""
    views = [view for view in history.views if view.lc > start.clock and (end is None or view.lc <= end.clock)]
    name = f"{start.day}-{start.digest[:SHOWN]}"
    corrections = [view for view in views if history.category_of(view) in _CORRECTIONS]
    title = tr("From {start} to {end}", start=day_name(start.day), end=day_name(end.day if end else site.card.as_of))
    blocks: list[object] = [
        Paragraph(counts_by_subject.counts_sentence(lists, history, views, name)),
        Paragraph(tuple(_edition(start))),
        *(block for part in history.sections(corrections) for block in part.blocks),
    ]
    if not corrections:
        blocks.append(Paragraph((tr("Nothing that an edition said before was corrected."),)))
    return Section(f"after-{name}", title, tuple(blocks))


def _edition(one: Built) -> Iterator[str | Link]:
    yield Link(tr("The edition of {day} (ZIP)", day=day_name(one.day)), path=f"../{archive_path(one.day, one.digest)}")
    yield f"; {tr('state {digest}…', digest=one.digest[:SHOWN])}"
