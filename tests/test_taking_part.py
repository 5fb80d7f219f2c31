"""Parts in programmes are told by what is known of their end, on both pages."""

import pytest
from django.test import Client

from partnerships.models import Participation
from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db


def told(client: Client, address: str, section: str) -> dict[str, str]:
    """The groups of a section by their titles, each with when its parts were."""
    page = Page(client.get(address).content.decode())
    inside = page.section(section)
    titles = [text_of(each) for each in page.all("h3", inside=inside)]
    tables = page.all("table", inside=inside)
    return {
        title: "; ".join(
            text_of(cell) for cell in page.all("td", "table__date", inside=table)
        )
        for title, table in zip(titles, tables, strict=True)
    }


def with_source(part: Participation, published: str) -> Participation:
    make.make_citation(part, source=make.make_source(published=published))
    return part


@pytest.fixture
def parts() -> list[Participation]:
    """One partner in four programmes: open, ended twice, undated."""
    partner = make.make_partner()
    ended = make.make_programme(until="2014-12")
    return [
        with_source(make.make_participation(partner=partner, since="2013"), "2021-05"),
        make.make_participation(partner=partner, programme=ended, since="2002"),
        make.make_participation(partner=partner, since="2003", until="2007"),
        with_source(make.make_participation(partner=partner), "2019"),
    ]


def test_the_page_of_a_partner_tells_what_is_known_of_each_end(
    client: Client, parts
) -> None:
    address = parts[0].partner.get_absolute_url()
    assert told(client, address, "programmes") == {
        "No end on record so far 1": "since 2013 on record to May 2021",
        "Ended 2": "2002 – December 2014 at the latest: the programme ended; 2003–2007",
        "Date not known 1": "not known on record to 2019",
    }


def test_the_page_of_a_programme_does_too(client: Client, parts) -> None:
    """Nothing there implies that a part outlived its programme."""
    address = parts[1].programme.get_absolute_url()
    assert told(client, address, "partners") == {
        "Ended 1": "2002 – December 2014 at the latest: the programme ended"
    }


def test_the_parts_of_an_ally_ended_with_its_accession(client: Client) -> None:
    """However new the source is: it tells of an Ally then."""
    partner = make.make_partner(country=make.make_country(ally_since="2023-04-04"))
    with_source(make.make_participation(partner=partner, since="1999"), "2024")
    assert told(client, partner.get_absolute_url(), "programmes") == {
        "Ended 1": "1999 – 4 April 2023 at the latest: the partner became an Ally"
    }


def test_the_list_of_programmes_does_not_imply_that_one_runs(client: Client) -> None:
    make.make_programme(since="2001")
    make.make_programme(since="2001", until="2014")
    text = Page(client.get("/en/programmes/").content.decode()).text
    assert "from 2001 no end on record" in text
    assert "2001–2014 Ended" in text
    assert "since 2001" not in text


def test_the_timeline_says_the_same_in_words(client: Client, parts) -> None:
    """The drawing and the list beneath agree."""
    page = Page(client.get(parts[0].partner.get_absolute_url()).content.decode())
    listed = text_of(page.section("timeline"))
    for words in (
        "Since 2013, last on record May 2021",
        "2002 – December 2014",
        "Solid bar: to the last day on record.",
    ):
        assert words in listed
