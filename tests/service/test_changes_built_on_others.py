"""A change that was built on an earlier one takes effect when it is accepted, although the earlier one was made to wait."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import i18n, service
from accordtrack.core.paths import own_key_folder
from accordtrack.i18n import line_text
from accordtrack.service import Desk
from accordtrack.types.intents import AddRecord, Amend, TakePosition
from folders import make_folder
from registers import NEW, TODAY


@pytest.mark.parametrize("apart", [False, True], ids=["in one act", "in two acts"])
def test_accepted_change_does_not_lapse_because_an_earlier_one_waits(tmp_path: Path, *, apart: bool) -> None:
    register, ref = tmp_path / "register.db", "FW-US-02"
    data = make_folder(tmp_path / "data")
    service.create_register(register, data=data, desk="us-1", keys=own_key_folder(register), today=TODAY)

    def at(feed: str) -> Desk:
        return service.open_register(register, desk=feed, today=TODAY)

    with closing(at("us-1")) as us:
        us.write(AddRecord(kind="commitment", fields=NEW))
        (first,) = us.write(Amend(record=ref, fields={"due_on": "2027-03-31"}, reason="Later.")).ids
    service.open_desk(register, "mx-1", keys=own_key_folder(register), today=TODAY).close()
    with closing(at("us-1")) as us:
        (second,) = us.write(Amend(record=ref, fields={"due_on": "2027-12-31"}, reason="Later yet.")).ids
    service.review_all(register, "mx-1", "We look at all of it.")
    with closing(at("mx-1")) as mx, i18n.using_language("en"):
        answers = [TakePosition(target=one, stance="concur") for one in (ref, second)]
        if apart:
            mx.write(answers.pop(0))
            assert mx.commitment(ref).due.due_on == "2027-06-30"
        planned = [line_text(line) for line in mx.plan(answers[-1]).lines]
        assert f"It takes the place of an earlier change that waits: {first}" in planned
        mx.write(*answers)
        view = mx.commitment(ref)
        assert (view.due.due_on, view.due.proposed, view.proposed) == ("2027-12-31", None, ())
        assert [change.entry for change in view.lapsed] == [first]
        assert first not in {entry.id for act in mx.pending("MX") for entry in act.entries}
