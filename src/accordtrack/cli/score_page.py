"""Page of scores: one block per card, the uncertainty of the numbers, and the method they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import method_block, text_tables
from accordtrack.i18n import in_alternat, localize, tr
from accordtrack.scoring.cards import NOBODY
from accordtrack.text import attainment, findings, uncertainty
from accordtrack.text import score as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.cli.score_request import Drawn, Draws
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk


def write(options: Globals, scores: ScoreAccess, score: Score) -> None:
    """Write every card, the overall one first."""
    text_tables.print_page(options, _sections(scores, score))


def write_spread(options: Globals, scores: ScoreAccess, draws: Draws, uncertainties: Drawn) -> None:
    """Write the uncertainty of the numbers."""
    text_tables.print_page(options, _uncertainty_sections(scores, draws, uncertainties))


def print_footer(options: Globals, desk: Desk, scores: ScoreAccess) -> None:
    """Write the legend, the scales and the provenance of the numbers."""
    text_tables.print_text(options, words.legend())
    text_tables.print_text(options, words.scales(scores.method))
    text_tables.print_text(options, tr("--format json lists the commitments and series that each number counts."))
    method_block.print_footer(options, desk, scores)


def add_facts(section: text_tables.Section, facts: Sequence[words.Fact]) -> None:
    """Add facts to a section."""
    for name, lines in facts:
        section.add(name, *lines)


def _sections(scores: ScoreAccess, score: Score) -> list[text_tables.Section]:
    whole = text_tables.Section(localize(scores.accord_title))
    add_facts(whole, words.node_facts(score.overall))
    whole.add(tr("between the sides"), *attainment.gap(score))
    whole.add(tr("not scored"), words.not_scored(score))
    whole.add(tr("no comparable data"), *words.one_sided_themes(score))
    sections = [whole]
    for group in in_alternat(score.groups, lambda group: group.id) if score.by == "side" else score.groups:
        sections.append(section := text_tables.Section(_card_title(scores, score.by, group.id)))
        add_facts(section, words.node_facts(group))
        if score.by == "theme":
            names = words.counterparts(group, lambda code: localize(scores.title_of("indicator", code)))
            section.add(tr("counterparts"), *names)
            section.add(tr("indicators"), findings.word_with_countries(scores.theme_finding(group.id)))
        section.add(tr("flags"), *words.flag_counts(score.leaves_of(group), group))
    return sections


def _card_title(scores: ScoreAccess, by: str, code: str) -> str:
    text = words.title(scores, by, code)
    if code == NOBODY or by not in {"framework", "body"}:
        return text
    return f"{label('framework', code) if by == 'framework' else code}  {text}"


def _uncertainty_sections(scores: ScoreAccess, draws: Draws, uncertainties: Drawn) -> list[text_tables.Section]:
    sections = []
    for number, estimate in uncertainties.items():
        sections.append(section := text_tables.Section(uncertainty.heading(number, draws.count, draws.seed)))
        add_facts(
            section,
            uncertainty.facts(number, scores.by_theme, estimate, lambda name: _card_title(scores, "theme", name)),
        )
    return sections
