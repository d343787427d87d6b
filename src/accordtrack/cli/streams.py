"""Standard output and error while one command runs: either may be closed, full, or unable to show a character."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def usable() -> Iterator[None]:
    """A terminal that cannot show a character gets a question mark, not a failure; a closed stream is one that fails."""
    out, err = sys.stdout, sys.stderr
    for stream in (out, err):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.stdout, sys.stderr = _Output(out or _Closed()), err or io.StringIO()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


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
