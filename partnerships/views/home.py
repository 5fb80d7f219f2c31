"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    Agreement,
    Event,
    Framework,
    Guide,
    Partner,
    Programme,
    Source,
    Topic,
    TrainingCentre,
)
from ..standing import of_agreement
from ..translation import by_name
from ..worldmap import world_map


def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and lead into it."""
    at = timezone.now()
    day = at.date()
    partners = list(Partner.objects.on_map(at))
    agreements = Agreement.objects.published(at)
    latest = agreements.for_list(at).exclude(signed="").order_by("-signed", "slug")[:6]
    numbers = [
        (_("partners"), len(partners), "partner-list"),
        (
            _("agreements in force"),
            agreements.in_force(day, at).count(),
            "agreement-list",
        ),
        (
            _("programmes and operations"),
            Programme.objects.published(at).count(),
            "programme-list",
        ),
        (
            _("training centres"),
            TrainingCentre.objects.published(at).count(),
            "centre-list",
        ),
        (_("events"), Event.objects.published(at).count(), "event-list"),
        (_("sources"), Source.objects.published(at).count(), "source-list"),
    ]
    return render(
        request,
        "partnerships/home.html",
        {
            "map": world_map(partners, day),
            "numbers": [
                (label, number, reverse(f"partnerships:{name}"))
                for label, number, name in numbers
            ],
            "frameworks": by_name(Framework.objects.published(at)),
            "topics": by_name(Topic.objects.published(at)),
            "agreements": [(each, of_agreement(each, day)) for each in latest],
            "events": Event.objects.published(at).for_list(at)[:6],
            "guides": Guide.objects.published(at),
        },
    )
