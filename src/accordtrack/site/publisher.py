"""The publisher of a site and the contact for corrections, as given by the person who builds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from accordtrack.core import safe_text
from accordtrack.core.addresses import url_problem
from accordtrack.core.problems import Problem, Refused

MOST = 200
"""Maximum number of characters in a name or a mail address."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_MAIL = re.compile(rf"[A-Za-z0-9][\w%+-]*(?:\.[\w%+-]+)*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*", re.ASCII)
_HOST = re.compile(r"[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)*(?::\d+)?")
"""A host name with an optional port: letters of any alphabet, but nothing that browsers interpret differently."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of a site. ``contact`` is a mail or web address for corrections, or empty."""

    name: str
    contact: str = ""

    @property
    def address(self) -> str:
        """The target of a link to the contact."""
        return f"mailto:{quote(self.contact, safe='@')}" if _is_email(self.contact) else self.contact


def parse_publisher(name: str | None, contact: str | None) -> Publisher | None:
    """Return the publisher, or None if none is given.

    Raise ``Refused`` for a name that cannot be shown on one line, and for an address that is neither mail nor web.
    """
    text, reached = (name or "").strip(), (contact or "").strip()
    if _is_email(reached.removeprefix("mailto:")):
        reached = reached.removeprefix("mailto:")
    if not text and not reached:
        if name is not None or contact is not None:
            raise Refused(
                Problem("The name of the publisher is empty", "Name whoever is responsible for it.", "--publisher")
            )
        return None
    if not text:
        advice = "Use --publisher to say whose address it is."
        raise Refused(Problem("A corrections address must belong to someone", advice, "--contact"))
    if (
        safe_text.forbidden_character(text, lines=False)
        or not safe_text.has_visible_text(text)
        or len(text) > MOST
        or text.startswith("-")
    ):
        advice = "Give a one-line name of up to {most} characters that does not begin with a hyphen."
        raise Refused(Problem("The name of the publisher cannot be shown", advice, "--publisher", {"most": MOST}))
    if reached and not _is_email(reached):
        _check_web_address(reached)
    return Publisher(text, reached)


def parse_base_url(address: str | None) -> str:
    """Return the web address at which a site will be, without a slash at its end; empty if none is given.

    Raise ``Refused`` for anything but a plain https address without a query or an anchor.
    """
    text = (address or "").strip().rstrip("/")
    if address is None:
        return ""
    parts = urlsplit(text) if url_problem(text) is None else None
    if parts is None or parts.scheme != "https" or {"?", "#"} & {*text} or not _HOST.fullmatch(parts.netloc):
        advice = "Give an address that begins with https://, without ? and #."
        raise Refused(Problem("The address of the site is not valid", advice, "--base-url"))
    return text


def _is_email(contact: str) -> bool:
    return len(contact) <= MOST and _MAIL.fullmatch(contact) is not None


def _check_web_address(contact: str) -> None:
    problem = url_problem(contact)
    if problem is None and _HOST.fullmatch(urlsplit(contact).netloc):
        return
    if problem is None or ":" not in contact:
        advice = "Give an email address, or a web address that begins with https://."
        problem = Problem("The address for corrections is not valid", advice)
    raise Refused(problem.with_place("--contact"))
