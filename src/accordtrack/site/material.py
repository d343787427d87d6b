"""What the pages of one language are made from: the scorecard, the facts behind it, and the history, of what its audience may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.site.paths import Index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.register.fold import State
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Row, Scorecard, Section, Table
    from accordtrack.site.value import Built
    from accordtrack.views import EntryView


@dataclass(frozen=True)
class Material:
    """``card`` and every word of it are in the language in force; ``entries`` are by the record that they are about."""

    held: Held
    card: Scorecard
    entries: Mapping[str, Sequence[EntryView]]
    index: Index
    before: Built | None = None
    """The build before the one that told this state first; None where there was none."""

    def section(self, name: str) -> Section:
        """A section of the scorecard."""
        return next(one for one in self.card.sections if one.id == name)

    def table(self, section: str, name: str) -> Table | None:
        """A table of the scorecard; None where there is nothing to tell in it."""
        blocks = self.section(section).blocks
        return next((one for one in blocks if getattr(one, "id", "") == name and hasattr(one, "rows")), None)  # type: ignore[return-value]

    def of_theme(self, theme: str) -> list[State]:
        """The commitments of a theme, in the order of their codes."""
        return [state for state in self.held.commitments() if state.record["theme"] == theme]


def rows_of(table: Table, codes: frozenset[str]) -> tuple[Row, ...]:
    """Rows whose first cell has one of these codes."""
    return tuple(row for row in table.rows if row.cells[0].value in codes)


def index_of(held: Held) -> Index:
    """The records that have a page: of bodies those that lead, support, say something that can be read, or hold one that does."""
    facts = held.facts
    themes = frozenset(one.code for one in held.scores.inputs.themes)
    return Index(
        {
            "commitment": frozenset(facts.states),
            "theme": themes,
            "body": _named(held),
            "event": frozenset(facts.events),
        }
    )


def _named(held: Held) -> frozenset[str]:
    """Bodies that something readable names, and what they are part of."""
    facts = held.facts
    found: set[object] = set()
    for state in facts.states.values():
        found.update(state.record["lead"].values(), state.record["supporting"])
        found.update(item.body.get("speaker_body") for item in state.items)
    found.update(item.body.get("speaker_body") for item in facts.answered)
    found.update(claim["speaker_body"] for one in facts.conflicts.values() for claim in one["claims"])
    reached = {code for code in facts.bodies if code in found}
    while more := {str(facts.bodies[one]["parent"]) for one in reached} & facts.bodies.keys() - reached:
        reached |= more
    return frozenset(reached)
