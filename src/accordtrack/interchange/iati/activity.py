"""Elements shared by all IATI activities: identifier, reporter, texts, sides, dates, documents and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, in_both, local, tr
from accordtrack.interchange.iati import codes, results
from accordtrack.interchange.iati.elements import LANG, add, add_narratives, both, linkable
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


def begun(file: File, identifier: str, title: LocalText, level: int) -> etree._Element:
    """Add an activity with its identifier, reporting organization and title, and return its element."""
    made = add(file.root, "iati-activity", {"hierarchy": str(level)})
    made.set(LANG, "en")
    add(made, "iati-identifier").text = identifier
    asked, accord = file.asked, file.accord.title.text
    kind = asked.type or codes.OTHER_ORGANISATION
    attributes = {"ref": asked.reporter or UNREGISTERED, "type": kind, "secondary-reporter": "true"}
    if asked.reporter is None:
        unnamed = gettext_lazy(
            "Register of: {accord}. Its reporting organisation has no registered identifier; {ref} is none."
        )
        reporter = in_both(lambda: tr(unnamed, accord=local(accord), ref=UNREGISTERED))
    else:
        reporter = in_both(lambda: asked.name or asked.reporter or "")
    add_narratives(made, "reporting-org", reporter, attributes)
    add_narratives(made, "title", both(title))
    return made


def described(made: etree._Element, text: LocalText | None, words: Callable[[], str]) -> None:
    """Add the record's own text, if it has one, and the register's text about the record."""
    if text is not None:
        add_narratives(made, "description", both(text), {"type": codes.GENERAL})
    add_narratives(
        made, "description", in_both(words), {"type": codes.OTHER_WORDS if text is not None else codes.GENERAL}
    )


def accountable(made: etree._Element, file: File, side: Side) -> None:
    """Add a side as an organization accountable for the activity."""
    named = file.accord.sides.US if side is Side.US else file.accord.sides.MX
    attributes = {"role": codes.ACCOUNTABLE, "type": codes.GOVERNMENT}
    add_narratives(made, "participating-org", both(named.name), attributes)


def dated(made: etree._Element, kind: str, day: str, words: Callable[[], str]) -> None:
    """Add a date of the given kind with a text that explains it."""
    add_narratives(made, "activity-date", in_both(words), {"type": kind, "iso-date": day})


def unstarted(file: File, name: str, kind: str, code: str) -> None:
    """Record that an activity that has begun, by its status, carries no actual start date.

    The register does not know the start date and does not invent one.
    """
    if codes.begun(code):
        message = gettext_lazy(
            "Its status code {code} says that it has begun; the register has no day on which, so no actual start stands there"
        )
        file.left.leave(name, kind, name, message, code=code)


def unthemed(file: File, name: str, kind: str) -> None:
    """Record that an activity above the commitments has no sector: sectors are themes, which only commitments have."""
    file.left.leave(name, kind, name, gettext_lazy("It has no theme of its own, so no sector stands there"))


def documents(file: File, made: etree._Element, texts: Sequence[str], said: Sequence[str]) -> None:
    """Add the sources of the text, then those of the statuses in force, each once.

    A source whose address is not valid in the file is recorded as left out.
    """
    for number, name in enumerate(dict.fromkeys([*texts, *said])):
        source = file.facts.sources.get(name)
        if source is None:
            continue
        file.cited.add(name)
        if linkable(source.url):
            category = codes.OBJECTIVES if number < len(set(texts)) else codes.RESULTS
            results.link(made, source, category)
        else:
            file.left.leave(name, "source.add", name, gettext_lazy("Its address is none of the web as IATI takes it"))


def result(file: File, made: etree._Element, name: str, why: Mapping[str, str]) -> None:
    """Add an indicator as a result of the activity and mark its sources as cited."""
    held = file.measured[name]
    results.result(made, file.facts, held, why)
    file.results += 1
    file.values += held.values
    sources = [value.row.source for line in held.lines.values() for value in line]
    sources += [held.aim.target.source] if held.aim.target and held.aim.target.source else []
    for source in sources:
        if source in file.facts.sources:
            file.cited.add(source)
            if not linkable(file.facts.sources[source].url):
                message = gettext_lazy("Its address is none of the web as IATI takes it")
                file.left.leave(source, "source.add", source, message)
