"""Files that are missing, too large, endless, elsewhere or in another encoding, and bytes of any kind: never an exception."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from accordtrack.dataset.data_folder import read_folder
from accordtrack.ledger.fields import Record
from folders import FILES, assert_shown_safely, change, make_folder, told
from selection import examples


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "small")


def emptied(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        file.unlink()


def loop(folder: Path) -> None:
    (folder / "events.yaml").unlink()
    (folder / "events.yaml").symlink_to("events.yaml")


def outside(folder: Path) -> None:
    secret = folder.parent / "secret.yaml"
    secret.write_text("- secret: words\n", encoding="utf-8")
    (folder / "events.yaml").unlink()
    (folder / "events.yaml").symlink_to("../secret.yaml")


def outside_folder(folder: Path) -> None:
    (folder / "commitments").rename(folder.parent / "elsewhere")
    (folder / "commitments").symlink_to("../elsewhere")


def pipe(folder: Path) -> None:
    (folder / "events.yaml").unlink()
    os.mkfifo(folder / "events.yaml")


def folder_for_file(folder: Path) -> None:
    (folder / "events.yaml").unlink()
    (folder / "events.yaml").mkdir()


def file_for_folder(folder: Path) -> None:
    (folder / "commitments" / "fw.yaml").unlink()
    (folder / "commitments").rmdir()
    (folder / "commitments").write_text("[]", encoding="utf-8")


def large(folder: Path) -> None:
    (folder / "events.yaml").write_bytes(b"#" * 20_000_001)


def latin(folder: Path) -> None:
    change(folder, "events.yaml", "  themes", "  place: null\n  themes")
    raw = (folder / "events.yaml").read_text(encoding="utf-8")
    (folder / "events.yaml").write_bytes(raw.encode("latin-1"))


def wide(folder: Path) -> None:
    (folder / "events.yaml").write_text("[]", encoding="utf-16")


def strange_name(folder: Path) -> None:
    (folder / "ev\x1b[31ments.yaml").write_text("[]", encoding="utf-8")


FOLDERS: list[tuple[Callable[[Path], object], str, str, str]] = [
    (lambda folder: (folder / "accord.yaml").unlink(), "accord.yaml", "The file is missing", "Add it to the folder."),
    (lambda folder: (folder / "bodies.yaml").unlink(), "bodies.yaml", "The file is missing", "Add it"),
    (lambda folder: (folder / "sources.yaml").unlink(), "sources.yaml", "The file is missing", "Add it"),
    (lambda folder: (folder / "frameworks.yaml").unlink(), "frameworks.yaml", "The file is missing", "Add it"),
    (emptied, "accord.yaml", "The file is missing", "Add it"),
    (outside, "events.yaml", "The file is a link that leaves the folder", "Put the file itself into the folder."),
    (outside_folder, "commitments", "The file is a link that leaves the folder", "Put the file itself"),
    (loop, "events.yaml", "The file is a link that leaves the folder", "Put the file itself"),
    (pipe, "events.yaml", "This is not a file", "Put a file with this name here."),
    (folder_for_file, "events.yaml", "This is not a file", "Put a file with this name here."),
    (file_for_folder, "commitments", "This is not a folder", "Put the commitment files in one."),
    (large, "events.yaml", "The file is larger than 20 MB", "Split it, or make it smaller."),
    (latin, "events.yaml:4", "The file is not UTF-8", "Save it again as UTF-8."),
    (wide, "events.yaml:1", "The file is not UTF-8", "Save it again as UTF-8."),
    (strange_name, "ev␛[31ments.yaml", "Files with this name are not read", "Rename it, move it to commitments, or"),
    (
        lambda folder: (folder / "event.yaml").write_text("[]"),
        "event.yaml",
        "Files with this name are not read",
        "Rename it",
    ),
    (lambda folder: (folder / "more.csv").write_text(""), "more.csv", "Files with this name are not read", "Rename it"),
    (
        lambda folder: (folder / "commitments/a.yml").write_text(""),
        "commitments/a.yml",
        "Only .yaml files",
        "Rename it",
    ),
    (lambda folder: (folder / "commitments/sub").mkdir(), "commitments/sub", "Only .yaml files", "Rename it"),
]


@pytest.mark.parametrize(("spoil", "place", "message", "advice"), FOLDERS)
def test_missing_or_wrong_file_is_reported(
    small: Path, spoil: Callable[[Path], object], place: str, message: str, advice: str
) -> None:
    spoil(small)
    dataset = read_folder(small)
    found = [told(problem) for problem in dataset.problems]
    assert any(at == place and message in said and advice in then for at, _field, said, then in found), found
    assert "secret" not in str(dataset)
    for problem in dataset.problems:
        assert_shown_safely(problem)


@pytest.mark.parametrize("name", ["absent", "accord.yaml", "with\0nul"])
def test_missing_folder_is_reported(small: Path, name: str) -> None:
    (problem,) = read_folder(small / name).problems
    assert told(problem)[2:] == ("There is no folder here", "Give the folder that holds accord.yaml.")


def test_unreadable_file_is_not_blamed_on_records_that_cite_it(small: Path) -> None:
    change(small, "sources.yaml", "- id: JS-2021", "- id: [JS-2021")
    assert [problem.place.partition(":")[0] for problem in read_folder(small).problems] == ["sources.yaml"]


def test_faulty_record_can_still_be_cited(small: Path) -> None:
    change(small, "sources.yaml", "copy: joint_text", "copy: unheard-of")
    assert [told(problem)[0] for problem in read_folder(small).problems] == ["sources.yaml:6"]


def test_listed_faults_are_limited_and_the_rest_are_counted(small: Path) -> None:
    (small / "events.yaml").write_text("- 1\n" * 50_000, encoding="utf-8")
    problems = read_folder(small).problems
    listed = [problem for problem in problems if problem.place.startswith("events.yaml")]
    assert len(listed) == 1001
    assert told(listed[-1])[2] == "49000 more faults are not listed"


def test_suggestions_stop_after_many_faults(small: Path) -> None:
    rows = "".join(
        f"- {{id: S-{n:05d}, publisher: P, title: T, url: 'https://example.org/{n}', copy: press}}\n"
        for n in range(3000)
    )
    with (small / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write(rows)
    cited = ", ".join(f"X-{n:05d}" for n in range(3000))
    change(small, "events.yaml", "[JS-2021]", f"[{cited}]")
    problems = read_folder(small).problems
    assert len(problems) == 1001
    assert "did you mean" in problems[0].message
    assert "did you mean" not in problems[900].message


@examples(150, suppress=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_arbitrary_bytes_raise_no_exception(small: Path, data: st.DataObject) -> None:
    """Whatever the bytes of one file, the folder is read, and every fault can be shown."""
    name = data.draw(st.sampled_from(sorted(FILES)))
    raw = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        gone = data.draw(st.integers(0, 40))
        put = data.draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from(
                    [b"*a", b"&a ", b"!!x ", b"<<: ", b"? ", b"- ", b"[", b"{", b"]", b"}", b": ", b"'", b'"']
                ),
                st.sampled_from(
                    [b"null", b"true", b"-1", b"1e9", b".nan", b"[]", b"{}", b"\n", b"\n  ", b",", b"#", b"|"]
                ),
            )
        )
        raw[at : at + gone] = put
    (small / name).write_bytes(bytes(raw))
    try:
        dataset = read_folder(small)
    finally:
        (small / name).write_bytes(FILES[name].encode())
    for problem in dataset.problems:
        assert_shown_safely(problem)
    assert all(isinstance(entry.body, Record) for entry in dataset.entries)


@pytest.mark.sweep
@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
@pytest.mark.parametrize("value", ["null", "[]", "{}", "[{a: [1]}]", "-1.5", "true", "''", "1/1/123"])
def test_any_value_in_any_field_is_read_or_reported(small: Path, name: str, value: str) -> None:
    """Every field in turn, whatever kind of value stands in it, is read or told."""
    lines = FILES[name].splitlines()
    for number, line in enumerate(lines):
        before, colon, _after = line.partition(": ")
        if not colon:
            continue
        changed = [*lines[:number], f"{before}: {value}", *lines[number + 1 :]]
        (small / name).write_text("\n".join(changed), encoding="utf-8")
        for problem in read_folder(small).problems:
            assert_shown_safely(problem)
