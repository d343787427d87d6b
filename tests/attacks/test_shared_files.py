"""Withholding one's own evidence takes no file from copies that the other side's evidence or a release needs too."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.service import create_register, open_register, verify_register
from accordtrack.types.intents import AddEvidence, ReportStatus, WithholdEvidence
from folders import FILES, PANEL, make_folder
from registers import TODAY
from symmetric_register import FEED, OTHER, SIDES

PROOF = "The same bytes."


def files_of(copy: Path) -> set[str]:
    return {path.read_text() for path in evidence_folder(copy).rglob("*") if path.is_file()}


@pytest.mark.parametrize("side", SIDES)
def test_copies_have_the_file_of_withheld_evidence_if_anything_else_names_it(side: str, tmp_path: Path) -> None:
    path, them = tmp_path / "register.db", OTHER[side]
    keys, data = own_key_folder(path), make_folder(tmp_path / "data", {**FILES, **PANEL})
    create_register(path, data=data, desk=FEED[side], seats=(FEED[them],), keys=keys, today=TODAY).close()
    proof, rows, own = (tmp_path / name for name in ("proof.txt", "rows.csv", "own.txt"))
    proof.write_text(PROOF)
    rows.write_text(PANEL["panel/one.csv"])
    own.write_text("Nobody else names this.")
    other = open_register(path, desk=FEED[them], today=TODAY)
    claim = ReportStatus(
        commitment=f"FW-{them}-01", status="completed", note="Done.", evidence=(str(proof),), handling="TLP:CLEAR"
    )
    other.write(claim)
    me = open_register(path, desk=FEED[side], today=TODAY)
    claim = ReportStatus(
        commitment=f"FW-{side}-01",
        status="limited",
        note="Begun.",
        evidence=("https://example.org",),
        handling="TLP:CLEAR",
    )
    me.write(claim)
    for file in (proof, rows, own):
        name = me.write(AddEvidence(commitment=f"FW-{side}-01", evidence=(str(file),), handling="TLP:CLEAR")).ids[0]
        me.write(WithholdEvidence(evidence=name, reason="x", authority="y"))
    for audience in ("public", "parties"):
        copy = tmp_path / f"{audience}.db"
        me.backup(copy, audience=audience)
        found = files_of(copy)
        assert {PROOF, PANEL["panel/one.csv"]} <= found, audience
        assert "Nobody else names this." not in found
        assert verify_register(copy).is_sound
