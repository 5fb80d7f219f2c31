"""The page that says how the site knows what it says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def method(request: HttpRequest) -> HttpResponse:
    """Explain sources, ranks, dates and states; other pages link to its fragments."""
    sections = (
        ("sources", _("What counts as a source"), None),
        ("ranks", _("How sources rank"), None),
        ("disagreements", _("How to read a disagreement"), None),
        ("dates", _("Dates"), None),
        ("agreements", _("Where an agreement stands"), None),
        ("partners", _("Where a partner stands"), None),
        ("offices", _("Offices at events"), None),
        ("reach", _("Facts reach to"), None),
    )
    return render(request, "partnerships/method.html", {"sections": sections})
