"""Definitions of the fields of a commitment: one per field, with all that forms, filters, imports and rules need.

The models in ``ledger.records`` define what is valid; this table defines how a field is named, found, filled in and
amended. To add a field, see CONTRIBUTING.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from accordtrack import vocabulary

if TYPE_CHECKING:
    from enum import StrEnum

Type = Literal["id", "code", "reference", "references", "text", "line", "day", "number", "flag", "list", "other"]
"""``code``: a term of a vocabulary. ``text``: a text in both languages. ``reference``: the id of another record."""
Rule = Literal["free", "agreed", "handed over", "counted"]
"""Who may amend a field of a commitment, apart from a desk that cites the published source.

``free``: any desk. ``agreed``: in a joint commitment, no side changes it alone. ``handed over``: no side changes it
alone, because that could give the other side something to owe. ``counted``: no side changes it alone, because it
decides whether and how much a commitment counts. A field without a rule is amended by a desk of the owing side.
"""


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One field of a commitment."""

    name: str
    """Name in the log, in data folders and in JSON."""
    value_type: Type
    label: str
    words: type[StrEnum] | None = None
    """The vocabulary of a ``code``."""
    group: str = ""
    """The group of labels of its terms."""
    records: str = ""
    """The family of records to which a reference points."""
    parts: tuple[str, ...] = ()
    """Languages or sides that have a separate value, written ``name.part``."""
    part_labels: tuple[str, ...] = ()
    """Labels of the parts in messages. Without them, a part uses the label of the field."""
    rules: tuple[Rule, ...] = ()
    required: bool = False
    """Whether imports and the form for a new commitment require it."""
    filter: str = ""
    """Name of the field in a filter; empty if a filter cannot use it."""
    filter_es: str = ""
    column: str = ""
    """The column of the commitment table that holds it, if it differs from the name."""
    heading_es: str = ""
    """Spanish heading in an imported table; without one, the field is not imported."""
    part_headings_es: tuple[str, ...] = ()
    form_label: str = ""
    """Label in the form for a new commitment, if it differs from ``label``."""
    form_part_labels: tuple[str, ...] = ()
    example: str = ""
    today: bool = False
    """Whether the form suggests today's date."""
    further: bool = False
    """No column, screen or document treats it specially: the register keeps it as tags, and pages list it with its label."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the field, or of each of its parts, as in folders and forms."""
        return tuple(f"{self.name}.{part}" for part in self.parts) or (self.name,)

    @property
    def values(self) -> tuple[str, ...]:
        """The terms of its vocabulary, in order; empty for a field without a vocabulary."""
        return tuple(str(one) for one in self.words) if self.words is not None else ()


def _bilingual_text(name: str, label: str, heading_es: str) -> FieldDefinition:
    """Return the definition of a text in both languages; a form asks for each."""
    return FieldDefinition(
        name,
        "text",
        label,
        parts=("en", "es"),
        heading_es=heading_es,
        form_part_labels=tuple(f"{label} ({language})" for language in ("English", "Spanish")),
    )


