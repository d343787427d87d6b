"""The door of the program: version, help, global options anywhere, wrong usage, and what happens when things break."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from accordtrack import __version__
from accordtrack.cli import arguments, start
from accordtrack.cli.app import FAMILIES
from accordtrack.core.paths import config_file
from accordtrack.core.problems import Refused
from accordtrack.core.settings import settings
from cli_runner import Ran, Run

VERBS = [verb for verbs in FAMILIES.values() for verb in verbs]
LOADED_MODULES_CODE = (
    "import sys; from accordtrack.__main__ import main; main({words!r}); print(*sorted(sys.modules), file=sys.stderr)"
)


def loaded_modules(*words: str) -> set[str]:
    """The modules that a fresh process holds after one command."""
    code = LOADED_MODULES_CODE.format(words=list(words))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    return {name.split(".")[0] for name in ran.stderr.split()}


def test_version_is_printed_with_any_global_option(run: Run) -> None:
    for words in (["--version"], ["--lang", "es", "--version"], ["--plain", "--version"]):
        assert run(*words) == Ran(0, f"accordtrack {__version__}\n", "")


def test_version_loads_no_heavy_module(home: Path) -> None:
    assert home.is_dir()
    assert not loaded_modules("--version") & {"sqlalchemy", "textual", "typer", "rich", "pydantic", "typing", "gettext"}


def test_list_loads_no_screen_module(register: Path) -> None:
    assert register.is_file()
    held = loaded_modules("list", "--format", "json")
    assert "sqlalchemy" in held
    assert "textual" not in held


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_names_every_verb_and_fits_80_columns(run: Run, language: str) -> None:
    ran = run("--help", "--lang", language)
    assert ran.status == 0
    assert all(f"  {verb} " in ran.out for verb in VERBS)
    assert max(len(line) for line in ran.out.splitlines()) <= 80


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_page_that_fits_80_columns(run: Run, verb: str) -> None:
    ran = run(verb, "--help")
    assert ran.status == 0
    assert f"accordtrack {verb}" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert run(verb, "-h").out == ran.out


def test_help_follows_the_language_within_one_process(run: Run) -> None:
    english, spanish = run("list", "--help").out, run("list", "--help", "--lang", "es").out
    assert run("list", "--help").out == english
    assert english.count("--") == spanish.count("--")


@pytest.mark.parametrize(
    ("words", "rest", "expected"),
    [
        (["list", "--plain", "x"], ["list", "x"], {"plain": True}),
        (["--ascii", "list"], ["list"], {"ascii_only": True, "ascii_asked": True}),
        (["list", "--ascii", "--no-ascii"], ["list"], {"ascii_asked": False}),
        (["list", "--format=csv"], ["list"], {"format": "csv"}),
        (["list", "--desk", "mx-1", "--format", "json"], ["list"], {"desk": "mx-1", "format": "json"}),
        (["note", "X", "--", "--plain"], ["note", "X", "--", "--plain"], {}),
        (["show", "-h"], ["show", "--help"], {}),
        (["list", "--lang", "es"], ["list"], {"language": "es"}),
    ],
)
def test_global_options_are_accepted_anywhere(words: list[str], rest: list[str], expected: dict[str, object]) -> None:
    chosen, left = arguments.split_global_options(words)
    assert left == rest
    for name in arguments.Globals.__dataclass_fields__:
        default = getattr(arguments.Globals(), name)
        assert getattr(chosen, name) == expected.get(name, default)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lst"], "did you mean list?"),
        (["xqzw"], "accordtrack --help lists the verbs"),
        (["--nonsense"], "Unknown option --nonsense"),
        (["list", "--limt", "3"], "did you mean --limit?"),
        (["list", "--limit", "0"], "whole number"),
        (["list", "--limit", "many"], "whole number"),
        (["list", "--limit"], "The option --limit needs a value"),
        (["list", "--format", "jsn"], "did you mean json?"),
        (["list", "--lang", "fr"], "Use one of: en, es"),
        (["list", "--db"], "The option --db needs a value"),
        (["show"], "ID is missing"),
        (["show", "A", "B"], 'One word too many: "B"'),
        (["verify", "--deep=1"], "takes no value"),
        (["dispute", "X"], "--reason is missing"),
        (["evidence", "ad"], "did you mean add?"),
        (["demo", "--desk", "zz"], "Known are: us-1, mx-1, obs-1"),
        (["demo", "--desk", "mx-2"], "did you mean mx-1?"),
        (["measure", "X", "-5", "--perod", "a"], "did you mean --period?"),
        (["list", "\x1b]0;x\x07"], ""),
    ],
)
def test_wrong_usage_exits_with_2_and_suggests_the_nearest_name(run: Run, words: list[str], says: str) -> None:
    ran = run(*words)
    if says:
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("accordtrack: ")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err


def test_group_without_a_verb_lists_its_verbs(run: Run) -> None:
    ran = run("evidence")
    assert ran.status == 2
    assert "  add  " in ran.err


def test_screens_are_refused_without_a_terminal(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    before = set(tmp_path.iterdir())
    for words in ([], ["demo"], ["demo", "--desk", "mx-1"]):
        ran = run(*words)
        assert (ran.status, ran.out) == (1, "")
        assert "needs a terminal" in ran.err
    assert set(tmp_path.iterdir()) == before


def test_kept_demo_needs_no_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    ran = run("demo", "--desk", "mx-1", "--keep", str(path))
    assert (ran.status, ran.err) == (0, "")
    assert f"accordtrack --db {path} list" in " ".join(ran.out.split())
    assert run("--db", str(path), "--desk", "mx-1", "note", "BF2-MX-01", "Seen.").status == 0
    assert run("demo", "--keep", str(path)).status == 1


def test_unexpected_error_is_reported_on_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(words: object, **_how: object) -> int:
        raise RuntimeError(f"broken \x1b[31m by {words}")

    monkeypatch.setattr(start, "_run", fails)
    ran = run("list")
    assert ran.status == 1
    assert "RuntimeError: broken" in ran.err
    assert "\x1b" not in ran.err
    monkeypatch.setenv("ACCORDTRACK_DEBUG", "1")
    ran = run("list")
    assert ran.status == 1
    assert ran.err.startswith("Traceback (most recent call last):\n")
    assert "RuntimeError: broken ␛[31m by" in ran.err
    assert "\x1b" not in ran.err


def test_interrupt_prints_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_words: object, **_how: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "_run", interrupted)
    assert run("list") == Ran(130, "", "")


def test_closed_output_pipe_is_no_failure(register: Path) -> None:
    assert register.is_file()
    program = [sys.executable, "-m", "accordtrack", "list", "--format", "json"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_problem_is_printed_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused) as caught:
        arguments.split_global_options(["--format", "cvs"])
    assert start.print_problems(caught.value) == 2
    assert capsys.readouterr().err == 'accordtrack: --format cannot be "cvs"; did you mean csv?\n'


def test_output_works_on_an_ascii_terminal(register: Path) -> None:
    assert register.is_file()
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "ACCORDTRACK_LANG": "es"}
    program = [sys.executable, "-m", "accordtrack"]
    ran = subprocess.run([*program, "show", "FW-US-01"], capture_output=True, env=environment, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    ran = subprocess.run(
        [*program, "list", "--format", "json", "--ascii"], capture_output=True, env=environment, check=True
    )
    assert json.loads(ran.stdout)["rows"][0]["title"]["es"]


def test_language_comes_from_option_then_environment_then_settings(
    run: Run, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    english, spanish = run("lst").err, run("lst", "--lang", "es").err
    assert english != spanish
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('language = "es"\n', encoding="utf-8")
    settings.cache_clear()
    try:
        assert run("lst").err == english
        monkeypatch.delenv("ACCORDTRACK_LANG")
        assert run("lst").err == spanish
        assert run("lst", "--lang", "en").err == english
        file.write_text("languge = 1\n", encoding="utf-8")
        settings.cache_clear()
        assert run("lst").err == english
        assert run("note", "FW-US-01", "x").status == 1
    finally:
        settings.cache_clear()
