"""A flag is drawn where there is one, and an editor is told where there is none."""

from typing import Any

import pytest
from django.template import engines
from django.urls import reverse

from partnerships.models import Country
from tests import factories as make

pytestmark = pytest.mark.django_db

WARNING = "There is no flag for XA: pages show the name alone."


def draw(country: Country) -> str:
    template = engines["django"].from_string("{% load records %}{% flag country %}")
    return template.render({"country": country})


def country_form(**values: Any) -> dict[str, Any]:
    """What the browser sends for a new country."""
    return {
        "name_en": "Utopia",
        "slug": "utopia",
        "iso_alpha2": "XA",
        "iso_alpha3": "XAA",
        "region": "europe",
        **values,
    }


def test_a_country_with_a_flag_has_it_drawn():
    assert 'src="/static/img/flags/co.svg"' in draw(make.make_country(iso_alpha2="CO"))


def test_a_country_without_a_flag_has_nothing_drawn():
    assert draw(make.make_country(iso_alpha2="XA")) == ""


def test_an_editor_is_warned_of_a_country_without_a_flag_and_it_is_saved(editor_client):
    added = editor_client.post(
        reverse("admin:partnerships_country_add"), country_form(), follow=True
    )
    assert WARNING in added.content.decode()
    utopia = Country.objects.get(iso_alpha2="XA")

    changed = editor_client.post(
        reverse("admin:partnerships_country_change", args=[utopia.pk]),
        country_form(name_en="Erewhon"),
        follow=True,
    )
    assert WARNING in changed.content.decode()
    utopia.refresh_from_db()
    assert str(utopia) == "Erewhon"


def test_an_editor_is_not_warned_of_a_country_with_a_flag(editor_client):
    added = editor_client.post(
        reverse("admin:partnerships_country_add"),
        country_form(iso_alpha2="CO", iso_alpha3="COL"),
        follow=True,
    )
    assert Country.objects.filter(iso_alpha2="CO").exists()
    assert "There is no flag" not in added.content.decode()
