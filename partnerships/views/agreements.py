"""Agreements and topics."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.views.generic import ListView

from .. import grounds
from ..filters import AgreementFilterSet
from ..models import (
    Activity,
    Affiliation,
    Agreement,
    AgreementArea,
    Priority,
    Record,
    Topic,
    TrainingCentre,
)
from ..standing import of_agreement
from ..translation import by_name
from .records import ReadingView, RecordList, RecordPage, contents, with_parts

Part = TypeVar("Part", AgreementArea, Priority)


def by_topic(parts: Iterable[Part]) -> list[tuple[Topic, list[Part]]]:
    """Group what is worded in a text by its topic, the topics by name."""
    groups: dict[Topic, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.topic, []).append(part)
    return [(topic, groups[topic]) for topic in by_name(groups)]


class AgreementList(RecordList):
    model = Agreement
    filterset_class = AgreementFilterSet
    template_name = "partnerships/agreement_list.html"

    def get_queryset(self) -> Any:
        """The newest first; those without a date last."""
        return super().get_queryset().order_by("-signed", "slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where each stands."""
        context = super().get_context_data(**kwargs)
        rows = [
            (each, of_agreement(each, self.reading)) for each in context["page_obj"]
        ]
        return {**context, "rows": rows, "states": context["filter"].states}


class AgreementPage(RecordPage):
    model = Agreement
    template_name = "partnerships/agreement_page.html"

    def shown(self, record: Agreement) -> Iterator[Record]:
        """The agreement with its areas, aims and statements, and its events."""
        return chain(with_parts(record), record.events.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where it stands, and its areas by topic."""
        context = super().get_context_data(**kwargs)
        agreement = self.object
        aims = agreement.aims.all()
        areas = by_topic(agreement.areas.all())
        events = agreement.events.all()
        statements = agreement.statements.all()
        return {
            **context,
            "sections": contents(
                context,
                ("key-facts", _("Key facts"), None),
                ("aims", _("Aims"), aims),
                ("areas", _("Areas of cooperation"), areas),
                ("events", _("Events"), events),
                ("other-facts", _("Other dated facts"), statements),
            ),
            "standing": of_agreement(agreement, self.reading),
            "grounds": grounds.of_state(agreement, self.reading),
            "areas": areas,
            "aims": aims,
            "statements": statements,
            "events": events,
            "superseded_by": self.reading.link(agreement, "superseded_by"),
            "supersedes": agreement.supersedes.all(),
        }


class TopicList(ReadingView, ListView):
    model = Topic
    template_name = "partnerships/topic_list.html"

    def get_queryset(self) -> Any:
        """All public topics, with how much there is on each."""
        return by_name(self.reading.topics_with_counts())


class TopicPage(RecordPage):
    """Everything on one subject, across partners."""

    model = Topic
    template_name = "partnerships/topic_page.html"

    def get_queryset(self) -> Any:
        """What is on the topic is loaded by kind, below."""
        return self.reading.public(Topic)

    def shown(self, record: Topic) -> Iterator[Record]:
        """The agreements and their areas; the priorities, activities and centres."""
        areas = (
            self.reading.public(AgreementArea)
            .filter(topic=record)
            .select_related(
                "agreement__partner__country", "agreement__superseded_by__partner"
            )
            .prefetch_related(
                Prefetch(
                    "agreement__partner__affiliations",
                    self.reading.public(Affiliation).select_related("framework"),
                )
            )
            .order_by("-agreement__signed", "agreement__slug", "wording")
        )
        self.agreements: dict[Agreement, list[AgreementArea]] = {}
        for area in areas:
            self.agreements.setdefault(area.agreement, []).append(area)
        self.priorities = list(
            self.reading.public(Priority)
            .filter(topic=record)
            .select_related("programme")
        )
        self.activities = list(
            self.reading.for_list(Activity)
            .filter(topics=record)
            .order_by("-start", "slug")
        )
        self.centres = list(self.reading.for_list(TrainingCentre).filter(topics=record))
        return chain(
            self.agreements,
            *self.agreements.values(),
            self.priorities,
            self.activities,
            self.centres,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is on the topic, by kind."""
        context = super().get_context_data(**kwargs)
        partners = {each.partner for each in self.agreements}
        partners |= {p for each in self.activities for p in each.partners.all()}
        partners_by_name = by_name(partners)
        return {
            **context,
            "sections": contents(
                context,
                ("partners", _("Partners"), partners_by_name),
                ("agreements", _("Agreements"), self.agreements),
                ("priorities", _("Priorities of programmes"), self.priorities),
                ("activities", _("Activities"), self.activities),
                ("centres", _("Training centres"), self.centres),
            ),
            "agreements": [
                (agreement, of_agreement(agreement, self.reading), areas)
                for agreement, areas in self.agreements.items()
            ],
            "priorities": self.priorities,
            "activities": self.activities,
            "centres": self.centres,
            "partners": partners_by_name,
        }
