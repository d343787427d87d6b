"""Page of scores: one block per card, the uncertainty of the numbers, and the method they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import method_block, text_tables
from accordtrack.i18n import in_alternat, local, tr
from accordtrack.scoring.cards import NOBODY
from accordtrack.text import attainment, uncertainty
from accordtrack.text import contrast as contrast_words
from accordtrack.text import score as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.cli.score_request import Drawn, Draws
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.service import Desk


def write(options: Globals, held: ScoreAccess, found: Score) -> None:
    """Write every card, the overall one first."""
    text_tables.page(options, _sections(held, found))


def write_spread(options: Globals, held: ScoreAccess, asked: Draws, drawn: Drawn) -> None:
    """Write the uncertainty of the numbers."""
    text_tables.page(options, _spread(held, asked, drawn))


def foot(options: Globals, desk: Desk, held: ScoreAccess) -> None:
    """Write the legend, the scales and the provenance of the numbers."""
    text_tables.say(options, words.legend())
    text_tables.say(options, words.scales(held.method))
    text_tables.say(options, tr("--format json lists the halves, commitments and series that each number counts."))
    method_block.foot(options, desk, held)


def fill(section: text_tables.Section, facts: Sequence[words.Fact]) -> None:
    """Add facts to a section."""
    for name, lines in facts:
        section.add(name, *lines)


def _sections(held: ScoreAccess, found: Score) -> list[text_tables.Section]:
    whole = text_tables.Section(local(held.accord))
    fill(whole, words.node(found.overall))
    whole.add(tr("between the sides"), *attainment.gap(found))
    whole.add(tr("not scored"), words.not_scored(found))
    whole.add(tr("not measured"), *words.one_sided(found))
    sections = [whole]
    for group in in_alternat(found.groups, lambda group: group.id) if found.by == "side" else found.groups:
        sections.append(section := text_tables.Section(_title(held, found.by, group.id)))
        fill(section, words.node(group))
        if found.by == "theme":
            names = words.counterparts(group, lambda code: local(held.name("indicator", code)))
            section.add(tr("counterparts"), *names)
            section.add(tr("contrast"), contrast_words.verdict(held.contrast(group.id)))
        section.add(tr("flags"), *words.flagged(found.of(group), group))
    return sections


def _title(held: ScoreAccess, by: str, code: str) -> str:
    named = words.title(by, code, lambda kind, name: local(held.name(kind, name)))
    if code == NOBODY or by not in {"framework", "body"}:
        return named
    return f"{label('framework', code) if by == 'framework' else code}  {named}"


def _spread(held: ScoreAccess, asked: Draws, drawn: Drawn) -> list[text_tables.Section]:
    sections = []
    for number, told in drawn.items():
        sections.append(section := text_tables.Section(uncertainty.head(number, asked.count, asked.seed)))
        fill(section, uncertainty.facts(number, held.by_theme, told, lambda name: _title(held, "theme", name)))
    return sections
