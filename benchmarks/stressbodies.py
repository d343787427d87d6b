"""Random entry bodies for the stress register: reference records, commitments, and statements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from accordtrack.statuses import Status
from accordtrack.vocabulary import CommitmentKind, Grade, Ground, Level, TextBasis, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FIRST_DAY, LAST_DAY = date(2015, 1, 1).toordinal(), date(2026, 11, 25).toordinal()
_SOURCES, _FRAMEWORKS, _BODIES = 60, 12, 40
_NOUNS = "arms|traces|laboratories|ports|checkpoints|warrants|transfers|judges|prosecutors|couriers|precursors|seizures"
_WORDS = {
    "en": ("share|train|inspect|publish|trace|seize|extradite|notify|certify|audit|staff|equip", _NOUNS),
    "es": (
        "compartir|capacitar|inspeccionar|publicar|rastrear|asegurar|extraditar|notificar",
        "armas|huellas|laboratorios|puertos|retenes|órdenes|remesas|juzgados|fiscalías|mensajería|precursores",
    ),
}
_PLACES = "north|south|border|coast|valley|gulf|sierra|harbour|river|desert|island|capital"
_STATUSES = (Status.NOT_STARTED, Status.LIMITED, Status.LIMITED, Status.SUBSTANTIAL, Status.COMPLETED, Status.REVERSED)
_RESPONSIBLE = ("US", "US", "MX", "JOINT", "JOINT", "JOINT", "JOINT", "JOINT", "JOINT", "JOINT")


def iso(day: int) -> str:
    """Return an ordinal day as an ISO date."""
    return date.fromordinal(day).isoformat()


def both(words: str) -> dict[str, str]:
    """Return the same text in both languages."""
    return {"en": words, "es": words}


def references() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the kind and body of the accord, bodies, sources, and frameworks."""
    sides = {"US": {"name": both("United States")}, "MX": {"name": both("Mexico")}}
    yield "accord.set", {"id": "stress", "title": both("Stress register"), "sides": sides}
    for number in range(_BODIES):
        side = ("US", "MX")[number % 2]
        body = {"code": body_code(side, number), "name": both(f"Office {number} of {side}"), "side": side}
        yield "body.add", {**body, "branch": "executive", "speaks_for": side}
    for number in range(_SOURCES):
        source = {"id": f"SRC-{number}", "publisher": "Publisher", "title": f"Report {number}", "date": "2015"}
        yield "source.add", {**source, "url": f"https://example.org/{number}", "copy": "official"}
    for number in range(_FRAMEWORKS):
        framework = {"id": f"FW{number}", "title": both(f"Framework {number}"), "agreed_on": "2015-01-01"}
        yield "framework.add", {**framework, "sources": ["SRC-0"]}


def body_code(side: str, number: int) -> str:
    """Return the code of a body (institution) of one side."""
    return f"{side}-B{(number - number % 2) // 2 % (_BODIES // 2)}"


def _title(random: Random, number: int) -> dict[str, str]:
    told = {}
    for language, (verbs, nouns) in _WORDS.items():
        drawn = [random.choice(words.split("|")) for words in (verbs, nouns, _PLACES)]
        told[language] = " ".join([*drawn, f"w{number % 997}"])
    return told


def responsible(number: int) -> str:
    """Return the side that owes commitment ``number``: US, MX, or JOINT."""
    return _RESPONSIBLE[number * 7 % len(_RESPONSIBLE)]


def ref(number: int) -> str:
    """Return the id of commitment ``number``."""
    return f"FW{number % _FRAMEWORKS}-{responsible(number)}-{number:06d}"


