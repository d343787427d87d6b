"""The shipped register and the small folder, read whole: counts, order, handling, and the same again."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from accordtrack.dataset.data_folder import DataEntry, Dataset, read_folder
from accordtrack.ledger import kinds
from accordtrack.ledger.fields import Record
from accordtrack.ledger.indicators import Measurement
from accordtrack.ledger.kinds import KINDS, Kind, canonical_body
from accordtrack.ledger.records import Commitment, Lead
from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
from accordtrack.statuses import Status
from folders import STATEMENTS, change, make_folder

R = TypeVar("R", bound="Record")
SHIPPED = Path(__file__).parents[2] / "data" / "us-mexico-security"
ORDER = (
    "accord.set",
    "body.add",
    "source.add",
    "framework.add",
    "goal.add",
    "area.add",
    "commitment.add",
    "indicator.add",
    "indicator.link",
    "measurement.add",
    "panel.series",
    "panel.break",
    "panel.release",
    "event.record",
    "conflict.record",
    "evaluation.record",
    "chain.set",
)
STATEMENT_KINDS = ("status.report", "evidence.add", "position.take")
Statement = StatusReport | EvidenceAdd | PositionTake


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return read_folder(SHIPPED)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "small")


def of(dataset: Dataset, *kinds: str) -> list[DataEntry]:
    return [entry for entry in dataset.entries if entry.kind in kinds]


def bodies(dataset: Dataset, kind: Kind[R]) -> list[R]:
    return [entry.body for entry in dataset.entries if isinstance(entry.body, kind.model)]


def statement_bodies(dataset: Dataset) -> list[Statement]:
    return [entry.body for entry in dataset.entries if isinstance(entry.body, Statement)]


def statement_ids(dataset: Dataset) -> list[str]:
    return [body.id for body in statement_bodies(dataset)]


def test_shipped_folder_is_read_completely(shipped: Dataset) -> None:
    assert shipped.problems == ()
    assert shipped.counts == json.loads((SHIPPED / "COUNTS.json").read_text(encoding="utf-8"))
    assert len(shipped.entries) == 2239
    assert (shipped.accord_id, shipped.facts_until) == ("us-mexico-security", "2026-05-31")


def test_agreement_text_is_never_read_as_a_not_started_status(shipped: Dataset) -> None:
    """The text that promises a thing says nothing of whether it was begun."""
    texts = {body.id: set(body.sources) for body in bodies(shipped, kinds.COMMITMENT)}
    read = [body for body in bodies(shipped, kinds.STATUS_REPORT) if body.status is Status.NOT_STARTED]
    assert [one.id for one in read if set(one.sources) <= texts[one.commitment]] == []
    assert [one.id for one in read] == ["returned-mx-2023-08"]


def test_publisher_names_hold_no_remark(shipped: Dataset) -> None:
    """What is said of it has two languages, and stands in the note."""
    assert [one.id for one in bodies(shipped, kinds.SOURCE) if "(" in one.publisher] == []
    assert [one.id for one in bodies(shipped, kinds.INDICATOR) if "(" in one.publisher] == []


def test_same_folder_gives_an_equal_dataset(shipped: Dataset) -> None:
    assert read_folder(SHIPPED) == shipped


def test_record_kinds_come_in_loading_order(shipped: Dataset) -> None:
    kinds = [entry.kind for entry in shipped.entries]
    first = kinds.index(next(kind for kind in kinds if kind in STATEMENT_KINDS))
    assert list(dict.fromkeys(kinds[:first])) == list(ORDER)
    assert all(ORDER.index(one) <= ORDER.index(two) for one, two in pairwise(kinds[:first]))
    assert set(kinds[first:]) == set(STATEMENT_KINDS)


def test_body_comes_after_its_parent(shipped: Dataset) -> None:
    codes = [body.code for body in bodies(shipped, kinds.BODY)]
    parents = {body.code: body.parent for body in bodies(shipped, kinds.BODY)}
    assert all(parent is None or codes.index(parent) < codes.index(code) for code, parent in parents.items())


def test_commitment_files_come_in_name_order(shipped: Dataset) -> None:
    files = [entry.place.partition(":")[0] for entry in of(shipped, "commitment.add")]
    assert list(dict.fromkeys(files)) == sorted(set(files))
    assert len(set(files)) == 14


def test_statements_come_by_known_date_and_after_what_they_answer(shipped: Dataset) -> None:
    days = [body.said_on for body in statement_bodies(shipped)]
    assert days == sorted(days)
    order = statement_ids(shipped)
    entries = of(shipped, *STATEMENT_KINDS)
    answers = {name: entry.answers for name, entry in zip(order, entries, strict=True) if entry.answers}
    assert len(answers) == 16
    assert all(order.index(target) < order.index(answer) for answer, target in answers.items())
    assert all(body.answers is None for body in bodies(shipped, kinds.POSITION_TAKE))


def test_bodies_are_canonical_and_places_point_into_the_file(shipped: Dataset) -> None:
    for entry in shipped.entries:
        model = KINDS[entry.kind].model
        assert type(entry.body) is model
        assert model.model_validate(canonical_body(entry.body)) == entry.body
    lines: dict[str, list[str]] = {}
    for entry in shipped.entries:
        if not isinstance(entry.body, Commitment | StatusReport | Measurement):
            continue
        file, _, line = entry.place.rpartition(":")
        if file not in lines:
            lines[file] = (SHIPPED / file).read_text(encoding="utf-8").splitlines()
        name = entry.body.indicator if isinstance(entry.body, Measurement) else entry.body.id
        assert name in lines[file][int(line) - 1]


def test_small_folder_has_no_problems(small: Path) -> None:
    dataset = read_folder(small)
    assert dataset.problems == ()
    assert dataset.counts["by_side"] == {"JOINT": 1, "US": 1, "MX": 1}
    assert statement_ids(dataset) == ["traced-gao-2022", "published-joint-2023", "traced-us-2024", "traced-mx-2024"]


def test_default_may_be_written_out_in_the_measurement_table(small: Path) -> None:
    change(small, "measurements.csv", "month,final,,ATF-2023", "month,final,false,ATF-2023")
    dataset = read_folder(small)
    assert dataset.problems == ()
    assert [body.confirm for body in bodies(dataset, kinds.MEASUREMENT)] == [False, True]


def test_omitted_fields_get_the_defaults_of_the_record(small: Path) -> None:
    dataset = read_folder(small)
    us, mx, joint = bodies(dataset, kinds.COMMITMENT)
    assert (us.first_due_on, us.due_basis, us.handling) == ("2023-12-31", "text", "TLP:CLEAR")
    assert (mx.area, mx.lead, mx.weight, mx.text_basis) == (
        None,
        Lead(MX="SSPC"),
        "1",
        "own_text",
    )
    assert (joint.share_us, joint.text_basis, joint.due_on) == ("0.5", "joint_text", None)
    one, two = bodies(dataset, kinds.MEASUREMENT)
    assert (one.value, one.confirm, one.note) == ("45.5", False, None)
    assert (two.value, two.numerator, two.qualifier, two.confirm) == (None, "60", "exact", True)
    assert two.note is not None
    assert two.note.es == "Una copia, de segunda mano."
    traced, seized = bodies(dataset, kinds.INDICATOR)
    assert traced.baseline is not None
    assert (traced.baseline.value, traced.hold, traced.family) == ("40.5", 2, "guns-traced")
    assert (seized.hold, seized.guard_of) == (1, ("guns-traced",))
    assert [body.weight for body in bodies(dataset, kinds.LINK)] == ["1", "1"]
    (position,), (body,) = of(dataset, "position.take"), bodies(dataset, kinds.POSITION_TAKE)
    assert position.answers == "traced-us-2024"
    assert body.reason is not None
    assert body.reason.es == "La mitad de las armas no se rastrea."


def test_entry_inherits_the_handling_of_its_commitment(small: Path) -> None:
    """FW-JT-01 is GREEN: so are its statement and its link, and what says nothing else stays CLEAR."""
    marked = [entry for entry in read_folder(small).entries if entry.handling != "TLP:CLEAR"]
    assert [entry.kind for entry in marked] == ["commitment.add", "indicator.link", "status.report"]
    assert {entry.handling for entry in marked} == {"TLP:GREEN"}
    change(
        small,
        "commitments/fw.yaml",
        "  sources: [JS-2021]\n  inferred",
        "  handling: TLP:RED\n  sources: [JS-2021]\n  inferred",
    )
    change(small, "statements.yaml", "  handling: TLP:CLEAR\n", "  handling: TLP:RED\n")
    red = [entry.kind for entry in read_folder(small).entries if entry.handling == "TLP:RED"]
    assert red == [
        "commitment.add",
        "indicator.link",
        "conflict.record",
        "evidence.add",
        "status.report",
        "position.take",
    ]


def test_answer_written_before_its_statement_is_placed_after_it(small: Path) -> None:
    """On one day the file's order rules, but never puts an answer before what it answers."""
    assert STATEMENTS.index("id: traced-mx-2024") < STATEMENTS.index("id: traced-us-2024")
    change(
        small, "statements.yaml", "said_on: '2024-03-01'\n  text: {en: Half", "said_on: '2020-01-01'\n  text: {en: Half"
    )
    order = statement_ids(read_folder(small))
    assert order.index("traced-us-2024") < order.index("traced-mx-2024")


