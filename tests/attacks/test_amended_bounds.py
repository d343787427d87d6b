"""An amendment sets no value that a record cannot have, whatever waits for whom."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack.ledger.admission import admitted_record
from accordtrack.service import open_register
from raw_entries import WORDS, RawDesk
from registers import TODAY, small_register
from symmetric_register import FEED, SIDES

FAR, INDICATOR = -(2**53 - 1), "guns-traced"
BEYOND: dict[str, tuple[tuple[str, object], ...]] = {
    "indicator": (
        ("max_age_days", FAR),
        ("max_age_days", 36_501),
        ("hold", 0),
        ("hold", 1001),
        ("span", "0"),
        ("unchanged_within", "2"),
        ("path", [{"on": "2026-01-01", "fraction": "3"}]),
    ),
    "commitment": (("weight", "0"), ("weight", "-5"), ("share_us", "7"), ("sources", [])),
}
WITHIN: dict[str, tuple[tuple[str, object], ...]] = {
    "indicator": (("max_age_days", 36_500), ("hold", None), ("hold", 1), ("span", "0.1"), ("unchanged_within", "1")),
    "commitment": (("weight", "0.5"), ("share_us", "0"), ("share_us", None), ("sources", ["JS-2021"])),
}


def amendment(record: str, fields: dict[str, object], speaker: str = "US") -> dict[str, Any]:
    body = {"record": record, "fields": fields, "reason": WORDS, "speaker": speaker, "said_on": "2026-11-01"}
    return {**body, "sources": ["JS-2021"]}


def is_admitted(family: str, name: str, value: object) -> bool:
    return admitted_record(f"{family}.amend", "X", "TLP:CLEAR", amendment("X", {name: value})) is not None


@pytest.mark.parametrize("family", BEYOND)
def test_a_value_beyond_the_bounds_of_its_field_is_not_admitted(family: str) -> None:
    assert [name for name, value in BEYOND[family] if is_admitted(family, name, value)] == []
    assert [name for name, value in WITHIN[family] if not is_admitted(family, name, value)] == []


@pytest.mark.parametrize("side", SIDES)
def test_an_age_of_any_days_stops_no_list_of_changes(side: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    RawDesk(path, FEED[side]).writes("indicator.amend", amendment(INDICATOR, {"max_age_days": FAR}, side))
    with closing(open_register(path, today=TODAY)) as desk:
        assert INDICATOR not in {
            entry.ref for change in desk.score_changes(None, "2026-01-01", TODAY).changes for entry in change.entries
        }
