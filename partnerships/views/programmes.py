"""Programmes and their activities."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..filters import ActivityFilterSet, ProgrammeFilterSet
from ..models import Activity, Priority, Programme, Record
from ..translation import collation_key
from .reading import RecordList, RecordPage, with_parts


class ProgrammeList(RecordList):
    model = Programme
    filterset_class = ProgrammeFilterSet
    template_name = "partnerships/programme_list.html"
    paginate_by = 100
    by_name = True


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
        """Arrange priorities by edition, and participations by partner."""
        context = super().get_context_data(**kwargs)
        programme = self.object
        editions: dict[Any, list[Priority]] = {}
        for priority in programme.priorities.all():
            editions.setdefault(priority.edition, []).append(priority)
        return {
            **context,
            "editions": list(editions.items()),
            "participations": sorted(
                programme.participations.all(),
                key=lambda each: collation_key(str(each.partner)),
            ),
            "activities": programme.activities.all(),
            "events": programme.events.all(),
            "statements": programme.statements.all(),
        }


class ActivityList(RecordList):
    model = Activity
    filterset_class = ActivityFilterSet
    template_name = "partnerships/activity_list.html"


class ActivityPage(RecordPage):
    model = Activity
    template_name = "partnerships/activity_page.html"
