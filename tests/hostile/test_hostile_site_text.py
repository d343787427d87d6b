"""Words that are made to do harm, in every field of every record and entry that a site tells of: they are words and nothing else.

They go in below the ledger, which refuses most of them: a program of somebody else may have signed them.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.ledger.fields import Record
from accordtrack.service.publish import site_build, site_files
from accordtrack.service.publish.atomic_replace import NewSite
from accordtrack.site import manifest
from accordtrack.site.page_paths import file_name
from accordtrack.store import log
from accordtrack.store.items import Item
from accordtrack.types import Text
from accordtrack.types.intents import AddEvidence, AddNote, AddRecord, Amend, ReportStatus, TakePosition
from folders import change, make_folder
from registers import TODAY, concur, small_register
from sites import build, files

MARKUP = '</script></style></title></textarea>--></svg>]]><script>alert(1)</script><img src=x onerror=alert(1)>"\'`><a href="javascript:alert(1)">'
HOSTILE = {
    "markup": MARKUP,
    "a handler": '" onmouseover="alert(1)" x="',
    "an address": "javascript:alert(1)//",
    "data": "data:text/html,<script>alert(1)</script>",
    "a template": "{{ 7*7 }}{% for x in y %}{{ self.__init__ }}{% endraw %}{# #}",
    "bidi and controls": "\u202eevil\u2066\x00\x1b[31m\x07\x7f\u2028\u2029\ufeff",
    "half a letter": "\ud800x\udfff",
    "a path": "../../../etc/passwd\\..\\..\\CON",
    "a long word": "x" * 5_000,
    "entities": "&lt;b&gt; &#x3c; &amp &nbsp; ]]> <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "many marks": "a" + "\u0301" * 40,
}
HARMLESS = "harmless"
_FREE = frozenset(
    {
        "publisher",
        "url",
        "reason",
        "note",
        "text",
        "title",
        "en",
        "es",
        "name",
        "issuer",
        "rationale",
        "why",
        "unit",
        "number",
        "feed",
    }
)
_OURS = frozenset({"time", "wbr"})
"""Elements that are put around days in words."""


def source(register: Path) -> site_build.SiteInput:
    with door.open_register(register, today=TODAY)._db.reading() as connection:
        everything = tuple(log.items(connection))
        found = site_build._build_input(connection, TODAY, site_build.SiteOptions(), everything)
        return replace(found, entries=site_build._entries(connection, found))


def fill_texts(value: Any, words: str, held: dict[int, Any] | None = None, key: str = "") -> Any:  # noqa: ANN401
    """``value`` with ``words`` for every free text in it; what is one object stays one object."""
    held = {} if held is None else held
    if id(value) in held:
        return held[id(value)][1]
    made = value
    if isinstance(value, str):
        return words if key in _FREE and value not in {"US", "MX"} else value
    if isinstance(value, Text):
        made = Text(words, words)
    elif isinstance(value, Record):
        told = {name: fill_texts(getattr(value, name), words, held, name) for name in type(value).model_fields}
        made = value.model_copy(update=told)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: fill_texts(getattr(value, one.name), words, held, one.name) for one in fields(value)}
        changed = {name: part for name, part in parts.items() if part is not getattr(value, name)}
        if isinstance(value, Item):
            changed["feed"] = value.feed
        made = replace(value, **changed) if changed else value
    elif isinstance(value, Record):
        parts = {name: fill_texts(getattr(value, name), words, held, name) for name in type(value).model_fields}
        made = value.model_copy(update=parts)
    elif isinstance(value, dict):
        made = {
            name: fill_texts(one, words, held, name if isinstance(name, str) else "") for name, one in value.items()
        }
    elif isinstance(value, list | tuple):
        made = (
            type(value)([fill_texts(one, words, held, key) for one in value])
            if not hasattr(value, "_fields")
            else value
        )
    held[id(value)] = (value, made)
    return made


class Seen(HTMLParser):
    """The elements of a page in their order, with the names of their attributes, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _OURS:
            return
        self.elements.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "cite", "data"}]
        if tag == "script":
            assert any(name == "src" for name, _ in attrs), "a script stands in a file of its own"

    def handle_decl(self, decl: str) -> None:
        assert decl == "DOCTYPE html"

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def parse_page(page: bytes) -> Seen:
    found = Seen()
    found.feed(page.decode("utf-8"))
    found.close()
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> site_build.SiteInput:
    return source(small_register(tmp_path_factory.mktemp("plain")))


