"""Entries that a holder of a desk's key signs without the program: any body, heads, clock and time."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.ledger.entry import Entry, Heads, seal
from accordtrack.ledger.key_files import SigningKey, load_key, new_key
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.store import log
from accordtrack.store.database import Database
from registers import TODAY

WORDS = {"en": "Words.", "es": "Palabras."}


class RawDesk:
    """A desk of a register file that writes what it likes. One that does not exist yet begins with ``opens``."""

    def __init__(self, register: Path, feed: str) -> None:
        self.register, self.feed = register, feed
        found = sorted(own_key_folder(register).glob(f"{feed}-*.pem"))
        self.key: SigningKey = load_key(found[0]) if found else new_key()

    def opens(self, heads: Heads | None = None) -> Entry:
        """Open the desk; without ``heads``, as if it had seen nothing."""
        side = self.feed.partition("-")[0].upper()
        return self.writes(
            "desk.open", {"side": side, "name": "Archive", "public_key": self.key.public}, heads=heads or ()
        )

    def writes(
        self,
        kind: str,
        body: Mapping[str, Any],
        *,
        checked: bool = True,
        heads: Heads | None = None,
        ref: str | None = None,
        handling: str = "TLP:CLEAR",
        at: str = f"{TODAY}T10:00:00Z",
        act: str | None = None,
    ) -> Entry:
        """Append an entry, and make the projection anew. Without ``heads``, it had seen everything.

        An ``id`` of None stands for the entry's own. Unless it is ``checked``, the body may be anything.
        """
        with closing(Database(self.register)) as database, database.writing() as connection:
            own = list(log.entries_of_feed(connection, self.feed))
            last = own[-1] if own else None
            seen = log.signed_heads(connection, but=self.feed) if heads is None else heads
            clocks = [log.entry_at(connection, feed, seq) for feed, seq, _digest in seen]
            seq = 1 + (last.envelope.seq if last else 0)
            values = {**body, **({"id": f"{self.feed}-{seq}"} if body.get("id", "") is None else {})}
            if checked:
                values = canonical_body(KINDS[kind].model.model_validate(values))
            entry = seal(
                values,
                key=self.key,
                feed=self.feed,
                seq=seq,
                prev=last.hash if last else None,
                lc=1 + max([last.envelope.lc if last else 0, *(one.envelope.lc for one in clocks if one)]),
                at=at,
                by="Somebody",
                act=f"raw-{self.feed}-{seq}" if act is None else act,
                kind=kind,
                ref=ref or self._ref(kind, values, f"{self.feed}-{seq}"),
                handling=handling,
                heads=seen,
            )
            log.append(connection, [entry])
        with closing(service.open_register(self.register, today=TODAY)) as desk:
            desk.rebuild()
        return entry

    def retracts(self, entry: Entry, *, heads: Heads | None = None) -> Entry:
        """Take back an entry."""
        return self.writes(
            "entry.retract", {"target": entry.hash, "reason": WORDS}, heads=heads, ref=entry.envelope.ref
        )

    def _ref(self, kind: str, values: dict[str, Any], own: str) -> str:
        about = KINDS[kind].about or KINDS[kind].key
        if kind in DESK_KINDS:
            return self.feed
        return own if about is None else about(KINDS[kind].decode_values(values)) or own
