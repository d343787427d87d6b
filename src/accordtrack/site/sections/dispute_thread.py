"""A dispute thread between the sides: its state, who is to speak next, and its statements in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Heading, Paragraph
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import quotations
from accordtrack.site.record_blocks import Lines
from accordtrack.site.sections import statement_block
from accordtrack.text import disputes
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Sentence
    from accordtrack.types import DisputeView, ThreadItem


def blocks(thread: DisputeView, *, linked: bool = True) -> Iterator[object]:
    """Yield a thread's state, next speaker and statements in order; ``linked`` if its entries are on the page."""
    about = disputes.about(thread)
    title = tr("Between the sides: {about}", about=sanitize_line(about))
    if thread.about == "observer":
        title = tr("Between a side and observers")
    yield Heading(f"thread-{quotations.anchor(thread.id)}", title)
    yield Paragraph((sanitize_line(" ".join([disputes.outcome(thread), *disputes.hints(thread)])),))
    words: list[ThreadItem] = [*thread.words, *thread.observers]
    items_by_entry = {one.entry: one for one in words}
    yield Lines(
        tuple(_statement_line(one, items_by_entry.get(one.answers or ""), linked=linked) for one in words),
        numbered=True,
    )
    yield Paragraph((disputes.settling_rules(),), small=True)


def _statement_line(one: ThreadItem, answered: ThreadItem | None, *, linked: bool) -> Sentence:
    """Return one line for a statement, with a reference to the statement that it answers."""
    line = statement_block.statement_line(one, linked=linked)
    if answered is None:
        return line
    who = label("the side", answered.speaker)
    return (*line, f" ({tr('in answer to what {who} said on {date}', who=who, date=answered.said_on)})")
