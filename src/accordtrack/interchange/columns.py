"""Columns of the four tables that can be imported: English and Spanish names, and the type of their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import vocabulary
from accordtrack.core.safe_text import casefold_plain
from accordtrack.fields import COMMITMENT
from accordtrack.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from enum import StrEnum

_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an import table.

    ``form`` is ``text``, ``day``, ``number``, ``yes`` or ``words``. A column of form ``words`` takes members of the
    enum ``words``, whose labels are in the label group ``group``.
    """

    name: str
    es: str
    form: str = "text"
    required: bool = False
    words: type[StrEnum] | None = None
    group: str = ""
    records: str = ""
    """The family of records whose ids this column takes. Several ids are separated by commas."""

    def headings(self) -> tuple[str, str]:
        """Return the normalized English and Spanish names of the column (see ``normalize_heading``)."""
        return (normalize_heading(self.name), normalize_heading(self.es))


@dataclass(frozen=True, slots=True)
class ImportTable:
    """One import table: its names in both languages and its columns. Without a name, ``telling`` columns identify it."""

    kind: str
    en: str
    es: str
    columns: tuple[Column, ...]
    telling: tuple[str, ...]

    def column(self, heading: str) -> Column | None:
        """Return the column that ``heading`` names in either language, or None."""
        found = normalize_heading(heading)
        return next((column for column in self.columns if found in column.headings()), None)


ASIDE = ("read_me", "leame", "leeme", "lists", "listas")
"""Sheets of the template that hold no data to import, by their normalized names (see ``normalize_heading``)."""


def normalize_heading(heading: str) -> str:
    """Return a heading normalized for comparison: no accents, no punctuation, lower case."""
    return _OTHER.sub("_", casefold_plain(heading)).strip("_")


def _word_column(name: str, es: str, words: type[StrEnum], group: str, *, required: bool = False) -> Column:
    return Column(name, es, "words", required, words, group)


def _day_column(name: str, es: str, *, required: bool = False) -> Column:
    return Column(name, es, "day", required)


def _id_column(name: str, es: str, family: str, *, required: bool = False) -> Column:
    return Column(name, es, required=required, records=family)


_HANDLING = _word_column("handling", "marca_de_difusión", vocabulary.Handling, "handling")
_GRADE = _word_column("grade", "respaldo", vocabulary.Grade, "grade")
_COMMITMENT = _id_column("commitment", "compromiso", "commitment", required=True)
_SOURCES = _id_column("sources", "fuentes", "source")
_SPOKEN = (
    _word_column("speaker", "quien_declara", vocabulary.Speaker, "side"),
    _id_column("body", "institución", "body"),
    _word_column("half", "a_cargo_de", vocabulary.Side, "side"),
    _day_column("effective_on", "vigente_al"),
    _day_column("said_on", "declarado_el", required=True),
)

_FORMS = {"day": "day", "number": "number", "flag": "yes", "code": "words"}


def _commitment_columns() -> Iterator[Column]:
    """Yield a column for each commitment field, or part of a field, that an imported table can supply."""
    for one in COMMITMENT:
        headings = one.part_headings_es or tuple(f"{one.heading_es}_{part}" for part in one.parts) or (one.heading_es,)
        for name, heading in zip(one.names, headings, strict=True):
            if one.heading_es or one.part_headings_es:
                form, english = _FORMS.get(one.value_type, "text"), name.replace(".", "_").lower()
                yield Column(english, heading, form, one.required, one.words, one.group, one.records)


COMMITMENTS = ImportTable(
    "commitments",
    "Commitments",
    "Compromisos",
    tuple(_commitment_columns()),
    ("responsible_side", "title_en", "title_es", "agreed_on"),
)
STATUSES = ImportTable(
    "statuses",
    "Statuses",
    "Situaciones",
    (
        _COMMITMENT,
        _word_column("status", "situación", Status, "status", required=True),
        *_SPOKEN,
        _word_column("basis", "carácter", vocabulary.Basis, "basis"),
        _GRADE,
        Column("note", "nota"),
        Column("evidence", "soporte"),
        _SOURCES,
        _HANDLING,
        Column("cleared_by", "autorizado_por"),
        Column("clearance_ref", "referencia_de_autorización"),
    ),
    ("status",),
)
EVIDENCE = ImportTable(
    "evidence",
    "Evidence",
    "Soportes",
    (
        _COMMITMENT,
        Column("url", "dirección"),
        Column("file", "archivo"),
        Column("title", "título", required=True),
        *_SPOKEN,
        _GRADE,
        Column("issuer", "emitido_por"),
        Column("note", "nota"),
        _day_column("expires_on", "vigente_hasta"),
        Column("supports", "respalda"),
        _SOURCES,
        _HANDLING,
    ),
    ("url", "file", "supports", "issuer"),
)
MEASUREMENTS = ImportTable(
    "measurements",
    "Measurements",
    "Mediciones",
    (
        _id_column("indicator", "indicador", "indicator", required=True),
        Column("series", "serie", required=True),
        _day_column("period_start", "periodo_desde", required=True),
        _day_column("period_end", "periodo_hasta", required=True),
        Column("value", "valor", "number"),
        _word_column("qualifier", "exactitud", vocabulary.Qualifier, "qualifier"),
        Column("numerator", "numerador", "number"),
        Column("denominator", "denominador", "number"),
        _word_column("party", "medido_por", vocabulary.Speaker, "side"),
        _GRADE,
        _day_column("published_on", "publicado_el", required=True),
        _word_column("precision", "exactitud_de_la_fecha", vocabulary.Precision, "precision"),
        _word_column("state", "carácter_del_dato", vocabulary.MeasurementState, "state"),
        _id_column("source", "fuente", "source", required=True),
        Column("note", "nota"),
    ),
    ("indicator", "series", "value", "period_start"),
)
FORMS: Mapping[str, ImportTable] = {form.kind: form for form in (COMMITMENTS, MEASUREMENTS, STATUSES, EVIDENCE)}
"""The tables in import order: a table comes before the tables that refer to it."""


def find_matching_table(headings: Iterable[str]) -> ImportTable | None:
    """Return the table whose identifying columns best match ``headings``, or None if no single one does."""
    names = list(headings)
    scores = {kind: sum(_has_column(form, name, names) for name in form.telling) for kind, form in FORMS.items()}
    best = max(scores.values())
    found = [kind for kind, score in scores.items() if score == best]
    return FORMS[found[0]] if best and len(found) == 1 else None


def _has_column(form: ImportTable, name: str, headings: Iterable[str]) -> bool:
    return any(column is not None and column.name == name for column in map(form.column, headings))
