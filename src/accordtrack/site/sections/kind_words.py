"""Wording by kind of record: commitments are owed, requests asked, recommendations addressed, actions announced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr, trc, trn
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
    other: str
    """Heading for the half of ``{side}``."""
    done: Callable[[int, str, str], str]
    """Returns the sentence that says who undertook it and when: the number of sides, their name, and the day."""


_REQUESTED = gettext_lazy("This was asked of it.")
_ADDRESSED = gettext_lazy("This was addressed to it.")

_OWED = Telling(
    what=gettext_lazy("What was undertaken"),
    on=lambda: label("field", "agreed_on"),
    to=lambda: tr("responsible"),
    marked=gettext_lazy("agreed on {date}"),
    recorded=gettext_lazy("the commitment was recorded"),
    does={
        "": gettext_lazy("It is responsible for this."),
        _US: gettext_lazy("Under the U.S. text, it is responsible for this."),
        _MX: gettext_lazy("Under the Mexican text, it is responsible for this."),
        _THIRD: gettext_lazy("Under a third party's text, it is responsible for this."),
    },
    does_not=gettext_lazy("It is not responsible for this."),
    other=gettext_lazy("On what {side} is responsible for"),
    done=lambda n, who, date: trn(
        "{who} undertook this on {date}.", "{who} undertook this on {date}.", n, who=who, date=date
    ),
)
_TELLINGS: Mapping[str, Telling] = {
    CommitmentKind.REQUEST: Telling(
        what=gettext_lazy("What was asked"),
        on=lambda: trc("request", "asked on"),
        to=lambda: trc("request", "asked of"),
        marked=gettext_lazy("asked on {date}"),
        recorded=gettext_lazy("the request was recorded"),
        does={"": _REQUESTED},
        does_not=gettext_lazy("This was not asked of it."),
        other=gettext_lazy("On what was asked of {side}"),
        done=lambda _n, who, date: tr("This was asked of {who} on {date}.", who=who, date=date),
    ),
    CommitmentKind.RECOMMENDATION: Telling(
        what=gettext_lazy("What was recommended"),
        on=lambda: tr("recommended on"),
        to=lambda: tr("addressed to"),
        marked=gettext_lazy("recommended on {date}"),
        recorded=gettext_lazy("the recommendation was recorded"),
        does={"": _ADDRESSED},
        does_not=gettext_lazy("This was not addressed to it."),
        other=gettext_lazy("On what was recommended to {side}"),
        done=lambda _n, who, date: tr("This was recommended to {who} on {date}.", who=who, date=date),
    ),
    CommitmentKind.UNILATERAL_ACTION: Telling(
        what=gettext_lazy("What was announced"),
        on=lambda: tr("announced on"),
        to=lambda: tr("announced by"),
        marked=gettext_lazy("announced on {date}"),
        recorded=gettext_lazy("the unilateral action was recorded"),
        does={
            "": gettext_lazy("It announced this."),
            _US: gettext_lazy("According to the U.S. text, it announced this."),
            _MX: gettext_lazy("According to the Mexican text, it announced this."),
            _THIRD: gettext_lazy("According to a third party's text, it announced this."),
        },
        does_not=gettext_lazy("It did not announce this."),
        other=gettext_lazy("On what {side} announced"),
        done=lambda n, who, date: trn(
            "{who} took this action on {date}.", "{who} took this action on {date}.", n, who=who, date=date
        ),
    ),
}


def words_for(record: Commitment) -> Telling:
    """Return the words for a record."""
    return _TELLINGS.get(record.kind, _OWED)


def field_name(record: Commitment, name: str) -> str:
    """Return the name of a field of a record."""
    found = words_for(record)
    if name == "agreed_on":
        return found.on()
    return found.to() if name == "responsible_side" and found is not _OWED else label("field", name)


def basis_label(record: Commitment) -> str:
    """Return the label of a record's text basis; the short label if nobody owes it and the text is the side's own."""
    own = record.text_basis is TextBasis.OWN_TEXT and words_for(record) is not _OWED
    return label("short text basis" if own else "text basis", record.text_basis)


def obligation_sentence(record: Commitment, side: str) -> str:
    """Return a sentence that says the record is a side's, and by whose text if not its own or a joint text.

    Requests and recommendations are always texts of the side that makes them, so the sentence omits the text.
    """
    by, words = record.text_basis, words_for(record).does
    whose = _THIRD if by is TextBasis.THIRD_PARTY else _BY_SIDE.get(by, "")
    return tr(words.get("" if whose == side else whose, words[""]))
