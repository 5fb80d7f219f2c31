"""What the whole suite shares: which database, and what could not be run."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import translation
from environ import Env

from tests import postgres
from tests.everything import Everything, make_everything

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_CHROMIUM = "install Chromium (Debian: apt-get install chromium)"


def chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the same tests run on the other database."""
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="sqlite in memory, or a private PostgreSQL server started for the run",
    )


def _use_database(url: str) -> None:
    """Point Django at a database before anything has connected to one."""
    config = {
        **Env.db_url_config(url),
        "OPTIONS": {"connect_timeout": 3, "options": "-c statement_timeout=30000"},
        "CONN_HEALTH_CHECKS": True,
    }
    settings.DATABASES["default"] = config
    # Both are remembered from django.setup(): the settings, and a connection object.
    connections.__dict__.pop("settings", None)
    with suppress(AttributeError):
        del connections["default"]


def pytest_configure(config: pytest.Config) -> None:
    """Start the private server, once for all processes of the run."""
    if config.getoption("--database") != "postgresql":
        return
    worker = getattr(config, "workerinput", None)
    if worker is None:
        if postgres.binaries() is None:
            raise pytest.UsageError(
                f"--database=postgresql: PostgreSQL is missing: {postgres.HOW_TO_GET}"
            )
        stack = ExitStack()
        config.add_cleanup(stack.close)
        url = stack.enter_context(postgres.private_server())
        config.stash[_DATABASE_URL] = url
    else:
        url = worker["database_url"]
    _use_database(url)


_DATABASE_URL = pytest.StashKey[str]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a pytest-xdist process which server is ours."""
    if (url := node.config.stash.get(_DATABASE_URL, None)) is not None:
        node.workerinput["database_url"] = url


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Run each test where it belongs; never drop one because a tool is missing."""
    on_postgresql = config.getoption("--database") == "postgresql"
    elsewhere = "browser" if on_postgresql else "postgresql"
    left: list[pytest.Item] = []
    kept: list[pytest.Item] = []
    for item in items:
        (left if item.get_closest_marker(elsewhere) else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
    if chromium() is None:
        missing = pytest.mark.skip(reason=f"no browser: {HOW_TO_GET_CHROMIUM}")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


def _left_out(terminalreporter) -> dict[str, int]:
    """How many tests did not run, by reason."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "?"
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


def pytest_terminal_summary(terminalreporter) -> None:
    """Say which tests were left out and why."""
    for reason, count in _left_out(terminalreporter).items():
        terminalreporter.write_line(f"LEFT OUT: {count} tests: {reason}", yellow=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI=true, a test that was left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and _left_out(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def media_root(tmp_path, settings) -> Iterator[None]:
    """Keep uploads of a test out of the project and away from other tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: a request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def editor(db, django_user_model):
    """An editor: staff, in the group of editors, not a superuser."""
    from django.core.management import call_command

    call_command("ensure_editor", "editor", stdout=open(os.devnull, "w"))  # noqa: SIM115
    return django_user_model.objects.get(username="editor")


@pytest.fixture
def editor_client(client, editor):
    """A test client that an editor is signed in with."""
    client.force_login(editor)
    return client


@pytest.fixture(scope="module", params=[1, 12], ids=["one of each", "twelve of each"])
def everything(
    request: pytest.FixtureRequest, django_db_setup, django_db_blocker
) -> Iterator[Everything]:
    """Little and much of everything, made once for all tests of a module."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield make_everything(request.param)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
