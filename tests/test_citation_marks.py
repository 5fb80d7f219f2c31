"""Which numbers a page prints, and where: behind a field, a row, or the record."""

import pytest
from django.test import Client
from django.utils import translation

from partnerships.models import Record
from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client: Client):
    """Read the page of a record."""

    def read_page(record: Record, language: str = "en") -> Page:
        with translation.override(language):
            url = record.get_absolute_url()  # type: ignore[attr-defined]
        response = client.get(url)
        assert response.status_code == 200
        page = Page(response.content.decode())
        assert page.problems == []
        return page

    return read_page


def fact(page: Page, label: str):
    """The line of a key fact."""
    return next(
        each
        for each in page.all("div", "key-facts__item")
        if text_of(each).startswith(label)
    )


def numbers(page: Page, element) -> list[str]:
    return [
        text_of(each)
        for each in page.all("a", inside=element)
        if str(each.get("href")).startswith("#source-")
    ]


def test_a_source_of_the_whole_record_stands_once_under_the_key_facts(read):
    """And behind no field."""
    event = make.make_event(date="2023-05", place_en="Bogotá")
    make.make_citation(event)
    dated = make.make_citation(event, field="date", value="2023-05")
    page = read(event)
    assert page.sources_of(fact(page, "Place")) == []
    (behind,) = page.sources_of(fact(page, "Date"))
    assert dated.source.title in behind
    line = page.with_words("Sources for this record", "p", "record-sources")
    assert text_of(line) == "Sources for this record: 2"
    all_numbers = [each for each in page.links if each.startswith("#source-")]
    assert sorted(all_numbers) == ["#source-1", "#source-2"]


def test_a_source_that_disputes_a_field_says_so_where_it_stands_for_the_record(read):
    """A reader must not take it for one that supports all."""
    event, source = make.make_event(date="2023-05"), make.make_source()
    make.make_citation(event, source=source)
    make.make_citation(event, source=source, field="date", value="2022-05")
    page = read(event)
    line = page.with_words("Sources for this record", "p", "record-sources")
    assert text_of(line) == "Sources for this record: 1 (gives another date)"
    mark = page.with_words("no source gives this", "a", "disputed")
    dispute = page.with_words("May 2022", "article", "dispute")
    assert mark.get("href") == f"#{dispute.get('id')}"
    assert "No source gives the value that is shown." in text_of(dispute)


def test_a_field_that_nobody_disputes_names_no_disagreement(read):
    """Only where values exclude each other."""
    event = make.make_event(date="2023-05")
    make.make_citation(event, field="date", value="2023")
    page = read(event)
    assert page.all("a", "disputed") == []
    assert page.all("p", "record-sources") == []


def test_a_row_ends_with_its_other_sources_and_repeats_none(read):
    """In brackets, with a name for those who don't see where they stand."""
    participation = make.make_participation(since="2013", summary_en="It takes part.")
    source = make.make_source(kind="text")
    for field in ("since", "summary", ""):
        make.make_citation(participation, source=source, field=field)
    make.make_citation(participation)
    for record in (participation.partner, participation.programme):
        page = read(record)
        row = page.all("tr")[1]
        assert numbers(page, row) == ["1", "2"]
        assert numbers(page, page.all("td", "table__date", inside=row)[0]) == ["1"]
        (rest,) = page.all("span", "cite--row", inside=row)
        assert rest.get("aria-label") == "Sources for this entry"
        assert text_of(rest) == "[2]"


def test_a_row_says_which_of_its_sources_gives_another_value(read):
    """By a sign, and in words for those who hear it."""
    participation, source = make.make_participation(since="2013"), make.make_source()
    make.make_citation(participation, source=source)
    make.make_citation(participation, source=source, field="since", value="2012")
    page = read(participation.partner)
    (rest,) = page.all("span", "cite--row")
    (link,) = page.all("a", inside=rest)
    assert text_of(link) == "1≠"
    assert link.get("aria-label") == "Source 1, gives another date"


def test_what_a_source_was_read_of_stands_in_the_list_of_sources(read):
    """And where in it, in the language of the page."""
    event = make.make_event()
    make.make_citation(
        event,
        source=make.make_source(kind="text"),
        basis="excerpt",
        locator_en="page 3",
        locator_fr="troisième page",
    )
    make.make_citation(event, basis="text")
    excerpt, whole = read(event).all("li", "sources__item")
    assert "page 3 · read in excerpt" in text_of(excerpt)
    assert "read" not in text_of(whole)
    excerpt, _whole = read(event, "fr").all("li", "sources__item")
    assert "troisième page" in text_of(excerpt)


# What the page of a source lists


def test_a_source_supports_the_accession_of_a_country(read):
    """A country has no page: the list on which it stands is linked."""
    country = make.make_country(name_en="Finland", ally_since="2023-04-04")
    source = make.make_source()
    make.make_citation(country, source=source, field="ally_since", value="2023-04-04")
    page = read(source)
    section = page.section("supports")
    assert "Finland Ally since: 4 April 2023" in text_of(section)
    assert country.get_absolute_url() in page.links


def test_a_source_supports_a_paragraph_of_a_guide(read):
    """Named by its first words."""
    paragraph = make.make_paragraph(body_en="Being a partner is no membership.")
    source = make.make_source()
    make.make_citation(paragraph, source=source)
    page = read(source)
    assert "Being a partner is no membership." in text_of(page.section("supports"))
    assert paragraph.guide.get_absolute_url() in page.links


def test_a_source_page_says_where_its_support_is_in_doubt(read):
    """It gives another date, or nobody knows which one."""
    event, source = make.make_event(date="2023-05"), make.make_source()
    make.make_citation(event, source=source)
    make.make_citation(event, source=source, field="date", value="2022-05")
    other = make.make_source()
    make.make_citation(event, source=other, field="date", basis="title")
    supports = text_of(read(source).section("supports"))
    assert "The record as a whole (gives another date)" in supports
    supports = text_of(read(other).section("supports"))
    assert "Date (which value it gives is not on record)" in supports
    assert "only its title was read" in supports
