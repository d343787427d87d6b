"""Every output follows the mark in force of a commitment when it is made, and no byte of it says what is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    Amend,
    AskAnswer,
    ReportStatus,
    Retract,
    TakePosition,
    WithholdEvidence,
)
from all_outputs import every_output, holding
from registers import NEW, TODAY, At, accept_everything

pytestmark = pytest.mark.scale
CLEAR, AMBER, STRICT, RED = "TLP:CLEAR", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"
CODE, WORD = "FW-US-77", "zqsecret"
READERS = (("public", None), ("parties", None), ("side", "US"), ("side", "MX"))
MAY_READ: dict[str, set[tuple[str, str | None]]] = {
    AMBER: set(READERS) - {("public", None)},
    STRICT: {("side", "US")},
    RED: set(),
}


def planted(at: At, mark: str = CLEAR) -> None:
    """A commitment of the United States with the word in every kind of entry about it, all with one mark."""
    us, mx = at("us-1"), at("mx-1")
    us.write(AddRecord(kind="commitment", fields={**NEW, "id": CODE, "title": f"Count {WORD}", "handling": mark}))
    accept_everything(us.path)
    us.write(
        ReportStatus(
            commitment=CODE,
            status="limited",
            note=f"status {WORD}",
            evidence=(f"https://example.org/{WORD}",),
            handling=mark,
        ),
        AddNote(commitment=CODE, text=f"note {WORD}", handling=mark),
        AskAnswer(commitment=CODE, channel=f"channel {WORD}", handling=mark),
        Amend(record=CODE, fields={"due_on": "2027-02-01"}, reason=f"amend {WORD}", handling=mark),
        AddRecord(
            kind="indicator",
            fields={
                "id": "in-plain",
                "title": "A plain indicator",
                "definition": "Guns counted.",
                "unit": "guns",
                "level": "output",
                "direction": "increase",
                "theme": "firearms",
                "side": "US",
                "publisher": "ATF",
                "periodicity": "year",
                "links": [{"commitment": CODE, "strength": "context", "rationale": {"en": WORD, "es": WORD}}],
            },
        ),
    )
    if mark != STRICT:
        mx.write(TakePosition(target=CODE, stance="dispute", reason=f"answer {WORD}", handling=mark))
    us.write(
        AddRecord(
            kind="conflict",
            fields={
                "id": "cf-secret",
                "title": f"Conflict {WORD}",
                "themes": "firearms",
                "about": {"commitments": [CODE]},
                "claims": [
                    {
                        "speaker": "US",
                        "said_on": "2024-03-01",
                        "text": {"en": WORD, "es": WORD},
                        "sources": ["ATF-2023"],
                    },
                    {
                        "speaker": "MX",
                        "said_on": "2024-03-02",
                        "text": {"en": "b", "es": "b"},
                        "sources": ["SSPC-2024"],
                    },
                ],
                "may_explain": "m",
                "would_settle": "w",
            },
        )
    )
    accept_everything(us.path)


def test_words_of_a_public_commitment_are_in_every_kind_of_output(at: At, tmp_path: Path) -> None:
    planted(at)
    found = every_output(at("us-1"), tmp_path / "out")
    shown = set(holding(found, WORD))
    for name in ("card.en", "annexes.es.docx", "scorecard.en.xlsx", "history.csv", "es.ics", "iati.xml"):
        assert name in shown, name
    for part in ("site/en/", "site/es/", "package/"):
        assert any(name.startswith(part) for name in shown), part


@pytest.mark.parametrize("after", [AMBER, STRICT, RED])
def test_raised_mark_removes_a_commitment_and_all_entries_about_it_from_every_output(
    at: At, tmp_path: Path, after: str
) -> None:
    planted(at)
    at("us-1").write(Amend(record=CODE, fields={"handling": after}, reason=f"raise {WORD}", handling=after))
    for name, side in READERS if after == RED else READERS[::2]:
        found = every_output(
            at("us-1"), tmp_path / f"{name}{side}", name, side, downloads=(name, after) == ("public", RED)
        )
        shown = holding(found, WORD, CODE, "cf-secret")
        if (name, side) in MAY_READ[after]:
            assert {"card.en", "history.csv", "iati.xml"} <= set(shown)
        else:
            assert shown == []


def test_lowered_mark_shows_the_commitment_but_not_what_was_said_of_it_before(at: At, tmp_path: Path) -> None:
    planted(at, AMBER)
    before = every_output(at("us-1"), tmp_path / "before")
    assert holding(before, WORD, CODE) == []
    at("us-1").write(Amend(record=CODE, fields={"handling": CLEAR}, reason="It was published."))
    found = every_output(at("us-1"), tmp_path / "after")
    assert {"card.en", "annexes.es.docx", "history.csv", "iati.xml", "es.ics"} <= set(holding(found, CODE))
    words = [f"{one} {WORD}" for one in ("status", "note", "channel", "amend", "answer", "raise")]
    assert holding(found, *words, f"example.org/{WORD}", "cf-secret") == []
    assert f"Count {WORD}" in found["history.csv"]
    assert AMBER not in found["es.ics"]
    package = (tmp_path / "after" / "package" / "commitments.csv").read_text(encoding="utf-8")
    assert AMBER not in package


def test_mark_that_was_raised_and_lowered_again_shows_everything_again(at: At, tmp_path: Path) -> None:
    planted(at)
    us = at("us-1")
    before = every_output(us, tmp_path / "before")
    us.write(Amend(record=CODE, fields={"handling": RED}, reason="up", handling=RED))
    us.write(Amend(record=CODE, fields={"handling": CLEAR}, reason="down", handling=RED))
    found = every_output(us, tmp_path / "after")
    assert set(holding(found, WORD)) == set(holding(before, WORD))


def test_mark_raised_later_holds_for_outputs_as_of_earlier_dates(at: At) -> None:
    planted(at)
    at("us-1").write(Amend(record=CODE, fields={"handling": RED}, reason="up", handling=RED))
    earlier = TwoDates("2026-11-24", TODAY)
    with at("us-1")._db.reading() as connection:
        assert CODE not in facts.read(connection, earlier, audience_of(connection, "public", None, earlier)).states


def test_restricted_commitment_that_was_taken_back_stays_restricted(at: At, tmp_path: Path) -> None:
    us = at("us-1")
    added = us.write(AddRecord(kind="commitment", fields={**NEW, "id": CODE, "title": f"Count {WORD}"}))
    accept_everything(us.path)
    raised = us.write(Amend(record=CODE, fields={"handling": RED}, reason=f"up {WORD}", handling=RED))
    us.write(Retract(entry=raised.hashes[0], reason="No."))
    assert WORD in str(us.readable_history()), "the restriction alone was taken back"
    us.write(Retract(entry=added.hashes[0], reason="No."))
    accept_everything(us.path)
    assert holding(every_output(us, tmp_path / "two"), WORD, CODE) == []


def test_joint_commitment_cannot_be_shown_by_one_side(at: At, tmp_path: Path) -> None:
    """FW-JT-01 is TLP:GREEN. Its looser mark waits for the other side."""
    us = at("us-1")
    us.write(Amend(record="FW-JT-01", fields={"handling": CLEAR}, reason="Show it.", handling="TLP:GREEN"))
    assert holding(every_output(us, tmp_path / "one"), "FW-JT-01", "Publish results") == []


def test_withheld_evidence_is_in_no_output(at: At, tmp_path: Path) -> None:
    us = at("us-1")
    file = tmp_path / f"{WORD}file.txt"
    file.write_text("Words.")
    us.write(
        AddEvidence(commitment="FW-US-01", evidence=(f"https://example.org/{WORD}",), title=f"t {WORD}", handling=CLEAR)
    )
    us.write(AddEvidence(commitment="FW-US-01", evidence=(str(file),), handling=CLEAR, note=f"quote {WORD}"))
    ids = [one.id for one in us.commitment("FW-US-01").evidence if one.feed == "us-1"]
    assert WORD in str(us.readable_history())
    for name, mark in zip(ids, (CLEAR, RED), strict=True):
        us.write(WithholdEvidence(evidence=name, reason=f"because {WORD}", authority="Law 1", handling=mark))
    for name, side in READERS[::2]:
        found = every_output(us, tmp_path / f"{name}{side}", name, side)
        assert holding(found, WORD) == []
