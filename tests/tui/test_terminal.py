"""The driver of the terminal: when it goes on after having been stopped, and when nothing may go on."""

from __future__ import annotations

import os
import pty

from accordtrack.tui.terminal import TerminalDriver


class Stopped(TerminalDriver):
    """A driver whose program was stopped, on a terminal that is given; it notes when it goes on."""

    def __init__(self, terminal: int) -> None:
        self.fileno = terminal
        self._auto_restart = True
        self.went_on = False

    def resume_application_mode(self) -> None:
        self.went_on = True


def test_a_stopped_program_goes_on_where_its_terminal_still_is() -> None:
    ours, terminal = pty.openpty()
    driver = Stopped(terminal)
    driver._sigcont_application()
    os.close(ours)
    os.close(terminal)
    assert driver.went_on


def test_nothing_goes_on_on_a_terminal_that_was_closed() -> None:
    """The hang-up sends the signal to go on; a reader of keys started then would keep a program that has left alive."""
    ours, terminal = pty.openpty()
    driver = Stopped(terminal)
    os.close(ours)
    driver._sigcont_application()
    os.close(terminal)
    assert not driver.went_on
