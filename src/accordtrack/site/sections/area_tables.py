"""Tables of areas for the front page and the index of areas: one row for each area, and one for each word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import sides, tr, trn
from accordtrack.scorecard.sections import answer
from accordtrack.scoring.theme_words import Word
from accordtrack.site.sections import answer_numbers
from accordtrack.text import findings
from accordtrack.vocabulary import Responsible
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.sentences import Listings
    from accordtrack.scoring.findings import ThemeFinding
    from accordtrack.site.material import SiteData


def by_area(site: SiteData, lists: Listings) -> Table:
    """Return the table of areas; the word of each opens the list of its indicators. Phones show each row as a card."""
    table = answer.areas_table(site.held)
    columns = tuple(replace(column, within="") for column in table.columns)
    return replace(table, columns=columns, rows=tuple(_with_list(site, lists, row) for row in table.rows))


def _with_list(site: SiteData, lists: Listings, row: Row) -> Row:
    area, word, *rest = row.cells
    count = answer_numbers.count_indicators(site, lists, str(area.value))
    return replace(row, cells=(area, replace(word, listing=count.listing), *rest)) if count.number else row


def by_word(site: SiteData, lists: Listings) -> Table:
    """Return the number of areas with each word, from the best to the worst; each number opens its list."""
    themes = site.held.scores.finding.themes
    columns = (Column("word", tr("indicators"), weight=4.0), Column("areas", tr("areas"), "right"))
    rows = []
    for word in Word:
        count = answer_numbers.count_areas(site, lists, word)
        text = _with_countries(word, [one for one in themes if one.paths.word is word])
        cells = (Cell(text, word.value, answer.TONES.get(word, "")), Cell(count.shown, count.number, "", count.listing))
        rows.append(Row(f"word-{word}", cells))
    title = trn("Indicators in {n} area", "Indicators in {n} areas", len(themes))
    return Table("words", title, columns, tuple(rows))


def _with_countries(word: Word, themes: Sequence[ThemeFinding]) -> str:
    """Return a word with its mark and the countries that the indicators of these themes are about."""
    sides_of = {side for one in themes for family in one.paths.measured for side in family.sides}
    about = [label("side", side) for side in sides() if sides_of & {side, Responsible.JOINT.value}]
    text = f"{findings.mark(word)} {label('theme word', word)}"
    return f"{text} · {', '.join(about)}" if about else text
