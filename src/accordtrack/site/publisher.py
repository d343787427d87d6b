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
        return f"mailto:{quote(self.contact, safe='@')}" if _mail(self.contact) else self.contact


def chosen(name: str | None, contact: str | None) -> Publisher | None:
    """Return the publisher, or None if none is given.

    Raise ``Refused`` for a name that cannot be shown on one line, and for an address that is neither mail nor web.
    """
    named, reached = (name or "").strip(), (contact or "").strip()
    if _mail(reached.removeprefix("mailto:")):
        reached = reached.removeprefix("mailto:")
    if not named and not reached:
        if name is not None or contact is not None:
            raise Refused(
                Problem("The name of the publisher is empty", "Name whoever answers for the site.", "--publisher")
            )
        return None
    if not named:
        advice = "Say with --publisher whose address it is."
        raise Refused(Problem("An address for corrections is somebody's", advice, "--contact"))
    if (
        safe_text.refuse(named, lines=False)
        or not safe_text.has_visible_text(named)
        or len(named) > MOST
        or named.startswith("-")
    ):
        advice = "Give a name of one line, of up to {most} characters, that begins with no hyphen."
        raise Refused(Problem("The name of the publisher cannot be shown", advice, "--publisher", {"most": MOST}))
    if reached and not _mail(reached):
        _refuse(reached)
    return Publisher(named, reached)


def _mail(contact: str) -> bool:
    return len(contact) <= MOST and _MAIL.fullmatch(contact) is not None


def _refuse(contact: str) -> None:
    found = url_problem(contact)
    if found is None and _HOST.fullmatch(urlsplit(contact).netloc):
        return
    if found is None or ":" not in contact:
        advice = "Give a mail address, or a web address that begins with https://."
        found = Problem("The address for corrections is none", advice)
    raise Refused(found.at("--contact"))
