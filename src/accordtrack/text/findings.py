"""The answer in plain words: what changed beyond arrests and seizures, for one theme and for the whole.

Screens, commands, documents and pages all take their sentences from here. The sentences state what happened and no
cause, and treat both governments alike.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.core.safe_text import capitalize_first
from accordtrack.i18n import gettext_lazy, in_alternat, language, localize, sides, tr, trn
from accordtrack.scoring.findings import ActivityWord, is_disputed
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.theme_words import Word
from accordtrack.text import commitment_counts, event_study, paths
from accordtrack.text.calendar_names import day_name
from accordtrack.text.counted import plain
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import MeasurementState, ReleaseClass, Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.ledger.indicators import Phrase
    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.findings import (
        Activity,
        Finding,
        FirstReleases,
        LatestFigure,
        OwnGoal,
        Spoken,
        ThemeFinding,
    )
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.scoring.theme_words import Family

Paragraphs = tuple[str, ...]
_OLD_MONTHS = 24
"""How many months before the day of an answer a series ends if the answer says that no later figure was found."""


def about_theme(scores: ScoreAccess, found: ThemeFinding) -> Paragraphs:
    """Return the answer about a theme: indicators; commitments and statements; activity; targets and what was not found."""
    return tuple(map(plain, counted_theme(scores, found)))


def counted_theme(scores: ScoreAccess, found: ThemeFinding) -> Paragraphs:
    """Return the answer about a theme with its numbers marked as ``text.counted`` does."""
    spoken = in_alternat(found.spoken, lambda one: one.side)
    return _without_empty(
        [paths.counted_answer(found.paths), *_base(scores, found), *_paths(scores, spoken), *_contrary(scores, found)],
        [
            *commitment_counts.area_list(found.listed),
            *commitment_counts.hidden(found.statements),
            *commitment_counts.stated(found.statements),
        ],
        _activity(scores, found.activity),
        [
            *_targets(scores, found.agreed_targets, found.goals),
            *([localize(found.not_known.text)] if found.not_known else []),
        ],
    )


def _base(scores: ScoreAccess, found: ThemeFinding) -> list[str]:
    """Return from which day changes count, if the first scored agreement of a theme is a later one than that of the accord."""
    day = later_base(scores, found)
    if day is None:
        return []
    return [tr("Changes count from {day}, the first scored agreement of this area.", day=day_name(day))]


def later_base(scores: ScoreAccess, found: ThemeFinding) -> str | None:
    """Return the day from which the changes of a theme count, if it has any and this is not the first scored agreement."""
    base = found.paths.base
    return base if found.paths.measured and base != scores.first_agreement else None


def about_whole(scores: ScoreAccess, found: Finding) -> Paragraphs:
    """Return the answer about the whole: indicators; commitments and statements; activity; an event; targets."""
    told = _without_empty(
        _answer(scores, found),
        [
            *commitment_counts.whole_list(found.listed),
            *commitment_counts.hidden(found.statements),
            *commitment_counts.stated(found.statements),
        ],
        _activities(scores, found),
        _events(scores, found),
        [*_targets(scores, found.agreed_targets, ()), caution()],
    )
    return tuple(map(plain, told))


def in_short(scores: ScoreAccess, found: Finding) -> Paragraphs:
    """Return the answer about the whole for a first page: the areas; the main indicators; the statements and targets."""
    return tuple(map(plain, counted_short(scores, found)))


def counted_short(scores: ScoreAccess, found: Finding) -> Paragraphs:
    """Return the answer for a first page with its numbers marked as ``text.counted`` does."""
    spoken = in_alternat(found.spoken, lambda one: one.side)
    return _without_empty(
        [_indicators(found)],
        _short_paths(scores, spoken),
        [
            *commitment_counts.reported(found.statements, named=True),
            *commitment_counts.hidden(found.statements),
            *commitment_counts.unshown(found.statements),
            _others(),
            *_targets(scores, found.agreed_targets, ()),
            caution(),
        ],
    )


def _answer(scores: ScoreAccess, found: Finding) -> list[str]:
    """Return what the indicators show: the areas, the countries, and the series that speak for the whole."""
    return [_indicators(found), *_paths(scores, in_alternat(found.spoken, lambda one: one.side))]


def _indicators(found: Finding) -> str:
    if len(found.themes) == 1:
        return paths.counted_answer(found.themes[0].paths)
    return paths.counted_whole([one.paths for one in found.themes])


def indicators_in_short(found: Finding) -> str:
    """Return how many areas have which word, and about whose country the indicators are."""
    return plain(_indicators(found))


def answer_in_short(scores: ScoreAccess, found: Finding) -> str:
    """Return the answer about the whole in one paragraph: the areas, the countries and the main indicators."""
    spoken = in_alternat(found.spoken, lambda one: one.side)
    return plain(" ".join([_indicators(found), *_short_paths(scores, spoken)]))


def reported_in_short(found: Finding) -> list[str]:
    """Return what each government reports completed and reversed, how many statements are not public, and a caution.

    The caution says that the other commitments may still have been met.
    """
    told = (
        *commitment_counts.reported(found.statements, named=True),
        *commitment_counts.hidden(found.statements),
        *commitment_counts.unshown(found.statements),
    )
    return [*map(plain, told), *([_others()] if told else [])]


def commitments_in_short(found: Finding) -> list[str]:
    """Return how many commitments are listed, of when, and whose."""
    both = commitment_counts.in_texts_of_both(found.listed)
    told = [tr("Of the joint ones, {n} in texts of both.", n=both)] if both < found.listed.joint else []
    return [*map(plain, commitment_counts.whole_list(found.listed)[:2]), *told]


def area_line(scores: ScoreAccess, found: ThemeFinding, spoken: Sequence[Spoken]) -> str:
    """Return a theme in one line: its mark, name and countries, and the figures of the ``spoken`` series.

    Countries that the names of the series give are not named twice.
    """
    title = localize(scores.title_of("theme", found.paths.id))
    countries = [label("side", side) for side, n in _measured_by_country(found).items() if n]
    values = {"mark": mark(found.paths.word), "title": title}
    if found.paths.word is Word.NOT_MEASURED:
        return tr("{mark} {title}.", **values)
    if not countries or not spoken:
        return tr("{mark} {title}: {word}.", **values, word=label("theme word", found.paths.word).lower())
    told = ". ".join(path_in_figures(scores, one) for one in in_alternat(spoken, lambda one: one.side))
    unnamed = [name for name in countries if name not in told and SHORT_NAMES.get(name, name) not in told]
    if not unnamed:
        return tr("{mark} {title}. {figures}.", **values, figures=told)
    return tr("{mark} {title}, {countries}. {figures}.", **values, countries=paths.listed(unnamed), figures=told)


def path_in_figures(scores: ScoreAccess, one: Spoken) -> str:
    """Return the ends and the turning point of a series: ``Homicides in Mexico: 100.5 a day (2020), 88.4 (2023), …``."""
    name, unit = _named(scores, one.indicator, one.phrase)
    first, *rest = paths.told_figures(one.path)
    sign = _percent(scores, one.indicator)
    told = [paths.in_short(first, sign, unit), *(paths.in_short(figure, sign) for figure in rest)]
    if one.path.first_releases:
        told.append(tr("first counts"))
    if one.path.earlier is not None:
        told.append(tr("before that {value}", value=paths.in_short(one.path.earlier, sign)))
    text = tr("{name}: {figures}", name=name, figures=", ".join(told))
    return f"{text} ◊" if one.in_conflict else text


def _others() -> str:
    return tr("Commitments without a statement may still have been met.")


def dated_figure(scores: ScoreAccess, indicator: str, figure: Figure) -> str:
    """Return a figure of an indicator with its period, and with the percent sign if it is in percent: ``71.9% (2024)``."""
    return paths.dated(figure, _percent(scores, indicator))


def _without_empty(*paragraphs: Sequence[str]) -> Paragraphs:
    return tuple(" ".join(sentences) for sentences in paragraphs if sentences)


def caution() -> str:
    """Return the sentence that says what figures do not show."""
    return tr("These figures show what happened; they do not show a cause.")


def word_with_countries(found: ThemeFinding) -> str:
    """Return the word of a theme with the countries that its indicators are about: *(−) Partly worsened · Mexico (1 of 4)*.

    Of the indicators of a country, the first number is how many moved as the word says, if the others did not change.
    """
    word = f"{mark(found.paths.word)} {label('theme word', found.paths.word)}"
    unchanged = _about_each_country([one for one in found.paths.measured if one.word is Word.NO_CHANGE])
    mixed = found.paths.word in {Word.MIXED, Word.NO_CHANGE}
    counts = {
        side: str(n) if mixed or not unchanged[side] else tr("{n} of {all}", n=n - unchanged[side], all=n)
        for side, n in _measured_by_country(found).items()
        if n
    }
    about = ", ".join(f"{label('side', side)} ({n})" for side, n in counts.items())
    return f"{word} · {about}" if about else word


def _measured_by_country(found: ThemeFinding) -> dict[str, int]:
    """Return how many measured indicators are about each country, in the language's order."""
    return _about_each_country(found.paths.measured)


