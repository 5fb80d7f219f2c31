"""Which office somebody held at an event, as far as dates or sources prove it.

Either its dates hold on that day (`states.offices_on`), or a source of the event is a
source of the office too, and no date speaks against it. Anything else is not on record:
an office without an end is no office of today.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from .dates import Period
from .evidence import Evidence
from .models import Appointment, Citation, Event, Person
from .states import offices_on
from .translation import LANGUAGE_OF_RECORD, Wording, wording

GOVERNMENT = re.compile(r"^(?:Government of )?(?:the )?")


def possible_offices(events: Iterable[Event]) -> Iterator[Appointment]:
    """Yield the offices that people at these events may have held on the day."""
    for event in events:
        for person in event.people.all():
            for office in person.appointments.all():
                if may_hold(office, event):
                    yield office


def may_hold(office: Appointment, event: Event) -> bool:
    """Tell whether no date speaks against an office at an event."""
    return office.period.may_meet(Period(event.date, event.date))


def offices_at(
    event: Event, person: Person, evidence: Evidence
) -> dict[Appointment, list[Citation]]:
    """Return the offices that dates or sources prove for an event, with what does.

    That is a source of both the event and the office, if there is one; or else any of
    the office. `evidence` holds the citations of the event and `possible_offices`.
    """
    dated = offices_on(person, event.date)
    sources = {each.source_id for each in evidence.about(event)}
    found = {}
    for office in person.appointments.all():
        cited = evidence.about(office)
        shared = [each for each in cited if each.source_id in sources]
        if office in dated or (shared and may_hold(office, event)):
            found[office] = shared or cited
    return found


def belonging(office: Appointment, *, country_shown: bool) -> Wording | None:
    """Return what must follow the name of an office, so that a reader knows whose.

    A country stands for itself and for its government, in the language of the page.
    Nothing follows what names it already: "President of Colombia" needs no country.
    """
    words = wording(office, "office").text
    body, country = office.organisation, office.country
    if body in words and body:
        return None
    if country:
        with override(LANGUAGE_OF_RECORD):
            of_record = country.name
        if GOVERNMENT.sub("", body) in ("", of_record):
            if country_shown or country.name in words or of_record in words:
                return None
            return wording(country, "name")
    if body == "NATO":
        own = _("NATO")
        return None if own in words else Wording(own, "")
    return Wording(body, LANGUAGE_OF_RECORD) if body else None
