"""Who may say what, as a table: each line is a seat, what it writes, what the register knows, and the ruling."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from accordtrack.core.problems import Problem, english_values, fill
from accordtrack.labels import LABELS
from accordtrack.ledger.authority import rule_on_entry
from accordtrack.ledger.context import Context
from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import KINDS
from accordtrack.ledger.records import Commitment
from accordtrack.vocabulary import Grade, Handling

FEEDS = {"US": "us-1", "MX": "mx-1", "OBS": "obs-1"}
MIRROR = {"US": "MX", "MX": "US", "us-1": "mx-1", "mx-1": "us-1"}
OFFICIAL, ATTRIBUTED = "official", "attributed"
SOURCE = ["JS-2021"]
WORDS = {"en": "Words.", "es": "Palabras."}
DAY, DIGEST = "2024-01-01", "0" * 64
STATEMENT_FIELDS = {"id": "us-1-2", "commitment": "FW-US-01", "effective_on": DAY, "said_on": DAY}
AMENDMENT_FIELDS = {"record": "FW-US-01", "reason": WORDS, "speaker": "OBS", "said_on": DAY}
TARGET = {"value": "45", "by": "2030-12-31"}
BODY_DEFAULTS: dict[str, dict[str, Any]] = {
    "status.report": {**STATEMENT_FIELDS, "status": "limited", "basis": "stated"},
    "evidence.add": {**STATEMENT_FIELDS, "title": WORDS},
    "position.take": STATEMENT_FIELDS,
    "position.withdraw": {"position": DIGEST, "said_on": DAY},
    "commitment.amend": AMENDMENT_FIELDS,
    "indicator.amend": AMENDMENT_FIELDS,
    "framework.amend": AMENDMENT_FIELDS,
    "answer.ask": {"commitment": "FW-US-01", "half": "US", "claim": DIGEST, "asked_on": DAY, "said_on": DAY},
    "entry.retract": {"target": DIGEST, "reason": WORDS},
    "evidence.withhold": {
        "evidence": "us-1-2",
        "commitment": "FW-US-01",
        "reason": WORDS,
        "authority": "Court",
        "said_on": DAY,
    },
    "commitment.add": {
        "id": "FW-US-01",
        "framework": "FW",
        "title": WORDS,
        "text": WORDS,
        "responsible_side": "US",
        "agreed_on": DAY,
        "level": "activity",
        "theme": "firearms",
        "verifiable": True,
        "verifiable_why": WORDS,
        "sources": SOURCE,
    },
    "indicator.add": {
        "id": "guns-traced",
        "title": WORDS,
        "definition": WORDS,
        "unit": WORDS,
        "level": "outcome",
        "direction": "increase",
        "theme": "firearms",
        "side": "US",
        "publisher": "ATF",
        "periodicity": "year",
    },
    "indicator.link": {"indicator": "guns-traced", "commitment": "FW-US-01", "rationale": WORDS},
    "measurement.add": {
        "indicator": "guns-traced",
        "series": "first",
        "period_start": DAY,
        "period_end": DAY,
        "value": "1",
        "published_on": DAY,
        "source": "JS-2021",
    },
    "event.record": {"id": "EV-1", "date": DAY, "kind": "meeting", "title": WORDS, "sources": SOURCE},
    "source.add": {
        "id": "JS-2021",
        "publisher": "ATF",
        "title": "Words",
        "url": "https://example.org",
        "copy": "official",
    },
    "note.add": {"commitment": "FW-US-01", "text": "Words.", "said_on": DAY},
    "conflict.settle": {"conflict": "CF-1", "claim": 1, "source": "JS-2021", "reason": WORDS, "said_on": DAY},
}
"""What a body of each kind needs beside what the table says of it."""


def record(kind: str, body: dict[str, Any]) -> Record:
    """The body that the table says, with what else its kind needs."""
    found: Record = KINDS[kind].decode_values({**BODY_DEFAULTS[kind], **body})
    return found


def mirrored(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: mirrored(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [mirrored(inner) for inner in value]
    if isinstance(value, Context):
        names = Context.__dataclass_fields__
        return Context(**{name: mirrored(getattr(value, name)) for name in names})
    return MIRROR.get(value, value) if isinstance(value, str) else value


def ruling(seat: str, kind: str, body: dict[str, Any], context: Context, handling: str = "TLP:CLEAR") -> str:
    """``official``, ``attributed``, or the words of the refusal, which always says what to do next."""
    found = rule_on_entry(seat, FEEDS[seat], kind, record(kind, body), handling, context)
    if found.problem is None:
        return OFFICIAL if found.official else ATTRIBUTED
    assert not found.official
    words, advice = message_and_advice(found.problem)
    assert words
    assert advice
    return words


def message_and_advice(problem: Problem) -> tuple[str, str]:
    """Message and advice of a refusal, filled; its words of the vocabulary have a label to be shown by."""
    for value in problem.values.values():
        if isinstance(value, tuple):
            group, word = value
            assert LABELS[group][word]
    values = english_values(problem.values)
    return fill(problem.message, values), fill(problem.advice, values)


def status(speaker: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "status.report", {"speaker": speaker, "grade": "claimed", "sources": [], **more}


def evidence(speaker: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "evidence.add", {"speaker": speaker, "grade": "claimed", "sources": [], **more}


def position(speaker: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "position.take", {"speaker": speaker, "stance": "dispute", "sources": [], **more}


def withdrawal(speaker: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "position.withdraw", {"speaker": speaker, "sources": [], **more}


def amend(speaker: str, *fields: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "commitment.amend", {"speaker": speaker, "fields": dict.fromkeys(fields, "x"), "sources": [], **more}


def ask(of: str, **more: object) -> tuple[str, dict[str, Any]]:
    return "answer.ask", {"of": of, "sources": [], **more}


def amend_indicator(**more: object) -> tuple[str, dict[str, Any]]:
    sources = more.pop("sources", [])
    return "indicator.amend", {"fields": more, "sources": sources}


LIMITED = "A side's desk can grade a side's value no higher than documented"
DEFINES = "An indicator or framework can be amended only from the published source that says so"
RETRACT: tuple[str, dict[str, Any]] = ("entry.retract", {"target": "0" * 64})
WITHHOLD: tuple[str, dict[str, Any]] = ("evidence.withhold", {"evidence": "us-1-2", "commitment": "FW-US-01"})
US, MX, JOINT = (Context(responsible=side) for side in ("US", "MX", "JOINT"))
TAKEN_BY_US, TAKEN_BY_MX = (
    Context(responsible="JOINT", target_kind="position.take", target_speaker=side) for side in ("US", "MX")
)
CANNOT = "This desk cannot speak for {side}"
NEEDS_SOURCE = "A statement quoted for a side needs a source"
OWN_ANSWER = "You cannot answer your own statement"
OWED = "What a side is responsible for can be amended only by that side, or with the published source that says so"
MARK = "Only the responsible side can change who may read a commitment"
FREE = {"places", "supporting", "sources", "note", "review_rule"}
OWN_CLAIM = "A side can only ask for an answer to its own statement"
ONLY_TEXT = "Not subscribing applies only to the text of a commitment"
OTHERS_EVIDENCE = "Only the desk that gave evidence may withhold it"

TABLE: list[tuple[str, str, tuple[str, dict[str, Any]], Context, str]] = [
    # Statements: a side's desk speaks for its side, of what it owes and of what the other owes.
    ("own status", "US", status("US"), US, OFFICIAL),
    ("own status of a joint one", "US", status("US"), JOINT, OFFICIAL),
    ("own reading of what the other owes", "US", status("US"), MX, OFFICIAL),
    ("own status with a source", "US", status("US", sources=SOURCE), US, OFFICIAL),
    ("the other's status", "US", status("MX"), MX, CANNOT.format(side="MX")),
    ("the other's status, cited", "US", status("MX", sources=SOURCE), MX, ATTRIBUTED),
    ("a joint status", "US", status("JOINT"), JOINT, NEEDS_SOURCE),
    ("a joint status, cited", "US", status("JOINT", sources=SOURCE), JOINT, ATTRIBUTED),
    ("an observer's status", "US", status("OBS"), US, NEEDS_SOURCE),
    ("an observer's status, cited", "US", status("OBS", sources=SOURCE), US, ATTRIBUTED),
    ("observer speaks", "OBS", status("OBS"), US, NEEDS_SOURCE),
    ("observer speaks, cited", "OBS", status("OBS", sources=SOURCE), US, ATTRIBUTED),
    ("observer for a side", "OBS", status("US"), US, NEEDS_SOURCE),
    ("observer for a side, cited", "OBS", status("US", sources=SOURCE), US, ATTRIBUTED),
    ("observer for both", "OBS", status("JOINT"), JOINT, NEEDS_SOURCE),
    ("observer for both, cited", "OBS", status("JOINT", sources=SOURCE), JOINT, ATTRIBUTED),
    # Grades: a side's own word is claimed; a document of its own is documented at most.
    *(
        (
            "own status, " + grade,
            "US",
            status("US", grade=grade),
            US,
            'A side\'s own word is graded "statement only"; evidence raises it',
        )
        for grade in ("documented", "corroborated", "verified")
    ),
    (
        "own status as a reading",
        "US",
        status("US", basis="reading"),
        US,
        "A side cannot assess its own statements",
    ),
    (
        "own words on the other half as a reading",
        "US",
        status("US", basis="reading", half="MX"),
        JOINT,
        "A side cannot assess its own statements",
    ),
    ("cited status, verified", "US", status("OBS", grade="verified", sources=SOURCE), US, ATTRIBUTED),
    ("own evidence", "US", evidence("US"), US, OFFICIAL),
    ("own evidence, documented", "US", evidence("US", grade="documented"), US, OFFICIAL),
    *(
        (
            f"own evidence, {grade}",
            "US",
            evidence("US", grade=grade),
            US,
            "A side's own document is graded documented at most",
        )
        for grade in ("corroborated", "verified")
    ),
    ("cited evidence, verified", "US", evidence("OBS", grade="verified", sources=SOURCE), US, ATTRIBUTED),
    ("the other's evidence", "US", evidence("MX"), US, CANNOT.format(side="MX")),
    ("observer's evidence", "OBS", evidence("OBS"), US, NEEDS_SOURCE),
    # Halves
    ("half of a joint one", "US", status("US", half="MX"), JOINT, OFFICIAL),
    ("half that is owed alone", "US", status("US", half="US"), US, OFFICIAL),
    (
        "half that is not owed",
        "US",
        status("US", half="MX"),
        US,
        "MX is not responsible for any part of this commitment",
    ),
    (
        "evidence for a half not owed",
        "US",
        evidence("US", half="MX"),
        US,
        "MX is not responsible for any part of this commitment",
    ),
    (
        "answer for a half not owed",
        "US",
        position("US", half="US"),
        MX,
        "US is not responsible for any part of this commitment",
    ),
    # Bodies
    (
        "voice of its side",
        "US",
        status("US", speaker_body="ATF"),
        Context(responsible="US", body_speaks_for="US"),
        OFFICIAL,
    ),
    (
        "voice of the other side",
        "US",
        status("US", speaker_body="SSPC"),
        Context(responsible="US", body_speaks_for="MX"),
        "SSPC does not speak for US",
    ),
    (
        "no side's voice",
        "US",
        status("US", speaker_body="GAO"),
        Context(responsible="US"),
        "GAO does not speak for US",
    ),
    (
        "a side's body as observer",
        "OBS",
        status("OBS", speaker_body="ATF", sources=SOURCE),
        Context(responsible="US", body_speaks_for="US"),
        "ATF speaks for US, not as an observer",
    ),
    ("an observer's body", "OBS", status("OBS", speaker_body="GAO", sources=SOURCE), US, ATTRIBUTED),
    (
        "a joint text read in one side's copy",
        "OBS",
        status("JOINT", speaker_body="ATF", sources=SOURCE),
        Context(responsible="JOINT", body_speaks_for="US"),
        ATTRIBUTED,
    ),
    (
        "unknown body",
        "US",
        status("US", speaker_body="ATFF"),
        Context(responsible="US", body_known=False),
        'No body "ATFF"',
    ),
    # Answers: nobody answers their own word.
    ("answers the other", "US", position("US"), Context(responsible="MX", target_speaker="MX"), OFFICIAL),
    ("answers an observer", "US", position("US"), Context(responsible="US", target_speaker="OBS"), OFFICIAL),
    ("answers itself", "US", position("US"), Context(responsible="US", target_speaker="US"), OWN_ANSWER),
    ("answers a joint text", "US", position("US"), Context(responsible="JOINT", target_speaker="JOINT"), OWN_ANSWER),
    (
        "is said to answer a joint text",
        "OBS",
        position("US", sources=SOURCE),
        Context(responsible="JOINT", target_speaker="JOINT"),
        ATTRIBUTED,
    ),
    (
        "is said to answer itself",
        "OBS",
        position("US", sources=SOURCE),
        Context(responsible="US", target_speaker="US"),
        OWN_ANSWER,
    ),
    (
        "does not subscribe to a text",
        "US",
        position("US", stance="not_agreed"),
        Context(responsible="US", target_speaker="US"),
        OFFICIAL,
    ),
    *(
        (
            f"does not subscribe to {what}",
            "US",
            position("US", stance="not_agreed"),
            Context(responsible="US", target_kind=kind, target_speaker=speaker),
            expected,
        )
        for what, kind, speaker, expected in (
            ("the text that was added", "commitment.add", "OBS", OFFICIAL),
            ("the other's amendment", "commitment.amend", "MX", OFFICIAL),
            ("its own amendment", "commitment.amend", "US", OWN_ANSWER),
            ("a status", "status.report", "MX", ONLY_TEXT),
            ("evidence", "evidence.add", "MX", ONLY_TEXT),
            ("an answer", "position.take", "MX", ONLY_TEXT),
        )
    ),
    *(
        (
            f"answers {side} as both",
            "US",
            position("JOINT", sources=SOURCE),
            Context(responsible=side, target_speaker=side),
            "A joint text speaks for both sides and answers neither",
        )
        for side in ("US", "MX")
    ),
    ("answers no entry", "US", position("US"), Context(responsible="MX"), OFFICIAL),
    ("a half of nothing known", "US", status("US", half="US"), Context(), OFFICIAL),
    (
        "a joint text answers an observer",
        "OBS",
        position("JOINT", sources=SOURCE),
        Context(responsible="US", target_speaker="OBS"),
        ATTRIBUTED,
    ),
    (
        "is said to answer an official word",
        "OBS",
        position("US", sources=SOURCE),
        Context(responsible="MX", target_speaker="MX", target_official=True),
        ATTRIBUTED,
    ),
    (
        "answers for the other",
        "US",
        position("MX"),
        Context(responsible="US", target_speaker="US"),
        CANNOT.format(side="MX"),
    ),
    ("observer answers", "OBS", position("OBS"), Context(responsible="US", target_speaker="US"), NEEDS_SOURCE),
    (
        "observer answers, cited",
        "OBS",
        position("OBS", sources=SOURCE),
        Context(responsible="US", target_speaker="US"),
        ATTRIBUTED,
    ),
    ("withdraws its answer", "US", withdrawal("US"), TAKEN_BY_US, OFFICIAL),
    (
        "withdraws what the other answered",
        "US",
        withdrawal("US"),
        TAKEN_BY_MX,
        "Only an answer's own speaker can withdraw it",
    ),
    ("withdraws no answer", "US", withdrawal("US"), MX, "Only an answer's own speaker can withdraw it"),
    ("withdraws the other's answer", "US", withdrawal("MX"), US, CANNOT.format(side="MX")),
    ("withdraws the other's answer, cited", "US", withdrawal("MX", sources=SOURCE), TAKEN_BY_MX, ATTRIBUTED),
    *(
        (
            f"{seat} withdraws an official answer of another, cited",
            seat,
            withdrawal("MX", sources=SOURCE),
            replace(TAKEN_BY_MX, target_official=True),
            "A side's own answer can be withdrawn only by that side",
        )
        for seat in ("US", "OBS")
    ),
    ("withdraws its official answer", "US", withdrawal("US"), replace(TAKEN_BY_US, target_official=True), OFFICIAL),
    # Amendments
    ("amends what it owes", "US", amend("US", "due_on"), US, OFFICIAL),
    ("amends what both owe", "US", amend("US", "due_on"), JOINT, OFFICIAL),
    ("amends what the other owes", "US", amend("US", "due_on"), MX, OWED),
    ("amends for the other", "US", amend("MX", "due_on"), MX, OWED),
    ("amends for the other, cited", "US", amend("MX", "due_on", sources=SOURCE), MX, ATTRIBUTED),
    ("amends a joint one for the other", "US", amend("MX", "due_on"), JOINT, OWED),
    ("amends what nobody owes", "US", amend("US", "places"), MX, ATTRIBUTED),
    ("amends what both and nobody owe", "US", amend("US", "places", "text"), MX, OWED),
    ("changes the mark of the other's", "US", amend("US", "handling", sources=SOURCE), MX, MARK),
    ("changes the mark of its own", "US", amend("US", "handling"), US, OFFICIAL),
    *(
        (f"amends {name} of the other", "US", amend("US", name), MX, ATTRIBUTED if name in FREE else OWED)
        for name in sorted(Commitment.model_fields.keys() - {"handling"})
    ),
    ("observer amends a text", "OBS", amend("OBS", "text"), US, OWED),
    ("observer amends a text, cited", "OBS", amend("OBS", "text", sources=SOURCE), US, ATTRIBUTED),
    ("observer amends what both owe", "OBS", amend("OBS", "due_on"), JOINT, OWED),
    ("observer amends what both owe, cited", "OBS", amend("OBS", "due_on", sources=SOURCE), JOINT, ATTRIBUTED),
    ("observer amends a theme", "OBS", amend("OBS", "theme"), US, OWED),
    ("observer amends places", "OBS", amend("OBS", "places"), US, ATTRIBUTED),
    ("observer changes a mark", "OBS", amend("OBS", "handling", sources=SOURCE), US, MARK),
    # Indicators: targets that somebody set are not made, moved or erased by one desk alone.
    ("sets a working target", "US", amend_indicator(target={"set_by": "working"}), Context(), ATTRIBUTED),
    (
        "observer sets a working target",
        "OBS",
        amend_indicator(target={"set_by": "working"}, baseline={}),
        Context(),
        ATTRIBUTED,
    ),
    ("sets its own target", "US", amend_indicator(target={"set_by": "US"}), Context(), ATTRIBUTED),
    ("sets the other's target", "US", amend_indicator(target={"set_by": "MX"}), Context(), DEFINES),
    ("sets an agreed target", "US", amend_indicator(target={"set_by": "agreed"}), Context(), DEFINES),
    (
        "sets an agreed target, cited",
        "US",
        amend_indicator(target={"set_by": "agreed"}, sources=SOURCE),
        Context(),
        ATTRIBUTED,
    ),
    ("erases a target", "US", amend_indicator(target=None), Context(), DEFINES),
    ("moves a baseline", "US", amend_indicator(baseline={}), Context(), DEFINES),
    ("works and redefines", "US", amend_indicator(target={"set_by": "working"}, unit={}), Context(), DEFINES),
    (
        "works at a framework",
        "US",
        ("framework.amend", {"fields": {"target": {"set_by": "working"}}, "sources": []}),
        Context(),
        DEFINES,
    ),
    ("renames a framework", "OBS", ("framework.amend", {"fields": {"title": {}}, "sources": []}), Context(), DEFINES),
    # Askings
    ("asks about its claim", "US", ask("MX"), Context(responsible="US", target_speaker="US"), OFFICIAL),
    ("asks about a joint claim", "US", ask("MX"), Context(responsible="JOINT", target_speaker="JOINT"), OFFICIAL),
    ("asks itself", "US", ask("US"), Context(target_speaker="US"), "A side can ask the other side, not itself"),
    ("asks about the other's claim", "US", ask("MX"), Context(target_speaker="MX"), OWN_CLAIM),
    ("asks about an observer's word", "US", ask("MX"), Context(target_speaker="OBS"), OWN_CLAIM),
    ("asks about nothing", "US", ask("MX"), Context(), OWN_CLAIM),
    ("observer asks", "OBS", ask("MX"), Context(target_speaker="US"), "An observer's request needs a source"),
    ("observer asks, cited", "OBS", ask("MX", sources=SOURCE), Context(target_speaker="US"), ATTRIBUTED),
    # Retractions
    ("retracts its own", "US", RETRACT, Context(target_feed="us-1", target_kind="status.report"), OFFICIAL),
    (
        "retracts another desk's",
        "US",
        RETRACT,
        Context(target_feed="us-2", target_kind="status.report"),
        "Only the desk that wrote an entry may retract it",
    ),
    ("retracts nothing known", "US", RETRACT, Context(), "Only the desk that wrote an entry may retract it"),
    (
        "retracts a retraction",
        "US",
        RETRACT,
        Context(target_feed="us-1", target_kind="entry.retract"),
        "A retraction cannot be retracted",
    ),
    (
        "retracts its opening",
        "US",
        RETRACT,
        Context(target_feed="us-1", target_kind="desk.open"),
        "The opening of a desk cannot be retracted",
    ),
    (
        "retracts its change of key",
        "US",
        RETRACT,
        Context(target_feed="us-1", target_kind="desk.rekey"),
        "A key change cannot be retracted",
    ),
    # Evidence that is withheld: by the very desk, not by another of the same side.
    ("withholds its own evidence", "US", WITHHOLD, Context(target_feed="us-1"), ATTRIBUTED),
    ("withholds another desk's evidence", "US", WITHHOLD, Context(target_feed="us-2"), OTHERS_EVIDENCE),
    ("withholds no known evidence", "US", WITHHOLD, Context(), OTHERS_EVIDENCE),
    # What anybody may record
    *(
        (f"{seat} records {kind}", seat, (kind, {}), Context(), ATTRIBUTED)
        for seat in FEEDS
        for kind in ("commitment.add", "indicator.add", "event.record", "source.add", "note.add", "conflict.settle")
    ),
]


@pytest.mark.parametrize("line", TABLE, ids=[line[0] for line in TABLE])
def test_ruling_matches_the_table_and_its_mirror(
    line: tuple[str, str, tuple[str, dict[str, Any]], Context, str],
) -> None:
    _name, seat, (kind, body), context, expected = line
    assert ruling(seat, kind, body, context) == expected
    changed = re.sub(r"\b(US|MX)\b", lambda found: MIRROR[found.group()], expected)
    assert ruling(mirrored(seat), kind, mirrored(body), mirrored(context)) == changed


@pytest.mark.parametrize("kind", ["status.report", "evidence.add", "position.take", "note.add", "commitment.amend"])
def test_entry_is_never_less_restricted_than_its_commitment(kind: str) -> None:
    given = {"speaker": "US", "grade": "claimed", "stance": "concur", "fields": {"theme": "x"}}
    body = record(kind, {name: value for name, value in given.items() if name in KINDS[kind].model.model_fields})
    for floor in Handling:
        for mark in Handling:
            context = Context(responsible="US", commitment_handling=floor.value)
            found = rule_on_entry("US", "us-1", kind, body, mark.value, context)
            assert (found.problem is None) == (mark.rank >= floor.rank)
            if found.problem is not None:
                words, advice = message_and_advice(found.problem)
                assert words.endswith(floor.value)
                assert advice


@pytest.mark.parametrize(("wrote", "named"), [("us-2", "us-2"), (None, "?")])
def test_refused_retraction_names_the_desk_that_wrote_the_entry(wrote: str | None, named: str) -> None:
    problem = rule_on_entry("US", "us-1", RETRACT[0], record(*RETRACT), "TLP:CLEAR", Context(target_feed=wrote)).problem
    assert problem is not None
    assert message_and_advice(problem)[1] == f"It was written by {named}; answer it, or add a note."


def test_entry_is_official_only_when_a_side_speaks_for_itself() -> None:
    for seat, feed in FEEDS.items():
        for speaker in ("US", "MX", "JOINT", "OBS"):
            for kind, body in (status(speaker, sources=SOURCE), evidence(speaker, sources=SOURCE)):
                found = rule_on_entry(seat, feed, kind, record(kind, body), "TLP:CLEAR", JOINT)
                assert found.problem is None
                assert found.official == (seat == speaker and seat != "OBS")


def test_grades_are_ordered_weakest_first() -> None:
    assert [grade.rank for grade in Grade] == [0, 1, 2, 3]


MEASURES: list[tuple[str, str, dict[str, Any], str]] = [
    ("its own value", "US", {"party": "US", "grade": "documented"}, OFFICIAL),
    ("its own value, verified", "US", {"party": "US", "grade": "verified"}, LIMITED),
    ("the other's value", "US", {"party": "MX", "grade": "documented"}, ATTRIBUTED),
    ("the other's value, corroborated", "US", {"party": "MX", "grade": "corroborated"}, LIMITED),
    ("a joint value, verified", "US", {"party": "JOINT", "grade": "verified"}, LIMITED),
    ("an independent value, verified", "US", {"party": "OBS", "grade": "verified"}, ATTRIBUTED),
    ("observer gives its own value", "OBS", {"party": "OBS", "grade": "verified"}, ATTRIBUTED),
    ("observer gives a side's value", "OBS", {"party": "US", "grade": "verified"}, ATTRIBUTED),
]


@pytest.mark.parametrize(
    ("seat", "body", "expected"), [line[1:] for line in MEASURES], ids=[line[0] for line in MEASURES]
)
def test_measurement_grade_depends_on_who_gives_the_value(seat: str, body: dict[str, Any], expected: str) -> None:
    assert ruling(seat, "measurement.add", body, Context()) == expected
    flipped = mirrored(body)
    assert ruling(MIRROR.get(seat, seat), "measurement.add", flipped, Context()) == mirrored(expected)


def test_first_target_set_by_others_needs_a_source() -> None:
    def added(seat: str, **target: object) -> str:
        return ruling(seat, "indicator.add", {"target": {**TARGET, **target} if target else None}, Context())

    assert added("US") == ATTRIBUTED
    assert added("US", set_by="working") == ATTRIBUTED
    assert added("US", set_by="US") == ATTRIBUTED
    for set_by in ("agreed", "MX"):
        assert "needs a source" in added("US", set_by=set_by)
        assert added("US", set_by=set_by, source="JS-2021") == ATTRIBUTED


def test_direct_link_to_the_other_side_is_not_decided_by_one_side() -> None:
    for owes, expected in (("US", True), ("MX", False), ("JOINT", False), (None, True)):
        found = ruling("US", "indicator.link", {"strength": "direct"}, Context(responsible=owes))
        assert (found == ATTRIBUTED) is expected
        assert ruling("US", "indicator.link", {"strength": "context"}, Context(responsible=owes)) == ATTRIBUTED
        assert ruling("OBS", "indicator.link", {"strength": "direct"}, Context(responsible=owes)) == ATTRIBUTED
