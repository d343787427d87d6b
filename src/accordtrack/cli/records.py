"""The verbs that write records: ``add``, ``measure``, ``amend``, ``note``, ``settle``, ``undo`` and ``retract``."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import shared_options, text_tables
from accordtrack.cli.entry_summary import summary_lines
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import Verb, add_verb, argument, option
from accordtrack.cli.write_command import carry_out, parse_assignments
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import localize, tr
from accordtrack.types import intents
from accordtrack.wording import entry_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.service import Desk
    from accordtrack.service.commands.typed_values import TypedFields


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Record")
    add_verb(
        app,
        "add",
        add,
        tr("record something new"),
        tr(
            "Records a commitment, an indicator, an event, a source, a body, a conflict, a framework, a "
            "goal, an area, a link of an indicator to a commitment, an evaluation, a results chain, a series of panel data "
            "(panel_series), or a break in one (panel_break). Fields are written due_on=…, lead.US=…; or they "
            "come from a YAML file. A text is written title.en=… and title.es=…, or title=… for both languages; a "
            "source has its title in one language: title=…. If the id of a commitment is omitted, one is proposed."
            "\n\nTo link an indicator to a commitment: accordtrack add link indicator=ID commitment=ID "
            "strength=contributory rationale.en=… rationale.es=…"
        ),
        family=family,
        cls=_AddVerb,
    )
    add_verb(
        app,
        "measure",
        measure,
        tr("add a value of an indicator"),
        tr(
            "Adds a value of one series of an indicator, for a period, as a source released it. accordtrack indicators "
            "lists the indicators; accordtrack add link links one to a commitment."
        ),
        family=family,
        free=True,
    )
    add_verb(
        app,
        "amend",
        amend,
        tr("change fields, with a reason"),
        tr(
            "Changes fields of a commitment, an indicator or a framework. What a side is responsible for "
            "can be changed only by a desk of that side, or by any desk with the published --source that "
            "says so. Earlier values stay in the history. title.en=… and title.es=… change a text in one "
            "language; title=… changes it in yours, and in the other unless that has its own text."
        ),
        family=family,
    )
    add_verb(
        app, "note", note, tr("a free note on a commitment"), tr("Adds a free note to a commitment."), family=family
    )
    add_verb(
        app,
        "settle",
        settle,
        tr("say which claim of a conflict stands"),
        tr("Says which claim of a conflict stands, according to which source and why."),
        family=family,
    )
    add_verb(
        app,
        "undo",
        undo,
        tr("take back the last act of this desk"),
        tr(
            "Takes back every entry of this desk's last act that is still in force. Nothing is deleted: a "
            "retraction is written."
        ),
        family=family,
    )
    add_verb(
        app,
        "retract",
        retract,
        tr("take back an older entry of this desk"),
        tr("Takes back one entry of this desk, with a reason."),
        family=family,
    )


class _AddVerb(Verb):
    """The verb ``add``, whose help page lists the fields of each kind of record."""

    def sections(self) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
        """Return the section with the fields."""
        from accordtrack.service.commands.records import fields_by_kind  # noqa: PLC0415  (the models are slow to import)

        yield tr("Fields"), [(kind, _field_list(fields)) for kind, fields in fields_by_kind().items()]


def _field_list(fields: TypedFields) -> str:
    parts = [
        ", ".join(fields.needed),
        tr("optional: {fields}", fields=", ".join(fields.optional)) if fields.optional else "",
        tr("from a file: {fields}", fields="; ".join(fields.from_file)) if fields.from_file else "",
    ]
    return "; ".join(part for part in parts if part)


def add(
    ctx: typer.Context,
    kind: Annotated[
        str,
        argument(
            tr("KIND"),
            tr(
                "commitment, indicator, link, event, source, body, conflict, evaluation, chain, framework, goal, area, "
                "panel_series or panel_break."
            ),
        ),
    ],
    words: Annotated[list[str] | None, argument(tr("FIELD=VALUE…"), tr("Fields; commas separate list items."))] = None,
    file: Annotated[
        Path | None, option("--from", tr("FILE.yaml"), tr("Read the fields from a file; command-line fields win."))
    ] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Add a record."""
    fields: dict[str, object] = {**parse_assignments(words or ())}
    options = global_options(ctx)
    if file is not None:
        from accordtrack.service import read_record_file  # noqa: PLC0415

        fields = {**read_record_file(file), **fields}

    def build_intent(desk: Desk) -> intents.AddRecord:
        proposed = {"id": desk.propose_id(kind, fields)} if kind == "commitment" and not fields.get("id") else {}
        return intents.AddRecord(kind=kind, fields={**fields, **proposed})

    desk = open_desk(options, lambda found: found.plan(build_intent(found)))
    carry_out(options, build_intent(desk), dry_run=dry_run, desk=desk)


