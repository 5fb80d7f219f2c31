"""Counts say what they count, and lead to just what they counted."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from partnerships import counts
from partnerships.counts import PartnerCounts
from partnerships.models import Partner
from partnerships.reading import Reading
from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 1)
READING = Reading(datetime.combine(TODAY, time(), UTC), TODAY)


@pytest.fixture
def some_of_each():
    """Two partners, one of them suspended; a former one, an Ally now; a dialogue."""
    framework = make.make_framework()
    make.make_affiliation(framework=framework, since="1994")
    first = make.make_affiliation(framework=framework, since="1994", until="2014-04-01")
    make.make_affiliation(
        partner=first.partner, framework=framework, status="suspended",
        since="2014-04-01",
    )  # fmt: skip
    country = make.make_country(ally_since="2023-04-04")
    former = make.make_affiliation(
        partner=make.make_partner(country=country), framework=framework,
        since="1994", until="2023-04-04",
    )  # fmt: skip
    make.make_affiliation(
        partner=former.partner, framework=framework, status="became-member",
        since="2023-04-04",
    )  # fmt: skip
    make.make_affiliation(status="in-dialogue")
    return framework


def test_a_suspended_partner_is_one_and_a_former_one_is_none(some_of_each):
    found = counts.of_partners(Partner.objects.all(), TODAY)
    assert found == PartnerCounts(2, suspended=1, allies_now=1, in_dialogue=1)
    assert counts.of_framework(some_of_each, TODAY) == PartnerCounts(
        2, suspended=1, allies_now=1
    )


def test_counts_are_of_the_day(some_of_each):
    """Before the suspension and the accession there were three partners."""
    found = counts.of_partners(Partner.objects.all(), date(2013, 1, 1))
    assert (found.partners, found.suspended, found.allies_now) == (3, 0, 0)


@pytest.mark.parametrize("path", ["/en/", "/en/partners/", "/en/frameworks/"])
def test_each_number_leads_to_as_many_rows(client: Client, some_of_each, path):
    """'2 partners, 1 of them suspended; 1 former partner is an Ally now; …'."""
    page = Page(client.get(path).content.decode())
    links = [
        link for link in page.all("a") if "?status=" in str(link.get("href"))
        and text_of(link)[0].isdigit()
    ]  # fmt: skip
    said = [text_of(link) for link in links]
    assert "2 partners" in said
    assert "1 of them suspended" in said
    assert "1 former partner is an Ally now" in said
    for link in links:
        listed = Page(client.get(str(link.get("href"))).content.decode())
        heading = text_of(listed.with_words("", "h2", "results__title"))
        assert heading.split()[0] == text_of(link).split()[0], link.get("href")
    assert not any(text.startswith(("3", "4")) for text in said)


def test_agreements_are_counted_under_their_own_words(client: Client):
    """An adopted text is not in force, and is not counted as if it were."""
    make.make_agreement(nature="binding", signed="2013")
    make.make_agreement(nature="political", signed="2013")
    make.make_agreement(nature="political", signed="2014")
    found = [(state.value, number) for state, number in counts.of_agreements(READING)]
    assert found == [("in-force", 1), ("adopted", 2)]
    for path in ("/en/", "/en/agreements/"):
        page = Page(client.get(path).content.decode())
        (tally,) = page.all("ul", "tally")
        assert text_of(tally) == "In force 1 Adopted 2"


def test_the_page_of_a_partner_counts_by_state(client: Client):
    partner = make.make_partner()
    for nature in ("binding", "political", "political"):
        make.make_agreement(partner=partner, nature=nature, signed="2013")
    page = Page(client.get(partner.get_absolute_url()).content.decode())
    fact = next(
        each for each in page.all("div", "key-facts__item")
        if text_of(each).startswith("Agreements")
    )  # fmt: skip
    assert text_of(fact) == "Agreements 3 on record In force: 1 Adopted: 2"


def test_a_framework_that_everybody_left_has_no_partners(client: Client):
    """And says how many there were."""
    make.make_affiliation(since="1991", until="1997")
    text = Page(client.get("/en/frameworks/").content.decode()).text
    assert "0 partners ; 1 ended" in text
