"""The index, and its lists of records that need an editor's attention."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.db.models import CharField, Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import basis, gate
from ..models import (
    Agreement,
    Appointment,
    Citation,
    Partner,
    Person,
    Programme,
    Publishable,
    Source,
    TrainingCentre,
)
from ..reading import Reading
from ..states import AgreementState, with_states

admin.site.site_header = _("NATO partnerships: editors")
admin.site.site_title = _("Editors")
admin.site.index_title = _("Records")
admin.site.enable_nav_sidebar = False

Condition = Callable[[type[models.Model], datetime.date], Q]


@dataclass(frozen=True, slots=True)
class Attention:
    """A reason for an editor to look at a record, and the kinds that can give it.

    `key` stands in the address of the list of these records.
    """

    key: str
    title: Any
    condition: Condition
    models: tuple[type[models.Model], ...]


def _unduly_public(model: Any, day: datetime.date) -> Q:
    return Q(status="published") & gate.unfit(model, timezone.now())


def _overtaken(model: type[models.Model], day: datetime.date) -> Q:
    # The newest of each partner and kind is found in one pass over the table. A
    # look-up of a later one for each agreement is a scan each where no index fits.
    newest = Window(Max("signed"), partition_by=[F("partner"), F("kind")])
    earlier = Agreement.objects.alias(newest=newest).filter(newest__gt=F("signed"))
    lasting = Q(ended="", superseded_by__isnull=True) & ~Q(signed="")
    return lasting & Q(pk__in=earlier.values("pk"))


def _standing_on_its_term(model: Any, day: datetime.date) -> Q:
    # The usual term of its kind, where none is stated: as its page counts it.
    standing = (AgreementState.IN_FORCE, AgreementState.POSSIBLY)
    last = day + SOON
    found = _with_states(day).filter(
        Q(term_end__lasts_to=day),
        ~Q(term_end="") & ~Q(term_end__lasts_to=last + datetime.timedelta(days=1)),
        state__in=standing,
    )
    return Q(status="published", pk__in=found.values("pk"))


def _never_confirmed(model: Any, day: datetime.date) -> Q:
    found = _with_states(day).filter(state=AgreementState.IN_FORCE, confirmed="")
    return Q(status="published", pk__in=found.values("pk"))


def _with_states(day: datetime.date) -> QuerySet:
    found: QuerySet = with_states(
        Agreement.objects.order_by(), Reading(timezone.now(), day)
    )
    return found


def _in_an_undated_office(model: Any, day: datetime.date) -> Q:
    # Without any date an office is never shown beside a name, whatever the event's day.
    undated = Appointment.objects.filter(
        since="", until="", person__events__isnull=False
    )
    return Q(pk__in=undated.order_by().values("person"))


def _on_other_facts(model: Any, day: datetime.date) -> Q:
    found = basis.overtaken_of(model, timezone.now())
    return Q(pk__in=[record.pk for record in found])


SOON = datetime.timedelta(days=90)
PAGES: tuple[type[Publishable], ...] = tuple(
    model
    for model in apps.get_app_config("partnerships").get_models()
    if issubclass(model, Publishable)
)

ATTENTION = (
    Attention(
        "uncited",
        _("Published without a source that the public sees"),
        _unduly_public,
        gate.GATED,
    ),
    Attention(
        "overdue",
        _("Review overdue"),
        lambda model, day: Q(status="published", review_due__lt=day),
        PAGES,
    ),
    Attention(
        "basis",
        _("A fact on which the summary rests has changed or is withdrawn"),
        _on_other_facts,
        (Partner, Programme),
    ),
    Attention(
        "term-soon-over",
        _("Term over within 90 days"),
        _standing_on_its_term,
        (Agreement,),
    ),
    Attention(
        "never-confirmed",
        _("In force by rule, never confirmed by a source"),
        _never_confirmed,
        (Agreement,),
    ),
    Attention(
        "overtaken",
        _("Neither ended nor superseded, but a later one of its kind is signed"),
        _overtaken,
        (Agreement,),
    ),
    Attention(
        "undated",
        _("No date known"),
        lambda model, day: Q(signed="", in_force=""),
        (Agreement,),
    ),
    Attention(
        "undated-source",
        _("Source without a date"),
        lambda model, day: Q(published="", updated=""),
        (Source,),
    ),
    Attention(
        "no-url", _("Source without URL"), lambda model, day: Q(url=""), (Source,)
    ),
    Attention(
        "no-position",
        _("Not on the map: no position"),
        lambda model, day: Q(latitude__isnull=True),
        (TrainingCentre,),
    ),
    Attention(
        "undated-office",
        _("Took part in an event, and has an office without dates"),
        _in_an_undated_office,
        (Person,),
    ),
    Attention("draft", _("Draft"), lambda model, day: Q(status="draft"), PAGES),
    Attention(
        "disputing",
        _("Citation gives a value of its own: a disagreement?"),
        lambda model, day: ~Q(value=""),
        (Citation,),
    ),
    Attention(
        "unreviewed",
        _("Published and never reviewed"),
        lambda model, day: Q(status="published", reviewed_on__isnull=True),
        gate.GATED,
    ),
)


class AttentionFilter(admin.SimpleListFilter):
    """Only the records that give one of the reasons for attention."""

    title = _("needs attention")
    parameter_name = "attention"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        """Offer the reasons that records of this kind can give."""
        return [
            (reason.key, reason.title)
            for reason in ATTENTION
            if model_admin.model in reason.models
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the records that give the chosen reason."""
        if self.value() is None:
            return queryset
        for reason in ATTENTION:
            if reason.key == self.value() and queryset.model in reason.models:
                day = timezone.localdate()
                return queryset.filter(reason.condition(queryset.model, day))
        raise IncorrectLookupParameters


class YearFilter(admin.SimpleListFilter):
    """Only the records whose partial date lies in one year, at one query a list."""

    field_name = ""

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        """Offer the years that occur, the newest first."""
        years = (
            model_admin.model._default_manager.exclude(Q((self.field_name, "")))
            .order_by()
            .values_list(Substr(Cast(self.field_name, CharField()), 1, 4), flat=True)
            .distinct()
        )
        return [(year, year) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the records of the chosen year."""
        year = self.value()
        if year is None:
            return queryset
        if (year, year) not in self.lookup_choices:
            raise IncorrectLookupParameters
        return queryset.filter(Q((f"{self.field_name}__within", year)))


def _list_url(model: type[models.Model]) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_changelist")


def needs_attention(request: HttpRequest, day: datetime.date) -> list[dict[str, Any]]:
    """Count what needs attention, at one query a kind of record.

    A reason that no record gives is left out, as are kinds that the user may not see.
    """
    counts: dict[type[models.Model], dict[str, int]] = {}
    for model in dict.fromkeys(
        model for reason in ATTENTION for model in reason.models
    ):
        if admin.site.get_model_admin(model).has_view_permission(request):
            counts[model] = model._default_manager.aggregate(
                **{
                    reason.key: Count("pk", filter=reason.condition(model, day))
                    for reason in ATTENTION
                    if model in reason.models
                }
            )
    found = []
    for reason in ATTENTION:
        lists = [
            {
                "kind": model._meta.verbose_name_plural,
                "count": counts[model][reason.key],
                "url": f"{_list_url(model)}?attention={reason.key}",
            }
            for model in reason.models
            if counts.get(model, {}).get(reason.key)
        ]
        if lists:
            found.append({"title": reason.title, "lists": lists})
    return found
