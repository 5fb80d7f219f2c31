"""What each public page asks of the database: exactly this, however much there is."""

import pytest
from django.test import Client

from partnerships.models import (
    Activity,
    Address,
    Affiliation,
    Agreement,
    AgreementAim,
    AgreementArea,
    Appointment,
    Citation,
    Country,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
    GuideParagraph,
    Participation,
    Partner,
    Person,
    Priority,
    Programme,
    Record,
    Source,
    Statement,
    Topic,
    TrainingCentre,
)
from partnerships.urls import urlpatterns as public_urls
from tests.everything import Everything
from tests.questions import Parts, asks, for_each, record, together

EVIDENCE: Parts = {"citations with their sources": Citation}
GLOSSARY: Parts = {"glossary terms, to explain acronyms": GlossaryTerm}
MAP: Parts = {"which countries are Allies": Country}

# Where agreements stand: how many in each state, and whether their partner's
# cooperation is suspended.
STANDING: Parts = {"how many agreements stand where": Agreement}
SUSPENSIONS: Parts = {"suspensions of the partners of agreements": Affiliation}

PARTNERS: Parts = {"partners with their countries": Partner}
AFFILIATIONS: Parts = {"affiliations with their frameworks": Affiliation}
AFFILIATED: Parts = {"affiliations with their partners": Affiliation}
PARTNERS_OF_EVENTS: Parts = {"the partners of the events": Partner}
PARTNERS_OF_ACTIVITIES: Parts = {"the partners of the activities": Partner}
EVENTS: Parts = {"events": Event, **PARTNERS_OF_EVENTS}
ACTIVITIES: Parts = {"activities": Activity, **PARTNERS_OF_ACTIVITIES}
CENTRES: Parts = {"centres": TrainingCentre, "the topics of the centres": Topic}
AREAS_AND_AIMS: Parts = {
    "areas": AgreementArea,
    "aims": AgreementAim,
    "statements on the agreements": Statement,
}
OFFICES: Parts = {"offices with their countries": Appointment}
PEOPLE: Parts = {"people": Person, **OFFICES}
STATEMENTS: Parts = {"statements": Statement}

# Addresses that answer with something else than a page of records.
NOT_PAGES: frozenset[str] = frozenset()


def found(kind: type[Record]) -> Parts:
    """A list that is cut into pages, with what its rows link to."""
    return {"how many were found": kind, "the rows": kind}


def choices(*kinds: type[Record]) -> Parts:
    """Filters that offer records ask once for each kind."""
    return for_each("choices of", *kinds)


def disputed(rows: str, *kinds: type[Record]) -> Parts:
    """What links lead to that a source disputes, where a page shows no more of it.

    Once for each link, however many rows of the page have it.
    """
    return for_each(f"disputed links of {rows}:", *kinds)


# What `for_link` joins to the records of citations is not asked for again.
DISPUTED_ANYWHERE: Parts = together(
    disputed("agreements", Agreement),
    disputed("areas", Topic),
    disputed("priorities", Topic),
    disputed("activities", Country, Partner, Programme, Topic),
    disputed("centres", Country, Topic),
    disputed("events", Country, Partner, Person, Agreement, Programme, TrainingCentre),
    disputed("offices", Country),
)

