"""The filters of the public lists: one FilterSet a list.

A filter by a related record asks only for what is public: nobody learns from a
list what a draft says. Records are named by their slug, so an address with a
filter stays good.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .counts import of_agreements
from .dates import PartialDateFormField
from .models import (
    Activity,
    ActivityKind,
    Affiliation,
    AffiliationStatus,
    Agreement,
    AgreementKind,
    Country,
    Event,
    EventKind,
    Framework,
    Network,
    Participation,
    Partner,
    Priority,
    Programme,
    ProgrammeKind,
    Record,
    Region,
    Source,
    SourceKind,
    Topic,
    TrainingCentre,
)
from .reading import Reading
from .states import STILL_IN, AgreementState, with_states, with_status
from .translation import collation_key

# A value of the filter by status: in a framework, cooperation suspended or not.
A_PARTNER = "partner"


class RecordFilterSet(django_filters.FilterSet):
    """A filter form of a list."""

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        self.reading = reading
        super().__init__(*args, **kwargs)

    def published(self, model: type[Record]) -> QuerySet:
        """Return what is public of a kind, for a condition on related records."""
        return self.reading.public(model)

    def occurring(self) -> dict[str, set[str]]:
        """Name the fields of which only those values are offered that occur."""
        return {}

    def get_form_class(self) -> Any:
        """Offer what would be found; another known value is read, and finds nothing."""
        form_class = super().get_form_class()
        for name, values in self.occurring().items():
            field = form_class.base_fields[name]
            kept = {"", self.data.get(name), *values} if self.data else {"", *values}
            field.widget.choices = [
                choice for choice in field.choices if choice[0] in kept
            ]
        return form_class


class _ByName(ModelChoiceIterator):
    """Choices in the order of their names in the language of the page."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        records = [self.choice(record) for record in self.queryset.all()]
        yield from sorted(records, key=lambda choice: collation_key(choice[1]))


class _RecordField(django_filters.fields.ModelChoiceField):
    iterator = _ByName


class RecordFilter(django_filters.ModelChoiceFilter):
    """A choice of one public record of a kind, by its slug."""

    field_class = _RecordField

    def __init__(self, model: type[Record], label: Any, **kwargs: Any) -> None:
        self.record_model = model
        super().__init__(
            label=label,
            to_field_name="slug",
            queryset=model.objects.all(),
            empty_label=_("Any"),
            **kwargs,
        )

    def get_queryset(self, request: Any) -> QuerySet:
        """Offer public records only."""
        return self.parent.published(self.record_model).for_link()


