"""Numbers are never those of a log without what the other side wrote, if what is left in it had seen that."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.documents import render_annexes
from accordtrack.i18n import LANGUAGES
from accordtrack.ledger.log_prefix import RecordedBy
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import open_register
from accordtrack.types.intents import AddNote
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk

AT = TwoDates(TODAY, TODAY)
LEFT_OUT = {
    "en": "Recorded later and left out: {feed}: 1 entry.",
    "es": "Asentado después y excluido: {feed}: 1 asiento.",
}


class Copy:
    """A register in which the other side wrote, and ``side`` made a checkpoint after it had seen that."""

    def __init__(self, folder: Path, side: str) -> None:
        self.path, self.side, self.them, self.note = small_register(folder), side, OTHER[side], folder / "note"
        self.writes(self.them)
        self.earlier = self.line_of(self.them)
        self.writes(self.them)
        self.writes(side)
        with closing(self.desk()) as desk:
            desk.write_checkpoint(self.note)

    def desk(self, side: str | None = None) -> Desk:
        return open_register(self.path, desk=FEED[side or self.side], today=TODAY)

    def writes(self, side: str) -> None:
        with closing(self.desk(side)) as desk:
            desk.write(AddNote(commitment="FW-US-01", text="Seen."))

    def line_of(self, side: str) -> str:
        with closing(self.desk()) as desk, desk._db.reading() as connection:
            chosen = "SELECT seq, hash FROM entry WHERE feed = ? ORDER BY seq DESC"
            number, digest = connection.exec_driver_sql(chosen, (FEED[side],)).all()[0]
            return f"feed {FEED[side]} {number} {digest}\n"

    def edited(self, replaced: str) -> Path:
        """Return a copy of the note, in another folder than its signature, with another line of the other side."""
        lines = self.note.read_text().splitlines(keepends=True)
        out = self.note.with_name("edited")
        out.write_text("".join(replaced if one.startswith(f"feed {FEED[self.them]} ") else one for one in lines))
        return out

    def reads(self, note: Path) -> None:
        with closing(self.desk()) as desk:
            recorded_by = desk.parse_recorded_by(str(note))
            request = ScorecardRequest(TODAY, TODAY, "public", "en", recorded_by=recorded_by)
            with pytest.raises(Refused):
                desk.scorecard(request)
            desk.scores(AT, recorded_by=recorded_by)


@pytest.fixture(params=SIDES)
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Copy:
    return Copy(tmp_path, request.param)


@pytest.mark.parametrize("keeps_part", [True, False])
def test_a_note_without_what_its_own_entries_had_seen_is_refused(copy: Copy, *, keeps_part: bool) -> None:
    edited = copy.edited(copy.earlier if keeps_part else "")
    with pytest.raises(
        Refused, match=rf"leaves out {FEED[copy.them]}-[0-9]+, which the desk of this entry had already seen"
    ):
        copy.reads(edited)


def test_a_note_with_the_signature_of_another_is_refused(copy: Copy) -> None:
    edited = copy.edited(copy.earlier)
    shutil.copy(copy.note.with_name("note.sig"), edited.with_name("edited.sig"))
    with closing(copy.desk()) as desk, pytest.raises(Refused, match="The signature of the checkpoint is not valid"):
        desk.parse_recorded_by(str(edited))


def test_every_output_says_how_many_later_entries_of_each_desk_it_leaves_out(copy: Copy) -> None:
    copy.writes(copy.them)
    told = {language: text.format(feed=FEED[copy.them]) for language, text in LEFT_OUT.items()}
    with closing(copy.desk()) as desk:
        recorded_by = desk.parse_recorded_by(str(copy.note))
        assert desk.scores(AT, recorded_by=recorded_by).recorded_later == ((FEED[copy.them], 1),)
        for language in LANGUAGES:
            request = ScorecardRequest(TODAY, TODAY, "public", language, recorded_by=recorded_by)
            assert told[language] in render_annexes(desk.scorecard(request), "md").decode()
        assert desk.scores(AT, recorded_by=RecordedBy("2999-12-31")).recorded_later == ()
