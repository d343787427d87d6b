"""The tables at the end: every commitment of the register, its evidence, and the sources with the copy consulted."""

from __future__ import annotations

from pathlib import Path

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import Section
from accordtrack.documents.sentences import Listings
from accordtrack.ledger.kinds import SOURCE
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import full_tables
from items import Told
from registers import TODAY, small_desk
from scorecard_factory import (
    HIDDEN,
    HOSTILE,
    WORDS,
    anchors,
    column,
    held,
    reworded,
    scored,
    shape,
    sizes,
    table,
    texts,
)
from shipped_scores import shipped_desk

AT = TwoDates(TODAY, TODAY)


def make_sections(of: ScorecardData, language: str = "en") -> tuple[list[Section], Listings]:
    lists = Listings()
    with i18n.using_language(language):
        return full_tables.sections(of, lists), lists


def test_every_listed_record_is_a_row_with_the_same_values() -> None:
    desk = shipped_desk()
    (commitments, evidence, _sources), lists = make_sections(held(desk, TODAY))
    shown = table(commitments, "commitments-all")
    listing = desk.listing("", at=AT)
    rows = {row.id: row for row in desk.rows(listing.keys, at=AT)}
    assert [cell.value for cell in column(shown, "code")] == list(rows)
    for key, told in (("kind", "kind"), ("text_basis", "text_basis"), ("due_on", "due_on"), ("standing", "standing")):
        assert [cell.value for cell in column(shown, key)] == [getattr(row, told) for row in rows.values()]
    counts = column(shown, "evidence")
    assert [cell.value for cell in counts] == [row.evidence for row in rows.values()]
    assert all(cell.listing and sizes(lists)[cell.listing] == cell.value for cell in counts)
    proofs = table(evidence, "evidence-list")
    assert len(proofs.rows) == sum(row.evidence for row in rows.values())
    inferred = column(proofs, "inferred")
    guessed = {row.anchor: cell.text for row, cell in zip(proofs.rows, inferred, strict=True)}
    assert guessed["evidence-row-gao16-mou-gao-2016"] == "holds on, said on"
    assert guessed["evidence-row-gov-evaluate-gao-2023"] == "—"
    for side in ("US", "MX"):
        halves = [next((half for half in row.halves if half.side == side), None) for row in rows.values()]
        said = [None if half is None else half.status or "unreported" for half in halves]
        assert [cell.value for cell in column(shown, f"status_{side.lower()}")] == said


def test_inferred_bodies_and_sides_are_marked_and_counted() -> None:
    desk = shipped_desk()
    shown = table(make_sections(held(desk, TODAY))[0][0], "commitments-all")
    rows = desk.rows(desk.listing("", at=AT).keys, at=AT)
    for field, key, how in (("lead", "bodies", "register chose"), ("responsible_side", "side", "tracker supplied")):
        chosen = [field in row.inferred for row in rows]
        cells = column(shown, key)
        named = [cell.value is not None for cell in cells]
        assert [cell.text.startswith("≈ ") for cell in cells] == [a and b for a, b in zip(chosen, named, strict=True)]
        assert 0 < sum(chosen) < len(chosen)
        assert any(f"this {how} it ({sum(chosen)} of {len(chosen)})." in note for note in shown.notes)


def test_answers_to_earlier_versions_and_inferred_dates_are_labeled() -> None:
    (commitments, _evidence, _sources), _lists = make_sections(held(shipped_desk(), TODAY))
    shown = table(commitments, "commitments-all")
    codes = [cell.value for cell in column(shown, "code")]
    standing = dict(zip(codes, column(shown, "standing"), strict=True))
    earlier = standing["FEB25-MX-01"]
    assert (earlier.text, earlier.value) == ("answered in an earlier version", "unanswered")
    assert (standing["UNI-US-02"].text, standing["UNI-US-02"].value) == ("⚑ the other government disagrees", "disputed")
    assert standing["HLSD21-US-01"].text == "no public answer found"
    assert (standing["BF2-JT-03"].text, standing["BF2-JT-03"].value) == (
        "both governments give the same status, stated or assessed ≈",
        "agreed",
    )
    due = dict(zip(codes, column(shown, "due_on"), strict=True))
    assert due["R25-JT-01"].text == "2026-12-31 (day set by this register)"
    assert due["HLSD22-01"].text == "2023-10-14 (day set by this register), period over"
    assert due["UNI-US-02"].text == "2025-10-20, claimed on time, disputed"


