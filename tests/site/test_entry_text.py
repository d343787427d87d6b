"""Entries of the history as the site tells them: heads that say who and what, days, what was taken back, no word of nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accordtrack.documents.model import Link
from accordtrack.ledger.fields import Record
from accordtrack.site.page import EntryBlock
from accordtrack.site.sections import entry_text, two_sides
from accordtrack.store.items import Item
from accordtrack.types.entries import AnsweredEntry
from items import WORDS, Told
from site_factory import of_told, view


def build_entry(told: Told, item: Item[Record], **changed: Any) -> EntryBlock:  # noqa: ANN401
    return entry_text.build_entry_block(of_told(told), replace(view(item), **changed))


def note_text(entry: EntryBlock) -> str:
    notes = (
        "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in note) for note in entry.notes
    )
    return " | ".join(notes)


def test_entry_head_names_the_speaker_and_the_act() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    answer = told.position("MX", claim, "dispute", proposes="not_started")
    asked = told.ask(claim, "MX")
    heads = [build_entry(told, item).head for item in (claim, answer, asked)]
    assert heads == [
        "United States: ◔ limited, stated",
        "Mexico: disagrees, proposes not started",
        "Mexico was asked for an answer",
    ]


def test_register_entries_are_attributed_to_no_speaker() -> None:
    told = Told("US")
    added = told.items[0]
    link = told.said(
        "indicator.link",
        {"commitment": "FW-01", "indicator": "guns", "strength": "direct", "weight": "1", "rationale": WORDS},
        feed="obs-0",
    )
    entry = build_entry(told, added, speaker="US")
    assert entry.head == "The commitment was recorded"
    assert "recorded by desk obs-0" in note_text(entry)
    assert "attributed" not in note_text(entry)
    assert build_entry(told, link).head == "Indicator linked, direct: guns"


def test_amendment_shows_what_it_changes_and_why() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text")
    entry = build_entry(told, told.amend("US", due_on="2026-12-31", places=["MX-SIN"]))
    assert entry.head == "United States: changes due on to 2026-12-31; places to MX-SIN"
    assert entry.words == "Words."


def test_retracted_or_replacing_entry_names_the_other_entry() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    gone = build_entry(told, claim, retracted_by="us-1-9")
    assert gone.gone
    assert note_text(gone).startswith("Taken back by us-1-9; ")
    assert "replaces us-1-0" in note_text(build_entry(told, claim, names=("us-1-0",)))


def test_said_effective_and_recorded_dates_are_distinguished() -> None:
    told = Told("US")
    claim = told.status("US", "limited", on="2024-01-01", said_on="2024-03-01")
    entry = build_entry(told, claim)
    assert entry.day == "2024-03-01"
    assert note_text(entry).startswith("Holds on 2024-01-01; recorded on 2026-06-30; official, signed by desk us-1")


def test_entry_anchor_is_its_digest_and_links_to_its_subject() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    about = Link("FW-01", "commitment", "FW-01")
    entry = entry_text.build_entry_block(of_told(told), view(claim), about=about, linked=False)
    assert entry.anchor == f"entry-{claim.hash[:16]}"
    assert entry.about == about
    assert entry.notes[-1][-1] == Link(claim.hash[:16], "commitment", "FW-01", anchor=entry.anchor)


def test_unknown_entry_kind_is_shown_by_its_name() -> None:
    told = Told("US")
    newer = replace(view(told.items[0]), kind="status.praise", body=None, known=False, speaker=None)
    assert entry_text.build_entry_block(of_told(told), newer).head == "Status.praise"


def test_answer_to_a_change_names_the_change_on_the_site() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text")
    answer = told.position("MX", told.amend("US", weight="3"), "dispute")
    answered = AnsweredEntry("commitment.amend", ("weight",))
    assert build_entry(told, answer, answered=answered).head == "Mexico: disagrees with the change of weight"


def test_answer_to_a_change_names_the_change_beside_the_other_words_of_its_side() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text")
    told.status("US", "limited")
    told.agree("US", due_on="2026-12-31")
    made = of_told(told)
    sections = list(two_sides.sections(made, made.held.facts.states["FW-01"], ()))
    assert "Mexico: agrees with the change of the date" in repr(sections)
