"""Records: add, amend with a reason, measure, note, settle; and what stands on them."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, using_language
from accordtrack.service import Desk
from accordtrack.service.commands.records import fields_by_kind
from accordtrack.text import verifiability
from accordtrack.text.pending import content_lines
from accordtrack.types.intents import (
    AddNote,
    AddRecord,
    Amend,
    Intent,
    Measure,
    ReportStatus,
    Retract,
    SettleConflict,
    TakePosition,
    Undo,
)
from registers import NEW, At, accept_everything, agree, concur


def new_commitment(desk: Desk, **fields: object) -> str:
    given: dict[str, object] = {
        "framework": "FW",
        "title": "Share ballistic images",
        "theme": "firearms",
        "sources": "JS-2021",
        **fields,
    }
    return desk.write(AddRecord(kind="commitment", fields=given)).refs[0]


def test_new_commitment_can_be_reported_on_and_its_deadline_moved(at: At) -> None:
    desk = at("us-1")
    source = {"publisher": "Both", "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    desk.write(AddRecord(kind="source", fields={"id": "MIN-2026", **source}))
    name = new_commitment(desk, sources="MIN-2026", due_on="2026-12-01", **{"lead.US": "ATF"})
    accept_everything(desk.path)
    assert name == "FW-US-02"
    desk.write(ReportStatus(commitment=name, status="limited"))
    agree(at, "us-1", Amend(record=name, fields={"due_on": "2027-03-31"}, reason="The system is late."))
    view = desk.commitment(name)
    assert (view.due.first_due_on, view.due.due_on, view.due.basis, view.due.moves) == (
        "2026-12-01",
        "2027-03-31",
        "amended",
        1,
    )
    assert view.row.timeliness == "upcoming"
    assert {"level", "verifiable", "text_basis"} <= set(view.row.inferred)
    assert [entry.kind for entry in desk.history(name).entries] == [
        "position.take",
        "commitment.amend",
        "status.report",
        "position.take",
        "commitment.add",
    ]
    assert desk.listing("balistic imag").total == 0
    assert desk.listing("ballistic imag").total == 1


def test_joint_deadline_change_waits_for_the_other_side(at: At) -> None:
    done = at("us-1").write(Amend(record="FW-JT-01", fields={"due_on": "2026-06-30"}, reason="Next report."))
    view = at("mx-1").commitment("FW-JT-01")
    assert view.due.due_on is None
    assert view.due.proposed == "2026-06-30"
    assert [(change.field, change.side) for change in view.proposed] == [("due_on", "US")]
    at("mx-1").write(TakePosition(target=done.hashes[0], stance="concur"))
    agreed = at("us-1").commitment("FW-JT-01")
    assert (agreed.due.due_on, agreed.row.timeliness, agreed.proposed) == ("2026-06-30", "overdue", ())


def test_deadline_proposed_by_an_observer_counts_once_both_sides_agree(at: At) -> None:
    moved = Amend(record="FW-US-01", fields={"due_on": "2025-01-01"}, reason="Read in a report.", sources=("JS-2021",))
    at("obs-1").write(moved)
    assert at("us-1").commitment("FW-US-01").row.timeliness == "overdue", "it waits for both sides"
    accept_everything(at("us-1").path, by="us-1")
    accept_everything(at("us-1").path, by="mx-1")
    row = at("us-1").commitment("FW-US-01").row
    assert (row.due_on, row.timeliness) == ("2025-01-01", "overdue"), "both sides agreed to it"


def test_first_deadline_is_kept_after_two_moves(at: At) -> None:
    desk = at("us-1")
    assert desk.commitment("FW-US-01").row.timeliness == "overdue"
    agree(at, "us-1", Amend(record="FW-US-01", fields={"due_on": "2026-12-10"}, reason="a"))
    agree(at, "us-1", Amend(record="FW-US-01", fields={"due_on": "2027-12-10"}, reason="b"))
    due = desk.commitment("FW-US-01").due
    assert (due.first_due_on, due.due_on, due.moves) == ("2023-12-31", "2027-12-10", 2)
    undone = desk.write(Undo())
    assert desk.commitment("FW-US-01").due.due_on == "2027-12-10", (
        "Mexico agreed to the date, so its end waits for Mexico"
    )
    concur(at("mx-1"), undone)
    assert desk.commitment("FW-US-01").due.timeliness == "due_soon"


def test_record_that_other_entries_depend_on_cannot_be_undone(at: At) -> None:
    name = new_commitment(at("us-1"))
    accept_everything(at("us-1").path)
    done = at("mx-1").write(ReportStatus(commitment=name, status="not_started"))
    with pytest.raises(Refused, match=done.ids[0]):
        at("us-1").write(Undo())
    at("mx-1").write(Undo())
    concur(at("mx-1"), at("us-1").write(Undo()))
    with pytest.raises(Refused, match="No commitment"):
        at("us-1").commitment(name)


def test_undone_commitment_can_be_added_again(at: At) -> None:
    desk = at("us-1")
    name = new_commitment(desk)
    desk.write(Undo())
    assert new_commitment(desk, id=name, title="Share every image") == name
    accept_everything(desk.path)
    desk.rebuild()
    assert desk.commitment(name).row.title.en == "Share every image"


def test_cited_source_cannot_be_retracted(at: At) -> None:
    desk = at("us-1")
    source = {"publisher": "Both", "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    made = desk.write(AddRecord(kind="source", fields={"id": "MIN-2026", **source}))
    new_commitment(desk, sources="MIN-2026")
    with pytest.raises(Refused, match="Cannot take back MIN-2026: the entry us-1-3 depends on it") as refused:
        desk.write(Retract(entry=made.hashes[0], reason="x"))
    assert refused.value.problems[0].advice == "Retract that entry first."


@pytest.mark.parametrize(
    "citing",
    [
        Amend(record="FW-US-01", fields={"sources": "MIN-2026"}, reason="A better text."),
        Amend(
            record="guns-traced", fields={"target.source": "MIN-2026"}, reason="A better text.", sources=("JS-2021",)
        ),
        Amend(record="FW-US-01", fields={"weight": "2"}, reason="As agreed.", sources=("MIN-2026",)),
    ],
    ids=["sources", "target", "its reason"],
)
def test_source_cited_in_any_part_of_an_entry_cannot_be_retracted(at: At, citing: Amend) -> None:
    desk = at("us-1")
    source = {"publisher": "Both", "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    made = desk.write(AddRecord(kind="source", fields={"id": "MIN-2026", **source}))
    desk.write(citing)
    with pytest.raises(Refused, match="Cannot take back MIN-2026: the entry us-1-3 depends on it"):
        desk.write(Retract(entry=made.hashes[0], reason="x"))


@pytest.mark.parametrize("name", ["traced-us-2024", "ev-meeting", "cf-traced", "FW-US-01", "FW", "ATF", "us-1-2"])
def test_new_record_takes_the_id_of_nothing_else(at: At, name: str) -> None:
    desk = at("us-1")
    desk.write(AddNote(commitment="FW-US-01", text="The entry us-1-2."))
    source = {"publisher": "Both", "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    with pytest.raises(Refused, match="already exists"):
        desk.write(AddRecord(kind="source", fields={"id": name, **source}))


@pytest.mark.parametrize("name", ["us-1-9", "mx-1-2", "obs-2-1"])
def test_new_record_takes_the_id_of_no_entry_to_come(at: At, name: str) -> None:
    source = {"publisher": "Both", "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    with pytest.raises(Refused, match=f'Entries have ids such as "{name}"'):
        at("us-1").write(AddRecord(kind="source", fields={"id": name, **source}))


def test_a_record_with_a_statement_of_another_desk_cannot_be_retracted_nor_can_the_statement(at: At) -> None:
    desk = at("us-1")
    name = new_commitment(desk)
    accept_everything(desk.path)
    at("mx-1").write(AddNote(commitment=name, text="Ours."))
    with pytest.raises(Refused, match="depends on it") as refused:
        desk.write(Retract(entry="us-1-2", reason="x"))
    assert refused.value.problems[0].advice == "This desk did not write that entry, so it cannot retract it."


def test_notes_measurements_and_settlements_are_shown(at: At) -> None:
    desk = at("mx-1")
    desk.write(AddNote(commitment="FW-US-01", text="Asked by telephone.\nNo reply yet."))
    assert desk.commitment("FW-US-01").notes[0].text.endswith("No reply yet.")
    agree(
        at,
        "mx-1",
        Measure(
            indicator="guns-traced",
            value="51.50",
            period="2024-01-01..2024-12-31",
            series="year-atf",
            source="ATF-2023",
        ),
    )
    values = desk.commitment("FW-US-01").indicators[0].measurements
    assert [value.value for value in values if value.period_end == "2024-12-31"] == ["51.5"]
    agree(at, "mx-1", SettleConflict(conflict="cf-traced", claim=1, source="ATF-2023", reason="The final table."))
    (conflict,) = desk.conflicts()
    assert (conflict.settled, conflict.settled_by) == (1, "ATF-2023")


def test_commitment_can_be_read_as_of_two_dates(at: At) -> None:
    desk = at("us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="n"))
    past = TwoDates("2024-03-01", "2024-03-01")
    half = desk.commitment("FW-US-01", at=past).halves[0]
    assert half.claim is not None
    assert half.claim.status == "substantial"
    assert desk.listing("status:substantial", at=past).total == 1
    assert desk.listing("status:substantial").total == 0
    early = TwoDates("2022-12-31", "2022-12-31")
    assert desk.commitment("FW-US-01", at=early).halves[0].standing == "unreported"
    assert desk.listing("", at=TwoDates("2020-01-01", "2026-11-25")).total == 0
    assert {row.code for row in desk.responsibility_rows("side", at=past)} == {"US", "MX"}


REFUSALS = {
    "unknown framework": ({"framework": "FX"}, "did you mean FW?"),
    "framework by words": ({"framework": "the framework"}, "did you mean FW?"),
    "framework by unknown words": ({"framework": "no such frame"}, 'No framework "no such frame"'),
    "no theme": ({"theme": ""}, '"theme"'),
    "taken id": ({"id": "fw-us-01"}, "already"),
    "unknown field": ({"leader": "ATF"}, "Unknown field"),
    "unknown body": ({"lead.US": "ATFF"}, "did you mean ATF?"),
    "bad date": ({"due_on": "31/12/2026"}, "is not a date: write 2026-12-31"),
    "share of one side": ({"share_us": "0.5"}, "Only a joint commitment can have shares"),
    "hostile": ({"title": "a\u202eb"}, "U+202E"),
    "no source": ({"sources": ""}, "must cite a source"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_invalid_commitment_is_refused(at: At, name: str) -> None:
    fields, words = REFUSALS[name]
    desk = at("us-1")
    before = desk.version()
    with pytest.raises(Refused) as caught:
        new_commitment(desk, **fields)
    assert words in str(caught.value)
    assert desk.version() == before


def test_invalid_amendment_is_refused(at: At) -> None:
    with pytest.raises(Refused, match="amended only by that side"):
        at("mx-1").write(Amend(record="FW-US-01", fields={"due_on": "2027-01-01"}, reason="x"))
    with pytest.raises(Refused, match="A reason is required"):
        at("us-1").write(Amend(record="FW-US-01", fields={"due_on": "2027-01-01"}, reason=" "))
    with pytest.raises(Refused, match="cannot be changed"):
        at("us-1").write(Amend(record="FW-US-01", fields={"first_due_on": "2027-01-01"}, reason="x"))
    with pytest.raises(Refused, match="Nothing changes"):
        at("us-1").write(Amend(record="FW-US-01", fields={"theme": "firearms"}, reason="x"))


def test_words_of_several_frameworks_need_the_code_of_one(at: At) -> None:
    framework = {"id": "FX", "title": "A second framework", "agreed_on": "2022-01-01", "sources": "JS-2021"}
    agree(at, "us-1", AddRecord(kind="framework", fields=framework))
    with pytest.raises(Refused, match="several have these words"):
        new_commitment(at("us-1"), framework="framework")


def test_text_without_a_language_is_refused_by_its_whole_name(at: At) -> None:
    given: dict[str, object] = {
        "framework": "FW",
        "title.en": "Share images",
        "theme": "firearms",
        "sources": "JS-2021",
    }
    with pytest.raises(Refused) as caught:
        at("us-1").write(AddRecord(kind="commitment", fields=given))
    assert caught.value.problems[0].values["field"] == "title.es"


def test_text_typed_for_both_languages_is_named_in_the_plan(at: At) -> None:
    given: dict[str, object] = {"framework": "FW", "title": "Share images", "theme": "firearms", "sources": "JS-2021"}
    plan = at("us-1").plan(AddRecord(kind="commitment", fields=given))
    line = next(one for one in plan.lines if one.template.startswith("the same words in English and Spanish"))
    assert line.values["fields"] == [("field", "title")]


@pytest.mark.parametrize(
    ("feed", "side", "publisher", "basis"),
    [
        ("us-1", "US", "Nobody known", "own_text"),
        ("us-1", "MX", "Nobody known", "us_text"),
        ("us-1", "MX", "SSPC", "own_text"),
        ("mx-1", "US", "Nobody known", "mx_text"),
        ("obs-1", "MX", "Nobody known", "own_text"),
    ],
)
def test_text_basis_of_a_promise_follows_from_the_publisher_and_the_desk(
    at: At, feed: str, side: str, publisher: str, basis: str
) -> None:
    source = {"publisher": publisher, "title": "Minutes", "url": "https://example.org/m", "copy": "official"}
    at(feed).write(AddRecord(kind="source", fields={"id": "MIN", **source}))
    fields = {"framework": "FW", "title": "Share", "theme": "firearms", "sources": "MIN", "responsible_side": side}
    entry = at(feed).write(AddRecord(kind="commitment", fields=fields)).hashes[0]
    body = next(one.body for one in at(feed).history().entries if one.hash == entry)
    assert body is not None
    assert body["text_basis"] == basis


def test_accepting_a_commitment_says_that_its_framework_waits_too(at: At) -> None:
    framework = {"id": "FX", "title": "A second framework", "agreed_on": "2022-01-01", "sources": "JS-2021"}
    at("us-1").write(AddRecord(kind="framework", fields=framework))
    name = new_commitment(at("us-1"), framework="FX", responsible_side="MX")
    plan = at("mx-1").plan(TakePosition(target=name, stance="concur"))
    assert [one.values["id"] for one in plan.lines if one.template.startswith("Its framework waits too")] == ["FX"]


def test_commitment_without_a_verdict_counts_as_verifiable_and_says_that_nobody_examined_it(at: At) -> None:
    desk = at("us-1")
    name = new_commitment(desk)
    accept_everything(desk.path)
    view = desk.commitment(name)
    assert verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable)
    agree(at, "us-1", Amend(record=name, fields={"verifiable_why.en": "We read it."}, reason="Read."))
    view = desk.commitment(name)
    assert not verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable)


def test_pending_list_says_in_one_line_that_nobody_examined_a_commitment(at: At) -> None:
    new_commitment(at("us-1"))
    (entry,) = (one for act in at("mx-1").pending("MX") for one in act.entries)
    told = {}
    for language in ("en", "es"):
        with using_language(language):
            told[language] = [line for line in content_lines(entry) if line.startswith(("verif", "why", "por qué"))]
    assert told == {
        "en": ["verifiable: not examined; counted as verifiable"],
        "es": ["verificable: sin examinar; se cuenta como verificable"],
    }


@pytest.mark.parametrize("verdict", [True, False])
def test_verdict_without_a_reason_says_that_none_was_recorded(at: At, *, verdict: bool) -> None:
    name = new_commitment(at("us-1"), verifiable=verdict)
    accept_everything(at("us-1").path)
    view = at("us-1").commitment(name)
    assert (view.verifiable, view.verifiable_why) == (verdict, verifiability.NO_REASON)


def test_verdict_amended_without_a_reason_says_that_none_was_recorded(at: At) -> None:
    name = new_commitment(at("us-1"))
    accept_everything(at("us-1").path)
    agree(at, "us-1", Amend(record=name, fields={"verifiable": "false"}, reason="Read."))
    view = at("us-1").commitment(name)
    assert not verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable)
    with using_language("en"):
        assert verifiability.reason(view.verifiable_why) == "No reason was recorded."


def told(desk: Desk, intent: Intent) -> list[str]:
    with pytest.raises(Refused) as caught:
        desk.plan(intent)
    return [explain(one) for one in caught.value.problems]


def test_fault_of_a_field_is_not_reported_again_at_its_copy(at: At) -> None:
    titled = {name: value for name, value in NEW.items() if name not in {"id", "title", "text"}} | {"title.en": "Count"}
    assert told(at("us-1"), AddRecord(kind="commitment", fields=titled)) == ['The field "title.es" is missing. Add it.']
    moved = Amend(record="FW-JT-01", fields={"due_on": "mañana"}, reason="x")
    assert told(at("us-1"), moved) == ['due_on: "mañana" is not a date. Write it as 2026-01-31.']
    both = AddRecord(kind="commitment", fields={**titled, "text.en": "Count every gun."})
    assert len(told(at("us-1"), both)) == 2, "a text of its own has a fault of its own"


def test_word_none_is_compared_with_the_words_that_a_field_accepts(at: At) -> None:
    said = told(at("us-1"), AddRecord(kind="evaluation", fields={"finds": "none"}))
    assert 'Unknown finds "none". Use one of: contribution, no_contribution, other_way, undecided.' in said


def test_fault_inside_a_list_names_the_whole_path(at: At) -> None:
    fields = {"commitment": "FW-US-01", "outputs": ["a"], "rivals": [{"text": {"en": "Chance."}}]}
    said = told(at("us-1"), AddRecord(kind="chain", fields=fields))
    assert any('"outputs.0"' in one for one in said)
    assert 'The field "rivals.0.text.es" is missing. Add it.' in said
    assert 'The field "rivals.0.would_see" is missing. Add it.' in said


def test_fields_that_a_file_gives_are_listed_with_their_shape() -> None:
    shapes = fields_by_kind()["chain"].from_file
    assert "rivals: [{text: {en, es}, would_see: {en, es}, examined_by?: [ID]}]" in shapes
