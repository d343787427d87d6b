"""What the pages of one language are made from: the scorecard, the facts behind it, and the history, of what its audience may read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from accordtrack.site.paths import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.register.fold import State
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Row, Scorecard, Section, Table
    from accordtrack.site.value import Built
    from accordtrack.views import EntryView

T = TypeVar("T")


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

    # Asked for by every page: found once, so that a page costs what is on it and not what is in the register

    @cached_property
    def commitments(self) -> tuple[State, ...]:
        """Every commitment, in the order of their codes."""
        return tuple(self.held.commitments())

    def of_theme(self, theme: str) -> Sequence[State]:
        """The commitments of a theme, in the order of their codes."""
        return self._of_themes.get(theme, ())

    def led_by(self, body: str) -> Sequence[State]:
        """The commitments that a body leads, for either side."""
        return self._led.get(body, ())

    def supported_by(self, body: str) -> Sequence[State]:
        """The commitments that a body supports."""
        return self._supported.get(body, ())

    def said_by(self, body: str) -> Sequence[EntryView]:
        """What a body said itself, the newest first."""
        return self._spoken.get(body, ())

    def rows(self, section: str, name: str, column: str, code: str) -> tuple[Row, ...]:
        """Rows of a table of the scorecard in whose ``column`` stands ``code``."""
        key = (section, name, column)
        if key not in self._rows:
            self._rows[key] = _by_column(self.table(section, name), column)
        return tuple(self._rows[key].get(code, ()))

    @cached_property
    def _of_themes(self) -> Mapping[str, Sequence[State]]:
        return _grouped((str(state.record["theme"]), state) for state in self.commitments)

    @cached_property
    def _led(self) -> Mapping[str, Sequence[State]]:
        leads = ((code, state) for state in self.commitments for code in {*state.record["lead"].values()} if code)
        return _grouped(leads)

    @cached_property
    def _supported(self) -> Mapping[str, Sequence[State]]:
        return _grouped((code, state) for state in self.commitments for code in {*state.record["supporting"]})

    @cached_property
    def _spoken(self) -> Mapping[str, Sequence[EntryView]]:
        said = [(str(by), view) for views in self.entries.values() for view in views if (by := _speaker(view))]
        return _grouped(sorted(said, key=lambda one: (one[1].effective_on or "", one[1].lc), reverse=True))

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Mapping[str, Sequence[Row]]]:
        return {}


def _speaker(view: EntryView) -> object:
    return (view.body or {}).get("speaker_body")


def _by_column(table: Table | None, column: str) -> Mapping[str, Sequence[Row]]:
    place = next((at for at, one in enumerate(table.columns) if one.key == column), None) if table else None
    if table is None or place is None:
        return {}
    return _grouped((str(row.cells[place].value), row) for row in table.rows)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for code, one in pairs:
        found.setdefault(code, []).append(one)
    return found


def index_of(held: Held) -> Index:
    """The records that have a page: of bodies those that lead, support or say something that can be read."""
    facts = held.facts
    themes = frozenset(one.code for one in held.scores.inputs.themes)
    return Index(
        {
            "commitment": frozenset(facts.states),
            "theme": themes,
            "body": frozenset(facts.bodies),
            "event": frozenset(facts.events),
        }
    )
