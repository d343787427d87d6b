"""A withheld version of what a side writes, or of what both sides sign, has its place among the public ones.

The program gives these entries the mark TLP:CLEAR; another program may give them any mark.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.projection.facts import Facts
from accordtrack.service import Desk, open_register
from accordtrack.store import log
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddRecord, Intent, Propose, SettleConflict
from registers import TODAY, concur, small_register
from result_fields import CHAIN, TARGET
from symmetric_register import FEED, OTHER, SIDES
from target_register import target_register

AT = TwoDates(TODAY, TODAY)


class Versions:
    """A register with both desks, and what the public reads if some entries are withheld."""

    def __init__(self, path: Path, side: str) -> None:
        self.path, self.me, self.them = path, side, OTHER[side]

    def desk(self, side: str) -> Desk:
        return open_register(self.path, desk=FEED[side], today=TODAY)

    def agreed(self, intent: Intent) -> WriteResult:
        done = self.desk(self.me).write(intent)
        concur(self.desk(self.them), done)
        return done

    def public(self, withheld: Collection[str] = ()) -> Facts:
        with self.desk(self.me)._db.reading() as connection:
            items = [
                replace(item, handling="TLP:RED") if item.hash in withheld else item for item in log.items(connection)
            ]
            return facts.read(connection, AT, audience_of(connection, "public", None, AT), items)


@pytest.mark.parametrize("side", SIDES)
def test_an_agreed_target_that_replaces_a_withheld_one_is_agreed_in_public(side: str, tmp_path: Path) -> None:
    register = Versions(target_register(tmp_path), side)
    signed: list[WriteResult] = []
    for ratio in ("1.3", "1.4", "1.5"):
        before = signed[-1].hashes[0] if signed else None
        fields = {**TARGET, "level_ratio": ratio}
        signed.append(register.agreed(Propose(kind="target.propose", fields=fields, reason="Why.", replaces=before)))
    first, second, third = (done.ids[0] for done in signed)
    whole = {one.id: one.standing.value for one in register.public().targets}
    assert whole == {first: "replaced", second: "replaced", third: "agreed"}
    seen = {one.id: one.standing.value for one in register.public(signed[1].hashes).targets}
    assert seen == {first: "replaced", third: "agreed"}
    seen = {one.id: one.standing.value for one in register.public(signed[2].hashes).targets}
    assert seen == {first: "replaced", second: "replaced"}


@pytest.mark.parametrize("side", SIDES)
def test_a_secret_counterproposal_does_not_answer_a_public_proposal(side: str, tmp_path: Path) -> None:
    register = Versions(target_register(tmp_path), side)
    ours = register.desk(side).write(Propose(kind="target.propose", fields={**TARGET, "level_ratio": "1.3"}))
    fields = {**TARGET, "level_ratio": "1.01"}
    theirs = register.desk(OTHER[side]).write(
        Propose(kind="target.propose", fields=fields, reason="Less.", replaces=ours.hashes[0])
    )
    assert {one.id: one.standing.value for one in register.public().targets}[ours.ids[0]] == "amended"
    seen = {one.id: one.standing.value for one in register.public(theirs.hashes).targets}
    assert seen == {ours.ids[0]: "waiting"}
    own = register.desk(side).write(Propose(kind="target.propose", fields=fields, replaces=ours.hashes[0]))
    seen = {one.id: one.standing.value for one in register.public({*theirs.hashes, *own.hashes}).targets}
    assert seen == {ours.ids[0]: "amended"}


@pytest.mark.parametrize("side", SIDES)
def test_a_chain_or_settlement_that_was_replaced_in_secret_is_not_shown_as_the_one_in_force(
    side: str, tmp_path: Path
) -> None:
    register, ref = Versions(small_register(tmp_path), side), f"FW-{side}-01"
    chains, settled = (
        [register.agreed(intent) for intent in intents]
        for intents in (
            [
                AddRecord(kind="chain", fields={**CHAIN, "commitment": ref, "mechanism": one})
                for one in ("Old.", "New.")
            ],
            [SettleConflict(conflict="cf-traced", claim=one, source="ATF-2023", reason="Why.") for one in (1, 2)],
        )
    )
    found = register.public()
    assert [one.body.mechanism.en for one in found.chains[ref]] == ["New."]
    assert found.settled["cf-traced"].claim == 2
    withheld = register.public({*chains[1].hashes, *settled[1].hashes})
    assert withheld.chains.get(ref, ()) == ()
    assert "cf-traced" not in withheld.settled
