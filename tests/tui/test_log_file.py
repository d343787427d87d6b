"""What goes wrong is written to a file that its owner alone reads, and nothing in it acts on a terminal."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from accordtrack.core.problems import Refused
from accordtrack.store.database import Database
from accordtrack.tui.log_file import log_to_a_file
from registers import small_register

HOSTILE = "red \x1b[31m \x1b]52;c;aGk=\x07 \u202e \udcff \x9b"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file, which others could read before."""
    path = tmp_path / "log" / "accordtrack.log"
    monkeypatch.setattr("accordtrack.tui.log_file.log_file", lambda: path)
    log = logging.getLogger("accordtrack")
    before, log.handlers = log.handlers, []
    log_to_a_file()
    try:
        yield path
    finally:
        for handler in log.handlers:
            handler.close()
        log.handlers = before


def test_log_escapes_terminal_control_characters(written: Path) -> None:
    """Given to the file alone: what reports on tests takes no half of a surrogate pair."""
    why = (ValueError, ValueError(HOSTILE), None)
    told = logging.LogRecord("accordtrack.tui", logging.ERROR, "here", 1, "it failed: %s", (HOSTILE,), why)
    for handler in logging.getLogger("accordtrack").handlers:
        if isinstance(handler, logging.FileHandler):
            handler.handle(told)
    words = written.read_text(encoding="utf-8")
    assert words.count("red ␛[31m ␛]52;c;aGk=␇ <U+202E> <U+DCFF> <U+009B>") == 2
    assert "ValueError" in words
    assert all(line == "" or line.isprintable() for line in words.split("\n"))


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("there", [False, True])
def test_log_file_is_readable_by_its_owner_only(written: Path, *, there: bool) -> None:
    if there:
        written.touch(mode=0o644)
    logging.getLogger("accordtrack.tui").error("once")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_database_error_omits_the_query_parameters(tmp_path: Path) -> None:
    database = Database(small_register(tmp_path))
    with pytest.raises(Refused) as caught, database.reading() as connection:
        connection.execute(text("SELECT :words FROM nothing"), {"words": "Zopilote"})
    assert isinstance(caught.value.__cause__, DBAPIError)
    assert "Zopilote" not in str(caught.value.__cause__)
