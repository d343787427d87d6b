"""Builds a scorecard from an open register, or from a copy of it in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.projection.audience import audience_of
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.facts import FactsReader
from accordtrack.scorecard.build import build
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import FIRST_METHOD
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import score_changes
from accordtrack.service.panel_files import PanelFiles
from accordtrack.service.pending_effects import effects_of
from accordtrack.store import log
from accordtrack.verification.checkpoints import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.documents.model import Scorecard
    from accordtrack.ledger.fields import Record
    from accordtrack.scorecard.context import Effects
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.store.items import Item
    from accordtrack.types import ScoreChanges


def build_scorecard(
    connection: Connection,
    request: ScorecardRequest,
    progress: Callable[[int, int], None] | None = None,
    *,
    register: Path,
    appended: bool = True,
) -> Scorecard:
    """Return the scorecard in the requested language, from what the audience may read; the panel is at ``register``."""
    report_progress = progress or (lambda _done, _total: None)
    report_progress(0, 4)
    everything = tuple(log.items(connection))
    now, withheld, effects = _scores(connection, everything, request, request.at, register)
    report_progress(1, 4)
    then = None
    if request.since is not None:
        then, _withheld, _effects = _scores(
            connection, everything, request, TwoDates(request.since, request.since), register
        )
    changes = _score_changes(connection, everything, request)
    report_progress(2, 4)
    readers = audience_of(connection, request.audience, request.side, rules=request.rules)
    stands = checkpoint(connection, everything, readers, request.rules)
    report_progress(3, 4)
    with i18n.using_language(request.language):
        scorecard = build(
            ScorecardData(now, then, effects, changes, has_paths=request.method != FIRST_METHOD),
            audience=request.audience,
            withheld=withheld,
            checkpoint=stands,
            asked=request.as_json(),
            appended=appended,
        )
    report_progress(4, 4)
    return scorecard


def _scores(
    connection: Connection,
    everything: Sequence[Item[Record]],
    request: ScorecardRequest,
    at: TwoDates,
    register: Path,
) -> tuple[ScoreAccess, int, Effects | None]:
    """Return the scores of what the audience may read, the number of entries withheld, and what waits."""
    audience = audience_of(connection, request.audience, request.side, at, rules=request.rules)
    reader = FactsReader(connection, at, audience, everything, rules=request.rules)
    read = reader.facts()
    method = parameter_file.standard_method()
    inputs = build_inputs(read, at, method, Choice())
    files = PanelFiles(register, read.panel.series)
    found = ScoreAccess(read, method, inputs, recorded_by=request.recorded_by, read_release=files)
    effects = None
    if request.rules >= FIRST_RULES_WITH_WAITING and at == request.at:
        effects = effects_of(connection, reader, audience, found)
    return found, audience.withheld, effects


def _score_changes(
    connection: Connection, everything: Sequence[Item[Record]], request: ScorecardRequest
) -> ScoreChanges | None:
    """Return what changed the numbers since a day.

    None without such a day, if the effective and known dates differ, because the walk uses one day for both, and under
    rules 1, where scorecards have no such section.
    """
    since = request.since
    if since is None or request.as_of != request.known_on or since > request.as_of:
        return None
    if request.rules < FIRST_RULES_WITH_WAITING:
        return None
    audience = audience_of(connection, request.audience, request.side, request.at, rules=request.rules)
    days = (since, request.as_of)
    return score_changes.explain(connection, None, days, audience=audience, everything=everything, rules=request.rules)
