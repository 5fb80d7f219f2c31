"""Each model declares its period, and asks the database the same that Python says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.dates import Holds, PartialDate, PartialDateField
from partnerships.models import (
    Activity,
    Affiliation,
    Agreement,
    Appointment,
    Country,
    Event,
    Framework,
    Participation,
    Programme,
    Record,
    Statement,
    TrainingCentre,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[Record], Callable[..., Record]] = {
    Activity: make.make_activity,
    Affiliation: lambda **dates: make.make_affiliation(status="ended", **dates),
    Agreement: make.make_agreement,
    Appointment: make.make_appointment,
    Country: lambda **dates: make.make_country(
        iso_alpha2="QQ", iso_alpha3="QQQ", **dates
    ),
    Event: make.make_event,
    Framework: make.make_framework,
    Participation: make.make_participation,
    Programme: make.make_programme,
    Statement: lambda **dates: make.make_statement(make.make_programme(), **dates),
    TrainingCentre: make.make_centre,
}
# The years of a start, and those of an end, so that none stands before the other.
YEARS = {
    "in_force": (2011, 2011),
    **dict.fromkeys(("until", "ended", "end", "end_date"), (2012, 2014)),
}


def partial(first: int, last: int) -> st.SearchStrategy[str]:
    """A year, a month or a day, or no date."""
    months = st.builds(PartialDate, st.integers(first, last), st.integers(1, 12))
    days = st.dates(date(first, 1, 1), date(last, 12, 31)).map(PartialDate.of)
    years = st.builds(PartialDate, st.integers(first, last))
    return (years | months | days).map(str)


def names_of(model: type[Record]) -> list[str]:
    """The dates of which the period of a model is made."""
    declared = model.period_fields
    assert declared is not None
    return [*declared.starts, *([declared.end] if declared.end else [])]


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_the_database_finds_what_holds_on_a_day_and_what_may(model):
    """Of rows with every mixture of known, vague and unknown dates."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(data=st.data())
    def agree(data: Any) -> None:
        dates: dict[str, str] = {}
        for name in names_of(model):
            field = model._meta.get_field(name)
            drawn = partial(*YEARS.get(name, (2009, 2010)))
            dates[name] = data.draw(st.just("") | drawn if field.blank else drawn)
        day = data.draw(st.dates(date(2009, 1, 1), date(2015, 1, 1)))
        near = [PartialDate.fromisoformat(text) for text in dates.values() if text]
        if near and data.draw(st.booleans()):
            bound = data.draw(st.sampled_from(near))
            start = data.draw(st.sampled_from([bound.earliest, bound.latest]))
            day = start + timedelta(days=data.draw(st.integers(-1, 1)))
        with transaction.atomic():
            row = FACTORIES[model](**dates)
            found = type(row).objects.filter(pk=row.pk)
            said = found.get().period.holds(day)
            assert found.holding(day).exists() is (said == Holds.YES)
            assert found.possibly_holding(day).exists() is (said != Holds.NO)
            transaction.set_rollback(True)

    agree()


def test_every_model_with_dates_of_its_own_declares_its_period():
    """But for a source, whose dates are those of a document, and a list's edition."""
    lacking = {
        model.__name__
        for model in apps.get_app_config("partnerships").get_models()
        if issubclass(model, Record) and model.period_fields is None
        if any(isinstance(each, PartialDateField) for each in model._meta.fields)
    }
    assert lacking == {"Source", "Priority"}


@pytest.mark.parametrize(
    ("row", "period"),
    [
        (lambda: make.make_event(date="2013-05"), "2013-05 2013-05"),
        (
            lambda: make.make_event(date="2013-05", end_date="2013-06"),
            "2013-05 2013-06",
        ),
        (lambda: make.make_agreement(signed="2013", in_force="2014"), "2014 None"),
        (lambda: make.make_agreement(signed="2013", ended="2019"), "2013 2019"),
        (lambda: make.make_programme(since="2013"), "2013 None"),
        (lambda: make.make_statement(make.make_event(), as_of="2013"), "2013 2013"),
    ],
)
def test_what_has_no_end_lasts_unless_it_is_of_one_date(row, period):
    """An event is over with its day; an agreement counts from its entry into force."""
    found = row().period
    assert f"{found.start} {found.end}" == period
