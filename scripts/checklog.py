"""Check a register's log without accordtrack, with Python's standard library and ``openssl``; see docs/checking.md.

``python checklog.py REGISTER`` writes nothing. Exit 0: the log is sound; 1: it is not; 2: it could not be checked.
"""

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = {"feed", "prev", "at", "kid", "by", "act", "kind", "ref", "handling", "body_hash", "v", "seq", "lc"}
NUMBERS = {"v", "seq", "lc"}
ENTRY, BODY, DEEPEST, LONGEST = b"accordtrack-entry-v1\n", b"accordtrack-body-v1\n", 32, 4_000_000
DER = bytes.fromhex("302a300506032b6570032100")  # prefix of the 32 bytes of an Ed25519 public key
PRIME, EIGHTH = 2**255 - 19, 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
WEAK = {0, 1, PRIME - 1, EIGHTH, PRIME - EIGHTH, *range(PRIME, 2**255)}  # keys for which anybody can forge signatures
KNOWN = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8e8c4db6b79102a04a91abf1740ff36d9037971a1e764236230a5d848eb5584b11bdf3ab744896ca28f5c00e8034e2aab8feef8a634534f35636a8faef4543109"  # a key and its signature of an empty message, to test openssl
ROWS = "SELECT e.*, b.salt, b.raw AS body FROM entry e LEFT JOIN entry_body b ON entry_id = id ORDER BY feed, seq, id"
TABLES = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name IN ('entry', 'entry_body')"
STATED = "SELECT feed, seq, lc, act, hash, v, raw FROM entry ORDER BY lc, feed, seq"
WHOLE = "SELECT 'numbers of entries have gaps' WHERE (SELECT COUNT(*) <> MAX(id) OR MIN(id) < 1 FROM entry) UNION ALL SELECT 'a body belongs to no entry' FROM entry_body WHERE entry_id NOT IN (SELECT id FROM entry)"
ASKED = ("PRAGMA integrity_check(entry)", "PRAGMA integrity_check(entry_body)", WHOLE)


@dataclass
class Report:
    """``feeds``: entries, head and key of each; ``wrong``: (place, message); ``bodies``: present, withheld, wrong."""

    feeds: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    bodies: Counter[str] = field(default_factory=lambda: Counter(present=0, withheld=0, wrong=0))


def canonical(value: object, depth: int = DEEPEST) -> str:
    """Serialize ``value`` by RFC 8785. Raise ``ValueError`` for floats, non-ASCII keys and integers of 2^53 or more."""
    if depth >= 0:
        if value is None or isinstance(value, bool | str):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, int) and abs(value) < 2**53:
            return str(value)
        if isinstance(value, list):
            return "[" + ",".join(canonical(item, depth - 1) for item in value) + "]"
        if isinstance(value, dict) and all(name.isascii() for name in value):
            return "{" + ",".join(f"{canonical(key)}:{canonical(value[key], depth - 1)}" for key in sorted(value)) + "}"
    raise ValueError("not a value of the canonical form")


def read(raw: object) -> dict[str, object]:
    """Parse a map from canonical bytes. Raise ``ValueError`` if they are not canonical, as with a duplicate key."""
    value = json.loads(raw) if isinstance(raw, bytes) and len(raw) <= LONGEST else None
    if not isinstance(value, dict) or canonical(value).encode() != raw:
        raise ValueError("not in the canonical form")
    return value


def holds(public: str, signature: object, raw: object) -> bool:
    """Whether openssl accepts the signature of an entry's bytes for a public key in hexadecimal."""
    number = int.from_bytes(bytes.fromhex(public), "little") % 2**255
    if number in WEAK or not isinstance(signature, bytes) or not isinstance(raw, bytes):
        return False
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey k -rawin -in m -sigfile s".split()  # noqa: SIM905
    with suppress(FileNotFoundError), TemporaryDirectory() as place:
        for name, content in {"k": DER + bytes.fromhex(public), "m": ENTRY + raw, "s": signature}.items():
            Path(place, name).write_bytes(content)
        return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode == 0
    return False


