"""Help pages: what a verb does, its arguments and options, and the global options."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from accordtrack.cli.arguments import FLAGS, FORMATS, VALUED
from accordtrack.core.safe_text import to_ascii
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer.core import TyperCommand, TyperGroup

    from accordtrack.cli.verbs import Verb

GLOBAL_NAMES = (*VALUED, *FLAGS, "--help", "--version")
WIDEST, NARROWEST, GAP, LONGEST_NAME = 96, 40, 2, 26


def usage_line(command: TyperCommand, ctx: Any) -> str:  # noqa: ANN401
    """Return the usage of a command: ``accordtrack show ID [OPTIONS]``."""
    words = [_argument_text(param) for param in command.params if param.param_type_name == "argument"]
    options = tr("[OPTIONS]") if any(param.param_type_name == "option" for param in command.params) else ""
    return " ".join(part for part in (ctx.command_path, *words, options) if part)


def verb_page(command: Verb, ctx: Any) -> str:  # noqa: ANN401
    """Return the help page of one verb."""
    words = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option"]
    parts = [tr("Usage: {usage}", usage=usage_line(command, ctx)), _wrap_paragraphs(command.help or "")]
    parts += _section_lines(tr("Words"), ((param.metavar or param.name, _help_text(param)) for param in words))
    parts += _section_lines(tr("Options"), ((_option_text(param), _help_text(param)) for param in options))
    for title, rows in command.sections():
        parts += _section_lines(title, rows)
    parts.append(
        _wrap_text(tr("Global options: {options}; see accordtrack --help.", options=" ".join((*VALUED, *FLAGS))))
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def group_page(command: TyperGroup, ctx: Any) -> str:  # noqa: ANN401
    """Return the help page of a group: families in order, one line per verb."""
    families: dict[str, list[tuple[str, str]]] = {}
    for name, child in command.commands.items():
        title = str(getattr(child, "rich_help_panel", None) or tr("Verbs"))
        families.setdefault(title, []).append((name, child.get_short_help_str(200)))
    parts = [tr("Usage: {usage}", usage=f"{ctx.command_path} {tr('VERB …')}"), _wrap_paragraphs(command.help or "")]
    for title, verbs in families.items():
        parts += _section_lines(title, verbs)
    parts += _section_lines(tr("Everywhere"), _global_option_rows()) if ctx.parent is None else []
    return "\n\n".join(part for part in parts if part) + "\n"


def ascii_if_requested(page: str, ctx: Any) -> str:  # noqa: ANN401
    """Return the page as printed: in ASCII when ASCII is requested."""
    return to_ascii(page) if ctx.obj is not None and ctx.obj.ascii_only else page


def _argument_text(param: Any) -> str:  # noqa: ANN401
    name = str(param.metavar or param.name)
    return name if param.required else f"[{name}]"


def _option_text(param: Any) -> str:  # noqa: ANN401
    return " ".join(part for part in (param.opts[0], "" if param.is_flag else param.metavar) if part)


def _help_text(param: Any) -> str:  # noqa: ANN401
    required = param.required and param.param_type_name == "option"
    return " ".join(filter(None, (getattr(param, "help", ""), tr("Required.") if required else "")))


def _global_option_rows() -> list[tuple[str, str]]:
    return [
        (
            f"--db {tr('PATH')}",
            tr("The register to open; if omitted, ACCORDTRACK_DB, or else the one in your data folder."),
        ),
        (f"--desk {tr('DESK')}", tr("The desk to use, such as us-1; its key must be on this machine.")),
        ("--lang en|es", tr("The language of the answer.")),
        (f"--format {tr('FORM')}", tr("{forms}; the last three are for programs.", forms=", ".join(FORMATS))),
        ("--plain", tr("No boxes: one labeled field per line, for screen readers.")),
        ("--ascii", tr("ASCII only: letters in place of marks, no accents; in CSV the data stays as it is.")),
        ("--no-ascii", tr("Marks and accents, even if the terminal does not seem to show UTF-8.")),
        ("--help", tr("Show the help page of a verb, or this one.")),
        ("--fresh", tr("Without a verb: open at the register, not where you left off.")),
        ("--version", tr("Show the version of the program.")),
    ]


def _section_lines(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    listed = list(rows)
    if not listed:
        return []
    left = min(max(len(name) for name, _ in listed), LONGEST_NAME)
    indent = " " * (2 + left + GAP)
    lines = [title]
    for name, words in listed:
        wrapped = textwrap.wrap(words, _page_width() - len(indent), break_on_hyphens=False) or [""]
        if len(name) > left:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {name:<{left + GAP}}{wrapped.pop(0)}".rstrip())
        lines += [indent + line for line in wrapped]
    return ["\n".join(lines)]


def _wrap_paragraphs(words: str) -> str:
    return "\n\n".join(_wrap_text(part) for part in words.split("\n\n"))


def _wrap_text(words: str) -> str:
    return textwrap.fill(words, _page_width(), break_on_hyphens=False)


def _page_width() -> int:
    return max(min(shutil.get_terminal_size().columns, WIDEST), NARROWEST)
