"""Output of ``score --explain``: the three numbers of one commitment, in steps that can be checked on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, method_block, score_page, text_tables
from accordtrack.cli.json_shapes import plain
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import in_alternat, local, tr
from accordtrack.text import explained_score
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.service import Desk

CSV = (
    *("id", "half", "side", "theme", "weight", "standing"),
    *("delivery", "delivery_lo", "delivery_hi", "delivery_face", "delivery_flags"),
    *("score", "signed", "lo", "hi", "face", "cap", "expected", "coverage", "view_US", "view_MX", "flags"),
    *method_block.CSV,
)
LONGEST_ID = 40


def write(options: Globals, desk: Desk, held: ScoreAccess, name: str) -> None:
    """Write the score of commitment ``name``: one leaf, or one per half.

    Halves follow the order of the current language. Raise ``Refused`` if the commitment is unknown or not scored.
    """
    found = held.by_theme.commitment(name)
    if not found:
        _say_why_not(held, name)
    if options.format in {"json", "ndjson"}:
        facts = {"id": name, **plain(method_block.facts(held)), "leaves": [plain(held.leaf_json(one)) for one in found]}
        machine_output.write_one(options.format, "score_explained", facts, ascii_only=options.ascii_only)
        return
    if options.format == "csv":
        method_block.write_csv(held, CSV, [held.leaf_json(one) for one in found])
        return
    sections = []
    for one in in_alternat(found, lambda one: one.owed.side):
        side = label("side", one.owed.side)
        section = text_tables.Section(
            f"{name}  {local(held.name('commitment', name))}" + (f"  {side}" if one.owed.half else "")
        )
        score_page.fill(section, explained_score.commitment(one, held.method, ascii_only=options.ascii_only))
        for item in one.result.indicators[1:]:
            section.add(item.indicator.id, explained_score.indicator(item))
        sections.append(section)
    told = explained_score.theme_trend(held, name)
    if told is not None:
        sections.append(section := text_tables.Section(tr("results trend")))
        section.add(tr("theme"), told)
    text_tables.page(options, sections)
    score_page.foot(options, desk, held)


def _say_why_not(held: ScoreAccess, name: str) -> None:
    left = next((one for one in held.inputs.not_scored if one.commitment == name), None)
    if left is not None:
        values = {"id": name, "why": ("not scored", left.reason)}
        raise Refused(Problem("{id} is listed and not scored: {why}", "accordtrack show {id}", "", values))
    if not name.strip():
        raise Refused(
            Problem("--explain needs the id of a commitment", "accordtrack list shows their codes.", usage=True)
        )
    values = {"id": shorten(sanitize_line(name), LONGEST_ID), "y": nearest(name, list(held.facts.states)) or ""}
    if values["y"]:
        raise Refused(Problem("No commitment {id}; did you mean {y}?", "", "", values, usage=True))
    raise Refused(Problem("No commitment {id}", "accordtrack list shows their codes.", "", values, usage=True))
