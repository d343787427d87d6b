"""Builds the public site: reads what the public may read once, and writes all files into a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import accordtrack
from accordtrack import i18n
from accordtrack.core import paths
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.projection import facts
from accordtrack.projection.audience import PUBLIC, audience_of
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import pending_effects
from accordtrack.service.exports import history_export
from accordtrack.service.publish import atomic_replace, site_archive, site_fingerprint, site_folder
from accordtrack.site import cache_policy, manifest, page_paths, subset, subset_choice
from accordtrack.site.page import Built
from accordtrack.store import log
from accordtrack.types import SiteWritten, Text
from accordtrack.verification.checkpoints import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.facts import Facts
    from accordtrack.scorecard.context import Effects
    from accordtrack.site.manifest import Manifest
    from accordtrack.site.publisher import Publisher
    from accordtrack.site.subset_choice import SitePart
    from accordtrack.store.database import Database
    from accordtrack.store.items import Item
    from accordtrack.types import EntryView


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The options of a site: the part of the register it covers, None for all, its downloads and its publisher."""

    place: str | None = None
    theme: str | None = None
    body: str | None = None
    downloads: bool = False
    """Whether to include the download files."""
    publisher: Publisher | None = None
    base_url: str = ""
    """The web address at which the site will be."""
    archive: bool = False
    """Whether to keep the edition that this one replaces."""


@dataclass(frozen=True, slots=True)
class SiteInput:
    """The input of a site: what the public may read of the part, the checkpoint of the log, and the manifest.

    ``whole`` holds the facts before they were narrowed to the part. ``downloads`` are the files made of the log, or
    None if none are wanted.
    """

    at: TwoDates
    whole: Facts
    facts: Facts
    entries: Mapping[str, list[EntryView]]
    stands: Mapping[str, Any]
    withheld: int
    head: Manifest
    effects: Effects | None = None
    downloads: Mapping[str, bytes] | None = None
    register: Path | None = None
    """The register, beside which the files of the panel are."""

    @property
    def part(self) -> SitePart:
        """The part of the register that the site covers."""
        return self.head.part


def build_site(
    database: Database,
    day: str,
    out: Path,
    wanted: SiteOptions,
    *,
    force: bool,
    progress: Callable[[int, int], None],
) -> SiteWritten:
    """Write the site as of ``day``, unless the same one exists. Refuse to replace a different one without ``force``."""
    place = site_folder.normalize_place(out)
    with atomic_replace.build_lock(place):
        healed = atomic_replace.recover(place)
        site_folder.find_site(place, None, force=force)
        with database.reading() as connection:
            everything = tuple(log.items(connection))
            source = _build_input(connection, day, wanted, everything)
            existing = site_folder.find_site(place, source.head, force=force)
            ours = existing is not None and not force and site_fingerprint.is_last_written(place, existing)
            if existing is not None and ours and not healed and existing.is_equivalent(source.head):
                return _build_report(out, source, existing, existing.files, unchanged=True)
            source = replace(
                source, entries=_entries(connection, source), effects=_effects(connection, source, everything)
            )
            if source.head.downloads:
                from accordtrack.service.publish import site_downloads  # noqa: PLC0415

                of_log = site_downloads.log_downloads(
                    connection, source.whole, source.entries, source.stands, day, database.path
                )
                source = replace(source, downloads=of_log)
        content = partial(_unchanged_content, place, existing)
        archive = site_archive.editions(existing, source.head, content, add=wanted.archive)
        head = replace(source.head, before=source.head.previous_build(existing), editions=tuple(archive))
        source = replace(source, head=head, register=database.path)
        with atomic_replace.replacement_site(place, existing) as aside:
            for edition, raw in archive.items():
                _keep_edition(aside, existing, page_paths.archive_path(edition.day, edition.digest), raw)
            written = _write(aside, place, existing, source, progress, ours=ours)
        site_fingerprint.save_fingerprint(place, written)
        return _build_report(out, source, existing, aside.files, written=aside.written, kept=aside.kept)


