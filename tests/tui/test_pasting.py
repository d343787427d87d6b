"""What is pasted is text, however the terminal cuts it into pieces; what ends by a fault says so."""

from __future__ import annotations

import time

import pytest
from textual import events

from accordtrack.tui import _status
from accordtrack.tui.pasting import BEGIN, END, MOST, Keyboard

PASTED = "a\x1b[A\x1bsb\r\nfe\x00r\x1b[200~\x7f"
TEXT = "a[Asb\nfer[200~"


def told(keyboard: Keyboard, *pieces: str) -> list[str]:
    found = []
    for piece in pieces:
        for message in keyboard.feed(piece):
            if isinstance(message, events.Paste):
                found.append(f"<{message.text}>")
            elif isinstance(message, events.Key):
                found.append(message.key)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_a_paste_is_one_text_between_keys(size: int) -> None:
    data = f"j\x1b[B{BEGIN}{PASTED}{END}k{BEGIN}{END}{BEGIN}x{END}"
    found = told(Keyboard(), *(data[place : place + size] for place in range(0, len(data), size)))
    assert found == ["j", "down", f"<{TEXT}>", "k", "<>", "<x>"]


def test_a_pause_inside_the_mark_makes_no_key_of_the_paste() -> None:
    keyboard = Keyboard()
    told(keyboard, BEGIN[:3])
    time.sleep(0.15)
    list(keyboard.tick())
    assert told(keyboard, BEGIN[3:] + "s" + END)[-1] == "<s>"


def test_the_escape_key_alone_is_still_a_key() -> None:
    keyboard = Keyboard()
    assert told(keyboard, "\x1b") == []
    time.sleep(0.15)
    assert [message.key for message in keyboard.tick() if isinstance(message, events.Key)] == ["escape"]
    assert told(keyboard, "j") == ["j"]


def test_a_long_paste_of_escapes_is_quick_and_bounded() -> None:
    begun = time.monotonic()
    keyboard = Keyboard()
    data = BEGIN + "\x1b[Ax" * 500_000 + END
    found = told(keyboard, *(data[place : place + 65_536] for place in range(0, len(data), 65_536)))
    assert len(found) == 1
    assert len(found[0]) <= MOST + 2
    assert time.monotonic() - begun < 5


def test_a_program_that_ends_by_itself_has_failed() -> None:
    assert _status(0, 0) == 0
    assert _status(130, 0) == 130
    assert _status(None, None) == 1
    assert _status(None, 2) == 2
