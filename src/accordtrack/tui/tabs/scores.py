"""Blocks of the Scores tab of the scorecard: one line per card, with the details and commitments of opened cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.scoring.uncertainty_results import SEED
from accordtrack.text import attainment, card_rows, findings, uncertainty
from accordtrack.text import score as words
from accordtrack.text.calendar_names import short_date
from accordtrack.text.numbers import format_points
from accordtrack.tui import text_styles
from accordtrack.tui.tabs import score_table
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label, status_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.uncertainty_results import Uncertain

INDENT = 24
EDGE = 7
"""Cells of the screen width that the view uses for its edges."""
WHOLE, FACTS, FACT = "card:whole", "facts:whole", "fact"
_Fact = tuple[str, str, list[str]]
"""The name of a fact if it counts something, its label, and its lines."""


def summary(scores: ScoreAccess, by: str | None) -> Content:
    """Return the line above the tabs: the dates and, for the scores grouped ``by`` something, the method and the grouping."""
    at = scores.inputs.at
    dates = tr(
        "updated {as_of}, data available as of {known_on}", as_of=short_date(at.as_of), known_on=short_date(at.known_on)
    )
    method = scores.method
    parts = [
        tr("updated {date}", date=short_date(at.as_of)) if at.as_of == at.known_on else dates,
        *([tr("a custom method: {method}", method=method.method) if method.own else method.method] if by else []),
        *([tr("scores by {by}", by=label("grouping", by))] if by else []),
        tr("changes since {date}", date=short_date(scores.base)) if scores.base else tr("changes since each agreement"),
    ]
    return text_styles.muted(text_styles.dot().join(parts))


def blocks(scores: ScoreAccess, score: Score, opened: set[str], width: int) -> list[Block]:
    """Return one line per card, the whole first, opened cards expanded, and the facts of the whole."""
    nodes = (score.overall, *score.groups)
    name = i18n.localize(scores.accord_title)
    names = [name, *(words.title(scores, score.by, node.id) for node in score.groups)]
    by_theme = score.by == "theme"
    words_ = [
        text_styles.in_ascii(findings.word_with_countries(scores.theme_finding(node.id))) if by_theme else ""
        for node in score.groups
    ]
    table = score_table.build_table(score.by, nodes, names, ["", *words_], width - EDGE)
    key = score_table.legend(table)
    items = [Block(text_styles.words(key, text_styles.NOTE))] if key else []
    items += [Block(text_styles.clip(line, width - EDGE)) for line in table.heading_lines()]
    for place, node in enumerate(nodes):
        key = f"card:{node.id}" if place else WHOLE
        items.append(
            Block(
                text_styles.clip(table.line(place, text_styles.HEADING if place else text_styles.TITLE), width - EDGE),
                key=key,
            )
        )
        if place and key in opened:
            items += _card_details(scores, score, node, key)
    items.append(
        Block(text_styles.words(text_styles.in_ascii(" ".join(_notes(by_theme=by_theme))), text_styles.NOTE), gap=1)
    )
    return [*items, *_overall_facts(score, name)]


def _notes(*, by_theme: bool) -> list[str]:
    notes = [
        tr(
            "Actions done: the share of the agreed acts that were done by what was stated or assessed, adjusted for evidence; "
            "after it in parentheses, before adjusting. All in parentheses: too little is assessed for the whole."
        ),
        tr("Stated, tracker ≈: for how many a government stated a status, and for how many this tracker assessed one."),
        tr(
            "Change in indicators: from -100 to 100, a mean over indicators, not a balance of the counts; and how many "
            "series moved which way."
        ),
        tr(
            "Agreed targets: progress toward them where it can be printed, and how many commitments have usable figures."
        ),
    ]
    return notes if by_theme else [*notes, tr("Only the whole and areas have a change in indicators.")]


def _overall_facts(score: Score, name: str) -> list[Block]:
    """Return the facts that the whole rests on."""
    facts = [
        *_node_facts(score.overall),
        ("", tr("between the sides"), attainment.gap(score)),
        (card_rows.LEFT, tr("not scored"), [words.not_scored(score)]),
        ("", tr("no indicator"), words.one_sided_themes(score)),
        (words.FLAGS, tr("flags"), words.flag_counts(score.leaves_of(score.overall), score.overall)),
    ]
    return [Block(text_styles.words(name, text_styles.TITLE), gap=1, key=FACTS), *_fact_blocks(facts, FACTS)]


def _node_facts(node: NodeScore) -> list[_Fact]:
    """Return the facts of a card, each with its name."""
    return [
        (name, label_, lines)
        for name, (label_, lines) in zip(words.fact_names(node), words.node_facts(node), strict=True)
    ]


def _card_details(scores: ScoreAccess, score: Score, node: NodeScore, key: str) -> list[Block]:
    facts = _node_facts(node)
    if score.by == "theme":
        names = words.counterparts(node, lambda code: i18n.localize(scores.title_of("indicator", code)))
        facts.append(("", tr("counterparts"), names))
        activity = findings.activity_words(scores.theme_finding(node.id))
        facts.append(("", tr("government activity"), [activity]))
    facts.append((words.FLAGS, tr("flags"), words.flag_counts(score.leaves_of(node), node)))
    return [*_fact_blocks(facts, key), *(_half(scores, one) for one in score.leaves_of(node)), Block(text_styles.BLANK)]


def _fact_blocks(facts: Iterable[_Fact], key: str) -> list[Block]:
    """Return the lines of each fact; a fact that counts something is a separate item whose rows can be opened."""
    card = key.partition(":")[2]
    return [
        Block(
            text_styles.paragraph("\n".join(lines)),
            label=text_styles.muted(f"  {label_}"),
            indent=INDENT + 2,
            key=f"{FACT}:{name}:{card}" if name else key,
        )
        for name, label_, lines in facts
        if any(lines)
    ]


def rows(scores: ScoreAccess, counted: Iterable[card_rows.CountWithRows], depth: int = 0) -> list[Block]:
    """Return each number followed by its rows."""
    items: list[Block] = []
    for one in counted:
        head = text_styles.join(
            text_styles.words(one.words, text_styles.HEADING if not depth else text_styles.STRONG), f" {one.number:,}"
        )
        items.append(Block(head, indent=2 * depth, gap=1))
        items += [_row(scores, row, 2 * depth + 2) for row in one.rows]
        items += rows(scores, one.parts, depth + 1)
    return items


def _row(scores: ScoreAccess, row: card_rows.Row, indent: int) -> Block:
    code = row.code.partition("#")[0]
    family = "indicator" if row.family == card_rows.INDICATOR else "commitment"
    side = label("short side", row.side) if row.side else ""
    content = text_styles.join(
        text_styles.muted(code),
        text_styles.muted(side),
        text_styles.words(i18n.localize(scores.title_of(family, code))),
        by="  ",
    )
    return Block(content, indent=indent, most=1)


def _half(scores: ScoreAccess, one: Commitment) -> Block:
    claim = one.owed.said.claim
    status = claim.status if claim is not None else None
    basis = "reading" if claim is not None and claim.reading else None
    mark = status_mark(status, basis, ascii_only=text_styles.ascii_only())
    delivered = one.delivery
    number = (
        tr(
            "done {score} ({raw} before adjusting)",
            score=format_points(delivered.score),
            raw=format_points(delivered.face),
        )
        if delivered.score is not None
        else tr("no value")
    )
    content = text_styles.join(
        text_styles.words(text_styles.fit(f"{mark} {label('status', status or 'unreported')}", 16)),
        text_styles.muted(text_styles.fit(number, 22)),
        text_styles.muted(i18n.localize(scores.title_of("commitment", one.owed.commitment))),
        by="  ",
    )
    return Block(
        content,
        label=text_styles.words(f"  {one.owed.leaf.id}"),
        indent=INDENT + 2,
        key=f"leaf:{one.owed.leaf.id}",
        most=1,
    )


def uncertainty_blocks(scores: ScoreAccess, results: Mapping[str, Uncertain | None], draws: int) -> list[Block]:
    """Return how far each number could move."""
    blocks_ = []
    for number, one in results.items():
        blocks_.append(Block(text_styles.words(uncertainty.heading(number, draws, SEED), text_styles.HEADING), gap=1))
        facts = uncertainty.facts(number, scores.by_theme, one, lambda name: words.title(scores, "theme", name))
        indent = max(INDENT + 12, *(2 + cell_len(name) for name, _lines in facts))
        blocks_ += [
            Block(text_styles.paragraph("\n".join(lines)), label=text_styles.muted(name), indent=indent)
            for name, lines in facts
        ]
    return blocks_
