"""A small folder of data that is sound: both sides, one commitment of each kind of debtor, and a little of everything.

``make_folder(path)`` writes it; a test that wants a fault changes one thing with ``change``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, english_values, fill

ACCORD = """\
id: small-accord
title: {en: A small accord, es: Un acuerdo breve}
facts_until: '2026-05-31'
sides:
  US:
    name: {en: United States, es: Estados Unidos}
  MX:
    name: {en: Mexico, es: México}
themes:
  - code: firearms
    title: {en: Firearms, es: Armas}
    weight: 1
    outputs: [guns-seized]
    outcomes: [guns-traced]
    headline: guns-traced
    headline_on: 2026-01
"""

BODIES = """\
- code: DOJ
  name: {en: Department of Justice, es: Departamento de Justicia}
  side: US
  branch: executive
  parent: null
  speaks_for: US
- code: ATF
  name: {en: Firearms bureau, es: Oficina de armas}
  side: US
  branch: executive
  parent: DOJ
  speaks_for: US
- code: SSPC
  name: {en: Ministry of Security, es: Secretaría de Seguridad}
  side: MX
  branch: executive
  speaks_for: MX
- code: GAO
  name: {en: Audit office, es: Oficina de auditoría}
  side: US
  branch: legislature
- code: PRESS
  name: {en: A newspaper, es: Un periódico}
  side: OBS
  branch: press
"""

SOURCES = """\
- id: JS-2021
  publisher: Both governments
  title: Joint statement
  date: '2021-10-08'
  url: https://example.org/joint
  copy: joint_text
- id: ATF-2023
  publisher: ATF
  title: Trace tables
  date: 2023-05
  url: https://example.org/traces
  copy: official
- id: SSPC-2024
  publisher: SSPC
  title: Informe
  date: 2024
  url: https://example.org/informe
  copy: press
  note: {en: Read in a newspaper., es: Leído en un periódico.}
- id: MIRROR-2024
  publisher: A collector of news
  title: Copied article
  date: null
  url: http://example.org/copied
  copy: aggregator
"""

FRAMEWORKS = """\
frameworks:
  - id: FW
    title: {en: The framework, es: El entendimiento}
    agreed_on: '2021-10-08'
    sources: [JS-2021]
    standing:
      US: {value: unstated}
      MX: {value: in_force, on: 2024-10, source: SSPC-2024}
goals:
  - id: FW-G1
    framework: FW
    number: '1'
    title: {en: Fewer guns, es: Menos armas}
areas:
  - id: FW-A1.1
    goal: FW-G1
    number: '1.1'
    title: {en: Tracing, es: Rastreo}
    inferred: [number]
"""

COMMITMENTS = """\
- id: FW-US-01
  kind: commitment
  framework: FW
  area: FW-A1.1
  title: {en: Trace the guns, es: Rastrear las armas}
  text: {en: The United States traces every gun., es: Estados Unidos rastrea cada arma.}
  responsible_side: US
  lead: {US: ATF, MX: null}
  supporting: [DOJ]
  agreed_on: '2021-10-08'
  due_on: '2023-12-31'
  due_basis: text
  level: activity
  theme: firearms
  places: [US-TX]
  weight: 1
  verifiable: true
  verifiable_why: {en: Guns can be counted., es: Las armas se cuentan.}
  sources: [JS-2021]
  inferred: [level, theme]
- id: FW-MX-01
  framework: FW
  title: {en: Send the guns for tracing, es: Enviar las armas a rastreo}
  text: {en: Mexico sends every gun for tracing., es: México envía cada arma a rastreo.}
  responsible_side: MX
  lead: {MX: SSPC}
  agreed_on: '2021-10-08'
  level: activity
  theme: firearms
  text_basis: own_text
  verifiable: true
  verifiable_why: {en: Guns can be counted., es: Las armas se cuentan.}
  sources: [JS-2021]
- id: FW-JT-01
  framework: FW
  title: {en: Publish results, es: Publicar resultados}
  text: {en: Both sides publish results each year., es: Las partes publican resultados cada año.}
  responsible_side: JOINT
  share_us: 0.5
  lead: {US: DOJ, MX: SSPC}
  agreed_on: '2021-10-08'
  level: output
  theme: governance
  verifiable: false
  verifiable_why: {en: No date is named., es: No se fija fecha.}
  handling: TLP:GREEN
  sources: [JS-2021]
