"""The commitment under the cursor in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trn
from accordtrack.sentences import disputes
from accordtrack.tui import ink, words
from accordtrack.tui.widgets.leaf import Block
from accordtrack.vocabulary import Grade
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.views import CommitmentView, HalfView

INDENT = 14


def blocks(view: CommitmentView, *, narrow: bool = False) -> list[Block]:
    """Lines of the preview; ``narrow`` adds what folded out of the list."""
    row = view.row
    head = ink.joined(ink.words(row.id, ink.HEADING), ink.words(i18n.local(row.title), ink.TITLE), by="  ")
    about = ink.joined(
        ink.words(label("level", row.level)),
        ink.words(
            tr("verifiable") if view.verifiable else tr("not verifiable as written"),
            "" if view.verifiable else ink.WARN,
        ),
        ink.words(tr("{basis}, {date}", basis=label("text basis", row.text_basis), date=view.agreed_on)),
        ink.words(label("framework", row.framework)),
        by=ink.dot(),
    )
    found = [Block(head, most=1), Block(about, most=1)]
    for half in words.in_order(view.halves):
        found.append(Block(words.stands(half), label=_side(half, alone=len(view.halves) == 1), indent=INDENT, most=1))
        if half.settled_by is not None:
            said = disputes.unchanged(half.side, half.settled_by)
            found.append(Block(ink.words(said, ink.NOTE), indent=INDENT, most=1))
        for rival in half.rivals:
            differs = ink.words(ink.sign("≠ ", "!= "), ink.WARN)
            told = ink.joined(words.status(rival.status, rival.basis), ink.words(rival.feed, ink.MUTED), by=ink.dot())
            ends = ink.words(tr("until {side} speaks again", side=label("the side", half.side)), ink.MUTED)
            found.append(Block(ink.joined(differs, told, ink.dot(), ends), indent=INDENT, most=1))
        if half.claim is not None and half.claim.text is not None:
            found.append(Block(ink.words(i18n.local(half.claim.text), ink.MUTED), indent=INDENT, most=1))
    if narrow and view.leads:
        found.append(
            _fact(tr("lead"), ink.joined(*(words.name(lead) for lead in words.in_alternat(view.leads)), by=ink.dot()))
        )
    found.append(_fact(tr("due"), words.due(view.due)))
    found.append(_fact(tr("evidence"), _evidence(view)))
    if row.inferred:
        found.append(_fact(tr("inferred"), ink.words(words.field_names(row.inferred), ink.NOTE)))
    if view.own_sources:
        found.append(_fact(tr("sources"), _sources(view)))
    return found


def _fact(name: str, body: Content) -> Block:
    return Block(body, label=ink.words(name, ink.MUTED), indent=INDENT, most=1)


def _side(half: HalfView, *, alone: bool) -> Content:
    return ink.words(tr("status") if alone else tr("{side} half", side=label("short side", half.side)), ink.MUTED)


def _evidence(view: CommitmentView) -> Content:
    if not view.evidence:
        return ink.words(tr("none"), ink.MUTED)
    count = ink.words(trn("{n} piece", "{n} pieces", len(view.evidence)))
    standing = [item for item in view.evidence if item.withheld is None]
    withheld = len(view.evidence) - len(standing)
    if withheld:
        said = trn("{n} of them withheld", "{n} of them withheld", withheld)
        count = ink.joined(count, ink.words(said, ink.WARN), by=ink.dot())
    if not standing:
        return count
    best = max(standing, key=lambda item: Grade(item.grade).rank)
    return ink.joined(
        count,
        ink.words(tr("best: {grade}", grade=label("grade", best.grade))),
        ink.words(i18n.local(best.title), ink.MUTED),
        by=ink.dot(),
    )


def _sources(view: CommitmentView) -> Content:
    own = [source for source in view.sources if source.id in view.own_sources]
    return ink.joined(
        *(
            ink.joined(
                ink.words(f"{source.publisher}, {source.title}"),
                ink.words(tr("({copy} copy)", copy=label("copy", source.copy)), ink.WARN if source.weak else ink.MUTED),
                by=" ",
            )
            for source in own[:3]
        ),
        by=ink.dot(),
    )
