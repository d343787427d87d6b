"""Disagreements and figures that do not fit: the register's own threads, both sides' words, nobody's words as another's."""

from __future__ import annotations

import re
from pathlib import Path

from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import Heading, Paragraph, Section
from accordtrack.ledger.fields import LocalText
from accordtrack.ledger.kinds import CONFLICT, SOURCE
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import disagreements
from accordtrack.types.intents import AskAnswer, ReportStatus, SettleConflict, TakePosition
from items import REF, Told
from registers import TODAY, accept_everything, small_desk
from scorecard_factory import (
    HIDDEN,
    HOSTILE,
    WORDS,
    anchors,
    held,
    items,
    made,
    quotes,
    reworded,
    scored,
    shape,
    sizes,
    texts,
)
from shipped_scores import shipped_desk
from value_disputes import Room

AT = TwoDates(TODAY, TODAY)


def test_threads_equal_those_of_the_register() -> None:
    desk = shipped_desk()
    of = held(desk, TODAY)
    keys = desk.thread_keys(at=AT)
    assert threads(of.facts, TODAY) == desk.threads(keys, at=AT)
    found = sizes(made(disagreements.section, of)[1])
    assert found["threads"] == len(keys)
    states = ("open", "unresolved", "settled", "observer")
    assert {name: found[f"threads-{name}"] for name in states} == {
        name: sum(key.state == name for key in keys) for name in states
    }
    assert found["threads-turn-US"] == sum(key.turn == "US" and key.state == "open" for key in keys)


def test_disputed_value_has_a_thread(tmp_path: Path) -> None:
    room = Room(tmp_path)
    row = room.measure("us-1", "60.25", "US")
    room.answer("mx-1", row, "dispute")
    desk = room.desk("us-1")
    keys = desk.thread_keys(at=AT)
    assert any(key.about == "value" for key in keys)
    assert threads(held(desk, TODAY).facts, TODAY) == desk.threads(keys, at=AT)
    section, _lists = made(disagreements.section, held(desk, TODAY))
    assert any("The count was made twice." in quote.words for quote in quotes(section))


def test_every_quotation_has_speaker_date_and_the_copy_read(tmp_path: Path) -> None:
    section, _lists = made(disagreements.section, held(small_desk(tmp_path), TODAY))
    claim, answer = (one for one in quotes(section) if one.anchor.startswith("thread-"))
    assert claim.head.startswith(
        "United States (ATF), 2024-03-01: the statement, ◑ substantial, stated; taken from a source"
    )
    assert "supplied by this tracker: status" in claim.head
    assert (claim.words, claim.original) == ("Most guns are traced.", "")
    assert claim.source == "ATF-2023: ATF, 2023-05, copy read: official"
    assert answer.head.startswith("Mexico (SSPC), 2024-03-01: disagrees; in answer to what the United States said on")
    assert "proposes limited" in answer.head
    assert (answer.words, answer.original) == (
        "Half of the guns are not traced.",
        "La mitad de las armas no se rastrea.",
    )
    assert answer.original_language == "es"
    assert answer.source == "SSPC-2024: SSPC, 2024, copy read: press"


def test_dispute_shows_its_ground_reason_and_whose_turn_it_is(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "mx-1")
    desk.write(
        TakePosition(
            target="FW-US-01", stance="dispute", ground="not_enough", reason="Half is missing.", said_on="2026-10-01"
        )
    )
    section, lists = made(disagreements.section, held(desk, TODAY))
    said = next(one for one in quotes(section) if one.words == "Half is missing.")
    assert "Mexico, 2026-10-01: disagrees" in said.head
    assert "ground: not enough" in said.head
    assert "entered by that government" in said.head
    assert [one.code for one in items(lists, "threads-turn-US")] == ["FW-US-01#US"]
    told = "\n".join(texts(section))
    assert re.search(r"It has been the turn of the United States since \d{4}-\d\d-\d\d\.", told)
    assert not re.search(r"\(\d+ days?\)", told)
    (open_one,) = items(lists, "threads-turn-US")
    assert not re.search(r"\d+ d\b", open_one.words)


