"""Typer commands with the program's own help pages and error messages, in the current language."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer import core

from accordtrack.cli import help_pages
from accordtrack.cli.arguments import missing_value_problem
from accordtrack.core import safe_text
from accordtrack.core.paths import expand_user
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import capitalize_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from typer.models import ArgumentInfo, OptionInfo


def add_verb(
    app: typer.Typer,
    name: str,
    verb: Callable[..., object],
    short: str,
    words: str,
    *,
    family: str = "",
    free: bool = False,
    cls: type[Verb] | None = None,
) -> None:
    """Add a verb. With ``free`` its arguments may begin with one hyphen: ``-theme:health``, ``-5``."""
    settings = {"ignore_unknown_options": True} if free else None
    app.command(name, cls=cls or Verb, rich_help_panel=family, short_help=short, help=words, context_settings=settings)(
        verb
    )


def add_group(
    app: typer.Typer, name: str, short: str, *, family: str, alone: Callable[[typer.Context], object] | None = None
) -> typer.Typer:
    """Add a group of verbs and return it. Its name without a verb does ``alone``, or prints the help page."""

    def callback(ctx: typer.Context) -> None:
        """Without a verb of the group, do what the group does alone."""
        if alone is not None and ctx.invoked_subcommand is None:
            alone(ctx)

    callback.__annotations__["ctx"] = typer.Context
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=alone is None, invoke_without_command=alone is not None
    )
    group.callback()(callback)
    app.add_typer(group, name=name, rich_help_panel=family, short_help=short, help=f"{capitalize_first(short)}.")
    return group


def argument(metavar: str, explanation: str) -> ArgumentInfo:
    """Return a positional argument."""
    info: ArgumentInfo = typer.Argument(metavar=metavar, help=explanation, show_default=False)
    return info


def option(name: str, metavar: str, explanation: str) -> OptionInfo:
    """Return an option with a value; ``metavar`` describes the value."""
    info: OptionInfo = typer.Option(name, metavar=metavar, help=explanation, show_default=False)
    return info


def flag(name: str, explanation: str) -> OptionInfo:
    """Return an option without a value."""
    info: OptionInfo = typer.Option(name, help=explanation, show_default=False)
    return info


class _Plain:
    """Conversion of strings, paths, positive integers and flags; Typer's own, with pydantic, takes 200 ms per verb."""

    def __init__(self, annotation: object) -> None:
        self._annotation = annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401, ARG002
        """Return the value of ``param`` as the verb's function expects it. Raise ``Refused`` for an invalid number."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self._annotation is Path:
            return expand_user(value)
        if self._annotation is not int:
            return list(value) if isinstance(value, tuple) else value
        try:
            number = int(value) if str(value).isascii() and str(value).isdecimal() else 0
        except ValueError:
            number = 0
        if number < 1:
            values = {"option": param.opts[0], "value": safe_text.shorten(safe_text.sanitize_line(value), 40)}
            raise Refused(
                Problem('{option} cannot be "{value}"', "Give a whole number of 1 or more.", "", values, usage=True)
            )
        return number


def _use_plain_conversion(command: core.TyperCommand | core.TyperGroup, ctx: Any) -> None:  # noqa: ANN401
    for param in command.get_params(ctx):
        descriptor = getattr(param, "type_descriptor", None)
        if descriptor is not None:
            plain = _Plain(descriptor.annotation)
            setattr(param, "get_runtime_param", lambda plain=plain: plain)  # noqa: B010 - typer asks it once a value


@contextmanager
def _convert_option_errors(ctx: Any) -> Iterator[None]:  # noqa: ANN401
    """Replace the parser's message about a wrong option with a message of the program."""
    try:
        yield
    except typer.TyperException as error:
        name: str | None = getattr(error, "option_name", None)
        if name is None:
            raise
        raise _wrong_option_refusal(name, ctx) from None


