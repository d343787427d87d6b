"""Export a commitment as an IATI activity.

The activity holds the text, the responsible sides and lead bodies, status, dates, places, theme, documents and results.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.i18n import gettext_lazy, in_alternat, in_both, local, tr, word
from accordtrack.interchange.iati import codes, omissions
from accordtrack.interchange.iati.activity import accountable, begun, dated, described, documents, result, unstarted
from accordtrack.interchange.iati.elements import add, add_narratives, both
from accordtrack.projection.statement_views import further
from accordtrack.text import field_values
from accordtrack.types import Text
from accordtrack.types.regions import NAMES, named
from accordtrack.vocabulary import DueBasis, LinkStrength, Side

if TYPE_CHECKING:
    from lxml import etree

    from accordtrack.interchange.iati.activity import File
    from accordtrack.ledger.indicators import Link
    from accordtrack.ledger.records import Commitment
    from accordtrack.projection.fold import HalfState, State


CARRIED = frozenset({LinkStrength.DIRECT, LinkStrength.CONTRIBUTORY})
"""Link strengths that make an indicator a result of a commitment."""


def commitment(file: File, state: State) -> None:
    """Add the activity of a commitment to the file."""
    record, left = state.record, file.left
    name = record.id
    made = begun(file, file.ids.commitment(name), record.title, 3)
    statuses = [half.status for half in state.halves]
    code = codes.activity_status(statuses)
    if not codes.exact(statuses):
        message = gettext_lazy("The IATI code {code} is the nearest there is; words say the status")
        left.leave(name, "commitment.add", name, message, code=code)
    if fields := omissions.fields_of_commitment(record):
        left.leave(
            name,
            "commitment.add",
            name,
            gettext_lazy("Not carried of it: {fields}"),
            fields=[("field", one) for one in fields],
        )
    described(made, record.text, lambda: _in_words(state, code))
    for half in state.halves:
        accountable(made, file, Side(half.side))
    _bodies(made, file, record)
    add(made, "activity-status", {"code": code})
    _dates(made, file, state)
    unstarted(file, name, "commitment.add", code)
    _places(made, file, record)
    theme = next((one for one in file.accord.themes if one.code is record.theme), None)
    title = both(theme.title) if theme else in_both(lambda: word("theme", record.theme))
    add_narratives(made, "sector", title, {"vocabulary": codes.OWN, "code": record.theme.value})
    if record.area:
        _tag(made, file, record.area)
    claims = [half.claim for half in state.halves if half.claim is not None]
    documents(file, made, record.sources, [source for claim in claims for source in claim.body.sources])
    framework = record.framework
    parent = file.ids.framework(framework) if framework in file.facts.frameworks else file.ids.accord
    add(made, "related-activity", {"ref": parent, "type": codes.PARENT})
    for link in sorted(state.links, key=lambda item: item.body.indicator):
        _linked(file, made, link.id, link.body)


def _tag(made: etree._Element, file: File, area: str) -> None:
    """Add a tag for the area of the plan that the commitment belongs to."""
    tag = {"vocabulary": codes.OWN, "code": area}
    if body := file.facts.areas.get(area):
        file.areas.add(area)
        add_narratives(made, "tag", both(body.title), tag)
    else:
        add(made, "tag", tag)


def _in_words(state: State, code: str) -> str:
    """Return, in the current language, the facts of a commitment for which IATI has no field."""
    record = state.record
    parts = [tr("Owed by {side}.", side=word("the side", record.responsible_side))]
    parts += [_half(half) for half in in_alternat(state.halves, lambda half: str(half.side))]
    statuses = [half.status for half in state.halves]
    if not codes.exact(statuses):
        parts.append(tr("IATI asks for a status code; {code} is the nearest there is.", code=code))
    parts.append(tr("Origin of the text: {basis}.", basis=word("text basis", record.text_basis)))
    parts.append(tr("Level: {level}.", level=word("level", record.level)))
    verifiable = tr("Verifiable as written: yes.") if record.verifiable else tr("Verifiable as written: no.")
    parts.append(f"{verifiable} {local(record.verifiable_why)}")
    parts += [f"{name}: {add_narratives}." for _field, name, add_narratives in field_values.labeled(further(record))]
    if record.inferred:
        names = ", ".join(word("field", field) for field in record.inferred)
        parts.append(tr("Inferred by this register: {fields}.", fields=names))
    return "\n".join(parts)


def _half(half: HalfState) -> str:
    side = word("side", half.side)
    if half.claim is None or half.status is None:
        return tr("{side}: no statement on how far it has come was found.", side=side)
    body = half.claim.body
    values = {
        "side": side,
        "status": word("status", half.status),
        "basis": word("basis", body.basis),
        "on": body.effective_on,
        "said": body.said_on,
        "grade": word("grade", half.grade or ""),
        "standing": wording.standing(half.standing, answered=half.answer is not None),
    }
    return tr("{side}: {status} ({basis}), holds on {on}, said on {said}; evidence: {grade}; {standing}.", **values)


def _bodies(made: etree._Element, file: File, record: Commitment) -> None:
    """Add the lead bodies, then the supporting bodies, each once."""
    led = (record.lead.US, record.lead.MX, *record.supporting)
    for code in dict.fromkeys(code for code in led if code and code in file.facts.bodies):
        body = file.facts.bodies[code]
        file.named.add(code)
        attributes = {"role": codes.IMPLEMENTING}
        if kind := codes.organisation_type(body.branch):
            attributes["type"] = kind
        add_narratives(made, "participating-org", both(body.name), attributes)


def _dates(made: etree._Element, file: File, state: State) -> None:
    record = state.record
    name, due, agreed = record.id, record.due_on, record.agreed_on
    dated(made, codes.START_PLANNED, agreed, lambda: tr("The day of the agreement."))
    if due and due < agreed:
        message = gettext_lazy("Its due date {date} is before the day of the agreement, {agreed}, and not carried")
        file.left.leave(name, "commitment.add", name, message, date=due, agreed=agreed)
    elif due and (state.due_firm or record.due_basis is DueBasis.HORIZON):
        chosen = "due_on" in record.inferred

        def words() -> str:
            told_by = tr("Deadline: {basis}.", basis=wording.label("due basis", record.due_basis))
            return f"{told_by} {tr('This register chose the day.')}" if chosen else told_by

        dated(made, codes.END_PLANNED, due, words)
    elif due:
        basis = ("due basis", str(record.due_basis))
        message = gettext_lazy("Its date {date} is no agreed one and not carried: {basis}")
        file.left.leave(name, "commitment.add", name, message, date=due, basis=basis)
    if state.done_on is not None and state.done_on < agreed:
        message = gettext_lazy(
            "It is said to be done from {date}, before the day of the agreement, {agreed}; the date is not carried"
        )
        file.left.leave(name, "commitment.add", name, message, date=state.done_on, agreed=agreed)
    elif state.done_on is not None:
        dated(made, codes.END_ACTUAL, state.done_on, lambda: tr("From when who owes it says that it is done."))


def _places(made: etree._Element, file: File, record: Commitment) -> None:
    """Add the recipient country if all places are in one country, and a named location for each state."""
    name, places = record.id, list(dict.fromkeys(record.places))
    countries = sorted({place[:2] for place in places})
    if len(countries) == 1:
        (country,) = countries
        title = NAMES.get(country) or Text(country, country)
        add_narratives(made, "recipient-country", in_both(lambda: local(title)), {"code": country})
    elif countries:
        message = gettext_lazy("Its places lie in several countries, and the register knows no shares of them")
        file.left.leave(name, "commitment.add", name, message)
    else:
        file.left.leave(
            name, "commitment.add", name, gettext_lazy("The register names no place of it, so no country stands there")
        )
    for place in places:
        if len(place) > 2:  # noqa: PLR2004 - a state of a country
            location = add(made, "location", {"ref": place})
            add_narratives(location, "name", in_both(partial(_named, place)))


def _named(place: str) -> str:
    return local(named(place))


def _linked(file: File, made: etree._Element, link: str, body: Link) -> None:
    """Add a linked indicator as a result, unless the link is only one of context."""
    name = body.indicator
    if name not in file.measured:
        return
    if body.strength not in CARRIED:
        file.left.leave(link, "indicator.link", body.commitment, gettext_lazy("A link of context makes no result"))
        return

    def why() -> str:
        parts = [tr("Link: {strength}.", strength=word("strength", body.strength))]
        if body.strength is not LinkStrength.DIRECT:
            parts.append(tr("Nothing here says that the commitment alone moves it."))
        return " ".join([*parts, local(body.rationale)])

    result(file, made, name, in_both(why))
