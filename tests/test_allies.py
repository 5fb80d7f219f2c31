"""The page of the Allies: all of them, by accession, with what they were before."""

import pytest
from django.test import Client

from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db


def read(client: Client, language: str = "en") -> Page:
    response = client.get(f"/{language}/allies/")
    assert response.status_code == 200
    return Page(response.content.decode())


def rows(page: Page) -> list[str]:
    """The rows in their order, each as text."""
    (body,) = page.all("tbody")
    return [text_of(row) for row in page.all("tr", inside=body)]


def test_allies_stand_in_the_order_of_their_accession(client: Client) -> None:
    """Nobody who is none, or is none yet."""
    make.make_country(name_en="Sweden", ally_since="2024-03-07")
    make.make_country(name_en="Norway", ally_since="1949-08-24")
    make.make_country(name_en="Belgium", ally_since="1949-08-24")
    make.make_country(name_en="Austria")
    make.make_country(name_en="Utopia", ally_since="2099-01-01")
    assert rows(read(client)) == [
        "24 August 1949 Belgium", "24 August 1949 Norway", "7 March 2024 Sweden"
    ]  # fmt: skip


def test_each_day_names_its_sources(client: Client) -> None:
    country = make.make_country(ally_since="1949-08-24")
    make.make_citation(country, field="ally_since", value="1949-08-24")
    page = read(client)
    (body,) = page.all("tbody")
    (row,) = page.all("tr", inside=body)
    assert len(page.sources_of(row)) == 1


def test_a_former_partner_leads_to_its_page_with_its_time(client: Client) -> None:
    country = make.make_country(name_en="Finland", ally_since="2023-04-04")
    partner = make.make_partner(country=country)
    framework = make.make_framework(name_en="Partnership for Peace")
    make.make_affiliation(
        partner=partner, framework=framework, since="1994-05-09", until="2023-04-04"
    )
    page = read(client)
    assert rows(page) == [
        "4 April 2023 Finland Partnership for Peace 9 May 1994 – 4 April 2023 (Finland)"
    ]
    assert partner.get_absolute_url() in page.links


def test_a_draft_of_a_partner_is_not_named(client: Client) -> None:
    country = make.make_country(name_en="Finland", ally_since="2023-04-04")
    make.make_partner(country=country, status="draft")
    assert rows(read(client)) == ["4 April 2023 Finland"]


def test_the_address_of_an_ally_is_its_row(client: Client) -> None:
    """Another country is found among the partners."""
    ally = make.make_country(slug="norway", ally_since="1949-08-24")
    assert ally.get_absolute_url() == "/en/allies/#country-norway"
    assert "country-norway" in read(client).ids
    assert make.make_country().get_absolute_url() == "/en/partners/"


def test_without_an_ally_the_page_says_so(client: Client) -> None:
    assert "No record of this kind is published yet." in read(client).text
