"""Where records stand on a day, in words; `partnerships.states` decides it.

Nothing here is stored: the same records read as of another day give another
standing.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .dates import PartialDate, display, display_range
from .extents import Extent
from .models import (
    ABBREVIATED,
    BEFORE_ACCESSION,
    Affiliation,
    AffiliationStatus,
    Agreement,
    AgreementNature,
    Framework,
    Partner,
)
from .reading import Reading
from .states import (
    STILL_IN,
    AgreementState,
    agreement_state,
    current,
    end,
    in_time,
    status_on,
    term,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its words, as a page shows it: never by colour alone.

    `rule` is where the method page tells how it is worked out, as a fragment. `end` is
    the date to which an agreement was in force, if that is on record, and `told_by` the
    field of it that the words repeat.
    """

    state: str
    words: str
    rule: str = ""
    end: PartialDate | None = None
    told_by: str = ""


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

    `spans` are all of the partner: the time before a suspension, an end or an
    accession counts from the first that led to it without a gap.
    """
    state = status_on(affiliation, day)
    return Standing(state, _phrase(affiliation, spans, state), f"status-{state.value}")


def _phrase(
    affiliation: Affiliation, spans: Iterable[Affiliation], state: AffiliationStatus
) -> str:
    if affiliation.framework is None:
        if state == AffiliationStatus.ENDED:
            return _("No longer in dialogue with NATO")
        return _("In dialogue with NATO, not a partner")
    term_ = affiliation.framework.partner_term or affiliation.framework.name
    entered = entry(affiliation, spans)
    began = entered.since if entered else None
    if state == AffiliationStatus.ACTIVE:
        # Active anew, it counts from then: the years before are told as what they were.
        return f"{term_} {display_range(affiliation.since, None)}".strip()
    if state == AffiliationStatus.SUSPENDED:
        words = {"active": f"{term_} {display_range(began, None)}".strip()}
        if entered == affiliation:
            # Of the time before it was suspended nothing is on record.
            words["active"] = term_
        if affiliation.since is None:
            pattern = _("%(active)s; practical cooperation suspended")
        elif affiliation.since.day:
            pattern = _("%(active)s; practical cooperation suspended on %(until)s")
        else:
            pattern = _("%(active)s; practical cooperation suspended in %(until)s")
        return pattern % {**words, "until": display(affiliation.since)}
    left = left_on(affiliation, state)
    # Without an end, "since" would say that it goes on.
    ended = f"{term_} {display_range(began, left) if left else ''}".strip()
    if state == AffiliationStatus.BECAME_MEMBER:
        pattern = _("%(ended)s; now a member of the Alliance")
    else:
        pattern = _("%(ended)s; ended")
    return pattern % {"ended": ended}


def entry(affiliation: Affiliation, spans: Iterable[Affiliation]) -> Affiliation | None:
    """Return the span with which a partner entered a framework before it came to this
    one, without leaving it between; None where no such span is on record.
    """
    before = (
        each
        for each in sorted(spans, key=in_time, reverse=True)
        if each.framework_id == affiliation.framework_id
        and in_time(each) < in_time(affiliation)
    )
    first = affiliation
    for each in before:
        if each.status not in STILL_IN or _left_between(each, first):
            break
        first = each
    return first if first.status in STILL_IN else None


def _left_between(earlier: Affiliation, later: Affiliation) -> bool:
    """Tell whether days surely lie between two spans."""
    if not (earlier.until and later.since):
        return False
    return (later.since.earliest - earlier.until.latest).days > 1


def left_on(affiliation: Affiliation, state: AffiliationStatus) -> PartialDate | None:
    """Return when a partner left a framework: as this span ended, or as it began."""
    if affiliation.status in STILL_IN or affiliation.status != state:
        return affiliation.until
    # What has another status now ended when this one began.
    return affiliation.since


@dataclass(frozen=True, slots=True)
class Stay:
    """A partner's time in one framework: where it stands, when it entered, and when
    that changed, with the span and field that say so.
    """

    affiliation: Affiliation
    state: AffiliationStatus
    rule: str
    entered: Affiliation | None
    changed: PartialDate | None
    changed_field: str


def stays(by_partner: Iterable[list[Affiliation]], day: datetime.date) -> list[Stay]:
    """Return the stay of each partner in one framework, as it stands on `day`."""
    return [
        _stay(each, spans, day) for spans in by_partner for each in current(spans, day)
    ]


def _stay(
    affiliation: Affiliation, spans: list[Affiliation], day: datetime.date
) -> Stay:
    state = status_on(affiliation, day)
    field = "since" if affiliation.status == state else "until"
    changed = None
    if state != AffiliationStatus.ACTIVE:
        changed = getattr(affiliation, field)
    entered = entry(affiliation, spans)
    if entered == affiliation and state == AffiliationStatus.SUSPENDED:
        entered = None
    return Stay(affiliation, state, f"status-{state.value}", entered, changed, field)


def time_as_partner(partner: Partner) -> list[str]:
    """Return, for each framework that a former partner was in, when it was."""
    found: dict[Framework, list[Affiliation]] = {}
    for each in sorted(partner.affiliations.all(), key=in_time):
        if each.framework and each.status in STILL_IN:
            found.setdefault(each.framework, []).append(each)
    return [
        f"{framework.name} {display_range(spans[0].since, spans[-1].until)}".strip()
        for framework, spans in found.items()
    ]


def spans_in_words(
    partner: Partner, day: datetime.date
) -> list[tuple[Framework | None, list[tuple[Affiliation, str]]]]:
    """Return each framework, the latest first, with every span begun by `day`, in
    words: 'Suspended: since 1 April 2014'.
    """
    found: dict[int | None, list[tuple[Affiliation, str]]] = {}
    for each in sorted(partner.affiliations.all(), key=in_time):
        if each.since and each.since.earliest > day:
            continue
        words = _("%(field)s: %(value)s") % {
            "field": capfirst(each.get_status_display()),
            "value": _span(each, day),
        }
        found.setdefault(each.framework_id, []).append((each, words))
    latest = current(partner.affiliations.all(), day)
    return [(each.framework, found[each.framework_id]) for each in latest]


def _span(affiliation: Affiliation, day: datetime.date) -> str:
    since, until = affiliation.since, affiliation.until
    if not (since or until):
        return _("date not known")
    if affiliation.status in BEFORE_ACCESSION:
        shown = until if until and until.earliest <= day else None
        return display_range(since, shown)
    # That something ended is one date, and lasts no time.
    return display(since or until)


def of_agreement(agreement: Agreement, reading: Reading) -> Standing:
    """Return where an agreement stands as it is read, in words."""
    state = agreement_state(agreement, reading)
    words = _WORDS.get(state, lambda _agreement: "")(agreement) or str(state.label)
    until = end(agreement, reading)
    if state == AgreementState.ACCEDED:
        until = agreement.partner.country.ally_since
    elif state == AgreementState.TERM_OVER:
        until = term(agreement)
    told_by = ""
    if state in (*STANDING, AgreementState.TERM_OVER):
        by_term = agreement.runs_until and state != AgreementState.LAST_CONFIRMED
        told_by = "runs_until" if by_term else "confirmed"
    return Standing(state.value, words, f"state-{state.value}", until, told_by)


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
        line.append(Standing(its.state, words, its.rule))
    return line


def extent_in_words(extent: Extent) -> str:
    """Tell how long something lasted, and to which day that is on record."""
    start, proven = extent.start, extent.proven
    if extent.ended:
        return display_range(start, extent.ended)
    if start is None:
        if proven is None:
            return _("date not known")
        return _("last on record %(day)s") % {"day": display(proven)}
    if extent.over:
        return _("%(start)s, the day of its end not on record") % {
            "start": display(start)
        }
    since = display_range(start, None)
    if extent.to_this_day:
        return since
    if proven != start:
        words = {"since": since, "day": display(proven)}
        return _("%(since)s, last on record %(day)s") % words
    if extent.may_last_to:
        return _("%(since)s, no end on record") % {"since": since}
    return _("%(start)s, nothing later on record") % {"start": display(start)}
