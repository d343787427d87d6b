"""Corrections of a text in one language and then in the other: both wait, and both come into force."""

from __future__ import annotations

import pytest

from accordtrack.i18n import using_language
from accordtrack.text.pending import change_lines
from accordtrack.types import Text
from accordtrack.types.intents import Amend, TakePosition
from registers import At

JOINT = "FW-JT-01"


@pytest.mark.parametrize("last_first", [False, True])
def test_both_corrections_wait_and_come_into_force(at: At, *, last_first: bool) -> None:
    us, mx = at("us-1"), at("mx-1")
    before = us.commitment(JOINT).row.title
    ids = [
        us.write(Amend(record=JOINT, fields={f"title.{language}": words}, reason="Mistyped.")).ids[0]
        for language, words in (("en", "Right"), ("es", "Correcto"))
    ]
    waiting = [entry for act in mx.pending("MX") for entry in act.entries]
    with using_language("en"):
        told = {entry.id: change_lines(one) for entry in waiting for one in entry.changes}
    assert told == {
        ids[0]: [f"title: {before.en} → Right"],
        ids[1]: [f"title (Spanish): {before.es} → Correcto"],
    }
    assert mx.commitment(JOINT).row.title == before
    for name in reversed(ids) if last_first else ids:
        mx.write(TakePosition(target=name, stance="concur"))
    assert mx.commitment(JOINT).row.title == Text("Right", "Correcto")


def test_change_of_both_languages_replaces_the_correction_of_each(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    for language in ("en", "es"):
        name = us.write(Amend(record=JOINT, fields={f"title.{language}": "Right"}, reason="Mistyped.")).ids[0]
        mx.write(TakePosition(target=name, stance="concur"))
    name = mx.write(Amend(record=JOINT, fields={"title.en": "Better", "title.es": "Mejor"}, reason="Clearer.")).ids[0]
    at("us-1").write(TakePosition(target=name, stance="concur"))
    assert us.commitment(JOINT).row.title == Text("Better", "Mejor")


def test_note_names_the_desk_of_each_language(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    us.write(Amend(record=JOINT, fields={"note.en": "Ours", "note.es": "Nuestra"}, reason="To explain."))
    mx.write(Amend(record=JOINT, fields={"note.es": "Suya"}, reason="To explain."))
    view = us.commitment(JOINT)
    assert (view.note, view.note_by) == (Text("Ours", "Suya"), "mx-1, us-1")
    assert view.note_desks == Text("us-1", "mx-1")
