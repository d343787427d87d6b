"""The section on the two sides: what each says about its own half and the other's, observers, and threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from accordtrack.core.safe_text import capital, sanitize_line
from accordtrack.documents.model import Heading
from accordtrack.i18n import sides, tr
from accordtrack.projection.disputes.thread_words import word
from accordtrack.projection.fold import covered
from accordtrack.scorecard.sections import cells
from accordtrack.site.page import Passage, Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import Lines, SubHeading
from accordtrack.site.sections import dispute_thread, kind_words, statement_block
from accordtrack.vocabulary import Basis, Side, Speaker, Stance, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, Said, State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words
    from accordtrack.store.items import Item
    from accordtrack.types import DisputeView

    Word = Item[StatusReport] | Item[PositionTake] | Item[EvidenceAdd]

W = TypeVar("W", bound="Word")
_KINDS = {"status.report": "claim", "position.take": "answer", "evidence.add": "evidence"}


def section(made: SiteData, state: State, found: Sequence[DisputeView]) -> Section:
    """Return one column per side, the reader's own country first; ``found`` are the threads of the commitment."""
    columns = tuple(_Side(made, state, Side(side)).column() for side in sides(Side))
    blocks: list[object] = [SideColumns("two-voices", columns), *_observers(made, state)]
    for thread in found:
        blocks += dispute_thread.blocks(thread)
    if state.statuses or state.positions or state.evidence:
        blocks.append(Passage((_attributed(),), small=True))
    return Section("voices", tr("The two voices"), tuple(blocks))


def _attributed() -> str:
    return tr(
        "Words marked attributed are this register's account of what the source says, not a quotation; of a side that speaks the "
        "other language it stands in both."
    )


