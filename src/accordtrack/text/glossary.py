"""The glossary: one definition per term, with the section of the method that it depends on."""

from __future__ import annotations

from dataclasses import dataclass

from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.wording import label


@dataclass(frozen=True, slots=True)
class Term:
    """One term. ``anchor`` is permanent and the same in both languages; ``section`` of the method may be empty."""

    anchor: str
    name: str
    told: str
    section: str = ""


def terms() -> tuple[Term, ...]:
    """Return every term in the current language, sorted by name."""
    found = (Term(anchor, label("term", anchor), tr(text), section) for anchor, (text, section) in _TERMS.items())
    return tuple(sorted(found, key=lambda term: casefold_plain(term.name)))


_TERMS: dict[str, tuple[str, str]] = {
    "commitment": (
        gettext_lazy(
            "An undertaking in a published text, by one government or both. Unilateral actions, requests "
            "and recommendations are listed beside commitments but not scored."
        ),
        "2",
    ),
    "half": (
        gettext_lazy(
            "What one government is responsible for in a joint commitment. Each part has its own status and "
            "its own answer, so a joint commitment counts for both governments."
        ),
        "2",
    ),
    "side": (
        gettext_lazy("Who is responsible for a commitment: the United States, Mexico, or both, each for its own part."),
        "2",
    ),
    "body": (
        gettext_lazy(
            "The institution that leads for a government. Where the text names none, this tracker supplies "
            "one and marks it ≈."
        ),
        "",
    ),
    "observer": (
        gettext_lazy(
            "Anyone who speaks for neither government: courts, legislatures, states of both countries, "
            "auditors, universities, the press and international bodies."
        ),
        "2",
    ),
    "text-basis": (
        gettext_lazy(
            "Where the commitment was published: a joint text, the readouts of both governments, the text "
            "of one government, or a third party."
        ),
        "2",
    ),
    "framework": (
        gettext_lazy("The agreement, statement or round of talks to which a commitment belongs."),
        "",
    ),
    "status": (
        gettext_lazy(
            "How far a commitment has come, such as limited or completed. It does not say what changed for people."
        ),
        "2",
    ),
    "unreported": (
        gettext_lazy(
            "This tracker found no public statement about the status. The commitment may still have been "
            "met; it does not count as 0."
        ),
        "2",
    ),
    "stated": (
        gettext_lazy(
            "A status that the responsible government gave on its own or in a joint statement. In columns: stated."
        ),
        "7",
    ),
    "reading": (
        gettext_lazy(
            "A status that this tracker assigns from published reports. It is marked ≈, counted apart from "
            "what was stated, and never shown as the word of a government."
        ),
        "7",
    ),
    "claim": (
        gettext_lazy(
            "The latest status in force according to the responsible government, or according to both governments."
        ),
        "2",
    ),
    "answer": (
        gettext_lazy(
            "What the other government says about a statement. It appears beside the statement and never overwrites it."
        ),
        "2",
    ),
    "dispute": (
        gettext_lazy(
            "An answer that differs from what it answers. Both stay. A number that rests on them counts "
            "their midpoint and shows both as an interval."
        ),
        "3.5",
    ),
    "standing": (
        gettext_lazy(
            "Whether the other government agrees, disagrees ⚑, was asked and has not answered yet, or no "
            "answer was found. A disagreement is settled when one government comes to agree with the other; "
            "the statement stays as made."
        ),
        "",
    ),
    "asked": (
        gettext_lazy(
            "An answer to the statement in force was asked for on a given day. Only then are days without "
            "an answer counted."
        ),
        "",
    ),
    "divergent": (
        gettext_lazy("Two offices of one government state different statuses, and neither replaces the other."),
        "",
    ),
    "official": (
        gettext_lazy(
            "Either a desk of that government entered and signed the statement, or another desk took it "
            "from a public source, which is cited."
        ),
        "",
    ),
    "deadline": (
        gettext_lazy(
            "The date by which a commitment is to be met. The first one stays; each move is recorded with its reason."
        ),
        "",
    ),
    "horizon": (
        gettext_lazy(
            "A period that the text gives in place of a date. When it is over, the commitment is not called "
            "overdue, as no day was agreed."
        ),
        "",
    ),
    "overdue": (
        gettext_lazy(
            "Not completed after a date in the agreed text, or one that the responsible government set "
            "later. In a joint commitment a later date needs the other's consent. A date that no one agreed "
            "to is never overdue."
        ),
        "",
    ),
    "evidence": (
        gettext_lazy("A document or record given for a statement, with its own date, source and grade."),
        "2",
    ),
    "grade": (
        gettext_lazy(
            "How well a statement is supported, in four steps: statement only, document, second source, "
            "independent check. They count as 0.25, 0.5, 0.75 and 1."
        ),
        "3.5",
    ),
    "credence": (
        gettext_lazy("How much less progress counts when its evidence is short of an independent check."),
        "3.5",
    ),
    "input": (
        gettext_lazy("What is put in: money, people, equipment. The lowest rung of the ladder."),
        "3.6",
    ),
    "activity": (
        gettext_lazy("Work done before anything is delivered, such as meetings, plans and working groups."),
        "3.6",
    ),
    "output": (
        gettext_lazy(
            "What the authorities do and count: arrests, seizures, training, laboratories, aid. A "
            "government can raise it by deciding to, so it is shown apart from the indicators."
        ),
        "3.1",
    ),
    "outcome": (
        gettext_lazy(
            "What is measured of a problem or of a population, such as a homicide rate or convictions per "
            "recorded victim."
        ),
        "3.1",
    ),
    "impact": (
        gettext_lazy(
            "The last link of the chain: how people fare. In every number it is grouped with the other indicators."
        ),
        "3.1",
    ),
    "ladder": (
        gettext_lazy(
            "Four rungs: inputs, preparation, government activity and indicators, worth 10, 10, 10 and 70 "
            "points. No rung is filled from a lower one, so government activity alone stops at 30."
        ),
        "3.6",
    ),
    "indicator": (
        gettext_lazy("One thing measured, by one series or several, with its unit and its good direction, if any."),
        "3.1",
    ),
    "series": (
        gettext_lazy(
            "Values of an indicator that were counted in the same way. Values of different series are never compared."
        ),
        "9",
    ),
    "baseline": (
        gettext_lazy("The value at which progress begins, with its date."),
        "3.1",
    ),
    "target": (
        gettext_lazy("The value to be reached, with its date. Only one that both governments agreed to counts."),
        "2",
    ),
    "working-target": (
        gettext_lazy(
            "A target that someone wrote down but no one agreed to. It counts only where that is "
            "requested, and is marked."
        ),
        "2",
    ),
    "hold": (
        gettext_lazy(
            "For how many of the agreed periods an improvement lasted. A part of its points is given at "
            "once, the rest as it lasts."
        ),
        "3.4",
    ),
    "stale": (
        gettext_lazy("A value older than its indicator allows. It is not carried forward and is not treated as 0."),
        "3.3",
    ),
    "delivery": (
        gettext_lazy(
            "0 to 100: how far what was agreed is done, from what was said about it, adjusted for the "
            "evidence. It does not say what changed for people."
        ),
        "2",
    ),
    "face": (
        gettext_lazy("The same number if every statement counted in full, whatever its evidence."),
        "2",
    ),
    "trend": (
        gettext_lazy(
            "-100 to 100: which way the indicators moved since the agreement. It needs no target, and does "
            "not say who moved them."
        ),
        "10",
    ),
    "family": (
        gettext_lazy("Series that measure the same thing are one indicator: five counts of homicide weigh as one."),
        "10",
    ),
    "theme-word": (
        gettext_lazy(
            "The word for an area, from its comparable indicators. Partly: no comparison moved the other way, but "
            "some show no change, or no figure is older than the first agreement. Mixed: they moved both ways."
        ),
        "14.4",
    ),
    "sources-differ": (
        gettext_lazy(
            "Two sources give different figures for the same thing, and the difference is not settled. Both stay, and the "
            "mark ◊ stands with every number that rests on them."
        ),
        "",
    ),
    "attainment": (
        gettext_lazy(
            "0 to 100: how far the targets that both governments agreed to are reached. It is shown only "
            "where enough is measured."
        ),
        "7",
    ),
    "coverage": (
        gettext_lazy(
            "How many of the commitments that a number describes have a status, as n of N or as a share. It "
            "stands beside every number."
        ),
        "3.7",
    ),
    "assessed": (
        gettext_lazy("The part of the planned weight that has a score. Where it is below 50%, the whole has no score."),
        "3.7",
    ),
    "bounds": (
        gettext_lazy("What a number would be if everything unknown were 0, and if it were 100."),
        "3.7",
    ),
    "interval": (
        gettext_lazy(
            "From the lower to the higher of two views that differ. It says how far a disagreement could "
            "move the number."
        ),
        "3.5",
    ),
    "gap": (
        gettext_lazy(
            "The score of one government minus that of the other. It says who is further along, not who is to blame."
        ),
        "3.8",
    ),
    "flag": (
        gettext_lazy("A mark on a number that says what it rests on or what it lacks."),
        "6",
    ),
    "contrast": (
        gettext_lazy(
            "What rose or fell in government activity, beside which indicators improved or worsened, over "
            "the same time. It is a comparison; it does not show a cause."
        ),
        "9",
    ),
    "guard": (
        gettext_lazy("An indicator shown beside another one, which can improve at its expense."),
        "9",
    ),
    "before-and-after": (
        gettext_lazy(
            "How a monthly or yearly count changed in a state after an event, compared with other states. "
            "It does not show a cause."
        ),
        "11",
    ),
    "as-of": (
        gettext_lazy("The date described: what held by then."),
        "3.2",
    ),
    "known-on": (
        gettext_lazy("The date up to which information counts: nothing said or published later is used."),
        "3.2",
    ),
    "entry": (
        gettext_lazy(
            "One signed line of the register. Entries are never edited: a correction is another entry, and "
            "what is taken back remains."
        ),
        "",
    ),
    "digest": (
        gettext_lazy(
            "A 64-digit number computed from everything in force in a register. Two registers that say the "
            "same have the same number."
        ),
        "",
    ),
    "tlp": (
        gettext_lazy(
            "Who may read an entry, under the Traffic Light Protocol. Public pages contain only what is "
            "marked TLP:CLEAR."
        ),
        "",
    ),
}
"""Definition and section of the method by anchor. The names are labels of the group ``term``."""