def are_heads(stated: object) -> bool:
    """Whether ``stated`` is null, or maps feeds to the number and hash of an entry."""
    heads = list(stated.values()) if isinstance(stated, dict) else [] if stated is None else [stated]
    return all(isinstance(head, list) and [*map(type, head)] == [int, str] and head[0] > 0 for head in heads)


def contradictions(rows: Iterable[sqlite3.Row]) -> Iterator[tuple[str, str]]:
    """Yield the entries of version 2 that state as seen what this file does not hold. Rows come in order of clocks.

    The first entry of an act states the last entry of each other feed. That holds until the next one that does.
    """
    held: dict[tuple[str, int], tuple[int, str]] = {}
    stated: dict[str, list[tuple[int, dict[str, int]]]] = {}
    last: dict[str, tuple[int, str | None, int]] = {}
    greatest = 0
    named: set[tuple[str, int, str]] = set()
    for row in rows:
        feed, seq, version, heads = row["feed"], row["seq"], row["v"], read(row["raw"]).get("heads")
        (clock, act, before), gone, place = last.get(feed, (0, None, 1)), False, f"{row['feed']}-{row['seq']}"
        if version < max(1, before):
            yield place, "its version is older than the one before it"
        if isinstance(heads, dict):
            ends = {(name, number, digest) for name, (number, digest) in heads.items()}
            numbers = {name: number for name, number, _digest in ends}
            wrong = {end for end in ends if held.get(end[:2], (0, ""))[1] != end[2]}
            if wrong - named:
                yield place, "it saw an entry that is missing here, or another one"
            gone, named = any(end[:2] not in held for end in ends), named | wrong
            own = stated.setdefault(feed, [])
            implied = [(feed, seq), *numbers.items()]
            seen_then = [
                next((seen for at, seen in reversed(stated.get(name, [])) if at <= number), {})
                for name, number in implied
            ]
            known = {**numbers, feed: seq - 1}
            if feed in numbers or any(
                known.get(name, 0) < number for seen in seen_then for name, number in seen.items()
            ):
                yield place, "it leaves out what was seen before it"
            clock = max([clock, *(held[end[:2]][0] for end in ends if end[:2] in held)])
            own.append((seq, numbers))
        elif version > 1 and act != row["act"]:
            yield place, "it does not state what was seen"
        if (version > 1 and row["lc"] != clock + 1 and not gone) or (version < 2 and row["lc"] > greatest + 1):  # noqa: PLR2004
            yield place, "its clock does not follow from what was seen"
        held[feed, seq], last[feed] = (row["lc"], row["hash"]), (row["lc"], row["act"], version)
        greatest = max(greatest, row["lc"])


def entry_faults(row: sqlite3.Row, bodies: Counter[str]) -> Iterator[str]:
    """Yield what is wrong with one entry by itself, except its signature, and count its body."""
    try:
        signed = read(row["raw"])
        version = signed.get("v")
        names = NAMES | {"heads"} if isinstance(version, int) and version > 1 else NAMES
        odd = [name for name in NAMES & signed.keys() if type(signed[name]) is not (int if name in NUMBERS else str)]
        if signed.keys() != names or odd not in ([], ["prev"] if signed["prev"] is None else []):
            yield "the signed fields are others"
        elif not are_heads(signed.get("heads")):
            yield "what was seen is stated in another form"
        elif any(row[name] != signed[name] for name in NAMES):
            yield "the columns differ from what was signed"
    except ValueError:
        yield "the signed bytes are damaged"
    if not isinstance(row["raw"], bytes) or hashlib.sha256(ENTRY + row["raw"]).hexdigest() != row["hash"]:
        yield "the hash differs from the entry"
    withheld, digest = row["body"] is None and row["salt"] is None and row["handling"] != "TLP:CLEAR", ""
    with suppress(ValueError, TypeError):
        digest = hashlib.sha256(BODY + row["salt"] + row["body"]).hexdigest() if read(row["body"]) is not None else ""
    bodies["present" if digest == row["body_hash"] else "withheld" if withheld else "wrong"] += 1
    if digest != row["body_hash"] and not withheld:
        yield "the body is not here" if row["body"] is None else "the body differs from what was signed"


