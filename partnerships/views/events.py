"""Events, and the people who took part."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..filters import EventFilterSet
from ..models import Event, Person, Record
from ..states import offices_on
from .records import RecordList, RecordPage, with_parts


class EventList(RecordList):
    model = Event
    filterset_class = EventFilterSet
    template_name = "partnerships/event_list.html"


class EventPage(RecordPage):
    model = Event
    template_name = "partnerships/event_page.html"

    def shown(self, record: Event) -> Iterator[Record]:
        """The event, and the offices that the people held."""
        return chain(with_parts(record), *(offices for _p, offices in _present(record)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who took part, and what it is about."""
        context = super().get_context_data(**kwargs)
        event = self.object
        return {
            **context,
            "present": _present(event),
            "agreement": self.reading.link(event, "agreement"),
            "programme": self.reading.link(event, "programme"),
            "centre": self.reading.link(event, "centre"),
            "partners": event.partners.all(),
            "statements": event.statements.all(),
        }


def _present(event: Event) -> list[tuple[Person, list[Any]]]:
    return [(each, offices_on(each, event.date)) for each in event.people.all()]


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
