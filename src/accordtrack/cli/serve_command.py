"""The ``serve`` verb, which shows the terminal interface in a browser."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack import i18n
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_verb, flag, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, to_ascii
from accordtrack.i18n import tr
from accordtrack.web import address

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.web.address import Place

PORT = "8470"
_READ, _WRITE = "--anyone-may-read", "--anyone-may-write"


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "serve",
        serve,
        tr("show the register in a browser, read-only by default"),
        tr(
            "Shows the terminal interface in a browser on this machine, each tab separately. There is no "
            "login. Nothing is written unless it is allowed, and then only statements: a browser does not "
            "read or write any file of this machine. It needs two more libraries; if they are missing, it "
            "names the command that installs them."
        ),
        family=tr("Read"),
    )


def serve(
    ctx: typer.Context,
    host: Annotated[
        str,
        option("--host", tr("ADDRESS"), tr("Where to serve; default 127.0.0.1, which only this machine can reach.")),
    ] = "127.0.0.1",
    port: Annotated[
        str, option("--port", tr("NUMBER"), tr("The port; 8470 if omitted. 0 takes any free port."))
    ] = PORT,
    writes: Annotated[
        bool, flag("--allow-writes", tr("Let whoever uses the browser sign with the key of the desk."))
    ] = False,
    anyone_reads: Annotated[
        bool, flag(_READ, tr("Serve at an address that others can reach: any of them can read everything."))
    ] = False,
    anyone_writes: Annotated[
        bool, flag(_WRITE, tr("The same with --allow-writes: any of them can sign in the name of the desk."))
    ] = False,
) -> int:
    """Serve until interrupted."""
    options = global_options(ctx)
    wanted = address.parse_place(host, port)
    _refuse_unwanted(options, wanted, writes=writes, anyone_reads=anyone_reads, anyone_writes=anyone_writes)
    _refuse_without_extra()
    path, seat = _prepare_register(options, writes=writes)
    return _serve(options, path, seat, wanted)


def _refuse_unwanted(options: Globals, wanted: Place, *, writes: bool, anyone_reads: bool, anyone_writes: bool) -> None:
    """Refuse inconsistent options, and an address that other machines reach unless the user consented."""
    if options.desk is not None and not writes:
        advice = "Leave out --desk, or add --allow-writes."
        raise Refused(Problem("No desk is used in read-only mode", advice, "", {}, usage=True))
    needed, consent = (_WRITE, anyone_writes) if writes else (_READ, anyone_reads)
    values = {"x": str(wanted.address), "option": needed}
    if wanted.is_loopback:
        if anyone_reads or anyone_writes:
            advice = "Leave the consent option out, or give another address with --host."
            raise Refused(Problem("Only this machine can reach {x}", advice, "--host", values, usage=True))
    elif not consent and writes:
        problem = Problem(
            "Others can reach {x}, and there is no login: any of them could sign in the name of the desk",
            "Leave out --host, or confirm that this is intended: {option}.",
            "--host",
            values,
            usage=True,
        )
        raise Refused(problem)
    elif not consent:
        problem = Problem(
            "Others can reach {x}, and there is no login: any of them could read the whole register",
            "Leave out --host, or confirm that this is intended: {option}.",
            "--host",
            values,
            usage=True,
        )
        raise Refused(problem)


def _refuse_without_extra() -> None:
    try:
        import accordtrack.web.server  # noqa: F401, PLC0415
    except ImportError as missing:
        from accordtrack.core.installation import extra_command  # noqa: PLC0415

        values = {"x": missing.name or "", "command": extra_command("web")}
        advice = "Install it with: {command}"
        raise Refused(Problem("A browser needs textual-serve; {x} is not installed", advice, "", values)) from None


def _prepare_register(options: Globals, *, writes: bool) -> tuple[Path, str | None]:
    """Open and upgrade the register once, and return its path and the desk that can sign, or None when read only.

    A browser cannot ask for a passphrase. Raise ``Refused`` if the key needs one that the environment does not give.
    """
    from accordtrack import service  # noqa: PLC0415

    service.stop_prompting()
    desk = open_desk(options)
    try:
        if not writes:
            return desk.path.absolute(), None
        if desk.seat is None:
            advice = "Leave out --allow-writes, bring a key here, or open a desk: accordtrack desk open us-2"
            raise Refused(Problem(desk.info().read_only or "", advice, str(desk.path)))
        desk.use_desk(desk.seat)
        return desk.path.absolute(), desk.seat
    finally:
        desk.close()


def _serve(options: Globals, path: Path, seat: str | None, wanted: Place) -> int:
    from accordtrack.tui.log_file import log_to_a_file  # noqa: PLC0415
    from accordtrack.web.page import Page  # noqa: PLC0415
    from accordtrack.web.server import Served, serve, tab_environment  # noqa: PLC0415

    if seat is None:
        mode = tr("read only: nothing is written here")
    else:
        mode = tr("writes allowed: what is saved is signed by {desk}", desk=seat)
    listening, there = address.open_listening_socket(wanted)
    with listening:
        page = Page(f"accordtrack · {path.name}", mode, seat is not None)
        served = Served(
            there, _tab_command(options, path, seat), tab_environment(writes=seat is not None), page, options.ascii_only
        )
        for line in _startup_lines(there, path, mode, writes=seat is not None):
            words = sanitize_line(line)
            sys.stdout.write(f"{to_ascii(words) if options.ascii_only else words}\n")
        sys.stdout.flush()
        log_to_a_file()
        number = serve(served, listening)
    return 0 if number == signal.SIGINT else 128 + number


def _tab_command(options: Globals, path: Path, seat: str | None) -> list[str]:
    """Return the command line of a tab, as arguments without a shell."""
    words = [sys.executable, "-P", "-m", "accordtrack.cli.browser_tab", "--fresh", "--db", str(path)]
    words += ["--lang", i18n.language()]
    words += ["--desk", seat, "--allow-writes"] if seat is not None else []
    return words + [name for name, on in (("--ascii", options.ascii_asked), ("--plain", options.plain)) if on]


def _startup_lines(there: Place, path: Path, mode: str, *, writes: bool) -> list[str]:
    """Return the lines printed before serving: address, register, mode, who can reach it and how to stop it."""
    lines = [there.url, f"{path}: {mode}"]
    if there.is_loopback:
        lines.append(tr("There is no login: anyone who uses this machine can open it. ^C ends it."))
        return lines
    where = tr("any address of this machine") if there.is_wildcard else str(there.address)
    lines.append(
        tr(
            (
                "There is no login and no encryption. Anyone who reaches {where}, port {port}, can read the "
                "whole register, whatever handling mark its words carry, and anyone along the way can read and "
                "alter what is sent."
            ),
            where=where,
            port=there.port,
        )
    )
    if writes:
        lines.append(tr("All of them can write: what they save is signed in the name of the desk."))
    lines.append(tr("^C ends it."))
    return lines
