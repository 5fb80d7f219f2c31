"""No address makes the site fail: it answers, explains or refuses (faults C1-C6, C9).

The logs stay quiet too: what a robot tries is no error of ours.
"""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation

from partnerships.urls import urlpatterns as public_urls
from tests.everything import FILTERS, LISTS, address, make_everything
from tests.html import Page

pytestmark = pytest.mark.django_db

# As they stand in an address, percent signs and all.
BAD_VALUES = [
    "%00",
    "a%00b",
    "1%00",
    "%ff",
    "%c0%80",
    "%ed%a0%80",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%0d%0aX-Injected:1",
    "%0b",
    "%01",
    "%1b",
    "%EF%BF%BE",
    "-1",
    "0",
    "1e9",
    "1.5",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "100000000000000000000",
    "1_000_000_000_000_000_000_000",
    "9" * 5000,
    "%D9%A1%D9%A2%D9%A3",
    "%EF%BC%91" * 25,
    "9999",
    "10000",
    "0000",
    "2147483648",
    "9999-12-31",
    "2017-02-31",
    "' OR 1=1 --",
    "%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "{{7*7}}",
    "%25",
    "..%2f..%2fetc%2fpasswd",
    "a" * 8000,
    "",
    "%20",
    "None",
    "null",
    "[]",
    "*",
    "(((((",
    "\\",
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


@pytest.fixture
def careless_client() -> Client:
    """A client that gets the error page, as a reader would, and no exception."""
    return Client(raise_request_exception=False)


def ask(client: Client, url: str) -> tuple[int, str]:
    """Ask for an address as it is written, bytes that are no text included."""
    path, _question_mark, query = url.partition("?")
    response = client.generic("GET", path, QUERY_STRING=query)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_bad_value_never_breaks_a_list(
    careless_client: Client, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every filter, the page number and names that are none: 200, 400 or 404."""
    make_everything(1)
    parameters = ("page", *FILTERS.get(name, ()), "as_of")
    failed = []
    with caplog.at_level(logging.ERROR):
        for parameter in parameters:
            for value in BAD_VALUES:
                url = f"{address(name)}?{parameter}={quote(value, safe='%')}"
                status, html = ask(careless_client, url)
                if status not in {200, 400, 404} or "<script>alert" in html:
                    failed.append((status, url[:200]))
    assert failed == []
    assert caplog.records == []


def test_every_list_is_tried() -> None:
    """No list is added without trying to break it."""
    lists = {each.name for each in public_urls if not each.pattern.converters}
    assert lists - {"search", "data"} == set(LISTS)


@pytest.mark.parametrize(
    "page", [each.name for each in public_urls if "slug" in each.pattern.converters]
)
def test_a_bad_slug_never_breaks_a_page(careless_client: Client, page: str) -> None:
    """What is no address of a record is 400 or 404, in dress."""
    make_everything(1)
    base = address(page, "x").removesuffix("x/")
    failed = []
    for value in BAD_VALUES:
        if not value:
            continue
        url = f"{base}{quote(value, safe='%')}/"
        status, html = ask(careless_client, url)
        if status not in {400, 404} or "<h1" not in html:
            failed.append((status, url[:200]))
    assert failed == []


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("event-list", "page=2", 404),
        ("event-list", "page=0", 404),
        ("event-list", "page=-1", 404),
        ("event-list", "page=abc", 404),
        ("event-list", "page=99999999", 404),
        ("event-list", "page=last", 200),
        ("event-list", "kind=visit&kind=summit", 200),
        ("event-list", "year=2017&year=%00", 400),
        ("event-list", "partner=" + "9" * 19, 400),
        ("source-list", "publisher=" + "a" * 161, 200),
        ("event-list", "&".join(f"a{n}=1" for n in range(5000)), 400),
        ("event-list", "x" * 70_000, 200),
    ],
)  # fmt: skip
def test_what_a_strange_address_is_answered(
    careless_client: Client, name: str, query: str, status: int
) -> None:
    """Explained where it can be, refused where it can't be read."""
    make_everything(1)
    answered, html = ask(careless_client, f"{address(name)}?{query}")
    assert answered == status
    assert Page(html).problems == []


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize(
    ("path", "status"),
    [("nowhere/", 404), ("partners/atlantis/", 404), ("partners/%00/", 400)],
)
def test_an_error_is_in_dress(
    careless_client: Client, language: str, path: str, status: int
) -> None:
    """In the reader's language, with the menu and a way on."""
    answered, html = ask(careless_client, f"/{language}/{path}")
    page = Page(html)
    assert answered == status
    assert page.problems == page.html_errors == []
    assert page.language == language
    assert f"/{language}/partners/" in page.links
    assert f"/{language}/" in page.links


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ACCEPT_LANGUAGE": "\xff\x00"},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 10_000},
        {"HTTP_ACCEPT_LANGUAGE": "fr;q=nan, es;q=99999999999999999999"},
        {"HTTP_COOKIE": "sessionid=%00; django_language=\x00"},
        {"HTTP_COOKIE": "sessionid=" + "a" * 5000},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "[::1"},
        {"HTTP_HOST": "a@testserver"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_IF_MODIFIED_SINCE": "the day after"},
        {"HTTP_RANGE": "bytes=-9999999999999999999999"},
    ],
)
def test_a_bad_header_never_breaks_a_page(
    careless_client: Client, headers: dict[str, Any]
) -> None:
    """Nor does it get into the page."""
    make_everything(1)
    maps = ("/sitemap.xml", "/sitemap-partner.xml")
    for path in ("/", "/en/", "/en/partners/", *maps, "/robots.txt"):
        response = careless_client.get(path, **headers)
        assert response.status_code in {200, 302, 400}, path
        assert b"evil.example" not in response.content


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "FOO"])
def test_a_public_page_is_only_read(careless_client: Client, method: str) -> None:
    """Nothing public takes anything."""
    for path in ("/en/partners/", "/en/guides/"):
        assert careless_client.generic(method, path).status_code in {403, 405}


def test_no_value_is_written_back_as_html(client: Client) -> None:
    """A value that is shown again is text."""
    nasty = "\"'><svg/onload=alert(1)>"
    for name, filters in FILTERS.items():
        query = dict.fromkeys(filters, nasty)
        page = Page(client.get(address(name), query).content.decode())
        assert page.problems == [], name
