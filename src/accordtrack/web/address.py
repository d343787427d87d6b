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
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.address.is_loopback

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for all addresses of this machine."""
        return self.address.is_unspecified

    @property
    def url(self) -> str:
        """The URL to open in a browser on this machine."""
        return f"http://{self._host_text(self._reachable_address)}:{self.port}/"

    @property
    def _reachable_address(self) -> IPv4Address | IPv6Address:
        if not self.is_wildcard:
            return self.address
        return IPv4Address("127.0.0.1") if self.address.version == 4 else IPv6Address("::1")  # noqa: PLR2004

    @staticmethod
    def _host_text(address: IPv4Address | IPv6Address) -> str:
        return f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004

    def accepts_host(self, host: str) -> bool:
        """Whether a request with this ``Host`` is meant for this server. The port may differ, as with a tunnel."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found[1].strip("[]").lower()
        try:
            address = _parse_address(name)
        except ValueError:
            return self._is_own_name(name)
        if self.is_wildcard:
            return True
        return address.is_loopback if self.is_loopback else address == self.address

    def _is_own_name(self, name: str) -> bool:
        if name == "localhost":
            return self.is_loopback or self.is_wildcard
        return not self.is_loopback and name == socket.gethostname().lower()


def is_same_origin(origin: str, host: str) -> bool:
    """Whether the requesting page, by its ``Origin``, was served under this ``Host``."""
    return origin.lower() == f"http://{host}".lower()


def parse_place(address: str, port: str) -> Place:
    """Return the place for an address and a port. Raise ``Refused`` if either is invalid."""
    shown = {"x": shorten(sanitize_line(address), 60), "n": shorten(sanitize_line(port), 20)}
    if not (port.isascii() and port.isdecimal() and len(port) <= len(str(_MOST_PORTS)) and int(port) <= _MOST_PORTS):
        problem = Problem(
            '"{n}" is not a port', "Give a number from 1 to 65535, or 0 for any free port.", "--port", shown, usage=True
        )
        raise Refused(problem)
    try:
        found = _parse_address("127.0.0.1" if address.lower() == "localhost" else _without_brackets(address))
    except ValueError:
        problem = Problem(
            '"{x}" is not an address', "Write it in numbers, such as 127.0.0.1.", "--host", shown, usage=True
        )
        raise Refused(problem) from None
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        advice = "Name another address of this machine."
        raise Refused(
            Problem('Browsers cannot open "{x}": they do not know what follows %', advice, "--host", shown, usage=True)
        )
    return Place(found, int(port))


def _without_brackets(address: str) -> str:
    """Return an IPv6 address without the brackets used in URLs."""
    return address[1:-1] if re.fullmatch(r"\[[^][]*:[^][]*\]", address) else address


def _parse_address(name: str) -> IPv4Address | IPv6Address:
    """Return the IP address, with an IPv4-mapped IPv6 address as IPv4. Raise ``ValueError`` for any other name."""
    found = ip_address(name)
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def open_listening_socket(wanted: Place) -> tuple[socket.socket, Place]:
    """Return a listening socket and the place with its actual port.

    Raise ``Refused`` if the port is taken or the address does not belong to this machine.
    """
    family = socket.AF_INET6 if wanted.address.version == 6 else socket.AF_INET  # noqa: PLR2004
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise Refused(_bind_problem(error, wanted)) from error
    try:
        # On POSIX this allows reuse of a port just released; on Windows it would let another program share the port.
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((str(wanted.address), wanted.port))
        listener.listen(16)
        listener.setblocking(False)  # noqa: FBT003
    except OSError as error:
        listener.close()
        raise Refused(_bind_problem(error, wanted)) from error
    return listener, Place(wanted.address, listener.getsockname()[1])


def _bind_problem(error: OSError, wanted: Place) -> Problem:
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
            return Problem("Port {n} is not open to every user", "Choose one above 1023: --port 8470.", "", values)
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            return Problem(
                "{x} is not an address of this machine", "Omit --host, or name an address that it has.", "", values
            )
    return Problem("Cannot serve at {x}, port {n}: {why}", "Choose another --host or --port.", "", values)