def _about_each_country(families: Sequence[Family]) -> dict[str, int]:
    return {side: sum(1 for one in families if {side, Responsible.JOINT.value} & {*one.sides}) for side in sides()}


def activity_words(found: ThemeFinding) -> str:
    """Return the word of government activity with the countries and last years behind it: *fell (Mexico, to 2022)*."""
    word = label("activity word", found.activity.word)
    ends: dict[str, str] = {}
    for one in in_alternat(found.activity.compared, lambda one: one.side):
        ends[one.side] = max(ends.get(one.side, ""), one.end)
    told = [tr("{side}, to {year}", side=label("side", side), year=end[:4]) for side, end in ends.items()]
    return f"{word} ({'; '.join(told)})" if told else word


def mark(word: Word) -> str:
    """Return the mark of a word, readable without color."""
    return MARKS[word]


SHORT_NAMES = {"United States": "U.S.", "Estados Unidos": "EE. UU."}
"""The short names of countries in the phrases of series."""
MARKS = {
    Word.BETTER: "+",
    Word.PARTLY_BETTER: "(+)",
    Word.NO_CHANGE: "=",
    Word.MIXED: "±",
    Word.PARTLY_WORSE: "(−)",
    Word.WORSE: "−",
    Word.NOT_MEASURED: "?",
}
"""The mark of each word, from the best to the worst."""


