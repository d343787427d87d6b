"""A side takes back a public statement that it would rather not have made: every output says so, on whatever day."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.cli import view_text
from accordtrack.core.dates import TwoDates
from accordtrack.i18n import LANGUAGES, using_language
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState
from accordtrack.projection.withheld_facts import states_of_first_method
from accordtrack.scoring.findings import Statements
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk, open_register
from accordtrack.text import changes, explained_score, withheld
from accordtrack.text import findings as words
from accordtrack.types import ChangeView, HalfRow, TakenBack
from accordtrack.types.intents import AddEvidence, AddNote, AddRecord, ReportStatus, Retract
from accordtrack.vocabulary import Side, Standing
from all_outputs import every_output, holding
from attack_room import Room, now, waits
from attack_room import note as a_note
from memory_register import MemoryReader
from raw_entries import RawDesk
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import (
    FEED,
    OTHER,
    SIDES,
    amend,
    answer,
    commitment,
    evidence,
    retract,
    status,
    target,
    withdraw,
)

AT, EARLIER = TwoDates(TODAY, TODAY), TwoDates("2026-11-10", "2026-11-10")
MADE_ON = "2026-11-01"
CLEAR, GREEN, RED = "TLP:CLEAR", "TLP:GREEN", "TLP:RED"
NAMES = {"US": "the United States", "MX": "Mexico"}
NOTE = "statement taken back on November 25, 2026 (it said: reversed)"
NOTA = "declaración rectificada el 25 de noviembre de 2026 (decía: revertido)"
LATER = "a later statement was taken back on November 25, 2026 (it said: reversed)"


class Owner:
    """The side that owes ``ref``, and takes back what it says about it. Nobody else wrote anything about it."""

    def __init__(self, folder: Path, side: str) -> None:
        self.path, self.side, self.ref = small_register(folder), side, f"FW-{side}-71"
        lead = {f"lead.{side}": {"US": "ATF", "MX": "SSPC"}[side]}
        kept = {name: value for name, value in NEW.items() if name != "lead.US"}
        with closing(self.desk()) as desk:
            desk.write(AddRecord(kind="commitment", fields={**kept, **lead, "id": self.ref, "responsible_side": side}))
        accept_everything(self.path, by=FEED[OTHER[side]])

    def desk(self) -> Desk:
        return open_register(self.path, desk=FEED[self.side], today=TODAY)

    def says(self, status: str, handling: str = CLEAR, on: str = MADE_ON) -> str:
        """State a status; return the id of the entry."""
        proof = ("https://example.org/done",)
        said = ReportStatus(
            commitment=self.ref, status=status, note="Said.", evidence=proof, handling=handling, effective_on=on
        )
        with closing(self.desk()) as desk:
            done = desk.write(replace(said, said_on=on) if on != MADE_ON else said)
            return next(name for name in done.ids if desk.entry(name).kind == "status.report")

    def takes_back(self, entry: str) -> None:
        with closing(self.desk()) as desk:
            desk.write(Retract(entry=entry, reason="A wrong entry."))

    def facts(self, at: TwoDates = AT, audience: str | None = "public", rules: int = 2) -> Facts:
        with closing(self.desk()) as desk, desk._db.reading() as connection:
            reader = None if audience is None else audience_of(connection, audience, None, at, rules=rules)
            return facts.read(connection, at, reader, rules=rules)

    def half(self, at: TwoDates = AT, audience: str | None = "public", rules: int = 2) -> HalfState:
        return self.facts(at, audience, rules).states[self.ref].halves[-1 if self.side == "MX" else 0]

    def note(self, at: TwoDates = AT, audience: str | None = "public") -> TakenBack | None:
        return self.half(at, audience).taken_back

    def scores(self) -> ScoreAccess:
        read = self.facts()
        return ScoreAccess(read, standard_method(), build_inputs(read, AT, standard_method()))

    def counts(self, side: str | None = None) -> Statements:
        return next(one for one in self.scores().finding.statements if one.side is Side(side or self.side))

    def row(self, at: TwoDates | None = None) -> HalfRow:
        with closing(self.desk()) as desk:
            (row,) = desk.rows(desk.listing(f"id:{self.ref}").keys, at=at)
            return row.halves[-1 if self.side == "MX" else 0]

    def outputs(self, folder: Path) -> dict[str, str]:
        with closing(self.desk()) as desk:
            return every_output(desk, folder)

    def changes(self) -> list[ChangeView]:
        with closing(self.desk()) as desk:
            found = desk.diff(EARLIER, AT).changes
        return [one for one in found if one.kind == "taken_back"]


@pytest.fixture(params=SIDES)
def owner(request: pytest.FixtureRequest, tmp_path: Path) -> Owner:
    return Owner(tmp_path, request.param)


def adds_up(row: Statements) -> bool:
    return row.stated + row.assessed + row.not_public + row.taken_back + row.none + row.hidden == row.listed


def test_every_output_names_what_was_taken_back(owner: Owner, tmp_path: Path) -> None:
    owner.takes_back(owner.says("reversed"))
    found = owner.outputs(tmp_path / "out")
    named = holding({name: " ".join(text.split()) for name, text in found.items()}, NOTE, NOTA)
    assert {"annexes.en.md", "annexes.es.md"} <= set(named)
    assert {f"site/{language}/commitments/{owner.ref}.html" for language in LANGUAGES} <= set(named)
    assert {"es.ics", "iati.xml", "scorecard.en.csv", "scorecard.en.json"} <= set(named)
    sentence = f"1 statement of {NAMES[owner.side]} was taken back."
    assert {"card.en", "scorecard.en.md"} <= set(holding(found, sentence))
    assert [name for name in holding(found, sentence[1:]) if name.endswith("en/index.html")]


def test_the_answer_counts_it_apart_from_what_was_never_stated(owner: Owner) -> None:
    before = owner.counts()
    owner.takes_back(owner.says("reversed"))
    after, other = owner.counts(), owner.counts(OTHER[owner.side])
    assert (after.taken_back, after.none, after.reversed) == (1, before.none - 1, 0)
    assert adds_up(before)
    assert adds_up(after)
    assert (other.taken_back, other.earlier_again) == (0, 0)
    scores = owner.scores()
    told = {"en": f"1 statement of {NAMES[owner.side]} was taken back.", "es": "1 declaración de "}
    for language in LANGUAGES:
        with using_language(language):
            for text in (words.in_short(scores, scores.finding), words.about_whole(scores, scores.finding)):
                assert told[language] in " ".join(text)


def test_an_earlier_statement_that_counts_again_does_not_hide_it(owner: Owner) -> None:
    owner.says("substantial", on="2026-10-01")
    before = owner.counts()
    owner.takes_back(owner.says("reversed"))
    note, after = owner.note(), owner.counts()
    assert owner.half().status == "substantial"
    assert note is not None
    assert (note.statuses, note.later) == (("reversed",), True)
    assert owner.row().retracted
    with using_language("en"), closing(owner.desk()) as desk:
        (row,) = desk.rows(desk.listing(f"id:{owner.ref}").keys)
        assert "(another was taken back)" in view_text.status_in_full(row, ascii_only=False)
        assert "(another was taken back)" in view_text.status_cell(row, ascii_only=False)
    assert (after.taken_back, after.earlier_again, after.stated) == (0, 1, before.stated)
    assert adds_up(after)
    text = f"1 later statement of {NAMES[owner.side]} was taken back; the earlier one is in force again."
    scores = owner.scores()
    with using_language("en"):
        assert text in " ".join(words.in_short(scores, scores.finding))


def test_the_comparison_of_two_dates_names_the_side_and_the_status(owner: Owner) -> None:
    entry = owner.says("reversed")
    assert owner.changes() == []
    owner.takes_back(entry)
    (change,) = owner.changes()
    assert (change.id, change.half, change.before, change.after) == (owner.ref, owner.side, "reversed", None)
    with using_language("en"):
        assert changes.change_label(change).startswith("statement taken back, ")
        assert "reversed" in changes.value_before(change, ascii_only=True)


def test_the_list_of_changes_of_a_scorecard_has_a_row(owner: Owner, tmp_path: Path) -> None:
    owner.takes_back(owner.says("reversed"))
    found = owner.outputs(tmp_path / "out")
    assert f"change-{owner.ref}-taken_back-{owner.side}" in found["annexes.en.md"]


@pytest.mark.parametrize("at", [AT, EARLIER])
def test_no_day_on_which_it_counted_leaves_it_out(owner: Owner, at: TwoDates) -> None:
    owner.ref = {"US": "FW-JT-01", "MX": "FW-MX-01"}[owner.side]  # of 2021, without a statement of that side
    entry = owner.says("reversed", GREEN, on="2026-11-02")
    assert owner.note(at, None) is None
    owner.takes_back(entry)
    note = owner.note(at, None)
    assert note is not None
    assert (note.statuses, note.on, note.later) == (("reversed",), TODAY, False)
    assert owner.row(at).retracted
    assert not owner.row(TwoDates("2026-10-01", "2026-10-01")).retracted
    assert owner.note(TwoDates("2026-10-01", "2026-10-01"), None) is None


def test_the_page_of_the_commitment_and_the_list_say_it(owner: Owner) -> None:
    assert not owner.row().retracted
    owner.takes_back(owner.says("reversed"))
    assert owner.row().retracted
    with closing(owner.desk()) as desk:
        (half,) = desk.commitment(owner.ref).halves
    assert half.claim is None
    assert half.taken_back == owner.note(audience=None)


def test_another_statement_that_is_taken_back_does_not_replace_it(owner: Owner) -> None:
    first = owner.says("reversed", on="2026-10-15")
    second = owner.says("substantial")
    owner.takes_back(second)
    owner.takes_back(first)
    note = owner.note()
    assert note is not None
    assert note.statuses == ("reversed", "substantial")


def test_a_statement_that_a_newer_one_had_replaced_is_named_when_it_is_taken_back(owner: Owner) -> None:
    """Also if the one taken back before it ranked higher, and another statement came in between."""
    hidden = owner.says("limited", on="2026-11-10")
    owner.takes_back(hidden)
    owner.says("substantial", on="2026-11-05")
    assert owner.note() is None
    owner.takes_back(owner.says("reversed", on="2026-11-02"))
    note = owner.note()
    assert note is not None
    assert (note.statuses, note.later, note.beside) == (("reversed",), False, True)
    assert owner.half().status == "substantial"
    assert owner.counts().earlier_again == 0
    with using_language("en"):
        assert withheld.taken_back_note(note) == (
            "another statement was taken back on November 25, 2026 (it said: reversed)"
        )


@pytest.mark.parametrize("side", SIDES)
def test_a_desk_that_differs_and_takes_its_statement_back_is_named(side: str) -> None:
    room = Room(side)
    room.log.open(f"{side.lower()}-2")
    room.writes(status(room.own(2), side, "completed", "2026-01-02"))
    (other,) = room.writes(status(room.own(2), side, "reversed", "2026-01-01"), feed=f"{side.lower()}-2")
    half = next(one for one in MemoryReader(room.log).facts().states[room.own(2)].halves if one.side == side)
    assert half.standing is Standing.DIVERGENT
    room.writes(retract(other), feed=f"{side.lower()}-2")
    half = next(one for one in MemoryReader(room.log).facts().states[room.own(2)].halves if one.side == side)
    assert half.taken_back is not None
    assert (half.taken_back.statuses, half.taken_back.beside) == (("reversed",), True)


def test_a_data_package_names_it_among_what_it_does_not_hold(owner: Owner, tmp_path: Path) -> None:
    owner.takes_back(owner.says("reversed"))
    with closing(owner.desk()) as desk:
        report = desk.export_data(tmp_path / "package")
    left = [one.problem for one in report.left if one.kind == "entry.retract"]
    assert [one.values["status"] for one in left] == [("status", "reversed")]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("what", ["answer", "withdrawal", "status"])
def test_a_word_on_the_other_part_that_the_other_side_has_seen_is_not_taken_back_alone(side: str, what: str) -> None:
    room = Room(side)
    claim = room.claim(room.their(1), room.them)
    if what == "status":
        (word,) = room.writes(status(room.their(1), side, "completed", "2026-01-15"))
    else:
        (word,) = room.writes(answer(claim, side, "concur"))
    if what == "withdrawal":
        (word,) = room.writes(withdraw(word))
    room.writes(a_note(room.their(1)), feed=FEED[room.them])
    before = now(room.log)
    (taken,) = room.writes(retract(word))
    assert waits(room.log, taken) == (OTHER[side],)
    assert now(room.log) == before


@pytest.mark.parametrize("side", SIDES)
def test_an_own_target_that_the_other_side_has_seen_is_not_taken_back_alone(side: str) -> None:
    """A retraction would leave no trace of it. The side sets another target instead, which is a change."""
    room = Room(side)
    (own,) = room.writes(amend(room.gauge(side), {"target": target("150", side)}, side, kind="indicator"))
    assert waits(room.log, own) == ()
    room.writes(a_note(room.their(1)), feed=room.victim)
    (taken,) = room.writes(retract(own))
    assert waits(room.log, taken) == (room.them,)


@pytest.mark.parametrize("side", SIDES)
def test_evidence_that_the_other_side_answered_is_not_withheld_alone(side: str) -> None:
    room = Room(side)
    (said,) = room.writes(status(room.own(1), side, "completed", "2026-05-01"))
    (proof,) = room.writes(evidence(room.own(1), side, [said], "2026-05-01"))
    room.writes(answer(proof, room.them, "dispute", on="2026-05-02"), feed=room.victim)
    held = {"evidence": proof.id, "commitment": proof.ref, "reason": {"en": "R.", "es": "R."}, "said_on": "2026-05-03"}
    (hidden,) = room.writes(("evidence.withhold", {**held, "authority": "Law"}))
    assert waits(room.log, hidden) == (room.them,)


def test_a_new_statement_of_that_side_ends_it(owner: Owner) -> None:
    owner.takes_back(owner.says("reversed"))
    owner.says("limited", on="2026-10-15")
    assert owner.half().status == "limited"
    assert owner.note() is None
    assert owner.counts().earlier_again == 0
    assert not owner.row().retracted


@pytest.mark.parametrize("earlier", [True, False])
def test_the_public_learns_nothing_of_a_statement_that_it_could_not_read(
    owner: Owner, tmp_path: Path, *, earlier: bool
) -> None:
    if earlier:
        owner.says("substantial", on="2026-10-01")
    before = owner.counts()
    owner.takes_back(owner.says("reversed", RED))
    assert owner.note() is None
    assert owner.note(audience=None) is not None
    assert owner.counts() == before
    found = owner.outputs(tmp_path / "out")
    assert holding(found, NOTE, NOTA, LATER, "was taken back", f"change-{owner.ref}-taken_back") == []


def test_the_sums_behind_a_number_name_it(owner: Owner) -> None:
    owner.takes_back(owner.says("reversed"))
    scores = owner.scores()
    (leaf,) = scores.by_theme.leaves_of_commitment(owner.ref)
    assert NOTE in dict(explained_score.commitment(leaf, scores, ascii_only=False))["said"]


def test_what_the_other_side_wrote_in_its_name_is_no_statement_of_it(owner: Owner) -> None:
    with closing(open_register(owner.path, desk=FEED[OTHER[owner.side]], today=TODAY)) as other:
        said = ReportStatus(
            commitment=owner.ref,
            half=owner.side,
            speaker=owner.side,
            status="reversed",
            note="Read.",
            sources=("JS-2021",),
            effective_on="2021-10-08",
        )
        done = other.write(said)
        other.write(Retract(entry=done.ids[0], reason="A wrong entry."))
    assert owner.note() is None
    assert owner.changes() == []


def test_documents_under_earlier_rules_say_nothing(owner: Owner) -> None:
    owner.takes_back(owner.says("reversed"))
    assert owner.half(rules=1).taken_back is None
    first = states_of_first_method(owner.facts().states)[owner.ref]
    assert (first.halves[0].taken_back, first.in_scope[0].taken_back, first.retractions) == (None, None, ())


@pytest.mark.parametrize("side", SIDES)
def test_a_joint_statement_taken_back_is_named_on_both_parts_that_it_spoke_for(side: str) -> None:
    room = Room(side)
    joint = f"JT-{side}"
    room.writes(commitment(joint, "JOINT"))
    room.writes(answer(room.entry("commitment.add", joint), room.them), feed=room.victim)
    (said,) = room.writes(status(joint, "JOINT", "reversed", sources=["JS"]))
    room.writes(answer(said, room.them), feed=room.victim)
    (back,) = room.writes(retract(said))
    assert waits(room.log, back) == (room.them,)
    assert [half.taken_back for half in MemoryReader(room.log).facts().states[joint].halves] == [None, None]
    room.writes(answer(back, room.them), feed=room.victim)
    notes = [half.taken_back for half in MemoryReader(room.log).facts().states[joint].halves]
    assert [note and (note.statuses, note.later) for note in notes] == [(("reversed",), False)] * 2


def test_a_clock_set_back_moves_no_retraction_out_of_the_comparison(owner: Owner) -> None:
    entry = owner.says("reversed")
    with closing(owner.desk()) as desk:
        target = desk.entry(entry).hash
    body = {"target": target, "reason": {"en": "Wrong.", "es": "Error."}}
    RawDesk(owner.path, FEED[owner.side]).writes("entry.retract", body, ref=owner.ref, at="2020-01-01T10:00:00Z")
    (change,) = owner.changes()
    assert change.before == "reversed"
    for note in (owner.note(), owner.note(audience=None)):
        assert note is not None
        assert note.on == TODAY


@pytest.mark.parametrize("handling", [CLEAR, RED])
def test_evidence_and_a_note_taken_back_have_rows(owner: Owner, tmp_path: Path, handling: str) -> None:
    proof = AddEvidence(
        commitment=owner.ref, evidence=("https://example.org/a",), title="Not on track", handling=handling
    )
    with closing(owner.desk()) as desk:
        for intent in (proof, AddNote(commitment=owner.ref, text="We did not do it.", handling=handling)):
            desk.write(Retract(entry=desk.write(intent).ids[0], reason="A wrong entry."))
        found = [
            (one.kind, one.sign)
            for one in desk.diff(EARLIER, AT).changes
            if one.id == owner.ref and one.sign == "removed"
        ]
    assert found == [("evidence", "removed"), ("note", "removed")]
    annexes = owner.outputs(tmp_path / "out")["annexes.en.md"]
    assert ("Not on track" in annexes) is (handling == CLEAR)
    assert (f"We did not do it. ({FEED[owner.side]})" in annexes) is (handling == CLEAR)
