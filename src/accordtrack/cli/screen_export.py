"""What a verb says, written into a file by the screens: an export is the very output of its twin on the command line."""

from __future__ import annotations

from contextlib import redirect_stdout
from threading import Lock
from typing import TYPE_CHECKING, TextIO

from accordtrack.cli.arguments import Globals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ONE = Lock()
TEXT = "txt"
"""The form that the command line calls ``--plain``: a field a line, the same at any width."""


def export(register: Path, words: Sequence[str], form: str, out: TextIO) -> None:
    """Run the verb that ``words`` begin with and write what it says into ``out``. Raises ``Refused`` as it does.

    Verbs print on standard output, which nobody else uses meanwhile: the screens draw on standard error.
    """
    from accordtrack.cli.app import run  # noqa: PLC0415

    plain = form == TEXT
    with _ONE, redirect_stdout(out):
        run(words, Globals(db=register, plain=plain, format="table" if plain else form))
