"""Reading: who reads, at which moment, and the records as of which day.

What a reader may see is asked here and nowhere else; and here stands what each
page and each list loads, since that takes in the records of other models.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import (
    Activity,
    Affiliation,
    Agreement,
    AgreementArea,
    Appointment,
    Event,
    Framework,
    Guide,
    Participation,
    Partner,
    Person,
    Priority,
    Programme,
    Record,
    Topic,
    TrainingCentre,
)

Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the public may see at the moment `at`, as the world stood on `day`.

    Made once a request and passed on as it is, so that all rules of one answer
    agree. `for_list` and `for_page` load what a row or a page of a kind shows, in
    a number of queries that does not depend on how much there is.
    """

    at: datetime.datetime
    day: datetime.date

    @classmethod
    def now(cls) -> Reading:
        """Read at this moment, as of today."""
        at = timezone.now()
        return cls(at, at.date())

    def public(self, model: type[Kind]) -> Any:
        """Return what is public of a kind."""
        return model.objects.published(self.at)

    def sees(self, record: Record) -> bool:
        """Tell whether a record, however it was loaded, is public."""
        return record.is_public(self.at)

    def link(self, record: Record, name: str) -> Any:
        """Return the record that a link leads to; None if it is not public."""
        linked = getattr(record, name, None)
        return linked if linked is not None and self.sees(linked) else None

    def links(self, record: Record, name: str) -> list[Any]:
        """Return the linked records that are public, in their order."""
        return [each for each in getattr(record, name).all() if self.sees(each)]

    def load_links(self, records: Sequence[Record], name: str) -> None:
        """Load what a link of records of one kind leads to, unless it is loaded.

        In one query, with what the words of a link need. As in the plans below, a
        list holds only what is public; whether one record is, `link` decides.
        """
        field: Any = records[0]._meta.get_field(name)
        related = field.related_model
        linked = self.public(related) if field.many_to_many else related.objects
        prefetch_related_objects(records, Prefetch(name, linked.for_link()))

    def for_list(self, model: type[Kind]) -> Any:
        """Return what is public of a kind, with what a row of a list shows."""
        return self._loaded(model, _LISTS.get(model, ()))

    def for_page(self, model: type[Kind]) -> Any:
        """Return what is public of a kind, with all that its page shows."""
        return self._loaded(model, _PAGES.get(model) or _LISTS.get(model, ()))

    def _loaded(self, model: type[Kind], plan: tuple[Any, ...]) -> QuerySet:
        found = self.public(model)
        for step in plan:
            found = step(self, found)
        return found

    def topics_with_counts(self) -> Any:
        """Return the public topics and how much there is on each.

        As `agreement_count`, `programme_count`, `activity_count`, `centre_count`.
        """
        return self.public(Topic).annotate(
            agreement_count=self._count(Agreement, "areas__topic"),
            programme_count=self._count(Programme, "priorities__topic"),
            activity_count=self._count(Activity, "topics"),
            centre_count=self._count(TrainingCentre, "topics"),
        )

    def _count(self, model: type[Record], path: str) -> Any:
        found = (
            self.public(model)
            .filter(Q((path, models.OuterRef("pk"))))
            .order_by()
            .values(path)
            .annotate(found=models.Count("pk", distinct=True))
            .values("found")
        )
        return Coalesce(models.Subquery(found), 0)


# Steps of a plan. Links to one record are joined, whether or not it is public:
# `Reading.link` decides. Lists hold only what is public.


def _joined(*paths: str) -> Any:
    return lambda reading, found: found.select_related(*paths)


def _with(*names: Any) -> Any:
    return lambda reading, found: found.prefetch_related(*names)


def _listed(path: str, model: type[Record], *joined: str) -> Any:
    """Load the public rows of `model` that `path` leads to, with what they join."""

    def step(reading: Reading, found: Any) -> Any:
        rows = reading.public(model)
        if joined:
            rows = rows.select_related(*joined)
        return found.prefetch_related(Prefetch(path, rows))

    return step


def _as_rows(path: str, model: type[Record]) -> Any:
    """Load the public records that `path` leads to as rows of a list."""
    return lambda reading, found: found.prefetch_related(
        Prefetch(path, reading.for_list(model))
    )


_PARTNERS = _listed("partners", Partner, "country")
_TOPICS = _listed("topics", Topic)
_EVENTS = _as_rows("events", Event)
_ACTIVITIES = _as_rows("activities", Activity)
_AFFILIATIONS = _listed("affiliations", Affiliation, "framework")
_BY_COUNTRY = _listed("affiliations", Affiliation, "partner__country")


_OFFICES = Prefetch("appointments", Appointment.objects.select_related("country"))


def _people(reading: Reading, found: Any) -> Any:
    people = reading.public(Person).prefetch_related(_OFFICES)
    return found.prefetch_related(Prefetch("people", people))


_EVENT = (_joined("country"), _PARTNERS, _with("statements"), _people)
_AGREEMENT = (
    _joined("partner__country", "superseded_by__partner"),
    _listed("partner__affiliations", Affiliation, "framework"),
)
_AGREEMENT_WITH_PARTS = (
    *_AGREEMENT,
    _listed("areas", AgreementArea, "topic"),
    _with("aims", "statements"),
)


def _of_partner(reading: Reading, found: Any) -> Any:
    centres = reading.for_list(TrainingCentre).prefetch_related("statements")
    return found.prefetch_related(
        Prefetch("agreements", reading._loaded(Agreement, _AGREEMENT_WITH_PARTS)),
        Prefetch("events", reading._loaded(Event, _EVENT)),
        Prefetch("country__centres", centres),
    )


_LISTS: dict[Any, tuple[Any, ...]] = {
    Framework: (_BY_COUNTRY,),
    Partner: (_joined("country"), _AFFILIATIONS),
    Agreement: _AGREEMENT,
    Programme: (_listed("participations", Participation),),
    Activity: (_joined("programme", "country"), _PARTNERS),
    TrainingCentre: (_joined("host_country"), _TOPICS),
    Event: (_joined("country"), _PARTNERS),
}
_PAGES: dict[Any, tuple[Any, ...]] = {
    Framework: (_BY_COUNTRY, _with("statements")),
    Partner: (
        *_LISTS[Partner],
        _of_partner,
        _listed("participations", Participation, "programme"),
        _ACTIVITIES,
        _with("statements"),
    ),
    Agreement: (
        *_AGREEMENT_WITH_PARTS,
        _listed("supersedes", Agreement),
        _EVENTS,
    ),
    Programme: (
        _listed("priorities", Priority, "topic"),
        _with("statements"),
        _listed("participations", Participation, "partner__country"),
        _ACTIVITIES,
        _EVENTS,
    ),
    Activity: (*_LISTS[Activity], _TOPICS),
    TrainingCentre: (
        _joined("host_country__partner"),
        _TOPICS,
        _with("statements"),
        _EVENTS,
    ),
    Event: (*_EVENT, _joined("agreement__partner__country", "programme", "centre")),
    Person: (_with(_OFFICES), _EVENTS),
    Guide: (_with("paragraphs"),),
}
