"""Entries of the history as the site tells them: heads that say who and what, days, what was taken back, no word of nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.site.page import Link
from accordtrack.site.sections import entry_text
from items import WORDS, Told
from site_factory import of_told, view

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.site.page import EntryBlock
    from accordtrack.store.items import Item


def told_entry(told: Told, item: Item[Record], **changed: Any) -> EntryBlock:  # noqa: ANN401
    return entry_text.entry(of_told(told), replace(view(item), **changed))


def plain(entry: EntryBlock) -> str:
    notes = (
        "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in note) for note in entry.notes
    )
    return " | ".join(notes)


def test_who_and_what_stand_in_the_head() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    answer = told.position("MX", claim, "dispute", proposes="not_started")
    asked = told.ask(claim, "MX")
    heads = [told_entry(told, item).head for item in (claim, answer, asked)]
    assert heads == [
        "United States: ◔ limited, stated",
        "Mexico: disputes, proposes not started",
        "Mexico was asked for an answer",
    ]


def test_what_the_register_did_is_nobodys_word() -> None:
    told = Told("US")
    added = told.items[0]
    link = told.said(
        "indicator.link",
        {"commitment": "FW-01", "indicator": "guns", "strength": "direct", "weight": "1", "rationale": WORDS},
        feed="obs-0",
    )
    entry = told_entry(told, added, speaker="US")
    assert entry.head == "The commitment was recorded"
    assert "recorded by desk obs-0" in plain(entry)
    assert "attributed" not in plain(entry)
    assert told_entry(told, link).head == "Indicator linked, direct: guns"


def test_a_change_says_what_it_changes_and_why() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text")
    entry = told_entry(told, told.amend("US", due_on="2026-12-31", places=["MX-SIN"]))
    assert entry.head == "United States: changes due on to 2026-12-31; places to MX-SIN"
    assert entry.words == "Words."


def test_what_was_taken_back_or_replaced_says_by_and_of_what() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    gone = told_entry(told, claim, retracted_by="us-1-9")
    assert gone.gone
    assert plain(gone).startswith("Taken back by us-1-9; ")
    assert "replaces us-1-0" in plain(told_entry(told, claim, names=("us-1-0",)))


def test_three_days_are_told_apart() -> None:
    told = Told("US")
    claim = told.status("US", "limited", on="2024-01-01", said_on="2024-03-01")
    entry = told_entry(told, claim)
    assert entry.day == "2024-03-01"
    assert plain(entry).startswith("Holds on 2024-01-01; recorded on 2026-06-30; official, signed by desk us-1")


def test_its_place_is_its_digest_and_it_may_lead_to_what_it_is_about() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    about = Link("FW-01", "commitment", "FW-01")
    entry = entry_text.entry(of_told(told), view(claim), about=about, linked=False)
    assert entry.anchor == f"entry-{claim.hash[:16]}"
    assert entry.about == about
    assert entry.notes[-1][-1] == Link(claim.hash[:16], "commitment", "FW-01", anchor=entry.anchor)


def test_a_kind_that_is_newer_than_the_program_has_its_name() -> None:
    told = Told("US")
    newer = replace(view(told.items[0]), kind="status.praise", body=None, known=False, speaker=None)
    assert entry_text.entry(of_told(told), newer).head == "Status.praise"
