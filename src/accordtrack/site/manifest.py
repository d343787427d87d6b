"""The manifest ``site.json`` at the root of a site: register, audience, part, build and files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from accordtrack.site.page import Built
from accordtrack.site.publisher import Publisher
from accordtrack.site.subset_choice import SitePart
from accordtrack.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "site.json"
VERSION, TYPE = 1, "site"
MOST_BYTES = 50_000_000
"""Maximum size in bytes of a manifest that is read back, enough for about 300,000 files."""
_BUILT = ("day", "clock", "digest")
_HASH = re.compile("[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST = 2**63


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site as it was written."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Register:
    """The identity of a register: its accord, and the hash of the first entry of its log, which is unique to it."""

    accord: str
    title: Text
    first: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of the manifest.

    ``before`` is the last build with an earlier state. ``made_by`` is a digest of the program's own files. ``feeds``
    has the name, the number of entries and the head of each feed. The keys of ``files`` are paths with slashes.
    """

    register: Register
    audience: str
    part: SitePart
    built: Built
    feeds: tuple[tuple[str, int, str], ...]
    program: str
    made_by: str
    before: Built | None = None
    files: Mapping[str, File] = field(default_factory=dict)
    downloads: bool = False
    """Whether the site has downloads. A site with and one without them count as the same site."""
    publisher: Publisher | None = None
    language: str = "en"
    """The language that comes first on the entry page."""

    def alike(self, other: Manifest) -> bool:
        """Whether the same program would write the same site: day, state, request and program are equal."""
        return replace(self, before=None, files={}) == replace(other, before=None, files={})

    def same_site(self, other: Manifest) -> bool:
        """Whether both are sites of the same register, audience and part."""
        mine, theirs = self.register, other.register
        return (mine.accord, mine.first) == (theirs.accord, theirs.first) and self.same_question(other)

    def same_question(self, other: Manifest) -> bool:
        """Whether both are for the same audience and part."""
        return (self.audience, self.part) == (other.audience, other.part)

    def same_program(self, other: Manifest) -> bool:
        """Whether both were written by exactly the same program."""
        return (self.program, self.made_by) == (other.program, other.made_by)

    def earlier(self, held: Manifest | None) -> Built | None:
        """Return the last build with an earlier state, given the manifest ``held`` of the existing site.

        If ``held`` has the same state, it is the earlier build that ``held`` names. Return None if that build has a
        later day or more entries than this one, because then it cannot be an earlier build of this register.
        """
        if held is None or not self.same_site(held):
            return None
        found = held.before if held.built.digest == self.built.digest else held.built
        if found is None or found.day > self.built.day or found.clock > self.built.clock:
            return None
        return found


def as_bytes(told: Manifest) -> bytes:
    """Return the manifest as JSON; equal manifests give the same bytes."""
    whole = {
        "version": VERSION,
        "type": TYPE,
        "register": {
            "accord": told.register.accord,
            "title": {"en": told.register.title.en, "es": told.register.title.es},
            "first_entry": told.register.first,
        },
        "asked": {
            "audience": told.audience,
            "place": told.part.place,
            "theme": told.part.theme,
            "body": told.part.body,
            "downloads": told.downloads,
            "language": told.language,
        },
        "publisher": {"name": told.publisher.name, "contact": told.publisher.contact} if told.publisher else None,
        "built": _built(told.built),
        "feeds": [{"feed": feed, "entries": entries, "head": head} for feed, entries, head in told.feeds],
        "before": _built(told.before) if told.before else None,
        "program": {"version": told.program, "sha256": told.made_by},
        "files": {path: {"sha256": one.sha256, "bytes": one.size} for path, one in sorted(told.files.items())},
    }
    return (json.dumps(whole, indent=1) + "\n").encode("ascii")


def parse(raw: bytes) -> Manifest:
    """Parse the output of ``as_bytes``. Raise ``ValueError`` for anything else.

    Days, numbers and hashes are validated, because pages display them.
    """
    try:
        told = json.loads(raw)
        if told["type"] != TYPE or _number(told["version"]) != VERSION:
            raise ValueError(TYPE)
        register, asked, program = told["register"], told["asked"], told["program"]
        title = Text(_word(register["title"]["en"]), _word(register["title"]["es"]))
        return Manifest(
            Register(_word(register["accord"]), title, _hash(register["first_entry"])),
            _word(asked["audience"]),
            SitePart(*(None if asked[name] is None else _word(asked[name]) for name in ("place", "theme", "body"))),
            _read_built(told["built"]),
            tuple((_word(one["feed"]), _number(one["entries"]), _hash(one["head"])) for one in told["feeds"]),
            _word(program["version"]),
            _hash(program["sha256"]),
            None if told["before"] is None else _read_built(told["before"]),
            {path: File(_hash(one["sha256"]), _number(one["bytes"])) for path, one in told["files"].items()},
            asked["downloads"] is True,
            None
            if told.get("publisher") is None
            else Publisher(*(_word(told["publisher"][name]) for name in ("name", "contact"))),
            _word(asked.get("language", "en")),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(TYPE) from error


def feeds_of(heads: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int, str], ...]:
    """Return name, number of entries and head of each feed from the heads of a checkpoint."""
    return tuple((str(one["feed"]), int(one["entries"]), str(one["head"])) for one in heads)


def _built(one: Built) -> dict[str, object]:
    return dict(zip(_BUILT, (one.day, one.clock, one.digest), strict=True))


def _read_built(told: Mapping[str, Any]) -> Built:
    return Built(_day(told["day"]), _number(told["clock"]), _hash(told["digest"]))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise TypeError(TYPE)
    return value


def _hash(value: object) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise TypeError(TYPE)
    return value


def _day(value: object) -> str:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise TypeError(TYPE)
    return date.fromisoformat(value).isoformat()
