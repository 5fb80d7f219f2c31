"""What a reader of a partner's page finds, and which sources it names for it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from partnerships.dates import PartialDate
from partnerships.models import Event, Partner
from tests.html import Page, text_of

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


@pytest.fixture
def read(client: Client):
    """Read the page of a partner."""

    def read_partner(slug: str) -> Page:
        response = client.get(f"/en/partners/{slug}/")
        assert response.status_code == 200
        return Page(response.content.decode())

    return read_partner


def status_line(page: Page) -> str:
    return text_of(page.with_words("", "p", "page-head__status"))


def key_fact(page: Page, label: str):
    """The row of a key fact."""
    for item in page.all("div", "key-facts__item"):
        if text_of(item).startswith(label):
            return item
    raise AssertionError(f"No key fact {label!r}")


def record(page: Page, fragment: str, title: str):
    """The row of a section that has this title."""
    for item in page.all("li", "record", inside=page.section(fragment)):
        heading = text_of(page.all("h3", inside=item)[0])
        if title in heading:
            return item
    raise AssertionError(f"No record {title!r} in #{fragment}")


# slug, section, title, what is said, who says so
FACTS = [
    (
        "colombia",
        "agreements",
        "Individually Tailored Partnership Programme",
        ["8 December 2021", "Last confirmed 12 May 2025", "First ITPP concluded"],
        ["NATO and Colombia agree on a new partnership", "Konrad-Adenauer-Stiftung"],
    ),
    (
        "colombia",
        "agreements",
        "Agreement on Cooperation and Security of Information",
        ["25 June 2013", "Entered into force in January 2021", "Brussels"],
        ["Colombia signs cooperation agreement with NATO"],
    ),
    (
        "colombia",
        "agreements",
        "Individual Partnership and Cooperation Programme (2017)",
        ["18 May 2017", "Ended in May 2019"],
        ["Strengthening relations with Colombia"],
    ),
    (
        "colombia",
        "centres",
        "International Demining Centre",
        ["15 March 2019"],
        ["Konrad-Adenauer-Stiftung"],
    ),
    (
        "colombia",
        "events",
        "22nd Annual PTEC Conference of Commandants",
        ["22–25 May 2023", "sources disagree"],
        ["DRESMARA"],
    ),
    (
        "japan",
        "agreements",
        "Individually Tailored Partnership Programme",
        ["12 July 2023", "its term runs to 2026", "Covers 16 areas, up from nine"],
        ["NATO"],
    ),
    (
        "japan",
        "agreements",
        "Individual Partnership and Cooperation Programme, second revision",
        ["26 June 2020", "Superseded", "Ended 12 July 2023"],
        ["NATO"],
    ),
    (
        "ukraine",
        "agreements",
        "Charter on a Distinctive Partnership",
        ["9 July 1997", "Madrid"],
        ["NATO"],
    ),
    (
        "ukraine",
        "agreements",
        "Enhanced Opportunities Partner status",
        ["12 June 2020", "North Atlantic Council"],
        ["NATO"],
    ),
]


@pytest.mark.parametrize(("slug", "fragment", "title", "said", "sources"), FACTS)
def test_a_fact_stands_with_its_sources(
    read, slug: str, fragment: str, title: str, said: list[str], sources: list[str]
) -> None:
    """What is said, when, and in one click who says so."""
    page = read(slug)
    row = record(page, fragment, title)
    for words in said:
        assert words in text_of(row)
    named = page.sources_of(row)
    for words in sources:
        assert any(words in source for source in named), named


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("colombia", "Global partner since 18 May 2017"),
        ("colombia", "ITPP 2021: Last confirmed 12 May 2025"),
        ("japan", "its term runs to 2026"),
        ("ukraine", "In the Partnership for Peace since 8 February 1994"),
        ("russia", "practical cooperation suspended on 1 April 2014"),
        ("belarus", "practical cooperation suspended on 19 November 2021"),
        ("finland", "now a member of the Alliance"),
        ("argentina", "In dialogue with NATO, not a partner"),
    ],
)
def test_the_status_line_says_where_a_partner_stands(
    read, slug: str, status: str
) -> None:
    """The frameworks, and the programme that is in force."""
    assert status in status_line(read(slug))


def test_an_unknown_date_is_called_unknown(read) -> None:
    """No source gives the start of Pakistan's partnership, so the page gives none."""
    fact = key_fact(read("pakistan"), "Partners across the globe")
    assert "date not known" in text_of(fact)


def test_a_key_fact_names_its_sources(read) -> None:
    """Since when Colombia is a global partner, by those who say so."""
    page = read("colombia")
    fact = key_fact(page, "Partners across the globe")
    assert "18 May 2017" in text_of(fact)
    assert any("Relations with Colombia" in each for each in page.sources_of(fact))
    assert "sources disagree" in text_of(fact)


DISPUTES = [
    ("colombia", "22nd Annual PTEC Conference", "22 May 2023", ["May 2022"]),
    ("colombia", "Partners across the globe", "18 May 2017", ["2018", "2013"]),
    ("colombia", "Counter-Terrorism Lessons", "Copenhagen", ["Bogotá"]),
    ("japan", "Joint Political Declaration", "15 April 2013", ["13 April 2013"]),
    (
        "japan",
        "Indo-Pacific partners at the Madrid Summit",
        "29 June 2022",
        ["July 2022"],
    ),
    ("ukraine", "PTEC Marketplace 2023", "24", ["34"]),
]


