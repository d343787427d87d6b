"""Signatures of files: stock OpenSSH takes ours, we take those of stock OpenSSH, and nothing else holds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accordtrack.ledger import note, sshsig
from accordtrack.ledger.entry import NotCanonical
from accordtrack.ledger.key_files import SigningKey, new_key
from accordtrack.types import Checkpoint, FeedHead
from programs import needed

MESSAGE, NAME = b"a note\nof two lines\n", "accordtrack-checkpoint"
KEY = new_key()
FEEDS = (FeedHead("mx-1", 2, "ab" * 32), FeedHead("obs-0", 31, "cd" * 32))


def stock_openssh_accepts(key: SigningKey, folder: Path, signature: str, message: bytes, name: str = NAME) -> bool:
    (folder / "allowed_signers").write_text(f"us-1 {sshsig.public_line(key.public)}\n")
    (folder / "note.sig").write_text(signature)
    words = [needed("ssh-keygen"), "-Y", "verify", "-f", str(folder / "allowed_signers"), "-I", "us-1", "-n", name]
    ran = subprocess.run([*words, "-s", str(folder / "note.sig")], input=message, capture_output=True, check=False)
    return ran.returncode == 0


def test_stock_openssh_accepts_only_our_signature(tmp_path: Path) -> None:
    made = sshsig.sign(KEY, NAME, MESSAGE)
    assert stock_openssh_accepts(KEY, tmp_path, made, MESSAGE)
    assert not stock_openssh_accepts(KEY, tmp_path, made, MESSAGE + b"x")
    assert not stock_openssh_accepts(KEY, tmp_path, made, MESSAGE, "another")
    assert not stock_openssh_accepts(new_key(), tmp_path, made, MESSAGE)


def test_signature_is_identical_to_that_of_stock_openssh(tmp_path: Path) -> None:
    private, file = tmp_path / "key", tmp_path / "note"
    private.write_bytes(KEY.private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    private.chmod(0o600)
    file.write_bytes(MESSAGE)
    subprocess.run(
        [needed("ssh-keygen"), "-Y", "sign", "-f", private, "-n", NAME, file], check=True, capture_output=True
    )
    assert (tmp_path / "note.sig").read_text() == sshsig.sign(KEY, NAME, MESSAGE)


def test_signature_is_valid_only_for_its_key_message_and_namespace() -> None:
    made = sshsig.sign(KEY, NAME, MESSAGE)
    assert sshsig.is_valid(KEY.public, NAME, MESSAGE, made)
    assert sshsig.is_valid(KEY.public, NAME, MESSAGE, made.replace("\n", "\r\n")), "as a mail program leaves it"
    assert not sshsig.is_valid(new_key().public, NAME, MESSAGE, made)
    assert not sshsig.is_valid(KEY.public, "another", MESSAGE, made)
    assert not sshsig.is_valid(KEY.public, NAME, MESSAGE[1:], made)


@pytest.mark.parametrize("odd", ["", "nonsense", "-----BEGIN SSH SIGNATURE-----", "x" * 100_000, "-" * 70, "\udcff"])
def test_malformed_signature_is_not_valid(odd: str) -> None:
    assert not sshsig.is_valid(KEY.public, NAME, MESSAGE, odd)


def test_signature_with_any_changed_letter_is_not_valid() -> None:
    made = sshsig.sign(KEY, NAME, MESSAGE)
    for place, letter in enumerate(made):
        if letter not in "\n=":
            other = made[:place] + ("A" if letter != "A" else "B") + made[place + 1 :]
            assert not sshsig.is_valid(KEY.public, NAME, MESSAGE, other), place


def test_checkpoint_note_is_read_back() -> None:
    stands = Checkpoint("us-1", KEY.public, "ef" * 32, FEEDS)
    raw = note.write(stands)
    assert note.read(raw) == stands
    assert raw.decode().splitlines() == [
        "accordtrack checkpoint v1",
        "desk us-1",
        f"key {sshsig.public_line(KEY.public)}",
        f"state {'ef' * 32}",
        f"feed mx-1 2 {'ab' * 32}",
        f"feed obs-0 31 {'cd' * 32}",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1", "v2"),
        ("\n", "\r\n"),
        ("desk us-1", "desk ../us"),
        ("mx-1 2", "mx-1 02"),
        ("mx-1 2", "mx-1 9999999999999999"),
        ("mx-1", "obs-1"),
        ("feed mx-1", "seed mx-1"),
        ("ssh-ed25519 A", "ssh-ed25519 B"),
        ("ssh-ed25519 ", "ssh-ed25519 ===="),
        ("state ", "state  "),
        ("accord", "\u00e9ccord"),
    ],
)
def test_altered_checkpoint_note_is_refused(old: str, new: str) -> None:
    raw = note.write(Checkpoint("us-1", KEY.public, "ef" * 32, FEEDS)).decode()
    assert old in raw
    with pytest.raises(NotCanonical):
        note.read(raw.replace(old, new, 1).encode())
    for cut in (b"", raw.encode()[:-1], raw.encode() + b"\n", b"\xff" + raw.encode(), b"x" * 300_000):
        with pytest.raises(NotCanonical):
            note.read(cut)


def test_checkpoint_with_an_invalid_feed_name_is_not_written() -> None:
    odd = Checkpoint("us-1", KEY.public, "ef" * 32, (FeedHead("mx-1 9\nfeed", 2, "ab" * 32),))
    with pytest.raises(NotCanonical):
        note.write(odd)
