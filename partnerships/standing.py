"""Where a partner stands on a day, worked out from its records.

Nothing here is stored: the same records read as of another day give another
standing.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .dates import PartialDate, display, display_range
from .models import (
    ABBREVIATED,
    Affiliation,
    AffiliationStatus,
    Agreement,
    AgreementState,
    Partner,
)
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its words, as a page shows it: never by colour alone.

    `end` is the date to which an agreement was in force, if that is on record.
    """

    state: str
    words: str
    end: PartialDate | None = None


def affiliations(partner: Partner, day: datetime.date) -> list[Affiliation]:
    """Return the partner's affiliations begun by `day`, the latest first."""
    begun = [
        each
        for each in partner.affiliations.all()
        if not each.since or each.since.earliest <= day
    ]
    return sorted(begun, key=lambda each: str(each.since or ""), reverse=True)


def state_on(affiliation: Affiliation, day: datetime.date) -> str:
    """Return the status on `day`: active until the day on which it changed."""
    changed = affiliation.until
    if changed and changed.earliest > day:
        return AffiliationStatus.ACTIVE
    return affiliation.status


def of_affiliation(affiliation: Affiliation, day: datetime.date) -> Standing:
    """Return how the partner stands in a framework on `day`, as a phrase."""
    state = state_on(affiliation, day)
    if affiliation.framework is None:
        return Standing(state, _("In dialogue with NATO, not a partner"))
    term = affiliation.framework.partner_term or affiliation.framework.name
    since, until = affiliation.since, affiliation.until
    if state == AffiliationStatus.ACTIVE:
        return Standing(state, f"{term} {display_range(since, None)}".strip())
    if state == AffiliationStatus.SUSPENDED:
        words = {"active": f"{term} {display_range(since, None)}".strip()}
        if until is None:
            pattern = _("%(active)s; practical cooperation suspended")
        elif until.day:
            pattern = _("%(active)s; practical cooperation suspended on %(until)s")
        else:
            pattern = _("%(active)s; practical cooperation suspended in %(until)s")
        return Standing(state, pattern % {**words, "until": display(until)})
    # Without an end, "since" would say that it goes on.
    ended = f"{term} {display_range(since, until) if until else ''}".strip()
    if state == AffiliationStatus.BECAME_MEMBER:
        pattern = _("%(ended)s; now a member of the Alliance")
    else:
        pattern = _("%(ended)s; ended")
    return Standing(state, pattern % {"ended": ended})


def of_partner(
    partner: Partner, day: datetime.date
) -> list[tuple[Affiliation, Standing]]:
    """Return the partner's affiliations begun by `day`, each with its phrase."""
    return [(each, of_affiliation(each, day)) for each in affiliations(partner, day)]


def of_agreement(agreement: Agreement, reading: Reading) -> Standing:
    """Return where an agreement stands as it is read, in words."""
    state = agreement.state(reading.day, reading.at)
    return Standing(state.value, str(state.label), agreement.end(reading.at))


def headline(
    partner: Partner, agreements: Iterable[Agreement], reading: Reading
) -> list[Standing]:
    """Return the status line: the frameworks, then the programme that is in force."""
    line = [standing for _affiliation, standing in of_partner(partner, reading.day)]
    current = [
        each
        for each in agreements
        if each.kind in ABBREVIATED
        and each.state(reading.day, reading.at) == AgreementState.IN_FORCE
    ]
    if current:
        newest = max(current, key=lambda each: str(each.start))
        line.append(
            Standing(
                AgreementState.IN_FORCE.value,
                _("%(kind)s in force %(since)s")
                % {
                    "kind": newest.kind.upper(),
                    "since": display_range(newest.start, None),
                },
            )
        )
    return line