def test_optional_files_may_be_missing_or_empty(small: Path) -> None:
    for name in ("statements.yaml", "events.yaml", "conflicts.yaml"):
        (small / name).unlink()
    (small / "indicators.yaml").write_text("", encoding="utf-8")
    (small / "measurements.csv").write_text("", encoding="utf-8")
    change(
        small, "accord.yaml", "    outputs: [guns-seized]\n    outcomes: [guns-traced]\n    headline: guns-traced\n", ""
    )
    change(small, "frameworks.yaml", "areas:", "areas: []\n#")
    (small / "commitments" / "fw.yaml").write_text("# none yet\n", encoding="utf-8")
    (small / "frameworks.yaml").write_text("frameworks: []\n", encoding="utf-8")
    (small / "bodies.yaml").write_text("[]\n", encoding="utf-8")
    dataset = read_folder(small)
    assert dataset.problems == ()
    assert dataset.counts["statements"] == dataset.counts["commitments"] == 0
    assert dataset.counts["sources"] == 4


def test_windows_line_endings_and_byte_order_mark_change_nothing(small: Path) -> None:
    before = read_folder(small)
    for file in small.rglob("*.*"):
        words = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + words.encode())
    assert read_folder(small) == before


def test_links_inside_the_folder_are_followed(small: Path) -> None:
    (small / "kept").mkdir()
    (small / "events.yaml").rename(small / "kept" / "events.txt")
    (small / "events.yaml").symlink_to("kept/events.txt")
    dataset = read_folder(small)
    assert (dataset.problems, dataset.counts["events"]) == ((), 1)


def test_other_files_are_ignored(small: Path) -> None:
    for name in ("README.md", "COUNTS.json", "LICENSE", "datapackage.json", "commitments/notes.txt"):
        (small / name).write_bytes(b"\x00\xff")
    assert read_folder(small).problems == ()
