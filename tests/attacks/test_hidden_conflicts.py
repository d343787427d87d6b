"""No other record under its id, and no commitment that counts for nothing, hides what both sides agreed about a conflict."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import fill
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.projection.facts import Facts
from accordtrack.service import open_register
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddRecord, Retract, SettleConflict
from raw_entries import WORDS, RawDesk
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

AMBER, CONFLICT, SECRET, STUDY = "TLP:AMBER", "cf-traced", "ACT-9", "ev-traced"
AT = TwoDates(TODAY, TODAY)


def secret(path: Path, side: str, name: str = SECRET) -> None:
    """A restricted action of a side."""
    action = {**NEW, "id": name, "kind": "unilateral_action", "text_basis": "own_text", "handling": AMBER}
    del action["lead.US"], action["due_on"]
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(AddRecord(kind="commitment", fields={**action, "responsible_side": side}))


def conflict(name: str, about: dict[str, list[str]]) -> dict[str, Any]:
    claims = [{"speaker": one, "said_on": "2024-02-01", "text": WORDS, "sources": ["ATF-2023"]} for one in SIDES]
    return {"id": name, "title": WORDS, "claims": claims, "may_explain": WORDS, "would_settle": WORDS, "about": about}


def study(name: str, about: dict[str, list[str]]) -> dict[str, Any]:
    body = {"id": name, "question": WORDS, "finding": WORDS, "finds": "other_way", "design": "evaluation"}
    made = {"made_by": ["SSPC"], "paid_by": ["SSPC"], "published_on": "2024-02-01", "sources": ["ATF-2023"]}
    return {**body, **made, "about": about}


def public(path: Path) -> Facts:
    with closing(Database(path)) as database, database.reading() as connection:
        return facts.read(connection, AT, audience_of(connection, "public"))


def readable(path: Path, kind: str, ref: str) -> list[bool]:
    """Whether the public reads each entry of a kind about a ref."""
    with closing(Database(path)) as database, database.reading() as connection:
        audience = audience_of(connection, "public")
        return [audience.may_read(item) for item in log.items(connection, ref) if item.kind == kind]


def told(path: Path) -> list[str]:
    with closing(open_register(path, today=TODAY)) as desk:
        return [fill(finding.message, finding.values) for finding in desk.verify(deep=True).findings]


@pytest.mark.parametrize("side", SIDES)
def test_an_agreed_settlement_stays_public(side: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    with closing(open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        desk.write(SettleConflict(conflict=CONFLICT, claim=1, source="ATF-2023", reason="So."))
    accept_everything(path, by=FEED[side])
    secret(path, side)
    before = public(path).settled
    assert CONFLICT in before
    assert told(path) == []
    second = RawDesk(path, f"{side.lower()}-7")
    second.opens()
    again = second.writes("conflict.record", conflict(CONFLICT, {"commitments": [SECRET]}), heads=())
    second.retracts(again, heads=())
    assert public(path).settled == before
    assert told(path)[-1] == f"Ids under which two desks added different records: 1 ({CONFLICT})"


@pytest.mark.parametrize(("kind", "name"), [("conflict", "cf-ours"), ("evaluation", STUDY)])
@pytest.mark.parametrize("side", SIDES)
def test_an_agreed_retraction_stays_public(side: str, kind: str, name: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    make = conflict if kind == "conflict" else study
    about = {"commitments": ["FW-US-01", "FW-MX-01"]}
    with closing(open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        desk.write(AddRecord(kind=kind, fields=make(name, about)))
        accept_everything(path, by=FEED[side])
        desk.write(Retract(entry=name, reason="So."))
    accept_everything(path, by=FEED[side])
    secret(path, side)
    assert readable(path, "entry.retract", name) == [True]
    second = RawDesk(path, f"{side.lower()}-7")
    second.opens()
    again = second.writes(f"{kind}.record", make(name, {"commitments": [SECRET]}), heads=(), handling=AMBER)
    second.retracts(again, heads=())
    assert readable(path, "entry.retract", name).count(True) == 1
    assert sorted(readable(path, f"{kind}.record", name)) == [False, True]


@pytest.mark.parametrize("side", SIDES)
def test_a_secret_action_under_the_id_of_an_entry_hides_no_answer(side: str, tmp_path: Path) -> None:
    """Answers to settlements have the ids of their own entries, which no commitment may have."""
    path = small_register(tmp_path)
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(SettleConflict(conflict=CONFLICT, claim=1, source="ATF-2023", reason="So."))
    accept_everything(path, by=FEED[OTHER[side]])
    with closing(Database(path)) as database, database.reading() as connection:
        answer = list(log.entries_of_feed(connection, FEED[OTHER[side]]))[-1].envelope
    assert readable(path, "position.take", answer.ref) == [True]
    assert answer.ref == answer.id
    action = {**NEW, "id": answer.id, "kind": "unilateral_action", "text_basis": "own_text", "handling": AMBER}
    plain = {
        **action,
        "title": WORDS,
        "text": WORDS,
        "verifiable_why": WORDS,
        "verifiable": True,
        "sources": ["JS-2021"],
    }
    del plain["lead.US"]
    RawDesk(path, FEED[side]).writes("commitment.add", {**plain, "responsible_side": side}, handling=AMBER)
    assert readable(path, "position.take", answer.ref) == [True]


@pytest.mark.parametrize("side", SIDES)
def test_an_id_that_was_freed_may_be_used_again(side: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    about = {"commitments": ["FW-US-01", "FW-MX-01"]}
    for by in (side, OTHER[side]):
        with closing(open_register(path, desk=FEED[by], today=TODAY)) as desk:
            desk.write(AddRecord(kind="conflict", fields={**conflict("cf-free", about), "would_settle": by}))
            if by == side:
                desk.write(Retract(entry="cf-free", reason="Not so."))
    assert told(path) == []
