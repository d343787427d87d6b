"""Detect how this program is installed, and build the command that adds a library to that installation.

No package index holds this program under its name, so no command may ask an index for it: whoever registered the name
could run code here. The commands name the libraries that the program declares, or the source it was installed from.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import sysconfig
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAME = "accordtrack"
_LIBRARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_SPECIAL = re.compile(r"[^\w@%+=:,./\\-]", re.ASCII)
_DISTRIBUTIONS = {
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "pydantic_core": "pydantic",
    "ruamel": "ruamel.yaml",
}
"""The distribution that provides a module, where their names differ by more than hyphens."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A declared library: its name, the complete requirement, and the extra it belongs to (empty for none)."""

    name: str
    text: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """What ``uv tool`` records about an installation: the source, its extras, and libraries added to it."""

    source: str
    extras: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    editable: bool = False


@dataclass(frozen=True, slots=True)
class Installation:
    """The environment in which the program runs.

    Attributes:
        python: the interpreter.
        clone: the clone whose environment ``uv run`` maintains; empty otherwise.
        tool: the record of ``uv tool``, if it made this environment and the source still exists.
        pipx: the name of this environment in pipx; empty otherwise.
        pip: whether the interpreter has pip.
        managed: whether the system's package manager owns the interpreter, so that pip refuses to change it.
        uv: the command that runs uv here.
    """

    python: str
    clone: str = ""
    tool: Tool | None = None
    pipx: str = ""
    pip: bool = True
    managed: bool = False
    uv: tuple[str, ...] = ("uv",)


def install_command(installation: Installation, needed: Sequence[Requirement], *, again: bool = False) -> list[str]:
    """Return the command that installs ``needed`` in the installation ``installation``, as a list of arguments.

    With ``again``, the command also replaces the files of installed libraries.
    """
    whole = _repeat_option("--reinstall-package", (one.name for one in needed)) if again else []
    forced = ["--force-reinstall"] if again else []
    libraries = [one.text for one in needed]
    extras = sorted({one.extra for one in needed} - {""})
    if installation.clone:
        return [
            *installation.uv,
            "sync",
            "--project",
            installation.clone,
            "--inexact",
            "--no-default-groups",
            *_repeat_option("--extra", extras),
            *whole,
        ]
    if installation.pipx:
        return ["pipx", "inject", *(["--force"] if again else []), installation.pipx, *libraries]
    if installation.tool is not None and extras:
        tool = installation.tool
        source = f"{tool.source}[{','.join(sorted({*tool.extras, *extras}))}]"
        editable = ["--editable"] if tool.editable else []
        return [*installation.uv, "tool", "install", *_repeat_option("--with", tool.added), *editable, *whole, source]
    if not installation.pip:
        return [*installation.uv, "pip", "install", "--python", installation.python, *whole, *libraries]
    refused = ["--break-system-packages"] if installation.managed else []
    return [installation.python, "-m", "pip", "install", *refused, *forced, *libraries]


