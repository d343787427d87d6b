"""Exports made from the terminal interface: they run the matching verb and write its output to a file."""

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
"""Export form for plain text: the ``--plain`` output, one field per line, independent of the terminal's width."""


def export(register: Path, words: Sequence[str], form: str, out: TextIO) -> None:
    """Run the verb at the start of ``words`` and write its output to ``out``. Raise ``Refused`` as the verb does.

    Verbs print to standard output. Redirecting it is safe because the screens draw on standard error.
    """
    from accordtrack.cli.app import run  # noqa: PLC0415

    plain = form == TEXT
    with _ONE, redirect_stdout(out):
        run(words, Globals(db=register, plain=plain, format="table" if plain else form))
