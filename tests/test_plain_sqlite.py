"""A SQLite database of the site is whole without Django: with its plain tools.

Who backs it up, checks it or looks into it has none of Django's functions.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """A file that a deploy made: migrated, and loaded with the content."""
    path = tmp_path_factory.mktemp("plain") / "site.sqlite3"
    environment = os.environ | {
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for words in (("migrate", "--verbosity=0"), ("content", "load")):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env=environment,
            check=True,
            capture_output=True,
        )
    return path


def row_counts(database: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of each table."""
    names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names.fetchall()
    }


def assert_whole(database: sqlite3.Connection) -> None:
    """Every row keeps every CHECK, is in every index, and points to one there."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_it_passes_the_checks_of_sqlite_itself(filled):
    """Fault H12: a CHECK with a regular expression stopped them."""
    with closing(sqlite3.connect(filled)) as database:
        assert_whole(database)
        assert row_counts(database)["partnerships_citation"] > 1000


def test_a_dump_restores_it(filled, tmp_path):
    """Fault H12: with every row, and every rule."""
    with (
        closing(sqlite3.connect(filled)) as database,
        closing(sqlite3.connect(tmp_path / "restored.sqlite3")) as restored,
    ):
        restored.executescript("\n".join(database.iterdump()))
        assert_whole(restored)
        assert row_counts(restored) == row_counts(database)
        rules = (
            "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' "
            "ORDER BY type, name"
        )
        assert restored.execute(rules).fetchall() == database.execute(rules).fetchall()


@pytest.mark.parametrize(
    "slug", ["", "Bad", "-bad", "bad-", "b--d", "b d", "é", "b_d", "compare", "bad\n"]
)
def test_a_bad_address_is_refused_there_too(filled, slug):
    """By the CHECK, with no function of ours."""
    with (
        closing(sqlite3.connect(filled)) as database,
        pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"),
    ):
        database.execute("UPDATE partnerships_topic SET slug = ? WHERE id = 1", [slug])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE partnerships_agreement SET signed = '2013-02-30'",
        "UPDATE partnerships_participation SET ref = 'Bad Name'",
        "UPDATE partnerships_affiliation SET status = 'member'",
        "UPDATE partnerships_source SET url = 'javascript:alert(1)'",
        "UPDATE partnerships_agreement SET superseded_by_id = id",
        "UPDATE partnerships_citation SET partner_id = 1, agreement_id = 1",
    ],
)
def test_other_rules_hold_there_too(filled, change):
    """Each with a CHECK of its own."""
    with (
        closing(sqlite3.connect(filled)) as database,
        pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"),
    ):
        database.execute(change)


def test_triggers_work_there_too(filled):
    """An address that a record leaves leads to it, whoever changes it."""
    with closing(sqlite3.connect(filled)) as database:
        database.execute("UPDATE partnerships_topic SET slug = 'moved' WHERE id = 1")
        found = database.execute(
            "SELECT count(*) FROM partnerships_address WHERE topic_id = 1"
        )
        assert found.fetchone() == (2,)
        database.execute("DELETE FROM partnerships_participation WHERE id = 1")
        kept = database.execute("SELECT count(*) FROM partnerships_formerref")
        assert kept.fetchone() == (1,)
        database.rollback()
        assert_whole(database)
