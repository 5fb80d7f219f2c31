"""A filter finds just the rows whose words say so, on any day, over all the content."""

import datetime
from collections import defaultdict
from typing import Any

import pytest
from django.http import QueryDict

from partnerships.filters import A_PARTNER, AgreementFilterSet, PartnerFilterSet
from partnerships.models import AffiliationStatus, Agreement, Partner
from partnerships.reading import Reading
from partnerships.standing import of_agreement, of_partner
from partnerships.states import STILL_IN, AgreementState

DAYS = [
    datetime.date(1995, 1, 1),
    datetime.date(2004, 7, 1),
    datetime.date(2014, 4, 1),
    datetime.date(2018, 6, 1),
    datetime.date(2023, 4, 4),
    datetime.date(2025, 12, 1),
]


def on(day: datetime.date) -> Reading:
    """Everything that is public now, as of another day."""
    return Reading(Reading.now().at, day)


def found(filterset: Any, model: Any, reading: Reading, query: str) -> set[str]:
    """The slugs of what a filter finds."""
    rows = filterset(QueryDict(query), reading.for_list(model), reading=reading)
    assert rows.is_valid(), rows.errors
    return {each.slug for each in rows.qs}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_partners_are_found_by_the_status_that_their_row_tells(day) -> None:
    reading = on(day)
    told: dict[str, set[str]] = defaultdict(set)
    for partner in reading.for_list(Partner):
        for _span, standing in of_partner(partner, day):
            told[standing.state].add(partner.slug)
            if standing.state in STILL_IN:
                told[A_PARTNER].add(partner.slug)
    for status in (A_PARTNER, *AffiliationStatus.values):
        rows = found(PartnerFilterSet, Partner, reading, f"status={status}")
        assert rows == told[status], status


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_agreements_are_found_by_the_state_that_their_row_tells(day) -> None:
    reading = on(day)
    told: dict[str, set[str]] = defaultdict(set)
    for agreement in reading.for_list(Agreement):
        told[of_agreement(agreement, reading).state].add(agreement.slug)
    for state in AgreementState.values:
        rows = found(AgreementFilterSet, Agreement, reading, f"state={state}")
        assert rows == told[state], state