def _paths(scores: ScoreAccess, spoken: Sequence[Spoken], *, ends: bool = False) -> list[str]:
    """Return the path of each series, followed by its newer first releases if every country among them has some.

    Two series of one family share their first releases, so the sentence appears once. ``ends`` adds, to a series that ended
    long ago, that no later figure was found.
    """
    paired = {one.side for one in spoken if one.newer}
    every = paired == {one.side for one in spoken}
    told = []
    for one in spoken:
        told.append(path_sentence(scores, one))
        if one.newer is not None and every and (newer := _newer(scores, one.newer)) not in told:
            told.append(newer)
        elif ends and one.newer is None:
            told += _after_end(scores, one)
    return told


def _after_end(scores: ScoreAccess, one: Spoken) -> list[str]:
    """Return the latest figure for a part of a later year; without one that none was found, if the series ended long ago."""
    if one.part is not None:
        return [_part(scores, one, one.part)]
    return [tr("No later comparable figure was found.")] if _is_old(scores, one) else []


def _part(scores: ScoreAccess, one: Spoken, figure: Figure) -> str:
    shown = paths.dated(figure, _percent(scores, one.indicator))
    if any(row.state is MeasurementState.PRELIMINARY for row in figure.rows):
        return _marked(tr("Part of a year, preliminary: {figure}.", figure=shown), disputed=one.in_conflict)
    return _marked(tr("Part of a year: {figure}.", figure=shown), disputed=one.in_conflict)


def _later(scores: ScoreAccess, family: Family, one: Spoken) -> list[str]:
    """Return what is newer than the path that stands for a family, unless a preliminary figure that goes the other way is told."""
    if family.contrary:
        return paths.contrary([family], partial(paths.title, scores))
    if one.newer is not None:
        return [_newer(scores, one.newer)]
    return [_part(scores, one, one.part)] if one.part is not None else []


def _is_old(scores: ScoreAccess, one: Spoken) -> bool:
    return bool(one.end) and add_months(one.end, _OLD_MONTHS) < scores.inputs.at.as_of


def _short_paths(scores: ScoreAccess, spoken: Sequence[Spoken]) -> list[str]:
    """Return the path of each series, those with newer first releases first, and in one short sentence which way these go.

    They are told in full if they do not all go one way.
    """
    newer = [one for one in spoken if one.newer is not None]
    moves = {_moves_up(one) for one in newer}
    if {one.side for one in newer} != {one.side for one in spoken} or len(moves) != 1:
        return _paths(scores, spoken)
    higher, lower = (
        trn("Newer preliminary counts are higher.", "Newer preliminary counts of both are higher.", len(newer)),
        trn("Newer preliminary counts are lower.", "Newer preliminary counts of both are lower.", len(newer)),
    )
    disputed = any(one.newer.in_conflict for one in newer if one.newer is not None)
    told = _marked(higher if moves == {True} else lower, disputed=disputed)
    others = [path_sentence(scores, one) for one in spoken if one.newer is None]
    return [*(path_sentence(scores, one) for one in newer), told, *others]


