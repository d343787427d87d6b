"""Disagreements in both sides' words, and figures that do not fit: every open one, with whoever has the next word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import local, sides, tr
from accordtrack.register.factthreads import threads
from accordtrack.scorecard.counted import sentence
from accordtrack.scorecard.sections import quoted
from accordtrack.scorecard.sections.unfitting import conflicts, open_conflicts
from accordtrack.scorecard.value import Heading, Item, Paragraph, Section
from accordtrack.sentences import disputes
from accordtrack.text import wash_line
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.scorecard.counted import Listings
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Block, Sentence
    from accordtrack.views import ConflictView, DisputeView, ThreadWord

STATES = ("open", "unresolved", "settled", "observer")


def section(held: Held, lists: Listings) -> Section:
    """The section."""
    found = threads(held.facts, held.at.as_of)
    blocks: list[Block] = [
        Paragraph(_summary(lists, found)),
        Paragraph(
            (tr("Silence is never consent: a thread is settled when each side has a matching entry."),), small=True
        ),
        Paragraph((_whose_words(),), small=True),
    ]
    for thread in found:
        blocks += _thread(held, thread)
    unfitting = open_conflicts(held)
    blocks.append(Heading("figures-that-do-not-fit", tr("Figures and words that do not fit")))
    blocks.append(Paragraph(_open(lists, unfitting)))
    for conflict in unfitting:
        blocks += conflicts(held, conflict)
    return Section("differences", tr("Disagreements, in both sides' words"), tuple(blocks))


def _whose_words() -> str:
    return tr(
        "The words of an official statement are those that its side signed. Those of an attributed one are this "
        "register's account of what the source says, in the language of the speaker and in translation; neither is a "
        "transcript."
    )


def item(thread: DisputeView) -> Item:
    """A thread as a row of a list."""
    words = f"{local(thread.title)}, {disputes.about(thread)}: {disputes.turn(thread)}"
    return Item(wash_line(thread.id), wash_line(words))


def _summary(lists: Listings, found: Sequence[DisputeView]) -> Sentence:
    by_state = {state: [item(thread) for thread in found if thread.state == state] for state in STATES}
    next_word = [
        (side, [item(thread) for thread in found if thread.state == "open" and thread.turn == side])
        for side in sides(Side)
    ]
    (first, of_first), (second, of_second) = next_word
    return sentence(
        tr(
            "Threads in which something is disputed, asked or not agreed: {all}. Open: {open}, of which the next word is "
            "for {first} in {of_first} and for {second} in {of_second}. Unresolved, each side upholding its word: "
            "{unresolved}. Settled: {settled}. Between observers and a side: {observer}."
        ),
        all=lists.count("threads", tr("Threads between the sides"), [item(thread) for thread in found]),
        open=lists.count("threads-open", tr("Open threads"), by_state["open"]),
        first=label("the side", first),
        of_first=lists.count(f"threads-turn-{first}", _turn(first), of_first),
        second=label("the side", second),
        of_second=lists.count(f"threads-turn-{second}", _turn(second), of_second),
        unresolved=lists.count("threads-unresolved", tr("Unresolved threads"), by_state["unresolved"]),
        settled=lists.count("threads-settled", tr("Settled threads"), by_state["settled"]),
        observer=lists.count("threads-observer", tr("Threads with observers"), by_state["observer"]),
    )


def _turn(side: str) -> str:
    return tr("Open threads in which the next word is for {side}", side=label("the side", side))


def _open(lists: Listings, found: Sequence[ConflictView]) -> Sentence:
    named = [Item(wash_line(one.id), wash_line(local(one.title))) for one in found]
    return sentence(
        tr("Figures or words that do not fit and of which no claim was found to stand: {n}."),
        n=lists.count("conflicts-open", tr("Figures and words that do not fit"), named),
    )


def _thread(held: Held, thread: DisputeView) -> Iterator[Block]:
    """A heading, where the thread stands, and its words: one's own country's first, each with what it answers."""
    name = f"thread-{quoted.anchor(thread.id)}"
    yield Heading(name, wash_line(f"{disputes.name(thread)}  {local(thread.title)}"))
    about = disputes.about(thread)
    stands = " ".join([f"{about[:1].upper()}{about[1:]}.", disputes.outcome(thread), *disputes.hints(thread)])
    yield Paragraph((wash_line(stands),))
    words = [*thread.words, *thread.observers]
    said = {word.entry: word for word in words}
    places = {word.entry: number for number, word in enumerate(words, start=1)}
    for speaker in (*sides(Side), "JOINT", "OBS"):
        for word in words:
            if word.speaker == speaker:
                answered = said.get(word.answers or "")
                yield quoted.word(held, word, f"{name}-{places[word.entry]}", answered, apart=_apart(thread, word))


def _apart(thread: DisputeView, word: ThreadWord) -> bool:
    return any(word is one for one in thread.observers)
