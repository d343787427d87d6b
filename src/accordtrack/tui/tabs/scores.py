"""The scorecard: a line a card at a glance; enter opens what a card rests on, and the halves behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc
from accordtrack.scoring import spread as spread_of
from accordtrack.sentences import contrast as contrast_words
from accordtrack.sentences import score as words
from accordtrack.sentences import spread
from accordtrack.sentences.numbers import points, signed
from accordtrack.tui import ink
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label, status_mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from accordtrack.desk.scores import Scores
    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.spread import Uncertain

INDENT = 21
HALVES, SAID, DELIVERY, BAR, TREND, VERDICT = 7, 9, 17, 12, 6, 18
"""Cells of the columns; the name takes the rest, and where there is little of it bar and verdict are left out."""
WIDE, EDGE = 112, 8


def summary(held: Scores, found: Score) -> Content:
    """The line above the tabs: dates, method, by what the cards are."""
    at = held.inputs.at
    parts = [
        tr("as of {as_of}, known on {known_on}", as_of=at.as_of, known_on=at.known_on),
        tr("a method of one's own: {method}", method=held.method.method) if held.method.own else held.method.method,
        tr("cards by {by}", by=label("grouping", found.by)),
        tr("changes since {date}", date=held.base) if held.base else tr("changes since each agreement"),
    ]
    return ink.words(ink.dot().join(parts), ink.MUTED)


def blocks(held: Scores, found: Score, opened: set[str], width: int) -> list[Block]:
    """The whole register and a line a card; what is opened stands below its line."""
    told = [Block(_heads(found, width))]
    nodes = (found.overall, *found.groups)
    for place, node in enumerate(nodes):
        name = i18n.local(held.accord) if place == 0 else title(held, found.by, node.id)
        verdict = label("verdict", held.contrast(node.id).verdict) if place and found.by == "theme" else ""
        told.append(Block(_line(node, name, verdict, width, whole=place == 0), key=_key(node, place)))
        if _key(node, place) in opened:
            told += _opened(held, found, node, _key(node, place), whole=place == 0)
        elif place == 0:
            told.append(Block(ink.BLANK))
    told.append(
        Block(
            ink.words(
                tr(
                    "Delivery is what was said of the acts, discounted by its evidence ({full} credited, {face} face value). "
                    "In brackets: too little is assessed for the whole.",
                    full=ink.sign("█", "#"),
                    face=ink.sign("▒", "="),
                ),
                ink.NOTE,
            ),
            gap=1,
        )
    )
    return told


def title(held: Scores, by: str, code: str) -> str:
    """The name of a card."""
    if by == "side":
        return label("side", code)
    if by == "body" and code == "unnamed":
        return tr("lead not named")
    return i18n.local(held.name(by, code))


def _key(node: NodeScore, place: int) -> str:
    return f"card:{'whole' if place == 0 else node.id}"


def _name_width(width: int) -> int:
    rest = HALVES + 2 * SAID + 2 + DELIVERY + TREND + (BAR + 4 + VERDICT if width >= WIDE else 0)
    return max(width - EDGE - rest, 8)


def _heads(found: Score, width: int) -> Content:
    wide = width >= WIDE
    heads = [
        ink.fit(label("grouping", found.by), _name_width(width)),
        ink.fit(trc("column", "halves"), HALVES, right=True),
        ink.fit(trc("column", "stated"), SAID, right=True),
        ink.fit(trc("column", "read as"), SAID, right=True),
        "  ",
        ink.fit(trc("column", "delivery (face)"), DELIVERY + (BAR + 2 if wide else 0)),
        ink.fit(trc("column", "trend"), TREND, right=True),
        f"  {trc('column', 'contrast')}" if wide and found.by == "theme" else "",
    ]
    return ink.clip(ink.words("".join(heads), ink.MUTED), width - EDGE)


def _line(node: NodeScore, name: str, verdict: str, width: int, *, whole: bool) -> Content:
    told, wide = node.delivery, width >= WIDE
    shown = tr("n/a")
    if told is not None and told.shown is not None:
        values = {"score": points(told.shown), "face": points(told.face)}
        shown = tr("({score}, face {face})", **values) if told.score is None else tr("{score} (face {face})", **values)
    moved = node.trend
    line = ink.joined(
        ink.words(ink.fit(name, _name_width(width)), ink.TITLE if whole else ink.HEADING),
        ink.words(ink.fit(node.n, HALVES, right=True)),
        ink.words(ink.fit(sum(node.stated.values()), SAID, right=True)),
        ink.words(ink.fit(sum(node.read.values()), SAID, right=True)),
        "  ",
        ink.words(ink.fit(shown, DELIVERY)),
        ink.words(bar(node) + "  ", "$accent") if wide else ink.BLANK,
        ink.words(ink.fit(signed(moved.score) if moved else "", TREND, right=True)),
        ink.words(f"  {verdict}" if wide else "", ink.MUTED),
    )
    return ink.clip(line, width - EDGE)


def bar(node: NodeScore) -> str:
    """Delivery as a bar of 12 blocks: filled to the credited value, shaded to the face value."""
    told = node.delivery
    if told is None or told.shown is None or told.face is None:
        return ink.sign("·", ".") * BAR
    full, face = round(told.shown / 100 * BAR), round(told.face / 100 * BAR)
    filled, shaded, empty = ink.sign("█", "#"), ink.sign("▒", "="), ink.sign("·", ".")
    return filled * full + shaded * (face - full) + empty * (BAR - max(face, full))


def _opened(held: Scores, found: Score, node: NodeScore, key: str, *, whole: bool) -> list[Block]:
    facts = words.node(node)
    if whole:
        facts += [
            (tr("between the sides"), words.gap(found)),
            (tr("not scored"), [words.not_scored(found)]),
            (tr("measured of one"), words.one_sided(found)),
        ]
    elif found.by == "theme":
        names = words.counterparts(node, lambda code: i18n.local(held.name("indicator", code)))
        facts.append((tr("counterparts"), names))
        facts.append((tr("contrast"), [contrast_words.verdict(held.contrast(node.id))]))
    facts.append((tr("flags"), [words.flagged(found.of(node), node)]))
    told = [
        Block(ink.paragraph("\n".join(lines)), label=ink.words(f"  {name}", ink.MUTED), indent=INDENT + 2, key=key)
        for name, lines in facts
        if any(lines)
    ]
    if not whole:
        told += [_half(held, one) for one in found.of(node)]
    return [*told, Block(ink.BLANK)]


def _half(held: Scores, one: Commitment) -> Block:
    claim = one.owed.said.claim
    status = claim.status if claim is not None else None
    basis = "reading" if claim is not None and claim.reading else None
    mark = status_mark(status, basis, ascii_only=ink.ascii_only())
    delivered = one.delivery
    number = (
        tr("delivery {score} (face {face})", score=points(delivered.score), face=points(delivered.face))
        if delivered.score is not None
        else tr("no value")
    )
    told = ink.joined(
        ink.words(ink.fit(f"{mark} {label('status', status or 'unreported')}", 16)),
        ink.words(ink.fit(number, 22), ink.MUTED),
        ink.words(i18n.local(held.name("commitment", one.owed.commitment)), ink.MUTED),
        by="  ",
    )
    return Block(
        told, label=ink.words(f"  {one.owed.leaf.id}"), indent=INDENT + 2, key=f"leaf:{one.owed.leaf.id}", most=1
    )


def drawn(held: Scores, told: Mapping[str, Uncertain | None]) -> list[Block]:
    """How far each number could move."""
    blocks_ = []
    for number, one in told.items():
        blocks_.append(Block(ink.words(spread.head(number, spread_of.DRAWS, spread_of.SEED), ink.HEADING), gap=1))
        blocks_ += [
            Block(ink.paragraph("\n".join(lines)), label=ink.words(name, ink.MUTED), indent=INDENT + 12)
            for name, lines in spread.facts(number, held.by_theme, one, lambda name: title(held, "theme", name))
        ]
    return blocks_