def _moves_up(one: Spoken) -> bool | None:
    """Return whether the newer first releases of a series are higher than what they are compared with; None if equal."""
    if (
        one.newer is None
        or (before := one.newer.before or one.path.last) is None
        or one.newer.after.value == before.value
    ):
        return None
    return one.newer.after.value > before.value


def path_sentence(scores: ScoreAccess, one: Spoken) -> str:
    """Return the path of a series as a sentence, with its margin if it did not change, and the final figure of first counts."""
    name = _named(scores, one.indicator, one.phrase)[0]
    if one.path.path is None:
        text = tr("{name}: no comparable figures ({why}).", name=name, why=paths.reason(one.path.reason))
        return _marked(text, disputed=one.in_conflict)
    told = _path(scores, one)
    text = tr("{name} {path}.", name=name, path=told) if one.phrase else tr("{name}: {path}.", name=name, path=told)
    return _with_final(scores, one, text)


def path_alone(scores: ScoreAccess, one: Spoken) -> str:
    """Return the path of a series as a sentence below its name: *Fell from 100.5 a day (2020) to 88.4*."""
    return _with_final(scores, one, f"{capitalize_first(_path(scores, one))}.")


def _contrary(scores: ScoreAccess, found: ThemeFinding) -> list[str]:
    """Return the preliminary figures that make a theme mixed, if the series that speak show one direction only."""
    moves = {vote.movement for one in found.spoken for vote in one.path.votes} - {Movement.LEVEL}
    return paths.contrary(found.paths.measured, partial(paths.title, scores)) if len(moves) == 1 else []


def family_path(scores: ScoreAccess, family: Family, shown: Sequence[Spoken], spoken: Sequence[Spoken] = ()) -> str:
    """Return what stands below the name of a family: the path of its first series, what went the other way, and what is newer.

    What the paragraph on the ``spoken`` series says is not said again.
    """
    first, *others = shown
    told = [path_alone(scores, first), *(path_sentence(scores, one) for one in others)]
    above = _paths(scores, spoken)
    return " ".join([*told, *(one for one in _later(scores, family, first) if one not in above)])


def family_figures(scores: ScoreAccess, family: Family, shown: Sequence[Spoken]) -> str:
    """Return the figures of a family in short: of its first series, of what went the other way, and what is newer."""
    told = [path_in_figures(scores, one) for one in shown]
    return ". ".join([*told, *_later(scores, family, shown[0])])


def family_word(scores: ScoreAccess, family: Family, told: str) -> str:
    """Return the word of a family with its mark, and ◊ if its sources do not agree and what is ``told`` of it has no ◊."""
    word = f"{mark(family.word)} {label('theme word', family.word)}"
    return f"{word} ◊" if is_disputed(scores, family) and "◊" not in told else word


def _path(scores: ScoreAccess, one: Spoken) -> str:
    unit, sign = _named(scores, one.indicator, one.phrase)[1], _percent(scores, one.indicator)
    told = paths.path(one.path, unit, sign, plural=one.phrase is not None and one.phrase.plural)
    if one.path.path is not None and one.path.path.since is Movement.LEVEL and not paths.has_turn(one.path):
        told = tr("{path} (margin {share})", path=told, share=tr("{n}%", n=f"{100 * one.margin:g}"))
    return told


def _with_final(scores: ScoreAccess, one: Spoken, text: str) -> str:
    """Return the sentence on a path with the final figure of first counts, and with the figure from before the path."""
    told, sign = [_marked(text, disputed=one.in_conflict)], _percent(scores, one.indicator)
    if one.path.final is not None:
        final = paths.dated(one.path.final, sign)
        told.append(tr("These are first counts; the final figure is {value}.", value=final))
    if one.path.earlier is not None:
        told.append(tr("Before that: {value}.", value=paths.dated(one.path.earlier, sign)))
    return " ".join(told)


