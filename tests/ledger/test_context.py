"""What authority is told of an entry: its commitment, the entry that it names, the body that speaks."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.ledger.authority import may
from accordtrack.ledger.context import Context, Target, context_from, named_entry

RECORD = {"responsible_side": "JOINT", "handling": "TLP:GREEN"}
DIGEST = "0" * 64


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"target": DIGEST, "reason": {}}, DIGEST),
        ({"answers": DIGEST, "evidence": ["us-1-2"]}, DIGEST),
        ({"answers": None, "evidence": ["us-1-2"]}, None),
        ({"position": DIGEST}, DIGEST),
        ({"claim": DIGEST}, DIGEST),
        ({"evidence": "us-1-2"}, "us-1-2"),
        ({"evidence": ["us-1-2"], "base": [DIGEST]}, None),
        ({}, None),
    ],
)
def test_the_entry_that_a_body_names(body: dict[str, Any], named: str | None) -> None:
    assert named_entry(body) == named


def test_nothing_known_is_nothing_told() -> None:
    assert context_from({}, record=None, target=None, voice=None) == Context()


def test_each_thing_known_is_told() -> None:
    target = Target("us-1", "status.report", "US", official=True)
    found = context_from({"speaker_body": "ATF"}, record=RECORD, target=target, voice={"speaks_for": "US"})
    assert found == Context(
        responsible="JOINT",
        commitment_handling="TLP:GREEN",
        target_feed="us-1",
        target_kind="status.report",
        target_speaker="US",
        target_official=True,
        body_known=True,
        body_speaks_for="US",
    )


def test_a_body_that_speaks_is_known_or_not() -> None:
    assert not context_from({"speaker_body": "ATFF"}, record=None, target=None, voice=None).body_known
    assert context_from({"speaker_body": None}, record=None, target=None, voice=None).body_known
    silent = context_from({"speaker_body": "GAO"}, record=None, target=None, voice={"code": "GAO"})
    assert (silent.body_known, silent.body_speaks_for) == (True, None)


def test_a_retraction_may_be_as_open_as_what_it_takes_back() -> None:
    context = Context(responsible="US", commitment_handling="TLP:RED", target_feed="us-1", target_kind="note.add")
    assert may("US", "us-1", "entry.retract", {"target": DIGEST}, "TLP:CLEAR", context).official
