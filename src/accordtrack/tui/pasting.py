"""Keyboard input with safe pastes: everything inside a bracketed paste is text.

Textual also looks for key sequences inside a bracketed paste. An escape sequence there presses real keys, so text
copied from a hostile page could write a signed answer. ``Keyboard`` therefore runs before Textual's parser and never
passes it the text between the two markers of a paste.
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
"""Maximum number of characters kept from one paste. No field accepts as many."""
_KEPT = {ord("\n"), ord("\t")}
_CONTROLS = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code not in _KEPT}


class Keyboard:
    """Parser of terminal input into events that treats everything between the markers of a paste as text."""

    def __init__(self, *, debug: bool = False) -> None:
        self._keys = XTermParser(debug)
        self._matched = 0
        """Number of characters of ``BEGIN`` matched so far.

        A pause inside the marker does not turn the rest into keys.
        """
        self._pasted: str | None = None
        self._tail = ""

    def feed(self, data: str) -> Iterator[Message]:
        """Yield the events of the next characters."""
        while data:
            if self._pasted is None:
                place = self._count_key_characters(data)
                yield from self._parse_keys(data[:place])
                data = data[place:]
            else:
                data, text = self._consume_paste(data)
                if text is not None:
                    yield from self._parse_keys(END)
                    yield events.Paste(text)

    def tick(self) -> Iterator[Message]:
        """Yield the events of characters that waited long enough for a continuation."""
        yield from self._without_pastes(self._keys.tick())

    def close(self) -> None:
        """End the input."""
        for _ in self._keys.feed(""):
            pass

    def _count_key_characters(self, data: str) -> int:
        """Return the number of leading characters that are keys: through the marker that begins a paste, else all."""
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

    def _consume_paste(self, data: str) -> tuple[str, str | None]:
        """Consume the characters of the paste. Return the remaining input, and the whole text once it ended."""
        buffer = self._tail + data
        end = buffer.find(END)
        if end < 0:
            keep = len(END) - 1
            self._pasted = ((self._pasted or "") + buffer[:-keep])[:MOST]
            self._tail = buffer[-keep:]
            return "", None
        text = ((self._pasted or "") + buffer[:end])[:MOST]
        self._pasted = None
        return buffer[end + len(END) :], text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)

    def _parse_keys(self, data: str) -> Iterator[Message]:
        if data:
            yield from self._without_pastes(self._keys.feed(data))

    @staticmethod
    def _without_pastes(messages: Iterable[Message]) -> Iterator[Message]:
        """Filter out Textual's own paste events, which are empty because the text was consumed here."""
        return (message for message in messages if not isinstance(message, events.Paste))
