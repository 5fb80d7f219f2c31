"""Partners and their frameworks."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import ListView

from ..chronology import timeline
from ..counts import by_partner, in_order, of_framework, of_partners
from ..evidence import Evidence
from ..filters import PartnerFilterSet
from ..models import (
    AffiliationStatus,
    Appointment,
    Citation,
    Event,
    Framework,
    Partner,
    Person,
    Record,
)
from ..offices import offices_at, possible_offices
from ..standing import headline, of_agreement, of_partner, spans_in_words, stays
from ..states import AgreementState
from ..taking_part import groups, taken
from ..translation import by_name, collation_key
from ..worldmap import world_map
from .agreements import by_topic
from .records import ReadingView, RecordList, RecordPage, contents, with_parts


class PartnerList(RecordList):
    model = Partner
    filterset_class = PartnerFilterSet
    template_name = "partnerships/partner_list.html"
    paginate_by = 100
    by_name = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the standing of each partner, and the map of those found."""
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "rows": [
                (partner, of_partner(partner, self.reading.day))
                for partner in context["page_obj"]
            ],
            "map": world_map(self.object_list, self.reading.day),
            "counts": of_partners(self.object_list, self.reading.day),
        }


class PartnerPage(RecordPage):
    model = Partner
    template_name = "partnerships/partner_page.html"

    def shown(self, record: Partner) -> Iterator[Record]:
        """Everything that is told about a partner."""
        return chain(
            with_parts(record),
            *(with_parts(each) for each in record.agreements.all()),
            record.activities.all(),
            *(with_parts(each) for each in record.country.centres.all()),
            *(with_parts(each) for each in record.events.all()),
        )

    def possible(self, record: Partner) -> Iterator[Record]:
        """The offices that people may have held at its events."""
        return possible_offices(record.events.all())

    def proven(self, record: Partner, evidence: Evidence) -> Iterator[Record]:
        """Those that dates or sources prove."""
        return chain(*(offices for _p, offices, _e in _people(record, evidence)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Arrange the loaded records as the page tells them; asks for nothing more."""
        context = super().get_context_data(**kwargs)
        partner = self.object
        agreements = sorted(
            (
                (each, of_agreement(each, self.reading))
                for each in partner.agreements.all()
            ),
            key=lambda pair: (
                _ORDER.index(pair[1].state),
                _newest_first(pair[0].start),
            ),
        )
        participations = taken(
            sorted(
                partner.participations.all(), key=lambda each: str(each.since or "9")
            ),
            context["evidence"],
            self.reading.day,
        )
        areas = by_topic(
            area
            for agreement, _standing in sorted(
                agreements, key=lambda pair: _newest_first(pair[0].start)
            )
            for area in agreement.areas.all()
        )
        told = timeline(agreements, participations, partner.events.all(), self.reading)
        people = _people(partner, context["evidence"])
        statements = _statements_by_label(partner)
        activities = partner.activities.all()
        centres = partner.country.centres.all()
        events = partner.events.all()
        return {
            **context,
            "sections": contents(
                context,
                ("key-facts", _("Key facts"), None),
                *([("timeline", _("Timeline"), None)] if told.entries else []),
                ("agreements", _("Agreements"), agreements),
                ("areas", _("Areas of cooperation"), areas),
                ("programmes", _("Programmes and operations"), participations),
                ("activities", _("Activities"), activities),
                ("centres", _("Training centres"), centres),
                ("events", _("Events"), events),
                ("people", _("People"), {person for person, *_rest in people}),
                ("other-facts", _("Other dated facts"), statements),
            ),
            "country": partner.country,
            "standing": headline(partner, partner.agreements.all(), self.reading),
            "affiliations": of_partner(partner, self.reading.day),
            "spans": spans_in_words(partner, self.reading.day),
            "agreements": agreements,
            "states": in_order(Counter(each.state for _agreement, each in agreements)),
            "areas": areas,
            "participations": participations,
            "groups": groups(participations),
            "activities": activities,
            "centres": centres,
            "events": events,
            "people": people,
            "person_count": len({person for person, *_rest in people}),
            "statements": statements,
            "timeline": told,
        }


# Where agreements stand, in the order in which the page lists them.
_ORDER = AgreementState.values


def _newest_first(date: Any) -> tuple[int, ...]:
    return (-date.earliest.toordinal(),) if date else (0,)


def _people(partner: Partner, evidence: Evidence) -> list[tuple[Person, Any, Any]]:
    """List who took part in the partner's events: the offices held then, the events.

    With each office stands what proves it. Somebody who held others at another event,
    or for whom none is on record then, has another row.
    """
    rows: dict[Any, tuple[dict[Appointment, list[Citation]], list[Event]]] = {}
    for event in partner.events.all():
        for person in event.people.all():
            proven = offices_at(event, person, evidence)
            held, events = rows.setdefault((person, tuple(proven)), ({}, []))
            events.append(event)
            for office, citations in proven.items():
                held.setdefault(office, []).extend(citations)
    return sorted(
        ((person, held, events) for (person, _key), (held, events) in rows.items()),
        key=lambda row: collation_key(row[0].name),
    )


def _statements_by_label(record: Any) -> list[Any]:
    return sorted(
        record.statements.all(),
        key=lambda each: (collation_key(each.label), str(each.as_of or "")),
    )


class FrameworkList(ReadingView, ListView):
    model = Framework
    template_name = "partnerships/framework_list.html"

    def get_queryset(self) -> Any:
        """All public frameworks, with the partners in each."""
        return by_name(self.reading.for_list(Framework))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many partners are in each on the day of reading."""
        rows = [
            (framework, of_framework(framework, self.reading.day))
            for framework in self.object_list
        ]
        return super().get_context_data(rows=rows, **kwargs)


class FrameworkPage(RecordPage):
    model = Framework
    template_name = "partnerships/framework_page.html"

    def shown(self, record: Framework) -> Iterator[Record]:
        """The framework, its statements, and the partners' time in it."""
        return chain(with_parts(record), record.affiliations.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the partners with their standing, those of today first."""
        context = super().get_context_data(**kwargs)
        rows = stays(by_partner(self.object), self.reading.day)
        order = list(AffiliationStatus)
        rows.sort(
            key=lambda stay: (
                order.index(stay.state),
                collation_key(str(stay.affiliation.partner)),
            )
        )
        statements = _statements_by_label(self.object)
        return {
            **context,
            "sections": contents(
                context,
                ("key-facts", _("Key facts"), None),
                ("partners", _("Partners"), rows),
                ("other-facts", _("Other dated facts"), statements),
            ),
            "rows": rows,
            "counts": of_framework(self.object, self.reading.day),
            "statements": statements,
        }
