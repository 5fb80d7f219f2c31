"""What each public page asks of the database: exactly this, however much there is."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from partnerships.urls import urlpatterns as public_urls
from tests.everything import Everything, make_everything

# A part is one question, or as many as its name says. What two pages share has the
# same name in both.
EVIDENCE = {"citations with their sources": 1}
GLOSSARY = {"glossary terms, to explain acronyms": 1}
FOUND = {"how many were found": 1, "the rows": 1}
MAP = {"which countries are Allies": 1}

# Addresses that answer with something else than a page of records.
NOT_PAGES: frozenset[str] = frozenset()

RECORD = {"the record": 1}
PARTNERS = {"partners with their countries": 1}
EVENTS = {"events": 1, "their partners": 1}
ACTIVITIES = {"activities": 1, "their partners": 1}
CENTRES = {"centres": 1, "their topics": 1}
AREAS_AND_AIMS = {"areas": 1, "aims": 1, "statements on the agreements": 1}
PEOPLE = {"people": 1, "their offices": 1, "the countries of the offices": 1}


def choices(*kinds: str) -> dict[str, int]:
    """Filters that offer records ask once for each kind."""
    return {f"choices of {kind}": 1 for kind in kinds}


def together(*groups: dict[str, int]) -> dict[str, int]:
    """Several groups of parts; a part that two of them name is counted twice."""
    names = {name for group in groups for name in group}
    return {name: sum(group.get(name, 0) for group in groups) for name in names}


BUDGETS: dict[str, dict[str, int]] = {
    "home": together(
        PARTNERS,
        {"affiliations with their frameworks": 1},
        MAP,
        {
            "how many agreements, programmes, centres, events, sources": 5,
            "frameworks": 1,
            "topics": 1,
            "the newest agreements": 1,
            "their successors": 1,
            "guides": 1,
        },
        EVENTS,
    ),
    "partner-list": together(
        PARTNERS,
        {"affiliations with their frameworks": 1},
        MAP,
        choices("frameworks", "topics", "programmes"),
    ),
    "framework-list": {"frameworks": 1, "affiliations with their partners": 1},
    "agreement-list": together(
        FOUND, {"their successors": 1}, choices("partners", "topics")
    ),
    "programme-list": together(
        {"the rows": 1, "participations, to count partners": 1},
        choices("topics", "partners"),
    ),
    "activity-list": together(
        FOUND, {"their partners": 1}, choices("programmes", "partners", "topics")
    ),
    "centre-list": together(CENTRES, choices("countries", "topics")),
    "event-list": together(
        FOUND, {"their partners": 1}, choices("partners", "programmes")
    ),
    "topic-list": {"topics with four counts": 1},
    "source-list": together(
        FOUND, {"how often each is cited": 1}, choices("languages")
    ),
    "guide-list": {"guides": 1},
    "glossary": together({"terms": 1}, EVIDENCE),
    "disagreement-list": together(
        {"citations with a value": 1, "the records that they are about, by kind": 9},
        EVIDENCE,
    ),
    "partner-page": together(
        RECORD,
        {"affiliations with their frameworks": 1, "agreements": 1},
        {"their successors": 1},
        AREAS_AND_AIMS,
        {"participations with their programmes": 1},
        ACTIVITIES,
        CENTRES,
        {"statements on the centres": 1},
        EVENTS,
        {"statements on the events": 1},
        PEOPLE,
        {"statements": 1},
        EVIDENCE,
        GLOSSARY,
    ),
    "framework-page": together(
        RECORD,
        {"affiliations with their partners": 1, "statements": 1},
        EVIDENCE,
        GLOSSARY,
    ),
    "agreement-page": together(
        RECORD,
        {"its successor": 1},
        AREAS_AND_AIMS,
        {"what it supersedes": 1},
        EVENTS,
        EVIDENCE,
        GLOSSARY,
    ),
    "topic-page": together(
        RECORD,
        {"areas with their agreements": 1, "successors of those": 1},
        {"priorities with their programmes": 1},
        ACTIVITIES,
        CENTRES,
        EVIDENCE,
        GLOSSARY,
    ),
    "programme-page": together(
        RECORD,
        {"priorities with their topics": 1, "statements": 1},
        {"participations with their partners": 1},
        ACTIVITIES,
        EVENTS,
        EVIDENCE,
        GLOSSARY,
    ),
    "activity-page": together(
        RECORD, {"its partners": 1, "its topics": 1}, EVIDENCE, GLOSSARY
    ),
    "centre-page": together(
        RECORD,
        {"its topics": 1, "statements": 1, "the partner that hosts it": 1},
        EVENTS,
        EVIDENCE,
        GLOSSARY,
    ),
    "event-page": together(
        RECORD,
        {"its partners": 1, "statements": 1},
        PEOPLE,
        {"its agreement, its programme, its centre": 3},
        EVIDENCE,
        GLOSSARY,
    ),
    "person-page": together(
        RECORD,
        {"offices": 1, "the countries of the offices": 1},
        EVENTS,
        EVIDENCE,
        GLOSSARY,
    ),
    "source-page": together(
        RECORD,
        {"its citations": 1, "the records that they are about, by kind": 16},
        EVIDENCE,
    ),
    "guide-page": together(RECORD, {"the other guides": 1}, EVIDENCE),
}


@pytest.fixture(scope="module", params=[1, 12], ids=["one of each", "twelve of each"])
def everything(
    request: pytest.FixtureRequest, django_db_setup, django_db_blocker
) -> Iterator[Everything]:
    """The same pages with little and with much on them, made once for all tests."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield make_everything(request.param)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("page", BUDGETS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_asks_exactly_its_budget(
    everything: Everything,
    client: Client,
    page: str,
    language: str,
    django_assert_num_queries,
) -> None:
    """One row or twelve, in English or with English standing in: no query more."""
    budget = BUDGETS[page]
    url = everything.addresses()[page].replace("/en/", f"/{language}/", 1)
    with django_assert_num_queries(sum(budget.values()), info=f"{page}: {budget}"):
        response = client.get(url)
    assert response.status_code == 200