def measure(
    ctx: typer.Context,
    indicator: Annotated[str, argument(tr("INDICATOR"), tr("Id of the indicator."))],
    value: Annotated[str, argument(tr("VALUE"), tr("Digits with a point: 41.5"))],
    period: Annotated[str, option("--period", "A..B", tr("First and last day: 2025-01-01..2025-12-31"))],
    source: Annotated[str, option("--source", "ID", tr("The source that released it."))],
    series: Annotated[
        str,
        option(
            "--series",
            tr("NAME"),
            tr("The series: one definition, scope and method. Without this option, the command lists those so far."),
        ),
    ] = "",
    party: Annotated[
        str | None,
        option("--party", shared_options.speaker_choices(), tr("Who measured it; the desk's side if omitted.")),
    ] = None,
    grade: Annotated[str | None, shared_options.grade()] = None,
    published_on: Annotated[
        str | None,
        option("--published-on", tr("DATE"), tr("When it was first released; the date of the source if omitted.")),
    ] = None,
    note: Annotated[str | None, option("--note", tr("TEXT"), tr("Accompanying text."))] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Add a measurement."""
    intent = intents.Measure(
        indicator=indicator,
        value=value,
        period=period,
        series=series,
        source=source,
        party=party,
        grade=grade,
        published_on=published_on,
        note=note,
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def amend(
    ctx: typer.Context,
    record: Annotated[str, argument("ID", tr("A commitment, an indicator or a framework."))],
    words: Annotated[list[str], argument(tr("FIELD=VALUE…"), tr("The fields that change."))],
    reason: Annotated[str, shared_options.reason()],
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Amend fields of a record."""
    intent = intents.Amend(
        record=record,
        fields=parse_assignments(words),
        reason=reason,
        said_on=said_on,
        handling=handling,
        sources=tuple(source or ()),
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run, voiced=True)


def note(
    ctx: typer.Context,
    commitment: Annotated[str, argument("ID", tr("Code of the commitment."))],
    words: Annotated[list[str], argument(tr("TEXT"), tr("The note."))],
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Add a note."""
    intent = intents.AddNote(commitment=commitment, text=" ".join(words), said_on=said_on, handling=handling)
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def settle(
    ctx: typer.Context,
    conflict: Annotated[str, argument(tr("CONFLICT"), tr("Id of the conflict."))],
    claim: Annotated[int, option("--claim", "N", tr("Number of the claim that stands."))],
    source: Annotated[str, option("--source", "ID", tr("The source that says so."))],
    reason: Annotated[str, shared_options.reason()],
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Settle a conflict."""
    intent = intents.SettleConflict(conflict=conflict, claim=claim, source=source, reason=reason)
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def undo(
    ctx: typer.Context,
    reason: Annotated[str | None, shared_options.reason()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Retract the last act of this desk."""
    options = global_options(ctx)

    def build_intent(desk: Desk) -> intents.Undo:
        return intents.Undo(act=next((entry.act for entry in desk.last_act()), None), reason=reason)

    desk = open_desk(options, lambda found: found.plan(build_intent(found)))
    intent = build_intent(desk)
    desk.plan(intent)  # so that nothing is announced that is refused
    entries = desk.last_act()
    if entries and options.format == "table":
        text_tables.print_text(options, tr("This takes back:"))
        for entry in entries:
            words = summary_lines(entry.kind, entry.body or {}, entry.answered, ascii_only=options.ascii_only)
            parts = (entry.id, entry_kind(entry), entry.ref, localize(entry.title), *words)
            text_tables.print_text(options, f"  {sanitize_line(', '.join(part for part in parts if part))}")
    carry_out(options, intent, dry_run=dry_run, desk=desk)


def retract(
    ctx: typer.Context,
    entry: Annotated[str, argument(tr("ENTRY"), tr("Id of the entry, or its hash."))],
    reason: Annotated[str, shared_options.reason()],
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Retract one entry."""
    carry_out(global_options(ctx), intents.Retract(entry=entry, reason=reason), dry_run=dry_run)
