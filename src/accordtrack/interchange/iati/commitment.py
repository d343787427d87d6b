"""Export a commitment as an IATI activity, with bodies, dates, places, documents and results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.i18n import gettext_lazy, in_alternat, in_both_languages, localize, term_label, tr
from accordtrack.interchange.iati import codes, omissions
from accordtrack.interchange.iati.activity import (
    add_accountable_side,
    add_activity,
    add_date,
    add_description,
    add_documents,
    add_indicator_result,
    note_missing_start,
)
from accordtrack.interchange.iati.elements import add_element, add_narratives, text_by_language
from accordtrack.projection.statement_views import further_fields
from accordtrack.text import authorship, deadlines, field_values, provenance, verifiability
from accordtrack.text.withheld import half_status
from accordtrack.types import Text
from accordtrack.types.regions import NAMES, name_with_code
from accordtrack.vocabulary import DueBasis, LinkStrength, Side, Standing

if TYPE_CHECKING:
    from lxml import etree

    from accordtrack.interchange.iati.activity import File
    from accordtrack.ledger.indicators import Link
    from accordtrack.ledger.records import Commitment
    from accordtrack.projection.fold import HalfState, State


CARRIED = frozenset({LinkStrength.DIRECT, LinkStrength.CONTRIBUTORY})
"""Link strengths that make an indicator a result of a commitment."""


def add_commitment(file: File, state: State) -> None:
    """Add the activity of a commitment to the file."""
    record, left = state.record, file.left
    name = record.id
    element = add_activity(file, file.ids.commitment(name), record.title, 3)
    code = codes.activity_status(state.halves)
    if not codes.is_exact(state.halves):
        message = gettext_lazy("The IATI code {code} is the closest available; the description gives the status")
        left.add(name, "commitment.add", name, message, code=code)
    if fields := omissions.unmapped_commitment_fields(record):
        left.add(
            name,
            "commitment.add",
            name,
            gettext_lazy("Fields not included: {fields}"),
            fields=[("field", one) for one in fields],
        )
    add_description(element, record.text, lambda: _describe_other_facts(state, code))
    for half in state.halves:
        add_accountable_side(element, file, Side(half.side))
    _add_bodies(element, file, record)
    add_element(element, "activity-status", {"code": code})
    _add_dates(element, file, state)
    note_missing_start(file, name, "commitment.add", code)
    _add_places(element, file, record)
    theme = next((one for one in file.accord.themes if one.code is record.theme), None)
    title = text_by_language(theme.title) if theme else in_both_languages(lambda: term_label("theme", record.theme))
    add_narratives(element, "sector", title, {"vocabulary": codes.OWN, "code": record.theme.value})
    if record.area:
        _add_area_tag(element, file, record.area)
    claims = [half.claim for half in state.halves if half.claim is not None]
    add_documents(file, element, record.sources, [source for claim in claims for source in claim.body.sources])
    framework = record.framework
    parent = file.ids.framework(framework) if framework in file.facts.frameworks else file.ids.accord
    add_element(element, "related-activity", {"ref": parent, "type": codes.PARENT})
    for link in sorted(state.links, key=lambda item: item.body.indicator):
        _add_linked_result(file, element, link.id, link.body)


def _add_area_tag(element: etree._Element, file: File, area: str) -> None:
    """Add a tag for the area of the plan that the commitment belongs to."""
    tag = {"vocabulary": codes.OWN, "code": area}
    if body := file.facts.areas.get(area):
        file.areas.add(area)
        add_narratives(element, "tag", text_by_language(body.title), tag)
    else:
        add_element(element, "tag", tag)


def _describe_other_facts(state: State, code: str) -> str:
    """Return, in the current language, the facts of a commitment for which IATI has no field."""
    record = state.record
    parts = [tr("Responsible: {side}.", side=term_label("the side", record.responsible_side))]
    parts += [_half_sentence(half) for half in in_alternat(state.halves, lambda half: str(half.side))]
    if not codes.is_exact(state.halves):
        parts.append(tr("IATI requires a status code; {code} is the closest available.", code=code))
    parts.append(tr("Origin of the text: {basis}.", basis=term_label("text basis", record.text_basis)))
    parts.append(tr("Level: {level}.", level=term_label("level", record.level)))
    if verifiability.is_assumed(record.inferred, record.verifiable_why.text, verifiable=record.verifiable):
        parts.append(tr("Verifiable as written: not examined; counted as verifiable."))
    else:
        verifiable = tr("Verifiable as written: yes.") if record.verifiable else tr("Verifiable as written: no.")
        parts.append(f"{verifiable} {verifiability.reason(record.verifiable_why.text)}")
    parts += [
        f"{name}: {add_narratives}."
        for _field, name, add_narratives in field_values.labeled_values(further_fields(record))
    ]
    if record.inferred:
        names = ", ".join(term_label("field", field) for field in record.inferred)
        parts.append(tr("Supplied by this tracker: {fields}.", fields=names))
    return "\n".join(parts)


def _half_sentence(half: HalfState) -> str:
    side = term_label("side", half.side)
    shown = half_status(half)
    if half.not_public:
        answer = wording.standing(half.standing, answered=half.answer is not None)
        disputed = f"; {answer}" if half.standing is not Standing.UNREPORTED else ""
        return f"{side}: {shown.line()}{disputed}."
    if half.claim is None and shown.note:
        return f"{side}: {shown.note}."
    if half.claim is None or half.status is None:
        return tr("{side}: no statement on its progress was found.", side=side)
    body = half.claim.body
    values = {
        "side": side,
        "status": term_label("status", half.status),
        "basis": term_label("basis", body.basis),
        "on": body.effective_on,
        "said": body.said_on,
        "grade": term_label("grade", half.grade or ""),
        "standing": wording.standing(half.standing, answered=half.answer is not None),
    }
    text = tr("{side}: {status} ({basis}), holds on {on}, said on {said}; evidence: {grade}; {standing}.", **values)
    notes = [authorship.authorship_of(half.claim), provenance.waits_for(half.claim.waits), shown.note]
    return f"{text} ({'; '.join(filter(None, notes))})" if any(notes) else text


def _add_bodies(element: etree._Element, file: File, record: Commitment) -> None:
    """Add the lead bodies, then the supporting bodies, each once."""
    led = (record.lead.US, record.lead.MX, *record.supporting)
    for code in dict.fromkeys(code for code in led if code and code in file.facts.bodies):
        body = file.facts.bodies[code]
        file.named.add(code)
        attributes = {"role": codes.IMPLEMENTING}
        if kind := codes.organisation_type(body.branch):
            attributes["type"] = kind
        add_narratives(element, "participating-org", text_by_language(body.name), attributes)


def _add_dates(element: etree._Element, file: File, state: State) -> None:
    record = state.record
    name, due, agreed = record.id, record.due_on, record.agreed_on

    def basis_text() -> str:
        return deadlines.basis_text(record.due_basis, state.due_recorded_by)

    add_date(element, codes.START_PLANNED, agreed, lambda: tr("The day of the agreement."))
    if due and due < agreed:
        message = gettext_lazy("Its due date {date} is before the date of the agreement, {agreed}, and is not included")
        file.left.add(name, "commitment.add", name, message, date=due, agreed=agreed)
    elif due and (state.due_firm or record.due_basis is DueBasis.HORIZON):
        chosen = "due_on" in record.inferred

        def deadline_text() -> str:
            told_by = tr("Deadline: {basis}.", basis=basis_text())
            return f"{told_by} {tr('This register chose the day.')}" if chosen else told_by

        add_date(element, codes.END_PLANNED, due, deadline_text)
    elif due:
        basis = in_both_languages(basis_text)
        message = gettext_lazy("Its date {date} is not agreed and is not included: {basis}")
        file.left.add(name, "commitment.add", name, message, date=due, basis=basis)
    if state.done_on is not None and state.done_on < agreed:
        message = gettext_lazy(
            "It is reported done on {date}, before the date of the agreement, {agreed}; the earlier date is "
            "not included"
        )
        file.left.add(name, "commitment.add", name, message, date=state.done_on, agreed=agreed)
    elif state.done_on is not None:
        add_date(
            element,
            codes.END_ACTUAL,
            state.done_on,
            lambda: tr("Date from which the responsible side says it is done."),
        )


def _add_places(element: etree._Element, file: File, record: Commitment) -> None:
    """Add the recipient country if all places are in one country, and a named location for each state."""
    name, places = record.id, list(dict.fromkeys(record.places))
    countries = sorted({place[:2] for place in places})
    if len(countries) == 1:
        (country,) = countries
        title = NAMES.get(country) or Text(country, country)
        add_narratives(element, "recipient-country", in_both_languages(lambda: localize(title)), {"code": country})
    elif countries:
        message = gettext_lazy("Its places are in several countries, and the register has no shares for them")
        file.left.add(name, "commitment.add", name, message)
    else:
        file.left.add(
            name, "commitment.add", name, gettext_lazy("The register names no place for it, so no country is given")
        )
    for place in places:
        if len(place) > 2:  # noqa: PLR2004 - a state of a country
            location = add_element(element, "location", {"ref": place})
            add_narratives(location, "name", in_both_languages(partial(_place_name, place)))


def _place_name(place: str) -> str:
    return localize(name_with_code(place))


def _add_linked_result(file: File, element: etree._Element, link: str, body: Link) -> None:
    """Add a linked indicator as a result, unless the link is only one of context."""
    name = body.indicator
    if name not in file.measured:
        return
    if body.strength not in CARRIED:
        file.left.add(
            link,
            "indicator.link",
            body.commitment,
            gettext_lazy("A context link does not make an indicator of the commitment"),
        )
        return

    def link_text() -> str:
        parts = [tr("Link: {strength}.", strength=term_label("strength", body.strength))]
        if body.strength is not LinkStrength.DIRECT:
            parts.append(tr("Nothing here says that the commitment alone moves it."))
        return " ".join([*parts, localize(body.rationale)])

    add_indicator_result(file, element, name, in_both_languages(link_text))
