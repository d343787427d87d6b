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
    base_url: str = ""
    """The web address at which the site will be, without a slash at its end; empty if it is not known."""
    editions: tuple[Built, ...] = ()
    """The earlier editions in the archive, the earliest first."""

    def is_equivalent(self, other: Manifest) -> bool:
        """Whether the same program would write the same site: day, state, request and program are equal."""
        mine, theirs = (replace(one, before=None, files={}, editions=()) for one in (self, other))
        return mine == theirs

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

    def previous_build(self, manifest: Manifest | None) -> Built | None:
        """Return the last build with an earlier state, given the manifest ``manifest`` of the existing site.

        If ``manifest`` has the same state, it is the earlier build that ``manifest`` names. Return None if that build has a
        later day or more entries than this one, because then it cannot be an earlier build of this register.
        """
        if manifest is None or not self.same_site(manifest):
            return None
        built = manifest.before if manifest.built.digest == self.built.digest else manifest.built
        if built is None or built.day > self.built.day or built.clock > self.built.clock:
            return None
        return built


def as_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON; equal manifests give the same bytes."""
    whole = {
        "version": VERSION,
        "type": TYPE,
        "register": {
            "accord": manifest.register.accord,
            "title": {"en": manifest.register.title.en, "es": manifest.register.title.es},
            "first_entry": manifest.register.first,
        },
        "asked": {
            "audience": manifest.audience,
            "place": manifest.part.place,
            "theme": manifest.part.theme,
            "body": manifest.part.body,
            "downloads": manifest.downloads,
            "language": manifest.language,
            "base_url": manifest.base_url,
        },
        "publisher": {"name": manifest.publisher.name, "contact": manifest.publisher.contact}
        if manifest.publisher
        else None,
        "built": _build_to_json(manifest.built),
        "feeds": [{"feed": feed, "entries": entries, "head": head} for feed, entries, head in manifest.feeds],
        "before": _build_to_json(manifest.before) if manifest.before else None,
        "editions": [_build_to_json(one) for one in manifest.editions],
        "program": {"version": manifest.program, "sha256": manifest.made_by},
        "files": {path: {"sha256": one.sha256, "bytes": one.size} for path, one in sorted(manifest.files.items())},
    }
    return (json.dumps(whole, indent=1) + "\n").encode("ascii")


def parse(raw: bytes) -> Manifest:
    """Parse the output of ``as_bytes``. Raise ``ValueError`` for anything else.

    Days, numbers and hashes are validated, because pages display them.
    """
    try:
        document = json.loads(raw)
        if document["type"] != TYPE or _checked_number(document["version"]) != VERSION:
            raise ValueError(TYPE)
        register, options, program = document["register"], document["asked"], document["program"]
        title = Text(_checked_text(register["title"]["en"]), _checked_text(register["title"]["es"]))
        return Manifest(
            Register(_checked_text(register["accord"]), title, _checked_hash(register["first_entry"])),
            _checked_text(options["audience"]),
            SitePart(_checked_code(options["place"]), _checked_code(options["theme"]), _checked_code(options["body"])),
            _build_from_json(document["built"]),
            tuple(
                (_checked_text(one["feed"]), _checked_number(one["entries"]), _checked_hash(one["head"]))
                for one in document["feeds"]
            ),
            _checked_text(program["version"]),
            _checked_hash(program["sha256"]),
            None if document["before"] is None else _build_from_json(document["before"]),
            {
                path: File(_checked_hash(one["sha256"]), _checked_number(one["bytes"]))
                for path, one in document["files"].items()
            },
            options["downloads"] is True,
            None
            if document.get("publisher") is None
            else Publisher(*(_checked_text(document["publisher"][name]) for name in ("name", "contact"))),
            _checked_text(options.get("language", "en")),
            _checked_text(options.get("base_url", "")),
            tuple(_build_from_json(one) for one in document.get("editions", ())),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(TYPE) from error


def feed_heads(heads: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int, str], ...]:
    """Return name, number of entries and head of each feed from the heads of a checkpoint."""
    return tuple((str(one["feed"]), int(one["entries"]), str(one["head"])) for one in heads)


def _build_to_json(one: Built) -> dict[str, object]:
    return dict(zip(_BUILT, (one.day, one.clock, one.digest), strict=True))


def _build_from_json(build: Mapping[str, Any]) -> Built:
    return Built(_checked_day(build["day"]), _checked_number(build["clock"]), _checked_hash(build["digest"]))


def _checked_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _checked_code(value: object) -> str | None:
    return None if value is None else _checked_text(value)


def _checked_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise TypeError(TYPE)
    return value


def _checked_hash(value: object) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise TypeError(TYPE)
    return value


def _checked_day(value: object) -> str:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise TypeError(TYPE)
    return date.fromisoformat(value).isoformat()
