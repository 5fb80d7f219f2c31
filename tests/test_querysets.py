"""What the public may read, and what holds on a day."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from partnerships.models import (
    Activity,
    Address,
    Affiliation,
    Agreement,
    AgreementAim,
    AgreementArea,
    Appointment,
    Attached,
    Citation,
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
    Publishable,
    Record,
    Source,
    Statement,
    Topic,
    TrainingCentre,
)
from partnerships.reading import Reading
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = datetime(2025, 12, 1, 12, tzinfo=UTC)
READING = Reading(AT, AT.date())
A_SECOND = timedelta(seconds=1)
HIDDEN: list[dict[str, Any]] = [
    {"status": "draft"},
    {"status": "withdrawn"},
    {"publish_at": AT + A_SECOND},
]
FACTORIES: dict[type[Record], Callable[..., Any]] = {
    Activity: make.make_activity,
    Affiliation: make.make_affiliation,
    Agreement: make.make_agreement,
    AgreementAim: make.make_aim,
    AgreementArea: make.make_area,
    Appointment: make.make_appointment,
    Event: make.make_event,
    Framework: make.make_framework,
    GlossaryTerm: make.make_term,
    Guide: make.make_guide,
    GuideParagraph: make.make_paragraph,
    Participation: make.make_participation,
    Partner: make.make_partner,
    Person: make.make_person,
    Priority: make.make_priority,
    Programme: make.make_programme,
    Source: make.make_source,
    Topic: make.make_topic,
    TrainingCentre: make.make_centre,
}
MODELS = [
    model
    for model in apps.get_app_config("partnerships").get_models()
    if issubclass(model, Record)
]


def leading_to_pages(model: type[Record]) -> Iterator[tuple[str, ...]]:
    """The ways from a row to each record without which the public doesn't see it."""
    for name in (*model.public_through, *getattr(model, "subject_fields", ())):
        related: Any = model._meta.get_field(name).related_model
        if issubclass(related, Publishable):
            yield (name,)
        for rest in leading_to_pages(related):
            yield (name, *rest)


WAYS = [(model, way) for model in MODELS for way in leading_to_pages(model)]


ATTACHED: dict[type[Record], Callable[[Record], Record]] = {
    Citation: make.make_citation,
    Statement: make.make_statement,
    Address: make.make_address,
}


def make_row(model: type[Record], way: tuple[str, ...]) -> Record:
    """Make a row from which the way leads somewhere."""
    if issubclass(model, Attached):
        related: Any = model._meta.get_field(way[0]).related_model
        about = make_row(related, way[1:]) if way[1:] else FACTORIES[related]()
        return ATTACHED[model](about)
    return FACTORIES[model]()


def shown(row: Record) -> bool:
    return type(row).objects.published(AT).filter(pk=row.pk).exists()


# What is public


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if issubclass(model, Publishable)],
    ids=lambda model: model.__name__,
)
def test_only_what_is_published_and_due_is_public(model):
    """In SQL and in Python alike."""
    cases: list[tuple[dict[str, Any], bool]] = [
        ({}, True),
        ({"publish_at": AT}, True),
        ({"publish_at": AT - A_SECOND}, True),
        ({"status": "draft", "publish_at": AT - A_SECOND}, False),
        *((values, False) for values in HIDDEN),
    ]
    for values, public in cases:
        row = FACTORIES[model](**values)
        assert shown(row) is public, values
        assert row.is_public(AT) is public, values


@pytest.mark.parametrize(
    ("model", "way"),
    WAYS,
    ids=[f"{model.__name__}-{'.'.join(way)}" for model, way in WAYS],
)
def test_a_row_is_as_hidden_as_the_record_that_it_belongs_to(model, way):
    """However many records lie between, and for each reason to be hidden."""
    for values in HIDDEN:
        row = make_row(model, way)
        assert shown(row)
        through: Any = row
        for name in way:
            through = getattr(through, name)
        type(through).objects.filter(pk=through.pk).update(**values)
        assert not shown(row), values


def test_every_model_with_a_parent_is_tested_above():
    """So that a new one can't be forgotten."""
    assert {model for model, _way in WAYS} >= {
        model for model in MODELS if model.public_through
    }
    assert {way[0] for model, way in WAYS if model is Citation} >= {
        name
        for name, kind in Citation.subject_models().items()
        if issubclass(kind, Publishable) or kind.public_through
    }


def test_a_country_in_dialogue_is_public_without_a_framework():
    """It is in none, which hides nothing."""
    assert shown(make.make_affiliation(status="in-dialogue"))


def test_a_citation_of_a_glossary_term_is_public():
    """The glossary is one page, which is always there."""
    assert shown(make.make_citation(make.make_term()))


def test_a_page_leads_to_nothing_that_is_hidden():
    """What is loaded with a partner is public itself."""
    partner = make.make_partner()
    for values in [{}, *HIDDEN]:
        make.make_agreement(partner=partner, **values)
        make.make_affiliation(
            partner=partner, framework=make.make_framework(**values), since="2000"
        )
        make.make_participation(
            partner=partner, programme=make.make_programme(**values)
        )
        make.make_activity(partners=[partner], **values)
        make.make_event(
            partners=[partner],
            people=[make.make_person(**hidden) for hidden in [{}, *HIDDEN]],
            **values,
        )
        make.make_centre(host_country=partner.country, **values)
    found = READING.for_page(Partner).get(pk=partner.pk)
    for name in (
        "agreements",
        "affiliations",
        "participations",
        "activities",
        "events",
    ):
        assert len(getattr(found, name).all()) == 1, name
    assert len(found.country.centres.all()) == 1
    assert len(found.events.all()[0].people.all()) == 1


def test_a_topic_counts_only_what_is_public():
    """A number on a list is a promise of what the page shows."""
    topic = make.make_topic()
    for values in [{}, *HIDDEN]:
        agreement = make.make_agreement(**values)
        for _number in range(2):
            make.make_area(agreement=agreement, topic=topic)
        make.make_priority(programme=make.make_programme(**values), topic=topic)
        make.make_activity(topics=[topic], **values)
        make.make_centre(topics=[topic], **values)
    counted: Any = READING.topics_with_counts().get()
    assert counted.agreement_count == 1
    assert counted.programme_count == 1
    assert counted.activity_count == 1
    assert counted.centre_count == 1


# When an agreement is in force

ENDS = date(2019, 6, 30)


# Other rules of reading


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2013", {"2013", "2013-05", "2013-05-22", "2013-12-31"}),
        ("2013-05", {"2013-05", "2013-05-22"}),
        ("2013-05-22", {"2013-05-22"}),
        ("2013-06", set()),
    ],
)
def test_events_of_a_period_are_those_dated_inside_it(period, found):
    """An event of 2013 is not surely one of May 2013."""
    for day in ("2012-12-31", "2013", "2013-05", "2013-05-22", "2013-12-31", "2014"):
        make.make_event(date=day)
    assert {
        str(each.date) for each in Event.objects.filter(date__within=period)
    } == found
