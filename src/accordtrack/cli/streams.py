"""Standard output and error while one command runs: either may be closed, full, or unable to show a character."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
import unicodedata
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from accordtrack.core.safe_text import letters
from accordtrack.vocabulary import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python puts into LC_CTYPE when it finds the C locale (PEP 538): the user did not choose it."""
NEAREST = "accordtrack.nearest"
"""How a stream treats characters that its encoding lacks."""


@contextmanager
def usable(*, ascii_asked: bool | None = None) -> Iterator[None]:
    """Make the streams accept every character: one that a stream cannot show becomes the nearest that it can.

    Nothing but ASCII reaches a terminal whose locale has no UTF-8, unless ``ascii_asked`` is False. A closed stream fails
    when it is written to.
    """
    out, err = sys.stdout, sys.stderr
    for stream in (out, err):
        narrow = ascii_asked is not False and not shows_marks(stream) and _encodes_marks(stream)
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="ascii" if narrow else None, errors=NEAREST)  # type: ignore[union-attr]
    sys.stdout, sys.stderr = _Output(out or _Closed()), err or io.StringIO()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


def shows_marks(stream: TextIO | None, environment: Mapping[str, str] | None = None) -> bool:
    """Whether the marks of statuses can be seen in ``stream``: its encoding has them, and so has the user's terminal.

    Python writes UTF-8 in the C locale, whatever the terminal shows. So the locale that the user chose decides. If the user
    chose none, or one that names no character set, the terminal is taken to show UTF-8, as nearly all do.
    """
    if stream is None:
        return True
    if not _encodes_marks(stream):
        return False
    return not _is_terminal(stream) or _charset(os.environ if environment is None else environment) in {"", "utf8"}


def _encodes_marks(stream: TextIO) -> bool:
    try:
        "".join(MARKS.values()).encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _is_terminal(stream: TextIO) -> bool:
    with suppress(ValueError):  # it is closed
        return stream.isatty()
    return False


def _charset(environment: Mapping[str, str]) -> str:
    """The character set that the user's locale names: ``utf8``, ``ascii``, ``iso88591``; empty if it names none."""
    if environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1":
        return ""  # the user told Python what to write
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        if value and not (name == "LC_CTYPE" and value in COERCED):
            locale, _, charset = value.partition("@")[0].partition(".")
            return "ascii" if locale in {"C", "POSIX"} and not charset else re.sub("[^a-z0-9]", "", charset.lower())
    return ""


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Characters that an encoding lacks, each as ASCII of the same width: without its accent, or as question marks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_as_ascii, error.object[error.start : error.end])), error.end


codecs.register_error(NEAREST, _nearest)


def _as_ascii(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    width = 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
    plain = letters(character)
    return plain if len(plain) == width else "?" * width


class Unprinted(Exception):  # noqa: N818
    """The output takes nothing: its disk is full, or it is closed."""


class _Output:
    """Standard output, whose failures are told from those of any other file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        with self._heard():
            return self._stream.write(words)

    def flush(self) -> None:
        with self._heard():
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unprinted from error


class _Closed(io.StringIO):
    """What stands for a stream that was closed before the program began."""

    def write(self, words: str, /) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), words[:0])


def drop_output() -> None:
    """Nobody takes the output: keep the interpreter from complaining at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
