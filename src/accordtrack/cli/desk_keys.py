"""The ``key`` and ``desk`` verbs, which list, export, protect and rotate desk keys and open a new desk."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.pending import wait_all_command
from accordtrack.cli.session import global_options, report_upgrade, upgraded_path, write_to_stderr
from accordtrack.cli.verbs import add_group, add_verb, argument, flag, option
from accordtrack.cli.write_command import print_result
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import explain, gettext_lazy, in_alternat, tr
from accordtrack.service.signing_keys import passphrases
from accordtrack.text import pending as texts
from accordtrack.vocabulary import COMPILER, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.types import DeskKey, Line, Rekeyed

KEYS = ("desk", "side", "name", "kid", "public_key", "ssh", "closed", "path", "passphrase", "unread", "stands")

_STANDS = {
    "pipe": gettext_lazy("a pipe is in its place: {path}"),
    "folder": gettext_lazy("a folder is in its place: {path}"),
    "device": gettext_lazy("a device is in its place: {path}"),
    "socket": gettext_lazy("a socket is in its place: {path}"),
    "link": gettext_lazy("a broken link is in its place: {path}"),
}


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = add_group(app, "key", tr("the keys of the desks"), family=tr("Keep"))
    add_verb(
        verbs,
        "list",
        key_list,
        tr("the key of each desk, and whether it is here"),
        tr(
            "Lists the key of each desk of the register, and whether it is on this machine and protected by a "
            "passphrase."
        ),
    )
    add_verb(
        verbs,
        "export",
        key_export,
        tr("print the public key of a desk"),
        tr(
            "Prints the public key of a desk in OpenSSH format. Nothing in it is secret: give it to anyone "
            "who checks what the desk signs."
        ),
    )
    add_verb(
        verbs,
        "passphrase",
        key_passphrase,
        tr("change the passphrase of a desk's key"),
        tr(
            "Protects a desk's key with a different passphrase: asked for, or taken from "
            "ACCORDTRACK_NEW_PASSPHRASE. The old one is asked for first, or taken from "
            "ACCORDTRACK_PASSPHRASE. The key itself stays the same."
        ),
    )

    add_verb(
        verbs,
        "rotate",
        key_rotate,
        tr("give a desk a new key"),
        tr(
            "Gives a desk a new key when the old one may be known to others or its holder leaves. An entry "
            "signed by the old key names the new one; after it, nothing that the old key signs counts. The "
            "old key file is deleted."
        ),
    )
    desks = add_group(app, "desk", tr("the desks of the register"), family=tr("Keep"))
    add_verb(
        desks,
        "open",
        desk_open,
        tr("open a new desk in an existing register"),
        tr(
            "Opens a new desk, with its own key on this machine: for a second person who writes for a side, "
            "in a shared file or in a copy of it, or when the key of a desk is lost."
        ),
    )
    add_verb(
        desks,
        "accept",
        desk_accept,
        tr("accept the changed key of a desk"),
        tr(
            "A register does not open if the key of a desk is not the one that you first saw and that key did "
            "not hand over to the new one. Ask the desk for its key, then accept it by the name of the desk."
        ),
    )
    add_verb(
        desks,
        "close",
        desk_close,
        tr("close a desk"),
        tr(
            "Closes a desk permanently: nothing can be written there afterwards. Entries do not wait "
            "for a side without an open desk, except those that its desks already saw waiting."
        ),
    )
    add_verb(
        desks,
        "admit",
        desk_admit,
        tr("admit an observer's desk"),
        tr(
            "Admits an observer's desk on behalf of your side: its statements, or also its changes to the "
            "scope of the register. Its entries come into force once every side with an open desk has "
            "admitted it. With --until, the admission ends after that entry, once both sides have ended it."
        ),
    )


def key_list(ctx: typer.Context) -> None:
    """List the keys."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    path = options.db or service.default_path()
    desk_keys = service.keys(path)
    if not machine_output.wrote_rows(options, "keys", desk_keys, KEYS):
        text_tables.print_table(options, _columns(), _rows(desk_keys))
    for problem in service.unread_key_problems(path, desk_keys):
        write_to_stderr(explain(problem), ascii_only=options.ascii_only)


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("desk"), whole=True),
        text_tables.Column(tr("side"), whole=True),
        text_tables.Column(tr("name")),
        text_tables.Column(tr("key"), whole=True),
        text_tables.Column(tr("passphrase"), whole=True),
        text_tables.Column(tr("where the key is"), whole=True),
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
            _key_location(one),
        ]
        for one in in_alternat(found, lambda one: one.side)
    ]


