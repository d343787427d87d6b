"""What every activity has: its identifier and who reports, words, sides, dates, documents and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import in_both, later, local, tr
from accordtrack.interchange.iati import codes, results
from accordtrack.interchange.iati.elements import LANG, add, both, linkable, told
from accordtrack.projection.record_lookup import words as words_of
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

    from accordtrack.interchange.iati.identifiers import Identifiers
    from accordtrack.interchange.iati.measurements import Measured
    from accordtrack.interchange.iati.omissions import Left
    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.records import Accord
    from accordtrack.projection.facts import Facts
    from accordtrack.types import IatiAsked


UNREGISTERED = "UNREGISTERED-accordtrack"
"""Who reports when nobody says: it has the form of an identifier, and says of itself that it is none."""


@dataclass(slots=True)
class File:
    """The file as far as it is made: what it is made of, what it cites and names so far, results and values counted."""

    root: etree._Element
    facts: Facts
    accord: Accord
    asked: IatiAsked
    ids: Identifiers
    left: Left
    measured: Mapping[str, Measured]
    cited: set[str]
    named: set[str]
    areas: set[str]
    results: int = 0
    values: int = 0


def begun(file: File, identifier: str, title: LocalText, level: int) -> etree._Element:
    """An activity with its identifier, who reports and its title."""
    made = add(file.root, "iati-activity", {"hierarchy": str(level)})
    made.set(LANG, "en")
    add(made, "iati-identifier").text = identifier
    asked, accord = file.asked, words_of(file.accord.title)
    kind = asked.type or codes.OTHER_ORGANISATION
    attributes = {"ref": asked.reporter or UNREGISTERED, "type": kind, "secondary-reporter": "true"}
    if asked.reporter is None:
        unnamed = later(
            "Register of: {accord}. Its reporting organisation has no registered identifier; {ref} is none."
        )
        reporter = in_both(lambda: tr(unnamed, accord=local(accord), ref=UNREGISTERED))
    else:
        reporter = in_both(lambda: asked.name or asked.reporter or "")
    told(made, "reporting-org", reporter, attributes)
    told(made, "title", both(title))
    return made


def described(made: etree._Element, text: LocalText | None, words: Callable[[], str]) -> None:
    """The text of a record where it has one, and the register's own words about it."""
    if text is not None:
        told(made, "description", both(text), {"type": codes.GENERAL})
    told(made, "description", in_both(words), {"type": codes.OTHER_WORDS if text is not None else codes.GENERAL})


def accountable(made: etree._Element, file: File, side: Side) -> None:
    """A side as an organisation that answers for the activity."""
    named = file.accord.sides.US if side is Side.US else file.accord.sides.MX
    attributes = {"role": codes.ACCOUNTABLE, "type": codes.GOVERNMENT}
    told(made, "participating-org", both(named.name), attributes)


def dated(made: etree._Element, kind: str, day: str, words: Callable[[], str]) -> None:
    """A date with words on what it is."""
    told(made, "activity-date", in_both(words), {"type": kind, "iso-date": day})


def unstarted(file: File, name: str, kind: str, code: str) -> None:
    """List an activity that has begun by its status: the register knows no day on which, and none is made up."""
    if codes.begun(code):
        message = later(
            "Its status code {code} says that it has begun; the register has no day on which, so no actual start stands there"
        )
        file.left.leave(name, kind, name, message, code=code)


def unthemed(file: File, name: str, kind: str) -> None:
    """List an activity above the commitments: a sector is a theme, and themes are of commitments alone."""
    file.left.leave(name, kind, name, later("It has no theme of its own, so no sector stands there"))


def documents(file: File, made: etree._Element, texts: Sequence[str], said: Sequence[str]) -> None:
    """Sources of the text, then those of the statuses in force, each once, where its address may stand in a file."""
    for number, name in enumerate(dict.fromkeys([*texts, *said])):
        source = file.facts.sources.get(name)
        if source is None:
            continue
        file.cited.add(name)
        if linkable(source.url):
            category = codes.OBJECTIVES if number < len(set(texts)) else codes.RESULTS
            results.link(made, source, category)
        else:
            file.left.leave(name, "source.add", name, later("Its address is none of the web as IATI takes it"))


def result(file: File, made: etree._Element, name: str, why: Mapping[str, str]) -> None:
    """An indicator as a result of the activity; its sources count as cited."""
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
                message = later("Its address is none of the web as IATI takes it")
                file.left.leave(source, "source.add", source, message)
