"""Training centres."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..filters import TrainingCentreFilterSet
from ..models import Record, TrainingCentre
from ..worldmap import centre_map
from .records import RecordList, RecordPage, with_parts


class TrainingCentreList(RecordList):
    model = TrainingCentre
    filterset_class = TrainingCentreFilterSet
    template_name = "partnerships/centre_list.html"
    paginate_by = 100
    by_name = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the map of those found."""
        context = super().get_context_data(**kwargs)
        return {**context, "map": centre_map(context["page_obj"])}


class TrainingCentrePage(RecordPage):
    model = TrainingCentre
    template_name = "partnerships/centre_page.html"

    def shown(self, record: TrainingCentre) -> Iterator[Record]:
        """The centre, its statements and its events."""
        return chain(with_parts(record), record.events.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its events, and the host as a partner if it is one."""
        context = super().get_context_data(**kwargs)
        centre = self.object
        return {
            **context,
            "country": centre.host_country,
            "partner": self.reading.link(centre.host_country, "partner"),
            "topics": centre.topics.all(),
            "events": centre.events.all(),
            "statements": centre.statements.all(),
        }
