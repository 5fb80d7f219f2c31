"""What holds for every public page: the frame, the language, what is sent along."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from partnerships.views.records import RecordList
from tests import factories as make
from tests.everything import Everything, make_everything
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


@pytest.fixture
def everything() -> Everything:
    """One of everything."""
    return make_everything(1)


def other_languages(url: str) -> dict[str, str]:
    return {code: url.replace("/en/", f"/{code}/", 1) for code in ("en", "fr", "es")}


def test_every_page_is_sound_in_every_language(
    client: Client, everything: Everything
) -> None:
    """Valid, one main heading, no skipped level, no duplicate id, no dead fragment."""
    for name, url in everything.addresses().items():
        for language, address in other_languages(url).items():
            response = client.get(address)
            assert response.status_code == 200, address
            assert response.headers["Content-Language"] == language
            page = Page(response.content.decode())
            assert page.problems == page.html_errors == [], (name, language)
            assert page.language == language


def test_an_empty_site_reads_well(client: Client) -> None:
    """On the first day, with nothing published, lists and home are sound."""
    from tests.everything import LISTS, address

    for name in LISTS:
        response = client.get(address(name))
        assert response.status_code == 200, name
        page = Page(response.content.decode())
        assert page.problems == page.html_errors == [], name


def test_records_without_relations_read_well(client: Client) -> None:
    """A record that has nothing but its name is a sound page, too."""
    bare: list[Any] = [
        make.make_partner(),
        make.make_framework(),
        make.make_agreement(),
        make.make_topic(),
        make.make_programme(),
        make.make_activity(),
        make.make_centre(),
        make.make_event(),
        make.make_person(),
        make.make_source(),
        make.make_guide(),
    ]
    for record in bare:
        response = client.get(record.get_absolute_url())
        assert response.status_code == 200
        page = Page(response.content.decode())
        assert page.problems == page.html_errors == [], record
        # No section without anything in it, and no label without a value.
        for heading in page.all("h2"):
            assert not text_of(heading).endswith(" 0"), text_of(heading)
        for value in page.all("dd"):
            assert text_of(value), record


def test_a_page_sets_no_cookie_and_does_not_vary_by_one(
    client: Client, everything: Everything, editor
) -> None:
    """A shared cache may keep it: it is the same for all (faults E10, E11)."""
    before = {}
    for url in [
        *everything.addresses().values(),
        "/en/nowhere/",
        "/sitemap.xml",
        "/sitemap-partner.xml",
    ]:
        response = client.get(url)
        assert response.cookies == {}, url
        assert "cookie" not in response.headers.get("Vary", "").lower(), url
        # Nor by the browser's language, where the address names one.
        if url.startswith("/en/"):
            assert "Vary" not in response.headers, url
        before[url] = response.content
    client.force_login(editor)
    for url, content in before.items():
        assert client.get(url).content == content, url


def test_the_language_is_in_the_address_alone(
    client: Client, everything: Everything
) -> None:
    """Neither a cookie nor the browser's wish changes what an address shows."""
    client.cookies["django_language"] = "es"
    response = client.get("/fr/partners/", headers={"accept-language": "en"})
    assert Page(response.content.decode()).language == "fr"


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("", "en"),
        ("de, it", "en"),
        ("fr-CA, en;q=0.5", "fr"),
        ("es-CO", "es"),
        ("de, es;q=0.8, fr;q=0.9", "fr"),
    ],
)
def test_the_bare_address_leads_to_a_language(
    client: Client, wish: str, language: str
) -> None:
    """By what the browser asks for, English by default."""
    response = client.get("/", headers={"accept-language": wish})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


