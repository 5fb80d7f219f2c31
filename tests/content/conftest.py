"""Tests here find the site's own content in the database, loaded once for all.

It stands in a transaction that is rolled back when the last of them is done; what
one test changes is rolled back to a savepoint inside it. So a test here must not
ask for `transactional_db` or `live_server`, which empty the database.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from partnerships import fixtures

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.json"))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give every test here the database, which also keeps them side by side."""
    if item.get_closest_marker("django_db") is None:
        item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package", autouse=True)
def content(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    """Load the content; gives how many rows of each kind were loaded."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield fixtures.load(FIXTURES)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