"""

INDICATORS = """\
- id: guns-traced
  title: {en: Share of guns traced, es: Proporción de armas rastreadas}
  definition: {en: Of the guns found., es: De las armas halladas.}
  unit: {en: percent, es: por ciento}
  level: outcome
  direction: increase
  theme: firearms
  side: MX
  place: MX-SIN
  publisher: ATF
  periodicity: year
  headline_series: year-atf
  baseline: {value: 40.5, on: '2021-12-31'}
  target: {value: 80, by: '2026-12-31', set_by: agreed, source: JS-2021}
  links:
    - commitment: FW-US-01
      weight: 1
      strength: direct
      rationale: {en: It is what was promised., es: Es lo prometido.}
    - commitment: FW-JT-01
      strength: context
      rationale: {en: Results would show it., es: Los resultados lo mostrarían.}
- id: guns-seized
  title: {en: Guns seized, es: Armas aseguradas}
  definition: {en: Guns seized in a year., es: Armas aseguradas en un año.}
  unit: {en: guns, es: armas}
  level: output
  direction: none
  theme: firearms
  side: MX
  publisher: SSPC
  periodicity: year
  guard_of: [guns-traced]
"""

MEASUREMENTS = """\
indicator,series,period_start,period_end,value,qualifier,numerator,denominator,party,grade,published_on,precision,state,confirm,source,note_en,note_es
guns-traced,year-atf,2022-01-01,2022-12-31,45.50,about,,,US,documented,2023-05-31,month,final,,ATF-2023,,
guns-traced,year-atf,2023-01-01,2023-12-31,,,60,120,US,claimed,2024-03-01,,,true,MIRROR-2024,"A copy, read second hand.","Una copia, de segunda mano."
"""

STATEMENTS = """\
- id: traced-mx-2024
  commitment: FW-US-01
  speaker: MX
  speaker_body: SSPC
  kind: position
  stance: dispute
  about: traced-us-2024
  proposed_status: limited
  effective_on: '2024-03-01'
  said_on: '2024-03-01'
  text: {en: Half of the guns are not traced., es: La mitad de las armas no se rastrea.}
  sources: [SSPC-2024]
- id: traced-us-2024
  commitment: FW-US-01
  speaker: US
  speaker_body: ATF
  kind: status
  status: substantial
  basis: stated
  grade: documented
  effective_on: '2024-03-01'
  said_on: '2024-03-01'
  text: {en: Most guns are traced., es: La mayoría de las armas se rastrea.}
  sources: [ATF-2023]
  inferred: [status]
- id: published-joint-2023
  commitment: FW-JT-01
  speaker: JOINT
  half: MX
  kind: status
  status: limited
  basis: reading
  effective_on: '2023-10-05'
  said_on: '2023-10-05'
  sources: [JS-2021]
- id: traced-gao-2022
  commitment: FW-US-01
  speaker: OBS
  speaker_body: GAO
  kind: evidence
  title: {en: Audit of tracing, es: Auditoría del rastreo}
  url: https://example.org/audit
  grade: verified
  effective_on: '2022-06-30'
  said_on: '2022-06-30'
  text: {en: Records were incomplete., es: Los registros estaban incompletos.}
  handling: TLP:CLEAR
  sources: [ATF-2023]
"""

EVENTS = """\
- id: ev-meeting
  date: '2021-10-08'
  kind: meeting
  title: {en: First meeting, es: Primera reunión}
  themes: [firearms]
  side: JOINT
  sources: [JS-2021]
"""

CONFLICTS = """\
- id: cf-traced
  title: {en: Share of guns traced, es: Proporción de armas rastreadas}
  themes: [firearms]
  about:
    indicators: [guns-traced]
    commitments: [FW-US-01]
    events: [ev-meeting]
  claims:
    - speaker: US
      speaker_body: ATF
      said_on: 2023-05
      text: {en: 45.5 percent., es: 45.5 por ciento.}
      sources: [ATF-2023]
    - speaker: MX
      speaker_body: SSPC
      said_on: '2024-03-01'
      text: {en: Half., es: La mitad.}
      sources: [SSPC-2024]
  may_explain: {en: Different years., es: Años distintos.}
  would_settle: {en: One table., es: Un solo cuadro.}
"""

FILES = {
    "accord.yaml": ACCORD,
    "bodies.yaml": BODIES,
    "sources.yaml": SOURCES,
    "frameworks.yaml": FRAMEWORKS,
    "commitments/fw.yaml": COMMITMENTS,
    "indicators.yaml": INDICATORS,
    "measurements.csv": MEASUREMENTS,
    "statements.yaml": STATEMENTS,
    "events.yaml": EVENTS,
    "conflicts.yaml": CONFLICTS,
}


RESULTS = {
    "evaluations.yaml": """\
- id: eval-traced-2023
  question: {en: 'Did tracing rise?', es: '¿Subió el rastreo?'}
  finding: {en: It rose., es: Subió.}
  finds: contribution
  design: comparison
  about:
    commitments: [FW-US-01]
    indicators: [guns-traced]
  estimate: 5.5
  unit: {en: points, es: puntos}
  interval: {low: 1, high: 9.5, coverage: 95}
  place: MX-SIN
  period_start: '2021'
  period_end: '2022'
  made_by: [GAO]
  published_on: '2023-06'
  sources: [ATF-2023]
