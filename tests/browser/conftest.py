"""A real server, as deployed, and a real browser that tolerates no error.

`site` is the server; `new_page` opens a page at any size, scheme or language; `page`
is one at desktop size. A test fails when the browser logs an error, refuses something
under the content security policy, or asks another host for anything.
"""

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import chromium
from tests.postgres import free_port

PROJECT = Path(__file__).resolve().parent.parent.parent
AXE = Path(__file__).with_name("axe.min.js")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this directory, so that no test can forget to."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A running site, and the accounts of an editor and of its owner on it."""

    url: str
    username: str
    password: str
    owner: str


def _environment(directory: Path, port: int) -> dict[str, str]:
    """The settings of a deployed site, save for HTTPS."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "LANG": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STATIC_ROOT": str(directory / "static"),
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{port}",
        "HTTPS": "off",
        "DATABASE_URL": f"sqlite:///{directory / 'db.sqlite3'}",
        "MEDIA_ROOT": str(directory / "media"),
        "SECURITY_CONTACT": "security@example.org",
    }


def _manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command; its output is shown if it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.fail(
            f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}",
            pytrace=False,
        )
    return done.stdout


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once the site says that it is ready."""
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, ConnectionError) as error:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The site did not start: {error}\n{log.read_text()}")
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as it is deployed: gunicorn, hashed static files, all the content."""
    directory = tmp_path_factory.mktemp("site")
    port = free_port()
    environment = _environment(directory, port)
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "content", "load")
    _manage(environment, "collectstatic", "--noinput", "--verbosity=0")
    said = _manage(environment, "ensure_editor", "editor")
    password = re.search(r"password: (\S+)", said)
    assert password, said
    _manage(
        environment | {"DJANGO_SUPERUSER_PASSWORD": password[1]},
        *("createsuperuser", "--noinput", "--username=owner", "--email=o@example.org"),
    )

    url = f"http://127.0.0.1:{port}"
    log = directory / "gunicorn.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
            ],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_until_ready(server, url, log)
        yield Site(url, "editor", password[1], "owner")
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, so that Django would
    # refuse every query of the tests that follow in the same process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def new_page(browser, site: Site) -> Iterator[Callable[..., Any]]:
    """Open pages; addresses may be given without the host.

    Takes `width`, `height`, `expected_errors` (patterns of console errors that the
    test is about, such as the one that a 404 leaves) and whatever Playwright's
    `new_context` does: `color_scheme`, `java_script_enabled`, `locale` …
    """
    contexts: list[Any] = []
    problems: list[str] = []

    def open_page(
        *,
        width: int = 1440,
        height: int = 900,
        expected_errors: tuple[str, ...] = (),
        **options: Any,
    ) -> Any:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            # Animations would make what is measured depend on the moment.
            **{"reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(10_000)
        contexts.append(context)

        def note(problem: str) -> None:
            if not any(re.search(pattern, problem) for pattern in expected_errors):
                problems.append(problem)

        def hear(message: Any) -> None:
            # A content security report is logged as an error, too.
            if message.type == "error":
                note(f"console: {message.text} ({message.location.get('url')})")

        def see(request: Any) -> None:
            own = (f"{site.url}/", "data:", "blob:", "about:")
            if not request.url.startswith(own):
                note(f"request to another host: {request.url}")

        context.on("console", hear)
        context.on("request", see)
        context.on("weberror", lambda error: note(f"script: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page at desktop size."""
    return new_page()


@pytest.fixture
def sign_in(site: Site) -> Callable[..., None]:
    """Sign the editor, or somebody else with the same password, in on a page."""

    def sign_in_on(page: Any, username: str = site.username) -> None:
        page.goto("/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", site.password)
        page.click("[type=submit]")
        page.wait_for_url(f"{site.url}/admin/")

    return sign_in_on


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Run axe-core on a page: a list of what it found, empty when nothing.

    All its rules by default; `tags=WCAG` keeps to what WCAG 2.2 AA demands.
    """
    script = AXE.read_text(encoding="utf-8")

    def run(page: Any, tags: tuple[str, ...] = ()) -> list[str]:
        # Through the debugger, which the content security policy does not bind.
        page.evaluate(script)
        found = page.evaluate(
            "tags => axe.run(document, {"
            "  resultTypes: ['violations'],"
            "  ...(tags.length ? {runOnly: {type: 'tag', values: tags}} : {})"
            "}).then(result => result.violations)",
            list(tags),
        )
        return [
            f"{violation['impact']} {violation['id']}: {violation['help']}: "
            + "; ".join(str(node["target"]) for node in violation["nodes"][:5])
            for violation in found
        ]

    return run
