"""Install the lowest allowed version of each library, and run tests that use each of them.

This keeps the lower bounds of the dependencies correct. ``uv sync --resolution lowest-direct`` installs the bounds in a
copy of the project without the pins of ``[tool.uv]``, which would allow only one version each. Tests that compare
pictures of screens are left out, because the pictures come from the pinned Textual.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lock import ROOT, TABLE

TESTS = (
    "cli/test_cli_calendar.py",  # icalendar
    "cli/test_cli_iati.py",  # lxml
    "cli/test_cli_refusals.py",  # typer, rich
    "cli/test_cli_settings.py",  # pydantic-settings, platformdirs
    "cli/test_cli_start.py",
    "service/test_golden_registers.py::test_golden_register_opens_with_its_recorded_facts",  # sqlmodel, SQLAlchemy, alembic
    "service/test_keyring.py",  # cryptography
    "interchange/test_workbooks.py",  # python-calamine, XlsxWriter
    "ledger/test_recurrence.py",  # python-dateutil
    "store/test_tables.py",
    "dataset/test_yaml_file.py",  # ruamel.yaml
    "scorecard/test_docx.py",  # python-docx
    "scorecard/test_html.py",  # Jinja2, MarkupSafe
    "scorecard/test_pdf.py",  # typst and its fonts
    "scoring/test_uncertainty_draws.py",  # NumPy
    "site/test_atom.py",
    "site/test_method_page.py",  # markdown-it-py
    "tui/test_theme_and_ascii.py",  # Textual
    "tui/test_terminal_process.py::test_program_draws_before_importing_the_database_and_exits_cleanly",
    "tui/test_terminal.py",
    "web/test_server.py::test_invalid_messages_from_a_page_are_ignored",  # textual-serve, aiohttp
)
"""The fastest tests that use each library. Together they take about two minutes."""


def copy(folder: Path) -> None:
    """Copy the files tracked by git to ``folder``, without the pins."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    project = folder / "pyproject.toml"
    project.write_text(TABLE.sub("", project.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Copy the project, install it and run the tests. Return their exit status."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    }
    with TemporaryDirectory(prefix="accordtrack-lowest-") as name:
        folder = Path(name)
        copy(folder)
        uv = [sys.executable, "-m", "uv"]
        sync = [*uv, "sync", "--quiet", "--resolution", "lowest-direct", "--all-extras"]
        subprocess.run(sync, cwd=folder, env=environment, check=True)
        tests = [*uv, "run", "--no-sync", "pytest", *(f"tests/{test}" for test in TESTS), *sys.argv[1:]]
        return subprocess.run(tests, cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
