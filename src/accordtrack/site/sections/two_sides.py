"""The sections on the two sides: what each says of its own part, what this tracker assesses, and what the other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from accordtrack.core.safe_text import capitalize_first, sanitize_line
from accordtrack.documents.model import Heading, Paragraph
from accordtrack.i18n import sides, tr
from accordtrack.ledger.kinds import POSITION_TAKE
from accordtrack.projection.disputes.thread_words import build_thread_item
from accordtrack.projection.fold import covered_halves, is_about_claim
from accordtrack.projection.statement_views import answered_entry
from accordtrack.scorecard.sections import cells
from accordtrack.site.page import Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import Lines, SubHeading
from accordtrack.site.sections import dispute_thread, kind_words, statement_block
from accordtrack.store.items import is_kind
from accordtrack.text.withheld import half_status
from accordtrack.vocabulary import Basis, Side, Speaker, Stance, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, Said, State
    from accordtrack.site.material import SiteData
    from accordtrack.store.items import Item
    from accordtrack.types import DisputeView
    from accordtrack.types.entries import AnsweredEntry

    Word = Item[StatusReport] | Item[PositionTake] | Item[EvidenceAdd]

W = TypeVar("W", bound="Word")
_KINDS = {"status.report": "claim", "position.take": "answer", "evidence.add": "evidence"}


def sections(site: SiteData, state: State, disputes: Sequence[DisputeView]) -> Iterator[Section]:
    """Yield the statements of each side, apart from them what this tracker assesses, and the answers of the other side.

    Each has a column for a side, the reader's own country first; ``disputes`` are the threads of the commitment.
    """
    told = [_Side(site, state, Side(side)) for side in sides(Side)]
    # The columns of a side are made in this order: the last one lists what the others have not shown.
    assessed = tuple(one.assessed_column() for one in told)
    answers = tuple(one.answer_column() for one in told)
    stated = tuple(one.own_column() for one in told)
    note = (
        (Paragraph((_attribution_note(),), small=True),) if state.statuses or state.positions or state.evidence else ()
    )
    yield Section("voices", tr("Own or joint statements"), (SideColumns("two-voices", stated), *note))
    if any(column.blocks for column in assessed):
        text = tr("This tracker assessed the status from published words; no government stated it.")
        columns = SideColumns("assessments", _filled(assessed))
        yield Section("assessed", tr("Assessed by this tracker ≈"), (Paragraph((text,)), columns))
    blocks: list[object] = [SideColumns("two-answers", _filled(answers))] if any(one.blocks for one in answers) else []
    blocks += _observer_blocks(site, state)
    for thread in disputes:
        blocks += dispute_thread.blocks(thread)
    if blocks:
        yield Section("answers", tr("The other government's answer"), tuple(blocks))


def _filled(columns: Sequence[SideColumn]) -> tuple[SideColumn, ...]:
    return tuple(one for one in columns if one.blocks)


def _attribution_note() -> str:
    return tr(
        "Words marked attributed are this register's account of what the source says, not a quotation; for "
        "a side that speaks the other language, it is given in both languages."
    )


class _Side:
    """Builds the column of one side on a commitment."""

    def __init__(self, site: SiteData, state: State, side: Side) -> None:
        self._made, self._state, self._side = site, state, side
        halves = {str(half.side): half for half in state.halves}
        self._own, self._other = halves.get(side), halves.get(side.other)
        self._told = kind_words.words_for(state.record)
        self._shown: set[str] = set()

    def own_column(self) -> SideColumn:
        """Return what it states of its own half, and its other statements that no other column shows."""
        blocks: list[object] = []
        blocks += self._own_half_blocks(self._own) if self._own is not None else [Paragraph((tr(self._told.does_not),))]
        blocks += self._earlier_statements()
        blocks += self._evidence_statements()
        return self._column(blocks)

    def assessed_column(self) -> SideColumn:
        """Return the statuses of its own half that this tracker assessed, the one in force first."""
        half = self._own
        found = [half.claim, *half.rivals] if half is not None and half.claim is not None else []
        blocks: list[object] = []
        for item in filter(_is_assessed, found):
            blocks += [Paragraph((tr("The status is from a joint text:"),))] if item.is_joint else []
            blocks.append(self._show_statement(item, "claim"))
        if half is not None:
            mine = [item for item in self._state.statuses if _is_assessed(item) and item.body.half in {None, half.side}]
            earlier = self._not_shown(mine)
            blocks += self._in_short(earlier, tr("Earlier assessments, in short"))
        return self._column(blocks)

    def answer_column(self) -> SideColumn:
        """Return its answer to the other half, and its other disputes."""
        blocks: list[object] = []
        if self._other is not None:
            blocks += self._answer_blocks(self._other)
        blocks += self._other_dispute_blocks()
        blocks += self._earlier_answers()
        return self._column(blocks)

    def _column(self, blocks: Sequence[object]) -> SideColumn:
        return SideColumn(capitalize_first(label("the side", self._side)), tuple(blocks))

    # The side's own half

    def _own_half_blocks(self, half: HalfState) -> Iterator[object]:
        does = kind_words.obligation_sentence(self._state.record, self._side)
        note = _note_sentence(half)
        if half.not_public:
            yield Paragraph((f"{does} {note}",))
            if half.last_public is not None:
                yield Paragraph((tr("Its last public status, which is not its latest:"),))
                yield self._show_statement(half.last_public, "earlier")
            return
        stated = [item for item in (half.claim, *half.rivals) if item is not None and not _is_assessed(item)]
        if not stated:
            yield Paragraph(
                (f"{does} {note or tr('This register found no public statement by it that names the status.')}",)
            )
            return
        text = tr("The status is from a joint text:") if stated[0].is_joint else tr("It states:")
        yield Paragraph((f"{does} {text}",))
        yield self._show_statement(stated[0], "claim")
        if half.rivals:
            yield Paragraph((tr("Another of its desks officially gives another status; neither replaces the other."),))
        for rival in stated[1:]:
            yield self._show_statement(rival, "rival")
        if note:
            yield Paragraph((note,))

    # The other side's half

    def _answer_blocks(self, half: HalfState) -> Iterator[object]:
        owing = label("the side", half.side)
        yield SubHeading(self._element_id("answers"), tr(self._told.other, side=owing))
        reading = half.reading if half.reading is not half.claim else None
        if half.not_public:
            yield Paragraph((_note_sentence(half),))
            if half.standing is not Standing.UNREPORTED and half.last_public is not None:
                yield Paragraph((self._answer_state(half, half.last_public),))
        elif half.claim is None and reading is None:
            yield Paragraph((tr("There is no status from {side} here that it could answer.", side=owing),))
        elif half.claim is None:
            text = tr("There is no status from {side} here. On this it said, or this tracker assesses ≈:", side=owing)
            yield Paragraph((text,))
        else:
            yield Paragraph((self._answer_state(half, half.claim),))
        if half.answer is not None:
            yield self._show_statement(half.answer, "answer", self._answered(half))
        if reading is not None:
            if half.claim is not None and not is_about_claim(
                reading, half.claim, dual_control=self._state.dual_control
            ):
                yield Paragraph((tr("It said this before the statement in force; this is not an answer to it:"),))
            yield self._show_statement(reading, "reading")
        for item, answered in self._standing_disputes():
            if answered is None or answered.speaks_for(half.side):
                yield self._show_statement(item, "answer", answered)

    def _answered(self, half: HalfState) -> Word | None:
        """Return the statement its answer in force names: an earlier one if the claim was restated after a dispute."""
        if half.answer is None or half.stands_from is None:
            return half.claim or half.last_public
        return next((one for one in self._state.statuses if one.hash == half.answer.body.answers), None)

    def _answer_state(self, half: HalfState, claim: Item[StatusReport]) -> str:
        """Return the state of its answer to the current statement; without a request, it is not called unanswered."""
        values = {"side": label("the side", half.side), "date": claim.body.said_on}
        if half.answer is not None:
            return sanitize_line(self._answer_in_force(half, claim))
        if claim.is_joint and half.standing is Standing.AGREED:
            return tr("The joint text of {date} is its statement too.", **values)
        match half.standing:
            case Standing.AGREED:
                return tr(
                    "It gave a status of its own, stated or assessed by this tracker, the same as that of {side}.",
                    **values,
                )
            case Standing.DISPUTED:
                return tr(
                    "It gave a status of its own, stated or assessed by this tracker, other than that of {side}.",
                    **values,
                )
            case Standing.SETTLED:
                return tr(
                    "It gave a status of its own, stated or assessed by this tracker, other than that of {side}; the dispute is settled and "
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
                    (
                        "It answered an earlier statement; that does not answer the one of {date}, to which "
                        "this register found no answer, nor a request for one."
                    ),
                    **values,
                )
            case _:
                return tr(
                    "This register found no public answer to what {side} said on {date}, nor a request for one.",
                    **values,
                )

    def _answer_in_force(self, half: HalfState, claim: Item[StatusReport]) -> str:
        """Return what its answer in force does."""
        values = {"side": label("the side", half.side), "date": claim.body.said_on}
        if half.standing is Standing.DIVERGENT:
            return tr("It answered one of two statements of {side} that differ.", **values)
        if half.standing is Standing.AGREED:
            return tr("It agrees with what {side} said on {date}.", **values)
        if half.standing is Standing.SETTLED:
            return tr(
                "It disputed what {side} said on {date}; the dispute is settled and the status unchanged.", **values
            )
        answered = self._answered(half)
        if answered is not None and answered.hash != claim.hash:
            return tr(
                "It disputed what {side} said on {day}; the dispute also applies to the statement of {date}.",
                day=answered.body.said_on,
                **values,
            )
        return tr("It disputes what {side} said on {date}.", **values)

    # Other statements

    def _other_dispute_blocks(self) -> Iterator[object]:
        """Yield its disputes of other statements: those of observers, and evidence."""
        found = list(self._standing_disputes())
        if found:
            yield SubHeading(self._element_id("others"), tr("Of other words"))
        for item, answered in found:
            yield self._show_statement(item, "answer", answered)

    def _earlier_statements(self) -> Iterator[Lines]:
        """Yield its other statements on the status, one line each, the newest first."""
        responsible = self._state.record.responsible_side
        items = [item for item in self._state.statuses if covered_halves(item, responsible)]
        yield from self._in_short(self._not_shown(items), tr("Its other statements, in short"))

    def _earlier_answers(self) -> Iterator[Lines]:
        """Yield its outdated answers, one line each, the newest first."""
        items = [item for item in self._state.positions if item.body.stance is not Stance.NOT_AGREED]
        yield from self._in_short(self._not_shown(items), tr("Its other answers, in short"))

    def _not_shown(self, items: Sequence[W]) -> list[W]:
        return _newest_first([item for item in items if self._is_speaker(item) and item.hash not in self._shown])

    def _in_short(self, items: Sequence[Word], title: str) -> Iterator[Lines]:
        """Yield these statements as lines, if there are any."""
        self._shown.update(item.hash for item in items)
        if items:
            yield Lines(tuple(map(self._statement_line, items)), title=title)

    def _evidence_statements(self) -> Iterator[Lines]:
        """Yield its public statements other than statuses, which are the evidence it gave."""
        items = [
            item for item in self._state.evidence if self._is_speaker(item) and item.id not in self._state.withheld
        ]
        yield from self._in_short(_newest_first(items), tr("Its other public statements"))

    def _standing_disputes(self) -> Iterator[tuple[Item[PositionTake], Word | None]]:
        """Yield its standing disputes that are not shown yet, each with the statement it names."""
        words: list[Word] = [*self._state.statuses, *self._state.positions, *self._state.evidence]
        words_by_hash = {one.hash: one for one in words}
        for item in self._state.positions:
            contests = item.body.stance is Stance.DISPUTE and item.hash not in self._state.withdrawn_positions
            if contests and item.body.speaker.side is self._side and item.hash not in self._shown:
                yield item, words_by_hash.get(str(item.body.answers))

    def _statement_line(self, item: Word) -> Sentence:
        gone = self._state.withdrawn_positions.get(item.hash)
        line = statement_block.statement_line(
            build_thread_item(item, _KINDS[item.kind], counts=False, withdrawn=gone is not None), self._target(item)
        )
        return (f"{tr('withdrawn on {date}', date=gone)}: ", *line) if gone else line

    def _target(self, item: Word) -> AnsweredEntry | None:
        """Return what an answer answers."""
        return answered_entry(item, self._state) if is_kind(item, POSITION_TAKE) else None

    def _is_speaker(self, item: Word) -> bool:
        return item.speaks_for(self._side)

    def _show_statement(self, item: Word, kind: str, answered: Word | None = None) -> object:
        self._shown.add(item.hash)
        status = answered is not None and answered.kind == "status.report" and answered.body.speaker is not Speaker.OBS
        earlier = (
            kind == "answer" and answered is not None and status and answered.hash not in self._state.statuses_in_force
        )
        shown = build_thread_item(item, kind, stale=earlier)
        about = build_thread_item(answered, _KINDS[answered.kind]) if answered is not None else None
        return statement_block.thread_statement(
            self._made, shown, self._element_id(f"{kind}-{len(self._shown)}"), about, self._target(item)
        )

    def _element_id(self, what: str) -> str:
        return f"voice-{self._side.lower()}-{what}"


def _note_sentence(half: HalfState) -> str:
    """Return as a sentence that a statement is not public or was taken back; blank if neither."""
    note = half_status(half).note
    return f"{capitalize_first(note)}." if note else ""


def _is_assessed(item: Item[StatusReport]) -> bool:
    """Whether this tracker assessed a status that its side did not state."""
    return item.body.basis is Basis.READING


def _newest_first(items: Sequence[W]) -> list[W]:
    return sorted(items, key=lambda item: item.order[2:], reverse=True)


def _observer_blocks(site: SiteData, state: State) -> Iterator[object]:
    """Yield statements and answers of observers, which do not affect the standing between the sides."""
    items: list[Said] = [*state.statuses, *state.positions]
    found = [item for item in items if item.body.speaker is Speaker.OBS]
    if not found:
        return
    yield Heading("observers", tr("Observers, told apart"))
    yield Paragraph(
        (tr("What courts, auditors, legislators, institutes and the press say changes no answer of either side."),)
    )
    for number, item in enumerate(_newest_first(found), start=1):
        shown = build_thread_item(item, _KINDS[item.kind], withdrawn=item.hash in state.withdrawn_positions)
        yield statement_block.thread_statement(site, shown, f"observer-{number}")