@pytest.mark.parametrize(("slug", "title", "given", "others"), DISPUTES)
def test_a_disagreement_shows_both_values_with_who_says_so(
    read, slug: str, title: str, given: str, others: list[str]
) -> None:
    """What we give, what else is said, by whom, and why we prefer ours."""
    page = read(slug)
    dispute = next(
        each
        for each in page.all("article", "dispute", inside=page.section("disagreements"))
        if title in text_of(each)
    )
    values = page.all("dd", "dispute__value", inside=dispute)
    assert text_of(values[0]).startswith(given)
    unsupported = "No source gives the value that is shown." in text_of(values[0])
    assert bool(page.sources_of(values[0])) != unsupported
    for value in values[1:]:
        assert page.sources_of(value)
    told = [text_of(each) for each in values[1:]]
    for other in others:
        assert any(value.startswith(other) for value in told), told
    assert page.all("dd", "dispute__note", inside=dispute)


def test_a_disputed_fact_leads_to_its_disagreement(read) -> None:
    """Beside each disputed value stands a link to both values."""
    page = read("colombia")
    marks = page.all("a", "disputed")
    assert marks
    assert {str(each.get("href"))[1:] for each in marks} <= page.ids


def test_the_contents_name_what_is_on_the_page(read) -> None:
    """In the order of the page, with how much there is; sources count at the end."""
    page = read("colombia")
    contents = [text_of(each) for each in page.all("a", "contents__link")]
    headings = [text_of(each) for each in page.all("h2", "section__title")]
    sources = f"Sources {len(page.all('li', 'sources__item'))}"
    assert contents == ["Sources" if each == sources else each for each in headings]
    assert len(contents) > 10


def test_the_timeline_is_told_in_words_too(read) -> None:
    """The same content as a list, for those who don't see the drawing."""
    page = read("colombia")
    listed = text_of(page.section("timeline"))
    for words in ("The timeline as a list", "15 March 2019 Milestone: CIDES joins"):
        assert words in listed


def test_a_partner_is_never_called_a_member(read) -> None:
    """Membership is named only to say what a partner is not, or what it became."""
    for slug in ("colombia", "japan", "ukraine", "mongolia"):
        page = read(slug)
        assert "member" not in status_line(page).lower()
    assert "not a member" in read("colombia").text


def test_sources_are_numbered_once_and_in_order(read) -> None:
    """Each number leads to its source, and each source back to the first number."""
    page = read("ukraine")
    numbers = [
        int(str(each.get("id")).removeprefix("source-"))
        for each in page.all("li", "sources__item")
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {
        int(str(each.get("href")).removeprefix("#source-"))
        for each in page.all("a")
        if str(each.get("href")).startswith("#source-")
    }
    assert cited == set(numbers)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "1er février|8 février 1994"), ("es", "8 de febrero de 1994")],
)
def test_dates_are_in_the_language_of_the_page(
    client: Client, language: str, words: str
) -> None:
    """A date is written as its readers write it."""
    page = Page(client.get(f"/{language}/partners/ukraine/").content.decode())
    assert any(each in page.text for each in words.split("|"))
    # No English stands in for a missing translation: the summary has one.
    summary = page.with_words("", "p", "page-head__summary")
    assert [each.get("lang") for each in page.all("span", inside=summary)] == []


def test_every_partner_page_names_its_sources(client: Client) -> None:
    """No partner is told of without saying who says so: of a field, or of it all."""
    for partner in Partner.objects.filter(status="published"):
        page = Page(client.get(partner.get_absolute_url()).content.decode())
        summary = page.with_words("", "p", "page-head__summary")
        assert page.sources_of(summary) + page.sources_of(page.section("key-facts"))
        if partner.citations.filter(field=""):
            line = page.with_words("Sources for this record", "p", "record-sources")
            assert page.sources_of(line), partner


def test_a_date_that_no_source_gives_is_said_to_be_so(client: Client) -> None:
    """On the event's page and its partner's, with who gives what instead."""
    event = Event.objects.get(slug="ptec-commandants-22")
    event.date, event.end_date = PartialDate(2023, 6, 1), None
    event.save()
    for url in (event.get_absolute_url(), "/en/partners/colombia/"):
        page = Page(client.get(url).content.decode())
        dispute = next(
            each
            for each in page.all("article", "dispute")
            if "22nd Annual PTEC Conference" in text_of(each)
        )
        ours, *others = page.all("dd", "dispute__value", inside=dispute)
        assert text_of(ours) == "1 June 2023No source gives the value that is shown."
        assert page.sources_of(ours) == []
        said = {text_of(each): page.sources_of(each) for each in others}
        (in_2022,) = (each for words, each in said.items() if "May 2022" in words)
        assert "Relations with Colombia" in in_2022[0]
        (in_2023,) = (each for words, each in said.items() if "22 May 2023" in words)
        assert any("DRESMARA" in each for each in in_2023)
        marks = [text_of(each) for each in page.all("a", "disputed")]
        assert "no source gives this" in marks
