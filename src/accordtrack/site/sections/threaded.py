"""A thread between the sides: where it stands, whose word is next, and its words in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.sections import quoted
from accordtrack.scorecard.value import Heading
from accordtrack.sentences import disputes
from accordtrack.site.sections import utter
from accordtrack.site.spoken import Lines
from accordtrack.site.value import Passage
from accordtrack.text import wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.value import Words
    from accordtrack.views import DisputeView, ThreadWord


def blocks(thread: DisputeView, *, linked: bool = True) -> Iterator[object]:
    """Where it stands, whose word is next, and its words in the order in which they were said.

    ``linked``: its entries stand on the same page.
    """
    about = disputes.about(thread)
    title = tr("Between the sides: {about}", about=wash_line(about))
    if thread.about == "observer":
        title = tr("Between a side and observers")
    yield Heading(f"thread-{quoted.anchor(thread.id)}", title)
    yield Passage((wash_line(" ".join([disputes.outcome(thread), *disputes.hints(thread)])),))
    words: list[ThreadWord] = [*thread.words, *thread.observers]
    said = {one.entry: one for one in words}
    yield Lines(tuple(_in_turn(one, said.get(one.answers or ""), linked=linked) for one in words), numbered=True)
    yield Passage((disputes.settles(),), small=True)


def _in_turn(one: ThreadWord, answered: ThreadWord | None, *, linked: bool) -> Words:
    """A word of a thread in a line, with what it answers."""
    told = utter.brief(one, linked=linked)
    if answered is None:
        return told
    who = label("the side", answered.speaker)
    return (*told, f" ({tr('in answer to what {who} said on {date}', who=who, date=answered.said_on)})")
