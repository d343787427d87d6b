"""Translates YAML parser errors into problems with advice for the author of the file."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem

Fault = tuple[int, Problem]
"""A line number, counted from 1, and its problem."""

_SYNTAX: tuple[tuple[str, bool, Problem], ...] = (
    ("end of stream", True, Problem("A quotation mark is not closed", "Close it.")),
    ("',' or", True, Problem("A bracket is not closed", "Close it, or put the text in quotation marks.")),
    ("node content", False, Problem("A value is missing, or a bracket is not closed", "Add what is missing.")),
    ("document start", False, Problem("The document ends before this line", "Make the line like its neighbours.")),
    (
        "escape",
        True,
        Problem("A backslash between quotation marks is read as a sign", "Write it twice, or use single marks."),
    ),
    (
        "cannot start any token",
        False,
        Problem("A value cannot begin with this character", "Put it in quotation marks; indent with blanks, not tabs."),
    ),
    (
        "mapping values are not allowed",
        False,
        Problem("A colon stands where none can", "Put the text in quotation marks, or correct the indentation."),
    ),
    ("tab character", False, Problem("A tab stands in the indentation", "Indent with blanks.")),
    (
        "expected",
        False,
        Problem("The indentation, a hyphen or a colon is wrong", "Make the line like its neighbours."),
    ),
)
"""Part of the parser's message, whether the fault is at the start of the structure, and the problem to report."""


def syntax_fault(error: YAMLError) -> Fault:
    """Return the line where a file stops being valid YAML, and the problem."""
    said = str(getattr(error, "problem", "") or "")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    for part, at_start, problem in _SYNTAX:
        if part in said:
            if at_start and isinstance(error, MarkedYAMLError) and error.context_mark:
                mark = error.context_mark
            return (mark.line + 1 if mark else 1), problem
    why = safe_text.shorten(safe_text.sanitize_line(said or type(error).__name__), 80)
    problem = Problem("This is not YAML: {why}", "Make the line like its neighbours.", values={"why": why})
    return (mark.line + 1 if mark else 1), problem