def walk(feed: str, rows: Iterable[sqlite3.Row], report: Report) -> None:
    """Check one feed from its start: each entry, its place in the chain, and its signature by the key in force."""
    seq, head, clock, public = 0, None, 0, ""
    for row in rows:
        report.wrong += [(f"{feed}-{seq + 1}", "an entry is missing or out of order")] * (row["seq"] != seq + 1)
        seq = row["seq"] if isinstance(row["seq"], int) else seq + 1
        lc, given = row["lc"] if isinstance(row["lc"], int) else 0, ""
        found = list(entry_faults(row, report.bodies))
        gives = row["kind"] == "desk.open" if seq == 1 else (row["kind"], row["ref"]) == ("desk.rekey", feed)
        with suppress(ValueError, LookupError):
            body = read(row["body"] if gives else None)
            given = "".join(re.findall(r"\A[0-9a-f]{64}\Z", str(body["public_key"])))
            own = re.fullmatch("(us|mx|obs)-[0-9]{1,3}", str(feed))
            given = given if seq > 1 or (own and own[1].upper() == body.get("side")) else ""
        public = given if seq == 1 else public
        found += ["it gives the feed no key"] * (not given and (seq == 1 or row["kind"] == "desk.rekey"))
        found += ["the chain is broken"] * (row["prev"] != head) + ["the clock does not grow"] * (lc <= clock)
        found += ["its key is not the feed's"] * (row["kid"] != hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16])
        found += ["the signature does not hold"] * (not holds(public, row["sig"], row["raw"]))
        report.wrong += [(f"{feed}-{seq}", words) for words in found]
        head, clock, public, report.feeds[feed] = row["hash"], lc, given or public, (seq, row["hash"], given or public)


def check(path: Path) -> Report:
    """Return all findings about the log in the file at ``path``."""
    report = Report()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as log:
            log.row_factory, log.text_factory = sqlite3.Row, lambda raw: raw.decode(errors="surrogateescape")
            if log.execute(TABLES).fetchone()[0] != 2:  # noqa: PLR2004 - to read a view may never end
                return Report(wrong=[("", "the log is no two tables")])
            report.wrong += [("", row[0]) for asked in ASKED for row in log.execute(asked) if row[0] != "ok"]
            for feed, rows in groupby(log.execute(ROWS), key=lambda row: row["feed"]):
                walk(feed, rows, report)
            report.wrong += [] if report.wrong else contradictions(log.execute(STATED))
    except (sqlite3.Error, ValueError, TypeError, LookupError, RecursionError) as error:
        report.wrong.append(("", f"the file cannot be read to its end: {error}"))
    return report


def main() -> int:
    """Check one register and print the findings. Text from the file is printed as ASCII."""
    path = named.resolve() if (named := Path(sys.argv[-1])).exists() else named
    parts = [Path(f"{path}{end}") for end in ("", "-journal", "-wal", "-shm")]  # SQLite would wait forever on a pipe
    odd = [f"{str(one)!a} is not a regular file" for one in parts if one.is_symlink() or one.exists() > one.is_file()]
    if odd or len(sys.argv) != 2 or not path.is_file() or not holds(KNOWN[:64], bytes.fromhex(KNOWN[64:]), b""):  # noqa: PLR2004
        print(*odd or ["python checklog.py REGISTER, with an openssl on the path that checks Ed25519"], file=sys.stderr)
        return 2
    report = check(path)
    lines = [f"{feed!a}: {seq} entries, head {head!a}, key {key}" for feed, (seq, head, key) in report.feeds.items()]
    lines += [f"{place!a}: {words!a}" for place, words in report.wrong]
    lines += ["bodies: " + ", ".join(f"{count} {name}" for name, count in report.bodies.items())]
    print("\n".join([*lines, "The log is not sound." if report.wrong else "The log is sound."]))
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
