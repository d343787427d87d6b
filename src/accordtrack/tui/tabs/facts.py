"""Blocks of the Facts tab: text, status of each half, responsibility, dates, proposals, and notes of a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import (
    deadlines,
    disputes,
    field_values,
    pending,
    provenance,
    review_rules,
    verifiability,
)
from accordtrack.text.calendar_names import short_date
from accordtrack.text.withheld import half_status
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.tabs import withheld_entries
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import CommitmentView, HalfView, ProposedChange

INDENT = 20


def blocks(view: CommitmentView) -> list[Block]:
    """Return the blocks of the tab, in the order in which a desk officer needs them."""
    row = view.row
    found = [Block(text_styles.paragraph(i18n.localize(view.text)), quoted=True)]
    found += withheld_entries.count_message(view)
    found += _proposed(view)
    found += _not_agreed(view)
    found += _halves(view)
    found += [_heading(tr("Commitment"))]
    found.append(
        _fact(
            view,
            "responsible_side",
            tr("responsible"),
            text_styles.words(cell_text.responsibility_text(row.responsible)),
        )
    )
    found.append(_fact(view, "text_basis", tr("published by"), text_styles.words(label("text basis", row.text_basis))))
    found.append(_fact(view, "agreed_on", tr("agreed on"), text_styles.words(short_date(view.agreed_on))))
    found.append(_fact(view, "framework", tr("framework"), cell_text.name_with_code(view.framework)))
    if view.area is not None:
        found.append(_fact(view, "area", label("field", "area"), cell_text.name_with_code(view.area)))
    found.append(_fact(view, "kind", tr("kind"), text_styles.words(label("kind", row.kind))))
    found.append(_fact(view, "level", tr("level"), text_styles.words(label("level", row.level))))
    found.append(_fact(view, "theme", tr("area"), text_styles.words(label("theme", row.theme))))
    if view.leads:
        found.append(
            _fact(
                view,
                "",
                tr("lead"),
                text_styles.join(*cell_text.leads(view), by="\n"),
            )
        )
    if view.supporting:
        found.append(
            _fact(
                view,
                "supporting",
                tr("supporting"),
                text_styles.join(
                    *(cell_text.name_with_code(body) for body in cell_text.bodies_in_alternat(view.supporting)), by="\n"
                ),
            )
        )
    if view.places:
        found.append(_fact(view, "places", tr("places"), text_styles.words(text_styles.join_items(view.places))))
    if row.responsible == "JOINT":
        share = tr("United States {share}", share=view.share_us) if view.share_us else tr("share not agreed")
        found.append(_fact(view, "share_us", tr("shares"), text_styles.words(share)))
    found += _dates(view)
    found.append(_fact(view, "verifiable", tr("verifiable"), text_styles.words(_verdict(view))))
    if view.verification is not None:
        found.append(
            _fact(
                view,
                "verification",
                tr("to be checked"),
                text_styles.paragraph(i18n.localize(view.verification)),
                quoted=True,
            )
        )
    found += _wordings(view)
    for field, name, text in field_values.labeled_values(view.further):
        found.append(_fact(view, field, name, text_styles.words(text)))
    if view.note is not None:
        by = i18n.localize(view.note_desks)
        name = f"{tr('note')} ({by})" if by else tr("note")
        found.append(_fact(view, "note", name, text_styles.paragraph(i18n.localize(view.note)), quoted=True))
    if view.note_removed_by and view.note_removed_on:
        words = provenance.note_removed(view.note_removed_by, view.note_removed_on)
        found.append(_fact(view, "", tr("note"), text_styles.words(words)))
    found.append(_fact(view, "handling", tr("handling"), text_styles.words(row.handling)))
    return found + _conflicts(view) + _notes(view)


def _wordings(view: CommitmentView) -> list[Block]:
    """Return the promise in the words of each side, where they differ."""
    wordings = {"US": view.wording_us, "MX": view.wording_mx}
    return [
        _fact(
            view,
            "wording",
            tr("words of {side}", side=label("short side", side)),
            text_styles.paragraph(f"“{wording}”"),
            quoted=True,
        )
        for side in i18n.sides(wordings)
        if (wording := wordings[side])
    ]


def _dates(view: CommitmentView) -> list[Block]:
    found = [_fact(view, "due_on", tr("due"), cell_text.deadline_text(view.due))]
    if view.review is not None:
        content = text_styles.join(*(text_styles.words(line) for line in review_rules.lines(view.review)), by="\n")
        found.append(_fact(view, "review_rule", tr("review"), content))
    return found


def _heading(title: str) -> Block:
    return Block(text_styles.words(title, text_styles.HEADING), gap=1)


def _verdict(view: CommitmentView) -> str:
    """Return whether the commitment is verifiable as written, and why."""
    if verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable):
        return verifiability.assumed_verdict()
    verdict = tr("verifiable as written") if view.verifiable else tr("not verifiable as written")
    return f"{verdict}: {verifiability.reason(view.verifiable_why)}"


def _fact(view: CommitmentView, field: str, name: str, body: Content, *, quoted: bool = False) -> Block:
    inferred = deadlines.still_inferred(view.due.basis, view.row.inferred)
    guessed = [item for item in inferred if item == field or item.startswith(field + ".")]
    if field == "due_on" and "due_basis" in inferred:
        guessed.append("due_basis")
    whole = text_styles.join(body, cell_text.inferred_note(guessed), by=" ")
    return Block(whole, label=text_styles.words(name, text_styles.MUTED), indent=INDENT, quoted=quoted)


def _halves(view: CommitmentView) -> list[Block]:
    found: list[Block] = []
    for half in cell_text.halves_in_alternat(view.halves):
        title = label("side", half.side) if len(view.halves) > 1 else tr("Status")
        found.append(_heading(title))
        found += _half(half)
    return found


def _standing(half: HalfView) -> list[Block]:
    """Return the standing of the claim and its answer and, for a settled dispute, what would change it."""
    found = [_line(tr("other government"), cell_text.standing(half))]
    if half.settled_by is not None:
        found.append(
            _line("", text_styles.words(disputes.settled_status_note(half.side, half.settled_by), text_styles.NOTE))
        )
    return found


def _status(half: HalfView) -> list[Block]:
    """Return the claim with its text, and the note on a later statement that was taken back."""
    found = [_line(tr("status"), cell_text.claim_or_note(half))]
    if half.claim is not None and half.taken_back is not None:
        found.append(_line("", text_styles.words(half_status(half).note, text_styles.NOTE)))
    if half.claim is not None and half.claim.text is not None:
        found.append(_line("", text_styles.paragraph(i18n.localize(half.claim.text), text_styles.MUTED), quoted=True))
    return found


def _half(half: HalfView) -> list[Block]:
    found = _status(half)
    if half.claim is not None:
        found += _standing(half)
    if half.answer is not None:
        answer = half.answer
        parts = [label("stance", answer.stance)]
        if answer.ground:
            parts.append(label("ground", answer.ground))
        if answer.proposed_status:
            parts.append(tr("proposes {status}", status=label("status", answer.proposed_status)))
        content = text_styles.join(
            text_styles.words(cell_text.speaker_with_body(answer.speaker, answer.body)),
            *(text_styles.words(part) for part in parts),
            text_styles.words(short_date(answer.said_on), text_styles.MUTED),
            by=text_styles.dot(),
        )
        found.append(_line(tr("answer"), content))
        if answer.reason is not None:
            found.append(_line("", text_styles.paragraph(i18n.localize(answer.reason), text_styles.MUTED), quoted=True))
    if half.reading is not None:
        found.append(_line(tr("other's assessment"), cell_text.claim(half.reading)))
    if half.proposes and half.answer is None:
        found.append(_line(tr("proposes"), cell_text.status(half.proposes, None)))
    found += [
        _line(
            tr("also says"),
            text_styles.join(
                cell_text.claim(rival), text_styles.words(rival.feed, text_styles.MUTED), by=text_styles.dot()
            ),
        )
        for rival in half.rivals
    ]
    if half.rivals:
        ends = tr("until {side} speaks again", side=label("the side", half.side))
        found.append(_line("", text_styles.words(ends, text_styles.MUTED)))
    return found


def _not_agreed(view: CommitmentView) -> list[Block]:
    """Return who does not subscribe to the text and why; this does not change the status."""
    found: list[Block] = []
    for answer in view.not_agreed:
        content = text_styles.join(
            text_styles.words(cell_text.speaker_with_body(answer.speaker, answer.body), text_styles.STRONG),
            text_styles.words(label("stance", answer.stance), text_styles.WARN),
            text_styles.words(short_date(answer.said_on), text_styles.MUTED),
            text_styles.words(tr("text since reworded") if answer.stale else "", text_styles.MUTED),
            by=text_styles.dot(),
        )
        found.append(_line(tr("not subscribed to"), content))
        if answer.reason is not None:
            found.append(_line("", text_styles.paragraph(i18n.localize(answer.reason), text_styles.MUTED), quoted=True))
    return found


def _line(name: str, body: Content, *, quoted: bool = False) -> Block:
    return Block(body, label=text_styles.words(name, text_styles.MUTED), indent=INDENT, quoted=quoted)


def _proposed(view: CommitmentView) -> list[Block]:
    """Return the changes that wait for a side, each beside the value in force."""
    if not view.proposed:
        return []
    found = [_heading(tr("Changes that wait"))]
    arrow, nothing = text_styles.mark_or_ascii("→", "->"), text_styles.mark_or_ascii("—", "-")
    for change in view.proposed:
        for name, old, new in pending.changed_values(change.field, change.old, change.new):
            body = text_styles.join(
                text_styles.words(f"{old or nothing} {arrow} {new or nothing}", text_styles.STRONG),
                text_styles.words(provenance.waits_for(change.waits, change.disputed_by), text_styles.WARN),
                text_styles.words(_proposer(change), text_styles.MUTED),
                text_styles.words(i18n.localize(change.reason)),
                by=text_styles.dot(),
            )
            found.append(Block(body, label=text_styles.words(name, text_styles.MUTED), indent=INDENT))
    hint = tr("To concur or disagree, press E to see everything that waits")
    return [*found, Block(text_styles.words(hint, text_styles.NOTE), indent=INDENT)]


def _proposer(change: ProposedChange) -> str:
    """Return who proposed a change; blank if the side that it waits for already makes that clear."""
    return "" if len(change.waits) == 1 else tr("proposed by {side}", side=label("the side", change.side))


def _conflicts(view: CommitmentView) -> list[Block]:
    if not view.conflicts:
        return []
    return [
        _heading(tr("Conflicting figures or words")),
        *(Block(cell_text.name_with_code(named), indent=2) for named in view.conflicts),
    ]


def _notes(view: CommitmentView) -> list[Block]:
    if not view.notes:
        return []
    found = [_heading(tr("Notes"))]
    for note in view.notes:
        origin = provenance.by_another(note.provenance, note.feed, ())
        head = text_styles.words(
            f"{short_date(note.said_on)} {note.feed} {note.by} {origin}".rstrip(), text_styles.MUTED
        )
        found.append(Block(text_styles.paragraph(note.text), label=head, indent=INDENT, quoted=True))
    return found
