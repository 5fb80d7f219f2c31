"""One state is read though others write meanwhile, and nobody waits for the reader."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import ConnectionHandler

from partnerships import fixtures
from partnerships.models import Source, Topic
from tests import factories as make

LONGEST = 20


@pytest.fixture
def shared(transactional_db, tmp_path) -> Iterator[None]:
    """Use a database that a second connection sees: on SQLite a file, made for it.

    The tests' own SQLite database is in memory, where two connections are none.
    """
    if connection.vendor == "postgresql":
        yield
        return
    own = connection.copy()
    own.settings_dict = {**own.settings_dict, "NAME": str(tmp_path / "db.sqlite3")}
    before = connections["default"]
    connections["default"] = own
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        own.close()
        connections["default"] = before


def elsewhere(write: Callable[[], object]) -> float:
    """Do something on a connection of its own; gives the seconds that it took."""
    settings = connection.settings_dict
    took: list[float] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            other = ConnectionHandler({"default": {**settings}})["default"]
            connections["default"] = other
            began = time.perf_counter()
            try:
                with transaction.atomic():
                    write()
                took.append(time.perf_counter() - began)
            finally:
                other.close()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(LONGEST)
    assert not thread.is_alive(), "the writer waits for the reader"
    assert failed == []
    return took[0]


def add_a_source() -> None:
    make.make_source(slug="meanwhile")


def add_a_source_and_rename_the_topic() -> None:
    add_a_source()
    Topic.objects.update(name_en="Another name")


def test_an_export_is_that_of_its_beginning_and_lets_others_write(shared):
    """A writer commits between two of its questions."""
    make.make_source(slug="before")
    make.make_topic(slug="a-topic", name_en="A topic")
    before = [fixtures.export(Source), fixtures.export(Topic)]
    with fixtures.snapshot():
        read = [fixtures.export(Source)]
        took = elsewhere(add_a_source_and_rename_the_topic)
        assert took < 2
        read.append(fixtures.export(Topic))
        assert fixtures.export(Source) == read[0]
    assert read == before
    assert '"meanwhile"' in fixtures.export(Source)
    assert "Another name" in fixtures.export(Topic)


def test_a_writer_who_has_begun_keeps_no_reader_waiting(shared):
    """Nor does the reader see what is not committed."""
    make.make_source(slug="before")
    seen: list[str] = []
    settings = connection.settings_dict

    def read() -> None:
        other = ConnectionHandler({"default": {**settings}})["default"]
        connections["default"] = other
        try:
            with fixtures.snapshot():
                seen.append(fixtures.export(Source))
        finally:
            other.close()

    with transaction.atomic():
        add_a_source()
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(LONGEST)
        assert len(seen) == 1
    assert '"before"' in seen[0]
    assert '"meanwhile"' not in seen[0]


def test_nothing_is_written_inside_a_snapshot(shared):
    """And afterwards everything is as before."""
    with pytest.raises(DatabaseError, match=r"read-?only"), fixtures.snapshot():
        add_a_source()
    assert not Source.objects.exists()
    add_a_source()
    assert Source.objects.exists()


def test_a_snapshot_leaves_the_way_in_which_transactions_begin(shared):
    """Writers begin with the write lock, also after a reader that failed."""
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        assert mode == "IMMEDIATE"
    with pytest.raises(ZeroDivisionError), fixtures.snapshot():
        assert Source.objects.count() == 0
        raise ZeroDivisionError
    assert getattr(connection, "transaction_mode", None) == mode
    with (
        pytest.raises(DatabaseError),
        fixtures.snapshot(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nothing FROM nowhere")
    assert getattr(connection, "transaction_mode", None) == mode
    add_a_source()


def test_a_snapshot_begins_on_a_connection_that_was_closed(shared):
    """As in a process that has not asked anything yet."""
    connection.close()
    with fixtures.snapshot():
        assert Source.objects.count() == 0
    connection.close()
    with fixtures.snapshot():
        pass
    add_a_source()


def test_inside_a_transaction_its_own_state_is_read(shared):
    """Who is writing sees what was written, and goes on writing."""
    with transaction.atomic():
        add_a_source()
        with fixtures.snapshot():
            assert '"meanwhile"' in fixtures.export(Source)
        make.make_source(slug="after")
    assert Source.objects.count() == 2
