"""Table of verbs and the function that runs one. Only the module that defines the requested verb is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from accordtrack.cli.verbs import Verbs
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals

FAMILIES = {
    "disputes": ("disputes",),
    "read_verbs": ("attention", "list", "show", "owed", "history", "diff", "conflicts", "indicators"),
    "reminders": ("remind",),
    "update": ("update",),
    "evidence": ("evidence",),
    "pending": ("pending",),
    "answers": ("concur", "dispute", "not-agreed", "withdraw", "ask"),
    "drafts": ("drafts", "clear"),
    "records": ("add", "measure", "amend", "note", "settle", "undo", "retract"),
    "scores": ("answer", "score", "contrast", "paths", "events", "target", "method"),
    "panel": ("panel",),
    "target_pages": ("targets",),
    "score_changes": ("score-changes",),
    "scorecard": ("scorecard",),
    "sites": ("site",),
    "import_export": ("import", "export"),
    "maintenance": ("demo", "init", "verify", "rebuild", "backup", "restore", "data"),
    "serve_command": ("serve",),
    "checkpoints": ("checkpoint", "doctor", "repair"),
    "disclosure": ("disclose", "take-in"),
    "desk_keys": ("key", "desk"),
}
"""Modules of this package and the verbs each defines, in the order of the help page."""


def build_command(verb: str | None = None) -> Any:  # noqa: ANN401
    """Return the Typer command that knows the family of ``verb``, or every family when ``verb`` is not a known verb."""
    app = typer.Typer(
        cls=Verbs,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=tr(
            "Shows what changed beyond arrests and seizures under the security commitments of the United "
            "States and Mexico: who is responsible, what each government states, and what supports it.\n\n"
            "Without a verb, it opens the terminal interface."
        ),
    )
    app.callback()(_root_callback)
    known = any(verb in verbs for verbs in FAMILIES.values())
    for family, verbs in FAMILIES.items():
        if not known or verb in verbs:
            import_module(f"accordtrack.cli.{family}").register(app)
    return typer.main.get_command(app)


def run(words: Sequence[str], chosen: Globals) -> int:
    """Run the verb at the start of ``words`` and return its exit status."""
    command = build_command(next((word for word in words if not word.startswith("-")), None))
    try:
        with command.make_context("accordtrack", list(words), obj=chosen) as context:
            status = command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except typer.TyperException as error:
        raise _convert_parser_error(error) from None
    return status if isinstance(status, int) else 0


def _root_callback() -> None:
    """Do nothing: with a callback, Typer keeps subcommands even when only one is registered."""


def _convert_parser_error(error: typer.TyperException) -> Refused:
    """Convert an error of the parser into a ``Refused`` in the current language."""
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context else "accordtrack"
    param: Any = getattr(error, "param", None)
    if param is not None and not error.message:  # only a missing value leaves the message to its parameter
        name = param.opts[0] if param.param_type_name == "option" else param.metavar or param.name
        values = {"name": name, "usage": context.get_usage() if context else command}
        return Refused(Problem("{name} is missing", "Usage: {usage}", "", values, usage=True))
    values = {"why": error.format_message(), "command": command}
    return Refused(Problem("{why}", "See {command} --help.", "", values, usage=True))
