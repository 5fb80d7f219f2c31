"""Measure loading and the public pages on the real content, against references.

How the content is loaded is measured first (`benchmarks.content`), while the database
is empty; on the database that BENCH_DATABASE_URL names, or on SQLite. Of the pages,
the reference R is a view that returns 30 KB of constant text through the same
middlewares. Each page takes turns with R in one process, so that a machine that
slows down slows both; the figure to compare is the ratio of R's time to the page's.
"""

import gzip
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 30
PAGES = (
    "/en/",
    "/en/partners/",
    "/en/partners/colombia/",
    "/en/agreements/",
    "/en/agreements/?partner=colombia",
    "/en/events/",
    "/en/topics/cyber-defence/",
    "/en/programmes/science-for-peace-and-security/",
    "/en/sources/nato-relations-colombia/",
    "/en/disagreements/",
    "/sitemap.xml",
    "/sitemap-source.xml",
)


def main() -> None:
    """Set up a database of its own, measure, and print a table."""
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {
            "DEBUG": "false",
            "HTTPS": "off",
            "SECRET_KEY": "for benchmarks only",
            "ALLOWED_HOSTS": "testserver",
            "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL")
            or f"sqlite:///{directory}/bench.sqlite3",
            "STATIC_ROOT": f"{directory}/static",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import content

        began = time.perf_counter()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        print(f"set up in {time.perf_counter() - began:.1f} s\n")
        content.measure()
        call_command("content", "load", str(Path(__file__).parents[1] / "fixtures"))
        measure()


def measure() -> None:
    """Time each page in turn with the reference."""
    from django.conf import settings
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from config import urls

    body = "x" * 30_000

    def reference(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body)

    urls.urlpatterns.append(path("reference/", reference))
    settings.ROOT_URLCONF = "config.urls"
    client = Client()

    def seconds(address: str) -> float:
        began = time.perf_counter()
        assert client.get(address).status_code == 200, address
        return time.perf_counter() - began

    print(f"{'page':50} {'ratio':>6} {'ms':>7} {'queries':>8} {'bytes':>8} {'gzip':>7}")
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            content = client.get(page).content
        asked = len(queries)  # Now: the next request clears the list.
        ours, theirs = interleave(
            lambda page=page: seconds(page), lambda: seconds("/reference/")
        )
        print(
            f"{page:50} {theirs / ours:6.3f} {ours * 1000:7.1f} {asked:8}"
            f" {len(content):8} {len(gzip.compress(content)):7}"
        )


def interleave(
    one: Callable[[], float], other: Callable[[], float]
) -> tuple[float, float]:
    """Return the median times of two things that take turns."""
    one(), other()
    pairs = [(one(), other()) for _round in range(ROUNDS)]
    return (
        statistics.median(first for first, _second in pairs),
        statistics.median(second for _first, second in pairs),
    )


if __name__ == "__main__":
    main()