- id: eval-traced-2024
  question: {en: 'Did tracing rise?', es: '¿Subió el rastreo?'}
  finding: {en: It rose less., es: Subió menos.}
  finds: contribution
  design: comparison
  about:
    commitments: [FW-US-01]
  made_by: [GAO]
  paid_by: [DOJ]
  published_on: '2024-02-01'
  version_of: eval-traced-2023
  sources: [ATF-2023]
- id: eval-against
  question: {en: 'Was it the tracing office?', es: '¿Fue la oficina de rastreo?'}
  finding: {en: It was not., es: No lo fue.}
  finds: no_contribution
  design: process_tracing
  about:
    indicators: [guns-traced]
  made_by: [PRESS]
  published_on: '2024-05-01'
  in_answer_to: eval-traced-2024
  sources: [SSPC-2024]
""",
    "chains.yaml": """\
- commitment: FW-US-01
  work: enforcement
  mechanism: {en: More requests give more traces., es: Más solicitudes dan más rastreos.}
  acts:
    - event: ev-meeting
    - on: '2021-12'
      text: {en: An office opens., es: Abre una oficina.}
      sources: [JS-2021]
  outputs:
    - on: '2022-03-15'
      text: {en: 900 requests., es: 900 solicitudes.}
      indicator: guns-seized
      sources: [SSPC-2024]
  outcome: guns-traced
  lag_min: 3
  lag_max: 24
  assumptions:
    - {en: Requests are answered., es: Las solicitudes se responden.}
  rivals:
    - text: {en: Fewer guns are found., es: Se hallan menos armas.}
      would_see: {en: The count falls as the share rises., es: El conteo baja mientras sube la proporción.}
      examined_by: [eval-against]
    - text: {en: Another count., es: Otro conteo.}
      would_see: {en: A jump in one month., es: Un salto en un mes.}
  said_on: '2026-05-01'
  note: {en: Own reasoning., es: Razonamiento propio del registro.}
  inferred: [mechanism]
""",
}
"""A results chain, and evaluations: two versions of one, and one that answers it."""


PANEL = {
    "panel/series.yaml": """\
- id: homicides
  title: {en: victims of homicide, es: víctimas de homicidio}
  publisher: SSPC
  registry: A registry
  measure: count
  period: month
  direction: decrease
  people: population
  usual_delay_days: 25
  preliminary_periods: 3
  breaks:
    - {first_period: 2026-01, source: SSPC-2024}
    - {first_period: 2022-03, place: MX-JAL, source: SSPC-2024, judged_by: the compiler}
- id: population
  title: {en: people, es: personas}
  publisher: SSPC
  registry: A projection
  measure: stock
  period: year
  direction: increase
""",
    "panel/releases.csv": """\
series,released_on,class,source,rest_from,confirm,note_en,note_es,file,size,digest,rows,first,last
homicides,2025-03-20,revised,SSPC-2024,,,,,one.csv,,,,,
population,2024-05-19,final,SSPC-2024,,,,,people.csv,,,,,
""",
    "panel/one.csv": """\
place,period_start,period_end,value
MX-SIN,2025-01-01,2025-01-31,70
MX-SIN,2025-02-01,2025-02-28,0
MX-JAL,2025-01-01,2025-01-31,170
""",
    "panel/people.csv": """\
place,period_start,period_end,value
MX-SIN,2024-07-01,2024-07-01,3100000
MX-SIN,2025-07-01,2025-07-01,3200000
MX-JAL,2024-07-01,2024-07-01,8700000
MX-JAL,2025-07-01,2025-07-01,8800000
""",
}
"""A panel beside the other files: two series, the release of each, and two breaks."""


def make_folder(path: Path, files: Mapping[str, str] = FILES) -> Path:
    for name, words in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8", newline="")
    return path


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old`` of a file by ``new``; return the line on which it begins."""
    file = folder / name
    words = file.read_text(encoding="utf-8")
    before, found, after = words.partition(old)
    if not found:
        raise LookupError(old)
    file.write_text(before + new + after, encoding="utf-8", newline="")
    return before.count("\n") + 1


def told(problem: Problem) -> tuple[str, str, str, str]:
    """Place, field, message and advice of a problem, as English readers see them."""
    values = english_values(problem.values)
    return problem.place, str(values["field"]), fill(problem.message, values), fill(problem.advice, values)


def assert_shown_safely(problem: Problem) -> None:
    """Nothing in it can move a cursor, turn the reading order or fill a screen."""
    for words in told(problem):
        assert safe_text.forbidden_character(words, lines=False) is None
        assert len(words) < 600
