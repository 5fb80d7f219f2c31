"""The questions that a page asks of the database, table by table."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

# A part is one question, and the model whose table it asks: the first after FROM.
# What a question joins is no question more. The records at the far end of a
# many-to-many are asked for in their own table, which joins that of the pairs.
# What two pages share has the same name in both.
Parts = dict[str, type[Model]]

TEXT = re.compile(r"'(?:[^']|'')*'")
INNERMOST_BRACKETS = re.compile(r"\([^()]*\)")
FIRST_TABLE = re.compile(r'SELECT .*? (?P<rest>FROM "(?P<table>\w+)".*)', re.DOTALL)
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")


def record(kind: type[Model]) -> Parts:
    """The record of a page, with the records that its links to one lead to."""
    return {"the record": kind}


def for_each(question: str, *kinds: type[Model]) -> Parts:
    """The same question, once for each kind."""
    return {f"{question} {kind.__name__}": kind for kind in kinds}


def together(*groups: Parts) -> Parts:
    """Several groups of parts; on one page each part has a name of its own."""
    parts = [part for group in groups for part in group.items()]
    assert len(parts) == len(dict(parts)), "Two parts of a page have the same name."
    return dict(parts)


def table_and_rest(sql: str) -> tuple[str, str]:
    """The first table that a question asks, and how it goes on from there.

    Not one in a query within the query. A statement that asks no table stands for
    itself, so that it is in no budget.
    """
    outer = _blank(TEXT, sql)
    while INNERMOST_BRACKETS.search(outer):
        outer = _blank(INNERMOST_BRACKETS, outer)
    match = FIRST_TABLE.match(outer)
    return (match["table"], sql[match.start("rest") :]) if match else (sql[:60], sql)


def _blank(pattern: re.Pattern[str], sql: str) -> str:
    """Leave as many dots as there were characters, so that all else keeps its place."""
    return pattern.sub(lambda match: "." * len(match[0]), sql)


def difference(parts: Parts, statements: Iterable[str]) -> str:
    """Tell which tables were asked more or less often than the parts say."""
    named = [(kind._meta.db_table, name) for name, kind in parts.items()]
    asked = [
        table_and_rest(sql) for sql in statements if not sql.startswith(TRANSACTIONS)
    ]
    budget = Counter(table for table, _name in named)
    counts = Counter(table for table, _rest in asked)
    wrong = [table for table in budget | counts if budget[table] != counts[table]]
    summary = [
        f"{table}: {counts[table]} instead of {budget[table]}" for table in wrong
    ]
    lines = ["; ".join(summary)]
    for table in wrong:
        lines += ["", table]
        lines += [f"  budget: {name}" for of, name in named if of == table]
        lines += [f"  asked: {rest[:150]}" for of, rest in asked if of == table]
    return "\n".join(lines)


@contextmanager
def asks(parts: Parts) -> Iterator[None]:
    """Fail unless each table is asked as often as the parts say, and no other."""
    with CaptureQueriesContext(connection) as queries:
        yield
    if wrong := difference(parts, [query["sql"] for query in queries]):
        pytest.fail(wrong, pytrace=False)
