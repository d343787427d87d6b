"""Every output that prints a statement says who wrote it, if it was another than the speaker, and nothing that waits is printed."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import i18n, service
from accordtrack.text import reminder
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddEvidence, ReportStatus, TakePosition
from all_outputs import every_output
from registers import TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

NAMES = {"US": "the United States|Estados Unidos", "MX": "Mexico|México"}
CITED: dict[str, Any] = {"sources": ("JS-2021",), "handling": "TLP:CLEAR"}
SURROUNDING = 300
_TAGS, _BLANKS = re.compile("<[^>]+>"), re.compile(r"\s+")


@pytest.mark.parametrize("side", SIDES)
def test_what_another_wrote_is_labeled_in_every_output(side: str, tmp_path: Path) -> None:
    register, other = small_register(tmp_path), OTHER[side]

    def write(who: str, *intents: Any) -> WriteResult:  # noqa: ANN401
        with closing(service.open_register(register, desk=FEED[who], today=TODAY)) as desk:
            return desk.write(*intents)

    def said(ref: str, speaker: str, status: str, note: str) -> ReportStatus:
        dates: dict[str, Any] = {"effective_on": TODAY, "said_on": TODAY, "override": "As dated."}
        return ReportStatus(commitment=ref, speaker=speaker, status=status, note=note, **dates, **CITED)

    ours, theirs = f"FW-{side}-01", f"FW-{other}-01"
    write(side, said(ours, "JOINT", "completed", "MARKJOINT"))
    done = write(side, said(theirs, other, "not_started", "MARKACCEPTED"))
    write(side, said(theirs, other, "limited", "MARKWAITING"))
    write(side, TakePosition(target=ours, stance="concur", speaker=other, reason="MARKWAITING", **CITED))
    proof: dict[str, Any] = {"evidence": ("https://example.org/x",), "title": "MARKWAITING", "override": "As dated."}
    write(side, AddEvidence(commitment=theirs, speaker=other, **proof, **CITED))
    with closing(service.open_register(register, desk=FEED[other], today=TODAY)) as desk:
        concur(desk, done)
        found = every_output(desk, tmp_path / "out")
        views = [desk.commitment(ref) for ref in (ours, theirs)]
    label = f"(recorded by|entered by|registrado por|asentado por) ({NAMES[side]})|waits for ({NAMES[other]})|en espera de|counterpart"
    by = re.compile(f"{label}|{FEED[side]}", re.IGNORECASE)
    unlabeled = []
    for name, text in found.items():
        if name.endswith("scorecard.en.json"):  # its tables have a column for it
            rows = [row for row in _rows(json.loads(text)) if "MARK" in json.dumps(row)]
            unlabeled += [f"{name}: {row}" for row in rows if not by.search(json.dumps(row))]
            continue
        plain = _BLANKS.sub(" ", _TAGS.sub(" ", text))
        assert "MARKWAITING" not in plain, name
        unlabeled += [
            f"{name}: {plain[max(0, mark.start() - SURROUNDING) : mark.end()]}"
            for mark in re.finditer("MARK[A-Z]+", plain)
            if not by.search(plain[max(0, mark.start() - SURROUNDING) : mark.end() + SURROUNDING])
        ]
    assert unlabeled == []
    assert sum("MARKJOINT" in text for text in found.values()) > len(SIDES)
    assert sum("MARKACCEPTED" in text for text in found.values()) > len(SIDES)
    assert i18n.language() == "en"
    progress = [reminder._progress_text(half) for view in views for half in view.halves]
    assert all(by.search(words) for words in progress), progress


def _rows(value: object) -> list[list[Any]]:
    if isinstance(value, dict):
        own = [value["cells"]] if "cells" in value else []
        return own + [row for part in value.values() for row in _rows(part)]
    return [row for part in value for row in _rows(part)] if isinstance(value, list) else []
