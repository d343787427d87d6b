"""Text about dispute threads: their subject, what each side says, whose turn it is, how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, shorten
from accordtrack.i18n import field_value, localize, tr, trc, trn
from accordtrack.text import provenance
from accordtrack.vocabulary import Side, Stance, Standing
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from accordtrack.types import DisputeView, ThreadItem

_VALUE = 24
"""Most characters of a value in a list."""


def thread_code(thread: DisputeView) -> str:
    """Return the code under which a thread is listed: that of the indicator, else of the commitment."""
    return thread.indicator or thread.commitment or thread.id


def about(thread: DisputeView) -> str:
    """Return what the thread is about, and whose half."""
    text = label("dispute about", thread.about)
    return f"{text} ({label('short side', thread.half)})" if thread.half and thread.responsible == "JOINT" else text


def brief_about(thread: DisputeView) -> str:
    """Return the same for small spaces: for a claim, whose half."""
    if thread.half and thread.responsible == "JOINT":
        return tr("statement {side}", side=label("short side", thread.half))
    return label("dispute about", thread.about)


def latest(thread: DisputeView, side: str) -> ThreadItem | None:
    """Return a side's current statement in a thread: one that it upholds, its latest in force, or an earlier one.

    A side that objects to its own text no longer upholds it.
    """
    item = thread.latest_item(side)
    if item is not None and item.stance != "concur":
        begun = (word for word in thread.words if word.counts and not word.depth and word.kind != "evidence")
        own = (word for word in begun if word.speaker == side and word.speaks_for(side) and word.entry != item.answers)
        item = next(own, item)
    if item is not None:
        return item
    earlier = (word for word in reversed(thread.words) if word.stale and not word.withdrawn)
    return next((word for word in earlier if word.speaker == side and word.speaks_for(side)), None)


def brief_statement(word: ThreadItem | None, *, ascii_only: bool = False) -> str:
    """Return a statement in few words: ``◔≈ limited``, ``disputes, not enough``, ``disputes, ◔ limited``, a value."""
    if word is None:
        return ""
    if word.stance is not None:
        text = _answer_text(word, ascii_only=ascii_only)
    elif word.status is not None:
        text = f"{status_mark(word.status, word.basis, ascii_only=ascii_only)} {label('short status', word.status)}"
    elif word.figure is not None:
        text = f"{word.figure.value} ({word.figure.period_end})"
    elif word.changes:
        text = "; ".join(
            f"{label('field', one.field)}: {shorten(field_value(one.field, one.new), _VALUE)}" for one in word.changes
        )
    else:
        text = label("thread word", word.kind)
    return tr("earlier: {words}", words=text) if word.stale else text


def standing(thread: DisputeView, side: str, *, ascii_only: bool = False) -> str:
    """Return a side's current statement in few words, or those of its desks: ``◔ limited ≠ ◑ substantial``."""
    rivals = [word for word in thread.words if word.kind == "rival" and word.speaker == side]
    lines = [brief_statement(word, ascii_only=ascii_only) for word in (latest(thread, side), *rivals)]
    return (" != " if ascii_only else " ≠ ").join(dict.fromkeys(words for words in lines if words))


def _answer_text(word: ThreadItem, *, ascii_only: bool) -> str:
    text = label("short stance", word.stance)
    if word.proposed_status is not None:
        status = f"{mark(word.proposed_status, ascii_only=ascii_only)} {label('short status', word.proposed_status)}"
        return f"{text}, {status}"
    return f"{text}, {label('ground', word.ground)}" if word.ground else text


def days_waited(thread: DisputeView) -> int | None:
    """Return the days without an answer since one was asked for, or None if none was asked for."""
    return thread.turn_days if thread.standing == Standing.ASKED else None


def turn_in_full(thread: DisputeView) -> str:
    """Return whose turn it is, with the days since an answer was asked for, or how the thread ended."""
    if thread.turn is None:
        return label("dispute state", thread.state)
    side, days = label("side", thread.turn), days_waited(thread)
    if thread.to_review:
        return tr("{side}, to be reviewed", side=side)
    return side if days is None else f"{side}, {trc('column', '{days} d', days=days)}"