def _choice(choices: Any, label: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    kwargs.setdefault("empty_label", _("Any"))
    return django_filters.ChoiceFilter(choices=choices, label=label, **kwargs)


class PeriodFilter(django_filters.Filter):
    """A year, or a month or day, in which the record's date lies."""

    field_class = PartialDateFormField

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Year"))
        kwargs.setdefault("help_text", _("As in '2017' or 'May 2017'."))
        super().__init__(field_name=field_name, lookup_expr="within", **kwargs)


class PartnerFilterSet(RecordFilterSet):
    framework = RecordFilter(Framework, _("Framework"), method="in_framework")
    status = _choice(
        [(A_PARTNER, _("a partner, suspended or not")), *AffiliationStatus.choices],
        _("Status"),
        method="with_status",
    )
    region = _choice(
        Region.choices,
        _("Region"),
        field_name="country__region",
        empty_label=pgettext_lazy("region", "Any"),
    )
    topic = RecordFilter(Topic, _("Topic"), method="on_topic")
    programme = RecordFilter(Programme, _("Programme"), method="in_programme")

    class Meta:
        model = Partner
        fields = ()

    def in_framework(self, queryset: QuerySet, name: str, value: Framework) -> QuerySet:
        """Partners that are, or were, in the framework."""
        found = with_status(self.published(Affiliation), self.reading)
        found = found.filter(framework=value)
        return queryset.filter(pk__in=found.values("partner"))

    def with_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Partners whose standing has that status on the day of reading.

        With a framework, their standing in that one.
        """
        found = with_status(self.published(Affiliation), self.reading)
        if framework := self.form.cleaned_data.get("framework"):
            found = found.filter(framework=framework)
        wanted = STILL_IN if value == A_PARTNER else (value,)
        found = found.filter(status_then__in=wanted)
        return queryset.filter(pk__in=found.values("partner"))

    def occurring(self) -> dict[str, set[str]]:
        """The statuses that somebody has on the day of reading."""
        found = with_status(self.published(Affiliation), self.reading).order_by()
        statuses = set(found.values_list("status_then", flat=True).distinct())
        if not statuses.isdisjoint(STILL_IN):
            statuses.add(A_PARTNER)
        return {"status": statuses}

    def on_topic(self, queryset: QuerySet, name: str, value: Topic) -> QuerySet:
        """Partners with an agreement or an activity on the topic."""
        agreements = self.published(Agreement).filter(areas__topic=value)
        activities = self.published(Activity).filter(topics=value)
        return queryset.filter(
            Q(pk__in=agreements.values("partner"))
            | Q(pk__in=activities.values("partners"))
        )

    def in_programme(self, queryset: QuerySet, name: str, value: Programme) -> QuerySet:
        """Partners with a part in the programme."""
        found = self.published(Participation).filter(programme=value)
        return queryset.filter(pk__in=found.values("partner"))


class AgreementFilterSet(RecordFilterSet):
    kind = _choice(AgreementKind.choices, _("Kind"))
    partner = RecordFilter(Partner, _("Partner"))
    topic = RecordFilter(Topic, _("Topic"), method="on_topic")
    state = _choice(AgreementState.choices, _("State"), method="in_state")
    year = PeriodFilter("signed", label=_("Signed in"))

    class Meta:
        model = Agreement
        fields = ()

    def on_topic(self, queryset: QuerySet, name: str, value: Topic) -> QuerySet:
        """Agreements with an area on the topic."""
        return queryset.filter(areas__topic=value).distinct()

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet:
        """Agreements by where they stand on the day of reading."""
        found: QuerySet = with_states(queryset, self.reading).filter(state=value)
        return found

    @cached_property
    def states(self) -> list[tuple[AgreementState, int]]:
        """How many of all agreements stand where, whatever is filtered."""
        return of_agreements(self.reading)

    def occurring(self) -> dict[str, set[str]]:
        """The states that some agreement has on the day of reading."""
        return {"state": {state.value for state, _number in self.states}}


class EventFilterSet(RecordFilterSet):
    kind = _choice(EventKind.choices, _("Kind"))
    partner = RecordFilter(Partner, _("Partner"), field_name="partners")
    year = PeriodFilter("date")
    programme = RecordFilter(Programme, _("Programme"))

    class Meta:
        model = Event
        fields = ()


class HostFilter(RecordFilter):
    """A choice of one country out of those that host a public centre."""

    def get_queryset(self, request: Any) -> QuerySet:
        """Leave out countries that no centre would be found for."""
        hosts = self.parent.published(TrainingCentre).values("host_country")
        return super().get_queryset(request).filter(pk__in=hosts)


class TrainingCentreFilterSet(RecordFilterSet):
    network = _choice(
        Network.choices, _("Network"), empty_label=pgettext_lazy("network", "Any")
    )
    country = HostFilter(Country, _("Country"), field_name="host_country")
    topic = RecordFilter(Topic, _("Topic"), field_name="topics")

    class Meta:
        model = TrainingCentre
        fields = ()


class ProgrammeFilterSet(RecordFilterSet):
    kind = _choice(ProgrammeKind.choices, _("Kind"))
    topic = RecordFilter(Topic, _("Topic"), method="on_topic")
    partner = RecordFilter(Partner, _("Partner"), method="with_partner")

    class Meta:
        model = Programme
        fields = ()

    def on_topic(self, queryset: QuerySet, name: str, value: Topic) -> QuerySet:
        """Programmes with a priority or an activity on the topic."""
        priorities = self.published(Priority).filter(topic=value)
        activities = self.published(Activity).filter(topics=value)
        return queryset.filter(
            Q(pk__in=priorities.values("programme"))
            | Q(pk__in=activities.values("programme"))
        )

    def with_partner(self, queryset: QuerySet, name: str, value: Partner) -> QuerySet:
        """Programmes in which the partner has a part."""
        found = self.published(Participation).filter(partner=value)
        return queryset.filter(pk__in=found.values("programme"))


class ActivityFilterSet(RecordFilterSet):
    programme = RecordFilter(Programme, _("Programme"))
    kind = _choice(ActivityKind.choices, _("Kind"))
    partner = RecordFilter(Partner, _("Partner"), field_name="partners")
    topic = RecordFilter(Topic, _("Topic"), field_name="topics")

    class Meta:
        model = Activity
        fields = ()


class SourceFilterSet(RecordFilterSet):
    kind = _choice(SourceKind.choices, _("Kind"))
    publisher = django_filters.CharFilter(
        label=_("Publisher"),
        lookup_expr="icontains",
        max_length=160,
        help_text=_("A part of the name is enough."),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), empty_label=pgettext_lazy("language", "Any")
    )

    class Meta:
        model = Source
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["language"].extra["choices"] = self._languages()

    def _languages(self) -> list[tuple[str, str]]:
        codes = (
            self.published(Source).order_by().values_list("language", flat=True)
        ).distinct()
        named = [(code, language_name(code)) for code in codes]
        return sorted(named, key=lambda choice: collation_key(choice[1]))


def language_name(code: str) -> str:
    """Return the name of a language in the language of the page."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