class _Side:
    """Builds the column of one side on a commitment."""

    def __init__(self, made: SiteData, state: State, side: Side) -> None:
        self._made, self._state, self._side = made, state, side
        halves = {str(half.side): half for half in state.halves}
        self._own, self._other = halves.get(side), halves.get(side.other)
        self._told = kind_words.telling(state.record)
        self._shown: set[str] = set()

    def column(self) -> SideColumn:
        """Return the column: its half, its answer to the other half, earlier statements, and everything else."""
        blocks: list[object] = []
        blocks += self._of_own(self._own) if self._own is not None else [Passage((tr(self._told.does_not),))]
        if self._other is not None:
            blocks += self._of_other(self._other)
        blocks += self._of_others()
        blocks += self._earlier()
        blocks += self._besides()
        name = label("the side", self._side)
        return SideColumn(capital(name), tuple(blocks))

    # The side's own half

    def _of_own(self, half: HalfState) -> Iterator[object]:
        yield SubHeading(self._name("owes"), tr(self._told.own))
        does = kind_words.does(self._state.record, self._side)
        if half.claim is None:
            yield Passage((f"{does} {tr('This register found no public statement of it on the status.')}",))
            return
        joint = half.claim.body.speaker is Speaker.JOINT
        read = half.claim.body.basis is Basis.READING
        told = tr("This register reads its words as a status:") if read else tr("It states:")
        if joint:
            told = tr("The status is from a joint text:")
        yield Passage((f"{does} {told}",))
        yield self._word(half.claim, "claim")
        if half.rivals:
            yield Passage((tr("Another of its desks officially gives another status; neither replaces the other."),))
        for rival in half.rivals:
            yield self._word(rival, "rival")

    # The other side's half

    def _of_other(self, half: HalfState) -> Iterator[object]:
        owing = label("the side", half.side)
        yield SubHeading(self._name("answers"), tr(self._told.other, side=owing))
        reading = half.reading if half.reading is not half.claim else None
        if half.claim is None and reading is None:
            yield Passage((tr("There is no status from {side} here that it could answer.", side=owing),))
        elif half.claim is None:
            told = tr("There is no status from {side} here. Of this it said itself, or is read so:", side=owing)
            yield Passage((told,))
        else:
            yield Passage((self._stands(half, half.claim),))
        if half.answer is not None:
            yield self._word(half.answer, "answer", half.claim)
        if reading is not None:
            if half.claim is not None and reading.body.said_on < half.claim.body.said_on:
                yield Passage((tr("It said this before the statement in force; it is no answer to it:"),))
            yield self._word(reading, "reading")
        for item, answered in self._disputes():
            if answered is None or answered.body.speaker in {half.side, Speaker.JOINT}:
                yield self._word(item, "answer", answered)

    def _stands(self, half: HalfState, claim: Item[StatusReport]) -> str:
        """Return the state of its answer to the current statement; without a request, it is not called unanswered."""
        values = {"side": label("the side", half.side), "date": claim.body.said_on}
        agreed = half.standing is Standing.AGREED
        if half.answer is not None:
            if half.standing is Standing.DIVERGENT:
                return tr("It answered one of two statements of {side} that differ.", **values)
            told = (
                tr("It agrees with what {side} said on {date}.")
                if agreed
                else tr("It disputed what {side} said on {date}; the dispute is settled and the status unchanged.")
                if half.standing is Standing.SETTLED
                else tr("It disputes what {side} said on {date}.")
            )
            return sanitize_line(told.format(**values))
        if claim.body.speaker is Speaker.JOINT and agreed:
            return tr("The joint text of {date} is its word too.", **values)
        match half.standing:
            case Standing.AGREED:
                return tr("It gave a status of its own, stated or read, the same as that of {side}.", **values)
            case Standing.DISPUTED:
                return tr("It gave a status of its own, stated or read, other than that of {side}.", **values)
            case Standing.SETTLED:
                return tr(
                    "It gave a status of its own, stated or read, other than that of {side}; the dispute is settled and "
                    "the status unchanged.",
                    **values,
                )
            case Standing.ASKED:
                return tr(
                    "It was asked on {asked} to answer what {side} said on {date}; this register found no public answer.",
                    asked=half.asked_on,
                    **values,
                )
            case Standing.DIVERGENT:
                return tr("{side} gives two statements that differ; this register found no answer to them.", **values)
            case _ if cells.answered_before(self._state, half):
                return tr(
                    "It answered an earlier statement; that is no answer to the one of {date}, to which this register found "
                    "none, nor a question that asked for one.",
                    **values,
                )
            case _:
                return tr(
                    "This register found no public answer to what {side} said on {date}, nor a question that asked for one.",
                    **values,
                )

    # Other statements

    def _of_others(self) -> Iterator[object]:
        """Yield its disputes of other statements: those of observers, and evidence."""
        found = list(self._disputes())
        if found:
            yield SubHeading(self._name("others"), tr("Of other words"))
        for item, answered in found:
            yield self._word(item, "answer", answered)

    def _earlier(self) -> Iterator[Lines]:
        """Yield its other statements on the status, and outdated answers, one line each, the newest first."""
        responsible = self._state.record.responsible_side
        told: list[Said] = [item for item in self._state.statuses if covered(item, responsible)]
        told += [item for item in self._state.positions if item.body.stance is not Stance.NOT_AGREED]
        told = [item for item in told if self._speaks(item) and item.hash not in self._shown]
        lines = tuple(self._line(item) for item in _newest(told))
        if lines:
            yield Lines(lines, title=tr("Its other statements and answers, in short"))

    def _besides(self) -> Iterator[Lines]:
        """Yield its public statements other than statuses, which are the evidence it gave."""
        given = [item for item in self._state.evidence if self._speaks(item) and item.id not in self._state.withheld]
        lines = tuple(self._line(item) for item in _newest(given))
        if lines:
            yield Lines(lines, title=tr("Other public words of it"))

    def _disputes(self) -> Iterator[tuple[Item[PositionTake], Word | None]]:
        """Yield its standing disputes that are not shown yet, each with the statement it names."""
        words: list[Word] = [*self._state.statuses, *self._state.positions, *self._state.evidence]
        said = {one.hash: one for one in words}
        for item in self._state.positions:
            contests = item.body.stance is Stance.DISPUTE and item.hash not in self._state.withdrawn_positions
            if contests and item.body.speaker.side is self._side and item.hash not in self._shown:
                yield item, said.get(str(item.body.answers))

    def _line(self, item: Word) -> Words:
        gone = item.hash in self._state.withdrawn_positions
        told = statement_block.brief(word(item, _KINDS[item.kind], counts=False, withdrawn=gone))
        return (f"{tr('withdrawn')}: ", *told) if gone else told

    def _speaks(self, item: Word) -> bool:
        return item.body.speaker in {self._side, Speaker.JOINT}

    def _word(self, item: Word, kind: str, answered: Word | None = None) -> object:
        self._shown.add(item.hash)
        status = answered is not None and answered.kind == "status.report" and answered.body.speaker is not Speaker.OBS
        earlier = kind == "answer" and answered is not None and status and answered.hash not in self._in_force()
        shown = word(item, kind, stale=earlier)
        about = word(answered, _KINDS[answered.kind]) if answered is not None else None
        return statement_block.of(self._made, shown, self._name(f"{kind}-{len(self._shown)}"), about)

    def _in_force(self) -> set[str]:
        """Return the hashes of the statements that an answer can currently refer to."""
        held = [one for half in self._state.halves for one in (half.claim, half.reading, *half.rivals)]
        return {one.hash for one in held if one is not None}

    def _name(self, what: str) -> str:
        return f"voice-{self._side.lower()}-{what}"


def _newest(items: Sequence[W]) -> list[W]:
    return sorted(items, key=lambda item: item.order[2:], reverse=True)


def _observers(made: SiteData, state: State) -> Iterator[object]:
    """Yield statements and answers of observers, which do not affect the standing between the sides."""
    told: list[Said] = [*state.statuses, *state.positions]
    found = [item for item in told if item.body.speaker is Speaker.OBS]
    if not found:
        return
    yield Heading("observers", tr("Observers, told apart"))
    yield Passage(
        (tr("What courts, auditors, legislators, institutes and the press say moves no standing between the sides."),)
    )
    for number, item in enumerate(_newest(found), start=1):
        yield statement_block.of(made, word(item, _KINDS[item.kind]), f"observer-{number}")
