"""The public site: what the public may read, gathered once, and the pages of both languages written into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import endings, i18n
from accordtrack.dates import TwoDates
from accordtrack.desk import readable
from accordtrack.desk.packaging import unwritable
from accordtrack.problems import Problem, Refused
from accordtrack.register import facts, log
from accordtrack.register.audience import PUBLIC, Audience
from accordtrack.register.checkpoint import checkpoint
from accordtrack.scorecard.asked import LANGUAGES, Asked
from accordtrack.scorecard.build import build as scorecard
from accordtrack.scorecard.held import Held
from accordtrack.scoring import parameters
from accordtrack.scoring.inputs import Choice, inputs
from accordtrack.scoring.scores import Scores
from accordtrack.site import build, door
from accordtrack.site.material import Material, index_of
from accordtrack.site.render import style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    from accordtrack.site.value import Built
    from accordtrack.views import EntryView


def gathered(connection: Connection, day: str) -> tuple[Held, dict[str, Any], dict[str, list[EntryView]], int]:
    """Scores of what the public may read, where the log stands, its entries by what they are about, and how many it is not given."""
    everything = tuple(log.items(connection))
    at = TwoDates(day, day)
    audience = Audience(PUBLIC, None, at)
    read = facts.read(connection, at, audience, everything)
    method = parameters.standard()
    held = Held(Scores(read, method, inputs(read, at, method, Choice())))
    entries: dict[str, list[EntryView]] = {}
    views: Sequence[EntryView] = readable.entries(connection, Audience(PUBLIC))[0]
    for view in views:
        entries.setdefault(view.ref, []).append(view)
    return held, dict(checkpoint(connection, everything)), entries, audience.withheld


def files(
    held: Held,
    stands: dict[str, Any],
    entries: dict[str, list[EntryView]],
    withheld: int,
    before: Built | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, one at a time: its path with slashes, and its bytes."""
    index = index_of(held)
    sides = []
    for language in LANGUAGES:
        asked = Asked(held.at.as_of, held.at.known_on, PUBLIC, language)
        with i18n.speaking(language):
            card = scorecard(
                held, audience=PUBLIC, withheld=withheld, checkpoint=stands, asked=asked.as_json(), appended=False
            )
            made = Material(held, card, entries, index, before)
            for path, raw in build.files(made):
                yield f"{language}/{path}", raw
            sides.append(door.entrance(card))
    yield "index.html", door.door(sides)
    yield "assets/site.css", style().encode("utf-8")


def write(
    out: Path,
    held: Held,
    stands: dict[str, Any],
    entries: dict[str, list[EntryView]],
    withheld: int,
    progress: Callable[[int, int], None],
) -> tuple[int, int]:
    """Write the site beside its place, then under its name; gives files and bytes. Refuses a folder that is not empty."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(Problem("The folder is not empty: {x}", "Choose another name.", values={"x": out}))
    count = size = 0
    expected = 2 * sum(map(len, index_of(held).known.values()))
    try:
        with endings.folder(out.absolute().parent, f".{out.name[:40]}.", ".part") as aside:
            for path, raw in files(held, stands, entries, withheld):
                place = aside / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(raw)
                count, size = count + 1, size + len(raw)
                progress(min(count, expected), expected)
            aside.chmod(0o755)
            if out.exists():
                out.rmdir()
            aside.rename(out)
    except OSError as error:
        raise Refused(unwritable(out)) from error
    return count, size
