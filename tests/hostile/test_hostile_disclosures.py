"""Disclosures made to do harm, or made for somebody else, and places that no disclosure and no copy may be written to.

Each is taken in by a process of its own, whose memory and time are bounded (``jobs.TAKES``, ``jobs.SECONDS``).
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.types.intents import AddNote
from folders import make_folder
from hostile.test_hostile_files import held, loop, pipe, raw, sparse, zipped_bomb
from hostile_data import RED, copies
from jobs import SECONDS, TAKES, jobs, prepare
from registers import TODAY
from tell import Tell

Make = Callable[[Path], Path]

HEAD = b'{"accordtrack":"disclosure","bodies":1,"files":0,"v":1}\n'


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(prepare(tmp_path_factory.mktemp("shared")))


def changed_disclosure(change: Callable[[bytes], bytes]) -> Callable[[Path], Make]:
    return lambda shared: raw("told.jsonl", change((shared / "given" / "told.jsonl").read_bytes()))


def with_counts(text: bytes, **counts: int) -> bytes:
    head, rest = text.split(b"\n", 1)
    return json.dumps(json.loads(head) | counts, sort_keys=True, separators=(",", ":")).encode() + b"\n" + rest


def repeated(text: bytes) -> bytes:
    """One body a million times: nothing in it is wrong but that."""
    body = text.split(b"\n")[1] + b"\n"
    return with_counts(HEAD, bodies=1_000_000) + body * 300_000


def foreign(folder: Path) -> Path:
    """A disclosure of another register, true in itself."""
    other, out = folder / "other.db", folder / "told.jsonl"
    keys = own_key_folder(other)
    made = door.create_register(other, data=make_folder(folder / "data"), desk="us-1", keys=keys, today=TODAY)
    done = made.write(AddNote(commitment="FW-US-01", text="A note.", handling=RED))
    door.disclose(other, out, done.ids)
    return out


def zipped(folder: Path) -> Path:
    path = folder / "told.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        out.write(HEAD + b" " * 50_000_000)
    return path


def plain(make: Make) -> Callable[[Path], Make]:
    return lambda _shared: make


DISCLOSURES: dict[str, Callable[[Path], Make]] = {
    "of no bytes": plain(raw("told.jsonl", b"")),
    "of NULs": plain(raw("told.jsonl", bytes(100_000))),
    "one line of 50 GB": plain(sparse),
    "a pipe": plain(pipe),
    "a link to itself": plain(loop),
    "a folder": plain(lambda folder: folder),
    "a device": plain(lambda _folder: Path("/dev/zero")),
    "nowhere": plain(lambda folder: folder / "none"),
    "the copy itself": lambda shared: lambda _folder: shared / "given" / "copy.db",
    "a zip bomb": plain(zipped_bomb),
    "packed": plain(zipped),
    "of another register": plain(foreign),
    "nested too deeply": plain(raw("t", HEAD + b'{"body":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n")),
    "a number of a million digits": plain(raw("t", HEAD.replace(b"1,", b"9" * 1_000_000 + b",", 1))),
    "a fraction of a body": plain(raw("t", HEAD.replace(b":1,", b":1.0,", 1))),
    "a field twice": plain(raw("t", HEAD.replace(b'"files":0', b'"files":0,"files":0'))),
    "in UTF-16": changed_disclosure(lambda text: text.decode().encode("utf-16")),
    "with a mark of byte order": changed_disclosure(lambda text: b"\xef\xbb\xbf" + text),
    "with other line breaks": changed_disclosure(lambda text: text.replace(b"\n", b"\r\n")),
    "no UTF-8": changed_disclosure(lambda text: text.replace(b"Zop", b"\xffop")),
    "half a surrogate pair": changed_disclosure(lambda text: text.replace(b"Zop", b"\\ud800op")),
    "with blanks": changed_disclosure(lambda text: text.replace(b'","', b'", "')),
    "one body a million times": changed_disclosure(repeated),
    "more files than there are": changed_disclosure(lambda text: with_counts(text, files=1_000_000)),
    "its lines the other way round": changed_disclosure(
        lambda text: b"\n".join([HEAD.strip(), *text.splitlines()[:0:-1]]) + b"\n"
    ),
    "bytes as a number": changed_disclosure(lambda text: text.replace(b'{"chunk":"', b'{"chunk":1234}\n{"chunk":"', 1)),
    "a file that is an escape sequence": changed_disclosure(
        lambda text: text.replace(b'{"file":"', b'{"file":"\\u001b]0;x\\u0007', 1)
    ),
    "an entry that is an escape sequence": changed_disclosure(
        lambda text: text.replace(b'"entry":"', b'"entry":"\\u001b[2J', 1)
    ),
}


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each is given to a process of its own")
def test_hostile_disclosures_are_refused_and_nothing_is_imported(shared: Path, tmp_path: Path, tell: Tell) -> None:
    before = held(shared)
    outcomes: Counter[str] = Counter({"otherwise": 0})
    wrong = []
    with jobs() as process:
        for number, (name, make) in enumerate(DISCLOSURES.items()):
            folder = tmp_path / f"{number}"
            folder.mkdir()
            path = make(shared)(folder)
            (shared / "asked").write_text(json.dumps({"way": "disclosure", "path": str(path)}), encoding="utf-8")
            told = process.run("take", shared)
            (shared / "asked").unlink()
            fine = told.get("said") == "refused" and told["words"] and "\x1b" not in told["words"]
            outcomes["refused by name" if fine else "otherwise"] += 1
            if not fine or told["ended"] != [0] or held(shared) != before:
                wrong.append((name, told))
    tell(f"hostile disclosures, each with at most {TAKES} MB and {SECONDS} s", outcomes.total(), outcomes)
    assert wrong == []


def test_disclosure_of_another_register_is_distinguished_from_a_forged_one(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        door.import_disclosure(shared / "given" / "copy.db", foreign(tmp_path))
    (problem,) = refusal.value.problems
    assert problem.message == "A disclosed entry is not in this register"
    assert problem.advice.startswith("It was made for a copy of another register")


PLACES = {
    "the register itself": ("register.db", "is a register"),
    "another register": ("before.db", "is a register"),
    "its journal": ("register.db-journal", "belongs to a register"),
    "its store": ("register.db.evidence/told.jsonl", "belongs to a register"),
    "a folder": ("given", "is a folder"),
    "a name that is too long": ("a" * 300, "cannot be written"),
    "a name with a NUL": ("a\0b", "cannot be written"),
    "a folder that is not there": ("none/told.jsonl", "cannot be written"),
}


def key_of(shared: Path) -> Path:
    return next(own_key_folder(shared / "register.db").glob("*.pem"))


@pytest.mark.parametrize("name", [*PLACES, "a key"])
def test_disclosure_never_overwrites_a_file_of_a_register(shared: Path, name: str) -> None:
    place, words = PLACES.get(name, (str(key_of(shared)), "belongs to a register"))
    before = held(shared)
    with pytest.raises(Refused, match=words):
        door.disclose(shared / "register.db", shared / place, ["us-1-2"], force=True)
    assert held(shared) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [(None, "belongs to a register"), ("a" * 300, "cannot be written"), ("a\0b", "cannot be written")],
)
def test_backup_never_overwrites_a_file_of_a_register(shared: Path, place: str | None, words: str) -> None:
    before = held(shared)
    out = key_of(shared) if place is None else shared / place
    with pytest.raises(Refused, match=words):
        door.open_register(shared / "register.db", today=TODAY).backup(out, audience="public", force=True)
    assert held(shared) == before


ODD = ("\x1b]0;x\x07", "\udc80", "us-1-\0", "x" * 100_000, "us-1-" + "9" * 30, "us-1--2", "%", "' OR 1=1 --", "")


@pytest.mark.parametrize("name", ODD)
def test_malformed_entry_name_finds_nothing(shared: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        door.disclose(shared / "register.db", tmp_path / "told.jsonl", [name])
    assert "\x1b" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
