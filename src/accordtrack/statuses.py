"""Definitions of the statuses of a commitment: one per status, with everything that other modules need.

To add a status, add a member to ``Status`` and a definition to ``DEFINITIONS``; CONTRIBUTING.md lists the other files.
A half without any statement is *unreported*, which is not a status.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

UNREPORTED = "unreported"
"""The word for a half without any statement. It sorts before every status."""

Tone = Literal["good", "progress", "bad", "muted", ""]
"""How a status is colored. Color is never the only sign: a mark and a word always go with it."""
Progress = Literal["far", "limited", "low"]
"""The group of a status in bar charts, and in counts of halves that are well advanced."""


class Status(StrEnum):
    """The completion scale, and the ways in which a commitment leaves it."""

    NOT_STARTED = "not_started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETED = "completed"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"

    @property
    def definition(self) -> StatusDefinition:
        """The definition of this status."""
        return _BY_STATUS[self]

    @property
    def rank(self) -> int:
        """The place in the order from reversed, 0, upward. The lower of two statuses is the one with the lower rank."""
        return _BY_STATUS[self].rank


@dataclass(frozen=True, slots=True)
class StatusDefinition:
    """One status."""

    status: Status
    rank: int
    label: str
    """The label. The Spanish catalog translates it as "status", as "short status", and in the list of keys."""
    meaning: str
    """One line for the help screen."""
    spanish: tuple[str, ...]
    """Words that a filter accepts in Spanish, without accents. The first is the preferred one."""
    letter: str
    """The key that selects it in the status dialog, the same in both languages, and its mark in ASCII."""
    mark: str
    tone: Tone
    progress: Progress
    iati: str
    """The ActivityStatus code of IATI 2.03 for a commitment whose halves all have this status."""
    scored: bool = True
    """Whether the method gives it a value. Halves whose status has no value are not scored."""
    needs_note: bool = False
    """Whether a statement with this status must give a reason."""
    needs_evidence: bool = False
    """Whether an official statement with this status must give evidence, or say that there is none."""
    iati_exact: bool = False
    """Whether the IATI code expresses everything that the status means."""


DEFINITIONS = (
    StatusDefinition(
        Status.NOT_STARTED,
        rank=1,
        label="not started",
        meaning="not started",
        spanish=("no_iniciado",),
        letter="n",
        mark="○",
        tone="",
        progress="low",
        iati="1",
        iati_exact=True,
    ),
    StatusDefinition(
        Status.LIMITED,
        rank=2,
        label="limited",
        meaning="limited: begun, little done or off course",
        spanish=("limitado", "avance_limitado"),
        letter="l",
        mark="◔",
        tone="progress",
        progress="limited",
        iati="2",
    ),
    StatusDefinition(
        Status.SUBSTANTIAL,
        rank=3,
        label="substantial",
        meaning="substantial: most done, or clearly on course",
        spanish=("sustancial", "avance_sustancial"),
        letter="b",
        mark="◑",
        tone="progress",
        progress="far",
        iati="2",
    ),
    StatusDefinition(
        Status.COMPLETED,
        rank=4,
        label="completed",
        meaning="completed: done as written",
        spanish=("cumplido",),
        letter="c",
        mark="●",
        tone="good",
        progress="far",
        needs_evidence=True,
        iati="3",
        iati_exact=True,
    ),
    StatusDefinition(
        Status.REVERSED,
        rank=0,
        label="reversed",
        meaning="reversed: begun, then ended by the same government",
        spanish=("revertido",),
        letter="r",
        mark="↺",
        tone="bad",
        progress="low",
        needs_note=True,
        iati="6",
    ),
    StatusDefinition(
        Status.WITHDRAWN,
        rank=5,
        label="withdrawn",
        meaning="withdrawn: given up",
        spanish=("retirado",),
        letter="w",
        mark="⊘",
        tone="muted",
        progress="low",
        scored=False,
        needs_note=True,
        iati="5",
        iati_exact=True,
    ),
)
"""All statuses, in the order in which a dialog offers them."""

_BY_STATUS = {one.status: one for one in DEFINITIONS}
BY_RANK = tuple(sorted(Status, key=lambda status: status.rank))
"""All statuses, lowest rank first."""
SCORED = tuple(status for status in BY_RANK if status.definition.scored)
"""Statuses that have a value in the method, lowest first."""
FAR = frozenset(one.status for one in DEFINITIONS if one.progress == "far")
"""Statuses with most or all of the work done."""