def test_every_page_leads_to_itself_in_the_other_languages(
    client: Client, everything: Everything
) -> None:
    """With the filters that are set; for readers, and for search engines."""
    for url in everything.addresses().values():
        page = Page(client.get(url).content.decode())
        for address in other_languages(url).values():
            assert address in page.links
            assert any(each.endswith(address) for each in page.resources)
    page = Page(client.get("/en/events/?kind=visit&page=1").content.decode())
    assert "/fr/events/?kind=visit&page=1" in page.links


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?page=last", "?page=3"),
        ("?kind=&page=2", "?page=2"),
        ("?from=elsewhere&page=2", "?page=2"),
        ("?kind=visit", ""),
        ("?kind=visit&page=2", ""),
        ("?kind=nothing&page=1", ""),
    ],
)
def test_a_page_of_a_list_is_its_own_original(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str, canonical: str
) -> None:
    """Search engines would leave out page 2 if it named page 1; a part names all.

    Those in the other languages are the same page.
    """
    monkeypatch.setattr(RecordList, "paginate_by", 1)
    for _ in range(3):
        make.make_event(kind="visit")
    html = Page(client.get(f"/fr/events/{query}").content.decode())
    links: dict[Any, list[Any]] = {"canonical": [], "alternate": []}
    for link in html.tree.iter("link"):
        links.setdefault(link.get("rel"), []).append(link.get("href"))
    site = "http://testserver"
    assert links["canonical"] == [f"{site}/fr/events/{canonical}"]
    assert links["alternate"] == [
        f"{site}/{code}/events/{canonical}" for code in ("en", "fr", "es")
    ]


def test_the_strict_policy_is_sent_with_every_page(
    client: Client, everything: Everything
) -> None:
    """Errors too (faults F9, F11)."""
    for url in (*everything.addresses().values(), "/en/nowhere/", "/en/events/?a=%00"):
        headers = client.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"]
        assert headers["Permissions-Policy"]


def test_titles_and_descriptions_tell_pages_apart(
    client: Client, everything: Everything
) -> None:
    """In tabs, bookmarks and search results."""
    titles: dict[str, str] = {}
    for name, url in everything.addresses().items():
        page = Page(client.get(url).content.decode())
        assert page.title not in titles, (name, titles.get(page.title))
        titles[page.title] = name
        description = [
            each.get("content")
            for each in page.tree.iter("meta")
            if each.get("name") == "description"
        ]
        assert len(description) == 1
        assert description[0], name


@pytest.mark.parametrize(
    ("due", "overdue"), [("2020-01-01", True), ("2999-01-01", False), (None, False)]
)
def test_a_page_says_when_its_review_is_overdue(
    client: Client, due: str | None, overdue: bool
) -> None:
    """And when it was last reviewed, or that it was not yet."""
    partner = make.make_partner(
        reviewed_on="2019-06-30" if due else None, review_due=due
    )
    text = Page(client.get(partner.get_absolute_url()).content.decode()).text
    assert ("overdue" in text.lower()) is overdue
    assert ("30 June 2019" in text) is bool(due)
    assert ("not yet reviewed" in text) is not due


def test_text_of_records_is_escaped(client: Client) -> None:
    """What an editor types is text, wherever it stands (fault E5)."""
    nasty = "<script>alert(1)</script>\"'>&"
    everything = make_everything(1)
    for record in everything.records().values():
        for field in record._meta.fields:
            if field.name.endswith(("_en", "_fr")) or field.name in (
                "title", "publisher", "author", "city", "place", "acronym",
            ):  # fmt: skip
                setattr(record, field.name, nasty[: field.max_length or 50])
        record.save()
    for url in everything.addresses().values():
        for address in (url, url.replace("/en/", "/fr/", 1)):
            html = client.get(address).content.decode()
            assert "<script>alert" not in html, address
            page = Page(html)
            assert page.problems == page.html_errors == [], address


def test_a_guide_is_written_in_markdown_without_html(client: Client) -> None:
    """Links and lists are made; scripts and their links are not (fault E5)."""
    guide = make.make_guide(answer_en="<img src=x onerror=alert(1)> An answer.")
    make.make_paragraph(
        guide=guide,
        body_en="A *point*.\n\n- one\n- [two](javascript:alert(1))\n\n"
        "<img src=x onerror=alert(1)> [three](https://example.org/)",
    )
    page = Page(client.get(guide.get_absolute_url()).content.decode())
    assert page.problems == page.html_errors == []
    assert page.all("em") and page.all("li")
    assert not [link for link in page.links if link.startswith("javascript:")]
    assert "https://example.org/" in page.links
