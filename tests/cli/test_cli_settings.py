"""Settings that are wrong: one sentence that names the file or the variable; reading goes on without them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accordtrack.cli.user_keys import read_user_keys
from accordtrack.core.paths import config_file
from accordtrack.core.problems import Refused
from accordtrack.core.settings import settings
from cli_runner import Run


@pytest.fixture
def file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings of a user without any, read again by every command."""
    assert home.is_dir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ACCORDTRACK_LANG")
    made = config_file()
    made.parent.mkdir(parents=True, exist_ok=True)
    settings.cache_clear()
    yield made
    settings.cache_clear()


BROKEN_SETTINGS = {
    "no UTF-8": (b"\xff\xfe", "The settings are not UTF-8"),
    "no TOML": (b"[[", "The settings are not TOML"),
    "deep": (b"a=" + b"[" * 20000, "The settings are not TOML"),
    "long number": (b"evidence_limit_mb=" + b"1" * 5000, "The settings are not TOML"),
    "huge": (b"#" * 1_000_001, "The settings are larger than one megabyte"),
    "unknown": (b"zzz=1", "The setting zzz is wrong"),
    "a number": (b"evidence_limit_mb=-1", "The setting evidence_limit_mb is wrong"),
    "escape": (b'name="a\\u001b[31m"', "contains the character U+001B"),
    "bidi": (b'name="x\\u202ey"', "contains the character U+202E"),
    "two lines": (b'name="Secretary\\naccordtrack: ok"', "contains the character U+000A"),
    "empty": (b'name=" "', "The name that signs entries is empty"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", BROKEN_SETTINGS)
def test_broken_settings_file_is_named_and_reading_still_works(run: Run, register: Path, file: Path, name: str) -> None:
    assert register.is_file()
    words, says = BROKEN_SETTINGS[name]
    file.write_bytes(words)
    ran = run("note", "FW-US-01", "hi")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"accordtrack: {file}: ")
    assert says in ran.err
    for reading in (("list",), ("--help",), ("note", "--help")):
        assert (run(*reading).status, run(*reading).err) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ACCORDTRACK_NAME", "e\x1b[31m", "contains the character U+001B"),
        ("ACCORDTRACK_NAME", "\udcff", "contains the character U+DCFF"),
        ("ACCORDTRACK_NAME", "x\u00ad", "contains the character U+00AD"),
        ("ACCORDTRACK_NAME", "n" * 121, "has 121 characters; the limit is 120"),
        ("ACCORDTRACK_NAME", "", "is empty"),
        ("ACCORDTRACK_EVIDENCE_LIMIT_MB", "x", "The setting evidence_limit_mb is wrong"),
    ],
)
def test_wrong_variable_is_named(
    run: Run, register: Path, file: Path, name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (register.is_file(), file.exists()) == (True, False)
    monkeypatch.setenv(name, value)
    ran = run("note", "FW-US-01", "hi")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"accordtrack: {name}: ")
    assert says in ran.err


def test_operating_system_user_name_is_checked(
    run: Run, register: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (register.is_file(), file.exists()) == (True, False)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "root\x1b[2J")
    ran = run("note", "FW-US-01", "hi")
    assert (ran.status, "U+001B" in ran.err) == (1, True)


@pytest.mark.parametrize(
    "make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to(path), lambda path: path.symlink_to("/dev/zero")]
)
def test_special_file_as_settings_is_refused_without_waiting(
    run: Run, register: Path, file: Path, make: Callable[[Path], None]
) -> None:
    assert register.is_file()
    make(file)
    ran = run("note", "FW-US-01", "hi")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert f"{file}: The settings" in ran.err
    with pytest.raises(Refused, match="The settings"):
        read_user_keys()
    assert (run("list").status, run("list").err) == (0, "")


def test_byte_order_mark_is_accepted(file: Path) -> None:
    file.write_bytes('\ufeffname = "Desk"\n[keys]\nnote = "f6"\n'.encode())
    assert (settings().name, read_user_keys()) == ("Desk", {"note": "f6"})
