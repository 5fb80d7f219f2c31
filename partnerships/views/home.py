"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..counts import of_agreements, of_partners
from ..filters import A_PARTNER
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
from ..reading import Reading
from ..standing import of_agreement
from ..states import AgreementState
from ..translation import by_name
from ..worldmap import world_map


def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and lead into it."""
    reading = Reading.now()
    partners = list(reading.for_list(Partner))
    agreements = reading.for_list(Agreement).exclude(signed="")
    latest = agreements.order_by("-signed", "slug")[:6]
    counts, states = of_partners(partners, reading.day), of_agreements(reading)
    numbers = [
        (_("partners"), counts.partners, "partner-list", f"?status={A_PARTNER}"),
        (
            _("agreements in force"),
            dict(states).get(AgreementState.IN_FORCE, 0),
            "agreement-list",
            f"?state={AgreementState.IN_FORCE}",
        ),
        (
            _("programmes and operations"),
            reading.public(Programme).count(),
            "programme-list",
            "",
        ),
        (
            _("training centres"),
            reading.public(TrainingCentre).count(),
            "centre-list",
            "",
        ),
        (_("events"), reading.public(Event).count(), "event-list", ""),
        (_("sources"), reading.public(Source).count(), "source-list", ""),
    ]
    return render(
        request,
        "partnerships/home.html",
        {
            "map": world_map(partners, reading.day),
            "numbers": [
                (label, number, reverse(f"partnerships:{name}") + query)
                for label, number, name, query in numbers
            ],
            "counts": counts,
            "states": states,
            "frameworks": by_name(reading.public(Framework)),
            "topics": by_name(reading.public(Topic)),
            "agreements": [(each, of_agreement(each, reading)) for each in latest],
            "events": reading.for_list(Event)[:6],
            "guides": reading.public(Guide),
        },
    )
