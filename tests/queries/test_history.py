"""The accountability history: newest first, in pages, with author, time, replaced values and signature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types import EntryView, Text
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    Amend,
    ReportStatus,
    Retract,
    TakePosition,
    Undo,
    WithdrawPosition,
)
from registers import NEW, TODAY, small_desk
from tampering import tamper


def whole_history(desk: Desk, limit: int = 1000) -> list[EntryView]:
    found: list[EntryView] = []
    after: str | None = None
    while True:
        page = desk.history(limit=limit, after=after)
        assert len(page.entries) == limit or page.after is None
        found += page.entries
        if page.after is None:
            return found
        after = page.after


def test_history_is_newest_first_and_complete_at_any_page_size(us: Desk, mx: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    mx.write(TakePosition(target="FW-US-01", stance="concur"))
    found = whole_history(us)
    assert len(found) == us.info().entries
    assert [entry.lc for entry in found] == sorted((entry.lc for entry in found), reverse=True)
    assert [(entry.kind, entry.feed) for entry in found[:2]] == [
        ("position.take", "mx-1"),
        ("status.report", "us-1"),
    ]
    for limit in (1, 7, len(found)):
        assert whole_history(us, limit) == found


def test_entry_shows_speaker_dates_and_signature(us: Desk) -> None:
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less.", effective_on="2026-11-01"))
    entry = us.history("FW-US-01").entries[0]
    assert (entry.hash, entry.id, entry.feed, entry.act) == (done.hashes[0], done.ids[0], "us-1", done.act)
    assert (entry.speaker, entry.official, entry.effective_on, entry.known_on) == ("US", True, "2026-11-01", TODAY)
    assert (entry.signature, entry.handling, entry.known) == ("valid", "TLP:AMBER", True)
    assert entry.title is not None
    assert entry.title.es == "Rastrear las armas"
    assert entry.body is not None
    assert entry.body["text"]["en"] == "Less."
    assert {found.signature for found in whole_history(us)} == {"valid"}, (
        "what the compiler's lost key signed holds too"
    )


def test_entry_names_what_it_replaces_answers_or_retracts(us: Desk, mx: Desk) -> None:
    first = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    second = us.write(ReportStatus(commitment="FW-US-01", status="substantial"))
    answer = mx.write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    withdrawn = mx.write(WithdrawPosition(target="FW-US-01"))
    retracted = us.write(Retract(entry=second.hashes[0], reason="Too early."))
    entries = {entry.id: entry for entry in us.history("FW-US-01").entries}
    assert entries[second.ids[0]].names == first.ids
    assert entries[answer.ids[0]].names == second.ids
    assert entries[withdrawn.ids[0]].names == answer.ids
    assert entries[retracted.ids[0]].names == second.ids
    assert entries[second.ids[0]].retracted_by == retracted.ids[0]
    assert entries[first.ids[0]].retracted_by is None


def test_history_filters_by_kind_and_speaker(us: Desk, mx: Desk) -> None:
    us.write(ReportStatus(commitment="FW-JT-01", status="limited"))
    mx.write(AddNote(commitment="FW-JT-01", text="A note."))
    everything = whole_history(us)

    def ids(**given: str) -> set[str]:
        return {entry.hash for entry in us.history(limit=1000, **given).entries}  # type: ignore[arg-type]

    def those(*kinds: str) -> set[str]:
        return {entry.hash for entry in everything if entry.kind in kinds}

    assert ids(kind="status.report") == ids(kind="status") == those("status.report")
    assert ids(kind="position") == those("position.take", "position.withdraw")
    assert ids(kind="add") >= those("commitment.add", "note.add", "source.add")
    assert ids(speaker="mx") == {entry.hash for entry in everything if entry.speaker == "MX"}
    assert ids(kind="note", speaker="US") == set()
    assert len(ids(kind="status", speaker="JOINT")) == 1


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024-03-01", "2024-03-01", 3),
        ("2024", "2024", 3),
        ("2024-02", "2024-03", 3),
        ("2024-03-02", "2025", 0),
        ("2023-10-05", "2023-10-05", 1),
        ("2023-10-06", "2024-02-29", 0),
        (None, "2022-06-30", 1),
        (None, "2022-06-29", 0),
        ("2026-11-25", None, 1),
        ("2999", None, 0),
    ],
)
def test_since_and_until_are_inclusive_known_dates(
    us: Desk, since: str | None, until: str | None, expected: int
) -> None:
    us.write(ReportStatus(commitment="FW-JT-01", status="limited"))
    kinds = {"status.report", "position.take", "evidence.add", "measurement.add"}
    found = us.history(since=since, until=until, limit=1000).entries
    assert sum(entry.kind in kinds for entry in found) == expected
    if until:
        assert all(entry.known_on for entry in found), "what is known always is no news of a day"


def test_history_as_of_two_dates_hides_later_entries(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    then = us.history("FW-US-01", at=TwoDates("2024-03-01", "2024-03-01")).entries
    assert "us-1" not in {entry.feed for entry in then}
    assert {"traced-us-2024", "traced-mx-2024"} <= {entry.id for entry in then}
    before = us.history("FW-US-01", at=TwoDates("2024-02-29", "2026-01-01")).entries
    assert "traced-us-2024" not in {entry.id for entry in before}


def test_entry_is_found_by_hash_hash_prefix_feed_position_or_id(us: Desk) -> None:
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    for name in (done.hashes[0], done.hashes[0][:8], done.hashes[0][:12].upper(), done.ids[0]):
        assert us.entry(name).hash == done.hashes[0]
    assert us.entry("traced-us-2024").kind == "status.report"
    assert us.entry("obs-0-1").kind == "desk.open"
    assert us.entry("cf-traced").kind == "conflict.record"


@pytest.mark.parametrize(
    "name", ["", "-", "us-1-", "us-1-²", "us-1-999999999999999999999999", "0000000000", "zz", "us-1-0", "%", "ab\x00"]
)
def test_unknown_entry_is_a_usage_error(us: Desk, name: str) -> None:
    with pytest.raises(Refused, match="No commitment or entry") as caught:
        us.entry(name)
    assert caught.value.is_usage_error


def test_invalid_unicode_is_refused_and_named(us: Desk) -> None:
    for question in (us.entry, us.history, us.commitment, us.key_of):
        with pytest.raises(Refused, match=r"U\+DCFF") as caught:
            question("FW\udcff")
        assert caught.value.is_usage_error


@pytest.mark.parametrize("after", ["", "x", "1", "1.", ".1", "²..²", "1.²", "-1.1", "1.1.1", "9" * 30 + ".1"])
def test_foreign_cursor_is_refused(us: Desk, after: str) -> None:
    if not after:
        return
    with pytest.raises(Refused, match="The cursor does not belong to this list"):
        us.history(after=after)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ref": "FW-US-1"}, "did you mean FW-US-01"),
        ({"kind": "statu"}, "did you mean status"),
        ({"speaker": "UK"}, 'Unknown speaker "UK"'),
        ({"since": "yesterday"}, "is not a date"),
        ({"until": "31/12/2024"}, "is not a date"),
    ],
)
def test_wrong_history_filters_are_usage_errors(us: Desk, given: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        us.history(**given)  # type: ignore[arg-type]
    assert caught.value.is_usage_error


# What was altered shows


def entry_of(desk: Desk, name: str) -> EntryView:
    return next(entry for entry in desk.history("FW-US-01").entries if entry.id == name)


TAMPERED = {
    "column": "UPDATE entry SET by = 'Somebody else' WHERE feed = 'us-1' AND seq = 2",
    "handling": "UPDATE entry SET handling = 'TLP:CLEAR' WHERE feed = 'us-1' AND seq = 2",
    "signature": "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 2",
    "bytes": "UPDATE entry SET raw = CAST('{}' AS BLOB) WHERE feed = 'us-1' AND seq = 2",
    "body": "UPDATE entry_body SET raw = CAST(replace(CAST(raw AS TEXT), 'Less.', 'More.') AS BLOB)",
    "salt": "UPDATE entry_body SET salt = zeroblob(16)",
}


@pytest.mark.parametrize("name", TAMPERED)
def test_altered_entry_is_shown_as_invalid(register: Path, us: Desk, name: str) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    assert entry_of(us, "us-1-2").signature == "valid"
    assert tamper(register, TAMPERED[name])
    assert entry_of(us, "us-1-2").signature == "invalid"


def test_entry_signed_by_an_unknown_key_is_shown_as_such(register: Path, us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    tamper(register, "UPDATE entry SET kid = '0000000000000000' WHERE feed = 'us-1' AND seq = 2")
    assert entry_of(us, "us-1-2").signature == "unknown_key"


def test_withheld_body_is_none_and_its_signature_stays_valid(register: Path, us: Desk) -> None:
    us.write(AddNote(commitment="FW-US-01", text="Between us."))
    tamper(register, "DELETE FROM entry_body WHERE entry_id = (SELECT MAX(id) FROM entry)")
    entry = us.history(limit=1).entries[0]
    assert (entry.body, entry.signature, entry.kind) == (None, "valid", "note.add")


def test_entry_of_an_unknown_kind_is_kept_and_shown(register: Path, us: Desk) -> None:
    us.write(AddNote(commitment="FW-US-01", text="From tomorrow."))
    tamper(register, "UPDATE entry SET kind = 'treaty.sign' WHERE id = (SELECT MAX(id) FROM entry)")
    entry = us.history("FW-US-01").entries[0]
    assert (entry.kind, entry.known) == ("treaty.sign", False)


def test_an_amendment_and_its_evidence_are_listed_under_their_commitment(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    desk.write(Amend(record="FW-US-01", fields={"due_on": "2027-03-31"}, reason="Late."))
    desk.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",)))
    entries = desk.history("FW-US-01", limit=2).entries
    assert [entry.kind for entry in entries] == ["evidence.add", "commitment.amend"]
    assert entries[1].known_on == TODAY


# What an amendment replaced


def amend(desk: Desk, record: str, said_on: str | None = None, sources: tuple[str, ...] = (), **fields: str) -> str:
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return desk.write(Amend(record=record, fields=named, reason="Why.", said_on=said_on, sources=sources)).hashes[0]


def agreed(us: Desk, mx: Desk, record: str, said_on: str | None = None, **fields: str) -> str:
    """Amends a record, with which the other side concurs on the same day."""
    entry = amend(us, record, said_on, (), **fields)
    mx.write(TakePosition(target=entry, stance="concur", said_on=said_on, effective_on=said_on))
    return entry


def replaced_values(desk: Desk, ref: str | None = None, limit: int = 1000) -> dict[str, dict[str, Any]]:
    """The earlier values of every amendment, read page after page."""
    found: dict[str, dict[str, Any]] = {}
    after: str | None = None
    while True:
        page = desk.history(ref, limit=limit, after=after)
        found |= {digest: dict(values) for digest, values in page.replaced.items()}
        if page.after is None:
            return found
        after = page.after


@pytest.mark.parametrize("limit", [1, 1000])
def test_amendment_shows_the_value_it_replaced(us: Desk, limit: int) -> None:
    us.write(AddRecord(kind="commitment", fields=NEW))
    moved = amend(us, "FW-US-01", due_on="2028-01-31")
    us.write(Undo())
    again = amend(us, "FW-US-01", due_on="2028-02-29")
    assert replaced_values(us, limit=limit) == {moved: {"due_on": "2023-12-31"}, again: {"due_on": "2023-12-31"}}


def test_amendments_replace_each_other_in_the_order_applied(us: Desk, mx: Desk) -> None:
    earlier = agreed(us, mx, "FW-US-01", said_on="2026-04-01", due_on="2028-04-30")
    later = agreed(us, mx, "FW-US-01", said_on="2026-05-01", due_on="2028-05-31")
    retracted = amend(us, "FW-US-01", said_on="2026-06-01", due_on="2028-06-30")
    us.write(Retract(entry=retracted, reason="A mistake."))
    last = agreed(us, mx, "FW-US-01", said_on="2026-07-01", due_on="2028-07-31", lead__US="DOJ")
    assert replaced_values(us, "FW-US-01") == {
        earlier: {"due_on": "2023-12-31"},
        later: {"due_on": "2028-04-30"},
        retracted: {"due_on": "2028-07-31"},
        last: {"due_on": "2028-05-31", "lead": {"US": "ATF", "MX": None}},
    }
    assert us.commitment("FW-US-01").due.due_on == "2028-07-31"


def test_pending_amendment_replaces_nothing_until_concurrence(us: Desk, mx: Desk) -> None:
    proposed = amend(us, "FW-JT-01", said_on="2026-05-01", due_on="2028-05-31")
    assert replaced_values(us, "FW-JT-01") == {proposed: {"due_on": None}}
    mx.write(TakePosition(target=proposed, stance="concur"))
    second = amend(us, "FW-JT-01", said_on="2026-06-01", due_on="2028-06-30")
    assert replaced_values(us, "FW-JT-01") == {proposed: {"due_on": None}, second: {"due_on": "2028-05-31"}}


def test_refused_amendment_replaces_nothing(register: Path, us: Desk, mx: Desk) -> None:
    refused = agreed(us, mx, "FW-US-01", said_on="2026-05-01", due_on="2028-05-31")
    later = agreed(us, mx, "FW-US-01", said_on="2026-06-01", due_on="2028-06-30")
    assert replaced_values(us)[later] == {"due_on": "2028-05-31"}
    tamper(register, f"UPDATE record SET refused = 1 WHERE entry_id = (SELECT id FROM entry WHERE hash = '{refused}')")  # noqa: S608  (a hash of ours)
    assert replaced_values(us) == {later: {"due_on": "2023-12-31"}}


def test_target_replaces_only_that_of_the_same_setter(us: Desk, mx: Desk) -> None:
    own = {"target__by": "2026-12-31", "target__set_by": "US"}
    first = amend(us, "guns-traced", sources=("ATF-2023",), target__value="60", **own)
    mx.write(TakePosition(target=first, stance="concur"))
    second = amend(us, "guns-traced", sources=("ATF-2023",), target__value="65", **own)
    found = replaced_values(us, "guns-traced")
    assert found[first] == {"target": None}
    assert found[second]["target"]["value"] == "60"


def test_replaced_values_are_hidden_when_another_body_is_withheld(register: Path, us: Desk) -> None:
    first = amend(us, "FW-US-01", due_on="2028-01-31")
    amend(us, "FW-US-01", due_on="2028-02-29")
    mine = amend(us, "FW-MX-01", sources=("JS-2021",), note="A note.")
    assert first in replaced_values(us)
    tamper(register, "DELETE FROM entry_body WHERE entry_id = (SELECT MAX(id) FROM entry WHERE ref = 'FW-US-01')")
    assert set(replaced_values(us)) == {mine}


def test_entries_are_under_the_title_in_force_in_each_language(us: Desk, mx: Desk) -> None:
    amend(us, "FW-US-01", title__es="Rastrear más armas")
    assert {view.title.es for view in us.history("FW-US-01", limit=9).entries if view.title} == {"Rastrear las armas"}
    agreed(us, mx, "FW-US-01", title__es="Rastrear cada arma")
    titles = {view.title for view in us.history("FW-US-01", limit=9).entries}
    assert titles == {Text("Trace the guns", "Rastrear cada arma"), Text("Trace the guns", "Rastrear las armas")}
    (first,) = (one for one in us.history("FW-US-01", limit=9).entries if one.kind == "commitment.add")
    assert first.title == Text("Trace the guns", "Rastrear las armas"), "what adds a record has its own title"
