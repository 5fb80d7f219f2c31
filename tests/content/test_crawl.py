"""The whole site over its own content, read from link to link."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import translation

from tests import factories as make
from tests.everything import LISTS, address
from tests.html import Page

pytestmark = pytest.mark.once

START = "/en/"
# Answers with something else than a page.
NOT_A_PAGE = re.compile(r"\.(ics|csv|json|xml|atom|md)$|/feed/$")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module", autouse=True)
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Serve static files as production does: collected, by hashed names only.

    A page that refers to a file that is not there is then an error, as it is there.
    Only the compressed twins are left out: they change no name and take seconds.
    """
    directory = tmp_path_factory.mktemp("static")
    hashed = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    with override_settings(
        STATIC_ROOT=directory,
        STORAGES={**project.STORAGES, "staticfiles": {"BACKEND": hashed}},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield directory


@pytest.fixture
def without_a_flag() -> set[str]:
    """Publish what names a country that has no flag; gives the pages that do."""
    country = make.make_country(name_en="Utopia", iso_alpha2="XA")
    partner = make.make_partner(country=country)
    make.make_affiliation(partner=partner)
    office = make.make_appointment(country=country)
    records: list[Any] = [
        partner,
        make.make_agreement(partner=partner),
        make.make_centre(host_country=country),
        office.person,
        make.make_event(
            partners=[partner],
            people=[office.person],
            country=country,
            place_en="Amaurot",
        ),
    ]
    return {record.get_absolute_url() for record in records}


def followed(url: str) -> bool:
    """English pages, and the further pages of a list; no filters."""
    parts = urlsplit(url)
    return (
        not parts.netloc
        and parts.path.startswith(START)
        and re.fullmatch(r"(page=\d+)?", parts.query) is not None
    )


def locations(client: Client, url: str) -> list[str]:
    """What the index or a part of the site map names, without the host."""
    xml = client.get(url).content.decode()
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", xml)


def test_every_page_is_well_and_every_link_leads_somewhere(
    client: Client, collected: Path, without_a_flag: set[str]
) -> None:
    """From the home page on: each answers 200, is valid, and reaches its fragments."""
    pages: dict[str, Page] = {}
    wanted: dict[str, str] = {}
    statics: set[str] = set()
    problems: list[str] = []
    queue = deque([START])
    seen = {START}
    while queue:
        url = queue.popleft()
        response = client.get(url)
        if response.status_code != 200:
            problems.append(f"{url}: {response.status_code}")
            continue
        if NOT_A_PAGE.search(urlsplit(url).path):
            continue
        page = Page(response.content.decode())
        problems += [f"{url}: {problem}" for problem in page.problems]
        for link in page.links:
            target, fragment = urldefrag(link)
            if target.startswith("?"):
                target = urlsplit(url).path + target
            if not target or not followed(target):
                continue
            if fragment:
                wanted[f"{target}#{fragment}"] = url
            if target not in seen:
                seen.add(target)
                queue.append(target)
        statics |= {each for each in page.resources if each.startswith("/static/")}
        # Only what the checks below ask for; all pages would fill the memory.
        page.html = ""
        pages[url] = page

    for link, origin in wanted.items():
        target, fragment = urldefrag(link)
        if target in pages and fragment not in pages[target].ids:
            problems.append(f"{origin}: {link} is not on that page")
    # One name for what a page asks for and what is served, hash included.
    problems += [
        f"{static} is not there"
        for static in statics
        if not (collected / static.removeprefix("/static/")).is_file()
    ]
    assert problems[:20] == []
    assert len(pages) > 1750
    assert without_a_flag - set(pages) == set()

    # Whatever is in the site map can be reached by links.
    listed = {
        url
        for part in locations(client, "/sitemap.xml")
        for url in locations(client, part)
        if url.startswith(START)
    }
    assert len(listed) > 1750
    assert listed - set(pages) == set()

    # Titles tell pages apart: in a list of tabs or bookmarks, nothing else does.
    assert all(page.title for page in pages.values())


# One of each kind that has much on it.
RICH = {
    "partner-page": "colombia",
    "framework-page": "global-partners",
    "agreement-page": "colombia-itpp-2021",
    "topic-page": "cyber-defence",
    "programme-page": "science-for-peace-and-security",
    "activity-page": "sps-arw-counter-terrorism-2019",
    "centre-page": "cides",
    "event-page": "colombia-dialogue-begins",
    "person-page": "jens-stoltenberg",
    "source-page": "nato-relations-colombia",
    "guide-page": "what-is-a-global-partner",
}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("name", [*LISTS, *RICH])
def test_a_page_of_each_kind_is_valid_html(
    client: Client, name: str, language: str
) -> None:
    """By the parser that browsers use, in each language."""
    url = address(name) if name in LISTS else address(name, RICH[name])
    response = client.get(url.replace("/en/", f"/{language}/", 1))
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.html_errors == page.problems == []
    assert page.language == language


@pytest.mark.parametrize("name", LISTS)
def test_the_last_page_of_a_list_is_there(client: Client, name: str) -> None:
    """And the one after it is not, unless the list has no pages."""
    page = Page(client.get(address(name)).content.decode())
    numbers = [int(n) for link in page.links for n in re.findall(r"\?page=(\d+)", link)]
    last = max([1, *numbers])
    assert client.get(address(name), {"page": last}).status_code == 200
    if numbers:
        assert client.get(address(name), {"page": last + 1}).status_code == 404
