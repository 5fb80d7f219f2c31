"""The page that says how the site knows what it says."""

import re

import pytest
from django.test import Client

from partnerships.models import AffiliationStatus
from partnerships.states import AgreementState
from tests.html import Page

pytestmark = pytest.mark.django_db

# In the order in which the rules are asked; other pages link to each.
STATES = (
    *("later", "signed", "superseded", "ended", "acceded", "suspended", "adopted"),
    *("in-force", "possibly", "term-over", "last-confirmed", "undated"),
)
SUBJECTS = ("sources", "ranks", "disagreements", "dates", "reach")


@pytest.fixture(params=["en", "fr", "es"])
def page(request: pytest.FixtureRequest, client: Client) -> Page:
    """The page, in each language."""
    return Page(client.get(f"/{request.param}/method/").content.decode())


def test_each_state_has_a_place_that_pages_can_link_to(page: Page) -> None:
    """Agreements in the order of the rules, partners by each of their statuses."""
    fragments = [str(each.get("id")) for each in page.all("div", "statements__item")]
    assert fragments == [
        *(f"state-{state}" for state in STATES),
        *(f"status-{status}" for status in AffiliationStatus.values),
    ]
    assert set(AgreementState.values) == set(STATES)


def test_it_has_a_section_for_each_subject(page: Page) -> None:
    """Each is in the contents of the page, under its own fragment."""
    titled = {str(each.get("id")) for each in page.all("h2", "section__title")}
    listed = {each.get("href") for each in page.all("a", "contents__link")}
    assert set(SUBJECTS) <= titled
    assert listed == {f"#{fragment}" for fragment in titled}


def test_it_names_the_ranks_from_the_best(client: Client) -> None:
    """The text itself before what is official, and a reference work last."""
    page = Page(client.get("/en/method/").content.decode())
    ranks = [
        re.match(r"[\w ]+", "".join(each.itertext()))
        for each in page.all("li", inside=page.section("ranks"))
    ]
    assert [rank and rank[0] for rank in ranks] == [
        *("The text itself", "Official", "Press", "Analysis", "Reference work")
    ]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_leads_to_it(client: Client, language: str) -> None:
    """From the foot, where a reader asks how we know."""
    page = Page(client.get(f"/{language}/guides/").content.decode())
    links = [each.get("href") for each in page.tree.iter("a")]
    assert f"/{language}/method/" in links