def commitment(random: Random, number: int, day: int) -> dict[str, Any]:
    """Return the body of a commitment agreed on ``day``."""
    owes, due = responsible(number), day + random.randrange(90, 2500) if random.random() < 0.6 else None
    lead = {
        side: body_code(side, random.randrange(_BODIES)) if owes in {side, "JOINT"} else None for side in ("US", "MX")
    }
    return {
        "id": ref(number),
        "kind": random.choice([CommitmentKind.COMMITMENT] * 8 + list(CommitmentKind)).value,
        "framework": f"FW{number % _FRAMEWORKS}",
        "title": _title(random, number),
        "text": both(f"Both sides will do what commitment {number} says. " * 3),
        "responsible_side": owes,
        "lead": lead,
        "supporting": [body_code("US", random.randrange(_BODIES))],
        "agreed_on": iso(day),
        "due_on": iso(due) if due else None,
        "level": random.choice(list(Level)).value,
        "theme": random.choice(list(Theme)).value,
        "places": random.choice([[], ["MX-SIN"], ["US-TX", "MX-CHH"]]),
        "text_basis": random.choice(list(TextBasis)).value,
        "verifiable": random.random() < 0.7,
        "verifiable_why": both("It can be counted."),
        "sources": [f"SRC-{random.randrange(_SOURCES)}"],
        "inferred": random.choice([[], [], ["theme"]]),
    }


def status(random: Random, number: int, name: str, speaker: str, days: tuple[int, int], *, own: bool) -> dict[str, Any]:
    """Return a status by ``speaker``; ``days`` is (effective day, known day)."""
    joint = responsible(number) == "JOINT"
    return {
        "id": name,
        "commitment": ref(number),
        "speaker": speaker,
        "half": speaker if joint else None,
        "status": random.choice(_STATUSES).value,
        "basis": "stated" if own else "reading",
        "effective_on": iso(days[0]),
        "said_on": iso(days[1]),
        "text": both("What was done is told here in a line of words."),
        "sources": [] if own else [f"SRC-{random.randrange(_SOURCES)}"],
    }


def evidence(
    random: Random, number: int, name: str, speaker: str, days: tuple[int, int], supports: str
) -> dict[str, Any]:
    """Return evidence that supports a statement; one in ten expires."""
    return {
        "id": name,
        "commitment": ref(number),
        "for": [supports],
        "speaker": speaker,
        "title": both(f"Document {name}"),
        "grade": random.choice([Grade.CLAIMED, Grade.DOCUMENTED]).value,
        "url": f"https://example.org/evidence/{name}",
        "effective_on": iso(days[0]),
        "said_on": iso(days[1]),
        "expires_on": iso(days[1] + 365) if random.random() < 0.1 else None,
    }


def answer(random: Random, number: int, name: str, speaker: str, days: tuple[int, int], claim: str) -> dict[str, Any]:
    """Return an answer to a claim; three in four concur."""
    disputes = random.random() < 0.25
    return {
        "id": name,
        "commitment": ref(number),
        "half": None,
        "answers": claim,
        "speaker": speaker,
        "stance": "dispute" if disputes else "concur",
        "ground": random.choice(list(Ground)).value if disputes else None,
        "reason": both("The figures do not show it.") if disputes else None,
        "proposed_status": Status.LIMITED.value if disputes else None,
        "effective_on": iso(days[0]),
        "said_on": iso(days[1]),
    }


def asked(number: int, side: str, claim: str, day: int) -> dict[str, Any]:
    """Return a request by ``side`` that the other side answer its claim."""
    other = "MX" if side == "US" else "US"
    words = {"commitment": ref(number), "half": side, "claim": claim, "of": other}
    return {**words, "asked_on": iso(day), "said_on": iso(day)}


def amendment(random: Random, number: int, speaker: str, day: int) -> dict[str, Any]:
    """Return an amendment: a later due date, and sometimes another title."""
    fields: dict[str, Any] = {"due_on": iso(day + random.randrange(90, 900))}
    if random.random() < 0.2:
        fields = {"title": _title(random, number + 1), "places": ["MX-BCN"]}
    said = {"reason": both("It took longer."), "speaker": speaker, "said_on": iso(day)}
    return {"record": ref(number), "fields": fields, "sources": ["SRC-1"], **said}
