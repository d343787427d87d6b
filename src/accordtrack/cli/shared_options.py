"""Options that several verbs accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli.verbs import flag, option
from accordtrack.i18n import sides, tr
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from typer.models import OptionInfo


def side_choices() -> str:
    """Return the two sides as an option shows its values."""
    return "|".join(sides())


def speaker_choices() -> str:
    """Return all possible speakers as an option shows its values."""
    return "|".join(sides(Speaker))


def saved() -> OptionInfo:
    """Return the option for a saved filter."""
    return option("--saved", tr("NAME"), tr("A filter saved under this name; FILTER narrows it further."))


def effective_on() -> OptionInfo:
    """Return the option for the effective date."""
    return option("--effective-on", tr("DATE"), tr("Effective date; today if omitted."))


def said_on() -> OptionInfo:
    """Return the option for the date of the statement."""
    return option("--said-on", tr("DATE"), tr("When it was said; today if omitted."))


def speaker() -> OptionInfo:
    """Return the option for the speaker."""
    return option("--speaker", speaker_choices(), tr("Whose words they are; the desk's side if omitted."))


def half() -> OptionInfo:
    """Return the option for the half of a joint commitment."""
    return option("--half", side_choices(), tr("Whose part of a joint commitment; the speaker's own if omitted."))


def body() -> OptionInfo:
    """Return the option for the body that speaks."""
    return option("--body", tr("CODE"), tr("The body that speaks; the side's lead if omitted."))


def grade() -> OptionInfo:
    """Return the option for the grade of the evidence."""
    return option(
        "--grade",
        tr("GRADE"),
        tr(
            "claimed (statement only), documented (document), corroborated (second source) or verified "
            "(independent check)."
        ),
    )


def handling() -> OptionInfo:
    """Return the option for the handling mark."""
    return option("--handling", "TLP", tr("TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."))


def source() -> OptionInfo:
    """Return the option for published sources."""
    return option("--source", "ID", tr("The published source; may be repeated."))


def override() -> OptionInfo:
    """Return the option with the reason for citing a source older than the fact that it supports."""
    return option(
        "--override",
        tr("REASON"),
        tr("Reason for citing a source older than the fact; the entry is recorded as statement only."),
    )


def reason() -> OptionInfo:
    """Return the option for the reason."""
    return option("--reason", tr("TEXT"), tr("Why."))


def dry_run() -> OptionInfo:
    """Return the flag that shows what would be written without writing it."""
    return flag("--dry-run", tr("Show what would be written; write nothing."))


def desk_name() -> OptionInfo:
    """Return the option for the name of a new desk."""
    return option("--name", tr("NAME"), tr("The name of the desk."))


def protect() -> OptionInfo:
    """Return the flag that protects the key of a new desk with a passphrase."""
    return flag(
        "--passphrase", tr("Protect the key with a passphrase: asked for, or taken from ACCORDTRACK_PASSPHRASE.")
    )


def force() -> OptionInfo:
    """Return the flag that replaces an existing file."""
    return flag("--force", tr("Replace an existing file."))


def audience() -> OptionInfo:
    """Return the option for the audience of an export."""
    return option("--audience", "public|parties|side", tr("Who will read it."))


def side() -> OptionInfo:
    """Return the option for the side that an export is for."""
    return option("--side", side_choices(), tr("Which side, with --audience side."))


def as_of() -> OptionInfo:
    """Return the option for the effective date."""
    return option("--as-of", tr("DATE"), tr("What held on this date; today if omitted."))


def recorded_by() -> OptionInfo:
    """Return the option that limits how far the log is read."""
    words = tr("Only entries recorded up to this day, by the clocks of the desks, or exactly up to a checkpoint.")
    return option("--recorded-by", tr("DATE|CHECKPOINT"), words)


def known_on() -> OptionInfo:
    """Return the option for the known date."""
    return option("--known-on", tr("DATE"), tr("With data available as of this date; today if omitted."))
