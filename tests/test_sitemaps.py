"""The site map: every public page in three languages, and nothing else."""

import datetime
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from partnerships import sitemaps
from partnerships.urls import urlpatterns as public_urls
from tests import factories as make
from tests.everything import LISTS, address, make_everything

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANGUAGES = ("en", "fr", "es")
HOST = "http://testserver"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


def read(client: Client, url: str, root: str) -> ElementTree.Element:
    """The root of a file of the site map, of which this must be the name."""
    response = client.get(url)
    assert response.status_code == 200, url
    assert response.headers["Content-Type"] == "application/xml"
    # Made by the site itself, a moment ago.
    found = ElementTree.fromstring(response.content)  # noqa: S314
    assert found.tag == f"{SITEMAP}{root}"
    return found


def locations(root: ElementTree.Element) -> list[str]:
    """What each entry of a file leads to, without the host."""
    found = [str(entry.findtext(f"{SITEMAP}loc")) for entry in root]
    assert all(url.startswith(f"{HOST}/") for url in found)
    return [url.removeprefix(HOST) for url in found]


def parts(client: Client) -> list[str]:
    """The address of each part that the index names."""
    return locations(read(client, "/sitemap.xml", "sitemapindex"))


def entries(client: Client) -> dict[str, dict[str, str]]:
    """Each page of all parts with its alternates by language."""
    found = {}
    for part in parts(client):
        root = read(client, part, "urlset")
        for url, entry in zip(locations(root), root, strict=True):
            found[url] = {
                str(link.get("hreflang")): str(link.get("href")).removeprefix(HOST)
                for link in entry.iter(f"{XHTML}link")
            }
    return found


def in_languages(url: str) -> list[str]:
    """The address of an English page, in each language."""
    return [url.replace("/en/", f"/{language}/", 1) for language in LANGUAGES]


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


def test_each_kind_has_a_part_with_all_its_public_pages(client: Client) -> None:
    """Each address once, in the part that is named as its kind."""
    everything = make_everything(2)
    for kind, record in everything.records().items():
        model: Any = type(record)
        public = model.objects.published(timezone.now())
        wanted = [
            url for each in public for url in in_languages(each.get_absolute_url())
        ]
        found = locations(read(client, f"/sitemap-{kind}.xml", "urlset"))
        assert sorted(found) == sorted(wanted), kind
    lists = [url for name in LISTS for url in in_languages(address(name))]
    assert sorted(locations(read(client, "/sitemap-lists.xml", "urlset"))) == sorted(
        lists
    )


def test_what_is_not_public_is_in_no_part(client: Client) -> None:
    """Neither a record that is hidden itself, nor one of a hidden partner."""
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    hidden: list[Any] = [
        make.make_guide(status="draft"),
        make.make_guide(status="withdrawn"),
        make.make_guide(publish_at=tomorrow),
        make.make_agreement(partner=make.make_partner(status="draft")),
        make.make_activity(programme=make.make_programme(status="withdrawn")),
    ]
    shown = make.make_guide(publish_at=timezone.now() - datetime.timedelta(days=1))
    found = set(entries(client))
    assert found > set(in_languages(shown.get_absolute_url()))
    for each in hidden:
        assert not found & set(in_languages(each.get_absolute_url()))
    assert parts(client) == ["/sitemap-lists.xml", "/sitemap-guide.xml"]


def test_it_says_when_a_page_was_last_reviewed(client: Client) -> None:
    """For crawlers: the day on which the record was last compared with its sources."""
    reviewed = make.make_guide(reviewed_on="2025-11-30")
    other = make.make_guide()
    root = read(client, "/sitemap-guide.xml", "urlset")
    days = {
        url: entry.findtext(f"{SITEMAP}lastmod")
        for url, entry in zip(locations(root), root, strict=True)
    }
    assert days == {
        **dict.fromkeys(in_languages(reviewed.get_absolute_url()), "2025-11-30"),
        **dict.fromkeys(in_languages(other.get_absolute_url())),
    }


def test_a_large_kind_is_split(rf: RequestFactory) -> None:
    """Each page is in one part, and the index names no part that has none."""
    slugs = [make.make_guide(slug=f"guide-{letter}").slug for letter in "abcde"]
    index = sitemaps.index(rf.get("/"), most=2).content.decode()
    assert re.findall(r"<loc>http://testserver(.*)</loc>", index) == [
        "/sitemap-lists.xml",
        "/sitemap-guide.xml",
        "/sitemap-guide-2.xml",
        "/sitemap-guide-3.xml",
    ]
    found = []
    for number in ("1", "2", "3"):
        xml = sitemaps.part(rf.get("/"), "guide", number, most=2).content.decode()
        found.append(re.findall(r"<loc>http://testserver/es/guides/(.*)/</loc>", xml))
    assert found == [slugs[:2], slugs[2:4], slugs[4:]]
    with pytest.raises(Http404):
        sitemaps.part(rf.get("/"), "guide", "4", most=2)


def test_no_part_passes_the_limits_of_the_protocol(client: Client) -> None:
    """50,000 addresses and 50 MB, with the longest slugs and the longest host."""
    assert sitemaps.MOST_RECORDS * len(settings.LANGUAGES) <= 50_000
    for kind, model in sitemaps.KINDS.items():
        longest = "x" * (model._meta.get_field("slug").max_length or 0)
        entry = sitemaps._pattern(f"https://{253 * 'x'}", f"{kind}-page", "SLUG")
        entry = entry.format(slug=longest, reviewed=sitemaps._lastmod(timezone.now()))
        assert len(entry) * sitemaps.MOST_RECORDS < 50 * 1024 * 1024


@pytest.mark.parametrize(
    "name",
    (
        *("nowhere", "country", "guide", "guide-", "guide-0", "guide-1", "guide-02"),
        *("guide-2", "guide-99999", "guide-999999999999999999", "lists-2"),
    ),
)
def test_a_part_without_addresses_is_not_there(client: Client, name: str) -> None:
    """Nor is a kind without pages, or a second address of a part."""
    if name != "guide":
        make.make_guide()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_it_is_only_read(client: Client) -> None:
    """HEAD answers as GET does, without the body; all else is refused."""
    for url in ("/sitemap.xml", "/sitemap-lists.xml"):
        response = client.head(url)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/xml"
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert client.generic(method, url).status_code == 405


def test_robots_are_led_to_it(client: Client) -> None:
    """And kept out of the admin."""
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text.splitlines()
    assert "Disallow: /admin/" in text.splitlines()
