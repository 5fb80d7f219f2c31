"""Where records stand on a day, in words; `partnerships.states` decides it.

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
    AgreementNature,
    Partner,
)
from .reading import Reading
from .states import AgreementState, agreement_state, current, end, status_on, term


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its words, as a page shows it: never by colour alone.

    `end` is the date to which an agreement was in force, if that is on record.
    """

    state: str
    words: str
    end: PartialDate | None = None


def of_partner(
    partner: Partner, day: datetime.date
) -> list[tuple[Affiliation, Standing]]:
    """Return the partner's standing in each framework on `day`, the latest first."""
    spans = list(partner.affiliations.all())
    return [(each, of_affiliation(each, spans, day)) for each in current(spans, day)]


def of_affiliation(
    affiliation: Affiliation, spans: Iterable[Affiliation], day: datetime.date
) -> Standing:
    """Return how the partner stands in a framework on `day`, as a phrase.

    `spans` are all of the partner: its time in the framework counts from the first.
    """
    state = status_on(affiliation, day)
    if affiliation.framework is None:
        if state == AffiliationStatus.ENDED:
            return Standing(state, _("No longer in dialogue with NATO"))
        return Standing(state, _("In dialogue with NATO, not a partner"))
    term_ = affiliation.framework.partner_term or affiliation.framework.name
    began = _began(affiliation, spans)
    if state == AffiliationStatus.ACTIVE:
        began = affiliation.since
        return Standing(state, f"{term_} {display_range(began, None)}".strip())
    if state == AffiliationStatus.SUSPENDED:
        words = {"active": f"{term_} {display_range(began, None)}".strip()}
        if affiliation.since is None:
            pattern = _("%(active)s; practical cooperation suspended")
        elif affiliation.since.day:
            pattern = _("%(active)s; practical cooperation suspended on %(until)s")
        else:
            pattern = _("%(active)s; practical cooperation suspended in %(until)s")
        return Standing(state, pattern % {**words, "until": display(affiliation.since)})
    # What has another status now ended when this one began.
    left = affiliation.since if affiliation.status == state else affiliation.until
    # Without an end, "since" would say that it goes on.
    ended = f"{term_} {display_range(began, left) if left else ''}".strip()
    if state == AffiliationStatus.BECAME_MEMBER:
        pattern = _("%(ended)s; now a member of the Alliance")
    else:
        pattern = _("%(ended)s; ended")
    return Standing(state, pattern % {"ended": ended})


def _began(
    affiliation: Affiliation, spans: Iterable[Affiliation]
) -> PartialDate | None:
    """Return the start of the first span in the same framework, if it is on record."""
    starts = [
        each.since for each in spans if each.framework_id == affiliation.framework_id
    ]
    if affiliation.status not in (
        AffiliationStatus.ACTIVE,
        AffiliationStatus.SUSPENDED,
    ):
        # A span of what came after it tells nothing of when it began.
        starts = [start for start in starts if start != affiliation.since]
    return min((start for start in starts if start), default=None)


def of_agreement(agreement: Agreement, reading: Reading) -> Standing:
    """Return where an agreement stands as it is read, in words."""
    state = agreement_state(agreement, reading)
    words = _WORDS.get(state, lambda _agreement: "")(agreement) or str(state.label)
    until = end(agreement, reading)
    if state == AgreementState.ACCEDED:
        until = agreement.partner.country.ally_since
    elif state == AgreementState.TERM_OVER:
        until = term(agreement)
    return Standing(state.value, words, until)


def _in_force(agreement: Agreement) -> str:
    if agreement.runs_until:
        return _("In force until %(day)s") % {"day": display(agreement.runs_until)}
    if agreement.confirmed:
        return _("In force, last confirmed %(day)s") % {
            "day": display(agreement.confirmed)
        }
    if term(agreement):
        return _("In force, within its usual term")
    return _("In force, no end on record")


def _possibly(agreement: Agreement) -> str:
    if agreement.nature not in (AgreementNature.BINDING, AgreementNature.PROGRAMME):
        return _("Possibly adopted")
    if agreement.runs_until:
        return _("Possibly in force: its term runs to %(day)s") % {
            "day": display(agreement.runs_until)
        }
    return ""


def _last_confirmed(agreement: Agreement) -> str:
    if not agreement.confirmed:
        return _("No term and no later confirmation on record")
    words = {"day": display(agreement.confirmed)}
    if term(agreement):
        return _("Last confirmed %(day)s, after its term") % words
    return _("Last confirmed %(day)s, no term on record") % words


def _term_over(agreement: Agreement) -> str:
    if not agreement.runs_until:
        return _("Usual term over, nothing later on record")
    return _("Term over (%(day)s), nothing later on record") % {
        "day": display(agreement.runs_until)
    }


def _acceded(agreement: Agreement) -> str:
    return _("Ended by accession (%(day)s)") % {
        "day": display(agreement.partner.country.ally_since)
    }


_WORDS = {
    AgreementState.IN_FORCE: _in_force,
    AgreementState.POSSIBLY: _possibly,
    AgreementState.LAST_CONFIRMED: _last_confirmed,
    AgreementState.TERM_OVER: _term_over,
    AgreementState.ACCEDED: _acceded,
}
# Of these the newest programme stands in the status line.
STANDING = (
    AgreementState.IN_FORCE,
    AgreementState.POSSIBLY,
    AgreementState.LAST_CONFIRMED,
)


def headline(
    partner: Partner, agreements: Iterable[Agreement], reading: Reading
) -> list[Standing]:
    """Return the status line: the frameworks, then the newest programme that stands."""
    line = [standing for _affiliation, standing in of_partner(partner, reading.day)]
    found = [
        (agreement, of_agreement(agreement, reading))
        for agreement in agreements
        if agreement.kind in ABBREVIATED
    ]
    standing = [each for each in found if each[1].state in STANDING]
    if standing:
        newest, its = max(standing, key=lambda each: str(each[0].start or ""))
        words = _("%(field)s: %(value)s") % {
            "field": newest.short_name,
            "value": its.words,
        }
        line.append(Standing(its.state, words))
    return line
