"""Preview text of what a form would write, for one commitment or for all marked ones.

For several commitments, the preview names those whose plans differ from the first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import line_text, lines_in_alternat, tr
from accordtrack.text.pending import without_contents
from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.service import Desk
    from accordtrack.types import Plan
    from accordtrack.types.intents import Intent

OTHERS, NAMED = 4, 3
"""Maximum number of differing plans shown, and maximum number of codes named for each."""


def plan_intents(desk: Desk, intents: Sequence[Intent], names: Sequence[str] = ()) -> tuple[Plan, ...]:
    """Return the plan of every intent.

    Raises:
        Refused: When any intent is refused, with the problems located by ``names``.
    """
    plans: list[Plan] = []
    problems: list[Problem] = []
    for place, intent in enumerate(intents):
        try:
            plans.append(desk.plan(intent))
        except Refused as why:
            first = why.problems[0]
            problems += [replace(first, place=first.place or names[place])] if names else why.problems
    if problems:
        raise Refused(*problems)
    return tuple(plans)


def attribution_text(plans: Sequence[Plan]) -> str:
    """Return the attribution of the first plan and, if others differ, the number of rows it applies to."""
    lines = [line_text(plan.voice) for plan in plans]
    same = lines.count(lines[0])
    if same == len(lines):
        return lines[0]
    return f"{lines[0]}{text_styles.dot()}{tr('{n} of {total} rows', n=same, total=len(lines))}"


def preview_text(plans: Sequence[Plan], names: Sequence[str], *, unplanned: int = 0) -> Content:
    """Return the lines of the first plan, the number of identical plans, and the differences of the rest.

    ``unplanned`` is the number of intents that were not planned. What accepted entries say is left out: the list of what
    waits shows it.
    """
    shown = [lines_in_alternat(without_contents(plan.lines)) for plan in plans]
    previews = [(line_text(plan.voice), *map(line_text, lines)) for plan, lines in zip(plans, shown, strict=True)]
    first = previews[0]
    lines = [plan_line(line) for line in first[1:]]
    if len(previews) == 1:
        return text_styles.join(*lines, by="\n")
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, own in zip(names, previews, strict=False):
        groups.setdefault(own, []).append(name)
    same = groups.pop(first)
    more = [text_styles.words(tr("the same for {n} more", n=len(same) - 1), "$accent")] if len(same) > 1 else []
    for own, those in list(groups.items())[:OTHERS]:
        code = text_styles.join_items(those[:NAMED]) + (
            text_styles.mark_or_ascii(" …", " ..") if len(those) > NAMED else ""
        )
        about = text_styles.words(
            tr("For {id}:", id=code) if len(those) == 1 else _several(code, len(those)), text_styles.WARN
        )
        others = [plan_line(line) for line in own if line not in first] or [text_styles.words(tr("only part of this"))]
        more.append(text_styles.join(about, text_styles.join(*others, by=text_styles.dot()), by=" "))
    if len(groups) > OTHERS:
        rest = sum(len(those) for those in list(groups.values())[OTHERS:])
        more.append(text_styles.words(tr("different for {n} more", n=rest), text_styles.WARN))
    if unplanned:
        more.append(text_styles.words(tr("{n} more are checked when they are saved", n=f"{unplanned:,}"), "$accent"))
    additions = sum(line.startswith("+ ") for line in first[1:])  # Explanations come last: a low window cuts them off.
    return text_styles.join(*lines[:additions], *more, *lines[additions:], by="\n")


def _several(codes: str, count: int) -> str:
    return tr("For {codes} ({n} rows):", codes=codes, n=count)


def plan_line(text: str) -> Content:
    """Format a line of a plan, highlighting additions over explanations."""
    if text.startswith("+ "):
        return text_styles.join(text_styles.words("+ ", text_styles.GOOD), text_styles.words(text[2:]))
    return text_styles.muted(text)