@pytest.mark.django_db
def test_every_page_has_a_budget(everything: Everything) -> None:
    """No page is added without one."""
    assert set(BUDGETS) == set(everything.addresses())
    named = {pattern.name for pattern in public_urls if pattern.name not in NOT_PAGES}
    assert named == set(BUDGETS)


@pytest.mark.django_db
def test_the_site_map_asks_once_for_each_kind(
    everything: Everything, client: Client, django_assert_num_queries
) -> None:
    """And not once for each language: the index counts, a part reads its kind."""
    with django_assert_num_queries(len(everything.records())):
        assert client.get("/sitemap.xml").status_code == 200
    for kind in everything.records():
        with django_assert_num_queries(1, info=kind):
            assert client.get(f"/sitemap-{kind}.xml").status_code == 200
    with django_assert_num_queries(0):
        assert client.get("/sitemap-lists.xml").status_code == 200
        assert client.get("/sitemap-nowhere.xml").status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_not_there_costs_two_questions(
    client: Client, django_assert_num_queries
) -> None:
    """A robot that guesses addresses is cheap to answer: now there, once there?"""
    with django_assert_num_queries(2):
        assert client.get("/en/partners/atlantis/").status_code == 404
    with django_assert_num_queries(0):
        assert client.get("/en/nowhere/").status_code == 404


@pytest.mark.django_db
def test_filters_ask_for_the_chosen_record_only(
    everything: Everything, client: Client, django_assert_num_queries
) -> None:
    """A filtered list costs its budget, and one question for each chosen record."""
    query = {
        "framework": everything.framework.slug,
        "topic": everything.topic.slug,
        "programme": everything.programme.slug,
        "status": "active",
        "region": "europe",
    }
    with django_assert_num_queries(sum(BUDGETS["partner-list"].values()) + 3):
        response = client.get("/en/partners/", query)
    assert everything.partner.country.name in response.content.decode()
