"""The two tellings of where an agreement stands, in Python and in SQL, are one."""

import datetime
from collections import Counter

import pytest

from partnerships.dates import PartialDate
from partnerships.models import Agreement, AgreementState

PRECEDING = datetime.timedelta(days=1)


def days_that_matter() -> list[datetime.date]:
    """The bounds of each date of an agreement, with the day before and after."""
    dates: set[PartialDate] = set()
    for agreement in Agreement.objects.all():
        given = (agreement.signed, agreement.in_force, agreement.ended)
        dates.update(filter(None, given))
    days = {day for date in dates for day in (date.earliest, date.latest)}
    return sorted(days | {d - PRECEDING for d in days} | {d + PRECEDING for d in days})


def states(day: datetime.date) -> dict[AgreementState, set[str]]:
    """The slugs of all agreements, by where Python says that they stand."""
    found: dict[AgreementState, set[str]] = {state: set() for state in AgreementState}
    for agreement in Agreement.objects.select_related("superseded_by"):
        found[agreement.state(day)].add(agreement.slug)
    return found


def slugs(agreements) -> set[str]:
    return set(agreements.values_list("slug", flat=True))


def test_sql_and_python_agree_on_every_agreement_on_every_day():
    """A list is filtered in SQL and its rows are labelled in Python."""
    days = days_that_matter()
    assert len(days) > 300
    seen: Counter[AgreementState] = Counter()
    all_agreements = list(Agreement.objects.select_related("superseded_by"))
    for day in days:
        by_state: dict[AgreementState, set[str]] = {
            each: set() for each in AgreementState
        }
        for agreement in all_agreements:
            by_state[agreement.state(day)].add(agreement.slug)
        over = by_state[AgreementState.ENDED] | by_state[AgreementState.SUPERSEDED]
        found = Agreement.objects
        assert slugs(found.in_force(day)) == by_state[AgreementState.IN_FORCE], day
        assert slugs(found.over(day)) == over, day
        assert slugs(found.undated(day)) == by_state[AgreementState.UNDATED], day
        seen.update({state: len(each) for state, each in by_state.items()})
    assert all(seen[state] for state in AgreementState), seen


@pytest.mark.parametrize("day", [datetime.date(2018, 6, 1), datetime.date(2025, 12, 1)])
def test_an_agreement_stands_in_one_place_at_a_time(day):
    """In force, over, undated, or still to come: one of them, and never two."""
    found = Agreement.objects
    parts = [
        slugs(found.in_force(day)),
        slugs(found.over(day)),
        slugs(found.undated(day)),
    ]
    assert sum(map(len, parts)) == len(set().union(*parts))
    by_state = states(day)
    later = by_state[AgreementState.LATER] | by_state[AgreementState.SIGNED]
    assert set().union(*parts) | later == slugs(found.all())
