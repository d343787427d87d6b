"""The command that adds a library fits how the program was installed, and never asks an index for the program's name."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.__main__ import main
from accordtrack.core import installation
from accordtrack.core.installation import Installation, Requirement, Tool
from accordtrack.i18n import explain

ROOT = Path(__file__).parents[1]
PDF = [Requirement("typst", "typst>=0.15", "pdf"), Requirement("fontpkg-noto-sans", "fontpkg-noto-sans>=2.15", "pdf")]
NUMPY = [Requirement("numpy", "numpy<2.5,>=2.2")]
WHEEL = "/w/accordtrack-0.1.0-py3-none-any.whl"
UV_TOOL = Installation("/t/bin/python", tool=Tool(WHEEL), pip=False)


@pytest.mark.parametrize(
    ("found", "pdf", "numpy"),
    [
        (
            Installation("/v/bin/python"),
            "/v/bin/python -m pip install 'typst>=0.15' 'fontpkg-noto-sans>=2.15'",
            "/v/bin/python -m pip install 'numpy<2.5,>=2.2'",
        ),
        (
            Installation("/v/bin/python", pip=False),
            "uv pip install --python /v/bin/python 'typst>=0.15' 'fontpkg-noto-sans>=2.15'",
            "uv pip install --python /v/bin/python 'numpy<2.5,>=2.2'",
        ),
        (
            Installation("/c/.venv/bin/python", clone="/c d", pip=False, uv=("python3", "-m", "uv")),
            "python3 -m uv sync --project '/c d' --inexact --no-default-groups --extra pdf",
            "python3 -m uv sync --project '/c d' --inexact --no-default-groups",
        ),
        (
            UV_TOOL,
            f"uv tool install '{WHEEL}[pdf]'",
            "uv pip install --python /t/bin/python 'numpy<2.5,>=2.2'",
        ),
        (
            replace(UV_TOOL, tool=None),
            "uv pip install --python /t/bin/python 'typst>=0.15' 'fontpkg-noto-sans>=2.15'",
            "uv pip install --python /t/bin/python 'numpy<2.5,>=2.2'",
        ),
        (
            replace(UV_TOOL, tool=Tool("/c", ("web",), ("humanize>=4",), editable=True)),
            "uv tool install --with 'humanize>=4' --editable '/c[pdf,web]'",
            "uv pip install --python /t/bin/python 'numpy<2.5,>=2.2'",
        ),
        (
            Installation("/p/bin/python", pipx="accordtrack"),
            "pipx inject accordtrack 'typst>=0.15' 'fontpkg-noto-sans>=2.15'",
            "pipx inject accordtrack 'numpy<2.5,>=2.2'",
        ),
        (
            Installation("/usr/bin/python3", managed=True),
            "/usr/bin/python3 -m pip install --break-system-packages 'typst>=0.15' 'fontpkg-noto-sans>=2.15'",
            "/usr/bin/python3 -m pip install --break-system-packages 'numpy<2.5,>=2.2'",
        ),
    ],
    ids=["pip", "no pip", "clone", "uv tool", "uv tool, source gone", "uv tool, editable", "pipx", "system"],
)
def test_install_command_matches_the_installation(found: Installation, pdf: str, numpy: str) -> None:
    assert installation.shell_line(installation.install_command(found, PDF), windows=False) == pdf
    assert installation.shell_line(installation.install_command(found, NUMPY), windows=False) == numpy


def test_windows_command_is_quoted_for_its_shell() -> None:
    command = ["C:\\My Python\\python.exe", "-m", "pip", "install", "typst>=0.15"]
    assert installation.shell_line(command, windows=True) == '"C:\\My Python\\python.exe" -m pip install "typst>=0.15"'


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ([{"name": "accordtrack", "path": WHEEL}], Tool(WHEEL)),
        (
            [
                {"name": "accordtrack", "extras": ["web"], "editable": "/c"},
                {"name": "humanize", "specifier": ">=4", "extras": ["x"]},
            ],
            Tool("/c", ("web",), ("humanize[x]>=4",), editable=True),
        ),
        ([{"name": "accordtrack", "directory": "/c"}, {"name": "other", "git": "https://example.org/x"}], None),
        ([{"name": "accordtrack", "git": "https://example.org/x"}], None),
        ([], None),
    ],
)
def test_uv_tool_receipt_gives_the_source(requirements: list[dict[str, object]], expected: Tool | None) -> None:
    assert installation.tool_from_receipt({"tool": {"requirements": requirements}}) == expected


def test_installer_is_detected_from_its_files(tmp_path: Path) -> None:
    prefix, wheel = tmp_path / "tool", tmp_path / Path(WHEEL).name
    wheel.touch()
    venv.create(prefix, with_pip=False)
    python = prefix / ("Scripts" if os.name == "nt" else "bin") / "python"
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); from accordtrack.core import installation as i; print(i.current_installation())"

    def here() -> str:
        return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "clone='', tool=None, pipx='', pip=False, managed=False" in here()
    receipt = f'[tool]\nrequirements = [{{ name = "accordtrack", path = "{wheel.as_posix()}" }}]\n'
    (prefix / "uv-receipt.toml").write_text(receipt, encoding="utf-8")
    assert f"tool={Tool(wheel.as_posix())}" in here()
    (prefix / "uv-receipt.toml").rename(prefix / "pipx_metadata.json")
    assert "tool=None, pipx='tool'" in here()


def imported_modules() -> set[str]:
    """The top-level modules that the program imports from elsewhere."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"accordtrack"}


