"""Which signed bodies can be taken, as a table: what is not written in full, and as its kind writes it, counts for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.ledger.admission import admitted_record
from accordtrack.ledger.kinds import KINDS, canonical_body
from items import COMMITMENT

WORDS = {"en": "Words.", "es": "Palabras."}
HIDDEN = "a\u202eb"
NOTE = {"commitment": "FW-01", "text": "A note.", "said_on": "2024-01-01"}
RETRACT = {"target": "0" * 64, "reason": WORDS}
OPEN = {"side": "US", "name": "Desk", "public_key": "0" * 64}
ASK: dict[str, Any] = {
    "commitment": "FW-01",
    "half": "MX",
    "claim": "0" * 64,
    "of": "US",
    "asked_on": "2024-01-01",
    "said_on": "2024-01-01",
    "channel": None,
    "sources": [],
}
STATUS: dict[str, Any] = {
    "id": "us-1-2",
    "commitment": "FW-01",
    "speaker": "US",
    "speaker_body": None,
    "half": None,
    "status": "completed",
    "basis": "stated",
    "grade": "claimed",
    "effective_on": "2024-01-01",
    "said_on": "2024-01-01",
    "text": WORDS,
    "sources": ["JS-2021"],
    "inferred": ["grade"],
    "evidence": [],
    "base": [],
    "cleared_by": None,
    "clearance_ref": None,
}
CONSENT: dict[str, Any] = {
    "id": "mx-1-2",
    "commitment": "FW-01",
    "half": None,
    "answers": "0" * 64,
    "speaker": "MX",
    "speaker_body": None,
    "stance": "concur",
    "ground": "not_done",
    "reason": {**WORDS, "en": HIDDEN},
    "proposed_status": None,
    "effective_on": "2024-01-01",
    "said_on": "2024-01-01",
    "sources": [],
    "inferred": [],
    "evidence": [],
    "cleared_by": None,
    "clearance_ref": None,
}
LINK = {
    "indicator": "IND-1",
    "commitment": "FW-01",
    "weight": "1",
    "strength": "direct",
    "rationale": WORDS,
}


AMENDABLE = {name: value for name, value in COMMITMENT.items() if name not in {"id", "first_due_on"}}


def amend(**fields: object) -> dict[str, Any]:
    return {
        "record": "FW-01",
        "fields": fields,
        "reason": WORDS,
        "speaker": "US",
        "said_on": "2024-01-01",
        "sources": [],
    }


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


TABLE: dict[str, tuple[str, str, dict[str, Any], str, bool]] = {
    "a status": ("status.report", "FW-01", STATUS, "TLP:CLEAR", True),
    "a note": ("note.add", "FW-01", NOTE, "TLP:RED", True),
    "an asking": ("answer.ask", "FW-01", ASK, "TLP:CLEAR", True),
    "a link, about the commitment and not its own id": ("indicator.link", "FW-01", LINK, "TLP:CLEAR", True),
    "a link under its own id": ("indicator.link", "IND-1>FW-01", LINK, "TLP:CLEAR", False),
    "a commitment": ("commitment.add", "FW-01", COMMITMENT, "TLP:CLEAR", True),
    "a commitment under another name": ("commitment.add", "FW-02", COMMITMENT, "TLP:CLEAR", False),
    "an opening, whose body names no feed": ("desk.open", "us-1", OPEN, "TLP:CLEAR", True),
    "a retraction of an entry of any record": ("entry.retract", "FW-07", RETRACT, "TLP:CLEAR", True),
    "a mark of nobody": ("note.add", "FW-01", NOTE, "SECRET", False),
    "a mark in small letters": ("note.add", "FW-01", NOTE, "tlp:clear", False),
    "another commitment than its ref": ("status.report", "FW-02", STATUS, "TLP:CLEAR", False),
    **{
        f"a status without {name}": ("status.report", "FW-01", without(STATUS, name), "TLP:CLEAR", False)
        for name in STATUS
    },
    "a field too many": ("note.add", "FW-01", {**NOTE, "more": 1}, "TLP:CLEAR", False),
    "a date as a number": ("note.add", "FW-01", {**NOTE, "said_on": 2024}, "TLP:CLEAR", False),
    "a weight not as it is written": ("indicator.link", "FW-01", {**LINK, "weight": "1.0"}, "TLP:CLEAR", False),
    "a weight as a number": ("indicator.link", "FW-01", {**LINK, "weight": 1}, "TLP:CLEAR", False),
    # Words that cannot be shown are washed where they are shown; they are no fault, and hide none.
    "hidden words": ("note.add", "FW-01", {**NOTE, "text": HIDDEN}, "TLP:CLEAR", True),
    "hidden words, deep": ("status.report", "FW-01", {**STATUS, "text": {**WORDS, "es": HIDDEN}}, "TLP:CLEAR", True),
    "hidden words in both": ("note.add", "FW-01", {**NOTE, "text": HIDDEN + HIDDEN}, "TLP:CLEAR", True),
    "hidden words twice": (
        "status.report",
        "FW-01",
        {**STATUS, "text": {"en": HIDDEN, "es": HIDDEN}, "cleared_by": HIDDEN},
        "TLP:CLEAR",
        True,
    ),
    "hidden words in a list": (
        "status.report",
        "FW-01",
        {**STATUS, "inferred": ["grade", HIDDEN, "half"]},
        "TLP:CLEAR",
        True,
    ),
    "hidden words in a reason": (
        "commitment.amend",
        "FW-01",
        {**amend(theme="finance"), "reason": {**WORDS, "en": HIDDEN}},
        "TLP:CLEAR",
        True,
    ),
    "a line of two lines": ("status.report", "FW-01", {**STATUS, "cleared_by": "a\nb"}, "TLP:CLEAR", True),
    "hidden words beside a fault": ("note.add", "FW-01", {**NOTE, "text": HIDDEN, "said_on": "zz"}, "TLP:CLEAR", False),
    "hidden words and a field left out": (
        "status.report",
        "FW-01",
        without({**STATUS, "cleared_by": HIDDEN}, "base"),
        "TLP:CLEAR",
        False,
    ),
    "hidden words of a sound dispute": ("position.take", "FW-01", {**CONSENT, "stance": "dispute"}, "TLP:CLEAR", True),
    "hidden words that hide a consent with a ground": ("position.take", "FW-01", CONSENT, "TLP:CLEAR", False),
    "words that are all hidden": ("note.add", "FW-01", {**NOTE, "text": "\u202e"}, "TLP:CLEAR", False),
    # Amendments: each field is one of the record's, and its value whole.
    "an amended title": ("commitment.amend", "FW-01", amend(title=WORDS), "TLP:CLEAR", True),
    "two amended fields": ("commitment.amend", "FW-01", amend(theme="finance", places=["MX-SIN"]), "TLP:CLEAR", True),
    "every field that can be": ("commitment.amend", "FW-01", amend(**AMENDABLE), "TLP:CLEAR", True),
    "a date taken away": ("commitment.amend", "FW-01", amend(due_on=None), "TLP:CLEAR", True),
    "an amended weight": ("commitment.amend", "FW-01", amend(weight="2.5"), "TLP:CLEAR", True),
    "an amended weight, not as it is written": ("commitment.amend", "FW-01", amend(weight="2.50"), "TLP:CLEAR", False),
    "a title with hidden words": ("commitment.amend", "FW-01", amend(title={**WORDS, "en": HIDDEN}), "TLP:CLEAR", True),
    "a title in one language": ("commitment.amend", "FW-01", amend(title={"en": "Words."}), "TLP:CLEAR", True),
    "a title in another language": ("commitment.amend", "FW-01", amend(title={"fr": "Mots."}), "TLP:CLEAR", False),
    "a title in no language": ("commitment.amend", "FW-01", amend(title={}), "TLP:CLEAR", False),
    "a number in one language": ("commitment.amend", "FW-01", amend(weight={"en": "2.5"}), "TLP:CLEAR", False),
    "a date of no calendar": ("commitment.amend", "FW-01", amend(due_on="2024-02-31"), "TLP:CLEAR", False),
    "one sound field and one unsound": (
        "commitment.amend",
        "FW-01",
        amend(theme="finance", due_on="soon"),
        "TLP:CLEAR",
        False,
    ),
    "a field of no commitment": ("commitment.amend", "FW-01", amend(colour="red"), "TLP:CLEAR", False),
    "the id": ("commitment.amend", "FW-01", amend(id="FW-02"), "TLP:CLEAR", False),
    "the first date that it had": ("commitment.amend", "FW-01", amend(first_due_on="2024-01-01"), "TLP:CLEAR", False),
    "no field": ("commitment.amend", "FW-01", amend(), "TLP:CLEAR", False),
    "an indicator's field": ("indicator.amend", "FW-01", amend(hold=2), "TLP:CLEAR", True),
    "a commitment's field of an indicator": ("indicator.amend", "FW-01", amend(due_on=None), "TLP:CLEAR", False),
    "an amendment of another record": ("commitment.amend", "FW-02", amend(theme="finance"), "TLP:CLEAR", False),
}


@pytest.mark.parametrize("name", TABLE)
def test_only_complete_canonical_bodies_are_admitted(name: str) -> None:
    kind, ref, body, handling, expected = TABLE[name]
    assert (admitted_record(kind, ref, handling, body) is not None) is expected


def test_too_deep_body_is_not_admitted() -> None:
    value: object = "x"
    for _ in range(20_000):
        value = {"x": value}
    assert admitted_record("commitment.amend", "FW-01", "TLP:CLEAR", amend(title=value)) is None


@pytest.mark.parametrize("name", [name for name, line in TABLE.items() if line[-1]])
def test_admitted_record_equals_the_body_written(name: str) -> None:
    kind, ref, body, handling, _taken = TABLE[name]
    found = admitted_record(kind, ref, handling, body)
    assert isinstance(found, KINDS[kind].model)
    assert canonical_body(found) == body