def _newer(scores: ScoreAccess, one: FirstReleases) -> str:
    name, unit = _named(scores, one.indicator, one.phrase)
    if one.before is None:
        figure = paths.dated(one.after, _percent(scores, one.indicator))
        told = tr("{name}, newest preliminary count: {figure}.", name=name, figure=figure)
        return _marked(told, disputed=one.in_conflict)
    figures = {"first": one.before, "last": one.after}
    plural = one.phrase is not None and one.phrase.plural
    told = paths.clause("PAIR", figures, unit, _percent(scores, one.indicator), plural=plural)
    if one.phrase is not None and one.before.release_class is ReleaseClass.FIRST:
        return _marked(tr("{name} {path}.", name=name, path=told), disputed=one.in_conflict)
    return _marked(tr("{name}, preliminary: {path}.", name=name, path=told), disputed=one.in_conflict)


def _named(scores: ScoreAccess, indicator: str, phrase: Phrase | None) -> tuple[str, str]:
    """Return the name of a series at the beginning of a sentence, and the unit after its first number.

    A series without a phrase has the title and the unit of its indicator.
    """
    if phrase is None:
        unit = "" if _percent(scores, indicator) else localize(scores.unit(indicator))
        return localize(scores.title_of("indicator", indicator)), unit
    return capitalize_first(localize(phrase.name.text)), localize(phrase.unit.text) if phrase.unit else ""


def _percent(scores: ScoreAccess, indicator: str) -> str:
    """Return the percent sign for an indicator in percent; Spanish sets it off by a space."""
    if scores.unit(indicator).en != "percent":
        return ""
    return "%" if language() == "en" else " %"


def _marked(text: str, *, disputed: bool) -> str:
    return f"{text.removesuffix('.')} ◊." if disputed else text


def _activity(scores: ScoreAccess, found: Activity) -> list[str]:
    """Return what is known of government activity in a theme."""
    if found.word is ActivityWord.NO_FIGURES:
        return [tr("No figures of government activity are held here.")]
    if found.word is ActivityWord.NO_EARLIER:
        none = tr("No comparable figures of government activity linked to this area span the first agreement.")
        return [none, *_latest_figures(scores, found)]
    ordered = in_alternat(found.compared, lambda one: one.side)
    first, *rest = _paths(scores, ordered, ends=True)
    start = tr("Government activity is mixed:") if found.word is ActivityWord.MIXED else tr("Government activity:")
    return [f"{start} {first[:1].lower() + first[1:] if _begins_lower(ordered[0]) else first}", *rest]


def _latest_figures(scores: ScoreAccess, found: Activity) -> list[str]:
    """Return the latest figures of government activity, and that they are about one country if none is about the other."""
    if not found.latest:
        return []
    told = "; ".join(_latest(scores, one) for one in in_alternat(found.latest, lambda one: one.side))
    if found.countries < set(Side):
        (only,) = found.countries
        return [tr("Latest figures, for {side} only: {figures}.", side=label("the side", only), figures=told)]
    return [tr("Latest figures: {figures}.", figures=told)]


def _begins_lower(one: Spoken) -> bool:
    """Return whether the name of a series begins in lower case inside a sentence, as its phrase is written."""
    return one.phrase is not None and localize(one.phrase.name.text)[:1].islower()


def _latest(scores: ScoreAccess, one: LatestFigure) -> str:
    name = localize(one.phrase.name.text) if one.phrase else localize(scores.title_of("indicator", one.indicator))
    told = tr("{name}, {figure}", name=name, figure=paths.dated(one.figure, _percent(scores, one.indicator)))
    return f"{told} ◊" if one.in_conflict else told


def _activities(scores: ScoreAccess, found: Finding) -> list[str]:
    if len(found.themes) == 1:
        return _activity(scores, found.themes[0].activity)
    count = found.count_activity
    values = {
        "all": len(found.themes),
        "rose": count(ActivityWord.ROSE),
        "fell": count(ActivityWord.FELL),
        "mixed": count(ActivityWord.MIXED),
        "same": count(ActivityWord.UNCHANGED),
        "without": count(ActivityWord.NO_EARLIER),
        "none": count(ActivityWord.NO_FIGURES),
    }
    if values["same"]:
        text = gettext_lazy(
            "Government activity rose in {rose} of {all} areas, fell in {fell}, was mixed in {mixed} and did not change in "
            "{same}; in {without} its figures cannot be compared, and in {none} there are none."
        )
        return [tr(text, **values)]
    text = gettext_lazy(
        "Government activity rose in {rose} of {all} areas, fell in {fell} and was mixed in {mixed}; "
        "in {without} its figures cannot be compared, and in {none} there are none."
    )
    return [tr(text, **values)]


