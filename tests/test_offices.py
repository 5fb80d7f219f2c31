"""Which office is printed at an event: what dates or sources prove, and no more."""

import pytest
from django.test import Client

from partnerships.models import Appointment, Event, Person
from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db

NOT_ON_RECORD = "office at that time not on record"


@pytest.fixture
def person() -> Person:
    return make.make_person(name="Jane Doe")


@pytest.fixture
def event(person: Person) -> Event:
    """Talks on 25 June 2013, with a source of their own."""
    event = make.make_event(
        date="2013-06-25", people=[person], partners=[make.make_partner()]
    )
    make.make_citation(event, source=make.make_source(title="The talks"))
    return event


def office(person: Person, since: str = "", until: str = "") -> Appointment:
    """An office that a source of its own gives, which somebody disputes."""
    found = make.make_appointment(
        person=person, office_en="Minister", since=since, until=until
    )
    make.make_citation(found, source=make.make_source(title="The office"))
    make.make_citation(found, field="organisation", value="Another ministry")
    return found


def told(client: Client, event: Event) -> list[str]:
    """The lines on people of the event's page, and of its partner's."""
    pages = [event.get_absolute_url(), event.partners.get().get_absolute_url()]
    lines = []
    for url in pages:
        page = Page(client.get(url).content.decode())
        lines.append(text_of(page.section("people")))
        # An office that is not printed brings neither sources nor disagreements.
        printed = "Minister" in lines[-1]
        assert ("The office" in page.text) == printed
        assert ("Another ministry" in page.text) == printed
    return lines


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2012", "2014"),
        ("2013-06-25", ""),
        ("2013-06-01", "2013-06-25"),
    ],
)
def test_an_office_is_printed_if_its_dates_hold_on_that_day(
    client, person, event, since, until
):
    """From its start to its end; one without an end holds for its start."""
    office(person, since, until)
    for line in told(client, event):
        assert "Minister" in line
        assert NOT_ON_RECORD not in line


@pytest.mark.parametrize(
    ("since", "until"),
    [("", ""), ("2012", ""), ("", "2014"), ("2013", "2014"), ("2014", "2015")],
)
def test_an_office_that_nothing_proves_for_that_day_is_not_on_record(
    client, person, event, since, until
):
    """An unknown end is never today, and a vague date proves to its earliest day."""
    office(person, since, until)
    for line in told(client, event):
        assert "Minister" not in line
        assert NOT_ON_RECORD in line


@pytest.mark.parametrize("since", ["", "2012", "2013"])
def test_a_source_of_the_event_proves_the_office_that_it_gives(
    client, person, event, since
):
    """Its own source is not needed for that, and stands in no line."""
    source = event.citations.get().source
    make.make_citation(office(person, since), source=source)
    for url in (event.get_absolute_url(), event.partners.get().get_absolute_url()):
        page = Page(client.get(url).content.decode())
        section = page.section("people")
        assert "Minister" in text_of(section)
        assert all("The talks" in each for each in page.sources_of(section))
        assert page.sources_of(section)


def test_no_source_proves_an_office_that_its_dates_exclude(client, person, event):
    """A page that tells of many years is a source of both."""
    source = event.citations.get().source
    make.make_citation(office(person, "2014", "2015"), source=source)
    for line in told(client, event):
        assert NOT_ON_RECORD in line


def test_a_hidden_source_proves_no_office(client, person, event):
    """What the public can't see proves nothing to it."""
    source = make.make_source(status="draft")
    make.make_citation(event, source=source)
    make.make_citation(office(person), source=source)
    for line in told(client, event):
        assert NOT_ON_RECORD in line


def test_an_office_stands_with_the_events_for_which_it_is_proven(client, person, event):
    """At another event it is not on record: that is another row of the partner."""
    office(person, "2012", "2014")
    partner = event.partners.get()
    make.make_event(date="2019-05-02", people=[person], partners=[partner])
    page = Page(client.get(partner.get_absolute_url()).content.decode())
    rows = {text_of(row) for row in page.all("tr", inside=page.section("people"))[1:]}
    assert len(rows) == 2
    assert any("Minister" in row and "25 June 2013" in row for row in rows)
    assert any(NOT_ON_RECORD in row and "2 May 2019" in row for row in rows)
    assert text_of(page.section("people")).startswith("People 1 ")
