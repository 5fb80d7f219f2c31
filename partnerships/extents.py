"""How far it is on record that something lasted: what a bar of a timeline shows.

"No end on record" is not "to this day". What began is proven to the newest dated
evidence for it and no further; after that it may have gone on, until the day of
reading, where nothing says that it ended and its kind can last without a word.
Nothing here is stored; `partnerships.states` tells what has ended.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from .dates import PartialDate
from .models import Agreement, AgreementNature, Participation
from .reading import Reading
from .states import (
    AgreementState,
    agreement_state,
    end,
    participation_end,
    suspended_since,
    term,
)

# What is over by then, whether or not the day is on record.
OVER = (
    AgreementState.TERM_OVER,
    AgreementState.SUPERSEDED,
    AgreementState.ACCEDED,
    AgreementState.ENDED,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How long something lasted, as far as is on record on the day of reading.

    `proven` is the newest dated evidence for it. `ended` is set once its end has
    come; `over` also where only the day of the end is not on record. `to_this_day` is
    set where the evidence is of the day of reading. `may_last_to` is set where it may
    have gone on after what is proven.
    """

    start: PartialDate | None
    proven: PartialDate | None
    ended: PartialDate | None = None
    over: bool = False
    to_this_day: bool = False
    may_last_to: datetime.date | None = None


def of_agreement(agreement: Agreement, reading: Reading) -> Extent | None:
    """Return how far an agreement is proven; None for what has only a date.

    It is proven to the day of reading only by a term that covers it, or by a later
    confirmation; else to its last confirmation, or to its start. A binding text may
    last on, until something says that it ended or that cooperation was suspended.
    """
    state, day = agreement_state(agreement, reading), reading.day
    start, confirmed = agreement.start, agreement.confirmed
    if state == AgreementState.ADOPTED:
        return None
    last = _latest([start, confirmed])
    if state in OVER:
        ended = end(agreement, reading)
        if state == AgreementState.ACCEDED:
            ended = agreement.partner.country.ally_since
        elif state == AgreementState.TERM_OVER:
            ended = term(agreement)
        return Extent(start, ended or last, ended, over=True)
    if state in (AgreementState.SIGNED, AgreementState.LATER):
        return Extent(start, start)
    if state == AgreementState.SUSPENDED:
        since = suspended_since(agreement, reading)
        if since is None or agreement.nature != AgreementNature.BINDING:
            return Extent(start, last)
        return Extent(start, last, may_last_to=since.earliest)
    runs_to = term(agreement)
    if state == AgreementState.IN_FORCE and runs_to and runs_to.earliest >= day:
        return Extent(start, PartialDate.of(day), to_this_day=True)
    if _is_of(last, day):
        return Extent(start, PartialDate.of(day), to_this_day=True)
    may_last = agreement.nature == AgreementNature.BINDING
    return Extent(start, last, may_last_to=day if may_last else None)


def of_participation(
    participation: Participation,
    evidence: Iterable[PartialDate | None],
    day: datetime.date,
) -> Extent:
    """Return how far a part in a programme is proven: to its own dates, or to the
    newest dated source that supports it; it may last on while nothing says that it
    ended. `evidence` are the dates of those sources.
    """
    ended = participation_end(participation)
    if ended and ended.latest < day:
        return Extent(participation.since, ended, ended, over=True)
    last = _latest([participation.since, *evidence])
    if _is_of(last, day):
        return Extent(participation.since, PartialDate.of(day), to_this_day=True)
    return Extent(participation.since, last, may_last_to=day)


def _latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the date that proves the latest day: each proves to its earliest."""
    known = [date for date in dates if date]
    return max(known, key=lambda date: (date.earliest, date), default=None)


def _is_of(date: PartialDate | None, day: datetime.date) -> bool:
    """Tell whether evidence is of the day of reading, or of a later one."""
    return date is not None and date.earliest >= day
