"""Where records stand on a day: no more than their dates and sources prove.

Nothing here is stored. Each rule stands twice, for a record in Python and for a list
in SQL; a test holds both to the same answer on random records and days. A vague date
proves to its earliest day; between its bounds the answer is *possibly*.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.utils.translation import gettext_lazy as _

from .dates import Holds, PartialDate, PartialDateField, Period
from .models import (
    Affiliation,
    AffiliationStatus,
    Agreement,
    AgreementKind,
    AgreementNature,
    Appointment,
    Participation,
    Person,
)
from .reading import Reading

# Agreements -----------------------------------------------------------------


class AgreementState(models.TextChoices):
    """Where an agreement stands on a day, in the order in which a page lists them."""

    IN_FORCE = "in-force", _("In force")
    POSSIBLY = "possibly", _("Possibly in force")
    LAST_CONFIRMED = "last-confirmed", _("Last confirmed, no term on record")
    ADOPTED = "adopted", _("Adopted")
    SIGNED = "signed", _("Signed, not yet in force")
    SUSPENDED = "suspended", _("Cooperation suspended")
    TERM_OVER = "term-over", _("Term over, nothing later on record")
    UNDATED = "undated", _("No date on record")
    LATER = "later", _("Not yet signed")
    SUPERSEDED = "superseded", _("Superseded")
    ACCEDED = "acceded", _("Ended by accession")
    ENDED = "ended", _("Ended")


# The term, in years, of kinds that have one by NATO's own word: an Annual National
# Programme is for a year; the others were agreed every two years.
USUAL_TERM = {
    AgreementKind.ANP: 1,
    AgreementKind.IPAP: 2,
    AgreementKind.IPCP: 2,
    AgreementKind.IPP: 2,
    AgreementKind.ICP: 2,
}
# What happened on a day, and is never in force.
ADOPTED = (
    AgreementNature.POLITICAL,
    AgreementNature.DECISION,
    AgreementNature.ACCESSION,
)


def term(agreement: Agreement) -> PartialDate | None:
    """Return the end of the term that is stated, or else of the usual one."""
    if agreement.runs_until or agreement.nature != AgreementNature.PROGRAMME:
        return agreement.runs_until
    start, years = agreement.start, USUAL_TERM.get(AgreementKind(agreement.kind))
    if start is None or years is None:
        return None
    # A term that began on a 29 February ends on a 28th.
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    return PartialDate(start.year + years, start.month, day)


def successor(agreement: Agreement, reading: Reading) -> Agreement | None:
    """Return what supersedes an agreement, if the public sees that."""
    found: Agreement | None = reading.link(agreement, "superseded_by")
    return found


def end(agreement: Agreement, reading: Reading) -> PartialDate | None:
    """Return when an agreement ended, or was superseded: whichever was first."""
    later = successor(agreement, reading)
    ends = [date for date in (agreement.ended, later and later.start) if date]
    return min(ends, key=lambda date: date.latest) if ends else None


def agreement_state(agreement: Agreement, reading: Reading) -> AgreementState:
    """Tell where an agreement stands as it is read; the twin is `with_states`."""
    day, start, confirmed = reading.day, agreement.start, agreement.confirmed
    if start and start.earliest > day:
        signed = agreement.signed and agreement.signed.earliest <= day
        return AgreementState.SIGNED if signed else AgreementState.LATER
    begun = any(date and date.latest <= day for date in (start, confirmed))
    confirmed_then = bool(confirmed and confirmed.earliest >= day)
    later = successor(agreement, reading)
    superseded = Holds.NO
    if later:
        if since := later.start or agreement.ended:
            superseded = Period(since).holds(day)
            if agreement.ended and agreement.ended.latest < since.earliest:
                # It was over by then: another one came long after it.
                superseded = Holds.NO
        elif not confirmed_then:
            superseded = Holds.YES
    if superseded == Holds.YES:
        return AgreementState.SUPERSEDED
    lasting = Period(None, agreement.ended).holds(day)
    if lasting == Holds.NO:
        return AgreementState.ENDED
    if _ended_by_accession(agreement, day):
        return AgreementState.ACCEDED
    adopted = agreement.nature in ADOPTED
    if not adopted and _suspensions(agreement, reading):
        return AgreementState.SUSPENDED
    if not begun:
        return AgreementState.POSSIBLY if start else AgreementState.UNDATED
    if adopted:
        return AgreementState.ADOPTED
    term_end = None if confirmed_then else term(agreement)
    if term_end and term_end.latest < day:
        if confirmed and confirmed.earliest > term_end.latest:
            return AgreementState.LAST_CONFIRMED
        return AgreementState.TERM_OVER
    if not (term_end or confirmed_then or agreement.nature == AgreementNature.BINDING):
        return AgreementState.LAST_CONFIRMED
    possibly_over = (
        superseded == Holds.POSSIBLY
        or (agreement.ended and agreement.ended.earliest < day)
        or (term_end and term_end.earliest < day)
    )
    return AgreementState.POSSIBLY if possibly_over else AgreementState.IN_FORCE


def _ended_by_accession(agreement: Agreement, day: datetime.date) -> bool:
    """Tell whether it is a partner's text, of a country that is an Ally by then."""
    accession = agreement.partner.country.ally_since
    return bool(
        accession
        and accession.earliest <= day
        and (
            agreement.nature == AgreementNature.PROGRAMME
            or agreement.kind == AgreementKind.PFP_FRAMEWORK
        )
    )


