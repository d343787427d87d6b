"""S4 and S5: the public site of a register, compared with writing the same bytes and with copying the tree.

S4 also measures a rebuild when nothing has changed and when only the date has changed. S5 measures how time and memory
grow with register size.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from accordtrack import service as door
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable

_WHOLE, _UNCHANGED = 5.0, 1.0
_GROWTH = 1.2
"""Maximum exponent of growth: ten times the commitments may take 10^1.2, about sixteen times as long."""
_PAGES = "--without-downloads"
_ALONE = """import sys
from accordtrack.__main__ import main
from accordtrack.service.publish import site_files
site_files._LARGE = 0
sys.exit(main())"""
"""Runs the program with both languages in one process, as for a large register, so that two sizes are comparable."""
_ROUND = count()


def measure(register: Path) -> list[Row]:
    """Measure the command on the real register, from start to finished folder, and its floors."""
    program = str(Path(sys.executable).with_name("accordtrack"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        verb = [program, "site", "--db", str(register)]
        subprocess.run([*verb, str(folder / "same")], check=True, capture_output=True)
        files = {one.relative_to(folder / "same"): one.read_bytes() for one in _files(folder / "same")}

        def new(*options: str) -> None:
            subprocess.run([*verb, str(folder / f"new-{next(_ROUND)}"), *options], check=True, capture_output=True)

        cases: dict[str, Callable[[], object]] = {
            "whole": new,
            "pages": partial(new, _PAGES),
            "unchanged": partial(subprocess.run, [*verb, str(folder / "same")], check=True, capture_output=True),
            "written": lambda: _write(files, folder / f"floor-{next(_ROUND)}"),
            "copied": lambda: shutil.copytree(folder / "same", folder / f"copy-{next(_ROUND)}"),
            "start": partial(
                subprocess.run,
                [program, "list", "--limit", "1", "--db", str(register)],
                check=True,
                capture_output=True,
            ),
        }
        found = medians(cases, rounds=5)
        daily, changed = _next_day(register, folder / "daily")
    ratio = found["whole"] / found["written"]
    case = f"the whole site, {len(files):,} files, {sum(map(len, files.values())) / 1e6:.1f} MB"
    return [
        Row("S4", case, found["whole"], "the same bytes written", ratio, f"{_WHOLE:.0f} s", found["whole"] <= _WHOLE),
        Row("S4", "its pages alone", found["pages"], "", None, f"{_WHOLE:.0f} s", found["pages"] <= _WHOLE),
        Row(
            "S4",
            "again, nothing changed",
            found["unchanged"],
            "list, one row",
            found["unchanged"] / found["start"],
            f"{_UNCHANGED:.0f} s",
            found["unchanged"] <= _UNCHANGED,
        ),
        Row("S4", f"again, a day later: {changed:,} files change", daily),
        Row("S4", "floor: the same bytes written", found["written"]),
        Row("S4", "floor: the tree copied", found["copied"]),
        Row("S4", "floor: list, one row", found["start"]),
    ]


def grown(small: Path, large: Path) -> list[Row]:
    """Measure the time and peak memory of building the pages of both registers."""
    sizes, found = [_size(one) for one in (small, large)], [_apart(one) for one in (small, large)]
    (less, light), (more, heavy) = found
    exponent = math.log(more / less) / math.log(sizes[1] / sizes[0])
    held = heavy / light
    return [
        Row("S5", f"the pages of {sizes[0]:,} commitments", less),
        Row(
            "S5",
            f"the pages of {sizes[1]:,} commitments; time grows as n^{exponent:.2f}",
            more,
            f"{sizes[0]:,} commitments",
            more / less,
            f"n^{_GROWTH}",
            exponent <= _GROWTH,
        ),
        Row("S5", f"most memory, {sizes[0]:,} commitments", light, unit="MB"),
        Row(
            "S5",
            f"most memory, {sizes[1]:,} commitments",
            heavy,
            f"{sizes[0]:,} commitments",
            held,
            f"{sizes[1] / sizes[0]:.0f}x",
            held <= sizes[1] / sizes[0],
            unit="MB",
        ),
    ]


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def _write(files: dict[Path, bytes], folder: Path) -> None:
    for name, raw in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)


def _next_day(register: Path, out: Path) -> tuple[float, int]:
    today = date.today()  # noqa: DTZ011
    door.open_register(register, today=today.isoformat()).build_site(out)
    desk = door.open_register(register, today=(today + timedelta(days=1)).isoformat())
    start = perf_counter()
    done = desk.build_site(out)
    return perf_counter() - start, done.written + 1


def _apart(register: Path) -> tuple[float, float]:
    """Run the site command, and return its seconds and the peak of the total memory of all its processes in MB."""
    with tempfile.TemporaryDirectory() as name:
        verb = [sys.executable, "-c", _ALONE, "site", "--db", str(register), str(Path(name) / "site"), _PAGES]
        start, most = perf_counter(), 0.0
        with subprocess.Popen(verb, stdout=subprocess.DEVNULL, start_new_session=True) as running:
            while running.poll() is None:
                most = max(most, _held(running.pid))
                sleep(0.2)
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, verb)
        return perf_counter() - start, most


def _held(session: int) -> float:
    """Return the resident memory of all processes of a session, in MB."""
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):  # The process has ended.
            if os.getsid(int(process.name)) == session:
                pages += int((process / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _size(register: Path) -> int:
    return door.open_register(register).info().records


if __name__ == "__main__":
    from timing import told

    print("\n".join(told(row) for row in grown(*map(Path, sys.argv[1:3]))))
