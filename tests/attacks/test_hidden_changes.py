"""A withheld entry voids nothing that is public: all entries decide what is in force, and readers only see fewer values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.kinds import COMMITMENT_AMEND, ENTRY_RETRACT, FRAMEWORK
from accordtrack.projection import facts, record_lookup
from accordtrack.projection.audience import audience_of
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState, fold
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.service import Desk, open_register, score_changes
from accordtrack.store import log
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types.intents import AddRecord, Amend, ReportStatus, Retract, TakePosition
from accordtrack.vocabulary import Standing
from all_outputs import every_output, holding
from attack_room import Room
from memory_register import MemoryReader
from registers import TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES, amend, answer

pytestmark = pytest.mark.sweep

AT = TwoDates(TODAY, TODAY)
CLEAR, AMBER, RED = "TLP:CLEAR", "TLP:AMBER", "TLP:RED"
SECRET, AGREED = "2030-12-31", "2026-06-30"
AGREED_TARGET = {"target.by": "2026-12-31", "target.set_by": "agreed", "target.source": "JS-2021"}


class Pair:
    """A register with a desk of each side: ``me`` acts on its own commitment, ``them`` answers."""

    def __init__(self, folder: Path, side: str) -> None:
        self.path, self.me, self.them = small_register(folder), side, OTHER[side]
        self.ref = f"FW-{side}-01"

    def desk(self, side: str) -> Desk:
        return open_register(self.path, desk=FEED[side], today=TODAY)

    def amends(self, handling: str, by: str | None = None, ref: str | None = None, **fields: str) -> Any:  # noqa: ANN401
        named = {name.replace("__", "."): value for name, value in fields.items()}
        change = Amend(record=ref or self.ref, fields=named, reason="Why.", sources=("JS-2021",), handling=handling)
        return self.desk(by or self.me).write(change)

    def agrees(self, handling: str, ref: str | None = None, **fields: str) -> None:
        concur(self.desk(self.them), self.amends(handling, ref=ref, **fields))

    def read(self, audience: str | None = "public") -> Facts:
        with self.desk(self.me)._db.reading() as connection:
            readers = audience_of(connection, audience, None, AT) if audience else None
            return facts.read(connection, AT, readers)

    def half(self, audience: str | None = "public") -> HalfState:
        return self.read(audience).states[f"FW-{self.them}-01"].halves[0]


@pytest.fixture(params=SIDES)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Pair:
    return Pair(tmp_path, str(request.param))


def test_an_agreed_public_change_that_follows_a_withheld_one_is_in_force_in_public(pair: Pair, tmp_path: Path) -> None:
    pair.agrees(AMBER, due_on=SECRET, weight="2")
    pair.agrees(CLEAR, due_on=AGREED, weight="9")
    for audience in ("public", "parties", None):
        record = pair.read(audience).states[pair.ref].record
        assert (record.due_on, record.weight) == (AGREED, "9"), audience
    outputs = every_output(pair.desk(pair.me), tmp_path / "out")
    shown = holding(outputs, AGREED, AGREED.replace("-", ""))
    assert {"iati.xml", "en.ics", "annexes.en.md"} <= set(shown)
    assert any(name.startswith("site/en/") for name in shown)
    assert holding(outputs, SECRET) == []


def test_the_changes_of_a_score_for_the_public_follow_the_same_entries(pair: Pair) -> None:
    pair.desk(pair.me).write(
        ReportStatus(
            commitment=pair.ref, status="limited", note="Why.", evidence=("https://example.org",), handling=CLEAR
        )
    )

    pair.agrees(AMBER, weight="2")
    pair.agrees(CLEAR, weight="9")
    with pair.desk(pair.me)._db.reading() as connection:
        readers = audience_of(connection, "public", None, AT)
        explained = score_changes.explain(connection, "FW", ("2026-11-24", TODAY), audience=readers)
    method = standard_method()
    card = score(build_inputs(pair.read(), AT, method), method, "framework")
    (node,) = card.groups
    assert node.delivery is not None
    assert pair.read().states[pair.ref].record.weight == "9"
    assert explained.last.delivery == node.delivery.displayed_score


@pytest.mark.parametrize("side", SIDES)
def test_a_public_change_lapses_by_a_withheld_one_as_by_any_other(side: str) -> None:
    room = Room(side)
    ref, first = room.joint(4), room.entry("commitment.add", room.joint(4)).hash
    late, secret = (
        room.writes(amend(ref, {"weight": value}, side, replaces={"weight": first}))[0] for value in ("8", "9")
    )
    replaced = room.writes(amend(ref, {"weight": "7"}, room.them, replaces={"weight": first}), feed=room.victim)[0]
    room.writes(answer(replaced, side, on="2026-02-01"))
    room.writes(answer(secret, room.them, on="2026-02-02"), feed=room.victim)
    room.writes(answer(late, room.them, on="2026-02-03"), feed=room.victim)
    standing = MemoryReader(room.log)._standing[ref]
    public = [item for item in standing if item.hash != replaced.hash]
    whole, seen, alone = (
        fold(standing),
        fold(public, withheld=of_kind([one for one in standing if one not in public], COMMITMENT_AMEND)),
        fold(public),
    )
    assert whole is not None
    assert seen is not None
    assert alone is not None
    assert [state.record.weight for state in (whole, seen, alone)] == ["7", "2", "9"]
    assert seen.lapsed == whole.lapsed
    assert "7" not in {value for fields in seen.replaced.values() for value in fields.values()}


def test_a_withheld_lead_of_one_side_voids_no_package_of_the_other(pair: Pair) -> None:
    for side in (pair.me, pair.them):
        office = {"name.en": "Office", "name.es": "Oficina", "side": side, "branch": "executive"}
        pair.desk(side).write(AddRecord(kind="body", fields={**office, "code": f"{side}-OFFICE", "speaks_for": side}))
    pair.amends(RED, **{f"lead__{pair.me}": f"{pair.me}-OFFICE"})
    assert pair.read(None).states[pair.ref].record.lead.body_of_side(pair.me) == f"{pair.me}-OFFICE"
    done = pair.amends(CLEAR, by=pair.them, weight="2", **{f"lead__{pair.them}": f"{pair.them}-OFFICE"})
    concur(pair.desk(pair.me), done)
    record = pair.read().states[pair.ref].record
    assert (record.weight, record.lead.body_of_side(pair.them)) == ("2", f"{pair.them}-OFFICE")


def test_an_agreed_public_target_that_follows_a_withheld_one_is_agreed_in_public(pair: Pair) -> None:
    for handling, value in ((AMBER, "70"), (CLEAR, "60")):
        fields = {name.replace(".", "__"): text for name, text in AGREED_TARGET.items()}
        pair.agrees(handling, ref="guns-traced", target__value=value, **fields)
    for audience in ("public", None):
        target = pair.read(audience).indicators["guns-traced"].target
        assert target is not None
        assert (str(target.value), target.set_by.value) == ("60", "agreed"), audience


def test_a_target_that_was_replaced_in_secret_is_not_shown_as_the_one_in_force(pair: Pair) -> None:
    fields = {name.replace(".", "__"): text for name, text in AGREED_TARGET.items()}
    assert pair.read().indicators["guns-traced"].target is not None
    pair.agrees(AMBER, ref="guns-traced", target__value="70", **fields)
    assert pair.read().indicators["guns-traced"].target is None
    target = pair.read("parties").indicators["guns-traced"].target
    assert target is not None
    assert str(target.value) == "70"


def test_a_title_of_a_framework_that_follows_a_withheld_one_is_in_force_in_public(pair: Pair) -> None:
    for handling, title in ((AMBER, "Secret"), (CLEAR, "Agreed")):
        pair.agrees(handling, ref="FW", title__en=title, title__es=title)
    assert pair.read().frameworks["FW"].title.en == "Agreed"


def test_what_is_hidden_goes_by_the_public_date_in_force_before_it_was_hidden(pair: Pair) -> None:
    pair.agrees(AMBER, due_on=SECRET)
    pair.agrees(CLEAR, due_on=AGREED)
    pair.desk(pair.me).write(Amend(record=pair.ref, fields={"handling": AMBER}, reason="Hide.", handling=AMBER))
    (hidden,) = [one for one in pair.read().hidden if one.responsible_side.value == pair.me]
    assert (hidden.due_hidden, hidden.overdue) == (False, True)


def test_a_copy_for_the_public_holds_the_agreed_public_values(pair: Pair, tmp_path: Path) -> None:
    pair.agrees(AMBER, due_on=SECRET, weight="2")
    pair.agrees(CLEAR, due_on=AGREED, weight="9")
    pair.agrees(AMBER, ref="FW", title__en="Secret", title__es="Secreto")
    pair.agrees(CLEAR, ref="FW", title__en="Agreed", title__es="Acordado")
    copy = tmp_path / "copy.db"
    pair.desk(pair.me).backup(copy, audience="public")
    desk = open_register(copy, today=TODAY)
    with desk._db.reading() as connection:
        found = facts.read(connection, AT, audience_of(connection, "public", None, AT))
        assert record_lookup.records(connection, FRAMEWORK)["FW"].title.en == "Agreed"
    record = found.states[pair.ref].record
    assert (record.due_on, record.weight, found.frameworks["FW"].title.en) == (AGREED, "9", "Agreed")
    assert desk.commitment(pair.ref).weight == "9"
    assert SECRET.encode() not in copy.read_bytes()


def test_a_public_change_that_was_retracted_in_secret_is_not_in_force_in_public(pair: Pair) -> None:
    """The program gives a retraction the mark of what it takes back; another program may give it any mark."""
    change = pair.amends(CLEAR, note__en="Ours.", note__es="Nuestra.")
    pair.desk(pair.me).write(Retract(entry=change.ids[0], reason="Wrong."))
    with pair.desk(pair.me)._db.reading() as connection:
        items = [replace(one, handling=RED) if is_kind(one, ENTRY_RETRACT) else one for one in log.items(connection)]
        found = facts.read(connection, AT, audience_of(connection, "public", None, AT), items)
    assert found.states[pair.ref].record.note is None


@pytest.mark.parametrize(
    ("first", "later"),
    [("dispute", "concur"), ("concur", "dispute"), ("reading", "concur"), ("reading", "reading")],
)
def test_a_word_that_its_side_replaced_in_secret_neither_agrees_nor_disputes(
    pair: Pair, first: str, later: str
) -> None:
    ref, owner = f"FW-{pair.them}-01", pair.desk(pair.them)
    proof = ("https://example.org/done",)
    owner.write(ReportStatus(commitment=ref, status="completed", note="Done.", evidence=proof, handling=CLEAR))

    def says(word: str, handling: str) -> None:
        if word == "reading":
            status = "limited" if handling == CLEAR else "completed"
            said = ReportStatus(commitment=ref, status=status, note="Read.", evidence=proof, handling=handling)
            pair.desk(pair.me).write(said)
        else:
            answer = TakePosition(target=ref, stance=word, reason="Why.", handling=handling)
            pair.desk(pair.me).write(answer)

    says(first, CLEAR)
    assert pair.half().standing.value in {"disputed", "agreed"}
    says(later, RED)
    assert pair.half().standing is Standing.UNANSWERED
    assert (pair.half().answer, pair.half().proposes) == (None, None)
