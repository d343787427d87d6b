"""A projection in memory with states of every kind, drawn from a seed: lists, filters and counts are held against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, text

from accordtrack.projection.disputes import thread_index
from accordtrack.projection.fold import State
from accordtrack.projection.projection_rows import commitment_row, tag_rows
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.store.in_memory import in_memory
from accordtrack.vocabulary import Basis, CommitmentKind, DueBasis, Grade, Handling, Level, TextBasis, Theme
from items import Told

TODAY = "2024-06-15"
TITLES = (
    ("Trace the guns", "Rastrear las armas"),
    ("Ballistic images", "Imágenes balísticas"),
    ("Seize fentanyl", "Asegurar fentanilo"),
    ("Publish results", "Publicar resultados"),
    ("Ñandú and pingüino", "Ñandú y pingüino"),
)
DAYS = ("2022-01-31", "2024-05-16", "2024-06-14", "2024-06-15", "2024-06-16", "2024-07-15", "2024-07-16", "2026-12-31")
STATUSES = ("not_started", "limited", "substantial", "completed", "completed", "reversed", "withdrawn")


def drawn(seed: int, number: int) -> State:
    """One state of its own; ids differ in ways that sort badly: BF-2, BF-10, BF-02."""
    random = Random(f"{seed}-{number}")  # noqa: S311  (examples, not secrets)
    due = random.choice([None, *DAYS])
    title = random.choice(TITLES)
    responsible = random.choice(["US", "MX", "JOINT"])
    told = Told(
        responsible,
        id=f"{random.choice(['BF', 'HLSD'])}-{random.choice(['', '0', '00'])}{number}-{random.choice('ab')}{number}",
        kind=random.choice(list(CommitmentKind)).value,
        framework=random.choice(["BF", "HLSD"]),
        area=random.choice([None, "BF-A1.1"]),
        title={"en": title[0], "es": title[1]},
        lead={"US": random.choice([None, "ATF", "DOJ"]), "MX": random.choice([None, "SSPC"])},
        places=random.choice([[], ["MX-SIN"], ["MX-SIN", "US-TX"]]),
        level=random.choice(list(Level)).value,
        theme=random.choice(list(Theme)).value,
        text_basis=random.choice(list(TextBasis)).value,
        handling=random.choice(list(Handling)).value,
        agreed_on=random.choice(["2021-10-08", "2022-10-13", "2022-12-31", "2023-01-01"]),
        due_on=due,
        first_due_on=due,
        due_basis=due and random.choice(list(DueBasis)).value,
        verifiable=random.random() < 0.5,
        inferred=random.choice([[], ["theme"], ["level", "theme"]]),
        sources=random.choice([["JS-2021"], ["JS-2021", "ATF-2023"]]),
    )
    for side in ("US", "MX"):
        if random.random() < 0.7:
            _spoken(random, told, side)
    return told.state()


def _spoken(random: Random, told: Told, side: str) -> None:
    """A claim of one side, and perhaps an answer, an asking, a document."""
    other = "MX" if side == "US" else "US"
    official = random.random() < 0.5
    claim = told.status(side, random.choice(STATUSES), random.choice(DAYS[:3]), official=official)
    basis = Basis(random.choice(["stated", "reading"]))
    told.items[-1] = claim.with_body(claim.body.model_copy(update={"basis": basis}))
    match random.randrange(4):
        case 0:
            told.position(other, claim, random.choice(["concur", "dispute"]))
        case 1:
            told.ask(claim, other, random.choice(["2024-01-01", "2024-06-01", TODAY]))
        case 2:
            told.status(side, "limited", "2021-12-01", feed=f"{side.lower()}-2")
    for _ in range(random.randrange(3)):
        told.evidence(side, random.choice(list(Grade)).value, supports=[claim])


def states(count: int, seed: int = 7) -> list[State]:
    """``count`` states; the key of each row will be its place in the list, from 1."""
    found = []
    for number in range(1, count + 1):
        state = drawn(seed, number)
        found.append(replace(state, added=replace(state.added, entry_id=number)))
    return found


@contextmanager
def projection(found: Sequence[State]) -> Iterator[Connection]:
    with in_memory() as connection:
        connection.execute(
            insert(COMMITMENT), [commitment_row(state, number) for number, state in enumerate(found, start=1)]
        )
        connection.execute(insert(TAG), [tag for state in found for tag in tags(state)])
        words = [{"key": state.added.entry_id, "id": state.record.id, "words": told(state)} for state in found]
        connection.execute(text("INSERT INTO search(rowid, id, words) VALUES (:key, :id, :words)"), words)
        yield connection


def tags(state: State) -> list[dict[str, Any]]:
    """The values of fields with several values, and the threads that settle a dispute."""
    return [*tag_rows(state), *thread_index.settled_tags(state)]


def told(state: State) -> str:
    """The words by which a free search finds a commitment."""
    return "\n".join([*state.record.title.both_languages, *state.record.text.both_languages])
