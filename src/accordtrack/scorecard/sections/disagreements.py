"""Section "Disagreements": every dispute thread by what each side said, and figures that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital, natural_sort_key, sanitize_line
from accordtrack.documents.counted_sentences import sentence
from accordtrack.documents.model import Heading, Item, Paragraph, Section
from accordtrack.i18n import local, sides, tr
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.projection.disputes.other_disputes import disputes_outside_threads
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.scorecard.sections.conflicts import conflicts, open_conflicts
from accordtrack.text import disputes
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block, Sentence
    from accordtrack.projection.disputes.other_disputes import OtherWords
    from accordtrack.projection.facts import Facts
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import ConflictView, DisputeView, ThreadItem

STATES = ("open", "unresolved", "settled", "observer")


def section(held: ScorecardData, lists: Listings) -> Section:
    """Return the section."""
    found = threads(held.facts, held.at.as_of)
    others = others_of(held.facts, found)
    blocks: list[Block] = [
        Paragraph(_summary(held, lists, found, others)),
        Paragraph((disputes.settles(),), small=True),
        Paragraph((whose_words(),), small=True),
    ]
    for thread in found:
        blocks += _thread(held, thread)
    if others:
        blocks.append(Heading("disputes-of-other-words", tr("Other disputes, not of a status")))
        for one in others:
            blocks += _other(held, one)
    unfitting = open_conflicts(held)
    blocks.append(Heading("figures-that-do-not-fit", tr("Figures and words that do not fit")))
    blocks.append(Paragraph(_open(lists, unfitting)))
    for conflict in unfitting:
        blocks += conflicts(held, conflict)
    return Section("differences", tr("Disagreements, by what each side said"), tuple(blocks))


def others_of(facts: Facts, found: Sequence[DisputeView]) -> list[OtherWords]:
    """Return the disputes that are in none of the threads, by the codes of their records."""
    told = frozenset(word.entry for thread in found for word in (*thread.words, *thread.observers))
    others = disputes_outside_threads(facts.states, told)
    return sorted(others, key=lambda one: natural_sort_key(cells.code_of(one.state)))


def whose_words() -> str:
    """Return a note that explains the marks ``official`` and ``attributed``."""
    return tr(
        "The words marked official are those that their side signed here. The words marked attributed are this register's "
        "account of what the source says, in the language of this document and, of a side that speaks the other one, in that "
        "too: they are no transcript."
    )


def item(thread: DisputeView) -> Item:
    """Return a thread as a row of a list."""
    words = f"{local(thread.title)}, {disputes.about(thread)}: {disputes.turn(thread)}"
    return Item(sanitize_line(thread.id), sanitize_line(words))


def _summary(
    held: ScorecardData, lists: Listings, found: Sequence[DisputeView], others: Sequence[OtherWords]
) -> Sentence:
    by_state = {state: [item(thread) for thread in found if thread.state == state] for state in STATES}
    next_word = [
        (side, [item(thread) for thread in found if thread.state == "open" and thread.turn == side])
        for side in sides(Side)
    ]
    neither = [item(thread) for thread in found if thread.state == "open" and thread.turn is None]
    (first, of_first), (second, of_second) = next_word
    return sentence(
        tr(
            "Threads on a status, a text, a change, a value or an observer's word that is disputed, asked about or not "
            "agreed: {all}. Open: {open}, of which the next word is for {first} in {of_first}, for {second} in {of_second} and for neither in "
            "{neither}. Unresolved, each side upholding its word: {unresolved}. Settled: {settled}. Between observers and "
            "a side: {observer}. Records with other disputes, outside of these threads: {others}."
        ),
        all=lists.count(
            "threads", tr("Threads on a status, a text, a change, a value or an observer's word"), map(item, found)
        ),
        open=lists.count("threads-open", tr("Open threads"), by_state["open"]),
        first=label("the side", first),
        of_first=lists.count(f"threads-turn-{first}", _turn(first), of_first),
        second=label("the side", second),
        of_second=lists.count(f"threads-turn-{second}", _turn(second), of_second),
        neither=lists.count(
            "threads-turn-neither", tr("Open threads in which the next word is for neither side"), neither
        ),
        unresolved=lists.count("threads-unresolved", tr("Unresolved threads"), by_state["unresolved"]),
        settled=lists.count("threads-settled", tr("Settled threads"), by_state["settled"]),
        observer=lists.count("threads-observer", tr("Threads with observers"), by_state["observer"]),
        others=lists.count(
            "threads-other-words",
            tr("Records with other disputes, not of a status"),
            [held.item(one.state) for one in others],
        ),
    )


def _turn(side: str) -> str:
    return tr("Open threads in which the next word is for {side}", side=label("the side", side))


def _open(lists: Listings, found: Sequence[ConflictView]) -> Sentence:
    named = [Item(sanitize_line(one.id), sanitize_line(local(one.title))) for one in found]
    return sentence(
        tr("Figures or words that do not fit, with no claim found to stand: {n}."),
        n=lists.count("conflicts-open", tr("Figures and words that do not fit"), named),
    )


def _thread(held: ScorecardData, thread: DisputeView) -> Iterator[Block]:
    """Yield the heading of a thread, its state, and its items in the language's order of the sides."""
    name = f"thread-{quotations.anchor(thread.id)}"
    yield Heading(name, sanitize_line(f"{disputes.name(thread)}  {local(thread.title)}"))
    about = disputes.about(thread)
    stands = " ".join([f"{capital(about)}.", disputes.outcome(thread), *disputes.hints(thread)])
    yield Paragraph((sanitize_line(stands),))
    yield from _quotes(held, name, thread.words, thread.observers)


def _other(held: ScorecardData, one: OtherWords) -> Iterator[Block]:
    """Yield the heading and the items of a dispute outside of the threads."""
    code = cells.code_of(one.state)
    name = f"other-words-{quotations.anchor(code)}"
    yield Heading(name, sanitize_line(f"{code}  {held.title('commitment', code)}"))
    yield from _quotes(held, name, one.words)


def _quotes(
    held: ScorecardData, name: str, told: Sequence[ThreadItem], observers: Sequence[ThreadItem] = ()
) -> Iterator[Block]:
    """Yield items as quotations in the language's order of the sides, each with what it answers."""
    words = [*told, *observers]
    said = {word.entry: word for word in words}
    places = {word.entry: number for number, word in enumerate(words, start=1)}
    apart = {word.entry for word in observers}
    for speaker in (*sides(Side), "JOINT", "OBS"):
        for word in words:
            if word.speaker == speaker:
                answered = said.get(word.answers or "")
                yield quotations.word(held, word, f"{name}-{places[word.entry]}", answered, apart=word.entry in apart)
