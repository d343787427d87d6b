"""Options that several verbs take, with one explanation each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli.verbs import flag, option
from accordtrack.i18n import sides, tr
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from typer.models import OptionInfo


def either() -> str:
    """One of the two sides, as an option shows its values."""
    return "|".join(sides())


def speakers() -> str:
    """Whoever may speak, as an option shows its values."""
    return "|".join(sides(Speaker))


def effective_on() -> OptionInfo:
    """When it holds in the world."""
    return option("--effective-on", tr("DATE"), tr("When it holds; today when left out."))


def said_on() -> OptionInfo:
    """When it was said."""
    return option("--said-on", tr("DATE"), tr("When it was said; today when left out."))


def speaker() -> OptionInfo:
    """Whose words they are."""
    return option("--speaker", speakers(), tr("Whose words they are; the desk's side when left out."))


def half() -> OptionInfo:
    """Which half of a joint commitment."""
    return option("--half", either(), tr("Which half of a joint commitment; the speaker's own when left out."))


def body() -> OptionInfo:
    """Which body speaks."""
    return option("--body", tr("CODE"), tr("The body that speaks; the side's lead when left out."))


def grade() -> OptionInfo:
    """How strong the evidence is."""
    return option("--grade", tr("GRADE"), tr("claimed, documented, corroborated or verified."))


def handling() -> OptionInfo:
    """Who may read it."""
    return option("--handling", "TLP", tr("TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."))


def source() -> OptionInfo:
    """Where it was published."""
    return option("--source", "ID", tr("The published source; may be repeated."))


def reason() -> OptionInfo:
    """Why."""
    return option("--reason", tr("TEXT"), tr("Why."))


def dry_run() -> OptionInfo:
    """Say what would be written, and write nothing."""
    return flag("--dry-run", tr("Say what would be written, and write nothing."))


def force() -> OptionInfo:
    """Whether a file that is there goes."""
    return flag("--force", tr("Replace a file that is there."))


def audience() -> OptionInfo:
    """For whom what is handed out is made."""
    return option("--audience", "public|parties|side", tr("Who will read it."))


def side() -> OptionInfo:
    """For which side, where it is made for one."""
    return option("--side", either(), tr("Whose, with --audience side."))


def as_of() -> OptionInfo:
    """The first of the two dates of what is handed out."""
    return option("--as-of", tr("DATE"), tr("What was true on this day."))


def known_on() -> OptionInfo:
    """The second of the two."""
    return option("--known-on", tr("DATE"), tr("As it was known on this day."))
