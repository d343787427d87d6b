"""The keys of desks: listed, handed out, put under another passphrase without ever being lost."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.ledger import key_files
from accordtrack.ledger.sshsig import public_of
from accordtrack.types.intents import AddNote
from registers import TODAY, At


def files(register: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in own_key_folder(register).iterdir()}


def test_keys_lists_every_desk_except_the_compiler(at: At, register: Path) -> None:
    found = door.keys(register)
    assert [(one.desk, one.side) for one in found] == [("us-1", "US"), ("mx-1", "MX"), ("obs-1", "OBS"), ("us-2", "US")]
    assert all(one.path and one.path.endswith(f"{one.desk}-{one.kid}.pem") for one in found)
    assert {one.passphrase for one in found} == {False}
    assert [public_of(one.ssh) for one in found] == [one.public_key for one in found]
    out = register.with_name("copy.db")
    at("us-1").backup(out)
    assert {(one.closed, one.path, one.passphrase) for one in door.keys(out)} == {(True, None, None)}


def test_public_key_is_available_without_the_private_key(register: Path) -> None:
    assert door.key(register, None).desk == "us-1"
    for path in own_key_folder(register).iterdir():
        path.unlink()
    assert door.key(register, "mx-1").path is None
    with pytest.raises(Refused, match="Which desk is it"):
        door.key(register, None)
    with pytest.raises(Refused, match="No desk mx-9"):
        door.key(register, "mx-9")


def test_unknown_desk_error_never_suggests_a_desk_of_another_side(register: Path) -> None:
    for asked, told in (("us-3", "did you mean us-"), ("US1", "did you mean us-1"), ("mx-9", "did you mean mx-1")):
        with pytest.raises(Refused, match=told):
            door.open_register(register, desk=asked, today=TODAY)
    for asked in ("ux-1", "bs-1", "o"):
        with pytest.raises(Refused) as refused:
            door.open_register(register, desk=asked, today=TODAY)
        problem = refused.value.problems[0]
        assert "did you mean" not in problem.message
        assert problem.values["known"] == "us-1, mx-1, obs-1, us-2"
    with pytest.raises(Refused) as refused:
        door.check_demo_desk("sx-1")
    assert "did you mean" not in refused.value.problems[0].message


def test_key_passphrase_can_be_set_changed_and_removed(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = door.key(register, "us-1")
    made = door.change_key_passphrase(register, "us-1", lambda: "one open sesame")
    assert (made.passphrase, made.public_key, made.path) == (True, before.public_key, before.path)
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "wrong")
    with pytest.raises(Refused, match="does not open the key"):
        door.change_key_passphrase(register, "us-1", lambda: "two open sesame")
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "one open sesame")
    door.change_key_passphrase(register, "us-1", lambda: "dos: ábrete, ñandú")
    with pytest.raises(Refused, match="does not open the key"):
        door.open_register(register, desk="us-1", today=TODAY)
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "dos: ábrete, ñandú")
    door.open_register(register, desk="us-1", today=TODAY).write(AddNote(commitment="FW-US-01", text="On."))
    assert door.change_key_passphrase(register, "us-1", lambda: None).passphrase is False
    assert len(files(register)) == 4
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in own_key_folder(register).iterdir()} == {0o600}
    assert door.verify_register(register, deep=True).is_sound


def test_passphrase_change_of_a_missing_key_is_refused(register: Path) -> None:
    for path in own_key_folder(register).glob("mx-1-*"):
        path.unlink()
    before = files(register)
    with pytest.raises(Refused, match="The key file is missing"):
        door.change_key_passphrase(register, "mx-1", lambda: "one open sesame")
    assert files(register) == before


def test_refused_passphrase_leaves_the_key_unchanged(register: Path) -> None:
    def differ() -> str:
        raise Refused

    before = files(register)
    with pytest.raises(Refused):
        door.change_key_passphrase(register, "us-1", differ)
    assert files(register) == before


def test_full_disk_leaves_the_key_unchanged(tiny_disk: Path) -> None:
    key, path = key_files.new_key(), tiny_disk / "us-1.pem"
    key_files.save_key(key, path)
    before = path.read_bytes()
    with suppress(OSError), (tiny_disk / "full").open("wb", buffering=0) as full:
        while True:
            full.write(b"x" * 4096)
    with pytest.raises(OSError, match="space"):
        key_files.change_passphrase(key, path, "one open sesame")
    assert path.read_bytes() == before
    assert sorted(found.name for found in tiny_disk.iterdir()) == ["full", "us-1.pem"]
