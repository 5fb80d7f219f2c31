"""The map: which shape stands for whom on a day, and never by colour alone."""

import re
from datetime import date

import pytest

from partnerships.dates import PartialDate
from partnerships.geography import world
from partnerships.models import Partner
from partnerships.worldmap import MappedPartner, WorldMap, centre_map, world_map
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 1)


def mapped(day: date = TODAY) -> WorldMap:
    return world_map(Partner.objects.select_related("country"), day)


def one(day: date = TODAY) -> MappedPartner:
    (found,) = mapped(day).partners
    return found


def make_mapped(code: str, **values):
    """A partner whose country has a shape, with one affiliation."""
    country = make.make_country(iso_alpha2=code)
    return make.make_affiliation(partner=make.make_partner(country=country), **values)


def test_a_partner_has_the_shape_of_its_country_and_the_words_of_its_standing():
    """Colour carries meaning, and never alone."""
    framework = make.make_framework(slug="globe", partner_term_en="Global partner")
    make_mapped("CO", framework=framework, since="2017-05")
    found = one()
    assert found.path == world().shapes["CO"]
    assert found.framework == found.fill == "globe"
    assert found.standing.words == "Global partner since May 2017"
    assert not found.is_suspended
    assert mapped().legend == [(framework, 1)]


def test_a_suspended_partner_has_a_pattern_of_its_own():
    framework = make.make_framework(slug="pfp")
    active = make_mapped("BY", framework=framework, since="1995", until="2021-11-17")
    make.make_affiliation(
        partner=active.partner,
        framework=framework,
        status="suspended",
        since="2021-11-17",
    )
    assert one().is_suspended
    assert one().fill == "pfp-suspended"
    assert mapped().suspended == 1
    assert one(date(2021, 11, 16)).fill == "pfp"
    assert mapped(date(2021, 11, 16)).suspended == 0


def test_what_has_ended_colours_nobody():
    """The map of a day shows who is a partner on that day."""
    make_mapped("MT", since="1995-04-26", until="1996-10-27")
    assert mapped().partners == []
    assert mapped().legend == []
    assert len(mapped(date(1996, 1, 1)).partners) == 1


def test_a_country_in_dialogue_is_in_no_framework():
    """It is shown, and not counted as a partner of any."""
    make_mapped("CN", status="in-dialogue")
    assert one().framework == "none"
    assert mapped().in_dialogue == 1
    assert mapped().legend == []


def test_a_partner_that_became_an_ally_is_drawn_as_an_ally():
    """From the day of its accession on."""
    active = make_mapped("FI", since="1994", until="2023-04-04")
    country = active.partner.country
    country.ally_since = PartialDate.fromisoformat("2023-04-04")
    country.save()
    drawn = mapped()
    assert drawn.partners == []
    assert [land.path for land in drawn.land if land.is_ally] == [world().shapes["FI"]]
    assert not any(land.is_ally for land in mapped(date(2023, 4, 3)).land)
    assert len(mapped(date(2023, 4, 3)).partners) == 1


ALLIES = re.findall(
    "..",
    "ALBEBGCACZDEDKEEESFIFRGBGRHRHUISITLTLULVMEMKNLNOPLPTROSESISKTRUS",
)


def test_every_ally_is_on_the_map():
    """All 32, those that are hard to see with a dot; and the legend counts them."""
    for code in ALLIES:
        make.make_country(iso_alpha2=code, ally_since="1999-03-12")
    drawn = mapped()
    allies = [land for land in drawn.land if land.is_ally]
    assert drawn.allies == len(allies) == len(ALLIES) == 32
    assert {land.path for land in allies} == {world().shapes[code] for code in ALLIES}
    dotted = {land.dot for land in allies if land.dot}
    assert dotted == {world().points[code] for code in ("LU", "ME", "MK", "SI")}
    assert mapped(date(1999, 3, 11)).allies == 0


def test_an_ally_without_a_shape_has_a_dot():
    code = next(code for code in world().points if code not in world().shapes)
    make.make_country(iso_alpha2=code, ally_since="1999")
    (land,) = (land for land in mapped().land if land.is_ally)
    assert (land.path, land.dot) == ("", world().points[code])


def test_before_it_began_a_partner_is_land_like_any_other():
    make_mapped("CO", since="2017-05")
    drawn = mapped(date(2017, 4, 30))
    assert drawn.partners == []
    assert world().shapes["CO"] in {land.path for land in drawn.land}
    assert world().shapes["CO"] not in {land.path for land in mapped().land}


def test_each_shape_is_drawn_once():
    make_mapped("CO")
    make_mapped("JP")
    make.make_country(iso_alpha2="FR", ally_since="1949-08-24")
    drawn = mapped()
    assert len(drawn.land) + len(drawn.partners) == len(world().shapes)


@pytest.mark.parametrize(
    ("code", "has_dot"), [("BH", True), ("MT", True), ("CO", False)]
)
def test_a_country_too_small_to_hit_has_a_dot(code, has_dot):
    make_mapped(code)
    assert (one().dot is not None) is has_dot


def test_the_legend_lists_the_largest_framework_first():
    small, large = make.make_framework(), make.make_framework()
    make_mapped("CO", framework=small)
    for code in ("JO", "EG"):
        make_mapped(code, framework=large)
    assert mapped().legend == [(large, 2), (small, 1)]


@pytest.mark.parametrize("codes", [["CO"], ["CO", "JP", "AU", "NZ", "KR", "MN"]])
def test_the_queries_do_not_grow_with_the_partners(codes, django_assert_num_queries):
    for code in codes:
        make_mapped(code)
    partners = Partner.objects.select_related("country").prefetch_related(
        "affiliations__framework"
    )
    with django_assert_num_queries(4):
        assert len(world_map(partners, TODAY).partners) == len(codes)


def test_a_centre_stands_in_its_town_and_without_one_only_in_the_list():
    """CIDES is in Tolemaida; the dot lies inside Colombia's part of the map."""
    cides = make.make_centre(latitude=4.24, longitude=-74.65)
    nowhere = make.make_centre(latitude=None, longitude=None)
    ((centre, (x, y)),) = centre_map([cides, nowhere]).dots
    assert centre == cides
    colombia = world().points["CO"]
    assert abs(x - colombia[0]) < 15
    assert abs(y - colombia[1]) < 15
