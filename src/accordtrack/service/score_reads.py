"""Computes the scores of an open register, by the standard method or by a user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.projection import facts
from accordtrack.projection.dual_control import RULES
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service.panel_files import PanelFiles

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.log_prefix import RecordedBy
    from accordtrack.scoring.method import Method

MOST_BYTES = 100_000
"""Maximum size of a method file, in bytes."""


def scores(
    connection: Connection,
    at: TwoDates,
    choice: Choice,
    method: Path | None = None,
    base: str | None = None,
    rules: int = RULES,
    recorded_by: RecordedBy | None = None,
    left_out: tuple[tuple[str, int], ...] = (),
    *,
    register: Path,
) -> ScoreAccess:
    """Return the scores as of two dates, by the standard method or by a user's method file, under rules of effect.

    ``recorded_by`` says which prefix of a log the connection holds, ``left_out`` how many entries of each feed it lacks, ``register`` beside which file the panel is.
    """
    chosen = read_method(method)
    read = facts.read(connection, at, rules=rules)
    return ScoreAccess(
        read,
        chosen,
        build_inputs(read, at, chosen, choice),
        base,
        recorded_by,
        left_out,
        PanelFiles(register, read.panel.series),
    )


def read_method(path: Path | None) -> Method:
    """Return the standard parameters, or those of a file. Refuses an invalid method file."""
    if path is None:
        return parameter_file.standard_method()
    advice = "Give a regular file of UTF-8 text, of at most 100 kB."
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise Refused(Problem("The method file cannot be read", advice, str(path)))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(Problem("The method file cannot be read", advice, str(path))) from error
    return parameter_file.parse(text, place=path.name, own=True)
