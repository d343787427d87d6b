"""What pages and Atom feeds that tell of a while are made from, for tests: the material of a register in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.audience import PUBLIC, Audience
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk
from accordtrack.service.exports import history_export
from accordtrack.site.material import SiteData
from accordtrack.site.page import Built
from accordtrack.store import log
from accordtrack.types import Text
from accordtrack.verification.checkpoints import checkpoint
from site_factory import of_held


def material(desk: Desk, language: str = "en", *, before: Built | None = None, day: str = "") -> SiteData:
    """As the public may read the register, on ``day`` or that of the desk."""
    at = TwoDates(day or desk.today, day or desk.today)
    audience = Audience(PUBLIC, None, at)
    with desk._db.reading() as connection:
        everything = tuple(log.items(connection))
        read = facts.read(connection, at, audience, everything)
        views = history_export.readable_entries(connection, Audience(PUBLIC))[0]
        stands = checkpoint(connection, everything)
    method = parameter_file.standard_method()
    held = ScorecardData(ScoreAccess(read, method, build_inputs(read, at, method, Choice())))
    return of_held(held, views, language, before=before, withheld=audience.withheld, stands=stands)


HOSTILE = "<script>alert(1)</script> ]]> & \u202eevil \x00\x1b\ufffe\ud800 {{ 7*7 }}"


def hostile(made: SiteData) -> SiteData:
    """The same with hostile words wherever an entry has words, and in every title."""
    words = {"en": HOSTILE, "es": HOSTILE}

    def turned(name: str, held: Any) -> Any:  # noqa: ANN401
        if isinstance(held, Mapping) and set(held) == {"en", "es"}:
            return words
        if name in {"text", "channel", "speaker_body"} and isinstance(held, str):
            return HOSTILE
        if isinstance(held, Mapping):
            return {key: turned(key, one) for key, one in held.items()}
        return [turned(name, one) for one in held] if isinstance(held, list) else held

    entries = {
        ref: [replace(view, body=turned("", view.body), title=Text(HOSTILE, HOSTILE)) for view in views]
        for ref, views in made.entries.items()
    }
    return replace(made, entries=entries)


def clock(desk: Desk) -> int:
    with desk._db.reading() as connection:
        return max(int(item.lc) for item in log.items(connection))
