"""Process behind one browser tab: the terminal interface at the end of a pipe, with limited capabilities.

``serve`` starts one such process per tab. It is not a verb: ``python -m accordtrack.cli.browser_tab`` accepts the
global options and ``--allow-writes``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.cli import arguments
from accordtrack.cli.start import print_problems
from accordtrack.core import capabilities
from accordtrack.core.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITES = "--allow-writes"


def main(words: Sequence[str]) -> int:
    """Show the register named by ``words`` and return the exit status."""
    try:
        chosen, rest = arguments.split_global_options(words)
        capabilities.restrict_to_browser(writes=WRITES in rest)
        i18n.set_language(chosen.language or i18n.preferred_language())
        return _run_screens(chosen)
    except Refused as refusal:
        return print_problems(refusal)


def _run_screens(chosen: arguments.Globals) -> int:
    from accordtrack import service, tui  # noqa: PLC0415
    from accordtrack.cli.screens import user_options, uses_plain_colors  # noqa: PLC0415

    path = chosen.db or service.default_path()
    return tui.run(
        lambda _report: service.open_register(path, desk=chosen.desk),
        language=i18n.language(),
        ascii_only=chosen.ascii_only,
        plain_colors=uses_plain_colors(chosen),
        title=f"accordtrack {'-' if chosen.ascii_only else '·'} {path.name}",
        own=user_options(chosen),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
