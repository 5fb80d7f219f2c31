"""The site map: every public page in three languages, and nothing else."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from partnerships.urls import urlpatterns as public_urls
from tests import factories as make
from tests.everything import LISTS, address, make_everything

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANGUAGES = ("en", "fr", "es")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


def entries(client: Client) -> dict[str, dict[str, str]]:
    """Each address, without the host, with its alternates by language."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    # Made by the site itself, a moment ago.
    root = ElementTree.fromstring(response.content)  # noqa: S314
    host = "http://testserver"
    return {
        str(url.findtext(f"{SITEMAP}loc")).removeprefix(host): {
            str(link.get("hreflang")): str(link.get("href")).removeprefix(host)
            for link in url.iter(f"{XHTML}link")
        }
        for url in root.iter(f"{SITEMAP}url")
    }


def test_it_lists_every_page_in_every_language(client: Client) -> None:
    """Each once, with the same page in the other languages, and each answers."""
    everything = make_everything(1)
    found = entries(client)
    for url in everything.addresses().values():
        alternates = {
            language: url.replace("/en/", f"/{language}/", 1) for language in LANGUAGES
        }
        # The bare address chooses a language by what the browser asks for.
        bare = url.replace("/en/", "/", 1)
        for alternate in alternates.values():
            assert found[alternate] == {**alternates, "x-default": bare}
        response = client.get(bare, headers={"accept-language": "es-CO, en"})
        assert response.headers["Location"] == alternates["es"]
    for url in found:
        assert client.get(url).status_code == 200, url


def test_it_leaves_no_kind_of_page_out(client: Client) -> None:
    """A new kind of page is listed here, or is told not to be."""
    pages = {each.name for each in public_urls if each.pattern.converters}
    everything = make_everything(1)
    assert pages == {f"{kind}-page" for kind in everything.records()}
    found = entries(client)
    assert {address(name) for name in LISTS} <= set(found)


def test_it_says_when_a_page_was_last_reviewed(client: Client) -> None:
    """For crawlers: the day on which the record was last compared with its sources."""
    guide = make.make_guide(reviewed_on="2025-11-30")
    response = client.get("/sitemap.xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314
    days = {
        str(url.findtext(f"{SITEMAP}loc")): url.findtext(f"{SITEMAP}lastmod")
        for url in root.iter(f"{SITEMAP}url")
    }
    assert days[f"http://testserver{guide.get_absolute_url()}"] == "2025-11-30"


def test_robots_are_led_to_it(client: Client) -> None:
    """And kept out of the admin."""
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text.splitlines()
    assert "Disallow: /admin/" in text.splitlines()
