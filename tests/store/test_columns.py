"""The columns that queries name are those of the models, in their order and of their types."""

from __future__ import annotations

import pytest
from sqlalchemy import TableClause
from sqlmodel import AutoString

from accordtrack.store import columns
from accordtrack.store.tables import LOCAL, PROJECTION, Table

NAMED = (columns.ENTRY, columns.BODY, columns.RECORD, columns.COMMITMENT, columns.TAG)


@pytest.mark.parametrize("named", NAMED, ids=lambda table: table.name)
def test_named_columns_match_the_model(named: TableClause) -> None:
    model = Table.metadata.tables[named.name]
    assert [column.name for column in named.c] == [column.name for column in model.columns]
    kinds = {
        column.name: str if isinstance(column.type, AutoString) else column.type.python_type for column in model.columns
    }
    assert {column.name: column.type.python_type for column in named.c} == kinds


def test_projection_tables_match_the_models() -> None:
    assert [table.name for table in columns.PROJECTION] == [model.__tablename__ for model in PROJECTION]


def test_local_tables_match_the_models() -> None:
    assert list(columns.LOCAL) == [model.__tablename__ for model in LOCAL]