def _key_location(one: DeskKey) -> str:
    if one.stands is not None:
        return tr(_STANDS[one.stands], path=one.unread)
    if one.unread is not None:
        return tr("cannot be read: {path}", path=one.unread)
    if one.path is None:
        return tr("not on this machine")
    return tr("{path} (the desk does not continue in this file)", path=one.path) if one.closed else one.path


def key_export(ctx: typer.Context) -> None:
    """Print the public key of a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    desk_key = service.key(options.db or service.default_path(), options.desk)
    if options.format == "table":
        sys.stdout.write(f"{desk_key.ssh} {sanitize_line(desk_key.desk)}\n")
        return
    facts = {"desk": desk_key.desk, "side": desk_key.side, "name": desk_key.name, "kid": desk_key.kid}
    machine_output.write_one(options, "key", {**facts, "public_key": desk_key.public_key, "ssh": desk_key.ssh})


def key_passphrase(
    ctx: typer.Context, remove: Annotated[bool, flag("--remove", tr("Leave the key without a passphrase."))] = False
) -> None:
    """Change or remove the passphrase of a key."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    ask = (lambda: None) if remove else passphrases.replacement_passphrase
    desk_key = service.change_key_passphrase(options.db or service.default_path(), options.desk, ask)
    saved_status.mark_saved()
    values = {"desk": desk_key.desk, "path": desk_key.path}
    if machine_output.wrote_one(options, "key_passphrase", {**values, "passphrase": desk_key.passphrase}):
        return
    if remove:
        text_tables.print_text(options, tr("The key of {desk} no longer has a passphrase: {path}", **values))
        return
    text_tables.print_text(options, tr("The key of {desk} now has the new passphrase: {path}", **values))
    text_tables.print_text(options, tr("Earlier copies of the file still open with the old one."))


def key_rotate(
    ctx: typer.Context,
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why the key is changed; it stays in the log."))] = "",
    keep: Annotated[bool, flag("--keep", tr("Set the old key file aside; do not delete it."))] = False,
    protect: Annotated[
        bool,
        flag(
            "--passphrase",
            tr("Protect the new key with a passphrase, as is always done if the old one has one."),
        ),
    ] = False,
) -> None:
    """Replace the key of a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)

    def choose_passphrase(covered: bool) -> str | None:  # noqa: FBT001 - the desk says whether the old key had one
        return passphrases.replacement_passphrase() if covered or protect else None

    def report_updated(updated: Line) -> None:
        report_upgrade(updated, options)

    path = options.db or service.default_path()
    rekeyed = service.rotate_key(path, options.desk, reason, choose_passphrase, report_updated, keep=keep)
    saved_status.mark_saved()
    key = rekeyed.key
    facts: dict[str, object] = {"desk": key.desk, "kid": key.kid, "public_key": key.public_key, "ssh": key.ssh}
    facts |= {"path": key.path, "passphrase": key.passphrase, "old": rekeyed.old}
    if machine_output.wrote_one(options, "key_rotate", facts):
        return
    text_tables.print_text(options, tr("Desk {desk} continues with a new key: {path}", desk=key.desk, path=key.path))
    text_tables.print_text(options, _old_key_text(rekeyed))
    text_tables.print_text(options, tr("Whoever checks what the desk signs needs the new public key:"))
    sys.stdout.write(f"{key.ssh} {sanitize_line(key.desk)}\n")


def _old_key_text(rekeyed: Rekeyed) -> str:
    if rekeyed.old is None:
        return tr("The old key was deleted; earlier copies of the file were not.")
    if rekeyed.old == rekeyed.before:
        return tr("The old key could not be moved. Set it aside yourself: {path}", path=rekeyed.old)
    return tr("The old key was set aside: {path}", path=rekeyed.old)


def desk_accept(
    ctx: typer.Context,
    feed: Annotated[str, argument(tr("DESK"), tr("The desk whose key is accepted, such as mx-1."))],
) -> None:
    """Accept the changed key of a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    changed = service.accept_desk(options.db or service.default_path(), feed)
    key = service.key(options.db or service.default_path(), feed)
    facts = {"desk": key.desk, "kid": key.kid, "public_key": key.public_key, "ssh": key.ssh}
    if machine_output.wrote_one(options, "desk_accept", {**facts, "changed": changed is not None}):
        return
    if changed is None:
        text_tables.print_text(options, tr("No other key of {feed} is known here.", feed=key.desk))
        return
    text_tables.print_text(options, tr("The key of {feed} was accepted:", feed=key.desk))
    sys.stdout.write(f"{key.ssh} {sanitize_line(key.desk)}\n")


