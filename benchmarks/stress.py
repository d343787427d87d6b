"""Generator of a seeded stress register: N commitments and 10 N signed entries in chronological order.

``python benchmarks/stress.py 100000`` creates it or reports the existing one. The register is kept in the user's cache
folder and reused. The seed determines its text; keys and salts are fresh. Entries are sealed and appended by the same
functions that all writers use, without the service's checks of user input. ``scored`` generates another kind of
register in the same way.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from array import array
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

import stressbodies as say
from accordtrack.core.paths import own_key_folder
from accordtrack.ledger.entry import Entry, seal
from accordtrack.ledger.key_files import SigningKey, new_key
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.projection.projector import project_all
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.signing_keys import desk_files
from accordtrack.store import log
from accordtrack.store.database import Database, unlink
from accordtrack.store.database_errors import Work
from accordtrack.store.migrations import migrate
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

SEED, EDITION = 20261125, 1
"""Increase ``EDITION`` when the generated content changes: registers of an older edition are created again."""
ENTRIES_EACH = 10
_BATCH = 2_000
_DESKS = {COMPILER: "OBS", "us-1": "US", "mx-1": "MX", "obs-1": "OBS"}
_CACHE_KIB = 200_000


def stress_register(commitments: int) -> Path:
    """Return the path of the register with that many commitments, creating it if it does not exist."""
    return drawn(f"stress-{commitments}", EDITION, partial(_Said, commitments))


def drawn(name: str, edition: int, writers: Callable[[Connection, Path], Writers]) -> Path:
    """Return the path of the named register, reusing an existing one of this edition.

    A new register is signed and appended by ``writers`` and then folded.
    """
    path = user_cache_path("accordtrack-benchmarks") / name / "register.db"
    told = path.with_name("made.json")
    if told.is_file() and json.loads(told.read_text(encoding="utf-8")).get("edition") == edition:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unlink(path)
    for old in own_key_folder(path).glob("*.pem"):
        old.unlink()
    start = time.perf_counter()
    new = path.with_suffix(".new")
    unlink(new)
    new.touch(mode=0o600)
    database = Database(new)
    with database.writing(work=Work.MAKING) as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIB}")
        migrate(connection)
        written = writers(connection, path).write()
        signed = time.perf_counter() - start
        _say(f"{written:,} entries signed and appended in {signed:.0f} s; folding")
        project_all(connection, connection, progress=_folded)
    database.close()
    new.replace(path)
    facts = {
        "edition": edition,
        "seed": SEED,
        "name": name,
        "entries": written,
        "seconds_signing": round(signed),
        "seconds": round(time.perf_counter() - start),
        "bytes": path.stat().st_size,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    told.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    _say(json.dumps(facts))
    return path


def made(register: Path) -> dict[str, Any]:
    """Return the facts about how a register was made: entries, seconds, bytes, and peak memory."""
    return dict(json.loads(register.with_name("made.json").read_text(encoding="utf-8")))


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def _folded(done: int, total: int) -> None:
    if done % 10_000 == 0:
        _say(f"folded {done:,} of {total:,}")


class Writers:
    """Base class that writes the entries of all desks under one logical clock."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self.random = Random(SEED)  # noqa: S311  (examples, not secrets)
        self._keys: dict[str, SigningKey] = {}
        for feed in _DESKS:
            self._keys[feed] = new_key() if feed == COMPILER else desk_files.make_key(own_key_folder(path), feed)
        self._ends: dict[str, tuple[int, str | None]] = dict.fromkeys(_DESKS, (0, None))
        self.written = 0
        self._waiting: list[Entry] = []

    def write(self) -> int:
        """Write every entry, and return how many were written."""
        for feed, side in _DESKS.items():
            body = {"side": side, "name": f"Desk {feed}", "public_key": self._keys[feed].public}
            self.append(feed, "desk.open", body, feed, say.FIRST_DAY)
        for kind, body in say.references():
            key = KINDS[kind].key
            self.append(COMPILER, kind, body, key(KINDS[kind].model.model_validate(body)) if key else "", say.FIRST_DAY)
        self.speak()
        log.append(self._connection, self._waiting)
        return self.written

    def speak(self) -> None:
        """Append the entries that follow the opening of the desks and the reference records."""
        raise NotImplementedError

    def next_name(self, feed: str) -> str:
        """Return the id of the next entry of a feed."""
        return f"{feed}-{self._ends[feed][0] + 1}"

    def append(self, feed: str, kind: str, body: dict[str, Any], ref: str, day: int) -> str:
        """Sign the next entry of a feed, and return its hash; full batches are written to the log."""
        seq, prev = self._ends[feed]
        self.written += 1
        entry = seal(
            canonical_body(validate_record(KINDS[kind].model, body)),
            key=self._keys[feed],
            feed=feed,
            seq=seq + 1,
            prev=prev,
            lc=self.written,
            at=f"{say.iso(day)}T12:00:00Z",
            by="stress",
            act=f"{self.written // 2:016x}",
            kind=kind,
            ref=ref,
            handling="TLP:CLEAR",
        )
        self._ends[feed] = (seq + 1, entry.hash)
        self._waiting.append(entry)
        if len(self._waiting) >= _BATCH:
            log.append(self._connection, self._waiting)
            self._waiting = []
            if self.written % 100_000 == 0:
                _say(f"signed {self.written:,}")
        return entry.hash


