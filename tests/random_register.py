"""A small register in which two sides have said what Hypothesis draws: on any days, told late, taken back, expiring."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.types import WriteResult, intents
from registers import TODAY, small_register

DAYS = ("2023-12-31", "2024-01-01", "2024-03-15", "2024-03-16", "2025-02-01", "2026-01-01")
FEEDS = ("us-1", "us-1", "mx-1", "mx-1", "us-2")
COMMITMENTS = ("FW-US-01", "FW-MX-01", "FW-JT-01")
KINDS = ("status", "status", "status", "evidence", "answer", "answer", "withdraw", "amend", "ask", "note", "retract")
FIELDS: tuple[dict[str, Any], ...] = (
    {"due_on": "2024-03-15"},
    {"due_on": "2026-02-01"},
    {"title.en": "Reworded"},
    {"places": "US-AZ"},
    {"responsible_side": "JOINT"},
)
ACT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "feed": st.sampled_from(FEEDS),
        "commitment": st.sampled_from(COMMITMENTS),
        "said_on": st.sampled_from(DAYS),
        "effective_on": st.sampled_from((None, *DAYS)),
        "status": st.sampled_from(("limited", "substantial", "reversed", "withdrawn")),
        "stance": st.sampled_from(("concur", "dispute", "not_agreed")),
        "expires_on": st.sampled_from((None, "2024-03-15", "2025-01-31")),
        "fields": st.sampled_from(FIELDS),
        "which": st.integers(0, 5),
    }
)
ACTS = st.lists(ACT, min_size=3, max_size=14)


def register(acts: list[dict[str, Any]], folder: Path) -> Path:
    """The register in ``folder``, without inadmissible entries."""
    path = small_register(folder)
    desks = {feed: door.open_register(path, desk=feed, today=TODAY) for feed in set(FEEDS)}
    told: list[WriteResult] = []
    for act in acts:
        with suppress(Refused):
            told.append(desks[act["feed"]].write(_intent(act, told)))
    return path


def _intent(act: dict[str, Any], told: list[WriteResult]) -> Any:  # noqa: ANN401
    ref, said_on = act["commitment"], act["said_on"]
    dates = {"said_on": said_on, "effective_on": act["effective_on"] or said_on}
    earlier = told[-1 - act["which"] % len(told)] if told else None
    match act["kind"]:
        case "status":
            return intents.ReportStatus(commitment=ref, status=act["status"], note="x", **dates)
        case "evidence":
            supports = earlier.ids if earlier else ()
            proof = ("https://example.org/a",)
            return intents.AddEvidence(
                commitment=ref, evidence=proof, supports=supports, expires_on=act["expires_on"], **dates
            )
        case "answer":
            target = earlier.ids[0] if earlier and act["which"] % 2 else ref
            return intents.TakePosition(target=target, stance=act["stance"], reason="No.", **dates)
        case "withdraw":
            return intents.WithdrawPosition(target=earlier.ids[0] if earlier else ref, said_on=said_on)
        case "amend":
            return intents.Amend(record=ref, fields=act["fields"], reason="x", said_on=said_on)
        case "ask":
            return intents.AskAnswer(commitment=ref, asked_on=said_on)
        case "note":
            return intents.AddNote(commitment=ref, text="A note.", said_on=said_on)
        case _:
            return intents.Retract(entry=earlier.hashes[0] if earlier else ref, reason="x")