def turn_in_brief(thread: DisputeView) -> str:
    """Return the same for small spaces: ``US 12 d``."""
    if thread.turn is None:
        return label("dispute state", thread.state)
    side, days = label("short side", thread.turn), days_waited(thread)
    return side if days is None else f"{side} {trc('column', '{days} d', days=days)}"


def outcome(thread: DisputeView) -> str:
    """Return the state of the thread in a sentence."""
    match thread.state:
        case "settled":
            return _settled_text(thread)
        case "unresolved":
            return tr(
                (
                    "Unresolved since {date}: each government stands by its word. A new statement or new evidence "
                    "from either reopens it."
                ),
                date=thread.ended_on,
            )
        case "observer":
            return tr(
                "Statements by observers and answers to them: it is nobody's turn, and no government's answer changes."
            )
        case _ if thread.turn is None:
            return tr("Open: nobody's turn.")
        case _:
            words = {"side": label("the side", thread.turn), "date": thread.turn_since}
            if thread.to_review:
                return tr(
                    "To be reviewed by {side}: new evidence since {date}. The disagreement stands until then.", **words
                )
            days = days_waited(thread)
            if days is None:
                turn = tr("It has been the turn of {side} since {date}.", **words)
            else:
                turn = trn(
                    "It is the turn of {side}, asked to answer since {date} ({n} day).",
                    "It is the turn of {side}, asked to answer since {date} ({n} days).",
                    days,
                    **words,
                )
            return " ".join((turn, *_unconfirmed_words(thread)))


def _unconfirmed_words(thread: DisputeView) -> list[str]:
    """Return who recorded all that the side whose turn it is seems to have said; empty if it said anything itself."""
    said = [word for word in thread.words if word.counts and word.speaker == thread.turn]
    if not said or not all(word.is_unconfirmed for word in said):
        return []
    recorded = provenance.recorded_by(said[0].feed.partition("-")[0].upper())
    return [tr("What {side} says here was {recorded}.", side=label("the side", thread.turn), recorded=recorded)]


def own_turn(thread: DisputeView) -> str:
    """Return the same for a reader of the side whose turn it is."""
    days = days_waited(thread)
    if days is None:
        return tr("Your turn, since {date}.", date=thread.turn_since)
    return trn(
        "Your turn, asked to answer since {date} ({n} day).",
        "Your turn, asked to answer since {date} ({n} days).",
        days,
        date=thread.turn_since,
    )


def settling_rules() -> str:
    """Return what settles a thread, and what never does."""
    return tr(
        "Finding no answer never means consent: a thread is settled when one side agrees with what the "
        "other said, or when both themselves enter the same status."
    )


def settling_concurrence(thread: DisputeView) -> ThreadItem | None:
    """Return the concurrence that settled a thread, or None if equal statuses did or it is not settled."""
    concurs = (word for word in reversed(thread.words) if word.counts and word.stance == Stance.CONCUR)
    return next((word for word in concurs if word.said_on == thread.ended_on), None)


def has_yet_to_concur(thread: DisputeView, side: str | None) -> bool:
    """Return whether ``side`` gave up its dispute of a claim without concurring, so that it is not agreed."""
    last = settling_concurrence(thread) if thread.standing == Standing.SETTLED else None
    return last is not None and last.speaker == side != thread.half


def settled_status_note(owner: str, settled_by: str) -> str:
    """Return what would change the standing or the status after a dispute is settled.

    ``owner`` owes the half; ``settled_by`` is the side that agreed with the other.
    """
    if settled_by in set(Side) - {owner}:
        return tr(
            "The answer changes when {side} agrees with the statement itself.", side=label("the side", settled_by)
        )
    return tr("The status changes when {side} reports a new one.", side=label("the side", owner))


def _settled_text(thread: DisputeView) -> str:
    """Return which side accepted what: a claim, or what was said against it."""
    last = settling_concurrence(thread)
    if last is None:
        return tr("Settled on {date}: both sides give the same status.", date=thread.ended_on)
    side = label("the side", last.speaker)
    reading = tr(", by this tracker's assessment") if {"about", "stance"} & set(last.inferred) else ""
    answered = next((word for word in thread.words if word.entry == last.answers), None)
    if answered is None or answered.kind == "claim":
        template = tr("Settled on {date}{reading}: {side} agrees with the statement.")
        return template.format(date=thread.ended_on, reading=reading, side=side)
    return tr(
        "Settled on {date}{reading}: {side} agrees with what {other} said on {day}.",
        date=thread.ended_on,
        reading=reading,
        side=side,
        other=label("the side", answered.speaker),
        day=answered.said_on,
    )


