"""Entries of one commitment as the fold reads them, without a register: each call says one thing, the clock runs on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from accordtrack.ledger.kinds import KINDS
from accordtrack.projection.desk_history import DeskEvent, DeskHistory
from accordtrack.projection.dual_control import RULES, DualControl
from accordtrack.projection.fold import State, fold
from accordtrack.store.items import Item, without_retracted
from memory_history import SeenInItems

REF = "FW-01"
FEEDS = {"US": "us-1", "MX": "mx-1"}
WORDS = {"en": "Words.", "es": "Palabras."}
COMMITMENT: dict[str, Any] = {
    "id": REF,
    "kind": "commitment",
    "framework": "FW",
    "area": None,
    "title": {"en": "Title", "es": "Título"},
    "text": WORDS,
    "responsible_side": "US",
    "share_us": None,
    "lead": {"US": None, "MX": None},
    "supporting": [],
    "agreed_on": "2021-10-08",
    "due_on": None,
    "due_basis": None,
    "first_due_on": None,
    "review_rule": None,
    "level": "activity",
    "theme": "firearms",
    "places": [],
    "weight": "1",
    "text_basis": "joint_text",
    "wording": None,
    "verifiable": True,
    "verifiable_why": WORDS,
    "verification": None,
    "handling": "TLP:CLEAR",
    "sources": ["JS-2021"],
    "inferred": [],
    "note": None,
}


class Told:
    """What was said of a commitment owed by ``responsible``; ``items`` holds it in the order it was said."""

    def __init__(self, responsible: str = "US", **fields: object) -> None:
        self.items: list[Item[Any]] = []
        self.seqs: dict[str, int] = {}
        self.said("commitment.add", {**COMMITMENT, "responsible_side": responsible, **fields}, feed="obs-0")

    def said(self, kind: str, body: dict[str, Any], *, feed: str, official: bool = False, at: str = "") -> Item[Any]:
        seq = self.seqs[feed] = self.seqs.get(feed, 0) + 1
        lc = len(self.items) + 1
        seat = feed.partition("-")[0].upper()
        digest = hashlib.sha256(f"{feed}-{seq}".encode()).hexdigest()
        record = KINDS[kind].decode_values(body)
        item: Item[Any] = Item(
            lc, digest, feed, seq, lc, "Somebody", kind, REF, "TLP:CLEAR", record, seat, official, at=at
        )
        self.items.append(item)
        return item

    def _voice(self, speaker: str, feed: str | None, *, official: bool | None) -> tuple[str, bool]:
        own = FEEDS.get(speaker) if official is not False else None
        return feed or own or "obs-0", bool(own) if official is None else official

    def status(
        self,
        speaker: str,
        status: str,
        on: str = "2024-01-01",
        *,
        said_on: str | None = None,
        official: bool | None = None,
        feed: str | None = None,
        half: str | None = None,
        base: Iterable[Item[Any]] = (),
        grade: str = "claimed",
        evidence: Iterable[str] = (),
        sources: Sequence[str] | None = None,
    ) -> Item[Any]:
        feed, official = self._voice(speaker, feed, official=official)
        body = {
            "id": f"{feed}-{self.seqs.get(feed, 0) + 1}",
            "commitment": REF,
            "speaker": speaker,
            "speaker_body": None,
            "half": half,
            "status": status,
            "basis": "stated",
            "grade": grade,
            "effective_on": on,
            "said_on": said_on or on,
            "text": None,
            "sources": list(sources) if sources is not None else [] if official else ["JS-2021"],
            "inferred": [],
            "evidence": list(evidence),
            "base": [item.hash for item in base],
        }
        return self.said("status.report", body, feed=feed, official=official)

    def position(
        self,
        speaker: str,
        answers: Item[Any] | None,
        stance: str = "concur",
        on: str = "2024-06-01",
        *,
        official: bool | None = None,
        half: str | None = None,
        proposes: str | None = None,
        sources: Sequence[str] = (),
    ) -> Item[Any]:
        feed, official = self._voice(speaker, None, official=official)
        body: dict[str, Any] = {
            "id": f"{feed}-{self.seqs.get(feed, 0) + 1}",
            "commitment": REF,
            "half": half,
            "answers": answers.hash if answers else None,
            "speaker": speaker,
            "speaker_body": None,
            "stance": stance,
            "ground": None,
            "reason": None,
            "proposed_status": proposes,
            "effective_on": on,
            "said_on": on,
            "sources": list(sources),
            "evidence": [],
        }
        return self.said("position.take", body, feed=feed, official=official)

    def withdraw(self, position: Item[Any]) -> Item[Any]:
        body = {
            "commitment": REF,
            "position": position.hash,
            "speaker": position.body.speaker,
            "said_on": "2024-07-01",
        }
        return self.said("position.withdraw", body, feed=position.feed, official=position.official)

    def ask(self, claim: Item[Any], of: str, on: str = "2024-02-01") -> Item[Any]:
        half = "MX" if of == "US" else "US"
        body = {"commitment": REF, "half": half, "claim": claim.hash, "of": of, "asked_on": on, "said_on": on}
        return self.said("answer.ask", body, feed=FEEDS[half], official=True)

    def evidence(
        self,
        speaker: str,
        grade: str = "documented",
        *,
        supports: Iterable[Item[Any]] = (),
        expires_on: str | None = None,
        on: str = "2024-01-01",
        half: str | None = None,
        at: str = "",
        **places: object,
    ) -> Item[Any]:
        feed, official = self._voice(speaker, None, official=None)
        body: dict[str, Any] = {
            "id": f"{feed}-{self.seqs.get(feed, 0) + 1}",
            "commitment": REF,
            "half": half,
            "for": [item.id for item in supports],
            "speaker": speaker,
            "speaker_body": None,
            "title": WORDS,
            "url": None,
            "file": {"digest": "0" * 64, "size": 1, "name": "document.pdf"},
            "issuer": None,
            "text": None,
            "inferred": [],
            "sources": [],
            "legal_marking": None,
            "grade": grade,
            "effective_on": on,
            "said_on": on,
            "expires_on": expires_on,
            **places,
        }
        return self.said("evidence.add", body, feed=feed, official=official, at=at)

    def withhold(self, evidence: Item[Any]) -> Item[Any]:
        body = {
            "evidence": evidence.body.id,
            "commitment": REF,
            "reason": WORDS,
            "authority": "FOIA",
            "said_on": "2024-08-01",
        }
        return self.said("evidence.withhold", body, feed=evidence.feed, official=True)

    def amend(
        self, speaker: str, *, on: str = "2024-03-01", official: bool | None = None, **fields: object
    ) -> Item[Any]:
        feed, official = self._voice(speaker, None, official=official)
        body = {"record": REF, "fields": fields, "reason": WORDS, "speaker": speaker, "said_on": on, "sources": []}
        return self.said("commitment.amend", body, feed=feed, official=official)

    def retract(self, item: Item[Any]) -> Item[Any]:
        return self.said("entry.retract", {"target": item.hash, "reason": WORDS}, feed=item.feed, official=True)

    def agree(self, speaker: str, *, on: str = "2024-03-01", **fields: object) -> Item[Any]:
        amended = self.amend(speaker, on=on, official=None, **fields)
        self.position({"US": "MX", "MX": "US"}[speaker], amended, on=on)
        return amended

    def judged(self, rules: int = RULES) -> list[Item[Any]]:
        if rules == 1:
            return list(self.items)
        control = DualControl(self.items, history(self.items), bodies)
        found = ((item, control.verdict(item)) for item in self.items)
        return [item if verdict.is_plain else item.with_verdict(verdict) for item, verdict in found]

    def state(self, as_of: str | None = None, *, rules: int = RULES) -> State:
        found = fold(without_retracted(self.judged(rules)), as_of, rules=rules)
        if found is None:
            raise LookupError(REF)
        return found


def bodies(code: str) -> list[Item[Any]]:
    """The bodies of the data folder: one of each side."""
    side = {"ATF": "US", "SSPC": "MX"}.get(code)
    body = {"code": code, "name": WORDS, "side": side, "branch": "executive"}
    record = KINDS["body.add"].decode_values(body) if side else None
    return [Item(0, code, "obs-0", 0, 0, "Somebody", "body.add", code, "TLP:CLEAR", record, "OBS")] if side else []


def history(items: Sequence[Item[Any]]) -> DeskHistory:
    """What the log says about desks: one of each side, which admit the observers, opened before anything was written."""
    body = {"side": "US", "name": "Desk", "public_key": "0" * 64, "admits": ["obs-0", "obs-1"]}
    events = [
        DeskEvent(feed, 0, 0, "desk.open", side, KINDS["desk.open"].decode_values({**body, "side": side}))
        for side, feed in FEEDS.items()
    ]
    return DeskHistory(tuple(events), SeenInItems(items))