@pytest.fixture(scope="module")
def harmless(plain: site_build.SiteInput) -> dict[str, bytes]:
    return dict(site_files.files(fill_texts(plain, HARMLESS)))


def test_free_text_of_the_register_reaches_the_pages(harmless: dict[str, bytes], plain: site_build.SiteInput) -> None:
    """Without this what follows could be blind."""
    assert harmless.keys() == dict(site_files.files(plain)).keys()
    for path in ("en/commitments/FW-US-01.html", "es/bodies/ATF.html", "en/events/ev-meeting.html", "en/index.html"):
        assert harmless[path].count(HARMLESS.encode()) >= 2, path
    assert b"Trace the guns" not in b"".join(harmless.values())


@pytest.mark.sweep
@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_changes_no_element_attribute_or_address(
    plain: site_build.SiteInput, harmless: dict[str, bytes], name: str
) -> None:
    made = dict(site_files.files(fill_texts(plain, HOSTILE[name])))
    assert made.keys() == harmless.keys()
    for path, raw in made.items():
        if path.endswith(".html"):
            here, there = parse_page(raw), parse_page(harmless[path])
            assert here.elements == there.elements, path
            assert len(here.addresses) == len(there.addresses)
            for address in here.addresses:
                parts = urlsplit(address)
                assert parts.scheme in {"", "http", "https"}, (path, address)
                if not parts.scheme:
                    assert not address.startswith(("/", "\\")), (path, address)
            assert not any(one.startswith("on") for _tag, attributes in here.elements for one in attributes)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", raw.decode())
        elif path.endswith(".xml"):
            assert b"<!ENTITY" not in raw.replace(b"&lt;", b"")
            here_, there_ = (ET.fromstring(one) for one in (raw, harmless[path]))  # noqa: S314  (of our own making)
            assert [one.tag for one in here_.iter()] == [one.tag for one in there_.iter()], path
        elif path.endswith(".js"):
            assert b"</script" not in raw.lower(), path
            assert not re.search("[\u2028\u2029]", raw.decode()), path
        else:
            assert path.endswith(".css"), path
            assert raw == harmless[path]


@pytest.mark.parametrize(
    "code",
    ["CON", "con.x", "NUL", "aux", "COM1", "lpt9.html", "a.", "a..", ".a", "..", "a b", "a/b", "a\\b", "ñ", "a" * 300],
)
def test_file_name_of_any_code_is_portable(code: str) -> None:
    name = file_name(code)
    stem = name.removesuffix(".html")
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", name)
    assert len(name) <= 100
    assert stem.partition(".")[0].lower() not in {"con", "nul", "aux", "com1", "lpt9"}
    assert not stem.endswith(".")


def test_records_named_like_devices_have_pages(tmp_path: Path) -> None:
    data = make_folder(tmp_path / "data")
    with (data / "bodies.yaml").open("a", encoding="utf-8") as bodies:
        for code in ("CON", "aux.b", "Nul"):
            bodies.write(f"- code: {code}\n  name: {{en: A, es: A}}\n  side: US\n  branch: executive\n")
    change(data, "commitments/fw.yaml", "  supporting: [DOJ]", "  supporting: [DOJ, CON, aux.b, Nul]")
    register = tmp_path / "register.db"
    door.create_register(register, data=data, keys=tmp_path / "register.db.keys", today=TODAY)
    build(register, tmp_path / "site")
    names = list(files(tmp_path / "site"))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        for step in name.split("/"):
            assert step.partition(".")[0].lower() not in {"con", "aux", "nul"}
            assert not step.endswith((".", " "))
    assert sum("/bodies/" in name and name.startswith("en/") for name in names) == 7


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x", "a//b", ".", "a\\..\\x", ""])
def test_no_file_is_written_outside_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "aside").mkdir()
    aside = NewSite(tmp_path / "aside", None)
    with pytest.raises(ValueError):  # noqa: PT011
        aside.write_file(path, b"x")


def test_files_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    aside = NewSite(tmp_path, None)
    aside.write_file("en/bodies/ATF.html", b"x")
    with pytest.raises(Refused, match="would have the same name"):
        aside.write_file("en/bodies/atf.html", b"y")


