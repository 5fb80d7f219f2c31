"""A flag is drawn where there is one."""

import pytest
from django.template import engines

from partnerships.models import Country
from tests import factories as make

pytestmark = pytest.mark.django_db


def draw(country: Country) -> str:
    template = engines["django"].from_string("{% load records %}{% flag country %}")
    return template.render({"country": country})


def test_a_country_with_a_flag_has_it_drawn():
    assert 'src="/static/img/flags/co.svg"' in draw(make.make_country(iso_alpha2="CO"))


def test_a_country_without_a_flag_has_nothing_drawn():
    assert draw(make.make_country(iso_alpha2="ZZ")) == ""
