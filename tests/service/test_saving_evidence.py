"""A kept file handed out: under its digest, whole, over nothing; refused by name when it is withheld or not here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Refused
from accordtrack.types.intents import AddEvidence, WithholdEvidence
from hostile_data import copies
from jobs import prepare
from registers import At

HOSTILE = ("-rf", "%2e%2e%2fevil.sh", "=cmd().csv", "a.pdf")


def add_evidence(at: At, folder: Path, name: str, content: bytes = b"kept") -> str:
    """Give a file as evidence; its digest."""
    (folder / name).write_bytes(content)
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(folder / name),), handling="TLP:CLEAR"))
    return hashlib.sha256(content).hexdigest()


def folder_contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", HOSTILE)
def test_saved_evidence_is_named_by_its_digest(at: At, tmp_path: Path, name: str) -> None:
    digest, out = add_evidence(at, tmp_path, name), tmp_path / "out"
    out.mkdir()
    made = door.save_evidence(at("us-1").path, digest[:12], out)
    assert (made.path, made.digest, made.bytes) == (str(out / f"{digest}.bin"), digest, 4)
    assert made.entries == ("us-1-2",)
    assert folder_contents(out) == {f"{digest}.bin": b"kept"}
    assert (out / f"{digest}.bin").stat().st_mode & 0o077 == 0


def test_saving_evidence_overwrites_no_file_even_through_a_link(at: At, tmp_path: Path) -> None:
    digest, out, other = add_evidence(at, tmp_path, "a.pdf"), tmp_path / "out", tmp_path / "other"
    out.mkdir()
    place = out / f"{digest}.bin"
    place.write_bytes(b"mine")
    with pytest.raises(Refused, match="A file already exists"):
        door.save_evidence(at("us-1").path, digest, out)
    assert folder_contents(out) == {place.name: b"mine"}
    place.unlink()
    place.symlink_to(other)
    with pytest.raises(Refused, match="A file already exists"):
        door.save_evidence(at("us-1").path, digest, out)
    assert not other.exists()
    with pytest.raises(Refused, match="cannot be written"):
        door.save_evidence(at("us-1").path, digest, tmp_path / "none")
    with pytest.raises(Refused, match="belongs to a register"):
        door.save_evidence(at("us-1").path, digest, evidence_folder(at("us-1").path))


@pytest.mark.parametrize("digest", ["", "abc", "../../etc/passwd", "%", "g" * 64, "a" * 65, "\x1b]0;x\x07", "a\0" * 12])
def test_invalid_digest_is_refused(at: At, tmp_path: Path, digest: str) -> None:
    add_evidence(at, tmp_path, "a.pdf")
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Refused, match="is not a SHA-256") as refusal:
        door.save_evidence(at("us-1").path, digest, out)
    assert "\x1b" not in str(refusal.value)
    with pytest.raises(Refused, match="No entry here names a file"):
        door.save_evidence(at("us-1").path, "0" * 64, out)
    assert folder_contents(out) == {}


def test_missing_or_altered_evidence_is_refused(at: At, tmp_path: Path) -> None:
    digest, out = add_evidence(at, tmp_path, "a.pdf"), tmp_path / "out"
    out.mkdir()
    kept = evidence_folder(at("us-1").path) / digest[:2] / digest
    kept.write_bytes(b"kepT")
    with pytest.raises(Refused, match="was altered"):
        door.save_evidence(at("us-1").path, digest, out)
    kept.unlink()
    with pytest.raises(Refused, match="is not in the evidence store"):
        door.save_evidence(at("us-1").path, digest, out)
    assert folder_contents(out) == {}


def test_withheld_evidence_is_refused_unless_another_entry_gives_it(at: At, tmp_path: Path) -> None:
    digest, out = add_evidence(at, tmp_path, "a.pdf"), tmp_path / "out"
    out.mkdir()
    at("us-1").write(WithholdEvidence(evidence="us-1-2", reason="It names people.", authority="Order 7"))
    with pytest.raises(Refused, match="Its desk marked the file not public: us-1-2"):
        door.save_evidence(at("us-1").path, digest, out)
    assert folder_contents(out) == {}
    at("mx-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(tmp_path / "a.pdf"),), title="Ours"))
    assert door.save_evidence(at("us-1").path, digest, out).entries == ("us-1-2", "mx-1-2")


def test_evidence_missing_from_a_copy_is_refused_until_it_is_imported(tmp_path: Path) -> None:
    folder = copies(prepare(tmp_path / "shared"))
    copy, out = folder / "given" / "copy.db", tmp_path / "out"
    out.mkdir()
    named = hashlib.sha256((folder / "named.pdf").read_bytes()).hexdigest()
    secret = hashlib.sha256((folder / "Zopilote.pdf").read_bytes()).hexdigest()
    with pytest.raises(Refused, match="Its desk marked the file not public"):
        door.save_evidence(copy, named, out)
    with pytest.raises(Refused, match="No entry here names"):
        door.save_evidence(copy, secret, out)
    door.import_disclosure(copy, folder / "given" / "told.jsonl")
    assert door.save_evidence(copy, secret, out).bytes == (folder / "Zopilote.pdf").stat().st_size