class _Said(Writers):
    """Writes ten entries per commitment, spread over the years."""

    def __init__(self, commitments: int, connection: Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._count = commitments
        self._claims: dict[tuple[int, str], tuple[bytes, str]] = {}
        self._latest: dict[int, tuple[str, bytes]] = {}

    def speak(self) -> None:
        """Append every entry in chronological order."""
        wanted = self._count * ENTRIES_EACH
        for packed in self._schedule(wanted - self.written):
            day, number, slot = packed >> 40, (packed >> 8) & 0xFFFFFFFF, packed & 0xFF
            if slot:
                self._said(number, day)
            else:
                body = say.commitment(self.random, number, day)
                self.append(COMPILER, "commitment.add", body, body["id"], day)

    def _schedule(self, wanted: int) -> array[int]:
        """Return the sorted schedule of entries, each packed into one integer: day, commitment number, and slot."""
        packed = array("Q")
        random = Random(SEED + 1)  # noqa: S311
        for number in range(self._count):
            day = random.randrange(say.FIRST_DAY, say.LAST_DAY - 30)
            slots = ENTRIES_EACH if len(packed) + ENTRIES_EACH <= wanted - (self._count - number - 1) else 1
            for slot in range(slots):
                said = day if slot == 0 else random.randrange(day, say.LAST_DAY + 1)
                packed.append(said << 40 | number << 8 | slot)
        return array("Q", sorted(packed))

    def _said(self, number: int, day: int) -> None:
        """Append one statement about a commitment: a status, or a follow-up to an existing claim."""
        random, owes = self.random, say.responsible(number)
        side = random.choice(["US", "MX"]) if owes == "JOINT" else owes
        other = "MX" if side == "US" else "US"
        claim = self._claims.get((number, side))
        drawn = random.random()
        days = (day - random.randrange(20) if random.random() < 0.3 else day, day)
        ref = say.ref(number)
        if drawn < 0.05:
            self.append(feed_of(side), "commitment.amend", say.amendment(random, number, side, day), ref, day)
        elif drawn < 0.15:
            words = {"commitment": ref, "text": f"A note of the desk on {ref}.", "said_on": say.iso(day)}
            self.append(feed_of(side), "note.add", words, ref, day)
        elif claim is None or drawn < 0.40:
            name = self.next_name(feed_of(side))
            body = say.status(random, number, name, side, days, own=True)
            digest = self.append(feed_of(side), "status.report", body, ref, day)
            self._claims[number, side] = (bytes.fromhex(digest), name)
            self._latest[number] = (feed_of(side), bytes.fromhex(digest))
        elif drawn < 0.55:
            body = say.status(random, number, self.next_name("obs-1"), side, days, own=False)
            self.append("obs-1", "status.report", body, ref, day)
        elif drawn < 0.75:
            body = say.evidence(random, number, self.next_name(feed_of(side)), side, days, claim[1])
            self.append(feed_of(side), "evidence.add", body, ref, day)
        elif drawn < 0.90:
            body = say.answer(random, number, self.next_name(feed_of(other)), other, days, claim[0].hex())
            self.append(feed_of(other), "position.take", body, ref, day)
        elif drawn < 0.98 or number not in self._latest:
            self.append(feed_of(side), "answer.ask", say.asked(number, side, claim[0].hex(), day), ref, day)
        else:
            feed, wrong = self._latest.pop(number)
            taken = {"target": wrong.hex(), "reason": say.both("Said in error.")}
            self.append(feed, "entry.retract", taken, ref, day)


def feed_of(side: str) -> str:
    """Return the desk code of a side."""
    return f"{side.lower()}-1"


if __name__ == "__main__":
    os.nice(5)
    for count in sys.argv[1:] or ["1000"]:
        register = stress_register(int(count))
        sys.stdout.write(f"{register}\n{json.dumps(made(register))}\n")
