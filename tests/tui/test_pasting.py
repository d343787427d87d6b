"""What is pasted is text, however the terminal cuts it into pieces; what ends by a fault says so."""

from __future__ import annotations

import time

import pytest
from textual import events

from accordtrack.tui import _exit_status
from accordtrack.tui.pasting import BEGIN, END, MOST, Keyboard

PASTED = "a\x1b[A\x1bsb\r\nfe\x00r\x1b[200~\x7f"
TEXT = "a[Asb\nfer[200~"


def feed_keyboard(keyboard: Keyboard, *pieces: str) -> list[str]:
    found = []
    for piece in pieces:
        for message in keyboard.feed(piece):
            if isinstance(message, events.Paste):
                found.append(f"<{message.text}>")
            elif isinstance(message, events.Key):
                found.append(message.key)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_paste_is_one_text_however_the_input_is_split(size: int) -> None:
    data = f"j\x1b[B{BEGIN}{PASTED}{END}k{BEGIN}{END}{BEGIN}x{END}"
    found = feed_keyboard(Keyboard(), *(data[place : place + size] for place in range(0, len(data), size)))
    assert found == ["j", "down", f"<{TEXT}>", "k", "<>", "<x>"]


def test_pause_inside_the_paste_marker_makes_no_key_press() -> None:
    keyboard = Keyboard()
    feed_keyboard(keyboard, BEGIN[:3])
    time.sleep(0.15)
    list(keyboard.tick())
    assert feed_keyboard(keyboard, BEGIN[3:] + "s" + END)[-1] == "<s>"


def test_escape_alone_is_a_key_press() -> None:
    keyboard = Keyboard()
    assert feed_keyboard(keyboard, "\x1b") == []
    time.sleep(0.15)
    assert [message.key for message in keyboard.tick() if isinstance(message, events.Key)] == ["escape"]
    assert feed_keyboard(keyboard, "j") == ["j"]


def test_long_paste_of_escape_sequences_is_fast_and_truncated() -> None:
    begun = time.monotonic()
    keyboard = Keyboard()
    data = BEGIN + "\x1b[Ax" * 500_000 + END
    found = feed_keyboard(keyboard, *(data[place : place + 65_536] for place in range(0, len(data), 65_536)))
    assert len(found) == 1
    assert len(found[0]) <= MOST + 2
    assert time.monotonic() - begun < 5


def test_exit_without_a_status_counts_as_failure() -> None:
    assert _exit_status(0, 0) == 0
    assert _exit_status(130, 0) == 130
    assert _exit_status(None, None) == 1
    assert _exit_status(None, 2) == 2