def test_days_are_counted_only_after_an_asking(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Half is done.", said_on="2026-10-01"))
    desk.write(AskAnswer(commitment="FW-US-01", asked_on="2026-11-25"))
    section, _lists = made(disagreements.section, held(desk, TODAY))
    assert re.search(r"asked to answer since 2026-11-25 \(\d+ days\)", "\n".join(texts(section)))


def test_disputes_without_a_status_show_text_and_sources() -> None:
    section, lists = made(disagreements.section, held(shipped_desk(), TODAY))
    codes = [one.code for one in items(lists, "threads-other-words")]
    assert codes == ["ASK-MX-02", "FEB25-JT-02", "HLSD22-06"]
    said = {one.anchor: one for one in quotes(section) if one.anchor.startswith("other-words-")}
    tariff, reply = said["other-words-FEB25-JT-02-1"], said["other-words-FEB25-JT-02-2"]
    assert tariff.head.startswith("United States (WH), 2025-07-12: disagrees")
    assert reply.head.startswith(
        "Mexico (PRESIDENCIA), 2025-07-14: disagrees; in answer to what the United States said"
    )
    assert all(one.source for one in said.values())
    assert said["other-words-ASK-MX-02-1"].words == "Trump calls Mexico the epicenter of cartel violence."
    assert "disputes-of-other-words" in set(anchors(section))


def test_disputed_claim_that_was_restated_leaves_the_turn_to_its_side() -> None:
    section, lists = made(disagreements.section, held(shipped_desk(), TODAY))
    found = sizes(lists)
    assert found["threads-open"] == sum(found[f"threads-turn-{side}"] for side in ("US", "MX", "neither"))
    assert "UNI-US-02#US" in [one.code for one in items(lists, "threads-turn-US")]
    assert "Statement. It has been the turn of the United States since 2025-11-21." in texts(section)


def test_answer_to_an_earlier_claim_leaves_the_open_thread_without_a_turn() -> None:
    told = Told("US")
    early = told.status("US", "completed", on="2024-01-01")
    told.status("US", "limited", on="2025-01-01", base=[early])
    late = told.position("MX", early, "dispute", on="2025-06-01", official=False, proposes="substantial")
    reworded(told, late, inferred=["about"])
    section, lists = made(disagreements.section, ScorecardData(scored([told.state(TODAY)], TODAY)))
    assert [one.code for one in items(lists, "threads-turn-neither")] == [f"{REF}#US"]
    words = (
        "Open: nobody's turn. By this tracker's assessment, what Mexico said on 2025-06-01 answers an earlier statement"
    )
    assert words in "\n".join(texts(section))


def first_speakers(section: Section) -> list[str]:
    found, waiting = [], False
    for block in section.blocks:
        if isinstance(block, Heading):
            waiting = True
        elif waiting and not isinstance(block, Paragraph) and hasattr(block, "head"):
            found.append(block.head.partition(" (")[0].partition(",")[0])
            waiting = False
    return found


def test_spanish_section_has_the_same_shape_with_mexico_first() -> None:
    of = held(shipped_desk(), TODAY)
    (english, one), (spanish, two) = made(disagreements.section, of), made(disagreements.section, of, "es")
    assert shape(english) == shape(spanish)
    assert sizes(one) == sizes(two)
    assert sorted(anchors(english)) == sorted(anchors(spanish))
    assert len(set(anchors(english))) == len(list(anchors(english)))
    pairs = list(zip(first_speakers(english), first_speakers(spanish), strict=True))
    assert ("United States", "México") in pairs
    assert ("Mexico", "Estados Unidos") not in pairs
    by_anchor = {quote.anchor: quote for quote in quotes(spanish)}
    beside = [(quote, by_anchor[quote.anchor]) for quote in quotes(english) if quote.original]
    assert beside
    assert all(quote.original == other.words and not other.original for quote, other in beside)


def test_open_conflicts_are_listed_with_claims_and_settled_ones_are_not(tmp_path: Path) -> None:
    desk = shipped_desk()
    section, lists = made(disagreements.section, held(desk, TODAY))
    found = desk.conflicts()
    assert {one.code for one in items(lists, "conflicts-open")} == {one.id for one in found if one.settled is None}
    claims = sum(len(one.claims) for one in found)
    assert sum(quote.anchor.startswith("conflict-") for quote in quotes(section)) == claims
    small = small_desk(tmp_path)
    before = sizes(made(disagreements.section, held(small, TODAY))[1])
    small.write(SettleConflict(conflict="cf-traced", claim=1, source="ATF-2023", reason="One table for both years."))
    accept_everything(small.path)
    after = sizes(made(disagreements.section, held(small, TODAY))[1])
    assert (before["conflicts-open"], after["conflicts-open"]) == (1, 0)


def test_conflict_shows_what_may_explain_and_what_would_settle_it(tmp_path: Path) -> None:
    section, _lists = made(disagreements.section, held(small_desk(tmp_path), TODAY))
    words = list(texts(section))
    assert {"Different years.", "One table.", "Trace the guns (FW-US-01)"} <= set(words)


def test_hostile_text_stays_text() -> None:
    told = Told("US", id="A-1", title=WORDS)
    claim = told.status("US", "limited", "2024-02-01")
    text = LocalText.model_construct(en=HOSTILE, es=HOSTILE)
    reworded(told, claim, text=text, sources=("S-1",))
    answer = told.position("MX", claim, "dispute", "2024-03-01")
    reworded(told, answer, reason=text)
    source = {"id": "S-1", "publisher": WORDS["en"], "title": "x", "date": "2024", "url": "x", "copy": "press"}
    conflict = {
        "id": "cf-1",
        "title": WORDS,
        "themes": ["firearms"],
        "about": {"indicators": [], "commitments": ["A-1"], "events": []},
        "claims": [
            {"speaker": side, "speaker_body": None, "said_on": "2024-01-01", "text": WORDS, "sources": ["S-1"]}
            for side in ("US", "MX")
        ],
        "may_explain": WORDS,
        "would_settle": WORDS,
    }
    sources, conflicts = {"S-1": SOURCE.decode_values(source)}, {"cf-1": CONFLICT.decode_values(conflict)}
    of = ScorecardData(scored([told.state(TODAY)], TODAY, sources=sources, conflicts=conflicts))
    section, lists = made(disagreements.section, of)
    words = "\n".join([*texts(section), *(item.words for one in lists.all_lists for item in one.items)])
    assert len(quotes(section)) == 4
    assert "<script>" in words
    assert not any(sign in words for sign in HIDDEN)


def test_answer_without_text_is_never_shown_as_a_quotation() -> None:
    told = Told("US", id="A-1")
    claim = told.status("US", "limited", "2024-02-01")
    told.position("MX", claim, "dispute", "2024-03-01")
    section, _lists = made(disagreements.section, ScorecardData(scored([told.state(TODAY)], TODAY)))
    assert not quotes(section)
    assert any("Mexico, 2024-03-01: disagrees" in words for words in texts(section))
