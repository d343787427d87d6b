"""Elements shared by all IATI activities: identifier, reporter, texts, sides, dates, documents and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, in_both_languages, localize, tr
from accordtrack.interchange.iati import codes, results
from accordtrack.interchange.iati.elements import LANG, add_element, add_narratives, is_linkable, text_by_language
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

    from accordtrack.interchange.iati.identifiers import Identifiers
    from accordtrack.interchange.iati.measurements import Measured
    from accordtrack.interchange.iati.omissions import Omissions
    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.records import Accord
    from accordtrack.projection.facts import Facts
    from accordtrack.types import IatiRequest


UNREGISTERED = "UNREGISTERED-accordtrack"
"""Reference for the reporting organization when none is given.

It has the syntax of an identifier, but its text makes clear that it is not a registered one.
"""


@dataclass(slots=True)
class File:
    """The IATI file under construction.

    It holds the inputs, the sources cited (``cited``), the bodies and areas named (``named``, ``areas``), and the
    number of results and values so far.
    """

    root: etree._Element
    facts: Facts
    accord: Accord
    asked: IatiRequest
    ids: Identifiers
    left: Omissions
    measured: Mapping[str, Measured]
    cited: set[str]
    named: set[str]
    areas: set[str]
    results: int = 0
    values: int = 0


def add_activity(file: File, identifier: str, title: LocalText, level: int) -> etree._Element:
    """Add an activity with its identifier, reporting organization and title, and return its element."""
    element = add_element(file.root, "iati-activity", {"hierarchy": str(level)})
    element.set(LANG, "en")
    add_element(element, "iati-identifier").text = identifier
    request, accord = file.asked, file.accord.title.text
    kind = request.type or codes.OTHER_ORGANISATION
    attributes = {"ref": request.reporter or UNREGISTERED, "type": kind, "secondary-reporter": "true"}
    if request.reporter is None:
        unnamed = gettext_lazy(
            "Register of: {accord}. Its reporting organization has no registered identifier; {ref} is not one."
        )
        reporter = in_both_languages(lambda: tr(unnamed, accord=localize(accord), ref=UNREGISTERED))
    else:
        reporter = in_both_languages(lambda: request.name or request.reporter or "")
    add_narratives(element, "reporting-org", reporter, attributes)
    add_narratives(element, "title", text_by_language(title))
    return element


def add_description(element: etree._Element, text: LocalText | None, words: Callable[[], str]) -> None:
    """Add the record's own text, if it has one, and the register's text about the record."""
    if text is not None:
        add_narratives(element, "description", text_by_language(text), {"type": codes.GENERAL})
    add_narratives(
        element,
        "description",
        in_both_languages(words),
        {"type": codes.OTHER_WORDS if text is not None else codes.GENERAL},
    )


def add_accountable_side(element: etree._Element, file: File, side: Side) -> None:
    """Add a side as an organization accountable for the activity."""
    side_name = file.accord.sides.US if side is Side.US else file.accord.sides.MX
    attributes = {"role": codes.ACCOUNTABLE, "type": codes.GOVERNMENT}
    add_narratives(element, "participating-org", text_by_language(side_name.name), attributes)


def add_date(element: etree._Element, kind: str, day: str, words: Callable[[], str]) -> None:
    """Add a date of the given kind with a text that explains it."""
    add_narratives(element, "activity-date", in_both_languages(words), {"type": kind, "iso-date": day})


def note_missing_start(file: File, name: str, kind: str, code: str) -> None:
    """Note that an activity has begun, by its status, on a day that the register does not know."""
    if codes.has_begun(code):
        message = gettext_lazy(
            "Its status code {code} says that it has begun; the register has no start date, so no actual start is given"
        )
        file.left.add(name, kind, name, message, code=code)


def note_missing_sector(file: File, name: str, kind: str) -> None:
    """Record that an activity above the commitments has no sector: sectors are themes, which only commitments have."""
    file.left.add(name, kind, name, gettext_lazy("It has no area of its own, so no sector is given"))


def add_documents(file: File, element: etree._Element, texts: Sequence[str], lines: Sequence[str]) -> None:
    """Add the sources of the text, then those of the statuses in force, each once. Note those with an invalid address."""
    for number, name in enumerate(dict.fromkeys([*texts, *lines])):
        if name not in file.facts.sources:
            continue
        source = file.facts.source_view(name)
        file.cited.add(name)
        if is_linkable(source.url):
            category = codes.OBJECTIVES if number < len(set(texts)) else codes.RESULTS
            results.add_source_link(element, source, category)
        else:
            file.left.add(name, "source.add", name, gettext_lazy("Its address is not a web address that IATI accepts"))


def add_indicator_result(file: File, element: etree._Element, name: str, why: Mapping[str, str]) -> None:
    """Add an indicator as a result of the activity and mark its sources as cited."""
    measured = file.measured[name]
    results.add_result(element, file.facts, measured, why)
    file.results += 1
    file.values += measured.value_count
    sources = [value.row.source for line in measured.lines.values() for value in line]
    sources += [measured.aim.target.source] if measured.aim.target and measured.aim.target.source else []
    for source in sources:
        if source in file.facts.sources:
            file.cited.add(source)
            if not is_linkable(file.facts.sources[source].url):
                message = gettext_lazy("Its address is not a web address that IATI accepts")
                file.left.add(source, "source.add", source, message)
