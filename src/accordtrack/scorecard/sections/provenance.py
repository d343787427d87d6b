"""Section "How this was made": accord, dates, method, audience, digest, feeds and heads, and how to check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import __version__
from accordtrack.core.dates import days_between
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Facts, Paragraph, Section
from accordtrack.i18n import in_alternat, localize, tr, trn
from accordtrack.scorecard.request import METHOD
from accordtrack.scorecard.sections import not_public
from accordtrack.text import effect_notes, late_entries
from accordtrack.text.calendar_names import day_name
from accordtrack.text.recorded_by import recorded
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scorecard.context import ScorecardData


def section(data: ScorecardData, audience: str, withheld: int, checkpoint: Mapping[str, Any]) -> Section:
    """Return the section. It never names the author of the document."""
    at, method, inputs = data.at, data.scores.method, data.scores.inputs
    own = tr("a custom method, not the standard one")
    pairs = (
        (tr("accord"), (f"{sanitize_line(localize(data.scores.accord_title))} ({sanitize_line(inputs.accord)})",)),
        (tr("updated"), (at.as_of,)),
        (tr("data available as of"), (at.known_on,)),
        *([(tr("recorded up to"), (recorded(data.scores.recorded_by),))] if data.scores.recorded_by else []),
        (tr("statements searched to"), (_facts_until_text(at.as_of, inputs.facts_until),)),
        (tr("changes since"), (data.scores.base or tr("each area's first agreement"),)),
        (tr("method"), (*_methods(data), *([own] if method.own else []))),
        (tr("parameters"), (f"SHA-256 {method.sha256}",)),
        (tr("inputs"), (f"SHA-256 {inputs.sha256}", *_additional_inputs(data))),
        *([(tr("late entries"), (late_entries.count_text(late),))] if (late := data.score.overall.late) else []),
        (tr("audience"), _audience_lines(audience, withheld)),
        *([(tr("desks and authorship"), notes)] if (notes := _effect_notes(data)) else []),
        (tr("digest of the register"), (sanitize_line(checkpoint["state_digest"]),)),
        (tr("feeds and heads"), feed_positions(checkpoint)),
        (
            tr("observer"),
            (tr("anyone who speaks for neither side, including courts, legislatures and states of both countries"),),
        ),
        (tr("program"), (f"accordtrack {__version__}",)),
    )
    return Section("method", tr("How this was made"), (Facts(pairs), *_checks()))


def _methods(data: ScorecardData) -> tuple[str, ...]:
    """Return the method of the document, and that of its scores if they differ."""
    scores = sanitize_line(data.scores.method.method)
    return (METHOD, tr("scores: {method}", method=scores)) if data.has_paths else (scores,)


def short_section(data: ScorecardData, audience: str, withheld: int, checkpoint: Mapping[str, Any]) -> Section:
    """Return the same on the last page of the document proper, without what only the annexes need."""
    at, inputs = data.at, data.scores.inputs
    pairs = (
        (tr("updated"), (day_name(at.as_of),)),
        (tr("data available as of"), (day_name(at.known_on),)),
        (tr("statements searched to"), (day_name(inputs.facts_until) if inputs.facts_until else tr("not stated"),)),
        (tr("method"), (sanitize_line(METHOD),)),
        (tr("inputs"), (f"SHA-256 {inputs.sha256}",)),
        (tr("audience"), _audience_lines(audience, withheld)),
        *([(tr("not public"), hidden)] if (hidden := not_public.hidden_texts(data)) else []),
        (tr("digest of the register"), (sanitize_line(checkpoint["state_digest"]),)),
        (tr("feeds and heads"), feed_positions(checkpoint)),
        (tr("program"), (f"accordtrack {__version__}",)),
    )
    return Section("check", tr("How this was made, and how to check it"), (*_how_made(), Facts(pairs), *_checks()))


def _how_made() -> tuple[Paragraph, ...]:
    told = (
        tr("The word for an area sums up its national indicators for which one direction counts as better."),
        tr(
            "Final figures are compared with final figures, and first releases with first releases. The latest full period is "
            "compared with the last one before the area's first agreement and with the first full one after it."
        ),
        tr(
            "Partly: no comparison moved the other way, but some show no change, or no figure is older than the first agreement."
        ),
        tr(
            "Arrests, seizures and other government activity do not count toward the word. No comparison shows a cause."
        ),
    )
    return tuple(Paragraph((text,)) for text in told)


def _checks() -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            (
                tr(
                    (
                        "To check the numbers, also save this scorecard as JSON. Then accordtrack scorecard "
                        "--check FILE.json recomputes them from the register and reports any difference."
                    )
                ),
            )
        ),
        Paragraph(
            (
                tr(
                    (
                        "To check the register, run accordtrack verify --deep. It checks every signature and "
                        "prints the digest and the heads of the feeds; compare them with those above."
                    )
                ),
            )
        ),
        Paragraph((tr("For the method, with worked examples, run accordtrack method."),)),
    )


def _effect_notes(data: ScorecardData) -> tuple[str, ...]:
    """Return the notes on desks and on what was recorded in another's name; what waits has a table of its own."""
    if data.effects is None:
        return ()
    summary = data.effects.summary
    return tuple(map(sanitize_line, (*effect_notes.desk_notes(summary.desks), *effect_notes.recorded_notes(summary))))


def _facts_until_text(as_of: str, until: str | None) -> str:
    if until is None:
        return tr("not stated")
    if as_of <= until:
        return until
    behind = days_between(until, as_of)
    return trn("{until}, {n} day before", "{until}, {n} days before", behind, until=until)


def _additional_inputs(data: ScorecardData) -> list[str]:
    """Return what was scored in addition to the standard selection."""
    choice = data.scores.inputs.choice
    return [
        tr("agreed targets, and unilateral and working ones") if choice.all_targets else tr("agreed targets only"),
        tr("texts of both sides, and of one side for the other")
        if choice.all_texts
        else tr("texts of both sides, and each side's own"),
    ]


def _audience_lines(audience: str, withheld: int) -> tuple[str, ...]:
    """Return the handling marks and readers of an audience; withheld entries appear only as a number."""
    marks = {
        "public": tr("what carries TLP:CLEAR and no legal marking"),
        "parties": tr("what carries at most TLP:AMBER"),
        "side": tr("what carries at most TLP:AMBER, and its own TLP:AMBER+STRICT"),
    }
    return (
        f"{label('audience', audience)}: {marks[audience]}",
        trn("{n} entry that is not public was left out.", "{n} entries that are not public were left out.", withheld),
    )


def feed_positions(checkpoint: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the position of each feed, in the language's order of the sides."""
    return tuple(_feed_position(one) for one in in_alternat(checkpoint["feeds"], _side_of_feed))


def _side_of_feed(feed: Mapping[str, Any]) -> str:
    """Return the side of a feed, which is the first part of its name: us-1, mx-1, obs-1."""
    return str(feed["feed"]).partition("-")[0].upper()


def _feed_position(one: Mapping[str, Any]) -> str:
    values = {"feed": sanitize_line(one["feed"]), "head": sanitize_line(one["head"])}
    return trn("{feed}: {n} entry, head {head}", "{feed}: {n} entries, head {head}", int(one["entries"]), **values)
