"""Files of panel releases: the shipped ones are not copied, others are stored beside the register, and none counts unread."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder, shipped_data
from accordtrack.core.problems import Problem, Refused, english_values, fill
from accordtrack.dataset.data_folder import read_folder
from accordtrack.ledger.panel import PanelRelease
from accordtrack.projection.facts import PanelRecords
from accordtrack.scoring.event_reading import Reason, Verdict
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk
from accordtrack.service.evidence import evidence_store
from accordtrack.service.panel_files import PanelFiles
from accordtrack.types import VerifyReport
from accordtrack.types.intents import AddRelease
from folders import FILES, PANEL, make_folder
from registers import TODAY
from shipped_scores import shipped_register

CELLS = (
    ("MX-SIN", "2025-01-01", "2025-01-31", 70.0),
    ("MX-SIN", "2025-02-01", "2025-02-28", 0.0),
    ("MX-JAL", "2025-01-01", "2025-01-31", 170.0),
)
HOMICIDES = ("sesnsp-victims-homicidio-doloso", "2025-07-20")


def make(folder: Path, **panel: str) -> Path:
    """A register of the small folder with a panel, some of whose rows may be others."""
    files = {**FILES, **PANEL, **{f"panel/{name}.csv": words for name, words in panel.items()}}
    path = folder / "own.db"
    data = make_folder(folder / "data", files)
    door.create_register(path, data=data, desk="us-1", keys=own_key_folder(path), today=TODAY).close()
    return path


def opened(register: Path) -> Desk:
    return door.open_register(register, desk="us-1", today=TODAY)


def panel(register: Path) -> PanelRecords:
    with closing(opened(register)) as desk:
        return desk.scores().facts.panel


def reader(register: Path) -> PanelFiles:
    return PanelFiles(register, panel(register).series)


def only_release(register: Path) -> PanelRelease:
    (release,) = (one for one in panel(register).releases if one.series == "homicides")
    return release


def shipped_release(series: str, day: str) -> PanelRelease:
    bodies = (entry.body for entry in read_folder(shipped_data(), trusted=True).entries)
    return next(
        body for body in bodies if isinstance(body, PanelRelease) and (body.series, body.released_on) == (series, day)
    )


def stored(register: Path) -> list[Path]:
    return sorted(path for path in evidence_folder(register).rglob("*") if path.is_file())


def messages(problems: list[Problem]) -> list[str]:
    return [fill(one.message, english_values(one.values)) for one in problems]


def findings(report: VerifyReport) -> list[str]:
    return [fill(one.message, one.values) for one in report.findings]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return shipped_register(tmp_path)


def test_files_of_a_users_folder_are_stored_beside_the_register(own: Path) -> None:
    release = only_release(own)
    (file,) = (path for path in stored(own) if path.name == release.file.digest)
    assert len(stored(own)) == 2
    assert (file.name, file.read_text(encoding="utf-8")) == (release.file.digest, PANEL["panel/one.csv"])
    (own.parent / "data" / "panel" / "one.csv").unlink()
    read = reader(own)
    assert (read(release), read.problems) == (CELLS, [])


def test_faulty_panel_makes_no_register(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="whole number"):
        make(tmp_path, one=PANEL["panel/one.csv"].replace(",70", ",-70"))
    assert {path.name for path in tmp_path.iterdir()} <= {"data", "own.db.keys"}


@pytest.mark.parametrize("damage", ["missing", "altered", "folder"])
def test_missing_or_altered_file_gives_a_problem_and_no_number(own: Path, damage: str) -> None:
    file = evidence_store.stored_path(own, only_release(own).file.digest)
    held = file.read_bytes()
    file.chmod(0o600)
    file.unlink()
    if damage == "altered":
        file.write_bytes(held.replace(b",70", b",71"))
    if damage == "folder":
        file.mkdir()
    release, read = only_release(own), reader(own)
    assert (read(release), read(release)) == ((), ())
    assert messages(read.problems) == [
        "The file of the release of 2025-03-20 of homicides is missing or was altered: one.csv"
    ]
    with closing(opened(own)) as desk:
        report = desk.verify()
    assert not report.is_sound
    assert any("one.csv" in line for line in findings(report))


def test_put_back_file_counts_again(own: Path) -> None:
    file = evidence_store.stored_path(own, only_release(own).file.digest)
    file.unlink()
    assert not door.verify_register(own).is_sound
    door.restore_evidence(own, [str(own.parent / "data" / "panel" / "one.csv")])
    assert door.verify_register(own).is_sound
    assert reader(own)(only_release(own)) == CELLS


def test_rows_at_fault_of_a_signed_file_are_left_out_and_a_cell_with_two_values_comes_twice(own: Path) -> None:
    """Whoever signed the digest did not need to check the rows."""
    rows = "MX-SIN,2025-01-01,2025-01-31,7\nMX-ZZZ,2025-01-01,2025-01-31,7\nMX-SIN,2025-01-01,2025-01-31,8\n"
    fraction = (
        b"place,period_start,period_end,value\nMX-SIN,2025-01-01,2025-01-31,7\nMX-SIN,2025-02-01,2025-02-28,7.5\n"
    )
    bounds = "MX-JAL,2025-01-01,2025-01-31,9,>=,\nMX-JAL,2025-02-01,2025-02-28,9,,Guadalajara\n"
    raw = f"place,period_start,period_end,value\n{rows}".encode()
    parts = f"place,period_start,period_end,value,op,area\n{bounds}".encode()
    release = only_release(own)
    cell = ("MX-SIN", "2025-01-01", "2025-01-31")
    for content, expected in (
        (raw, ((*cell, 7.0), (*cell, 8.0))),
        (fraction, ((*cell, 7.0),)),
        (parts, ()),
        (b"\xff\xfe\x00", ()),
    ):
        digest = hashlib.sha256(content).hexdigest()
        signed = release.model_copy(update={"file": release.file.model_copy(update={"digest": digest})})
        path = evidence_store.stored_path(own, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        read = reader(own)
        assert (read(signed), read.problems) == (expected, [])


def headline(scores: ScoreAccess) -> tuple[Verdict, Reason | None, str | None]:
    found = scores.event_study("ev-zambada-2024").headline
    return found.verdict, found.reason, found.outcome


def test_shipped_files_are_found_without_being_copied(shipped: Path) -> None:
    assert stored(shipped) == []
    with closing(opened(shipped)) as desk:
        scores = desk.scores()
        assert headline(scores) == (Verdict.STANDS_OUT, None, "homicide")
        assert scores.read_release.problems == []
        assert stored(shipped) == []


def test_verify_counts_the_shipped_files_and_names_an_altered_one(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(opened(shipped)) as desk:
        digests = {one.file.digest for one in desk.scores().facts.panel.releases}
        report = desk.verify()
        assert report.is_sound, findings(report)
        assert report.evidence is not None
        assert (report.evidence.present, report.evidence.unnamed) == (len(digests), 0)
    monkeypatch.setattr(evidence_store, "shipped_path", (tmp_path / "installed").joinpath)
    report = door.verify_register(shipped)
    assert report.evidence is not None
    assert (report.evidence.present, report.evidence.missing) == (0, len(digests))
    assert not report.is_sound


def test_own_copy_in_the_store_is_used_before_the_shipped_one(shipped: Path) -> None:
    """An altered one gives a problem and no number; the same file put in its place counts."""
    release = shipped_release(*HOMICIDES)
    path = evidence_store.stored_path(shipped, release.file.digest)
    content = evidence_store.shipped_path(release.file.name).read_bytes()
    path.parent.mkdir(parents=True)
    path.write_bytes(content + b"MX-SIN,2025-07-01,2025-07-31,1\n")
    with closing(opened(shipped)) as desk:
        scores = desk.scores()
        outcomes = {one.name for one in scores.outcomes}
        assert "homicide" not in outcomes
        assert "missing" in outcomes
        study = scores.event_study("ev-zambada-2024")
        assert all(one.outcome != "homicide" for one in study.readings)
        (said,) = {line for line in messages(scores.read_release.problems) if "homicidio" in line}
        assert said.startswith("The file of the release of 2025-07-20 of sesnsp-victims-homicidio-doloso is missing or")
        report = desk.verify()
        assert not report.is_sound
        assert report.evidence is not None
        assert report.evidence.altered == 1
    path.write_bytes(content)
    with closing(opened(shipped)) as desk:
        assert headline(desk.scores()) == (Verdict.STANDS_OUT, None, "homicide")
        assert desk.verify().is_sound


@pytest.mark.parametrize("kind", ["shipped", "own"])
def test_backup_has_the_files_of_the_register_and_not_the_shipped_ones(kind: str, tmp_path: Path) -> None:
    register = shipped_register(tmp_path) if kind == "shipped" else make(tmp_path)
    out = tmp_path / "away" / "copy.db"
    out.parent.mkdir()
    with closing(opened(register)) as desk:
        report = desk.backup(out)
    assert report.is_sound, findings(report)
    assert [path.name for path in stored(out)] == [path.name for path in stored(register)]
    assert len(stored(out)) == 2 * (kind == "own")
    again = door.verify_register(out)
    assert again.is_sound, findings(again)
    assert again.evidence == report.evidence
    if kind == "own":
        assert PanelFiles(out, panel(register).series)(only_release(register)) == CELLS


def test_package_carries_the_rows_and_a_register_made_from_it_has_them(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "package"
    with closing(opened(own)) as desk:
        desk.export_data(out)
        desk.export_data(out, force=True)
    assert (out / "panel" / "one.csv").read_text(encoding="utf-8") == PANEL["panel/one.csv"]
    resources = {one["path"]: one for one in json.loads((out / "datapackage.json").read_bytes())["resources"]}
    rows = resources["panel/one.csv"]
    assert rows["title"] == "homicides, 2025-03-20"
    assert rows["hash"] == f"sha256:{only_release(own).file.digest}"
    assert [one["name"] for one in rows["schema"]["fields"]] == ["place", "period_start", "period_end", "value"]
    assert rows["sources"][0]["path"].startswith("https://")
    again = tmp_path / "again.db"
    door.create_register(again, data=out, desk="us-1", keys=own_key_folder(again), today=TODAY).close()
    assert PanelFiles(again, panel(own).series)(only_release(own)) == CELLS


@pytest.mark.parametrize("row", ["MX-SIN,2025-01-01,2025-01-31,-7,", "US-TX,2025-01-01,2025-01-31,7,=1+1"])
def test_file_with_a_row_at_fault_is_given_to_nobody(own: Path, row: str) -> None:
    """Whoever signed the digest of a file may have put into it whatever a spreadsheet runs."""
    raw = f"place,period_start,period_end,value,area\n{row}\n".encode()
    release = only_release(own)
    digest = hashlib.sha256(raw).hexdigest()
    signed = release.model_copy(update={"file": release.file.model_copy(update={"digest": digest})})
    path = evidence_store.stored_path(own, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    assert reader(own).sound_file(signed) is None
    assert reader(own).sound_file(release) == PANEL["panel/one.csv"].encode()


def test_package_without_the_file_of_a_release_says_so(own: Path, tmp_path: Path) -> None:
    evidence_store.stored_path(own, only_release(own).file.digest).unlink()
    out = tmp_path / "package"
    with closing(opened(own)) as desk:
        desk.export_data(out)
    assert not (out / "panel" / "one.csv").exists()
    assert "Its file of rows is missing or altered" in (out / "not_carried.csv").read_text(encoding="utf-8")


def test_two_files_of_one_name_are_both_carried(tmp_path: Path) -> None:
    """Names of files are labels, and those of two desks may be equal."""
    register = make(tmp_path)
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "one.csv").write_text(PANEL["panel/one.csv"].replace(",70", ",71"), encoding="utf-8")
    intent = AddRelease(
        series="homicides",
        file=str(folder / "one.csv"),
        released_on="2025-04-20",
        release_class="revised",
        source="SSPC-2024",
    )
    out = tmp_path / "package"
    with closing(opened(register)) as desk:
        desk.write(intent)
        desk.export_data(out)
    assert len(list((out / "panel").iterdir())) == 3
    again = tmp_path / "again.db"
    door.create_register(again, data=out, desk="us-1", keys=own_key_folder(again), today=TODAY).close()
    assert door.verify_register(again).is_sound
