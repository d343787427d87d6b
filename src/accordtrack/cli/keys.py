"""The ``key`` and ``desk`` verbs, which list, export, protect and rotate desk keys and open a new desk."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import json_shapes, machine_output, outcome, text_tables
from accordtrack.cli.session import aside, chosen, current, tell
from accordtrack.cli.verbs import argument, flag, group, offer, option
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import explain, gettext_lazy, in_alternat, tr
from accordtrack.service.signing_keys import passphrases
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import DeskKey, Line, Rekeyed

KEYS = ("desk", "side", "name", "kid", "public_key", "ssh", "closed", "path", "passphrase", "unread", "stands")

_STANDS = {
    "pipe": gettext_lazy("a pipe stands in its place: {path}"),
    "folder": gettext_lazy("a folder stands in its place: {path}"),
    "device": gettext_lazy("a device stands in its place: {path}"),
    "socket": gettext_lazy("a socket stands in its place: {path}"),
    "link": gettext_lazy("a link to nothing stands in its place: {path}"),
}


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = group(app, "key", tr("the keys of the desks"), family=tr("Keep"))
    offer(
        verbs,
        "list",
        key_list,
        tr("the key of each desk, and whether it is here"),
        tr("Lists the key of each desk of the register, and whether it is on this machine and under a passphrase."),
    )
    offer(
        verbs,
        "export",
        key_export,
        tr("print the public key of a desk"),
        tr(
            "Prints the public key of a desk as OpenSSH writes it. Nothing of it is secret: give it to whoever checks what the "
            "desk signs."
        ),
    )
    offer(
        verbs,
        "passphrase",
        key_passphrase,
        tr("change the passphrase of a desk's key"),
        tr(
            "Puts a desk's key under another passphrase: asked for, or taken from ACCORDTRACK_NEW_PASSPHRASE. The old one is "
            "asked for first, or taken from ACCORDTRACK_PASSPHRASE. The key itself stays the same."
        ),
    )

    offer(
        verbs,
        "rotate",
        key_rotate,
        tr("give a desk a new key"),
        tr(
            "Gives a desk a new key when the old one may be known to others or its holder leaves. An entry by the old key names "
            "the new one; behind it nothing that the old key signs counts. The old key file is put aside."
        ),
    )
    offer(
        group(app, "desk", tr("the desks of the register"), family=tr("Keep")),
        "open",
        desk_open,
        tr("open a new desk in a register that is there"),
        tr(
            "Opens a new desk, with a key of its own on this machine: for a second writing seat of a side, in a file that is "
            "shared or in a copy of it, or when the key of a desk is lost."
        ),
    )


def key_list(ctx: typer.Context) -> None:
    """List the keys."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    path = options.db or service.default_path()
    found = service.keys(path)
    rows = json_shapes.plain(found)
    match options.format:
        case "json":
            machine_output.write_json("keys", {"rows": rows}, ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_rows("keys", rows, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(KEYS, rows)
        case _:
            text_tables.table(options, _columns(), _rows(found))
    for problem in service.unread_keys(path, found):
        aside(explain(problem), ascii_only=options.ascii_only)


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("desk"), whole=True),
        text_tables.Column(tr("side"), whole=True),
        text_tables.Column(tr("name")),
        text_tables.Column(tr("key"), whole=True),
        text_tables.Column(tr("passphrase"), whole=True),
        text_tables.Column(tr("where the key is")),
    ]


def _rows(found: Sequence[DeskKey]) -> list[list[text_tables.Cell | str]]:
    covered = {True: tr("yes"), False: tr("no"), None: ""}
    return [
        [
            one.desk,
            label("side", one.side),
            label("desk name", one.name),
            one.kid,
            covered[one.passphrase],
            _where(one),
        ]
        for one in in_alternat(found, lambda one: one.side)
    ]


def _where(one: DeskKey) -> str:
    if one.stands is not None:
        return tr(_STANDS[one.stands], path=one.unread)
    if one.unread is not None:
        return tr("cannot be read: {path}", path=one.unread)
    if one.path is None:
        return tr("not on this machine")
    return tr("{path} (the desk does not go on in this file)", path=one.path) if one.closed else one.path


