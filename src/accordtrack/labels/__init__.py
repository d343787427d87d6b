"""English labels of the vocabulary by group, as they are printed; the group is the context of their translation.

A word that is missing here is shown as it stands in files.
"""

from __future__ import annotations

from accordtrack.labels import commitments, counts, entries, fields, scores, terms

LABELS: dict[str, dict[str, str]] = {
    **commitments.LABELS,
    **counts.LABELS,
    **entries.LABELS,
    **fields.LABELS,
    **scores.LABELS,
    **terms.LABELS,
}
