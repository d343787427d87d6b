"""IATI files: valid by the schema, equal to the register where they speak, and a list of everything that did not fit."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder, shipped_data
from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import sanitize
from accordtrack.interchange.iati import codes, elements
from accordtrack.interchange.iati.activity import UNREGISTERED
from accordtrack.interchange.iati.document import IatiFile, build_document
from accordtrack.interchange.iati.identifiers import build_identifiers
from accordtrack.ledger.fields import Record
from accordtrack.ledger.indicators import Indicator, Link, Measurement
from accordtrack.ledger.kinds import LINK
from accordtrack.ledger.records import Accord, Area, Commitment, Framework, Source
from accordtrack.ledger.statements import StatusReport
from accordtrack.projection.audience import Audience
from accordtrack.projection.facts import Facts
from accordtrack.service import Desk
from accordtrack.service.exports import iati_export, package_export
from accordtrack.statuses import Status
from accordtrack.store.items import Item, of_kind
from accordtrack.types import IatiExport, IatiRequest
from accordtrack.types.effects import EffectSummary
from accordtrack.types.intents import AddEvidence, AddNote, AddRecord, Amend, Measure, ReportStatus, TakePosition
from folders import change, make_folder
from registers import TODAY, accept_everything, concur, small_desk, small_register
from shared import run_folder
from shipped_scores import set_targets, shipped_desk, shipped_register

AT = TwoDates(TODAY, TODAY)
PUBLIC = IatiRequest(AT, "public")
READERS = (("public", None), ("parties", None), ("side", "US"), ("side", "MX"))
RED, STRICT, AMBER, OPEN = "Zqredzq", "Zqstrictzq", "Zqamberzq", "Zqopenzq"
MARKS = {"TLP:RED": RED, "TLP:AMBER+STRICT": STRICT, "TLP:AMBER": AMBER}
READS: dict[tuple[str, str | None], set[str]] = {
    ("public", None): set(),
    ("parties", None): {AMBER},
    ("side", "US"): {AMBER, STRICT},
    ("side", "MX"): {AMBER},
}
NEVER_LISTED = {"accord.set", "desk.open", "desk.rekey", "entry.retract"}


def parse_file(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes(), elements.parser())


def is_valid(path: Path) -> bool:
    schema = etree.XMLSchema(etree.parse(str(elements.SCHEMA), elements.parser()))
    return bool(schema.validate(parse_file(path)))


def export_file(desk: Desk, folder: Path, asked: IatiRequest = PUBLIC) -> tuple[etree._Element, IatiExport]:
    out = folder / "out.xml"
    report = desk.export_iati(out, asked, force=True)
    assert is_valid(out)
    assert report.size == out.stat().st_size
    return parse_file(out), report


@cache
def shipped() -> tuple[etree._Element, IatiExport]:
    """The public file of the shipped register, made once."""
    return export_file(shipped_desk(), Path(mkdtemp(dir=run_folder())))


def activity(root: etree._Element, name: str) -> etree._Element:
    (found,) = (one for one in root if str(one.findtext("iati-identifier")).endswith(f"-{name}"))
    return found


def indicator(root: etree._Element, code: str) -> etree._Element:
    """The first of those with a code: the same indicator stands under every activity that it measures, always alike."""
    found = root.findall(".//indicator[reference][@measure]")
    alike = [one for one in found if attribute_of(one, "reference", "code") == code]
    assert len({etree.tostring(one) for one in alike}) == 1
    return alike[0]


def attribute_of(one: etree._Element, tag: str, name: str) -> str:
    part = one.find(tag)
    assert part is not None
    return str(part.get(name))


def period(one: etree._Element) -> tuple[str, str]:
    return attribute_of(one, "period-start", "iso-date"), attribute_of(one, "period-end", "iso-date")


def value(one: etree._Element) -> str:
    return attribute_of(one, "actual", "value")


def words(one: etree._Element, tag: str, language: str = "en") -> list[str]:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    return [str(told.text) for told in one.iterfind(f"{tag}/narrative") if told.get(lang) == language]


@pytest.mark.sweep
@pytest.mark.parametrize(("audience", "side"), READERS)
def test_file_is_valid_for_every_audience_and_register(tmp_path: Path, audience: str, side: str | None) -> None:
    asked = IatiRequest(AT, audience, side)
    for desk in (shipped_desk(), small_desk(tmp_path)):
        root, report = export_file(desk, tmp_path, asked)
        assert root.get("version") == "2.03"
        assert root.get("generated-datetime") == f"{TODAY}T00:00:00Z"
        ids = [one.findtext("iati-identifier") for one in root]
        assert len(ids) == len({str(one).lower() for one in ids}) == report.activities
        assert len(root.findall("iati-activity[@hierarchy='3']")) == report.commitments
        parents = {one.get("ref") for one in root.iterfind(".//related-activity")}
        assert parents <= {*ids}
        assert len(root.findall(".//result")) == report.results
        assert len(root.findall(".//actual")) == report.values


def rows(name: str, line: str, party: str) -> dict[tuple[str, str], str]:
    """Values that count of the shipped folder, read from its table as it stands there."""
    with (shipped_data() / "measurements.csv").open(encoding="utf-8", newline="") as opened:
        held = [
            row
            for row in csv.DictReader(opened)
            if (row["indicator"], row["series"], row["party"]) == (name, line, party)
        ]
    found: dict[tuple[str, str], str] = {}
    for row in sorted(held, key=lambda row: row["published_on"]):
        if row["confirm"] != "true" and row["state"] != "superseded":
            found[row["period_start"], row["period_end"]] = row["value"]
    return found


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("name", "line", "party"),
    [
        ("us-overdose-deaths", "year", "OBS"),
        ("us-treatment-receipt-share", "survey-wave", "US"),
        ("mx-homicide-daily-inegi", "year", "OBS"),
        ("mx-homicides-sesnsp", "year", "MX"),
        ("mx-trace-us-sourced-share", "six-years-atf-tables", "US"),
        ("mx-fentanyl-seized-sedena", "year", "MX"),
        ("us-fentanyl-seized-cbp", "fiscal-year", "US"),
    ],
)
def test_values_match_the_data_folder(name: str, line: str, party: str) -> None:
    root, _report = shipped()
    held = indicator(root, f"{name}|{line}|{party}")
    told = {period(one): Decimal(value(one)) for one in held.iterfind("period") if one.find("actual") is not None}
    assert told == {when: Decimal(number) for when, number in rows(name, line, party).items()}
    assert told


@pytest.mark.parametrize(
    ("name", "code", "baseline", "target"),
    [
        ("us-overdose-deaths", "year|OBS", ("2020-12-31", "2020", "91799"), ("2025-01-01", "2025-12-31", "81000")),
        ("us-overdose-rate", "year|OBS", ("2018-12-31", "2018", "20.7"), ("2030-01-01", "2030-12-31", "20.7")),
        ("us-synthetic-opioid-rate", "year|OBS", ("2018-12-31", "2018", "9.9"), ("2030-01-01", "2030-12-31", "8.9")),
        (
            "us-treatment-receipt-share",
            "survey-wave|US",
            ("2022-12-31", "2022", "24"),
            ("2030-01-01", "2030-12-31", "26"),
        ),
    ],
)
def test_baseline_and_target_match_the_register(
    name: str, code: str, baseline: tuple[str, ...], target: tuple[str, ...]
) -> None:
    root, report = shipped()
    held = indicator(root, f"{name}|{code}")
    (base,) = held.findall("baseline")
    assert (base.get("iso-date"), base.get("year"), base.get("value")) == baseline
    (aim,) = held.findall("period/target")
    parent = aim.getparent()
    assert parent is not None
    assert (*period(parent), aim.get("value")) == target
    comment = words(aim, "comment")[0]
    assert "set by the United States" in comment
    assert "It is not an agreed target." in comment
    assert ("gives only this day" in comment) is (parent.find("actual") is None)
    unsaid = [one.problem.message for one in report.left if (one.kind, one.id) == ("indicator.add", name)]
    assert any("not agreed" in message for message in unsaid)


def test_small_register_exports_baseline_target_and_actual(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    told = {"party": "OBS", "source": "ATF-2023", "published_on": "2024-05-01"}
    desk.write(
        Measure(indicator="guns-traced", value="50.25", period="2022-01-01..2022-12-31", series="year-atf", **told)
    )
    accept_everything(desk.path)
    root, report = export_file(desk, tmp_path)
    (result,) = activity(root, "FW-US-01").findall("result")
    assert (result.get("type"), result.get("aggregation-status")) == ("2", "false")
    first, second = result.findall("indicator")
    assert [attribute_of(one, "reference", "code") for one in (first, second)] == [
        "guns-traced|year-atf|OBS",
        "guns-traced|year-atf|US",
    ]
    assert (first.get("measure"), first.get("ascending")) == ("2", "true")
    assert [one.get("value") for one in first.iterfind("baseline")] == ["40.5"]
    assert [one.get("value") for one in first.iterfind("period/target")] == ["80"]
    assert [one.get("value") for one in first.iterfind("period/actual")] == ["50.25"]
    assert [one.get("value") for one in second.iterfind("period/actual")] == ["45.5"]
    assert second.find("baseline") is None
    assert second.find("period/target") is None
    assert "about" in words(second, "period/actual/comment")[0]
    assert "2023-05." in words(second, "period/actual/comment")[0]
    left = {(one.kind, one.id) for one in report.left}
    assert ("measurement.add", "guns-traced|year-atf|2022-01-01|2022-12-31|US|2023-05-31|ATF-2023") in left, "its about"
    assert ("measurement.add", "guns-traced|year-atf|2023-01-01|2023-12-31|US|2024-03-01|MIRROR-2024") in left


def test_commitment_is_an_activity_with_status_dates_bodies_and_places(tmp_path: Path) -> None:
    root, _report = export_file(small_desk(tmp_path), tmp_path, IatiRequest(AT, "parties"))
    one = activity(root, "FW-US-01")
    assert attribute_of(one, "activity-status", "code") == "2"
    assert [(date.get("type"), date.get("iso-date")) for date in one.iterfind("activity-date")] == [
        ("1", "2021-10-08"),
        ("3", "2023-12-31"),
    ]
    told = [(org.get("role"), org.get("type"), org.findtext("narrative")) for org in one.iterfind("participating-org")]
    assert told == [
        ("2", "10", "United States"),
        ("4", "10", "Firearms bureau"),
        ("4", "10", "Department of Justice"),
    ]
    assert [country.get("code") for country in one.iterfind("recipient-country")] == ["US"]
    assert words(one, "location/name") == ["Texas (US-TX)"]
    assert [(sector.get("vocabulary"), sector.get("code")) for sector in one.iterfind("sector")] == [("99", "firearms")]
    assert words(one, "tag", "es") == ["Rastreo"]
    text = words(one, "description")[1]
    assert "substantial (stated)" in text
    assert "the other government disagrees" in text
    assert "Supplied by this tracker: level, area." in text
    assert words(activity(root, "FW-MX-01"), "description")[1].startswith("Responsible: Mexico.\nMexico: no statement")
    assert attribute_of(activity(root, "FW-MX-01"), "activity-status", "code") == "1"
    links = [(link.get("url"), attribute_of(link, "category", "code")) for link in one.iterfind("document-link")]
    assert links == [("https://example.org/joint", "A02"), ("https://example.org/traces", "A08")]


@pytest.mark.parametrize(
    ("seat", "name", "recorder"),
    [("us-1", "FW-US-01", "recorded by us-1 (United States)"), ("mx-1", "FW-MX-01", "recorded by mx-1 (Mexico)")],
)
def test_document_link_names_the_desk_that_recorded_its_source(
    tmp_path: Path, seat: str, name: str, recorder: str
) -> None:
    desk = small_desk(tmp_path, seat)
    page = "https://example.org/theirs"
    fields = {"id": "S-1", "publisher": "The other side", "title": "Confirmed", "url": page, "copy": "official"}
    desk.write(AddRecord(kind="source", fields={**fields, "date": "2026-11-25"}))
    desk.write(ReportStatus(commitment=name, status="completed", sources=("S-1",), handling="TLP:CLEAR"))
    root, _report = export_file(desk, tmp_path)
    told = {link.get("url"): words(link, "description")[0] for link in activity(root, name).iterfind("document-link")}
    assert told[page].splitlines()[-1] == recorder
    assert "recorded by" not in told["https://example.org/joint"]


def test_reporter_without_an_identifier_is_marked_unregistered(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    root, report = export_file(desk, tmp_path)
    org = root.find("iati-activity/reporting-org")
    assert org is not None
    assert (org.get("ref"), org.get("type"), report.registered) == (UNREGISTERED, "90", False)
    assert "no registered identifier" in str(org.findtext("narrative"))
    root, report = export_file(desk, tmp_path, IatiRequest(AT, "public", None, "XM-DAC-41114", "An office", "10"))
    org = root.find("iati-activity/reporting-org")
    assert org is not None
    assert (org.get("ref"), org.get("type"), org.findtext("narrative")) == ("XM-DAC-41114", "10", "An office")
    assert report.registered
    assert all(str(one.findtext("iati-identifier")).startswith("XM-DAC-41114-small-accord") for one in root)


def standing(desk: Desk, audience: Audience) -> list[Item[Record]]:
    """Every entry that stands for the reader, but those that say nothing of the subject."""
    with desk._db.reading() as connection:
        return [
            item for item in package_export._standing_entries(connection, audience) if item.kind not in NEVER_LISTED
        ]


@pytest.mark.scale
@pytest.mark.sweep("register")
@pytest.mark.parametrize(("audience", "side"), READERS)
@pytest.mark.parametrize("register", ["shipped", "small"])
def test_every_entry_is_in_the_file_or_in_the_list(
    tmp_path: Path, register: str, audience: str, side: str | None
) -> None:
    desk = shipped_desk() if register == "shipped" else small_desk(tmp_path)
    if register == "small":
        write_marked_words(desk, door.open_register(desk.path, desk="mx-1", today=TODAY))
    root, report = export_file(desk, tmp_path, IatiRequest(AT, audience, side))
    left = {(one.kind, one.id) for one in report.left}
    held = standing(desk, Audience(audience, side))
    lost = [(item.kind, item.id) for item in held if (item.kind, item.id) not in left and not inside(root, item)]
    assert lost == []
    known = {(item.kind, item.id) for item in held}
    known.add(("accord.set", "us-mexico-security" if register == "shipped" else "small-accord"))
    assert {one for one in left if one not in known} == set()
    counts = Counter(item.kind for item in held)
    outside = {one.id for one in report.left if "not a commitment; its kind" in one.problem.message}
    assert counts["commitment.add"] == report.commitments + len(outside)
    assert counts["indicator.add"] == report.indicators


def inside(root: etree._Element, item: Item[Record]) -> bool:
    """Whether a thing that nothing lists stands in the file."""
    name = item.id
    refs = [str(one.get("code")) for one in root.iterfind(".//indicator/reference")]
    match item.body:
        case Commitment() | Framework():
            return activity(root, name) is not None
        case Area():
            return any(one.get("code") == name for one in root.iterfind(".//tag"))
        case Indicator():
            return any(ref.split("|")[0] == name for ref in refs)
        case Link() as body:
            found = activity(root, body.commitment).iterfind("result/indicator/reference")
            return any(str(ref.get("code")).split("|")[0] == body.indicator for ref in found)
        case Measurement() as body:
            code = f"{body.indicator}|{body.series}|{body.party}"
            if code not in refs:
                return False
            held = {period(one): one for one in indicator(root, code).iterfind("period")}
            one = held.get((body.period_start, body.period_end))
            return one is not None and body.value in {None, value(one)}
        case Source() as body:
            return any(one.get("url") == body.url for one in root.iterfind(".//document-link"))
        case StatusReport() as body:
            text = "".join(words(activity(root, body.commitment), "description"))
            return f"holds on {body.effective_on}, said on {body.said_on}" in text
    return False


def write_marked_words(us: Desk, mx: Desk, marks: Mapping[str, str] = MARKS) -> None:
    """Words of these marks in the small register, and answers, notes, amendments."""
    for mark, word in marks.items():
        us.write(
            ReportStatus(
                commitment="FW-US-01",
                status="limited",
                note=word,
                evidence=(f"https://example.org/{word}",),
                handling=mark,
            )
        )
        us.write(
            AddEvidence(commitment="FW-US-01", evidence=(f"https://example.org/e/{word}",), title=word, handling=mark)
        )
        us.write(AddNote(commitment="FW-US-01", text=word, handling=mark))
        titled = us.write(Amend(record="FW-US-01", fields={"title.en": f"Trace {word}"}, reason=word, handling=mark))
        concur(mx, titled)
        if word != STRICT:
            mx.write(TakePosition(target="FW-US-01", stance="dispute", reason=word, handling=mark))
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Plain words.", handling="TLP:CLEAR"))


@pytest.mark.sweep
@pytest.mark.parametrize(("audience", "side"), READERS)
@pytest.mark.parametrize("mark", [*MARKS, "TLP:CLEAR"])
def test_marked_text_reaches_only_readers_who_may_read_it(
    tmp_path: Path, mark: str, audience: str, side: str | None
) -> None:
    path, word = small_register(tmp_path), MARKS.get(mark, OPEN)
    desk = door.open_register(path, desk="us-1", today=TODAY)
    write_marked_words(desk, door.open_register(path, desk="mx-1", today=TODAY), {mark: word})
    _root, report = export_file(desk, tmp_path, IatiRequest(AT, audience, side))
    data = (tmp_path / "out.xml").read_bytes().decode("utf-8")
    listed = " ".join(f"{one.id} {one.record} {one.problem}" for one in report.left)
    may = word in {OPEN, *READS[audience, side]}
    assert (f"Trace {word}" in data) == may
    assert (word in data + listed) == may
    assert may or report.withheld > 0


def test_same_register_gives_the_same_bytes(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    found = set()
    for number, seed in enumerate(("1", "2")):
        out = tmp_path / f"{number}" / "out.xml"
        out.parent.mkdir()
        place = {"PYTHONHASHSEED": seed, "TZ": ("UTC", "Pacific/Kiritimati")[number], "HOME": str(out.parent)}
        verb = ["--db", str(path), "--lang", ("en", "es")[number], "export", "iati", str(out), "--as-of", TODAY]
        subprocess.run(
            [sys.executable, "-m", "accordtrack", *verb, "--known-on", TODAY], env={**os.environ, **place}, check=True
        )
        found.add(out.read_bytes())
    assert len(found) == 1
    desk = shipped_desk()
    twice = []
    for language in i18n.LANGUAGES:
        with i18n.using_language(language):
            export_file(desk, tmp_path)
        twice.append((tmp_path / "out.xml").read_bytes())
    assert twice[0] == twice[1]


def test_earlier_dates_export_less(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    early = TwoDates("2022-06-30", "2022-06-30")
    root, report = export_file(desk, tmp_path, IatiRequest(early, "public"))
    assert (report.values, report.as_of) == (0, "2022-06-30")
    assert attribute_of(activity(root, "FW-US-01"), "activity-status", "code") == "1"
    with pytest.raises(Refused, match="no commitment that these readers"):
        export_file(desk, tmp_path, IatiRequest(TwoDates("2001-01-01", "2001-01-01"), "public"))


def swapped(data: bytes) -> bytes:
    """The file with two elements of an activity in the wrong order."""
    root = etree.fromstring(data, elements.parser())
    one = root[0]
    title = one.find("title")
    assert title is not None
    one.append(title)
    return elements.to_bytes(root)


@pytest.mark.parametrize(
    "spoiled",
    [
        swapped,
        lambda data: data.replace(b'<activity-status code="2"/>', b"<activity-status/>", 1),
        lambda data: data.replace(b'version="2.03"', b"", 1),
        lambda data: data.replace(
            b'vocabulary="99" code="guns', b'vocabulary-uri="https://example.org" vocabulary="99" code="guns', 1
        ),
        lambda data: data.replace(b"2021-10-08", b"2021-13-08", 1),
        lambda data: data[:-20],
    ],
)
def test_invalid_file_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: Callable[[bytes], bytes]
) -> None:
    desk = small_desk(tmp_path)
    export_file(desk, tmp_path)
    good = (tmp_path / "out.xml").read_bytes()
    assert elements.schema_errors(good) == ()
    bad = spoiled(good)
    assert bad != good
    assert elements.schema_errors(bad) != ()

    def spoil(facts: Facts, accord: Accord, asked: IatiRequest, effects: EffectSummary) -> IatiFile:
        return replace(build_document(facts, accord, asked, effects), data=bad)

    monkeypatch.setattr(iati_export, "build_document", spoil)
    with pytest.raises(Refused, match=r"not be valid IATI 2\.03"):
        desk.export_iati(tmp_path / "new.xml", PUBLIC)
    assert not (tmp_path / "new.xml").exists()
    with pytest.raises(Refused):
        desk.export_iati(tmp_path / "out.xml", PUBLIC, force=True)
    assert (tmp_path / "out.xml").read_bytes() == good


def test_parser_resolves_no_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Zopilote", encoding="utf-8")
    words = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><iati-activities>&x;</iati-activities>'
    read = etree.fromstring(words.encode(), elements.parser())
    assert "Zopilote" not in "".join(str(part) for part in read.itertext())
    assert not any("Zopilote" in one for one in elements.schema_errors(words.encode()))


def test_schemas_are_complete_and_refer_to_nothing_outside() -> None:
    folder = elements.SCHEMA.parent
    assert {path.name for path in folder.iterdir()} >= {
        "iati-activities-schema.xsd",
        "iati-common.xsd",
        "xml.xsd",
        "README.md",
    }
    asked = set()
    for path in folder.glob("*.xsd"):
        root = etree.parse(str(path), elements.parser()).getroot()
        for tag in ("import", "include", "redefine"):
            asked |= {one.get("schemaLocation") for one in root.iterfind(f"{{http://www.w3.org/2001/XMLSchema}}{tag}")}
    assert asked == {"iati-common.xsd", "xml.xsd"}


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=20))
def test_any_text_is_sanitized(words: str, name: str) -> None:
    root = etree.Element("title")
    elements.add_narratives(root, "a", {"en": words, "es": words}, {"b": name})
    read = etree.fromstring(elements.to_bytes(root), elements.parser())
    assert [one.text or "" for one in read.iterfind("a/narrative")] == [sanitize(words)] * 2


@pytest.mark.parametrize(
    "words",
    ["]]>", "&x; &lt;", "<!ENTITY a 'b'>", "\ud800", "\x00\x1b[2J", "\ufffe", "\x85", "a" * 20_000, "<![CDATA["],
)
def test_hostile_text_stays_text(words: str) -> None:
    root = etree.Element("title")
    elements.add_narratives(root, "a", {"en": words, "es": words})
    read = etree.fromstring(elements.to_bytes(root), elements.parser())
    assert read.findtext("a/narrative") == sanitize(words)
    assert len(read) == 1


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org:8080/%20x", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://user:word@example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org/[x]", False),
        ("https://example.org/%zz", False),
        ("https://example.org/\x00", False),
        ("https://exämple.org/", False),
        ("ftp://example.org/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, may: bool) -> None:  # noqa: FBT001
    assert elements.is_linkable(url) is may


def test_source_with_an_invalid_address_is_listed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    change(folder, "sources.yaml", "https://example.org/joint", "https://example.org/[joint]")
    desk = door.create_register(tmp_path / "own.db", data=folder, keys=own_key_folder(tmp_path / "own.db"), today=TODAY)
    root, report = export_file(desk, tmp_path)
    assert "[joint]" not in (tmp_path / "out.xml").read_text("utf-8")
    assert any((one.kind, one.id) == ("source.add", "JS-2021") for one in report.left)
    assert root.find(".//document-link") is not None


def test_register_with_hostile_text_gives_a_valid_file(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    hostile = "]]><x y='z'>&lt;&y;<!--<![CDATA[<?php ?>%25" + "é" * 1500
    change(folder, "commitments/fw.yaml", "{en: Trace the guns,", f'{{en: "{hostile}",')
    change(folder, "indicators.yaml", "{en: Of the guns found.,", f'{{en: "{hostile}",')
    change(folder, "bodies.yaml", "{en: Firearms bureau,", f'{{en: "{hostile}",')
    change(folder, "measurements.csv", "year-atf,2022", "year <&> atf|]]>,2022")
    desk = door.create_register(tmp_path / "own.db", data=folder, keys=own_key_folder(tmp_path / "own.db"), today=TODAY)
    root, _report = export_file(desk, tmp_path)
    one = activity(root, "FW-US-01")
    assert words(one, "title") == [hostile]
    assert words(one, "participating-org")[1] == hostile
    assert indicator(root, "guns-traced|year <&> atf|]]>|US") is not None


def test_results_follow_the_links_and_every_indicator_is_exported() -> None:
    root, report = shipped()
    links = [item.body for item in of_kind(standing(shipped_desk(), Audience("public")), LINK)]
    held = {str(one.findtext("iati-identifier")).rpartition("us-mexico-security-")[2]: one for one in root}
    told = {
        (name, attribute_of(result, "indicator/reference", "code").split("|")[0])
        for name, one in held.items()
        for result in one.iterfind("result")
    }
    linked = {
        (body.commitment, body.indicator)
        for body in links
        if body.strength in {"direct", "contributory"} and body.commitment in held
    }
    assert linked
    accord = {name for holder, name in told if holder not in {commitment for commitment, _name in linked}}
    assert {one for one in told if one in linked} == linked
    assert {name for _holder, name in told - linked} == accord
    assert accord.isdisjoint({name for _commitment, name in linked})
    assert report.indicators == len(accord | {name for _commitment, name in linked}) == 90
    for result in root.iterfind("iati-activity[@hierarchy='3']/result"):
        assert words(result, "description")[0].startswith(("Link: direct.", "Link: contributory. Nothing here says"))


def test_working_targets_are_listed_and_not_exported(tmp_path: Path) -> None:
    path = shipped_register(tmp_path)
    root, report = export_file(set_targets(path), tmp_path)
    unsaid = {one.id for one in report.left if "working target" in one.problem.message}
    assert unsaid == {"us-synthetic-opioid-deaths", "mx-homicide-daily-sesnsp"}
    for name in unsaid:
        found = [
            one
            for one in root.iterfind(".//indicator")
            if str(attribute_of(one, "reference", "code")).startswith(f"{name}|")
        ]
        assert found
        assert not any(one.findall("period/target") or one.findall("baseline") for one in found)


def test_only_the_agreed_target_is_exported_and_others_are_listed(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    for seat, setter, number in (("us-1", "US", "60"), ("mx-1", "MX", "70")):
        target = {"value": number, "by": "2025-12-31", "set_by": setter, "source": None, "note": None}
        fields = {"target": target, "baseline": {"value": "1", "on": "2020-12-31"}}
        change_of = Amend(record="guns-traced", fields=fields, reason="Ours.", handling="TLP:CLEAR")  # type: ignore[arg-type]
        desk = door.open_register(path, desk=seat, today=TODAY)
        desk.write(change_of)
    accept_everything(path)
    root, report = export_file(desk, tmp_path)
    held = indicator(root, "guns-traced|year-atf|US")
    assert [one.get("value") for one in held.iterfind("period/target")] == ["80"]
    assert [one.get("value") for one in held.iterfind("baseline")] == ["40.5"]
    assert "agreed" in words(held, "period/target/comment")[0]
    beside = [
        one.problem.values["who"]
        for one in report.left
        if one.problem.message.startswith("A target other than the one in the file")
    ]
    assert beside == [("set by", "MX"), ("set by", "US")]


LIMITED, SUBSTANTIAL, DONE = Status.LIMITED, Status.SUBSTANTIAL, Status.COMPLETED
REVERSED, WITHDRAWN, BEFORE = Status.REVERSED, Status.WITHDRAWN, Status.NOT_STARTED


@pytest.mark.parametrize(
    ("statuses", "code", "exact"),
    [
        ((None,), "1", False),
        ((BEFORE,), "1", True),
        ((LIMITED,), "2", False),
        ((SUBSTANTIAL,), "2", False),
        ((DONE,), "3", True),
        ((REVERSED,), "6", False),
        ((WITHDRAWN,), "5", True),
        ((DONE, DONE), "3", True),
        ((DONE, None), "2", False),
        ((DONE, WITHDRAWN), "3", False),
        ((REVERSED, None), "6", False),
        ((REVERSED, LIMITED), "2", False),
        ((WITHDRAWN, WITHDRAWN), "5", True),
        ((BEFORE, None), "1", False),
    ],
)
def test_statuses_map_to_the_documented_codes(statuses: tuple[Status | None, ...], code: str, exact: bool) -> None:  # noqa: FBT001
    halves: Any = [SimpleNamespace(status=status, withdrawal_waits=False) for status in statuses]
    assert codes.activity_status(halves) == code
    assert codes.is_exact(halves) is exact
    assert codes.activity_status(reversed(halves)) == code
    assert codes.combined_status([code]) == code


def test_every_code_of_the_shipped_file_is_in_its_code_list() -> None:
    root, _report = shipped()
    used = {
        "activity-status": Counter(one.get("code") for one in root.iterfind(".//activity-status")),
        "category": Counter(one.get("code") for one in root.iterfind(".//category")),
        "result": Counter(one.get("type") for one in root.iterfind(".//result")),
        "measure": Counter(one.get("measure") for one in root.iterfind(".//indicator")),
        "date": Counter(one.get("type") for one in root.iterfind(".//activity-date")),
        "role": Counter(one.get("role") for one in root.iterfind(".//participating-org")),
        "type": Counter(one.get("type") for one in root.iterfind(".//participating-org")),
    }
    assert {*used["activity-status"]} <= {"1", "2", "3", "5", "6"}
    assert {*used["category"]} == {"A02", "A08"}
    assert {*used["result"]} <= {"1", "2", "3", "9"}
    assert {*used["measure"]} == {"1", "2", "4"}
    assert {*used["date"]} <= {"1", "3", "4"}
    assert {*used["role"]} == {"2", "4"}
    assert {*used["type"]} <= {*codes.ORGANISATION_TYPES, None}


def with_commitments(folder: Path, *others: tuple[str, str]) -> Desk:
    """The small register with more commitments: of each its id, and the lines of its dates."""
    data = make_folder(folder / "data")
    path = data / "commitments" / "fw.yaml"
    held = path.read_text("utf-8")
    one = held[held.index("- id: FW-MX-01") : held.index("- id: FW-JT-01")]
    more = (one.replace("FW-MX-01", name).replace("  level:", f"{dates}  level:") for name, dates in others)
    path.write_text(held + "".join(more), encoding="utf-8")
    own = folder / "own.db"
    return door.create_register(own, data=data, desk="mx-1", keys=own_key_folder(own), today=TODAY)


def test_commitment_may_have_the_id_of_its_framework(tmp_path: Path) -> None:
    desk = with_commitments(tmp_path, ("fw", ""), ("framework-FW", ""))
    root, report = export_file(desk, tmp_path)
    ids = [str(one.findtext("iati-identifier")) for one in root]
    stem = f"{UNREGISTERED}-small-accord"
    assert len({one.lower() for one in ids}) == len(ids) == report.activities
    assert {stem, f"{stem}:framework-FW", f"{stem}-fw", f"{stem}-framework-FW", f"{stem}-FW-US-01"} <= {*ids}
    named = {one.get("ref") for one in root.iterfind("iati-activity[@hierarchy='3']/related-activity")}
    assert named == {f"{stem}:framework-FW"}
    assert not any({*one} & {*"/&|?"} for one in ids), "what no identifier of IATI may hold"


IDS = st.text("aAbB1.-_", min_size=1, max_size=4)


@given(st.sets(IDS), st.sets(IDS))
def test_identifiers_differ_even_when_case_is_ignored(commitments: set[str], frameworks: set[str]) -> None:
    facts = SimpleNamespace(states=dict.fromkeys(commitments), frameworks=dict.fromkeys(frameworks))
    ids = build_identifiers("A-1", cast("Accord", SimpleNamespace(id="a")), cast("Facts", facts))
    told = [ids.accord, *map(ids.commitment, commitments), *map(ids.framework, frameworks)]
    assert len({one.lower() for one in told}) == 1 + len(commitments) + len(frameworks)
    alone = {name for name in commitments if sum(other.lower() == name.lower() for other in commitments) == 1}
    if not frameworks:
        assert {ids.commitment(name) for name in alone} == {f"A-1-a-{name}" for name in alone}


def reasons(report: IatiExport, name: str) -> list[str]:
    """What the list says of a thing."""
    return [i18n.tr(one.problem.message, **one.problem.values) for one in report.left if one.id == name]


def test_no_end_date_is_before_the_agreement(tmp_path: Path) -> None:
    early, same = "  due_on: '2021-10-07'\n  due_basis: text\n", "  due_on: '2021-10-08'\n  due_basis: text\n"
    desk = with_commitments(tmp_path, ("EARLY", early), ("SAME", same), ("BEFORE", ""), ("THEN", ""))
    for name, day in (("BEFORE", "2021-10-07"), ("THEN", "2021-10-08")):
        desk.write(
            ReportStatus(
                commitment=name,
                status="completed",
                evidence=("https://example.org/done",),
                effective_on=day,
                handling="TLP:CLEAR",
            )
        )
    root, report = export_file(desk, tmp_path)
    told = {
        name: [(one.get("type"), one.get("iso-date")) for one in activity(root, name).iterfind("activity-date")]
        for name in ("EARLY", "SAME", "BEFORE", "THEN")
    }
    start, end = ("1", "2021-10-08"), "2021-10-08"
    assert told == {"EARLY": [start], "SAME": [start, ("3", end)], "BEFORE": [start], "THEN": [start, ("4", end)]}
    due = "Its due date 2021-10-07 is before the date of the agreement, 2021-10-08, and is not included"
    done = "It is reported done on 2021-10-07, before the date of the agreement, 2021-10-08; the earlier date is not included"
    assert due in reasons(report, "EARLY")
    assert done in reasons(report, "BEFORE")
    for name in ("SAME", "THEN"):
        assert not any("before the date" in one for one in reasons(report, name))


def test_unknown_actual_start_and_missing_sector_are_listed() -> None:
    root, report = shipped()
    accord = root[0]

    def listed(words: str) -> Counter[str]:
        return Counter(one.id for one in report.left if words in one.problem.message)

    def called(found: list[etree._Element]) -> Counter[str]:
        ids = (str(one.findtext("iati-identifier")).removeprefix(f"{UNREGISTERED}-") for one in found)
        return Counter(
            one.removeprefix("us-mexico-security:framework-").removeprefix("us-mexico-security-") for one in ids
        )

    begun = [one for one in root if attribute_of(one, "activity-status", "code") in {"2", "3", "6"}]
    ended = [one for one in root if one.find("activity-date[@type='4']") is not None]
    assert root.find(".//activity-date[@type='2']") is None
    assert begun
    assert {*ended} <= {*begun}
    assert listed("no actual start is given") == called(begun)
    bare = [one for one in root if one.find("sector") is None]
    assert accord in bare
    assert listed("no sector is given") == called(bare)
    assert root.xpath("count(//@vocabulary-uri | //@indicator-uri)") == 0
    assert listed("vocabulary-uri and indicator-uri") == Counter({"us-mexico-security": 1})
