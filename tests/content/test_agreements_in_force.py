"""Where the agreements on record stand: the two tellings are one, on every day."""

import datetime
from collections import Counter

from partnerships.dates import PartialDate
from partnerships.models import Agreement
from partnerships.reading import Reading
from partnerships.states import AgreementState, agreement_state, with_states

DATES = ("signed", "in_force", "runs_until", "confirmed", "ended")


def days_that_matter() -> list[datetime.date]:
    """The bounds of each date of an agreement, with the day after each."""
    dates: set[PartialDate] = set()
    for agreement in Agreement.objects.all():
        dates.update(filter(None, (getattr(agreement, name) for name in DATES)))
    days = {day for date in dates for day in (date.earliest, date.latest)}
    return sorted(days | {day + datetime.timedelta(days=1) for day in days})


def test_sql_and_python_agree_on_every_agreement_on_every_day():
    """A list is filtered in SQL and its rows are labelled in Python."""
    now = Reading.now()
    days = days_that_matter()
    assert len(days) > 300
    seen: Counter[str] = Counter()
    agreements = list(now.for_list(Agreement))
    # Every other one: the next day after a bound stands beside it.
    for day in days[::2]:
        reading = Reading(now.at, day)
        told = {each.pk: agreement_state(each, reading).value for each in agreements}
        found = with_states(now.public(Agreement), reading)
        assert dict(found.values_list("pk", "state")) == told, day
        seen.update(told.values())
    assert all(seen[state] for state in AgreementState.values), seen