def test_missing_library_error_gives_an_install_command(subtests: pytest.Subtests) -> None:
    declared = {one.name for one in installation.declared_requirements()}
    for module in sorted({*imported_modules(), "fontpkg_noto_sans"}):
        with subtests.test(module=module), pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, module, None)
            with pytest.raises(ModuleNotFoundError) as raised:
                __import__(module)
            problem = installation.missing_library_problem(raised.value)
            assert problem is not None
            assert re.search(r"The library [\w.-]+ is not installed\. Install it with: \S", explain(problem))
            assert problem.values["library"] in declared


def test_missing_submodule_is_reported_as_an_incomplete_library() -> None:
    own = ModuleNotFoundError("No module named 'typer._gone'", name="typer._gone")
    problem = installation.missing_library_problem(own)
    assert problem is not None
    assert explain(problem).startswith(
        "The library typer is incomplete, or its version is wrong: module typer._gone is missing"
    )
    assert re.search("--reinstall-package typer|--force", explain(problem)), (
        "an installed library is replaced only on demand"
    )
    code = compile("raise ModuleNotFoundError('mdurl', name='mdurl')", "x", "exec")
    with pytest.raises(ModuleNotFoundError) as raised:
        exec(code, {"__name__": "markdown_it.common"})  # noqa: S102 - as if that library imported it
    problem = installation.missing_library_problem(raised.value)
    assert problem is not None
    assert (problem.values["library"], problem.values["module"]) == ("markdown-it-py", "mdurl")


@pytest.mark.parametrize("error", [ModuleNotFoundError("x", name="nobodys"), ImportError("x", name="numpy"), OSError()])
def test_unrelated_errors_are_not_reported_as_a_missing_library(error: Exception) -> None:
    assert installation.missing_library_problem(error) is None


@pytest.mark.parametrize("module", ["typer", "platformdirs"])
def test_command_without_a_library_prints_one_line(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module or name == "accordtrack.cli.app"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["list", "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"accordtrack: The library {module} is not installed. Install it with: ")
    assert said.count("\n") == 1


def test_no_page_says_to_install_the_program_by_name() -> None:
    bare = re.compile(r"(?:pip|pipx|tool|uv|uvx)\s+(?:install|add|inject|run)?\s*['\"]?accordtrack\b(?:\[|['\"]|\s*$)")
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.py")]
    assert [path.name for path in pages if bare.search(path.read_text(encoding="utf-8"))] == []