def test_readings_are_never_shown_as_statements() -> None:
    desk = shipped_desk()
    (commitments, *_rest), _lists = make_sections(held(desk, TODAY))
    rows = {row.id: row for row in desk.rows(desk.listing("", at=AT).keys, at=AT)}
    shown = table(commitments, "commitments-all")
    for side in ("US", "MX"):
        for code, cell in zip(column(shown, "code"), column(shown, f"status_{side.lower()}"), strict=True):
            half = next((one for one in rows[str(code.value)].halves if one.side == side), None)
            if half is not None and half.status is not None:
                assert ("≈" in cell.text and "assessed by this tracker" in cell.text) == (half.basis == "reading")
                assert cell.text.endswith("stated") == (half.basis == "stated")


def test_source_list_has_every_cited_source_and_its_copy(tmp_path: Path) -> None:
    (_commitments, evidence, sources), lists = make_sections(held(small_desk(tmp_path), TODAY))
    shown = table(sources, "source-list")
    assert [cell.value for cell in column(shown, "source")] == ["ATF-2023", "JS-2021", "MIRROR-2024", "SSPC-2024"]
    assert [cell.text for cell in column(shown, "copy")] == ["official", "joint text", "aggregator (weak)", "press"]
    assert sizes(lists)["sources-official"] == 2
    (proof,) = table(evidence, "evidence-list").rows
    assert [cell.text for cell in proof.cells][:5] == [
        "traced-gao-2022",
        "FW-US-01",
        "Audit of tracing",
        "observer (GAO)",
        "independent check",
    ]
    assert proof.cells[-1].value == "https://example.org/audit"


def test_spanish_has_the_same_rows_with_mexico_first() -> None:
    of = held(shipped_desk(), TODAY)
    (english, one), (spanish, two) = make_sections(of), make_sections(of, "es")
    assert [shape(section) for section in english] == [shape(section) for section in spanish]
    assert sizes(one) == sizes(two)
    keys = [column.key for column in table(spanish[0], "commitments-all").columns]
    assert keys.index("status_mx") < keys.index("status_us")
    addresses = [name for section in english for name in anchors(section)]
    assert len(set(addresses)) == len(addresses)


def test_withheld_evidence_shows_its_reason_and_no_address() -> None:
    told = Told("US", id="A-1")
    proof = told.evidence("US", expires_on="2024-06-30")
    reworded(told, proof, url="https://example.org/secret")
    told.said(
        "evidence.withhold",
        {"commitment": "A-1", "evidence": proof.id, "reason": WORDS, "authority": "The court", "said_on": TODAY},
        feed="us-1",
    )
    (_commitments, evidence, _sources), lists = make_sections(ScorecardData(scored([told.state(TODAY)], TODAY)))
    (row,) = table(evidence, "evidence-list").rows
    assert row.cells[-1].text.startswith("not public: =1+1 <script>")
    assert row.cells[-1].value is None
    assert "secret" not in "\n".join(texts(evidence))
    assert sizes(lists)["evidence-expired"] == 1


def test_hostile_text_stays_text_and_uncited_sources_are_left_out() -> None:
    told = Told("US", id="A-1", title=WORDS, sources=["S-1"])
    body = {"publisher": HOSTILE, "title": HOSTILE, "date": "2024", "url": HOSTILE, "copy": "partisan", "note": WORDS}
    known = {name: SOURCE.decode_values({**body, "id": name}) for name in ("S-1", "S-2")}
    sections, lists = make_sections(ScorecardData(scored([told.state(TODAY)], TODAY, sources=known)))
    words = "\n".join(
        [*(text for one in sections for text in texts(one)), *(i.words for o in lists.all_lists for i in o.items)]
    )
    assert "<script>" in words
    assert not any(sign in words for sign in HIDDEN)
    assert [cell.text for cell in column(table(sections[2], "source-list"), "source")] == ["S-1"]
    assert column(table(sections[2], "source-list"), "copy")[0].text == "partisan (weak)"
