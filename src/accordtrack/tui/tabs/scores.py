"""Blocks of the Scores tab of the scorecard: one line per card, with the details and halves of opened cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.scoring.spread import SEED
from accordtrack.text import attainment, card_rows, uncertainty
from accordtrack.text import contrast as contrast_words
from accordtrack.text import score as words
from accordtrack.text.numbers import points
from accordtrack.tui import text_styles
from accordtrack.tui.tabs import score_table
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label, status_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.scoring.spread import Uncertain

INDENT = 24
EDGE = 7
"""Cells of the screen width that the view uses for its edges."""
WHOLE, FACTS, FACT = "card:whole", "facts:whole", "fact"
_Fact = tuple[str, str, list[str]]
"""The name of a fact if it counts something, its label, and its lines."""


def summary(held: ScoreAccess, found: Score) -> Content:
    """Return the line above the tabs: the dates, the method, and the grouping of the cards."""
    at = held.inputs.at
    dates = tr("as of {as_of}, known on {known_on}", as_of=at.as_of, known_on=at.known_on)
    parts = [
        tr("as of {date}", date=at.as_of) if at.as_of == at.known_on else dates,
        tr("a method of one's own: {method}", method=held.method.method) if held.method.own else held.method.method,
        tr("cards by {by}", by=label("grouping", found.by)),
        tr("changes since {date}", date=held.base) if held.base else tr("changes since each agreement"),
    ]
    return text_styles.words(text_styles.dot().join(parts), text_styles.MUTED)


def blocks(held: ScoreAccess, found: Score, opened: set[str], width: int) -> list[Block]:
    """Return one line per card, the whole first, with opened cards expanded and the facts of the whole at the end."""
    nodes = (found.overall, *found.groups)
    name = i18n.local(held.accord)
    names = [name, *(title(held, found.by, node.id) for node in found.groups)]
    by_theme = found.by == "theme"
    verdicts = [label("verdict", held.contrast(node.id).verdict) if by_theme else "" for node in found.groups]
    made = score_table.table(found.by, nodes, names, ["", *verdicts], width - EDGE)
    key = score_table.key(made)
    told = [Block(text_styles.words(key, text_styles.NOTE))] if key else []
    told += [Block(text_styles.clip(line, width - EDGE)) for line in made.heads()]
    for place, node in enumerate(nodes):
        key = f"card:{node.id}" if place else WHOLE
        told.append(
            Block(
                text_styles.clip(made.line(place, text_styles.HEADING if place else text_styles.TITLE), width - EDGE),
                key=key,
            )
        )
        if place and key in opened:
            told += _opened(held, found, node, key)
    told.append(Block(text_styles.words(" ".join(_notes(by_theme=by_theme)), text_styles.NOTE), gap=1))
    return [*told, *_whole(found, name)]


def _notes(*, by_theme: bool) -> list[str]:
    notes = [
        tr(
            "Delivery is what was said of the promised acts, discounted by its evidence; face is without the discount. "
            "In brackets: too little is assessed for the whole."
        ),
        tr("Stated, read as: on how many halves a side stated a status, and on how many one was read from the record."),
        tr(
            "Trend: how the results moved, from -100 to 100, a mean over families of measures and no balance of the "
            "counts; and how many series which way."
        ),
        tr("Beyond outputs: attainment where it can be printed, and how many commitments have usable results."),
    ]
    return notes if by_theme else [*notes, tr("Only the whole and themes have a results trend.")]


def title(held: ScoreAccess, by: str, code: str) -> str:
    """Return the name of a card."""
    return words.title(by, code, lambda kind, name: i18n.local(held.name(kind, name)))


def _whole(found: Score, name: str) -> list[Block]:
    """Return the facts that the whole rests on."""
    facts = [
        *_node(found.overall),
        ("", tr("between the sides"), attainment.gap(found)),
        (card_rows.LEFT, tr("not scored"), [words.not_scored(found)]),
        ("", tr("not measured"), words.one_sided(found)),
        (words.FLAGS, tr("flags"), words.flagged(found.of(found.overall), found.overall)),
    ]
    return [Block(text_styles.words(name, text_styles.TITLE), gap=1, key=FACTS), *_facts(facts, FACTS)]


def _node(node: NodeScore) -> list[_Fact]:
    """Return the facts of a card, each with its name."""
    return [(name, label_, lines) for name, (label_, lines) in zip(words.facts(node), words.node(node), strict=True)]


def _opened(held: ScoreAccess, found: Score, node: NodeScore, key: str) -> list[Block]:
    facts = _node(node)
    if found.by == "theme":
        names = words.counterparts(node, lambda code: i18n.local(held.name("indicator", code)))
        facts.append(("", tr("counterparts"), names))
        facts.append(("", tr("contrast"), [contrast_words.verdict(held.contrast(node.id))]))
    facts.append((words.FLAGS, tr("flags"), words.flagged(found.of(node), node)))
    return [*_facts(facts, key), *(_half(held, one) for one in found.of(node)), Block(text_styles.BLANK)]


def _facts(facts: Iterable[_Fact], key: str) -> list[Block]:
    """Return the lines of each fact; a fact that counts something is a separate item whose rows can be opened."""
    card = key.partition(":")[2]
    return [
        Block(
            text_styles.paragraph("\n".join(lines)),
            label=text_styles.words(f"  {label_}", text_styles.MUTED),
            indent=INDENT + 2,
            key=f"{FACT}:{name}:{card}" if name else key,
        )
        for name, label_, lines in facts
        if any(lines)
    ]


def rows(held: ScoreAccess, counted: Iterable[card_rows.CountWithRows], depth: int = 0) -> list[Block]:
    """Return each number followed by its rows."""
    made: list[Block] = []
    for one in counted:
        head = text_styles.joined(
            text_styles.words(one.words, text_styles.HEADING if not depth else text_styles.STRONG), f" {one.number:,}"
        )
        made.append(Block(head, indent=2 * depth, gap=1))
        made += [_row(held, row, 2 * depth + 2) for row in one.rows]
        made += rows(held, one.parts, depth + 1)
    return made


def _row(held: ScoreAccess, row: card_rows.Row, indent: int) -> Block:
    code = row.code.partition("#")[0]
    family = "indicator" if row.family == card_rows.INDICATOR else "commitment"
    side = label("short side", row.side) if row.side else ""
    told = text_styles.joined(
        text_styles.words(code, text_styles.MUTED),
        text_styles.words(side, text_styles.MUTED),
        text_styles.words(i18n.local(held.name(family, code))),
        by="  ",
    )
    return Block(told, indent=indent, most=1)


def _half(held: ScoreAccess, one: Commitment) -> Block:
    claim = one.owed.said.claim
    status = claim.status if claim is not None else None
    basis = "reading" if claim is not None and claim.reading else None
    mark = status_mark(status, basis, ascii_only=text_styles.ascii_only())
    delivered = one.delivery
    number = (
        tr("delivery {score} (face {face})", score=points(delivered.score), face=points(delivered.face))
        if delivered.score is not None
        else tr("no value")
    )
    told = text_styles.joined(
        text_styles.words(text_styles.fit(f"{mark} {label('status', status or 'unreported')}", 16)),
        text_styles.words(text_styles.fit(number, 22), text_styles.MUTED),
        text_styles.words(i18n.local(held.name("commitment", one.owed.commitment)), text_styles.MUTED),
        by="  ",
    )
    return Block(
        told,
        label=text_styles.words(f"  {one.owed.leaf.id}"),
        indent=INDENT + 2,
        key=f"leaf:{one.owed.leaf.id}",
        most=1,
    )


def drawn(held: ScoreAccess, told: Mapping[str, Uncertain | None], draws: int) -> list[Block]:
    """Return how far each number could move."""
    blocks_ = []
    for number, one in told.items():
        blocks_.append(Block(text_styles.words(uncertainty.head(number, draws, SEED), text_styles.HEADING), gap=1))
        facts = uncertainty.facts(number, held.by_theme, one, lambda name: title(held, "theme", name))
        indent = max(INDENT + 12, *(2 + cell_len(name) for name, _lines in facts))
        blocks_ += [
            Block(
                text_styles.paragraph("\n".join(lines)), label=text_styles.words(name, text_styles.MUTED), indent=indent
            )
            for name, lines in facts
        ]
    return blocks_