def key_export(ctx: typer.Context) -> None:
    """Print the public key of a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    found = service.key(options.db or service.default_path(), options.desk)
    if options.format == "table":
        sys.stdout.write(f"{found.ssh} {sanitize_line(found.desk)}\n")
        return
    facts = {"desk": found.desk, "side": found.side, "name": found.name, "kid": found.kid}
    told = json_shapes.plain({**facts, "public_key": found.public_key, "ssh": found.ssh})
    machine_output.write_one(options.format, "key", told, ascii_only=options.ascii_only)


def key_passphrase(
    ctx: typer.Context, remove: Annotated[bool, flag("--remove", tr("Leave the key without a passphrase."))] = False
) -> None:
    """Change or remove the passphrase of a key."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    ask = (lambda: None) if remove else passphrases.replacement_passphrase
    found = service.cover_key(options.db or service.default_path(), options.desk, ask)
    outcome.saved()
    if options.format != "table":
        facts = json_shapes.plain({"desk": found.desk, "path": found.path, "passphrase": found.passphrase})
        machine_output.write_one(options.format, "key_passphrase", facts, ascii_only=options.ascii_only)
        return
    values = {"desk": found.desk, "path": found.path}
    if remove:
        text_tables.say(options, tr("The key of {desk} has no passphrase now: {path}", **values))
        return
    text_tables.say(options, tr("The key of {desk} is under the new passphrase: {path}", **values))
    text_tables.say(options, tr("Copies of the file made before still open with the old one."))


def key_rotate(
    ctx: typer.Context,
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why the key is changed; it stays in the log."))] = "",
    destroy: Annotated[bool, flag("--destroy", tr("Delete the old key file, not put it aside."))] = False,
    protect: Annotated[
        bool,
        flag(
            "--passphrase",
            tr("Protect the new key with a passphrase, as is done anyhow where the old one has one."),
        ),
    ] = False,
) -> None:
    """Replace the key of a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)

    def ask(covered: bool) -> str | None:  # noqa: FBT001 - the desk says whether the old key had one
        return passphrases.replacement_passphrase() if covered or protect else None

    def say_updated(updated: Line) -> None:
        tell(updated, options)

    path = options.db or service.default_path()
    made = service.rotate_key(path, options.desk, reason, ask, say_updated, destroy=destroy)
    outcome.saved()
    key = made.key
    if options.format != "table":
        facts = {"desk": key.desk, "kid": key.kid, "public_key": key.public_key, "ssh": key.ssh}
        told = json_shapes.plain({**facts, "path": key.path, "passphrase": key.passphrase, "old": made.old})
        machine_output.write_one(options.format, "key_rotate", told, ascii_only=options.ascii_only)
        return
    text_tables.say(options, tr("Desk {desk} goes on with a new key: {path}", desk=key.desk, path=key.path))
    text_tables.say(options, _old(made))
    text_tables.say(options, tr("Whoever checks what the desk signs needs the new public key:"))
    sys.stdout.write(f"{key.ssh} {sanitize_line(key.desk)}\n")


def _old(made: Rekeyed) -> str:
    if made.old is None:
        return tr("The old key was deleted; copies of the file made before are not.")
    if made.old == made.before:
        return tr("The old key could not be moved. Put it away yourself: {path}", path=made.old)
    return tr("The old key was put aside: {path}", path=made.old)


def desk_open(
    ctx: typer.Context,
    feed: Annotated[str, argument(tr("DESK"), tr("Its name: the side and a number that is free, as us-2."))],
    name: Annotated[str, option("--name", tr("NAME"), tr("The name of the desk."))] = "",
    protect: Annotated[
        bool,
        flag("--passphrase", tr("Protect the key with a passphrase: asked for, or taken from ACCORDTRACK_PASSPHRASE.")),
    ] = False,
) -> None:
    """Open a new desk."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    service.refuse_desk(options.db or service.default_path(), feed, name)
    passphrase = passphrases.new_key_passphrase() if protect else None
    path = current(options)
    service.open_desk(path, feed, name=name, passphrase=passphrase)
    outcome.saved()
    key = service.key(path, feed)
    if options.format != "table":
        facts = {"desk": key.desk, "side": key.side, "name": key.name, "kid": key.kid}
        told = json_shapes.plain({**facts, "public_key": key.public_key, "ssh": key.ssh, "path": key.path})
        machine_output.write_one(options.format, "desk_open", told, ascii_only=options.ascii_only)
        return
    text_tables.say(options, tr("Desk: {feed}", feed=key.desk))
    text_tables.say(options, tr("Its key: {path}", path=key.path))
    text_tables.say(options, tr("Its public key, for whoever checks what it signs:"))
    sys.stdout.write(f"{key.ssh} {sanitize_line(key.desk)}\n")
    text_tables.say(options, tr("Write at it with --desk {feed}.", feed=key.desk))
