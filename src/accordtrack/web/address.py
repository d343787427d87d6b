"""Addresses of the server: where it listens, who can reach it, and which requests are meant for it.

Pages of other sites that the user visits can send requests to this machine. The ``Host`` header gives the name that a
request was sent to, which exposes foreign names that point here (DNS rebinding). The ``Origin`` header gives the page
that sent it.
"""

from __future__ import annotations

import errno
import os
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?")
_MOST_PORTS = 65_535


@dataclass(frozen=True, slots=True)
class Place:
    """An address and a port of this machine. Port 0 means any free port."""

    address: IPv4Address | IPv6Address
    port: int

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.address.is_loopback

    @property
    def everywhere(self) -> bool:
        """Whether it stands for all addresses of this machine."""
        return self.address.is_unspecified

    @property
    def url(self) -> str:
        """The URL to open in a browser on this machine."""
        return f"http://{self._shown(self._reached)}:{self.port}/"

    @property
    def _reached(self) -> IPv4Address | IPv6Address:
        if not self.everywhere:
            return self.address
        return IPv4Address("127.0.0.1") if self.address.version == 4 else IPv6Address("::1")  # noqa: PLR2004

    @staticmethod
    def _shown(address: IPv4Address | IPv6Address) -> str:
        return f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004

    def ours(self, host: str) -> bool:
        """Whether a request with this ``Host`` is meant for this server. The port may differ, as with a tunnel."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found[1].strip("[]").lower()
        try:
            asked = _address(name)
        except ValueError:
            return self._own_name(name)
        if self.everywhere:
            return True
        return asked.is_loopback if self.loopback else asked == self.address

    def _own_name(self, name: str) -> bool:
        if name == "localhost":
            return self.loopback or self.everywhere
        return not self.loopback and name == socket.gethostname().lower()


def same_page(origin: str, host: str) -> bool:
    """Whether the requesting page, by its ``Origin``, was served under this ``Host``."""
    return origin.lower() == f"http://{host}".lower()


def place(address: str, port: str) -> Place:
    """Return the place for an address and a port. Raise ``Refused`` if either is invalid."""
    shown = {"x": shorten(sanitize_line(address), 60), "n": shorten(sanitize_line(port), 20)}
    if not (port.isascii() and port.isdecimal() and len(port) <= len(str(_MOST_PORTS)) and int(port) <= _MOST_PORTS):
        problem = Problem(
            '"{n}" is no port', "Give a number from 1 to 65535, or 0 for any that is free.", "--port", shown, usage=True
        )
        raise Refused(problem)
    try:
        found = _address("127.0.0.1" if address.lower() == "localhost" else _bare(address))
    except ValueError:
        problem = Problem('"{x}" is no address', "Write it in numbers, such as 127.0.0.1.", "--host", shown, usage=True)
        raise Refused(problem) from None
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        advice = "Name another address of this machine."
        raise Refused(
            Problem('No browser opens "{x}": what follows % is unknown to it', advice, "--host", shown, usage=True)
        )
    return Place(found, int(port))


def _bare(address: str) -> str:
    """Return an IPv6 address without the brackets used in URLs."""
    return address[1:-1] if re.fullmatch(r"\[[^][]*:[^][]*\]", address) else address


def _address(name: str) -> IPv4Address | IPv6Address:
    """Return the IP address, with an IPv4-mapped IPv6 address as IPv4. Raise ``ValueError`` for any other name."""
    found = ip_address(name)
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def listening(wanted: Place) -> tuple[socket.socket, Place]:
    """Return a listening socket and the place with its actual port.

    Raise ``Refused`` if the port is taken or the address does not belong to this machine.
    """
    family = socket.AF_INET6 if wanted.address.version == 6 else socket.AF_INET  # noqa: PLR2004
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise Refused(_unbound(error, wanted)) from error
    try:
        # On POSIX this allows reuse of a port just released; on Windows it would let another program share the port.
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((str(wanted.address), wanted.port))
        made.listen(16)
        made.setblocking(False)  # noqa: FBT003
    except OSError as error:
        made.close()
        raise Refused(_unbound(error, wanted)) from error
    return made, Place(wanted.address, made.getsockname()[1])


def _unbound(error: OSError, wanted: Place) -> Problem:
    values = {
        "x": str(wanted.address),
        "n": wanted.port,
        "other": wanted.port + 1,
        "why": error.strerror or str(error),  # for an unresolvable name, the number is not one of the system's errors
    }
    match error.errno:
        case errno.EADDRINUSE:
            return Problem(
                "Port {n} of {x} is in use by another program", "Choose another: --port {other}.", values=values
            )
        case errno.EACCES | errno.EPERM:
            return Problem(
                "Port {n} is not free for everybody to use", "Choose one above 1023: --port 8470.", "", values
            )
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            return Problem(
                "{x} is no address of this machine", "Leave out --host, or name one that it has.", "", values
            )
    return Problem("Nothing can be served at {x}, port {n}: {why}", "Choose another --host or --port.", "", values)
