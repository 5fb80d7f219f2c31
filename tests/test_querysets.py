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
    AgreementState,
    Appointment,
    Attached,
    Citation,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
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


@pytest.mark.parametrize(
    ("values", "day", "state"),
    [
        # It begins with the first day that its date can mean …
        ({"signed": "2013-06-25"}, date(2013, 6, 24), "later"),
        ({"signed": "2013-06-25"}, date(2013, 6, 25), "in-force"),
        ({"signed": "2013-06"}, date(2013, 5, 31), "later"),
        ({"signed": "2013-06"}, date(2013, 6, 1), "in-force"),
        ({"signed": "2013"}, date(2012, 12, 31), "later"),
        ({"signed": "2013"}, date(2013, 1, 1), "in-force"),
        # … and lasts to the last day that its end can mean.
        ({"signed": "2013", "ended": "2019-06-30"}, date(2019, 6, 30), "in-force"),
        ({"signed": "2013", "ended": "2019-06-30"}, date(2019, 7, 1), "ended"),
        ({"signed": "2013", "ended": "2019-06"}, date(2019, 6, 30), "in-force"),
        ({"signed": "2013", "ended": "2019-06"}, date(2019, 7, 1), "ended"),
        ({"signed": "2013", "ended": "2019"}, date(2019, 12, 31), "in-force"),
        ({"signed": "2013", "ended": "2019"}, date(2020, 1, 1), "ended"),
        # A day of entry into force comes before that of signature.
        ({"signed": "2013", "in_force": "2014-02"}, date(2014, 1, 31), "signed"),
        ({"signed": "2013", "in_force": "2014-02"}, date(2014, 2, 1), "in-force"),
        ({"in_force": "2014-02"}, date(2014, 1, 31), "later"),
        ({"in_force": "2014-02"}, date(2014, 2, 1), "in-force"),
        # Without a start, nothing is claimed but the end.
        ({}, date(2013, 1, 1), "undated"),
        ({"ended": "2019"}, date(2019, 12, 31), "undated"),
        ({"ended": "2019"}, date(2020, 1, 1), "ended"),
    ],
)
def test_an_agreement_is_in_force_as_long_as_its_dates_can_mean(values, day, state):
    """The same in SQL and in Python."""
    agreement = make.make_agreement(**values)
    assert_state(agreement, day, state)


@pytest.mark.parametrize(
    ("later", "day", "state"),
    [
        ({"signed": "2017-05-18"}, date(2017, 5, 17), "in-force"),
        ({"signed": "2017-05-18"}, date(2017, 5, 18), "superseded"),
        ({"signed": "2017-05"}, date(2017, 5, 1), "superseded"),
        ({"signed": "2017"}, date(2017, 1, 1), "superseded"),
        ({"signed": "2017", "in_force": "2018"}, date(2017, 12, 31), "in-force"),
        ({"signed": "2017", "in_force": "2018"}, date(2018, 1, 1), "superseded"),
        ({}, date(2025, 1, 1), "in-force"),
    ],
)
def test_an_agreement_is_superseded_when_the_later_one_begins(later, day, state):
    """One without a date supersedes on no known day."""
    partner = make.make_partner()
    successor = make.make_agreement(partner=partner, **later)
    agreement = make.make_agreement(
        partner=partner, signed="2013", superseded_by=successor
    )
    assert_state(agreement, day, state)


def assert_state(agreement: Agreement, day: date, state: str) -> None:
    assert agreement.state(day) == AgreementState(state)
    found = Agreement.objects
    for queryset, states in [
        (found.in_force(day), {"in-force"}),
        (found.over(day), {"ended", "superseded"}),
        (found.undated(day), {"undated"}),
    ]:
        assert queryset.filter(pk=agreement.pk).exists() is (state in states)


@pytest.mark.parametrize(
    ("values", "later", "end"),
    [
        ({"ended": "2019"}, {"signed": "2017"}, "2019"),
        ({"ended": "2015-05"}, {"signed": "2017"}, "2015-05"),
        ({}, {"signed": "2017", "in_force": "2018-02"}, "2018-02"),
        ({}, {"signed": "2017"}, "2017"),
        ({}, {}, "None"),
        ({}, None, "None"),
    ],
)
def test_an_agreement_ends_with_its_own_end_or_else_with_its_successors_start(
    values, later, end
):
    """Its own end counts first, though it was superseded before or after."""
    partner = make.make_partner()
    successor = None if later is None else make.make_agreement(partner=partner, **later)
    agreement = make.make_agreement(
        partner=partner, signed="2013", superseded_by=successor, **values
    )
    assert str(agreement.end(AT)) == end


@pytest.mark.parametrize("values", HIDDEN, ids=["draft", "withdrawn", "not yet"])
def test_a_hidden_successor_changes_nothing_that_the_public_reads(values):
    """Neither the list's filter nor the words of its rows."""
    partner, day = make.make_partner(), AT.date()
    successor = make.make_agreement(partner=partner, signed="2020", **values)
    agreement = make.make_agreement(
        partner=partner, signed="2013", superseded_by=successor
    )
    public = Agreement.objects.published(AT)
    assert public.in_force(day, AT).get() == agreement
    assert not public.over(day, AT).exists()
    for found in (READING.for_list(Agreement).get(), agreement):
        assert found.state(day, AT) == AgreementState.IN_FORCE
        assert found.end(AT) is None
        assert READING.link(found, "superseded_by") is None
    assert_state(agreement, day, "superseded")


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