def test_manifest_with_hostile_text_is_read_back(plain: site_build.SiteInput) -> None:
    for words in HOSTILE.values():
        was = plain.head.register
        held = replace(plain.head, register=manifest.Register(words, fill_texts(was.title, words), was.first))
        raw = manifest.as_bytes(held)
        assert raw.isascii()
        assert manifest.parse(raw) == held


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told | {"files": []},
        lambda told: told | {"files": {"a": {"sha256": 1, "bytes": 1}}},
        lambda told: told | {"built": None},
        lambda told: told | {"version": 2},
        lambda told: told | {"asked": {}},
        lambda told: told | {"built": {"day": "x", "clock": True, "digest": "x"}},
        lambda told: [told],
    ],
)
def test_malformed_manifest_is_refused(plain: site_build.SiteInput, spoil: Callable[[Any], Any]) -> None:
    told = json.loads(manifest.as_bytes(plain.head))
    with pytest.raises(ValueError, match="site"):
        manifest.parse(json.dumps(spoil(told)).encode())


SECRET_WORD = "Zqéñ✓secreto"  # noqa: S105 - no password


def forms(word: str) -> list[bytes]:
    """The ways in which it could stand in a file."""
    written = {word, word.lower(), word.upper(), quote(word), json.dumps(word)[1:-1], ascii(word)[1:-1]}
    written |= {"".join(f"&#{ord(one)};" if ord(one) > 127 else one for one in word)}
    written |= {"".join(f"&#x{ord(one):x};" if ord(one) > 127 else one for one in word), "zqéñ", "Zq%C3%A9"}
    return [one.encode(coding) for one in written for coding in ("utf-8", "utf-16-le", "utf-16-be")]


def plant(register: Path, folder: Path) -> int:
    """Say the secret in every kind of entry that may bear a mark, by every mark that the public may not read."""
    us = door.open_register(register, desk="us-1", today=TODAY)
    mx = door.open_register(register, desk="mx-1", today=TODAY)
    file = folder / "planted.txt"
    file.write_text(SECRET_WORD, encoding="utf-8")
    for number, mark in enumerate(("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN")):
        us.write(
            ReportStatus(
                commitment="FW-US-01",
                status="limited",
                note=f"{SECRET_WORD} s",
                evidence=(str(file), f"https://example.org/{quote(SECRET_WORD)}"),
                handling=mark,
            )
        )
        us.write(
            AddEvidence(
                commitment="FW-US-01",
                evidence=(f"https://example.org/{number}",),
                title=f"{SECRET_WORD} e",
                handling=mark,
            )
        )
        us.write(AddNote(commitment="FW-US-01", text=f"{SECRET_WORD} n", handling=mark))
        amended = us.write(
            Amend(
                record="FW-US-01",
                fields={"title.en": f"{SECRET_WORD} {number}"},
                reason=f"{SECRET_WORD} r",
                handling=mark,
            )
        )
        concur(mx, amended)
        if mark != "TLP:AMBER+STRICT":
            mx.write(TakePosition(target="FW-US-01", stance="dispute", reason=f"{SECRET_WORD} p", handling=mark))
        record = {
            "id": f"FW-US-9{number}",
            "framework": "FW",
            "title.en": SECRET_WORD,
            "title.es": SECRET_WORD,
            "text": SECRET_WORD,
            "responsible_side": "US",
            "agreed_on": "2025-01-01",
            "level": "output",
            "theme": "firearms",
            "verifiable": "yes",
            "verifiable_why": SECRET_WORD,
            "note": SECRET_WORD,
            "handling": mark,
            "sources": "JS-2021",
        }
        concur(mx, us.write(AddRecord(kind="commitment", fields=record)))
        us.write(ReportStatus(commitment=f"FW-US-9{number}", status="limited", note=SECRET_WORD, handling=mark))
    return us.version()


@pytest.mark.sweep
@pytest.mark.parametrize("asked", [{}, {"theme": "firearms"}, {"body": "ATF"}, {"place": "US"}])
def test_restricted_text_is_in_no_byte_of_the_site(tmp_path: Path, asked: dict[str, str]) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    plant(register, tmp_path)
    build(register, out, **asked)
    found = files(out)
    for path, raw in found.items():
        assert not [form for form in forms(SECRET_WORD) if form in raw], path
        assert SECRET_WORD not in unquote(path)
        assert b"FW-US-9" not in raw, path
        assert "FW-US-9" not in path
    us = door.open_register(register, desk="us-1", today=TODAY)
    us.write(AddNote(commitment="FW-US-01", text=f"{SECRET_WORD} for all", handling="TLP:CLEAR"))
    build(register, out, **asked)
    assert any(SECRET_WORD.encode() in raw for raw in files(out).values()), "without this the search could be blind"
