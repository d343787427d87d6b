"""Entry point of the program. It answers ``--version`` before it imports anything heavy."""

import gc
import sys
from contextlib import suppress

from accordtrack import __version__


def main(argv: list[str] | None = None) -> int:
    """Run ``argv`` (default: the process arguments) and return the exit status: 0 done, 1 refused, 2 wrong usage."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words[:1] == ["--version"]:
        with suppress(OSError, AttributeError):  # the output is full or closed: reported below
            sys.stdout.write(f"accordtrack {__version__}\n")
            sys.stdout.flush()
            return 0
    from accordtrack.cli.start import start  # noqa: PLC0415

    status = start(words, alone=argv is None)
    if argv is None:
        gc.freeze()  # the process ends: a last collection would only take time
    return status


if __name__ == "__main__":
    sys.exit(main())
