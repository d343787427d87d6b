"""How every verb that writes does it: plan or write an intent, and say in words what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import machine, sheet
from accordtrack.cli.session import opened
from accordtrack.i18n import say, tr, trn
from accordtrack.intents import Retract, Undo
from accordtrack.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.desk import Desk
    from accordtrack.intents import Intent
    from accordtrack.views import Done, Line, Plan


_KEY_OF_SCREENS = "Nothing earlier changes; u takes it back as a new entry"
"""A line of plans that names a key; the command line says the same of its own verb."""


def carry_out(options: Globals, intent: Intent, *, dry_run: bool, desk: Desk | None = None) -> None:
    """Write ``intent``, or with ``dry_run`` say what it would write."""
    desk = desk or opened(options)
    if dry_run:
        _planned(options, desk.plan(intent))
    else:
        _written(options, desk.write(intent), undoable=not isinstance(intent, Undo | Retract))


def assignments(words: Sequence[str]) -> dict[str, str]:
    """``FIELD=VALUE`` words as a mapping; a word without ``=`` or a field given twice is refused."""
    fields: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Refused(
                Problem('"{word}" is not FIELD=VALUE', "Write it as due_on=2026-12-31.", "", {"word": word}, usage=True)
            )
        if name in fields:
            raise Refused(
                Problem('The field "{field}" is given twice', "Give it once.", "", {"field": name}, usage=True)
            )
        fields[name] = value
    return fields


def _planned(options: Globals, plan: Plan) -> None:
    lines = _words(plan.lines)
    if options.format != "table":
        facts = {"voice": say(plan.voice), "entries": plan.entries, "lines": lines}
        _for_programs(options, "plan", facts)
        return
    sheet.say(options, say(plan.voice))
    _bullets(options, lines)
    sheet.say(options, trn("This would write {n} entry.", "This would write {n} entries.", plan.entries))
    sheet.say(options, tr("Nothing was written."))


def _written(options: Globals, done: Done, *, undoable: bool) -> None:
    lines = _words(done.lines)
    if options.format != "table":
        facts = {"act": done.act, "ids": done.ids, "hashes": done.hashes, "refs": done.refs, "lines": lines}
        _for_programs(options, "written", facts)
        return
    _bullets(options, lines)
    ids = ", ".join(done.ids)
    sheet.say(options, trn("Written as entry {ids}.", "Written as entries {ids}.", len(done.ids), ids=ids))
    if undoable:
        sheet.say(options, tr('"accordtrack undo" takes it back.'))


def _words(lines: Iterable[Line]) -> list[str]:
    return [say(line) for line in lines if line.template != _KEY_OF_SCREENS]


def _bullets(options: Globals, lines: Iterable[str]) -> None:
    for line in lines:
        sheet.say(options, f"  {line}")


def _for_programs(options: Globals, kind: str, facts: Mapping[str, object]) -> None:
    machine.write_one(options.format, kind, machine.plain(facts), ascii_only=options.ascii_only)
