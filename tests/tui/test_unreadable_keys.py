"""A folder of keys that nobody may enter: the screens open to read, and say why nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain
from accordtrack.types.intents import AddNote
from import_runner import flat
from registers import TODAY, small_register
from tui_runner import ids, painted, press, running, until


@pytest.fixture
def barred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register whose keys could only lie where root may not enter either: a name of 300 letters is no folder's."""
    register = small_register(tmp_path)
    for path in own_key_folder(register).iterdir():
        path.unlink()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ("x" * 300)))
    return register


async def test_register_opens_read_only_and_explains_why(barred: Path) -> None:
    desk = door.open_register(barred, today=TODAY)
    async with running(desk) as (app, pilot):
        assert ids(app)
        assert "read only" in painted(app)[0]
        await press(pilot, "I")
        await until(pilot, lambda: "A key folder cannot be accessed" in flat(app))
    with pytest.raises(Refused) as caught:
        desk.write(AddNote(commitment="FW-US-01", text="A."))
    said = explain(caught.value.problems[0])
    assert said.startswith(f"{barred}: The key folder cannot be accessed: ")
    assert said.endswith("Check its owner and its permissions.")


def test_opening_a_named_desk_is_refused_with_the_key_folder(barred: Path) -> None:
    with pytest.raises(Refused, match=r"The key folder cannot be accessed: .*x{300}/accordtrack/keys"):
        door.open_register(barred, desk="us-1", today=TODAY)