def _build_input(
    connection: Connection, day: str, wanted: SiteOptions, everything: Sequence[Item[Record]]
) -> SiteInput:
    """Return the input without the history, which takes longest and is not needed if nothing changed."""
    at = TwoDates(day, day)
    audience = audience_of(connection, PUBLIC, None, at)
    whole = facts.read(connection, at, audience, everything)
    if not whole.states:
        advice = "What anyone may read is marked TLP:CLEAR; a site needs at least one commitment."
        raise Refused(Problem("Nothing in this register is for the public", advice))
    part = subset_choice.parse_part(whole, wanted.place, wanted.theme, wanted.body)
    stands = checkpoint(connection, everything, audience)
    accord = whole.accord
    built = Built(day, log.latest_clock(connection), str(stands["state_digest"]))
    head = manifest.Manifest(
        manifest.Register(
            accord.id if accord else "",
            accord.title.text if accord else Text("", ""),
            log.first_entry_hash(connection),
        ),
        PUBLIC,
        part,
        built,
        manifest.feed_heads(stands["feeds"]),
        accordtrack.__version__,
        _program_digest(),
        downloads=wanted.downloads and not part,
        publisher=wanted.publisher,
        language=i18n.language(),
        base_url=wanted.base_url,
    )
    return SiteInput(at, whole, subset.facts_of(whole, part), {}, stands, audience.withheld, head)


def _effects(connection: Connection, source: SiteInput, everything: Sequence[Item[Record]]) -> Effects:
    """Return the counts of what waits, and the numbers of the scorecard on each basis."""
    method = parameter_file.standard_method()
    found = ScoreAccess(source.whole, method, build_inputs(source.whole, source.at, method, Choice()))
    audience = audience_of(connection, PUBLIC, None, source.at)
    reader = facts.FactsReader(connection, source.at, audience, everything)
    return pending_effects.effects_of(connection, reader, audience, found)


def _entries(connection: Connection, source: SiteInput) -> Mapping[str, list[EntryView]]:
    """Return the public history of the part, by record."""
    found: dict[str, list[EntryView]] = {}
    for view in history_export.readable_entries(connection, audience_of(connection, PUBLIC))[0]:
        found.setdefault(view.ref, []).append(view)
    return subset.entries_of(found, source.facts) if source.part else found


def _program_digest() -> str:
    """Return a digest of the program's own files, because a change in any of them may change a page."""
    root = Path(accordtrack.__file__).parent
    files = [(one.relative_to(root).as_posix(), one) for one in root.rglob("*") if one.is_file()]
    files += [(one.name, one) for one in map(paths.method_page, i18n.LANGUAGES)]
    digest = sha256()
    for name, file in sorted(files):
        if not name.startswith(("data/", "tui/")) and "__pycache__" not in name:
            digest.update(f"{name}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _write(
    aside: atomic_replace.NewSite,
    place: Path,
    existing: Manifest | None,
    source: SiteInput,
    progress: Callable[[int, int], None],
    *,
    ours: bool,
) -> Manifest:
    """Write every file, reusing the existing one if it is equivalent, then the manifest, which is returned.

    A page that differs only in its date is reused only if the site is known to be ``ours``; otherwise a file must be
    identical.
    """
    head = source.head
    pages = existing is not None and ours and existing.same_site(head) and existing.same_program(head)
    pages = pages and existing is not None and existing.built.day <= head.built.day
    from accordtrack.service.publish import site_files  # noqa: PLC0415

    for path, raw in site_files.files(source, progress):
        old = _unchanged_content(place, existing, path)
        if old is not None and (old == raw or (pages and cache_policy.same_except_day(old, raw))):
            aside.reuse_file(path, old)
        else:
            aside.write_file(path, raw)
    new_manifest = replace(head, files=dict(aside.files))
    aside.finish(new_manifest)
    return new_manifest


def _keep_edition(aside: atomic_replace.NewSite, existing: Manifest | None, path: str, raw: bytes) -> None:
    if existing is not None and path in existing.files:
        aside.reuse_file(path, raw)
    else:
        aside.write_file(path, raw)


def _unchanged_content(place: Path, existing: Manifest | None, path: str) -> bytes | None:
    """Return the content of a file of the old site if it is unchanged, or None."""
    file = existing.files.get(path) if existing is not None else None
    if (
        file is None
        or not site_folder.has_no_symlinks(place, path)
        or site_folder.digest_of(place / path, file.size) != file.sha256
    ):
        return None
    return (place / path).read_bytes()


def _build_report(
    out: Path,
    source: SiteInput,
    existing: Manifest | None,
    listed: Mapping[str, manifest.File],
    **values: Any,  # noqa: ANN401
) -> SiteWritten:
    part = subset_choice.describe_part(source.whole, source.part) if source.part else ""
    size = sum(one.size for one in listed.values())
    counts = {"written": 0, "kept": 0, **values}
    now, then = source.head.publisher, existing.publisher if existing else None
    return SiteWritten(
        str(out),
        len(listed),
        size,
        day=source.at.as_of,
        withheld=source.withheld,
        part=part,
        publisher=now.name if now else "",
        before=then.name if then else "",
        **counts,
    )
