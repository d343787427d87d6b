"""The filter line of History: who, what kind, from and until when; and what it proposes while one types."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from accordtrack.labels import LABELS
from accordtrack.problems import Problem, Refused
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "speaker": ("by", "speaker", "declara"),
    "kind": ("kind", "tipo"),
    "since": ("since", "desde"),
    "until": ("until", "hasta"),
}
"""What each part of a question is called, in English first, then in Spanish."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for; the desk checks the values."""

    speaker: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """The same for the command line."""
        found = ((field.name, getattr(self, field.name)) for field in fields(self))
        return tuple(f"--{name}={value}" for name, value in found if value)


def parse(text: str) -> Asked:
    """What the line asks for. Refuses a word that is none of its own."""
    known = {word: name for name, words in WORDS.items() for word in words}
    found: dict[str, str] = {}
    for token in text.split():
        word, _, value = token.partition(":")
        if word.lower() not in known or (value and known[word.lower()] in found):
            advice = "Write by:US, kind:status, since:2025 or until:2026-05."
            raise Refused(Problem('"{x}" asks for nothing here', advice, values={"x": token}, usage=True))
        if value:
            found[known[word.lower()]] = value
    return Asked(**found)


class Completion(Suggester):
    """Proposes the rest of the last word."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        kinds = {kind.partition(".")[0]: None for kind in LABELS["entry kind"]}
        self._proposals = [f"by:{speaker}" for speaker in Speaker] + [f"kind:{kind}" for kind in kinds]
        self._proposals += [f"{word}:" for name in WORDS for word in WORDS[name]]

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word completed."""
        before, _, last = value.rpartition(" ")
        if not last:
            return None
        lowered = last.lower()
        found = next((one for one in self._proposals if one.lower().startswith(lowered) and one != last), None)
        return None if found is None else f"{before} {last}{found[len(last) :]}".lstrip()
