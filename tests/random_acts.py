"""Acts of one side's desks, drawn at random: whatever a desk can write, but no word of its side about the other's claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from accordtrack.store.items import Item
from attempts import FIELDS, GAUGE
from memory_register import Draft, MemoryRegister
from symmetric_register import (
    FEED,
    OTHER,
    THEMES,
    WORDS,
    admit,
    amend,
    answer,
    body,
    commitment,
    evidence,
    link,
    retract,
    source,
    status,
    target,
    value,
    withdraw,
    words,
)

DAYS = ("2020-06-01", "2022-01-01", "2024-06-01", "2026-02-01", "2026-06-30")
STATUSES = ("not_started", "limited", "substantial", "completed", "reversed", "withdrawn")
KINDS = (
    *("status",) * 4,
    *("amend",) * 4,
    *("answer",) * 3,
    *("evidence",) * 2,
    *("retract",) * 2,
    "withdraw",
    "commitment",
    "gauge",
    "value",
    "link",
    "ask",
    "note",
    "source",
    "body",
    "settle",
    "withhold",
    "desk",
)
ACT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "number": st.integers(1, 5),
        "owner": st.sampled_from(("me", "them", "JT")),
        "speaker": st.sampled_from(("me", "me", "them", "OBS", "JOINT")),
        "half": st.sampled_from((None, "me", "them")),
        "status": st.sampled_from(STATUSES),
        "grade": st.sampled_from(("claimed", "documented", "verified")),
        "day": st.sampled_from(DAYS),
        "field": st.sampled_from(sorted(FIELDS)),
        "gauge": st.sampled_from(sorted(GAUGE)),
        "country": st.sampled_from(("me", "them")),
        "stance": st.sampled_from(("concur", "dispute")),
        "sourced": st.booleans(),
        "which": st.integers(0, 400),
        "desk": st.sampled_from((1, 1, 1, 2)),
        "blind": st.sampled_from((False, False, False, True)),
    }
)
ACTS = st.lists(ACT, min_size=1, max_size=8)


class Writer:
    """Writes drawn acts of a side into a register in memory."""

    def __init__(self, log: MemoryRegister, side: str) -> None:
        self.log, self.side = log, side
        self._names = {"me": side, "them": OTHER[side], "JT": "JT"}

    def write(self, act: Mapping[str, Any], *, answers: bool = False) -> None:
        """Write one act; with ``answers``, also the side's own answers to the other's claims."""
        feed = self._desk(act["desk"])
        drafts = [draft] if (draft := self._draft(act, answers=answers)) is not None else []
        if drafts:
            mark = "TLP:AMBER" if act["kind"] == "amend" and act["field"] == "handling" else "TLP:CLEAR"
            self.log.act(feed, *drafts, seen={"obs-0": 1} if act["blind"] else None, handling=mark)

    def _desk(self, number: int) -> str:
        feed = f"{self.side.lower()}-{number}"
        if feed not in self.log.heads():
            self.log.open(feed)
        return feed

    def _draft(self, act: Mapping[str, Any], *, answers: bool) -> Draft | None:  # noqa: C901, PLR0912
        me, them = self.side, OTHER[self.side]
        ref = f"S-{self._names[act['owner']]}-{act['number']}"
        speaker = self._names.get(act["speaker"], act["speaker"])
        half = self._names.get(act["half"])
        sources = ["JS"] if act["sourced"] else []
        gauge = f"{THEMES[act['number'] % 2]}-{self._names[act['country']].lower()}"
        match act["kind"]:
            case "status":
                if speaker == me and not answers and (act["owner"] == "them" or half == them):
                    return None
                said = status(ref, speaker, act["status"], act["day"], sources=sources, half=half, text=WORDS)
                return said[0], {**said[1], **({"grade": act["grade"]} if speaker == "OBS" else {})}
            case "amend":
                change = {act["field"]: FIELDS[act["field"]]}
                return amend(ref, change, speaker, sources=sources, on=act["day"])
            case "answer":
                item = self._entry(act, lambda one: one.kind not in {"desk.open", "note.add", "position.withdraw"})
                free = answers or speaker != me or item.seat == me or not hasattr(item.body, "speaker")
                return answer(item, speaker, act["stance"], act["day"], sources=sources) if free else None
            case "evidence":
                item = self._entry(act, lambda one: one.kind == "status.report")
                return evidence(item.ref, speaker, [item], act["day"], sources=sources or ["PRESS"])
            case "retract":
                return retract(self._entry(act, lambda one: answers or not self._is_own_answer(one)))
            case "withdraw":
                item = self._entry(act, lambda one: one.kind == "position.take")
                return withdraw(item) if answers or not self._is_own_answer(item) else None
            case "commitment":
                owner = {"JT": "JOINT"}.get(self._names[act["owner"]], self._names[act["owner"]])
                kind = ("commitment", "request", "unilateral_action")[act["number"] % 3]
                return commitment(f"R-{act['which']}", owner, agreed_on=act["day"], weight="40", kind=kind)
            case "gauge":
                change = {"target": target("400", speaker)} if speaker in OTHER else {act["gauge"]: GAUGE[act["gauge"]]}
                return amend(gauge, change, me, kind="indicator")
            case "value":
                return value(gauge, 2025, act["which"], speaker)
            case "link":
                return link(gauge, ref, "direct" if act["sourced"] else "contributory")
            case "ask":
                item = self._entry(act, lambda one: one.kind == "status.report")
                asked = {"commitment": item.ref, "half": me, "claim": item.hash, "of": them}
                return "answer.ask", {**asked, "asked_on": act["day"], "said_on": act["day"]}
            case "note":
                return "note.add", {"commitment": ref, "text": "A note.", "said_on": act["day"]}
            case "source":
                return source("JS" if act["sourced"] else "NEW", date=act["day"], copy="press")
            case "body":
                return body(f"{self._names[act['country']]}-LEAD", me, speaks_for=me)
            case "settle":
                settled = {"conflict": "C-1", "claim": 1, "source": "JS", "reason": WORDS}
                return "conflict.settle", {**settled, "said_on": act["day"]}
            case "withhold":
                item = self._entry(act, lambda one: one.kind == "evidence.add")
                held = {"evidence": item.id, "commitment": item.ref, "reason": words("Secret."), "authority": "Us"}
                return "evidence.withhold", {**held, "said_on": act["day"]}
            case _:
                return admit(
                    ("obs-1", "obs-9", FEED[me])[act["number"] % 3], "scope" if act["sourced"] else "statements"
                )

    def _entry(self, act: Mapping[str, Any], wanted: Callable[[Item[Any]], bool]) -> Item[Any]:
        """An entry of the log: mostly one of the last."""
        found = [item for item in self.log.items if item.kind != "desk.open" and wanted(item)]
        place: int = act["which"] % min(len(found), 60)
        return found[-1 - place]

    def _is_own_answer(self, item: Item[Any]) -> bool:
        """Whether an entry is what the side itself said about a claim of the other."""
        if item.kind == "entry.retract" or item.seat != self.side:
            return False
        about = {one.hash: one for one in self.log.items}.get(str(getattr(item.body, "answers", "")))
        return about is not None and hasattr(about.body, "status")
