"""The section on how a commitment counts: whether it is scored, or why not, and the points of each half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Paragraph
from accordtrack.i18n import sides, tr
from accordtrack.scoring import flags
from accordtrack.site.page import Section
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.text import explained_score
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Sentence
    from accordtrack.scoring.results import Commitment
    from accordtrack.scoring.values import Flag
    from accordtrack.site.material import SiteData


def section(site: SiteData, code: str) -> Section:
    """Return the section."""
    return Section("counts", tr("How it counts"), tuple(_blocks(site, code)))


def _blocks(site: SiteData, code: str) -> Iterator[object]:
    reason = site.reason_not_scored(code)
    if reason is not None:
        why = label("not scored", reason)
        yield Paragraph((tr("It is listed here and not scored: {why}.", why=why),))
        return
    found = {str(one.owed.side): one for one in site.leaves_of(code)}
    if not found:
        yield Paragraph((tr("It is listed here and not scored."),))
        return
    yield LabeledPairs(tuple((_half_name(found[side]), tuple(_half_lines(site, found[side]))) for side in sides(found)))
    yield Paragraph(
        (
            tr(
                (
                    "Actions done says how far the act is done, out of 100, adjusted for the evidence for what was "
                    "said about it. Progress is about agreed targets that were measured."
                )
            ),
        ),
        small=True,
    )


def _half_name(one: Commitment) -> str:
    side = label("the side", one.owed.side)
    return tr("for {side}", side=side)


def _half_lines(site: SiteData, one: Commitment) -> Iterator[Sentence]:
    """Yield delivery, attainment and flags of a half."""
    for name, lines in (
        (tr("actions done"), explained_score.delivery(one, site.held.scores.method)),
        (tr("progress toward agreed targets"), explained_score.attainment(one)),
    ):
        yield (sanitize_line(f"{name}: {' '.join(lines)}"),)
    flag_texts = dict.fromkeys(_flag_text(site, flag) for flag in one.delivery_flags)
    if flag_texts:
        yield (sanitize_line(f"{tr('flags')}: {'; '.join(flag_texts)}"),)


def _flag_text(site: SiteData, flag: Flag) -> str:
    """Return the text of a flag without the number of elapsed days, so that the page stays the same from day to day."""
    if flags.without_count(flag) == flags.NOT_RENEWED:
        return tr("latest status found older than {days} days", days=site.held.scores.method.renewal.days)
    return explained_score.flag_text(flag)
