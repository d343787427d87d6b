"""Search synonyms in both languages: a search for one word of a row finds all words of the row.

They are never displayed, so readers can also search for words that the site avoids.
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
"""Rows of lower-case words without accents, in the singular, separated by spaces."""
