"""The page of a commitment: its words, the two voices, its deadline, its indicators drawn, evidence, history and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.i18n import local, sides, tr
from accordtrack.register.lookup import as_text, words
from accordtrack.scorecard.sections import cells, quoted
from accordtrack.scorecard.value import Facts, Paragraph, Table
from accordtrack.site.pages import curves, said
from accordtrack.site.paths import record
from accordtrack.site.value import Chronicle, Link, Page, Section, Voice, Voices
from accordtrack.text import natural, wash_line
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.register.fold import HalfState, State
    from accordtrack.register.items import Item
    from accordtrack.scorecard.value import Block
    from accordtrack.site.material import Material


def page(made: Material, state: State) -> Page:
    """The page of one commitment."""
    code = cells.code_of(state)
    told = local(words(state.record["text"]))
    theme = str(state.record["theme"])
    parts = [
        Section("words", tr("What was promised"), tuple(_promised(made, state))),
        Section("voices", tr("The two voices"), (_voices(made, state),)),
        Section("deadline", tr("Deadline"), (_deadline(state),)),
        *_measured(made, state),
        *_listed(made, state, "evidence", "evidence-list", tr("Evidence")),
        Section("history", tr("Accountability history"), (_history(made, code),)),
        *_sources(made, state),
    ]
    return Page(
        record("commitment", code),
        "commitments",
        made.held.title("commitment", code),
        tuple(parts),
        over=(wash_line(code), " · ", Link(made.held.title("theme", theme), "theme", theme)),
        under=made.card.subtitle,
        summary=wash_line(told),
        listings=made.card.listings,
        feed="",
        contents=True,
    )


def _promised(made: Material, state: State) -> Iterator[Block]:
    record_ = state.record
    yield quoted.quote(
        "text",
        label("text basis", record_["text_basis"]),
        str(record_["responsible_side"]),
        words(record_["text"]),
        quoted.sources(made.held, record_["sources"]),
    )
    framework = str(record_["framework"])
    pairs = [
        (label("field", "responsible_side"), (cells.side(state).text,)),
        (tr("responsible bodies"), (cells.bodies(state).text,)),
        (label("field", "framework"), (f"{made.held.title('framework', framework)} ({wash_line(framework)})",)),
        (label("field", "agreed_on"), (wash_line(record_["agreed_on"]),)),
        (label("field", "kind"), (label("kind", record_["kind"]),)),
        (label("field", "level"), (label("level", record_["level"]),)),
    ]
    if record_["places"]:
        pairs.append((label("field", "places"), (wash_line(", ".join(record_["places"])),)))
    yield Facts(tuple(pairs))


def _voices(made: Material, state: State) -> Voices:
    """A column a side: what it says of its own half, and of the other's."""
    halves = {str(half.side): half for half in state.halves}
    voices = []
    for side in sides(Side):
        blocks: list[Block] = []
        own, other = halves.get(side), halves.get(str(Side(side).other))
        if own is not None:
            blocks += _own(made, own)
        if other is not None:
            blocks += _of_other(made, other, side)
        voices.append(Voice(label("the side", side)[:1].upper() + label("the side", side)[1:], tuple(blocks)))
    return Voices("two-voices", tuple(voices))


def _own(made: Material, half: HalfState) -> Iterator[Block]:
    if half.claim is None:
        yield Paragraph((tr("It owes this. This register found no public statement of it on the status."),))
        return
    yield Paragraph((tr("It owes this, and says: {status}.", status=cells.status(half).text),))
    yield from _word(made, half.claim, f"claim-{half.side.lower()}")


def _of_other(made: Material, half: HalfState, side: str) -> Iterator[Block]:
    owed = label("the side", half.side)
    if half.claim is None:
        return
    standing = cells.standing(half.standing, answered=half.answer is not None).text
    yield Paragraph((tr("Of what {side} owes: {standing}.", side=owed, standing=standing),))
    word = half.answer or (half.reading if half.reading is not half.claim else None)
    if word is not None:
        yield from _word(made, word, f"answer-{side.lower()}")


def _word(made: Material, item: Item, name: str) -> Iterator[Block]:
    body = item.body
    said_words = as_text(body.get("text") or body.get("reason"))
    head = f"{quoted.who(body['speaker'], body['speaker_body'])}, {body['said_on']}"
    source = quoted.sources(made.held, body["sources"])
    if said_words is None or not i18n.local(said_words).strip():
        yield Paragraph((f"{wash_line(head)}. {source}",), small=True)
        return
    yield quoted.quote(name, head, body["speaker"], said_words, source)


def _deadline(state: State) -> Block:
    told = state.record
    if not told["due_on"]:
        return Paragraph((tr("Its text has no date."),))
    first = told["first_due_on"] or told["due_on"]
    return Facts(
        (
            (tr("deadline in force"), (cells.due_words(state),)),
            (tr("first deadline"), (wash_line(first),)),
            (tr("what the date rests on"), (label("due basis", told["due_basis"]),)),
        )
    )


def _measured(made: Material, state: State) -> Iterator[Section]:
    blocks = tuple(curves.of(made, state))
    if blocks:
        yield Section("indicators", tr("Indicators"), blocks)


def _listed(made: Material, state: State, section: str, name: str, title: str) -> Iterator[Section]:
    """The rows of a list of the scorecard that are about this commitment."""
    table = made.table(section, name)
    rows = made.rows(section, name, "commitment", cells.code_of(state))
    if table is not None and rows:
        yield Section(section, title, (replace(table, rows=tuple(replace(row, group="") for row in rows)),))


def _history(made: Material, code: str) -> Chronicle:
    return Chronicle(tuple(said.entry(view) for view in made.entries.get(code, ())))


def _sources(made: Material, state: State) -> Iterator[Section]:
    table = made.table("sources", "source-list")
    cited: dict[str, Any] = dict.fromkeys(state.record["sources"])
    for item in state.items:
        cited.update(dict.fromkeys(item.body.get("sources") or ()))
    if table is None:
        return
    key = table.columns[0].key
    rows = tuple(row for code in sorted(cited, key=natural) for row in made.rows("sources", "source-list", key, code))
    if rows:
        yield Section("sources", tr("Sources"), (Table(table.id, table.title, table.columns, rows, entries=True),))
