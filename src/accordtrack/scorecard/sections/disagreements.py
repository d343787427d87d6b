"""Section "Disagreements": every dispute thread by what each side said, and figures that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, natural_sort_key, sanitize_line
from accordtrack.documents.model import Heading, Item, Paragraph, Section
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import localize, sides, tr
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.projection.disputes.other_disputes import disputes_outside_threads
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.scorecard.sections.conflicts import conflict_blocks, open_conflicts
from accordtrack.text import disputes
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Block, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.disputes.other_disputes import OtherWords
    from accordtrack.projection.facts import Facts
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import ConflictView, DisputeView, ThreadItem

STATES = ("open", "unresolved", "settled", "observer")


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section."""
    found = threads(data.facts, data.at.as_of)
    others = other_disputes(data.facts, found)
    blocks: list[Block] = [
        Paragraph(_summary(data, lists, found, others)),
        Paragraph((disputes.settling_rules(),), small=True),
        Paragraph((attribution_note(),), small=True),
    ]
    for thread in found:
        blocks += _thread_blocks(data, thread)
    if others:
        blocks.append(Heading("disputes-of-other-words", tr("Other disputes, not about a status")))
        for one in others:
            blocks += _other_blocks(data, one)
    unfitting = open_conflicts(data)
    blocks.append(Heading("figures-that-do-not-fit", tr("Conflicting figures and words")))
    blocks.append(Paragraph(_open_conflicts_sentence(lists, unfitting)))
    for conflict in unfitting:
        blocks += conflict_blocks(data, conflict)
    return Section("differences", tr("Disagreements, by what each side said"), tuple(blocks))


def other_disputes(facts: Facts, found: Sequence[DisputeView]) -> list[OtherWords]:
    """Return the disputes that are in none of the threads, by the codes of their records."""
    names = frozenset(word.entry for thread in found for word in (*thread.words, *thread.observers))
    others = disputes_outside_threads(facts.states, names)
    return sorted(others, key=lambda one: natural_sort_key(cells.code_of(one.state)))


def attribution_note() -> str:
    """Return a note that explains the marks ``official`` and ``attributed``."""
    return tr(
        "Words marked official are those that their side signed here. Words marked attributed are this "
        "register's account of what the source says, in the language of this document and, for a side that "
        "speaks the other language, in that one too; they are not a transcript."
    )


def thread_row(thread: DisputeView) -> Item:
    """Return a thread as a row of a list."""
    words = f"{localize(thread.title)}, {disputes.about(thread)}: {disputes.turn_in_brief(thread)}"
    return Item(sanitize_line(thread.id), sanitize_line(words))


def _summary(
    data: ScorecardData, lists: Listings, found: Sequence[DisputeView], others: Sequence[OtherWords]
) -> Sentence:
    by_state = {state: [thread_row(thread) for thread in found if thread.state == state] for state in STATES}
    next_word = [
        (side, [thread_row(thread) for thread in found if thread.state == "open" and thread.turn == side])
        for side in sides(Side)
    ]
    neither = [thread_row(thread) for thread in found if thread.state == "open" and thread.turn is None]
    (first, of_first), (second, of_second) = next_word
    return sentence(
        tr(
            "Threads on a status, a text, a change, a value or an observer's statement that is disputed, "
            "asked about or not agreed: {all}. Open: {open}; the next turn belongs to {first} in "
            "{of_first}, to {second} in {of_second} and to neither in {neither}. Unresolved, each side "
            "maintaining what it said: {unresolved}. Settled: {settled}. Between observers and a side: "
            "{observer}. Records with other disputes, outside these threads: {others}."
        ),
        all=lists.count(
            "threads",
            tr("Threads on a status, a text, a change, a value or an observer's statement"),
            map(thread_row, found),
        ),
        open=lists.count("threads-open", tr("Open threads"), by_state["open"]),
        first=label("the side", first),
        of_first=lists.count(f"threads-turn-{first}", _turn_title(first), of_first),
        second=label("the side", second),
        of_second=lists.count(f"threads-turn-{second}", _turn_title(second), of_second),
        neither=lists.count(
            "threads-turn-neither", tr("Open threads in which the next turn belongs to neither side"), neither
        ),
        unresolved=lists.count("threads-unresolved", tr("Unresolved threads"), by_state["unresolved"]),
        settled=lists.count("threads-settled", tr("Settled threads"), by_state["settled"]),
        observer=lists.count("threads-observer", tr("Threads with observers"), by_state["observer"]),
        others=lists.count(
            "threads-other-words",
            tr("Records with other disputes, not about a status"),
            [data.item(one.state) for one in others],
        ),
    )


def _turn_title(side: str) -> str:
    return tr("Open threads in which the next turn belongs to {side}", side=label("the side", side))


def _open_conflicts_sentence(lists: Listings, found: Sequence[ConflictView]) -> Sentence:
    items = [Item(sanitize_line(one.id), sanitize_line(localize(one.title))) for one in found]
    return sentence(
        tr("Conflicting figures or words, with no claim found to hold: {n}."),
        n=lists.count("conflicts-open", tr("Conflicting figures and words"), items),
    )


def _thread_blocks(data: ScorecardData, thread: DisputeView) -> Iterator[Block]:
    """Yield the heading of a thread, its state, and its items in the language's order of the sides."""
    name = f"thread-{quotations.anchor(thread.id)}"
    yield Heading(name, sanitize_line(f"{disputes.thread_code(thread)}  {localize(thread.title)}"))
    about = disputes.about(thread)
    stands = " ".join([f"{capitalize_first(about)}.", disputes.outcome(thread), *disputes.hints(thread)])
    yield Paragraph((sanitize_line(stands),))
    yield from _quotes(data, name, thread.words, thread.observers)


def _other_blocks(data: ScorecardData, one: OtherWords) -> Iterator[Block]:
    """Yield the heading and the items of a dispute outside of the threads."""
    code = cells.code_of(one.state)
    name = f"other-words-{quotations.anchor(code)}"
    yield Heading(name, sanitize_line(f"{code}  {data.title('commitment', code)}"))
    yield from _quotes(data, name, one.words)


def _quotes(
    data: ScorecardData, name: str, items: Sequence[ThreadItem], observers: Sequence[ThreadItem] = ()
) -> Iterator[Block]:
    """Yield items as quotations in the language's order of the sides, each with what it answers."""
    words = [*items, *observers]
    items_by_entry = {word.entry: word for word in words}
    places = {word.entry: number for number, word in enumerate(words, start=1)}
    apart = {word.entry for word in observers}
    for speaker in (*sides(Side), "JOINT", "OBS"):
        for word in words:
            if word.speaker == speaker:
                answered = items_by_entry.get(word.answers or "")
                yield quotations.item_block(
                    data, word, f"{name}-{places[word.entry]}", answered, apart=word.entry in apart
                )
