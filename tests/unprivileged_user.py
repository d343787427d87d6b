"""A user with no rights of its own, in this process: root may read anything, so a test as root would try nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

NOBODY = 65534


@contextmanager
def nobody() -> Iterator[None]:
    """What is asked of the system inside is asked by ``unprivileged_user`` where root runs the tests, else by the user who runs them.

    Files must lie where anybody may enter (fixture ``outside``). A test first does the same with full rights, so that all
    modules are imported and the settings are read: root's home and the project may be closed to others.
    """
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    groups, group = os.getgroups(), os.getegid()
    os.setgroups([])
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(groups)
