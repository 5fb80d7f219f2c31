"""Events, and the people who took part."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..evidence import Evidence
from ..filters import EventFilterSet
from ..models import Appointment, Citation, Event, Person, Record
from ..offices import offices_at, possible_offices
from .records import RecordList, RecordPage


class EventList(RecordList):
    model = Event
    filterset_class = EventFilterSet
    template_name = "partnerships/event_list.html"


class EventPage(RecordPage):
    model = Event
    template_name = "partnerships/event_page.html"

    def possible(self, record: Event) -> Iterator[Record]:
        """The offices that the people may have held then."""
        return possible_offices([record])

    def proven(self, record: Event, evidence: Evidence) -> Iterator[Record]:
        """Those that dates or sources prove."""
        return chain(*(offices for _person, offices in _present(record, evidence)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who took part, and what it is about."""
        context = super().get_context_data(**kwargs)
        event = self.object
        return {
            **context,
            "present": _present(event, context["evidence"]),
            "agreement": self.reading.link(event, "agreement"),
            "programme": self.reading.link(event, "programme"),
            "centre": self.reading.link(event, "centre"),
            "partners": event.partners.all(),
            "statements": event.statements.all(),
        }


def _present(
    event: Event, evidence: Evidence
) -> list[tuple[Person, dict[Appointment, list[Citation]]]]:
    return [(each, offices_at(event, each, evidence)) for each in event.people.all()]


class PersonPage(RecordPage):
    model = Person
    template_name = "partnerships/person_page.html"

    def shown(self, record: Person) -> Iterator[Record]:
        """The offices and the events."""
        return chain(record.appointments.all(), record.events.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the offices and the events, newest first."""
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "appointments": self.object.appointments.all(),
            "events": self.object.events.all(),
        }
