"""Output of the ``method`` verb: the text of the method, or its parameters as a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, text_tables
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import LANGUAGES, language

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals


def write(options: Globals) -> None:
    """Write the method in plain words, the same text as ``docs/method.md``."""
    from accordtrack import service  # noqa: PLC0415

    if options.format == "table":
        text_tables.print_text(options, *_join_paragraph_lines(service.method_text(language())))
        return
    method = service.method_parameters()
    facts = {
        "method": method.method,
        "parameters_sha256": method.sha256,
        "text": {name: service.method_text(name) for name in LANGUAGES},
    }
    if options.format == "csv":
        machine_output.write_csv(("method", "parameters_sha256", *(f"text.{name}" for name in LANGUAGES)), [facts])
    else:
        machine_output.write_one(options, "method", facts)


def _join_paragraph_lines(text: str) -> list[str]:
    """Return the lines of the page, with each paragraph and list item joined into one line.

    Joined lines can wrap to the terminal's width. Tables and code blocks stay as they are.
    """
    found: list[str] = []
    code = False
    for line in text.rstrip("\n").split("\n"):
        code ^= line.startswith("```")
        new = code or not line or line.startswith(("```", "#", "|", "- ")) or line[:1].isdigit()
        last = found[-1] if found else ""
        if new or not last or last.startswith(("```", "#", "|")):
            found.append(line)
        else:
            found[-1] = f"{last} {line.strip()}"
    return found


def write_parameters(options: Globals) -> None:
    """Write the standard parameters as a TOML file to start a custom method. Refuse machine-readable formats."""
    if options.format != "table":
        values = {"format": options.format}
        problem = Problem(
            "--parameters prints a TOML file, not {format}", "Leave out --format.", "", values, usage=True
        )
        raise Refused(problem)
    from accordtrack import service  # noqa: PLC0415

    sys.stdout.write(service.method_file())
