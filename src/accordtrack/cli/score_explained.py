"""Output of ``score --explain``: the three numbers of one commitment, in steps that can be checked on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, method_block, score_page, text_tables
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import in_alternat, localize, tr
from accordtrack.text import explained_score
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

CSV = (
    *("id", "half", "side", "theme", "weight", "standing"),
    *("delivery", "delivery_lo", "delivery_hi", "delivery_face", "delivery_flags"),
    *("score", "signed", "lo", "hi", "face", "cap", "expected", "coverage", "view_US", "view_MX", "flags"),
    *method_block.CSV,
    method_block.RECORDED_BY,
)
LONGEST_ID = 40


def write(options: Globals, desk: Desk, scores: ScoreAccess, name: str) -> None:
    """Write the score of commitment ``name``: one leaf, or one per half.

    Halves follow the order of the current language. Raise ``Refused`` if the commitment is unknown or not scored.
    """
    commitments = scores.by_theme.leaves_of_commitment(name)
    if not commitments:
        _refuse_unscored(desk, scores, name)
    leaves = [scores.leaf_json(one) for one in commitments]
    if options.format == "csv":
        method_block.write_csv(scores, CSV, leaves)
        return
    facts = {"id": name, **method_block.facts(scores), "leaves": leaves}
    if machine_output.wrote_one(options, "score_explained", facts):
        return
    sections = []
    for one in in_alternat(commitments, lambda one: one.owed.side):
        side = label("side", one.owed.side)
        section = text_tables.Section(
            f"{name}  {localize(scores.title_of('commitment', name))}" + (f"  {side}" if one.owed.half else "")
        )
        score_page.add_facts(section, explained_score.commitment(one, scores, ascii_only=options.ascii_only))
        for item in one.result.indicators[1:]:
            section.add(item.indicator.id, explained_score.indicator(item))
        sections.append(section)
    text = explained_score.theme_trend(scores, name)
    if text is not None:
        sections.append(section := text_tables.Section(tr("change in indicators")))
        section.add(tr("area"), text)
    text_tables.print_page(options, sections)
    score_page.print_footer(options, desk, scores)


def _refuse_unscored(desk: Desk, scores: ScoreAccess, name: str) -> None:
    left = next((one for one in scores.inputs.not_scored if one.commitment == name), None)
    if left is not None:
        values = {"id": name, "why": ("not scored", left.reason)}
        raise Refused(Problem("{id} is listed but not scored: {why}", "accordtrack show {id}", "", values))
    if not name.strip():
        raise Refused(
            Problem("--explain needs the id of a commitment", "accordtrack list shows their codes.", usage=True)
        )
    if waiting := desk.waiting_problem("commitment", name):
        raise Refused(waiting)
    values = {"id": shorten(sanitize_line(name), LONGEST_ID), "y": nearest(name, list(scores.facts.states)) or ""}
    if values["y"]:
        raise Refused(Problem("No commitment {id}; did you mean {y}?", "", "", values, usage=True))
    raise Refused(Problem("No commitment {id}", "accordtrack list shows their codes.", "", values, usage=True))