def suspended_since(agreement: Agreement, reading: Reading) -> PartialDate | None:
    """Return when cooperation with the partner was suspended, if that is on record."""
    return min(
        (each.since for each in _suspensions(agreement, reading) if each.since),
        default=None,
    )


def _suspensions(agreement: Agreement, reading: Reading) -> list[Affiliation]:
    """List the suspensions of cooperation with the partner that hold, or may."""
    return [
        each
        for each in agreement.partner.affiliations.all()
        if each.status == AffiliationStatus.SUSPENDED
        and each.period.holds(reading.day) != Holds.NO
        and reading.sees(each)
    ]


def with_states(agreements: Any, reading: Reading) -> Any:
    """Add to each agreement where it stands, as `state`; see `agreement_state`."""
    day = reading.day
    start = Case(
        When(in_force="", then=F("signed")),
        default=F("in_force"),
        output_field=PartialDateField(),
    )
    later = reading.public(Agreement).filter(pk=OuterRef("superseded_by")).order_by()
    return (
        agreements.alias(
            began=start,
            later_began=Subquery(later.annotate(began=start).values("began")[:1]),
        )
        .alias(
            term_end=_term_in_sql(),
            later_since=Case(
                When(later_began="", then=F("ended")),
                default=F("later_began"),
                output_field=PartialDateField(),
            ),
        )
        .annotate(state=_state_in_sql(day, reading))
    )


def _term_in_sql() -> Case:
    def after(years: int) -> Concat:
        year = Cast(Substr("began", 1, 4), models.IntegerField()) + years
        return Concat(Cast(year, models.CharField()), Substr("began", 5))

    usual = (
        When(
            ~Q(began=""),
            kind=kind,
            nature=AgreementNature.PROGRAMME,
            then=after(years),
        )
        for kind, years in USUAL_TERM.items()
    )
    return Case(
        When(~Q(runs_until=""), then=F("runs_until")),
        *usual,
        default=Value(""),
        output_field=PartialDateField(),
    )


