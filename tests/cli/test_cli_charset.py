"""A terminal that does not show UTF-8 gets letters in place of marks by itself."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from accordtrack.cli import machine_output, streams
from cli_runner import Run
from pty_runner import Terminal
from registers import small_register


class Screen(io.TextIOWrapper):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def screen(encoding: str = "utf-8") -> Screen:
    return Screen(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("environment", "shows"),
    [
        ({}, True),
        ({"LANG": "es_MX.UTF-8"}, True),
        ({"LANG": "en_US.utf8"}, True),
        ({"LANG": "es_MX"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, True),
        ({"LANG": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "es_MX.UTF-8"}, False),
        ({"LC_CTYPE": "C", "LANG": "es_MX.UTF-8"}, False),
        ({"LANG": "es_MX.ISO-8859-1"}, False),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, False),
        ({"LANG": "", "LC_ALL": ""}, True),
    ],
)
def test_locale_decides_whether_a_terminal_shows_marks(environment: dict[str, str], shows: bool) -> None:  # noqa: FBT001
    assert streams.shows_marks(screen(), environment) == shows


def test_c_locale_coerced_by_python_is_not_the_choice_of_the_user() -> None:
    assert not streams.shows_marks(screen(), {"LANG": "C", "LC_CTYPE": "C.UTF-8"})
    assert streams.shows_marks(screen(), {"LC_CTYPE": "C.UTF-8"})


@pytest.mark.parametrize("environment", [{"PYTHONUTF8": "1"}, {"PYTHONIOENCODING": "utf-8"}])
def test_encoding_given_to_python_outranks_the_locale(environment: dict[str, str]) -> None:
    assert streams.shows_marks(screen(), {"LANG": "C", **environment})


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp437", "cp1252"])
def test_stream_whose_encoding_lacks_the_marks_does_not_show_them(encoding: str) -> None:
    assert not streams.shows_marks(screen(encoding), {"LANG": "es_MX.UTF-8"})
    assert not streams.shows_marks(io.TextIOWrapper(io.BytesIO(), encoding=encoding), {})


def test_file_holds_marks_whatever_the_terminal_shows() -> None:
    assert streams.shows_marks(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), {"LANG": "C"})


def test_missing_characters_are_replaced_at_the_same_width() -> None:
    words = "México ○ 漢 e\u0301 “ñ” …"
    assert words.encode("ascii", streams.NEAREST) == b'Mexico n ?? e "n" ?'
    assert words.encode("latin-1", streams.NEAREST) == 'México n ?? e "ñ" ?'.encode("latin-1")


def test_screens_draw_only_ascii_in_the_c_locale(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    environment = {"LANG": "C", "LC_ALL": "", "LC_CTYPE": "", "ACCORDTRACK_LANG": "es"}
    terminal = Terminal(["-m", "accordtrack", "--db", str(path)], environment=environment)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0
    assert terminal.output.isascii()


@pytest.mark.parametrize(("asked", "encoding"), [(None, "ascii"), (False, "utf-8")])
def test_terminal_in_the_c_locale_gets_only_ascii_unless_asked(
    monkeypatch: pytest.MonkeyPatch,
    asked: bool | None,  # noqa: FBT001
    encoding: str,
) -> None:
    monkeypatch.setattr(os, "environ", {"LANG": "C"})
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, screen())
    with streams.accept_all_characters(ascii_asked=asked):
        assert [sys.stdout.encoding, sys.stderr.encoding] == [encoding, encoding]


def test_verb_prints_letters_where_marks_cannot_be_shown(
    run: Run, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    asked = run("list", "--ascii").out
    monkeypatch.setattr(streams, "shows_marks", lambda _stream: False)
    assert not run("list", "--no-ascii").out.isascii()
    assert run("list").out == asked


def test_csv_is_utf_8_whatever_the_encoding_of_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding="latin-1", errors=streams.NEAREST))
    machine_output.write_csv(("title",), [{"title": "México ◑"}])
    sys.stdout.flush()
    assert held.getvalue().decode("utf-8") == "title\nMéxico ◑\n"


def test_exported_history_does_not_depend_on_the_terminal(
    run: Run, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    assert run("export", "history", str(tmp_path / "wide.ndjson")).status == 0
    monkeypatch.setattr(streams, "shows_marks", lambda _stream: False)
    assert run("export", "history", str(tmp_path / "narrow.ndjson")).status == 0
    assert (tmp_path / "wide.ndjson").read_bytes() == (tmp_path / "narrow.ndjson").read_bytes()
