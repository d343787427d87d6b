"""Keys on disk: readable by their owner only, never replaced, and every fault of a file named."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

import fast_keys
from accordtrack.core.problems import Refused
from accordtrack.ledger.entry import kid_of
from accordtrack.ledger.key_files import (
    SigningKey,
    change_passphrase,
    has_passphrase,
    is_weak,
    load_key,
    new_key,
    save_key,
    signature_holds,
)
from accordtrack.ledger.sshsig import public_line
from programs import needed

pytestmark = pytest.mark.sweep


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def load_refusal(path: Path, ask: Callable[[], str] | None = None) -> str:
    with pytest.raises(Refused) as caught:
        load_key(path, ask)
    return str(caught.value)


def test_key_is_saved_for_its_owner_only_and_read_back(tmp_path: Path) -> None:
    key = new_key()
    path = tmp_path / "keys" / "us-1.pem"
    before = os.umask(0)
    try:
        save_key(key, path)
    finally:
        os.umask(before)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----\n")
    found = load_key(path)
    assert (found.public, found.kid) == (key.public, key.kid) == (key.public, kid_of(key.public))
    assert len(key.public) == 64
    assert len(key.kid) == 16
    assert signature_holds(key.public, found.sign(b"words"), b"words")
    assert found.sign(b"words") == key.sign(b"words"), "Ed25519 signs the same words the same way"


def test_new_keys_are_never_the_same() -> None:
    assert len({new_key().kid for _ in range(20)}) == 20


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_special_file_is_not_read_as_a_key(tmp_path: Path, kind: str) -> None:
    """To read a pipe is to wait for ever, and the mode of a folder is not what is wrong with it."""
    path = tmp_path / "us-1.pem"
    match kind:
        case "pipe":
            os.mkfifo(path, 0o600)
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("/dev/zero")
    assert load_refusal(path) == f"{path} is not a regular file"


def test_only_the_beginning_of_an_oversized_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "us-1.pem"
    path.touch(mode=0o600)
    os.truncate(path, 1 << 40)
    assert load_refusal(path) == f"The key file is damaged: {path}"
    assert not has_passphrase(path)


@pytest.mark.parametrize("short", ["a", "elevenchars", normalize("NFD", "ñandúñandúñ")])
def test_passphrase_of_fewer_than_twelve_characters_is_refused_with_advice(tmp_path: Path, short: str) -> None:
    path, key = tmp_path / "us-1.pem", new_key()
    with pytest.raises(Refused, match="The passphrase has fewer than 12 characters") as refused:
        save_key(key, path, short)
    assert "four or five unrelated words" in str(refused.value.problems[0].advice)
    assert not path.exists()
    save_key(key, path)
    before = path.read_bytes()
    with pytest.raises(Refused, match="The passphrase has fewer than 12 characters"):
        change_passphrase(key, path, short)
    assert path.read_bytes() == before
    change_passphrase(key, path, "twelve chars")
    assert load_key(path, lambda: "twelve chars").public == key.public


def rounds_of(path: Path) -> int:
    """Rounds of the key derivation, as openssl reads the file."""
    command = [needed("openssl"), "asn1parse", "-in", str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return next(int(line.rpartition(":")[2], 16) for line in lines if "INTEGER" in line)


def write_weak_key(path: Path, passphrase: str) -> SigningKey:
    """A key file as earlier versions wrote it."""
    key = new_key()
    encryption = BestAvailableEncryption(passphrase.encode())
    write_file(path, key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    return key


def test_derivation_of_the_encryption_key_has_at_least_600000_rounds(tmp_path: Path) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path, "open, sesame")
    assert rounds_of(path) >= 600_000
    command = ["openssl", "pkey", "-in", str(path), "-passin", "pass:open, sesame", "-noout"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("passphrase", ["abc", "open, sesame"])
def test_earlier_key_file_is_encrypted_again_at_its_next_use(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "us-1.pem"
    key = write_weak_key(path, passphrase)
    assert rounds_of(path) == 2048
    assert load_refusal(path, lambda: "wrong") == f"The passphrase does not open the key {path}"
    assert rounds_of(path) == 2048
    assert load_key(path, lambda: passphrase).public == key.public
    assert (rounds_of(path), mode(path)) == (600_000, 0o600)
    strong = path.read_bytes()
    assert load_key(path, lambda: passphrase).public == key.public
    assert path.read_bytes() == strong
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_earlier_key_file_that_cannot_be_replaced_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "us-1.pem"
    key = write_weak_key(path, "open, sesame")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = path.read_bytes()
    assert load_key(path, lambda: "open, sesame").public == key.public
    assert path.read_bytes() == before


def test_too_long_passphrase_is_refused(tmp_path: Path) -> None:
    path, long = tmp_path / "us-1.pem", "ñ" * 512
    with pytest.raises(Refused, match="The passphrase is longer than 1023 bytes"):
        save_key(new_key(), path, long)
    assert not path.exists()
    key = new_key()
    save_key(key, path, long[:511])
    with pytest.raises(Refused, match="The passphrase is longer than 1023 bytes"):
        change_passphrase(key, path, long)
    assert [kept.name for kept in tmp_path.iterdir()] == [path.name]
    assert load_key(path, lambda: long[:511]).public == key.public


@pytest.mark.parametrize("public", fast_keys.WEAK)
def test_signature_of_a_weak_key_is_never_valid(public: str) -> None:
    signature = fast_keys.forged(public, b"words")
    assert signature is not None, "the library takes it"
    assert not signature_holds(public, signature, b"words")


def test_new_key_is_never_weak() -> None:
    assert not any(is_weak(new_key().public) for _ in range(200))


def test_existing_key_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path)
    before = path.read_bytes()
    with pytest.raises(Refused, match="A key file already exists"):
        save_key(new_key(), path)
    assert path.read_bytes() == before


def test_link_in_place_of_a_key_is_not_followed(tmp_path: Path) -> None:
    path, other = tmp_path / "us-1.pem", tmp_path / "other"
    path.symlink_to(other)
    with pytest.raises(Refused, match="A key file already exists"):
        save_key(new_key(), path)
    assert not other.exists()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o777])
def test_key_that_others_can_access_is_refused_with_the_chmod_command(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path)
    path.chmod(bits)
    assert load_refusal(path) == f"The key can be read by others; protect it with chmod 600 {path}"


@pytest.mark.parametrize("bits", [0o600, 0o400])
def test_key_that_only_its_owner_can_access_is_loaded(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path)
    path.chmod(bits)
    load_key(path)


def test_missing_key_is_named(tmp_path: Path) -> None:
    assert load_refusal(tmp_path / "us-1.pem") == f"The key file is missing: {tmp_path / 'us-1.pem'}"


def write_file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def half_of_key(path: Path) -> bytes:
    save_key(new_key(), path)
    return path.read_bytes()[:60]


def test_damaged_key_files_are_named(tmp_path: Path) -> None:
    whole = half_of_key(tmp_path / "whole.pem")
    for number, content in enumerate([b"", b"\x00" * 100, b"no key", whole, whole + b"\n-----END PRIVATE KEY-----\n"]):
        path = write_file(tmp_path / f"{number}.pem", content)
        assert load_refusal(path) == f"The key file is damaged: {path}"


def test_other_key_types_are_refused(tmp_path: Path) -> None:
    others: tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey, ...] = (
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
        ec.generate_private_key(ec.SECP256R1()),
        x25519.X25519PrivateKey.generate(),
    )
    for number, other in enumerate(others):
        pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = write_file(tmp_path / f"{number}.pem", pem)
        assert load_refusal(path) == f"No Ed25519 key in the key file: {path}"


def test_passphrase_is_required_and_must_be_right(tmp_path: Path) -> None:
    key = new_key()
    path = tmp_path / "us-1.pem"
    save_key(key, path, "áéí, secretly")
    assert b"ENCRYPTED" in path.read_bytes()
    assert load_key(path, lambda: "áéí, secretly").public == key.public
    assert load_refusal(path, lambda: "wrong") == f"The passphrase does not open the key {path}"
    assert load_refusal(path, lambda: "") == f"The passphrase does not open the key {path}"
    assert load_refusal(path) == f"The key has a passphrase: {path}"


Form = Literal["NFC", "NFD"]
WORDS = "contraseña de México, ﬁ Å ㎏"
"""A letter with its mark, and what the compatible forms alone would change."""
FORMS: tuple[Form, Form] = ("NFC", "NFD")


def passphrase_prompt(words: str) -> Callable[[], str]:
    return lambda: words


@pytest.mark.parametrize("typed", FORMS)
@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("how", ["saved", "covered"])
def test_passphrase_works_in_either_unicode_form(tmp_path: Path, made: Form, typed: Form, how: str) -> None:
    """A Mac and a terminal elsewhere may give other bytes for the same letters."""
    key, path = new_key(), tmp_path / "us-1.pem"
    given, words = normalize(made, WORDS), normalize(typed, WORDS)
    save_key(key, path, given if how == "saved" else None)
    if how == "covered":
        change_passphrase(key, path, given)
    assert load_key(path, lambda: words).public == key.public
    with pytest.raises(Refused, match="does not open the key"):
        load_key(path, lambda: normalize("NFKC", WORDS))
    assert load_pem_private_key(path.read_bytes(), normalize("NFC", WORDS).encode()), "it is kept in one form"


@pytest.mark.parametrize("form", FORMS)
def test_key_encrypted_with_an_unnormalized_passphrase_still_opens(tmp_path: Path, form: Form) -> None:
    mixed = normalize("NFD", WORDS[:10]) + normalize("NFC", WORDS[10:])
    for number, old in enumerate((normalize(form, WORDS), mixed)):
        key, cover = new_key(), BestAvailableEncryption(old.encode())
        path = write_file(
            tmp_path / f"{number}.pem", key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, cover)
        )
        assert load_key(path, passphrase_prompt(old)).public == key.public
        if old != mixed:
            assert {load_key(path, passphrase_prompt(normalize(way, WORDS))).public for way in FORMS} == {key.public}


def test_stock_openssh_opens_the_key_with_the_composed_passphrase(tmp_path: Path) -> None:
    key, path = new_key(), tmp_path / "us-1.pem"
    save_key(key, path, normalize("NFD", WORDS))
    command = [needed("ssh-keygen"), "-y", "-f", str(path), "-P"]
    opened, barred = (
        subprocess.run([*command, normalize(form, WORDS)], capture_output=True, text=True, check=False)
        for form in FORMS
    )
    assert (opened.returncode, opened.stdout.strip()) == (0, public_line(key.public))
    assert barred.returncode != 0


def test_passphrase_bytes_that_are_no_text_are_used_as_given(tmp_path: Path) -> None:
    key, path = new_key(), tmp_path / "us-1.pem"
    save_key(key, path, "a\udcff\udcc3 not a text")
    assert load_pem_private_key(path.read_bytes(), b"a\xff\xc3 not a text")
    assert load_key(path, lambda: "a\udcff\udcc3 not a text").public == key.public


def test_key_without_a_passphrase_does_not_ask_for_one(tmp_path: Path) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path)

    def never() -> str:
        raise AssertionError

    load_key(path, never)


def test_passphrase_never_appears_in_a_message(tmp_path: Path) -> None:
    path = tmp_path / "us-1.pem"
    save_key(new_key(), path, "secret words")
    assert "secret words" not in load_refusal(path, lambda: "other secret")
    assert "other secret" not in load_refusal(path, lambda: "other secret")


def test_key_that_cannot_be_written_completely_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "us-1.pem"

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_key(new_key(), path)
    assert not path.exists()
