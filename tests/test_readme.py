"""The commands that the README shows do what it says, on the register that it names."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.__main__ import main

ROOT = Path(__file__).parents[1]


def tour_commands() -> list[list[str]]:
    """Commands of the README on ``try.db``, as words."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("accordtrack --db try.db")]


@pytest.mark.process
def test_tour_commands_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ACCORDTRACK_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("evidence", encoding="utf-8")
    service.create_demo(tmp_path, keep=tmp_path / "try.db")
    commands = tour_commands()
    assert len(commands) >= 7
    explained = ""
    for words in commands:
        assert main(words) == 0, (words, capsys.readouterr().err)
        said = capsys.readouterr().out
        explained = said if "--explain" in words else explained
    assert "to 45 by Dec 31, 2030" in " ".join(explained.split())
    half = service.open_register(tmp_path / "try.db").commitment("BF2-US-01").halves[0]
    assert half.claim is not None
    assert (half.claim.status, half.claim.grade, half.standing, half.proposes) == (
        "limited",
        "documented",
        "disputed",
        "not_started",
    )
