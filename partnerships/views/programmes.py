"""Programmes and their activities."""

import datetime
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from ..filters import ActivityFilterSet, ProgrammeFilterSet
from ..models import Activity, Priority, Programme, Record
from ..standing import Standing
from ..taking_part import groups, taken
from ..translation import collation_key
from .agreements import by_topic
from .records import RecordList, RecordPage, contents, with_parts


class ProgrammeList(RecordList):
    model = Programme
    filterset_class = ProgrammeFilterSet
    template_name = "partnerships/programme_list.html"
    paginate_by = 100
    by_name = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether each has ended, and how many partners have, or had, a part."""
        context = super().get_context_data(**kwargs)
        rows = [
            (each, _standing(each, self.reading.day), len(_partner_ids(each)))
            for each in context["page_obj"]
        ]
        return {**context, "rows": rows}


def _standing(programme: Programme, day: datetime.date) -> Standing | None:
    """Tell that a programme has ended; without a known end, nothing is claimed."""
    if programme.until and programme.until.latest < day:
        return Standing("ended", _("Ended"))
    return None


def _partner_ids(programme: Programme) -> set[int]:
    """Name each partner once, however many parts it has in the programme."""
    return {each.partner_id for each in programme.participations.all()}


class ProgrammePage(RecordPage):
    model = Programme
    template_name = "partnerships/programme_page.html"

    def shown(self, record: Programme) -> Iterator[Record]:
        """The programme, who takes part, its activities and events."""
        return chain(
            with_parts(record),
            record.participations.all(),
            record.activities.all(),
            record.events.all(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Arrange priorities by edition and topic, and participations by partner."""
        context = super().get_context_data(**kwargs)
        programme = self.object
        editions: dict[Any, list[Priority]] = {}
        for priority in programme.priorities.all():
            editions.setdefault(priority.edition, []).append(priority)
        participations = sorted(
            programme.participations.all(),
            key=lambda each: (collation_key(str(each.partner)), str(each.since or "9")),
        )
        activities = programme.activities.all()
        events = programme.events.all()
        statements = programme.statements.all()
        return {
            **context,
            "sections": contents(
                context,
                ("key-facts", _("Key facts"), None),
                ("priorities", _("Priorities"), programme.priorities.all()),
                ("partners", _("Partners"), _partner_ids(programme)),
                ("activities", _("Activities"), activities),
                ("events", _("Events"), events),
                ("other-facts", _("Other dated facts"), statements),
            ),
            "standing": _standing(programme, self.reading.day),
            "editions": [
                (edition, by_topic(each)) for edition, each in editions.items()
            ],
            "groups": groups(
                taken(participations, context["evidence"], self.reading.day)
            ),
            "partner_count": len(_partner_ids(programme)),
            "activities": activities,
            "events": events,
            "statements": statements,
        }


class ActivityList(RecordList):
    model = Activity
    filterset_class = ActivityFilterSet
    template_name = "partnerships/activity_list.html"


class ActivityPage(RecordPage):
    model = Activity
    template_name = "partnerships/activity_page.html"
