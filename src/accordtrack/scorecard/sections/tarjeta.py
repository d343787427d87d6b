"""Parts of a ``tarjeta informativa``, the one-page note that Mexican offices use; it exists in Spanish only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart
from accordtrack.i18n import tr, trn
from accordtrack.scoring.findings import is_disputed
from accordtrack.text import commitment_counts, covered_part
from accordtrack.text import findings as words

if TYPE_CHECKING:
    from accordtrack.scorecard.context import ScorecardData

LANGUAGE = "es"


def parts(data: ScorecardData) -> tuple[BriefPart, ...]:
    """Return the five parts in their order; none in other languages than Spanish."""
    if i18n.language() != LANGUAGE:
        return ()
    scores, found = data.scores, data.scores.finding
    situation = [words.answer_in_short(scores, found), " ".join(words.reported_in_short(found))]
    subject = tr("{accord}: what changed beyond arrests and seizures.", accord=_accord(data))
    every = (
        ("subject", tr("Subject"), [subject, " ".join(covered_part.sentences(data.part)) if data.part else ""]),
        ("situation", tr("Situation"), situation),
        ("background", tr("Background"), [" ".join(words.commitments_in_short(found))]),
        ("proposals", tr("Proposals"), words.requests_in_short(found)),
        ("risks", tr("Risks"), [*commitment_counts.unstated_in_short(found), *_in_conflict(data)]),
    )
    return tuple(
        BriefPart(key, title, tuple((sanitize_line(text),) for text in texts if text)) for key, title, texts in every
    )


def _accord(data: ScorecardData) -> str:
    return i18n.localize(data.scores.accord_title)


def _in_conflict(data: ScorecardData) -> list[str]:
    """Return how many of the measured indicators have sources that do not agree."""
    families = [family for one in data.scores.finding.themes for family in one.paths.measured]
    disputed = [family for family in families if is_disputed(data.scores, family)]
    if not disputed:
        return []
    return [
        trn(
            "The sources of {n} of {all} indicators do not agree ◊.",
            "The sources of {n} of {all} indicators do not agree ◊.",
            len(disputed),
            all=len(families),
        )
    ]
