"""A register of the small folder with a panel from which targets can be proposed, and three desks."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.types.intents import Propose, TakePosition
from folders import FILES, PANEL, make_folder
from registers import TODAY
from shared import once

_SERIES = """\
- id: traced
  title: {en: guns traced, es: armas rastreadas}
  publisher: ATF
  registry: A registry
  measure: count
  period: year
  direction: increase
  indicator: guns-traced
- id: few
  title: {en: guns of which few years are known, es: armas con pocos años}
  publisher: ATF
  registry: A registry
  measure: count
  period: year
  direction: increase
- id: deaths
  title: {en: deaths, es: muertes}
  publisher: SSPC
  registry: A registry
  measure: count
  period: month
  direction: decrease
- id: missing
  title: {en: people missing, es: personas desaparecidas}
  publisher: SSPC
  registry: A registry
  measure: count
  period: month
  direction: decrease
"""
_HEAD = PANEL["panel/releases.csv"].splitlines()[0]
_LINES = (
    "traced,2025-02-01,revised,SSPC-2024,,,,,traced.csv,,,,,",
    "traced,2026-02-01,revised,SSPC-2024,,,,,traced2.csv,,,,,",
    "few,2025-02-01,revised,SSPC-2024,,,,,few.csv,,,,,",
    "deaths,2026-02-01,revised,SSPC-2024,,,,,deaths.csv,,,,,",
    "missing,2026-02-01,revised,SSPC-2024,,,,,missing.csv,,,,,",
)


def _years(*values: float) -> str:
    rows = (f"MX-SIN,{year}-01-01,{year}-12-31,{value:g}" for year, value in enumerate(values, 2017))
    return "\n".join(["place,period_start,period_end,value", *rows, ""])


_MONTHS = "place,period_start,period_end,value\nMX-SIN,2025-01-01,2025-01-31,7\n"
TRACED = (100, 100, 110, 110, 120, 120, 130, 200)
"""Guns traced from 2017 to 2024. The last value is unusual."""
_LINK = """\
  links:
    - commitment: FW-US-01
      strength: direct
      rationale: {en: It is what was promised., es: Es lo prometido.}
"""
_MORE = """\
- id: guns-held
  title: {en: Guns held, es: Armas en custodia}
  definition: {en: Guns held at the end of a year., es: Armas en custodia al final de un año.}
  unit: {en: guns, es: armas}
  level: outcome
  direction: increase
  theme: firearms
  side: MX
  publisher: SSPC
  periodicity: year
"""
FOLDER = {
    **FILES,
    "indicators.yaml": FILES["indicators.yaml"] + _LINK + _MORE + _LINK,
    "panel/series.yaml": _SERIES,
    "panel/releases.csv": "\n".join([_HEAD, *_LINES, ""]),
    "panel/traced.csv": _years(*TRACED),
    "panel/traced2.csv": _years(*TRACED[:-1], 160, 184),
    "panel/few.csv": _years(1, 2, 3),
    "panel/deaths.csv": _MONTHS,
    "panel/missing.csv": _MONTHS,
}


def _make(folder: Path) -> None:
    path, data = folder / "register.db", make_folder(folder / "data", FOLDER)
    service.create_register(
        path, data=data, desk="us-1", seats=("mx-1", "obs-1", "us-2"), keys=own_key_folder(path), today=TODAY
    )


def target_register(folder: Path) -> Path:
    """A copy of the register in ``folder``, with its keys beside it."""
    made = once("targets", _make) / "register.db"
    path = folder / "register.db"
    shutil.copyfile(made, path)
    for beside in made.parent.glob("register.db.*"):
        if beside.is_dir():
            shutil.copytree(beside, folder / beside.name)
    return path


def sign_targets(register: Path, baseline: str = "184") -> None:
    """Let both sides sign a target and a expected result; of other targets one is refused, and one waits."""
    target = {
        "indicator": "guns-traced",
        "series": "traced",
        "place": "MX-SIN",
        "released_on": "2026-02-01",
        "source": "SSPC-2024",
        "baseline": baseline,
        "baseline_from": "2025-01-01",
        "baseline_to": "2025-12-31",
        "mean_before": None,
        "span": "30",
        "level_ratio": "1.5",
        "by": "2028-12-31",
        "sources": [],
        "scenarios": [{"scenario": "hold", "level_ratio": "1", "changes": 0}, {"scenario": "as_before", "changes": 6}],
    }
    expected = {
        "operation": "op-north",
        "title": {"en": "North", "es": "Norte"},
        "place": "MX-SIN",
        "series": "deaths",
        "window": 6,
        "bound": "at_most",
        "rate_ratio": "0.8",
        "starts_on": "2027-03-01",
        "guard": {"series": "missing", "bound": "at_most", "rate_ratio": "1"},
    }
    with closing(service.open_register(register, desk="us-1", today=TODAY)) as us:
        wrote = us.write(
            Propose(kind="target.propose", fields=target),
            *(
                Propose(kind="target.propose", fields={**target, "indicator": name})
                for name in ("guns-seized", "guns-held")
            ),
            Propose(kind="result.expect", fields=expected, reason="Agreed in March."),
        )
    first, refused, _waits, operation = wrote.hashes
    with closing(service.open_register(register, desk="mx-1", today=TODAY)) as mx:
        mx.write(TakePosition(target=first, stance="concur"), TakePosition(target=operation, stance="concur"))
        mx.write(TakePosition(target=refused, stance="dispute", reason="Too little."))
        mx.write(
            Propose(kind="result.expect", fields={**expected, "rate_ratio": "0.9"}, replaces=operation),
            Propose(kind="target.propose", fields={**target, "level_ratio": "1.2"}, replaces=first),
        )
