"""Build the IATI file: the accord, its frameworks and its commitments as activities of three levels.

The output does not depend on the clock, the machine or the current language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import gettext_lazy, in_both, sides, tr, word
from accordtrack.interchange.iati import codes, omissions
from accordtrack.interchange.iati import measurements as measuring
from accordtrack.interchange.iati.activity import (
    UNREGISTERED,
    File,
    accountable,
    begun,
    dated,
    described,
    documents,
    result,
    unstarted,
    unthemed,
)
from accordtrack.interchange.iati.commitment import CARRIED, commitment
from accordtrack.interchange.iati.elements import add, written
from accordtrack.interchange.iati.identifiers import identifiers
from accordtrack.vocabulary import CommitmentKind, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.records import Accord, Framework
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.types import IatiRequest, LeftOut


@dataclass(frozen=True, slots=True)
class IatiFile:
    """The IATI file, counts of what it contains, and what is left out."""

    data: bytes
    activities: int
    commitments: int
    indicators: int
    results: int
    values: int
    left: tuple[LeftOut, ...]


def document(facts: Facts, accord: Accord, asked: IatiRequest) -> IatiFile:
    """Return the IATI file for ``facts`` about ``accord``.

    The facts must already be filtered for the audience of ``asked`` and as of its two dates. They must include at least
    one commitment: the file would be invalid without any.
    """
    left = omissions.Omissions()
    at = asked.at
    root = etree.Element("iati-activities", {"version": codes.VERSION, "generated-datetime": f"{at.as_of}T00:00:00Z"})
    measured = {name: measuring.measured(facts, name, at, left) for name in sorted(facts.indicators)}
    ids = identifiers(asked.reporter or UNREGISTERED, accord, facts)
    file = File(root, facts, accord, asked, ids, left, measured, set(), set(), set())
    inside = [state for state in _in_order(facts) if carried(state)]
    statuses: dict[str, list[str]] = {}
    for state in inside:
        code = codes.activity_status(half.status for half in state.halves)
        statuses.setdefault(state.record.framework, []).append(code)
    whole = codes.together(code for held in statuses.values() for code in held)
    _accord(file, whole, min(state.record.agreed_on for state in inside), _unattributed(file, inside))
    for name in sorted(facts.frameworks, key=natural_sort_key):
        if name in statuses:
            _framework(file, facts.frameworks[name], codes.together(statuses[name]))
        else:
            left.leave(name, "framework.add", name, gettext_lazy("No commitment of it is in the file"))
    for state in inside:
        commitment(file, state)
    for state in _in_order(facts):
        omissions.of_commitment(left, state, carried=carried(state))
        if not carried(state):
            name, kind = state.record.id, ("kind", state.record.kind.value)
            left.leave(
                name, "commitment.add", name, gettext_lazy("It is no commitment but of the kind: {kind}"), kind=kind
            )
    omissions.of_the_rest(left, facts, omissions.Used(file.cited, file.named, file.areas))
    return IatiFile(written(root), len(root), len(inside), len(measured), file.results, file.values, left.all())


def carried(state: State) -> bool:
    """Whether a commitment record becomes an activity; requests and other kinds do not."""
    return state.record.kind is CommitmentKind.COMMITMENT


def _in_order(facts: Facts) -> list[State]:
    return sorted(facts.states.values(), key=lambda state: natural_sort_key(state.record.id))


def _unattributed(file: File, inside: Sequence[State]) -> list[str]:
    """Return the indicators that no commitment in the file links to directly or as a contribution.

    They become results of the accord itself.
    """
    own = {link.body.indicator for state in inside for link in state.links if link.body.strength in CARRIED}
    return [name for name in file.measured if name not in own]


def _accord(file: File, code: str, started: str, indicators: Sequence[str]) -> None:
    accord = file.accord
    made = begun(file, file.ids.accord, accord.title, 1)

    def words() -> str:
        parts = [
            tr("Everything of this register stands below it. Its status code is that of its commitments together."),
            tr("As of {as_of}, known on {known_on}.", as_of=file.asked.at.as_of, known_on=file.asked.at.known_on),
            tr("Facts until {date}.", date=accord.facts_until) if accord.facts_until else "",
        ]
        return "\n".join(filter(None, parts))

    described(made, None, words)
    for side in Side:
        accountable(made, file, side)
    add(made, "activity-status", {"code": code})
    dated(made, codes.START_PLANNED, started, lambda: tr("The day of the first agreement."))
    name = accord.id
    unstarted(file, name, "accord.set", code)
    unthemed(file, name, "accord.set")
    message = gettext_lazy(
        "No web address is known where its codes of themes, areas and indicators are explained: "
        "vocabulary-uri and indicator-uri are left out"
    )
    file.left.leave(name, "accord.set", name, message)
    why = in_both(
        lambda: tr(
            "Measured for the accord as a whole: no commitment in this file is linked to it directly or as a contribution."
        )
    )
    for indicator in indicators:
        result(file, made, indicator, why)


def _framework(file: File, body: Framework, code: str) -> None:
    made = begun(file, file.ids.framework(body.id), body.title, 2)

    def words() -> str:
        parts = [tr("A framework. Its status code is that of its commitments together.")]
        for side in sides():
            held = body.standing.US if side == Side.US else body.standing.MX
            values = {"side": word("the side", side), "standing": word("framework standing", held.value)}
            parts.append(tr("Standing according to {side}: {standing}.", **values))
        return "\n".join(parts)

    described(made, None, words)
    for side in Side:
        accountable(made, file, side)
    add(made, "activity-status", {"code": code})
    dated(made, codes.START_PLANNED, body.agreed_on, lambda: tr("The day of the agreement."))
    unstarted(file, body.id, "framework.add", code)
    unthemed(file, body.id, "framework.add")
    documents(file, made, body.sources, ())
    add(made, "related-activity", {"ref": file.ids.accord, "type": codes.PARENT})