def _repeat_option(option: str, values: Iterable[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def shell_line(command: Iterable[str], *, windows: bool = os.name == "nt") -> str:
    """Return ``command`` as one line for the shell."""
    if windows:
        return " ".join(f'"{word}"' if _SPECIAL.search(word) else word for word in command)
    return shlex.join(command)


def extra_command(extra: str) -> str:
    """Return the command that installs the libraries of ``extra`` in this installation."""
    return shell_line(
        install_command(current_installation(), [one for one in declared_requirements() if one.extra == extra])
    )


def missing_library_problem(error: BaseException) -> Problem | None:
    """Return the problem if ``error`` means that a library is missing or does not fit; None for any other error."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    requirements = declared_requirements()
    module = error.name.partition(".")[0]
    for name in (module, *_running_modules(error)):
        needed = _find_requirement(name, requirements)
        if needed is None:
            continue
        absent = name == module and util.find_spec(module) is None
        command = shell_line(install_command(current_installation(), [needed], again=not absent))
        values = {"library": needed.name, "module": error.name, "command": command}
        if absent:
            return Problem("The library {library} is not installed", "Install it with: {command}", "", values)
        return Problem(
            "The library {library} is incomplete, or its version is wrong: module {module} is missing",
            "Install it with: {command}",
            "",
            values,
        )
    return None


def _find_requirement(module: str, requirements: Iterable[Requirement]) -> Requirement | None:
    name = _normalize_name(_DISTRIBUTIONS.get(module, module))
    return next((one for one in requirements if _normalize_name(one.name) == name), None)


def _running_modules(error: BaseException) -> Iterator[str]:
    """Return the top-level modules whose code was running when ``error`` was raised, innermost first."""
    trace, found = error.__traceback__, []
    while trace is not None:
        found.append(str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        trace = trace.tb_next
    return reversed(found)


def _normalize_name(name: str) -> str:
    """Normalize a name as package indexes do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared_requirements() -> list[Requirement]:
    """Return the declared libraries, from the installed metadata or else from the project file."""
    with suppress(metadata.PackageNotFoundError):
        return [parse_requirement(line) for line in metadata.requires(NAME) or ()]
    with suppress(OSError, ValueError, KeyError):
        project = tomllib.loads((_source_folder() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        lines = list(project["dependencies"])
        lines += [
            f"{line}; extra == '{name}'"
            for name, extra_lines in project["optional-dependencies"].items()
            for line in extra_lines
        ]
        return [parse_requirement(line) for line in lines]
    return []


def parse_requirement(line: str) -> Requirement:
    """Parse a requirement as in package metadata: ``numpy<2.5,>=2.2`` or ``typst>=0.15; extra == 'pdf'``."""
    text, _, marker = line.partition(";")
    name, extra = _LIBRARY.match(text.strip()), _EXTRA.search(marker)
    return Requirement(name[0] if name else "", text.strip().replace(" ", ""), extra[1] if extra else "")


def current_installation() -> Installation:
    """Return the installation in which this process runs."""
    prefix = Path(sys.prefix)
    receipt = prefix / "uv-receipt.toml"
    return Installation(
        python=sys.executable,
        clone=_find_clone(prefix),
        tool=_read_tool(receipt),
        pipx=prefix.name if (prefix / "pipx_metadata.json").is_file() else "",
        pip=util.find_spec("pip") is not None,
        managed=sys.prefix == sys.base_prefix and Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").is_file(),
        uv=("uv",) if shutil.which("uv") else ("py" if os.name == "nt" else "python3", "-m", "uv"),
    )


def _source_folder() -> Path:
    """Return the folder of the clone that holds this code, if it is a clone."""
    return Path(__file__).resolve().parents[3]


def _find_clone(prefix: Path) -> str:
    """Return the clone whose environment uv maintains at ``prefix``: its ``.venv`` or UV_PROJECT_ENVIRONMENT."""
    source = _source_folder()
    path = source / os.environ.get("UV_PROJECT_ENVIRONMENT", ".venv")
    if not (source / "pyproject.toml").is_file() or path.resolve() != prefix.resolve():
        return ""
    with suppress(metadata.PackageNotFoundError):
        if (metadata.distribution(NAME).read_text("INSTALLER") or "").strip() == "uv":
            return str(source)
    return ""


def _read_tool(receipt: Path) -> Tool | None:
    with suppress(OSError, ValueError):
        tool = tool_from_receipt(tomllib.loads(receipt.read_text(encoding="utf-8")))
        return tool if tool is not None and Path(tool.source).exists() else None
    return None


def tool_from_receipt(receipt: Mapping[str, Any]) -> Tool | None:
    """Return the installation described by a ``uv tool`` receipt; None if its source is not a file or folder."""
    tool: Tool | None = None
    added: list[str] = []
    for one in receipt.get("tool", {}).get("requirements", ()):
        extras = tuple(one.get("extras", ()))
        if one["name"] == NAME:
            source = one.get("path") or one.get("directory") or one.get("editable")
            tool = Tool(source, extras, editable="editable" in one) if source else None
        elif set(one) <= {"name", "extras", "specifier"}:
            added.append(f"{one['name']}{'[' + ','.join(extras) + ']' if extras else ''}{one.get('specifier', '')}")
        else:
            return None
    return replace(tool, added=tuple(added)) if tool else None
