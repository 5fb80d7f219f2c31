"""There is a flag for every country, safe to serve; one without is no fault."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template import engines
from django.urls import reverse

from partnerships import flags
from partnerships.models import Country
from tests import factories as make

PROJECT = Path(__file__).parents[1]
FLAGS = PROJECT / "static" / "img" / "flags"

# Every country of ISO 3166-1, by its alpha-2 code.
ALPHA2 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO
BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ
DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP
GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML
MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE
PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL
SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM
US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

# What draws, and neither styles nor runs nor loads anything.
DRAWING = frozenset(
    {"svg", "g", "defs", "use", "clipPath", "marker"}
    | {"path", "circle", "ellipse", "rect"}
)

WARNING = "There is no flag for XA: pages show the name alone."

each_flag = pytest.mark.parametrize(
    "file", sorted(FLAGS.glob("*.svg")), ids=lambda file: file.stem
)


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
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
        **values,
    }


def test_there_is_a_flag_for_every_country_and_for_kosovo():
    """And for nothing else: no region and no organisation has a country's code."""
    assert flags.drawn() == {*ALPHA2.split(), "XK"}
    assert len(flags.drawn()) == 250


def test_there_is_a_flag_for_every_country_that_is_delivered():
    rows = json.loads((PROJECT / "fixtures" / "02-countries.json").read_text())
    countries = [each for each in rows if each["model"] == "partnerships.country"]
    codes = {country["fields"]["iso_alpha2"] for country in countries}
    assert codes - flags.drawn() == set()


def test_the_licence_of_the_flags_stands_beside_them():
    assert "MIT" in (FLAGS / "LICENSE").read_text()


@each_flag
def test_a_flag_is_small_to_load(file: Path):
    """A list of partners shows dozens of them."""
    assert file.stat().st_size <= 3072


@each_flag
def test_a_flag_holds_nothing_that_the_content_policy_forbids(file: Path):
    """It is a drawing in attributes, and refers to nothing but its own parts."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314
    assert root.get("viewBox") == "0 0 640 480"
    ids = [each.get("id") for each in root.iter() if each.get("id") is not None]
    assert len(ids) == len(set(ids))
    for each in root.iter():
        assert each.tag.removeprefix("{http://www.w3.org/2000/svg}") in DRAWING
        for name, value in each.attrib.items():
            name = name.rpartition("}")[2]
            assert name not in {"style", "class"} and not name.startswith("on")
            if name == "href":
                assert value.removeprefix("#") in ids
            elif "url(" in value:
                assert value.removeprefix("url(#").removesuffix(")") in ids


@pytest.mark.django_db
def test_a_country_with_a_flag_has_it_drawn():
    assert 'src="/static/img/flags/co.svg"' in draw(make.make_country(iso_alpha2="CO"))


@pytest.mark.django_db
def test_a_country_without_a_flag_has_nothing_drawn():
    assert draw(make.make_country(iso_alpha2="XA")) == ""


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_an_editor_is_not_warned_of_a_country_with_a_flag(editor_client):
    added = editor_client.post(
        reverse("admin:partnerships_country_add"),
        country_form(iso_alpha2="CO", iso_alpha3="COL"),
        follow=True,
    )
    assert Country.objects.filter(iso_alpha2="CO").exists()
    assert "There is no flag" not in added.content.decode()
