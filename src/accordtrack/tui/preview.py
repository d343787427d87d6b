"""Preview of the commitment under the cursor, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trn
from accordtrack.text import deadlines, disputes, source_lines, verifiability
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Grade
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import CommitmentView, HalfView

INDENT = 14


def blocks(view: CommitmentView) -> list[Block]:
    """Return the blocks of the preview."""
    row = view.row
    head = text_styles.code_and_title(row.id, i18n.localize(row.title))
    about = text_styles.join(
        text_styles.words(label("level", row.level)),
        text_styles.words(
            _verdict(view),
            "" if view.verifiable else text_styles.WARN,
        ),
        text_styles.words(
            tr("{basis}, {date}", basis=label("text basis", row.text_basis), date=short_date(view.agreed_on))
        ),
        text_styles.words(label("framework", row.framework)),
        by=text_styles.dot(),
    )
    found = [Block(head, most=1), Block(about, most=1)]
    for half in cell_text.halves_in_alternat(view.halves):
        found.append(
            Block(
                cell_text.claim_with_standing(half),
                label=_side(half, alone=len(view.halves) == 1),
                indent=INDENT,
                most=1,
            )
        )
        if half.settled_by is not None:
            text = disputes.settled_status_note(half.side, half.settled_by)
            found.append(Block(text_styles.words(text, text_styles.NOTE), indent=INDENT, most=1))
        for rival in half.rivals:
            differs = text_styles.words(text_styles.mark_or_ascii("≠ ", "!= "), text_styles.WARN)
            content = text_styles.join(
                cell_text.status(rival.status, rival.basis), text_styles.muted(rival.feed), by=text_styles.dot()
            )
            ends = text_styles.muted(tr("until {side} speaks again", side=label("the side", half.side)))
            found.append(Block(text_styles.join(differs, content, text_styles.dot(), ends), indent=INDENT, most=1))
        if half.claim is not None and half.claim.text is not None:
            found.append(Block(text_styles.muted(i18n.localize(half.claim.text)), indent=INDENT, most=1))
    if view.leads:
        found.append(
            _fact(
                tr("lead"),
                text_styles.join(*cell_text.leads_in_brief(view), by=text_styles.dot()),
            )
        )
    found.append(_fact(tr("due"), cell_text.deadline_text(view.due)))
    found.append(_fact(tr("evidence"), _evidence(view)))
    if inferred := deadlines.still_inferred(view.due.basis, row.inferred):
        found.append(_fact(tr("supplied"), text_styles.words(cell_text.field_labels(inferred), text_styles.NOTE)))
    if view.own_sources:
        found.append(_fact(tr("sources"), _sources(view)))
    return found


def _verdict(view: CommitmentView) -> str:
    """Return whether the commitment is verifiable as written."""
    if verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable):
        return verifiability.assumed_verdict()
    return tr("verifiable") if view.verifiable else tr("not verifiable as written")


def _fact(name: str, body: Content) -> Block:
    return Block(body, label=text_styles.muted(name), indent=INDENT, most=1)


def _side(half: HalfView, *, alone: bool) -> Content:
    return text_styles.muted(tr("status") if alone else label("short side", half.side))


def _evidence(view: CommitmentView) -> Content:
    if not view.evidence:
        return text_styles.muted(tr("none"))
    count = text_styles.words(trn("{n} piece", "{n} pieces", len(view.evidence)))
    standing = [item for item in view.evidence if item.withheld is None]
    withheld = len(view.evidence) - len(standing)
    if withheld:
        text = trn("{n} of them not public", "{n} of them not public", withheld)
        count = text_styles.join(count, text_styles.words(text, text_styles.WARN), by=text_styles.dot())
    if not standing:
        return count
    best = max(standing, key=lambda item: Grade(item.grade).rank)
    return text_styles.join(
        count,
        text_styles.words(tr("best: {grade}", grade=label("grade", best.grade))),
        text_styles.muted(i18n.localize(best.title)),
        by=text_styles.dot(),
    )


def _sources(view: CommitmentView) -> Content:
    own = [source for source in view.sources if source.id in view.own_sources]
    return text_styles.join(
        *(
            text_styles.join(
                text_styles.words(f"{source_lines.credit(source)}, {source.title}"),
                text_styles.words(
                    tr("({copy} copy)", copy=label("copy", source.copy)),
                    text_styles.WARN if source.weak else text_styles.MUTED,
                ),
                by=" ",
            )
            for source in own[:3]
        ),
        by=text_styles.dot(),
    )
