"""The driver of the terminal: when it goes on after having been stopped, and when nothing may go on."""

from __future__ import annotations

import os
import pty

from accordtrack.tui.terminal import TerminalDriver


class StoppedDriver(TerminalDriver):
    """A driver whose program was stopped, on a terminal that is given; it notes when it goes on."""

    def __init__(self, terminal: int) -> None:
        self.fileno = terminal
        self._auto_restart = True
        self.went_on = False

    def resume_application_mode(self) -> None:
        self.went_on = True


def test_stopped_program_resumes_while_its_terminal_is_open() -> None:
    ours, terminal = pty.openpty()
    driver = StoppedDriver(terminal)
    driver._sigcont_application()
    os.close(ours)
    os.close(terminal)
    assert driver.went_on


def test_stopped_program_does_not_resume_on_a_closed_terminal() -> None:
    """The hang-up sends the signal to go on; a reader of keys started then would keep a program that has left alive."""
    ours, terminal = pty.openpty()
    driver = StoppedDriver(terminal)
    os.close(ours)
    driver._sigcont_application()
    os.close(terminal)
    assert not driver.went_on