def _state_in_sql(day: datetime.date, reading: Reading) -> Case:
    suspended = (
        reading.public(Affiliation)
        .possibly_holding(day)
        .filter(partner=OuterRef("partner"), status=AffiliationStatus.SUSPENDED)
    )
    confirmed_then = ~Q(confirmed="") & Q(confirmed__surely_lasts_to=day)
    over_by_then = ~Q(ended="") & Q(
        later_since__gt=Concat(F("ended"), Value("~"), output_field=models.CharField())
    )
    superseded = (Q(later_since__surely_started_by=day) & ~over_by_then) | (
        Q(later_began__isnull=False, later_since="") & ~confirmed_then
    )
    begun = Q(began__surely_started_by=day) | Q(confirmed__surely_started_by=day)
    has_term = ~Q(term_end="")
    term_over = has_term & ~confirmed_then & ~Q(term_end__lasts_to=day)
    confirmed_since = Q(confirmed__gt=Concat(F("term_end"), Value("~")))
    stands = has_term | confirmed_then | Q(nature=AgreementNature.BINDING)
    possibly_over = (
        (Q(later_since__started_by=day) & ~over_by_then)
        | ~Q(ended__surely_lasts_to=day)
        | (has_term & ~confirmed_then & ~Q(term_end__surely_lasts_to=day))
    )
    partners_text = Q(nature=AgreementNature.PROGRAMME) | Q(
        kind=AgreementKind.PFP_FRAMEWORK
    )
    adopted = Q(nature__in=ADOPTED)
    rules = (
        (
            ~Q(began="") & ~Q(began__started_by=day) & Q(signed__started_by=day),
            AgreementState.SIGNED,
        ),
        (~Q(began="") & ~Q(began__started_by=day), AgreementState.LATER),
        (superseded, AgreementState.SUPERSEDED),
        (~Q(ended__lasts_to=day), AgreementState.ENDED),
        (
            partners_text & Q(partner__country__ally_since__started_by=day),
            AgreementState.ACCEDED,
        ),
        (~adopted & Q(Exists(suspended)), AgreementState.SUSPENDED),
        (~begun & ~Q(began=""), AgreementState.POSSIBLY),
        (~begun, AgreementState.UNDATED),
        (adopted, AgreementState.ADOPTED),
        (term_over & confirmed_since, AgreementState.LAST_CONFIRMED),
        (term_over, AgreementState.TERM_OVER),
        (~stands, AgreementState.LAST_CONFIRMED),
        (possibly_over, AgreementState.POSSIBLY),
    )
    return Case(
        *(When(rule, then=Value(state.value)) for rule, state in rules),
        default=Value(AgreementState.IN_FORCE.value),
        output_field=models.CharField(),
    )


# Affiliations ---------------------------------------------------------------

# A suspended partner has not left its framework.
STILL_IN = (AffiliationStatus.ACTIVE, AffiliationStatus.SUSPENDED)


def status_on(affiliation: Affiliation, day: datetime.date) -> AffiliationStatus:
    """Return the status of a begun span on `day`: what is over, and not replaced by
    another one, has ended.
    """
    if affiliation.until and affiliation.until.latest < day:
        return AffiliationStatus.ENDED
    return AffiliationStatus(affiliation.status)


def current(
    affiliations: Iterable[Affiliation], day: datetime.date
) -> list[Affiliation]:
    """Return the last span begun by `day` in each framework, the latest first.

    The twin in SQL is `with_status`. Where somebody was before its first span, nothing
    tells.
    """
    last: dict[int | None, Affiliation] = {}
    for each in sorted(affiliations, key=in_time):
        if not each.since or each.since.earliest <= day:
            last[each.framework_id] = each
    return sorted(last.values(), key=in_time, reverse=True)


def in_time(affiliation: Affiliation) -> tuple[str, int]:
    """Return the key by which spans sort: what began on an unknown day comes first."""
    return str(affiliation.since or ""), affiliation.pk or 0


def with_status(affiliations: Any, reading: Reading) -> Any:
    """Keep the last span begun in each framework, with its status as `status_then`."""
    day = reading.day
    begun = Q(since="") | Q(since__started_by=day)
    # A dialogue is in no framework; no record has the number 0.
    framework = Coalesce("framework", Value(0))
    later = (
        reading.public(Affiliation)
        .annotate(place=framework)
        .filter(begun, partner=OuterRef("partner"), place=OuterRef("place"))
        .filter(
            Q(since__gt=OuterRef("since"))
            | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
        )
    )
    return (
        affiliations.alias(place=framework)
        .filter(begun, ~Exists(later))
        .annotate(
            status_then=Case(
                When(
                    ~Q(until__lasts_to=day), then=Value(AffiliationStatus.ENDED.value)
                ),
                default=F("status"),
                output_field=models.CharField(),
            )
        )
    )


# Participations -------------------------------------------------------------


def participation_end(participation: Participation) -> PartialDate | None:
    """Return when a part in a programme ended: with itself, with its programme or
    with its partner's accession, whichever was first.
    """
    ends = (
        participation.until,
        participation.programme.until,
        participation.partner.country.ally_since,
    )
    known = [date for date in ends if date]
    return min(known, key=lambda date: date.latest) if known else None


# Offices --------------------------------------------------------------------


def offices_on(person: Person, date: PartialDate) -> list[Appointment]:
    """Return the offices that somebody held on a date, as far as their dates prove it.

    An office without an end is on record for its start only.
    """
    return [
        each
        for each in person.appointments.all()
        if each.since
        and each.period.surely_meets(Period(date, date))
        and (each.until or each.since.agrees_with(date))
    ]
