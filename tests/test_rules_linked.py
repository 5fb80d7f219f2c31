"""Each state leads to the rule by which it was worked out."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils.html import strip_tags

from partnerships.models import AffiliationStatus, Partner
from partnerships.standing import Standing, of_partner
from tests import factories as make
from tests.test_standing import TODAY

urlpatterns = [
    path(
        "",
        include(
            (
                [path("method/", lambda _request: HttpResponse(), name="method")],
                "partnerships",
            )
        ),
    )
]


LINK = re.compile(r'<a class="status__rule" href="([^"]+)">(.+)</a>')


def links(standing: Standing) -> list[tuple[str, str]]:
    """The links of a status as a page shows it: where they lead, and their words."""
    html = render_to_string(
        "includes/_status.html",
        {"status": standing.state, "label": standing.words, "rule": standing.rule},
    )
    assert standing.words in html
    return [(href, strip_tags(words)) for href, words in LINK.findall(html)]


def test_the_words_of_a_state_lead_to_its_rule(settings) -> None:
    """With words for those who hear only the link."""
    settings.ROOT_URLCONF = __name__
    assert links(Standing("in-force", "In force", "state-in-force")) == [
        ("/method/#state-in-force", "In force (how this is worked out)")
    ]


def test_what_has_no_rule_is_no_link(settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert links(Standing("ended", "Ended")) == []


def test_without_a_page_of_the_method_there_is_no_link(settings) -> None:
    settings.ROOT_URLCONF = ()
    assert links(Standing("in-force", "In force", "state-in-force")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", AffiliationStatus.values)
def test_each_status_names_its_rule(status: str) -> None:
    affiliation = make.make_affiliation(status=status, since="1994")
    partner = Partner.objects.get(pk=affiliation.partner_id)
    ((_span, found),) = of_partner(partner, TODAY)
    assert found.rule == f"status-{status}"
