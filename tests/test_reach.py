"""To which day the facts of a page reach."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from partnerships.dates import PartialDate
from partnerships.evidence import Evidence
from partnerships.models import Record
from partnerships.reach import Reach
from partnerships.reading import Reading
from tests import factories as make
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db

AT = datetime(2025, 12, 1, tzinfo=UTC)
READING = Reading(AT, AT.date())


def reach(*records: Record) -> Reach:
    return Reach.of(records, Evidence.of(records, READING), READING.day)


def date(text: str) -> PartialDate:
    return PartialDate.fromisoformat(text)


def test_facts_reach_to_the_newest_date_that_is_shown():
    """Of a period, of a confirmation, of a statement, of an edition."""
    agreement = make.make_agreement(signed="2013", ended="2019-05")
    assert reach(agreement).facts == date("2019-05")
    confirmed = make.make_agreement(signed="2013", confirmed="2025-05-12")
    assert reach(agreement, confirmed).facts == date("2025-05-12")
    statement = make.make_statement(agreement, as_of="2025-06")
    assert reach(agreement, confirmed, statement).facts == date("2025-06")
    priority = make.make_priority(edition="2025-07")
    assert reach(statement, priority).facts == date("2025-07")


def test_what_is_planned_is_no_fact_yet():
    """A term is a plan, and so is what begins after the day of reading."""
    agreement = make.make_agreement(signed="2021", runs_until="2025-06")
    assert reach(agreement).facts == date("2021")
    event = make.make_event(date="2025-12-02")
    assert reach(agreement, event).facts == date("2021")
    assert reach(make.make_event(date="2025-12-01")).facts == date("2025-12-01")


def test_a_vague_date_reaches_no_further_than_an_exact_one_in_it():
    """A year proves to its first day."""
    year, day = make.make_event(date="2025"), make.make_event(date="2025-01-02")
    assert reach(year, day).facts == date("2025-01-02")


def test_the_newest_source_is_that_of_what_is_shown():
    """By its last change; also one that disputes, but none that is hidden."""
    event = make.make_event(date="2022-05")
    make.make_citation(event, source=make.make_source(published="2022", updated="2024"))
    disputing = make.make_source(published="2025-07-16")
    make.make_citation(event, source=disputing, field="date", value="2021")
    hidden = make.make_source(published="2025-08", status="draft")
    make.make_citation(event, source=hidden)
    make.make_citation(make.make_event(), source=make.make_source(published="2025-09"))
    assert reach(event).sources == date("2025-07-16")


def test_nothing_dated_reaches_nowhere():
    """Which is said, and not filled with today."""
    assert reach(make.make_agreement()) == Reach(None, None)


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        (True, "Facts to 12 May 2023; newest dated source of 16 July 2024"),
        (
            False,
            "Day of the facts not on record; day of the sources not on record",
        ),
    ],
)
def test_a_page_says_to_which_day_its_facts_reach(client: Client, dated, words):
    """Beside the day of its review."""
    programme = make.make_programme(since="2023-05-12" if dated else "")
    source = make.make_source(published="2024-07-16" if dated else "")
    make.make_citation(programme, source=source)
    page = Page(client.get(programme.get_absolute_url()).content.decode())
    assert words in text_of(page.with_words("reviewed", "p", "page-head__status"))


def test_a_source_is_no_fact_that_reaches_anywhere(client: Client):
    """Its page tells of one document, which has a date of its own."""
    source = make.make_source(published="2024-07-16")
    make.make_citation(make.make_event(date="2022-05"), source=source)
    page = Page(client.get(source.get_absolute_url()).content.decode())
    assert "Facts to" not in text_of(page.main)


def test_the_end_of_a_term_of_office_is_a_plan():
    """A source of before may name it; what happens then, none can know."""
    office = make.make_appointment(since="2022-08-07", until="2024")
    assert reach(office).facts == date("2022-08-07")
