"""The Allies, by the day of their accession."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import ListView

from ..evidence import Evidence
from ..models import Country, Partner
from ..reading import Reading
from ..standing import time_as_partner
from ..translation import collation_key
from .records import ReadingView, contents


class AllyList(ReadingView, ListView):
    """Every country that is an Ally on the day of reading, and what it was before."""

    model = Country
    template_name = "partnerships/ally_list.html"

    def get_queryset(self) -> Any:
        """By accession; those of one day by name, in the language of the page."""
        return sorted(
            allies(self.reading),
            key=lambda each: (str(each.ally_since), collation_key(each.name)),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sources of each accession, and the time as a partner before it."""
        countries = self.object_list
        evidence = Evidence.of(countries, self.reading)
        former = {
            partner.country_id: partner
            for partner in self.reading.for_list(Partner).filter(
                country__in=allies(self.reading)
            )
        }
        rows = [
            (country, former.get(country.pk), _before(former.get(country.pk)))
            for country in countries
        ]
        context = super().get_context_data(
            evidence=evidence,
            disagreements=evidence.all_disagreements(countries),
            rows=rows,
            former_count=len(former),
            day=self.reading.day,
            **kwargs,
        )
        sections = contents(context, ("allies", _("Allies"), rows))
        # Only the page of a record is cited as one.
        context["sections"] = [each for each in sections if each[0] != "cite"]
        return context


def allies(reading: Reading) -> Any:
    """Return the countries that are Allies on the day of reading."""
    return reading.public(Country).filter(ally_since__started_by=reading.day)


def _before(partner: Partner | None) -> list[str]:
    return time_as_partner(partner) if partner else []
