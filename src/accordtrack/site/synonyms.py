"""Words that people type for one thing in either language, for the search: it looks for all of a row when one is typed.

None of them is ever shown, so that words which these pages do not use can be typed too.
"""

from __future__ import annotations

ALIKE = (
    "gun firearm weapon arms arma",
    "fentanyl fentanilo",
    "drug droga narcotic narcotico estupefaciente",
    "extradition extradite extradicion extraditar",
    "transfer traslado",
    "overdue vencido",
    "trace tracing rastreo",
    "smuggling trafficking contrabando trafico",
    "laundering lavado",
    "money dinero",
    "bank banco",
    "border frontera",
    "customs aduana",
    "migrant migration migrante migracion",
    "cartel mafia delincuencia",
    "crime delito crimen",
    "homicide murder homicidio asesinato",
    "missing disappeared desaparecido desaparecida",
    "kidnapping secuestro",
    "seizure seized incautacion aseguramiento decomiso",
    "arrest detention detencion arresto",
    "prosecutor fiscal fiscalia",
    "court judge tribunal juez",
    "police policia",
    "treatment tratamiento",
    "addiction adiccion",
    "training capacitacion",
    "tariff arancel",
    "audit auditoria",
    "agreement acuerdo",
)
"""Rows of words in lower case, without accents, in the singular, parted by blanks."""
