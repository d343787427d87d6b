"""P15 and P17: first frame and first rows of the real register in a real terminal.

Compares the first frame with a minimal Textual app.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from terminal import until
from timing import Row

_FRAME, _ROWS, _USABLE = 1.3, 0.250, 0.5
_ROUNDS = 9


def measure(register: Path, peers: Path) -> list[Row]:
    """Measure the floor, accordtrack, and VisiData (on a CSV with as many rows) in interleaved rounds."""
    program = str(Path(sys.executable).with_name("accordtrack"))
    ours = [program, "--db", str(register), "--desk", "us-1", "--lang", "en"]
    minimal = [sys.executable, str(Path(__file__).with_name("minimal.py"))]
    table = register.with_name("rows.csv")
    table.write_text("id,title\n" + "".join(f"row-{number},a title\n" for number in range(184)), encoding="utf-8")
    peer = [str(peers / "vd"), str(table)]
    floors, frames, rows, others = [], [], [], []
    for _ in range(_ROUNDS):
        floors.append(until(minimal, b"minimal-first-frame")[0])
        frame, first = until(ours, b"accordtrack", b"BF2-JT-08")
        frames.append(frame)
        rows.append(first)
        others.append(until(peer, b"row-0")[0])
    floor, frame, first, other = map(statistics.median, (floors, frames, rows, others))
    return [
        Row("P15", "first frame", frame, "a minimal Textual app", frame / floor, "1.3x", frame / floor <= _FRAME),
        Row("P15", "rows after the first frame", first - frame, "", None, "250 ms", first - frame <= _ROWS),
        Row("P15", "floor: a minimal Textual app", floor),
        Row("P15", "peer: VisiData on the same rows", other),
        Row("P17", "open the real register, rows on screen", first, "", None, "0.5 s", first <= _USABLE),
    ]
