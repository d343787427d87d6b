"""Sentences that count commitments and what is stated on them: by government, by the texts that name them, by status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.i18n import in_alternat, sides, tr, trn
from accordtrack.text import paths
from accordtrack.text.calendar_names import month_name
from accordtrack.text.counted import counted
from accordtrack.vocabulary import Side, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.findings import Finding, Listed, Statements


_BOTH = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS})


def area_list(listed: Listed) -> list[str]:
    """Return how many commitments there are and whose, and in whose text the joint ones stand."""
    if not listed.total:
        return [tr("No commitments are listed.")]
    total = counted(listed.total, "commitments")
    if not any(listed.alone.values()):
        text = trn(
            "{n} commitment is listed, a joint one.", "{n} commitments are listed, all joint.", listed.total, n=total
        )
    else:
        alone = [_alone(side, listed) for side in (Side(one) for one in sides()) if listed.alone[side]]
        joint = trn("{n} joint", "{n} joint", listed.joint, n=counted(listed.joint, "joint"))
        parts = [joint, *alone] if listed.joint else alone
        text = trn(
            "{n} commitment is listed: {parts}.",
            "{n} commitments are listed: {parts}.",
            listed.total,
            n=total,
            parts=paths.listed(parts),
        )
    return [text, *_texts(listed)]


def _alone(side: Side, listed: Listed) -> str:
    n = counted(listed.alone[side], f"alone-{side}")
    return tr("{n} by {side} alone", n=n, side=label("the side", side))


def in_texts_of_both(listed: Listed) -> int:
    """Return how many joint commitments stand in a joint text or in the readouts of both governments."""
    return sum(listed.texts.get(basis, 0) for basis in _BOTH)


def _texts(listed: Listed) -> list[str]:
    """Return how many joint commitments are in a text of both, only in a text of one, or only in that of a third party."""
    both = in_texts_of_both(listed)
    if both == listed.joint:
        return []
    counts = {"us": TextBasis.US_TEXT, "mx": TextBasis.MX_TEXT, "third": TextBasis.THIRD_PARTY}
    values = {name: counted(listed.texts.get(basis, 0), f"text-{basis}") for name, basis in counts.items()}
    return [
        trn(
            "Of the joint ones, {n} is in texts of both governments; the others are only in a U.S. text ({us}), a Mexican "
            "text ({mx}) or a third party's ({third}).",
            "Of the joint ones, {n} are in texts of both governments; the others are only in a U.S. text ({us}), a Mexican "
            "text ({mx}) or a third party's ({third}).",
            both,
            **{**values, "n": counted(both, "text-both")},
        )
    ]


def whole_list(listed: Listed) -> list[str]:
    """Return how many commitments the register lists, of when, whose, and in whose texts."""
    if not listed.total or listed.first is None or listed.last is None:
        return [tr("No commitments are listed.")]
    values = {"first": month_name(listed.first[:7]), "last": month_name(listed.last[:7])}
    alone = [_alone(side, listed) for side in (Side(one) for one in sides())]
    joint = trn("{n} is joint", "{n} are joint", listed.joint, n=counted(listed.joint, "joint"))
    return [
        tr(
            "This tracker lists {n} commitments of the two governments, from {first} to {last}.",
            n=counted(listed.total, "commitments"),
            **values,
        ),
        tr("Of these, {parts}.", parts=paths.listed([joint, *alone])),
        tr("A joint commitment counts for both."),
        *_texts(listed),
    ]


def hidden(statements: Sequence[Statements]) -> list[str]:
    """Return how many commitments of each government the readers may not read. They count among all of its commitments."""
    return [
        trn(
            "{n} commitment of {side} is not public.",
            "{n} commitments of {side} are not public.",
            one.hidden,
            side=label("the side", one.side),
        )
        for one in in_alternat(statements, lambda one: str(one.side))
        if one.hidden
    ]


def unshown(statements: Sequence[Statements]) -> list[str]:
    """Return how many statements the readers may not read, and how many were taken back."""
    return [*_hidden_statements(statements), *_taken_back(statements)]


def _taken_back(statements: Sequence[Statements]) -> list[str]:
    """Return how many statements of each government were taken back, and after how many of them an earlier one is in force."""
    told: list[str] = []
    for one in in_alternat(statements, lambda one: str(one.side)):
        side = label("the side", one.side)
        if one.taken_back:
            told.append(
                trn(
                    "{n} statement of {side} was taken back.",
                    "{n} statements of {side} were taken back.",
                    one.taken_back,
                    n=_n(one, "taken_back"),
                    side=side,
                )
            )
        if one.earlier_again:
            told.append(
                trn(
                    "{n} later statement of {side} was taken back; the earlier one is in force again.",
                    "{n} later statements of {side} were taken back; the earlier ones are in force again.",
                    one.earlier_again,
                    n=_n(one, "earlier_again"),
                    side=side,
                )
            )
    return told


def _hidden_statements(statements: Sequence[Statements]) -> list[str]:
    """Return how many latest statements of each government the readers may not read."""
    return [
        trn(
            "{n} statement of {side} is not public.",
            "{n} statements of {side} are not public.",
            one.not_public,
            n=_n(one, "not_public"),
            side=label("the side", one.side),
        )
        for one in in_alternat(statements, lambda one: str(one.side))
        if one.not_public
    ]


def stated(statements: Sequence[Statements]) -> list[str]:
    """Return what each government states on its own progress, what this tracker assesses, and what is left."""
    ordered = in_alternat(statements, lambda one: str(one.side))
    if not any(one.listed for one in ordered):
        return []
    if not any(one.stated or one.not_public or one.taken_back for one in ordered):
        assessed = tr(
            "From published reports, this tracker assesses {parts} ≈.",
            parts=paths.listed([_assessed_of_all(one) for one in ordered]),
        )
        unstated = tr("No own or joint statement found gives the status of these commitments.")
        return [unstated, assessed, *_assessed_reversed(ordered), *unshown(ordered)]
    assessed_more = paths.listed(
        [tr("{n} more for {side}", n=_n(one, "assessed"), side=label("the side", one.side)) for one in ordered]
    )
    otherwise, none = (
        [tr("{n} for {side}", n=_n(one, name), side=label("the side", one.side)) for one in ordered]
        for name in ("stated_otherwise", "none")
    )
    left = paths.listed(none)
    return [
        *reported(ordered),
        *(
            [tr("Stated with another status: {parts}.", parts=paths.listed(otherwise))]
            if any(one.stated_otherwise for one in ordered)
            else []
        ),
        tr("From published reports, this tracker assesses {parts} ≈.", parts=assessed_more),
        *_assessed_reversed(ordered),
        *unshown(ordered),
        tr("For the rest ({parts}), no statement of status was found; they may still have been met.", parts=left),
    ]


def unstated_in_short(found: Finding) -> list[str]:
    """Return on how many commitments of each government no statement was found, as what the other one may ask about."""
    ordered = in_alternat([one for one in found.statements if one.none], lambda one: str(one.side))
    if not ordered:
        return []
    counts = [tr("{n} for {side}", n=one.none, side=label("the side", one.side)) for one in ordered]
    return [
        tr(
            "Each may ask the other about commitments without a statement, which may still have been met: {parts}.",
            parts=paths.listed(counts),
        )
    ]


def _assessed_reversed(statements: Sequence[Statements]) -> list[str]:
    """Return how many of the assessed statuses are *reversed*, for both governments if for any."""
    if not any(one.assessed_reversed for one in statements):
        return []
    counts = [tr("{n} for {side}", n=one.assessed_reversed, side=label("the side", one.side)) for one in statements]
    return [tr("Of these, it assesses {parts} as reversed.", parts=paths.listed(counts))]


def _assessed_of_all(one: Statements) -> str:
    values = {"n": _n(one, "assessed"), "all": _n(one, "listed")}
    return tr("{n} of the {all} for {side}", side=label("the side", one.side), **values)


def _n(one: Statements, name: str) -> str:
    return counted(getattr(one, name), f"{name}-{one.side}")


def reported(statements: Sequence[Statements], *, named: bool = False) -> list[str]:
    """Return what each government reports completed and reversed.

    ``named`` adds *commitments* to the first sentence, if no earlier one has it.
    """
    ordered = in_alternat([one for one in statements if one.listed], lambda one: str(one.side))
    if not ordered:
        return []
    every = [_n(one, "listed") for one in ordered]
    every[0] = tr("{n} commitments", n=every[0]) if named else every[0]
    told = list(map(_reports, ordered, every))
    first = tr("On its own or in joint statements, {sentence}", sentence=told[0])
    return [first, *map(capitalize_first, told[1:])]


def _reports(one: Statements, every: str) -> str:
    values = {"side": label("the side", one.side), "all": every}
    done = trn(
        "{n} of its {all} completed", "{n} of its {all} completed", one.completed, n=_n(one, "completed"), **values
    )
    undone = trn("{n} reversed", "{n} reversed", one.reversed, n=_n(one, "reversed"))
    if one.completed and one.reversed:
        return tr("{side} reports {done} and {undone}.", done=done, undone=undone, **values)
    if one.completed:
        return tr("{side} reports {done} and none reversed.", done=done, **values)
    if one.reversed:
        return tr("{side} reports none of its {all} completed and {undone}.", undone=undone, **values)
    return tr("{side} reports none of its {all} completed and none reversed.", **values)
