"""A target worksheet as a document for signature by both governments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import __version__, i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart, Cell, Column, Row, Scorecard, Table
from accordtrack.i18n import sides, tr, trc
from accordtrack.projection.agreements import OPEN, Standing
from accordtrack.text import targets as words
from accordtrack.text import upkeep
from accordtrack.text.calendar_names import day_name
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accordtrack.documents.model import Sentence
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet

_BLANK = "\u00a0\n\u00a0"
"""Room for a hand-written entry."""


def build(
    scores: ScoreAccess,
    indicator: str,
    found: Worksheet,
    checkpoint: Mapping[str, Any],
    not_admitted: Collection[str] = (),
) -> Scorecard:
    """Return the worksheet in the current language: figures, scenarios side by side, what is proposed, and signatures.

    ``checkpoint`` has ``state_digest``, ``feeds`` and ``heads``. ``not_admitted`` are the desks of
    observers that not every side admits.
    """
    at, title = scores.inputs.at, sanitize_line(i18n.localize(words.title(scores, indicator)))
    return Scorecard(
        language=i18n.language(),
        title=tr("Target worksheet: {title}", title=title),
        subtitle=tr("For signature by both governments, {date}", date=day_name(at.as_of)),
        as_of=at.as_of,
        known_on=at.known_on,
        facts_until=scores.inputs.facts_until,
        audience="public",
        withheld=0,
        version=__version__,
        headline=tuple(_sentence(line) for line in words.worksheet_lines(scores, found)[:2]),
        sections=(),
        listings=(),
        brief=(
            BriefPart(
                "scenarios",
                tr("Scenarios"),
                (
                    *(_sentence(line) for line in words.worksheet_lines(scores, found)[2:]),
                    _sentence(words.recommends_none()),
                ),
                _scenarios(found),
            ),
            BriefPart("proposed", tr("Proposed target"), tuple(_proposed(scores, indicator, found))),
            BriefPart("signatures", tr("Signatures"), (), _signatures()),
        ),
        checkpoint=checkpoint,
        data={},
        asked={},
        dates=upkeep.dates(at, scores.inputs.facts_until),
        closing=(
            upkeep.closing([str(one["feed"]) for one in checkpoint["feeds"]], scores.facts, at.known_on, not_admitted),
        ),
    )


def _sentence(line: str) -> Sentence:
    return (sanitize_line(line),)


def _scenarios(found: Worksheet) -> Table:
    columns = (
        Column("scenario", tr("scenario"), weight=2.0),
        Column("ratio", tr("ratio"), "right"),
        Column("value", tr("value"), "right"),
        Column("n", tr("changes"), "right"),
    )
    rows = [
        Row(f"scenario-{name}", tuple(map(Cell, cells)))
        for (name, _ratio, _n), cells in zip(found.ratios, words.scenario_rows(found), strict=True)
    ]
    return Table("scenarios", tr("Scenarios"), columns, tuple(rows))


def _proposed(scores: ScoreAccess, indicator: str, found: Worksheet) -> list[Sentence]:
    """Return the proposals that may be signed, each with the hash of its entry, or a line to fill in."""
    held = [
        one
        for one in scores.facts.targets
        if one.body.indicator == indicator and one.standing in {Standing.AGREED, *OPEN}
    ]
    lines = []
    for one in words.in_order(held):
        values = {"side": label("the side", one.by.value), "entry": one.id, "hash": one.item.hash}
        lines += [
            words.target_text(scores, one.body),
            *words.latest_lines(scores, one)[:1],
            tr("Proposed by {side}, entry {entry}, SHA-256 {hash}.", **values),
            *([words.standing(one)] if words.is_agreed(one) else []),
        ]
    if not lines:
        blank = "_" * 12
        lines = [tr("Ratio: {blank}   Value: {blank}   By: {date}", blank=blank, date=day_name(found.due))]
    return [_sentence(line) for line in lines]


def _signatures() -> Table:
    """Return the lines for both signatures, in the order of the language."""
    columns = (
        Column("field", tr("signed for"), weight=1.0),
        *(Column(side, label("the side", side), weight=2.5) for side in sides(Side)),
    )
    rows = [
        Row(f"signature-{number}", (Cell(name), *(Cell(_BLANK) for _side in Side)))
        for number, name in enumerate(
            (tr("name"), trc("of a person", "office"), tr("date"), trc("by hand", "signature"))
        )
    ]
    return Table("signatures", tr("Signatures"), columns, tuple(rows))
