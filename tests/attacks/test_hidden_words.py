"""What a side withholds takes nothing from the readers that the other side said in public, and improves no number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState
from accordtrack.scoring import flags
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.service import Desk, open_register
from accordtrack.types import DisputeView
from accordtrack.types.intents import AddRecord, ReportStatus, TakePosition, WithdrawPosition
from accordtrack.vocabulary import Grade, Side, Standing
from all_outputs import every_output, holding
from raw_entries import RawDesk
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import FEED, OTHER, SIDES

pytestmark = pytest.mark.sweep

AT = TwoDates(TODAY, TODAY)
CLEAR, AMBER, RED = "TLP:CLEAR", "TLP:AMBER", "TLP:RED"
SECRET, OPEN = "SECRET-NOTE", "OPEN-NOTE"
WHY = "Returns stopped in May"


class Pair:
    """A register with a desk of each side: ``me`` owes ``ref`` and says in public that it is completed."""

    def __init__(self, folder: Path, side: str) -> None:
        self.path, self.me, self.them = small_register(folder), side, OTHER[side]
        self.ref = f"FW-{side}-71"
        lead = {f"lead.{side}": {"US": "ATF", "MX": "SSPC"}[side]}
        kept = {name: value for name, value in NEW.items() if name != "lead.US"}
        fields = {**kept, **lead, "id": self.ref, "responsible_side": side}
        self.desk(side).write(AddRecord(kind="commitment", fields=fields))
        accept_everything(self.path, by=FEED[self.them])

    def desk(self, side: str) -> Desk:
        return open_register(self.path, desk=FEED[side], today=TODAY)

    def claims(
        self, status: str = "completed", handling: str = CLEAR, *, cites: tuple[str, ...] = (), on: str = "2026-11-01"
    ) -> None:
        proof = () if cites else ("https://example.org/done",)
        said = ReportStatus(
            commitment=self.ref,
            status=status,
            note="Done.",
            evidence=proof,
            sources=cites,
            handling=handling,
            effective_on=on,
            as_data=bool(cites),
        )
        self.desk(self.me).write(said)

    def answers(self, side: str, target: str, stance: str, handling: str = CLEAR) -> str:
        proposes = "limited" if stance == "dispute" and side == self.them else None
        said = TakePosition(target=target, stance=stance, reason=WHY, proposes=proposes, handling=handling)
        return self.desk(side).write(said).ids[0]

    def reads(self, status: str = "limited", handling: str = CLEAR) -> str:
        """The other side gives a status of its own."""
        said = ReportStatus(
            commitment=self.ref, half=self.me, status=status, note="Read.", handling=handling, as_data=True
        )
        done = self.desk(self.them).write(said)
        return done.ids[0]

    def cites(self, name: str, handling: str, on: str = "2026-11-01") -> None:
        """Add an official source with this mark, as a program other than this one can."""
        fields = {"publisher": "Office", "title": "A note", "copy": "official", "date": on}
        body = {"id": name, **fields, "url": f"https://example.org/{name}"}
        RawDesk(self.path, FEED[self.me]).writes("source.add", body, handling=handling)

    def read(self, audience: str | None = "public") -> Facts:
        with self.desk(self.me)._db.reading() as connection:
            readers = audience_of(connection, audience, None, AT) if audience else None
            return facts.read(connection, AT, readers)

    def half(self, audience: str | None = "public") -> HalfState:
        return next(one for one in self.read(audience).states[self.ref].halves if one.side == self.me)

    def delivery(self, audience: str | None = "public") -> tuple[float, float]:
        """Delivery of the commitment and of its side."""
        scored = score(build_inputs(self.read(audience), AT, standard_method()), standard_method())
        one = next(one for one in scored.commitments if one.owed.commitment == self.ref)
        node = scored.sides[Side(self.me)].delivery
        return one.delivery.score or 0.0, (node.displayed_score or 0.0) if node else 0.0

    def proves(self, source: str) -> None:
        """Add evidence for the claim that cites only this source."""
        said = self.half().claim
        assert said is not None
        title, days = {"en": "Proof", "es": "Prueba"}, {"effective_on": TODAY, "said_on": TODAY}
        fields = {"commitment": self.ref, "for": [said.id], "speaker": self.me, "grade": "documented"}
        body = {"id": None, "title": title, "sources": [source], **fields, **days}
        RawDesk(self.path, FEED[self.me]).writes("evidence.add", body)

    def marks(self, audience: str | None) -> Sequence[str]:
        """The flags of the claim."""
        scored = score(build_inputs(self.read(audience), AT, standard_method()), standard_method())
        return next(one for one in scored.commitments if one.owed.commitment == self.ref).owed.said.marks

    def thread(self, audience: str | None = "public") -> DisputeView:
        (found,) = (one for one in threads(self.read(audience), TODAY) if one.commitment == self.ref)
        return found


@pytest.fixture(params=SIDES)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Pair:
    return Pair(tmp_path, str(request.param))


def disputes(pair: Pair, how: str = "dispute") -> str:
    """A public claim, which the other side disputes in public; the id of the dispute."""
    pair.claims()
    return pair.reads() if how == "reading" else pair.answers(pair.them, pair.ref, "dispute")


@pytest.mark.parametrize("how", ["dispute", "reading"])
@pytest.mark.parametrize("handling", [AMBER, RED])
def test_a_secret_concurrence_takes_no_public_dispute_away(pair: Pair, handling: str, how: str) -> None:
    word = disputes(pair, how)
    before, there = pair.delivery(), pair.thread()
    assert (there.state, there.turn) == ("open", pair.me)
    pair.answers(pair.me, word, "concur", handling)
    assert (pair.half(None).standing, pair.thread(None).state) == (Standing.SETTLED, "settled")
    for audience in ("public", "parties") if handling == RED else ("public",):
        assert pair.half(audience).standing is Standing.DISPUTED, audience
        assert pair.delivery(audience) == before, audience
        assert pair.thread(audience) == there, audience
    if handling == AMBER:
        assert pair.half("parties").standing is Standing.SETTLED


def test_a_secret_concurrence_with_an_answer_takes_no_public_dispute_away(pair: Pair) -> None:
    """The side that disputed gives in, in secret: its public dispute stands until it says so in public."""
    dispute = disputes(pair)
    reply = pair.answers(pair.me, dispute, "dispute")
    before, there = pair.delivery(), pair.thread()
    pair.answers(pair.them, reply, "concur", AMBER)
    assert pair.half(None).standing is Standing.SETTLED
    assert (pair.half().standing, pair.delivery(), pair.thread()) == (Standing.DISPUTED, before, there)


@pytest.mark.parametrize("how", ["dispute", "reading"])
@pytest.mark.parametrize("status", ["completed", "limited"])
def test_a_secret_statement_takes_no_public_dispute_away(pair: Pair, how: str, status: str, tmp_path: Path) -> None:
    """Whatever the secret statement says, so that nobody can tell from the dispute."""
    disputes(pair, how)
    before, there = pair.delivery(), pair.thread()
    pair.claims(status, AMBER, on="2026-11-02")
    half, thread = pair.half(), pair.thread()
    assert (half.not_public, half.claim, half.standing) == (True, None, Standing.DISPUTED)
    assert pair.read().states[pair.ref].standing is Standing.DISPUTED
    assert pair.delivery() <= before
    assert pair.delivery()[0] == 0.0
    assert (thread.standing, thread.state, thread.turn, thread.turn_since) == (
        "disputed",
        "open",
        pair.me,
        there.turn_since,
    )
    assert [word.entry for word in thread.words] == [word.entry for word in there.words]
    assert [word.stale for word in thread.words if word.kind == "claim"] == [True]
    if how == "dispute":
        outputs = every_output(pair.desk(pair.me), tmp_path / "out")
        shown = {"annexes.en.md", f"site/en/commitments/{pair.ref}.html"}
        assert shown <= set(holding(outputs, WHY))
        counted = {"US": 2, "MX": 1}[pair.me]  # the register comes with one about the United States
        assert "a later statement is not public; the other government disagrees." in outputs["iati.xml"]
        assert f"[{counted}](#list-headline-disputed-{pair.me.lower()})" in outputs["annexes.en.md"]
        assert shown <= set(holding(outputs, "a later statement is not public", "A later statement is not public"))


def test_a_secret_statement_opens_a_settled_dispute_again(pair: Pair) -> None:
    dispute = disputes(pair)
    pair.answers(pair.me, dispute, "concur")
    assert pair.half().standing is Standing.SETTLED
    pair.claims("completed", AMBER, on="2026-11-02")
    assert pair.half(None).standing is Standing.DISPUTED
    assert (pair.half().standing, pair.half().settled_by) == (Standing.DISPUTED, None)
    assert (pair.thread().state, pair.thread().turn) == ("open", pair.me)


def test_a_secret_statement_keeps_no_agreement_with_the_earlier_one(pair: Pair) -> None:
    pair.claims()
    pair.answers(pair.them, pair.ref, "concur")
    assert pair.half().standing is Standing.AGREED
    pair.claims("limited", AMBER, on="2026-11-02")
    assert (pair.half().standing, pair.half().answer) == (Standing.UNREPORTED, None)


@pytest.mark.parametrize(
    ("handling", "audience", "grade"),
    [
        (RED, "public", Grade.CLAIMED),
        (RED, "parties", Grade.CLAIMED),
        (AMBER, "public", Grade.CLAIMED),
        (AMBER, "parties", Grade.DOCUMENTED),
        (CLEAR, "public", Grade.DOCUMENTED),
        (RED, None, Grade.DOCUMENTED),
    ],
)
def test_a_source_that_the_readers_may_not_read_supports_nothing(
    pair: Pair, handling: str, audience: str | None, grade: Grade
) -> None:
    pair.cites(SECRET, handling)
    pair.claims(cites=(SECRET,))
    state, half = pair.read(audience).states[pair.ref], pair.half(audience)
    assert half.grade is grade
    scored = score(build_inputs(pair.read(audience), AT, standard_method()), standard_method())
    one = next(one for one in scored.commitments if one.owed.commitment == state.record.id)
    assert (flags.NO_EVIDENCE in one.owed.said.marks) is (grade is Grade.CLAIMED)


def test_a_public_source_beside_a_secret_one_supports_what_it_did(pair: Pair) -> None:
    pair.cites(SECRET, RED)
    pair.cites(OPEN, CLEAR)
    pair.claims(cites=(SECRET, OPEN))
    assert pair.half().grade is Grade.DOCUMENTED


def test_a_secret_source_does_not_pass_the_turn_to_the_side_that_disputed(pair: Pair) -> None:
    disputes(pair)
    pair.cites(SECRET, RED)
    pair.claims(cites=(SECRET,), on="2026-11-02")
    assert (pair.thread(None).to_review, pair.thread(None).turn) == (True, pair.them)
    assert (pair.thread().to_review, pair.thread().turn) == (False, pair.me)


def test_evidence_that_cites_only_a_secret_source_is_no_evidence(pair: Pair) -> None:
    pair.cites("OLD-NOTE", CLEAR, on="2024-01-01")
    pair.cites(SECRET, RED, on="2026-11-02")
    pair.claims(cites=("OLD-NOTE",))
    pair.answers(pair.them, pair.ref, "dispute")
    pair.claims(cites=("OLD-NOTE",), on="2026-11-02")
    pair.proves(SECRET)
    assert (pair.thread(None).to_review, pair.thread(None).turn) == (True, pair.them)
    assert (pair.thread().to_review, pair.thread().turn) == (False, pair.me)
    grades = {
        readers: [proof.grade for word in pair.thread(readers).words for proof in word.evidence]
        for readers in ("public", None)
    }
    assert grades == {"public": [Grade.CLAIMED], None: [Grade.DOCUMENTED]}
    assert flags.SOURCE_OLDER in pair.marks("public")
    assert flags.SOURCE_OLDER not in pair.marks(None)


def test_a_claim_with_only_secret_evidence_lacks_evidence(pair: Pair) -> None:
    pair.cites(SECRET, RED)
    pair.claims(cites=(SECRET,))
    pair.proves(SECRET)
    assert flags.NO_EVIDENCE in pair.marks("public")
    assert flags.NO_EVIDENCE not in pair.marks(None)


def says_again(pair: Pair, how: str, handling: str) -> None:
    """The other side agrees with the claim, or disputes it, with an answer or with a reading of its own."""
    if how == "reading":
        pair.reads("completed", handling)
    else:
        pair.answers(pair.them, pair.ref, how, handling)


@pytest.mark.parametrize("again", ["concur", "reading"])
@pytest.mark.parametrize("first", ["concur", "reading"])
@pytest.mark.parametrize("handling", [AMBER, RED])
def test_a_side_that_agrees_again_in_secret_takes_no_public_agreement_back(
    pair: Pair, handling: str, first: str, again: str
) -> None:
    pair.claims()
    says_again(pair, first, CLEAR)
    before = pair.delivery()
    says_again(pair, again, handling)
    assert [pair.half(readers).standing for readers in (None, "public")] == [Standing.AGREED, Standing.AGREED]
    assert pair.delivery() == before


def test_a_side_that_disputes_again_in_secret_takes_no_public_dispute_back(pair: Pair) -> None:
    disputes(pair)
    before, there = pair.delivery(), pair.thread()
    pair.answers(pair.them, pair.ref, "dispute", RED)
    assert (pair.half().standing, pair.delivery(), pair.thread()) == (Standing.DISPUTED, before, there)


@pytest.mark.parametrize("then", ["dispute", "concur"])
def test_a_secret_answer_that_was_taken_back_in_secret_ends_nothing(pair: Pair, then: str) -> None:
    """By all entries the public agreement stands again, or was given once more."""
    pair.claims()
    agreed = pair.answers(pair.them, pair.ref, "concur")
    gone = pair.answers(pair.them, pair.ref, "dispute", RED) if then == "dispute" else agreed
    pair.desk(pair.them).write(WithdrawPosition(target=gone, reason=WHY, handling=RED))
    if then == "concur":
        assert pair.half().standing is Standing.UNANSWERED
        pair.answers(pair.them, pair.ref, "concur", RED)
    assert [pair.half(readers).standing for readers in (None, "public")] == [Standing.AGREED, Standing.AGREED]


@pytest.mark.parametrize("how", ["concur", "reading"])
def test_a_secret_dispute_still_ends_the_public_agreement(pair: Pair, how: str) -> None:
    pair.claims()
    says_again(pair, how, CLEAR)
    pair.answers(pair.them, pair.ref, "dispute", RED)
    assert pair.half(None).standing is Standing.DISPUTED
    assert pair.half().standing is Standing.UNANSWERED


@pytest.mark.parametrize("status", ["completed", "limited"])
@pytest.mark.parametrize("handling", [AMBER, RED])
def test_a_secret_reading_takes_no_joint_statement_away(pair: Pair, handling: str, status: str) -> None:
    pair.ref = "FW-JT-71"
    kept = {name: value for name, value in NEW.items() if name != "lead.US"}
    fields = {**kept, "id": pair.ref, "responsible_side": "JOINT", "lead.US": "ATF", "lead.MX": "SSPC"}
    pair.desk(pair.me).write(AddRecord(kind="commitment", fields={**fields, "share_us": "0.5"}))
    accept_everything(pair.path, by=FEED[pair.them])
    both = ReportStatus(
        commitment=pair.ref, speaker="JOINT", status="completed", sources=("JS-2021",), as_data=True, handling=CLEAR
    )
    pair.desk(pair.them).write(both)
    accept_everything(pair.path, by=FEED[pair.me])
    before = [(half.claim, half.standing) for half in pair.read().states[pair.ref].halves]
    assert [standing for _claim, standing in before] == [Standing.AGREED, Standing.AGREED]
    done = pair.delivery()
    said = ReportStatus(commitment=pair.ref, half=pair.me, status=status, note="Read.", handling=handling, as_data=True)
    pair.desk(pair.them).write(said)
    assert [(half.claim, half.standing) for half in pair.read().states[pair.ref].halves] == before
    assert pair.delivery() == done
