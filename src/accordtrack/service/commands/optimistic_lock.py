"""Nobody signs over what was never shown: an intent that tells which version its writer saw holds for that one only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Overtaken, Problem
from accordtrack.projection import record_lookup
from accordtrack.service.commands.answers import target_entry
from accordtrack.types.intents import (
    AddEvidence,
    AdoptReading,
    Amend,
    AskAnswer,
    ReportStatus,
    TakePosition,
    WithdrawPosition,
)

if TYPE_CHECKING:
    from accordtrack.service.commands.write_context import Bench
    from accordtrack.types.intents import Intent


def as_seen(bench: Bench, intent: Intent) -> None:
    """Refuse an intent whose commitment was written to since its writer looked."""
    match intent:
        case ReportStatus() | AdoptReading() | AddEvidence() | AskAnswer():
            version, name = intent.version, intent.commitment
        case Amend():
            version, name = intent.version, intent.record
        case TakePosition() | WithdrawPosition():
            version, name = intent.version, intent.target
        case _:
            return
    if version is None:
        return
    if not record_lookup.exists(bench.connection, "commitment", name):
        if isinstance(intent, Amend):  # an indicator or a framework has no version
            return
        name = target_entry(bench, name).envelope.ref
    if bench.versioned(name)[1] != version:
        raise Overtaken(Problem("Someone else saved a change; reload?", "Nothing was written.", name))
