"""What a page counts: each number under the words for what it counts.

A suspended partner is one; a former one, an Ally now or not, and a country that is
only in dialogue are none. An agreement is counted under the state that it has, so
that nothing is taken for in force that is only on record.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from .models import Affiliation, AffiliationStatus, Agreement, Framework, Partner
from .reading import Reading
from .states import STILL_IN, AgreementState, current, status_on, with_states


@dataclass(frozen=True, slots=True)
class PartnerCounts:
    """How many of some records are partners, and how many were or are something else.

    A record counts once under each status that it has on the day in one framework or
    another, just as the filter by status finds it.
    """

    partners: int = 0
    suspended: int = 0
    allies_now: int = 0
    ended: int = 0
    in_dialogue: int = 0


def of_partners(partners: Iterable[Partner], day: datetime.date) -> PartnerCounts:
    """Count partners by where they stand on `day`."""
    return _counted((each.affiliations.all() for each in partners), day)


def of_framework(framework: Framework, day: datetime.date) -> PartnerCounts:
    """Count the partners of a framework by where they stand in it on `day`."""
    return _counted(by_partner(framework), day)


def by_partner(framework: Framework) -> list[list[Affiliation]]:
    """Return the spans of each partner in a framework."""
    spans: dict[int, list[Affiliation]] = {}
    for each in framework.affiliations.all():
        spans.setdefault(each.partner_id, []).append(each)
    return list(spans.values())


def _counted(
    spans: Iterable[Iterable[Affiliation]], day: datetime.date
) -> PartnerCounts:
    found: Counter[AffiliationStatus] = Counter()
    partners = 0
    for each in spans:
        statuses = {status_on(span, day) for span in current(each, day)}
        found.update(statuses)
        partners += not statuses.isdisjoint(STILL_IN)
    return PartnerCounts(
        partners=partners,
        suspended=found[AffiliationStatus.SUSPENDED],
        allies_now=found[AffiliationStatus.BECAME_MEMBER],
        ended=found[AffiliationStatus.ENDED],
        in_dialogue=found[AffiliationStatus.IN_DIALOGUE],
    )


def of_agreements(reading: Reading) -> list[tuple[AgreementState, int]]:
    """Count the public agreements by where they stand, in one question."""
    found = (
        with_states(reading.public(Agreement), reading)
        .order_by()
        .values("state")
        .annotate(number=Count("pk"))
        .values_list("state", "number")
    )
    return in_order(Counter(dict(found)))


def in_order(found: Counter[str]) -> list[tuple[AgreementState, int]]:
    """Return the states that occur, in the order in which a page lists them."""
    return [(state, found[state]) for state in AgreementState if found[state]]
