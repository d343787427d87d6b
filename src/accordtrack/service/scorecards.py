"""Builds a scorecard from an open register, or from a copy of it in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.projection.audience import audience_of
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.facts import FactsReader
from accordtrack.projection.withheld_facts import states_of_first_method
from accordtrack.queries import state_filter
from accordtrack.scorecard.build import build
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import FIRST_METHOD
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import score_changes
from accordtrack.service.panel_files import PanelFiles
from accordtrack.service.pending_effects import effects_of
from accordtrack.site import subset
from accordtrack.site.subset_choice import FoundPart, SitePart
from accordtrack.store import log
from accordtrack.text.covered_part import covered_part
from accordtrack.verification.checkpoints import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.documents.model import Scorecard
    from accordtrack.ledger.fields import Record
    from accordtrack.projection.facts import Facts
    from accordtrack.scorecard.context import Effects
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.scoring.event_reading import ReadRelease
    from accordtrack.store.items import Item
    from accordtrack.text.covered_part import CoveredPart
    from accordtrack.types import ScoreChanges


def build_scorecard(
    connection: Connection,
    request: ScorecardRequest,
    progress: Callable[[int, int], None] | None = None,
    *,
    register: Path,
    appended: bool = True,
    left_out: tuple[tuple[str, int], ...] = (),
) -> Scorecard:
    """Return the scorecard in the requested language, made only from what the audience may read.

    ``register`` is the file beside which the panel data are, ``left_out`` how many entries of each of its feeds were
    recorded later than the request reads.
    """
    report_progress = progress or (lambda _done, _total: None)
    report_progress(0, 4)
    everything = tuple(log.items(connection))
    now, withheld, effects, part = _scores(connection, everything, request, request.at, register)
    if left_out:
        now = replace(now, recorded_later=left_out)
    report_progress(1, 4)
    then = None
    if request.since is not None:
        earlier = TwoDates(request.since, request.since)
        then, *_others = _scores(connection, everything, request, earlier, register, part)
    changes = _score_changes(connection, everything, request)
    report_progress(2, 4)
    readers = audience_of(connection, request.audience, request.side, rules=request.rules)
    stands = checkpoint(connection, everything, readers, request.rules)
    report_progress(3, 4)
    with i18n.using_language(request.language):
        scorecard = build(
            ScorecardData(now, then, effects, changes, has_paths=request.method != FIRST_METHOD, part=part),
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
    part: CoveredPart | None = None,
) -> tuple[ScoreAccess, int, Effects | None, CoveredPart | None]:
    """Return the scores of what the audience may read, the number of entries withheld, what waits, and what is covered.

    ``part`` is what a filter found on a later day, if it is known.
    """
    audience = audience_of(connection, request.audience, request.side, at, rules=request.rules)
    reader = FactsReader(connection, at, audience, everything, rules=request.rules)
    read = reader.facts()
    if request.method == FIRST_METHOD:
        read = replace(read, states=states_of_first_method(read.states))
    found = whole = _access(read, at, request, PanelFiles(register, read.panel.series))
    if request.part is not None:
        part = part or _find_part(connection, read, request.part, at.as_of)
        found = replace(_access(_narrowed(whole, part), at, request, whole.read_release), whole=whole)
    effects = None
    if request.rules >= FIRST_RULES_WITH_WAITING and at == request.at:
        effects = effects_of(connection, reader, audience, whole)
        if part is not None:  # the numbers are those of the whole register
            effects = replace(effects, numbers=())
    return found, audience.withheld, effects, part


def _access(read: Facts, at: TwoDates, request: ScorecardRequest, files: ReadRelease) -> ScoreAccess:
    method = parameter_file.standard_method()
    inputs = build_inputs(read, at, method, Choice())
    return ScoreAccess(read, method, inputs, recorded_by=request.recorded_by, read_release=files)


def _find_part(connection: Connection, read: Facts, words: str, day: str) -> CoveredPart:
    """Return the part that a filter finds among what the audience may read. Raise ``Refused`` if it finds nothing."""
    terms = state_filter.parse_for_states(words)
    found = covered_part(read, terms, state_filter.matching_ids(connection, read, terms, day))
    if not found.themes:
        advice = "Use fewer words, or see with accordtrack list what they find."
        raise Refused(
            Problem("Nothing that these readers may read matches: {filter}", advice, values={"filter": words})
        )
    return found


def _narrowed(whole: ScoreAccess, part: CoveredPart) -> Facts:
    """Return the facts of a part, with every indicator of its themes: what changed is told for the whole theme."""
    known = [one.code for one in whole.inputs.themes if one.code in part.themes]
    of_themes = {one.gauge.id for code in known for one in whole.theme_paths(code).indicators}
    outputs = {one.id for code in known for one in whole.subject(code).outputs}
    found = FoundPart(part.ids, frozenset(of_themes | outputs), part.themes, part.places, part.names)
    return subset.facts_of(whole.facts, SitePart(found=found))


def _score_changes(
    connection: Connection, everything: Sequence[Item[Record]], request: ScorecardRequest
) -> ScoreChanges | None:
    """Return what changed the numbers since the day that a request names; None if it names none.

    Also None for a part of the register, because the numbers explained are those of the whole; for an effective date other
    than the known one, because one day stands for both; and under rules 1, whose scorecards have no such section.
    """
    since = request.since
    if since is None or request.part is not None or request.rules < FIRST_RULES_WITH_WAITING:
        return None
    if request.as_of != request.known_on or since > request.as_of:
        return None
    audience = audience_of(connection, request.audience, request.side, request.at, rules=request.rules)
    days = (since, request.as_of)
    return score_changes.explain(connection, None, days, audience=audience, everything=everything, rules=request.rules)
