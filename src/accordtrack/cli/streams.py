"""Standard streams while one command runs, made safe for closed, full or non-Unicode output."""

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

from accordtrack.core.safe_text import to_ascii
from accordtrack.vocabulary import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""Values that Python puts into LC_CTYPE when it finds the C locale (PEP 538). The user did not choose them."""
NEAREST = "accordtrack.nearest"
"""Name of the encoding error handler for characters that a stream cannot encode."""


@contextmanager
def accept_all_characters(*, ascii_asked: bool | None = None) -> Iterator[None]:
    """Make the streams accept every character by replacing those that a stream cannot show with the nearest ones.

    Only ASCII reaches a terminal whose locale has no UTF-8, unless ``ascii_asked`` is False. Writing to a closed stream
    raises an error.
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
    """Whether ``stream`` can show status marks: its encoding has them, and so does the user's terminal.

    Python writes UTF-8 in the C locale, whatever the terminal shows. Therefore the locale that the user chose decides.
    If the user chose none, or one without a character set, assume UTF-8, which nearly all terminals show.
    """
    if stream is None:
        return True
    if not _encodes_marks(stream):
        return False
    return not _is_terminal(stream) or _locale_charset(os.environ if environment is None else environment) in {
        "",
        "utf8",
    }


def _encodes_marks(stream: TextIO) -> bool:
    try:
        "".join(MARKS.values()).encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _is_terminal(stream: TextIO) -> bool:
    with suppress(ValueError):  # the stream is closed
        return stream.isatty()
    return False


def _locale_charset(environment: Mapping[str, str]) -> str:
    """Return the character set of the user's locale, such as ``utf8`` or ``iso88591``; empty if unspecified."""
    if environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1":
        return ""  # the user chose Python's encoding
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        if value and not (name == "LC_CTYPE" and value in COERCED):
            locale, _, charset = value.partition("@")[0].partition(".")
            return "ascii" if locale in {"C", "POSIX"} and not charset else re.sub("[^a-z0-9]", "", charset.lower())
    return ""


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that an encoding lacks with ASCII of the same width: without accents, or question marks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_ascii_of_same_width, error.object[error.start : error.end])), error.end


codecs.register_error(NEAREST, _replace_unencodable)


def _ascii_of_same_width(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    width = 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
    plain = to_ascii(character)
    return plain if len(plain) == width else "?" * width


class Unprinted(Exception):  # noqa: N818
    """Standard output cannot be written: it is closed, or its disk is full."""


class _Output:
    """Standard output whose write errors become ``Unprinted``, to distinguish them from errors of other files."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        with self._convert_errors():
            return self._stream.write(words)

    def flush(self) -> None:
        with self._convert_errors():
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    @contextmanager
    def _convert_errors(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unprinted from error


class _Closed(io.StringIO):
    """Replacement for a stream that was closed before the program started. Writing to it raises ``OSError``."""

    def write(self, words: str, /) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), words[:0])


def drop_output() -> None:
    """Redirect standard output to the null device, so that the interpreter does not complain at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
