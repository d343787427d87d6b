"""The card of a commitment under the list."""

from __future__ import annotations

from accordtrack.service import Desk
from accordtrack.tui import preview
from accordtrack.types.intents import AddEvidence


def card(desk: Desk, identifier: str) -> list[str]:
    return [block.body.plain for block in preview.blocks(desk.commitment(identifier))]


def test_best_grade_is_shown_with_its_own_document(us: Desk) -> None:
    us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/newer",)))
    newest, older = us.commitment("FW-US-01").evidence
    assert (newest.grade, older.grade) == ("claimed", "verified")
    assert "2 pieces · best: independent check · Audit of tracing" in card(us, "FW-US-01")


def test_newest_document_of_the_best_grade_is_named(us: Desk) -> None:
    for page in ("first", "second"):
        us.write(AddEvidence(commitment="FW-MX-01", evidence=(f"https://example.org/{page}",), title=page))
    assert "2 pieces · best: statement only · second" in card(us, "FW-MX-01")