def _wrong_option_refusal(name: str, ctx: Any) -> Refused:  # noqa: ANN401
    """Return the refusal of an option that is unknown, lacks its value or has an unexpected one."""
    known = [param for param in ctx.command.get_params(ctx) if name in param.opts]
    if not known:
        return unknown_option_refusal(name, ctx)
    if any(not getattr(param, "is_flag", False) for param in known):
        return Refused(missing_value_problem(name))
    values = {"option": name}
    return Refused(Problem("The option {option} takes no value", "Leave the value out.", "", values, usage=True))


class Verb(core.TyperCommand):
    """One verb."""

    allow_extra_args = True

    def sections(self) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
        """Return the title and rows of each further section of the help page."""
        return ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Parse the arguments. Raise ``Refused`` for a surplus argument or an unknown option."""
        _use_plain_conversion(self, ctx)
        if ctx.ignore_unknown_options:
            self._refuse_unknown_options(ctx, args)
        with _convert_option_errors(ctx):
            parsed: list[str] = super().parse_args(ctx, args)
        if parsed:
            values = {"word": safe_text.shorten(safe_text.sanitize_line(parsed[0]), 40), "command": ctx.command_path}
            raise Refused(
                Problem(
                    'One word too many: "{word}"',
                    "See {command} --help; put quotes around words that belong together.",
                    "",
                    values,
                    usage=True,
                )
            )
        return parsed

    def _refuse_unknown_options(self, ctx: Any, args: list[str]) -> None:  # noqa: ANN401
        """Refuse an unknown option with two hyphens, which the parser accepts where arguments may begin with one."""
        takes = {
            name: not getattr(param, "is_flag", False)
            for param in self.get_params(ctx)
            for name in param.opts
            if name[:2] == "--"
        }
        words = iter(args)
        for word in words:
            name, equals, _ = word.partition("=")
            if word == "--":
                return
            if name.startswith("--") and name not in takes:
                raise unknown_option_refusal(name, ctx)
            if takes.get(name) and not equals:
                next(words, None)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the help page of the verb."""
        formatter.write(help_pages.ascii_if_requested(help_pages.verb_page(self, ctx), ctx))

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401
        """Return the usage line: the verb, its arguments and its options."""
        return help_pages.usage_line(self, ctx)


class Verbs(core.TyperGroup):
    """The program, or a group of verbs."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Parse the words before the verb. Without a verb, print the help page to stderr and exit with status 2."""
        _use_plain_conversion(self, ctx)
        if not args and self.no_args_is_help:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        with _convert_option_errors(ctx):
            parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the help page of the group."""
        formatter.write(help_pages.ascii_if_requested(help_pages.group_page(self, ctx), ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:  # noqa: ANN401
        """Return the named verb. Raise ``Refused`` with the nearest name if there is none."""
        if args[0] in self.commands:
            return args[0], self.commands[args[0]], args[1:]
        if args[0].startswith("-"):
            raise unknown_option_refusal(args[0], ctx)
        text = safe_text.shorten(safe_text.sanitize_line(args[0]), 40)
        likely = safe_text.nearest(args[0], self.commands, alike=0.6)
        if likely:
            values = {"verb": text, "likely": likely}
            raise Refused(Problem('Unknown verb "{verb}"; did you mean {likely}?', "", "", values, usage=True))
        values = {"verb": text, "command": ctx.command_path}
        raise Refused(Problem('Unknown verb "{verb}"', "{command} --help lists the verbs.", "", values, usage=True))


def unknown_option_refusal(name: str, ctx: Any) -> Refused:  # noqa: ANN401
    """Return the refusal of an option that the verb does not have."""
    name = name.partition("=")[0]
    known = [option for param in ctx.command.get_params(ctx) for option in param.opts if option.startswith("--")]
    text = safe_text.shorten(safe_text.sanitize_line(name), 40)
    likely = safe_text.nearest(name, [*known, *help_pages.GLOBAL_NAMES])
    if likely:
        values = {"option": text, "likely": likely}
        return Refused(Problem("Unknown option {option}; did you mean {likely}?", "", "", values, usage=True))
    values = {"option": text, "command": ctx.command_path}
    return Refused(Problem("Unknown option {option}", "{command} --help lists the options.", "", values, usage=True))