BUDGETS: dict[str, Parts] = {
    "home": together(
        PARTNERS,
        AFFILIATIONS,
        MAP,
        for_each("how many of", Programme, TrainingCentre, Event, Source),
        STANDING,
        SUSPENSIONS,
        {
            "frameworks": Framework,
            "topics": Topic,
            "the newest agreements": Agreement,
            "guides": Guide,
        },
        EVENTS,
    ),
    "partner-list": together(
        PARTNERS,
        AFFILIATIONS,
        MAP,
        {"statuses that somebody has": Affiliation},
        choices(Framework, Topic, Programme),
    ),
    "ally-list": together(
        {"countries that are Allies": Country},
        {"those that were partners": Partner},
        AFFILIATIONS,
        EVIDENCE,
    ),
    "framework-list": together({"frameworks": Framework}, AFFILIATED),
    "agreement-list": together(
        found(Agreement), STANDING, SUSPENSIONS, choices(Partner, Topic)
    ),
    "programme-list": together(
        {"programmes": Programme, "participations, to count partners": Participation},
        choices(Topic, Partner),
    ),
    "activity-list": together(
        found(Activity), PARTNERS_OF_ACTIVITIES, choices(Programme, Partner, Topic)
    ),
    "centre-list": together(CENTRES, choices(Country, Topic)),
    "event-list": together(
        found(Event), PARTNERS_OF_EVENTS, choices(Partner, Programme)
    ),
    "topic-list": {"topics with four counts": Topic},
    "source-list": together(
        found(Source),
        {"how often each is cited": Citation, "choices of languages": Source},
    ),
    "guide-list": {"guides": Guide},
    "method": {},
    "glossary": together({"terms": GlossaryTerm}, EVIDENCE),
    "disagreement-list": together(
        {"citations with a value": Citation},
        for_each(
            "what they are about:",
            Framework,
            Partner,
            Affiliation,
            Agreement,
            AgreementArea,
            Programme,
            Priority,
            Participation,
            Activity,
            TrainingCentre,
            Event,
            Appointment,
            Statement,
        ),
        DISPUTED_ANYWHERE,
        EVIDENCE,
    ),
    "partner-page": together(
        record(Partner),
        AFFILIATIONS,
        {"agreements": Agreement},
        SUSPENSIONS,
        AREAS_AND_AIMS,
        {"participations with their programmes": Participation},
        ACTIVITIES,
        CENTRES,
        {"statements on the centres": Statement},
        EVENTS,
        {"statements on the events": Statement},
        PEOPLE,
        STATEMENTS,
        disputed("activities", Topic),
        disputed("events", Agreement, Programme, TrainingCentre),
        EVIDENCE,
        GLOSSARY,
    ),
    "framework-page": together(
        record(Framework), AFFILIATED, STATEMENTS, EVIDENCE, GLOSSARY
    ),
    "agreement-page": together(
        record(Agreement),
        SUSPENSIONS,
        AREAS_AND_AIMS,
        {"what it supersedes": Agreement},
        EVENTS,
        disputed("events", Person, Programme, TrainingCentre),
        EVIDENCE,
        GLOSSARY,
    ),
    "topic-page": together(
        record(Topic),
        {"areas with their agreements": AgreementArea},
        SUSPENSIONS,
        {"priorities with their programmes": Priority},
        ACTIVITIES,
        CENTRES,
        disputed("areas", Topic),
        disputed("priorities", Topic),
        disputed("activities", Topic),
        EVIDENCE,
        GLOSSARY,
    ),
    "programme-page": together(
        record(Programme),
        {"priorities with their topics": Priority},
        STATEMENTS,
        {"participations with their partners": Participation},
        ACTIVITIES,
        EVENTS,
        disputed("activities", Topic),
        disputed("events", Person, Agreement, TrainingCentre),
        EVIDENCE,
        GLOSSARY,
    ),
    "activity-page": together(
        record(Activity),
        {"its partners": Partner, "its topics": Topic},
        EVIDENCE,
        GLOSSARY,
    ),
    "centre-page": together(
        record(TrainingCentre),
        {"its topics": Topic},
        STATEMENTS,
        EVENTS,
        disputed("events", Person, Agreement, Programme),
        EVIDENCE,
        GLOSSARY,
    ),
    "event-page": together(
        record(Event),
        {"its partners": Partner},
        STATEMENTS,
        PEOPLE,
        EVIDENCE,
        GLOSSARY,
    ),
    "person-page": together(
        record(Person),
        OFFICES,
        EVENTS,
        disputed("events", Person, Agreement, Programme, TrainingCentre),
        EVIDENCE,
        GLOSSARY,
    ),
    "source-page": together(
        record(Source),
        {"its citations": Citation},
        for_each("what they are about:", *Citation.subject_models().values()),
        DISPUTED_ANYWHERE,
        EVIDENCE,
    ),
    "guide-page": together(
        record(Guide),
        {"paragraphs": GuideParagraph, "the other guides": Guide},
        {"the addresses of related records": Address},
        for_each("related", *Address.subject_models().values()),
        EVIDENCE,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", BUDGETS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_asks_exactly_its_budget(
    everything: Everything, client: Client, page: str, language: str
) -> None:
    """One row or twelve, in English or with English standing in: no query more."""
    url = everything.addresses()[page].replace("/en/", f"/{language}/", 1)
    with asks(BUDGETS[page]):
        response = client.get(url)
    assert response.status_code == 200


@pytest.mark.django_db
def test_a_question_to_another_table_is_out_of_budget() -> None:
    """As many questions are not enough: each is asked where the budget says."""
    of_agreements = Agreement.objects.values("areas__topic")
    with asks({"the topics of agreements": Topic}):
        list(Topic.objects.filter(pk__in=of_agreements))
    moved = r"country: 0 instead of 1; .*topic: 1 instead of 0"
    with (
        pytest.raises(pytest.fail.Exception, match=moved),
        asks({"countries": Country}),
    ):
        list(Topic.objects.all())


@pytest.mark.django_db
def test_every_page_has_a_budget(everything: Everything) -> None:
    """No page is added without one."""
    assert set(BUDGETS) == set(everything.addresses())
    named = {pattern.name for pattern in public_urls if pattern.name not in NOT_PAGES}
    assert named == set(BUDGETS)


@pytest.mark.django_db
def test_the_site_map_asks_once_for_each_kind(
    everything: Everything, client: Client
) -> None:
    """And not once for each language: the index counts, a part reads its kind."""
    kinds = {name: type(each) for name, each in everything.records().items()}
    with asks(for_each("how many of", *kinds.values())):
        assert client.get("/sitemap.xml").status_code == 200
    for name, kind in kinds.items():
        with asks({"addresses and days of review": kind}):
            assert client.get(f"/sitemap-{name}.xml").status_code == 200
    with asks({}):
        assert client.get("/sitemap-lists.xml").status_code == 200
        assert client.get("/sitemap-nowhere.xml").status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_not_there_costs_two_questions(client: Client) -> None:
    """A robot that guesses addresses is cheap to answer: now there, once there?"""
    with asks({"the record": Partner, "the one with the address of before": Partner}):
        assert client.get("/en/partners/atlantis/").status_code == 404
    with asks({}):
        assert client.get("/en/nowhere/").status_code == 404


@pytest.mark.django_db
def test_filters_ask_for_the_chosen_record_only(
    everything: Everything, client: Client
) -> None:
    """A filtered list costs its budget, and one question for each chosen record."""
    query = {
        "framework": everything.framework.slug,
        "topic": everything.topic.slug,
        "programme": everything.programme.slug,
        "status": "active",
        "region": "europe",
    }
    chosen = for_each("the chosen", Framework, Topic, Programme)
    with asks(together(BUDGETS["partner-list"], chosen)):
        response = client.get("/en/partners/", query)
    assert everything.partner.country.name in response.content.decode()
