"""Nothing that an audience may not read stands in the bytes of any form: not in a stream of a PDF, not in a member of a ZIP."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from accordtrack import service as door
from accordtrack.documents import BRIEF, FORMATS, render, render_annexes
from accordtrack.ledger.kinds import EVIDENCE_ADD
from accordtrack.projection.audience import Audience
from accordtrack.projection.authorization import FoldContext
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import Desk
from accordtrack.store.items import of_kind
from accordtrack.types.intents import AddEvidence, AddNote, Amend, ReportStatus, TakePosition
from programs import needed
from registers import TODAY, small_register

RED, STRICT, AMBER, MARKED = "Zqredzq", "Zqstrictzq", "Zqamberzq", "Zqmarkedzq"
READABLE_WORDS = {
    ("public", None): set(),
    ("parties", None): {AMBER},
    ("side", "US"): {AMBER, STRICT},
    ("side", "MX"): {AMBER},
}


@pytest.fixture
def us(tmp_path: Path) -> Desk:
    """A register with words of every mark in every kind of entry."""
    path = small_register(tmp_path)
    desk = door.open_register(path, desk="us-1", today=TODAY)
    mx = door.open_register(path, desk="mx-1", today=TODAY)
    marks = (("TLP:RED", RED), ("TLP:AMBER+STRICT", STRICT), ("TLP:AMBER", AMBER))
    for number, (mark, word) in enumerate(marks):
        desk.write(
            ReportStatus(
                commitment="FW-US-01",
                status="limited",
                note=f"status {word}",
                evidence=(f"https://example.org/{word}",),
                handling=mark,
            )
        )
        desk.write(
            AddEvidence(commitment="FW-US-01", evidence=(f"https://example.org/e/{word}",), title=word, handling=mark)
        )
        desk.write(AddNote(commitment="FW-US-01", text=f"note {word}", handling=mark))
        desk.write(
            Amend(record="FW-US-01", fields={"due_on": f"202{7 + number}-01-01"}, reason=f"amend {word}", handling=mark)
        )
        if word != STRICT:
            mx.write(TakePosition(target="FW-US-01", stance="dispute", reason=f"answer {word}", handling=mark))
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Plain words.", handling="TLP:CLEAR"))
    return desk


def all_content(data: bytes, form: str) -> str:
    """All that can be read in a file, packed parts unpacked, and the text of a PDF as a reader sees it."""
    parts = [data]
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as document:
            parts += [one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
            parts.append(str(document.docinfo).encode())
        read = subprocess.run([needed("pdftotext"), "-", "-"], input=data, capture_output=True, check=True)
        parts.append(read.stdout)
    if form in {"xlsx", "docx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")


@pytest.mark.office
@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize(("audience", "side"), list(READABLE_WORDS))
def test_restricted_words_are_in_no_format_for_other_audiences(
    us: Desk, form: str, audience: str, side: str | None
) -> None:
    card = us.scorecard(ScorecardRequest(TODAY, TODAY, audience, "en", side, since="2025-01-01"))
    made = [all_content(render(card, form), form)]
    if form in BRIEF:
        made += [all_content(one, form) for one in (render(card, form, brief=True), render_annexes(card, form))]
    for word in (RED, STRICT, AMBER):
        if word not in READABLE_WORDS[audience, side]:
            assert all(word not in text for text in made), word
    assert all("Zqredzq" not in text for text in made)
    assert card.withheld >= len({RED, STRICT, AMBER} - READABLE_WORDS[audience, side])


@pytest.mark.office
def test_words_an_audience_may_read_are_in_every_format(us: Desk) -> None:
    """Without this the search above could be blind."""
    card = us.scorecard(ScorecardRequest(TODAY, TODAY, "parties", "en"))
    for form in FORMATS:
        made = render_annexes(card, form) if form in BRIEF else render(card, form)
        assert AMBER in all_content(made, form) or form == "csv", form


def test_evidence_with_a_legal_marking_is_not_public(us: Desk) -> None:
    found = Audience("public")
    with us._db.reading() as connection:
        proofs = of_kind(FoldContext(connection).items(), EVIDENCE_ADD)
        item = next(item for item in proofs if item.handling == "TLP:CLEAR")
    marked = item.with_body(item.body.model_copy(update={"legal_marking": MARKED}))
    assert found.may_read(item)
    assert not found.may_read(marked)
    assert Audience("parties").may_read(marked)
