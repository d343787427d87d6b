"""Reports of ``verify`` and ``data check``: one line per feed or problem, the counts, and the exit status."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from accordtrack.cli import json_shapes, machine_output, text_tables
from accordtrack.cli.text_tables import Column
from accordtrack.core.problems import Problem
from accordtrack.core.safe_text import sanitize_line, to_ascii
from accordtrack.i18n import explain, in_alternat, sides, tr, trn
from accordtrack.text import effect_notes
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import DataReport
    from accordtrack.types import EvidenceReport, Finding, VerifyReport

FEEDS = ("feed", "side", "entries", "head", "key")
PROBLEMS = ("place", "message.en", "message.es", "advice.en", "advice.es")


def write_verify(options: Globals, report: VerifyReport, kind: str = "verify", path: Path | None = None) -> int:
    """Write the report of a verification, or of a copy at ``path``. Return 1 when anything is wrong, else 0."""
    where = {} if path is None else {"path": str(path)}
    facts = {**where, "sound": report.is_sound, **json_shapes.to_json_value(report)}
    if not machine_output.wrote_one(options, kind, facts, FEEDS, report.feeds):
        _print_verify_table(options, report)
    print_findings(options, report.findings)
    return 0 if report.is_sound else 1


def print_findings(options: Globals, findings: Iterable[Finding]) -> None:
    """Print the findings to stderr, one per line."""
    for finding in findings:
        problem = Problem(finding.message, finding.advice, finding.place, finding.values)
        sys.stderr.write(f"{_problem_line(options, problem)}\n")


def _problem_line(options: Globals, problem: Problem) -> str:
    words = sanitize_line(explain(problem))
    return to_ascii(words) if options.ascii_only else words


def _print_verdict(options: Globals, report: VerifyReport) -> None:
    """Print the answer: whether anything is wrong."""
    if report.is_sound and report.since is not None:
        text_tables.print_text(
            options,
            tr(
                "No problems found since the checkpoint. Earlier entries and the tables were not checked: verify without --since checks them."
            ),
        )
    elif report.is_sound:
        text_tables.print_text(options, tr("Nothing is wrong."))
    else:
        count = len(report.findings)
        text_tables.print_text(options, trn("{n} problem was found.", "{n} problems were found.", count))


def _print_verify_table(options: Globals, report: VerifyReport) -> None:
    _print_verdict(options, report)
    columns = [
        Column(tr("feed"), whole=True),
        Column(tr("side"), whole=True),
        Column(tr("entries"), numeric=True),
        Column(tr("last entry"), whole=True),
        Column(tr("key"), whole=True),
    ]
    rows: list[list[text_tables.Cell | str]] = [
        [
            feed.feed,
            label("side", feed.side),
            str(feed.entries),
            text_tables.Cell(feed.head[:16], "", feed.head),
            feed.key[:16],
        ]
        for feed in in_alternat(report.feeds, lambda feed: feed.side)
    ]
    text_tables.print_table(options, columns, rows)
    signatures = trn("{n} signature checked", "{n} signatures checked", report.signatures)
    entries = trn("{n} entry", "{n} entries", report.entries)
    text_tables.print_text(options, f"{entries}; {signatures}.")
    values = {"present": report.present, "withheld": report.withheld, "wrong": report.wrong}
    text_tables.print_text(options, tr("Bodies: {present} present, {withheld} not public, {wrong} wrong.", **values))
    if report.evidence is not None:
        _print_evidence(options, report.evidence)
    if report.state_digest:
        text_tables.print_text(options, tr("State digest: {digest}", digest=report.state_digest))
    text_tables.print_text(options, *effect_notes.desk_notes(report.desks))
    if report.outdated:
        words = tr(
            "The file is version {n}, older than what this program writes; it was read and not changed.",
            n=report.file_version,
        )
        text_tables.print_text(options, words)
    if report.since is not None:
        ends = {feed.feed: feed.entries for feed in report.feeds}
        before = sum(
            feed_head.entries for feed_head in report.since.feeds if feed_head.entries <= ends.get(feed_head.feed, 0)
        )
        words = trn(
            "Read onward from the checkpoint of {desk}; {n} earlier entry was not read again.",
            "Read onward from the checkpoint of {desk}; {n} earlier entries were not read again.",
            before,
            desk=report.since.desk,
        )
        text_tables.print_text(options, words)


def _print_evidence(options: Globals, evidence_report: EvidenceReport) -> None:
    """Print the state of the evidence files, and how to remove those that no entry names (which are no faults)."""
    words = tr(
        "Evidence files: {present} present, {missing} missing, {altered} altered, {withheld} not public.",
        present=evidence_report.present,
        missing=evidence_report.missing,
        altered=evidence_report.altered,
        withheld=evidence_report.withheld,
    )
    text_tables.print_text(options, words)
    if left := evidence_report.unnamed + evidence_report.unfinished:
        words = trn(
            "{n} file in the evidence store belongs to no entry; accordtrack evidence tidy removes it.",
            "{n} files in the evidence store belong to no entry; accordtrack evidence tidy removes them.",
            left,
        )
        text_tables.print_text(options, words)


def write_data(options: Globals, report: DataReport) -> int:
    """Write the contents of a data folder and its problems. Return 1 when there are any, else 0."""
    problems = [json_shapes.problem_as_json(item) for item in report.problems]
    facts = {"sound": not problems, "counts": report.counts or None, "problems": problems}
    if not machine_output.wrote_one(options, "data", facts, PROBLEMS, problems):
        for item in report.problems:
            sys.stdout.write(f"{_problem_line(options, item)}\n")
        for name, count in report.counts.items():
            text_tables.print_text(options, _count_text(name, count))
        words = trn("{n} problem.", "{n} problems.", len(problems)) if problems else tr("Nothing is wrong.")
        text_tables.print_text(options, words)
    return 1 if problems else 0


def _count_text(name: str, count: object) -> str:
    """Return a count in words: ``events: 40``, or one number per side."""
    names = {
        "commitments": tr("commitments, actions, requests and recommendations"),
        "of_kind_commitment": tr("of kind commitment"),
        "by_side": tr("by responsible side, all kinds"),
        "indicators": tr("indicators"),
        "measurements": tr("measurements"),
        "targets": tr("targets"),
        "statements": tr("statements"),
        "statuses": tr("statuses"),
        "stated": tr("statuses stated by the governments"),
        "positions": tr("answers"),
        "evidence": tr("pieces of evidence"),
        "links": tr("links to indicators"),
        "direct_links": tr("direct links"),
        "events": tr("events"),
        "conflicts": tr("conflicts"),
        "bodies": tr("bodies"),
        "sources": tr("sources"),
        "frameworks": tr("frameworks"),
        "goals": tr("goals"),
        "areas": tr("framework areas"),
        "themes": label("field", "themes"),
    }
    if isinstance(count, Mapping):
        count = ", ".join(f"{label('short side', side)} {count[side]}" for side in sides(count))
    return f"{names.get(name, name)}: {count}"
