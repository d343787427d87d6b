"""The page of targets and expected results: what each government proposed, what the other answered, and what both signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Heading, Link, Paragraph, Row, Table
from accordtrack.i18n import localize, tr
from accordtrack.site import method_html, page_paths
from accordtrack.site.page import Page, Section
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import citations
from accordtrack.text import findings
from accordtrack.text import targets as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.site.material import SiteData

    Block = Heading | LabeledPairs | Paragraph


def page(site: SiteData) -> Page:
    """Return the page. Its first sentence says how many targets both governments agreed on."""
    scores = site.held.scores
    return Page(
        page_paths.TARGETS,
        "targets",
        tr("Targets, and what is expected of operations"),
        (
            Section("proposals", tr("Proposed targets"), tuple(_proposals(site))),
            Section("operations", tr("What is expected of operations"), tuple(_operations(scores))),
            Section("direct", tr("Indicators with a direct link"), tuple(_direct(site))),
            Section("rules", tr("Rules"), tuple(_rules())),
        ),
        under=site.subtitle,
        summary=words.headline(scores),
        lead=tuple((sanitize_line(text),) for text in (words.headline(scores), *findings.own_goals(scores))),
        contents=True,
        cite=citations.citation_line(site, tr("Targets, and what is expected of operations"), page_paths.TARGETS),
    )


def link() -> Paragraph:
    """Return a paragraph that links to this page."""
    return Paragraph((Link(tr("Targets, and what is expected of operations"), path=page_paths.TARGETS),))


def _proposals(site: SiteData) -> Iterator[Block]:
    """Yield every proposal that the public may read, also those that were declined, replaced or not answered."""
    scores = site.held.scores
    found = words.in_order(scores.facts.targets)
    if not found:
        yield Paragraph((tr("Neither government proposed a target for both to sign."),))
    for one in found:
        yield Heading(f"target-{one.id}", _title(scores, one.body.indicator))
        yield _pairs(
            (tr("proposed by"), [words.proposed(one)]),
            (tr("target"), [words.target_text(scores, one.body)]),
            (tr("where it stands"), [words.standing(one)]),
            (tr("when it is read"), [words.read_on(scores, one.body), *words.latest_lines(scores, one)]),
            (tr("worksheet"), words.signed_worksheet(scores, one.body)),
        )


def _operations(scores: ScoreAccess) -> Iterator[Block]:
    told = (
        words.results_headline(scores.expected_results)
        if scores.expected_results
        else tr("Nothing that is expected of an operation is shown here.")
    )
    yield Paragraph((told,))
    for one in scores.expected_results:
        yield Heading(f"operation-{sanitize_line(one.operation)}", sanitize_line(localize(one.shown.body.title.text)))
        yield _pairs(
            (tr("definition"), words.result_text(scores, one.shown.body)),
            (tr("result"), words.result_verdict(one)),
        )


def _pairs(*pairs: tuple[str, Iterable[str]]) -> LabeledPairs:
    return LabeledPairs(tuple((name, tuple((sanitize(line),) for line in lines)) for name, lines in pairs))


def _direct(site: SiteData) -> Iterator[Table]:
    """Yield each direct indicator with its theme and where its target stands."""
    scores, facts = site.held.scores, site.held.facts
    columns = (
        Column("indicator", label("field", "indicator"), weight=4.0),
        Column("standing", tr("target"), weight=2.0),
        Column("theme", label("field", "theme"), weight=2.0),
    )
    found = scores.agreed_attainment
    rows = tuple(
        Row(
            f"direct-{name}",
            (
                Cell(_title(scores, name), name),
                Cell(words.direct_standing(found, name)),
                Cell(site.held.title("theme", facts.indicators[name].theme), facts.indicators[name].theme),
            ),
        )
        for name in found.direct
        if name in facts.indicators
    )
    if rows:
        yield Table("direct-indicators", tr("Where their targets stand"), columns, rows)


def _rules() -> Iterator[Paragraph]:
    for line in (words.answer_rule(), words.recommends_none(), words.method_line()):
        yield Paragraph((line,))
    yield Paragraph(
        (Link(tr("How it is scored"), path=page_paths.METHOD, anchor=method_html.section_anchor("15")), ".")
    )


def _title(scores: ScoreAccess, indicator: str) -> str:
    return sanitize_line(localize(words.title(scores, indicator)))
