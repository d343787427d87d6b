"""Import templates: headings in the reader's language, a description of each column, and lists to choose from."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import language, tr
from accordtrack.interchange.columns import FORMS, Column, ImportTable
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

ROWS = 1000
"""Number of rows with choice lists."""

_MOST_WORDS = 250
"""Maximum length of a choice list inside a cell's validation rule, in characters."""


def build_template(name: str, kind: str | None, ids: Mapping[str, Sequence[str]]) -> bytes:
    """Return the content of an empty template file called ``name``, whose ending selects CSV or XLSX.

    A workbook has every table unless ``kind`` names one; a CSV file needs a ``kind``. ``ids`` are the known record ids
    by family. Raise ``Refused`` for an unknown kind or ending.
    """
    if kind is not None and kind not in FORMS:
        raise Refused(unknown_word_problem("--kind", kind, FORMS))
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        return _xlsx_template([kind] if kind else list(FORMS), ids)
    if ending != "csv":
        values = {"x": name}
        raise Refused(
            Problem("{x} is neither CSV nor XLSX", "Name a file that ends in .csv or .xlsx.", values=values, usage=True)
        )
    if kind is None:
        values = {"known": ", ".join(FORMS)}
        raise Refused(
            Problem("A CSV file holds one table", "Specify which with --kind: {known}.", values=values, usage=True)
        )
    return _csv_template(kind)


def column_heading(column: Column) -> str:
    """Return the name of a column in the current language."""
    return column.es if language() == "es" else column.name


def _csv_template(kind: str) -> bytes:
    """Return the headings of one table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([column_heading(column) for column in FORMS[kind].columns])
    return out.getvalue().encode()


def _xlsx_template(kinds: Sequence[str], ids: Mapping[str, Sequence[str]]) -> bytes:
    """Return a workbook with a sheet for each of ``kinds``; the choice lists offer the ``ids`` of existing records."""
    from datetime import UTC, datetime  # noqa: PLC0415

    import xlsxwriter  # noqa: PLC0415 - for workbooks only

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": tr("Table to fill in for accordtrack"), "created": datetime(2026, 1, 1, tzinfo=UTC)})
    spanish = language() == "es"
    looks = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "must": book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDE7F0", "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_instructions(book.add_worksheet(tr("Read me")), looks, [FORMS[kind] for kind in kinds])
    sheets = {kind: book.add_worksheet(FORMS[kind].es if spanish else FORMS[kind].en) for kind in kinds}
    lists = book.add_worksheet(tr("Lists"))
    places = _write_choice_lists(lists, tr("Lists"), looks, kinds, ids)
    for kind, sheet in sheets.items():
        _fill_sheet(sheet, looks, FORMS[kind], places)
    book.close()
    return out.getvalue()


def _fill_sheet(sheet: Any, looks: Mapping[str, Any], form: ImportTable, places: Mapping[str, str]) -> None:  # noqa: ANN401
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for number, column in enumerate(form.columns):
        wide = column.form == "text" and not column.records and column.name != "id"
        look = looks["day"] if column.form == "day" else None if column.form == "number" else looks["text"]
        sheet.set_column(number, number, 36 if wide else 18, look)
        sheet.write_string(0, number, column_heading(column), looks["must" if column.required else "head"])
        if rule := _validation_rule(column, places):
            sheet.data_validation(1, number, ROWS, number, rule)


def _validation_rule(column: Column, places: Mapping[str, str]) -> dict[str, Any]:
    """Return the validation rule for the cells of a column, or an empty dict."""
    from datetime import date  # noqa: PLC0415

    error_options = {"error_title": column_heading(column), "error_type": "warning"}
    if column.form == "yes":
        return {"validate": "list", "source": [tr("yes"), tr("no")], **error_options}
    if column.words is not None:
        words = _choices(column)
        if len(",".join(words)) <= _MOST_WORDS:
            return {"validate": "list", "source": words, **error_options}
        return {"validate": "list", "source": places[column.name], **error_options}
    if column.records in places and not column.name.endswith("s") and column.name != "supporting":
        return {"validate": "list", "source": places[column.records], **error_options}
    if column.form == "day":
        message = tr("A date: a real date cell, or 2026-01-31.")
        first = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        return {**first, "input_message": message, **error_options}
    if column.form == "number":
        return {"validate": "decimal", "criteria": "between", "minimum": -1e18, "maximum": 1e18, **error_options}
    return {}


def _choices(column: Column) -> list[str]:
    """Return the labels of a column's words; the words themselves if a label has the comma that separates choices."""
    words = [word.value for word in column.words or ()]
    labels = [label(column.group, word) for word in words]
    return words if any("," in name for name in labels) else labels


def _write_choice_lists(
    sheet: Any,  # noqa: ANN401
    name: str,
    looks: Mapping[str, Any],
    kinds: Sequence[str],
    ids: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """Write one list per column; return the cell range of each list by record family or column name."""
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415 - for workbooks only

    wanted: dict[str, list[str]] = {}
    for column in (column for kind in kinds for column in FORMS[kind].columns):
        if column.records and ids.get(column.records):
            wanted[column.records] = [sanitize_line(text) for text in ids[column.records]]
        elif column.words is not None and len(",".join(_choices(column))) > _MOST_WORDS:
            wanted[column.name] = _choices(column)
    places = {}
    for number, (title, values) in enumerate(wanted.items()):
        name_of = label("record", title) if title in ids else label("field", title)
        sheet.write_string(0, number, name_of, looks["head"])
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, number, value)
        places[title] = f"='{name}'!{xl_range_abs(1, number, len(values), number)}"
    sheet.set_column(0, max(len(wanted) - 1, 0), 28)
    sheet.freeze_panes(1, 0)
    return places


def _write_instructions(sheet: Any, looks: Mapping[str, Any], forms: Sequence[ImportTable]) -> None:  # noqa: ANN401
    """Write instructions for filling the table, then each column with what it takes."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 2, 80)
    lines = (
        tr(
            "Fill in one row per record. Shaded headings need a value in every row; leave out the columns you "
            "do not need."
        ),
        tr(
            "Enter dates as date cells or as 2026-01-31. 05/01/2026 is refused: it is May in the United "
            "States and January in Mexico."
        ),
        tr("Numbers use a decimal point. Separate the ids in a list with commas."),
        tr("Try it first: accordtrack import FILE --dry-run. Nothing is written until every row is right."),
    )
    for number, line in enumerate(lines):
        sheet.merge_range(number, 0, number, 2, "", looks["words"])
        sheet.write_string(number, 0, line, looks["words"])
    row = len(lines) + 1
    for number, name in enumerate((tr("Table"), tr("Column"), tr("What to enter"))):
        sheet.write_string(row, number, name, looks["head"])
    for form in forms:
        for column in form.columns:
            row += 1
            sheet.write_string(row, 0, form.es if language() == "es" else form.en)
            sheet.write_string(row, 1, column_heading(column))
            sheet.write_string(row, 2, _expected_content(column), looks["words"])


def _expected_content(column: Column) -> str:
    match column.form:
        case "day":
            words = tr("a date")
        case "number":
            words = tr("a number")
        case "yes":
            words = tr("yes or no")
        case _ if column.words is not None:
            words = tr("one of: {words}", words=", ".join(_choices(column)))
        case _ if column.records:
            words = tr("id of a record: {kind}", kind=label("record", column.records))
        case _:
            words = tr("text")
    return tr("{words}; needed", words=words) if column.required else words
