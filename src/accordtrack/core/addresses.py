"""Check of web addresses: http or https, with a host, without a password or characters that cannot be displayed."""

from __future__ import annotations

from urllib.parse import urlsplit

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem

MAX_URL = 2000


def url_problem(value: str) -> Problem | None:
    """Return what is wrong with a web address, or None."""
    if safe_text.forbidden_character(value, lines=False) or any(map(str.isspace, value)):
        return Problem("The address contains a space or a control character", "Copy it again from the browser.")
    if len(value) > MAX_URL:
        return Problem(
            "The address is longer than {limit} characters", "Give a shorter one.", values={"limit": MAX_URL}
        )
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        return Problem(
            '"{value}" is not a web address', "It begins with https:// and names a host.", values={"value": value}
        )
    if parts.username is not None or parts.password is not None:
        return Problem("The address contains a password; remove it")
    return None
