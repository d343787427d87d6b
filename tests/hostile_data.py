"""Words with a secret in them in every sort of place, copies for others made of them, and what is left of it in files."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder
from accordtrack.service import Desk
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    ReportStatus,
    Retract,
    TakePosition,
    WithholdEvidence,
)
from registers import TODAY, At

PLANTED = "Zopilote"
RED, STRICT = "TLP:RED", "TLP:AMBER+STRICT"
_LIKE = "SELECT e.feed || '-' || e.seq FROM entry e JOIN entry_body b ON b.entry_id = e.id WHERE CAST(b.raw AS TEXT) LIKE ? ORDER BY e.id"
_WITHOUT = "SELECT feed || '-' || seq FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body) ORDER BY id"


def planted(at: At, folder: Path) -> list[str]:
    """Write the secret; return the entries that contain it. Files of evidence go into ``folder``."""
    us, mx = at("us-1"), at("mx-1")
    file, plain = folder / f"{PLANTED}.pdf", folder / "plain.pdf"
    file.write_bytes(f"{PLANTED} ".encode() * 500)
    plain.write_bytes(b"plain " * 500)
    fields = {
        "id": "FW-US-09",
        "framework": "FW",
        "title.en": f"{PLANTED} one",
        "title.es": f"{PLANTED} uno",
        "text": PLANTED,
        "responsible_side": "US",
        "agreed_on": "2025-01-01",
        "level": "output",
        "theme": "firearms",
        "verifiable": "yes",
        "verifiable_why": PLANTED,
        "handling": RED,
        "sources": "JS-2021",
    }
    done = [
        us.write(AddNote(commitment="FW-US-01", text=f"{PLANTED} was seen.", handling=RED)),
        us.write(AddNote(commitment="FW-JT-01", text=f"Nobody knows {PLANTED}.", handling=STRICT)),
        us.write(
            ReportStatus(commitment="FW-US-01", status="limited", note=PLANTED, evidence=(str(file),), handling=RED)
        ),
        added := us.write(AddRecord(kind="commitment", fields=fields)),
        mx.write(AddNote(commitment="FW-MX-01", text=f"{PLANTED}, dicen.", handling=STRICT)),
        mx.write(TakePosition(target=added.hashes[0], stance="concur")),
        us.write(ReportStatus(commitment="FW-US-09", status="limited", note=PLANTED, handling=RED)),
    ]
    gone = us.write(AddNote(commitment="FW-US-01", text=f"{PLANTED} again", handling=RED))
    us.write(Retract(entry=gone.ids[0], reason=f"It was {PLANTED}."))
    us.write(AddEvidence(commitment="FW-JT-01", evidence=(str(plain),), handling="TLP:AMBER"))
    us.save_drafts(ReportStatus(commitment="FW-JT-01", status="limited", note=f"{PLANTED} in a draft"))
    us.preferences.save_filter(PLANTED, PLANTED)
    held = bodies(us.path, f"%{PLANTED}%")
    assert len(held) > len(done)
    return held


def copies(folder: Path) -> Path:
    """Plant them in the register in ``folder``; ``given`` gets a public copy, and all that it lacks as a disclosure.

    One file is open to all, one is withheld by authority. ``before.db`` is an earlier copy; ``names`` what is disclosed.
    """

    def at(feed: str) -> Desk:
        return door.open_register(folder / "register.db", desk=feed, today=TODAY)

    given, us = folder / "given", at("us-1")
    given.mkdir()
    us.backup(folder / "before.db", audience="public")
    planted(at, folder)
    for name, content in (("open.pdf", b"open " * 500), ("named.pdf", f"People: {PLANTED} ".encode() * 500)):
        (folder / name).write_bytes(content)
        done = us.write(AddEvidence(commitment="FW-US-01", evidence=(str(folder / name),), handling="TLP:CLEAR"))
    us.write(WithholdEvidence(evidence=done.ids[0], reason="It names people.", authority="Order 7"))
    us.backup(given / "copy.db", audience="public")
    names = [*bodiless(given / "copy.db"), done.ids[0]]
    (folder / "names").write_text(json.dumps(names), encoding="utf-8")
    door.disclose(us.path, given / "told.jsonl", names)
    return folder


def bodies(path: Path, like: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(_LIKE, (like,))]


def bodiless(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(_WITHOUT)]


def traces(path: Path) -> list[str]:
    """Files of a copy and its store that contain the secret, in any case, in UTF-8 or UTF-16."""
    return traces_in([path, *(one for one in evidence_folder(path).rglob("*") if one.is_file())])


def traces_in(files: Iterable[Path]) -> list[str]:
    """The files that contain the secret or have it in their name."""
    words = [PLANTED.encode(), PLANTED.lower().encode(), PLANTED.upper().encode(), PLANTED.encode("utf-16-le")]
    return [one.name for one in files if any(word in os.fsencode(one.name) + one.read_bytes() for word in words)]
