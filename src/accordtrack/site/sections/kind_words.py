"""Wording by kind of record: commitments are owed, requests asked, recommendations addressed, actions announced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import later, tr, trc
from accordtrack.vocabulary import CommitmentKind, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.ledger.records import Commitment

_BY_SIDE = {TextBasis.US_TEXT: "US", TextBasis.MX_TEXT: "MX"}
_US, _MX, _THIRD = "US", "MX", "third"


@dataclass(frozen=True, slots=True)
class Telling:
    """The words for one kind of record. Translatable strings are translated by the functions below."""

    what: str
    """Heading above its text."""
    on: Callable[[], str]
    to: Callable[[], str]
    """Functions that return the names of its day and of its responsible side."""
    marked: str
    """Label of its day in a chart, with ``{date}``."""
    recorded: str
    does: Mapping[str, str]
    """Sentences for a responsible side, by whose text names it.

    The keys are "US", "MX" and "third"; "" stands for the side's own text, a joint text or any other basis.
    """
    does_not: str
    own: str
    other: str
    """Headings for a side's own half, and for the half of ``{side}``."""


_REQUESTED = later("It was asked this.")
_ADDRESSED = later("It was addressed to it.")

_OWED = Telling(
    what=later("What was promised"),
    on=lambda: label("field", "agreed_on"),
    to=lambda: tr("owed by"),
    marked=later("agreed on {date}"),
    recorded=later("the commitment was recorded"),
    does={
        "": later("It owes this."),
        _US: later("By the U.S. text, it owes this."),
        _MX: later("By the Mexican text, it owes this."),
        _THIRD: later("By a text of a third party, it owes this."),
    },
    does_not=later("It does not owe this."),
    own=later("Of what it owes"),
    other=later("Of what {side} owes"),
)
_TELLINGS: Mapping[str, Telling] = {
    CommitmentKind.REQUEST: Telling(
        what=later("What was asked"),
        on=lambda: trc("request", "asked on"),
        to=lambda: trc("request", "asked of"),
        marked=later("asked on {date}"),
        recorded=later("the request was recorded"),
        does={"": _REQUESTED},
        does_not=later("This was not asked of it."),
        own=later("Of what it was asked"),
        other=later("Of what {side} was asked"),
    ),
    CommitmentKind.RECOMMENDATION: Telling(
        what=later("What was recommended"),
        on=lambda: tr("recommended on"),
        to=lambda: tr("addressed to"),
        marked=later("recommended on {date}"),
        recorded=later("the recommendation was recorded"),
        does={"": _ADDRESSED},
        does_not=later("This was not addressed to it."),
        own=later("Of what was recommended to it"),
        other=later("Of what was recommended to {side}"),
    ),
    CommitmentKind.UNILATERAL_ACTION: Telling(
        what=later("What was announced"),
        on=lambda: tr("announced on"),
        to=lambda: tr("announced by"),
        marked=later("announced on {date}"),
        recorded=later("the unilateral action was recorded"),
        does={
            "": later("It announced this."),
            _US: later("By the U.S. text, it announced this."),
            _MX: later("By the Mexican text, it announced this."),
            _THIRD: later("By a text of a third party, it announced this."),
        },
        does_not=later("It did not announce this."),
        own=later("Of what it announced"),
        other=later("Of what {side} announced"),
    ),
}


def telling(record: Commitment) -> Telling:
    """Return the words for a record."""
    return _TELLINGS.get(record.kind, _OWED)


def field(record: Commitment, name: str) -> str:
    """Return the name of a field of a record."""
    found = telling(record)
    if name == "agreed_on":
        return found.on()
    return found.to() if name == "responsible_side" and found is not _OWED else label("field", name)


def basis(record: Commitment) -> str:
    """Return the label of a record's text basis; the short label if nobody owes it and the text is the side's own."""
    own = record.text_basis is TextBasis.OWN_TEXT and telling(record) is not _OWED
    return label("short text basis" if own else "text basis", record.text_basis)


def does(record: Commitment, side: str) -> str:
    """Return a sentence that says the record is a side's, and by whose text if not its own or a joint text.

    Requests and recommendations are always texts of the side that makes them, so the sentence omits the text.
    """
    by, words = record.text_basis, telling(record).does
    whose = _THIRD if by is TextBasis.THIRD_PARTY else _BY_SIDE.get(by, "")
    return tr(words.get("" if whose == side else whose, words[""]))
