"""Keys that this user may not read, or whose folder may not be entered: reading goes on, the rest is refused in words."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import key_folder, own_key_folder
from accordtrack.ledger.kinds import DESK_OPEN
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.service.signing_keys import desk_files
from accordtrack.store import log
from accordtrack.store.database import Database
from cli_runner import Ran, Run, at_home
from goldens import OLDEST, copied
from registers import small_register
from tampering import ask
from unprivileged_user import nobody

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


class Barred:
    """A register that anybody may read, with what may not be read of its keys, and what is said of that."""

    def __init__(self, register: Path, way: str) -> None:
        keys = own_key_folder(register)
        (file,) = keys.glob("us-1-*")
        self.register, self.place = register, file if way == "file" else keys
        self.advice = "Check who owns it." if way == "file" else "Check its owner and its permissions."
        self.said = f"The key file cannot be read: {file}. {self.advice}"
        if way == "folder":
            self.said = f"{register}: The key folder cannot be accessed: {keys}. {self.advice}"


WORDS: dict[str, tuple[str, ...]] = {
    "list": ("list",),
    "note": ("note", "FW-US-01", "A."),
    "seat": ("--desk", "us-1", "list"),
    "checkpoint": ("checkpoint", "OUT"),
    "doctor": ("doctor",),
    "keys": ("key", "list"),
    "json": ("key", "list", "--format", "json"),
    "export": ("key", "export", "--desk", "us-1"),
    "passphrase": ("key", "passphrase", "--remove", "--desk", "us-1"),
    "rotate": ("key", "rotate", "--reason", "Left.", "--desk", "us-1"),
}


@pytest.fixture(params=["file", "folder"])
def barred(request: pytest.FixtureRequest, outside: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Barred:
    """A user with the right runs each verb first, so that a user without it imports nothing."""
    for name, value in {**at_home(outside / "home"), "COLUMNS": "400"}.items():
        monkeypatch.setenv(name, value)
    (outside / "warm").mkdir()
    warm = small_register(outside / "warm")
    warm.chmod(0o600)
    for words in WORDS.values():
        assert run("--db", str(warm), *(str(outside / "OUT") if word == "OUT" else word for word in words)).status == 0
    register = small_register(outside)
    register.chmod(0o644)
    keys = own_key_folder(register)
    keys.chmod(0o755)
    made = Barred(register, request.param)
    for path in keys.iterdir():
        path.chmod(0)
    if request.param == "folder":
        keys.chmod(0)
    return made


def run_as_nobody(run: Run, barred: Barred, verb: str) -> Ran:
    """The output of the verb for nobody; the register is unchanged."""
    before = barred.register.read_bytes()
    with nobody():
        assert not os.access(barred.place, os.R_OK, effective_ids=True)
        ran = run(
            "--db", str(barred.register), *(str(barred.register) + ".out" if w == "OUT" else w for w in WORDS[verb])
        )
    assert "unexpected" not in ran.err, ran.err
    assert barred.register.read_bytes() == before
    return ran


def test_reading_needs_no_key(run: Run, barred: Barred) -> None:
    ran = run_as_nobody(run, barred, "list")
    assert (ran.status, ran.err) == (0, "")
    assert "FW-US-01" in ran.out
    assert run_as_nobody(run, barred, "export").out.startswith("ssh-ed25519 ")


@pytest.mark.sweep
@pytest.mark.parametrize("verb", ["note", "seat", "checkpoint", "passphrase", "rotate"])
def test_verbs_that_need_the_key_are_refused_with_its_path(run: Run, barred: Barred, verb: str) -> None:
    ran = run_as_nobody(run, barred, verb)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"accordtrack: {barred.said}\n"


def test_key_list_names_unreadable_keys(run: Run, barred: Barred) -> None:
    ran = run_as_nobody(run, barred, "keys")
    assert ran.status == 0
    assert ran.out.count("cannot be read: ") == 4
    assert "not on this machine" not in ran.out
    assert f"accordtrack: {barred.said}\n" in ran.err
    assert len(ran.err.splitlines()) == (4 if barred.place.is_file() else 1)
    row = json.loads(run_as_nobody(run, barred, "json").out)["rows"][0]
    assert (row["unread"], row["passphrase"]) == (str(barred.place), None)


def test_doctor_names_the_unreadable_key(run: Run, barred: Barred) -> None:
    ran = run_as_nobody(run, barred, "doctor")
    assert ran.status == 1
    said = barred.said.removeprefix(f"{barred.register}: ").removesuffix(f". {barred.advice}")
    assert said in ran.out
    assert barred.advice in ran.out
    assert "no open desk has its key on this machine" not in ran.out or barred.place.is_file()


ODD: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "device": lambda place: place.symlink_to("/dev/zero"),
    "socket": lambda place: socket.socket(socket.AF_UNIX).bind(str(place)),
    "link": lambda place: place.symlink_to("nowhere"),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("own", ["beside the register", "in the user's folder"])
def test_what_replaces_a_key_file_is_named_by_its_kind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, own: str
) -> None:
    for name, value in {**at_home(tmp_path / "home"), "COLUMNS": "400"}.items():
        monkeypatch.setenv(name, value)
    register = small_register(tmp_path)
    (file,) = own_key_folder(register).glob("us-1-*")
    file.unlink()
    odd = file if own == "beside the register" else key_folder() / file.name
    odd.parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(odd.parent)  # the name of a socket has to be short
    ODD[kind](Path(odd.name))
    ran = run("--db", str(register), "key", "list")
    assert ran.status == 0
    words = "a broken link" if kind == "link" else f"a {kind}"
    assert f"{words} is in its place: {odd}" in ran.out
    assert "not on this machine" not in ran.out
    said = f"{odd} is not a regular file. Bring back the right file."
    assert ran.err == f"accordtrack: {said}\n"
    row = json.loads(run("--db", str(register), "key", "list", "--format", "json").out)["rows"][0]
    assert (row["path"], row["unread"], row["stands"]) == (None, str(odd), kind)
    rotated = run("--db", str(register), "key", "rotate", "--reason", "Left.", "--desk", "us-1")
    assert (rotated.status, rotated.err) == (1, f"accordtrack: {said}\n")
    assert f"{odd} is not a regular file" in run("--db", str(register), "doctor").out


@pytest.mark.parametrize("missing", ["folder", "file", "reason"])
def test_key_is_checked_before_an_older_register_is_updated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    old = copied(OLDEST, tmp_path)
    before = old.read_bytes()
    if missing == "folder":  # which nobody may enter, root neither: its name is longer than a name can be
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ("x" * 300)))
    ran = run("--db", str(old), "key", "rotate", "--desk", "us-1", "--reason", " " if missing == "reason" else "Left.")
    said = {
        "folder": "The key folder cannot be accessed",
        "file": "is not on this machine",
        "reason": "A reason is required",
    }
    assert ran.status in {1, 2}
    assert said[missing] in ran.err
    assert old.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"register.db", "register.db.evidence"}


def test_older_register_is_updated_when_its_key_is_present(run: Run, tmp_path: Path) -> None:
    old = copied(OLDEST, tmp_path)
    key = desk_files.make_key(own_key_folder(old), "us-9")
    database = Database(old)
    with database.updating() as connection:  # which leaves it of its version
        scribe = EntrySigner(connection, "us-9", key=key, by="x")
        body = DESK_OPEN.decode_values({"name": "Ninth", "public_key": key.public, "side": "US"})
        log.append(connection, [scribe.seal("desk.open", body, "TLP:CLEAR")])
    database.close()
    ran = run("--db", str(old), "key", "rotate", "--desk", "us-9", "--reason", "Left.")
    assert (ran.status, len(ran.err.splitlines())) == (0, 1), ran.err
    assert "is now version" in ran.err
    assert ask(old, "SELECT kind FROM entry WHERE feed = 'us-9' ORDER BY seq") == [("desk.open",), ("desk.rekey",)]
    assert door.key(old, "us-9").public_key != key.public
    assert door.verify_register(old, deep=True).findings == ()