COMMITMENT = (
    FieldDefinition("id", "id", "code", required=True, filter="id", filter_es="clave", heading_es="clave"),
    FieldDefinition(
        "framework",
        "reference",
        "framework",
        records="framework",
        required=True,
        filter="framework",
        filter_es="marco",
        heading_es="marco",
    ),
    FieldDefinition(
        "area", "reference", "framework area", records="area", filter="area", filter_es="ambito", heading_es="ámbito"
    ),
    replace(
        _bilingual_text("title", "title", "título"),
        rules=("agreed",),
        required=True,
        part_labels=("title (English)", "title (Spanish)"),
    ),
    replace(
        _bilingual_text("text", "text", "texto"), rules=("agreed",), part_labels=("text (English)", "text (Spanish)")
    ),
    FieldDefinition(
        "responsible_side",
        "code",
        "responsible side",
        words=vocabulary.Responsible,
        group="side",
        rules=("agreed", "handed over"),
        required=True,
        filter="side",
        filter_es="parte",
        column="responsible",
        heading_es="parte_responsable",
        form_label="responsible",
    ),
    FieldDefinition(
        "share_us",
        "number",
        "share of the United States",
        rules=("agreed", "handed over"),
        heading_es="proporción_de_estados_unidos",
    ),
    FieldDefinition(
        "lead",
        "reference",
        "lead",
        records="body",
        parts=("US", "MX"),
        part_labels=("lead of the United States", "lead of Mexico"),
        filter="lead",
        filter_es="inst",
        part_headings_es=("institución_de_estados_unidos", "institución_de_méxico"),
        form_part_labels=("lead (U.S.)", "lead (Mexico)"),
    ),
    FieldDefinition(
        "supporting",
        "references",
        "supporting",
        records="body",
        rules=("free",),
        heading_es="instituciones_de_apoyo",
    ),
    FieldDefinition(
        "agreed_on",
        "day",
        "agreed on",
        rules=("agreed",),
        required=True,
        today=True,
        filter="agreed",
        filter_es="acordado",
        heading_es="acordado_el",
    ),
    FieldDefinition(
        "due_on",
        "day",
        "due on",
        rules=("agreed",),
        filter="due",
        filter_es="plazo",
        heading_es="plazo",
        example="2026-12-31",
    ),
    FieldDefinition(
        "due_basis",
        "code",
        "due basis",
        words=vocabulary.DueBasis,
        group="due basis",
        rules=("agreed",),
        filter="rests",
        filter_es="sustento",
        heading_es="sustento_del_plazo",
    ),
    FieldDefinition("first_due_on", "day", "first deadline"),
    FieldDefinition("review_rule", "line", "review rule", rules=("free",), heading_es="regla_de_revisión"),
    FieldDefinition(
        "kind",
        "code",
        "kind",
        words=vocabulary.CommitmentKind,
        group="kind",
        rules=("agreed", "counted"),
        filter="kind",
        filter_es="tipo",
        heading_es="tipo",
    ),
    FieldDefinition(
        "level",
        "code",
        "level",
        words=vocabulary.Level,
        group="level",
        rules=("counted",),
        required=True,
        filter="level",
        filter_es="nivel",
        heading_es="nivel",
    ),
    FieldDefinition(
        "theme",
        "code",
        "area",
        words=vocabulary.Theme,
        group="theme",
        required=True,
        filter="theme",
        filter_es="tema",
        heading_es="tema",
    ),
    FieldDefinition(
        "places", "list", "places", rules=("free",), filter="place", filter_es="lugar", heading_es="lugares"
    ),
    FieldDefinition("weight", "number", "weight", rules=("agreed", "counted"), heading_es="ponderación"),
    FieldDefinition(
        "text_basis",
        "code",
        "who published the text",
        words=vocabulary.TextBasis,
        group="text basis",
        rules=("agreed", "counted"),
        filter="text",
        filter_es="origen",
        heading_es="origen_del_texto",
        form_label="text published by",
    ),
    FieldDefinition("wording", "other", "wording"),
    FieldDefinition(
        "verifiable",
        "flag",
        "verifiable",
        rules=("counted",),
        filter="verifiable",
        filter_es="verificable",
        heading_es="verificable",
    ),
    _bilingual_text("verifiable_why", "why verifiable", "por_qué_verificable"),
    _bilingual_text("verification", "verification", "verificación"),
    FieldDefinition(
        "handling",
        "code",
        "handling",
        words=vocabulary.Handling,
        group="handling",
        filter="handling",
        filter_es="difusion",
        heading_es="marca_de_difusión",
    ),
    FieldDefinition(
        "sources",
        "references",
        "sources",
        records="source",
        rules=("free",),
        required=True,
        filter="source",
        filter_es="fuente",
        heading_es="fuentes",
    ),
    FieldDefinition("inferred", "list", "supplied by this tracker", filter="inferred", filter_es="inferido"),
    replace(_bilingual_text("note", "note", "nota"), rules=("free",)),
)
"""All fields of a commitment, in the column order of an imported table."""

ADD_FORM = (
    "title",
    "framework",
    "responsible_side",
    "theme",
    "sources",
    "text",
    "agreed_on",
    "due_on",
    "kind",
    "level",
    "text_basis",
    "verifiable",
    "verifiable_why",
    "lead",
    "id",
)
"""Fields of the form for a new commitment, in order; the fields that it needs come first."""
NEEDED = frozenset({"title", "framework", "responsible_side", "theme", "sources"})
"""Fields that the form needs to be filled in. Other required fields have a default."""
AMEND_FORM = (
    "due_on",
    "title",
    "text",
    "responsible_side",
    "lead",
    "supporting",
    "level",
    "theme",
    "area",
    "share_us",
    "weight",
    "places",
    "verifiable",
    "kind",
    "text_basis",
    "handling",
)
"""Fields of the form for an amendment. The command line accepts every field."""
_BY_NAME = {one.name: one for one in COMMITMENT}
FURTHER = tuple(one for one in COMMITMENT if one.further)
"""Fields that need nothing but their model and their definition here."""


def definition_of(name: str) -> FieldDefinition:
    """Return the definition of a field, or of the field that ``name`` is a part of. Raise ``KeyError`` if unknown."""
    return _BY_NAME[name.partition(".")[0]]


def names_with_rule(rule: Rule) -> frozenset[str]:
    """Return the names of the fields with this rule."""
    return frozenset(one.name for one in COMMITMENT if rule in one.rules)