def own_goals(scores: ScoreAccess) -> list[str]:
    """Return the goals that one government set alone for the indicators of which the areas speak, one sentence each."""
    areas = (scores.theme_finding(one.code) for one in scores.inputs.themes)
    return [_goal(scores, one) for area in areas for one in area.goals]


def _targets(scores: ScoreAccess, agreed: int, goals: Iterable[OwnGoal]) -> list[str]:
    told = [_goal(scores, one) for one in goals]
    if agreed:
        return [trn("{n} numeric target is agreed.", "{n} numeric targets are agreed.", agreed), *told]
    return [tr("No joint document found sets a numeric target for these indicators."), *told]


def _goal(scores: ScoreAccess, one: OwnGoal) -> str:
    values = {
        "side": label("the side", one.side),
        "name": localize(scores.title_of("indicator", one.indicator)),
        "value": format_amount(float(one.target.value)) + _percent(scores, one.indicator),
        "day": day_name(one.target.by),
    }
    bound = tr("at most {value}", **values) if one.sign < 0 else tr("at least {value}", **values)
    text = trn(
        "{side} set a goal of its own for {name}: {bound} by {day}.",
        "{side} set {n} goals of its own, among them one for {name}: {bound} by {day}.",
        one.count,
        bound=bound,
        **values,
    )
    return capitalize_first(text)


def _events(scores: ScoreAccess, found: Finding) -> list[str]:
    """Return the latest event that was compared, and the latest one that could not be."""
    told = event_sentences(scores, found.event) if found.event is not None else []
    if found.untested is not None:
        reading = found.untested.headline
        context = event_study.context_of(scores, found.untested, reading)
        told.append(_title_of(found.untested))
        told += [*event_study.verdict(reading, context), event_study.caution()]
    return told


def _title_of(study: EventStudy) -> str:
    return tr("The event: {title}", title=_titled(study))


def _titled(study: EventStudy) -> str:
    day = event_study.recorded(study.event, "date", event_study.event_day(study.event.date))
    text = tr("{title}, {day}.", title=localize(study.event.title.text), day=day)
    return _marked(text, disputed=bool(study.claims))


def questions(scores: ScoreAccess, found: Finding) -> list[str]:
    """Return one question to each government and one to both, each about a theme with little data."""
    asked = in_alternat(found.questions, lambda one: str(one[0]))
    return [_asked(scores, side, theme) for side, theme in asked]


def questions_in_short(found: Finding) -> list[str]:
    """Return the same questions without their themes."""
    asked = in_alternat(found.questions, lambda one: str(one[0]))
    return [tr("{addressee}: {question}", addressee=_addressee(side), question=_question(one)) for side, one in asked]


def requests_in_short(found: Finding) -> list[str]:
    """Return the same questions as things to ask for, each with its addressee."""
    asked = in_alternat(found.questions, lambda one: str(one[0]))
    return [
        tr("Ask {addressee}: {question}", addressee=_asked_side(side), question=_question(one)) for side, one in asked
    ]


def _asked_side(side: Side | None) -> str:
    return tr("both governments") if side is None else label("the side", side)


def _addressee(side: Side | None) -> str:
    return tr("To both governments") if side is None else tr("To {side}", side=label("the side", side))


def _question(theme: ThemeFinding) -> str:
    return localize(theme.question.text) if theme.question else ""


def _asked(scores: ScoreAccess, side: Side | None, theme: ThemeFinding) -> str:
    values = {
        "addressee": _addressee(side),
        "theme": localize(scores.title_of("theme", theme.paths.id)),
        "question": _question(theme),
    }
    return tr("{addressee}, on {theme}: {question}", **values)


def event_sentences(scores: ScoreAccess, study: EventStudy) -> list[str]:
    """Return the facts and the verdict about an event, beginning with the place, and then the event itself."""
    context = event_study.context_of(scores, study, study.headline)
    told = event_study.summary(study.headline, context)
    return [*told, *event_study.timing(study.headline), _title_of(study), *event_study.closing(study.headline)]


def event_in_short(scores: ScoreAccess, study: EventStudy) -> str:
    """Return an event with the verdict on what followed it, and that it shows no cause."""
    context = event_study.context_of(scores, study, study.headline)
    return " ".join(
        [_titled(study), event_study.in_short(study.headline, context), event_study.closing(study.headline)[-1]]
    )
