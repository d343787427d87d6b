"""The section on how a commitment counts: whether it is scored, or why not, and the points of each half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import sides, tr
from accordtrack.scoring import flags
from accordtrack.site.page import Passage, Section
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.text import explained_score
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.results import Commitment
    from accordtrack.scoring.values import Flag
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words


def section(made: SiteData, code: str) -> Section:
    """Return the section."""
    return Section("counts", tr("How it counts"), tuple(_blocks(made, code)))


def _blocks(made: SiteData, code: str) -> Iterator[object]:
    reason = made.unscored(code)
    if reason is not None:
        why = label("not scored", reason)
        yield Passage((tr("It is listed here and not scored: {why}.", why=why),))
        return
    found = {str(one.owed.side): one for one in made.leaves_of(code)}
    if not found:
        yield Passage((tr("It is listed here and not scored."),))
        return
    yield LabeledPairs(tuple((_named(found[side]), tuple(_lines(made, found[side]))) for side in sides(found)))
    yield Passage(
        (
            tr(
                "Delivery is how far the act is, discounted by the evidence for what was said of it, of 100. Attainment is of "
                "agreed targets that were measured."
            ),
        ),
        small=True,
    )


def _named(one: Commitment) -> str:
    side = label("the side", one.owed.side)
    return tr("half of {side}", side=side) if one.owed.half else tr("owed by {side}", side=side)


def _lines(made: SiteData, one: Commitment) -> Iterator[Words]:
    """Yield delivery, attainment and flags of a half."""
    for name, told in (
        (tr("delivery"), explained_score.delivery(one, made.held.scores.method)),
        (tr("attainment"), explained_score.attainment(one)),
    ):
        yield (sanitize_line(f"{name}: {' '.join(told)}"),)
    held = dict.fromkeys(_flag(made, flag) for flag in one.delivery_flags)
    if held:
        yield (sanitize_line(f"{tr('flags')}: {'; '.join(held)}"),)


def _flag(made: SiteData, flag: Flag) -> str:
    """Return the text of a flag without the number of elapsed days, so that the page stays the same from day to day."""
    if flags.name(flag) == flags.NOT_RENEWED:
        return tr("latest status found older than {days} days", days=made.held.scores.method.renewal.days)
    return explained_score.flag(flag)
