"""Optimistic lock: refuses an intent based on an older version of its commitment than the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, StaleWrite
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
    from accordtrack.service.commands.write_context import WriteContext
    from accordtrack.types.intents import Intent


def check_version(bench: WriteContext, intent: Intent) -> None:
    """Raise ``Overtaken`` if the commitment of the intent changed since its writer read it."""
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
        if isinstance(intent, Amend):  # indicators and frameworks have no version
            return
        name = target_entry(bench, name).envelope.ref
    if bench.versioned(name)[1] != version:
        raise StaleWrite(Problem("Someone else saved a change; reload?", "Nothing was written.", name))
