"""Draw ``growth.svg`` from the results: seconds by register size on log-log axes, one line per job."""

from __future__ import annotations

import math
import re
from pathlib import Path

import results

_WIDE, _HIGH = 850, 470
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 280, 56, 48
_FACES = "Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif"
_COLOURS = ("#1d4f7c", "#8a5a00", "#1b7a4b", "#8c2d5e", "#5b3fa0", "#b03a1e")
_APART = 17
"""Minimum vertical distance between two labels, in pixels."""
_CASE = re.compile(r"(.+), ([\d,]+) commitments")
_VERIFY, _SCORE = re.compile(r"verify ([\d,]+) entries"), re.compile(r"score ([\d,]+) commitments, .*")
_EACH = 10
"""Entries per commitment in a stress register; converts the entry counts of verify to commitments."""
Lines = dict[str, dict[int, float]]


def draw() -> None:
    """Write the chart next to the results file, if any job has at least two points."""
    lines = {name: points for name, points in _lines().items() if len(points) > 1}
    if lines:
        Path(results.RESULTS).with_name(results.CHART).write_text(_svg(lines), encoding="utf-8")


def _lines() -> Lines:
    """Return the seconds by number of commitments, per job.

    Most jobs come from the growth part of the results. Verify and score come from their own parts.
    """
    parts = results.parts()
    found: Lines = {}
    for _job, case, seconds in results.rows([parts.get(results.GROWTH, "")]):
        if told := _CASE.fullmatch(case):
            found.setdefault(told[1], {})[_number(told[2])] = seconds
    for job, case, seconds in results.rows(text for title, text in parts.items() if title != results.GROWTH):
        if job == "P10" and (told := _VERIFY.fullmatch(case)):
            found.setdefault("verify", {})[_number(told[1]) // _EACH] = seconds
        if job == "P9" and (told := _SCORE.fullmatch(case)):
            found.setdefault("score, 3 indicators each", {})[_number(told[1])] = seconds
    return found


def _number(told: str) -> int:
    return int(told.replace(",", ""))


def _svg(lines: Lines) -> str:
    sizes = sorted({size for points in lines.values() for size in points})
    seconds = [value for points in lines.values() for value in points.values()]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (math.log10(size) - first) / (last - first)

    def up(value: float) -> float:
        return _HIGH - _BOTTOM - (_HIGH - _TOP - _BOTTOM) * (math.log10(value) - low) / (high - low)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="{_FACES}"',
        'font-size="13" role="img" aria-label="Seconds by commitments">',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>',
        _text(_LEFT, 24, "Seconds by size of the register", "#1b1f24", weight="bold"),
        _text(_LEFT, 42, "both by powers of ten; ten entries a commitment", "#565d66"),
    ]
    for power in range(low, high + 1):
        y = up(10.0**power)
        drawn.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}" stroke="#d9dce0"/>')
        drawn.append(_text(_LEFT - 8, y + 4, _seconds(10.0**power), "#565d66", anchor="end"))
    drawn += [_text(across(size), _HIGH - 24, f"{size:,}", "#565d66", anchor="middle") for size in sizes]
    drawn.append(_text(_WIDE - _RIGHT, _HIGH - 6, "commitments", "#565d66", anchor="end"))
    ends = sorted(lines.items(), key=lambda item: up(item[1][max(item[1])]))
    beside: float = _TOP - _APART
    for place, (name, points) in enumerate(ends):
        colour, size = _COLOURS[place % len(_COLOURS)], max(points)
        path = "L".join(f"{across(at):.1f} {up(points[at]):.1f}" for at in sorted(points))
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{across(at):.1f}" cy="{up(points[at]):.1f}" r="3.5" fill="{colour}"/>' for at in points]
        y = up(points[size])
        beside = max(beside + _APART, y + 4)
        x, where = _WIDE - _RIGHT + 20, "" if size == sizes[-1] else f" at {size:,}"
        drawn.append(
            f'<path d="M{across(size) + 5:.1f} {y:.1f}L{x - 4} {beside - 4:.1f}" stroke="{colour}" opacity=".5"/>'
        )
        drawn.append(_text(x, beside, f"{name}: {_seconds(points[size])}{where}", colour))
    return "\n".join([*drawn, "</svg>\n"])


def _seconds(value: float) -> str:
    return f"{value * 1000:.3g} ms" if value < 1 else f"{float(f'{value:.3g}'):g} s"


def _text(x: float, y: float, words: str, colour: str, anchor: str = "start", weight: str = "normal") -> str:
    placed = f'x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}"'
    return f"<text {placed}>{words}</text>"


if __name__ == "__main__":
    draw()