def _stale_hints(thread: DisputeView, claim: ThreadItem) -> list[str]:
    """Return hints about disputes of an earlier version of the claim.

    They were said before the claim in force, or after it but about the earlier version.
    """
    stale = [word for word in thread.words if word.stale and word.is_objection and not word.withdrawn]
    late = [word for word in stale if word.said_on > claim.said_on]
    if late:
        values = {"side": label("the side", late[-1].speaker), "day": late[-1].said_on}
        if "about" in late[-1].inferred:
            template = tr(
                "By this tracker's assessment, what {side} said on {day} answers an earlier statement; no "
                "answer to the one in force was found."
            )
        else:
            template = tr(
                "What {side} said on {day} answers an earlier statement; no answer to the one in force was found."
            )
        return [template.format(**values)]
    if stale and not thread.restated:
        return [tr("The statement is newer than these answers: they neither agree nor disagree with it.")]
    return []


def hints(thread: DisputeView) -> list[str]:
    """Return hints against misreading.

    Examples are a settled thread whose claim still stands, and a claim that now says what the other side proposed.
    """
    found = []
    claim = next((word for word in thread.words if word.kind == "claim" and word.counts), None)
    last = settling_concurrence(thread)
    if thread.standing == Standing.SETTLED and thread.half is not None and last is not None:
        found += [
            f"{capitalize_first(label('standing', thread.standing))}.",
            settled_status_note(thread.half, last.speaker),
        ]
    if thread.state == "open" and claim is not None:
        items = (word for word in thread.words if word.stale and word.is_objection and not word.withdrawn)
        proposed = [word for word in items if word.proposed_status == claim.status]
        if proposed:
            side = label("the side", proposed[-1].speaker)
            found.append(
                tr("The statement now matches what {side} proposed; only {side}'s agreement settles it.", side=side)
            )
        else:
            found += _stale_hints(thread, claim)
    return found


def heading(word: ThreadItem) -> str:
    """Return the kind of statement, such as ``disputes``. A reading is never under "says" or "claims"."""
    if word.stance is not None:
        return label("stance", word.stance)
    if word.kind == "claim" and word.stale:
        return tr("earlier statement")
    return label("thread word", word.kind)


def details(word: ThreadItem) -> list[str]:
    """Return the details of a statement: ground, proposal, value with its period, changes, evidence by title."""
    found = []
    if word.ground is not None:
        found.append(tr("ground: {ground}", ground=label("ground", word.ground)))
    if word.proposed_status is not None:
        found.append(tr("proposes {status}", status=label("status", word.proposed_status)))
    if word.figure is not None:
        figure = word.figure
        period = f"{figure.period_start}..{figure.period_end}"
        found.append(
            tr(
                "{value} in {period}, series {series}",
                value=figure.value,
                period=period,
                series=label("series", figure.series),
            )
        )
    for one in word.changes:
        name = one.field
        values = {"field": label("field", name), "old": field_value(name, one.old), "new": field_value(name, one.new)}
        found.append(tr("{field}: {old}, to become {new}", **values))
    for proof in word.evidence:
        words = {"title": localize(proof.title), "grade": label("grade", proof.grade)}
        found.append(tr("evidence: {title} ({grade})", **words))
    return found


def authorship(word: ThreadItem) -> list[str]:
    """Return the author of a statement if it is not the side itself, and the side that it waits for."""
    return [
        text
        for text in (
            provenance.mark_and_label(word.provenance, word.feed, accepted=word.accepted).label,
            provenance.waits_for(word.waits, word.disputed_by),
        )
        if text
    ]


def qualifiers(word: ThreadItem) -> list[str]:
    """Return what qualifies a statement: official or attributed, withdrawn, about an earlier version, overtaken."""
    found = [tr("entered by that government") if word.official else tr("taken from a source")]
    if word.withdrawn:
        found.append(tr("withdrawn, with any answers to it"))
    elif word.stale and word.kind != "claim":
        found.append(tr("answer to an earlier version"))
    elif not word.counts and not word.stale:
        found.append(tr("superseded by later words") if word.stance else tr("older than the statement"))
    return found
