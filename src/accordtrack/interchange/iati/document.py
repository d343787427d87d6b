"""Build the IATI file: the accord, its frameworks and its commitments as activities of three levels.

The output does not depend on the clock, the machine or the current language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import gettext_lazy, in_both_languages, sides, term_label, tr
from accordtrack.interchange.iati import codes, omissions
from accordtrack.interchange.iati import measurements as measuring
from accordtrack.interchange.iati.activity import (
    UNREGISTERED,
    File,
    add_accountable_side,
    add_activity,
    add_date,
    add_description,
    add_documents,
    add_indicator_result,
    note_missing_sector,
    note_missing_start,
)
from accordtrack.interchange.iati.commitment import CARRIED, add_commitment
from accordtrack.interchange.iati.elements import add_element, to_bytes
from accordtrack.interchange.iati.identifiers import build_identifiers
from accordtrack.text import edition_dates, effect_notes
from accordtrack.types.effects import NOTHING_WAITS, EffectSummary
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


def build_document(
    facts: Facts, accord: Accord, request: IatiRequest, effects: EffectSummary = NOTHING_WAITS
) -> IatiFile:
    """Return the IATI file for ``facts`` about ``accord``.

    The facts must already be filtered for the audience of ``request`` and as of its two dates. They must include at least
    one commitment: the file would be invalid without any.
    """
    left = omissions.Omissions()
    at = request.at
    root = etree.Element("iati-activities", {"version": codes.VERSION, "generated-datetime": f"{at.as_of}T00:00:00Z"})
    measured = {name: measuring.build_measured(facts, name, at, left) for name in sorted(facts.indicators)}
    ids = build_identifiers(request.reporter or UNREGISTERED, accord, facts)
    file = File(root, facts, accord, request, ids, left, measured, set(), set(), set())
    inside = [state for state in _sorted_states(facts) if is_carried(state)]
    statuses: dict[str, list[str]] = {}
    for state in inside:
        code = codes.activity_status(state.halves)
        statuses.setdefault(state.record.framework, []).append(code)
    whole = codes.combined_status(code for lines in statuses.values() for code in lines)
    _add_accord(
        file, whole, min(state.record.agreed_on for state in inside), _unattributed_indicators(file, inside), effects
    )
    for name in sorted(facts.frameworks, key=natural_sort_key):
        if name in statuses:
            _add_framework(file, facts.frameworks[name], codes.combined_status(statuses[name]))
        else:
            left.add(name, "framework.add", name, gettext_lazy("None of its commitments is in the file"))
    for state in inside:
        add_commitment(file, state)
    for state in _sorted_states(facts):
        omissions.add_commitment_omissions(left, state, carried=is_carried(state))
        if not is_carried(state):
            name, kind = state.record.id, ("kind", state.record.kind.value)
            left.add(name, "commitment.add", name, gettext_lazy("It is not a commitment; its kind: {kind}"), kind=kind)
    omissions.add_remaining_omissions(left, facts, omissions.Used(file.cited, file.named, file.areas))
    return IatiFile(to_bytes(root), len(root), len(inside), len(measured), file.results, file.values, left.all())


def is_carried(state: State) -> bool:
    """Whether a commitment record becomes an activity; requests and other kinds do not."""
    return state.record.kind is CommitmentKind.COMMITMENT


def _sorted_states(facts: Facts) -> list[State]:
    return sorted(facts.states.values(), key=lambda state: natural_sort_key(state.record.id))


def _unattributed_indicators(file: File, inside: Sequence[State]) -> list[str]:
    """Return the indicators that no commitment in the file links to: they become results of the accord itself."""
    own = {link.body.indicator for state in inside for link in state.links if link.body.strength in CARRIED}
    return [name for name in file.measured if name not in own]


def _add_accord(file: File, code: str, started: str, indicators: Sequence[str], effects: EffectSummary) -> None:
    accord = file.accord
    element = add_activity(file, file.ids.accord, accord.title, 1)

    def description() -> str:
        parts = [
            tr("Everything in this register is below it. Its status code reflects all its commitments together."),
            edition_dates.updated(file.asked.at),
            edition_dates.searched(accord.facts_until) if accord.facts_until else "",
            *effect_notes.notes(effects),
        ]
        return "\n".join(filter(None, parts))

    add_description(element, None, description)
    for side in Side:
        add_accountable_side(element, file, side)
    add_element(element, "activity-status", {"code": code})
    add_date(element, codes.START_PLANNED, started, lambda: tr("The day of the first agreement."))
    name = accord.id
    note_missing_start(file, name, "accord.set", code)
    note_missing_sector(file, name, "accord.set")
    message = gettext_lazy(
        "No web address is known that explains its area, framework area and indicator codes: vocabulary-uri and "
        "indicator-uri are left out"
    )
    file.left.add(name, "accord.set", name, message)
    why = in_both_languages(
        lambda: tr(
            "Measured for the accord as a whole: no commitment in this file is linked to it directly or as a contribution."
        )
    )
    for indicator in indicators:
        add_indicator_result(file, element, indicator, why)


def _add_framework(file: File, body: Framework, code: str) -> None:
    element = add_activity(file, file.ids.framework(body.id), body.title, 2)

    def description() -> str:
        parts = [tr("A framework. Its status code reflects all its commitments together.")]
        for side in sides():
            side_standing = body.standing.US if side == Side.US else body.standing.MX
            values = {
                "side": term_label("the side", side),
                "standing": term_label("framework standing", side_standing.value),
            }
            parts.append(tr("In force according to {side}: {standing}.", **values))
        return "\n".join(parts)

    add_description(element, None, description)
    for side in Side:
        add_accountable_side(element, file, side)
    add_element(element, "activity-status", {"code": code})
    add_date(element, codes.START_PLANNED, body.agreed_on, lambda: tr("The day of the agreement."))
    note_missing_start(file, body.id, "framework.add", code)
    note_missing_sector(file, body.id, "framework.add")
    add_documents(file, element, body.sources, ())
    add_element(element, "related-activity", {"ref": file.ids.accord, "type": codes.PARENT})
