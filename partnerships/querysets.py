"""Every reading rule, as chainable verbs.

Rules that depend on time take it as an argument: `at` is the moment of the
request, which decides what is published; `day` is the day as of which the
records are read, which decides what is in force. Pages pass today as `day`.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q


def public(model: Any, at: datetime.datetime, path: str = "") -> Q:
    """Return the condition under which a row of `model` is public at that moment.

    A record with a page is public when it is published and its time has come. A
    row is public only together with the records named in its `public_through`:
    an agreement of a partner that is a draft is as hidden as the draft; and a
    row about one of several kinds, only together with what it is about. `path`
    leads from the queried model to `model`, as in ``"agreement__"``.
    """
    condition = Q()
    if any(field.name == "publish_at" for field in model._meta.fields):
        condition &= Q((f"{path}status", "published")) & (
            Q((f"{path}publish_at__isnull", True)) | Q((f"{path}publish_at__lte", at))
        )
    for name in getattr(model, "public_through", ()):
        field = model._meta.get_field(name)
        through = public(field.related_model, at, f"{path}{name}__")
        if field.null:
            through |= Q((f"{path}{name}__isnull", True))
        condition &= through
    if subjects := getattr(model, "subject_fields", ()):
        about = Q()
        for name in subjects:
            related = model._meta.get_field(name).related_model
            about |= Q((f"{path}{name}__isnull", False)) & public(
                related, at, f"{path}{name}__"
            )
        condition &= about
    return condition


class RecordQuerySet(models.QuerySet):
    """Reading rules of every record and part of a record."""

    def get_by_natural_key(self, *key: Any) -> Any:
        """Return the row with this natural key; see `Record.natural_key`."""
        return self.get(**self.model.natural_key_lookup(iter(key)))

    def published(self, at: datetime.datetime) -> Self:
        """Only what the public may see at that moment."""
        return self.filter(public(self.model, at))

    def for_link(self) -> Self:
        """With what the words of a link to each row need."""
        return self.select_related(*self.model.for_link)

    def with_parts(self) -> Self:
        """Load the parts of each record, and their parts, in a query a kind."""
        return self.prefetch_related(*part_paths(self.model))


def part_paths(model: Any) -> list[str]:
    """Return the look-ups of all parts of `model`, parts of parts included."""
    paths = []
    for name in getattr(model, "parts", ()):
        related = model._meta.get_field(name).related_model
        paths += [name, *(f"{name}__{path}" for path in part_paths(related))]
    return paths


class PublishableQuerySet(RecordQuerySet):
    """Reading rules of records with a page."""

    def formerly_at(self, slug: str) -> Self:
        """Those whose page once had the address made of `slug`.

        Reads the whole table: for an address that leads nowhere else.
        """
        return self.filter(former_slugs__regex=rf"(^|\n){re.escape(slug)}(\r|\n|$)")


class FrameworkQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With the affiliations of its public partners."""
        return self.prefetch_related(_affiliations_by_country(at))

    def for_page(self, at: datetime.datetime) -> Self:
        """With its partners and its statements."""
        return self.prefetch_related(_affiliations_by_country(at), "statements")


class PartnerQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With its country and its time in frameworks."""
        return self.select_related("country").prefetch_related(_affiliations(at))

    def for_page(self, at: datetime.datetime) -> Self:
        """With all that its page shows, in a query a kind."""
        from .models import Activity, Agreement, Event, Participation, TrainingCentre

        return self.for_list(at).prefetch_related(
            Prefetch("agreements", Agreement.objects.published(at).with_areas(at)),
            Prefetch(
                "participations",
                Participation.objects.published(at).select_related("programme"),
            ),
            Prefetch("activities", Activity.objects.published(at).for_list(at)),
            Prefetch(
                "country__centres",
                TrainingCentre.objects.published(at)
                .for_list(at)
                .prefetch_related("statements"),
            ),
            Prefetch("events", Event.objects.published(at).for_page(at)),
            "statements",
        )

    def on_map(self, at: datetime.datetime) -> Self:
        """What a map of all partners needs."""
        return self.published(at).for_list(at)


class TopicQuerySet(PublishableQuerySet):
    def with_counts(self, at: datetime.datetime) -> Self:
        """With how many public records each topic has, as `agreement_count` …"""
        from .models import Activity, Agreement, Programme, TrainingCentre

        def count(model: type[models.Model], path: str) -> models.Subquery:
            found = (
                model.objects.published(at)
                .filter(Q((path, models.OuterRef("pk"))))
                .order_by()
                .values(path)
                .annotate(found=models.Count("pk", distinct=True))
                .values("found")
            )
            return models.functions.Coalesce(models.Subquery(found), 0)

        return self.annotate(
            agreement_count=count(Agreement, "areas__topic"),
            programme_count=count(Programme, "priorities__topic"),
            activity_count=count(Activity, "topics"),
            centre_count=count(TrainingCentre, "topics"),
        )


class AgreementQuerySet(PublishableQuerySet):
    def in_force(self, day: datetime.date, at: datetime.datetime | None = None) -> Self:
        """Those in force on `day`: begun, not ended, not superseded by then.

        With `at`, only a successor that is public then counts, here and below: a
        draft changes nothing that the public reads.
        """
        return self.filter(_begun(day), ended__lasts_to=day).exclude(
            superseded_by__in=self._begun_successors(day, at)
        )

    def over(self, day: datetime.date, at: datetime.datetime | None = None) -> Self:
        """Those that had ended, or were superseded, by `day`."""
        ended = ~Q(ended="") & ~Q(ended__lasts_to=day)
        superseded = Q(superseded_by__in=self._begun_successors(day, at))
        return self.filter(ended | superseded)

    def undated(self, day: datetime.date, at: datetime.datetime | None = None) -> Self:
        """Those of which no source says when they began, and that are not over."""
        return self.filter(signed="", in_force="").exclude(
            pk__in=self.model.objects.over(day, at)
        )

    def _begun_successors(
        self, day: datetime.date, at: datetime.datetime | None
    ) -> models.QuerySet:
        successors = self.model.objects.filter(_begun(day))
        return successors.published(at) if at else successors

    def for_list(self, at: datetime.datetime) -> Self:
        """With what a row of a list shows; a successor only if it is public."""
        return self.select_related("partner__country").prefetch_related(
            Prefetch("superseded_by", self.model.objects.published(at))
        )

    def with_areas(self, at: datetime.datetime) -> Self:
        """With its areas and aims."""
        from .models import AgreementArea

        return self.for_list(at).prefetch_related(
            Prefetch(
                "areas", AgreementArea.objects.published(at).select_related("topic")
            ),
            "aims",
            "statements",
        )

    def for_page(self, at: datetime.datetime) -> Self:
        """With all that its page shows."""
        from .models import Event

        return self.with_areas(at).prefetch_related(
            Prefetch("supersedes", self.model.objects.published(at)),
            Prefetch("events", Event.objects.published(at).for_list(at)),
        )


# Where agreements stand, in the order in which a page lists them.
AGREEMENT_ORDER = ("in-force", "signed", "later", "undated", "superseded", "ended")


def _begun(day: datetime.date) -> Q:
    return Q(in_force__started_by=day) | Q(in_force="", signed__started_by=day)


class ProgrammeQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With its participations, which a row counts."""
        from .models import Participation

        return self.prefetch_related(
            Prefetch("participations", Participation.objects.published(at))
        )

    def for_page(self, at: datetime.datetime) -> Self:
        """With its priorities, the partners in it, its activities and events."""
        from .models import Activity, Event, Participation, Priority

        return self.prefetch_related(
            Prefetch(
                "priorities", Priority.objects.published(at).select_related("topic")
            ),
            "statements",
            Prefetch(
                "participations",
                Participation.objects.published(at).select_related("partner__country"),
            ),
            Prefetch("activities", Activity.objects.published(at).for_list(at)),
            Prefetch("events", Event.objects.published(at).for_list(at)),
        )


class ActivityQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With what a row of a list shows."""
        return self.select_related("programme", "country").prefetch_related(
            _public_partners(at)
        )

    def for_page(self, at: datetime.datetime) -> Self:
        """With its topics."""
        return self.for_list(at).prefetch_related(_public_topics(at))


class TrainingCentreQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With what a row of a list shows."""
        return self.select_related("host_country").prefetch_related(_public_topics(at))

    def for_page(self, at: datetime.datetime) -> Self:
        """With its events, and the partner that hosts it."""
        from .models import Event, Partner

        return self.for_list(at).prefetch_related(
            "statements",
            Prefetch("events", Event.objects.published(at).for_list(at)),
            Prefetch(
                "host_country__partner",
                Partner.objects.published(at),
            ),
        )


class EventQuerySet(PublishableQuerySet):
    def for_list(self, at: datetime.datetime) -> Self:
        """With what a row of a list shows."""
        return self.select_related("country").prefetch_related(_public_partners(at))

    def for_page(self, at: datetime.datetime) -> Self:
        """With the people who took part and their offices."""
        from .models import Person

        return self.for_list(at).prefetch_related(
            "statements",
            Prefetch(
                "people",
                Person.objects.published(at).prefetch_related("appointments__country"),
            ),
        )


class PersonQuerySet(PublishableQuerySet):
    def for_page(self, at: datetime.datetime) -> Self:
        """With the offices and the events."""
        from .models import Event

        return self.prefetch_related(
            "appointments__country",
            Prefetch("events", Event.objects.published(at).for_list(at)),
        )


class SourceQuerySet(PublishableQuerySet):
    def with_counts(self) -> Self:
        """With how often it is cited, as `citation_count`."""
        return self.annotate(citation_count=models.Count("citations"))


class CitationQuerySet(RecordQuerySet):
    def with_value(self) -> Self:
        """Those that say what their source gives for a field."""
        return self.exclude(value="")

    def of_public_sources(self, at: datetime.datetime) -> Self:
        """Those whose source the public may see, with the source."""
        return self.filter(
            public(self.model._meta.get_field("source").related_model, at, "source__")
        ).select_related("source")


def _affiliations(at: datetime.datetime) -> Prefetch:
    from .models import Affiliation

    return Prefetch(
        "affiliations",
        Affiliation.objects.published(at).select_related("framework"),
    )


def _affiliations_by_country(at: datetime.datetime) -> Prefetch:
    from .models import Affiliation

    return Prefetch(
        "affiliations",
        Affiliation.objects.published(at).select_related("partner__country"),
    )


def _public_partners(at: datetime.datetime) -> Prefetch:
    from .models import Partner

    return Prefetch("partners", Partner.objects.published(at).select_related("country"))


def _public_topics(at: datetime.datetime) -> Prefetch:
    from .models import Topic

    return Prefetch("topics", Topic.objects.published(at))
