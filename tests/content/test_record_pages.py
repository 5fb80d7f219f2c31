"""What a reader finds on the pages of the other kinds of records."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from partnerships.models import Agreement, Citation, Source
from tests.html import Page, text_of

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


@pytest.fixture
def read(client: Client):
    """Read a page below /en/."""

    def read_page(path: str) -> Page:
        response = client.get(f"/en/{path}")
        assert response.status_code == 200
        return Page(response.content.decode())

    return read_page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "frameworks/global-partners/",
            ["Colombia", "Japan", "Republic of Korea", "2010"],
        ),
        (
            "frameworks/partnership-for-peace/",
            ["10 January 1994", "Ukraine", "Finland"],
        ),
        ("frameworks/mediterranean-dialogue/", ["December 1994", "Jordan", "Morocco"]),
        (
            "agreements/colombia-itpp-2021/",
            ["8 December 2021", "12 May 2025", "Cyber defence"],
        ),
        (
            "agreements/japan-joint-declaration-2013/",
            ["15 April 2013", "13 April 2013"],
        ),
        ("topics/cyber-defence/", ["Colombia", "Japan"]),
        (
            "programmes/science-for-peace-and-security/",
            ["Colombia", "Ukraine", "Japan"],
        ),
        ("activities/sps-arw-counter-terrorism-2019/", ["Copenhagen", "Bogotá"]),
        ("centres/cides/", ["15 March 2019", "Colombia", "33", "34"]),
        ("events/colombia-dialogue-begins/", ["2013", "2015", "Colombia"]),
        ("people/jens-stoltenberg/", ["Secretary General"]),
        ("sources/nato-relations-colombia/", ["NATO", "16 October 2023"]),
        ("glossary/", ["ITPP", "Individually Tailored Partnership Programme"]),
        ("disagreements/", ["22nd Annual PTEC Conference", "May 2022", "22 May 2023"]),
    ],
)
def test_a_page_tells_what_its_records_say(read, path: str, words: list[str]) -> None:
    """Facts of the content, as a reader sees them."""
    page = read(path)
    told = text_of(page.main)
    for each in words:
        assert each in told, each


@pytest.mark.parametrize(
    "path",
    [
        "frameworks/partnership-for-peace/",
        "agreements/colombia-itpp-2021/",
        "programmes/science-for-peace-and-security/",
        "activities/sps-arw-counter-terrorism-2019/",
        "centres/cides/",
        "events/colombia-dialogue-begins/",
        "people/jens-stoltenberg/",
        "guides/",
    ],
)
def test_a_page_names_its_sources(read, path: str) -> None:
    """Superscripts lead to a numbered list with publisher and date."""
    page = read(path)
    if path == "guides/":
        page = read(
            next(
                link
                for link in page.links
                if "/guides/" in link and link[-7:] != "guides/"
            ).removeprefix("/en/")
        )
    sources = page.all("li", "sources__item")
    assert sources
    cited = {link for link in page.links if link.startswith("#source-")}
    assert cited == {f"#{each.get('id')}" for each in sources}


def test_a_source_page_lists_all_that_it_supports_or_disputes(read) -> None:
    """Every record that the country page on Colombia is cited for is linked."""
    source = Source.objects.get(slug="nato-relations-colombia")
    page = read("sources/nato-relations-colombia/")
    expected = {
        citation.subject.page.get_absolute_url()
        for citation in Citation.objects.filter(source=source)
        if citation.subject and hasattr(citation.subject.page, "get_absolute_url")
    }
    assert len(expected) > 10
    assert expected - set(page.links) == set()
    disputes = text_of(page.section("disputes"))
    assert "22nd Annual PTEC Conference" in disputes
    assert "May 2022" in disputes


def test_a_topic_gathers_partners_from_all_over(read) -> None:
    """Everything on one subject: the agreements that cover it, by partner."""
    page = read("topics/cyber-defence/")
    expected = {
        agreement.get_absolute_url()
        for agreement in Agreement.objects.filter(areas__topic__slug="cyber-defence")
    }
    assert len(expected) > 5
    assert expected - set(page.links) == set()


def test_every_open_disagreement_is_on_one_page(read) -> None:
    """As many as the facts name, each with two values and who gives them."""
    page = read("disagreements/")
    disputes = page.all("article", "dispute")
    assert len(disputes) > 50
    for dispute in disputes:
        values = page.all("dd", "dispute__value", inside=dispute)
        assert len(values) > 1, text_of(dispute)
        for value in values[1:]:
            assert page.all("a", inside=value), text_of(dispute)


def test_acronyms_are_explained_where_they_first_stand(read) -> None:
    """A link to the glossary, with the expansion, once a page."""
    page = read("partners/colombia/")
    terms = page.all("a", "term")
    assert terms
    assert len({text_of(each) for each in terms}) == len(terms)
    for term in terms:
        assert term.get("title")


def test_the_home_page_leads_everywhere(read) -> None:
    """To each list, each framework, and the partners on the map."""
    page = read("")
    for path in ("partners", "agreements", "programmes", "centres", "events", "topics"):
        assert f"/en/{path}/" in page.links
    assert "/en/partners/colombia/" in page.links
    assert "43" in text_of(page.section("numbers"))