def desk_open(
    ctx: typer.Context,
    feed: Annotated[str, argument(tr("DESK"), tr("Its name: the side and an unused number, such as us-2."))],
    name: Annotated[str, shared_options.desk_name()] = "",
    protect: Annotated[bool, shared_options.protect()] = False,
) -> None:
    """Open a new desk."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    service.refuse_desk(options.db or service.default_path(), feed, name)
    passphrase = passphrases.new_key_passphrase() if protect else None
    path = upgraded_path(options)
    service.open_desk(path, feed, name=name, passphrase=passphrase)
    saved_status.mark_saved()
    key, beside = service.key(path, feed), service.desk_beside(path, feed)
    admits_folder = service.admits_folder(path, feed)
    facts: dict[str, object] = {"desk": key.desk, "side": key.side, "name": key.name, "kid": key.kid}
    facts |= {"public_key": key.public_key, "ssh": key.ssh, "path": key.path}
    if machine_output.wrote_one(options, "desk_open", {**facts, "beside": beside, "admits_folder": admits_folder}):
        return
    text_tables.print_text(options, tr("Desk: {feed}", feed=key.desk))
    text_tables.print_text(options, tr("Its key: {path}", path=key.path))
    text_tables.print_text(options, tr("Its public key, for whoever checks what it signs:"))
    sys.stdout.write(f"{key.ssh} {sanitize_line(key.desk)}\n")
    text_tables.print_text(options, tr("To write from it, use --desk {feed}.", feed=key.desk))
    if admits_folder is False:
        for line in _unknown_folder(
            key.side, f"{replace(options, desk=feed).program} desk admit {COMPILER} --for scope"
        ):
            text_tables.print_text(options, line)
    text_tables.print_text(options, *_waiting_notes(replace(options, desk=feed), path, feed))
    if beside is not None:
        warning = tr("Warning: {other}, a desk of the other side, has its key on this computer too.", other=beside)
        text_tables.print_text(options, warning)
        text_tables.print_text(
            options, tr("Whoever uses this computer can write for both sides. The register records this.")
        )


def _unknown_folder(side: str, command: str) -> tuple[str, str]:
    """Return that a side admitted no data folder as it opened a desk, and how to admit it."""
    unknown = tr("The records of this register come from a folder that this program does not know.")
    kept = tr(
        "{side} has not admitted them: those that it found stay in force until it disputes them, and others wait for it.",
        side=label("the side", side),
    )
    return f"{unknown} {kept}", tr("To admit them: {command}", command=command)


def _waiting_notes(options: Globals, path: Path, feed: str) -> list[str]:
    """Return notes on what waits for the side of a new desk and what is in force without it; none for an observer's desk."""
    from accordtrack import service  # noqa: PLC0415

    with closing(service.open_register(path, desk=feed)) as desk:
        seat = desk.info().seat
        if seat is None or seat.side not in {*Side}:
            return []
        acts, alone = desk.pending(seat.side), desk.count_in_force_alone(seat.side)
    list_them = gettext_lazy("To list them: {command}")
    notes = []
    if acts:
        notes += [texts.headline(acts, seat.side), tr(list_them, command=f"{options.program} pending")]
    if alone:
        notes.append(texts.alone_note(alone, seat.side, wait_all_command(options)))
        notes.append(tr(list_them, command=f"{options.program} pending --alone"))
    return notes


def desk_close(
    ctx: typer.Context,
    reason: Annotated[str | None, option("--reason", tr("TEXT"), tr("Why."))] = None,
    yes: Annotated[bool, flag("--yes", tr("Close it: nothing can be written there again."))] = False,
) -> None:
    """Close a desk."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    if not yes:
        advice = "Nothing was written. To close the desk: {command}"
        values = {"command": f"{options.program} desk close --yes"}
        raise Refused(Problem("Closing a desk is permanent, and undo does not take it back", advice, "", values))
    done = service.close_desk(options.db or service.default_path(), options.desk, reason)
    saved_status.mark_saved()
    print_result(options, done, undoable=False)


def desk_admit(
    ctx: typer.Context,
    feed: Annotated[str, argument(tr("DESK"), tr("The observer's desk, such as obs-1."))],
    admitted_for: Annotated[
        str, option("--for", "statements|scope", tr("Its statements, or also the scope of the register."))
    ],
    reason: Annotated[str, shared_options.reason()],
    until: Annotated[
        int | None, option("--until", "N", tr("End the admission: the number of the last admitted entry."))
    ] = None,
) -> None:
    """Admit an observer."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    path = options.db or service.default_path()
    done = service.admit_observer(path, options.desk, feed, admitted_for, until=until, reason=reason)
    saved_status.mark_saved()
    print_result(options, done, undoable=False)
