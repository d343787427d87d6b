"""Everything that was said about the commitments, and the events: one a row, in the order of the days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import local, tr
from accordtrack.register.lookup import as_text
from accordtrack.scorecard.value import Cell, Column, Row, Table
from accordtrack.sentences.values import field, value
from accordtrack.text import natural, wash, wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.register.fold import State
    from accordtrack.register.items import Item
    from accordtrack.scorecard.held import Held

_GIST = {
    "status.report": ("status", "basis"),
    "position.take": ("stance", "ground", "proposed_status"),
    "answer.ask": ("of",),
}
"""Fields that say in a word or two what an entry says."""
_WORDS = ("text", "reason", "title")
"""Fields that hold the words of an entry, the first that is there."""


def history(held: Held) -> Table:
    """What stood on the two dates. Retracted entries have not been said; events stand among what was said of them."""
    rows = [_entry(held, state, item) for state in held.commitments() for item in _items(state)]
    rows += [_event(body) for body in held.facts.events.values()]
    columns = (
        Column("said_on", field("said_on")),
        Column("effective_on", field("effective_on")),
        Column("kind", field("kind"), weight=2.0),
        Column("speaker", field("speaker")),
        Column("speaker_body", field("speaker_body")),
        Column("commitment", field("commitment")),
        Column("title", field("title"), weight=3.0),
        Column("half", field("half")),
        Column("gist", tr("says"), weight=2.0),
        Column("text", tr("words"), weight=5.0),
        Column("grade", field("grade")),
        Column("sources", field("sources"), weight=2.0),
        Column("id", tr("entry"), weight=2.0),
    )
    ordered = sorted(rows, key=lambda row: (row.cells[0].text, natural(row.cells[5].text), row.anchor))
    return Table("history", tr("History"), columns, tuple(ordered))


def _items(state: State) -> Iterable[Item]:
    """Entries about a commitment that have a day, each once: of amendments the one whose words are in force."""
    changed = (state.wording,) if state.wording.hash != state.added.hash else ()
    yield from (state.added, *changed, *state.statuses, *state.positions, *state.evidence)
    yield from (*state.withheld.values(), *state.asks, *state.notes)


def _entry(held: Held, state: State, item: Item) -> Row:
    body = item.body
    code = str(state.record["id"])
    said = str(body.get("said_on") or body.get("agreed_on") or "")
    kind = "status.reading" if item.kind == "status.report" and body["basis"] == "reading" else item.kind
    return Row(
        f"entry-{item.hash[:16]}",
        (
            Cell(said),
            Cell(str(body.get("effective_on") or said)),
            Cell(label("entry kind", kind), item.kind),
            _word("speaker", body),
            _word("speaker_body", body),
            Cell(wash_line(code), code),
            Cell(held.title("commitment", code)),
            _word("half", body),
            Cell(wash_line(", ".join(value(name, body[name]) for name in _GIST.get(item.kind, ()) if body.get(name)))),
            Cell(wash(_words(body))),
            _word("grade", body),
            _word("sources", body),
            Cell(wash_line(item.id), item.id),
        ),
    )


def _event(body: Mapping[str, Any]) -> Row:
    day, name = str(body["date"]), str(body["id"])
    return Row(
        f"event-{name}",
        (
            Cell(day),
            Cell(day),
            Cell(label("entry kind", "event.record"), "event.record"),
            Cell(wash_line(value("side", body.get("side"))), body.get("side")),
            *(Cell("") for _ in range(2)),
            Cell(wash_line(value("title", body["title"]))),
            Cell(""),
            Cell(wash_line(value("kind", body["kind"])), str(body["kind"])),
            Cell(wash(local(as_text(body.get("note"))))),
            Cell(""),
            _word("sources", body),
            Cell(wash_line(name), name),
        ),
    )


def _word(name: str, body: Mapping[str, Any]) -> Cell:
    content = body.get(name)
    return Cell(wash_line(value(name, content)), content if isinstance(content, str) else None)


def _words(body: Mapping[str, Any]) -> str:
    found = next((body[name] for name in _WORDS if body.get(name)), "")
    return value("text", found)
