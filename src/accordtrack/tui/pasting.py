"""What is pasted is text, whatever is in it.

Textual looks for key sequences inside a bracketed paste as well: an escape in it presses real keys, and a
text copied from a hostile page could write a signed position. ``Keyboard`` therefore stands before
Textual's parser and lets it see the two marks of a paste only, never what lies between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
MOST = 100_000
"""Characters of one paste that are kept: no field takes as many."""
_KEPT = {ord("\n"), ord("\t")}
_CONTROLS = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code not in _KEPT}


class Keyboard:
    """Turns what the terminal sends into events; between the marks of a paste everything is text."""

    def __init__(self, *, debug: bool = False) -> None:
        self._keys = XTermParser(debug)
        self._matched = 0
        """Characters of ``BEGIN`` that were seen last. A pause between them does not make a key of the rest."""
        self._pasted: str | None = None
        self._tail = ""

    def feed(self, data: str) -> Iterator[Message]:
        """Events of the next characters."""
        while data:
            if self._pasted is None:
                place = self._begun(data)
                yield from self._pressed(data[:place])
                data = data[place:]
            else:
                data, text = self._taken(data)
                if text is not None:
                    yield from self._pressed(END)
                    yield events.Paste(text)

    def tick(self) -> Iterator[Message]:
        """Events of what has waited long enough for its next character."""
        yield from self._without_pastes(self._keys.tick())

    def close(self) -> None:
        """Nothing more comes."""
        for _ in self._keys.feed(""):
            pass

    def _begun(self, data: str) -> int:
        """How many characters are keys: up to and with the mark that begins a paste, else all."""
        place = 0
        while place < len(data):
            if self._matched == 0:
                found = data.find(BEGIN[0], place)
                if found < 0:
                    return len(data)
                place = found
            character = data[place]
            place += 1
            self._matched = self._matched + 1 if character == BEGIN[self._matched] else int(character == BEGIN[0])
            if self._matched == len(BEGIN):
                self._matched, self._pasted, self._tail = 0, "", ""
                return place
        return place

    def _taken(self, data: str) -> tuple[str, str | None]:
        """Take what belongs to the paste: gives what comes after it, and its whole text once it has ended."""
        held = self._tail + data
        end = held.find(END)
        if end < 0:
            keep = len(END) - 1
            self._pasted = ((self._pasted or "") + held[:-keep])[:MOST]
            self._tail = held[-keep:]
            return "", None
        text = ((self._pasted or "") + held[:end])[:MOST]
        self._pasted = None
        return held[end + len(END) :], text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)

    def _pressed(self, data: str) -> Iterator[Message]:
        if data:
            yield from self._without_pastes(self._keys.feed(data))

    @staticmethod
    def _without_pastes(found: Iterable[Message]) -> Iterator[Message]:
        """Textual tells of an empty paste when it sees both marks; the text was taken here."""
        return (message for message in found if not isinstance(message, events.Paste))
