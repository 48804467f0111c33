"""The database as lines of JSON 数据清单: the same for SQLite and PostgreSQL, readable by any
later version.

A line `{"table": …, "columns": […]}` begins a table, each further line is a row. Tables stand in
an order in which every reference leads backwards. Moments are written without zone, in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, Table, select

from corpus.errors import Unreadable

DERIVED = frozenset({"alembic_version", "index_queue", "sign_in_links", "sqlite_sequence"})
"""Tables that a backup leaves out: derived, of one machine, or of no use after half an hour."""
LOCAL = frozenset({"index", "engine", "restored"})
"""Names in `settings` that say something of this machine only."""
ROWS = 500


def tables_in(connection: Connection) -> list[Table]:
    """The tables of the database as they are there, references leading backwards."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in DERIVED]


def rows_of(connection: Connection, table: Table) -> Iterator[list[Mapping[str, Any]]]:
    """The rows of `table` in portions, without those of this machine only."""
    query = select(table).execution_options(stream_results=True, yield_per=ROWS)
    for part in connection.execute(query).mappings().partitions():
        rows: list[Mapping[str, Any]] = [dict(row) for row in part]
        yield [r for r in rows if r["name"] not in LOCAL] if table.name == "settings" else rows


def lines(connection: Connection) -> Iterator[bytes]:
    """Everything in the database as lines, each with its line feed."""
    for table in tables_in(connection):
        columns = [column.name for column in table.columns]
        yield _line({"table": table.name, "columns": columns})
        for part in rows_of(connection, table):
            yield b"".join(_line([row[name] for name in columns]) for row in part)


def load(connection: Connection, lines: Iterable[bytes]) -> dict[str, int]:
    """Put the rows of `lines` into the empty tables of the database; how many into which.

    Raises `Unreadable` where lines are no such dump or do not fit the tables.
    """
    known = {table.name: table for table in tables_in(connection)}
    counts: dict[str, int] = {}
    table: Table | None = None
    columns: list[str] = []
    waiting: list[dict[str, Any]] = []

    def put() -> None:
        if table is not None and waiting:
            connection.execute(table.insert(), waiting)
            counts[table.name] += len(waiting)
            waiting.clear()

    for number, line in enumerate(lines, 1):
        try:
            read = json.loads(line)
            if isinstance(read, dict):
                put()
                table, columns = known[read["table"]], list(read["columns"])
                counts.setdefault(table.name, 0)
                moments = {n for n in columns if isinstance(table.columns[n].type, DateTime)}
            elif table is None:
                raise ValueError("a row before any table")
            else:
                row = dict(zip(columns, read, strict=True))
                waiting.append({n: _moment(v) if n in moments else v for n, v in row.items()})
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(number) from error
        if len(waiting) == ROWS:
            put()
    put()
    return counts


def _moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _damaged(number: int) -> Unreadable:
    return Unreadable(
        "备份里的数据清单读不懂",
        where=f"第 {number} 行",
        remedy="换一份备份；只有这一份的，请把它留好并联系维护的人",
    )
