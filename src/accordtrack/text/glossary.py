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
            "What one side or both said in a text that they would do. What one side does on its own, "
            "requests and recommendations are listed beside commitments but not scored."
        ),
        "2",
    ),
    "half": (
        gettext_lazy(
            "What one side owes of a commitment. A commitment of both sides has two halves, each with its "
            "own status and its own answer; a commitment of one side alone is one half."
        ),
        "2",
    ),
    "side": (
        gettext_lazy("Who owes a commitment: the United States, Mexico, or both, each for its own half."),
        "2",
    ),
    "body": (
        gettext_lazy(
            "The institution that leads for a side. Where the text names none, this register chose one and marks it ≈."
        ),
        "",
    ),
    "observer": (
        gettext_lazy(
            "Anyone who speaks for neither side: courts, legislatures, states of both countries, auditors, "
            "universities, the press and international bodies."
        ),
        "2",
    ),
    "text-basis": (
        gettext_lazy(
            "Who says that it was promised: a joint text, the readouts of both sides, the text of one side, or a third party."
        ),
        "2",
    ),
    "framework": (
        gettext_lazy("The agreement, statement or round of talks to which a commitment belongs."),
        "",
    ),
    "status": (
        gettext_lazy(
            "How far a promised act has come, such as limited or completed. It says nothing about whether the act "
            "had an effect."
        ),
        "2",
    ),
    "unreported": (
        gettext_lazy(
            "This register found no public statement of the status. It is not the same as not started, and "
            "does not count as 0."
        ),
        "2",
    ),
    "stated": (
        gettext_lazy("A status expressed by the speaker's own words."),
        "7",
    ),
    "reading": (
        gettext_lazy(
            "A status that this register derived from what a speaker said. It is marked ≈, counted "
            "separately from what was stated, and never printed as the word of a government."
        ),
        "7",
    ),
    "claim": (
        gettext_lazy("The status of a half according to the side that owes it, or according to both."),
        "2",
    ),
    "answer": (
        gettext_lazy("What the other side says about a claim. It appears beside the claim and never overwrites it."),
        "2",
    ),
    "dispute": (
        gettext_lazy(
            "An answer that differs from what it answers. Both stay; a number that rests on them counts their midpoint and "
            "shows both as an interval."
        ),
        "3.5",
    ),
    "standing": (
        gettext_lazy(
            "Where the claim and answer of a half stand: unreported, no public answer found, asked and not "
            "yet answered, agreed, disputed, divergent, or settled: one side agrees with the other about a "
            "dispute, and the claim remains as made."
        ),
        "",
    ),
    "asked": (
        gettext_lazy(
            "An answer to the claim in force was asked for on a given day. Only then are days without an "
            "answer counted."
        ),
        "",
    ),
    "divergent": (
        gettext_lazy("Two offices of one side state different statuses, and neither replaces the other."),
        "",
    ),
    "official": (
        gettext_lazy(
            "A statement is official when a desk of the side recorded and signed it. It is attributed when "
            "another desk recorded it from a public source, which is cited."
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
            "A period that the text gives in place of a date. When it has passed, the commitment is not called overdue."
        ),
        "",
    ),
    "overdue": (
        gettext_lazy(
            "Not completed after a date that is in the agreed text or that the owing side set later; if "
            "both sides owe it, the later date needs the other's consent. A date that no one agreed to is "
            "never overdue."
        ),
        "",
    ),
    "evidence": (
        gettext_lazy("A document or record given for a statement, with its own date, source and grade."),
        "2",
    ),
    "grade": (
        gettext_lazy(
            "What the evidence for a statement is worth, in four steps: claimed, documented, corroborated "
            "and verified. The steps count as 0.25, 0.5, 0.75 and 1."
        ),
        "3.5",
    ),
    "credence": (
        gettext_lazy("What is deducted from progress because its evidence is below verified."),
        "3.5",
    ),
    "input": (
        gettext_lazy("What is put in: money, people, equipment. The lowest rung of the ladder."),
        "3.6",
    ),
    "activity": (
        gettext_lazy("Work that is done with the inputs, such as meetings, plans and working groups."),
        "3.6",
    ),
    "output": (
        gettext_lazy(
            "What the work directly produces, such as arrests, seizures and trainings. The responsible "
            "side can raise it by deciding to, so it is not a result."
        ),
        "3.1",
    ),
    "outcome": (
        gettext_lazy(
            "The state of a problem or of a population, such as a homicide rate or convictions per recorded victim."
        ),
        "3.1",
    ),
    "impact": (
        gettext_lazy(
            "The last link of the chain: how people fare. In every number it is grouped with the outcomes, "
            "as a type of result."
        ),
        "3.1",
    ),
    "ladder": (
        gettext_lazy(
            "Four rungs: inputs, activities, outputs and results, worth 10, 10, 10 and 70 points. No rung "
            "is filled from a lower one, so outputs alone stop at 30."
        ),
        "3.6",
    ),
    "indicator": (
        gettext_lazy("What is measured, in which unit, and which direction is good, if any."),
        "3.1",
    ),
    "series": (
        gettext_lazy(
            "Values of an indicator that were counted in the same way. Values of different series are not compared."
        ),
        "9",
    ),
    "baseline": (
        gettext_lazy("The value at which progress begins, with its date."),
        "3.1",
    ),
    "target": (
        gettext_lazy(
            "The value to be reached, with its date. Only one that both sides agreed to counts toward attainment."
        ),
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
            "A result that lasts for several periods. Half of its credit is given at once, the other half as it is held."
        ),
        "3.4",
    ),
    "stale": (
        gettext_lazy("A value older than its indicator allows. It is not carried forward and is not treated as 0."),
        "3.3",
    ),
    "delivery": (
        gettext_lazy(
            "0 to 100: how far the promised acts are done, based on what was said about them, each counted "
            "according to its evidence. It says nothing about their effect."
        ),
        "2",
    ),
    "face": (
        gettext_lazy("The same number without the discount for evidence."),
        "2",
    ),
    "trend": (
        gettext_lazy(
            "-100 to 100: which way outcomes and impacts moved since the agreement. It needs no target, and does not say who "
            "moved them."
        ),
        "10",
    ),
    "family": (
        gettext_lazy("Series that measure the same thing. In the results trend, five counts of homicide weigh as one."),
        "10",
    ),
    "attainment": (
        gettext_lazy("0 to 100: how far agreed targets are reached. It is printed only where results can be measured."),
        "7",
    ),
    "coverage": (
        gettext_lazy(
            "How much of what a number describes had data, as n of N or as a share. It appears beside every number."
        ),
        "3.7",
    ),
    "assessed": (
        gettext_lazy(
            "The part of the planned weight that has a score. Where it is below one half, the whole has no score."
        ),
        "3.7",
    ),
    "bounds": (
        gettext_lazy("What a number would be if everything unknown were 0, and if it were 100."),
        "3.7",
    ),
    "interval": (
        gettext_lazy(
            "From the lower to the higher of two views that differ. It says how far a dispute could move the number."
        ),
        "3.5",
    ),
    "gap": (
        gettext_lazy(
            "The score of one side minus that of the other. It says who is further along, not who is to blame."
        ),
        "3.8",
    ),
    "flag": (
        gettext_lazy("A mark on a number that says what it rests on or what it lacks."),
        "6",
    ),
    "contrast": (
        gettext_lazy(
            "What rose or fell among outputs, beside what improved or worsened among outcomes, over the "
            "same time. It is a comparison; it does not show a cause."
        ),
        "9",
    ),
    "guard": (
        gettext_lazy("An indicator shown beside another because the other one can rise at its expense."),
        "9",
    ),
    "before-and-after": (
        gettext_lazy(
            "How an outcome changed in a state after an event, compared with other states. It does not show a cause."
        ),
        "11",
    ),
    "as-of": (
        gettext_lazy("The date described: what was true in the world by then."),
        "3.2",
    ),
    "known-on": (
        gettext_lazy("The date up to which information counts: nothing said or published later is read."),
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
            "Who may read an entry, under the Traffic Light Protocol. These pages contain only what is "
            "marked TLP:CLEAR."
        ),
        "",
    ),
}
"""Definition and section of the method by anchor. The names are labels of the group ``term``."""
